"""Cyrillic into Latin letters for addresses, and slugs."""

import re
import unicodedata

_CYRILLIC = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdezijklmnoprstufhcye", strict=True))
_CYRILLIC |= {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
# "Провёл" and "провел" are one word written with more or less care: one address for both.
_CYRILLIC |= {"ё": "e", "є": "ye", "ї": "yi", "ґ": "g", "ў": "u"}
_CYRILLIC |= {"ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"}
# Russian writes й as j ("gosudarstvennyj"), Kazakh as y ("soylesu").
_TABLES = {"ru": _CYRILLIC, "kk": _CYRILLIC | {"й": "y"}}
# Latin letters that have no decomposition.
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
_LATIN |= {"ŋ": "n", "ə": "a"}
_APOSTROPHES = re.compile(r"(?<=[^\W_])['’ʼ‘`](?=[^\W_])")


def transliterate(text: str, language: str) -> str:
    """`text` with Russian and Kazakh letters in Latin and Latin ones without diacritics; anything else as it stands.

    `language` (`kk`, or any other for the Russian way) decides how й is written. A capital stays one: Ж → Zh.
    """
    table = _TABLES.get(language, _CYRILLIC) | _LATIN
    result = []
    for character in unicodedata.normalize("NFC", text):
        lower = character.lower()
        if lower in table:
            letters = table[lower]
            result.append(letters if character == lower else letters.capitalize())
        else:
            kept = unicodedata.normalize("NFKD", character)
            plain = "".join(part for part in kept if not unicodedata.combining(part))
            result.append(plain if plain.isascii() else character)
    return "".join(result)


def slugify(text: str, language: str, max_length: int = 100) -> str:
    """`text` as the last part of an address: lower-case ASCII words joined by "-", '' when it has no such word.

    At most `max_length` characters, cut between words; only a first word longer than that is cut inside.
    """
    latin = transliterate(_APOSTROPHES.sub("", text), language).lower()
    slug = "-".join(re.findall("[a-z0-9]+", latin))
    if len(slug) <= max_length:
        return slug
    border = slug.rfind("-", 0, max_length + 1)
    return slug[:border] if border > 0 else slug[:max_length]
