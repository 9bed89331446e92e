"""Sentences with their labels, as the tests of the languages write them down.

A line of a case is `A | speaker | cue | sentence`, `C | speaker | sentence` or `N | sentence`; a mode other than
indirect follows the cue after a slash; a sentence may go on over lines. A blank line begins a paragraph; `T |` gives
the headline. `@` stands for the speaker whom `main` names.
"""

import re

from speeches.extraction import label
from tests.extraction import CORPUS, TARGETS, figures, judge


def read_case(case, headline, main=""):
    """(headline, paragraphs of [(kind, speaker, cue, mode, sentence)]) of a case."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", case.strip()):
        lines = []
        for line in re.split(r"\n\s*(?=[ACNT] \| )", block.strip()):
            kind, *fields = (" ".join(field.split()) for field in line.split(" | "))
            fields[0] = main if fields[0] == "@" else fields[0]
            if kind == "T":
                headline = fields[0]
            elif kind == "N":
                lines.append(("N", "", "", "", fields[0]))
            elif kind == "C":
                lines.append(("C", fields[0], "", "", fields[1]))
            else:
                cue, _slash, mode = fields[1].partition("/")
                lines.append(("A", fields[0], cue, mode or "indirect", fields[2]))
        paragraphs.append(lines)
    return headline, paragraphs


def labels(language, headline, paragraphs, known=()):
    """What extraction says of the sentences of `paragraphs`, in the form of `read_case`: one list."""
    source, spans = "", []
    for lines in paragraphs:
        start = len(source)
        source += " ".join(sentence for *_fields, sentence in lines)
        spans.append((start, len(source)))
        source += "\n\n"
    found = label(source, spans, language, title=headline, known=known)
    return [(told.kind, told.speaker, told.cue, told.mode, sentence.words) for sentence, told in found]


def read_both(language, case, headline, main=""):
    """(what extraction says of a case, what the case says)"""
    headline, paragraphs = read_case(case, headline, main)
    return labels(language, headline, paragraphs), [line for lines in paragraphs for line in lines]


def below_target(language):
    """The fields in which the development set falls below its target: {field: figure}."""
    table = figures(judge(CORPUS, language)[0])
    table = {field: table[field] if field == "speaker" else table[field][2] for field in TARGETS[language]}
    return {field: figure for field, figure in table.items() if figure < TARGETS[language][field]}
