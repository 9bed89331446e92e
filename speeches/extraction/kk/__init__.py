"""Kazakh."""

import re
from collections.abc import Sequence

from ..document import Document
from ..flow import run
from ..labels import Known, Label
from .rules import Rules
from .words import ABBREVIATIONS

__all__ = ["ABBREVIATIONS", "joins", "label"]

_OPEN_TITLE = re.compile(r"[«“][^«»“”]*$")
_TITLE_GOES_ON = re.compile(r"[^«»“”]{0,60}[»”]\s(?:атты|тақырыб|деген|деп|аталатын|ұран|[а-яәіңғүұқөһё]+дағы)")
_THEME = re.compile(r"(?:тақырыбы|ұраны|атауы|девизі|тақырып|ұран)[^«»“”.!?]{0,20}[«“][^«»“”]{0,80}$")
_SHORT_END = re.compile(r"[^«»“”]{0,60}[»”]")
_INITIALS = re.compile(r"(?:^|\s)[А-ЯӘІҢҒҮҰҚӨҺЁ]\.-?[А-ЯӘІҢҒҮҰҚӨҺЁ]\.$")
_NUMBER = re.compile(r"(?:^|\s)\d{1,2}\.$")


def joins(left: str, right: str) -> bool:
    """Whether both sides of a full stop are one sentence: a theme with stops in it, initials, a number."""
    if _OPEN_TITLE.search(left):
        return bool(_TITLE_GOES_ON.match(right) or (_SHORT_END.match(right) and _THEME.search(left)))
    return bool(_NUMBER.match(left) or _INITIALS.search(left))


def label(document: Document, known: Sequence[Known]) -> list[Label]:
    """A label for every sentence of `document`."""
    return run(document, Rules(document, known))
