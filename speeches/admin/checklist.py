"""What is still missing in an edition, and what is worth a look, each leading to its field."""

from django.urls import reverse
from django.utils.translation import gettext as _

from speeches import changing, workflow

_FIELDS = {
    "title": "title",
    "long_title": "title",
    "summary": "summary",
    "body": "body",
    "unclean": "body",
    "link": "body",
    "themes": "themes",
    "change_kind": "change_kind",
    "change_note": "change_note",
}


def of(edition):
    """Of an edition, or of one as it is being typed: {"blockers", "warnings"}, lists of (message, href, field).

    `href` is the place in the form, or a page of its own ("" where there is none), `field` the name of the field.
    """
    blockers = [_item(reason) for reason in workflow.content_blockers(edition)]
    warnings = [_item(reason, edition) for reason in workflow.content_warnings(edition)]
    warnings += [(doubt, "#id_change_kind", "change_kind") for doubt in changing.doubts(edition)]
    places = [f"[{place}]" for place in changing.places_left(edition)]
    # Those of a pattern are blockers already.
    places = [place for place in places if not any(f"{place}" in message for message, *_where in blockers)]
    if places:
        warnings.append((f"{_('Places still to be filled:')} {', '.join(places)}", "", ""))
    return {"blockers": blockers, "warnings": warnings}


def _item(reason, edition=None):
    if reason.code == "statements":
        return reason.message, reverse("admin:edition_statements", args=[edition.public_id]), ""
    field, _at, key = (reason.place or _FIELDS.get(reason.code, "")).partition("@")
    if key:
        return reason.message, f"#use-{key}", field
    return reason.message, f"#id_{field}" if field else "", field
