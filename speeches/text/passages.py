"""A body taken apart by the offsets of its plain text: its blocks, its formatting, and marks and notes put into it.

The walk is that of `markup.plain_text`, so every offset here is one there: code points, end-exclusive.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from .markup import _BLOCKS, _TAG, _Walk, _walk

_HREF = re.compile(r"""\shref=(?:"([^"]*)"|'([^']*)')""")
_INLINE = ("strong", "em", "sup", "sub")
_VOID = frozenset({"br", "hr"})


class Format(NamedTuple):
    """How a character stands in its body: `block` is p, h2, h3, quote, cell, head, or ul and ol with their depth
    ("ul1"); `inline` the elements around it of strong, em, sup, sub; `href` where it leads, "" nowhere.
    """

    block: str
    inline: tuple[str, ...]
    href: str


class Block(NamedTuple):
    """A paragraph of the plain text: its offsets, and where in the markup a note on it can be put."""

    start: int
    end: int
    note: int


def formats(html: str) -> list[Format | None]:
    """For each character of `plain_text(html)` how it stands; None between two paragraphs."""
    walk, states = _walk(html), _states(html)
    found: list[Format | None] = []
    for first, _last in walk.origins:
        if first < 0:
            found.append(None)
        else:
            run = walk.units[first].run
            found.append(states[run] if run >= 0 else found[-1])
    return found


def _states(html: str) -> list[Format]:
    """The format of each stretch of text between two tags, in the order of the runs of `_walk`."""
    stack: list[tuple[str, str]] = []
    states = [_format(stack)]
    for match in _TAG.finditer(html):
        name = (match[1] or "").lower()
        if match[0].startswith("</"):
            open_at = next((at for at in reversed(range(len(stack))) if stack[at][0] == name), None)
            if open_at is not None:
                del stack[open_at:]
        elif name and name not in _VOID:
            href = _HREF.search(match[0]) if name == "a" else None
            stack.append((name, unescape(href[1] or href[2] or "") if href else ""))
        states.append(_format(stack))
    return states


def _format(stack: list[tuple[str, str]]) -> Format:
    names = [name for name, _href in stack]
    href = next((href for name, href in reversed(stack) if name == "a"), "")
    return Format(_block(names), tuple(name for name in _INLINE if name in names), href)


def _block(names: list[str]) -> str:
    for name, called in (("th", "head"), ("td", "cell"), ("h2", "h2"), ("h3", "h3")):
        if name in names:
            return called
    lists = [name for name in names if name in ("ul", "ol")]
    if "li" in names and lists:
        return f"{lists[-1]}{len(lists)}"
    return "quote" if "blockquote" in names else "p"


def blocks(html: str) -> list[Block]:
    """The paragraphs of the plain text, each with the place in the markup behind its last word, outside any link."""
    walk = _walk(html)
    spans, start = [], 0
    for at, (first, _last) in enumerate([*walk.origins, (-1, -1)]):
        if first < 0:
            if at > start:
                spans.append((start, at))
            start = at + 1
    ends = [walk.units[walk.origins[end - 1][1]].end for _start, end in spans]
    return [Block(start, end, note) for (start, end), note in zip(spans, _notes(html, ends), strict=True)]


def _notes(html: str, ends: Sequence[int]) -> list[int]:
    """For each place behind a last word the place where its block closes, or the link that holds the block."""
    waiting, found, links = iter([*ends, len(html) + 1]), [], 0
    end = next(waiting)
    for match in _TAG.finditer(html):
        name = (match[1] or "").lower()
        while end <= match.start() and name in _BLOCKS and not links:
            found.append(match.start())
            end = next(waiting)
        if name == "a":
            links = max(0, links + (-1 if match[0].startswith("</") else 1))
    return found + [len(html)] * (len(ends) - len(found))


def laid_out(
    html: str,
    spans: Sequence[tuple[int, int]],
    wrap: Callable[[int, int, list[int]], tuple[str, str]],
    note: Callable[[Block], str],
) -> str:
    """`html` with every piece of its text wrapped, and a note behind every block.

    A piece holds as many characters in the markup as in the plain text, and lies wholly inside or outside each of
    `spans` (offsets, which may overlap). `wrap(start, end, covering)` gives its tags, `covering` the indexes of the
    spans over it; `note(block)` the markup behind a block. What they give is trusted.
    """
    walk = _walk(html)
    inserted = [(block.note, 1, note(block)) for block in blocks(html)]
    borders = {border for span in spans for border in span}
    for start, end in _pieces(walk, borders):
        covering = [index for index, (first, last) in enumerate(spans) if first < end and start < last]
        opening, closing = wrap(start, end, covering)
        inserted += [(walk.units[walk.origins[start][0]].start, 2, opening)]
        inserted += [(walk.units[walk.origins[end - 1][1]].end, 0, closing)]
    pieces, position = [], 0
    for place, _order, markup in sorted(inserted, key=lambda item: item[:2]):
        pieces += [html[position:place], markup]
        position = place
    return "".join([*pieces, html[position:]])


def _pieces(walk: _Walk, borders: set[int]) -> Iterator[tuple[int, int]]:
    """The longest stretches of plain text that stand in the markup character by character, cut at `borders`."""
    start, last = None, None
    for at, (first, final) in enumerate(walk.origins):
        unit = walk.units[first] if first >= 0 else None
        text = unit is not None and unit.run >= 0
        joined = text and last is not None and (unit.run, unit.start) == (last.run, last.end) and at not in borders
        if start is not None and not joined:
            yield start, at
            start = None
        if text and start is None:
            start = at
        last = walk.units[final] if text else None
    if start is not None:
        yield start, len(walk.origins)
