"""How the word lists are written: as plain words, one after the other."""


def listed(text: str, by: str | None = None) -> tuple[str, ...]:
    """The words of `text`; with `by` ("|"), the phrases between the marks."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(by) if phrase.strip())
