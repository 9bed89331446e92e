"""The stretches of a text that are shown with a result, and what is marked in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches.text.highlights import marked, snippet
from speeches.text.queries import parse

LONG = (
    "The ceremony was held at the residence.\n\n"
    + "Nothing of note was said about anything in particular. " * 12
    + "\n\nThe fate of the steppe rivers is tied to the country's future. "
    + "Nothing of note was said about anything in particular. " * 12
    + "Half of these funds will go to rural districts."
)


def shown(pieces):
    return "".join(f"[{text}]" if mark else text for text, mark in pieces)


@pytest.mark.parametrize(
    ("language", "title", "typed", "expected"),
    [
        ("en", "The Year of Steppe Rivers", "river", "The Year of Steppe [Rivers]"),
        ("en", "The Year of Steppe Rivers", '"steppe river"', "The Year of [Steppe Rivers]"),
        ("en", "The Year of Steppe Rivers", "rivers year -steppe", "The [Year] of Steppe [Rivers]"),
        ("en", "President’s visit", "president", "[President’s] visit"),
        ("en", "An on-line course", "on-line", "An [on-line] course"),
        ("en", "<b>Rivers</b> & lakes", "rivers", "<b>[Rivers]</b> & lakes"),
        ("ru", "Год степных рек", "река", "Год степных [рек]"),
        ("ru", "Учёные о воде", "ученые", "[Учёные] о воде"),
        ("kk", "Дала өзендерінің жылы", "өзен жыл", "Дала [өзендерінің] [жылы]"),
        ("kk", "Дала өзендерінің жылы", "«дала өзені»", "[Дала өзендерінің] жылы"),
        ("en", "Nothing of it", "rivers", "Nothing of it"),
    ],
)
def test_a_title_with_what_was_asked_for(language, title, typed, expected):
    assert shown(marked(title, parse(typed, language))) == expected


def test_a_snippet_shows_the_place_in_its_context():
    text = shown(snippet(LONG, parse("rivers", "en")))
    assert text.startswith("…The fate of the steppe [rivers] is tied to the country's future.")
    assert text.endswith("…")
    assert len(text) < 260


def test_words_that_stand_far_apart_are_shown_from_two_places():
    text = shown(snippet(LONG, parse("rivers districts", "en")))
    assert "steppe [rivers]" in text
    assert text.endswith("rural [districts].")
    assert " … " in text


def test_a_phrase_is_marked_only_as_a_whole():
    text = shown(snippet(LONG, parse('"steppe rivers"', "en")))
    assert "the [steppe rivers] is" in text
    assert text.count("[") == 1


def test_a_text_without_the_words_is_shown_from_its_beginning():
    text = shown(snippet(LONG, parse("volcano", "en"), 60))
    assert text == "The ceremony was held at the residence. Nothing of note was…"


def test_a_short_text_is_shown_whole():
    assert shown(snippet("Two\nlines of rivers.", parse("rivers", "en"))) == "Two lines of [rivers]."
    assert snippet("", parse("rivers", "en")) == []


@given(st.text(st.one_of(st.characters(), st.sampled_from("rivers lake \n")), max_size=400), st.integers(20, 200))
def test_pieces_are_of_the_text(text, width):
    query = parse('rivers lake "river lake"', "en")
    assert "".join(piece.text for piece in marked(text, query)).split() == text.split()
    for stretch in "".join(piece.text for piece in snippet(text, query, width)).split("…"):
        assert " ".join(stretch.split()) in " ".join(text.split())
