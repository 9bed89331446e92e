"""English."""

from collections.abc import Sequence

from .document import Document
from .labels import NARRATED, Known, Label

ABBREVIATIONS: frozenset[str] = frozenset()


def joins(left: str, right: str) -> bool:
    """Whether both sides of a full stop are one sentence all the same."""
    return False


def label(document: Document, known: Sequence[Known]) -> list[Label]:
    """A label for every sentence of `document`."""
    return [Label(NARRATED) for _sentence in document.sentences]
