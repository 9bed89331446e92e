"""Translations: which text a release was translated from, and whether that has changed since."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext as _

from speeches import clock, record, text
from speeches.models import Edition, Release, StandingText, Translation
from speeches.states import OPEN, ChangeKind, Standing, State

from .core import audit, check, locked
from .drafting import create, parts_of
from .reasons import refuse

FIELDS = ("title", "summary", "dateline", "plain_text", "press_contact", "notes_to_editors", "boilerplate")
_TARGETS = re.compile(r'\bhref="([^"]*)"')
_READ = ("edition_photos__photo", "edition_attachments__attachment", "edition_links")
"""What `told` reads beside the edition itself."""


def told(edition):
    """What a translation of the edition must say too, as {name: plain text}: no themes, no kind of change."""
    photos = [(use.photo.name, use.alt, use.caption, use.credit) for use in edition.edition_photos.all()]
    links = [(link.title, link.url) for link in edition.edition_links.all()]
    return {name: getattr(edition, name) for name in FIELDS} | {
        "photos": _lines(photos),
        "attachments": _lines((use.title,) for use in edition.edition_attachments.all()),
        "links": _lines([*links, *((target,) for target in _TARGETS.findall(edition.body))]),
    }


def _lines(rows):
    return "\n".join(" · ".join(filter(None, row)) for row in rows)


def newest_texts(releases, parts=_READ):
    """{number of a release: its newest edition}: the one being worked on, else the one that was shown last.

    Each edition has its `release`, with its showings, and its `parts`; in a fixed number of queries. A release
    without either is left out.
    """
    editions = Edition.objects.filter(release__in=releases, redacted_at=None).exclude(state=State.DISCARDED)
    editions = editions.annotate(shown=Max("showings__shown_from")).filter(Q(state__in=OPEN) | Q(shown__isnull=False))
    editions = editions.order_by(F("shown").asc(nulls_last=True), "pk")
    editions = editions.select_related("release").prefetch_related(*parts, "release__showings")
    return {edition.release_id: edition for edition in editions}


def newest_text(release):
    """The newest edition of one release (see `newest_texts`), or None."""
    return newest_texts([release.pk]).get(release.pk)


@dataclass(frozen=True)
class Stale:
    """A translation whose source has changed since: both newest editions, and what the source said and says now."""

    translation: Translation
    edition: Edition
    source: Edition
    now: dict

    @property
    def unknown(self):
        """Whether nobody can tell what has changed: what the source said was destroyed with a redaction."""
        return not self.translation.sha256


def stale_translations(translations=None, limit=None):
    """Those of `translations` (a queryset, by default all) whose source says something else now: a list of `Stale`.

    In a fixed number of queries. Only where the source was written in since, or a draft of it was put aside, are
    texts compared; of these the `limit` that were made or confirmed last.
    """
    translations = Translation.objects.all() if translations is None else translations
    written = Edition.objects.filter(release=OuterRef("source"), redacted_at=None)
    written = written.filter(Q(changed_at__gt=OuterRef("at")) | Q(state=State.DISCARDED))
    asked = translations.filter(Q(sha256="") | Exists(written)).select_related("release", "source").order_by("-at")
    asked = list(asked[:limit])
    newest = newest_texts({number for one in asked for number in (one.release_id, one.source_id)})
    found = []
    for one in asked:
        edition, source = newest.get(one.release_id), newest.get(one.source_id)
        now = told(source) if edition and source else None
        if now and one.sha256 != record.content_hash(now):
            found.append(Stale(one, edition, source, now))
    return found


def untranslated(edition, source):
    """Names of what stands in `edition` word by word as in `source`: (name of the field, how many paragraphs)."""
    here, there = told(edition), told(source)
    found = []
    for name in ("title", "summary", "plain_text", "notes_to_editors"):
        known = {part.strip() for part in there[name].split("\n") if _has_words(part)}
        same = sum(part.strip() in known for part in here[name].split("\n"))
        if same:
            found.append((name, same))
    captions = {said for use in source.edition_photos.all() for said in (use.alt, use.caption)}
    same = sum(
        said in captions and _has_words(said) for use in edition.edition_photos.all() for said in (use.alt, use.caption)
    )
    return [*found, *([("photos", same)] if same else [])]


def _has_words(part):
    """Whether a passage could be translated at all: two words or more."""
    return text.words(part) > 1


def _lock(*releases):
    """Locks releases in the order of their numbers; gives them as they are."""
    found = {one.pk: one for one in Release.objects.select_for_update().filter(pk__in=releases).order_by("pk")}
    return [found[pk] for pk in releases]


def _may_write(user):
    if not user.is_active or not user.has_perm("speeches.write_edition"):
        refuse("permission", _("Your role does not allow translations."))


def start_translation(edition, user, language):
    """A release in `language` (a code) beside that of `edition`, its draft with the same text; gives the draft.

    A source that has no translation group yet gets one here, approved or not: a group of one tells readers nothing.
    Raises Refused.
    """
    check(None, "create", user)
    if language not in dict(settings.LANGUAGES):
        refuse("language", _("The newsroom does not publish in this language."))
    with locked(edition) as edition:
        source = edition.release
        if edition.redacted_at or edition.state == State.DISCARDED:
            refuse("state", _("Nothing is translated from a text that was put aside."))
        if source.showings.filter(edition=None, shown_until=None).exists():
            refuse("withdrawn", _("The release is withdrawn: its text must not come back at another address."))
        if language == source.language:
            refuse("language", _("The text is in this language already."))
        if not source.translation_group:
            source.translation_group = source.public_id
            source.save(update_fields=["translation_group"])
        draft = create(
            user,
            language=language,
            slug=source.slug,
            kind=source.kind,
            event=source.event,
            translation_group=source.translation_group,
            published_at=_date_line(edition),
            content=_to_translate(edition, language),
        )
        said = told(edition)
        Translation.objects.create(
            release=draft.release, source=source, said=said, sha256=record.content_hash(said), by=user, at=clock.now()
        )
        details = {"source": source.public_id, "group": source.translation_group}
        audit("start_translation", draft, user, after=State.DRAFT, **details)
    return draft


def _date_line(edition):
    """The date line of the source, unless it is only the instant for which that is planned, and may still move."""
    if edition.standing() == Standing.SCHEDULED and any(
        showing.shown_from == edition.release.published_at for showing in edition.release.showings.all()
    ):
        return None
    return edition.release.published_at


def _to_translate(edition, language):
    content = {name: getattr(edition, name) for name in Edition.CONTENT}
    content |= {"change_kind": ChangeKind.FIRST, "change_note": "", "themes": list(edition.themes.all())}
    standing = StandingText.objects.filter(language=language).first()
    for name in ("press_contact", "notes_to_editors", "boilerplate"):
        content[name] = getattr(standing, name, "") or content[name]
    return content | parts_of(edition)


def mark_translation(release, source, user):
    """Says that `release` was translated from `source`, as that reads now; None: that it is a text of its own.

    Both belong to one translation group. Raises Refused. Gives the `Translation`, or None.
    """
    _may_write(user)
    with transaction.atomic(), clock.stopped():
        if source is None:
            (release,) = _lock(release.pk)
            gone, _rows = Translation.objects.filter(release=release).delete()
            if gone:
                audit("mark_translation", release, user, release=release, source="")
            return None
        release, source = _lock(release.pk, source.pk)
        if not release.translation_group or release.translation_group != source.translation_group:
            refuse("group", _("Only language versions of one translation group are translations of each other."))
        if release.pk in _sources(source):
            refuse("circle", _("That text was itself translated from this one."))
        said = _said_now(source)
        marked, _made = Translation.objects.update_or_create(
            release=release,
            defaults={
                "source": source,
                "said": said,
                "sha256": record.content_hash(said),
                "by": user,
                "at": clock.now(),
            },
        )
        audit("mark_translation", release, user, release=release, source=source.public_id)
    return marked


def _sources(release):
    """The numbers of `release` and of all that it was translated from."""
    found, edges = (
        [],
        dict(
            Translation.objects.filter(source__translation_group=release.translation_group).values_list(
                "release", "source"
            )
        ),
    )
    number = release.pk
    while number and number not in found:
        found.append(number)
        number = edges.get(number)
    return found


def _said_now(source):
    newest = newest_text(source)
    if newest is None:
        refuse("state", _("The source has no text any more."))
    return told(newest)


def confirm_translation(release, user, seen_hash):
    """The translation says what its source says now: `seen_hash` is the hash of `told(source)` that somebody saw.

    Raises Refused, also where the source has changed again. Gives the `Translation`.
    """
    _may_write(user)
    with transaction.atomic(), clock.stopped():
        one = Translation.objects.filter(release=release).first()
        if one is None:
            refuse("translation", _("This release is no translation."))
        release, source = _lock(one.release_id, one.source_id)
        said = _said_now(source)
        sha256 = record.content_hash(said)
        if seen_hash != sha256:
            refuse("changed", _("The source has changed again since you opened the page. Look at it once more."))
        one.said, one.sha256, one.by, one.at = said, sha256, user, clock.now()
        one.save()
        audit("confirm_translation", release, user, release=release, source=source.public_id, sha256=sha256)
    return one
