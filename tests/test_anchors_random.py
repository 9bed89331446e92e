"""Statements follow their words through random edits, or are set aside: never onto other words.

Every character of a text is numbered, and the numbers go along through the edits: so it is known where a passage
really went. `ANCHOR_EXAMPLES` says how many texts are edited (bin/slow/anchors: 10,000).
"""

import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from speeches import text
from speeches.exchange.parse import parse
from speeches.models import StatementVersion
from speeches.workflow.statements import place

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = ("en", "ru", "kk")
EXAMPLES = int(os.environ.get("ANCHOR_EXAMPLES", "1000"))
GAP = [("\n", None), ("\n", None)]
WORDS = ("said", "denied", "not", "вода", "не", "су", "емес", "2031", "the canal")
MARKS = {"«": "“", "»": "”", "“": "«", "”": "»", '"': "»", "–": "-", "-": "–", ",": ";", ".": "!", "’": "'"}
TOTALS = Counter()


@cache
def texts():
    """[(paragraphs, passages that an annotator marked as (paragraph, start, end))] of the whole corpus."""
    found = []
    for language in LANGUAGES:
        for record in json.loads((CORPUS / f"annotations-{language}.json").read_text(encoding="utf-8")):
            paragraphs = parse((CORPUS / record["file"]).read_bytes(), language=language).paragraphs
            plain = "\n\n".join(paragraphs)
            assert text.plain_text(text.html_from_paragraphs(paragraphs)) == plain
            found.append((plain, list(text.paragraphs(plain))))
    return found


def numbered(plain):
    """The paragraphs of a text as lists of (character, its number)."""
    return [[(plain[at], at) for at in range(start, end)] for start, end in text.paragraphs(plain)]


def words_in(paragraph):
    written = "".join(sign for sign, _number in paragraph)
    return [match.span() for match in re.finditer(r"\w+", written)]


def edit(paragraphs, draw):
    """One random edit; gives the paragraphs as they are then."""
    kind = draw(st.sampled_from(("insert", "delete", "replace", "marks", "move", "duplicate", "drop", "add", "merge")))
    TOTALS["edits"] += 1
    at = draw(st.integers(0, len(paragraphs) - 1))
    other = draw(st.integers(0, len(paragraphs) - 1))
    paragraph = paragraphs[at]
    fresh = [(sign, None) for sign in draw(st.sampled_from(WORDS))]
    if kind in ("insert", "delete", "replace") and (spans := words_in(paragraph)):
        start, end = spans[draw(st.integers(0, len(spans) - 1))]
        middle = {"insert": [*fresh, (" ", None), *paragraph[start:end]], "delete": [], "replace": fresh}[kind]
        paragraphs[at] = paragraph[:start] + middle + paragraph[end:]
    elif kind == "marks":
        paragraphs[at] = [(MARKS.get(sign, sign), number) for sign, number in paragraph]
    elif kind == "move":
        paragraphs.insert(other, paragraphs.pop(at))
    elif kind == "duplicate":
        paragraphs.insert(other, list(paragraph))
    elif kind == "drop" and len(paragraphs) > 1:
        paragraphs.pop(at)
    elif kind == "add":
        paragraphs.insert(at, fresh)
    elif kind == "merge" and at + 1 < len(paragraphs):
        paragraphs[at : at + 2] = [[*paragraph, (" ", None), *paragraphs[at + 1]]]
    return paragraphs


@st.composite
def edited(draw):
    """(text, passages in it, the text after some edits, the number of each of its characters)."""
    plain, spans = draw(st.sampled_from(texts()))
    passages = []
    for _number in range(3):
        start, end = draw(st.sampled_from(spans))
        borders = sorted({start, end, *(start + match.end() for match in re.finditer(r"[.!?,] ", plain[start:end]))})
        first = draw(st.integers(0, len(borders) - 2))
        begin, finish = borders[first], borders[draw(st.integers(first + 1, len(borders) - 1))]
        finish -= len(plain[begin:finish]) - len(plain[begin:finish].rstrip())
        passages.append((begin, finish))
    paragraphs = numbered(plain)
    for _edit in range(draw(st.integers(1, 6))):
        paragraphs = [one for one in edit(paragraphs, draw) if "".join(sign for sign, _n in one).strip()] or numbered(
            "–"
        )
    joined = [pair for one in paragraphs for pair in (*GAP, *one)][len(GAP) :]
    return plain, passages, "".join(sign for sign, _number in joined), [number for _sign, number in joined]


def version_at(plain, start, end):
    version = StatementVersion(status="accepted")
    version.anchor = text.make_anchor(plain, start, end)
    return version


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 1000,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(edited())
def goes_along(case):
    """What is accepted stands where its words went; what nobody touched is accepted."""
    plain, passages, after, numbers = case
    blocks = Counter(after.split("\n\n"))
    before = Counter(plain.split("\n\n"))
    for start, end in passages:
        version = place(version_at(plain, start, end), after, before=plain)
        block = plain[plain.rfind("\n", 0, start) + 1 : (plain.find("\n", end) + 1 or len(plain) + 1) - 1]
        untouched = blocks[block] == 1 and before[block] == 1
        TOTALS["passages"] += 1
        TOTALS[version.status] += 1
        if version.status == "accepted":
            assert after[version.start : version.end] == version.quote == plain[start:end]
            assert numbers[version.start : version.end] == list(range(start, end)), "these are other words"
        assert not untouched or version.status == "accepted", "an untouched passage is found"
        TOTALS["untouched"] += untouched


def test_an_accepted_statement_is_where_its_words_went():
    TOTALS.clear()
    goes_along()
    print(dict(TOTALS))  # noqa: T201
    assert min(TOTALS[name] for name in ("accepted", "needs_review", "untouched")) > EXAMPLES / 10
    assert TOTALS["edits"] >= EXAMPLES
