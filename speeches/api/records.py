"""Events, series, people and themes."""

from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Query, Router

from speeches.filters import EventFilter
from speeches.models import Event, EventSeries, Person, Theme
from speeches.templatetags.newsroom import language_of
from speeches.views.around import counted_events, statements_by, tenures_of
from speeches.views.records import count_themes

from . import asking, pages, shapes, tell
from .serving import asked_in, told, wrong_filters

router = Router()


def _one(found, slug):
    """The one of `found`, live things, with this slug. Raises Http404."""
    there = found.filter(slug=slug).first()
    if there is None:
        raise Http404
    return there


def _addresses(kind, thing, at=None):
    return {"url": tell.here(kind, thing.slug, at), "page": tell.whole(thing.get_absolute_url(), at)}


@router.get(
    "/events",
    response=shapes.Events,
    url_name="api_events",
    operation_id="events",
    tags=["events"],
    summary=gettext_noop("Events, those that lie furthest ahead first"),
)
def events(request, asked: Query[asking.of(asking.Events, shapes.Event)]):
    asked_in(request, asked)
    values = {name: value for name in EventFilter.base_filters if (value := getattr(asked, name))}
    found = EventFilter(values, queryset=Event.objects.live(), request=request)
    if found.errors:
        raise wrong_filters(found.errors)
    rows = found.narrow(Event.objects.live())

    def items(keys):
        shown = Event.objects.live().filter(pk__in=keys).select_related("series")
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
        **_addresses("event", event),
    }


@router.get(
    "/events/{slug:id}",
    response=shapes.EventRecord,
    url_name="api_event",
    operation_id="event",
    tags=["events"],
    summary=gettext_noop("An event, and its neighbours in its series"),
)
def event(request, id: asking.Id, asked: Query[asking.of(asking.One, shapes.EventRecord)]):
    asked_in(request, asked)
    there = _one(Event.objects.live().select_related("series"), id)
    before, after = there.neighbours(Event.objects.live())
    (there,) = counted_events([there])
    record = _event(there) | {"previous": tell.named("event", before), "next": tell.named("event", after)}
    return told(request, record, asked.fields)


@router.get(
    "/series",
    response=shapes.SeriesList,
    url_name="api_series_list",
    operation_id="seriesList",
    tags=["events"],
    summary=gettext_noop("Series of events"),
)
def series_list(request, asked: Query[asking.of(asking.Listed, shapes.Series)]):
    asked_in(request, asked)
    return told(request, _listed(request, asked, EventSeries.objects.live(), _series), asked.fields)


def _series(found):
    """{number: `shapes.Series`}: two queries."""
    found = list(found)
    held = Event.objects.live().filter(series__in=found).values_list("series").annotate(Count("pk")).order_by()
    numbers = dict(held)
    return {
        one.pk: {
            "id": one.slug,
            "title": one.title,
            "language": language_of(one, "title"),
            "description": one.description,
            "events": numbers.get(one.pk, 0),
            **_addresses("series", one),
        }
        for one in found
    }


def _listed(request, asked, live, tell_all):
    """A page of things by their slugs; `tell_all` makes {number: item} of some of them."""
    return pages.listed(request, asked, pages.BY_SLUG, live, lambda keys: tell_all(live.filter(pk__in=keys)))


@router.get(
    "/series/{slug:id}",
    response=shapes.Series,
    url_name="api_series",
    operation_id="series",
    tags=["events"],
    summary=gettext_noop("A series of events"),
)
def series(request, id: asking.Id, asked: Query[asking.of(asking.One, shapes.Series)]):
    asked_in(request, asked)
    there = _one(EventSeries.objects.live(), id)
    return told(request, _series([there])[there.pk], asked.fields)


@router.get(
    "/people",
    response=shapes.People,
    url_name="api_people",
    operation_id="people",
    tags=["people"],
    summary=gettext_noop("People who speak, with their offices"),
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
            **_addresses("person", one, at),
        }
        for one in found
    }


@router.get(
    "/people/{slug:id}",
    response=shapes.Person,
    url_name="api_person",
    operation_id="person",
    tags=["people"],
    summary=gettext_noop("A person, with offices"),
)
def person(request, id: asking.Id, asked: Query[asking.of(asking.OneThen, shapes.Person)]):
    asked_in(request, asked)
    there = _one(Person.objects.live(asked.as_of), id)
    return told(request, _people([there], asked.as_of)[there.pk], asked.fields)


@router.get(
    "/themes",
    response=shapes.Themes,
    url_name="api_themes",
    operation_id="themes",
    tags=["themes"],
    summary=gettext_noop("Themes, with their places in the tree"),
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
            **_addresses("theme", one, at),
        }
        for one in found
    }


@router.get(
    "/themes/{slug:id}",
    response=shapes.Theme,
    url_name="api_theme",
    operation_id="theme",
    tags=["themes"],
    summary=gettext_noop("A theme"),
)
def theme(request, id: asking.Id, asked: Query[asking.of(asking.OneThen, shapes.Theme)]):
    asked_in(request, asked)
    there = _one(Theme.objects.live(asked.as_of), id)
    return told(request, _themes([there], asked.as_of)[there.pk], asked.fields)
