"""Verbs of writers: from nothing to a draft, from a draft to review and back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from speeches import clock, text
from speeches.models import Contributor, Edition, EditionAttachment, EditionLink, EditionPhoto, Redirect, Release
from speeches.states import ChangeKind, State

from .core import assign, audit, check, locked, new_release
from .reasons import Refused, address_blockers, missing_reason, refuse
from .statements import carry_statements, settle_statements

_LINES = ("title", "dateline")
_PARTS = {
    "photos": (EditionPhoto, "edition_photos", "photo"),
    "attachments": (EditionAttachment, "edition_attachments", "attachment"),
    "links": (EditionLink, "edition_links", None),
}
"""Lists that hang on an edition: their model, accessor, and the stored file in each row."""


def write(edition, content):
    """Puts `content` into an edition that is open: see `save`. Refuses fields that are not content."""
    content = dict(content)
    themes = content.pop("themes", None)
    parts = {name: content.pop(name) for name in _PARTS if name in content}
    body = content.pop("body", None)
    strangers = set(content) - set(Edition.CONTENT)
    if strangers:
        raise TypeError(f"not content of an edition: {', '.join(sorted(strangers))}")
    for name, value in content.items():
        setattr(edition, name, text.normalise_line(value) if name in _LINES else text.normalise(value))
        limit = Edition._meta.get_field(name).max_length
        if limit and len(getattr(edition, name)) > limit:
            label = Edition._meta.get_field(name).verbose_name
            refuse("length", _("%(field)s: at most %(limit)d characters.") % {"field": label, "limit": limit})
    if body is not None:
        edition.set_body(body)
    edition.changed_at = clock.now()
    edition.save()
    if themes is not None:
        edition.themes.set(themes)
    for name, rows in parts.items():
        model, accessor, file = _PARTS[name]
        if file:
            _keep([row[file] for row in rows], model._meta.get_field(file).related_model)
        getattr(edition, accessor).all().delete()
        for position, row in enumerate(rows):
            model.objects.create(edition=edition, **{"position": position, **row})


def _keep(files, model):
    """Locks the files that an edition is to use; refuses where a redaction has taken one meanwhile."""
    keys = {file.pk for file in files}
    if len(model.objects.select_for_update().filter(pk__in=keys)) < len(keys):
        refuse("file", _("A file of this text was removed meanwhile. Open the draft again."))


def create(user, *, language, slug="", content, actor=None, **release):
    """A new release with its first draft; gives the edition. `release`: kind, event, translation_group, published_at.

    `content` is as for `save`. `actor` names the command that acts for nobody (user None). Raises Refused.
    """
    if user is not None or actor is None:
        check(None, "create", user)
    slug = slug or text.slugify(content.get("title", ""), language)
    if not slug:
        refuse("slug", _("No address can be made from the title. Give one."))
    with transaction.atomic(), clock.stopped():
        made = new_release(language=language, slug=slug, **release)
        edition = Edition(release=made, created_by=user)
        write(edition, content)
        _contribute(edition, user)
        audit("create", edition, user or actor, after=State.DRAFT)
    return edition


def _contribute(edition, user):
    if user is not None:
        Contributor.objects.update_or_create(edition=edition, user=user, defaults={"at": clock.now()})


def parts_of(edition):
    """The photos, attachments and links of an edition, as `save` takes them."""
    content = {}
    for name, (model, accessor, _file) in _PARTS.items():
        kept = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "public_id", "edition")]
        content[name] = [{field: getattr(row, field) for field in kept} for row in getattr(edition, accessor).all()]
    return content


def copy_edition(edition, user, **changes):
    """A draft with the same content; gives it. The caller holds the lock and writes the audit row."""
    content = {name: getattr(edition, name) for name in Edition.CONTENT}
    content |= {"themes": list(edition.themes.all()), **parts_of(edition)}
    copy = Edition(release=edition.release, created_by=user, based_on=edition)
    write(copy, content | changes)
    return copy


def start_edition(edition, user, *, change_kind=ChangeKind.CORRECTION, actor=None):
    """A draft beside the live `edition`, with its content and its lasting statements; gives the draft.

    `change_kind` is a later `ChangeKind`: correction, update or minor; it can still be changed. Raises Refused.
    """
    if change_kind not in ChangeKind.values or change_kind == ChangeKind.FIRST:
        refuse("change_kind", _("Say what kind of change this is: correction, update or minor change."))
    with locked(edition) as edition:
        if user is not None or actor is None:
            check(edition, "start_edition", user)
        draft = copy_edition(edition, user, change_kind=change_kind, change_note="")
        carry_statements(edition, draft)
        audit("start_edition", draft, user or actor, after=State.DRAFT, based_on=edition.public_id)
    return draft


def save(edition, user, content, *, seen_hash, actor=None):
    """Writes `content` into a draft: any of `Edition.CONTENT`, `themes` (list of Theme), `photos` (list of dicts
    with photo, alt, caption, credit, focal_x, focal_y), `attachments` (list of dicts with attachment, title), `links`
    (list of dicts with url, title); each list replaces what was there. Who changes something becomes a contributor.
    Raises Refused, also when the content is no longer what `seen_hash` says. Gives the edition as saved.
    """
    with locked(edition) as edition:
        if user is not None or actor is None:
            check(edition, "save", user, seen_hash=seen_hash)
        before, plain_text = edition.content_hash(), edition.plain_text
        write(edition, content)
        if edition.plain_text != plain_text:
            settle_statements(edition, plain_text)
        if edition.content_hash() != before:
            _contribute(edition, user)
            audit("save", edition, user or actor, before=State.DRAFT, after=State.DRAFT)
    return edition


def amend(release, user, *, reason="", **changes):
    """Changes what belongs to the release itself: slug, kind, event, translation_group, published_at.

    Free to writers until the first approval; from then on a publisher's, with a reason, and never the date. A
    changed address leaves a redirect. Raises Refused. Gives the release.
    """
    strangers = set(changes) - {"slug", "kind", "event", "translation_group", "published_at"}
    if strangers:
        raise TypeError(f"not of a release: {', '.join(sorted(strangers))}")
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        changes = {name: value for name, value in changes.items() if getattr(release, name) != value}
        if not changes:
            return release
        fixed = release.address_date is not None
        if not user.is_active or not user.has_perm(f"speeches.{'publish' if fixed else 'write'}_edition"):
            refuse("permission", _("Once approved, only a publisher changes address, kind or event."))
        if fixed and "published_at" in changes:
            refuse("fixed", _("The date line was fixed at the first approval."))
        if fixed and (reasons := list(missing_reason(reason))):
            raise Refused(reasons)
        if changes.get("slug") == "":
            refuse("slug", _("The address is missing."))
        if not fixed and release.editions.filter(state=State.IN_REVIEW).exists():
            refuse("review", _("The release is in review, and its reviewer must see what is approved."))
        old = release.get_absolute_url()
        for name, value in changes.items():
            setattr(release, name, value)
        if fixed and (reasons := address_blockers(release)):
            raise Refused(reasons)
        try:
            with transaction.atomic():
                release.save(update_fields=list(changes))
                if "slug" in changes and fixed:
                    Redirect.objects.filter(path=release.get_absolute_url(), release=release).delete()
                    Redirect.objects.create(path=old, release=release)
        except IntegrityError:
            refuse("address", _("Another release has this address, or the group already has this language."))
        told = {name: str(value or "") for name, value in changes.items()}
        audit("amend", release, user, comment=reason, release=release, changes=told, old_address=old)
    return release


def submit(edition, user, *, comment=""):
    """Draft → in review; the text is read-only from here. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "submit", user)
        edition.submitted_by, edition.submitted_at = user, clock.now()
        edition.save(update_fields=["submitted_by", "submitted_at"])
        assign(edition, State.IN_REVIEW)
        audit("submit", edition, user, before=State.DRAFT, after=State.IN_REVIEW, comment=comment)
    return edition


def request_changes(edition, user, *, reason):
    """In review → draft, with a reason. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "request_changes", user, reason=reason)
        assign(edition, State.DRAFT)
        audit("request_changes", edition, user, before=State.IN_REVIEW, after=State.DRAFT, comment=reason)
    return edition


def discard(edition, user, *, comment=""):
    """Draft or in review → discarded. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "discard", user)
        before = edition.state
        assign(edition, State.DISCARDED)
        audit("discard", edition, user, before=before, after=State.DISCARDED, comment=comment)
    return edition
