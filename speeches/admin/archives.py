"""Releases taken out of the newsroom: as text files that an import reads back, or as a fixture, in a ZIP file."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from speeches import clock, workflow
from speeches.exchange import fixtures, texts
from speeches.exchange.packing import pack
from speeches.models import Edition, Release

from . import finding
from .export import NAMED

MOST = 5_000
"""How many releases are packed at once; more are for the command `export_releases`."""
PERMISSIONS = {"texts": "speeches.view_release", "fixture": "speeches.import_releases"}
"""What is offered, and who may have it. A fixture holds drafts, times to come and names of accounts."""


@require_GET
def archive(request, form):
    """The releases that the address names as `r`, else those of the search that it holds, as a ZIP file.

    Texts that are not public are among them for those alone who may read editions. Each file is in the audit trail.
    """
    if form not in PERMISSIONS:
        raise Http404
    if not request.user.has_perm(PERMISSIONS[form]):
        raise PermissionDenied
    if "r" in request.GET:
        named = finding.named(request.GET, NAMED).values("pk")
        releases, asked = Release.objects.filter(pk__in=named), "chosen"
    else:
        releases, asked = finding.found(request.GET, request.user), finding.query(request.GET)
    drafts = request.user.has_perm("speeches.view_edition")
    if not drafts:
        releases = releases.filter(pk__in=Edition.objects.live().values("release"))
    number = releases.count()
    if number > MOST:
        messages.error(request, _("At most %(most)d releases at once. Choose fewer.") % {"most": MOST})
        return redirect("admin:speeches_release_changelist")
    out = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    with tempfile.TemporaryDirectory() as folder:
        try:
            if form == "texts":
                texts.write(releases, folder, drafts=drafts)
            else:
                fixtures.write(releases, folder)
        except OSError as error:
            messages.error(request, _("A file cannot be read: %(error)s") % {"error": error.strerror or error})
            return redirect("admin:speeches_release_changelist")
        pack(folder, out)
    workflow.audit(f"export_{form}", request.user, request.user, search=asked, releases=number)
    out.seek(0)
    return _answer(out, form)


def _answer(file, form):
    day = timezone.localtime(clock.now())
    name = f"releases-{form}-{day:%Y-%m-%d-%H%M}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
