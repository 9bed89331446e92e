"""The people whom a sentence of English mentions: by name, by title, by pronoun, and with what before the name."""

from dataclasses import dataclass, field

from .tokens import QUOTE, Tokens
from .verbs import FORMS
from .words import BEFORE_NAME, FUNCTION, INSTITUTIONS, PARTICLES, ROLES, STOPS_TITLE, listed

PRONOUNS = {"he": "m", "she": "f", "him": "m", "her": "f"}
_DETERMINERS = frozenset(listed("the a an his her its their our this that"))
_LINKS = frozenset(listed("of for on at to in"))
_OFFICES = frozenset(listed("prime foreign interior defense defence finance health labour labor press general"))
_MODIFIERS = 7  # words between the determiner and the role
_COMPLEMENT = 18  # words after "of"


@dataclass(slots=True)
class Mention:
    """Words `start` to `end` of a sentence that mean one person.

    `name` are the words of the name, `title` those of the title as they stand ("Minister of Education"), `role` its
    head ("minister"), `of` the words of capitals that say of what, `pronoun` the gender of a pronoun.
    """

    start: int
    end: int
    name: tuple[str, ...] = ()
    title: str = ""
    role: str = ""
    of: tuple[str, ...] = ()
    pronoun: str = ""
    determiner: str = ""
    possessive: bool = False
    name_from: int = 0


@dataclass(slots=True)
class Names:
    """What is known of runs of capitals in the whole text: which pairs begin a run, and what stands after "in"."""

    beginnings: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)

    def learn(self, words: Tokens):
        """Notes the runs of capitals of a sentence."""
        place = 0
        while place < len(words):
            end = run_of_capitals(words, place)
            if end == place:
                place += 1
                continue
            before = words.word(place - 1)
            if before in ("in", "the", "from", "across"):
                self.elsewhere.update(words.low[place:end])
            elif before not in ("of", "and", "for"):
                for start in range(place, min(end, place + 8)):
                    if words.low[start] not in ROLES:
                        self.beginnings.add(" ".join(words.low[start:end]))
                        break
            place = end


def run_of_capitals(words: Tokens, start: int) -> int:
    """The place after the run of capitals that begins at `start`; particles and initials may stand within."""
    place = start
    while place < len(words):
        if words.capital(place) and (words.low[place] not in FUNCTION or (place > start and len(words.low[place]) < 3)):
            initial = len(words.words[place]) == 1 or words.low[place] in BEFORE_NAME
            if words.possessive[place]:
                return place + 1
            place += 1
            if initial and words.word(place) == ".":
                place += 1
        elif place > start and words.low[place] in PARTICLES:
            after = place + 1
            while words.word(after) in PARTICLES and after < place + 3:
                after += 1
            if not words.capital(after):
                break
            place = after
        else:
            break
    while place > start and words.words[place - 1] == "." and len(words.low[place - 2]) > 1:
        place -= 1
    return place


def mentions(words: Tokens, names: Names) -> list[Mention]:
    """The people mentioned, in order."""
    found, place = [], 0
    while place < len(words):
        mention = _mention(words, place, names)
        if mention:
            found.append(mention)
            place = max(mention.end, place + 1)
        else:
            place += 1
    return found


def _mention(words: Tokens, place: int, names: Names) -> Mention | None:
    low = words.low[place]
    if low in ("he", "she"):
        return Mention(place, place + 1, pronoun=PRONOUNS[low])
    if low in ("him", "her") and not words.possessive[place]:
        follows = words.word(place + 1)
        if low == "him" or not follows or not follows[0].isalnum() or follows in FUNCTION:
            return Mention(place, place + 1, pronoun=PRONOUNS[low])
    determiner = low if low in _DETERMINERS else ""
    if determiner or words.capital(place) or is_role(low):
        if titled := _titled(words, place, determiner, names):
            return titled
        if not determiner and words.capital(place):
            return _named(words, place)
    return None


def is_role(low: str) -> bool:
    """Whether the word is that of an office, a trade or a role."""
    return low in ROLES or (len(low) > 7 and low.endswith(("ologist", "woman", "person")))


def _named(words: Tokens, place: int) -> Mention | None:
    if place == 0 and words.low[0].endswith(("ing", "ly")) and len(words.low[0]) > 5:
        return None
    end = run_of_capitals(words, place)
    if end == place:
        return None
    for at in range(place + 1, end - 1):
        if words.low[at] in BEFORE_NAME:
            place = at
    run = range(place, end)
    if any(words.low[at] in INSTITUTIONS for at in run) or end - place > 6:
        return Mention(place, end, possessive=words.possessive[end - 1]) if end > place + 1 else None
    return Mention(place, end, name=_name(words, place, end), possessive=words.possessive[end - 1], name_from=place)


def _name(words: Tokens, start: int, end: int) -> tuple[str, ...]:
    while start < end and (words.low[start] in BEFORE_NAME or words.words[start] == "."):
        start += 1
    found: list[str] = []
    for place in range(start, end):
        if words.words[place] == ".":
            found[-1] += "."
        else:
            found.append(words.words[place])
    return tuple(found)


def _titled(words: Tokens, place: int, determiner: str, names: Names) -> Mention | None:
    """A title that begins at `place`, with what it is of and with the name that follows."""
    start = place + 1 if determiner else place
    role = _role(words, start)
    if role is None:
        return None
    end = role + 1
    while is_role(words.word(end)) and not words.possessive[end - 1]:
        end += 1
    if words.low[role] == "deputy" and words.capital(role):
        while end < role + 4 and words.capital(end) and words.low[end] in _OFFICES:
            end += 1
            while is_role(words.word(end)):
                end += 1
    first = role
    title_end, of, name, name_from = end, (), (), 0
    if words.possessive[end - 1]:
        later = _role(words, end)
        if later is None:
            return Mention(place, end, title=words.slice(start, end), role=words.low[end - 1], possessive=True)
        first, end = later, later + 1
        while is_role(words.word(end)):
            end += 1
        title_end = end
    head = _head(words, first, end)
    if words.word(end) == "-" or words.word(end) == "–":
        second = _role(words, end + 1)
        if second is not None and words.capital(end + 1):
            end = title_end = second + 1
    if words.word(end) == "of" and words.word(end + 1) == "state" and head in ("head", "secretary", "minister"):
        head, end, title_end = f"{head} of state", end + 2, end + 2
    elif words.word(end) == "of" and words.word(end + 1) == "government" and head == "head":
        head, end, title_end = "head of government", end + 2, end + 2
    if words.word(end) in _LINKS and _of_something(words, end):
        end, of, title_end, name_from = _complement(words, end, names)
    elif words.capital(end) and words.low[end] not in FUNCTION or _particles(words, end):
        name_from, end = end, run_of_capitals(words, end + _particles(words, end))
        if any(words.low[at] in INSTITUTIONS for at in range(name_from, end)):
            end = name_from
    elif words.word(end) == "and" and is_role(words.word(end + 1)) and words.capital(end + 2):
        return None
    if end > name_from and name_from:
        name = _name(words, name_from, end)
    return Mention(
        place, end, name, words.slice(start, title_end), head, of, determiner=determiner,
        possessive=words.possessive[end - 1], name_from=name_from,
    )  # fmt: skip


def _of_something(words: Tokens, place: int) -> bool:
    """Whether the preposition at `place` belongs to a title; "to", "at" and "in" do before capitals only."""
    if words.low[place] not in ("to", "at", "in"):
        return True
    return words.capital(place + 1) or words.word(place + 1) in ("the", "a") and words.capital(place + 2)


def _particles(words: Tokens, place: int) -> int:
    """How many particles ("von der") stand before a capital at `place`."""
    count = 0
    while count < 3 and words.word(place + count) in PARTICLES:
        count += 1
    return count if words.capital(place + count) else 0


def _role(words: Tokens, start: int) -> int | None:
    """Where the first word of a role stands within reach of `start`, nothing but modifiers before it."""
    for place in range(start, min(len(words), start + _MODIFIERS)):
        low = words.low[place]
        if is_role(low):
            return place
        if low in STOPS_TITLE or words.words[place] == QUOTE:
            return None
        if not low[0].isalnum() and low not in ("-", "–"):
            return None
        if low in FORMS and not words.capital(place) and not low.endswith(("ed", "ing")):
            return None
        if low in ("of", "for", "and") and not words.capital(place + 1):
            return None
        if low in ("of", "for") or low == "the" and place > start:
            return None
        if place > start and low in FORMS:
            return None
    return None


def _head(words: Tokens, first: int, end: int) -> str:
    """The head of a title: "prime minister", "press secretary", "minister"."""
    low = words.low[end - 1]
    before = words.word(end - 2) if end - 2 >= 0 else ""
    if low == "minister" and before in ("prime", "first"):
        return f"{before} minister"
    if low in ("secretary", "spokesman", "spokeswoman") and before == "press":
        return "press secretary" if low == "secretary" else low
    if low == "general" and before in ("prosecutor", "attorney", "secretary", "governor", "director", "consul"):
        return f"{before} general"
    return low


def _complement(words: Tokens, start: int, names: Names) -> tuple[int, tuple[str, ...], int, int]:
    """(end, words of capitals, end of the title, where a name begins or 0) of "of the Republic of X Name Surname"."""
    place, of = start, []
    run_from = run_to = 0
    while place < min(len(words), start + _COMPLEMENT):
        low = words.low[place]
        if words.capital(place) and low not in FUNCTION:
            run_from, run_to = place, run_of_capitals(words, place)
            name_from = _name_in(words, run_from, run_to, names)
            of.extend(words.low[run_from : name_from or run_to])
            place = run_to
            if name_from:
                return run_to, tuple(of), max(name_from, start + 1), name_from
            if words.possessive[run_to - 1]:
                break
        elif low in ("of", "for", "the", "on", "its", "to", "with"):
            if low in ("on", "to", "with") and place > start and not words.capital(place + 1):
                break
            place += 1
        elif low in ("and", ",", "&") and words.capital(place + 1) and place > start:
            ahead = run_of_capitals(words, place + 1)
            if low == "," and not _list_goes_on(words, ahead, start):
                break
            if any(is_role(words.low[at]) for at in range(place + 1, ahead)):
                break
            place += 1
        elif low[0].isalpha() and low not in FUNCTION and low not in FORMS and not low.endswith(("ed", "ly")):
            if words.word(place - 1) not in ("of", "for", "the", "its", "on", "at", "in") and place - start > 4:
                break
            if run_to and place >= run_to and words.word(place - 1) not in ("of", "for", "the", "and", "its"):
                break
            of.append(low)
            place += 1
        else:
            break
    while place > start and words.low[place - 1] in (*_LINKS, "the", "its", "with", "and", ",", "&"):
        place -= 1
    return place, tuple(of), max(place, start), 0


def _list_goes_on(words: Tokens, ahead: int, start: int) -> bool:
    """Whether "A, B and C" is meant: an "and" with a capital follows soon."""
    for place in range(ahead, min(len(words), ahead + 6)):
        if words.low[place] == "and":
            return words.capital(place + 1) and place - start < _COMPLEMENT
        if words.low[place] != "," and not words.capital(place):
            return False
    return False


def _name_in(words: Tokens, start: int, end: int, names: Names) -> int:
    """Where a person's name begins at the end of a run of capitals that begins with that of a place or office; or 0."""
    for place in range(start + 1, end - 1):
        if words.low[place] in BEFORE_NAME:
            return place
    for place in range(end - 1, start - 1, -1):
        if words.low[place] in INSTITUTIONS or is_role(words.low[place]):
            first = place + 1
            break
    else:
        first = start
    first = max(first, end - 8)
    for place in range(max(first, start + (first == start)), end - 1):
        if " ".join(words.low[place:end]) in names.beginnings:
            return place
    if first > start:
        return first if end - first >= 2 and words.low[first - 1] not in ("republic",) else 0
    if end - start >= 3:
        return end - 2
    if end - start == 2 and words.low[end - 1] in names.beginnings and words.low[start] not in names.beginnings:
        return end - 1
    return 0
