"""What happens while somebody types: the text is kept, the checklist and who else is there are told."""

from contextlib import suppress

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from speeches import workflow
from speeches.states import State

from . import checklist, merging, preview, unsaved
from .pages import edition_of

_NOT_TYPED = ("csrfmiddlewaretoken", "_submit", "leaving")


def _edition(request, public_id):
    """As `edition_of`, but Http404 for who may see none: a script takes 403 for the end of the session."""
    try:
        return edition_of(request, public_id)
    except PermissionDenied as error:
        raise Http404 from error


@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def typing(request, public_id):
    """The one address to which the open form speaks, in JSON; it never leads to the sign-in page.

    GET: who is signed in, and a token with which to go on after a new sign-in. POST: the page is open (nothing more),
    has been left (`leaving`), or the whole form is to be kept (`seen_hash` is there). 401 when nobody is signed in.
    """
    if not admin.site.has_permission(request):
        return JsonResponse({"user": ""}, status=401)
    if request.method == "GET":
        return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})
    edition, data = _edition(request, public_id), request.POST
    told = {"kept": "", "problem": ""}
    if "seen_hash" in data:
        try:
            buffer = keep(edition, request.user, data)
        except workflow.Refused as refused:
            return JsonResponse(told | {"problem": str(refused)}, status=409)
        told["kept"] = date_format(timezone.localtime(buffer.changed_at), "H:i:s")
        typed = unsaved.from_form(edition, data)
        told["checklist"] = render_to_string(
            "admin/newsroom/checklist.html", {"checks": checklist.of(typed), "form": True}
        )
        told["problem"] = _changed(edition, data.get("seen_hash", ""))
    told["present"] = render_to_string(
        "admin/newsroom/presence.html", {"present": _meet(edition, request.user, "leaving" in data)}
    )
    return JsonResponse(told)


def keep(edition, user, data, began=""):
    """Keeps the form as posted. Raises Refused; gives the `Buffer`. `began`: the hash of the text that was opened."""
    content = {name: data.getlist(name) for name in data if name not in _NOT_TYPED}
    # On a page that shows two texts the typing began from neither: what is there when it is opened again is both.
    return workflow.keep(edition, user, content, began or data.get("began_hash") or data.get("seen_hash", ""))


def _meet(edition, user, leaving):
    if leaving:
        workflow.leave(edition, user)
    elif user.has_perm("speeches.write_edition"):
        workflow.arrive(edition, user)
    return workflow.present(edition, but=user)


def _changed(edition, seen_hash):
    """What to say to somebody whose form is no longer of the text as it stands."""
    if edition.state != State.DRAFT:
        told = {"standing": str(edition.standing().label).lower()}
        return _("This edition is now: %(standing)s. Your text is kept, but can no longer be saved here.") % told
    if seen_hash != edition.content_hash():
        told = {"who": merging.last_writer(edition) or _("Somebody else")}
        return _("%(who)s has saved this draft meanwhile. When you save, you will see both texts.") % told
    return ""


def left_by(request, edition):
    """What `request.user` typed in this edition and never saved: an `Unsaved` with its `buffer`, or None.

    What says nothing else than the edition is no unsaved text, and is forgotten.
    """
    buffer = workflow.kept(edition, request.user)
    if buffer is None:
        return None
    data = unsaved.posted(buffer.content)
    typed = unsaved.from_form(edition, data)
    if merging.marks(typed) == merging.marks(edition):
        workflow.drop(edition, request.user)
        return None
    typed.buffer, typed.data = buffer, data
    return typed


def keep_if_allowed(edition, user, data, posted):
    """Keeps what was `posted` (and, in `data`, amended) and could not be saved, where this user may write at all."""
    with suppress(workflow.Refused):
        keep(edition, user, data, posted.get("began_hash") or posted.get("seen_hash", ""))


def beside(edition, typed, data):
    """What the form shows of unsaved text: what was `typed` before the page was opened, or None; `data` as posted.

    Where the edition was saved by somebody else since the typing began, both texts are shown.
    """
    context = {"seen_marks": data.get("seen_marks") or merging.marks_sent(edition)}
    if typed and typed.buffer.seen_hash != edition.content_hash():
        context["clash"] = merging.clash(edition, typed.data)
    elif typed:
        context["restored"] = {"at": typed.buffer.changed_at, "fields": merging.differences(edition, typed)}
    return context


@require_POST
def drop(request, public_id):
    """Forgets what was typed and not saved."""
    edition = _edition(request, public_id)
    workflow.drop(edition, request.user)
    messages.success(request, _("Your unsaved text is dropped. This is the saved draft."))
    return redirect("admin:edition", public_id)


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def page(request, public_id):
    """The public page of an edition as it will be: of what this user has typed, else of what is saved."""
    edition = _edition(request, public_id)
    typed = left_by(request, edition) if edition.state == State.DRAFT else None
    return preview.answer(request, typed or edition, file_address=preview.desk_address)
