"""Extraction, whatever the language: hostile texts are read in linear time, and offsets point where they say."""

import io
import json
import time

import pytest
from django.core.management import CommandError, call_command

from speeches.extraction import LANGUAGES, extract, label
from speeches.extraction.document import read, split
from tests.extraction import CORPUS, HOSTILE, hostile_seconds
from tests.extraction import read as read_corpus


@pytest.mark.timed
@pytest.mark.parametrize(
    ("language", "piece"), HOSTILE, ids=[f"{language}-{piece[:12]}" for language, piece in HOSTILE]
)
def test_a_hostile_text_takes_time_in_proportion(language, piece):
    """Four times the text may take nine times as long, where squares would take sixteen. `bin/bench` tells seconds."""
    hostile_seconds(language, piece, 1_000)
    short = max(hostile_seconds(language, piece, 60_000), 0.02)
    assert hostile_seconds(language, piece, 240_000) < 9 * short


@pytest.mark.timed
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_sentences_take_time_in_proportion(language):
    name, source, title, spans, _sentences = read_corpus(CORPUS, language)[0]
    text = " ".join(source[start:end] for start, end in spans) + " "

    def seconds(times):
        begun = time.process_time()
        label(text * times, [(0, len(text) * times)], language, title=title)
        return time.process_time() - begun

    seconds(5)
    assert seconds(80) < 8 * max(seconds(20), 0.01)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "\n", "“", '"', ".", "...", "–", "A", "“”", "»", "‘’", "\u2028", "a\u0301"])
def test_crumbs_are_no_trouble(language, text):
    assert extract(text, [(0, len(text))], language) == []
    assert extract(text, [], language) == []


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="no rules for the language 'de'"):
        label("Er sagte es.", [(0, 12)], "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_passages_and_sentences_are_in_order_and_within_their_paragraphs(language):
    for _name, source, title, spans, _sentences in read_corpus(CORPUS, language):
        passages = extract(source, spans, language, title=title)
        assert passages
        last = 0
        for passage in passages:
            assert last <= passage.start < passage.end
            last = passage.end
            assert spans[passage.paragraph - 1][0] <= passage.start < spans[passage.paragraph - 1][1]
            assert passage.sentences[0].start == passage.start
            assert passage.sentences[-1].end == passage.end
            assert passage.speaker
            assert {said.label for said in passage.sentences} <= {"A", "C"}


def sentences(text, **options):
    return [text[start:end] for start, end in split(text, **options)]


def test_sentences_end_before_a_capital():
    assert sentences("  It rained. It stopped! Did it? Yes… 12 days.  ") == [
        "It rained.",
        "It stopped!",
        "Did it?",
        "Yes…",
        "12 days.",
    ]


def test_no_sentence_ends_after_an_initial_or_an_abbreviation():
    assert sentences("Mr. A. Seidel left. He slept.", abbreviations=frozenset({"mr"})) == [
        "Mr. A. Seidel left.",
        "He slept.",
    ]


def test_a_quotation_keeps_its_remark():
    assert sentences("«Когда?» – спросил он. «Завтра!» – Сказано.") == [
        "«Когда?» – спросил он.",
        "«Завтра!» – Сказано.",
    ]


def test_a_sentence_knows_whether_it_stands_in_a_quotation():
    text = "He said: “One. Two. Three.” Four."
    found = read(text, [(0, len(text))]).sentences
    assert [(s.words, s.opened, s.left_open) for s in found] == [
        ("He said: “One.", False, True),
        ("Two.", True, True),
        ("Three.”", True, False),
        ("Four.", False, False),
    ]


def told(path, *options):
    out = io.StringIO()
    call_command("extract_statements", str(path), *options, stdout=out, stderr=io.StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_points_into_the_decoded_file_as_it_stands(language):
    """The corpus has byte order marks, CRLF, NFD and no-break spaces."""
    for path in sorted((CORPUS / "texts" / language).glob("*.txt")):
        source = path.read_bytes().decode("utf-8")
        found = told(path)
        assert found, path
        for line in found:
            assert line["language"] == language
            assert source[line["start"] : line["end"]] == line["text"]
            assert all(said["text"] in line["text"] for said in line["sentences"])


@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_plain_paragraphs_need_no_title_and_no_date(tmp_path, before, end):
    path = tmp_path / "plain.txt"
    text = before + end.join(["The hall was full.", "", "Anna Seide\u0301l said that it rained. It was cold."]) + end
    path.write_bytes(text.encode())
    (line,) = told(path, "--plain")
    assert line["text"] == text[line["start"] : line["end"]] == "Anna Seide\u0301l said that it rained. It was cold."
    assert line["paragraph"] == 2
    assert [said["label"] for said in line["sentences"]] == ["A", "C"]


def test_a_wrong_file_is_told_and_the_others_are_read(tmp_path, capsys):
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "good.txt").write_text("Anna Seidel said that it rained.", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("extract_statements", str(tmp_path), "--plain", stdout=out, stderr=err)
    assert failed.value.returncode == 1
    assert "bad.txt" in err.getvalue()
    assert json.loads(out.getvalue())["speaker"] == "Anna Seidel"


def test_no_file_at_all_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="No text file"):
        call_command("extract_statements", str(tmp_path), stdout=io.StringIO(), stderr=io.StringIO())
