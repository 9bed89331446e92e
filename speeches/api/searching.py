"""Search and quote check: the answers of their pages."""

from django.db.models import Max
from django.utils.translation import gettext_noop
from ninja import Query, Router

from speeches import instants, quotes
from speeches import search as finding
from speeches.models import Showing
from speeches.text.queries import parse
from speeches.views.around import with_offices
from speeches.views.common import live_editions, live_statements, typed
from speeches.views.quoting import told as told_of_places
from speeches.views.searching import STATEMENTS, found_release, found_statement, narrowed

from . import asking, shapes, tell
from .releases import chosen
from .serving import address_of, asked_in, told

router = Router(tags=["search"])


@router.get(
    "/search", response=shapes.SearchResults, summary=gettext_noop("Releases or statements that have certain words")
)
def search(request, asked: Query[asking.of(asking.Search, shapes.Found)]):
    language, at = asked_in(request, asked), asked.as_of
    query, filters = parse(typed(request.GET), language), chosen(request, asked)
    if asked.what == STATEMENTS:
        versions = narrowed(live_statements(at=at), filters).select_related("edition__release__event")
        page = finding.statements(query, versions, order=asked.order, page=asked.page, size=asked.limit)
        items = [
            _found("statement", tell.live_statement(version, at), found_statement(version, query))
            for version in with_offices(page.results)
        ]
    else:
        editions = filters.narrow(live_editions(language, at))
        page = finding.releases(query, editions, order=asked.order, page=asked.page, size=asked.limit)
        items = [
            _found("release", item, found_release(edition, query))
            for edition, item in zip(page.results, tell.releases(page.results, at), strict=True)
        ]
    if page.number != asked.page:
        items = []  # beyond the last page there is nothing
    following = None
    if items and page.next:
        # The next page is of the same moment, so that what is published meanwhile shifts nothing.
        following = address_of(request, page=page.next, as_of=at or _newest(language))
    answer = {"items": items, "next": following, "total": page.total, "more": page.more}
    return told(request, answer, asked.fields)


def _newest(language):
    """Since when the site stands as it does, in a language: an instant that changes only with what is live."""
    live = Showing.objects.live().filter(edition__isnull=False, release__language=language)
    return live.aggregate(newest=Max("shown_from"))["newest"]


def _found(what, item, shown):
    """`shapes.Found` of a record and what the page of the search shows of it."""
    snippet = [{"text": text, "marked": bool(marked)} for text, marked in shown["pieces"]]
    return {"id": item["id"], "snippet": snippet, what: item}


@router.get(
    "/quote-check",
    response=shapes.QuoteCheck,
    summary=gettext_noop("Whether words stand in a release, and whose they are"),
)
def quote_check(request, asked: Query[asking.Quotation]):
    asked_in(request, asked)
    found = quotes.check_quote(typed(request.GET))
    places = [
        {
            "release": tell.release_ref(told_of["edition"], place.until and place.edition.shown_from),
            "edition": told_of["edition"].public_id,
            "field": place.field,
            "statement": told_of["version"]
            and tell.other_language("statement", told_of["version"].statement, told_of["edition"].release.language),
            "speaker": told_of["version"] and tell.speaker(told_of["version"], told_of["version"].speaker),
            "selector": [tell.position(start, end) for start, end in place.match.spans],
            "changes": [] if place.match.verbatim else [tell.changes(part) for part in place.match.changes],
            "until": place.until and instants.written(place.until),
            "why": place.why,
            "now": [tell.changes(part) for part in place.now.changes] if place.now else [],
            "letters": list(place.letters),
            "likeness": round(place.match.likeness, 4),
        }
        for place, told_of in zip(found.places, told_of_places(found.places), strict=True)
    ]
    return told(request, {"answer": found.kind, "places": places, "more": found.more})
