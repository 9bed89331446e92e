"""What two versions of a text have in common and what not, for people."""

from django.utils.translation import gettext as _

from speeches import text
from speeches.models import Edition

FIELDS = (
    "title",
    "summary",
    "dateline",
    "plain_text",
    "press_contact",
    "notes_to_editors",
    "boilerplate",
    "change_note",
)
_KEPT = 160
"""Characters that stay on either side of a change; what is the same for longer is left out."""


def said(edition):
    """What an edition says, as {name: plain text}."""
    photos = edition.edition_photos.select_related("photo")
    documents = edition.edition_attachments.select_related("attachment")
    return {name: getattr(edition, name) for name in FIELDS} | {
        "themes": _themes(edition.themes.all()),
        "photos": "\n".join(_line(use.photo.name, use.alt, use.caption, use.credit) for use in photos),
        "attachments": "\n".join(_line(use.attachment.name, use.title) for use in documents),
        "links": "\n".join(_line(link.title, link.url) for link in edition.edition_links.all()),
    }


def typed(content):
    """What somebody typed, given as `workflow.save` takes it, in the shape of `said`."""
    found = {name: text.normalise(content[name]) for name in FIELDS if name in content}
    found["plain_text"] = text.plain_text(content["body"])
    found["themes"] = _themes(content["themes"])
    found["photos"] = "\n".join(
        _line(row["photo"].name, row["alt"], row["caption"], row["credit"]) for row in content["photos"]
    )
    found["attachments"] = "\n".join(_line(row["attachment"].name, row["title"]) for row in content["attachments"])
    found["links"] = "\n".join(_line(row["title"], row["url"]) for row in content.get("links", ()))
    return found


def _themes(themes):
    return ", ".join(sorted(str(theme.name) for theme in themes))


def _line(*parts):
    return " · ".join(part for part in parts if part)


def label(name):
    """What the desk calls a part of an edition."""
    others = {"plain_text": _("Text"), "photos": _("Photos"), "attachments": _("Documents"), "themes": _("Themes")}
    others["links"] = _("Links")
    return others.get(name) or str(Edition._meta.get_field(name).verbose_name).capitalize()


def differences(old, new):
    """Word diffs between two results of `said` or `typed`: a list of (label, parts), only of what differs."""
    return [
        (label(name), _shortened(text.word_diff(old.get(name, ""), value)))
        for name, value in new.items()
        if old.get(name, "") != value
    ]


def _shortened(parts):
    """The parts of a diff, long stretches without a change cut down to their ends."""
    parts, shorter = list(parts), []
    for number, part in enumerate(parts):
        if part.op == "equal" and len(part.text) > 3 * _KEPT:
            head = "" if number == 0 else part.text[:_KEPT].rsplit(" ", 1)[0] + " "
            tail = "" if number == len(parts) - 1 else " " + part.text[-_KEPT:].split(" ", 1)[-1]
            part = part._replace(text=f"{head}[…]{tail}")
        shorter.append(part)
    return shorter
