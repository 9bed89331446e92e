"""What a reader may be about to type: live titles and names. Six queries at most."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import translation

from speeches.models import Edition, Event, EventSeries, IndexedName, Person, Theme
from speeches.text.stems import bare, words

from . import native
from .fields import called
from .index import NAMED

LONGEST = 100
"""Characters of what is typed that are read."""
_LISTED = 1000
"""Ids that a query names; beyond that the database finds them itself."""
_ORDER = {Person: ("slug",), Theme: ("slug",), EventSeries: ("slug",), Event: ("-starts_on", "slug")}
_KINDS = {model: model._meta.model_name for model in _ORDER}


@dataclass(frozen=True)
class Suggestion:
    """`kind` is "person", "theme", "series", "event" or "release"; `address` that of its page."""

    kind: str
    text: str
    address: str


def suggestions(typed, language, limit=8):
    """What is live and has every word that was typed, the last one by its beginning; at most `limit`, names first.

    Case, ё and the marks of Kazakh letters make no difference. Nothing for less than two letters.
    """
    asked = _asked(typed)
    first = _named(asked, language, limit)
    with translation.override(language):
        titles = [
            Suggestion("release", one.title, one.release.get_absolute_url())
            for one in (_titled(asked, language)[:limit] if asked else ())
        ]
    return (first[: max(limit - len(titles), limit // 2)] + titles)[:limit]


def names(typed, language, limit=8):
    """Of the `suggestions` those that are no releases: people, themes, series and events, of each kind in turn."""
    return _named(_asked(typed), language, limit)[:limit]


def _asked(typed):
    asked = [bare(word.text) for word in words(typed[:LONGEST])]
    return asked if len("".join(asked)) > 1 else []


def _named(asked, language, limit):
    if not asked:
        return []
    targets = _targets(asked, language)
    found = []
    with translation.override(language):
        for model, order in _ORDER.items():
            kind = "series" if model is EventSeries else _KINDS[model]
            rows = model.objects.live().filter(pk__in=targets[_KINDS[model]]).order_by(*order)[:limit]
            told = [(called(one, NAMED[model], language), one.get_absolute_url()) for one in rows]
            found.append([Suggestion(kind, *one) for one in told])
    return [one for turn in range(limit) for kind in found for one in kind[turn : turn + 1]]


def _matching(asked, language):
    found = native.beginning(IndexedName, asked[:-1], asked[-1])
    return IndexedName.objects.filter(language=language, pk__in=found)


def _targets(asked, language):
    """{kind: ids of the things with such a name}, of all kinds but releases. Told by their ids, PostgreSQL asks each
    whether it is live, instead of reading all statements; where there are many, it may as well read them."""
    matching = _matching(asked, language).exclude(kind="edition")
    told = list(matching.values_list("kind", "target")[: _LISTED + 1])
    if len(told) > _LISTED:
        # Not the first of them: what is hidden would leave less room for what is live.
        return {kind: matching.filter(kind=kind).values("target") for kind in _KINDS.values()}
    targets = defaultdict(list)
    for kind, target in told:
        targets[kind].append(target)
    return targets


def _titled(asked, language):
    """The live editions with such a title, the newest first."""
    titled = _matching(asked, language).filter(kind="edition").values("target")
    editions = native.among(Edition.objects.live().filter(release__language=language), titled)
    editions = editions.select_related("release").order_by("-release__published_at", "-release__pk")
    return editions.only("title", "release__language", "release__slug", "release__address_date")
