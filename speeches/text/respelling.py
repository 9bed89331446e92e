"""Kazakh words as they may be meant where they are typed in Latin letters, or without those that are Kazakh alone.

Latin letters are read as the alphabet of 2021 has them (ä, ğ, ı, ñ, ö, q, ş, ū, ü), as those before it had (á, ǵ, sh)
and as keyboards without them do (zh, gh, y). What is not told by the letters follows from vowel harmony: a native word
has either back vowels (а, о, ұ, ы) or front ones (ә, е, і, ө, ү), қ and ғ stand beside the back, к and г beside the
front. A guess may be no word at all: who asks for it has to look which of them stands in a text.
"""

import re
import unicodedata
from itertools import islice, product

MOST = 12
"""Guesses for a word."""
_DIGRAPHS = {"shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "gh": "ғ", "ng": "ң", "ts": "ц"}
_DIGRAPHS |= {"ya": "я", "yu": "ю", "yo": "е"}
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопқрстувухыз", strict=True))
_LETTERS |= dict(zip("äáəğǵıñńöóşūúüý", "әәәғғіңңөөшұүүу", strict=True))
_LATIN = re.compile("|".join([*_DIGRAPHS, *_LETTERS]))
_BACK, _FRONT, _VOWEL = "аоуұыюя", "әеиіөүэ", "[аоуұыюяәеиіөүэ]"
_BETWEEN = rf"(?<!{_VOWEL}){{}}(?!{_VOWEL}|$)"
_HARD = {"к": "қ", "г": "ғ"}


def respellings(word: str) -> list[str]:
    """Up to MOST ways to spell a word that was typed, in lower case, the likeliest first; not as it was typed."""
    typed = unicodedata.normalize("NFC", word).casefold().replace("ё", "е").replace("i\u0307", "i")
    letters = _LATIN.sub(lambda found: _DIGRAPHS.get(found[0]) or _LETTERS[found[0]], typed)
    # After a vowel y and i are й: ay, toi. But auyl.
    letters = re.sub(f"(?<={_VOWEL})(?<!у)ы|(?<={_VOWEL})и", "й", letters) if letters != typed else letters
    found = dict.fromkeys([*islice(_guesses(letters), MOST - 1), letters])
    found.pop(typed, None)
    return list(found)


def _guesses(letters):
    """Spellings of a word in Cyrillic letters, the likeliest first."""
    back, front = bool(re.search("[аұы]", letters)), bool(re.search("[әеиіөү]", letters))
    nasals = ("", "last", "all") if not re.search("[тдн][ыи]н$", letters) else ("last", "", "all")
    ways = (
        ("front", "back") if back == front else ("back",) if back else ("front",),
        ("ә", "а") if back and front and re.match("[^еиіөүуоы]*а", letters) else ("а",),
        nasals if "н" in letters else ("",),
        ("all", "last", "") if "и" in letters else ("",),
        (True, False) if re.search(_BETWEEN.format("у"), letters) else (True,),
    )
    for tone, first, nasal, short, round_ in product(*ways):
        yield _spelled(letters, tone, first, nasal, short, round_)


def _spelled(letters, tone, first, nasal, short, round_):
    """One of the ways: `tone` of the vowels, `first` а, which н is ң, which и is і, whether the first у is ұ or ү."""
    if round_:
        letters = re.sub(_BETWEEN.format("у"), "ү" if tone == "front" else "ұ", letters, count=1)
    letters = letters.replace("и", "і") if short == "all" else "і".join(letters.rsplit("и", 1)) if short else letters
    if tone == "front":
        letters = letters.replace("о", "ө")
    letters = letters.replace("а", first, 1)
    if nasal == "all":
        letters = letters.replace("н", "ң")
    elif nasal:
        letters = "ң".join(letters.rsplit("н", 1))
    return re.sub("[кг]", lambda found: _HARD[found[0]] if _is_back(letters, found.start()) else found[0], letters)


def _is_back(letters, place):
    """Whether the vowel that a consonant stands beside is a back one: the next letter, else the vowel before."""
    beside = letters[place + 1 : place + 2]
    if beside and beside in _BACK + _FRONT:
        return beside in _BACK
    before = [letter for letter in letters[:place] if letter in _BACK + _FRONT]
    return bool(before) and before[-1] in _BACK
