"""Ordinal numbers in running text: Roman, Arabic and words, in English, Russian and Kazakh. Pure."""

import re
from collections.abc import Sequence

_LOOKALIKES = str.maketrans("ХІVСМ", "XIVCM")
_ROMAN = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?:-[а-яёәғқңөұүһі]{1,4})?")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ARABIC = {
    "en": re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.IGNORECASE),
    "ru": re.compile(r"(\d{1,3})-?(?:[оыи]?[йея]|[оеы]?го|[оеы]?му?|[ыи]м|ю|[ыи]х|ая|ое|ую)", re.IGNORECASE),
    "kk": re.compile(r"(\d{1,3})-?(?:[ыі]?н?ш[ыі])", re.IGNORECASE),
}

_EN_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
_EN_UNITS += "fifteenth sixteenth seventeenth eighteenth nineteenth"
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_RU_UNITS = "перв втор треть четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
_RU_UNITS += "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат"
_RU_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_RU_TENTHS = "двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност"
_RU_ENDINGS = r"(?:ый|ой|ий|[ая]я|[ое]е|[ое]го|[ое]му|[ыи]м|[ое]м|[ое]й|[ую]ю)"
_KK_UNITS = "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы"
_KK_TENS = "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан"
_KK_TENTHS = "оныншы жиырмасыншы отызыншы қырқыншы елуінші алпысыншы жетпісінші сексенінші тоқсаныншы"


def _numbered(words, first=1, step=1):
    return {word: first + step * index for index, word in enumerate(words.split())}


_UNITS = {"en": _numbered(_EN_UNITS), "ru": _numbered(_RU_UNITS), "kk": _numbered(_KK_UNITS)}
_TENS = {"en": _numbered(_EN_TENS, 20, 10), "ru": _numbered(_RU_TENS, 20, 10), "kk": _numbered(_KK_TENS, 10, 10)}
_TENTHS = {
    "en": {f"{word[:-1]}ieth": value for word, value in _TENS["en"].items()},
    "ru": _numbered(_RU_TENTHS, 20, 10),
    "kk": _numbered(_KK_TENTHS, 10, 10),
}
_RU_FORM = {stem: re.compile(stem + _RU_ENDINGS) for stem in (*_UNITS["ru"], *_TENTHS["ru"])}
_RU_FORM["треть"] = re.compile("трет(?:ий|ь(?:я|е|ю|и|ей|его|ему|и?м|ем|их))")


def ordinal_at(words: Sequence[str], at: int, language: str) -> tuple[int, int] | None:
    """The ordinal that begins at `words[at]` and how many words it takes (1 or 2), or None.

    `words` stand as in the text: a Roman number counts in capitals only. Cyrillic letters that look like Roman
    numerals are taken for them, as many keyboards produce them.
    """
    word = words[at]
    value = _roman(word) or _arabic(word, language)
    if value:
        return value, 1
    lower = word.lower()
    tens, _hyphen, unit = lower.partition("-")
    if tens in _TENS[language]:
        following = unit or (words[at + 1].lower() if at + 1 < len(words) else "")
        ones = _of_word(following, _UNITS[language], language)
        if 1 <= ones <= 9:
            return _TENS[language][tens] + ones, 1 if unit else 2
    value = _of_word(lower, _UNITS[language], language) or _of_word(lower, _TENTHS[language], language)
    return (value, 1) if value else None


def ordinal_before(words: Sequence[str], at: int, language: str) -> tuple[int, int] | None:
    """The ordinal that ends just before `words[at]` and where it begins, or None."""
    for start in (at - 2, at - 1):
        found = ordinal_at(words, start, language) if start >= 0 else None
        if found and start + found[1] == at:
            return found[0], start
    return None


def _of_word(word, table, language):
    if language != "ru":
        return table.get(word, 0)
    return next((value for stem, value in table.items() if _RU_FORM[stem].fullmatch(word)), 0)


def _roman(word):
    match = _ROMAN.fullmatch(word.translate(_LOOKALIKES))
    if not match:
        return 0
    values = [_ROMAN_VALUES[letter] for letter in "".join(match.groups())]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _arabic(word, language):
    match = _ARABIC[language].fullmatch(word)
    return int(match[1]) if match else 0
