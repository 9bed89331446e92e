"""Quotations: words folded so that marks and spellings do not matter, and a quotation compared with a text.

Two keys for each word. The `key` is what has to be equal for "word for word": case, ё and е, look-alike letters and
accents on Latin letters do not count. The `skeleton` is coarser and the same for a Kazakh word in Cyrillic and in any
of its Latin spellings (the alphabets of 2017, 2018, 2019 and 2021, and what people type without their marks); it
finds, and never decides: where one word is Latin and the other Cyrillic, `same` asks letter by letter.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from .characters import INVISIBLE
from .differences import DELETE, EQUAL, INSERT, Change

WIDTH = 3
"""Neighbouring words in a shingle; what has fewer words cannot be found."""
NEAR = 5
"""Words of a part of which another middle word leaves no WIDTH neighbours as they were."""
LIKE = 0.7
"""Likeness (Dice, in words) from which on a passage is close to a quotation."""
_SURE = 4
"""Words in common, at least, in a close passage."""
_OCCURRENCES = 50  # of one part in one text; more are not looked at
_VOTES = 50  # of one shingle for where a close passage begins

_APOSTROPHES = "'’‘ʼ`´ʹ"
_INSIDE = re.escape(_APOSTROPHES + INVISIBLE) + "\u0300-\u036f"
# A minus before a number (not a dash between two words or numbers), a number in groups of three digits, a number, a
# word with its inner apostrophes, and the signs that change what a number means.
_TOKEN = re.compile(
    rf"(?<![^\s(\[«“„\"])[-−–](?=\d)|\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*"
    rf"|[^\W\d_]+(?:[{_INSIDE}]+[^\W\d_]+)*[\u0300-\u036f]*|[%‰°§№+=<>×$€£₸₽¥]"
)
_GAP = re.compile(r"\[\s*(?:…|\.{2,})\s*\]|\(\s*(?:…|\.{2,})\s*\)|…|\.{3,}|<\s*(?:…|\.{3,})\s*>")
_DROPPED = str.maketrans(dict.fromkeys(INVISIBLE))
_ALIKE = dict.fromkeys(_APOSTROPHES, "'")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0259]")
_TO_CYRILLIC = str.maketrans("ABCEHIKMOPTXYaceikopxyh", "АВСЕНІКМОРТХУасеікорхуһ")
_TO_LATIN = str.maketrans("АВСЕНІКМОРТХУасеікорхуһ", "ABCEHIKMOPTXYaceikopxyh")
_ONLY_ALIKE = re.compile(r"[ABCEHIKMOPTXYaceikopxyh]+")

_KAZAKH = {
    "а": "a", "ә": "a ä á ə a'", "б": "b", "в": "v", "г": "g", "ғ": "g ğ ǵ gh g'", "д": "d", "е": "e",
    "ж": "j zh ž", "з": "z", "и": "i ı í y iy ıy", "й": "i ı í y", "к": "k", "қ": "q k", "л": "l", "м": "m", "н": "n",
    "ң": "n ñ ń ŋ ng n'", "о": "o", "ө": "o ö ó o'", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u w ý y' uw uý",
    "ұ": "u ū", "ү": "u ü ú u'", "ф": "f", "х": "h kh x", "һ": "h", "ц": "ts c", "ч": "ch ç c c'",
    "ш": "sh ş š s s'", "щ": "shch ş š s", "ъ": "", "ы": "y ı i", "і": "i ı í", "ь": "", "э": "e",
    "ю": "yu iu ıý iý ıu", "я": "ya ia ıa",
}  # fmt: skip
_SPELLINGS = {letter: tuple(spellings.split()) or ("",) for letter, spellings in _KAZAKH.items()}
_SPELLINGS["й"] += ("",)  # "ий" and "ый" are one letter in the alphabet of 2021
_BONES = str.maketrans(
    {
        **dict(zip("аәбвгғдежзийкқлмнңопрстуұүфхһчшщыіэ", "aabvggdejziikklmnnoprstuuufhhcssiie", strict=True)),
        "ө": "o",
        "ц": "ts",
        "ъ": None,
        "ь": None,
        "ю": "iu",
        "я": "ia",
        "y": "i",
        "w": "u",
        "q": "k",
        "x": "h",
        "'": None,
    }
)
_MARKED = str.maketrans({"ı": "i", "ý": "u", "ž": "j", "ŋ": "n", "ə": "a"})
_DIGRAPHS = tuple(
    (re.compile(spelling), bone)
    for spelling, bone in (
        ("shch", "s"),
        ("kh+", "h"),
        ("gh+", "g"),
        ("sh+", "s"),
        ("zh+", "j"),
        ("ch+", "c"),
        ("ng+", "n"),
        ("ts", "c"),
    )
)
_RUNS = re.compile(r"i{2,}|u{2,}")


class Word(NamedTuple):
    """A word of a text: its place (code points, end-exclusive), and what is compared of it."""

    start: int
    end: int
    key: str
    skeleton: str
    form: str


class Quotation(NamedTuple):
    """What somebody asks about: the words, and the parts into which ellipses divide them."""

    text: str
    parts: tuple[tuple[Word, ...], ...]

    @property
    def length(self) -> int:
        """How many words there are."""
        return sum(map(len, self.parts))


class Match(NamedTuple):
    """Where a quotation stands in a text: a span for each part, the likeness from 0 to 1, and the differences.

    `verbatim` says that every word is there, in order. `changes`, one list for each part, lead from the quotation
    to the text: "delete" stands only in the quotation, "insert" only in the text.
    """

    spans: tuple[tuple[int, int], ...]
    likeness: float
    verbatim: bool
    changes: tuple[tuple[Change, ...], ...]


def fold(text: str) -> list[Word]:
    """The words of `text`, numbers and the signs that belong to them among them, in their order."""
    cyrillic = len(_CYRILLIC.findall(text)) > len(text) // 4
    return [Word(*match.span(), *_keys(match[0], cyrillic)) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=1 << 16)
def _keys(token: str, cyrillic: bool) -> tuple[str, str, str]:
    """(key, skeleton, form) of one token; `form` keeps the accents that `key` has lost."""
    if token[0].isdigit():
        plain = re.sub(r"\s", "", token).replace(",", ".")
        return plain, plain, plain
    if not token[0].isalpha():
        sign = "-" if token in "-−–" else token
        return sign, sign, sign
    token = unicodedata.normalize("NFC", token.translate(_DROPPED))
    has_cyrillic = _CYRILLIC.search(token)
    if has_cyrillic and _LATIN.search(token):
        rest = token.translate(_TO_CYRILLIC)
        token = token.translate(_TO_LATIN) if _LATIN.search(rest) else rest
    elif cyrillic and not has_cyrillic and _ONLY_ALIKE.fullmatch(token):
        token = token.translate(_TO_CYRILLIC)
    form = unicodedata.normalize("NFC", token.casefold().translate(str.maketrans(_ALIKE)).replace("i̇", "i"))
    form = form.replace("ё", "е")
    if _CYRILLIC.search(form):
        return form, _skeleton(form) or form, form
    return _unaccented(form.replace("ı", "i")), _skeleton(_unaccented(form.translate(_MARKED))) or form, form


def _unaccented(form: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", form) if not unicodedata.combining(sign))


def _skeleton(form: str) -> str:
    bones = form.translate(_BONES)
    for spelling, bone in _DIGRAPHS:
        bones = spelling.sub(bone, bones)
    return _RUNS.sub(lambda run: run[0][0], bones)


def same(one: Word, other: Word) -> bool:
    """Whether two words are the same word, in one script or in two."""
    if one.key == other.key:
        return True
    if one.skeleton != other.skeleton:
        return False
    cyrillic, latin = (one, other) if _CYRILLIC.search(one.form) else (other, one)
    return bool(_CYRILLIC.search(cyrillic.form)) and not _CYRILLIC.search(latin.form) and _spells(latin, cyrillic)


def _spells(latin: Word, cyrillic: Word) -> bool:
    """Whether the letters of `latin` can be those of `cyrillic`: all readings side by side, letter by letter."""
    reached = {0}
    for letter in cyrillic.form:
        spellings = _SPELLINGS.get(letter, (letter,))
        reached = {
            at + len(spelling) for at in reached for spelling in spellings if latin.form.startswith(spelling, at)
        }
    return len(latin.form) in reached


def quotation(text: str) -> Quotation:
    """`text` as somebody pasted it, divided at "…", "..." and "[…]"; parts without words are left out."""
    parts: list[list[Word]] = [[]]
    gaps = _GAP.finditer(text)
    gap = next(gaps, None)
    for word in fold(text):
        while gap and gap.start() < word.start:
            parts += [[]] if parts[-1] else []
            gap = next(gaps, None)
        parts[-1].append(word)
    return Quotation(text, tuple(tuple(part) for part in parts if part))


def shingles(words: Sequence[Word]) -> list[int]:
    """For each WIDTH neighbouring words the CRC-32 of their skeletons, as a signed number of 32 bits."""
    bones = [word.skeleton for word in words]
    found = (crc32(" ".join(bones[at : at + WIDTH]).encode()) for at in range(len(bones) - WIDTH + 1))
    return [value - (1 << 32) if value >> 31 else value for value in found]


def compare(quoted: Quotation, text: str, words: Sequence[Word] | None = None) -> Match | None:
    """Where `quoted` stands in `text`, word for word or else as close as LIKE asks; None where it does not.

    `words` are those of `text`, where they are known already.
    """
    words = fold(text) if words is None else words
    return verbatim(quoted, text, words) or close(quoted, text, words)


def verbatim(quoted: Quotation, text: str, words: Sequence[Word]) -> Match | None:
    """Where every word of `quoted` stands in `text`, in order; None where it does not."""
    whole = f" {' '.join(word.skeleton for word in words)} "
    places: list[list[int]] = []
    chosen: list[int] = []
    reached = 0
    for part in quoted.parts:
        starts = list(_occurrences(part, words, whole, reached))
        if not starts:
            return None
        places.append(starts)
        chosen.append(starts[0])
        reached = starts[0] + len(part)
    # Found from the front; from the back each part moves as near to the next as it stands.
    for number in reversed(range(len(chosen) - 1)):
        starts, part = places[number], quoted.parts[number]
        chosen[number] = starts[bisect_left(starts, chosen[number + 1] - len(part) + 1) - 1]
    pairs = list(zip(chosen, quoted.parts, strict=True))
    spans = tuple((words[at].start, words[at + len(part) - 1].end) for at, part in pairs)
    return Match(spans, 1.0, True, tuple((Change(EQUAL, text[start:end]),) for start, end in spans))


def _occurrences(part: Sequence[Word], words: Sequence[Word], whole: str, first: int) -> Iterator[int]:
    """The indexes of `words` from `first` on at which all words of `part` stand, ascending.

    `whole` is the skeletons of all words, each between two spaces.
    """
    wanted = f" {' '.join(word.skeleton for word in part)} "
    at, index, reached, left = whole.find(wanted), 0, 0, _OCCURRENCES
    while at >= 0 and left:
        index += whole.count(" ", reached, at)
        reached = at
        pairs = zip(part, words[index : index + len(part)], strict=True)
        if index >= first and all(same(one, other) for one, other in pairs):
            yield index
            left -= 1
        at = whole.find(wanted, at + 1)


def close(quoted: Quotation, text: str, words: Sequence[Word]) -> Match | None:
    """The stretch of `text` most like `quoted`, of which it is known that it is not verbatim; None below LIKE."""
    spans, changes, matched, compared, after = [], [], 0, 0, 0
    theirs, where = [word.skeleton for word in words], {}
    for part in quoted.parts:
        found = None
        for width in (WIDTH, WIDTH - 1) if len(part) == NEAR else (min(WIDTH, len(part)),):
            if width not in where:
                where[width] = _places(theirs, width)
            found = found or _likest([word.skeleton for word in part], theirs, where[width], width, after)
        if found is None:
            spans.append(None)
            changes.append((Change(DELETE, _said(quoted.text, part)),))
            compared += len(part)
            continue
        first, last, opcodes = found
        told, common = _told(quoted.text, part, text, words, first, opcodes)
        changes.append(told)
        spans.append((words[first].start, words[last - 1].end))
        matched, compared, after = matched + common, compared + len(part) + last - first, last
    there = tuple(span for span in spans if span)
    likeness = 2 * matched / compared if there else 0.0
    if likeness < LIKE or matched < _SURE:
        return None
    return Match(there, likeness, False, tuple(changes))


def _said(text: str, part: Sequence[Word]) -> str:
    return text[part[0].start : part[-1].end]


def _places(bones: list[str], width: int) -> dict[tuple[str, ...], list[int]]:
    """Where each stretch of `width` neighbouring words stands, ascending."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(bones) - width + 1):
        places.setdefault(tuple(bones[at : at + width]), []).append(at)
    return places


def _likest(bones, theirs, places, width, after) -> tuple[int, int, list[tuple]] | None:
    """First word, end and opcodes of the stretch of `theirs[after:]` most like `bones`; None where none is alike.

    Shingles that both have vote for where the stretch begins; only there the words are compared.
    """
    standing = {}
    for own in range(len(bones) - width + 1):
        found = places.get(tuple(bones[own : own + width]), ())
        first = bisect_left(found, after)
        if first < len(found):
            standing[own] = found[first : first + _VOTES + 1]
    # What stands nearly everywhere says nothing, unless there is nothing else.
    telling = {own: found for own, found in standing.items() if len(found) <= _VOTES} or standing
    votes = Counter(at - own for own, found in telling.items() for at in found)
    best, margin = None, max(3, len(bones) // 3)
    for begin in _centres(votes, margin):
        low, high = max(after, begin - margin), min(len(theirs), begin + len(bones) + margin)
        found = _trimmed(bones, theirs[low:high])
        if found and (best is None or found[0] > best[0]):
            ratio, first, last, opcodes = found
            best = (ratio, low + first, low + last, opcodes)
    return best and best[1:]


def _centres(votes: Counter, margin: int) -> list[int]:
    """The beginnings with most votes in their surroundings, two at most and apart from each other."""
    begins = sorted(votes)
    before = list(accumulate((votes[begin] for begin in begins), initial=0))
    sums = {
        begin: before[bisect_right(begins, begin + margin)] - before[bisect_left(begins, begin - margin)]
        for begin in begins
    }
    chosen: list[int] = []
    for begin in sorted(begins, key=lambda begin: (-sums[begin], -votes[begin], begin)):
        if all(abs(begin - other) > margin for other in chosen):
            chosen.append(begin)
        if len(chosen) == 2:
            break
    return chosen


def _trimmed(bones: list[str], region: list[str]) -> tuple[float, int, int, list[tuple]] | None:
    """(likeness, first, end, opcodes) of the stretch of `region` from the first to the last word worth its place."""
    blocks = [
        block for block in SequenceMatcher(None, bones, region, autojunk=False).get_matching_blocks() if block.size
    ]

    def ratio(kept):
        return 2 * sum(block.size for block in kept) / (len(bones) + kept[-1].b + kept[-1].size - kept[0].b)

    while len(blocks) > 1 and ratio(blocks[1:]) > ratio(blocks):
        blocks.pop(0)
    while len(blocks) > 1 and ratio(blocks[:-1]) > ratio(blocks):
        blocks.pop()
    if not blocks:
        return None
    # Words exchanged at the very ends have no like: the stretch goes on by as many.
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(len(region), blocks[-1].b + blocks[-1].size + len(bones) - blocks[-1].a - blocks[-1].size)
    opcodes, i, j = [], 0, 0
    for block in blocks:
        opcodes += [(i, block.a, j, block.b - first), (block.a, block.a + block.size, -1, block.b - first)]
        i, j = block.a + block.size, block.b + block.size - first
    opcodes.append((i, len(bones), j, last - first))
    return ratio(blocks), first, last, opcodes


def _told(said, part, text, words, first, opcodes) -> tuple[tuple[Change, ...], int]:
    """The changes from a part of the quotation to the text, and how many words they have in common."""
    pieces: list[list] = []
    common = 0

    def put(op, written):
        if written and pieces and pieces[-1][0] == op:
            pieces[-1][1] += written
        elif written:
            pieces.append([op, written])

    def theirs(a, b, op):
        for at in range(first + a, first + b):
            end = words[at + 1].start if at + 1 < len(words) else words[at].end
            put(op, text[words[at].start : end])

    def ours(a, b):
        put(DELETE, f"{said[part[a].start : part[b - 1].end]} " if a < b else "")

    for i, i2, j, j2 in opcodes:
        if j >= 0:
            ours(i, i2)
            theirs(j, j2, INSERT)
            continue
        for own, other in zip(range(i, i2), range(j2, j2 + i2 - i), strict=True):
            if same(part[own], words[first + other]):
                common += 1
                theirs(other, other + 1, EQUAL)
            else:
                ours(own, own + 1)
                theirs(other, other + 1, INSERT)
    if pieces:
        pieces[-1][1] = pieces[-1][1].rstrip()
    return tuple(Change(*piece) for piece in pieces), common
