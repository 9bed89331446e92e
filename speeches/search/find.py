"""What readers search for: live releases and statements that have all that is asked for.

The words of a query are found by their stems, as `text.queries` reads them. Everything passes the door of its model,
and nothing is counted or compared that did not.

Relevance is counted here, from the stems of what was found, so that it is the same on every database: after BM25F
(S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework, 2009, 3.6), with lengths compared to constants
instead of to means, since a mean would tell of what is not live. Everything found has all of the words; a word
counts the more, the fewer of what was found have it in title or summary. Neighbouring words of the query count
again where they stand together. What is equally relevant comes newest first.
"""

import math
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Left

from speeches.models import Edition, IndexedStatement, IndexedText, StatementVersion

from . import native

MOST = 1000
"""Results that are counted, ranked and shown; where there are more, the newest."""
LEAD = 4000
"""Characters of the stems of a text in which words are counted: news begin with what they are about."""
_SATURATED = 4.0  # k1 of BM25F: so many mentions count half of very many


@dataclass(frozen=True)
class _Field:
    """`weight` of a mention; `usual`: characters of stems in such a field; `head`: it says what the thing is about."""

    weight: float
    usual: int
    head: bool = False


_TEXT = {
    "title": _Field(8, 80, head=True),
    "summary": _Field(4, 200, head=True),
    "captions": _Field(2, 200),
    "body": _Field(1, 2000),
}
_STATEMENT = {"speaker": _Field(3, 60, head=True), "words": _Field(1, 200)}


@dataclass(frozen=True)
class Page:
    """A page of `results`, from 1. `total`: how many there are, at most MOST; `more`: there are others than these."""

    results: list
    total: int
    more: bool
    number: int
    pages: int

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        return self.number + 1 if self.number < self.pages else None


def releases(query, editions=None, *, order="relevance", page=1, size=20):
    """The live editions in the language of the `Query` that it finds: a Page of them.

    `editions` are live editions, also narrowed down (`filters.ReleaseFilter`), with what the page shows of them; by
    default all. `order` is "relevance" or "date", newest date line first. A page out of bounds gives the nearest.
    """
    if editions is None:
        editions = Edition.objects.live().select_related("release")
    editions = editions.filter(release__language=query.language)
    newest = ("-release__published_at", "-release__pk")
    return _page(query, editions, newest, IndexedText, _TEXT, order, page, size)


def statements(query, versions=None, *, order="relevance", page=1, size=20):
    """As `releases`: the live statement versions that a query finds by their words and the names of their speaker."""
    if versions is None:
        versions = StatementVersion.objects.live().select_related("statement", "speaker", "edition__release")
    versions = versions.filter(edition__release__language=query.language)
    newest = ("-edition__release__published_at", "-edition__release__pk", "start", "pk")
    return _page(query, versions, newest, IndexedStatement, _STATEMENT, order, page, size)


def _page(query, things, newest, model, weights, order, page, size):
    keys, more = [], False
    if query:
        found = native.among(things, native.matching(model, query)).prefetch_related(None).order_by(*newest)
        keys = list(found.values_list("pk", flat=True)[: MOST + 1])
        keys, more = keys[:MOST], len(keys) > MOST
    pages = max(1, math.ceil(len(keys) / size))
    number = min(max(page, 1), pages)
    if order == "relevance" and keys:
        keys = _ranked(query, keys, model, weights)
    there = things.in_bulk(keys[(number - 1) * size : number * size])
    results = [there[key] for key in keys[(number - 1) * size : number * size] if key in there]
    return Page(results, len(keys), more, number, pages)


def _ranked(query, keys, model, weights):
    """The keys, given newest first, by relevance."""
    terms = [term.stems for term in query.terms if not term.excluded]
    needles = [f" {' '.join(stems)} " for stems in terms]
    beside = [f" {' '.join(one + other)} " for one, other in zip(terms, terms[1:], strict=False)]
    # Cut by the database, which need not read the rest of a long text.
    cut = {f"{name}_begun": Left(F(name), LEAD) for name in weights}
    rows = model.objects.filter(pk__in=keys).annotate(**cut).values_list("pk", *cut)
    counted = {key: _counted(fields, weights.values(), needles + beside) for key, *fields in rows}
    worth = [1.0] * len(needles)
    if len(needles) > 1:
        for number in range(len(needles)):
            heads = sum(heads[number] for _saturated, heads in counted.values())
            worth[number] = 1 + math.log((1 + len(counted)) / (1 + heads))
    worth += [0.25] * len(beside)
    scores = {
        key: round(math.fsum(part * one for part, one in zip(saturated, worth, strict=True)), 2)
        for key, (saturated, _heads) in counted.items()
    }
    return sorted(keys, key=lambda key: -scores.get(key, 0.0))  # equal ones stay newest first


def _counted(fields, weights, needles):
    """(how much each needle is said in the fields, from 0 to 1; whether a field that heads them says it)."""
    saturated, heads = [], []
    for needle in needles:
        said, head = 0.0, False
        for field, weight in zip(fields, weights, strict=True):
            if times := field.count(needle):
                said += weight.weight * times / (0.5 + 0.5 * len(field) / weight.usual)
                head |= weight.head
        saturated.append(said / (_SATURATED + said))
        heads.append(head)
    return saturated, heads
