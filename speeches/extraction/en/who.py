"""From mentions to people: titles, offices, pronouns, and the main figure of a text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ..labels import Known
from ..people import Person, Register
from .mentions import Mention, Names
from .tokens import Tokens
from .words import GENERIC, HONORIFICS

_SINGLE = ("prime minister", "head of government", "premier", "chancellor")
"""Offices of which the country that the text is from has one: bare, they mean its own holder."""
_DEPUTIES = ("deputy ", "vice ", "first deputy ", "first vice ", "assistant ", "acting deputy ")
PRESIDENTIAL = ("president", "head of state")
SAME = {
    "head of state": ("president",), "president": ("head of state",), "head of government": ("prime minister",),
    "prime minister": ("head of government", "premier"), "premier": ("prime minister", "head of government"),
    "akim": ("governor",), "governor": ("akim", "head of the region"), "headmaster": ("principal",),
    "chairman": ("head",), "chairwoman": ("head",), "chairperson": ("head",), "chair": ("head",), "director": ("head",),
    "chief": ("head",), "surgeon": ("doctor",), "physician": ("doctor",), "novelist": ("writer",),
    "foreign minister": ("minister",), "secretary of state": ("secretary",), "singer": ("artist",),
    "director-general": ("director", "head"), "press secretary": ("spokesperson", "secretary"),
    "prosecutor general": ("prosecutor",), "secretary general": ("secretary-general",),
}  # fmt: skip
"""Titles that may stand for another one."""
_HEADS = {
    "ministry": ("minister",), "region": ("governor", "akim"), "city": ("mayor", "akim"), "district": ("akim",),
    "company": ("ceo", "director", "chairman"), "agency": ("chairman", "director"),
    "bank": ("chairman", "governor", "ceo", "executive", "director"),
    "university": ("rector",), "school": ("director", "principal"), "department": ("director",),
    "delegation": ("minister", "chairman"), "village": ("akim",), "oblast": ("governor", "akim"),
}  # fmt: skip
"""Whom "the head of the ministry" may mean."""
_LEARNED = frozenset(("professor", "doctor", "academician", "general", "colonel", "major", "captain"))
_SEARCHED = 100  # people with an office looked through
_NO_PLACES = frozenset(("foreign", "interior", "press", "public", "honorary", "honoured", "chief", "general", "state"))


class People:
    """Who is who in one text."""

    def __init__(self, known: Sequence[Known]):
        self.register = Register()
        self.home: dict[str, Person] = {}
        self.offices: dict[Person, list[Mention]] = {}
        self.candidates: list[Person] = []
        self.main: Person | None = None
        self.subjects: set[Person | None] = set()
        self.present: list[Person] = []
        self.told: Counter[Person | None] = Counter()
        for one in known:
            self._know(one)

    def _know(self, known: Known):
        keys = []
        for title in known.titles:
            low = title.lower()
            head = low.split(" of ")[0]
            head = low if head in ("head", "secretary") else head
            keys.extend(reversed([low, head, *SAME.get(head, ()), head.split()[-1]]))
        person = self.register.know(known, keys)
        self.candidates.append(person)

    def introduce(self, words: Tokens, mentions: Iterable[Mention], names: Names, headline: bool = False):
        """Enters the people whom a sentence names, with their titles; called for every sentence before any label."""
        before: Mention | None = None
        for mention in mentions:
            if mention.name and not _is_place(words, mention, names):
                person = self._enter(mention)
                self.told[person] += 2 if headline else 1
                if headline or _is_subject(words, mention):
                    self.subjects.add(person)
            if before and mention.start - before.end == 1 and words.word(before.end) == ",":
                self._apposition(before, mention)
            before = mention

    def _enter(self, mention: Mention) -> Person | None:
        if len(mention.name) < 2 and not mention.title and not self.register.find(mention.name):
            return None
        person = self.register.meet(mention.name, gender=HONORIFICS.get(mention.role, ""))
        person.gender = person.gender or _gender(person.name)
        if mention.title:
            self._entitle(person, mention)
        if person not in self.candidates and (len(mention.name) > 1 or mention.title):
            self.candidates.append(person)
        return person

    def _entitle(self, person: Person, mention: Mention):
        self.offices.setdefault(person, []).append(mention)
        self.register.entitle(person, keys_of(mention))
        if not mention.of and not mention.title.lower().startswith(_DEPUTIES):
            self.home.setdefault(mention.role, person)

    def _apposition(self, first: Mention, second: Mention):
        """“Elena Varga, President of Lormia,” and “the rector, Oleg Brandt,”: with a comma between the two."""
        named, titled = (first, second) if first.name else (second, first)
        fits = not named.title or titled.determiner in ("a", "an") or (first is titled and named.role in _LEARNED)
        if named.name and titled.title and not titled.name and fits and not titled.possessive:
            person = self.register.find(named.name)
            if person and titled.determiner in ("", "the", "a", "an"):
                self._entitle(person, titled)

    def settle(self):
        """Decides, when all are introduced, whom "the Head of State" means.

        The first who is a President, or is named more than once without any office; but who is President "of"
        something gives way to who is plainly "President" or "Head of State".
        """
        self.main = next((person for person in self.candidates if self._may_preside(person)), None)
        if self.main and not self._presides(self.main) and self.offices.get(self.main):
            self.main = next((person for person in self.candidates if self._presides(person)), self.main)

    def _presides(self, person: Person) -> bool:
        offices = self.offices.get(person, ())
        own = any(office.role in PRESIDENTIAL and not office.of and not _before(office) for office in offices)
        return own or (not offices and "president" in person.titles)

    def _may_preside(self, person: Person) -> bool:
        roles = {office.role for office in self.offices.get(person, ())}
        untitled = not roles and not person.titles and self.told[person] > 1 and person in self.subjects
        return untitled or not roles.isdisjoint(PRESIDENTIAL) or "president" in person.titles

    def person(self, mention: Mention, last: Person | None = None) -> Person | None:
        """Whom a mention means; `last` is who spoke last. None for a name that is nobody's."""
        if mention.pronoun:
            return self._pronoun(mention.pronoun, last)
        if mention.name:
            return self.register.find(mention.name) or (self._enter(mention) if len(mention.name) > 1 else None)
        if mention.title:
            return self._titled(mention, last)
        return None

    def _pronoun(self, gender: str, last: Person | None) -> Person | None:
        if last and last.gender in (gender, ""):
            last.gender = gender
            return last
        return self.register.pronoun(gender) or last

    def _titled(self, mention: Mention, last: Person | None) -> Person | None:
        role, of = mention.role, mention.of
        place = _before(mention)
        if role in ("counterpart", "interlocutor"):
            return next((person for person in self.register.recent if person is not last), None)
        if role in PRESIDENTIAL or role == "leader":
            return self._head_of_state(mention, place)
        keys = keys_of(mention) if role in _SINGLE else (*keys_of(mention), f"deputy {role.split()[-1]}")
        bodies = (*of, *(word[:-2] for word in mention.title.lower().split() if word.endswith(("'s", "’s"))))
        if role in ("head", "chief") and (body := next((_HEADS[word] for word in bodies if word in _HEADS), ())):
            keys = (keys[0], *body, *keys[1:])
            of = ()
        if not of and (foreign := self._of_place(mention, place)):
            return foreign
        single = role in _SINGLE and not of and not mention.title.lower().startswith(_DEPUTIES)
        own = (role, *SAME.get(role, ())) if single else ()
        if host := next((self.home[key] for key in own if key in self.home), None):
            return host
        if single and (untitled := self._acting(keys, last)):
            return untitled
        for key in keys:
            holder = self.register.holder(key)
            if holder and self._fits(holder, of):
                return holder
        if mention.determiner == "the" and role not in GENERIC and (untitled := self._untitled()):
            return untitled
        if (role in GENERIC or mention.role == mention.title) and not mention.name and mention.determiner == "the":
            for person in self.register.recent:
                if person is not self.main and (role in GENERIC or not (person.titled or self.offices.get(person))):
                    return person
        return self.register.call(mention.title, keys_of(mention)[:1])

    def _officers(self) -> Iterable[tuple[Person, list[Mention]]]:
        """Who has an office, with what the text says of it; of very many the first."""
        return islice(self.offices.items(), _SEARCHED)

    def _of_place(self, mention: Mention, place: Sequence[str]) -> Person | None:
        """Whom "the Lormian minister" means: who has that office, or is a counterpart or guest, and is of there."""
        place = tuple(word for word in place if word not in _NO_PLACES)
        for person, offices in self._officers() if place else ():
            for office in offices:
                same = office.role == mention.role or office.role in ("counterpart", "colleague")
                if same and _alike(place, (*office.of, *(word for word in _before(office) if word not in _NO_PLACES))):
                    return person
        return None

    def _acting(self, keys: Sequence[str], last: Person | None) -> Person | None:
        """Who holds an office that the text gives foreigners only: a subject spoken of just before, without office."""
        if not self.home.keys().isdisjoint(keys):
            return None
        holder = next((found for key in keys if (found := self.register.holder(key))), None)
        abroad = (
            holder and holder not in self.home.values() and any(office.of for office in self.offices.get(holder, ()))
        )
        if abroad and holder is not last and last and not last.titled and not last.titles and last is not self.main:
            return last
        return None

    def _untitled(self) -> Person | None:
        """For an office that the text gives nobody: somebody spoken of, or named later, who has none."""
        for person in (*self.register.recent, *self.candidates[:40]):
            if person is self.main or person in self.present:
                continue
            if not person.titled and not self.offices.get(person) and not person.titles:
                return person
        return None

    def _head_of_state(self, mention: Mention, place: Sequence[str]) -> Person | None:
        of = tuple(word for word in (*mention.of, *place) if word not in ("republic", "first", "the", "of"))
        if not of and _of_body(bodies := mention.title.lower().split()[: -len(mention.role.split())]):
            of = tuple(bodies)
        if of:
            for person, offices in self._officers():
                for office in offices:
                    theirs = (*office.of, *_before(office))
                    if office.role in (*PRESIDENTIAL, "leader", "prime minister") and _alike(of, theirs):
                        return person
            if mention.role == "leader":
                others = [person for person in self.register.recent if person is not self.main]
                others = [person for person in others if not self.offices.get(person) or "president" in person.titles]
                return next((person for person in others if not self._placed(person)), self.main)
            foreign = [p for p in self.register.recent if p is not self.main and "president" in p.titles]
            foreign = [person for person in foreign if not self._placed(person)]
            if place and foreign:
                return foreign[0]
            recent = self.register.recent[0] if mention.of and self.register.recent else None
            if recent and recent is not self.main and not self.offices.get(recent) and not recent.titled:
                return recent
            if mention.role in PRESIDENTIAL and _of_body(of):
                return self.register.call(mention.title)
        self.main = self.main or self.register.call(mention.title, (mention.role,))
        return self.main

    def _placed(self, person: Person) -> bool:
        """Whether the text has told of what country or body this person is."""
        return any(office.of or _before(office) for office in self.offices.get(person, ()))

    def _fits(self, person: Person, of: Sequence[str]) -> bool:
        """Whether a title "of" something may be that of `person`, as far as the text has told."""
        offices = [office.of for office in self.offices.get(person, ()) if office.of]
        return not of or not offices or any(_alike(of, office) for office in offices)


def keys_of(mention: Mention) -> tuple[str, ...]:
    """The keys under which a title is kept, the fullest first."""
    full = mention.title.lower()
    role = mention.role
    keys = [full, role, *SAME.get(role, ())]
    last = role.split()[-1]
    if full.startswith(_DEPUTIES) or role.startswith("vice-"):
        first, _dash, second = full.partition(" – ")
        others = (second, second.split()[0]) if second else ()
        return tuple(dict.fromkeys((full, first, *others, f"deputy {last.removeprefix('vice-')}")))
    if role not in ("prime minister", "head of state", "head of government"):
        keys.append(last)
    return tuple(dict.fromkeys(keys))


def _is_place(words: Tokens, mention: Mention, names: Names) -> bool:
    """Whether capitals after "in", "of" or "near" name a place: they begin no sentence and stand after no title."""
    placed = words.word(mention.start - 1) in ("in", "near", "across", "outside", "throughout", "around", "of", "from")
    return placed and not mention.title and " ".join(mention.name).lower() not in names.beginnings


def _is_subject(words: Tokens, mention: Mention) -> bool:
    """Whether somebody named may be the subject of a sentence: no preposition or verb before, and a word after."""
    before, after = words.word(mention.start - 1), words.word(mention.end)
    free = not before or not before[0].isalnum() or before in ("and", "that", "while", "as")
    return free and not mention.possessive and after[:1].isalpha() and after not in ("of", "in", "at", "from", "and")


def _before(mention: Mention) -> tuple[str, ...]:
    """The words of capitals before the role: "Lormian" of "the Lormian leader"."""
    found = []
    for word in mention.title.split():
        low = word.lower().removesuffix("’s").removesuffix("'s")
        if low in mention.role.split() or low == "of":
            break
        if word[:1].isupper() and low not in ("prime", "vice", "deputy", "first", "former", "acting"):
            found.append(low)
    return tuple(found)


def _alike(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a word of one is of the same root as one of the other: "Lormian" and "Lormia"."""
    roots = {word[:4] for word in others if len(word) > 3 and word not in ("republic", "united")}
    return any(word[:4] in roots for word in some if len(word) > 3) or bool(set(some) & set(others))


def _of_body(of: Sequence[str]) -> bool:
    return any(
        word
        in (
            "university",
            "academy",
            "bank",
            "federation",
            "association",
            "union",
            "board",
            "company",
            "fund",
            "council",
            "commission",
            "committee",
            "assembly",
            "institute",
            "bureau",
        )
        for word in of
    )


_FEMALE = ("ova", "eva", "yova", "skaya", "kyzy", "qyzy", "ina", "aya", "dottir")
_MALE = ("ov", "ev", "sky", "skiy", "uly", "uulu", "son", "enko")


def _gender(name: str) -> str:
    """A guess from the endings of a name: "f", "m" or ""."""
    words = name.lower().split()
    if len(words) < 2:
        return ""
    if words[-1].endswith(_FEMALE):
        return "f"
    if words[-1].endswith(_MALE):
        return "m" if not words[-1].endswith(("son", "enko")) else ""
    return "f" if words[0].endswith("a") and len(words[0]) > 3 else ""
