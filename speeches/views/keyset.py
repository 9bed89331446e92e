"""Pages of the archive by the place where the last one ended: as fast at the end as at the beginning, and what is
published meanwhile shifts nothing (a keyset, https://use-the-index-luke.com/no-offset)."""

import datetime
import re
from typing import NamedTuple

from django.db.models import Q

_DAY, _AT, _ID = "release__address_date", "release__published_at", "release__public_id"
ORDER = tuple(f"-{name}" for name in (_DAY, _AT, _ID))
_TOKEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.(-?[0-9]{1,17})\.([2-9a-z]{12})")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


class Place(NamedTuple):
    """The place of a release in the archive: day of its address, date line (aware), public id."""

    day: datetime.date
    at: datetime.datetime
    key: str

    def __str__(self):
        """As an address holds it: the day, microseconds since 1970, the id."""
        return f"{self.day.isoformat()}.{(self.at - _EPOCH) // _MICROSECOND}.{self.key}"


def place_of(text):
    """The place that `text` names, or None."""
    found = _TOKEN.fullmatch(text or "")
    try:
        day, at, key = found.groups()
        return Place(datetime.date.fromisoformat(day), _EPOCH + int(at) * _MICROSECOND, key)
    except (AttributeError, ValueError, OverflowError):
        return None


def beyond(order, values):
    """The condition of coming after the row with `values`, where rows stand in `order` (names; "-name": greatest
    first)."""
    names = [name.removeprefix("-") for name in order]
    ways = ["lt" if name.startswith("-") else "gt" for name in order]
    condition = Q(**{f"{names[-1]}__{ways[-1]}": values[-1]})
    for name, way, value in list(zip(names, ways, values, strict=True))[-2::-1]:
        condition = Q(**{f"{name}__{way}": value}) | Q(**{name: value}) & condition
    # This says nothing new, but it is a condition that an index answers.
    return Q(**{f"{names[0]}__{ways[0]}e": values[0]}) & condition


def _beyond(place, way):
    """The condition of lying on the side `way` ("lt": older, "gt": newer) of a place."""
    return beyond(ORDER if way == "lt" else [name.removeprefix("-") for name in ORDER], place)


class Page(NamedTuple):
    """The numbers of the editions of a page, in order, and the places from which the next ones go on, or None."""

    keys: list
    newer: Place | None
    older: Place | None


def page_of(editions, after, before, size):
    """The page of `editions` (of live ones) that follows the place `after`, or leads up to `before`; the first page
    for neither, and where nothing is left on that side. At most two queries, which read `size` rows and one."""
    newest_first = editions.order_by(*ORDER).values_list("pk", _DAY, _AT, _ID)
    if before:
        rows = list(newest_first.filter(_beyond(before, "gt")).reverse()[: size + 1])
        if len(rows) > size:
            return _page(rows[:size][::-1], newer=True, older=True)
    elif after:
        rows = list(newest_first.filter(_beyond(after, "lt"))[: size + 1])
        if rows:
            newer = newest_first.filter(_beyond(Place(*rows[0][1:]), "gt")).reverse()[:1]
            return _page(rows[:size], newer=bool(newer), older=len(rows) > size)
    rows = list(newest_first[: size + 1])
    return _page(rows[:size], newer=False, older=len(rows) > size)


def _page(rows, newer, older):
    return Page(
        [row[0] for row in rows],
        Place(*rows[0][1:]) if newer else None,
        Place(*rows[-1][1:]) if older else None,
    )
