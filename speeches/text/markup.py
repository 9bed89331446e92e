"""The HTML of a body: what is allowed in it, its plain text, and marks put into it at plain-text offsets.

`plain_text` and `annotate` share one walk over the markup, so an offset in the one is a place in the other.
"""

import html as entities
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

import nh3

from .characters import INVISIBLE, LINE_BREAKS, SPACES, normalise

# Element -> the attributes it may carry. Links get rel="noopener" besides.
ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "br", "sup", "sub"), frozenset()),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), frozenset()),
    "a": frozenset({"href"}),
    "th": frozenset({"colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
}
SCHEMES = frozenset({"http", "https", "mailto"})
MAX_BODY = 500_000
"""Characters of markup that a body may have, typed or imported."""
DEEPEST_QUOTE = 3
"""How many quotations may stand in one another; what is quoted deeper is a paragraph."""

# What pasted and imported markup says in other words. Without this the words of two <div> would run together.
_RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    **dict.fromkeys(("h4", "h5", "h6"), "h3"),
    **dict.fromkeys(("div", "section", "article", "header", "footer", "main", "aside", "address", "pre"), "p"),
    **dict.fromkeys(("figure", "figcaption", "dl", "dt", "dd", "caption", "fieldset"), "p"),
}
_BLOCKS = {*_RENAMED, *ALLOWED, "tfoot", "hr"} - {"b", "i", "a", "strong", "em", "br", "sup", "sub"}
_TAG = re.compile(r"""<!--.*?-->|</?([a-zA-Z][a-zA-Z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_HREF = re.compile(r"""(<a\b[^>]*?\shref=)"([^"]*)\"""")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:[ \t\r\n]|&nbsp;|<br>)*</p>[ \t\r\n]*")
_MARKUP_SPACE = frozenset(" \n" + SPACES + LINE_BREAKS)
_GONE = frozenset(INVISIBLE)


def _spans_of_cells(tag: str, attribute: str, value: str) -> str | None:
    """nh3's attribute filter: a cell spans 2 to 100 columns or rows; 1 goes without saying, the rest is an accident."""
    if attribute in ("colspan", "rowspan"):
        return value if re.fullmatch("[2-9]|[1-9][0-9]|100", value) else None
    return value


def _cleaner(tags: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes={"*": set(), **{tag: set(names) for tag, names in ALLOWED.items()}},
        attribute_filter=_spans_of_cells,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        clean_content_tags={"script", "style", "template", "iframe", "noscript", "title", "textarea", "select", "svg"},
    )


_first_pass = _cleaner({*ALLOWED, *_RENAMED})
_last_pass = _cleaner(set(ALLOWED))


def sanitise(html: str) -> str:
    """`html` reduced to what a release may hold (ALLOWED); well-formed, NFC, and the same when sanitised again.

    Near relatives of allowed elements are renamed (b, i, h1, h4, div …), other tags go and their text stays, scripts
    and styles go whole; empty paragraphs go. Links lead to http, https, mailto or a relative address; of any other the
    words stay.
    """
    cleaned = _SURROGATE.sub("\ufffd", html)
    # Parsing twice can differ from parsing once when elements are nested as HTML forbids; two rounds settle it.
    for _round in range(6):
        before, cleaned = cleaned, _cleaned(cleaned)
        if cleaned == before:
            return cleaned
    return html_from_paragraphs(plain_text(cleaned).split("\n\n"))


def _cleaned(html: str) -> str:
    markup = _settled(_TAG.sub(_renamed, _first_pass.clean(html)))
    markup = _composed(_last_pass.clean(markup))
    while (shorter := _EMPTY_PARAGRAPH.sub("", markup)) != markup:
        markup = shorter
    return markup.strip(" \t\r\n")


def _renamed(match: re.Match) -> str:
    name = match[1]
    return match[0].replace(name, _RENAMED[name], 1) if name in _RENAMED else match[0]


def _settled(markup: str) -> str:
    """Well-formed `markup` without links that lead nowhere and without quotations deeper than DEEPEST_QUOTE."""
    links: list[bool] = []
    depth = 0

    def settle(match: re.Match) -> str:
        nonlocal depth
        name, closing = match[1], match[0].startswith("</")
        if name == "a":
            if not closing:
                links.append(" href=" in match[0])
                return match[0] if links[-1] else ""
            return match[0] if not links or links.pop() else ""
        if name == "blockquote":
            depth += 0 if closing else 1
            deeper = depth > DEEPEST_QUOTE
            depth -= 1 if closing else 0
            return match[0].replace(name, "p") if deeper else match[0]
        return match[0]

    return _TAG.sub(settle, markup)


def _composed(markup: str) -> str:
    """`markup` in NFC. Text is composed apart from the tags: U+0338 after a tag would eat its ">" and give U+226F."""
    pieces, position = [], 0
    for match in _TAG.finditer(markup):
        pieces += [_text_composed(markup[position : match.start()]), unicodedata.normalize("NFC", match[0])]
        position = match.end()
    pieces.append(_text_composed(markup[position:]))
    return "".join(pieces)


def _text_composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lstrip("\u0338")


def absolute_links(html: str, base: str) -> str:
    """`html` (as `sanitise` returns it) with each link absolute, relative ones against the address `base`.

    One that cannot be joined stays as it is.
    """

    def joined(match: re.Match) -> str:
        try:
            return f'{match[1]}"{entities.escape(urljoin(base, entities.unescape(match[2])))}"'
        except ValueError:
            return match[0]

    return _HREF.sub(joined, html)


def html_from_paragraphs(paragraphs: Sequence[str]) -> str:
    """One `<p>` for each paragraph of plain text that is not blank; a line break inside one becomes `<br>`.

    NUL is left out and an unpaired surrogate becomes U+FFFD: HTML can hold neither.
    """
    bodies = (normalise(_SURROGATE.sub("\ufffd", text.replace("\0", ""))) for text in paragraphs)
    escaped = (entities.escape(body.strip("\n"), quote=False) for body in bodies)
    lines = ("<br>".join(map(_text_composed, body.split("\n"))) for body in escaped)
    return "\n".join(f"<p>{body}</p>" for body in lines if body)


class _Unit(NamedTuple):
    """A character of the text, and where it stands in the markup; `run` counts stretches of text between two tags."""

    character: str
    start: int
    end: int
    run: int


class _Walk(NamedTuple):
    """The plain text character by character, and for each the indexes of the first and the last unit it comes from.

    Paragraph borders come from no unit: (-1, -1). A line break comes from one whose run is -1.
    """

    characters: list[str]
    origins: list[tuple[int, int]]
    units: list[_Unit]


def plain_text(html: str) -> str:
    """The text of a body (as `sanitise` returns it): one paragraph for each block, separated by an empty line.

    Each p, h2, h3, li, blockquote, th and td is a block. Entities are decoded, `<br>` is a line break (two or more in
    a row part paragraphs), the rest of white space folded and characters normalised as `normalise` does.
    """
    return "".join(_walk(html).characters)


def _walk(html: str) -> _Walk:
    walk = _Walk([], [], [])
    block: list[_Unit] = []
    position = run = 0
    for match in _TAG.finditer(html):
        _read_text(html, position, match.start(), run, block)
        position = match.end()
        run += 1
        name = (match[1] or "").lower()
        if name == "br":
            block.append(_Unit("\n", match.start(), match.end(), -1))
        elif name in _BLOCKS:
            _close_block(walk, block)
            block = []
    _read_text(html, position, len(html), run, block)
    _close_block(walk, block)
    return walk


def _read_text(html: str, start: int, end: int, run: int, block: list[_Unit]) -> None:
    """Append the characters of `html[start:end]`, which has no tag in it, to `block`: visible ones and spaces."""
    while start < end:
        entity = _ENTITY.search(html, start, end)
        stop = entity.start() if entity else end
        for place in range(start, stop):
            _read_character(html[place], place, place + 1, run, block)
        if entity:
            for character in entities.unescape(entity[0]):
                _read_character(character, entity.start(), entity.end(), run, block)
            stop = entity.end()
        start = stop


def _read_character(character: str, start: int, end: int, run: int, block: list[_Unit]) -> None:
    if character in _MARKUP_SPACE:
        block.append(_Unit(" ", start, end, run))
    elif character not in _GONE:
        block.append(_Unit(character, start, end, run))


def _close_block(walk: _Walk, block: list[_Unit]) -> None:
    """Fold the white space of a block, compose its characters and append it to the walk as a paragraph, if any."""
    folded: list[_Unit] = []
    for unit in block:
        last = folded[-1].character if folded else "\n"
        if unit.character == " " and last in " \n":
            continue
        if unit.character == "\n":
            if last == " ":
                folded.pop()
            if not folded or (len(folded) > 1 and folded[-1].character == folded[-2].character == "\n"):
                continue
        folded.append(unit)
    while folded and folded[-1].character in " \n":
        folded.pop()
    if not folded:
        return
    if walk.characters:
        walk.characters.extend("\n\n")
        walk.origins.extend([(-1, -1), (-1, -1)])
    first = len(walk.units)
    walk.units.extend(folded)
    for character, start, end in _clusters(folded):
        walk.characters.append(character)
        walk.origins.append((first + start, first + end))


def _clusters(units: list[_Unit]):
    """Yield each character of the NFC of `units` with the indexes of the first and last unit that went into it."""
    text = "".join(unit.character for unit in units)
    if unicodedata.is_normalized("NFC", text):
        yield from ((character, index, index) for index, character in enumerate(text))
        return
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and not _starts_cluster(text[start:index], text[index]):
            continue
        for character in unicodedata.normalize("NFC", text[start:index]):
            yield character, start, index - 1
        start = index


def _starts_cluster(cluster: str, character: str) -> bool:
    if unicodedata.combining(character):
        return False
    compose = unicodedata.normalize
    return compose("NFC", cluster + character) == compose("NFC", cluster) + compose("NFC", character)


def annotate(
    html: str, spans: Sequence[tuple[int, int]], wrap: Callable[[int, int], tuple[str, str]], *, text: str | None = None
) -> str:
    """`html` (as `sanitise` returns it) with inline markup around stretches of its plain text.

    `spans` are (start, end) offsets in `plain_text(html)`, in any order. Where tags cut a span, each piece of text is
    wrapped by itself, so the result nests properly; `wrap(span_index, piece_index)` gives the opening and closing tags
    of a piece, both trusted, of an element that is no block. Pieces count from 0: put an id on piece 0 only.
    ValueError when a span is empty, overlaps another or lies outside the text, or when `text` is given (the plain
    text that the spans were made for) and is not that of `html`.
    """
    walk = _walk(html)
    if text is not None and text != "".join(walk.characters):
        raise ValueError("the spans belong to another text than this markup holds")
    pieces, position = [], 0
    reached = 0
    for index, (start, end) in sorted(enumerate(spans), key=lambda item: item[1]):
        if not 0 <= start < end <= len(walk.characters):
            raise ValueError(f"span {start}–{end} is empty or outside the text of {len(walk.characters)} characters")
        if start < reached:
            raise ValueError(f"span {start}–{end} overlaps the one that ends at {reached}")
        reached = end
        for number, (first, last) in enumerate(_pieces(walk, start, end, position)):
            opening, closing = wrap(index, number)
            pieces += [html[position:first], opening, html[first:last], closing]
            position = last
    pieces.append(html[position:])
    return "".join(pieces)


def _pieces(walk: _Walk, start: int, end: int, position: int) -> list[tuple[int, int]]:
    """The stretches of markup, free of tags, that hold the plain text from `start` to `end`, none before `position`."""
    stretches: list[tuple[int, int]] = []
    run = used = -1
    for first, last in walk.origins[start:end]:
        for number in range(max(first, used + 1), last + 1):
            unit = walk.units[number]
            used = number
            if unit.run < 0 or unit.start < position:
                continue
            if stretches and unit.run == run:
                stretches[-1] = (stretches[-1][0], unit.end)
            else:
                stretches.append((unit.start, unit.end))
                run = unit.run
    return stretches
