"""What extraction takes and gives, as plain records."""

from collections.abc import Sequence
from dataclasses import dataclass, field

ATTRIBUTED, CONTINUED, NARRATED = "A", "C", "N"
INDIRECT, DIRECT, MIXED = "indirect", "direct", "mixed"


@dataclass(frozen=True, slots=True)
class Known:
    """A person whom the newsroom knows on the day of the text.

    `name` is the full name in the language of the text; `aliases` are other names there; `titles` are the offices held
    on that day, as the language writes them in the nominative ("President of the Republic of Sarydala"). `gender` is
    "f", "m" or "" (not known).
    """

    name: str
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What one sentence is.

    `kind` is A, C or N. A and C have a `speaker`: the fullest name that the text gives that person, in the nominative,
    or the title where no name is given. A has a `cue`, one to three words as they stand in the sentence, and a `mode`
    (indirect, direct, mixed). `pattern` names the rule that decided, for people who ask why.
    """

    kind: str
    speaker: str = ""
    cue: str = ""
    mode: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a passage: offsets as those of the passage, and its label A or C."""

    start: int
    end: int
    label: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody's words in a text: code points `start` to `end` (end-exclusive) of what was given to `extract`.

    `paragraph` counts from 1 and is that of the first sentence; a quotation may go on over several.
    """

    paragraph: int
    start: int
    end: int
    speaker: str
    cue: str
    mode: str
    pattern: str
    sentences: Sequence[Said] = field(default_factory=tuple)
