"""How much of a text a change touches."""

import re
from typing import NamedTuple

from .characters import words
from .differences import DELETE, EQUAL, INSERT, word_diff

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_CAPITAL = re.compile(r"[^\W\d_]\S*")


class Extent(NamedTuple):
    """What a change touches: percent of the words (0 to 100), and the numbers and names that differ, in order."""

    percent: int
    numbers: list[str]
    names: list[str]


def extent(old: str, new: str) -> Extent:
    """How much the way from `old` to `new` changes.

    Percent of the longer text's words that were put in or taken out, the greater of the two, rounded up. A name is a
    word with a capital that does not begin a sentence; one that only changes its first letter's case is none.
    """
    changes = word_diff(old, new)
    gone = sum(words(change.text) for change in changes if change.op == DELETE)
    come = sum(words(change.text) for change in changes if change.op == INSERT)
    whole = max(words(old), words(new), 1)
    before, after = _touched(changes, DELETE), _touched(changes, INSERT)
    numbers = _different(before[0], after[0])
    names = _different(before[1], after[1])
    return Extent(min(100, -(-100 * max(gone, come) // whole)), numbers, names)


def _touched(changes, op):
    """(numbers, names) in what `op` touches."""
    numbers, names, so_far = [], [], ""
    for change in changes:
        if change.op == op:
            numbers += _NUMBER.findall(change.text)
            for match in _CAPITAL.finditer(change.text):
                word = match[0].rstrip(".,;:!?…»”\"')")
                if word[:1].isupper() and not _begins_sentence(so_far + change.text[: match.start()]):
                    names.append(word)
        if change.op in (op, EQUAL):
            so_far = (so_far + change.text)[-40:]
    return numbers, names


def _begins_sentence(before):
    before = before.rstrip(" «“„\"'(—–-")
    return not before or before[-1] in ".!?…:\n"


def _different(before, after):
    """What stands only on one side, each once, in order."""
    return list(dict.fromkeys([*(x for x in before if x not in after), *(x for x in after if x not in before)]))
