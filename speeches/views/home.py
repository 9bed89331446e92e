"""The home page."""

from collections import Counter
from datetime import timedelta

from django.shortcuts import render
from django.utils.translation import get_language

from speeches import linked
from speeches.models import Edition, Event, Theme

from .around import releases_by, statements_by, today, with_offices
from .common import by_name, live_editions, live_statements, public

_LATEST, _STATEMENTS, _AHEAD, _THEMES = 7, 4, 4, 14
_LOOKED_AT = 40
"""Of the events to come, and of the latest releases, for the event in focus."""
_OF_EVENT = 4
"""Releases of it."""
_NEAR = timedelta(days=92)
"""How soon an event begins, and how much older than the newest a release is, to be in focus: at most."""


@public
def home(request):
    """The latest releases and statements, an event in focus, what lies ahead, and the themes that are used most."""
    editions = list(live_editions()[:_LATEST])
    context = {
        "editions": editions,
        "statements": with_offices(live_statements()[:_STATEMENTS]),
        "ahead": Event.objects.live().ahead(today()).select_related("series")[:_AHEAD],
        "focus": in_focus(editions),
        "themes": used_most(),
        "linked": linked.home_page(request),
    }
    return render(request, "public/home.html", context)


def used_most():
    """[(theme, how many live releases carry it in the language of the page)], most first."""
    numbers = releases_by("edition_themes__tag")
    themes = Theme.objects.live().filter(pk__in=[key for key in numbers if key])
    ranked = sorted(by_name(themes), key=lambda theme: -numbers[theme.pk])
    return [(theme, numbers[theme.pk]) for theme in ranked[:_THEMES]]


def in_focus(above):
    """The event of which the page tells at length: {event, releases, statements, told, photo}; None for none.

    It is one that goes on or begins within three months, of those the first to be over, where a live release in the
    language of the page tells of it. Else the one of the latest releases that has most to show; `above` are the
    editions at the head of the page.
    """
    soon = Event.objects.live().ahead(today()).filter(starts_on__lte=today() + _NEAR).select_related("series")
    soon = sorted(soon[:_LOOKED_AT], key=lambda event: event.last_day)
    told_of = releases_by("release__event", release__event__in=[event.pk for event in soon])
    event = next((event for event in soon if event.pk in told_of), None) or with_most_to_show(above)
    if event is None:
        return None
    key = event.pk
    editions = list(live_editions().filter(release__event=key)[:_OF_EVENT])
    if not editions:  # gone since
        return None
    uses = [use for edition in editions for use in edition.edition_photos.all() if use.photo.renditions.all()]
    shown = {use.photo_id for edition in above for use in edition.edition_photos.all()[:1]}
    return {
        "event": event,
        "releases": releases_by("release__event", release__event=key).get(key, 0),
        "statements": statements_by("edition__release__event", edition__release__event=key).get(key, 0),
        "told": editions,
        "photo": next((use for use in uses if use.photo_id not in shown), None),
    }


def with_most_to_show(above):
    """The event of the latest releases, down to three months older than the newest, that has most to show, or None.

    What counts is a photo, several releases, statements, a series, and that none of `above` tells of it; of equals,
    the event that was told of last. None where no event has two of these, and more releases than stand in `above`.
    """
    if not above:
        return None
    latest = Edition.objects.live().filter(release__language=get_language(), release__event__isnull=False)
    latest = latest.filter(release__published_at__gte=above[0].release.published_at - _NEAR)
    latest = latest.order_by("-release__published_at", "-release__pk").values_list("release__event", flat=True)
    keys = list(dict.fromkeys(latest[:_LOOKED_AT]))
    if not keys:
        return None
    events = Event.objects.live().select_related("series").in_bulk(keys)
    releases = releases_by("release__event", release__event__in=keys)
    pictured = releases_by("release__event", release__event__in=keys, edition_photos__isnull=False)
    said = statements_by("edition__release__event", edition__release__event__in=keys)

    told = Counter(edition.release.event_id for edition in above)

    def shows(key):
        some = (key in pictured, releases[key] > 1, key in said, events[key].series_id, key not in told)
        return sum(map(bool, some))

    key = max((key for key in keys if releases[key] > told[key]), key=shows, default=None)
    return events[key] if key and shows(key) > 1 else None
