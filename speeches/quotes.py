"""A quotation checked against what readers read: the answer that the page and the interface for programs give."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise

from speeches import search
from speeches.models import Edition, StatementVersion
from speeches.text import quoting
from speeches.text.lookalikes import lookalikes

LONGEST = 1200
"""Characters of a quotation; more are not looked up."""
_READ = 30
"""Editions read for a quotation."""
_COMPARED = 6
"""Editions compared word by word, where the quotation stands nowhere word for word."""
FIELDS = {"text": "plain_text", "title": "title", "summary": "summary"}
"""What is read of an edition, in this order."""


@dataclass(frozen=True)
class Place:
    """Where a quotation stands, or something like it: in a field of an edition, "text", "title" or "summary".

    `version`: the live statement that holds it all, or None. Where it stood before its edition was replaced: `until`
    when (aware), `why` what was said of that, and `now` what is like it in the same field of the edition that is live,
    or None. That edition has `shown_from` (aware), since when it stood. `letters`: words of the quotation, as they were
    typed, that the passage has with other letters that look alike.
    """

    edition: Edition
    field: str
    match: quoting.Match
    version: StatementVersion | None = None
    until: datetime | None = None
    why: str = ""
    now: quoting.Match | None = None
    letters: tuple[str, ...] = ()

    @property
    def text(self):
        """What the offsets of `match` count in."""
        return getattr(self.edition, FIELDS[self.field])


@dataclass(frozen=True)
class Answer:
    """`kind` is "verbatim", "earlier", "close", "not-found", "too-short" or "too-long".

    Verbatim and earlier places come newest release first, close ones likeliest first. `more`: there are others.
    """

    kind: str
    quoted: quoting.Quotation | None = None
    places: tuple[Place, ...] = ()
    more: bool = False


def check_quote(words, limit=5):
    """What the texts say to the quotation `words`, any text: an Answer of `limit` places at most.

    What stands now goes before what stood, and that before what is only like it.
    """
    if len(words) > LONGEST:
        return Answer("too-long")
    quoted = quoting.quotation(words)
    if not any(len(part) >= quoting.WIDTH for part in quoted.parts):
        return Answer("too-short", quoted)
    held = search.postings(quoted)
    read = list(_folded(search.candidates(quoted, held, _READ)))
    if found := sorted(_matching(quoting.verbatim, quoted, read), key=_newest):
        return Answer("verbatim", quoted, tuple(_places(quoted, found[:limit])), len(found) > limit)
    stood = _folded(search.earlier(held, _READ))
    there = _replaced(quoted, sorted(_last_of_each(_matching(quoting.verbatim, quoted, stood)), key=_newest))
    if places := tuple(islice(there, limit)):
        return Answer("earlier", quoted, places, next(there, None) is not None)
    found = list(_matching(quoting.close, quoted, read[:_COMPARED]))
    found = found or list(_matching(quoting.close, quoted, _folded(search.near(quoted, _COMPARED))))
    if found:
        found.sort(key=_likest)
        return Answer("close", quoted, tuple(_places(quoted, found[:limit])), len(found) > limit)
    return Answer("not-found", quoted)


def _folded(editions):
    """(edition, [(field, its text, its words)]) of each."""
    for edition in editions:
        texts = [(field, getattr(edition, name)) for field, name in FIELDS.items()]
        yield edition, [(field, text, quoting.fold(text)) for field, text in texts]


def _matching(compare, quoted, read):
    """(edition, field, match) of those that `compare` takes; of several fields the likest, the text before others."""
    for edition, fields in read:
        found = [(field, match) for field, *text in fields if (match := compare(quoted, *text))]
        if found:
            yield edition, *max(found, key=lambda pair: pair[1].likeness)


def _last_of_each(found):
    """Of the editions of a release the one that came last, of `found` with the newest first."""
    return {edition.release_id: (edition, field, match) for edition, field, match in reversed(list(found))}.values()


def _replaced(quoted, found):
    """The places in earlier editions, with what took their place: two queries, none where nothing was found.

    A release that was withdrawn since it was found has none.
    """
    if not found:
        return
    among = {"release__in": [edition.release_id for edition, _field, _match in found]}
    live = Edition.objects.live().filter(**among).only("release_id", *FIELDS.values())
    lives, texts = {}, {edition.release_id: edition for edition in live}
    shown = Edition.objects.shown().filter(**among).with_instants().order_by("shown_from")
    for release, *told in shown.values_list("release", "pk", "shown_from", "change_note"):
        lives.setdefault(release, []).append(told)
    for edition, field, match in found:
        for (key, since, _note), (_next, until, why) in pairwise(lives.get(edition.release_id, ())):
            if key == edition.pk and edition.release_id in texts:
                text = getattr(texts[edition.release_id], FIELDS[field])
                edition.shown_from = since
                now = quoting.close(quoted, text, quoting.fold(text))
                yield _place(quoted, edition, field, match, until=until, why=why, now=now)


def _place(quoted, edition, field, match, **told):
    text = getattr(edition, FIELDS[field])
    letters = lookalikes(quoted, [text[start:end] for start, end in match.spans])
    return Place(edition, field, match, letters=letters, **told)


def _newest(found):
    release = found[0].release
    return -release.address_date.toordinal(), -release.pk


def _likest(found):
    return -found[2].likeness, *_newest(found)


def _places(quoted, found):
    """The places with their statements: one query. Of several that hold the words, the shortest."""
    versions = StatementVersion.objects.live().filter(edition__in=[one for one, _field, _match in found])
    versions = sorted(versions.select_related("statement", "speaker"), key=lambda one: (one.end - one.start, one.pk))
    for edition, field, match in found:
        start, end = match.spans[0][0], match.spans[-1][1]
        own = (one for one in versions if field == "text" and one.edition_id == edition.pk)
        version = next((one for one in own if one.start <= start and end <= one.end), None)
        if version:
            version.edition = edition
        yield _place(quoted, edition, field, match, version=version)
