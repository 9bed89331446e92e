"""The site's own faces hold every character that its pages use: no letter of a Kazakh text comes from another font."""

import re
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent.parent
CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
KAZAKH_LATIN = "aäbdefgğhıijklmnñoöpqrsştuūüvyz"
"""The alphabet of 2021. Letters of that of 2018 (Ǵ ǵ) are in neither family; a reader may type them."""
SIGNS = "0123456789 \u00a0\u202f\u2009.,:;!?…-\u2010\u2011–—()[]/«»‹›“”„‘’‚·•§©°%‰№₸€$&@#*+−=<>←→↑↓_\u00ad"
DECLARED = re.compile(r"@font-face \{(.*?)\}", re.S)


@cache
def faces():
    """{(family, style, weight): [(characters that the style sheet gives to the file, characters that it holds)]}"""
    found = {}
    for text in DECLARED.findall((ROOT / "static/site.css").read_text()):
        rules = dict(re.findall(r"([a-z-]+): ([^;]+);", text))
        if "url(" not in rules["src"]:
            continue
        file = re.search(r'url\("([^"]+)"\)', rules["src"]).group(1)
        key = (rules["font-family"].strip('"'), rules.get("font-style", "normal"), rules["font-weight"])
        held = set(TTFont(ROOT / "static" / file).getBestCmap())
        found.setdefault(key, []).append((file, given(rules["unicode-range"]), held))
    return found


def given(ranges):
    """The code points of a value of unicode-range (CSS Fonts 4, 4.5)."""
    codes = set()
    for part in ranges.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


@cache
def used():
    """{character: a file that has it} of all in the project that a page in one of the three languages is made of."""
    folders = ("fixtures", "seeds", "tests/corpus", "locale", "templates", "tests/search_pairs")
    paths = chain.from_iterable(sorted((ROOT / folder).rglob("*")) for folder in folders)
    characters = {}
    for path in paths:
        if path.suffix in (".json", ".txt", ".po", ".html") and path.is_file():
            for char in set(path.read_text(encoding="utf-8", errors="ignore")) - set(characters):
                characters[char] = str(path.relative_to(ROOT))
    return characters


def shown(char):
    """Whether a font draws it: no control, no mark of another script's joining, no private one."""
    return unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Cs")


FAMILIES = ("Source Serif 4", "Golos Text")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_character_of_the_three_languages_has_a_glyph(family):
    alphabets = {*CYRILLIC, *CYRILLIC.upper(), *KAZAKH_LATIN, *KAZAKH_LATIN.upper(), *SIGNS, "I", "İ"}
    ours = {key: rows for key, rows in faces().items() if key[0] == family}
    assert {style for _family, style, _weight in ours} == ({"normal", "italic"} if "Serif" in family else {"normal"})
    for key, rows in ours.items():
        can = set().union(*(asked & held for _file, asked, held in rows))
        missing = {char for char in alphabets if shown(char) and ord(char) not in can}
        assert not missing, (key, sorted(missing))
        elsewhere = {char: where for char, where in used().items() if shown(char) and ord(char) not in can}
        assert not elsewhere, (key, elsewhere)


def test_the_style_sheet_gives_a_character_to_one_file():
    """Given to two it would fetch both."""
    for key, rows in faces().items():
        every = [code for _file, asked, _held in rows for code in asked]
        assert len(every) == len(set(every)), key


def test_pages_in_english_have_all_but_cyrillic_and_the_whole_family_after_it():
    english = {key: rows for key, rows in faces().items() if key[0] == "Source Serif 4 English"}
    assert len(english) == 3
    for key, rows in english.items():
        can = set().union(*(asked & held for _file, asked, held in rows))
        assert not {char for char in map(chr, range(0x20, 0x7F)) if ord(char) not in can}, key
    sheet = (ROOT / "static/site.css").read_text()
    assert re.search(r'"Source Serif 4 English", "Source Serif 4"', sheet)
