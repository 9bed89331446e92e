"""A quotation checked against what is live: the answer that the page and the interface for programs give."""

from dataclasses import dataclass

from speeches import search
from speeches.models import Edition, StatementVersion
from speeches.text import quoting

LONGEST = 1200
"""Characters of a quotation; more are not looked up."""
_READ = 30
"""Editions read for a quotation."""
_COMPARED = 6
"""Editions compared word by word, where the quotation stands nowhere word for word."""


@dataclass(frozen=True)
class Place:
    """Where a quotation stands, or something like it. `version`: the live statement that holds it all, or None."""

    edition: Edition
    match: quoting.Match
    version: StatementVersion | None = None


@dataclass(frozen=True)
class Answer:
    """`kind` is "verbatim", "close", "not-found", "too-short" or "too-long".

    Verbatim places come newest release first, close ones likeliest first. `more`: there are others than these.
    """

    kind: str
    quoted: quoting.Quotation | None = None
    places: tuple[Place, ...] = ()
    more: bool = False


def check_quote(words, limit=5):
    """What the live texts say to the quotation `words`, any text: an Answer of `limit` places at most."""
    if len(words) > LONGEST:
        return Answer("too-long")
    quoted = quoting.quotation(words)
    if not any(len(part) >= quoting.WIDTH for part in quoted.parts):
        return Answer("too-short", quoted)
    read = [(one, quoting.fold(one.plain_text)) for one in search.candidates(quoted, _READ)]
    for kind, compare, among in (("verbatim", quoting.verbatim, _READ), ("close", quoting.close, _COMPARED)):
        found = [(one, compare(quoted, one.plain_text, text)) for one, text in read[:among]]
        found = [(one, match) for one, match in found if match]
        if found:
            found.sort(key=_newest if kind == "verbatim" else _likest)
            return Answer(kind, quoted, tuple(_places(found[:limit])), len(found) > limit)
    return Answer("not-found", quoted)


def _newest(pair):
    release = pair[0].release
    return -release.address_date.toordinal(), -release.pk


def _likest(pair):
    return -pair[1].likeness, *_newest(pair)


def _places(found):
    """The places with their statements: one query. Of several that hold the words, the shortest."""
    versions = StatementVersion.objects.live().filter(edition__in=[one for one, _match in found])
    versions = sorted(versions.select_related("statement", "speaker"), key=lambda one: (one.end - one.start, one.pk))
    for edition, match in found:
        start, end = match.spans[0][0], match.spans[-1][1]
        holding = (one for one in versions if one.edition_id == edition.pk and one.start <= start and end <= one.end)
        version = next(holding, None)
        if version:
            version.edition = edition
        yield Place(edition, match, version)
