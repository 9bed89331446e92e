"""The order of names in a list, as readers of each language look for them."""

import re
import unicodedata

_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh alphabet of 42 letters, that of Russian among them; Unicode puts its own nine after я."""
_PLACE = {letter: chr(0x430 + place) for place, letter in enumerate(_ALPHABET)}
_WORD = re.compile(r"\w+")


def alphabetical(name):
    """A key to sort names by: the Kazakh and the Russian alphabet, Latin letters without marks, capitals alike."""
    words = _WORD.findall(unicodedata.normalize("NFC", name).casefold())
    return ["".join(map(_letter, word)) for word in words], name


def _letter(letter):
    return _PLACE.get(letter) or unicodedata.normalize("NFD", letter)[0]
