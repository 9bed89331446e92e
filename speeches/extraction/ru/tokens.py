"""A sentence as words and marks, and which of them stand inside a quotation."""

import re
from itertools import islice

from ..document import Sentence
from .names import plain
from .verbs import FORMS

READ = 4000  # characters of a sentence that are looked at: no sentence of prose is longer
_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
DASHES = frozenset("–—―-")
# «…, – не скрывала волнения Зарина Искакова. – …»: an unlisted verb and its subject, and no more.
_UNLISTED = re.compile(
    r" (?:не )?[а-яё]{3,20}(?:л|ла|лся|лась)(?: [а-яё]{1,20}){0,3}"
    r"(?: [А-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]{1,20}){1,2}[.,](?: [–—]|$)"
)
_STOPS = frozenset(',.!?…»”"')


class Word:
    """A word or a mark: as it stands, as it is compared, its place, and whether it is quoted."""

    __slots__ = ("text", "low", "start", "end", "inside", "capital")

    def __init__(self, text: str, start: int, inside: bool):
        self.text, self.low, self.start, self.end, self.inside = text, plain(text), start, start + len(text), inside
        self.capital = text[0].isupper()

    def __repr__(self):
        return f"{self.text}{'*' if self.inside else ''}"


def read(sentence: Sentence) -> list[Word]:
    """The words and marks of the sentence. What is said between dashes within a quotation counts as outside it."""
    depth, straight = int(sentence.opened), sentence.opened
    words: list[Word] = []
    aside = False
    for match in _TOKEN.finditer(sentence.words[:READ]):
        text = match.group()
        if text == '"':
            straight = not straight
            depth = max(0, depth + (1 if straight else -1))
        elif text in "«“„":
            depth += 1
        elif text in "»”":
            depth, aside = max(0, depth - 1), False
        word = Word(text, match.start(), depth > 0 and not aside and text not in '«“„»”"')
        words.append(word)
        if text in DASHES and depth:
            if aside:
                aside = False
            elif len(words) > 1 and words[-2].text in _STOPS or len(words) == 1:
                aside = _says(sentence.words, match.end())
                word.inside = not aside
    return words


def _says(words: str, at: int) -> bool:
    """Whether a verb of speech is among the three words that follow."""
    following = (match.group() for match in _TOKEN.finditer(words, at, at + 80))
    return any(plain(word) in FORMS for word in islice(following, 3)) or bool(_UNLISTED.match(words, at))
