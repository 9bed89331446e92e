"""Who is meant: the people of a Russian text, read once from beginning to end before the cues are."""

from collections.abc import Sequence

from ..document import Document, Sentence
from ..labels import Known
from ..people import Person, Register
from . import mentions, names, titles
from .listed import listed
from .lists import NOT_A_COMPLEMENT
from .mentions import Mention
from .names import plain
from .tokens import Word, read

_OWN = ("государств", "республик", "стран", "правительств", "кабмин", "наш", "сам")
_SURNAME = ("ов", "ев", "ова", "ева")
_ANYBODY = frozenset(listed("ученый эксперт дипломат чиновник политик специалист спикер докладчик аналитик"))
_HIGH = frozenset(
    listed(
        """
министр вице-министр вице-премьер governor посол председатель депутат сенатор прокурор секретарь госсекретарь
вице-президент советник
"""
    )
) | {titles.STATE, titles.GOVERNMENT}
_PRESS = frozenset(("журналист", "журналистка", "корреспондент"))  # who asks is not quoted
_STRANGERS = frozenset(["гость", "гостья", "собеседник", "собеседница", "коллега"])


class People:
    """The people of one document."""

    def __init__(self, document: Document, known: Sequence[Known]):
        self.register = Register(names.stem)
        self._forms: dict[tuple[str, ...], list[tuple[int, tuple[str, ...]]]] = {}
        self._offices: list[tuple[Person, str, bool]] = []
        self._entered: set[tuple] = set()
        self.last: Person | None = None
        self._guests: set[int] = set()
        self.paragraph, self._seen = 0, {}
        heads: list[Person] = []
        for person in known:
            entered = self.register.know(person)
            for title in person.titles:
                for mention in mentions.find(read(Sentence(1, 1, 0, len(title), title))):
                    self._entitle(entered, mention)
                    if mention.office == titles.STATE and entered not in heads:
                        heads.append(entered)
        headline = read(Sentence(1, 1, 0, len(document.title), document.title))
        sentences = [headline, *(read(sentence) for sentence in document.sentences)]
        self.read = [(words, mentions.find(words)) for words in sentences]
        self._shorten()
        self._count()
        for words, found in self.read:
            self._enter(words, found)
        self._main(heads)
        self.read = self.read[1:]

    def _shorten(self):
        """Takes the first of three words from a name where the text has the other two alone: «Осмотр Анны Кац»."""
        pairs = {self.register.stems(m.name) for _words, found in self.read for m in found if len(m.name) == 2}
        for words, found in self.read:
            for mention in found:
                begins = mention.start == 0 or not words[mention.start - 1].text[0].isalnum()
                if len(mention.name) == 4 and self.register.stems(mention.name[:2]) in pairs:
                    mention.start, mention.name = mention.start + 2, mention.name[2:]  # «заверил Анну Кац Лев Орлов»
                if len(mention.name) != 3 or mention.noun or not begins or names.is_patronymic(mention.name[2]):
                    continue
                if self.register.stems(mention.name[1:]) in pairs and "." not in mention.name[1]:
                    mention.start, mention.name = mention.start + 1, mention.name[1:]

    def _count(self):
        """Keeps the forms of each name, with how sure it is that they are the nominative."""
        for _words, found in self.read:
            for mention in found:
                if len(mention.name) > 1:
                    sure = 3 if mention.case == "n" else names.looks_nominative(mention.name)
                    forms = self._forms.setdefault(self.register.stems(mention.name), [])
                    if sure and (sure, mention.name) not in forms and len(forms) < 6:
                        forms.append((sure, mention.name))

    def _enter(self, words: list[Word], found: list[Mention]):
        """Enters those whom a sentence names."""
        previous = None
        for mention in found:
            if mention.pronoun:
                previous = None
                continue
            if mention.name:
                person = self._person(mention)
                if person:
                    self._entitle(person, mention)
                previous = (person, mention)
            elif previous and previous[0] and not previous[1].noun and _apposed(words, previous[1], mention):
                self._entitle(previous[0], mention)
                previous = None
            else:
                previous = None

    def _person(self, mention: Mention) -> Person | None:
        """The person named, entered if new. A surname alone is nobody unless an office or its ending tells."""
        key = (mention.name, mention.case, mention.office)
        if key in self._entered:
            return self.register.find(mention.name)
        self._entered.add(key)
        name = self._nominative(mention)
        known = self.register.find(mention.name)
        if known and len(known.stems) >= len(mention.name):
            if not known.gender:
                known.gender = names.gender(tuple(known.name.split()))
            return known
        if len(name) == 1 and not mention.noun and not plain(name[0]).endswith(_SURNAME):
            return None
        gender = names.gender(name)
        return self.register.meet(mention.name, " ".join(name), gender=gender)

    def _nominative(self, mention: Mention) -> tuple[str, ...]:
        """The name in the nominative: a form that the text has, or one made by the rules of declension."""
        name, case = mention.name, mention.case
        forms = self._forms.get(self.register.stems(name), [])
        if forms and case != "n":
            sure, best = max(forms, key=lambda form: form[0])
            if sure > 1 or not case or best != name:
                return best
        return names.nominative(name, case if case in "ngdail" else "")

    def _entitle(self, person: Person, mention: Mention):
        """Keeps the office that stands before a name: with each word of its complement, and without."""
        if mention.noun and not mention.case.isupper():
            own = not _country(mention)
            keys = [mention.office]
            if mention.office not in (titles.STATE, titles.GOVERNMENT):
                keys.append(mention.noun)
            for word in (*mention.after, *mention.before):
                keys += [_key(mention.office, word), _key(mention.office, word, 3)]
            for noun in mention.also:
                keys += [noun, titles.office(noun, [], [])]
            if acronym := _acronym(mention.after):
                keys.append(f"of {acronym}")
            if mention.noun in titles.MONARCHS:
                keys.append("monarch")
            if own:
                keys.append(f"{mention.office}!")
            self.register.entitle(person, [key for key in dict.fromkeys(keys) if key])

    def _main(self, heads: list[Person]):
        """The head of state whom «Президент» means where no country is told."""
        register = self.register
        met = [
            (mention, person)
            for _words, found in self.read[:9]
            for mention in found
            if len(mention.name) > 1 and (person := register.find(mention.name))
        ]
        self._guests = guests = {
            id(self.register.find(mention.name))
            for _words, found in self.read
            for mention in found
            if mention.name and mention.office == titles.STATE and _country(mention)
        }
        heads = sorted(heads, key=lambda head: id(head) in guests)
        own = next((p for _m, p in met if f"{titles.STATE}!" in p.titles and id(p) not in guests), None)
        own = own or register.holder(f"{titles.STATE}!")
        first = [mention for _words, found in self.read[:3] for mention in found]
        states = (
            p for m, p in met if titles.STATE in p.titles and (id(p) not in guests or (m in first and m.case == "n"))
        )
        if own and (not heads or own in heads) and id(own) not in guests:
            register.main = own
        elif heads and (len(heads) > 1 or id(heads[0]) not in guests):
            register.main = heads[0]
        elif own:
            register.main = own
        else:
            headline = self.read[0][1]
            subjects = [
                (mention, person)
                for mention, person in met
                if mention in headline
                and self.nominative(mention, person)
                and (not person.titles or titles.STATE in person.titles)
            ]
            candidates = (
                *(person for mention, person in subjects if not mention.noun),
                *(person for _mention, person in met if not person.titles),
                *(person for _mention, person in subjects),
                *states,
            )
            register.main = next(iter(candidates), None)
        if register.main:
            register.touch(register.main)

    def whom(self, mention: Mention) -> Person | None:
        """The person whom a mention means; None for several, or for somebody who cannot be told."""
        if mention.pronoun:
            return self._pronoun(mention)
        if mention.name:
            return self.register.find(mention.name)
        if mention.case.isupper() or not mention.noun or mention.noun in _PRESS:
            return None
        return self._titled(mention)

    def _pronoun(self, mention: Mention) -> Person | None:
        pronoun = mention.pronoun
        if pronoun.gender == "p":
            return None
        return self.register.pronoun(pronoun.gender, self.last if pronoun.other else None)

    def _titled(self, mention: Mention) -> Person | None:
        """Who bears the office that stands without a name."""
        register, office = self.register, mention.office
        own = mention.noun in ("глава", "лидер") or not _country(mention)
        if mention.noun in titles.MONARCHS and (person := register.holder("monarch")):
            return person
        if office in (titles.STATE, titles.GOVERNMENT):
            if not own or _country(mention):
                for word in (*mention.before, *mention.after):
                    holder = register.holder(_key(office, word)) or register.holder(_key(office, word, 3))
                    if len(word) > 2 and holder and not word.startswith(_OWN):
                        return holder
            if office == titles.STATE and (guest := self._guest_by_country(mention)):
                return guest
            if office == titles.STATE and register.main and not self._foreign(mention):
                return register.main
            if person := register.holder(f"{office}!"):
                return person
            person = register.holder(office)
            if person and id(person) not in self._guests and not _country(mention):
                return person
            return register.call(_nominative_title(mention), (f"{office}!",))
        if mention.after and len(mention.after[0]) < 7 and (person := register.holder(f"of {mention.after[0]}")):
            return person
        if mention.noun in ("глава", "лидер"):
            for word in mention.after:
                if len(word) > 3 and (person := register.holder(_key(titles.STATE, word))):
                    return person
        if mention.noun in _STRANGERS:
            person = next((p for p in register.recent if p is not register.main), None)
            return person or register.call(mention.title)
        for word in (*mention.after, *mention.before):
            if (person := register.holder(_key(office, word))) and office in person.titles:
                return person
        if office == "governor" and mention.noun == "глава" and (person := register.holder(office)):
            return person
        for word in mention.after:
            ministry = titles.MINISTRIES.get(word)
            if ministry and (person := register.holder(_key("министр", ministry))):
                return person
        if office == "министр" and mention.noun != office and (person := register.holder(office)):
            return person
        person = None if mention.after else register.holder(mention.noun) or register.holder(office)
        if person and (mention.noun not in _ANYBODY or id(person) in self._seen):
            return person
        if person := self._same_by_another_role(mention):
            return person
        return register.call(_nominative_title(mention), self._keys(mention))

    def _same_by_another_role(self, mention: Mention) -> Person | None:
        """Whom a role without name or complement means that nobody bears: the one spoken of last in the paragraph.

        «Лаура Досанова … Педагог добавила, что …»; a member of the government is no «фермер», though.
        """
        if mention.before or (mention.after and mention.noun != "представитель"):
            return None
        for person in self.register.recent[:3]:
            if person is self.register.main or person.titled or self._seen.get(id(person)) != self.paragraph:
                continue
            if mention.noun in titles.FEMININE and person.gender == "m":
                continue
            if mention.noun == "представитель" and mention.after:
                if person.titles.isdisjoint(("пресс-секретарь", "представитель")):
                    continue
                return person
            if mention.noun in _HIGH or not person.titles.isdisjoint(_HIGH):
                return person if mention.noun in _ANYBODY and mention.noun not in person.titles else None
            return person
        return None

    def _guest_by_country(self, mention: Mention) -> Person | None:
        """Who spoke last, where a country is told that is not the main person's: «китайский лидер»."""
        main = self.register.main
        own = [title.partition(":")[2] for title in main.titles if title.startswith(f"{titles.STATE}:")] if main else []
        if not mention.before or not _country(mention) or not any(len(key) == 4 for key in own):
            return None
        if any(word.startswith(key) for word in mention.before for key in own if key):
            return None
        last = self.register.recent[0] if self.register.recent else None
        seen = last is not None and last is not main and self._seen.get(id(last)) == self.paragraph
        return last if seen and (id(last) in self._guests or "председатель" in last.titles) else None

    def _foreign(self, mention: Mention) -> bool:
        """Whether the country told is that of a head of state whom the text does not name."""
        return bool(mention.before and _country(mention) and self.register.main is None)

    @staticmethod
    def _keys(mention: Mention) -> list[str]:
        return [f"{mention.noun}:{' '.join(mention.after)}"] if mention.after else []

    def nominative(self, mention: Mention, person: Person) -> bool:
        """Whether the mention can be a subject."""
        if mention.case:
            return mention.case == "n"
        written = [plain(word) for word in mention.name]
        whole = [plain(word) for word in person.name.split()]
        return all(word in whole or "." in word or word.rstrip(".") in whole for word in written)

    def notice(self, found: list[Mention]):
        """Makes those named in a sentence the ones spoken of last: subjects after the others."""
        subjects = []
        for mention in found:
            if mention.pronoun or not (mention.name or mention.noun) or mention.case.isupper():
                continue
            person = self.register.find(mention.name) if mention.name else None
            if mention.noun and not mention.name and mention.case == "n":
                person = self.whom(mention)
            if person:
                subjects.append(person) if self.nominative(mention, person) else self.register.touch(person)
            if person:
                self._seen[id(person)] = self.paragraph
        for person in reversed(subjects):
            self.register.touch(person)


def _acronym(after: Sequence[str]) -> str:
    """What the first letters of three or more words make: «Международного валютного фонда» → «мвф»."""
    words = [word for word in after if len(word) > 2]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _apposed(words: list[Word], name: Mention, office: Mention) -> bool:
    """Whether an office stands after a name between commas: «Лев Орлов, директор музея, …»."""
    closes = office.end >= len(words) or words[office.end].text in ",.)"
    return office.start == name.end + 1 and words[name.end].text in ",(–—" and closes


def _key(office: str, word: str, shared: int = 4) -> str:
    """The key of an office with one word of its complement; a country and its adjective share `shared` letters."""
    return f"{office}:{plain(word)[:shared] if office in (titles.STATE, titles.GOVERNMENT) else names.stem(word)}"


def _country(mention: Mention) -> bool:
    """Whether the office is told with a country other than «our» one in general terms."""
    if any(word.endswith(("ский", "цкий", "ская", "ского", "скому", "ским")) for word in mention.before):
        return True
    after = [word for word in mention.after if not word.startswith(_OWN)]
    return bool(after)


def _nominative_title(mention: Mention) -> str:
    """The title in the nominative, as a name for somebody whom the text does not name."""
    title = mention.title
    if mention.case == "n":
        first, _space, rest = title.partition(" ")
        return title if first.casefold() not in NOT_A_COMPLEMENT else rest
    parts = title.split()
    count = len(mention.before)
    if count >= len(parts):
        return title
    head = parts[count]
    noun = mention.noun.capitalize() if head[:1].isupper() else mention.noun
    before = [word[:-3] + ("ый" if word[-4] not in "гкхжшщчн" or word.endswith("ного") else "ий")
              if word.endswith(("ого", "его")) else word for word in parts[:count]]  # fmt: skip
    return " ".join((*before, noun, *parts[count + 1 :]))
