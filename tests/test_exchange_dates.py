"""Date lines: what is read as which day, and what is refused."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches.exchange.dates import EXAMPLES, BadDate, NoDate, language_of_date_line, read_date_line

DAY = datetime.date(2023, 4, 27)  # a Thursday
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "April 27, 2023"),
        ("en", "APRIL 27, 2023"),
        ("en", "April 27 2023"),
        ("en", "April 27th, 2023"),
        ("en", "27 April 2023"),
        ("en", "27th of April, 2023"),
        ("en", "the 27th of April 2023"),
        ("en", "27-Apr-2023"),
        ("en", "Apr. 27, 2023"),
        ("en", "2023-04-27"),
        ("en", "April 27, 2023."),
        ("ru", "27 апреля 2023 года"),
        ("ru", "27 апреля 2023 г."),
        ("ru", "27 апреля 2023г."),
        ("ru", "27 апреля 2023"),
        ("ru", "27-го апреля 2023 года"),
        ("ru", "27 апр. 2023 г."),
        ("ru", "27.04.2023"),
        ("ru", "27.04.2023 г."),
        ("ru", "2023-04-27"),
        ("kk", "2023 жылғы 27 сәуір"),
        ("kk", "2023 жылдың 27 сәуірі"),
        ("kk", "2023 жылғы 27 сәуірде"),
        ("kk", "2023 жылғы 27-сәуір"),
        ("kk", "2023 жылғы сәуірдің 27-сі"),
        ("kk", "2023 жыл, 27 сәуір"),
        ("kk", "2023 ж. 27 сәуір"),
        ("kk", "27 сәуір 2023 жыл"),
        ("kk", "27 сәуір 2023 ж."),
        ("kk", "27-сәуір 2023 жыл"),
        ("kk", "27.04.2023 ж."),
        ("kk", "2023-04-27"),
    ],
)
def test_a_day_is_read_in_the_forms_of_its_language(language, line):
    assert read_date_line(line, language) == (DAY, "", None)


@pytest.mark.parametrize(
    ("language", "line", "place", "weekday"),
    [
        ("en", "Altynqala, April 27, 2023", "Altynqala", None),
        ("en", "ALTYNQALA – April 27, 2023", "ALTYNQALA", None),
        ("en", "Port-Lormia, 27 April 2023", "Port-Lormia", None),
        ("en", "Altynqala (April 27, 2023)", "Altynqala", None),
        ("en", "Thursday, April 27, 2023", "", 3),
        ("en", "Thurs. 27 April 2023", "", 3),
        ("en", "Altynqala, Thursday, April 27, 2023", "Altynqala", 3),
        ("en", "April 27, 2023 (Friday)", "", 4),
        ("ru", "г. Алтынкала, 27 апреля 2023 года", "г. Алтынкала", None),
        ("ru", "27 апреля 2023 года, четверг", "", 3),
        ("ru", "Алтынкала, четверг, 27 апреля 2023 г.", "Алтынкала", 3),
        ("kk", "Алтынқала, 2023 жылғы 27 сәуір", "Алтынқала", None),
        ("kk", "2023 жылғы 27 сәуір, бейсенбі", "", 3),
    ],
)
def test_place_and_weekday_may_stand_beside_the_day(language, line, place, weekday):
    assert read_date_line(line, language) == (DAY, place, weekday)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_every_day_is_read_back_from_the_usual_forms(day):
    en, ru, kk = (names.split()[day.month - 1] for names in MONTHS.values())
    for language, line in (
        ("en", f"{en} {day.day}, {day.year}"),
        ("en", f"{day.day} {en[:3]} {day.year}"),
        ("ru", f"{day.day} {ru} {day.year} года"),
        ("ru", f"{day:%d.%m.%Y}"),
        ("kk", f"{day.year} жылғы {day.day} {kk}"),
        ("kk", f"{day.day} {kk} {day.year} жыл"),
        ("kk", day.isoformat()),
    ):
        assert read_date_line(line, language).date == day, line


@pytest.mark.parametrize(
    ("language", "line", "why"),
    [
        ("en", "February 31, 2023", "no such day"),
        ("en", "February 29, 2023", "no such day"),
        ("en", "April 0, 2023", "no such day"),
        ("ru", "31 апреля 2023 года", "no such day"),
        ("ru", "27.13.2023", "no such day"),
        ("kk", "2023 жылғы 30 ақпан", "no such day"),
        ("en", "April 27, 23", "four digits"),
        ("en", "April 27, 1023", "cannot be right"),
        ("en", "04/05/2023", "two ways"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(language, line, why):
    with pytest.raises(BadDate, match=why):
        read_date_line(line, language)


@pytest.mark.parametrize(
    "line",
    [
        "The session was held on April 27, 2023",
        "April 2023",
        "In 2023 the canal was opened.",
        "27 апреля 2023 года",
        "",
        "Aidar Bekmuratov took part in the XIV session",
    ],
)
def test_other_lines_are_no_date_lines(line):
    with pytest.raises(NoDate):
        read_date_line(line, "en")


def test_the_language_of_a_date_line_is_told():
    assert {language: language_of_date_line(example) for language, example in EXAMPLES.items()} == {
        "en": "en",
        "ru": "ru",
        "kk": "kk",
    }
    assert language_of_date_line("No date at all") == ""


@given(st.text(max_size=60), st.sampled_from(sorted(EXAMPLES)))
def test_no_line_breaks_the_reader(line, language):
    with contextlib.suppress(NoDate, BadDate):
        assert isinstance(read_date_line(line, language).date, datetime.date)
