"""Russian names: what all cases of a word share, and the nominative of a full name."""

import unicodedata
from functools import lru_cache

from .listed import listed

_ENDINGS = tuple(
    sorted(
        listed(
            """
ого его ому ему ыми ой ей ою ею ым им ом ем ая яя ую юю ий ый ия ию ии ие ью а я у ю ы и е о й ь
"""
        ),
        key=len,
        reverse=True,
    )
)
_FLEETING = {"павел": "павл", "лев": "льв", "петр": "петр"}
MASCULINE_IN_A = frozenset(
    listed(
        """
никита илья данила фома лука кузьма савва мустафа муса иса абдулла лева миша саша гаврила
"""
    )
)
_FEMININE_IN_SOFT = frozenset(
    listed(
        """
любовь нинель адель айгуль рахиль изабель мишель николь асель жибек
"""
    )
)
_UNCHANGED = frozenset(listed("сауле айше хосе андре рене софи мари шахризаде люсиле"))
_CONSONANTS = "бвгджзйклмнпрстфхцчшщьъ"
_OBLIQUE = ("ой", "ей", "у", "ю", "ом", "ым", "ем", "им", "и", "ы", "е", "ого", "ому")
_PATRONYMICS = ("ович", "евич", "ич", "овна", "евна", "ична", "улы", "кызы", "оглы", "угли", "гызы")


def plain(word: str) -> str:
    """The word as it is compared: small letters, no «ё»."""
    return unicodedata.normalize("NFC", word).casefold().replace("ё", "е")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What the cases of a name share: «Бекмуратова», «Бекмуратовым» → «бекмуратов»."""
    found = plain(word).rstrip(".")
    found = _FLEETING.get(found, found)
    if len(found) > 4 and found.endswith("ец"):
        found = found[:-2] + "ц"
    for _again in range(3):
        ending = next((e for e in _ENDINGS if found.endswith(e) and len(found) - len(e) >= 3), "")
        if not ending:
            break
        found = found[: -len(ending)]
    return found


def is_patronymic(word: str) -> bool:
    """Whether the word is a patronymic, in whatever case."""
    word = plain(word)
    bare = word.rstrip("аеуйомы")
    return len(word) > 5 and (bare.endswith(("ович", "евич", "овн", "евн", "ичн")) or word.endswith(_PATRONYMICS[6:]))


def gender(words: tuple[str, ...]) -> str:
    """ "m", "f" or "" (not told) of a full name in the nominative."""
    last, first = plain(words[-1]), plain(words[0])
    for word in map(plain, words):
        if word.endswith(("ович", "евич", "улы", "оглы", "угли")):
            return "m"
        if len(word) > 5 and word.endswith(("овна", "евна", "ична", "кызы", "гызы")):
            return "f"
    if last.endswith(("ова", "ева", "ина", "ына", "ская", "цкая")) and len(last) > 4:
        return "f"
    if last.endswith(("ский", "цкий", "ской")) or (len(last) > 4 and last.endswith(("ов", "ев"))):
        return "m"
    if len(words) == 1:
        return ""
    if first in MASCULINE_IN_A:
        return "m"
    if first in _FEMININE_IN_SOFT or first[-1] in "ая":
        return "f"
    return "m" if first[-1] in "бвгджзйклмнпрстфхцчшщ" and last.endswith(("ин", "ын", "ко", "ук", "юк", "ич")) else ""


def nominative(words: tuple[str, ...], case: str = "") -> tuple[str, ...]:
    """The name `words` (first name first) in the nominative; `case` is that of the title before it, if there is one.

    Cases: n, g, d, a, i, l, or "" when nothing tells; then the endings of the surname and of the first name decide.
    """
    if case == "n" or "." in words[0]:
        return words if case == "n" else (*words[:-1], _surname(words[-1], case))
    last, first = plain(words[-1]), plain(words[0])
    if len(words) == 1:
        return (_surname(words[0], case),)
    if _adjectival(last, ("ой", "ей")):
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-2] + "а")
    if last.endswith(("ской", "цкой")) and (first[-1] in "ыиеую" or case in tuple("gdil")):
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-2] + "ая")
    if _adjectival(last, ("ым",)) or last.endswith(("ского", "скому", "ским", "ском", "цкого", "цкому", "цким")):
        return (*map(_first, words[:-1]), _surname(words[-1], case))
    if last.endswith(("скую", "цкую")):
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-2] + "ая")
    if _adjectival(last, ("у", "е")):
        if first[-1] in "ую" and case == "a":
            return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-1] + "а")
        return (*map(_first, words[:-1]), words[-1][:-1])
    if _adjectival(last, ("а",)):
        if first[-1] in "аяыи" and case and case in "ga" and first not in MASCULINE_IN_A:
            return (*map(_first, words[:-1]), words[-1][:-1])
        return words
    if _adjectival(last, ("",)):
        return words
    if case in tuple("gdail") and (bare := _surname_in_a(first, last, words[-1], case)):
        return (*map(_first, words[:-1]), bare)
    if first[-1] in "ыи" and last[-1] in "ыи":
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-1] + _a(words[-1][-2:-1], last))
    if first.endswith(("ой", "ей")) and first not in ("сергей", "андрей", "алексей", "матвей", "тимофей"):
        return (*(_feminine(word, plain(word)) for word in words[:-1]), _of_varga(words[-1]))
    if case == "i" and any(plain(word).endswith(("ом", "ем")) and len(word) > 4 for word in words):
        return (*map(_first, words[:-1]), _surname(words[-1], "i"))
    if case == "d" and first[-1] == last[-1] == "е" and first not in _UNCHANGED:
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1][:-1] + "а")
    if case in tuple("ga") and first[-1] in "ую":
        return (*(_feminine(word, plain(word)) for word in words[:-1]), words[-1])
    if case in tuple("gdali") and first[-1] in "аяуюе" and last[-1] in "аяуюе":
        return (*map(_first, words[:-1]), _masculine(words[-1]))
    if case in tuple("gda") and first[-1] in "аяуюеы":
        return (*(_feminine(word, plain(word)) if case == "d" else _masculine(word) for word in words[:-1]), words[-1])
    return words


def looks_nominative(words: tuple[str, ...]) -> int:
    """How sure it is that the name is in the nominative: 2 for «Айдар Бекмуратов», 1 for «Елена Варга», else 0."""
    first, last = plain(words[0]).rstrip("."), plain(words[-1])
    if first.endswith(("ом", "ем")) and len(first) > 4 and first not in ("артем", "рустем"):
        return 0
    if last[-1] in _CONSONANTS and not last.endswith(_OBLIQUE):
        return 2 if first[-1] in _CONSONANTS else 0 if first[-1] in "ыюе" else 1
    if first[-1] in _CONSONANTS and not last.endswith(_OBLIQUE):
        return 2
    if first[-1] in _CONSONANTS and first[-1] != "ь" and last[-1] in "ыи":
        return 1  # «Алмас Саткалы»: only a woman's name would stay as it is beside a genitive
    if last[-1] in "ио" and first[-1] in "ая" + _CONSONANTS:
        return 1
    return 1 if first[-1] in "аяеио" and last[-1] in "ая" else 0


def _surname_in_a(first: str, last: str, word: str, case: str) -> str:
    """The nominative of a surname in -а or -я after a masculine first name («Маркусом Одуйей»), "" if it is none."""
    for firsts, lasts in ((("а", "я"), ("ы", "и", "у", "ю")), (("у", "ю"), ("е",)), (("ом", "ем"), ("ой", "ей"))):
        ending = next((e for e in lasts if last.endswith(e)), "")
        if ending and first.endswith(firsts) and len(last) > 3:
            soft = ending in ("ю", "ей") or last[-2] in "йь"
            if (case in "ga") == (lasts[0] == "ы") or lasts[0] != "ы":
                return word[: -len(ending)] + ("я" if soft else "а")
    return ""


def _first(word: str) -> str:
    """A first name or patronymic of a man in the nominative: «Ильи» → «Илья»."""
    like_a_woman = _feminine(word, plain(word))
    return like_a_woman if plain(like_a_woman) in MASCULINE_IN_A else _masculine(word)


def _adjectival(last: str, endings: tuple[str, ...]) -> bool:
    """Whether the surname is one in -ов, -ев, -ин, -ын with one of the endings."""
    for ending in endings:
        bare = last[: len(last) - len(ending)] if ending else last
        if last.endswith(ending) and len(bare) > 3 and bare.endswith(("ов", "ев", "ин", "ын")):
            return True
    return False


def _a(before: str, last: str) -> str:
    return "я" if last.endswith("ьи") or before in "ийлн" and last.endswith("и") else "а"


def _of_varga(word: str) -> str:
    if plain(word).endswith(("ой", "ей")) and len(word) > 3:
        return word[:-2] + ("а" if plain(word).endswith("ой") else "я")
    return word


def _feminine(word: str, low: str) -> str:
    """A feminine first name or patronymic in the nominative."""
    if low.endswith(("овны", "евны", "овне", "евне", "овну", "евну", "ичны", "ичне", "ичну")):
        return word[:-1] + "а"
    if low.endswith(("овной", "евной", "ичной")):
        return word[:-2] + "а"
    if len(low) < 4 or low[-1] in "бвгджзйклмнпрстфхцчшщьоэ" and not low.endswith(("ой", "ей")):
        return word
    if low.endswith("ой"):
        return word[:-2] + "а"
    if low.endswith("ей"):
        return word[:-2] + ("а" if low[-3] in "жшчц" else "я")
    if low.endswith(("ии", "ию", "ие")):
        return word[:-1] + "я"
    if low.endswith("ы"):
        return word[:-1] + "а"
    if low.endswith("и"):
        return word[:-1] + ("а" if low[-2] in "гкхжшчщ" else "я")
    if low.endswith("ю"):
        return word[:-1] + "я"
    if low.endswith("е") and low not in _UNCHANGED:
        return word[:-1] + "а"
    if low.endswith("у"):
        return word[:-1] + "а"
    return word


def _masculine(word: str) -> str:
    """A masculine first name, patronymic or surname in the nominative."""
    low = plain(word)
    if low in MASCULINE_IN_A or low in _UNCHANGED or len(low) < 4 or "." in word:
        return word
    for ending in ("ом", "ем"):
        if low.endswith(ending) and len(low) > 4:
            return word[:-2] + ("" if ending == "ом" else _soft(low[:-2]))
    if low[-1] in "ау" or (low[-1] == "е" and low[-2] in "бвгджзклмнпрстфхцчшщ"):
        return word[:-1]
    if low[-1] in "яюе":
        return word[:-1] + _soft(low[:-1])
    return word


def _soft(bare: str) -> str:
    """What a soft masculine name ends in after `bare`: «Серге» → «й», «Игор» → «ь»."""
    return "й" if bare[-1] in "аеиоуыэюя" else "" if bare[-1] in "жшчщц" else "ь"


def _surname(word: str, case: str) -> str:
    """A surname that stands alone or after a masculine first name, in the nominative."""
    low = plain(word)
    for ending, whole in (("ского", "ский"), ("скому", "ский"), ("ским", "ский"), ("ском", "ский"), ("цкого", "цкий"),
                          ("цкому", "цкий"), ("цким", "цкий"), ("скую", "ская")):  # fmt: skip
        if low.endswith(ending):
            return word[: -len(ending)] + whole
    if _adjectival(low, ("ой",)):
        return word[:-2] + "а"
    if _adjectival(low, ("ым",)):
        return word[:-2]
    if _adjectival(low, ("у", "е")) or (_adjectival(low, ("а",)) and case in tuple("ga")):
        return word[:-1]
    if case and case != "n":
        return _masculine(word)
    return word
