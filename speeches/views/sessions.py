"""A series of events: what was said at each on a theme, beside the one before, and how the wording changed."""

from django.db.models import Count, F
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from speeches import linked, text
from speeches.limits import limited
from speeches.models import Event, EventSeries, Person, StatementVersion, Theme

from .around import counted_events, today, with_offices_now
from .common import by_name, live_statements, named, page_of, public

_SESSIONS = 5
"""On a page that compares them."""
_SAID = 12
"""Statements of one session."""
_SPEAKERS = 6
"""Of the series, with their offices."""


@public
@limited("series")
def series(request, slug):
    """A series: its public events in their order; with ?theme= what was said on it, session by session."""
    there = get_object_or_404(EventSeries.objects.live(), slug=slug)
    held = Event.objects.live().filter(series=there)
    held = held.order_by(F("ordinal").desc(nulls_last=True), "-starts_on", "slug")
    days = dict(held.values_list("pk", "starts_on"))
    # The keys of the events lead to the releases of the series; that of the series, through all of the language.
    live = StatementVersion.objects.live().filter(
        edition__release__event__in=list(days), edition__release__language=get_language()
    )
    numbers = dict(live.filter(themes__isnull=False).values_list("themes").annotate(Count("pk")).order_by())
    themes = sorted(by_name(Theme.objects.live().filter(pk__in=numbers)), key=lambda one: -numbers[one.pk])
    slug = request.GET.get("theme", "").strip()
    chosen = next((one for one in themes if one.slug == slug), None)
    context = {
        "series": there,
        "themes": [(one, numbers[one.pk]) for one in themes],
        "chosen": chosen,
        "passed_over": [named(Theme, slug)] if slug and chosen is None else [],
        "query": f"theme={chosen.slug}" if chosen else "",
    }
    if chosen is None:
        page = page_of(request, held, len(days))
        context |= {"page": page, "events": counted_events(page), "speakers": speakers(live)}
        context |= {"span": {"first": min(days.values()), "last": max(days.values())} if days else None}
        context |= {"linked": linked.series_page(request, there, context["events"])}
        context |= {"coming": Event.objects.live().filter(series=there).ahead(today()).first()}
        return render(request, "public/series.html", context)
    # The theme plus nothing: a database would else begin with all that was said on it, whatever the series.
    on_it = live.alias(about=F("themes") + 0).filter(about=chosen.pk).order_by("edition_id", "start")
    said = {}
    for event, key in on_it.values_list("edition__release__event", "pk"):
        said.setdefault(event, []).append(key)
    held = held.filter(pk__in=said)
    page = page_of(request, held, len(said), _SESSIONS)
    first = (page.number - 1) * _SESSIONS
    events = list(held[first : first + _SESSIONS + 1])
    context |= {"linked": linked.series_page(request, there, events[:_SESSIONS])}
    sessions = compared(events, said)
    context["compares"] = any(row["changes"] and not row["same"] for one in sessions for row in one["rows"])
    return render(request, "public/series.html", {"page": page, "sessions": sessions, **context})


def speakers(versions):
    """Those who said most of these statements, with their offices today and `number`."""
    numbers = dict(versions.exclude(speaker=None).values_list("speaker").annotate(Count("pk")).order_by())
    found = sorted(by_name(Person.objects.live().filter(pk__in=numbers)), key=lambda one: -numbers[one.pk])
    for person in found:
        person.number = numbers[person.pk]
    return with_offices_now(found[:_SPEAKERS])


def compared(events, said):
    """[{event, before, rows, shown, count}] of all but an event that merely precedes the others on the page.

    `said` has the keys of what was said at each ({event's key: [version's key, in order]}). `before` is the event
    before it at which something was said; a row has `old`, `new` (versions, either may be None) and `changes` where
    they are nearly the same. `count` is how many statements there are at the event, `shown` how many stand here.
    """
    keys = {event.pk: said[event.pk][:_SAID] for event in events}
    found = live_statements().in_bulk([key for some in keys.values() for key in some])
    told = {event: [found[key] for key in some if key in found] for event, some in keys.items()}
    sessions = []
    for event, before in zip(events[:_SESSIONS], [*events[1:], None], strict=False):
        rows, new = _rows(told[before.pk] if before else [], told[event.pk]), told[event.pk]
        count = len(said[event.pk])
        sessions.append({"event": event, "before": before, "rows": rows, "shown": len(new), "count": count})
    return sessions


def _rows(old, new):
    """The statements of two sessions, those that say nearly the same side by side, in the order of the newer."""
    pairs = text.near_repeats([version.quote for version in old], [version.quote for version in new])
    partner = {j: i for i, j in pairs}
    rows = []
    for j, version in enumerate(new):
        before = old[partner[j]] if j in partner else None
        rows.append(
            {
                "old": before,
                "new": version,
                "changes": text.word_diff(before.quote, version.quote) if before else [],
                "same": before is not None and before.quote == version.quote,
            }
        )
    alone = [version for i, version in enumerate(old) if i not in partner.values()]
    for row in rows:
        if row["old"] is None and alone:
            row["old"] = alone.pop(0)
    return rows + [{"old": version, "new": None, "changes": [], "same": False} for version in alone]
