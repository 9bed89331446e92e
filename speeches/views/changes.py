"""What an edition changed in the one before it, as readers are told."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from speeches import text

_TEXTS = (
    ("title", pgettext_lazy("headline", "Title")),
    ("summary", _("Summary")),
    ("dateline", _("Dateline")),
    ("plain_text", _("Text")),
    ("boilerplate", _("About the newsroom")),
    ("notes_to_editors", _("Notes to editors")),
    ("press_contact", _("Press contact")),
)
_PARTS = (
    # accessor, label, what it is, by which field it is named, fields compared
    ("edition_themes", _("Themes"), "tag", "tag", ()),
    (
        "edition_photos",
        _("Photos"),
        "photo_id",
        "alt",
        (("alt", _("Alternative text")), ("caption", _("Caption")), ("credit", _("Credit"))),
    ),
    ("edition_attachments", _("Documents"), "attachment_id", "title", (("title", pgettext_lazy("document", "Title")),)),
    ("edition_links", _("Recordings and links"), "url", "title", (("title", pgettext_lazy("document", "Title")),)),
)


@dataclass
class Section:
    """What changed in one part of a release: `words` (of `text.word_diff`), or `items` that came, went or changed."""

    label: str
    words: list = field(default_factory=list)
    items: list = field(default_factory=list)


@dataclass
class Item:
    """A theme, photo, document or link, by `name`: `what` is added, removed or changed; `changes` is (label, words)."""

    what: str
    name: str
    changes: list = field(default_factory=list)


def changes(before, after):
    """Sections of what differs between two editions, in the order in which readers meet them; a redacted one has none.

    The parts of both must have been fetched, else each asks the database; the themes by `common.themes_of`, else those
    are named of which the public knows no more.
    """
    if before.redacted_at or after.redacted_at:
        return []
    return [section for section in _sections(before, after) if section.words or section.items]


def _sections(before, after):
    for name, label in _TEXTS:
        old, new = getattr(before, name), getattr(after, name)
        yield Section(label, words=text.word_diff(old, new) if old != new else [])
    if before.plain_text == after.plain_text and before.body != after.body:
        yield Section(_("Text"), items=[Item("changed", _("The layout of the text, or where its links lead"))])
    for accessor, label, key, name, compared in _PARTS:
        was, now = ({getattr(use, key): use for use in getattr(each, accessor).all()} for each in (before, after))
        yield Section(label, items=list(_items(was, now, name, compared)))


def _items(was, now, name, compared):
    yield from (Item("removed", str(getattr(use, name))) for key, use in was.items() if key not in now)
    for key, use in now.items():
        if key not in was:
            yield Item("added", str(getattr(use, name)))
            continue
        pairs = [(label, getattr(was[key], field), getattr(use, field)) for field, label in compared]
        differing = [(label, text.word_diff(old, new)) for label, old, new in pairs if old != new]
        if differing:
            yield Item("changed", str(getattr(use, name)), differing)
    both = [key for key in now if key in was]
    if compared and both != [key for key in was if key in now]:
        yield Item("changed", _("The order"))
