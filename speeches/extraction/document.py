"""A text as sentences in paragraphs, each with its place and with the quotation that it stands in."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from speeches import text as characters

OPENING, CLOSING = "«“„‹‘", "»”›’"
DASHES = "–—―-"
_END = re.compile(r"[.!?…]+")
_AFTER = re.compile(r"[»”›’\"')\]]*")
_SPACE = re.compile(r"\s+")
_BEGIN = re.compile(r"(?:[«“„‹‘\"'(\[–—―-]\s*)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*$")
_MARK = re.compile("[«“„»”]")
_SOON = 12  # paragraphs within which a quotation must be closed
_REACH = 40  # characters looked back at for the word before a full stop


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start` and `end` are code points in the text given, `words` is it in NFC with plain spaces.

    `paragraph` and `number` (within the paragraph) count from 1. `opened` says that it begins inside a quotation that
    an earlier sentence opened; `left_open` that a quotation is still open where it ends.
    """

    paragraph: int
    number: int
    start: int
    end: int
    words: str
    opened: bool = False
    left_open: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The sentences of a text, in order; `title` is its headline in plain spaces, where there is one."""

    sentences: tuple[Sentence, ...]
    title: str = ""

    def paragraphs(self) -> list[list[Sentence]]:
        """The sentences by paragraph."""
        found: list[list[Sentence]] = []
        for sentence in self.sentences:
            if sentence.number == 1:
                found.append([])
            found[-1].append(sentence)
        return found


def read(
    source: str,
    spans: Sequence[tuple[int, int]],
    *,
    title: str = "",
    abbreviations: frozenset[str] = frozenset(),
    joins: Callable[[str, str], bool] = lambda left, right: False,
) -> Document:
    """The `Document` of the paragraphs at `spans` (start, end) of `source`. See `split` for the rest."""
    found, inside = [], Quotation()
    for paragraph, (start, end) in enumerate(spans, 1):
        later = spans[paragraph : paragraph + _SOON] if inside.depth else ()
        inside.new_paragraph(source[start:end], [source[begins:ends] for begins, ends in later])
        for number, (begins, ends) in enumerate(split(source[start:end], abbreviations, joins), 1):
            words = characters.normalise_line(source[start + begins : start + ends])
            opened = inside.depth > 0
            inside.pass_over(words)
            found.append(Sentence(paragraph, number, start + begins, start + ends, words, opened, inside.depth > 0))
    return Document(tuple(found), characters.normalise_line(title))


def split(
    paragraph: str,
    abbreviations: frozenset[str] = frozenset(),
    joins: Callable[[str, str], bool] = lambda left, right: False,
) -> list[tuple[int, int]]:
    """Where the sentences of one paragraph begin and end, white space left out.

    A sentence ends with a full stop, a question or exclamation mark or an ellipsis (with the closing quotation marks
    and brackets that follow) before white space and a capital letter or digit, which opening marks and a dash may
    precede. No sentence ends after an initial, or after one of the `abbreviations` (lower case, without the last full
    stop) unless that is also the end of the paragraph. `joins(left, right)` is asked last, with up to 200 characters
    on either side: True where the language knows that both are one sentence all the same.
    """
    found, start = [], 0
    for end in _END.finditer(paragraph):
        after = _AFTER.match(paragraph, end.end()).end()
        space = _SPACE.match(paragraph, after)
        if not space:
            continue
        begin = _BEGIN.match(paragraph, space.end()).end()
        following = paragraph[begin : begin + 1]
        if not (following.isupper() or following.isdigit()):
            continue
        closed = after > end.end()
        if closed and paragraph[space.end()] in DASHES:
            continue  # «…!» – сказал: the sentence goes on with whoever said it
        if end.group() == "." and not closed and _is_short(paragraph, end.start(), abbreviations):
            continue
        if joins(paragraph[max(start, after - 200) : after], paragraph[space.end() : space.end() + 200]):
            continue
        found.append((start, after))
        start = space.end()
    last = len(paragraph.rstrip())
    if start < last:
        found.append((start, last))
    first = len(paragraph) - len(paragraph.lstrip())
    if found and first:
        found[0] = (first, found[0][1])
    return found


def _is_short(paragraph: str, stop: int, abbreviations: frozenset[str]) -> bool:
    word = _LAST_WORD.search(paragraph, max(0, stop - _REACH), stop)
    if not word:
        return False
    word = unicodedata.normalize("NFC", word.group())
    return (len(word) == 1 and word.isupper()) or word.casefold() in abbreviations


class Quotation:
    """Follows quotation marks through a text and knows how deep one stands in them.

    A paragraph that opens with a mark while a quotation is open repeats the mark and opens no second one (the custom
    in all three languages), or goes on with none where the quotation is closed later; straight marks open and close in
    turn; single marks are not followed.
    """

    def __init__(self):
        self.depth, self.straight = 0, False

    def new_paragraph(self, paragraph: str, later: Iterable[str] = ()):
        """Begins a paragraph; a quotation goes on where this one, or one of those soon after, closes it."""
        if self.depth and not self._closes((paragraph, *later)):
            self.depth, self.straight = 0, False

    def _closes(self, paragraphs: Iterable[str]) -> bool:
        """Whether the first of `paragraphs` with a quotation mark closes what is open and does not begin with one."""
        for paragraph in paragraphs:
            if self.straight:
                if '"' in paragraph:
                    return paragraph.count('"') % 2 == 1 and not paragraph.lstrip().startswith('"')
            elif mark := _MARK.search(paragraph):
                opens = paragraph.lstrip()[:1] in (*OPENING, '"')
                return not opens and (mark.group() in "»”" or any(closing in paragraph for closing in "»”"))
        return False

    def pass_over(self, words: str):
        for mark in words:
            if mark == '"':
                self.straight = not self.straight
                self.depth += 1 if self.straight else -1
            elif mark in "«“„":
                self.depth += 1
            elif mark in "»”":
                self.depth = max(0, self.depth - 1)
        self.depth = max(0, self.depth)
