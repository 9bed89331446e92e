"""The periods by which the archive is cut: a year, a month, a day, or all of it."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

_ALL, _YEAR, _MONTH, _DAY = range(4)


@dataclass(frozen=True, order=True)
class Period:
    """`parts` are year, month and day, or as many of them as name the period. Raises ValueError where none does."""

    parts: tuple = ()

    def __post_init__(self):
        datetime.date(*(*self.parts, 1, 1)[:3] if self.parts else (1, 1, 1))

    @property
    def depth(self):
        return len(self.parts)

    @property
    def first(self):
        """The first day; None of all."""
        return datetime.date(*(*self.parts, 1, 1)[:3]) if self.parts else None

    @property
    def last(self):
        if self.depth == _YEAR:
            return datetime.date(*self.parts, 12, 31)
        if self.depth == _MONTH:
            year, month = self.parts
            return datetime.date(year, month, 31) if month == 12 else _day_before(datetime.date(year, month + 1, 1))
        return self.first

    @property
    def wider(self):
        """The periods that this one lies in, the widest first, all of it left out."""
        return [Period(self.parts[:depth]) for depth in range(_YEAR, self.depth)]

    def holds(self, day):
        return self.parts == (day.year, day.month, day.day)[: self.depth]

    def get_absolute_url(self):
        names = ("archive", "archive_year", "archive_month", "archive_day")
        return reverse(names[self.depth], args=self.parts)

    def __str__(self):
        """As a heading says it, in the active language: "April 2023"; "" of all."""
        formats = (None, "Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")
        words = date_format(self.first, formats[self.depth]) if self.parts else ""
        # Months are capitalised in English alone; Django writes the Russian ones as titles.
        return words if get_language() == "en" else words[:1].lower() + words[1:]

    @property
    def label(self):
        """As a list of its neighbours says it: "2023", "April", "27 April"."""
        return date_format(self.first, (None, "Y", "F", "MONTH_DAY_FORMAT")[self.depth])


def _day_before(day):
    return day - datetime.timedelta(days=1)


def part_of(day, depth):
    """The period of a depth (1: the year, 2: the month, 3: the day) in which `day` lies."""
    return Period((day.year, day.month, day.day)[:depth])


def by_period(days, depth, within=Period()):
    """{period of a depth: number} of the days {day: number} that lie within a period."""
    numbers = Counter()
    for day, number in days.items():
        if within.holds(day):
            numbers[part_of(day, depth)] += number
    return numbers


def levels(days, period, address):
    """The years, and of a year its months, of a month its days: those that hold something, each with its number.

    `days` is {day: number}, `address` a function of a period. The years come newest first.
    """
    told = []
    for depth in range(_YEAR, min(period.depth + 1, _DAY) + 1):
        within, chosen = Period(period.parts[: depth - 1]), Period(period.parts[:depth])
        numbers = by_period(days, depth, within)
        if chosen.depth == depth:
            numbers[chosen] += 0  # where one stands is told, whatever the filters
        told.append(
            {
                "within": str(within),
                "depth": depth,
                "choices": [
                    {"label": one.label, "number": number, "address": address(one), "current": one == chosen}
                    for one, number in sorted(numbers.items(), reverse=depth == _YEAR)
                ],
            }
        )
    return [level for level in told if level["choices"]]


def neighbours(days, period, address):
    """{"previous", "next"}: the periods before and after one, of its length, that hold something; none of all."""
    numbers = by_period(days, period.depth) if period.parts else {}
    found = {
        "previous": max((one for one in numbers if one < period), default=None),
        "next": min((one for one in numbers if one > period), default=None),
    }
    return {
        way: {"label": str(one), "number": numbers[one], "address": address(one)} for way, one in found.items() if one
    }
