"""Words of a quotation that stand in a text to the eye alone: a letter of another alphabet looks like the right one."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from .quoting import _CYRILLIC, _DROPPED, _LATIN, _ONLY_ALIKE, _TO_LATIN, Quotation, fold, same


def lookalikes(quoted: Quotation, passages: Sequence[str]) -> tuple[str, ...]:
    """The words of `quoted`, as they were typed and each once, that `passages` have with other letters that look alike.

    Only words that are odd in the quotation itself are taken, such as "wаter" with a Cyrillic а: a text that is odd
    where the quotation is not makes nothing wrong with it.
    """
    mostly_cyrillic = len(_CYRILLIC.findall(quoted.text)) > len(_LATIN.findall(quoted.text))
    typed = {quoted.text[word.start : word.end]: word for part in quoted.parts for word in part}
    odd = {said: word for said, word in typed.items() if _is_odd(said, mostly_cyrillic)}
    if not odd:
        return ()
    theirs = {passage[word.start : word.end]: word for passage in passages for word in fold(passage)}
    as_it_is = set(map(_letters, theirs))
    return tuple(
        said
        for said, word in odd.items()
        if _letters(said) not in as_it_is and any(same(word, other) for other in theirs.values())
    )


def by_alphabet(said: str) -> list[tuple[str, bool]]:
    """A word that `lookalikes` gave, in pieces, each with whether its letters are the other ones: the fewer of two
    alphabets, or all where there is one.
    """
    latin, cyrillic = _LATIN.findall(said), _CYRILLIC.findall(said)
    other = set(min((latin, cyrillic), key=len) or said)
    return [("".join(letters), odd) for odd, letters in groupby(said, key=other.__contains__)]


def _is_odd(said: str, mostly_cyrillic: bool) -> bool:
    """Whether a word has letters of two alphabets, or looks like a word of the other one than the quotation is in."""
    cyrillic, latin = bool(_CYRILLIC.search(said)), bool(_LATIN.search(said))
    if cyrillic and latin:
        return True
    return (latin if mostly_cyrillic else cyrillic) and bool(_ONLY_ALIKE.fullmatch(said.translate(_TO_LATIN)))


def _letters(said: str) -> str:
    return unicodedata.normalize("NFC", said.translate(_DROPPED)).casefold()
