"""Date lines of releases in English, Russian and Kazakh. Pure; the calendar is the Gregorian one."""

import datetime
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

EXAMPLES = {"en": "April 27, 2023", "ru": "27 апреля 2023 года", "kk": "2023 жылғы 27 сәуір"}
FIRST_YEAR, LAST_YEAR = 1900, 2199

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
_OTHER_NAMES = {
    "en": "jan feb mar apr - jun jul aug sep oct nov dec / - - - - - - - - sept - - -",
    "ru": (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь / "
        "янв фев мар апр - июн июл авг сен окт ноя дек / - февр - - - - - - сент - нояб -"
    ),
    "kk": "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел / - - наур - - - - - қырк - - желт",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday / mon tue wed thu fri sat sun / - tues - thurs",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье / пн вт ср чт пт сб вс",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
}


class DateLine(NamedTuple):
    """What a date line says: the day, the place before it ('' when none), and the weekday (0 is Monday) or None."""

    date: datetime.date
    place: str
    weekday: int | None


class NoDate(ValueError):
    """The line is not a date line of this language."""


class BadDate(ValueError):
    """The line is meant as a date line, but names no day for certain; the message is a clause that says why."""


def _numbers(*rows):
    """Name -> number from 1, from rows of names in order; `/` parts rows, `-` is a gap."""
    return {
        name: number
        for row in " / ".join(rows).lower().split(" / ")
        for number, name in enumerate(row.split(), 1)
        if name != "-"
    }


_MONTH_NUMBERS = {language: _numbers(_MONTHS[language], _OTHER_NAMES[language]) for language in _MONTHS}
_WEEKDAY_NUMBERS = {language: _numbers(_WEEKDAYS[language]) for language in _WEEKDAYS}
# A Kazakh month takes case endings: "сәуірде", "27 сәуірінде", "сәуірдің 27-сі".
_KK_ENDING = r"[а-яәғқңөұүһі]{0,6}\.?"
_YEAR = r"(?P<year>\d{1,4})"
_KK_YEAR = rf"{_YEAR}(?:\s?-?ж(?:ыл(?:ғы|дың|ы|да)?|\.)?)?"
_KK_DAY = r"(?P<day>\d{1,2})(?:\s?-?ш[іы])?"
_RU_YEAR = rf"{_YEAR}(?:\s?(?:года?|г\.?))?"
_EN_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ISO = r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})"
_DOTTED = r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\."
# Forms of a date; {month} stands for a group with any name of a month.
_FORMS = {
    "en": (
        rf"{{month}}\s{_EN_DAY},?\s{_YEAR}",
        rf"(?:the\s)?{_EN_DAY}[\s-](?:of\s)?{{month}},?[\s-]{_YEAR}",
        _ISO,
    ),
    "ru": (rf"(?P<day>\d{{1,2}})(?:-?го)?\s{{month}},?\s{_RU_YEAR}", _DOTTED + _RU_YEAR, _ISO),
    "kk": (
        rf"{_KK_YEAR},?\s{_KK_DAY}[\s-]{{month}}",
        rf"{_KK_YEAR},?\s{{month}}\s{_KK_DAY}(?:\s?-?[а-яіңғүұқөһә]{{1,5}})?",
        rf"{_KK_DAY}[\s-]{{month}},?\s{_KK_YEAR}",
        _DOTTED + _KK_YEAR,
        _ISO,
    ),
}
# A place holds no digit; a dash, comma, colon or bracket parts it from the date.
_PLACE = r"(?:(?P<place>[^\W\d_][^\d]{0,80}?)\s?(?:[,:–—]|\s-)\s?|(?P<place_>[^\W\d_][^\d(]{0,80}?)\s?(?=\())?"


def _names(numbers):
    return "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))


def _patterns(language):
    ending = _KK_ENDING if language == "kk" else r"\.?"
    month = rf"(?P<month>{_names(_MONTH_NUMBERS[language])}){ending}"
    weekdays = _names(_WEEKDAY_NUMBERS[language])
    for form in _FORMS[language]:
        core = form.replace("{month}", month)
        yield re.compile(
            rf"{_PLACE}\(?(?:(?P<before>{weekdays})\.?,?\s)?{core}(?:,?\s\(?(?P<after>{weekdays})\)?)?\)?\s?[.:–—-]?",
            re.IGNORECASE,
        )


_PATTERNS = {language: tuple(_patterns(language)) for language in _FORMS}
_SLASHED = re.compile(r"(?:.*\D)?\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\D*")


def read_date_line(line: str, language: str) -> DateLine:
    """The day that a normalised `line` names in the forms of `language`. Raises NoDate or BadDate."""
    for pattern in _PATTERNS[language]:
        match = pattern.fullmatch(line)
        if match:
            return _read(match, language)
    if _SLASHED.fullmatch(line):
        raise BadDate(_("it can be read in two ways; write the month as a word"))
    raise NoDate


def language_of_date_line(line: str, *, with_place: bool = True) -> str:
    """The first language in whose forms `line` is a date line, or ''; `with_place` says whether a place may precede."""
    for language, patterns in _PATTERNS.items():
        for match in filter(None, (pattern.fullmatch(line) for pattern in patterns)):
            place = (match["place"] or match["place_"] or "").strip().lower()
            if with_place or not place or place in _WEEKDAY_NUMBERS[language]:
                return language
    return ""


def _read(match, language):
    found = match.groupdict()
    day, year = int(found["day"]), int(found["year"])
    name = found.get("month")
    month = _MONTH_NUMBERS[language][name.lower()] if name else int(found["number"])
    if len(found["year"]) != 4:
        raise BadDate(_("write the year %(year)s with four digits") % {"year": found["year"]})
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(_("the year %(year)d cannot be right") % {"year": year})
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise BadDate(_("there is no such day as %(day)s") % {"day": f"{year:04}-{month:02}-{day:02}"}) from None
    place = (found["place"] or found["place_"] or "").strip()
    numbers = _WEEKDAY_NUMBERS[language]
    weekday = (found["before"] or found["after"] or "").lower()
    if place.lower() in numbers:
        place, weekday = "", place.lower()
    return DateLine(date, place, numbers[weekday] - 1 if weekday else None)
