"""Who is named in a sentence: roles, names and pronouns, each with its case."""

from dataclasses import dataclass

from .endings import (
    FIRM,
    GENITIVE,
    NOMINATIVE,
    PATRONYMICS,
    SURNAMES,
    bare_names,
    case_of,
    cases,
    ours,
    plurals,
    possessives,
)
from .lists import listed
from .tokens import Token
from .words import (
    BEFORE_BARE,
    BODIES,
    GROUPS,
    HONORIFICS,
    NOBLE,
    NOT_FIRST,
    NOT_NAMES,
    NUMBERS,
    PRONOUNS,
    ROLES,
    TITLE_WORDS,
)

BARE, OWNED, OUR = "bare", "owned", "our"
_REACH = 6  # words that a title may have before the role


@dataclass(slots=True)
class Mention:
    """Somebody named in tokens `start` to `end` (end-exclusive).

    `role` is the bare noun ("министр"), `form` tells whether it is possessed; `places` are the words before it, as they
    are compared; `title` is it in the nominative; `name` the words of the name, the last in the nominative.
    """

    start: int
    end: int
    case: str
    role: str = ""
    form: str = ""
    places: tuple[str, ...] = ()
    title: str = ""
    name: tuple[str, ...] = ()
    plural: bool = False
    pronoun: bool = False
    also: "Mention | None" = None  # another title of the same person, before this one


def _forms(nouns) -> dict[str, tuple[str, str, bool]]:
    """{form without a case: (noun, BARE, OWNED or OUR, plural)}"""
    found = {}
    for noun in nouns:
        for plural in plurals(noun):
            found[plural] = noun, BARE, True
            found.update(dict.fromkeys(possessives(plural), (noun, OWNED, True)))
        found.update(dict.fromkeys(ours(noun), (noun, OUR, False)))
        found.update(dict.fromkeys(possessives(noun), (noun, OWNED, False)))
        found[noun] = noun, BARE, False
    return found


_ROLE_FORMS, _GROUP_FORMS, _BODY_FORMS = _forms(ROLES), _forms(GROUPS), _forms(BODIES)
_DASHES = frozenset("–—-")


def role_of(word: str) -> tuple[str, str, bool, str, str] | None:
    """(role, form, plural, case, the word without its case) of a lower-case word that names a role."""
    for stem, case in cases(word):
        if stem in _ROLE_FORMS:
            return *_ROLE_FORMS[stem], case, stem
    return None


def subject_body(word: str) -> bool:
    """Whether the lower-case word is a group or a body as subject: тараптар, қатысушылар, министрлігі, басылымдар."""
    if word in _GROUP_FORMS:
        return _GROUP_FORMS[word][2] or word == "делегация"
    return word in _BODY_FORMS


def compared(word: str) -> str:
    """The beginning of a word, which endings leave alone: жағалауының and жағалауы are one."""
    return word[:5]


def is_surname(word: str, endings: tuple[str, ...] = SURNAMES) -> bool:
    """Whether a word looks like a surname or a patronymic, whatever its case."""
    return len(word) > 4 and any(name.casefold().endswith(endings) for name in bare_names(word))


def is_patronymic(word: str) -> bool:
    return any(name.casefold().endswith(PATRONYMICS) for name in bare_names(word))


def mentions(tokens: tuple[Token, ...], people) -> list[Mention]:
    """Everybody named among `tokens`, in order. `people` knows names (see `People`)."""
    found: list[Mention] = []
    at, free = 0, 0  # `free` is where the words begin that no mention has taken yet
    while at < len(tokens):
        mention = _mention(tokens, at, free, people)
        if mention is None:
            at += 1
            continue
        if found and _belongs(tokens, found[-1], mention):
            _join(tokens, found.pop(), mention)
        found.append(mention)
        at = free = mention.end
    return found


def _mention(tokens, at: int, free: int, people) -> Mention | None:
    low = tokens[at].low
    if low in PRONOUNS:
        return Mention(at, at + 1, PRONOUNS[low], pronoun=True)
    role = role_of(low)
    if role:
        return _titled(tokens, at, free, role, people)
    if tokens[at].is_capital:
        return _named(tokens, at, people)
    return None


def _titled(tokens, at: int, free: int, role, people) -> Mention:
    """A role with the words of its title, and the name that follows."""
    noun, form, plural, case, stem = role
    start = _title_start(tokens, at, free, form)
    places = tuple(compared(token.low) for token in tokens[start:at])
    nominative = tokens[at].text[: len(stem)]
    title = f"{_words(tokens, start, at)} {nominative}".strip()
    mention = Mention(start, at + 1, case, noun, form, places, title, plural=plural)
    if start > free and tokens[start - 1].low in NUMBERS:
        mention.start, mention.plural = start - 1, True
        mention.title = f"{tokens[start - 1].text} {title}"
    if case == NOMINATIVE and not mention.plural:
        name, end, of_name = _name(tokens, at + 1, people, after_title=True)
        if name and (of_name == NOMINATIVE or not people.another(mention, name)):
            mention.name, mention.end, mention.case = name, end, of_name
    return mention


def _title_start(tokens, at: int, free: int, form: str) -> int:
    """Where the words of the title begin whose role is at `at`: a bare role has few, a possessed one its owners."""
    start = at
    while start > max(free, at - _REACH):
        token = tokens[start - 1]
        if not (token.low in BEFORE_BARE if form != OWNED else _owns(token, start == at)):
            break
        start -= 1
    while start < at and tokens[start].low in NOT_FIRST:
        start += 1
    return start


def _owns(token: Token, adjacent: bool) -> bool:
    """Whether a word before a possessed role belongs to its title: a field, a place, whose it is."""
    low = token.low
    if low in TITLE_WORDS or low.startswith("республика"):
        return True
    if low.endswith(_GENITIVES):
        return token.is_capital or compared(low) in _ADMINISTRATIVE or low[:-3] in _BODY_FORMS
    if not token.is_capital or low in NOT_NAMES or low in NUMBERS:
        return False
    return adjacent or low.endswith("стан") or not low.endswith(_MOVING)


_GENITIVES = listed("ның нің дың дің тың тің")
_ADMINISTRATIVE = frozenset(compared(word) for word in listed("облысының қаласының ауданының ауылының өңірінің елінің"))
_MOVING = listed("да де та те дан ден тан тен нан нен мен пен бен ға ге қа ке")


def _join(tokens, earlier: Mention, later: Mention):
    """Makes the later mention the whole: the earlier title stands beside it, or says whose it is."""
    if earlier.case == NOMINATIVE and later.name:
        later.also = earlier
    else:
        later.title = f"{_words(tokens, earlier.start, earlier.end)} {later.title}"
        later.places = (*earlier.places, compared(earlier.role), *later.places)
    later.start = earlier.start


def _belongs(tokens, earlier: Mention, later: Mention) -> bool:
    """Whether two roles are one person's: Президенттің баспасөз хатшысы; Қорғаныс министрі, генерал Сапар Асанов."""
    if not earlier.role or earlier.name or earlier.plural or not later.role:
        return False
    between = tokens[earlier.end : later.start]
    if len(between) == 1 and between[0].text in _DASHES:
        return earlier.case == NOMINATIVE and bool(later.name)
    if len(between) == 1 and between[0].text == ",":
        return (earlier.case, earlier.form, later.form) == (NOMINATIVE, OWNED, BARE) and bool(later.name)
    if not between and (earlier.case, earlier.form, later.form) == (NOMINATIVE, BARE, BARE):
        return bool(later.name)  # ардагер ұстаз Төлеген Әміров
    if between or later.form != OWNED:
        return False
    return earlier.case == GENITIVE or (earlier.case == NOMINATIVE and not later.places)


def _named(tokens, at: int, people) -> Mention | None:
    """A name without a title."""
    name, end, case = _name(tokens, at, people)
    return Mention(at, end, case, name=name) if name else None


def _name(tokens, at: int, people, *, after_title: bool = False):
    """(words of the name in the nominative, where it ends, its case) at `at`; ((), at, "") if there is none."""
    initials, first = _initials(tokens, at)
    run = first
    while run < min(len(tokens), first + 5) and _continues_name(tokens, first, run, after_title):
        run += 1
    words = [token.text for token in tokens[first:run]]
    if not words:
        return (), at, ""
    length = _length(words, people, after_title or bool(initials))
    if not length:
        return (), at, ""
    last = nominative(words[length - 1], people)
    name, end, case = (*initials, *words[: length - 1], last), first + length, case_of(words[length - 1], last)
    if case == NOMINATIVE and end < len(tokens):
        honoured = next((of for stem, of in cases(tokens[end].low) if stem in HONORIFICS), "")
        return (name, end + 1, honoured) if honoured else (name, end, case)
    return name, end, case


def _initials(tokens, at: int) -> tuple[tuple[str, ...], int]:
    """Initials ("Қ.", "Қ.-Ж.") at `at`, and where they end."""
    found = []
    while at + 1 < len(tokens) and len(tokens[at].text) == 1 and tokens[at].is_capital and tokens[at + 1].text == ".":
        found.append(tokens[at].text + ".")
        at += 2
        if at < len(tokens) and tokens[at].text in _DASHES:
            at += 1
    return tuple(found), at


def _may_name(token: Token) -> bool:
    return (
        token.is_capital
        and len(token.text) > 1
        and not is_common(token.low)
        and not token.text.isupper()
        and role_of(token.low) is None
    )


def _continues_name(tokens, first: int, at: int, after_title: bool) -> bool:
    """Whether the word at `at` may belong to a name that begins at `first`."""
    if tokens[at].low in NOBLE:
        particle = tokens[at].low in ("да", "де") and at > first + 1  # Елена Варга да: also Elena Varga
        return at > first and at + 1 < len(tokens) and not particle
    return _may_name(tokens[at]) or (after_title and _is_first(tokens, at))


def _is_first(tokens, at: int) -> bool:
    """Whether a word that is no name elsewhere is a first name here, since a surname follows: Сапар, Жеңіс."""
    return (
        tokens[at].is_capital and at + 1 < len(tokens) and tokens[at + 1].is_capital and is_surname(tokens[at + 1].text)
    )


def is_common(word: str) -> bool:
    """Whether a lower-case word, in whatever case, is one that never is part of a name."""
    return any(stem in NOT_NAMES for stem, _case in cases(word))


def _length(words: list[str], people, sure: bool) -> int:
    """How many of the capitalised `words` are the name; other capitals (a place, a body) may follow it."""
    for length in (3, 2):
        if length <= len(words) and people.known([*words[: length - 1], nominative(words[length - 1], people)]):
            return length
    somebody = people.known([nominative(words[0], people)])
    if somebody and somebody.name.split()[-1] == nominative(words[0], people):
        return 1
    noble = max((at for at, word in enumerate(words[:-1]) if word in NOBLE), default=0)
    if noble and (sure or noble > 1):
        return noble + 2
    if len(words) > 1 and is_patronymic(words[1]):
        return 3 if len(words) > 2 and is_surname(words[2]) else 2
    if len(words) > 2 and (is_patronymic(words[2]) or (sure and people.together(words[:3]))):
        return 3
    if len(words) > 1 and is_surname(words[1]):
        return 2
    if somebody:
        return 1
    if is_surname(words[0], FIRM) or (len(words) == 1 and is_surname(words[0])):
        return int(sure)
    return 2 if sure and len(words) > 1 and bare_names(words[0])[0] == words[0] else 0


def nominative(word: str, people) -> str:
    """The nominative of the last word of a name."""
    found = bare_names(word)
    return next((name for name in (word, *found) if people.known([name])), found[0])


def _words(tokens, start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])
