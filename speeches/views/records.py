"""Events and themes: the records that releases are linked by."""

from django.shortcuts import get_object_or_404, render

from speeches.models import Event, Theme

from .common import live_editions, live_statements, page_of, public

_SAID = 60
"""Statements on a page of an event."""


def by_speaker(versions):
    """[(version that names the speaker, versions)], in the order in which they come to speak."""
    told = {}
    for version in versions:
        told.setdefault(version.speaker_id or version.speaker_name, []).append(version)
    return [(said[0], said) for said in told.values()]


@public
def events(request):
    """All public events, the newest first."""
    found = Event.objects.live().select_related("series").order_by("-starts_on", "slug")
    return render(request, "public/events.html", {"page": page_of(request, found)})


@public
def event(request, slug):
    """An event: its releases and statements, and its place in its series."""
    there = get_object_or_404(Event.objects.live().select_related("series"), slug=slug)
    before, after = there.neighbours(Event.objects.live())
    editions = list(live_editions().filter(release__event=there))
    page = page_of(request, live_statements().filter(edition__release__event=there), size=_SAID)
    return render(
        request,
        "public/event.html",
        {
            "event": there,
            "previous": before,
            "next": after,
            "editions": editions,
            "elsewhere": [] if editions else live_editions(language=None).filter(release__event=there),
            "page": page,
            "said": by_speaker(page),
        },
    )


@public
def themes(request):
    """All public themes, by name."""
    return render(
        request, "public/themes.html", {"themes": Theme.objects.live().select_related("parent").order_by("name")}
    )
