"""What a release begins with: a pattern, another release, and the newsroom's standing texts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from speeches import clock, text
from speeches.models import Pattern, StandingText
from speeches.states import ReleaseKind

from .core import audit, locked
from .drafting import create
from .reasons import Reason, Refused, refuse

_STANDING = ("press_contact", "notes_to_editors", "boilerplate")
_OF_PATTERN = ("title", "summary", "dateline", "body")
_PHOTO = ("photo", "alt", "caption", "credit", "focal_x", "focal_y")


def standing_text(language):
    """What stands under a new release in `language`: the fields of an edition, as a dict; {} where there is nothing."""
    found = StandingText.objects.filter(language=language).first()
    return {name: getattr(found, name) for name in _STANDING} if found else {}


def begin(user, *, language, title="", pattern=None, slug="", kind="", themes=None, **release):
    """A new release at the desk with its first draft; gives the edition.

    It has the standing texts of its language. `pattern` (a Pattern or None) brings text, themes and kind, where
    `title`, `kind` or `themes` do not say otherwise. `release`: event, translation_group, published_at. Raises Refused.
    """
    content = standing_text(language)
    if pattern:
        if reasons := pattern_blockers(pattern, language):
            raise Refused(reasons)
        content |= {name: getattr(pattern, name) for name in _OF_PATTERN}
        content["themes"] = list(pattern.themes.all())
    content |= {"title": title or content.get("title", "")}
    if themes is not None:
        content["themes"] = list(themes)
    kind = kind or (pattern.kind if pattern else ReleaseKind.PRESS_RELEASE)
    slug = slug or text.slugify(text.without_places(content["title"]), language)
    with transaction.atomic(), clock.stopped():
        edition = create(user, language=language, slug=slug, content=content, kind=kind, **release)
        if pattern:
            audit("use_pattern", edition, user, pattern=pattern.slug)
    return edition


def duplicate(edition, user, *, title, slug="", pattern=None, photos=True, documents=False, **release):
    """A new release in the language of `edition`, with its first draft; gives the draft.

    Without `pattern` it has the text, themes and standing texts of `edition`, its photos with all that is said of
    them (unless `photos` is False), and with `documents` its attachments and links; with one, the pattern's text and
    the themes of both. `release`: event, kind, published_at, translation_group. Raises Refused.
    """
    with locked(edition) as edition:
        if reasons := duplicate_blockers(edition, user):
            raise Refused(reasons)
        language, themes = edition.release.language, list(edition.themes.all())
        if pattern:
            themes = list(dict.fromkeys([*pattern.themes.all(), *themes]))
            made = begin(user, language=language, title=title, pattern=pattern, slug=slug, themes=themes, **release)
        else:
            content = {name: getattr(edition, name) for name in (*_OF_PATTERN, *_STANDING)}
            content |= {"title": title, "themes": themes}
            if photos:
                uses = edition.edition_photos.select_related("photo")
                content["photos"] = [{name: getattr(use, name) for name in _PHOTO} for use in uses]
            if documents:
                uses = edition.edition_attachments.select_related("attachment")
                content["attachments"] = [{"attachment": use.attachment, "title": use.title} for use in uses]
                content["links"] = [{"url": link.url, "title": link.title} for link in edition.edition_links.all()]
            slug = slug or text.slugify(text.without_places(title), language)
            release["kind"] = release.get("kind") or edition.release.kind
            made = create(user, language=language, slug=slug, content=content, **release)
        audit("duplicate", made, user, source=edition.public_id)
    return made


def duplicate_blockers(edition, user):
    """What stops `user` from making a new release of `edition`: a list of `Reason`."""
    return list(_may_copy(edition, user, "write_edition", _("Your role does not allow a new release.")))


def keep_blockers(edition, user):
    """What stops `user` from keeping `edition` as a pattern: a list of `Reason`."""
    return list(_may_copy(edition, user, "add_pattern", _("Only those who keep the patterns may add one.")))


def keep_as_pattern(edition, user, *, name, slug=""):
    """A pattern with the text, themes and kind of `edition`; gives it. Raises Refused."""
    with locked(edition) as edition:
        if reasons := keep_blockers(edition, user):
            raise Refused(reasons)
        language = edition.release.language
        slug = slug or f"{text.slugify(name, language, 55)}-{language}"
        name = text.normalise_line(name)
        if text.is_blank(name) or len(name) > Pattern._meta.get_field("name").max_length:
            refuse("name", _("Give the pattern a name of at most 100 characters."))
        content = {field: getattr(edition, field) for field in _OF_PATTERN}
        try:
            with transaction.atomic():
                made = Pattern.objects.create(
                    slug=slug, name=name, language=language, kind=edition.release.kind, **content
                )
        except IntegrityError:
            refuse("slug", _("There is a pattern “%(slug)s” already. Give another name.") % {"slug": slug})
        made.themes.set(edition.themes.all())
        audit("keep_pattern", edition, user, pattern=made.slug)
    return made


def _may_copy(edition, user, permission, message):
    if not user.is_active or not user.has_perm(f"speeches.{permission}"):
        yield Reason("permission", message)
    elif not user.has_perm("speeches.view_edition"):
        yield Reason("permission", _("Your role does not allow you to read this edition."))
    elif edition.redacted_at:
        yield Reason("redacted", _("The edition was redacted; its text no longer exists."))
    elif edition.release.showings.filter(edition=None, shown_until=None).exists():
        yield Reason("withdrawn", _("The release is withdrawn: its text must not come back at another address."))


def pattern_blockers(pattern, language):
    """What keeps a release in `language` from beginning with `pattern`: a list of `Reason`."""
    if pattern.language == language:
        return []
    message = _("The pattern “%(pattern)s” is written in %(its)s, the release in another language. Choose another.")
    return [Reason("language", message % {"pattern": pattern, "its": pattern.get_language_display()})]
