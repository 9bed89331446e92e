"""Which editions that the public reads may hold a quotation: the index of word shingles."""

from collections import Counter

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef

from speeches.models import Edition, IndexedText, Shingle
from speeches.models.releases import through_the_door
from speeches.text import quoting
from speeches.text.queries import Query, Term
from speeches.text.stems import stems

from . import native

ASKED = 12
"""Shingles of a quotation that are looked up, evenly chosen."""
MOST = 100
"""Live editions that are read of each shingle, the newest first."""
JOINED = 4
"""Frequent shingles that are asked for together, the rarest; to plan more, PostgreSQL takes longer than to answer."""
WHOLE = 300
"""Live editions with all of the frequent shingles that are looked at whole, the newest first."""
BATCH = 200  # editions in memory at a time
_ROWS = 5000  # in one statement
_UNREAD = ("body", "notes_to_editors", "boilerplate")  # of an edition


def postings(quoted):
    """{shingle: ids of live editions that have it, MOST at most}, for those of a quotation that are looked up."""
    found = {value: [] for value in _chosen(quoted)}
    for value, edition in _postings(list(found)):
        found[value].append(edition)
    return found


def candidates(quoted, held, limit=50):
    """Live editions in which a `Quotation` may stand, of its `postings` `held`: the likeliest first, at most `limit`.

    An edition in which it stands word for word is among them, unless more than `limit` have all of its shingles.
    Three queries at most. What is not live is left out before anything is counted, so that it changes no answer.
    """
    if not held or limit < 1:
        return []
    rare, shared = Counter(), Counter()
    for editions in held.values():
        shared.update(editions)
        if len(editions) < MOST:
            rare.update(editions)
    most = max(rare.values(), default=0)
    likely = [edition for edition, count in rare.items() if count == most]
    frequent = [value for value in _rarest_first(held) if len(held[value]) == MOST]
    if 2 * len(frequent) >= len(held):
        likely += _with_all(frequent[:JOINED])
    whole = _counted(quoted, set(likely)) if likely else {}
    ranked = sorted({*shared, *whole}, key=lambda one: (-whole.get(one, 0), -rare[one], -shared[one], -one))
    chosen = Edition.objects.live().select_related("release").in_bulk(ranked[:limit])
    return [chosen[key] for key in ranked[:limit] if key in chosen]


def earlier(held, limit=50):
    """The superseded editions of live releases in which a quotation may stand, of `postings` `held`: the newest first.

    Those that have the `JOINED` rarest of its shingles, at most `limit`: one query.
    """
    rare = _rarest_first(held)[:JOINED]
    if not rare:
        return []
    another = Edition.objects.live().filter(release=OuterRef("release")).exclude(pk=OuterRef("pk"))
    shown = Edition.objects.shown().filter(Exists(another), redacted_at=None)
    shown = shown.filter(pk__in=_having(Shingle.objects.filter(value=rare[0]), rare[1:]).values("edition"))
    shown = shown.select_related("release").defer(*_UNREAD)
    return list(shown.order_by("-pk")[:limit])


def _rarest_first(held):
    """The shingles of `postings`, those in the fewest live editions first.

    Of what is frequent only the newest were read; the further back they reach, the rarer is the shingle.
    """
    return sorted(held, key=lambda value: (len(held[value]), min(held[value], default=0)))


def near(quoted, limit=50):
    """The live editions with the first and with the last two words of a quotation of `quoting.NEAR` words.

    That is, where its middle word may be another one, so that no shingle of it is left: at most `limit`, the newest
    first, by the index of the search, a query for each language. None for other quotations.
    """
    if [len(part) for part in quoted.parts] != [quoting.NEAR]:
        return []
    first, second, _middle, fourth, fifth = quoted.parts[0]
    sides = [quoted.text[one.start : other.end] for one, other in ((first, second), (fourth, fifth))]
    found = []
    for language, _name in settings.LANGUAGES:
        terms = tuple(Term(tuple(stems(side, language)), False, side) for side in sides)
        if all(term.stems for term in terms):
            live = Edition.objects.live().filter(release__language=language).select_related("release")
            rows = native.matching(IndexedText, Query(terms, quoted.text, language))
            # Not `native.among`: few texts have both sides, and SQLite would read every live one.
            found += live.filter(pk__in=rows).defer(*_UNREAD).order_by("-pk")[:limit]
    return sorted(found, key=lambda edition: -edition.pk)[:limit]


def _counted(quoted, editions):
    """{edition: how many of all shingles of the quotation it has}, of these ids of live editions."""
    rows = Shingle.objects.filter(edition__in=editions, value__in=set(_all(quoted)))
    return dict(rows.order_by().values_list("edition_id").annotate(Count("pk")))


def _all(quoted):
    return [value for part in quoted.parts for value in quoting.shingles(part)]


def _chosen(quoted):
    """The shingles of the quotation to be looked up: distinct, in order, at most ASKED."""
    values = list(dict.fromkeys(_all(quoted)))
    if len(values) <= ASKED:
        return values
    return [values[number * (len(values) - 1) // (ASKED - 1)] for number in range(ASKED)]


def _live(value):
    """Rows of live editions with the shingle, those of the newest editions first."""
    return through_the_door(Shingle.objects.filter(value=value), path="edition__").order_by("-edition_id")


def _postings(values):
    """(value, id of a live edition) for each of the values, at most MOST of one, in no order: one query."""
    if not values:
        return []
    sql, given = _live(values[0]).values_list("value", "edition_id")[:MOST].query.sql_with_params()
    place = given.index(values[0])
    parts, params = [], []
    for number, value in enumerate(values):
        # A part is a whole query with an end of its own; SQLite takes such only as a table.
        parts.append(f"SELECT * FROM ({sql}) AS part{number}")
        params += (*given[:place], value, *given[place + 1 :])
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return cursor.fetchall()


def _with_all(values):
    """Ids of the newest live editions that have every one of the values, WHOLE at most."""
    rows = _having(_live(values[0]), values[1:])
    return list(rows.values_list("edition_id", flat=True)[:WHOLE])


def _having(rows, values):
    """Those of some rows of the index whose editions have all of the values too."""
    for value in values:
        rows = rows.filter(Exists(Shingle.objects.filter(value=value, edition=OuterRef("edition"))))
    return rows


def index(editions):
    """Writes the shingles of editions: of text, headline and summary. Nothing where they are there already."""
    rows = (Shingle(value=value, edition=edition) for edition in editions for value in _of(edition))
    Shingle.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)


def unindexed():
    """Yields the sealed editions that have words but no shingles."""
    sealed = Edition.objects.filter(seal__isnull=False, redacted_at=None).order_by("pk")
    without = sealed.filter(~Exists(Shingle.objects.filter(edition=OuterRef("pk"))))
    for edition in without.only("plain_text", "title", "summary").iterator(BATCH):
        if _of(edition):
            yield edition


def _of(edition):
    """The distinct shingles of an edition. None reaches from its headline or summary into another part of it."""
    parts = (edition.plain_text, edition.title, edition.summary)
    return list(dict.fromkeys(value for part in parts for value in quoting.shingles(quoting.fold(part))))
