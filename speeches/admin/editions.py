"""The page of an edition: its form while it is a draft, its text afterwards, and the pages of the verbs."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from speeches import text, workflow
from speeches.forms import (
    AttachmentFormSet,
    EditionForm,
    LinkFormSet,
    PhotoFormSet,
    ReasonForm,
    VerbForm,
    attachment_rows,
    link_rows,
    photo_rows,
    plain_or_html,
    uses_of,
)
from speeches.models import Edition, Proposal, name_of
from speeches.states import OPEN, UNDECIDED, VERBS

from . import checklist, comparing, desk, looking, merging, threads, typing, when
from .pages import add_reasons, edition_of, render, tell

EDITOR = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Superscript": True,
    "Subscript": True,
    "HardBreak": True,
    "History": True,
    "CleanPaste": True,
}
"""What the editor offers: what `text.sanitise` keeps."""


def _forms(request, edition):
    """The form of an edition with its formsets: as posted (in a copy that may be amended), else from the edition."""
    data, files, begun = None, None, {}
    if request.method == "POST":
        data, files = request.POST.copy(), request.FILES
    else:
        begun = uses_of(edition)
    form = EditionForm(
        data, instance=edition, initial={"seen_hash": edition.content_hash(), "themes": list(edition.themes.all())}
    )
    form.fields["body"].widget = AdminProseEditorWidget(
        config={"extensions": EDITOR}, preset="configurable", attrs={"rows": 24, "lang": edition.release.language}
    )
    if not edition.release.showings.exists():
        del form.fields["change_kind"], form.fields["change_note"]
    sets = [
        formset(data, files, initial=begun.get(name), prefix=name, form_kwargs={"language": edition.release.language})
        for name, formset in (("photos", PhotoFormSet), ("attachments", AttachmentFormSet), ("links", LinkFormSet))
    ]
    for formset in sets:
        for one in formset.forms:
            one.user = request.user
    return form, *sets


@csp_update({"frame-src": [SELF]})
def page(request, public_id):
    """An edition: writers edit a draft here; everybody else, and every other state, sees what it says."""
    edition = edition_of(request, public_id)
    blocked = workflow.blockers(edition, "save", request.user)
    typed = None if request.method == "POST" else typing.left_by(request, edition)
    context = {}
    if request.method == "POST" and blocked:
        typing.keep_if_allowed(edition, request.user, request.POST, request.POST)
        context = {"refused": blocked, "typed": _typed(request.POST, edition)}
    elif blocked and typed:
        context["leftover"] = {"at": typed.buffer.changed_at, "typed": _typed(typed.data, edition)}
    elif not blocked:
        form, photos, attachments, links = _forms(request, typed or edition)
        # All are asked, so that every fault is told at once and uploads are kept.
        if request.method == "POST" and all(
            [form.is_valid(), photos.is_valid(), attachments.is_valid(), links.is_valid()]
        ):
            content = form.content() | {"photos": photo_rows(photos), "attachments": attachment_rows(attachments)}
            content["links"] = link_rows(links)
            content = merging.chosen(edition, form.data, content)
            try:
                workflow.save(edition, request.user, content, seen_hash=form.cleaned_data["seen_hash"])
            except workflow.Refused as refused:
                add_reasons(form, refused)
                edition = edition_of(request, public_id)
                if {"changed", "unseen"}.intersection(refused.codes):
                    context["clash"] = merging.clash(edition, form.data)
                    # The page shows both texts: the next save may replace what is saved now.
                    form.data["seen_hash"] = edition.content_hash()
            else:
                workflow.drop(edition, request.user)
                looking.look(request.user, edition_of(request, public_id))
                messages.success(request, _("Saved."))
                if "_submit" in request.POST:
                    return redirect("admin:edition_verb", public_id, "submit")
                return redirect("admin:edition", public_id)
        if request.method == "POST":
            typing.keep_if_allowed(edition, request.user, form.data, request.POST)
        media = form.media + photos.media + attachments.media
        context |= {
            "form": form,
            "photos": photos,
            "attachments": attachments,
            "links": links,
            "media": Media.from_media(media, nonce=str(request.csp_nonce)),
        }
        context |= typing.beside(edition, typed, form.data if form.is_bound and "clash" not in context else {})
    context |= _surroundings(request, edition, typed)
    template = "admin/newsroom/edition_form.html" if "form" in context else "admin/newsroom/edition.html"
    return render(request, template, context)


def _surroundings(request, edition, typed=None):
    """What every page of an edition shows beside it."""
    editing = not workflow.blockers(edition, "save", request.user)
    buttons = desk.buttons(edition, request.user)
    member = getattr(edition, "bundle_member", None)
    others = edition.release.editions.exclude(pk=edition.pk).order_by("-created_at")
    return {
        "edition": edition,
        "release": edition.release,
        "title": edition.title or _("(no title)"),
        # While the text is being written, submitting is part of saving: what is typed must not be left behind.
        "buttons": [button for button in buttons if not (editing and button["verb"] == "submit")],
        "checks": checklist.of(typed or edition) if edition.state in OPEN else None,
        "present": workflow.present(edition, but=request.user),
        "proposals": [
            {"asked": asked, "verb": VERBS[asked.verb].label}
            for asked in edition.proposals.filter(outcome="").select_related("by")
        ],
        "goes_live": desk.planned_for(edition),
        "written_by": [name_of(use.user) for use in edition.contributions.select_related("user").order_by("at")],
        "bundle": member and member.bundle,
        "others": others,
        "changes": _changes(edition, request.GET.get("against")),
        "since": looking.since(request.user, edition),
        "seen_hash": edition.content_hash(),
        **threads.beside(edition, request.GET),
    }


def _changes(edition, against=None):
    """How an edition differs from another of its release (public id).

    By default from the live one that it would follow, else from the one it is based on.
    """
    live = Edition.objects.live().filter(release=edition.release_id, created_at__lt=edition.created_at)
    other = live.with_parts().first() or edition.based_on
    if against:
        other = edition.release.editions.filter(public_id=against).first() if against.isalnum() else None
        if other is None:
            raise Http404
    if other is None:
        return None
    return {"other": other, "comparison": comparing.compare(other, edition)}


def _typed(data, edition):
    """What somebody typed for an edition that cannot be written any more, so that it can be copied."""
    said = comparing.said(edition)
    typed = {name: text.normalise(data.get(name, "")) for name in comparing.FIELDS if name != "plain_text"}
    typed["plain_text"] = text.plain_text(text.sanitise(plain_or_html(data.get("body", ""))))
    return [(comparing.label(name), value) for name, value in typed.items() if value and value != said[name]]


def act(request, public_id, verb):
    """The page of a verb: what will happen, what stands against it, what it asks for; by POST it is done."""
    edition = edition_of(request, public_id)
    if verb not in desk.BUTTONS:
        raise Http404
    form = VerbForm(
        verb,
        request.POST.copy() if request.method == "POST" else None,
        initial={"seen_hash": edition.content_hash()} | when.initial(verb, when.planned(edition)),
    )
    waiting = edition.proposals.filter(verb=verb, outcome="").select_related("by").first()
    proposing = verb in desk.TWO_PEOPLE and waiting is None
    reasons = workflow.blockers(edition, verb, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            done = _do(edition, verb, request.user, form.given(), proposing)
        except workflow.Refused as refused:
            add_reasons(form, refused)
            edition = edition_of(request, public_id)
            # The page shows the text as it stands now: that is what the next attempt has seen.
            form.data["seen_hash"] = edition.content_hash()
        else:
            if not done.redacted_at:
                looking.look(request.user, done)
            told = when.done(done) if "at" in VERBS[verb].wants else ""
            messages.success(request, told or _("Done: %(verb)s.") % {"verb": VERBS[verb].label})
            return redirect("admin:edition", done.public_id)
    context = {
        "edition": edition,
        "release": edition.release,
        "verb": verb,
        "form": form,
        "reasons": [] if form.is_bound else [r for r in reasons if not (proposing and r.code == "second")],
        "waiting": waiting,
        "proposing": proposing,
        "forecast": desk.forecast(edition, verb),
        "danger": verb in desk.DANGEROUS,
        "title": VERBS[verb].label,
    }
    if "seen_hash" in VERBS[verb].wants:
        context |= {
            "reading": True,
            "changes": _changes(edition),
            "since": looking.since(request.user, edition),
            "seen_hash": edition.content_hash(),
            "missing": workflow.content_blockers(edition),
            "waiting_statements": edition.statement_versions.filter(status__in=UNDECIDED).count(),
        }
    if "reading" in context or verb == "request_changes":
        context |= threads.beside(edition)
    return render(request, "admin/newsroom/verb.html", context)


def _do(edition, verb, user, given, proposing):
    """Calls the verb; gives the edition to show next."""
    if proposing:
        return workflow.propose(edition, verb, user, reason=given["reason"]).edition
    if "seen_hash" in given:
        return getattr(workflow, verb)(edition, user, given.pop("seen_hash"), **given)
    return getattr(workflow, verb)(edition, user, **given)


@require_POST
def decline(request, public_id):
    """Closes a proposal without doing it."""
    proposal = Proposal.objects.select_related("edition").filter(public_id=public_id).first()
    if proposal is None or not request.user.has_perm("speeches.view_edition"):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Reason: %(fault)s") % {"fault": " ".join(form.errors["reason"])})
        return redirect("admin:edition", proposal.edition.public_id)
    try:
        workflow.decline(proposal, request.user, reason=form.cleaned_data["reason"])
    except workflow.Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("The proposal is declined."))
    return redirect("admin:edition", proposal.edition.public_id)
