"""Search: live releases and statements that have what a reader types, and what to try where there is none."""

from difflib import get_close_matches
from itertools import islice

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from speeches import linked
from speeches import search as finding
from speeches.filters import ReleaseFilter
from speeches.limits import limited
from speeches.models import Theme
from speeches.text import highlights
from speeches.text.queries import MOST_CHARACTERS, parse
from speeches.text.respelling import respellings
from speeches.text.stems import words as words_of

from .common import (
    PAGE_SIZE,
    by_name,
    live_editions,
    live_statements,
    missed,
    page_number,
    passed_over,
    public,
    typed,
)

RELEASES, STATEMENTS = "releases", "statements"
_FILTERS = tuple(ReleaseFilter.base_filters)
_OWN = {"theme": "themes", "person": "speaker"}
_NEAR = 0.75  # likeness of a word that may have been meant
_OFFERS = 4
_RESPELLED = 3
"""Words of a query that are respelled, the first: a spelling is a search."""
KINDS = {
    "release": _("Release"),
    "person": _("Person"),
    "theme": _("Theme"),
    "event": _("Event"),
    "series": _("Series"),
}


@public
@limited("search")
def search(request):
    """?q= in releases or, by ?what=statements, in statements; with the filters of the archive, ?order=date, ?page=."""
    asked = typed(request.GET)
    query = parse(asked, get_language())
    what = STATEMENTS if request.GET.get("what") == STATEMENTS else RELEASES
    order = "date" if request.GET.get("order") == "date" else "relevance"
    chosen = ReleaseFilter(request.GET, queryset=live_editions())
    chosen.form.full_clean()
    context = {"asked": asked[:MOST_CHARACTERS], "query": query, "what": what, "order": order, "filter": chosen}
    context["address"] = {name: _address(request, **change) for name, change in _CHANGES.items()}
    context["chips"] = list(_chips(request, chosen))
    context["passed_over"] = passed_over(chosen)
    context["event"] = chosen.form.cleaned_data.get("event")
    if query:
        context |= _found(request, query, what, order, chosen)
    else:
        context["themes"] = by_name(Theme.objects.live())
    context["linked"] = linked.search_page(request)
    response = render(request, "public/search.html", context)
    if request.GET:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


_CHANGES = {
    "releases": {"what": "", "page": ""},
    "statements": {"what": STATEMENTS, "page": ""},
    "relevance": {"order": "", "page": ""},
    "date": {"order": "date", "page": ""},
    "unfiltered": dict.fromkeys((*_FILTERS, "page"), ""),
}


@public
@limited("suggest")
def suggest(request):
    """What may be meant by the beginning in ?q=: a JSON array of {kind, label, text, address}."""
    offered = finding.suggestions(typed(request.GET)[:MOST_CHARACTERS], get_language())
    told = [
        {"kind": one.kind, "label": str(KINDS[one.kind]), "text": one.text, "address": one.address} for one in offered
    ]
    response = JsonResponse(told, safe=False, json_dumps_params={"ensure_ascii": False})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _address(request, **changes):
    """This search with other values of some parameters; "" takes one away."""
    values = request.GET.copy()
    for name in list(values):
        if name not in ("q", "what", "order", "page", *_FILTERS):
            del values[name]
    for name, value in changes.items():
        values[name] = value
    for name in [name for name in values if not values[name]]:
        del values[name]
    return f"{reverse('search')}?{values.urlencode()}" if values else reverse("search")


def _chips(request, chosen):
    """(label, value, address without it) of each filter that narrows the search."""
    values = chosen.form.cleaned_data
    for name, filter_ in chosen.filters.items():
        value = values.get(name)
        if value:
            value = dict(filter_.extra["choices"])[value] if name == "kind" else value
            yield filter_.label, value, _address(request, **{name: "", "page": ""})


def _found(request, query, what, order, chosen):
    """What the page says of a query that can find something."""
    editions, versions = chosen.qs, narrowed(live_statements(), chosen)
    if what == RELEASES:
        page = finding.releases(query, editions, order=order, page=page_number(request), size=PAGE_SIZE)
        other = finding.statements(query, versions, order="date", size=1)
        results = [found_release(edition, query) for edition in page.results]
    else:
        page = finding.statements(query, versions, order=order, page=page_number(request), size=PAGE_SIZE)
        other = finding.releases(query, editions, order="date", size=1)
        results = [found_statement(version, query) for version in page.results]
    found = {"page": page, "results": results, "other": other, "missed": missed(request, page.number)}
    found["totals"] = {what: page, (STATEMENTS if what == RELEASES else RELEASES): other}
    found["previous"] = page.previous and _address(request, page=page.previous if page.previous > 1 else "")
    found["next"] = page.next and _address(request, page=page.next)
    if page.number == 1:
        found["named"] = _named(query)
    if not page.total:
        found |= {
            "offers": list(islice(_offers(request, query, what, chosen), _OFFERS)),
            "elsewhere": list(_elsewhere(query)),
        }
        found["themes"] = by_name(Theme.objects.live())
    return found


def _named(query):
    """(what it is, its name, address) of the people, themes, series and events that are called so."""
    offered = finding.names(" ".join(term.text for term in query.wanted), query.language, _OFFERS)
    return [(KINDS[one.kind], one.text, one.address) for one in offered]


def narrowed(versions, chosen):
    """Statements by the filters of the page: theme and speaker are their own, the rest is of their release."""
    for name, value in chosen.chosen.items():
        one = chosen.filters[name]
        path = _OWN.get(name) or f"edition__{one.field_name}"
        versions = versions.filter(**{f"{path}__{one.lookup_expr}": value})
    return versions


def found_release(edition, query):
    """A release among the results: its title with what was asked for, and the place that shows most of it."""
    fields = [(edition.summary, ""), (edition.plain_text, "")]
    fields += [(text, "photo") for use in edition.edition_photos.all() for text in (use.caption, use.alt)]
    shown = [(highlights.snippet(text, query), where) for text, where in fields if text]
    pieces, where = max(shown, key=lambda one: _words_in(one[0]), default=([], ""))
    return {
        "edition": edition,
        "title": highlights.marked(edition.title, query),
        "pieces": pieces,
        "where": where if _words_in(pieces) else "",
    }


def _words_in(pieces):
    """How many different words and phrases are marked."""
    return len({text.casefold() for text, marked in pieces if marked})


def found_statement(version, query):
    name = version.speaker.name if version.speaker else version.speaker_name
    return {
        "version": version,
        "pieces": highlights.snippet(version.quote, query, 400),
        "name": highlights.marked(name, query) if name else [],
    }


def _offers(request, query, what, chosen):
    """(what to do, the words to search for or "", address, how many) of searches like this that find something."""
    find, things = (
        (finding.releases, chosen.qs) if what == RELEASES else (finding.statements, narrowed(live_statements(), chosen))
    )

    def total(words, things=things):
        return find(parse(words, query.language), things, order="date", size=1).total

    if any(chosen.form.cleaned_data.get(name) for name in _FILTERS):
        count = total(query.text, live_editions() if what == RELEASES else live_statements())
        if count:
            yield "unfiltered", "", _address(request, **_CHANGES["unfiltered"]), count
    tried = [("included", query.without(*query.excluded))] if query.excluded else []
    apart = " ".join(f"-{term.text}" if term.excluded else " ".join(term.text.split()) for term in query.terms)
    if any(str(term).startswith('"') for term in query.wanted):
        tried.append(("apart", apart))
    tried += [("near", words) for words in (*_respelled(query, total), *_near(query))]
    if len(query.wanted) > 1:
        tried += [("fewer", query.without(term)) for term in query.wanted]
    seen = {query.without()}
    for kind, words in tried:
        if words not in seen:
            seen.add(words)
            if count := total(words):
                yield kind, words, _address(request, q=words, page=""), count


def _respelled(query, total):
    """A Kazakh query that was typed in Latin letters, or without those that are Kazakh alone, as it may be meant.

    `total` counts what words find. In each word that finds nothing it tries some spellings.
    """
    terms = [str(term) for term in query.terms]
    for place, term in enumerate(query.terms[:_RESPELLED] if query.language == "kk" else ()):
        if len(term.stems) == 1 and not term.excluded and not total(terms[place]):
            terms[place] = next(filter(total, respellings(term.text)), terms[place])
    if terms != [str(term) for term in query.terms]:
        yield " ".join(terms)


def _near(query):
    """The query with a word that live titles and names have in the place of one that is much like it."""
    for term in [term for term in query.wanted if len(term.stems) == 1 and len(term.text) >= 4][:3]:
        known = {}
        for length in (4, 2):
            for one in finding.suggestions(term.text[:length], query.language, limit=20):
                known |= dict.fromkeys(word.text for word in words_of(one.text))
        for word in get_close_matches(term.text.casefold(), [word for word in known if len(word) > 3], 1, _NEAR):
            terms = [word if one is term else str(one) for one in query.terms]
            yield " ".join(terms)


def _elsewhere(query):
    """(language, address, how many) of the releases that have the same words in the other languages of the site."""
    for code, _name in settings.LANGUAGES:
        if code != query.language:
            other = parse(query.text, code)
            count = finding.releases(other, live_editions(code), order="date", size=1).total
            if count:
                with override(code):
                    address = reverse("search")
                yield code, address, count
