"""Suggestions for an edition, with the themes of which a passage speaks: what imports and the desk ask for."""

import logging

from speeches import workflow
from speeches.models.base import lines

from .recognise import Phrases, tokens

log = logging.getLogger(__name__)


def suggest(edition, user=None, **given):
    """Lets `workflow.marking.suggest` make suggestions in `edition`, with the edition's own themes where they fit."""
    return workflow.marking.suggest(edition, user, themes_of=themes_in(edition), **given)


def suggest_quietly(edition, actor, directory):
    """As `suggest`, for a command: how many suggestions were made. What goes wrong is logged and harms nothing else."""
    try:
        return len(suggest(edition, actor=actor, directory=directory))
    except Exception:
        # A text that the patterns cannot read must not keep it from being imported.
        log.exception("suggestions for %s", edition.public_id)
        return 0


def themes_in(edition):
    """A function: words → those themes of `edition` (a list) of which a term stands in them."""
    language = edition.language
    themes = {theme.slug: theme for theme in edition.themes.all()}
    named = [
        (slug, filter(None, [getattr(theme, f"name_{language}"), *lines(getattr(theme, f"terms_{language}"))]))
        for slug, theme in themes.items()
    ]
    phrases = Phrases(named, language, stems=True)

    def themes_of(words):
        found = {slug: None for hit in phrases.find(tokens(words, language)) for slug in hit.slugs}
        return [themes[slug] for slug in found]

    return themes_of
