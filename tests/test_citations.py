"""Citations, read back by readers that are not ours."""

import json
import re
from datetime import date

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from speeches.citations import FORMATS, Name, Source, bibtex, csl, csl_json, initials, plain, ris, split_name

pytestmark = pytest.mark.once
HARD = "“Good {x}”, 50% & more_less $5 #1 ~ ^ \\ done\n\nER  - \r\nTY  - BOOK @misc{a, Қазақ} }"
CSL_NAMES = {"family", "given", "literal"}
CSL_FIELDS = {
    *("id", "type", "title", "container-title", "genre", "publisher", "issued", "URL", "language", "abstract", "note"),
    *("author", "event-title", "keyword"),
}
"""The part of csl-data.json (CSL 1.0.2) that is used here, with the types checked below."""


def source(**fields):
    given = {
        "id": "abc234defghj",
        "words": "The canal reaches every village of the steppe.",
        "url": "https://press.example/en/statements/abc234defghj/",
        "mode": "indirect",
        "title": "Water for the steppe",
        "kind": "Press release",
        "publisher": "Press Service of the President",
        "date": date(2023, 4, 7),
        "language": "en",
        "author": Name("Bekmuratov", "Aidar"),
    }
    return Source(**given | fields)


@pytest.mark.parametrize(
    ("name", "known", "family", "given"),
    [
        ("Aidar Bekmuratov", ["Bekmuratov"], "Bekmuratov", "Aidar"),
        ("Kim Jong Un", ["Kim"], "Kim", "Jong Un"),
        ("Қасым-Жомарт Кемелұлы Тоқаев", [], "Тоқаев", "Қасым-Жомарт Кемелұлы"),
        ("Токаев Касым-Жомарт Кемелевич", [], "Токаев", "Касым-Жомарт Кемелевич"),
        ("Нұрлан Серікұлы", [], "Серікұлы", "Нұрлан"),
        ("Ursula von der Leyen", [], "von der Leyen", "Ursula"),
        ("Gabriel García Márquez", ["García Márquez", "Gabo"], "García Márquez", "Gabriel"),
        ("Plato", ["Plato"], "Plato", ""),
        ("", [], "", ""),
    ],
)
def test_a_name_is_parted(name, known, family, given):
    assert split_name(name, known) == Name(family, given)


def test_a_line_of_text_follows_the_style_of_its_language():
    assert plain(source(), "en") == (
        "Bekmuratov, Aidar. “The canal reaches every village of the steppe.” Reported speech. In “Water for the "
        "steppe,” press release. Press Service of the President, April 7, 2023. "
        "https://press.example/en/statements/abc234defghj/."
    )
    russian = source(
        words="«Канал открыт», – сказал он.",
        mode="direct",
        title="О канале «Иртыш»",
        kind="Пресс-релиз",
        publisher="Пресс-служба Президента",
        author=Name("Токаев", "Касым-Жомарт Кемелевич"),
        edition=2,
    )
    address = "https://press.example/en/statements/abc234defghj/"
    assert plain(russian, "ru") == (
        "Токаев К.-Ж. К. «„Канал открыт“, – сказал он.» // О канале «Иртыш» : пресс-релиз, редакция 2 / "
        f"Пресс-служба Президента. 07.04.2023. URL: {address}"
    )
    assert "[төлеу сөз]" in plain(source(), "kk")
    assert initials("") == ""


def read_bibtex(words):
    library = bibtexparser.parse_string(words)
    assert not library.failed_blocks and len(library.entries) == 1
    return library.entries[0]


def test_bibtex_is_read_by_another_reader():
    entry = read_bibtex(bibtex(source(words=HARD, themes=("Water, power", "Steppe"), event="XXXII {session}")))
    fields = {field.key: field.value for field in entry.fields}
    assert entry.entry_type == "misc" and entry.key == "bekmuratov2023-abc234defghj"
    assert fields["author"] == "Bekmuratov, Aidar"
    assert fields["year"] == "2023" and fields["month"] == "apr" and fields["date"] == "2023-04-07"
    assert r"50\% \& more\_less \$5 \#1 \textasciitilde{} \textasciicircum{} \textbackslash{}" in fields["title"]
    assert r"\textbraceleft{}x\textbraceright{}" in fields["title"]
    assert fields["url"] == "https://press.example/en/statements/abc234defghj/"
    assert "\n" not in fields["abstract"]
    assert read_bibtex(bibtex(source(author=Name("The Ministry of Water and Power")))).fields_dict["author"].value == (
        "{The Ministry of Water and Power}"
    )
    assert "author" not in read_bibtex(bibtex(source(author=None))).fields_dict
    assert "{von der Leyen}, Ursula" in bibtex(source(author=Name("von der Leyen", "Ursula")))


def test_ris_is_read_by_another_reader():
    written = ris(source(words=HARD, themes=("Water, power",), event="Session", edition=1, changed=True))
    (entry,) = rispy.loads(written)
    assert entry["type_of_reference"] == "ELEC"
    assert entry["authors"] == ["Bekmuratov, Aidar"]
    assert entry["secondary_title"] == "Water for the steppe"
    assert entry["year"] == "2023" and entry["date"] == "2023/04/07/"
    assert entry["keywords"] == ["Water, power"]
    assert "Қазақ" in entry["abstract"] and "TY - BOOK" in entry["abstract"]
    assert "the text has been changed since" in " ".join(entry["notes"])
    (entry,) = rispy.loads(ris(source(language="kk", mode="direct", edition=2, changed=True)))
    assert entry["notes"] == ["Төл сөз; хабарламаның 2-нұсқасы; мәтін кейін өзгертілген"]
    (entry,) = rispy.loads(ris(source(language="ru")))
    assert entry["notes"] == ["Косвенная речь"]
    assert written.endswith("ER  - \r\n") and written.count("\r\n") == written.count("\n")


def check_csl(items):
    (item,) = items
    assert item.keys() <= CSL_FIELDS and item["type"] == "webpage"
    assert all(isinstance(item[name], str) for name in item if name not in ("author", "issued"))
    assert item["issued"] == {"date-parts": [[2023, 4, 7]]}
    for name in item.get("author", ()):
        assert name.keys() <= CSL_NAMES and all(isinstance(part, str) and part for part in name.values())
    return item


def test_csl_json_fits_its_schema():
    item = check_csl(json.loads(csl_json(source(words=HARD, themes=("A, b", "C"), event="Session"))))
    assert item["author"] == [{"family": "Bekmuratov", "given": "Aidar"}]
    assert item["keyword"] == "A  b, C" or item["keyword"] == "A b, C"
    assert check_csl(csl(source(author=Name("Plato"))))["author"] == [{"literal": "Plato"}]
    assert "author" not in check_csl(csl(source(author=None)))


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=200),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.sampled_from(("direct", "indirect", "mixed")),
)
def test_whatever_is_said_every_file_holds_one_record(words, name, mode):
    cited = source(words=words, title=f"T {words}", author=split_name(name) if name.strip() else None, mode=mode)
    assert all(write(cited) for write, _mime in FORMATS.values())
    read_bibtex(bibtex(cited))
    assert len(rispy.loads(ris(cited))) == 1
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris(cited).rstrip("\r\n").split("\r\n"))
    check_csl(json.loads(csl_json(cited)))
    for language in ("en", "ru", "kk"):
        assert "\n" not in plain(cited, language)
