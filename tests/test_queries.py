"""What is typed into the search box, and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches.text.queries import MOST_CHARACTERS, MOST_TERMS, parse


def read(q, language="en"):
    """The terms as they are read: stems side by side, "-" before what is excluded."""
    return [("-" if term.excluded else "") + " ".join(term.stems) for term in parse(q, language).terms]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("rivers budget", ["river", "budget"]),
        ('"steppe rivers" water', ["stepp river", "water"]),
        ("«steppe rivers» “small lakes” „dry beds“", ["stepp river", "small lake", "dri bed"]),
        ('rivers -budget -"small lakes"', ["river", "-budget", "-small lake"]),
        ("rivers –budget −lakes", ["river", "-budget", "-lake"]),
        ("rivers - budget", ["river", "budget"]),
        ("– rivers", ["river"]),
        ('water "steppe rivers', ["water", "stepp river"]),
        ('"" water ""', ["water"]),
        ("on-line", ["on line"]),
        ("-on-line", ["-on line"]),
        ("54.6 54,6", ["54 6"]),
        ("1 500", ["1500"]),
        ("rivers, lakes; seas", ["river", "lake", "sea"]),
        ("rivers RIVER river's", ["river"]),
        ("rivers -rivers", ["river", "-river"]),
        ("NEAR(rivers, lakes) OR NOT", ["near", "river", "lake", "or", "not"]),
        ("river* ^lake title:sea a & b | !c <-> d", ["river", "lake", "titl", "sea", "a", "b", "c", "d"]),
        ("(-budget)", ["-budget"]),
        ('x"rivers"y', ["x", "river", "y"]),
        ("COVID-19 5G", ["covid 19", "5 g"]),
    ],
)
def test_what_is_typed_is_read(typed, terms):
    assert read(typed) == terms


def test_each_language_has_its_stems():
    assert read("«степных рек» -бюджета", "ru") == ["степн рек", "-бюджет"]
    assert read("«дала өзендерінің» -бюджетте", "kk") == ["дала өзен", "-бюджет"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("... !? «»", "no-words"),
        ("\x00\ud800\u202e", "no-words"),
        ("-rivers", "only-excluded"),
        ('-"steppe rivers" -water', "only-excluded"),
        ("rivers", ""),
    ],
)
def test_a_query_that_can_find_nothing_says_why(typed, why):
    query = parse(typed, "en")
    assert (bool(query), query.why) == (not why, why)


def test_what_is_beyond_the_bounds_is_named():
    query = parse(" ".join(f"word{chr(97 + number)}" for number in range(MOST_TERMS + 2)), "en")
    assert len(query.terms) == MOST_TERMS
    assert query.ignored == ("wordm", "wordn")


def test_words_left_out_are_told_once_and_those_that_are_looked_up_never():
    assert parse("water " * 60, "en").ignored == ()
    assert parse("water " * 33 + "rivers canal canal rivers", "en").ignored == ("rivers", "canal")


def test_a_long_query_is_cut_between_words():
    query = parse("abcdefghi " * 30 + "end", "en")
    assert [term.text for term in query.terms] == ["abcdefghi"]
    assert "end" not in query.ignored or query.ignored
    assert len(query.text) <= MOST_CHARACTERS
    assert parse("rivers " + "x" * 10_000, "en").wanted[0].text == "rivers"


def test_a_query_can_be_typed_again():
    query = parse('rivers "small lakes" -budget -«loud words» on-line', "en")
    assert query.without() == 'rivers "small lakes" -budget -"loud words" on-line'
    assert query.without(*query.excluded) == 'rivers "small lakes" on-line'
    assert parse(query.without(), "en").terms == query.terms


@given(st.text(st.one_of(st.characters(), st.sampled_from('"«»-– ()*^:!&|')), max_size=300))
def test_anything_can_be_typed(typed):
    query = parse(typed, "ru")
    assert len(query.terms) <= MOST_TERMS
    assert all(term.stems and all(stem.isalnum() for stem in term.stems) for term in query.terms)
    again = parse(query.without(), "ru")
    assert [(term.stems, term.excluded) for term in again.terms] == [
        (term.stems, term.excluded) for term in query.terms
    ]
