"""From cues to labels: whose words go on, in a paragraph and in a quotation. For every language.

A language gives an object for each text (`Rules`) that finds the cue in a sentence and tells continuation from
narration; here the sentences are walked through once, in order, and each gets its label.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from .document import CLOSING, DASHES, OPENING, Document, Sentence
from .labels import ATTRIBUTED, CONTINUED, DIRECT, NARRATED, Label
from .people import Person, Register

QUOTED, DIALOGUE, TURN = "continues a quotation", "continues a dialogue", "continues a turn of a record"
NO_CUE = "no cue"
_HEAD = 90  # characters that may stand before the colon of “Elena Varga: …”
_ASIDE, _CUT = ("(", "[", "<", "*"), ("<", "*")


@dataclass(slots=True)
class Cue:
    """What a language found in a sentence: who, the words that tell it, the mode, and the rule that found it."""

    speaker: Person
    cue: str
    mode: str
    pattern: str


class Rules(Protocol):
    """A language's view of one text."""

    register: Register

    def cue(self, sentence: Sentence) -> Cue | None:
        """The cue in the sentence, with its speaker; None where it has none. Notes the people named on the way."""

    def goes_on(self, sentence: Sentence, speaker: Person) -> str:
        """Why the words of `speaker` go on in this sentence without a cue: the name of the rule; "" if they do not."""


@dataclass(slots=True)
class _Turn:
    """A sentence's label in the making; its speaker may be found later."""

    kind: str
    speaker: Person | None = None
    cue: str = ""
    mode: str = ""
    pattern: str = ""


@dataclass(slots=True)
class _Walk:
    """Where one stands: the speaker so far, whether their words may go on, whether this paragraph has told a speaker,
    who is quoted in the quotation that is open, and sentences that wait for a speaker. In the `record` of a talk
    everything between two names is the `turn` of the first.
    """

    speaker: Person | None = None
    running: bool = False
    answered: bool = False
    quoted: Person | None = None
    record: bool = False
    turn: Person | None = None
    waiting: list[_Turn] = field(default_factory=list)


def run(document: Document, rules: Rules) -> list[Label]:
    """A label for every sentence of `document`."""
    turns: list[_Turn] = []
    walk = _Walk(record=_is_record(document))
    open_before = False
    for paragraph in document.paragraphs():
        dialogue = paragraph[0].words[:1] in DASHES
        walk.answered = False
        for sentence in paragraph:
            goes_on = sentence.opened or dialogue or (begins_quoted(sentence) and (open_before or not walk.running))
            if sentence.number == 1 and not goes_on:
                _settle(walk)
            turns.append(_turn(sentence, rules, walk, dialogue))
            open_before = sentence.left_open
    _settle(walk)
    return [_label(turn) for turn in turns]


def _turn(sentence: Sentence, rules: Rules, walk: _Walk, dialogue: bool) -> _Turn:
    """The sentence's turn; keeps `walk` up to date."""
    first = sentence.number == 1
    found = rules.cue(sentence)
    if walk.record:
        if first and heads_turn(sentence):
            walk.turn = found.speaker if found else None
        elif walk.turn:
            if first and sentence.words.startswith(_ASIDE):
                walk.turn = None if sentence.words.startswith(_CUT) else walk.turn
                return _Turn(NARRATED, pattern=NO_CUE)
            return _Turn(CONTINUED, walk.turn, pattern=TURN)
    if found:
        if sentence.opened or begins_quoted(sentence) or (dialogue and (found.mode == DIRECT or not walk.answered)):
            _settle(walk, found.speaker)
        else:
            _settle(walk)
        walk.speaker, walk.running, walk.answered = found.speaker, True, True
        walk.quoted = found.speaker if sentence.left_open else None
        rules.register.touch(found.speaker)
        return _Turn(ATTRIBUTED, found.speaker, found.cue, found.mode, found.pattern)
    quoted = wholly_quoted(sentence)
    if quoted and sentence.opened and walk.quoted:
        walk.quoted = walk.quoted if sentence.left_open else None
        return _Turn(CONTINUED, walk.speaker, pattern=QUOTED)
    if quoted or (dialogue and (first or sentence.words[:1] in DASHES)):
        turn = _Turn(CONTINUED, pattern=QUOTED if quoted else DIALOGUE)
        walk.waiting.append(turn)
        return turn
    if walk.waiting and walk.waiting[-1].pattern == DIALOGUE and not first:
        turn = _Turn(CONTINUED, pattern=DIALOGUE)
        walk.waiting.append(turn)
        return turn
    _settle(walk)
    if walk.running and walk.speaker and not first and (why := rules.goes_on(sentence, walk.speaker)):
        return _Turn(CONTINUED, walk.speaker, pattern=why)
    walk.running = False
    return _Turn(NARRATED, pattern=NO_CUE)


def _settle(walk: _Walk, speaker: Person | None = None):
    """Gives the sentences that wait their speaker: the one who follows, or the one before, or none (narration)."""
    speaker = speaker or (walk.speaker if walk.running else None)
    for turn in walk.waiting:
        if speaker:
            turn.speaker = speaker
        else:
            turn.kind, turn.pattern = NARRATED, NO_CUE
    walk.waiting = []


def _label(turn: _Turn) -> Label:
    if turn.kind == NARRATED:
        return Label(NARRATED, pattern=turn.pattern)
    return Label(turn.kind, turn.speaker.name, turn.cue, turn.mode, turn.pattern)


def _is_record(document: Document) -> bool:
    """Whether a text is the record of a talk: at least two turns, whose heads are of several words or come again."""
    heads = Counter(
        paragraph[0].words[:_HEAD].partition(":")[0] for paragraph in document.paragraphs() if heads_turn(paragraph[0])
    )
    return sum(count for head, count in heads.items() if count > 1 or " " in head) > 1


def heads_turn(sentence: Sentence) -> bool:
    """Whether the sentence begins as a turn in the record of a talk does: with a name or a title, and a colon."""
    head, colon, _words = sentence.words[:_HEAD].partition(":")
    words = head.replace(",", " , ").split()
    if not colon or not words or any(mark in head for mark in (*OPENING, *CLOSING, '"', "?", "!")):
        return False
    return words[0][0].isupper() and words[-1][0].isupper() and sum(word.islower() for word in words) < 4


def begins_quoted(sentence: Sentence) -> bool:
    """Whether the sentence begins with a quotation mark."""
    return sentence.words.lstrip(DASHES + " ")[:1] in (*OPENING, '"')


def wholly_quoted(sentence: Sentence) -> bool:
    """Whether nothing of the sentence stands outside a quotation: one that began earlier or begins here."""
    if not (sentence.opened or begins_quoted(sentence)):
        return False
    if sentence.opened and not any(mark in sentence.words for mark in (*CLOSING, '"')):
        return True
    depth, straight = int(sentence.opened), sentence.opened
    for at, mark in enumerate(sentence.words):
        if mark == '"':
            straight = not straight
            depth += 1 if straight else -1
        elif mark in "«“„":
            depth += 1
        elif mark in "»”":
            depth -= 1
        else:
            continue
        if depth <= 0:
            return not sentence.words[at + 1 :].strip(" .!?…")
    return True
