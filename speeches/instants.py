"""Instants as readers give them in an address, and how they are told."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from speeches import clock

_EARLIEST, _LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Within these every zone can tell an instant."""
_DAY = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
# "+" comes out of a query string as a space.
_ZONE = "([Zz]|[-+ ][0-9]{2}:[0-9]{2})"
_INSTANT = re.compile(f"{_DAY}[Tt ]{_TIME}{_ZONE}?")


def read(given):
    """The aware instant (UTC) that `given` names in the manner of RFC 3339, such as 2024-05-01T10:00:00Z.

    Seconds may be left out; what is finer than a microsecond is cut off; the second 60 is the next one, where there
    may be one (RFC 3339, section 5.7). What lies outside the years of the calendar is its first or last instant.
    Raises ValueError with a sentence for the reader.
    """
    found = _INSTANT.fullmatch(given)
    if found is None:
        raise ValueError(_("Give the instant as date, time and zone, such as 2024-05-01T10:00:00Z."))
    *numbers, fraction, zone = found.groups()
    if zone is None:
        raise ValueError(
            _("The instant names no zone. Put Z behind it for UTC, or how far its zone is ahead, such as +05:00.")
        )
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    leap = second == 60
    micro = int((fraction or "")[:6].ljust(6, "0"))
    try:
        there = datetime(year, month, day, hour, minute, 59 if leap else second, 0 if leap else micro, UTC)
        ahead = timedelta() if zone in "Zz" else _ahead(zone)
    except ValueError:
        raise ValueError(_("There is no such date or time. Give one such as 2024-05-01T10:00:00Z.")) from None
    try:
        instant = there - ahead + timedelta(seconds=leap)
    except OverflowError:
        return _EARLIEST if year < 5000 else _LATEST
    if leap and (instant.day, instant.hour, instant.minute, instant.second) != (1, 0, 0, 0):
        raise ValueError(_("There is no such date or time. Give one such as 2024-05-01T10:00:00Z."))
    return min(max(instant, _EARLIEST), _LATEST)


def _ahead(zone):
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def read_local(day, hour):
    """The aware instant (UTC) of a date and a time of the newsroom's zone, as the fields of a form give them.

    Without a time it is the last moment of the day, of today the present one. Raises ValueError with a sentence.
    """
    there = timezone.get_default_timezone()
    try:
        day = date.fromisoformat(day.strip())
        if hour.strip():
            return _bounded(datetime.combine(day, time.fromisoformat(hour.strip()).replace(tzinfo=None), there))
        if day == timezone.localdate(clock.now(), there):
            return clock.now()
        return _bounded(datetime.combine(day, time(23, 59, 59, 999000), there))
    except ValueError:
        raise ValueError(_("Give the date as year-month-day and the time as 15:00.")) from None


def _bounded(local):
    try:
        return min(max(local.astimezone(UTC), _EARLIEST), _LATEST)
    except OverflowError:
        return _EARLIEST if local.year < 5000 else _LATEST


def written(at):
    """An aware instant in RFC 3339: in UTC, to the microsecond, with seconds always."""
    at = at.astimezone(UTC)
    fraction = f".{at.microsecond:06}".rstrip("0") if at.microsecond else ""
    return f"{at.date().isoformat()}T{at:%H:%M:%S}{fraction}Z"  # %Y writes the year 1 as "1"


def with_instant(path, at):
    """The address `path` as it stood at `at` (aware); None: as it stands."""
    return f"{path}{'&' if '?' in path else '?'}as_of={written(at)}" if at else path


def zone():
    """The newsroom's zone as people say it, such as "Astana time": `NEWSROOM["zones"]`, else by its city."""
    named = settings.NEWSROOM.get("zones", {}).get(settings.TIME_ZONE)
    city = settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")
    return str(named) if named else _("%(city)s time") % {"city": city}
