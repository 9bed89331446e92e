"""Persons for mentions: whose name or title it is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..labels import Known
from ..people import Person, Register
from .names import BARE, OUR, OWNED, Mention, is_common, is_patronymic, mentions, role_of
from .tokens import QUOTE, Token, tokenise
from .words import HEADS_OF_GOVERNMENT, HEADS_OF_STATE, LEADERS, SAME_ROLES

EMPTY = MappingProxyType({})
LEADING = 4  # of the people without a title, those among whom the main figure is looked for


class People:
    """The people of a text, kept under names and under keys of their titles.

    A bare title ("министр") is a key of its own; a possessed one ("Лормия Президенті") is kept as `*президент`, as
    `=лорми президент` (and its shorter ends), and with its first word as `лорми президент`.
    """

    def __init__(self, known: Sequence[Known] = (), pairs: Mapping[tuple[str, str], int] = EMPTY):
        self.register = Register(str.casefold)
        self._pairs = pairs
        self.headliner: Person | None = None
        self._of_president = False  # whether the text has a head of state, so that the main figure is no other
        self._untitled: list[Person] = []  # named in the text, in order, at first without a title
        for somebody in known:
            person = self.register.know(somebody)
            for title in somebody.titles:
                for mention in mentions(tokenise(title), self):
                    self._entitle(person, mention)

    def known(self, words: Sequence[str]) -> Person | None:
        """The person whom these words of a name mean."""
        return self.register.find(words)

    def together(self, words: Sequence[str]) -> bool:
        """Whether three words stand together more than once in the text, so that the third belongs to the name."""
        first, second, third = (word[:2] for word in words)
        return (
            self._pairs.get((second, third), 0) > 1 and self._pairs.get((first, second)) == self._pairs[second, third]
        )

    def another(self, title: Mention, name: Sequence[str]) -> bool:
        """Whether the name after a title is somebody else's, the object: Президент Елена Варганы қабылдады."""
        holder, named = self._holder(title), self.known(name)
        return holder is not None and named is not None and holder is not named

    def introduce(self, found: Sequence[Mention], *, headline: bool = False):
        """Enters who is named with a title, or with a name that looks like one."""
        for mention in found:
            if mention.role and (mention.role in HEADS_OF_STATE or _rank(mention) == HEADS_OF_STATE):
                self._of_president = True
            if mention.name:
                person = self.person(mention)
                if headline and self.headliner is None:
                    self.headliner = person
                if not (mention.role or person.titles or person in self._untitled) and len(self._untitled) < LEADING:
                    self._untitled.append(person)
                for titled in (mention, mention.also):
                    if titled and titled.role:
                        self._entitle(person, titled)

    def person(self, mention: Mention, *, new: bool = True) -> Person | None:
        """The person meant; where nobody is, somebody `new` or None."""
        if mention.name:
            return self._named(mention.name)
        if mention.plural:
            return self.register.call(mention.title) if new else None
        return self._holder(mention) or (self.register.call(mention.title) if new else None)

    @staticmethod
    def may_be_named(token: Token) -> bool:
        """Whether the word may be part of a name."""
        return (
            token.is_word
            and token.is_capital
            and token.text != QUOTE
            and len(token.text) > 1
            and not token.text.isupper()
            and not is_common(token.low)
            and role_of(token.low) is None
        )

    def _named(self, name: tuple[str, ...]) -> Person:
        if len(name) == 2 and is_patronymic(name[1]) and (person := self.register.find(name[:1])):
            return person
        return self.register.find(name) or self.register.meet(name)

    def _entitle(self, person: Person, mention: Mention):
        role, places = mention.role, mention.places
        if _rank(mention) in (HEADS_OF_STATE, HEADS_OF_GOVERNMENT):
            role, form = _rank(mention)[0], BARE
        else:
            form = mention.form
        if form in (BARE, OUR):
            if f"*{role}" not in person.titles:
                self.register.entitle(person, [role])
        else:
            ends = [f"={' '.join(places[at:])} {role}" for at in range(len(places))]
            firsts = [f"{places[0]} {role}"] if places else []
            self.register.entitle(person, [f"*{role}", *ends, *firsts])
        if role in HEADS_OF_STATE and (self.register.main is None or (form == BARE and not self._main_is_own())):
            self.register.main = person

    def _main_is_own(self) -> bool:
        return self.register.main is not None and any(role in self.register.main.titles for role in HEADS_OF_STATE)

    def _holder(self, mention: Mention) -> Person | None:
        """Who bears the title that stands without a name."""
        register, role, places = self.register, mention.role, mention.places
        rank = _rank(mention)
        if rank == HEADS_OF_STATE:
            return self._head_of_state()
        if rank == HEADS_OF_GOVERNMENT:
            return self._bearer(rank[0]) or self._head_of_government()
        if mention.form in (BARE, OUR):
            if role in HEADS_OF_STATE:
                return self._head_of_state()
            held = next(filter(None, map(self._bearer, (role, *SAME_ROLES.get(role, ())))), None)
            return held or (self._head_of_government() if role in HEADS_OF_GOVERNMENT else None)
        for key in (f"={' '.join(places)} {role}", *(f"{place} {role}" for place in places)):
            if held := register.holder(key):
                return held
        if role in ("басшы", "жетекші") and places:
            other = LEADERS.get(places[-1], "")
            if held := register.holder(f"{places[0]} президент") or (other and self._bearer(other)):
                return held
        if not places or mention.title[:1].islower():
            return register.holder(f"*{role}")
        return self._bearer(role, "") if role in (*HEADS_OF_STATE, *HEADS_OF_GOVERNMENT) else None

    def _head_of_state(self) -> Person | None:
        """Our own: a guest's title has its country before it."""
        return self.register.main if self._main_is_own() else self._headliner() or self.register.main

    def _head_of_government(self) -> Person | None:
        return None if self._of_president else self._headliner()

    def _bearer(self, role: str, also: str = "*") -> Person | None:
        """Who was introduced with the bare title, or else with a possessed one."""
        main = self.register.main
        if main and role in main.titles:
            return main
        return self.register.holder(role) or (self.register.holder(also + role) if also else None)

    def _headliner(self) -> Person | None:
        """Whom the headline, or else the text names first without any title, as everybody knows who that is."""
        if self.headliner and not self.headliner.titles:
            return self.headliner
        return next((person for person in self._untitled if not person.titles), None)


def _rank(mention: Mention) -> tuple[str, ...] | None:
    """Whether the title is Мемлекет басшысы or Үкімет басшысы, which are titles of one's own."""
    if mention.role == "басшы" and mention.form == OWNED and mention.places:
        return {"мемле": HEADS_OF_STATE, "ел": HEADS_OF_STATE, "үкіме": HEADS_OF_GOVERNMENT}.get(mention.places[-1])
    return None
