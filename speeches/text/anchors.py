"""Quote anchors: a passage remembered by its words, the words around it and its place, and found again later.

The fields are those of TextQuoteSelector and TextPositionSelector (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from os.path import commonprefix
from typing import NamedTuple

# From here up a passage counts as found; below, a person looks at it ("needs review").
CERTAIN = 0.9
# Below this likeness nothing is reported at all.
CLOSE = 0.6
# A quote this long that stands in a text just once can be trusted without the words around it.
_TELLING = 24
_UNCERTAIN = CERTAIN - 0.01
_LONG = 300  # words; longer quotes are compared by their two ends
_END = 80
_REACH = 4  # words looked at beyond the ends of a likeness, for the old surroundings
_KNOWN = 8  # characters of these that must adjoin
_FEW = 5  # words; quotes this short are no evidence by themselves

_WORD = re.compile(r"[^\W_]+")
# Marks that an editor exchanges without touching the words.
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys('«»„“”‟"″', '"'), **dict.fromkeys("‘’‚‛'′", "'"), **dict.fromkeys("‐‑‒–—―−-", "-"), "…": "..."}
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of a plain text: its exact words, up to some characters before and after, and its offsets then."""

    quote: str
    prefix: str
    suffix: str
    start: int
    end: int


class Found(NamedTuple):
    """Where a passage stands now; `score` from 0 to 1 says how sure that is, `exact` that the words are the same."""

    start: int
    end: int
    score: float
    exact: bool


def make_anchor(text: str, start: int, end: int, context: int = 32) -> Anchor:
    """The anchor of `text[start:end]` with up to `context` characters on either side; ValueError on a bad range."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}–{end} is no passage of a text of {len(text)} characters")
    if context < 0:
        raise ValueError(f"context is {context}: it counts characters")
    return Anchor(text[start:end], text[max(0, start - context) : start], text[end : end + context], start, end)


def find_anchor(text: str, anchor: Anchor) -> Found | None:
    """Where the passage of `anchor` stands in `text`, or None when nothing in it is alike.

    A score of CERTAIN or more means that the same words were found at a place that cannot be mistaken for another
    (only quotation marks, dashes or white space may differ, then `exact` is false). Otherwise the best guess comes
    with a lower score: the words stand in several places that fit equally, or a passage is merely like them.
    """
    if not anchor.quote.strip():
        return None
    if text[anchor.start : anchor.end] == anchor.quote and _context(text, anchor.start, anchor.end, anchor) == 1:
        return Found(anchor.start, anchor.end, 1.0, True)
    return _exact(text, anchor) or _same_words(text, anchor) or _alike(text, anchor)


def _exact(text: str, anchor: Anchor) -> Found | None:
    found = _best(text, anchor, _occurrences(text, anchor.quote))
    return found and Found(*found, True)


def _occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _best(text: str, anchor: Anchor, places: Iterator[tuple[int, int]]) -> tuple[int, int, float] | None:
    """The place with the likest surroundings, then the nearest to the old one; sure only when it stands out."""
    ranked = sorted(
        (-_context(text, start, end, anchor), abs(start - anchor.start), start, end)
        for start, end in places
        if _whole_words(text, start, end, anchor)
    )
    if not ranked:
        return None
    likeness, _distance, start, end = -ranked[0][0], *ranked[0][1:]
    if len(ranked) == 1:
        sure = len(anchor.quote) >= _TELLING or likeness >= 0.4
        return start, end, 1.0 if sure else _UNCERTAIN
    rival = -ranked[1][0]
    if likeness >= 0.4 and likeness - rival >= 0.2:
        return start, end, CERTAIN + (1 - CERTAIN) * likeness
    return start, end, _UNCERTAIN * (0.6 + 0.4 * likeness)


def _context(text: str, start: int, end: int, anchor: Anchor) -> float:
    """How much of the anchor's prefix and suffix still adjoins `text[start:end]`, 0 to 1.

    The end of a text counts as a surrounding of its own: an anchor without prefix wants to begin the text.
    """
    before = text[max(0, start - len(anchor.prefix)) : start]
    after = text[end : end + len(anchor.suffix)]
    kept = len(commonprefix([anchor.prefix[::-1], before[::-1]])) if anchor.prefix else int(start == 0)
    kept += len(commonprefix([anchor.suffix, after])) if anchor.suffix else int(end == len(text))
    return kept / (max(1, len(anchor.prefix)) + max(1, len(anchor.suffix)))


def _whole_words(text: str, start: int, end: int, anchor: Anchor) -> bool:
    """Whether `text[start:end]` cuts a word only where the anchored passage did: "art" is not found in "party"."""
    begins = _cuts(anchor.prefix, anchor.quote) or not _cuts(text[max(0, start - 1) : start], text[start])
    ends = _cuts(anchor.quote, anchor.suffix) or not _cuts(text[end - 1], text[end : end + 1])
    return begins and ends


def _cuts(left: str, right: str) -> bool:
    """Whether the border between `left` and `right` goes through a word."""
    return left[-1:].isalnum() and right[:1].isalnum()


def _same_words(text: str, anchor: Anchor) -> Found | None:
    """The passage with other quotation marks, dashes, spaces or line breaks, but the same words and punctuation."""
    folded, places = _folded(text)
    quote, _places = _folded(anchor.quote.strip())
    if not any(character.isalnum() for character in quote):
        return None
    spans = ((places[start], places[end - 1] + 1) for start, end in _occurrences(folded, quote))
    found = _best(text, anchor, spans)
    if not found:
        return None
    start, end, score = found
    return Found(start, end, min(score, 0.95), False)


@lru_cache(maxsize=4)  # many anchors are looked for in one text
def _folded(text: str) -> tuple[str, list[int]]:
    """`text` with its typography evened out, and for each character of that the index in `text` it comes from."""
    characters, places = [], []
    for index, character in enumerate(text):
        if character.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                places.append(index)
            continue
        for replacement in character.translate(_TYPOGRAPHY):
            characters.append(replacement)
            places.append(index)
    return "".join(characters), places


class _Word(NamedTuple):
    key: str
    start: int
    end: int


@lru_cache(maxsize=4)
def _words(text: str) -> list[_Word]:
    """The words of `text` with a key under which inflected forms of Russian and Kazakh mostly agree."""
    return [
        _Word(match.group().casefold().replace("ё", "е")[:6], match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def _alike(text: str, anchor: Anchor) -> Found | None:
    """The passage of `text` whose words are likest to the quote in the same order; never certain."""
    quote = [word.key for word in _words(anchor.quote)]
    words = _words(text)
    if not quote or not words:
        return None
    if len(quote) <= _LONG:
        found = _likest(words, quote)
    else:
        head, tail = _likest(words, quote[:_END]), _likest(words, quote[-_END:])
        if not head or not tail or not 0.5 <= (tail[1] - head[0]) / len(quote) <= 2:
            return None
        between = Counter(word.key for word in words[head[0] : tail[1]])
        shared = sum((between & Counter(quote)).values()) * 2 / (len(quote) + tail[1] - head[0])
        found = head[0], tail[1], min(head[2], tail[2], shared)
    if not found or found[2] < CLOSE:
        return None
    first, last, likeness = found
    start, end = _to_old_borders(text, words, first, last, anchor)
    context = _context(text, start, end, anchor)
    score = min(likeness * 0.85 + context * 0.15, _UNCERTAIN)
    # A date or a name has likes in every text; in its old surroundings only it is the same one.
    kin = len(quote) > _FEW or context >= 0.2
    return Found(start, end, score, False) if kin and score >= CLOSE else None


def _likest(words: list[_Word], quote: list[str]) -> tuple[int, int, float] | None:
    """First word, end and likeness of the stretch of `words` most like `quote`.

    A window of the quote's length slides over the text and keeps count of the words shared (linear); only where it
    shares most are the orders compared.
    """
    best = None
    for centre in _windows([word.key for word in words], quote):
        margin = max(3, len(quote) // 3)
        low, high = max(0, centre - margin), min(len(words), centre + len(quote) + margin)
        candidate = _compare(words, low, high, quote)
        if best is None or candidate[2] > best[2]:
            best = candidate
    return best


def _windows(keys: list[str], quote: list[str], most: int = 4) -> list[int]:
    """Where the windows start that share most words with `quote`, at most `most` of them and well apart."""
    wanted, width = Counter(quote), min(len(quote), len(keys))
    weight = {key: len(key) for key in wanted}
    seen: Counter = Counter()
    shared, scores = 0, []
    floor = 0.5 * sum(map(len, quote))
    for index, key in enumerate(keys):
        if key in wanted:
            seen[key] += 1
            shared += weight[key] if seen[key] <= wanted[key] else 0
        if index >= width:
            left = keys[index - width]
            if left in wanted:
                shared -= weight[left] if seen[left] <= wanted[left] else 0
                seen[left] -= 1
        if index >= width - 1 and shared >= floor:
            scores.append((shared, width - 1 - index))
    chosen: list[int] = []
    for _shared, start in sorted(scores, reverse=True):
        if len(chosen) == most:
            break
        if all(abs(-start - other) > max(1, width // 2) for other in chosen):
            chosen.append(-start)
    return chosen


def _compare(words: list[_Word], low: int, high: int, quote: list[str]) -> tuple[int, int, float]:
    """The stretch within `words[low:high]` that runs from the first to the last word in common, and its likeness.

    There is one: only windows that share words with the quote come here.
    """
    region = [word.key for word in words[low:high]]
    matcher = SequenceMatcher(None, quote, region, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    # A small word at either end may have met its like in a neighbouring sentence, and costs more than it gives.
    while len(blocks) > 1 and _ratio(blocks[1:], region, quote) > _ratio(blocks, region, quote):
        blocks.pop(0)
    while len(blocks) > 1 and _ratio(blocks[:-1], region, quote) > _ratio(blocks, region, quote):
        blocks.pop()
    return low + blocks[0].b, low + blocks[-1].b + blocks[-1].size, _ratio(blocks, region, quote)


def _ratio(blocks: list[Match], region: list[str], quote: list[str]) -> float:
    """The share of letters in common between the quote and the stretch of `region` that the blocks span."""
    matched = sum(len(key) for block in blocks for key in region[block.b : block.b + block.size])
    stretch = region[blocks[0].b : blocks[-1].b + blocks[-1].size]
    return 2 * matched / (sum(map(len, quote)) + sum(map(len, stretch)))


def _to_old_borders(text: str, words: list[_Word], first: int, last: int, anchor: Anchor) -> tuple[int, int]:
    """Where a likeness of `words[first:last]` begins and ends in `text`.

    Words exchanged at the very ends have no like in the quote; if some words further out the old surroundings
    adjoin, the passage goes as far as there.
    """
    start, end = _with_marks(text, words[first].start, words[last - 1].end, anchor.quote)
    for number in range(first, max(-1, first - _REACH), -1):
        wider = _with_marks(text, words[number].start, end, anchor.quote)[0]
        if anchor.prefix and text.endswith(anchor.prefix[-_KNOWN:], 0, wider):
            start = wider
            break
    for number in range(last, min(len(words), last + _REACH) + 1):
        wider = _with_marks(text, start, words[number - 1].end, anchor.quote)[1]
        if anchor.suffix and text.startswith(anchor.suffix[:_KNOWN], wider):
            end = wider
            break
    return start, end


def _with_marks(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Widen a stretch of words by the punctuation that adjoins it when the quote too begins or ends with some."""
    if not quote[0].isalnum():
        while start > 0 and not text[start - 1].isalnum() and not text[start - 1].isspace():
            start -= 1
    if not quote[-1].isalnum():
        while end < len(text) and not text[end].isalnum() and not text[end].isspace():
            end += 1
    return start, end
