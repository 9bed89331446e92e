"""A sentence as words and marks, with what stands in quotation marks taken out."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ..document import DASHES, OPENING, Document, Sentence

_TOKEN = re.compile(r"\w+(?:[-‑’']\w+)*|[^\w\s]")
# The words of somebody end and their speaker follows: «…», – деді ол; – …, – деп жауап берді ол.
_SPOKEN = re.compile(
    r"(?:[,.!?…»”\"]\s?[–—―-]\s?(?=(?:деді|дейді|деп|деген|айтты|атап|баса|мәлімдеді|түсіндірді|хабарлады|жауап|ескертті)\b)"
    r"|[»”\"][,.]?\s(?=(?:деді|дейді)\b)|[»”\"],\s(?=деп\b))"
)
_PAIRS = re.compile(r"(?<!\w)(?=([^\W\d_a-zа-яәіңғүұқөһё]\w{1,29}) ([^\W\d_a-zа-яәіңғүұқөһё]\w{1,29}))")
_RESUMED = re.compile(r"[,.:]\s?[–—―]")
_PAGE = 3000  # characters of a sentence that are looked at, from either end
QUOTE = "«»"  # stands for a quotation


class Token(NamedTuple):
    """A word, a mark, or a whole quotation (`QUOTE`); `low` is it in lower case."""

    text: str
    low: str

    @property
    def is_word(self):
        return self.text[0].isalnum()

    @property
    def is_capital(self):
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Outside:
    """What the newsroom says in a sentence.

    `tokens` are the words outside quotations, `quotes` the quotations themselves. `spoken` is the place among the
    tokens where the speaker of the words before follows ("– деді …"), or -1.
    """

    tokens: tuple[Token, ...] = ()
    quotes: tuple[str, ...] = field(default_factory=tuple)
    spoken: int = -1


def outside(sentence: Sentence, dialogue: bool = False) -> Outside:
    """The sentence without its quotations; `dialogue` says that it is somebody's words as far as "– деді"."""
    words = sentence.words
    if len(words) > 2 * _PAGE:
        words = f"{words[:_PAGE]} {words[-_PAGE:]}"
    dashed = dialogue or words[:1] in DASHES
    found = next(reversed(list(_SPOKEN.finditer(words))), None)
    if found:
        said, told = words[: found.end()], words[found.end() :]
        resumed = _RESUMED.search(told)
        if resumed:
            told = told[: resumed.start()]
        whole = dashed or sentence.opened or words[:1] in (*OPENING, '"') or not any(m in said for m in (*OPENING, '"'))
        before, quotes = (QUOTE, [said]) if whole else _masked(said, sentence.opened)
        tokens = tokenise(before)
        return Outside((*tokens, *tokenise(told)), tuple(quotes), len(tokens))
    if dashed:
        return Outside((), (words,))
    text, quotes = _masked(words, sentence.opened)
    return Outside(tokenise(text), tuple(quotes))


def capitals(document: Document) -> Counter[tuple[str, str]]:
    """How often two capitalised words stand side by side in the text: by their first two letters."""
    found: Counter[tuple[str, str]] = Counter()
    for words in (document.title, *(sentence.words[: 2 * _PAGE] for sentence in document.sentences)):
        found.update((a[:2], b[:2]) for a, b in _PAIRS.findall(words))
    return found


def tokenise(text: str) -> tuple[Token, ...]:
    """The words and marks of `text`; a `QUOTE` in it is one token."""
    parts = text.split(QUOTE)
    found: list[Token] = []
    for number, part in enumerate(parts):
        if number:
            found.append(Token(QUOTE, QUOTE))
        found.extend(Token(word, word.casefold()) for word in _TOKEN.findall(part))
    return tuple(found)


def _masked(words: str, opened: bool) -> tuple[str, list[str]]:
    """`words` with every quotation replaced by `QUOTE`, and the quotations."""
    depth, straight, start = int(opened), opened, 0
    outer, quotes = [], []
    for at, mark in enumerate(words):
        if mark == '"':
            straight = not straight
            opens = straight
        elif mark in "«“„":
            opens = True
        elif mark in "»”":
            opens = False
        else:
            continue
        if opens:
            if depth == 0:
                outer.append(words[start:at])
                start = at + 1
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                quotes.append(words[start:at])
                outer.append(f" {QUOTE} ")
                start = at + 1
    if depth:
        quotes.append(words[start:])
        outer.append(f" {QUOTE} ")
    else:
        outer.append(words[start:])
    return "".join(outer), quotes
