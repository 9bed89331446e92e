"""Text without Django: normal forms, the markup of a body and its plain text, quote anchors, diffs, slugs.

Every offset counts code points of a plain text (`plain_text(body)`) and is end-exclusive. Text is NFC.
"""

from .anchors import CERTAIN, CLOSE, Anchor, Found, find_anchor, make_anchor
from .characters import (
    Problem,
    Span,
    is_blank,
    normalise,
    normalise_line,
    paragraphs,
    problem_characters,
    truncate,
    words,
)
from .differences import Change, word_diff
from .extent import Extent, extent
from .markup import ALLOWED, MAX_BODY, absolute_links, annotate, html_from_paragraphs, plain_text, sanitise
from .order import alphabetical
from .places import places, without_places
from .repeats import near_repeats
from .slugs import slugify, transliterate

__all__ = [
    "ALLOWED",
    "CERTAIN",
    "CLOSE",
    "MAX_BODY",
    "Anchor",
    "Change",
    "Extent",
    "Found",
    "Problem",
    "Span",
    "absolute_links",
    "alphabetical",
    "annotate",
    "extent",
    "find_anchor",
    "html_from_paragraphs",
    "is_blank",
    "make_anchor",
    "near_repeats",
    "normalise",
    "normalise_line",
    "paragraphs",
    "places",
    "plain_text",
    "problem_characters",
    "sanitise",
    "slugify",
    "transliterate",
    "truncate",
    "without_places",
    "word_diff",
    "words",
]
