"""Where the words of a query stand in a text: the text in pieces, those marked that were asked for.

The pieces are plain text of readers and editors alike: whoever shows them escapes them.
"""

import re
from typing import NamedTuple

from .characters import ELLIPSIS
from .queries import Query, Term
from .stems import stem, words

MOST_WORDS = 50_000
"""Words of one text that are looked through."""
_SENTENCE = re.compile(r"\n|[.!?…][”»\"’]? ")
_LEAD = 60  # characters before the first match, at most
_PARTS = 3  # windows of one snippet, at most


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was asked for."""

    text: str
    marked: bool


class _Hit(NamedTuple):
    start: int
    end: int
    term: Term


def marked(text: str, query: Query) -> list[Piece]:
    """The whole of `text` with the words and phrases of `query` marked, such as a title."""
    return _pieces(text, 0, len(text), _hits(text, query))


def snippet(text: str, query: Query, width: int = 220) -> list[Piece]:
    """The stretches of `text` that show most of `query`, about `width` characters in all, cut between words.

    One stretch where it holds all that can be found, else up to three from different places; "…" stands where text
    is left out. The beginning of the text where nothing of the query is in it. Line breaks become spaces.
    """
    hits = _hits(text, query)
    windows = _windows(text, hits, width)
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(windows):
        if number:
            pieces.append(Piece(f" {ELLIPSIS} ", False))
        elif text[:start].strip():
            pieces.append(Piece(ELLIPSIS, False))
        pieces += _pieces(text, start, end, hits)
    if windows and text[windows[-1][1] :].strip():
        last = text[windows[-1][1] - 1]
        pieces.append(Piece(f" {ELLIPSIS}" if last in ".!?" else ELLIPSIS, False))
    return _joined(pieces)


def _hits(text: str, query: Query) -> list[_Hit]:
    """The matches of what is wanted in the order of the text, without overlaps, the longer first."""
    found = []
    places = []
    for word in words(text):
        places.append((word.start, word.end, stem(word.text, query.language)))
        if len(places) == MOST_WORDS:
            break
    at: dict[str, list[int]] = {}
    for number, (_start, _end, one) in enumerate(places):
        at.setdefault(one, []).append(number)
    for term in query.wanted:
        length = len(term.stems)
        for number in at.get(term.stems[0], ()):
            if tuple(one for _start, _end, one in places[number : number + length]) == term.stems:
                found.append(_Hit(places[number][0], places[number + length - 1][1], term))
    hits, reached = [], 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            hits.append(hit)
            reached = hit.end
    return hits


def _windows(text: str, hits: list[_Hit], width: int) -> list[tuple[int, int]]:
    """The stretches to show, in order; none of them touches another."""
    if len(text) <= width:
        return [(0, len(text))] if text.strip() else []
    if not hits:
        return [_stretch(text, 0, 0, width)]
    wanted = {hit.term for hit in hits}
    best = _best(text, hits, wanted, width)
    chosen = [best]
    missing = wanted - _shown(hits, best)
    if missing:
        part = width // min(_PARTS, 1 + len(missing))
        chosen, missing = [], set(wanted)
        while missing and len(chosen) < _PARTS:
            best = _best(text, [hit for hit in hits if hit.term in missing], missing, part)
            chosen.append(best)
            missing -= _shown(hits, best)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(chosen):
        if merged and start <= merged[-1][1] + len(ELLIPSIS) + 2:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _best(text: str, hits: list[_Hit], wanted: set[Term], width: int) -> tuple[int, int]:
    """The stretch that shows most of the wanted terms, then most words of them, then the first."""
    best, most = (0, 0), (-1, -1)
    for hit in hits:
        window = _stretch(text, hit.start, hit.end, width)
        inside = [one for one in hits if window[0] <= one.start and one.end <= window[1]]
        score = len({one.term for one in inside} & wanted), sum(len(one.term.stems) for one in inside)
        if score > most:
            best, most = window, score
    return best


def _shown(hits: list[_Hit], window: tuple[int, int]) -> set[Term]:
    return {hit.term for hit in hits if window[0] <= hit.start and hit.end <= window[1]}


def _stretch(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """About `width` characters around [start, end), from the beginning of a sentence that is near, else of a word."""
    room = max(0, width - (end - start)) // 2
    first = max(0, start - min(_LEAD, room))
    near = max(0, start - room)
    begun = [match.end() for match in _SENTENCE.finditer(text, near, start)] or ([0] if near == 0 else [])
    if begun:
        first = begun[-1]
    elif first and not text[first - 1].isspace():
        while first < start and not text[first].isspace():
            first += 1
    while first < start and text[first].isspace():
        first += 1
    last = max(end, min(len(text), first + width))
    if last < len(text) and not text[last].isspace():
        cut = last
        while cut > end and not text[cut - 1].isspace():
            cut -= 1
        last = cut if cut > end else last
    while last > max(end, first) and (text[last - 1].isspace() or text[last - 1] in ",;:–—-«“„("):
        last -= 1
    return first, last


def _pieces(text: str, start: int, end: int, hits: list[_Hit]) -> list[Piece]:
    pieces, reached = [], start
    for hit in hits:
        if hit.start >= start and hit.end <= end:
            pieces += [Piece(text[reached : hit.start], False), Piece(text[hit.start : hit.end], True)]
            reached = hit.end
    return _joined([*pieces, Piece(text[reached:end], False)])


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without empty pieces and line breaks, neighbours of one kind as one."""
    joined: list[Piece] = []
    for text, mark in pieces:
        text = re.sub(r"\s*\n\s*", " ", text)
        if joined and joined[-1].marked == mark:
            joined[-1] = Piece(joined[-1].text + text, mark)
        elif text:
            joined.append(Piece(text, mark))
    return joined
