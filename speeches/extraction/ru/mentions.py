"""Where a sentence names somebody: titles with and without names, names alone, pronouns."""

from dataclasses import dataclass, field

from . import titles
from .capitals import (
    GENITIVE,
    GENITIVE_ADJECTIVE,
    is_surname_too,
    is_whole,
    places,
    run_of,
    split,
    subject_after,
    with_stop,
)
from .listed import listed
from .lists import (
    BEFORE_COMPLEMENT,
    GENITIVE_PLURALS,
    NOT_A_COMPLEMENT,
    NOT_A_NAME,
    NOT_PAST,
    ORGANISATION,
    PRONOUNS,
    TOWNS,
    Pronoun,
)
from .names import is_patronymic, plain
from .tokens import DASHES, Word
from .verbs import FORMS as VERBS
from .verbs import SOURCE_NOUNS

_LONGEST = 18  # words of a title
_ADJECTIVE = tuple(
    listed(
        """
ый ий ой ая яя ого его ому ему ым им ей ую юю ое ее ые ие ых их
"""
    )
)
_OCCASIONS = tuple(listed("итог слов мнени результат поручени предложени приглашени случа повод пути телефон окончани"))
_ACTIONS = ("вка", "дка", "жка", "пка", "зка", "бка")  # «поездка Айдара Бекмуратова»
_BODIES = tuple(
    listed("агентств комитет комисси управлени департамент совет центр инспекци служб надзор штаб бюро фонд")
)
_BEFORE_GENITIVE = SOURCE_NOUNS | {"у", "от", "для", "назначил", "назначила", "принял", "приняла"}
_MISTER = frozenset(listed("г-н г-на г-ну г-ном г-жа г-жи г-же г-жой г-жу господин госпожа господина госпожи"))
_ACTING = {"ий": "n", "ая": "n", "его": "g", "ей": "g", "ему": "d", "им": "i", "ую": "a"}
_NO_FIRST_NAME = (*GENITIVE_ADJECTIVE, *listed("ский ского ому ему ого его ых ый ое ые ее ая ную скую ным ыми ими"))


@dataclass(slots=True)
class Mention:
    """Somebody in words `start` to `end` (end-exclusive) of a sentence.

    `noun` is the office in the nominative, `case` its case (n g d a i l; capitals in the plural; "" without office),
    `after` and `before` are the words that go with it, `also` a second office, `name` the words of the name as they
    stand.
    """

    start: int
    end: int
    noun: str = ""
    case: str = ""
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    title: str = ""
    name: tuple[str, ...] = ()
    also: list[str] = field(default_factory=list)
    pronoun: Pronoun | None = None

    @property
    def office(self) -> str:
        return titles.office(self.noun, self.after, self.before) if self.noun else ""


def find(words: list[Word]) -> list[Mention]:
    """All mentions in the words of a sentence, left to right."""
    found: list[Mention] = []
    at = 0
    while at < len(words):
        mention = None if words[at].inside else _pronoun(words, at) or _title(words, at) or _name(words, at)
        if mention:
            if found and _is_one(found[-1], mention):
                mention = _both(found.pop(), mention)
            found.append(mention)
            at = max(mention.end, at + 1)
        else:
            at += 1
    return found


def _is_one(first: Mention, second: Mention) -> bool:
    """Whether two offices, with nothing between, are one person's: «министр обороны генерал Омаров»."""
    return bool(
        first.noun and second.noun and second.name and not first.name and first.end == second.start
        and not first.pronoun and not first.case.isupper() and first.case == second.case
    )  # fmt: skip


def _both(first: Mention, second: Mention) -> Mention:
    """`first` with the name of `second`, whose office is its second one."""
    first.also += [second.noun, *second.also]
    first.name, first.end, first.title = second.name, second.end, f"{first.title} {second.title}"
    return first


def _pronoun(words: list[Word], at: int) -> Mention | None:
    pronoun = PRONOUNS.get(words[at].low)
    return Mention(at, at + 1, case=pronoun.case, pronoun=pronoun) if pronoun else None


def _title(words: list[Word], at: int) -> Mention | None:
    noun = titles.noun_of(words[at].low)
    if noun and is_surname_too(words[at]):
        return None
    if not noun:
        noun = _unlisted(words, at)
    if not noun:
        return None
    start = at
    while start > 0 and at - start < 3 and _is_adjective(words[start - 1]):
        start -= 1
    case = noun[1]
    if noun[0] in titles.UNDECLINED and at and words[at - 1].low in _BEFORE_GENITIVE:
        case = "g"
    if acting := _acting(words, start):
        start, case = acting
    mention = Mention(start, at + 1, noun[0], case, [plain(word.text) for word in words[start:at]])
    end = _complement(words, at + 1, mention)
    mention.title = _text(words[start:end])
    mention.end = max(mention.end, end)
    return mention


def _acting(words: list[Word], at: int) -> tuple[int, str] | None:
    """(beginning, case) of who acts for the holder of the office at `at`: «исполняющий обязанности министра»."""
    if at > 1 and words[at - 1].low == "обязанности" and words[at - 2].low.startswith("исполняющ"):
        start = at - 3 if at > 2 and words[at - 3].low.startswith("временно") else at - 2
        return start, next((case for end, case in _ACTING.items() if words[at - 2].low.endswith(end)), "n")
    if at > 0 and words[at - 1].low == "врио":
        return at - 1, ""
    if at > 3 and [word.low for word in words[at - 4 : at]] == ["и", ".", "о", "."]:
        return at - 4, ""
    return None


def _unlisted(words: list[Word], at: int) -> tuple[str, str] | None:
    """A noun that looks like a role, where a full name follows at once: «дизайнер Асель Нурова»."""
    word = words[at]
    if (
        word.low.endswith(titles.ROLE_ENDINGS)
        and not word.low.endswith(_ACTIONS)
        and len(word.low) > 4
        and not (word.capital and at)
    ):
        run = run_of(words, at + 1)
        if len(run) in (2, 3) and not any(w.low.startswith(ORGANISATION) or is_patronymic(w.low) for w in run[:1]):
            return word.low, "n"
    return None


def _is_adjective(word: Word) -> bool:
    return (
        not word.inside
        and len(word.low) > 3
        and word.low.endswith(_ADJECTIVE)
        and word.low != "данным"
        and word.low not in NOT_A_COMPLEMENT
        and word.low not in PRONOUNS
        and word.low not in titles.FORMS
    )


def _complement(words: list[Word], at: int, mention: Mention) -> int:
    """Reads what follows an office: its complement into `mention.after`, then its name. Gives where the title ends."""
    end, limit, noun, preposition = at, min(len(words), at + _LONGEST), mention.noun, -9
    while at < limit:
        word = words[at]
        if word.text in '«“„"':
            close = next((i for i in range(at + 1, min(len(words), at + 15)) if words[i].text in '»”"'), 0)
            if not close or at != end:
                return end
            at = end = close + 1
            continue
        if word.text in DASHES and (second := _second_office(words, at + 1, limit)):
            noun = titles.noun_of(words[second].low)[0]
            mention.also.append(noun)
            at = end = second + 1
            continue
        if word.text.isdigit() and [w.low[:4] for w in words[at + 1 : at + 3]] in (["-", "летн"], ["-", "лет"]):
            at += 3
            continue
        if word.text in "№" or word.text.isdigit():
            at = end = at + 1
            continue
        if not word.text[0].isalpha() or word.inside:
            return end
        if word.capital:
            run = run_of(words, at)
            skipped, name = split(run, mention.case, bool(mention.after))
            if name:
                mention.after.extend(w.low for w in run[:skipped])
                mention.name = tuple(with_stop(words, at + i, w) for i, w in places(words, at, run)[skipped:])
                title_end = at + places(words, at, run)[skipped][0]
                mention.end = at + places(words, at, run)[-1][0] + 1
                return title_end
            if run and skipped == 0 and len(run) > 1 and subject_after(run, mention.case):
                return end
            if run and run[0].low not in VERBS:
                mention.after.extend(w.low for w in run)
                at = end = at + len(run)
                continue
            return end
        governed = (at - preposition < 4 and _is_governed(word)) or _ends_genitive_plural(words, at, mention)
        if not governed and not _goes_with_office(words, at, noun):
            return end
        if word.low in BEFORE_COMPLEMENT:
            preposition = at
        mention.after.append(word.low)
        at += 1
        if word.low not in BEFORE_COMPLEMENT and word.low != "и":
            end = at
    return end


def _ends_genitive_plural(words: list[Word], at: int, mention: Mention) -> bool:
    """Whether the word is a noun without ending after an adjective of the complement: «по защите степных рек»."""
    low, adjective = words[at].low, words[at - 1].low
    if not mention.after or mention.after[-1] != adjective or not adjective.endswith(("ых", "их")):
        return False
    return (
        low[-1] in "бвгдзклмнпрстфхцчшщжь" and low not in NOT_A_COMPLEMENT and low not in VERBS and low not in PRONOUNS
    )


def _is_governed(word: Word) -> bool:
    """Whether the word may go with «в», «по», «при»: «по чрезвычайным ситуациям», «в федеральном округе»."""
    return (
        word.low.endswith(("ом", "ем", "ым", "им", "ям", "ам", "ах", "ях", "е"))
        and not word.low.startswith(_OCCASIONS)
        and word.low not in VERBS
        and word.low not in NOT_A_COMPLEMENT
    )


def _second_office(words: list[Word], at: int, limit: int) -> int:
    """Where the noun of the second of two offices that a dash joins is; 0 if there is none."""
    for place in range(at, min(at + 3, limit)):
        if titles.noun_of(words[place].low):
            return place
        if not _is_adjective(words[place]):
            return 0
    return 0


def _goes_with_office(words: list[Word], at: int, noun: str) -> bool:
    """Whether the small word belongs to the office: a genitive, «по делам», «иностранных»."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if word.low in ("нашего", "нашей", "своего", "своей"):
        return bool(following and following.low.startswith(("государств", "стран", "республик", "правительств")))
    if word.low in BEFORE_COMPLEMENT:
        of_body = word.low == "по" and words[at - 1].low.startswith(_BODIES)
        return (of_body or noun in titles.PREPOSITIONS[word.low]) and bool(
            following and (following.capital or _looks_genitive(following) or _is_governed(following))
        )
    if word.low == "и":
        return bool(
            following and not titles.noun_of(following.low) and not following.inside
            and following.low not in PRONOUNS and _looks_genitive(following)
        )  # fmt: skip
    return _looks_genitive(word)


def _looks_genitive(word: Word) -> bool:
    low = word.low
    if low in NOT_A_COMPLEMENT or low in VERBS or low in PRONOUNS or len(low) < 3:
        return False
    if low.endswith(("ла", "ли", "ло", "лась", "лись", "лся", "ать", "ить", "еть", "ять")) and low not in NOT_PAST:
        return False
    noun = titles.noun_of(low)
    if noun and noun[1] == "n":
        return False
    return low.endswith(GENITIVE) or low in GENITIVE_PLURALS


def _name(words: list[Word], at: int) -> Mention | None:
    """A name that stands alone."""
    word = words[at]
    if not word.capital:
        return None
    run = run_of(words, at)
    begins = at == 0 or words[at - 1].text in '–—«“"' or words[at - 1].text in DASHES
    skipped = 0
    if run[0].low in _MISTER:
        skipped = 1
    while skipped < len(run) and (begins and skipped == 0 and (_is_small_word(run[0]) or _is_bare_letter(words, at))):
        skipped += 1
    if skipped < len(run) and begins and skipped == 0 and len(run) == 3 and not is_whole(run):
        skipped = 1 if run[0].low.endswith(("о", "я", "в", "е", "вшись", "ясь", *_ACTIONS)) else 0
    placed = places(words, at, run)[skipped:]
    for index, (_offset, part) in enumerate(placed):
        if index and titles.noun_of(part.low) and not is_surname_too(part):
            placed = placed[:index]
            break
    if not placed or (titles.noun_of(placed[0][1].low) and not is_surname_too(placed[0][1])):
        return None
    parts = [part for _offset, part in placed]
    if any(p.low.startswith(ORGANISATION) or p.low in NOT_A_NAME for p in parts):
        return None
    if len(parts) > 1 and len(parts[0].low) > 4 and parts[0].low.endswith(_NO_FIRST_NAME):
        return None
    if len(parts) > 4 or any(len(p.text) > 1 and p.text.isupper() for p in parts):
        return None
    after = at + placed[-1][0] + 1
    if len(parts) == 1 and _is_adjective(parts[0]) and after < len(words) and titles.noun_of(words[after].low):
        return None
    if len(parts) == 1 and begins and _agrees_with_next(words, after):
        return None
    if len(parts) == 1 and (len(parts[0].low) < 3 or parts[0].low in TOWNS):
        return None
    name = tuple(with_stop(words, at + offset, part) for offset, part in placed)
    start = at + placed[0][0]
    case = "g" if start and len(parts) > 1 and words[start - 1].low.endswith(_ACTIONS) else ""
    return Mention(start, at + placed[-1][0] + 1, case=case, name=name)


def _agrees_with_next(words: list[Word], at: int) -> bool:
    """Whether the word before `at` is an adjective of the noun there rather than a surname: «Ключевой задачей»."""
    if at >= len(words) or not words[at].text.isalpha() or words[at].capital:
        return False
    adjective, noun = words[at - 1].low, words[at].low
    pairs = ((("ой", "ей"), ("ой", "ей", "ью", "и", "ы")), (("ым", "им"), ("ом", "ем")), (("ую",), ("у", "ю", "ь")))
    past = noun.endswith(("ли", "ла", "лся", "лись", "лась")) or noun in VERBS or noun in NOT_A_COMPLEMENT
    return not past and any(adjective.endswith(first) and noun.endswith(second) for first, second in pairs)


def _is_bare_letter(words: list[Word], at: int) -> bool:
    """Whether one letter stands at `at` that is no initial: «В Алтынкале»."""
    return len(words[at].text) == 1 and (at + 1 == len(words) or words[at + 1].text != ".")


def _is_small_word(word: Word) -> bool:
    return len(word.text) > 1 and (word.low in NOT_A_COMPLEMENT or word.low in NOT_A_NAME or word.low in VERBS)


def _text(words: list[Word]) -> str:
    """The words with the spaces that they had."""
    found = ""
    for index, word in enumerate(words):
        found += " " * bool(index and word.start > words[index - 1].end) + word.text
    return found
