"""The public page of an edition before it is public: as saved, or as it is being typed."""

import copy

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from speeches import clock
from speeches.models import Rendition
from speeches.states import ChangeKind, StatementStatus
from speeches.views.releases import siblings
from speeches.workflow.statements import is_untouched, place

TOLD = (ChangeKind.CORRECTION, ChangeKind.UPDATE)
"""Kinds of change of which the public page tells."""


def context_of(edition, *, file_address, **given):
    """What `public/release.html` needs to show `edition` as it will stand at its address; nothing is written.

    `edition` is an `Edition` in any state, or an `unsaved.Unsaved`. `file_address` is a function from a stored file (a
    `Rendition` or an `Attachment`) to its address for whoever reads this page: the public one gives nothing away before
    its time. `given` replaces or adds entries. The page speaks the language of the release: see `answer`.
    """
    release, shown = copy.copy(edition.release), edition.release.shown_editions()
    begins = _begins(edition)
    release.fix_address(begins)  # in this copy, which is never saved
    release.published_at = release.published_at or begins
    told = list(shown)
    if edition.pk not in [entry.pk for entry in shown]:
        told.append(Coming(edition, begins))
    return {
        "edition": edition,
        "release": release,
        "statements": list(_statements(edition)),
        "corrections": [entry for entry in told if entry.change_kind in TOLD],
        "has_history": len(told) > 1,
        "siblings": siblings(release),
        "photos": edition.edition_photos.select_related("photo").prefetch_related("photo__renditions"),
        "themes": [use.tag for use in edition.edition_themes.select_related("tag")],
        "attachments": edition.edition_attachments.select_related("attachment"),
        "links": edition.edition_links.all(),
        "file_address": file_address,
        "previewed": True,
        **given,
    }


class Coming:
    """An edition that the public has not seen yet, as an entry among those that it has."""

    def __init__(self, edition, shown_from):
        self.change_kind, self.change_note = edition.change_kind, edition.change_note
        self.get_change_kind_display, self.shown_from = edition.get_change_kind_display, shown_from


def _begins(edition):
    """From when the edition stands (UTC), as far as that is known: else now."""
    own = [showing.shown_from for showing in edition.release.showings.all() if showing.edition_id == edition.pk]
    return min(own, default=clock.now())


def _statements(edition):
    """The statements that the page will mark: accepted ones of this edition, and those that go along into it."""
    sealed = getattr(edition, "seal", None)
    origins = {}
    if edition.based_on_id and not sealed:
        carried = edition.based_on.statement_versions.filter(replaces=None).select_related("statement", "speaker")
        origins = {version.statement_id: version for version in carried}
    for own in edition.statement_versions.filter(replaces=None).select_related("statement", "speaker"):
        origin = origins.pop(own.statement_id, None)
        # As long as nobody has decided here, the text of the origin counts.
        yield from _placed(origin if origin and is_untouched(own, origin) else own, edition)
    for version in origins.values():
        yield from _placed(version, edition)


def _placed(version, edition):
    """The version where its words are found again in the text, as `workflow` will decide; nothing is saved."""
    if version.status == StatementStatus.ACCEPTED:
        version = place(version, edition.plain_text, version.edition.plain_text)
        if version.status == StatementStatus.ACCEPTED:
            yield version


def answer(request, edition, *, file_address, **given):
    """The public page of `edition` as a response for one reader: kept nowhere, indexed by nobody."""
    with translation.override(edition.release.language), clock.stopped():
        response = render(request, "public/release.html", context_of(edition, file_address=file_address, **given))
    return private(response)


def private(response):
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def desk_address(stored):
    """Where staff finds a stored file, public or not."""
    if isinstance(stored, Rendition):
        return reverse("admin:rendition", args=[stored.photo.public_id, stored.width, stored.format])
    return reverse("admin:attachment_file", args=[stored.public_id])


def rendition(request, public_id, width, format):
    """A photo in one width and format for the desk, where it may be under embargo."""
    found = Rendition.objects.filter(photo__public_id=public_id, width=width, mime=f"image/{format}").first()
    if found is None or not request.user.has_perm("speeches.view_edition"):
        raise Http404
    try:
        response = FileResponse(found.file.open("rb"), content_type=found.mime)
    except OSError as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return private(response)
