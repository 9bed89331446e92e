"""The pages of a review link: one edition, for one person without an account, before it is public.

The one exception to the live door. What they show they reach from the link alone (`link.edition` and its parts);
`workflow.guests` says which link opens something. A link that opens nothing answers as an address that never was.
"""

import re
from functools import wraps

from django import forms
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from speeches import clock, text
from speeches.admin.preview import context_of
from speeches.forms import CleanTextMixin
from speeches.models import Rendition
from speeches.views.site import not_found
from speeches.workflow import Refused, guests
from speeches.workflow.comments import MAX_COMMENT
from speeches.workflow.reasons import refuse

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
"""Of every answer below /review/, whatever it says."""
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def by_link(view):
    """A page below /review/: `view(request, link, …)` is asked only for a link that opens something now."""
    protected = csrf_protect(require_http_methods(["GET", "HEAD", "POST"])(view))

    @wraps(view)
    def answer(request, token="", **kwargs):
        with clock.stopped():
            try:
                link = guests.link_of(token)
                if link is None:
                    raise Http404
                if request.META.get("HTTP_ORIGIN") == "null":
                    # Browsers say so from a page under no-referrer (Fetch, "append a request Origin header"). The
                    # form's token is checked all the same, and the address itself is a secret.
                    request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
                with override(link.language):
                    response = protected(request, link, **kwargs)
                    response.headers["Content-Language"] = link.language
            except Http404:
                response = not_found(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = True  # checked within, so that a link that opens nothing does not answer otherwise
    return answer


@by_link
def nothing(request, link, **kwargs):
    """Whatever else is asked for below /review/."""
    raise Http404


class RemarkForm(CleanTextMixin, forms.Form):
    """A comment by a guest: on the whole text, on a passage (`on`, "start-end" of its place), or in a thread."""

    words = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write a comment first.")},
    )
    on = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    quote = forms.CharField(required=False, max_length=5_000, widget=forms.HiddenInput)
    thread = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    seen_hash = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_quote(self):
        return text.normalise_line(self.cleaned_data["quote"])


_PLACE = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")


def _passage(edition, on, quote=""):
    """(start, end) of the passage that `on` names, narrowed to `quote` where that stands in it once; None for none."""
    place = _PLACE.fullmatch(on or "")
    start, end = (int(place[1]), int(place[2])) if place else (0, 0)
    if not 0 <= start < end <= len(edition.plain_text):
        return None
    passage = edition.plain_text[start:end]
    if quote and passage.count(quote) == 1:
        start += passage.index(quote)
        end = start + len(quote)
    return start, end


@by_link
def page(request, link):
    """The text as readers will see it, and what the guest says of it; once it is live, where it stands."""
    if guests.shows(link.edition) == "published":
        if request.method == "POST":
            return redirect(request.path)
        return render(request, "review/published.html", {"release": link.edition.release, "link": link})
    at_desk = request.user.is_authenticated
    form, refused = _form(request, link), []
    if request.method == "POST":
        try:
            if at_desk:
                refuse("desk", _("You are signed in at the desk. Only the person whom the link names can answer."))
            if done := _do(request.POST.get("do"), link, form, request.POST.get("seen_hash", "")):
                return redirect(f"{request.path}?done={done}#answer")
        except Refused as error:
            refused = error.reasons
    elif request.method == "GET" and not at_desk:
        guests.opened(link)
    return render(request, "review/page.html", _context(request, link, form, refused) | {"at_desk": at_desk})


def _form(request, link):
    """The form for comments as posted; else an empty one, on the passage that the address asks for."""
    if request.method == "POST" and request.POST.get("do") == "comment":
        return RemarkForm(request.POST.copy())
    on = request.GET.get("on", "")
    return RemarkForm(initial={"on": on if _passage(link.edition, on) else ""})


def _do(what, link, form, seen_hash):
    """Does what the guest sent: "agree" or "comment". Gives its name; None where a field is wrong. Raises Refused."""
    if what == "agree":
        guests.agree(link, seen_hash)
        return what
    if what != "comment":
        refuse("what", _("Choose one of the buttons."))
    if not form.is_valid():
        return None
    given = form.cleaned_data
    thread = None
    if given["thread"]:
        thread = next((mine for mine in guests.threads_by(link) if mine.public_id == given["thread"]), None)
        if thread is None:
            refuse("thread", _("This conversation is not there any more."))
    start, end = _passage(link.edition, given["on"], given["quote"]) or (None, None)
    if given["on"] and start is None:
        refuse("passage", _("This passage is not in the text any more. Select it again."))
    guests.remark(link, given["words"], seen_hash=given["seen_hash"], thread=thread, start=start, end=end)
    return what


def _context(request, link, form, refused):
    edition = link.edition
    seen_hash = edition.content_hash()
    if form.is_bound and any(reason.code in ("changed", "passage") for reason in refused):
        form.data["on"] = form.data["quote"] = ""
    on = form["on"].value() or ""
    passage = _passage(edition, on, text.normalise_line(form["quote"].value() or ""))
    form.fields["seen_hash"].initial = seen_hash
    threads = guests.threads_by(link)
    for thread in threads:
        asked = form.is_bound and form.data.get("thread") == thread.public_id
        initial = {"thread": thread.public_id}
        thread.form = form if asked else RemarkForm(initial=initial, auto_id=f"id_{thread.public_id}_%s")
    answering = form.is_bound and any(thread.form is form for thread in threads)
    token = request.resolver_match.kwargs["token"]
    return context_of(edition, file_address=_address_in(token), **_WITHOUT) | {
        "link": link,
        "body": commentable(edition),
        "form": RemarkForm(initial={"seen_hash": seen_hash}) if answering else form,
        "passage": edition.plain_text[slice(*passage)] if passage and not answering else "",
        "refused": refused,
        "seen_hash": seen_hash,
        "stale": [guests.part_name(name) for name in guests.agreed_with(link) or ()],
        "threads": threads,
        "done": request.GET.get("done", ""),
    }


# What the page leaves out: links to pages that are not there yet, and instants that are nobody's business yet.
_WITHOUT = {"statements": [], "corrections": [], "siblings": [], "has_history": False}


# --- A button to comment at the end of each passage ----------------------------------------------

_MARKS = re.compile(r"<!--([0-9]+)-->|<(/?)(table|p|li|blockquote|h[23])(?=[ >])[^>]*>")


def commentable(edition):
    """The body of an edition with a link to the form for comments at the end of each paragraph, item and table."""
    spans, start = [], 0
    for paragraph in edition.plain_text.split("\n\n"):
        spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    try:
        firsts = [(start, start + 1) for start, _end in spans]
        marked = text.annotate(
            edition.body, firsts, lambda number, _piece: (f"<!--{number}-->", ""), text=edition.plain_text
        )
    except ValueError:  # no text yet, or one stored in an unusual way
        return mark_safe(edition.body)  # noqa: S308 - sanitised when it was saved
    waiting, tables = [], 0

    def button():
        first, last = waiting[0], waiting[-1]
        waiting.clear()
        label = _("Comment on paragraph %(number)d") % {"number": first + 1}
        return format_html(_BUTTON, get_language(), spans[first][0], spans[last][1], label)

    def put(mark):
        nonlocal tables
        number, closing, tag = mark.groups()
        if number:
            waiting.append(int(number))
            return ""
        if tag == "table":
            tables += -1 if closing else 1
            if closing and waiting and not tables:
                return format_html('{}<p class="remark-line">{}</p>', mark_safe(mark[0]), button())  # noqa: S308
        elif closing and tag in ("h2", "h3") and not tables:
            waiting.clear()  # a heading belongs to what follows
        elif closing and waiting and not tables:
            return f"{button()}{mark[0]}"
        return mark[0]

    return mark_safe(_MARKS.sub(put, marked))  # noqa: S308 - the body is sanitised when it is saved


_BUTTON = (
    '<a class="remark" lang="{}" href="?on={}-{}#comment" aria-label="{}">'
    '<svg aria-hidden="true" width="18" height="18"><use href="#bubble"/></svg></a>'
)


# --- The files of the edition --------------------------------------------------------------------


def _address_in(token):
    """A function from a rendition or an attachment to where the guest's page finds it."""

    def address(stored):
        if isinstance(stored, Rendition):
            return reverse("review_photo", args=[token, stored.photo.public_id, stored.width, stored.format])
        return reverse("review_attachment", args=[token, stored.public_id, stored.name])

    return address


@by_link
def photo(request, link, public_id, width, format):
    """A rendition of a photo of the edition; see `views.files.photo`."""
    use = get_object_or_404(_of_text(link).edition_photos.select_related("photo"), photo__public_id=public_id)
    rendition = get_object_or_404(use.photo.renditions, width=width, mime=f"image/{format}")
    return _file(rendition, rendition.mime)


@by_link
def attachment(request, link, public_id, name):
    """A document of the edition, to be saved under its name."""
    uses = _of_text(link).edition_attachments.select_related("attachment")
    stored = get_object_or_404(uses, attachment__public_id=public_id).attachment
    if stored.name != name:
        raise Http404
    return _file(stored, stored.mime, as_attachment=True, filename=stored.name)


def _of_text(link):
    """The edition of a link, while it shows the text."""
    if guests.shows(link.edition) != "text":
        raise Http404
    return link.edition


def _file(stored, mime, **how):
    try:
        response = FileResponse(stored.file.open("rb"), content_type=mime, **how)
    except OSError as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response
