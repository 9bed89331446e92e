"""Whether the words of a speaker go on in a sentence without a cue, or the newsroom tells what happened."""

from collections.abc import Sequence
from typing import NamedTuple

from .endings import cases, finite
from .lists import listed
from .names import Mention, subject_body
from .tokens import Token
from .verbs import last_word, report_at
from .words import (
    ACCORDING,
    AFTERWARDS,
    ALSO_OF_LIFE,
    COMMON_PRESENT,
    CONNECTORS,
    DOCUMENTS,
    DUTIES,
    EDITORS_NOTES,
    EVENTS,
    GROUPS,
    LEANING,
    OCCASIONS,
    OURSELVES,
)


class Scene(NamedTuple):
    """A sentence: its words outside quotations, its first nominative person if there is one, and all who are named."""

    tokens: tuple[Token, ...]
    subject: Mention | None
    mentions: Sequence[Mention]


def _table() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in EVENTS:
        *before, stem = line.split()
        past, _present, perfect, hearsay, _plan = finite(stem)
        for form in (past, perfect, hearsay):
            table.setdefault(form, []).append((tuple(before), stem))
    return table


_PAST_EVENTS = _table()
_SURELY_PAST = listed("тады теді дады деді")  # of verbs in -та and -да, such as қуаттады
_PRESENT = listed("йды йді ады еді")
_PAST = listed("ды ді ты ті ған ген қан кен")


def reason(scene: Scene) -> str:
    """The name of the rule by which the words go on; "" where the newsroom narrates."""
    tokens = scene.tokens
    last = last_word(tokens, len(tokens))
    if last < 0:
        return "goes on"
    opening = " ".join(token.low for token in tokens[:4] if token.is_word)
    if _narrates(scene, opening, last):
        return ""
    if opening.startswith(CONNECTORS):
        return "goes on: a connecting word"
    if any(token.low in DUTIES for token in tokens[max(0, last - 1) : last + 1]):
        return "goes on: what ought to be"
    if any(token.low in OURSELVES for token in tokens):
        return "goes on: we and ours"
    return "goes on"


def _narrates(scene: Scene, opening: str, last: int) -> bool:
    """The rules for narration, in order."""
    tokens, subject = scene.tokens, scene.subject
    verb = tokens[last].low
    past = verb in _PAST_EVENTS or verb.endswith(_SURELY_PAST) or (verb.endswith(_PAST) and not verb.endswith(_PRESENT))
    past = past and verb not in COMMON_PRESENT
    if opening.startswith(EDITORS_NOTES):
        return True
    if tokens[0].low.startswith(DOCUMENTS) or (len(tokens) > 1 and tokens[1].low in DOCUMENTS):
        return True
    if _sourced(tokens):
        return True
    if opening.startswith(AFTERWARDS) and past:
        return True
    if past and subject and (report_at(tokens, last) or (subject.start <= 6 and not subject.pronoun)):
        return True
    if past and any(subject_body(token.low) and _group(token.low) for token in tokens[:4]):
        return True
    return _is_event(scene, last)


def _sourced(tokens: Sequence[Token]) -> bool:
    """Whether a body or the media are the source: БАҚ хабарлауынша; агенттіктің деректеріне сәйкес."""
    for at, token in enumerate(tokens[:12]):
        says = token.low in ACCORDING or token.low.endswith(("уынша", "уінше"))
        leans = at and token.low in LEANING and tokens[at - 1].low in LEANING[token.low]
        if (says or leans) and any(_of_body(before.low) for before in tokens[max(0, at - 3) : at]):
            return True
    return False


def _of_body(word: str) -> bool:
    return subject_body(word) or any(subject_body(stem) for stem, _case in cases(word))


def _group(word: str) -> bool:
    return word.startswith(tuple(GROUPS))


def _is_event(scene: Scene, last: int) -> bool:
    """Whether the sentence ends with a verb of what happens at events."""
    tokens = scene.tokens
    for before, stem in _PAST_EVENTS.get(tokens[last].low, ()):
        start = last - len(before)
        if start < 0 or any(tokens[start + at].low != word for at, word in enumerate(before)):
            continue
        if stem not in ALSO_OF_LIFE or before:
            return True
        return any(token.low.startswith(OCCASIONS) for token in tokens[:last])
    return False
