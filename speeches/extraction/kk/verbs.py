"""Reporting verbs: which words at the end of a clause say that somebody said, thought or instructed."""

from typing import NamedTuple

from .endings import converb, finite, likeness
from .lists import listed
from .tokens import QUOTE, Token
from .words import ABOUT, AFTER_DEP_ONLY, AUXILIARIES, NEEDS_CONTENT, PARTICLES, SAYS, WITH_CLAUSE

FINITE, CONVERB, LIKENESS = "finite", "converb", "likeness"
DEP = frozenset(listed("деп дей"))
NEED = listed("қажеттіг қажеттіліг керектіг маңызын маңыздылығ")
_CLAUSE = listed("""
    тынын тінін тынына тініне ғанын генін қанын кенін ғанына геніне қанына кеніне екенін екеніне майтынын мейтінін
    тығын тігін дығын дігін дығына дігіне
    """)
_OBJECT = listed("уды уді уға уге уын уін уына уіне юді юды юге юға юін юына юіне")
_SUNG = frozenset(listed("ән өлең жыр күй"))
_FEASTS = listed("күнін мереке мерейтой жылдығы тойын науры")


class Verb(NamedTuple):
    """A reporting verb as a line of the word lists: the words before it, and whether it needs a clause as content."""

    before: tuple[str, ...]
    stem: str
    needs: bool


class Report(NamedTuple):
    """A reporting verb in a sentence: tokens `start` to `end` (end-exclusive) are the cue."""

    start: int
    end: int
    kind: str
    verb: Verb


def _table() -> dict[str, list[tuple[Verb, str]]]:
    table: dict[str, list[tuple[Verb, str]]] = {}
    for lines, needs in ((SAYS, False), (NEEDS_CONTENT, True)):
        for line in lines:
            *before, stem = line.split()
            verb = Verb(tuple(before), stem, needs)
            forms = [(form, FINITE) for form in finite(stem)]
            if stem != "де":
                forms += [(converb(stem), CONVERB), *((form, LIKENESS) for form in likeness(stem))]
            for form, kind in forms:
                table.setdefault(form, []).append((verb, kind))
    for found in table.values():
        found.sort(key=lambda entry: -len(entry[0].before))
    return table


_VERBS = _table()


def report_at(tokens: tuple[Token, ...], last: int) -> Report | None:
    """The reporting verb whose last word is the token at `last`."""
    for verb, kind in _VERBS.get(tokens[last].low, ()):
        start = last - len(verb.before)
        if start < 0 or any(tokens[start + at].low != word for at, word in enumerate(verb.before)):
            continue
        if verb.stem in AFTER_DEP_ONLY and not verb.before and not _has_dep(tokens, start, verb.stem):
            continue
        if (
            verb.stem == "өт"
            and start
            and any(token.low.startswith(_FEASTS) for token in tokens[max(0, start - 3) : start])
        ):
            continue  # атап өту is also to celebrate
        if verb.stem == "айт" and start and tokens[start - 1].low in _SUNG:
            continue
        perfect = kind == FINITE and last + 1 < len(tokens) and tokens[last + 1].low in ("еді", "болатын")
        return Report(_widened(tokens, start, last, verb), last + 1 + perfect, kind, verb)
    return None


def _has_dep(tokens, start: int, stem: str) -> bool:
    """Whether деп stands before the verb; for a few verbs a clause is as good."""
    return (start > 0 and tokens[start - 1].low in DEP) or (stem in WITH_CLAUSE and has_clause(tokens, start))


def _widened(tokens, start: int, last: int, verb: Verb) -> int:
    """Where the cue begins: деп belongs to it, and what one expresses (сенім білдірді), and a need that is told."""
    if start and tokens[start - 1].low in DEP:
        return start - 1
    if start and tokens[start - 1].is_word:
        word = tokens[start - 1].low
        if verb.stem == "білдір" and not verb.before and not word.endswith(_CLAUSE):
            return start - 1
        if verb.stem == "жеткіз" and word.endswith(("лығын", "лігін")) and not word.startswith(NEED):
            return start - 1
        if word.startswith(("қажеттіг", "қажеттіліг", "керектіг")) and word.endswith("н"):
            return start - 1
    return start


def last_word(tokens: tuple[Token, ...], end: int) -> int:
    """The place of the verb that ends the clause before `end`: particles and auxiliaries are passed; -1 if none."""
    at = end - 1
    while at >= 0 and not tokens[at].is_word:
        at -= 1
    while at > 0 and tokens[at].low in PARTICLES:
        at -= 1
    auxiliary = at > 0 and tokens[at].low in AUXILIARIES and tokens[at - 1].low.endswith("п")
    if auxiliary and report_at(tokens, at) is None:
        at -= 1
    return at


def has_content(tokens: tuple[Token, ...], report: Report, quotes: int) -> bool:
    """Whether the sentence tells what was said: a clause, an infinitive, a topic, or words in quotation marks."""
    if tokens[report.start].low in DEP:
        return True
    for at, token in enumerate(tokens[: report.start]):
        word = token.low
        if word in ABOUT or word in ("үшін",) or word.endswith(_OBJECT) or word.startswith(NEED):
            return True
        if word.endswith(_CLAUSE) and len(word) > 4:
            return True
        if token.text == QUOTE and at + 1 < len(tokens) and tokens[at + 1].low in DEP:
            return True
    if (
        tokens[report.end :]
        and tokens[report.end].text == ":"
        and report.verb.stem in ("қой", "бер", "жүкте", "белгіле")
    ):
        return True  # tasks, and then what they are
    return any(token.text == ":" for token in tokens[report.end :]) and bool(quotes)


def has_clause(tokens: tuple[Token, ...], end: int) -> bool:
    """Whether a clause in the accusative or dative (екенін, болатынына) stands right before `end`."""
    return any(token.low.endswith(_CLAUSE) for token in tokens[max(0, end - 3) : end])
