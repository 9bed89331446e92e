"""What changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

EQUAL, INSERT, DELETE = "equal", "insert", "delete"
# A number, a word (with its inner hyphens and apostrophes), a stretch of white space, or one other character.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:[-'’‑][^\W_]+)*|\s+|.", re.DOTALL)
_PARAGRAPH = re.compile(r".*?(?:\n{2,}|\Z)", re.DOTALL)
_SENTENCE = re.compile(r".*?(?:[.!?…][»”\"')]*\s+|\Z)", re.DOTALL)
_LONG = 400  # tokens; a longer paragraph is compared sentence by sentence first
_PAIRS = 2500  # pairs of changed paragraphs compared to find out which became which
_CELLS = 100_000  # beyond this many possible pairs, paragraphs are paired in order


class Change(NamedTuple):
    """A stretch of text and what became of it: `equal`, `insert` (only in the new) or `delete` (only in the old)."""

    op: str
    text: str


def word_diff(old: str, new: str) -> list[Change]:
    """The way from `old` to `new` in whole words, as few and as readable changes as can be had quickly.

    The texts of `equal` and `delete` joined give `old`, those of `equal` and `insert` give `new`, to the character.
    No two neighbours have the same op, and a deletion comes before the insertion that replaces it.
    """
    return list(_merged(_by_paragraph(_pieces(_PARAGRAPH, old), _pieces(_PARAGRAPH, new))))


def _pieces(pattern: re.Pattern, text: str) -> list[str]:
    return [piece for piece in pattern.findall(text) if piece]


def _by_paragraph(old: list[str], new: list[str]) -> Iterator[Change]:
    for op, a, b, c, d in _opcodes(old, new, autojunk=False):
        if op == EQUAL:
            yield from (Change(EQUAL, paragraph) for paragraph in old[a:b])
        else:
            yield from _changed_paragraphs(old[a:b], new[c:d])


def _opcodes(old: list[str], new: list[str], autojunk: bool) -> list[tuple[str, int, int, int, int]]:
    """SequenceMatcher's opcodes, with what the two have in common at either end taken first.

    By itself it takes the longest common stretch first, which in a text that repeats itself is often the wrong one.
    """
    head, tail = _common_ends(old, new)
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=autojunk)
    opcodes = [("equal", 0, head, 0, head)] if head else []
    opcodes += [(op, a + head, b + head, c + head, d + head) for op, a, b, c, d in middle.get_opcodes()]
    if tail:
        opcodes.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return opcodes


def _common_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many items the two lists share at the beginning, and how many of the rest at the end."""
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - head
    return head, next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)


def _changed_paragraphs(old: list[str], new: list[str]) -> Iterator[Change]:
    """Compare each changed paragraph with what it became; the others were struck out or added whole."""
    i = j = 0
    for a, b in [*_partners(old, new), (len(old), len(new))]:
        yield from (Change(DELETE, paragraph) for paragraph in old[i:a])
        yield from (Change(INSERT, paragraph) for paragraph in new[j:b])
        if a < len(old):
            yield from _by_word(old[a], new[b])
        i, j = a + 1, b + 1


def _partners(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Pairs of indexes, ascending in both, of paragraphs that have enough words in common to be one that changed.

    Of all such pairings the one with the most words in common (longest common subsequence, weighted).
    """
    if len(old) == len(new) == 1:
        return [(0, 0)]
    if not old or not new:
        return []
    if len(old) * len(new) > _CELLS:
        return [(index, index) for index in range(min(len(old), len(new)))]
    left, right = [_bag(paragraph) for paragraph in old], [_bag(paragraph) for paragraph in new]
    # Paragraphs rarely change places: of many, only those about as far down in their text are compared.
    slope, reach = len(new) / len(old), max(5, _PAIRS // len(old))
    alike = [
        [_likeness(left[i], right[j]) if abs(i * slope - j) <= reach else 0.0 for j in range(len(new))]
        for i in range(len(old))
    ]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            pair = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bag(paragraph: str) -> Counter:
    return Counter(token for token in _TOKEN.findall(paragraph) if token[0].isalnum())


def _likeness(a: Counter, b: Counter) -> float:
    """The share of words in common, 0 when it is too small to speak of the same paragraph."""
    shared = 2 * sum(min(count, b[token]) for token, count in a.items() if token in b) / (a.total() + b.total() or 1)
    return shared if shared >= 0.3 else 0.0


def _by_word(old: str, new: str) -> Iterator[Change]:
    left, right = _with_space(_pieces(_TOKEN, old)), _with_space(_pieces(_TOKEN, new))
    if max(len(left), len(right)) > _LONG:
        sentences = _pieces(_SENTENCE, old), _pieces(_SENTENCE, new)
        if min(map(len, sentences)) > 1:
            yield from _by_paragraph(*sentences)
            return
    # White space is no ground to call two texts alike, nor to call two words different.
    keys = [token.strip() for token in left], [token.strip() for token in right]
    opcodes = _opcodes(*keys, autojunk=max(map(len, keys)) > _LONG)
    for op, i1, i2, j1, j2 in _readable(opcodes, left):
        if op != EQUAL:
            yield Change(DELETE, "".join(left[i1:i2]))
            yield Change(INSERT, "".join(right[j1:j2]))
            continue
        for one, other in zip(left[i1:i2], right[j1:j2], strict=True):
            if one == other:
                yield Change(EQUAL, one)
                continue
            word = one.strip()
            yield Change(EQUAL, word)
            yield Change(DELETE, one[len(word) :])
            yield Change(INSERT, other[len(word) :])


def _with_space(tokens: Iterable[str]) -> list[str]:
    """The tokens, each with the white space behind it; white space at the very beginning stays alone."""
    joined: list[str] = []
    for token in tokens:
        if token.isspace() and joined and not joined[-1].isspace():
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _readable(opcodes: list[tuple], tokens: list[str]) -> Iterator[tuple]:
    """Opcodes in which no lone comma or particle survives between two replacements; those read better as one."""
    held = None
    for number, (op, i1, i2, j1, j2) in enumerate(opcodes):
        if op == EQUAL and 0 < number < len(opcodes) - 1:
            slight = sum(len(token.strip()) for token in tokens[i1:i2]) <= 3
            op = "replace" if slight and opcodes[number - 1][0] == opcodes[number + 1][0] == "replace" else EQUAL
        if op == EQUAL:
            if held:
                yield tuple(held)
            held = None
            yield op, i1, i2, j1, j2
        elif held:
            held[2], held[4] = i2, j2
        else:
            held = ["replace", i1, i2, j1, j2]
    if held:
        yield tuple(held)


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes with neighbours of one kind joined, and what a deletion and its insertion share set equal."""
    equal = ""
    told = (change for change in changes if change.text)
    for is_equal, run in groupby(told, key=lambda change: change.op == EQUAL):
        if is_equal:
            equal += "".join(change.text for change in run)
            continue
        sides = {DELETE: "", INSERT: ""}
        for op, text in run:
            sides[op] += text
        before, deleted, inserted, after = _trimmed(sides[DELETE], sides[INSERT])
        equal += before
        if deleted or inserted:
            if equal:
                yield Change(EQUAL, equal)
            yield from (Change(op, text) for op, text in ((DELETE, deleted), (INSERT, inserted)) if text)
            equal = ""
        equal += after
    if equal:
        yield Change(EQUAL, equal)


def _trimmed(deleted: str, inserted: str) -> tuple[str, str, str, str]:
    """(common beginning, deletion, insertion, common end) in whole tokens."""
    a, b = _pieces(_TOKEN, deleted), _pieces(_TOKEN, inserted)
    head, tail = _common_ends(a, b)
    parts = a[:head], a[head : len(a) - tail], b[head : len(b) - tail], a[len(a) - tail :]
    return tuple("".join(part) for part in parts)
