"""The picture that is shown where a page is shared (og:image): emblem, newsroom, headline, date. Text in, PNG out.

Drawn with the typefaces of the site (static/fonts), of which FreeType reads the WOFF2 as it is. Words are never cut:
a long headline is set smaller. The same card gives the same picture.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
"""Pixels, in the shape that those who show links take (1.91 to 1)."""
DESIGN = 2
"""To be counted up where the drawing changes: what was kept of the one before is not shown any more."""

_MARGIN, _FOOT, _RULE = 72, 84, 6
_EMBLEM, _HEAD = 96, 56
"""The emblem's side, and how far from the top it stands."""
_TOP, _BOTTOM = _HEAD + _EMBLEM + 30, HEIGHT - _FOOT - _RULE - 34
"""Between these stands the headline."""
_SIZES = (112, 100, 90, 80, 76, 72, 68, 64, 60, 56, 52, 48, 45, 42, 39, 36, 33, 30, 27, 24, 21, 18, 15, 12, 9, 6, 4, 3)
_LEADING = 1.17
_INK = "#1b2126"  # --ink of static/site.css
_COLOURS = 128
_PARTS = re.compile(r"\s+|\S+")
_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+")
"""Where a line may end: not at a space that holds together what stands about it."""

_DASH = re.compile(r" +([–—-])(?= )")


def kept_as(name):
    """The key of the cache for the picture of a release (its public id), or that of the newsroom (a language)."""
    return f"share:{name}"


@dataclass(frozen=True)
class Card:
    """What stands on a picture. Colours are "#rrggbb"; `emblem` is a square picture (PNG, bytes), may be empty.

    `faces` are the font files of the headline and `small` those of the rest, bold ones (paths): in each, what the
    first does not have is taken from the next.
    """

    title: str
    newsroom: str
    note: str
    site: str
    paper: str
    bar: str
    on_bar: str
    gold: str
    emblem: bytes
    faces: tuple[str, ...]
    small: tuple[str, ...]

    def key(self):
        """SHA-256 (hex) of all that decides what the picture looks like, the same on every machine."""
        told = {**asdict(self), "emblem": hashlib.sha256(self.emblem).hexdigest(), "design": DESIGN}
        told |= {name: [Path(path).name for path in told[name]] for name in ("faces", "small")}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def draw(card):
    """The picture of a `Card` as a PNG (bytes). Raises OSError where a font or the emblem cannot be read."""
    image = Image.new("RGB", (WIDTH, HEIGHT), card.paper)
    canvas = ImageDraw.Draw(image)
    left = _MARGIN
    if card.emblem:
        with Image.open(BytesIO(card.emblem)) as picture:
            emblem = picture.convert("RGBA").resize((_EMBLEM, _EMBLEM), Image.Resampling.LANCZOS)
        image.paste(emblem, (left, _HEAD), emblem)
        left += _EMBLEM + 26
    _fill(canvas, card.newsroom, card.faces, (40, 36, 32, 28, 24, 20, 16, 12), (left, _HEAD, _EMBLEM), _INK)
    size, lines = _fitted(card.title, card.faces)
    step = size * _LEADING
    # A little above the middle, where the eye looks for it.
    top = _TOP + (_BOTTOM - _TOP - step * len(lines)) * 0.45
    for number, line in enumerate(lines):
        _line(canvas, (_MARGIN, top + step * (number + 0.79)), line, card.faces, size, _INK)
    foot = HEIGHT - _FOOT
    canvas.rectangle((0, foot - _RULE, WIDTH, foot - 1), fill=card.gold)
    canvas.rectangle((0, foot, WIDTH, HEIGHT), fill=card.bar)
    base = foot + _FOOT / 2 + 10
    note, site = _clean(card.note, card.small), _clean(card.site, card.small)
    small = next((one for one in (29, 26, 23, 20, 17, 14, 11) if _fits_foot(note, site, card.small, one)), 8)
    _line(canvas, (_MARGIN, base), note, card.small, small, card.on_bar)
    _line(canvas, (WIDTH - _MARGIN - _width(site, card.small, small), base), site, card.small, small, card.on_bar)
    stream = BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _fits_foot(note, site, faces, size):
    return _width(note, faces, size) + _width(site, faces, size) + 60 <= WIDTH - 2 * _MARGIN


def _fill(canvas, words, faces, sizes, place, colour):
    """Sets words beside the emblem, in one line or two, as large as they fit."""
    left, top, height = place
    for size in sizes:
        lines = wrapped(_words(words, faces), WIDTH - _MARGIN - left, lambda one, at=size: _width(one, faces, at))
        if lines is not None and size * 1.2 * len(lines) <= height:
            break
    lines = lines or [words]
    first = top + (height - size * 1.2 * len(lines)) / 2
    for number, line in enumerate(lines):
        _line(canvas, (left, first + size * 1.2 * (number + 0.76)), line, faces, size, colour)


def _fitted(title, faces):
    """(size in pixels, lines): the headline as large as it fits."""
    words, room = _words(title, faces), WIDTH - 2 * _MARGIN
    for size in _SIZES:
        lines = wrapped(words, room, lambda one, at=size: _width(one, faces, at))
        if lines is not None and len(lines) * size * _LEADING <= _BOTTOM - _TOP:
            return size, lines
    return _SIZES[-1], [" ".join(words)]


def wrapped(words, room, width):
    """Words in as few lines as they need, of about one length each; None where a word alone is wider than `room`.

    `width` is a function from a text to its width.
    """
    wide = [width(word) for word in words]
    if not words or max(wide) > room:
        return None if words else []
    return [" ".join(words[begin:end]) for begin, end in _spans(wide, width(" "), room)]


def _spans(wide, space, room):
    """Of words so wide, [(first, end)] of each line: the fewest lines, with the least sum of their squared widths."""
    fewest, used = 1, -space
    for one in wide:
        fewest, used = (fewest + 1, one) if used + space + one > room else (fewest, used + space + one)
    # {(lines, words in them): (the least sum, where the last of these lines begins)}
    best = {(0, 0): (0, 0)}
    for lines in range(1, fewest + 1):
        for begin in range(len(wide)):
            before = best.get((lines - 1, begin))
            used = -space
            for end in range(begin, len(wide)) if before else ():
                used += space + wide[end]
                if used > room:
                    break
                cost = before[0] + used**2
                if (lines, end + 1) not in best or cost <= best[lines, end + 1][0]:
                    best[lines, end + 1] = (cost, begin)
    spans, end = [], len(wide)
    for lines in range(fewest, 0, -1):
        begin = best[lines, end][1]
        spans.insert(0, (begin, end))
        end = begin
    return spans


def _words(text, faces):
    # No line begins with a dash.
    return [word for word in _SPACES.split(_DASH.sub("\u00a0\\1", _clean(text, faces))) if word]


def _clean(text, faces):
    """The text in characters that the faces have: an accent that none has is left out, and so is any other sign."""
    told = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace() and character not in "\u00a0\u202f":
            character = " "
        if _face_of(character, faces) is None:
            kept = (part for part in unicodedata.normalize("NFKD", character) if _face_of(part, faces) is not None)
            character = "".join(part for part in kept if not unicodedata.combining(part))
        told.append(character)
    return "".join(told).strip()


@lru_cache(maxsize=128)
def _font(path, size):
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=4096)
def _face_of(character, faces):
    """The first of the files that has a character; None where none has."""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return None
    if character.isspace():
        return faces[0]
    return next((path for path in faces if _has(path, character)), None)


@lru_cache(maxsize=4096)
def _has(path, character):
    # What a face does not have is drawn as nothing: bin/fonts leaves no outline in its place.
    return character.isspace() or bool(_font(path, 32).getmask(character).getbbox())


def _runs(text, faces):
    """[(file, part)] of a text: each part in one face, and so is a word where one has all of it, its figures
    and marks with its letters."""
    runs = []
    for part in _PARTS.findall(text):
        whole = next((path for path in faces if all(_has(path, character) for character in part)), None)
        for piece in [part] if whole else part:
            path = whole or _face_of(piece, faces) or faces[0]
            if runs and (runs[-1][0] == path or piece.isspace()):
                runs[-1][1].append(piece)
            else:
                runs.append((path, [piece]))
    return [(path, "".join(pieces)) for path, pieces in runs]


def _width(text, faces, size):
    return sum(_font(path, size).getlength(part) for path, part in _runs(text, faces))


def _line(canvas, place, text, faces, size, colour):
    """Draws a text whose base line begins at `place`."""
    left, base = place
    for path, part in _runs(text, faces):
        canvas.text((left, base), part, font=_font(path, size), fill=colour, anchor="ls")
        left += _font(path, size).getlength(part)
