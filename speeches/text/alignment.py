"""Which statement of one language version is which of another: one to one, in order, or none.

The method is that of Gale and Church ("A Program for Aligning Sentences in Bilingual Corpora", Computational
Linguistics 19(1), 1993): a dynamic programme over both sequences, which do not cross. To their lengths come what a
translation keeps: who speaks, figures, names, verbatim or reported, and the paragraph.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from .slugs import transliterate

CERTAIN = 1.2
"""From this likeness on two statements are put beside each other without a person; below, nobody knows."""

_SKIP = -0.25  # what it costs to leave a statement without a partner
_MARGIN = 0.2  # by how much a pair must be likelier than the next
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|\b[IVX]+\b")
_NAME = re.compile(r"(?<![.!?…»”\"–—-] )(?<!^)(?<![«“\"])\b[^\W\d_a-zа-яёәғқңөұүһі]\w{2,}", re.MULTILINE)
_STEM = 4  # letters of a name that stay the same in most cases and spellings


@dataclass(frozen=True)
class Unit:
    """A statement as the alignment sees it.

    `speaker` is any value that two languages share for one person, None where nobody knows; `paragraph` counts from
    any number on; `verbatim` says that it is a direct quotation; `language` is that of the words.
    """

    words: str
    language: str
    speaker: object = None
    paragraph: int = 0
    verbatim: bool = False

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Figures and Roman numerals in it."""
        return frozenset(found.replace(",", ".") for found in _NUMBER.findall(self.words))

    @cached_property
    def names(self) -> frozenset[str]:
        """The beginnings of what is written with a capital within a sentence, in Latin letters."""
        found = (transliterate(name, self.language).lower() for name in _NAME.findall(self.words))
        return frozenset(name[:_STEM] for name in found if len(name) >= _STEM)


def align(
    left: Sequence[Unit], right: Sequence[Unit], spare: Collection[int] = (), most: int = 0
) -> list[tuple[int, int, float]]:
    """The pairs (place in `left`, place in `right`, likeness) that make the likeliest alignment without crossings.

    A likeness of CERTAIN or more can be trusted. Where both sides pair off to the last one, and nothing speaks against
    any pair, all are certain: a statement that had slipped by one place would leave one over. Up to `most` of the
    places `spare` in `left` may be left over all the same. Statements without a partner are in no pair.
    """
    likely = [[likeness(one, other) for other in right] for one in left]
    found = _likeliest(likely, len(left), len(right))
    over = set(range(len(left))) - {i for i, _j in found}
    paired_off = len(found) == len(right) and over <= set(spare) and len(over) <= most
    if paired_off and all(likely[i][j] > 0 for i, j in found):
        return [(i, j, max(likely[i][j], CERTAIN)) for i, j in found]
    return [(i, j, min(likely[i][j], CERTAIN - 0.01) if _rivalled(likely, i, j) else likely[i][j]) for i, j in found]


def _likeliest(likely: list[list[float]], rows: int, columns: int) -> list[tuple[int, int]]:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        best[i][0] = i * _SKIP
    for j in range(1, columns + 1):
        best[0][j] = j * _SKIP
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            best[i][j] = max(best[i - 1][j] + _SKIP, best[i][j - 1] + _SKIP, best[i - 1][j - 1] + likely[i - 1][j - 1])
    found, i, j = [], rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + likely[i - 1][j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif best[i][j] == best[i - 1][j] + _SKIP:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _rivalled(likely: list[list[float]], i: int, j: int) -> bool:
    """Whether another partner of either would have been nearly as likely."""
    rivals = [score for place, score in enumerate(likely[i]) if place != j]
    rivals += [row[j] for place, row in enumerate(likely) if place != i]
    return likely[i][j] - max(rivals, default=-math.inf) < _MARGIN


def likeness(one: Unit, other: Unit) -> float:
    """How much speaks for both saying the same; minus infinity where different people speak."""
    if one.speaker is not None and other.speaker is not None and one.speaker != other.speaker:
        return -math.inf
    score = 0.7 if one.speaker is not None and one.speaker == other.speaker else 0.0
    score += _shared(one.numbers, other.numbers) + _shared(one.names, other.names)
    score += 0.4 if one.verbatim == other.verbatim else -0.6
    score += 0.5 - 1.2 * abs(math.log(len(one.words) / len(other.words)))
    return score - 0.2 * min(4, abs(one.paragraph - other.paragraph))


def _shared(one: frozenset, other: frozenset) -> float:
    """From -0.8 (both have some, none in common) to 1 (the same); a little less than nothing where one has none."""
    if not one and not other:
        return 0.0
    if not one or not other:
        return -0.3
    return 1.8 * len(one & other) / len(one | other) - 0.8
