"""The home page."""

from django.shortcuts import render
from django.utils.translation import get_language

from speeches import linked
from speeches.models import Edition, Event, Theme

from .around import releases_by, statements_by, today, with_offices
from .common import by_name, live_editions, live_statements, public

_LATEST, _STATEMENTS, _AHEAD, _THEMES = 7, 4, 4, 14
_LOOKED_AT = 40
"""Of the latest releases, for the event that has most to show."""
_OF_EVENT = 4
"""Releases of it."""


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
    """The event of the latest releases that has most to show: {event, releases, statements, told, photo}.

    What counts is a photo, several releases, statements, a series, and that none of `above`, the editions at the head
    of the page, tells of it; of equals, the event that was told of last. None where no event has two of these.
    """
    latest = Edition.objects.live().filter(release__language=get_language(), release__event__isnull=False)
    latest = latest.order_by("-release__published_at", "-release__pk").values_list("release__event", flat=True)
    keys = list(dict.fromkeys(latest[:_LOOKED_AT]))
    if not keys:
        return None
    events = Event.objects.live().select_related("series").in_bulk(keys)
    releases = releases_by("release__event", release__event__in=keys)
    pictured = releases_by("release__event", release__event__in=keys, edition_photos__isnull=False)
    said = statements_by("edition__release__event", edition__release__event__in=keys)

    told = {edition.release.event_id for edition in above}

    def shows(key):
        some = (key in pictured, releases[key] > 1, key in said, events[key].series_id, key not in told)
        return sum(map(bool, some))

    key = max(keys, key=shows)
    if shows(key) < 2:
        return None
    editions = list(live_editions().filter(release__event=key)[:_OF_EVENT])
    uses = [use for edition in editions for use in edition.edition_photos.all() if use.photo.renditions.all()]
    shown = {use.photo_id for edition in above for use in edition.edition_photos.all()[:1]}
    return {
        "event": events[key],
        "releases": releases[key],
        "statements": said.get(key, 0),
        "told": editions,
        "photo": next((use for use in uses if use.photo_id not in shown), None),
    }
