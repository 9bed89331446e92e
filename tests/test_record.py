"""The canonical form: one content, one sequence of bytes, and nothing else passes for it."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from speeches import record
from tests import factories

DOCUMENT = (settings.BASE_DIR / "docs" / "record.md").read_text(encoding="utf-8")
CONTENT = {
    "format": record.FORMAT,
    "release": "b7k2m9xq",
    "language": "kk",
    "title": "Қаратау облысына жұмыс сапары",
    "summary": "",
    "dateline": "АЛТЫНҚАЛА",
    "body": '<p>«Су — өмір», — деді Президент.</p><p><a href="/kk/">сілтеме</a></p>',
    "press_contact": "press@sarydala.example\n+7 000",
    "notes_to_editors": "",
    "boilerplate": "",
    "change_kind": "first",
    "change_note": "",
    "themes": ["regional-development", "water"],
    "photos": [{"sha256": "ab" * 32, "alt": "Дала", "caption": "", "credit": "", "focal": [50, 33]}],
    "attachments": [],
}

characters = st.characters(exclude_categories=["Cs"])
keys = st.text(characters, max_size=8).map(lambda text: unicodedata.normalize("NFC", text))
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(characters, max_size=20)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
contents = st.dictionaries(keys, values, max_size=5)


def in_nfc(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [in_nfc(item) for item in value]
    return {key: in_nfc(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(contents)
def test_what_is_written_can_be_read_again(content):
    data = record.canonical(content)
    assert record.parse(data) == in_nfc(content)
    assert json.loads(data) == in_nfc(content)


@given(contents, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(content, chance):
    shuffled = list(content.items())
    chance.shuffle(shuffled)
    assert record.canonical(dict(shuffled)) == record.canonical(content)


@given(contents, st.data())
def test_no_changed_byte_passes(content, data):
    form = record.canonical(content)
    place = data.draw(st.integers(0, len(form) - 1))
    changed = bytearray(form)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not record.verify(bytes(changed), record.digest(form))


@given(st.binary(max_size=60))
def test_reading_refuses_or_gives_back_the_same_bytes(data):
    try:
        content = record.parse(data)
    except ValueError:
        return
    assert record.canonical(content) == data


def test_an_edition_has_the_hash_that_others_would_compute():
    form = record.canonical(CONTENT)
    by_hand = json.dumps(CONTENT, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert form == by_hand
    assert record.content_hash(CONTENT) == hashlib.sha256(by_hand).hexdigest()
    assert record.content_hash(CONTENT) == "61f8ec0295206b2948443f39b339b8846140f01275639757cff951977a9dd6b1"


def test_keys_are_sorted_by_utf_16_code_units():
    # RFC 8785, section 3.2.3, with U+FB00 for U+FB33, which NFC takes apart: a surrogate pair sorts before it.
    content = {"\u20ac": 1, "\r": 2, "\ufb00": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert [*record.parse(record.canonical(content)).values()] == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a "b" \\ /', r'"a \"b\" \\ /"'),
        ("\b\t\n\f\r", r'"\b\t\n\f\r"'),
        ("\x00\x1f", r'"\u0000\u001f"'),
        ("\x7f\u2028\u2029\ufeff", '"\x7f\u2028\u2029\ufeff"'),
        ("\u20ac$\U0001f600", '"€$😀"'),
        ("й й", '"й й"'),
    ],
)
def test_strings_are_escaped_as_rfc_8785_says(text, written):
    assert record.canonical({"a": text}) == f'{{"a":{unicodedata.normalize("NFC", written)}}}'.encode()


def test_composed_and_decomposed_letters_are_one():
    assert record.content_hash({"title": "\u0439"}) == record.content_hash({"title": "\u0438\u0306"})
    assert record.content_hash({"title": "a\u00a0b"}) != record.content_hash({"title": "a b"})


def test_names_and_numbers_of_enumerations_are_written_as_their_values():
    from speeches.states import ChangeKind

    assert record.canonical({"a": ChangeKind.CORRECTION}) == b'{"a":"correction"}'
    assert record.canonical({"a": True, "b": 1, "c": None, "d": -0}) == b'{"a":true,"b":1,"c":null,"d":0}'


@pytest.mark.parametrize(
    ("content", "error", "place"),
    [
        ({"photos": [{"focal": [50, 0.5]}]}, TypeError, r"\$\.photos\[0\]\.focal\[1\]: float"),
        ({"a": {"b": b"bytes"}}, TypeError, r"\$\.a\.b: bytes"),
        ({"a": {1: "x"}}, TypeError, r"\$\.a: the key 1"),
        ({"a": {"x"}}, TypeError, r"\$\.a: set"),
        ({"a": float("nan")}, TypeError, r"\$\.a: float"),
        ({"a": ["\ud83d"]}, ValueError, r"\$\.a\[0\]: a lone surrogate"),
        ({"\udc00": 1}, ValueError, r"\$: a lone surrogate"),
        ({"a": 2**53}, ValueError, r"\$\.a: the integer"),
        ({"\u0439": 1, "\u0438\u0306": 2}, ValueError, r"\$: two keys"),
    ],
)
def test_what_has_no_form_is_refused_with_its_place(content, error, place):
    with pytest.raises(error, match=place):
        record.canonical(content)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b'{"a":1}\n',
        b' {"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\ud83d"}',
        b'{"a":"\xd0\xb8\xcc\x86"}',
        b'{"a":"\xed\xa0\xbd"}',
        b'{"a":"\xff"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1',
        b'{"a":' * 300 + b"1" + b"}" * 300,
        b'{"a":' * 100_000,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_other_bytes_for_the_same_content_are_refused(data):
    with pytest.raises(ValueError):
        record.parse(data)


def test_a_hash_is_compared_whole():
    data = record.canonical(CONTENT)
    assert record.verify(data, record.digest(data))
    assert record.verify(data, record.digest(data).upper())
    for wrong in ("", record.digest(data)[:-1], record.digest(b""), "é" * 64, "\ud83d"):
        assert not record.verify(data, wrong)


@pytest.fixture
def exported(tmp_path):
    """An exported folder with one edition in it, as docs/record.md describes it."""
    (tmp_path / "editions").mkdir()
    data, sha256 = record.canonical(CONTENT), record.content_hash(CONTENT)
    (tmp_path / "editions" / f"{sha256}.json").write_bytes(data)
    (tmp_path / "index.json").write_text(json.dumps({"showings": [{"sha256": sha256}]}))
    return tmp_path


def from_the_document(language):
    return re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)[1]


def test_the_program_in_the_document_tells_whole_from_changed(exported):
    def checked():
        command = [sys.executable, "-c", from_the_document("python"), str(exported)]
        return subprocess.run(
            command, capture_output=True, check=True, encoding="utf-8", env={"PYTHONUTF8": "1"}
        ).stdout

    assert checked().startswith("whole ")
    (path,) = (exported / "editions").iterdir()
    path.write_bytes(path.read_bytes().replace(b"<p>", b"<b>", 1))
    assert checked().startswith("CHANGED")


@pytest.mark.skipif(not (shutil.which("jq") and shutil.which("sha256sum")), reason="jq and sha256sum are not here")
def test_the_commands_in_the_document_tell_whole_from_changed(exported):
    def checked():
        script = "\n".join(line for line in from_the_document("sh").splitlines() if "SHA256SUMS" not in line)
        return subprocess.run(["sh", "-ec", script], cwd=exported, capture_output=True).returncode

    assert checked() == 0
    (path,) = (exported / "editions").iterdir()
    path.write_bytes(path.read_bytes() + b" ")
    assert checked() != 0


@pytest.mark.django_db
def test_the_document_names_every_field_of_an_edition():
    attachment = {"attachment": factories.attachment(), "title": "Decree"}
    content = factories.draft(
        photos=[{"photo": factories.photo(), "alt": "A canal"}], attachments=[attachment]
    ).record()
    assert content.keys() == CONTENT.keys()
    for key in (*content, *content["photos"][0], *content["attachments"][0]):
        assert f"`{key}`" in DOCUMENT or f'"{key}"' in DOCUMENT, key
