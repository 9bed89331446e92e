"""Events: the list, the page of each, and both as calendar files (RFC 5545)."""

import datetime
import re

from django.conf import settings
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import calendars, linked
from speeches.limits import limited
from speeches.models import Event, EventSeries, Showing
from speeches.states import EventKind
from speeches.templatetags.newsroom import language_of

from .around import counted_events, today, with_offices
from .common import PAGE_SIZE, authority, for_programs, live_editions, live_statements, page_of, public
from .keyset import beyond

_SAID, _RELEASES, _PHOTOS, _AHEAD = 60, 60, 24, 50
"""Statements, releases and photos on a page of an event; events ahead on the first page of the list."""
IN_CALENDAR = 1000
"""Events in the calendar of all, the latest: some 400 KB."""
_OLDER, _NEWER = ("-starts_on", "slug"), ("starts_on", "-slug")
"""The order of `EventQuerySet.over`, and the other way round."""
_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([-\w]{1,120})")


def by_speaker(versions):
    """[(version that names the speaker, versions)], in the order in which they come to speak."""
    told = {}
    for version in versions:
        told.setdefault(version.speaker_id or version.speaker_name, []).append(version)
    return [(said[0], said) for said in told.values()]


@public
def events(request):
    """All public events: first those that lie ahead, the nearest at the top; then the others, the newest at the top.

    ?after= and ?before= name the place where the last page ended, as in the archive.
    """
    found = Event.objects.live().select_related("series")
    past, newer, older = over_page(
        found.over(today()), *(place_of(request.GET.get(way)) for way in ("after", "before"))
    )
    context = {
        "ahead": [] if newer else counted_events(found.ahead(today())[:_AHEAD]),
        "past": counted_events(past),
        "newer": newer,
        "older": older,
        "linked": linked.list_page(request, "events"),
    }
    return render(request, "public/events.html", context)


def place_of(text):
    """(first day, slug) of the event that `text` names, such as "2024-05-04.session-29", whether there or not; None."""
    found = _PLACE.fullmatch(text or "")
    try:
        return found and (datetime.date.fromisoformat(found[1]), found[2])
    except ValueError:
        return None


def over_page(events, after, before):
    """(events, place before them, place after them) of those that are over, the page that lies older than `after`, or
    newer than `before`; the first one for neither, and where nothing is left there. No place where nothing is left.

    It reads as many events as it shows, wherever it lies, and counts none.
    """

    def page(rows, newer, older):
        places = [f"{event.starts_on}.{event.slug}" for event in rows]
        return rows, newer and places[0], older and places[-1]

    if before:
        rows = list(events.filter(beyond(_NEWER, before)).reverse()[: PAGE_SIZE + 1])
        if len(rows) > PAGE_SIZE:
            return page(rows[:PAGE_SIZE][::-1], newer=True, older=True)
    elif after:
        rows = list(events.filter(beyond(_OLDER, after))[: PAGE_SIZE + 1])
        if rows:
            first = (rows[0].starts_on, rows[0].slug)
            newer = events.filter(beyond(_NEWER, first)).reverse()[:1]
            return page(rows[:PAGE_SIZE], newer=bool(newer), older=len(rows) > PAGE_SIZE)
    rows = list(events[: PAGE_SIZE + 1])
    return page(rows[:PAGE_SIZE], newer=None, older=len(rows) > PAGE_SIZE)


@public
def event(request, slug):
    """An event: its releases, photos and statements, and its place in its series."""
    there = get_object_or_404(Event.objects.live().select_related("series"), slug=slug)
    before, after = there.neighbours(Event.objects.live())
    own_first = Case(When(release__language=get_language(), then=Value(0)), default=Value(1))
    editions = live_editions(language=None).filter(release__event=there)
    editions = list(editions.order_by(own_first, "-release__published_at", "-release__pk")[: _RELEASES + 1])
    told = editions[:_RELEASES]
    page = page_of(request, live_statements().filter(edition__release__event=there), size=_SAID)
    own = [edition for edition in told if edition.language == get_language()]
    context = {
        "event": there,
        "previous": before,
        "next": after,
        "lies_ahead": there.starts_on > today(),
        "editions": own,
        "elsewhere": [edition for edition in told if edition.language != get_language()],
        "more_releases": len(editions) > _RELEASES,
        "photos": photos_of(told)[:_PHOTOS],
        "page": page,
        "said": by_speaker(with_offices(page)),
        "linked": linked.event_page(request, there, own),
    }
    return render(request, "public/event.html", context)


def photos_of(editions):
    """[(photo as an edition uses it, the edition)], each photo once, as the first of `editions` shows it."""
    found = {}
    for edition in editions:
        for use in edition.edition_photos.all():
            if use.photo.renditions.all():
                found.setdefault(use.photo_id, (use, edition))
    return list(found.values())


@for_programs
@limited("calendars")
def series_calendar(request, slug):
    """The public events of a series, as a calendar that programs subscribe to."""
    there = get_object_or_404(EventSeries.objects.live(), slug=slug)
    found = dated_events().filter(series=there).select_related("series").order_by("-starts_on", "slug")[:IN_CALENDAR]
    return _calendar(found, f"{settings.NEWSROOM['name']}: {there.title}", f"inline; filename={there.slug}.ics")


@for_programs
def event_calendar(request, slug):
    """One event as a calendar file."""
    found = get_object_or_404(dated_events().select_related("series"), slug=slug)
    return _calendar([found], found.title, f"attachment; filename={found.slug}.ics")


@for_programs
@limited("calendars")
def events_calendar(request):
    """The public events, those to come among them, as a calendar that programs subscribe to."""
    found = dated_events().select_related("series").order_by("-starts_on", "slug")[:IN_CALENDAR]
    name = f"{settings.NEWSROOM['name']}: {_('Events')}"
    return _calendar(found, name, "inline; filename=calendar.ics")


def dated_events():
    """Public events with `told_at`: since when the public knows what it knows of each."""
    shown = Showing.objects.live().filter(edition__isnull=False, release__event=OuterRef("pk"))
    return Event.objects.live().annotate(told_at=Subquery(shown.order_by("-shown_from").values("shown_from")[:1]))


def _categories(event):
    kind = [] if event.kind == EventKind.OTHER else [event.get_kind_display()]
    return [*kind, event.series.title] if event.series else kind


def _calendar(events, name, disposition):
    entries = [
        calendars.Entry(
            key=event.slug,
            title=event.title,
            language=language_of(event, "title"),
            place=event.place,
            place_language=language_of(event, "place"),
            first=event.starts_on,
            last=event.last_day,
            # An announcement that has not come says nothing, neither that it will.
            told_at=event.told_at or event.announced_from,
            address=f"{settings.SITE_URL}{event.get_absolute_url()}",
            categories=_categories(event),
        )
        for event in events
    ]
    made = calendars.calendar(entries, name=name, language=get_language(), host=authority())
    headers = {"Content-Disposition": disposition}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)
