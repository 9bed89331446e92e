"""Releases, their editions, and the photos in them."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_noop
from ninja import Query, Router

from speeches import instants
from speeches.filters import ReleaseFilter
from speeches.models import Edition, EditionPhoto, Photo, Release, StatementVersion
from speeches.states import ChangeKind
from speeches.views.around import with_offices
from speeches.views.common import live_editions, themes_of
from speeches.views.releases import notice_of, source_of, stood_then, told_of_notice, told_of_removal

from . import asking, pages, shapes, tell
from .serving import asked_in, filtered, gone, told

router = Router()
_USES = 100
"""Releases that are told of one photo, the newest."""
_LONG = ("body", "plain_text", "notes_to_editors", "boilerplate", "press_contact")


def refuse_what_stood(release, at):
    """Raises Refused where what stood at `at` was a withdrawal, or an edition that is redacted by now."""
    notice, removed = stood_then(release, at)
    if notice:
        raise gone(**told_of_notice(notice))
    if removed:
        raise gone(**told_of_removal())


def chosen(request, asked):
    """The filters of the archive that `asked` names. Raises Refused where one makes no sense."""
    request.as_of = at = getattr(asked, "as_of", None)
    return filtered(request, asked, ReleaseFilter, Edition.objects.live(at))


@router.get(
    "/releases", response=shapes.Releases, tags=["releases"], summary=gettext_noop("Releases, the newest first")
)
def releases(request, asked: Query[asking.of(asking.Filtered, shapes.Release)]):
    language, at = asked_in(request, asked), asked.as_of
    live = Edition.objects.live(at).filter(release__language=language)
    found = chosen(request, asked).narrow(live)

    def items(keys):
        editions = list(live_editions(language, at).filter(pk__in=keys).defer(*_LONG))
        return {edition.pk: item for edition, item in zip(editions, tell.releases(editions, at), strict=True)}

    return told(request, pages.listed(request, asked, pages.RELEASES, found, items), asked.fields)


def _standing(request, asked, public_id):
    """The live edition of a release at the instant asked for, and from here on its language where none is asked for.

    Raises Http404, and Refused for what was withdrawn or removed.
    """
    at = asked.as_of
    there = get_object_or_404(Release.objects.known(), public_id=public_id)
    asked_in(request, asked, there.language)
    edition = live_editions(None, at).filter(release=there).first()
    if edition:
        return edition
    if notice := notice_of(there):
        raise gone(**told_of_notice(notice))
    refuse_what_stood(there, at)
    raise Http404


@router.get(
    "/releases/{slug:id}",
    response={200: shapes.ReleaseRecord, 410: shapes.Problem},
    tags=["releases"],
    summary=gettext_noop("A release with its whole text, photos, statements and corrections"),
)
def release(request, id: asking.PublicId, asked: Query[asking.of(asking.OneOfRelease, shapes.ReleaseRecord)]):
    at = asked.as_of
    edition, language = _standing(request, asked, id), get_language()
    there = edition.release
    shown = there.shown_editions(at)
    said = StatementVersion.objects.live(at).filter(edition=edition).order_by("start", "statement__public_id")
    said = list(said.select_related("statement", "speaker").prefetch_related("themes"))
    for version in said:
        version.edition = edition
    with_offices(said)
    base = there.get_absolute_url()
    (item,) = tell.releases([edition], at)
    record = item | {
        **_text(edition),
        "attachments": [_attachment(use, at) for use in edition.edition_attachments.all()],
        "recordings": [{"title": link.title, "url": link.url} for link in edition.edition_links.all()],
        "statements": [tell.live_statement(version, at) for version in said],
        "edition_number": len(shown),
        "editions": tell.here("editions", there.public_id, at),
        "corrections": [
            {
                "edition": one.public_id,
                "kind": one.change_kind,
                "note": one.change_note,
                "at": instants.written(one.shown_from),
            }
            for one in shown
            if one.change_kind in (ChangeKind.CORRECTION, ChangeKind.UPDATE)
        ],
        "sha256": edition.seal.sha256,
        "citations": tell.cited(source_of(edition, shown, language, at), base, language, at),
        "history": tell.whole(f"{base}history/", at),
    }
    return told(request, record, asked.fields)


def _text(edition):
    return {
        "html": edition.body,
        "text": edition.plain_text,
        "boilerplate": edition.boilerplate,
        "notes_to_editors": edition.notes_to_editors,
        "press_contact": edition.press_contact,
    }


def _attachment(use, at):
    stored = use.attachment
    return {
        "title": use.title,
        "type": stored.mime,
        "size": stored.size,
        "sha256": stored.sha256,
        "url": tell.whole(stored.get_absolute_url(), at),
    }


@router.get(
    "/releases/{slug:id}/editions",
    response={200: shapes.Editions, 410: shapes.Problem},
    tags=["releases"],
    summary=gettext_noop("The public history of a release: its editions, the newest first, with their seals"),
)
def editions(request, id: asking.PublicId, asked: Query[asking.of(asking.OneOfRelease, shapes.Edition)]):
    live = _standing(request, asked, id)
    shown = live.release.shown_editions(asked.as_of)
    prefetch_related_objects(shown, "seal")
    items = [_edition(one, number, live) for number, one in enumerate(shown, 1)]
    return told(request, {"items": items[::-1], "next": None}, asked.fields)


def _edition(edition, number, live):
    removed, there = bool(edition.redacted_at), live.release
    current = edition.pk == live.pk
    page = there.get_absolute_url() if current else f"{there.get_absolute_url()}history/#edition-{number}"
    return {
        "id": edition.public_id,
        "number": number,
        "shown_from": instants.written(edition.shown_from),
        "current": current,
        "removed": removed,
        "change": None if removed else edition.change_kind,
        "note": "" if removed else edition.change_note,
        "sha256": edition.seal.sha256,
        "url": tell.here("edition", edition.public_id),
        "page": tell.whole(page),
    }


@router.get(
    "/editions/{slug:id}",
    response={200: shapes.EditionRecord, 410: shapes.Problem},
    tags=["releases"],
    summary=gettext_noop("An edition with its whole text, also one that was corrected since"),
)
def edition(request, id: asking.PublicId, asked: Query[asking.of(asking.OneThenNot, shapes.EditionRecord)]):
    found = get_object_or_404(Edition.objects.shown().select_related("release"), public_id=id)
    asked_in(request, asked, found.release.language)
    if found.redacted_at:
        raise gone(**told_of_removal())
    shown = found.release.shown_editions()
    number = next(number for number, one in enumerate(shown, 1) if one.pk == found.pk)
    own = shown[number - 1]
    own.release = found.release
    themes_of([own])
    record = _edition(own, number, shown[-1]) | {
        "release": tell.release_ref(shown[-1]),
        "title": own.title,
        "summary": own.summary,
        "dateline": own.dateline,
        **_text(own),
        "themes": tell.themes([use.tag for use in own.edition_themes.all()]),
    }
    return told(request, record, asked.fields)


@router.get(
    "/photos",
    response=shapes.Photos,
    tags=["photos"],
    summary=gettext_noop("Photos as releases show them, the newest release first"),
)
def photos(request, asked: Query[asking.of(asking.FilteredNow, shapes.Photo)]):
    language = asked_in(request, asked)
    asked_for = chosen(request, asked)
    found = EditionPhoto.objects.filter(
        edition__in=asked_for.narrow(Edition.objects.live().filter(release__language=language)).values("pk")
    )

    def items(keys):
        uses = _uses(pk__in=keys).prefetch_related("photo__renditions")
        return {use.pk: tell.photo(use, use.edition) for use in uses}

    return told(request, pages.listed(request, asked, pages.PHOTOS, found, items), asked.fields)


def _uses(**wanted):
    """Live uses of photos, with their releases and without long texts."""
    uses = EditionPhoto.objects.filter(**wanted, edition__in=Edition.objects.live())
    return uses.select_related("edition__release").defer(*(f"edition__{name}" for name in _LONG))


@router.get(
    "/photos/{slug:id}",
    response=shapes.PhotoRecord,
    tags=["photos"],
    summary=gettext_noop("A photo, its renditions, and what each release says of it"),
)
def photo(request, id: asking.PublicId, asked: Query[asking.of(asking.One, shapes.PhotoRecord)]):
    asked_in(request, asked)
    there = get_object_or_404(Photo.objects.live().prefetch_related("renditions"), public_id=id)
    uses = _uses(photo=there).order_by("-edition__release__published_at", "edition__release__public_id")[:_USES]
    for use in uses:
        use.photo = there
    record = {
        "id": there.public_id,
        "renditions": tell.renditions(there),
        "uses": [tell.photo(use, use.edition) for use in uses],
        "url": tell.here("photo", there.public_id),
    }
    return told(request, record, asked.fields)
