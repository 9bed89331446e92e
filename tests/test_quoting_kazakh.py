"""Kazakh quoted in Latin letters: every word of the corpus in each alphabet is the word it was, and no other."""

import random
import unicodedata
from pathlib import Path

import pytest

from speeches.text import quoting

TEXTS = Path(__file__).parent / "corpus" / "texts"
LETTERS = "аәбвгғдежзийкқлмнңоөпрстуұүфхһыіэё"
LONG = {"ц": "ts", "ъ": "", "ь": ""}


def _bare(spelling):
    """Without its marks, as it is typed in haste."""
    plain = unicodedata.normalize("NFKD", spelling.replace("ı", "i"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _alphabet(letters, **digraphs):
    return dict(zip(LETTERS, letters, strict=True)) | LONG | digraphs


OF_2018 = _alphabet("aábvgǵdejzııkqlmnńoóprstýuúfhhyiee", ч="ch", ш="sh", щ="sh", ю="ıý", я="ıa")
OF_2021 = _alphabet("aäbvgğdejziikqlmnñoöprstuūüfhhyıee", ч="ç", ш="ş", щ="ş", ю="iu", я="ia")
BARE = {letter: _bare(spelling) for letter, spelling in OF_2018.items()} | {"у": "u", "ю": "iu"}
HABIT = BARE | {"қ": "k", "ғ": "gh", "ж": "zh", "й": "y", "х": "kh", "я": "ya", "ю": "yu", "ң": "ng"}
ALPHABETS = {"2018": OF_2018, "2021": OF_2021, "without marks": BARE, "by habit": HABIT}


def in_latin(text, alphabet):
    """`text` with each Cyrillic letter spelled as `alphabet` does, capitals as they were."""
    spelled = ((letter, alphabet.get(letter.lower(), letter.lower())) for letter in text)
    return "".join(spelling if letter == letter.lower() else spelling.capitalize() for letter, spelling in spelled)


@pytest.fixture(scope="module")
def texts():
    found = [path.read_text(encoding="utf-8-sig") for path in sorted((TEXTS / "kk").glob("*.txt"))]
    assert found
    return [unicodedata.normalize("NFC", text) for text in found]


@pytest.mark.parametrize("name", ALPHABETS)
def test_every_word_is_itself_in_latin_letters(texts, name):
    lost = set()
    for text in texts:
        for word in quoting.fold(text):
            written = text[word.start : word.end]
            again = quoting.fold(in_latin(written, ALPHABETS[name])) if written.isalpha() else [word]
            if len(again) != 1 or not quoting.same(word, again[0]):
                lost.add(written)
    assert not lost


@pytest.mark.parametrize("name", ALPHABETS)
def test_a_passage_in_latin_letters_is_verbatim_and_with_another_word_is_not(texts, name):
    draw = random.Random(name)
    for text in texts:
        words = quoting.fold(text)
        for _time in range(20):
            length = draw.randrange(4, 25)
            start = draw.randrange(len(words) - length)
            passage = words[start : start + length]
            said = [text[word.start : word.end] for word in passage]
            written = text[passage[0].start : passage[-1].end]
            match = quoting.compare(quoting.quotation(in_latin(written, ALPHABETS[name])), text, words)
            assert match and match.verbatim, written
            said[draw.randrange(length)] = "басқасы"
            match = quoting.compare(quoting.quotation(in_latin(" ".join(said), ALPHABETS[name])), text, words)
            assert not (match and match.verbatim), said


@pytest.mark.parametrize(
    ("cyrillic", "latin"), [("қол", "köl"), ("көл", "qol"), ("тұр", "tür"), ("бас", "bäs"), ("он", "oñ")]
)
def test_a_mark_says_which_letter_it_is(cyrillic, latin):
    assert not quoting.same(*quoting.fold(cyrillic), *quoting.fold(latin))
