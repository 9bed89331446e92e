"""A release beside another of its language versions, paragraph by paragraph, with the statements linked across."""

import re
from itertools import zip_longest

from django.http import Http404
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from speeches import text
from speeches.limits import limited
from speeches.models import StatementVersion
from speeches.text.passages import formats as formats_of
from speeches.text.passages import laid_out

from .common import live_editions, public
from .releases import at_address, nothing_at, siblings

MARKS = 40
"""Statements on a page that are lit up together with their counterpart (static/beside.css)."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_INLINE = frozenset({"a", "strong", "em", "sup", "sub", "br", "span"})


@public
@limited("beside")
def beside(request, year, month, day, slug, language):
    """Both texts in two columns; 404 where the other is not live. Nothing here tells of a version to come."""
    there = at_address(year, month, day, slug)
    edition = live_editions().filter(release=there).first() if there else None
    below = f"beside/{language}/"
    if edition is None:
        return nothing_at(request, there, request.path.removesuffix(below), below)
    group = there.translation_group
    other = live_editions(language).filter(release__translation_group=group).exclude(release=there).first()
    if not group or other is None:
        raise Http404
    told, pairs = rows(edition, other)
    context = {
        "edition": edition,
        "release": edition.release,
        "other": other,
        "rows": told,
        "pairs": len(pairs),
        "by_machine": sum(not all(one.statement.aligned_by_id for one in pair) for pair in pairs),
        "siblings": siblings(there),
    }
    return render(request, "public/beside.html", context)


def rows(edition, other):
    """([(blocks of the one text, of the other)], [pair of versions that say the same]).

    Blocks are safe HTML; those that hold one statement stand in one row.
    """
    shown = StatementVersion.objects.live().filter(edition__in=[edition, other])
    shown = list(shown.select_related("statement").order_by("start"))
    left, right = ([version for version in shown if version.edition_id == each.pk] for each in (edition, other))
    across = {version.statement.alignment: version for version in right if version.statement.alignment}
    pairs = [(one, across[one.statement.alignment]) for one in left if one.statement.alignment in across]
    counterpart = {one.pk: other for pair in pairs for one, other in (pair, pair[::-1])}
    number = {one.pk: place for place, pair in enumerate(pairs, 1) for one in pair if place <= MARKS}
    sides = [
        blocks(_marked(each, [one for one in some if one.pk in counterpart], counterpart, number))
        for each, some in ((edition, left), (other, right))
    ]
    starts = [_starts(each.body) for each in (edition, other)]
    return _rows(*sides, [(_block(starts[0], one), _block(starts[1], two)) for one, two in pairs]), pairs


def _marked(edition, versions, counterpart, number):
    """The body with each aligned statement linked to its counterpart; within a link it is marked only."""
    formats, named = formats_of(edition.body), set()

    def wrap(start, _end, covering):
        if not covering:
            return "", ""
        version = versions[covering[0]]
        public_id, place = version.statement.public_id, number.get(version.pk)
        name = "" if public_id in named else format_html(' id="s-{}"', public_id)
        named.add(public_id)
        lit = f" n{place}" if place else ""
        if formats[start].href:
            return format_html('<span class="said{}"{}>', lit, name), "</span>"
        target = counterpart[version.pk].statement.public_id
        return format_html('<a class="said{}" href="#s-{}"{}>', lit, target, name), "</a>"

    spans = [(version.start, version.end) for version in versions]
    return laid_out(edition.body, spans, wrap, lambda block: "")


def blocks(html):
    """The top-level elements of a body (as `sanitise` returns it), in order; loose words make one of their own."""
    found, depth, begun = [], 0, 0
    for tag in _TAG.finditer(html):
        if tag[2] in _INLINE:
            continue
        if not tag[1]:
            if depth == 0 and html[begun : tag.start()].strip():
                found.append(html[begun : tag.start()])
            begun = tag.start() if depth == 0 else begun
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append(html[begun : tag.end()])
                begun = tag.end()
    return [*found, html[begun:]] if html[begun:].strip() else found


def _starts(html):
    """Where each block begins in the plain text."""
    starts, at = [], 0
    for block in blocks(html):
        starts.append(at)
        words = text.plain_text(block)
        at += len(words) + 2 if words else 0
    return starts


def _block(starts, version):
    return max(place for place, start in enumerate(starts) if start <= version.start)


def _rows(left, right, anchors):
    """Blocks in their order: `anchors` (place left, place right) share a row where they do not cross."""
    found, i, j = [], 0, 0
    for a, b in [*sorted(anchors), (len(left), len(right))]:
        if a < i or b < j:
            continue
        found += zip_longest(left[i:a], right[j:b], fillvalue="")
        i, j = a, b
    return [(mark_safe(one), mark_safe(two)) for one, two in found]  # noqa: S308 - sanitised before it is sealed
