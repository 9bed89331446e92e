"""The people of one text: the fullest name of each, the titles, the gender, and who was spoken of last.

A language tells how a word of a name is compared (`stem`, for endings) and under which keys a title is kept; nothing
here knows a language. Every look-up is by word, so that a text may name any number of people.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .labels import Known

KEPT = 12  # people kept under one word, and in the order of recency


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the text names, or whom it only calls by a title (`titled`)."""

    name: str
    stems: tuple[str, ...] = ()
    gender: str = ""
    titled: bool = False
    titles: set[str] = field(default_factory=set)


class Register:
    """Who is in the text. `stem` maps a word of a name to what all its forms share."""

    def __init__(self, stem: Callable[[str], str] = str.casefold):
        self._stem = stem
        self._by_word: dict[str, list[Person]] = {}
        self._by_title: dict[str, list[Person]] = {}
        self.recent: list[Person] = []
        self.main: Person | None = None

    def stems(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words of a name as they are compared."""
        return tuple(self._stem(unicodedata.normalize("NFC", word)) for word in words)

    def know(self, known: Known, titles: Sequence[str] = ()) -> Person:
        """Enters a person whom the newsroom knows, under `titles` (keys)."""
        person = self.meet(known.name.split(), known.name, titles=titles, gender=known.gender)
        for alias in known.aliases:
            for stem in self.stems(alias.split()):
                self._enter(self._by_word, stem, person)
            person.stems = tuple(dict.fromkeys((*person.stems, *self.stems(alias.split()))))
        return person

    def find(self, words: Sequence[str]) -> Person | None:
        """The person with all these words in the name; of several, the one entered or met last."""
        stems = self.stems(words)
        if not stems:
            return None
        for person in reversed(self._by_word.get(stems[-1], ())):
            if all(stem in person.stems or _initial_of(stem, person.stems) for stem in stems):
                return person
        return None

    def meet(self, words: Sequence[str], name: str = "", titles: Sequence[str] = (), gender: str = "") -> Person:
        """The person with these words as name, entered if new; `name` is the nominative where `words` are not.

        A fuller name replaces a shorter one: "Varga" becomes "Elena Varga" when that is read.
        """
        person, stems = self.find(words) or self._fuller(words), self.stems(words)
        if person is None:
            person = Person(name or " ".join(words), stems)
        elif len(stems) > len(person.stems):
            person.name, person.stems = name or " ".join(words), stems
        for stem in stems:
            self._enter(self._by_word, stem, person)
        person.gender = person.gender or gender
        self.entitle(person, titles)
        return person

    def entitle(self, person: Person, titles: Sequence[str]):
        """Keeps `person` as the holder of titles (keys, the fullest and the shorter ones that may stand for it)."""
        for title in titles:
            person.titles.add(title)
            self._enter(self._by_title, title, person)

    def holder(self, title: str) -> Person | None:
        """Who bears the title; of several, the one spoken of last."""
        holders = self._by_title.get(title, ())
        return next((person for person in self.recent if person in holders), holders[-1] if holders else None)

    def call(self, title: str, keys: Sequence[str] = (), gender: str = "") -> Person:
        """Whom a title alone means: the first holder of one of `keys`, or somebody new with it as name."""
        for key in (*keys, title.casefold()):
            if person := self.holder(key):
                return person
        person = Person(title, gender=gender, titled=True)
        self.entitle(person, (*keys, title.casefold()))
        return person

    def touch(self, person: Person):
        """Makes `person` the one spoken of last."""
        if person in self.recent:
            self.recent.remove(person)
        self.recent.insert(0, person)
        del self.recent[KEPT:]

    def pronoun(self, gender: str, not_this: Person | None = None) -> Person | None:
        """Whom "he" (m), "she" (f) or a pronoun without gender ("") means: the one spoken of last whom it fits.

        Somebody whose gender was not known has it from then on.
        """
        for wanted in ((gender, ""), ("",)):
            for person in self.recent:
                if person is not not_this and (not gender or person.gender in wanted):
                    person.gender = person.gender or gender
                    return person
        return None

    def _fuller(self, words: Sequence[str]) -> Person | None:
        """Somebody met under the last of these words only, whose full name this is."""
        stems = self.stems(words)
        for person in reversed(self._by_word.get(stems[-1], ()) if stems else ()):
            if set(person.stems) < set(stems) and not person.titled:
                return person
        return None

    @staticmethod
    def _enter(index: dict[str, list[Person]], key: str, person: Person):
        people = index.setdefault(key, [])
        if person in people:
            people.remove(person)
        people.append(person)
        del people[:-KEPT]


def _initial_of(stem: str, stems: Sequence[str]) -> bool:
    """Whether `stem` is the initial ("e.", "e") of one of the other words."""
    letter = stem.rstrip(".")
    return len(letter) == 1 and any(other.startswith(letter) for other in stems)
