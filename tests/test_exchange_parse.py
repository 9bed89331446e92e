"""Text files: what is read from good ones, and the one clear line for each kind of bad one."""

import datetime
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches import text
from speeches.exchange.parse import MAX_BYTES, MAX_LINE, MAX_TITLE, BadFile, parse

CORPUS = Path(__file__).parent / "corpus"
SEEDS = Path(__file__).parent.parent / "seeds"
TITLE = "The canal reached the steppe"
GOOD = f"{TITLE}\n\n{TITLE}\n\nApril 27, 2023\n\nThe first water came.\n\nThe second came later.\n"
RUSSIAN = "Канал дошёл до степи\n\n27 апреля 2023 года\n\nПришла первая вода.\n"


def records():
    for source in sorted(CORPUS.glob("annotations-*.json")):
        yield from json.loads(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize("record", list(records()), ids=lambda record: record["file"])
def test_the_corpus_is_read_as_it_is_annotated(record):
    release = parse((CORPUS / record["file"]).read_bytes(), language=record["language"])
    assert release.title == text.normalise_line(record["title"])
    assert release.date.isoformat() == record["date"]
    assert len(release.paragraphs) == record["sentences"][-1]["paragraph"]
    for sentence in record["sentences"]:
        assert text.normalise_line(sentence["text"]) in release.paragraphs[sentence["paragraph"] - 1]
    assert release.notes == ()


def test_the_seed_is_read():
    (seed,) = SEEDS.glob("*.txt")
    release = parse(seed.read_bytes(), language="en")
    assert release.title.endswith("took part in the XXXII session of the Assembly of the People of Kazakhstan")
    assert (release.date, release.dateline) == (datetime.date(2023, 4, 27), "April 27, 2023")
    assert len(release.paragraphs) == 5
    assert release.body.count("<p>") == 5


def test_the_corpus_holds_the_quirks_that_it_promises():
    quirks = {}
    for source in CORPUS.glob("quirks-*.json"):
        quirks |= json.loads(source.read_text())
    found = {Path(name).stem: kind for name, kind in quirks.items()}
    data = {path.stem: path.read_bytes() for path in CORPUS.glob("texts/*/*.txt")}
    for stem, kind in found.items():
        holds = {
            "nbsp": "\u00a0".encode() in data[stem],
            "bom": data[stem].startswith(b"\xef\xbb\xbf"),
            "crlf": b"\r\n" in data[stem],
            "trailing-spaces": b" \n" in data[stem],
            "nfd": not unicodedata.is_normalized("NFC", data[stem].decode()),
        }
        assert holds.get(kind, True), (stem, kind)


VARIANTS = {
    "CRLF": GOOD.replace("\n", "\r\n").encode(),
    "CR": GOOD.replace("\n", "\r").encode(),
    "mixed line ends": GOOD.replace("\n", "\r\n", 3).encode(),
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "no end of line": GOOD.rstrip().encode(),
    "several blank lines": GOOD.replace("\n\n", "\n \n\t\n\n").encode(),
    "blank lines first": b"\n\n\n" + GOOD.encode(),
    "trailing spaces": GOOD.replace("\n", "  \n").encode(),
    "no-break spaces": GOOD.replace("The ", "The\u00a0").replace("27, ", "27,\u202f").encode(),
    "double spaces": GOOD.replace("The ", "The  ").encode(),
    "no blank lines": GOOD.replace("\n\n", "\n").encode(),
    "title once": GOOD.replace(f"{TITLE}\n\n", "", 1).encode(),
    "soft hyphens": GOOD.replace("steppe", "step\u00adpe").encode(),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_how_a_file_is_written_does_not_change_what_it_says(name):
    plain, other = parse(GOOD.encode(), language="en"), parse(VARIANTS[name], language="en")
    assert (other.title, other.date, other.paragraphs) == (plain.title, plain.date, plain.paragraphs)
    assert other.sha256 == plain.sha256


def test_decomposed_letters_are_composed():
    decomposed = unicodedata.normalize("NFD", RUSSIAN.replace("вода", "вода й"))
    release = parse(decomposed.encode(), language="ru")
    assert unicodedata.is_normalized("NFC", release.title + release.paragraphs[0])
    assert release.sha256 == parse(RUSSIAN.replace("вода", "вода й").encode(), language="ru").sha256


def test_cp1251_is_read_when_declared():
    release = parse(RUSSIAN.encode("cp1251"), language="ru", encoding="cp1251")
    assert release == parse(RUSSIAN.encode(), language="ru")
    assert parse(GOOD.encode(), language="en", encoding="cp1251").title == TITLE


def test_a_place_before_the_date_is_kept():
    release = parse(GOOD.replace("April", "Altynqala, April").encode(), language="en")
    assert (release.place, release.dateline) == ("Altynqala", "Altynqala, April 27, 2023")


def test_a_title_may_end_with_a_date():
    title = "Statement of the Council, May 1, 2023"
    assert parse(GOOD.replace(TITLE, title).encode(), language="en").title == title


def test_odd_but_clear_things_are_told():
    shouted = parse(GOOD.replace(TITLE, TITLE.upper(), 1).encode(), language="en")
    assert shouted.title == TITLE.upper()
    assert "other capitals" in shouted.notes[0]
    dated = parse(GOOD.replace("April", "Friday, April").encode(), language="en")
    assert dated.date == datetime.date(2023, 4, 27)
    assert "weekday" in dated.notes[0]


def test_paragraphs_know_their_places_in_the_file():
    source = "\ufeff" + GOOD.replace("\n", "\r\n").replace("The second", " \u00a0The second")
    release = parse(source.encode(), language="en")
    assert [release.source[start:end] for start, end in release.spans] == list(release.paragraphs)
    assert release.source == source
    assert (release.title_at, release.date_at) == (1, 5)


@pytest.mark.parametrize("change", [("first water", "first  cold water"), ("27", "28"), ("steppe", "sea")])
def test_another_text_has_another_hash(change):
    assert parse(GOOD.replace(*change).encode(), language="en").sha256 != parse(GOOD.encode(), language="en").sha256


BAD = {
    "empty": (b"", None, "is empty"),
    "white space only": (" \n\t\n\u00a0\r\n".encode(), None, "nothing but white space"),
    "byte order mark only": (b"\xef\xbb\xbf\n", None, "nothing but white space"),
    "binary": (b"Title\n\nApril\0\x01\x02 27", 3, "NUL byte at offset 12"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, "PDF"),
    "a Word document": (b"PK\x03\x04\x14\x00\x06\x00", None, "DOCX"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", None, "PNG"),
    "truncated UTF-8": (RUSSIAN.encode().rstrip()[:-2], 5, "cut off in the middle of a character, at byte"),
    "CP1251 not declared": (RUSSIAN.encode("cp1251"), 1, "seems to be in CP1251"),
    "broken UTF-8": (GOOD.encode().replace(b"first", b"fi\xffrst"), 7, r"0xFF\) is not UTF-8"),
    "UTF-16 with a mark": (GOOD.encode("utf-16"), None, "UTF-16"),
    "a program": (Path("/bin/true").read_bytes()[:4096], None, "ELF"),
    "many NUL bytes": (b"Title\n" + bytes(1000), 2, "Binary data"),
    "UTF-16 without a mark": (RUSSIAN.encode("utf-16-le"), None, "UTF-16"),
    "no title": (b"April 27, 2023\n\nThe first water came.\n", 1, "title is missing"),
    "a title of signs": (b"***\n\nApril 27, 2023\n\nThe first water came.\n", 1, "has no letter"),
    "title too long": (b"A" + b" word" * 100 + b"\n\nApril 27, 2023\n\nText.\n", 1, f"at most {MAX_TITLE}"),
    "title only": (TITLE.encode(), None, "ends after the title"),
    "no date line": (GOOD.replace("April 27, 2023\n\n", "").encode(), 5, "No date line: “The first water came.”"),
    "two titles": (GOOD.replace(TITLE, "Another title", 1).encode(), 3, "No date line"),
    "impossible date": (GOOD.replace("April 27", "February 31").encode(), 5, "no such day as 2023-02-31"),
    "year of two digits": (GOOD.replace("2023", "23").encode(), 5, "four digits"),
    "ambiguous date": (GOOD.replace("April 27, 2023", "04/05/2023").encode(), 5, "two ways"),
    "date in another language": (GOOD.replace("April 27, 2023", "27 апреля 2023 года").encode(), 5, r"\(ru\)"),
    "two date lines": (GOOD.replace("The first", "April 28, 2023\n\nThe first").encode(), 7, "second date line"),
    "no paragraphs": (GOOD.split("The first")[0].encode(), 5, "No paragraph follows"),
    "markup": (GOOD.replace("first", "<b>first</b>").encode(), 7, "Markup in a plain text: “<b>”"),
    "a whole page": (b"<!DOCTYPE html>\n<html><head>", 1, "Markup"),
    "entities": (GOOD.replace("first water", "first&nbsp;water").encode(), 7, "Markup in a plain text: “&nbsp;”"),
    "control character": (GOOD.replace("second", "sec\x08ond").encode(), 9, r"U\+0008"),
    "bidi control": (GOOD.replace("second", "sec\u202eond").encode(), 9, r"U\+202E \(RIGHT-TO-LEFT OVERRIDE\)"),
    "lost character": (GOOD.replace("second", "sec\ufffdnd").encode(), 9, "lost in an earlier conversion"),
    "10 MB line": (b"Title\n\nApril 27, 2023\n\n" + b"word " * 2_000_000, 5, f"longer than {MAX_LINE} characters"),
    "long line": (GOOD.encode() + b"word " * 5_000, 10, f"longer than {MAX_LINE} characters"),
    "large file": (GOOD.encode() + b"A line of the archive.\n\n" * (MAX_BYTES // 20), None, "is not one release"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_one_clear_line(kind):
    data, line, reason = BAD[kind]
    with pytest.raises(BadFile, match=reason) as refused:
        parse(data, language="en", name="x.txt")
    assert refused.value.line == line
    place = f"x.txt:{line}: " if line else "x.txt: "
    assert str(refused.value) == place + refused.value.reason
    assert "\n" not in refused.value.reason
    assert len(refused.value.reason) < 200
    assert refused.value.reason.endswith((".", "”."))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (RUSSIAN.encode(), "is in UTF-8, not in CP1251"),
        (b"\x98\n\nApril 27, 2023\n\nText.", "stands for nothing in CP1251"),
    ],
)
def test_a_wrongly_declared_encoding_is_noticed(data, reason):
    with pytest.raises(BadFile, match=reason):
        parse(data, language="ru", encoding="cp1251")


@pytest.mark.parametrize("words", ["if 3 < 4 and 5 > 4", "write to <press@example.org>", "R&D; Smith & Sons", "AT&T"])
def test_signs_that_are_no_markup_pass(words):
    release = parse(GOOD.replace("The first", f"{words}: the first").encode(), language="en")
    assert release.paragraphs[0].startswith(words)
    assert text.plain_text(release.body).startswith(words)


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "cp1251"]), st.sampled_from(["en", "ru", "kk"]))
def test_any_bytes_are_a_release_or_one_clear_refusal(data, encoding, language):
    try:
        release = parse(data, language=language, encoding=encoding)
    except BadFile as refused:
        assert refused.reason
        assert refused.line is None or refused.line >= 1
    else:
        assert release.title
        assert release.paragraphs


LINES = st.text(st.characters(categories=["L", "M", "N", "P", "Zs"], exclude_characters="<&"), min_size=1, max_size=80)


@given(LINES, st.lists(LINES, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_was_written_is_read(title, paragraphs, end, mark):
    source = end.join([title, title, "", "Altynqala, 27 April 2023", "", *paragraphs])
    data = ("\ufeff" if mark else "").encode() + source.encode()
    try:
        release = parse(data, language="en")
    except BadFile:
        assert not any(character.isalpha() for character in title) or not text.normalise_line("".join(paragraphs))
    else:
        wanted = [text.normalise_line(paragraph) for paragraph in paragraphs]
        assert release.title == text.normalise_line(title)
        assert list(release.paragraphs) == [words for words in wanted if words]
        assert [text.normalise_line(release.source[a:b]) for a, b in release.spans] == list(release.paragraphs)
