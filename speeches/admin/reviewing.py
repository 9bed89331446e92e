"""The pages of review: two editions compared, what is said about a text, and that somebody has looked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from speeches import workflow
from speeches.models import Edition, Release, Thread
from speeches.states import Standing

from . import comparing, desk, looking, threads
from .pages import add_reasons, edition_of, render, tell

VIEWS = ("inline", "side")


def urls(view):
    """The addresses below the list of releases; `view` lets only staff in."""
    return [
        path("editions/<slug:public_id>/comment/", view(say), name="edition_comment"),
        path("editions/<slug:public_id>/looked/", view(looked), name="edition_looked"),
        path("threads/<slug:public_id>/<slug:verb>/", view(settle), name="thread_verb"),
        path("<int:pk>/compare/", view(compare), name="release_compare"),
    ]


def compare(request, pk):
    """Any two editions of a release beside each other, by default the newest and the one that is live."""
    if not request.user.has_perm("speeches.view_edition"):
        raise PermissionDenied
    # More digits than the database counts name no release.
    release = desk.with_editions(Release.objects.filter(pk=pk)).first() if pk < 2**31 else None
    if release is None:
        raise Http404
    shown = desk.editions_of(release)
    old, new = _pair(shown, request.GET)
    view = request.GET.get("view")
    context = {
        "release": release,
        "title": _("Compare editions"),
        "rows": shown,
        "old": old,
        "new": new,
        "view": view if view in VIEWS else VIEWS[0],
        "whole": request.GET.get("all") == "1",
    }
    if old and new:
        whole = {e.pk: e for e in Edition.objects.filter(pk__in={old.pk, new.pk}).select_related("seal")}
        context["comparison"] = comparing.compare(whole[old.pk], whole[new.pk])
    return render(request, "admin/newsroom/compare.html", context)


def _pair(shown, data):
    """The two editions that the address names; what it does not name is chosen. Raises Http404 for a stranger."""
    by_id = {edition.public_id: edition for edition in shown}
    if any(data.get(name) and data[name] not in by_id for name in ("old", "new")):
        raise Http404
    new = by_id.get(data.get("new")) or (shown[0] if shown else None)
    old = by_id.get(data.get("old"))
    if old is None:
        others = [edition for edition in shown if edition is not new]
        live = next((edition for edition in others if edition.standing() == Standing.LIVE), None)
        before = shown[shown.index(new) + 1 :] if new else []
        old = live or next(iter([*before, *others]), new)
    return old, new


@require_POST
def say(request, public_id):
    """Adds a comment. What cannot be added comes back on a page of its own, with what was typed."""
    edition = edition_of(request, public_id)
    form = threads.CommentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        thread = threads.thread_of(edition, given["thread"]) if given["thread"] else None
        if given["thread"] and thread is None:
            raise Http404
        place = {"start": given["start"], "end": given["end"], "seen": given["seen"] or None}
        try:
            made = workflow.comment(edition, given["text"], user=request.user, thread=thread, **place)
        except workflow.Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("The comment is added."))
            return redirect(f"{reverse('admin:edition', args=[public_id])}#t-{made.thread.public_id}")
    context = {"edition": edition, "release": edition.release, "form": form, "title": _("Comment")}
    return render(request, "admin/newsroom/comment.html", context)


@require_POST
def settle(request, public_id, verb):
    """Resolves a thread, or opens it again; then shows the edition from which that was asked."""
    thread = Thread.objects.select_related("edition__release").filter(public_id=public_id).first()
    verbs = {"resolve": workflow.resolve, "reopen": workflow.reopen}
    if thread is None or verb not in verbs or not request.user.has_perm("speeches.view_edition"):
        raise Http404
    asked = request.POST.get("edition", "")
    here = thread.edition.release.editions.filter(public_id=asked).exists() if asked.isalnum() else False
    try:
        verbs[verb](thread, request.user)
    except workflow.Refused as refused:
        tell(request, refused)
    else:
        said = {"resolve": _("The conversation is resolved."), "reopen": _("The conversation is open again.")}
        messages.success(request, said[verb])
    shown = asked if here else thread.edition.public_id
    return redirect(f"{reverse('admin:edition', args=[shown])}#{'threads' if verb == 'resolve' else f't-{public_id}'}")


@require_POST
def looked(request, public_id):
    """Remembers that the user has looked at an edition; refused where it says something else than the page showed."""
    edition = edition_of(request, public_id)
    if request.POST.get("seen_hash") == edition.content_hash():
        looking.look(request.user, edition)
    else:
        messages.error(request, _("The text has changed since you opened it. Look at it again."))
    verb = request.POST.get("verb", "")
    if verb in desk.BUTTONS:
        return redirect("admin:edition_verb", public_id, verb)
    return redirect("admin:edition", public_id)
