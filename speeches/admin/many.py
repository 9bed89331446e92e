"""One verb for many releases: what stands against each, and what became of each. Every item is done by itself."""

import logging

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import workflow
from speeches.forms import Chosen, VerbForm
from speeches.models import Edition, Release, Theme
from speeches.states import VERBS, Standing

from . import attention, desk, finding
from .pages import render

MOST = 100
"""How many releases can be acted on at once."""

_STANDING = {
    "submit": Standing.DRAFT,
    "approve": Standing.IN_REVIEW,
    "reschedule": Standing.SCHEDULED,
    "themes": Standing.DRAFT,
}
"""The pages, and the standing of the editions that each is about."""
_RULES = {page: VERBS["save" if page == "themes" else page] for page in _STANDING}
_TITLES = {
    "submit": gettext_lazy("Submit for review"),
    "approve": gettext_lazy("Approve"),
    "reschedule": gettext_lazy("Reschedule"),
    "themes": gettext_lazy("Add or remove themes"),
}
_SAYS = {
    "submit": gettext_lazy("Each text that you leave ticked goes to the reviewers and is read-only until they decide."),
    "approve": gettext_lazy(
        "Read each text, and leave ticked what you approve: it is sealed and goes live now or at the time you give."
    ),
    "reschedule": gettext_lazy("Each text that you leave ticked goes live at another time."),
    "themes": gettext_lazy("The themes of each draft that you leave ticked are changed; what else it says stays."),
}
log = logging.getLogger(__name__)


class ThemesForm(forms.Form):
    """Themes to put to some drafts, and to take from them."""

    add = Chosen(Theme.objects.order_by("name"), required=False, to_field_name="slug", label=gettext_lazy("Add"))
    remove = Chosen(Theme.objects.order_by("name"), required=False, to_field_name="slug", label=gettext_lazy("Remove"))

    def clean(self):
        cleaned = super().clean()
        add, remove = set(cleaned.get("add") or ()), set(cleaned.get("remove") or ())
        if not self.errors and not add | remove:
            raise forms.ValidationError(_("Choose at least one theme to add or to remove."))
        if both := add & remove:
            names = ", ".join(sorted(str(theme) for theme in both))
            raise forms.ValidationError(_("To be added and removed at once: %(names)s.") % {"names": names})
        return cleaned


def page(request, verb):
    """The page of a verb for the releases that the address names as `r`; by POST it is done to those ticked."""
    if verb not in _STANDING:
        raise Http404
    if not request.user.has_perm(f"speeches.{_RULES[verb].permission}"):
        raise PermissionDenied
    releases = list(finding.named(request.GET, MOST))
    if not releases:
        return redirect("admin:speeches_release_changelist")
    form = _form(verb, request.POST if request.method == "POST" else None)
    rows = _rows(releases, verb, request.user)
    context = {
        "opts": Release._meta,
        "verb": verb,
        "title": _TITLES[verb],
        "says": _SAYS[verb],
        "form": form,
        "rows": rows,
    }
    if request.method == "POST":
        ticked = set(request.POST.getlist("edition"))
        for row in rows:
            row["ticked"] = row["edition"] is not None and row["edition"].public_id in ticked
        if not any(row["ticked"] for row in rows):
            form.add_error(None, _("Tick at least one edition."))
        elif form.is_valid():
            for row in rows:
                row["result"] = _result(row, verb, request, form)
            done = sum(row["result"]["done"] for row in rows)
            return render(request, "admin/newsroom/many_done.html", context | {"done": done, "whole": len(rows)})
    context["possible"] = any(row["possible"] for row in rows)
    return render(request, "admin/newsroom/many.html", context)


def _form(verb, data):
    if verb == "themes":
        return ThemesForm(data)
    form = VerbForm(verb, data)
    form.fields.pop("seen_hash", None)  # one an edition, beside the form
    return form


def _rows(releases, verb, user):
    """What the page says of each release: its edition (or None), the reasons against it, the hash of what is shown."""
    rows = []
    for release in releases:
        editions = desk.editions_of(release)
        fitting = [edition for edition in editions if edition.standing() == _STANDING[verb]]
        rows.append(
            {"release": release, "edition": fitting[0] if fitting else None, "newest": next(iter(editions), "")}
        )
    found = {edition.pk: edition for edition in _whole(row["edition"].pk for row in rows if row["edition"])}
    for row in rows:
        edition = row["edition"] = row["edition"] and found.get(row["edition"].pk)
        if edition is None:
            wanted = {"standing": _STANDING[verb].label}
            row["reasons"] = [workflow.Reason("state", _("It has no edition that is: %(standing)s.") % wanted)]
        else:
            edition.release = row["release"]
            row["hash"] = edition.content_hash()
            row["reasons"] = workflow.blockers(edition, _RULES[verb].name, user)
        row["possible"] = row["ticked"] = not row["reasons"]
    return rows


def _whole(keys):
    """Editions with all that they say, in a fixed number of queries."""
    editions = list(Edition.objects.filter(pk__in=list(keys)).select_related("bundle_member__bundle"))
    prefetch_related_objects(editions, *attention.PARTS, "themes")
    return editions


def _result(row, verb, request, form):
    """Does it to one edition; whether it was done, and why not."""
    if not row["ticked"]:
        return {"done": False, "left": True, "reasons": [] if row["possible"] else row["reasons"]}
    seen = request.POST.get(f"seen_{row['edition'].public_id}", "")
    try:
        _do(row["edition"], verb, request.user, seen, form)
    except workflow.Refused as refused:
        return {"done": False, "reasons": refused.reasons}
    except DatabaseError:
        # One item that the database does not take must not hide what became of the others.
        log.exception("%s of %s", verb, row["edition"].public_id)
        return {"done": False, "reasons": [workflow.Reason("database", _("The database did not take it."))]}
    return {"done": True, "reasons": []}


def _do(edition, verb, user, seen, form):
    if verb == "themes":
        themes = {*edition.themes.all(), *form.cleaned_data["add"]} - set(form.cleaned_data["remove"])
        if themes == set(edition.themes.all()):
            raise workflow.Refused([workflow.Reason("same", _("It has these themes already; nothing was changed."))])
        workflow.save(edition, user, {"themes": sorted(themes, key=lambda theme: theme.slug)}, seen_hash=seen)
    elif verb == "approve":
        workflow.approve(edition, user, seen, **form.given())
    else:
        getattr(workflow, verb)(edition, user, **form.given())
