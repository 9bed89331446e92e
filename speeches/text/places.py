"""Places to fill in, such as [name], which a pattern leaves in square brackets."""

import re

_PLACE = re.compile(r"\[([^\[\]\n]{1,80})\]")
_OF_QUOTATIONS = frozenset(("sic", "так", "солай"))
"""What an editor puts in brackets into somebody else's words; it stays."""


def places(text: str) -> list[str]:
    """The places in `text` still to be filled, without their brackets, in the order of the text.

    Each once, as it stands first: [Country] and [country] are one; [1], […] and [sic] are none.
    """
    found = (match[1].strip() for match in _PLACE.finditer(text))
    named = [name for name in found if name[:1].isalpha() and name.casefold() not in _OF_QUOTATIONS]
    first = {}
    for name in named:
        first.setdefault(name.casefold(), name)
    return list(first.values())


def without_places(text: str) -> str:
    """`text` with its places left out, for an address that must not speak of them."""
    return _PLACE.sub(" ", text)
