"""What a reader types into the search box, read as words, phrases and exclusions.

Every word has to be there: `rivers budget`. Quotation marks of any kind hold a phrase: "steppe rivers", «степные реки».
A dash right before a word or a phrase leaves out what has it: rivers -budget. A word with a hyphen is a phrase of its
parts. All else, the operators of the databases among it, are characters like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .stems import stem, words

MOST_CHARACTERS = 200
"""Characters of a query that are read."""
MOST_TERMS = 12
"""Words and phrases of a query that are looked up."""

EMPTY, NO_WORDS, ONLY_EXCLUDED = "empty", "no-words", "only-excluded"
"""Why a query finds nothing whatever the texts are: `Query.why`."""

_QUOTES = '"“”„‟«»‹›＂'
_PARTS = re.compile(rf"[{_QUOTES}]")
_DASHES = "-−–—‐‑"
_JOINS = re.compile(r"[-‐‑–][\u00ad\u200b-\u200d]*")
_PLAIN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_IN_NUMBERS = re.compile(r"[.,:]")


@dataclass(frozen=True)
class Term:
    """A word (one stem) or a phrase (several, side by side in one field), and its text as it was typed."""

    stems: tuple[str, ...]
    excluded: bool
    text: str

    def __str__(self) -> str:
        """The term as it could be typed."""
        return ("-" if self.excluded else "") + (self.text if _PLAIN.fullmatch(self.text) else f'"{self.text}"')


@dataclass(frozen=True)
class Query:
    """What to look up, in `language`. `ignored` are the words that were typed beyond what is looked up.

    False when it cannot find anything; `why` says for what reason.
    """

    terms: tuple[Term, ...]
    text: str
    language: str
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @cached_property
    def wanted(self) -> tuple[Term, ...]:
        """The terms all of which have to be there."""
        return tuple(term for term in self.terms if not term.excluded)

    @cached_property
    def excluded(self) -> tuple[Term, ...]:
        """The terms none of which may be there."""
        return tuple(term for term in self.terms if term.excluded)

    @property
    def why(self) -> str:
        """EMPTY, NO_WORDS or ONLY_EXCLUDED; '' for a query that can find something."""
        if self.wanted:
            return ""
        if self.excluded:
            return ONLY_EXCLUDED
        return NO_WORDS if self.text.strip() else EMPTY

    def without(self, *terms: Term) -> str:
        """What would be typed to ask for the same without these terms."""
        return " ".join(str(term) for term in self.terms if term not in terms)


def parse(q: str, language: str) -> Query:
    """`q` as a reader typed it, of any length and with any characters in it. ValueError for an unknown language."""
    terms: dict[tuple, Term] = {}
    ignored = []
    for term in _terms(_cut(q), language):
        key = (term.stems, term.excluded)
        if key in terms:
            continue
        if len(terms) < MOST_TERMS:
            terms[key] = term
        else:
            ignored.append(str(term))
    beyond = [word.text for word in words(q[len(_cut(q)) : 2 * MOST_CHARACTERS])]
    ignored += [word for word in beyond if ((stem(word, language),), False) not in terms]
    return Query(tuple(terms.values()), q[:MOST_CHARACTERS], language, tuple(dict.fromkeys(ignored)))


def _cut(q: str) -> str:
    """As much of `q` as is read, whole words."""
    if len(q) <= MOST_CHARACTERS:
        return q
    return re.sub(r"\S+$", "", q[: MOST_CHARACTERS + 1]) or q[:MOST_CHARACTERS]


def _terms(q: str, language: str) -> Iterator[Term]:
    """Quotation marks open and close in turn; the last one need not be closed."""
    start, quoted, excluded = 0, False, False
    for end in [*(mark.start() for mark in _PARTS.finditer(q)), len(q)]:
        part = q[start:end]
        if quoted:
            found = [stem(word.text, language) for word in words(part)]
            if found:
                yield Term(tuple(found), excluded, " ".join(part.split()))
        else:
            yield from _bare(part, language)
        excluded = bool(not quoted and re.search(rf"(?:^|[\s(\[])[{_DASHES}]+$", part))
        start, quoted = end + 1, not quoted


def _bare(part: str, language: str) -> Iterator[Term]:
    """The terms of what stands outside quotation marks."""
    run = []
    for word in words(part):
        if run and not _joined(part, run[-1], word):
            yield _term(part, run, language)
            run = []
        run.append(word)
    if run:
        yield _term(part, run, language)


def _joined(part: str, before, word) -> bool:
    between = part[before.end : word.start]
    numbers = before.text[-1].isdigit() and word.text[0].isdigit()
    return not between or bool(_JOINS.fullmatch(between) or (numbers and _IN_NUMBERS.fullmatch(between)))


def _term(part: str, run: list, language: str) -> Term:
    excluded = bool(re.search(rf"(?:^|[\s(\[])[{_DASHES}]+$", part[: run[0].start]))
    return Term(tuple(stem(word.text, language) for word in run), excluded, part[run[0].start : run[-1].end])
