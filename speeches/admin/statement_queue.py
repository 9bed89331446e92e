"""What waits at the desk about statements, edition by edition: suggestions, proposals, passages that were lost."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches.models import Edition, StatementVersion
from speeches.states import StatementStatus

from . import attention
from .pages import render

KINDS = {
    "proposed": gettext_lazy("Wait for a second person"),
    "needs_review": gettext_lazy("Need review"),
    "suggested": gettext_lazy("Suggested"),
    "mine": gettext_lazy("Proposed by me"),
}
PER_PAGE = 50
_HEAVY = ("body", "plain_text", "notes_to_editors", "boilerplate", "press_contact", "summary")


def _conditions(user):
    """What counts as each kind, for `user`: proposals wait for anybody but who made them."""
    proposed = Q(status=StatementStatus.PROPOSED)
    return {
        "proposed": proposed & ~Q(proposed_by=user),
        "needs_review": Q(status=StatementStatus.NEEDS_REVIEW),
        "suggested": Q(status=StatementStatus.SUGGESTED),
        "mine": proposed & Q(proposed_by=user),
    }


def queue(request):
    """The editions in work, live or to come in which statements wait: counts by kind, filters by kind and language."""
    if not request.user.has_perm("speeches.view_edition"):
        raise PermissionDenied
    conditions = _conditions(request.user)
    languages = dict(settings.LANGUAGES)
    kind = request.GET.get("kind", "")
    language = request.GET.get("language", "")
    kind, language = kind if kind in KINDS else "", language if language in languages else ""
    open_ones = StatementVersion.objects.filter(
        edition__in=Edition.objects.filter(attention.in_work(), redacted_at=None).order_by().values("pk")
    )
    if language:
        open_ones = open_ones.filter(edition__release__language=language)
    whole = open_ones.order_by().aggregate(**{name: Count("pk", filter=asked) for name, asked in conditions.items()})
    any_kind = Q(pk__in=[])
    for name in [kind] if kind else KINDS:
        any_kind |= conditions[name]
    counted = open_ones.filter(any_kind).order_by().values("edition")
    counted = counted.annotate(**{name: Count("pk", filter=asked) for name, asked in conditions.items()})
    shown = Paginator(counted.order_by("-proposed", "-needs_review", "-edition"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    editions = Edition.objects.select_related("release").defer(*_HEAVY).prefetch_related("release__showings")
    editions = editions.in_bulk([row["edition"] for row in shown])
    rows = [
        {"edition": editions[row["edition"]], "counts": [(name, KINDS[name], row[name]) for name in KINDS if row[name]]}
        for row in shown
    ]
    context = {
        "title": _("Statements to decide about"),
        "rows": rows,
        "page": shown,
        "kinds": [(name, label, whole[name]) for name, label in KINDS.items()],
        "kind": kind,
        "language": language,
        "languages": languages.items(),
        "may_see_all": request.user.has_perm("speeches.view_statementversion"),
    }
    return render(request, "admin/newsroom/statement_queue.html", context)
