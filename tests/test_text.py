"""The pure text functions: characters, differences and slugs."""

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speeches import text as t
from tests.prose import anything, document, long_text, prose, quick

# --- characters ---


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("\ufeffTitle\r\n\r\nText", "Title\n\nText"),
        ("one\rtwo\u2028three\u2029four", "one\ntwo\nthree\nfour"),
        ("27\u00a0April\u202f2023,\u2003noon", "27 April 2023, noon"),
        ("  a   b \n\t c\t\n", "a b\nc\n"),
        ("co\u00adop\u200berate", "cooperate"),
        ("и\u0306од е\u0308лка", "йод ёлка"),
    ],
)
def test_normal_form_of_text(raw, kept):
    assert t.normalise(raw) == kept


def test_a_title_is_one_line():
    assert t.normalise_line("\ufeff  Meeting on\r\n  water\u00a0 resources \n") == "Meeting on water resources"


@quick
@given(anything)
def test_normalising_twice_changes_nothing(raw):
    once = t.normalise(raw)
    assert t.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert t.normalise_line(t.normalise_line(raw)) == t.normalise_line(raw)


@quick
@given(prose)
def test_lines_keep_their_numbers(raw):
    assert t.normalise(raw).count("\n") == raw.count("\n")


def test_problem_characters_are_named_with_their_place():
    found = t.problem_characters("a\u202eb\x07c\ue000d\ufffde\ud800f\ufdd0g\U0001fffeh\U000e0041i\u200e")
    assert found == [
        (1, "U+202E", "RIGHT-TO-LEFT OVERRIDE"),
        (3, "U+0007", "control-0007"),
        (5, "U+E000", "private-use-E000"),
        (7, "U+FFFD", "REPLACEMENT CHARACTER"),
        (9, "U+D800", "surrogate-D800"),
        (11, "U+FDD0", "noncharacter-FDD0"),
        (13, "U+1FFFE", "noncharacter-1FFFE"),
        (15, "U+E0041", "TAG LATIN CAPITAL LETTER A"),
        (17, "U+200E", "LEFT-TO-RIGHT MARK"),
    ]


def test_ordinary_text_of_three_languages_has_no_problem_characters():
    assert (
        t.problem_characters("«Әділетті Қазақстан» — ёлка, café №5 😀 30\u202f%\u00a0\u00ad\u200b\tx\r\n\ufeff") == []
    )


@quick
@given(st.characters())
def test_every_character_of_the_forbidden_categories_is_a_problem(character):
    category = unicodedata.category(character)
    expected = category in ("Cs", "Co") or (category == "Cc" and character not in "\t\r\n")
    if category == "Cn":  # unassigned points may get a meaning; noncharacters never will
        expected = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    if category in ("Cf", "So") and t.problem_characters(character):
        return
    assert bool(t.problem_characters(character)) == expected


def test_paragraphs_are_what_stands_between_blank_lines():
    text = "Title\n\n one\ntwo \n \n\n\nthree"
    assert [text[start:end] for start, end in t.paragraphs(text)] == ["Title", "one\ntwo", "three"]
    assert t.paragraphs(" \n\n ") == []


def test_words_are_counted_with_compounds_and_numbers_as_one():
    assert t.words("Премьер-министр сказал: «Жоқ» — 27 апреля, people's.") == 6
    assert t.words(" — … ") == 0


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short enough", 12, "short enough"),
        ("The head of state noted that", 19, "The head of state…"),
        ("The head of state, noted", 20, "The head of state…"),
        ("Электрондық", 6, "Элект…"),
        ("abc", 1, "…"),
    ],
)
def test_truncating_at_a_word_border(text, limit, short):
    assert t.truncate(text, limit) == short


def test_truncating_to_nothing_is_refused():
    with pytest.raises(ValueError, match="limit is 0"):
        t.truncate("text", 0)


@quick
@given(prose, st.integers(1, 60))
def test_truncated_text_is_never_longer_and_never_a_cut_word(text, limit):
    short = t.truncate(text, limit)
    assert len(short) <= limit
    if short != text:
        head = short.removesuffix("…")
        assert text.startswith(head)
        if head and not head.isspace() and re.search(r"\s", text[:limit].lstrip()) and text[len(head) :][:1].isalnum():
            assert not head[-1].isalnum() or not re.search(r"\w\s", head)


# --- differences ---


def sides(changes):
    old = "".join(change.text for change in changes if change.op != "insert")
    new = "".join(change.text for change in changes if change.op != "delete")
    return old, new


def test_a_diff_speaks_in_words():
    assert t.word_diff("The President noted that peace matters.", "The President stressed that peace matters.") == [
        ("equal", "The President "),
        ("delete", "noted"),
        ("insert", "stressed"),
        ("equal", " that peace matters."),
    ]


def test_an_added_comma_is_an_added_comma():
    assert t.word_diff("Қазақ тілі мен", "Қазақ тілі, мен") == [
        ("equal", "Қазақ тілі"),
        ("insert", ","),
        ("equal", " мен"),
    ]


def test_a_new_paragraph_leaves_the_others_alone():
    old = "First one here.\n\nSecond one there, too."
    new = "First one here.\n\nWholly new words between.\n\nSecond one there, however."
    changes = t.word_diff(old, new)
    assert ("insert", "Wholly new words between.\n\n") in changes
    assert [text for op, text in changes if op == "delete"] == ["too"]


def test_equal_texts_have_one_equal_stretch_and_empty_ones_none():
    assert t.word_diff("a\n\nb", "a\n\nb") == [("equal", "a\n\nb")]
    assert t.word_diff("", "") == []
    assert t.word_diff("", "a b") == [("insert", "a b")]


@settings(deadline=None, max_examples=200)
@given(st.one_of(document, anything, prose), st.one_of(document, anything, prose))
def test_a_diff_gives_back_both_texts(old, new):
    changes = t.word_diff(old, new)
    assert sides(changes) == (old, new)
    assert all(change.text for change in changes)
    assert all(a.op != b.op for a, b in pairwise(changes))
    assert not any(a.op == "insert" and b.op == "delete" for a, b in pairwise(changes))


@quick
@given(document, st.data())
def test_one_changed_word_is_a_small_diff(text, data):
    first, last = data.draw(st.sampled_from([match.span() for match in re.finditer(r"\w+", text)]))
    changes = t.word_diff(text, text[:first] + "zzz" + text[last:])
    assert [change.text for change in changes if change.op == "insert"] == ["zzz"]


@pytest.mark.timed
@pytest.mark.parametrize("separator", ["\n\n", " "])
def test_diffs_of_long_bodies_are_quick(separator):
    old = long_text(250).replace("\n\n", separator)
    new = old.replace("helps", "aids").replace("says", "claims")
    assert len(old) > 20_000
    started = time.process_time()
    changes = t.word_diff(old, new)
    assert time.process_time() - started < 1
    assert sides(changes) == (old, new)


# --- slugs ---


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("Церемония вручения государственных наград", "ru", "ceremoniya-vrucheniya-gosudarstvennyh-nagrad"),
        ("Телефонный разговор с Президентом Лормии", "ru", "telefonnyj-razgovor-s-prezidentom-lormii"),
        ("Совещание по вопросам образования", "ru", "soveshchanie-po-voprosam-obrazovaniya"),
        ("Рабочая поездка в Каратаускую область", "ru", "rabochaya-poezdka-v-karatauskuyu-oblast"),
        ("Глава государства провёл съезд", "ru", "glava-gosudarstva-provel-sezd"),
        ("Ауыл медицинасын цифрландыру", "kk", "auyl-medicinasyn-cifrlandyru"),
        ("Баспасөз хатшысының брифингі", "kk", "baspasoz-hatshysynyn-brifingi"),
        ("Білім және ғылым мәселелері жөніндегі кеңес", "kk", "bilim-zhane-gylym-maseleleri-zhonindegi-kenes"),
        ("Лормия Президентімен телефон арқылы сөйлесу", "kk", "lormiya-prezidentimen-telefon-arqyly-soylesu"),
        ("Қаратау облысына жұмыс сапары", "kk", "qaratau-oblysyna-zhumys-sapary"),
        ("Үкімет, ӘҒҚҢӨҰҮҺІ", "kk", "ukimet-agqnouuhi"),
        ("The People’s Assembly: XXXII session", "en", "the-peoples-assembly-xxxii-session"),
        ("Señor Łukasz & Straße №5", "en", "senor-lukasz-strasse-no5"),
        ("中文 — ☃", "en", ""),
    ],
)
def test_slugs(title, language, slug):
    assert t.slugify(title, language) == slug
    assert t.slugify(unicodedata.normalize("NFD", title), language) == slug


def test_transliteration_keeps_case_and_what_it_does_not_know():
    assert t.transliterate("Жәнібек Щукин: «Ёж» 中", "kk") == "Zhanibek Shchukin: «Ezh» 中"


def test_slugs_are_cut_between_words():
    assert t.slugify("one two three", "en", max_length=8) == "one-two"
    assert t.slugify("one two three", "en", max_length=7) == "one-two"
    assert t.slugify("Премьер", "ru", max_length=4) == "prem"


@quick
@given(anything, st.sampled_from(["en", "ru", "kk"]), st.integers(1, 40))
def test_a_slug_is_safe_in_an_address(title, language, limit):
    slug = t.slugify(title, language, limit)
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug) and len(slug) <= limit
    assert t.slugify(slug, language, limit) == slug
