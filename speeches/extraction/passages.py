"""From labels to passages, for every language."""

from collections.abc import Sequence
from importlib import import_module

from .document import Sentence, read
from .labels import ATTRIBUTED, NARRATED, Known, Label, Passage, Said

LANGUAGES = ("en", "ru", "kk")


def label(
    source: str, spans: Sequence[tuple[int, int]], language: str, *, title: str = "", known: Sequence[Known] = ()
) -> list[tuple[Sentence, Label]]:
    """Every sentence of the paragraphs at `spans` of `source`, with its label. ValueError on another language.

    `title` is the headline, which often names people; `known` are the people whom the newsroom knows on that day.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no rules for the language {language!r}: one of {', '.join(LANGUAGES)} is wanted")
    rules = import_module(f"{__package__}.{language}")
    document = read(source, spans, title=title, abbreviations=rules.ABBREVIATIONS, joins=rules.joins)
    return list(zip(document.sentences, rules.label(document, known), strict=True))


def extract(
    source: str, spans: Sequence[tuple[int, int]], language: str, *, title: str = "", known: Sequence[Known] = ()
) -> list[Passage]:
    """The passages of `source` that are somebody's words, in order; the arguments are those of `label`."""
    return join(label(source, spans, language, title=title, known=known))


def join(labelled: Sequence[tuple[Sentence, Label]]) -> list[Passage]:
    """One passage for each A, with the C before it that wait for their speaker and those after it.

    Continuations go to the passage before them, unless they stand in a quotation that opened after it and whose
    speaker is yet to come.
    """
    groups: list[list[tuple[Sentence, Label]]] = []
    waiting: list[tuple[Sentence, Label]] = []
    open_group = False
    for index, (sentence, found) in enumerate(labelled):
        if found.kind == NARRATED:
            groups.extend([waiting] if waiting else [])
            waiting, open_group = [], False
        elif found.kind == ATTRIBUTED:
            groups.append([*waiting, (sentence, found)])
            waiting, open_group = [], True
        elif open_group and not waiting and _goes_on(labelled, index, groups[-1]):
            groups[-1].append((sentence, found))
        else:
            waiting.append((sentence, found))
    groups.extend([waiting] if waiting else [])
    return [_passage(group) for group in groups]


def _goes_on(labelled, index, group) -> bool:
    """Whether the continuation at `index` belongs to the passage before it, not to the one that follows."""
    sentence, found = labelled[index]
    if group[-1][1].speaker != found.speaker:
        return False
    before = group[-1][0]
    if sentence.opened and before.left_open:
        return True
    for later, other in labelled[index:]:
        if other.kind == NARRATED or other.speaker != found.speaker:
            return True
        if other.kind == ATTRIBUTED:
            # A quotation that opens here and is still open there waits for that speaker.
            return not later.opened
        if later is not sentence and not later.opened:
            return True
        if not later.left_open:
            return True
    return True


def _passage(group) -> Passage:
    first, last = group[0][0], group[-1][0]
    told = next((found for _sentence, found in group if found.kind == ATTRIBUTED), group[0][1])
    said = tuple(Said(sentence.start, sentence.end, found.kind, found.speaker) for sentence, found in group)
    return Passage(first.paragraph, first.start, last.end, told.speaker, told.cue, told.mode, told.pattern, said)
