"""The list of releases as a table for a spreadsheet (CSV, RFC 4180)."""

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from speeches import clock, tables, workflow
from speeches.models import Edition, name_of
from speeches.states import Standing
from speeches.tables import defused

from . import desk, finding

CHUNK = 500
"""Releases read at once."""
NAMED = 200
"""How many releases can be chosen one by one."""
SEPARATORS = {"en": ","}
"""What a spreadsheet set to a language takes for the end of a cell; others than these say ";"."""


@require_safe
def table(request):
    """The releases that the address names as `r`, else those of the search that it holds; streamed."""
    if not request.user.has_perm("speeches.view_release"):
        raise PermissionDenied
    worked = Edition.objects.filter(release=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1]
    if "r" in request.GET:
        releases, asked = finding.named(request.GET, NAMED), "chosen"
    else:
        releases, asked = desk.with_editions(finding.found(request.GET, request.user)), finding.query(request.GET)
    releases = releases.prefetch_related("editions__edition_themes__tag", "editions__seal__sealed_by")
    releases = releases.order_by(Subquery(worked).desc(), "-pk")
    if request.method == "GET":
        workflow.audit("export_list", request.user, request.user, search=asked, releases=releases.count())
    writer = tables.csv_writer(SEPARATORS.get(get_language(), ";"))
    response = StreamingHttpResponse(_lines(releases, writer), content_type="text/csv; charset=utf-8")
    day = timezone.localtime(clock.now())
    response.headers["Content-Disposition"] = f'attachment; filename="releases-{day:%Y-%m-%d-%H%M}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _lines(releases, writer):
    # Excel takes UTF-8 for UTF-8 only by this mark.
    yield "\ufeff" + writer.writerow(defused(head) for head in _heads())
    for release in releases.iterator(chunk_size=CHUNK):
        yield writer.writerow(defused(cell) for cell in _cells(release))


def _heads():
    return (
        _("public id"),
        _("language"),
        _("kind"),
        _("standing"),
        pgettext("headline", "title"),
        _("date line"),
        _("address"),
        _("event"),
        _("series"),
        _("themes"),
        _("who has it"),
        _("created"),
        _("submitted by"),
        _("approved by"),
        _("goes live"),
    )


def _cells(release):
    editions = desk.editions_of(release)
    if not editions:
        return (release.public_id, release.language, release.get_kind_display(), *[""] * 12)
    edition = editions[0]
    standing = edition.standing()
    seal = getattr(edition, "seal", None)
    own = [showing.shown_from for showing in release.showings.all() if showing.edition_id == edition.pk]
    event = release.event
    return (
        release.public_id,
        release.language,
        release.get_kind_display(),
        standing.label,
        edition.title,
        _instant(release.published_at),
        release.get_absolute_url(),
        event or "",
        event.series if event and event.series else "",
        ", ".join(sorted(str(use.tag) for use in edition.edition_themes.all())),
        desk.holder(edition) if standing in (Standing.DRAFT, Standing.IN_REVIEW) else "",
        _instant(release.created_at),
        name_of(edition.submitted_by),
        seal.sealed_by if seal and seal.sealed_by else "",
        _instant(max(own)) if own else "",
    )


def _instant(at):
    """An instant in the newsroom's zone, as a spreadsheet sorts it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
