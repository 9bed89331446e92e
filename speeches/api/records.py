"""Events, series, people and themes."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Query, Router

from speeches.filters import EventFilter
from speeches.models import Event, EventSeries, Person, Theme
from speeches.templatetags.newsroom import language_of
from speeches.views.around import counted_events, statements_by, tenures_of
from speeches.views.records import count_themes

from . import asking, pages, shapes, tell
from .serving import asked_in, filtered, told

router = Router()


@router.get(
    "/events",
    response=shapes.Events,
    tags=["events"],
    summary=gettext_noop("Events, those that lie furthest ahead first"),
)
def events(request, asked: Query[asking.of(asking.Events, shapes.Event)]):
    asked_in(request, asked)
    live = Event.objects.live()
    rows = filtered(request, asked, EventFilter, live).narrow(live)

    def items(keys):
        shown = live.filter(pk__in=keys).select_related("series")
        return {event.pk: _event(event) for event in counted_events(shown)}

    return told(request, pages.listed(request, asked, pages.EVENTS, rows, items), asked.fields)


def _event(event):
    return {
        "id": event.slug,
        "title": event.title,
        "language": language_of(event, "title"),
        "kind": event.kind,
        "place": event.place,
        "starts_on": tell.day(event.starts_on),
        "ends_on": tell.day(event.ends_on),
        "series": tell.named("series", event.series),
        "ordinal": event.ordinal,
        "releases": event.releases_told,
        "statements": event.statements_told,
        "calendar": tell.whole(reverse("event_calendar", args=[event.slug])),
        **tell.addresses("event", event),
    }


@router.get(
    "/events/{slug:id}",
    response=shapes.EventRecord,
    tags=["events"],
    summary=gettext_noop("An event, and its neighbours in its series"),
)
def event(request, id: asking.Id, asked: Query[asking.of(asking.One, shapes.EventRecord)]):
    asked_in(request, asked)
    there = get_object_or_404(Event.objects.live().select_related("series"), slug=id)
    before, after = there.neighbours(Event.objects.live())
    (there,) = counted_events([there])
    record = _event(there) | {"previous": tell.named("event", before), "next": tell.named("event", after)}
    return told(request, record, asked.fields)


@router.get("/series", response=shapes.SeriesList, tags=["events"], summary=gettext_noop("Series of events"))
def series_list(request, asked: Query[asking.of(asking.Listed, shapes.Series)]):
    asked_in(request, asked)
    return told(request, _listed(request, asked, EventSeries.objects.live(), _series), asked.fields)


def _series(found):
    """{number: `shapes.Series`}: two queries."""
    found = list(found)
    held = Event.objects.live().filter(series__in=found)
    numbers = dict(held.values_list("series").annotate(Count("pk")).order_by())
    return {
        one.pk: {
            "id": one.slug,
            "title": one.title,
            "language": language_of(one, "title"),
            "description": one.description,
            "events": numbers.get(one.pk, 0),
            **tell.addresses("series", one),
        }
        for one in found
    }


def _listed(request, asked, live, tell_all):
    """A page of things by their slugs; `tell_all` makes {number: item} of some of them."""
    return pages.listed(request, asked, pages.BY_SLUG, live, lambda keys: tell_all(live.filter(pk__in=keys)))


@router.get("/series/{slug:id}", response=shapes.Series, tags=["events"], summary=gettext_noop("A series of events"))
def series(request, id: asking.Id, asked: Query[asking.of(asking.One, shapes.Series)]):
    asked_in(request, asked)
    there = get_object_or_404(EventSeries.objects.live(), slug=id)
    return told(request, _series([there])[there.pk], asked.fields)


@router.get(
    "/people", response=shapes.People, tags=["people"], summary=gettext_noop("People who speak, with their offices")
)
def people(request, asked: Query[asking.of(asking.Listed, shapes.Person)]):
    asked_in(request, asked)
    return told(request, _listed(request, asked, Person.objects.live(), _people), asked.fields)


def _people(found, at=None):
    """{number: `shapes.Person`}: three queries."""
    found = list(found)
    held, numbers = tenures_of([one.pk for one in found]), statements_by("speaker", at, speaker__in=found)
    return {
        one.pk: {
            "id": one.slug,
            "name": one.name,
            "language": language_of(one, "name"),
            "about": one.about,
            "offices": [
                {
                    "title": tenure.office.title,
                    "held_from": tell.day(tenure.held_from),
                    "held_until": tell.day(tenure.ended_on),
                }
                for tenure in held.get(one.pk, ())
            ],
            "statements": numbers.get(one.pk, 0),
            **tell.addresses("person", one, at),
        }
        for one in found
    }


@router.get(
    "/people/{slug:id}", response=shapes.Person, tags=["people"], summary=gettext_noop("A person, with offices")
)
def person(request, id: asking.Id, asked: Query[asking.of(asking.OneThen, shapes.Person)]):
    asked_in(request, asked)
    there = get_object_or_404(Person.objects.live(asked.as_of), slug=id)
    return told(request, _people([there], asked.as_of)[there.pk], asked.fields)


@router.get(
    "/themes", response=shapes.Themes, tags=["themes"], summary=gettext_noop("Themes, with their places in the tree")
)
def themes(request, asked: Query[asking.of(asking.Listed, shapes.Theme)]):
    asked_in(request, asked)
    return told(request, _listed(request, asked, Theme.objects.live(), _themes), asked.fields)


def _themes(found, at=None):
    """{number: `shapes.Theme`}: four queries."""
    found = list(found)
    count_themes(found, at)
    wider = Theme.objects.live(at).in_bulk({one.parent_id for one in found} - {None})
    return {
        one.pk: {
            "id": one.slug,
            "name": one.name,
            "language": language_of(one, "name"),
            "description": one.description,
            "media_topic": one.media_topic,
            "wider": tell.named("theme", wider.get(one.parent_id), at),
            "releases": one.releases_told,
            "statements": one.statements_told,
            **tell.addresses("theme", one, at),
        }
        for one in found
    }


@router.get("/themes/{slug:id}", response=shapes.Theme, tags=["themes"], summary=gettext_noop("A theme"))
def theme(request, id: asking.Id, asked: Query[asking.of(asking.OneThen, shapes.Theme)]):
    asked_in(request, asked)
    there = get_object_or_404(Theme.objects.live(asked.as_of), slug=id)
    return told(request, _themes([there], asked.as_of)[there.pk], asked.fields)
