"""Characters and lines: the normal form of text, what does not belong in it, counting and cutting."""

import re
import unicodedata
from typing import NamedTuple

# Every space separator of Unicode (general category Zs) and the tab; a reader sees a space.
SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Characters that nobody sees and that come in with copied text: soft hyphen, Mongolian vowel separator, zero-width
# space, non-joiner and joiner, word joiner and invisible operators, byte order mark, Hangul fillers. They would make
# equal words unequal to search and to anchors.
INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u115f\u1160\u3164\uffa0"
LINE_BREAKS = "\r\u2028\u2029"
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(INVISIBLE, None),
        **dict.fromkeys(LINE_BREAKS, "\n"),
    }
)

# The controls that reorder what is shown (CVE-2021-42574, "Trojan Source") and the three invisible marks beside them.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
# A first sieve, so that the long loop runs over what is suspicious only.
_SUSPICIOUS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffd-\uffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0010ffff]"
)
_WORD = re.compile(r"[^\W_]+(?:[-'’‑][^\W_]+)*")
ELLIPSIS = "…"


class Span(NamedTuple):
    """A stretch of a text: code points from `start` up to and without `end`."""

    start: int
    end: int


class Problem(NamedTuple):
    """A character that has no business in a release: where it stands, `U+202E`, and its name or Unicode label."""

    index: int
    codepoint: str
    name: str


def normalise(text: str) -> str:
    """`text` as the newsroom keeps it: NFC, lines ended by LF, plain single spaces, no space around a line.

    CR, CRLF and the Unicode line and paragraph separators become LF; tabs, no-break and typographic spaces a space;
    byte order marks, soft hyphens and zero-width characters go. Blank lines stay, so lines keep their numbers.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_CHARACTERS))
    return re.sub(" ?\n ?", "\n", re.sub(" {2,}", " ", text)).strip(" ")


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of `text`."""
    return not normalise(text).strip()


def normalise_line(text: str) -> str:
    """`normalise` for a field of one line, such as a title: line breaks become spaces."""
    return re.sub("[ \n]+", " ", normalise(text)).strip(" ")


def problem_characters(text: str) -> list[Problem]:
    """What must not stand in published text, in order: controls other than tab and line ends, controls that reorder
    text, private use, noncharacters, unpaired surrogates, tag characters, and U+FFFD, the trace of a wrong decoding.
    """
    problems = []
    for match in _SUSPICIOUS.finditer(text):
        character = match.group()
        label = _label(character)
        if label:
            problems.append(Problem(match.start(), f"U+{ord(character):04X}", label))
    return problems


def _label(character: str) -> str:
    """The name of a problem character, or its code point label (The Unicode Standard, 4.8); '' when it is none."""
    point = ord(character)
    if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
        return f"noncharacter-{point:04X}"
    category = unicodedata.category(character)
    kind = {"Cc": "control", "Co": "private-use", "Cs": "surrogate"}.get(category)
    if kind:
        return f"{kind}-{point:04X}"
    if character in BIDI_CONTROLS or 0xFFF9 <= point <= 0xFFFD or 0xE0000 <= point <= 0xE007F:
        return unicodedata.name(character, f"reserved-{point:04X}")
    return ""


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a plain text: what stands between blank lines, without the white space around."""
    spans, start, end, position = [], -1, -1, 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            first = position + line.index(body)
            start, end = (first if start < 0 else start), first + len(body)
        elif start >= 0:
            spans.append(Span(start, end))
            start = -1
        position += len(line) + 1
    if start >= 0:
        spans.append(Span(start, end))
    return spans


def words(text: str) -> int:
    """How many words `text` has; a hyphenated compound and a number are one word each."""
    return sum(1 for _ in _WORD.finditer(text))


def truncate(text: str, limit: int) -> str:
    """`text` if it has at most `limit` characters, else its beginning up to a word border and an ellipsis.

    The result never exceeds `limit`; a single word longer than that is cut inside. ValueError when `limit` < 1.
    """
    if limit < 1:
        raise ValueError(f"limit is {limit}: one character at least is needed for the ellipsis")
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if head and not text[limit - 1].isspace():
        border = max((match.start() for match in re.finditer(r"\s", head)), default=0)
        head = head[:border] if head[:border].strip() else head
    return head.rstrip(" \n\t,;:.–—-") + ELLIPSIS
