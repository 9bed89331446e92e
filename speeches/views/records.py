"""Events, series, themes, people and statements: the records that releases are linked by."""

from django.shortcuts import get_object_or_404, render

from speeches.models import Event, EventSeries, Person, StatementVersion, Theme

from .common import live_editions, live_statements, page_of, public


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
    return render(
        request,
        "public/event.html",
        {
            "event": there,
            "previous": before,
            "next": after,
            "editions": editions,
            "elsewhere": [] if editions else live_editions(language=None).filter(release__event=there),
            "statements": live_statements().filter(edition__release__event=there)[:50],
        },
    )


@public
def series(request, slug):
    """A series: its public events in their order."""
    there = get_object_or_404(EventSeries.objects.live(), slug=slug)
    held = Event.objects.live().filter(series=there).order_by("-ordinal", "-starts_on", "slug")
    return render(request, "public/series.html", {"series": there, "page": page_of(request, held)})


@public
def themes(request):
    """All public themes, by name."""
    return render(
        request, "public/themes.html", {"themes": Theme.objects.live().select_related("parent").order_by("name")}
    )


@public
def theme(request, slug):
    """A theme: what was said about it, and the releases that carry it."""
    there = get_object_or_404(Theme.objects.live().select_related("parent"), slug=slug)
    carried = live_editions().filter(edition_themes__tag=there)
    return render(
        request,
        "public/theme.html",
        {"theme": there, "page": page_of(request, carried), "statements": live_statements().filter(themes=there)[:20]},
    )


@public
def person(request, slug):
    """A person: offices, and what the person said."""
    there = get_object_or_404(Person.objects.live(), slug=slug)
    context = {
        "person": there,
        "tenures": there.tenures.live().select_related("office"),
        "page": page_of(request, live_statements().filter(speaker=there)),
    }
    return render(request, "public/person.html", context)


@public
def statement(request, public_id):
    """A statement with its passage, speaker, themes and release."""
    versions = StatementVersion.objects.live().select_related("speaker", "edition__release__event", "statement")
    version = get_object_or_404(versions.prefetch_related("themes"), statement__public_id=public_id)
    release = version.edition.release
    offices = version.speaker.offices_on(release.address_date) if version.speaker else []
    context = {"version": version, "edition": version.edition, "release": release, "offices": offices}
    return render(request, "public/statement.html", context)
