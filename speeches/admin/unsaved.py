"""An edition as it would be with what somebody has typed and not saved."""

import re

from django.http import QueryDict

from speeches import text
from speeches.forms import plain_or_html
from speeches.models import (
    Attachment,
    Edition,
    EditionAttachment,
    EditionLink,
    EditionPhoto,
    EditionTheme,
    Photo,
    Theme,
)
from speeches.states import ChangeKind

LINES = ("title", "dateline")
_ROWS = 70
_KEY = re.compile(r"[-\w]{1,120}\Z", re.ASCII)


class Rows(list):
    """Rows that are in no database, asked as those of an edition are."""

    def all(self):
        return self

    def select_related(self, *names):
        return self

    prefetch_related = select_related


class Unsaved:
    """`edition`, with what was typed in the place of what is saved. It cannot be saved and has no seal."""

    def __init__(self, edition, **typed):
        self.edition = edition
        vars(self).update(typed)

    def __getattr__(self, name):
        return getattr(self.edition, name)

    def get_change_kind_display(self):
        return ChangeKind(self.change_kind).label


def posted(content):
    """The form as posted, from the content of a `Buffer`: {name: list of str}."""
    data = QueryDict(mutable=True)
    for name, values in content.items():
        data.setlist(name, values)
    return data


def from_form(edition, data):
    """`edition` with what the form `data` (a QueryDict) says, as far as that can be read: an `Unsaved`.

    Nothing is refused here: what is too long or no longer there is what the form says when it is saved. Four queries
    at most, whatever the number of rows.
    """
    said = {name: data[name] for name in Edition.CONTENT if name in data}
    for name in said:
        said[name] = text.normalise_line(said[name]) if name in LINES else text.normalise(said[name])
    if "body" in said:
        said["body"] = text.sanitise(plain_or_html(said["body"][: text.MAX_BODY]))
        said["plain_text"] = text.plain_text(said["body"])
    if said.get("change_kind") not in ChangeKind.values:
        said.pop("change_kind", None)
    return Unsaved(edition, **said, **_themes(data), **_files(data), **_links(data))


def _themes(data):
    slugs = [slug for slug in data.getlist("themes") if _KEY.match(slug)]
    themes = Theme.objects.filter(slug__in=slugs).order_by("slug") if slugs else ()
    return {"themes": Rows(themes), "edition_themes": Rows(EditionTheme(tag=theme) for theme in themes)}


def _rows(data, prefix):
    """The rows of a formset that stay, in their order: dicts of what was typed."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    rows = []
    for number in range(min(int(total), _ROWS) if total.isdecimal() and len(total) < 9 else 0):
        start = f"{prefix}-{number}-"
        row = {name.removeprefix(start): value for name, value in data.items() if name.startswith(start)}
        if not row.get("DELETE"):
            rows.append((_number(row.get("ORDER"), 1000, 10**6), number, row))
    return [row for _order, _number_, row in sorted(rows, key=lambda found: found[:2])]


def _number(value, default, most=100):
    return min(int(value), most) if value and value.isdecimal() and len(value) < 9 else default


def _files(data):
    photos = list(_stored(data, "photos", Photo.objects.prefetch_related("renditions")))
    documents = list(_stored(data, "attachments", Attachment.objects))
    return {
        "edition_photos": Rows(
            EditionPhoto(
                photo=photo,
                position=position,
                **{name: text.normalise(row.get(name, "")) for name in ("alt", "caption", "credit")},
                **{name: _number(row.get(name), 50) for name in ("focal_x", "focal_y")},
            )
            for position, (row, photo) in enumerate(photos)
        ),
        "edition_attachments": Rows(
            EditionAttachment(attachment=document, title=text.normalise(row.get("title", "")), position=position)
            for position, (row, document) in enumerate(documents)
        ),
    }


def _stored(data, prefix, found):
    """(row, file) of every row whose file is stored."""
    rows = [row for row in _rows(data, prefix) if _KEY.match(row.get("key", ""))]
    stored = {one.public_id: one for one in found.filter(public_id__in=[row["key"] for row in rows])} if rows else {}
    return [(row, stored[row["key"]]) for row in rows if row["key"] in stored]


def _links(data):
    if "links-TOTAL_FORMS" not in data:
        return {}
    rows = [row for row in _rows(data, "links") if row.get("url")]
    return {
        "edition_links": Rows(
            EditionLink(url=row["url"][:500], title=row.get("title", "")[:300], position=position)
            for position, row in enumerate(rows)
        )
    }
