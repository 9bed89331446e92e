"""English: the words are in `words`, the patterns in `cues`, who is meant in `who`, what goes on in `going_on`."""

import re
from collections.abc import Sequence

from ..document import CLOSING, Document, Sentence
from ..flow import Cue, run
from ..labels import Known, Label
from ..people import Person
from .cues import find_cue, mode_of
from .going_on import goes_on
from .mentions import Mention, Names, is_role, mentions
from .tokens import Tokens, tokens
from .verbs import PAST, PRESENT, verb_of
from .who import People
from .words import ABBREVIATIONS, BEGINS_SENTENCE, MAY_END

_WORDS = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LAST = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.$")
_NAMED = 90  # characters that a name in quotation marks may have


def joins(left: str, right: str) -> bool:
    """Whether both sides of a full stop are one sentence all the same."""
    last = _LAST.search(left, max(0, len(left) - 20))
    if last and last.group(1).lower() in MAY_END:
        word = _WORDS.match(right)
        return not (word and word.group().lower() in BEGINS_SENTENCE)
    return _inside_a_name(left, right) or _says_after(left, right)


def _inside_a_name(left: str, right: str) -> bool:
    """A full stop within a name in quotation marks: on the theme “Unity. Language. Future”."""
    for opening, closing in ("“”", "«»", '""'):
        at = left.rfind(opening)
        if at <= 0 or closing in left[at + 1 :] or (opening == closing and left.count(opening) % 2 == 0):
            continue
        before = left[:at].rstrip()
        end = right.find(closing)
        if not before or before[-1] in ",:.!?–—" or end < 0:
            return False
        inner = left[at + 1 :] + " " + right[:end]
        return len(inner) < _NAMED and all(len(part.split()) < 4 for part in re.split(r"[.!?]", inner))
    return False


def _says_after(left: str, right: str) -> bool:
    """A question or an exclamation in quotation marks, and a name with a verb of saying after it."""
    if left[-1:] not in (*CLOSING, '"') or left[-2:-1] not in ("?", "!", "…"):
        return False
    found = [match.group() for match in _WORDS.finditer(right[:100])][:8]
    if not found or found[0].lower() in BEGINS_SENTENCE:
        return False
    for place, word in enumerate(found[1:], 1):
        if verb_of(word.lower(), PAST, PRESENT):
            return found[place + 1 : place + 2] != ["that"] and ("," not in right[: right.find(word)])
        if not (word[0].isupper() or is_role(word) or word in ("of", "the")):
            return False
    return False


class _English:
    """The rules of English over one text; see `flow.Rules`."""

    def __init__(self, document: Document, known: Sequence[Known]):
        self.names = Names()
        self.people = People(known)
        self.register = self.people.register
        self._read: dict[Sentence, tuple[Tokens, list[Mention]]] = {}
        self._last: Person | None = None
        title = Sentence(0, 1, 0, 0, document.title)
        read = [(sentence, tokens(sentence)) for sentence in (title, *document.sentences)]
        for _sentence, words in read:
            self.names.learn(words)
        for sentence, words in read:
            found = mentions(words, self.names)
            self.people.introduce(words, found, self.names, headline=sentence is title)
            self._read[sentence] = words, found
        self.people.settle()

    def cue(self, sentence: Sentence) -> Cue | None:
        """See `flow.Rules`."""
        words, found = self._read[sentence]
        hit = find_cue(words, found)
        self.people.present = [person for one in found if one.name and (person := self.register.find(one.name))]
        speaker = self.people.person(hit.who, self._last) if hit else None
        self._touch(words, found, speaker)
        if not hit or not speaker:
            return None
        cue = words.slice(hit.start, min(hit.end, hit.start + 3, len(words)))
        return Cue(speaker, cue, mode_of(words, hit, sentence.opened), hit.pattern)

    def goes_on(self, sentence: Sentence, speaker: Person) -> str:
        """See `flow.Rules`."""
        on, why = goes_on(*self._read[sentence])
        return why if on else ""

    def _touch(self, words: Tokens, found: list[Mention], speaker: Person | None):
        """Those mentioned are spoken of now, the first of them last; where nobody speaks, a subject takes over."""
        for mention in reversed(found[:6]):
            if mention.name or mention.determiner == "the" or mention.title[:1].isupper():
                person = self.people.person(mention, self._last)
                if person:
                    self.register.touch(person)
                    if not speaker and not mention.possessive:
                        self._last = person
        if speaker:
            self._last = speaker
            self.register.touch(speaker)


def label(document: Document, known: Sequence[Known]) -> list[Label]:
    """A label for every sentence of `document`."""
    return run(document, _English(document, known))


__all__ = ["ABBREVIATIONS", "joins", "label"]
