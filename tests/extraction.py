"""How well extraction does on an annotated corpus: `bin/bench extraction`.

    python -m tests.extraction [FOLDER] [--language en] [--errors 20]
    python -m tests.extraction --hostile

FOLDER holds `texts/` and `annotations-*.json` as `tests/corpus` does (its README tells the labels). Counted per
sentence, a sentence whose borders differ from the annotator's counting as missed and as false:

- attributed: label A; attributed or continuation: A or C, whichever of the two;
- speaker: the share of the sentences found (A or C on both sides) that have the annotator's speaker;
- boundaries: passages with exactly the same beginning and end.
"""

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

from speeches.extraction import LANGUAGES, Label, Sentence, label
from speeches.extraction.passages import join
from speeches.text import normalise_line

CORPUS = Path(__file__).parent / "corpus"
TARGETS = {
    "en": {"attributed": 0.97, "attributed or continuation": 0.95, "speaker": 0.98, "boundaries": 0.92},
    "ru": {"attributed": 0.97, "attributed or continuation": 0.95, "speaker": 0.97, "boundaries": 0.90},
    "kk": {"attributed": 0.97, "attributed or continuation": 0.93, "speaker": 0.95, "boundaries": 0.88},
}
_ANY = (
    "word ",
    "x",
    "A",
    "Aa ",
    "a.",
    "– ",
    "he, ",
    "said ",
    "сказал ",
    "деді ",
    "President of the ",
    "according to ",
) + ("“", "“”", '"', "«»")
HOSTILE = [
    *((language, piece) for language in LANGUAGES for piece in _ANY),
    *(("en", piece) for piece in ("He said. ", "Aidar Bekmuratov ", "said that ", "“…,” he said ")),
    *(("ru", piece) for piece in ("ПРЕЗИДЕНТ СКАЗАЛ ", "Айдар Бекмуратов ", "министр ", ", – сказал ", "Он сказал. ")),
    *(("ru", piece) for piece in ("сказал: ", "сказал, что ")),
    *(("kk", piece) for piece in ("ПРЕЗИДЕНТ АЙТТЫ ", "Айдар Бекмұратов ", "Президенттің ", ", – деді ", "деді: ")),
    *(("kk", piece) for piece in ("Ол айтты. ", "айтты ")),
]
"""(language, what is repeated) of texts that are meant to make extraction slow."""
MEGABYTE = 1_000_000
_FIELDS = ("attributed", "attributed or continuation", "boundaries")


def spans_of(source):
    """(title, [(start, end) of each paragraph]) of a text of the corpus, decoded as it stands."""
    lines = [
        (match.start() + len(match.group()) - len(match.group().lstrip()), match.start() + len(match.group().rstrip()))
        for match in re.finditer(r"[^\r\n]+", source)
        if normalise_line(match.group())
    ]
    title = normalise_line(source[slice(*lines[0])])
    again = normalise_line(source[slice(*lines[1])]) == title
    return title, lines[3 if again else 2 :]


def read(folder, language):
    """[(name, source, title, spans, annotated sentences)] of a language."""
    found = []
    for record in json.loads((folder / f"annotations-{language}.json").read_text(encoding="utf-8")):
        source = (folder / record["file"]).read_bytes().decode("utf-8")
        found.append((record["slug"], source, *spans_of(source), record["sentences"]))
    return found


def annotated(source, spans, sentences):
    """[(Sentence, Label)] as the annotator has it."""
    found, at = [], [start for start, _end in spans]
    inside, number = _depths(sentences), Counter()
    for index, sentence in enumerate(sentences):
        paragraph = sentence["paragraph"]
        number[paragraph] += 1
        start, end = _find(source, sentence["text"], at[paragraph - 1], spans[paragraph - 1][1])
        at[paragraph - 1] = end
        opened, left_open = inside[index]
        words = normalise_line(sentence["text"])
        fields = {name: sentence[name] or "" for name in ("speaker", "cue", "mode")}
        found.append(
            (
                Sentence(paragraph, number[paragraph], start, end, words, opened, left_open),
                Label(sentence["label"], **fields),
            )
        )
    return found


def _depths(sentences):
    from speeches.extraction.document import Quotation

    inside, paragraph, found = Quotation(), 0, []
    for index, sentence in enumerate(sentences):
        if sentence["paragraph"] != paragraph:
            paragraph = sentence["paragraph"]
            inside.new_paragraph(" ".join(s["text"] for s in sentences[index:] if s["paragraph"] == paragraph))
        opened = inside.depth > 0
        inside.pass_over(sentence["text"])
        found.append((opened, inside.depth > 0))
    return found


def _find(source, words, start, end):
    """Where `words` stand in `source[start:end]`, whatever white space and Unicode form that has."""
    source = source[:end]
    pattern = r"\s+".join(_letters(word) for word in words.split())
    match = re.compile(pattern).search(source, start)
    if not match:
        raise ValueError(f"not in its paragraph: {words}")
    return match.span()


def _letters(word):
    return "".join(
        f"(?:{re.escape(letter)}|{re.escape(unicodedata.normalize('NFD', letter))})"
        if unicodedata.normalize("NFD", letter) != letter
        else re.escape(letter)
        for letter in unicodedata.normalize("NFC", word)
    )


def judge(folder, language, known=()):
    """(Counter of what the table needs, [(text, what, annotator's, ours, sentence)] of the errors)."""
    counts, errors = Counter(), []
    for name, source, title, spans, sentences in read(folder, language):
        wanted, found = annotated(source, spans, sentences), label(source, spans, language, title=title, known=known)
        ours = {(s.start, s.end): told for s, told in found}
        theirs = {(s.start, s.end): told for s, told in wanted}
        words = {(s.start, s.end): s.words for s, _told in [*found, *wanted]}
        for place in sorted({*ours, *theirs}):
            a, b = theirs.get(place), ours.get(place)
            kinds = (a.kind if a else "-", b.kind if b else "-")
            for field, among in (("attributed", "A"), ("attributed or continuation", "AC")):
                counts[field, "true"] += kinds[0] in among and kinds[1] in among
                counts[field, "missed"] += kinds[0] in among and kinds[1] not in among
                counts[field, "false"] += kinds[1] in among and kinds[0] not in among
            if kinds[0] in "AC" and kinds[1] in "AC":
                counts["speaker", "right" if a.speaker == b.speaker else "wrong"] += 1
            if kinds[0] != kinds[1]:
                errors.append((name, f"{kinds[0]}→{kinds[1]}", a, b, words[place]))
            elif a.kind != "N" and a.speaker != b.speaker:
                errors.append((name, "speaker", a, b, words[place]))
            if kinds == ("A", "A"):
                counts["mode", "right" if a.mode == b.mode else "wrong"] += 1
                counts["cue", "right" if a.cue.casefold() == b.cue.casefold() else "wrong"] += 1
        passages = [{(p.start, p.end) for p in join(labelled)} for labelled in (wanted, found)]
        counts["boundaries", "true"] += len(passages[0] & passages[1])
        counts["boundaries", "missed"] += len(passages[0] - passages[1])
        counts["boundaries", "false"] += len(passages[1] - passages[0])
    return counts, errors


def figures(counts):
    """{field: (precision, recall, F1)}, and {"speaker", "mode", "cue": share} from the counts of `judge`."""
    table = {}
    for field in _FIELDS:
        true, missed, false = (counts[field, kind] for kind in ("true", "missed", "false"))
        precision, recall = true / max(1, true + false), true / max(1, true + missed)
        table[field] = precision, recall, 2 * true / max(1, 2 * true + missed + false)
    for field in ("speaker", "mode", "cue"):
        right, wrong = counts[field, "right"], counts[field, "wrong"]
        table[field] = right / max(1, right + wrong)
    return table


def hostile_seconds(language, piece, characters):
    """The processor time that a text of `piece` over and over, of that length, takes."""
    source = (piece * (characters // len(piece) + 1))[:characters]
    begun = time.process_time()
    label(source, [(0, len(source))], language)
    return time.process_time() - begun


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors of each language")
    parser.add_argument("--hostile", action="store_true", help="print how long hostile texts of a megabyte take")
    options = parser.parse_args(arguments)
    if options.hostile:
        for language, piece in HOSTILE:
            _say(f"{language}  {hostile_seconds(language, piece, MEGABYTE):6.2f} s  {piece!r}")
        return
    _say(f"{'language':9} {'label':28} {'precision':>9} {'recall':>7} {'F1':>7}  target")
    for language in options.language or LANGUAGES:
        counts, errors = judge(options.folder, language)
        table, targets = figures(counts), TARGETS[language]
        for field in _FIELDS:
            precision, recall, f1 = table[field]
            told = _against(f1, targets[field])
            _say(f"{language:9} {field:28} {precision:9.3f} {recall:7.3f} {f1:7.3f}  {told}")
        _say(f"{language:9} {'speaker':44} {table['speaker']:9.3f}  {_against(table['speaker'], targets['speaker'])}")
        _say(f"{language:9} {'mode; cue':36} {table['mode']:8.3f} {table['cue']:8.3f}")
        for name, what, theirs, ours, words in errors[: options.errors]:
            sides = " | ".join(
                f"{t.kind} {t.speaker} [{t.cue}] {t.pattern}".strip() if t else "-" for t in (theirs, ours)
            )
            _say(f"    {what:8} {name}\n             {words}\n             {sides}")
        if options.errors:
            _say(f"    {len(errors)} errors in all")


def _say(line):
    sys.stdout.write(line + "\n")


def _against(figure, target):
    return f"{target:.2f} {'met' if round(figure, 4) >= target else f'missed by {target - figure:.3f}'}"


if __name__ == "__main__":
    main()
