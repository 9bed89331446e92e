"""A sentence of English as words and marks; what stands in quotation marks is one word, QUOTE."""

import re
from dataclasses import dataclass, field

from ..document import Sentence

_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*|\S")
_INITIAL = re.compile(r"([^\W\d_])(\.)([^\W\d_]{3,}(?:[-'’][^\W_]+)*)")  # "S.Varga"
LONGEST = 3000
"""Of a sentence longer than twice this only so much at its beginning and at its end is read."""
QUOTE = "“”"


@dataclass(slots=True)
class Tokens:
    """`words` as they stand, `low` in lower case without a possessive ending, `possessive` whether there was one.

    `at` and `to` are places in `text`. `quotes` maps the place of each QUOTE to the words in it.
    """

    text: str
    words: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    possessive: list[bool] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    to: list[int] = field(default_factory=list)
    quotes: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    def word(self, place: int) -> str:
        """The word in lower case; "" beyond the ends."""
        return self.low[place] if 0 <= place < len(self.low) else ""

    def capital(self, place: int) -> bool:
        """Whether a word with a capital stands there."""
        return 0 <= place < len(self.words) and self.words[place][:1].isupper() and self.words[place] != QUOTE

    def slice(self, start: int, end: int) -> str:
        """The text from word `start` to before word `end`."""
        return self.text[self.at[start] : self.to[end - 1]]

    def add(self, word: str, start: int, end: int):
        low, possessive = word.lower(), False
        if low.endswith(("'s", "’s")):
            low, word, possessive, end = low[:-2], word[:-2], True, end - 2
        self.words.append(word)
        self.low.append(low)
        self.possessive.append(possessive)
        self.at.append(start)
        self.to.append(end)


def tokens(sentence: Sentence) -> Tokens:
    """The words of a sentence."""
    text = sentence.words
    if len(text) > 2 * LONGEST:
        text = f"{text[:LONGEST]} … {text[-LONGEST:]}"
    found = Tokens(text)
    depth, straight, single = int(sentence.opened), sentence.opened, False
    begun = 0
    for match in _WORD.finditer(text):
        mark = match.group()
        before = depth + single
        if mark == '"':
            straight = not straight if depth else True
            depth = depth + 1 if straight else max(0, depth - 1)
        elif mark in "«“„":
            depth += 1
        elif mark in "»”":
            depth = max(0, depth - 1)
        elif mark == "‘" and not depth:
            single = True
        elif mark == "’" and single:
            single = False
        inside = depth + single
        if not before and inside:
            begun = match.end()
        elif before and not inside:
            _quote(found, text, begun, match.start())
        elif not before and (initial := _INITIAL.fullmatch(mark)):
            for group in (1, 2, 3):
                found.add(initial[group], match.start() + initial.start(group), match.start() + initial.end(group))
        elif not before:
            found.add(mark, match.start(), match.end())
    if depth + single:
        _quote(found, text, begun, len(text))
    return found


def _quote(found: Tokens, text: str, start: int, end: int):
    found.quotes[len(found)] = text[start:end].strip()
    found.add(QUOTE, start, end)
