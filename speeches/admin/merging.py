"""Two people wrote in one draft: both texts side by side, and for each field the choice which of them stands."""

import hashlib
import json

from django.utils.translation import gettext as _

from speeches import text
from speeches.models import Edition, name_of

from . import comparing, unsaved

PARTS = ("themes", "photos", "attachments", "links")
FIELDS = (*Edition.CONTENT, *PARTS)
"""What is chosen by itself."""


def shape(edition):
    """What an edition, or one as typed, holds in each of FIELDS, to the last mark-up and focal point."""
    return {name: getattr(edition, name) for name in Edition.CONTENT} | {
        "themes": sorted(theme.slug for theme in edition.themes.all()),
        "photos": [use.record() for use in edition.edition_photos.all()],
        "attachments": [use.record() for use in edition.edition_attachments.all()],
        "links": [link.record() for link in edition.edition_links.all()],
    }


def marks(edition):
    """A short mark of what stands in each field, {name: str}: equal where the contents are."""
    return {
        name: hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]
        for name, value in shape(edition).items()
    }


def marks_sent(edition):
    """The marks as the form brings them back: by them a merge knows who changed which field."""
    return " ".join(f"{name}:{mark}" for name, mark in marks(edition).items())


def _marks_seen(data):
    return dict(part.split(":", 1) for part in data.get("seen_marks", "")[:2000].split() if ":" in part)


def last_writer(edition):
    """The name of whoever saved text into the edition last, or ""."""
    last = edition.contributions.select_related("user").order_by("at").last()
    return name_of(last.user) if last else ""


def differences(edition, typed):
    """Word diffs from the saved edition to what was typed: see `comparing.differences`."""
    return comparing.differences(comparing.said(edition), comparing.said(typed))


def clash(edition, data):
    """What the page shows where the form `data` is of an older text than `edition` as it stands now.

    A dict: `by`, `at`, `rows` of what differs. A row has `name`, `label`, `theirs` and `mine` for reading, `parts`
    (word diff), `raw` (their value as the field takes it, None for lists of files), `take` ("mine" or "theirs": what
    was chosen, else what only one of the two changed) and `both` (whether both changed it).
    """
    typed, seen = unsaved.from_form(edition, data), _marks_seen(data)
    now, mine = marks(edition), marks(typed)
    said, wrote = _said(edition), _said(typed)
    rows = []
    for name in FIELDS:
        if now[name] == mine[name]:
            continue
        they_changed, i_changed = now[name] != seen.get(name, ""), mine[name] != seen.get(name, "")
        chosen = data.get(f"take_{name}")
        take = chosen if chosen in ("mine", "theirs") else "theirs" if they_changed and not i_changed else "mine"
        rows.append(
            {
                "name": name,
                "label": comparing.label("plain_text" if name == "body" else name),
                "theirs": said[name],
                "mine": wrote[name],
                "parts": text.word_diff(said[name], wrote[name]),
                "raw": _raw(edition, name),
                "take": take,
                "both": they_changed and i_changed,
            }
        )
    began = data.get("began_hash") or data.get("seen_hash", "")
    return {"by": last_writer(edition), "at": edition.changed_at, "rows": rows, "began": began}


def _said(edition):
    said = comparing.said(edition)
    kind = edition.get_change_kind_display()
    return said | {"body": said["plain_text"], "change_kind": str(kind), "photos": _photos(edition, said["photos"])}


def _photos(edition, said):
    """Focal points are said too: nothing that is chosen may be unseen."""
    points = [
        _("Focal point: %(x)d %%, %(y)d %%") % {"x": use.focal_x, "y": use.focal_y}
        for use in edition.edition_photos.all()
    ]
    return "\n".join(f"{line} · {point}" for line, point in zip(said.split("\n"), points, strict=False))


def _raw(edition, name):
    if name == "themes":
        return " ".join(theme.slug for theme in edition.themes.all())
    return None if name in PARTS else getattr(edition, name)


def chosen(edition, data, content):
    """`content` (as `workflow.save` takes it) with what `edition` holds wherever the form chose "theirs"."""
    taken = {name for name in FIELDS if data.get(f"take_{name}") == "theirs"}
    theirs = {name: getattr(edition, name) for name in taken.difference(PARTS)}
    if "themes" in taken:
        theirs["themes"] = list(edition.themes.all())
    for name, accessor, fields in (
        ("photos", "edition_photos", ("photo", "alt", "caption", "credit", "focal_x", "focal_y")),
        ("attachments", "edition_attachments", ("attachment", "title")),
        ("links", "edition_links", ("url", "title")),
    ):
        if name in taken:
            rows = getattr(edition, accessor).all()
            theirs[name] = [{field: getattr(row, field) for field in fields} for row in rows]
    return content | theirs
