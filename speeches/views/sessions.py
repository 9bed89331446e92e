"""A series of events: what was said at each on a theme, beside the one before, and how the wording changed."""

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from speeches import text
from speeches.models import Event, EventSeries, StatementVersion, Theme

from .common import live_statements, named, page_of, public

_SESSIONS = 5
"""On a page that compares them."""
_SAID = 12
"""Statements of one session."""


@public
def series(request, slug):
    """A series: its public events in their order; with ?theme= what was said on it, session by session."""
    there = get_object_or_404(EventSeries.objects.live(), slug=slug)
    held = Event.objects.live().filter(series=there)
    held = held.order_by(F("ordinal").desc(nulls_last=True), "-starts_on", "slug")
    live = StatementVersion.objects.live().filter(
        edition__release__event__series=there, edition__release__language=get_language()
    )
    numbers = dict(live.exclude(themes=None).values_list("themes").annotate(Count("pk")).order_by())
    themes = sorted(Theme.objects.live().filter(pk__in=numbers), key=lambda one: (-numbers[one.pk], one.name))
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
        return render(request, "public/series.html", {"page": page_of(request, held), **context})
    spoken = set(live.filter(themes=chosen).values_list("edition__release__event", flat=True).order_by())
    held = held.filter(pk__in=spoken)
    page = page_of(request, held, len(spoken), _SESSIONS)
    first = (page.number - 1) * _SESSIONS
    events = list(held[first : first + _SESSIONS + 1])
    return render(request, "public/series.html", {"page": page, "sessions": compared(events, chosen), **context})


def compared(events, theme):
    """[{event, before, rows, shown, count}] of all but an event that merely precedes the others on the page.

    `before` is the event before it at which something was said on the theme; a row has `old`, `new` (versions, either
    may be None) and `changes` where they are nearly the same. `count` is how many statements there are at the event,
    `shown` how many of them stand here.
    """
    told = {event.pk: [] for event in events}
    versions = live_statements().filter(edition__release__event__in=events, themes=theme)
    row = Window(RowNumber(), partition_by="edition__release__event", order_by=["edition", "start"])
    count = Window(Count("pk"), partition_by="edition__release__event")
    for version in versions.annotate(row=row, count=count).filter(row__lte=_SAID):
        told[version.edition.release.event_id].append(version)
    sessions = []
    for event, before in zip(events[:_SESSIONS], [*events[1:], None], strict=False):
        rows, new = _rows(told[before.pk] if before else [], told[event.pk]), told[event.pk]
        count = new[0].count if new else 0
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
