"""Words with capital letters after an office or alone: which of them are a name, and which belong to the office."""

from . import titles
from .listed import listed
from .lists import NOT_A_NAME, ORGANISATION, PARTICLES, PLACES, TOWNS
from .names import MASCULINE_IN_A, is_patronymic, looks_nominative
from .tokens import Word

GENITIVE = tuple(
    listed(
        """
а я ы и ов ев ей ого его ой ых их у ю ам ям ь
"""
    )
)
GENITIVE_ADJECTIVE = tuple(
    listed(
        """
ской ского ских ной ного ных ской вой вого ских тской цкой цкого шего щего
"""
    )
)
_SURNAME = tuple(
    listed(
        """
ов ев ин ын ова ева ина ына ский ская цкий цкая ко ук юк ян дзе швили улы баев
"""
    )
)
_SURNAME_OBLIQUE = tuple(
    listed(
        """
ову еву ину овым евым иным овой евой иной ове еве ине ского скому ским ском скую
"""
    )
)


def is_surname_too(word: Word) -> bool:
    """Whether a noun in the genitive plural is rather a surname: «Акимов», «Султанов»."""
    return word.capital and word.low.endswith(("ов", "ев"))


def run_of(words: list[Word], at: int) -> list[Word]:
    """The words with capital letters (and particles and initials between them) from `at` on, at most eight."""
    run: list[Word] = []
    while at < len(words) and len(run) < 8:
        word = words[at]
        if word.inside:
            break
        if word.text == "." and run and len(run[-1].text) == 1:
            at += 1
            continue
        if word.capital or (
            run
            and word.low in PARTICLES
            and at + 1 < len(words)
            and (words[at + 1].capital or words[at + 1].low in PARTICLES)
        ):
            run.append(word)
        else:
            break
        at += 1
    while run and run[-1].low in PARTICLES and not run[-1].capital:
        run.pop()
    return run


def places(words: list[Word], at: int, run: list[Word]) -> list[tuple[int, Word]]:
    """[(offset from `at`, word)] of a run, whose initials have full stops between."""
    found, offset = [], 0
    for word in run:
        while words[at + offset] is not word:
            offset += 1
        found.append((offset, word))
    return found


def with_stop(words: list[Word], at: int, word: Word) -> str:
    """The word with the full stop behind it, where it is an initial."""
    stop = len(word.text) == 1 and at + 1 < len(words) and words[at + 1].text == "."
    return word.text + "." if stop else word.text


def split(run: list[Word], case: str, complemented: bool) -> tuple[int, list[Word]]:
    """(how many words belong to the office, the name) of a run of capitals after an office."""
    at = 0
    for index, word in enumerate(run):
        office = titles.noun_of(word.low) and not is_surname_too(word)
        if office or word.low.startswith(ORGANISATION) or (len(word.text) > 1 and word.text.isupper()):
            at = index + 1
            of_its_own = index and run[index - 1].low.endswith(GENITIVE_ADJECTIVE)
            if word.low.startswith(PLACES) and not of_its_own and len(run) - index - 1 not in (0, 2):
                at = index + 2
        elif case == "i" and word.low.endswith("ой") and run[-1].low.endswith(("ой", "ей")) and len(run) - index < 4:
            continue  # «фонда Ниной Варгой»: a woman's first name rather than an adjective
        elif index + 1 < len(run) and index == at and word.low.endswith(GENITIVE_ADJECTIVE):
            at = index + 1
            if run[at].low.endswith(GENITIVE) and (len(run) == at + 1 or len(run) > at + 2):
                at += 1
    rest = run[at:]
    if len(rest) > 2 and not is_whole(rest) and rest[0].low.endswith(("и", "ы", "а", "я", "у", "ю")):
        at, rest = at + 1, rest[1:]
    elif len(rest) == 2 and (
        rest[0].low.endswith(("ии", "стана", "ланда", "ании")) or _disagree(rest[0].low, rest[1].low, case)
    ):
        at, rest, complemented = at + 1, rest[1:], True
    if case and case != "n" and len(rest) > 1 and looks_nominative(tuple(w.text for w in rest)) == 2:
        return at, []  # «рассказал Президенту Петр Шевчук»
    if len(rest) > 1 and case and case in "diDI" and subject_after(rest, case):
        return at, []
    if len(rest) == 1 and not _may_be_surname(rest[0], case, complemented or at > 0):
        return at, []
    if len(rest) == 2 and case == "n" and rest[0].low.endswith(("ской", "ного", "ной", "ского", "ных")):
        return at, []
    return at, rest


def subject_after(run: list[Word], case: str) -> bool:
    """Whether the name is in the nominative beside an office that is not: «поделилась с журналистами Елена Варга»."""
    return looks_nominative(tuple(w.text for w in run)) > (0 if case and case in "diDI" else 1)


def is_whole(rest: list[Word]) -> bool:
    """Whether three or more words are one name: a patronymic, a particle, or initials among them."""
    return len(rest[0].text) == 1 or any(
        is_patronymic(w.low) or w.low in PARTICLES or len(w.text) == 1 for w in rest[1:2]
    )


def _disagree(first: str, last: str, case: str) -> bool:
    """Whether the first word cannot be the first name of the second: «Кыргызстана Жапаров»."""
    return (
        case == "n" and first not in MASCULINE_IN_A and first.endswith(("а", "я", "ы", "и"))
        and last.endswith(("ов", "ев", "ин", "ский", "цкий")) and len(last) > 4 and len(first) > 3
    )  # fmt: skip


def _may_be_surname(word: Word, case: str, complemented: bool) -> bool:
    low = word.low
    if len(low) < 2 or low in NOT_A_NAME or low in TOWNS:
        return False
    if low.endswith(_SURNAME) and len(low) > 4:
        return True
    if low.endswith(("ском", "цком", "ном", "вом", "ной", "ого", "ому", "ных", "ских", "ная", "ное", "ский", "ный")):
        return False
    if case and case != "n":
        return low.endswith(_SURNAME_OBLIQUE)
    if case == "n" and not low.endswith(("ии", "ы", "и", "а", "я", "ого", "ой", "их", "ых")):
        return True
    return complemented and case == "n" and low.endswith(("а", "я", "и"))
