"""Passages that say nearly the same: which of two lists of words are one another's."""

import re

from .anchors import CLOSE, Anchor, find_anchor

_WORD = re.compile(r"[^\W\d_]{2,}")
_SHARED = 0.35  # of the words of the shorter; below that the two are not compared


def near_repeats(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Pairs (index in `old`, index in `new`) of passages close enough to be one that was said again, best first.

    Each passage is in one pair at most. Close is what `find_anchor` takes for the same passage, exact or altered,
    where it takes in at least half of the other one.
    """
    bags = [_bag(words) for words in old], [_bag(words) for words in new]
    scored = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            left, right = bags[0][i], bags[1][j]
            if len(left & right) < _SHARED * max(1, min(len(left), len(right))):
                continue
            found = find_anchor(one, Anchor(other, "", "", 0, len(other)))
            if found and found.score >= CLOSE and (found.end - found.start) * 2 >= len(one):
                scored.append((-found.score, i, j))
    pairs, taken = [], (set(), set())
    for _score, i, j in sorted(scored):
        if i not in taken[0] and j not in taken[1]:
            pairs.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def _bag(words: str) -> set[str]:
    return {word.casefold()[:6] for word in _WORD.findall(words)}
