"""Anchors: what finds a passage again in a changed text, and what is not certain."""

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from speeches import text as t
from tests.prose import document, long_text, quick

TEXT = (
    "The President opened the session. He noted that water is the wealth of the steppe.\n\n"
    "According to him, every school will get a laboratory by 2026. The Prime Minister agreed.\n\n"
    "The Prime Minister agreed. “We shall build — and build well,” she said."
)


def anchor_of(quote, text=TEXT):
    return t.make_anchor(text, text.index(quote), text.index(quote) + len(quote))


def test_an_anchor_keeps_quote_context_and_place():
    anchor = t.make_anchor("one two three", 4, 7, context=3)
    assert anchor == t.Anchor("two", "ne ", " th", 4, 7)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (2, 99), (5, 4)])
def test_an_anchor_needs_a_passage(start, end):
    with pytest.raises(ValueError, match="no passage"):
        t.make_anchor("one two three", start, end)


def test_an_anchor_counts_its_context_in_characters():
    with pytest.raises(ValueError, match="context is -1"):
        t.make_anchor("one two three", 4, 7, context=-1)


def test_a_moved_passage_is_found():
    anchor = anchor_of("every school will get a laboratory by 2026")
    moved = "A new first paragraph.\n\n" + TEXT
    found = t.find_anchor(moved, anchor)
    assert found.exact and found.score == 1.0 and moved[found.start : found.end] == anchor.quote


def test_the_surroundings_tell_two_equal_passages_apart():
    second = TEXT.rindex("The Prime Minister agreed.")
    for start in (TEXT.index("The Prime Minister agreed."), second):
        anchor = t.make_anchor(TEXT, start, start + 26)
        found = t.find_anchor("Preface.\n\n" + TEXT, anchor)
        assert found == (start + 10, start + 36, 1.0, True)


def test_two_places_that_fit_equally_are_not_certain():
    anchor = t.Anchor("The Prime Minister agreed.", "gone entirely", "nothing left", 500, 526)
    found = t.find_anchor(TEXT, anchor)
    assert found.exact and found.score < t.CERTAIN
    assert found.start == TEXT.rindex("The Prime")


def test_a_word_is_not_found_inside_another():
    anchor = t.make_anchor("The art of state.", 4, 7)
    assert t.find_anchor("The party of state.", anchor) is None


def test_a_lone_word_without_its_surroundings_is_not_certain():
    anchor = t.make_anchor("He said yes to all of them.", 8, 11)
    assert t.find_anchor("Somebody asked, and yes was heard.", anchor).score < t.CERTAIN


def test_other_quotation_marks_and_dashes_are_the_same_words():
    anchor = anchor_of("“We shall build — and build well,” she said.")
    changed = TEXT.replace("“", "«").replace("”", "»").replace("—", "–").replace("The President", "Today the President")
    found = t.find_anchor(changed, anchor)
    assert found.score >= t.CERTAIN and not found.exact
    assert changed[found.start : found.end] == "«We shall build – and build well,» she said."


@pytest.mark.parametrize(
    ("old", "new"),
    [("will get", "will not get"), ("2026", "2027"), ("laboratory", "library"), ("every school", "each school")],
)
def test_changed_words_are_found_but_need_a_person(old, new):
    anchor = anchor_of("every school will get a laboratory by 2026")
    changed = TEXT.replace(old, new)
    found = t.find_anchor(changed, anchor)
    assert t.CLOSE <= found.score < t.CERTAIN and not found.exact
    assert changed[found.start : found.end] == anchor.quote.replace(old, new)


def test_a_date_is_not_found_in_another_date():
    anchor = t.make_anchor("May 1, 2023\n\nThe President opened the session.", 0, 11)
    assert t.find_anchor("Who came on May 23, 2023 and why.", anchor) is None


def test_unrelated_text_has_no_such_passage():
    anchor = anchor_of("every school will get a laboratory by 2026")
    other = "The orchestra of the capital played works of three composers. The audience thanked them by long applause."
    assert t.find_anchor(other, anchor) is None
    assert t.find_anchor("", anchor) is None
    assert t.find_anchor(other, t.Anchor("  ", "a", "b", 0, 2)) is None


def test_a_shortened_quotation_keeps_its_quotation_marks():
    anchor = anchor_of("“We shall build — and build well,” she said.")
    changed = TEXT.replace("We shall build", "We will build").replace("The Prime Minister", "She")
    found = t.find_anchor(changed, anchor)
    assert found.score < t.CERTAIN
    assert changed[found.start : found.end] == "“We will build — and build well,” she said."


def test_small_words_of_the_neighbours_are_left_out():
    anchor = anchor_of("According to him, every school will get a laboratory by 2026.")
    changed = TEXT.replace("According to him, every", "Every").replace(
        "steppe.", "steppe according to many, and to all."
    )
    found = t.find_anchor(changed, anchor)
    assert changed[found.start : found.end] == "Every school will get a laboratory by 2026."


def test_a_long_quote_is_recognised_by_its_ends():
    text = long_text(80)
    start, end = text.index("Paragraph 20 "), text.index("Paragraph 60 ")
    anchor = t.make_anchor(text, start, end - 2)
    changed = text.replace("Paragraph 40 says", "Paragraph 40 holds")
    found = t.find_anchor(changed, anchor)
    assert (found.start, found.end, found.exact) == (start, end - 1, False)
    assert t.CLOSE <= found.score < t.CERTAIN
    assert t.find_anchor(changed[: start + 50], anchor) is None


def test_marks_alone_are_no_passage():
    assert t.find_anchor("one two", t.make_anchor("a — b", 2, 3)) is None


@quick
@given(document, st.floats(0, 1), st.floats(0, 1))
def test_an_unchanged_passage_is_found_exactly(text, one, other):
    start, end = sorted((round(one * len(text)), round(other * len(text))))
    assume(start < end and text[start:end].strip())
    assert t.find_anchor(text, t.make_anchor(text, start, end)) == (start, end, 1.0, True)


@settings(deadline=None, max_examples=150)
@given(document, st.data())
def test_after_edits_elsewhere_a_certain_anchor_holds_its_words(text, data):
    """Whole paragraphs come and go around the passage: what is called certain is the passage itself."""
    spans = t.paragraphs(text)
    chosen = data.draw(st.sampled_from(spans))
    anchor = t.make_anchor(text, *chosen)
    before = data.draw(document)
    after = data.draw(document)
    kept = data.draw(st.booleans())
    pieces = [before, text[slice(*chosen)], after] if kept else [before, after]
    edited = "\n\n".join(pieces)
    found = t.find_anchor(edited, anchor)
    if kept:
        assert found and found.exact and edited[found.start : found.end] == anchor.quote
    if found:
        assert 0 <= found.start < found.end <= len(edited) and 0 <= found.score <= 1
    if found and found.exact:
        assert edited[found.start : found.end] == anchor.quote
    elif found and found.score >= t.CERTAIN:
        assert edited[found.start : found.end].split() == anchor.quote.split()


@settings(deadline=None, max_examples=100)
@given(document, st.data())
def test_a_changed_word_inside_is_never_certain(text, data):
    start, end = data.draw(st.sampled_from(t.paragraphs(text)))
    anchor = t.make_anchor(text, start, end)
    places = [match.span() for match in re.finditer(r"\w+", text[start:end])]
    first, last = data.draw(st.sampled_from(places))
    changed = text[: start + first] + "zzz" + text[start + last :]
    assume(anchor.quote not in changed)
    found = t.find_anchor(changed, anchor)
    assert found is None or not found.exact
    if found and found.score >= t.CERTAIN:  # the same words ran on over a paragraph border elsewhere
        assert changed[found.start : found.end].split() == anchor.quote.split()


@pytest.mark.timed
@pytest.mark.parametrize("length", [60, 2000, 20000])
def test_anchors_in_a_long_text_are_quick(length):
    text = long_text(600)
    assert len(text) > 50_000
    anchor = t.make_anchor(text, 21000, 21000 + length)
    changed = text.replace("helps", "aids") + "\n\nEnd."
    started = time.process_time()
    found = t.find_anchor(changed, anchor)
    assert time.process_time() - started < 1
    assert found is None or found.score < t.CERTAIN


@pytest.mark.timed
def test_a_word_that_stands_everywhere_does_not_slow_the_search():
    text = "the people " * 5000
    started = time.process_time()
    found = t.find_anchor(text, t.Anchor("the", "x", "y", 7, 10))
    assert found.score < t.CERTAIN
    assert time.process_time() - started < 1
