"""Words cut to their stems, so that a search finds a word in any of its forms.

English and Russian by Snowball (M. Porter, snowballstem.org), Kazakh by `stems_kk`. The stems are made here for both
databases; they hold letters and digits only, in lower case, and no database has anything left to do with them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from . import stems_kk
from .characters import INVISIBLE

_APOSTROPHES = "'’‘ʼ`´ʹ′"
_INSIDE = re.escape(_APOSTROPHES + INVISIBLE) + "\u0300-\u036f"
# A number in groups of three digits is one word; a number, and a word with the apostrophes inside it. A hyphen, a
# full stop and all other signs part words.
_WORD = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[ ,\u00a0\u2009\u202f]\d{{3}})+(?!\d)|\d+|[^\W\d_][{_INSIDE}]*(?:[^\W\d_][{_INSIDE}]*)*"
)
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z]")
_TO_LATIN = str.maketrans("авсенікмортхуһ", "abcehikmoptxyh")
_TO_CYRILLIC = str.maketrans("abcehikmoptxy", "авсенікмортху")
_MARKS = re.compile(r"[\u0300-\u036f]")
_LONGEST = 60  # letters of a word that count; what is longer is no word
_BARE_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")


class Word(NamedTuple):
    """A word of a text, folded, and its place in it: code points, end-exclusive."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of `text` in their order, folded; parts of a hyphenated word are words of their own."""
    for match in _WORD.finditer(text):
        folded = fold(match[0])
        if folded:
            end = match.end()
            while text[end - 1] in _APOSTROPHES:
                end -= 1
            yield Word(folded, match.start(), end)


def stems(text: str, language: str) -> list[str]:
    """The stems of all words of `text`, in their order."""
    return [stem(word.text, language) for word in words(text)]


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """`word` in the spelling that is compared: NFKC, without case, accents on Latin letters, apostrophes and what is
    invisible; ё as е; a Latin letter among Cyrillic ones, or the other way round, as the one that it looks like.
    """
    word = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
    if not _CYRILLIC.search(word):
        word = unicodedata.normalize("NFKD", word)
    elif _LATIN.search(word):
        latin = word.translate(_TO_LATIN)
        word = word.translate(_TO_CYRILLIC) if _CYRILLIC.search(latin) else latin
    return "".join(letter for letter in _MARKS.sub("", word) if letter.isalnum())[:_LONGEST]


def bare(word: str) -> str:
    """A folded word with the Kazakh letters as they are typed on a keyboard without them: қала as кала."""
    return word.translate(_BARE_KAZAKH)


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The stem of `word` in `language`: "en", "ru" or "kk". ValueError for another language.

    Never empty for a word with a letter or a digit in it. A word of another script keeps its form.
    """
    word = fold(word)
    if language not in _STEMMERS:
        raise ValueError(f"There are no stems in “{language}”, only in {', '.join(_STEMMERS)}.")
    if not word or word[0].isdigit():
        return word
    if language == "ru":
        return _russian(word)
    return _STEMMERS[language](word) or word


_english = snowballstemmer.stemmer("english").stemWord
_snowball_russian = snowballstemmer.stemmer("russian").stemWord
# Nouns that Snowball takes for verbs in some of their cases (Елена, Еленой), by their stems.
_NOUNS = ("елен", "ален", "ирен", "магдален", "орден", "перемен", "измен")
_CASES = frozenset(("", "а", "ы", "е", "у", "ой", "ою", "ом", "ов", "ам", "ами", "ах"))


def _russian(word: str) -> str:
    for noun in _NOUNS:
        if word.startswith(noun) and word[len(noun) :] in _CASES:
            return noun
    found = _snowball_russian(word)
    # In one form Snowball takes the end of the word for that of a verb or of a genitive, in others it does not
    # (материал, материалы; Касенов, Касенову): all as the shorter one.
    while (
        len(found) > (3 if found.endswith(("е", "о")) else 4) and found.endswith(_UNSURE) and _VOWEL.search(found[:-2])
    ):
        found = found[:-1] if found[-2] in "ая" and found[-1] in "лн" or found[-1] in "ео" else found[:-2]
    return found


_UNSURE = tuple("ал ял ан ян ил ыл ов ев ом ем им ым ам ах ых е о".split())  # noqa: SIM905
_VOWEL = re.compile("[аеиоуыэюя]")
_STEMMERS = {"en": _english, "ru": _russian, "kk": stems_kk.stem}
