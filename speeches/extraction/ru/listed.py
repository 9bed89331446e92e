"""How the word lists are written: as plain words, one after the other."""


def listed(text: str) -> tuple[str, ...]:
    """The words of `text`."""
    return tuple(text.split())
