"""A week of the newsroom: what went live in it and what is planned, day by day."""

import re
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import get_current_timezone, localdate

from speeches import clock
from speeches.models import Showing

A_DAY = 12
"""How many items a day shows at most: an archive can go live at one instant."""
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_FIRST, _LAST = date(1970, 1, 5), date(2199, 12, 23)


def monday(asked):
    """The Monday (date) of an ISO week such as "2026-W48"; of this week, where `asked` is none."""
    today = localdate(clock.now())
    found = _WEEK.fullmatch(asked or "")
    if found:
        try:
            first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            first = None
        if first and _FIRST <= first <= _LAST:
            return first
    return today - timedelta(days=today.weekday())


def name(day):
    """The ISO week in which `day` lies: "2026-W48"."""
    year, week, _day = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week(asked=""):
    """The week as a dict: `days`, each with `date`, `today`, `items`, `more` (int); `before` and `after` by name.

    An item has `showing`, and `come`: whether it is live already. In two queries, however much goes live.
    """
    first, now = monday(asked), clock.now()
    today = localdate(now)
    days = [first + timedelta(days=number) for number in range(7)]
    rows = _showings(days)
    shown = [
        {
            "date": day,
            "today": day == today,
            "past": day < today,
            "items": [{"showing": row, "come": row.shown_from <= now} for row in rows if row.day == number],
            "more": max((row.whole for row in rows if row.day == number), default=0) - A_DAY,
        }
        for number, day in enumerate(days)
    ]
    return {
        "days": shown,
        "last": days[-1],
        "name": name(first),
        "current": name(first) == name(today),
        "empty": not rows,
        "before": name(first - timedelta(days=7)),
        "after": name(first + timedelta(days=7)),
    }


def midnight(day):
    """The instant at which `day` begins in the newsroom's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())


def _showings(days):
    ends = [midnight(day + timedelta(days=1)) for day in days]
    which = Case(
        *[When(shown_from__lt=end, then=Value(number)) for number, end in enumerate(ends)], output_field=IntegerField()
    )
    found = Showing.objects.filter(shown_from__gte=midnight(days[0]), shown_from__lt=ends[-1], edition__isnull=False)
    found = found.annotate(day=which).annotate(
        place=Window(RowNumber(), partition_by=F("day"), order_by=("shown_from", "pk")),
        whole=Window(Count("pk"), partition_by=F("day")),
    )
    found = found.filter(place__lte=A_DAY).order_by("shown_from", "pk")
    rows = {row["pk"]: row for row in found.values("pk", "day", "whole")}
    showings = Showing.objects.filter(pk__in=rows).order_by("shown_from", "pk")
    showings = showings.select_related("edition__release", "edition__bundle_member__bundle")
    shown = list(showings.defer("edition__body", "edition__plain_text"))
    for showing in shown:
        showing.day, showing.whole = rows[showing.pk]["day"], rows[showing.pk]["whole"]
    return shown
