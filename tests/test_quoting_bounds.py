"""A quotation is asked about by anybody: no words of it take long, and none is lost because a text repeats itself."""

import time

import pytest

from speeches.text import quoting

COMMON = ["the", "of", "and", "to", "in", "that", "for", "on", "a", "president", "noted", "according"]
TEXT = "\n\n".join(
    f"The President noted that canal {number} reaches {number + 7} villages of the steppe, and according to him the "
    f"work in the district of Tasbulak {number} will go on in spring for the good of a whole region."
    for number in range(150)
)


@pytest.mark.no_cover
@pytest.mark.timed
@pytest.mark.parametrize(
    "quoted",
    [
        "a… " * 400,
        "of the… " * 150,
        "of the steppe … " * 80,
        "the " * 300,
        " ".join(COMMON * 25),
        "… ".join(COMMON * 25),
        " ".join(TEXT.split()[::3][:200]),
    ],
)
def test_no_quotation_takes_long(quoted):
    words = quoting.fold(TEXT)
    begun = time.process_time()
    quoting.compare(quoting.quotation(quoted[:1200]), TEXT, words)
    assert time.process_time() - begun < 0.5


@pytest.mark.timed
@pytest.mark.parametrize(
    "hostile",
    ["a", "a'", "a\u0301", "1 234 ", "1,", ".", "[ …", "[.. ", "(", "<", "a\u00ad", "a … ", "и", "İ", "–1"],
)
def test_a_megabyte_is_folded_in_linear_time(hostile):
    begun = time.process_time()
    quoting.quotation(hostile * (1_000_000 // len(hostile)))
    assert time.process_time() - begun < 10


def test_a_part_that_stands_often_is_found_behind_the_one_before_it():
    quoted = quoting.quotation("canal 140 reaches … the steppe")
    match = quoting.compare(quoted, TEXT)
    assert match.verbatim
    first, second = match.spans
    assert TEXT[slice(*second)] == "the steppe"
    assert 0 < second[0] - first[1] < 40, "the nearest behind it, not one of the first"


def test_parts_in_another_order_are_not_verbatim():
    match = quoting.compare(quoting.quotation("canal 140 reaches 147 villages … canal 139 reaches 146 villages"), TEXT)
    assert not (match and match.verbatim)


def test_a_close_passage_is_found_deep_in_a_text_that_repeats_itself():
    quoted = quoting.quotation(
        "The President noted that canal 149 reaches 156 cities of the steppe, and according to him"
    )
    match = quoting.compare(quoted, TEXT)
    assert match and not match.verbatim
    assert ("delete", "cities ") in match.changes[0] and ("insert", "villages ") in match.changes[0]
