"""Russian."""

import re
from collections.abc import Sequence

from .. import flow
from ..document import Document, Sentence
from ..labels import DIRECT, Known, Label
from ..people import Person
from .cues import Sentences
from .going_on import LINKED, Judge
from .listed import listed
from .tokens import DASHES
from .who import People

# Only those that stand before a capital letter or a figure: «т. д.» and «млн» end a sentence when one follows.
ABBREVIATIONS: frozenset[str] = frozenset(
    listed(
        """
т.е т.к т.н т.о ул пр-т просп пл пер стр пос им акад проф доц к.т.н к.м.н к.э.н к.ю.н д.т.н д.м.н д.э.н д.ю.н св руб.коп
кв ст п пп гл рис табл см ср напр н.э гр г-н г-жа ред изд тел вып обл.ц р.п с.ш
"""
    )
)
_YEAR = re.compile(r"\d\s?гг?\.$")
_TOWN = re.compile(r"(?:^|\s)гг?\.$")
_INITIALS = re.compile(r"(?:^|[\s(«„])(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?){1,3}$")
_LIST_NUMBER = re.compile(r"(?:^|\s)\d{1,2}\.$")


def joins(left: str, right: str) -> bool:
    """Whether both sides of a full stop are one sentence all the same: «1. О мерах», or a name with stops in it.

    A name is short, stands in quotation marks after a word, and closes soon: «на тему «Озеро. Люди. Рыба»».
    """
    if _INITIALS.search(left[-12:]):
        return True
    if _TOWN.search(left[-5:]) or _YEAR.search(left[-5:]):
        begun = left[left.rfind(",") + 1 :].split()
        return len(begun) < 6 or not _YEAR.search(left[-7:].replace("\xa0", " "))
    if len(left) < 4 and _LIST_NUMBER.search(left):
        return True
    opening = left.rfind("«")
    if opening < 2 or "»" in left[opening:] or len(left) - opening > 60:
        return False
    closing = right.find("»")
    return left[opening - 2].isalpha() and 0 <= closing < 60 and "«" not in right[:closing]


def label(document: Document, known: Sequence[Known]) -> list[Label]:
    """A label for every sentence of `document`."""
    return flow.run(document, _Rules(document, known))


class _Rules:
    """The Russian view of one text, for `flow.run`."""

    def __init__(self, document: Document, known: Sequence[Known]):
        self.people = People(document, known)
        self.register = self.people.register
        self._read = {
            (sentence.start, sentence.paragraph): read
            for sentence, read in zip(document.sentences, self.people.read, strict=True)
        }
        self._closed = self._closed_before = False  # whether the sentence was a quotation, and the one before it
        self._sentences, self._judge = Sentences(self.people), Judge(self.people)

    def cue(self, sentence: Sentence):
        words, found = self._read[sentence.start, sentence.paragraph]
        self._closed_before, self._closed = self._closed, False
        if not words:
            return None
        self.people.paragraph = sentence.paragraph
        cue = self._sentences.cue(sentence, words, found, self.people.last)
        if cue and cue.mode != DIRECT and sentence.number > 1 and words[0].text in DASHES:
            cue = None  # within a dialogue, which told its speaker before
        self.people.notice(found)
        quoted = cue.mode == DIRECT if cue else self._closed_before and flow.wholly_quoted(sentence)
        self._closed = quoted and not sentence.left_open and any(mark in sentence.words for mark in '»”"')
        if cue:
            self.people.last = cue.speaker
        return cue

    def goes_on(self, sentence: Sentence, speaker: Person) -> str:
        words, found = self._read[sentence.start, sentence.paragraph]
        why = self._judge.why(words, found, speaker)
        return why if not self._closed_before or why in LINKED else ""  # a quotation that is over seldom goes on
