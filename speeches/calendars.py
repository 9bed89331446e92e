"""Events as a calendar file: iCalendar (RFC 5545, and RFC 7986 for its name), written by the icalendar library."""

import datetime
import re
from dataclasses import dataclass

import icalendar

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Entry:
    """An event of whole days; `key` names it for ever, `told_at` is aware, `last` is its last day."""

    key: str
    title: str
    language: str
    place: str
    place_language: str
    first: datetime.date
    last: datetime.date
    told_at: datetime.datetime
    address: str
    categories: list[str]


def calendar(entries, *, name, language, host):
    """The bytes of a calendar of `entries`, called `name`, on a page in `language`; `host` is the name in their ids.

    The same entries give the same bytes: DTSTAMP is `told_at`, not the clock. There is no METHOD, so that what a
    program has fetched takes the place of what it had.
    """
    made = icalendar.Calendar()
    made.add("prodid", f"-//{host}//Newsroom//{language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", _line(name))
    made.add("x-wr-calname", _line(name))  # RFC 7986 has NAME; older programs know this one
    made.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry, host))
    return made.to_ical()


def _event(entry, host):
    event = icalendar.Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", entry.told_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + datetime.timedelta(days=1))  # exclusive: RFC 5545, 3.6.1
    event.add("summary", _line(entry.title), parameters={"LANGUAGE": entry.language})
    if entry.place:
        event.add("location", _line(entry.place), parameters={"LANGUAGE": entry.place_language})
    event.add("description", entry.address)  # many programs do not show URL
    event.add("url", entry.address)
    if entry.categories:
        event.add("categories", [_line(one) for one in entry.categories])
    event.add("transp", "TRANSPARENT")  # nobody is busy for the whole day because of it
    return event


def _line(words):
    return _CONTROLS.sub(" ", str(words)).strip()
