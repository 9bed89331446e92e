"""The statements of two language versions side by side at the desk, and the choice of their counterparts."""

from itertools import combinations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from speeches import workflow
from speeches.models import Release

from .pages import render, tell

OPEN, NONE = "", "none"


def urls(view):
    """The addresses of this module, below the releases."""
    return [path("alignment/<slug:public_id>/", view(page), name="alignment")]


def page(request, public_id):
    """Two language versions, named by `left` and `right` in the address; a row a statement. POST saves all choices."""
    if not request.user.has_perm("speeches.view_edition"):
        raise PermissionDenied
    release = Release.objects.filter(public_id=public_id).first()
    if release is None:
        raise Http404
    compared = workflow.compare(release)
    pairs = list(combinations(compared.releases, 2))
    asked = (request.GET.get("left"), request.GET.get("right"))
    pair = next((pair for pair in pairs if tuple(one.language for one in pair) == asked), pairs[0] if pairs else None)
    entries = entries_of(compared, *pair) if pair else []
    if request.method == "POST" and pair:
        try:
            workflow.correct_alignment(
                release, request.user, request.POST.get("seen", ""), **decided(request.POST, compared, entries, *pair)
            )
        except workflow.Refused as refused:
            tell(request, refused)
            keep_typed(entries, request.POST)
        else:
            messages.success(request, _("Saved."))
            left, right = pair
            return redirect(
                f"{reverse('admin:alignment', args=[public_id])}?left={left.language}&right={right.language}"
            )
    context = {
        "release": release,
        "pairs": [{"pair": one, "current": one == pair} for one in pairs],
        "pair": pair,
        "heads": [(one, next((version.edition for version in compared.of(one)), None)) for one in pair or ()],
        "entries": entries,
        "choices": compared.of(pair[1]) if pair else [],
        "seen": compared.sha256,
        "may": workflow.marking.may_propose(request.user),
        "title": _("Statements side by side"),
        "rows": True,
        "opts": Release._meta,
    }
    return render(request, "admin/newsroom/alignment.html", context)


def entries_of(compared, left, right):
    """A dict for each statement of `left`, and each of `right` that stands beside none, in the order of the texts.

    `left` and `right` are versions or None, `chosen` what the choice says (a public id, NONE or OPEN), `by` who decided
    it, `suggested` the likely counterpart of what is open.
    """
    stored = {one.statement.alignment: one for one in compared.of(right) if one.statement.alignment}
    partner = {one.pk: stored.get(one.statement.alignment) for one in compared.of(left) if one.statement.alignment}
    met = {one.pk for one in partner.values() if one}
    found = []
    for row in compared.rows:
        one, other = row.versions.get(left.pk), row.versions.get(right.pk)
        free = other is not None and other.pk not in met and not other.statement.aligned_by_id
        if one is not None:
            beside = partner.get(one.pk)
            by = one.statement.aligned_by
            chosen = beside.statement.public_id if beside else NONE if by else OPEN
            suggested = other if free and chosen == OPEN else None
            found.append(_entry(one, beside or suggested, chosen, by, suggested))
            if suggested or not other or other.pk in met:
                continue
        if other is not None and other.pk not in met:
            by = other.statement.aligned_by
            found.append(_entry(None, other, NONE if by else OPEN, by, None))
    return found


def _entry(left, right, chosen, by, suggested):
    name = (left or right).statement.public_id
    return {
        "name": name,
        "left": left,
        "right": right,
        "chosen": chosen,
        "was": chosen,
        "by": by,
        "suggested": suggested,
    }


def decided(data, compared, entries, left, right):
    """What is posted and differs from what stood there, as `workflow.correct_alignment` takes it."""
    by_id = {one.statement.public_id: one.statement for one in compared.of(right)}
    together, apart, opened = [], [], []
    for entry in entries:
        said = data.get(f"s-{entry['name']}", entry["was"])
        if said == OPEN and entry["suggested"] and data.get(f"take-{entry['name']}"):
            said = entry["suggested"].statement.public_id
        one = (entry["left"] or entry["right"]).statement
        beside = right if entry["left"] else left
        if said == entry["was"]:
            continue
        if said == NONE:
            apart.append((one, beside))
        elif said == OPEN:
            opened.append((one, beside))
        elif said in by_id and entry["left"]:
            together.append((one, by_id[said]))
    return {"together": together, "apart": apart, "opened": opened}


def keep_typed(entries, data):
    """Leaves in the choices what was typed there and differs from what the page had shown."""
    for entry in entries:
        said, was = data.get(f"s-{entry['name']}"), data.get(f"was-{entry['name']}")
        if said is not None and said != was:
            entry["chosen"] = said
        entry["taken"] = bool(data.get(f"take-{entry['name']}"))
