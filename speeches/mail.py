"""The words of a mail: from a row of the outbox, in the language of its reader, as plain text and as HTML.

Never the text of an edition: its title, what was done, and what people wrote about it.
"""

import importlib
from datetime import datetime
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import clock, text
from speeches.models import Comment, Edition, Profile, ReviewLink, name_of
from speeches.states import MailKind, Standing, State

_l = gettext_lazy
SUBJECT = 150
"""Characters of a title in a subject; a whole one stands in the mail."""


class Unwanted(Exception):
    """The mail is not to be sent any more: nobody wants it, or what it tells of has passed."""


# A subject, and the sentence with which the mail begins.
_SAYS = {
    "submit": (_l("%(who)s asks you to review: %(what)s"), _l("%(who)s asks you to review this text.")),
    "request_changes": (
        _l("%(who)s asks for changes: %(what)s"),
        _l("%(who)s has read the text and asks for changes. It is a draft again."),
    ),
    "discard": (_l("%(who)s gave up the draft: %(what)s"), _l("%(who)s gave up this draft. It will not go live.")),
    "unschedule": (
        _l("%(who)s took off the plan: %(what)s"),
        _l("%(who)s took this off the plan: it does not go live. A draft with the same text takes its place."),
    ),
    "approve": (
        _l("%(who)s approved, now live: %(what)s"),
        _l("%(who)s approved this. It is live."),
    ),
    "approve at": (
        _l("%(who)s approved for %(soon)s: %(what)s"),
        _l("%(who)s approved this. It goes live: %(at)s."),
    ),
    "publish_without_review": (
        _l("%(who)s published without review: %(what)s"),
        _l("%(who)s published this without review. It is live, and somebody else must look at it."),
    ),
    "publish_without_review at": (
        _l("%(who)s scheduled without review: %(what)s"),
        _l("%(who)s scheduled this without review. It goes live: %(at)s. Somebody else must look at it."),
    ),
    "reschedule": (_l("%(who)s let it go live now: %(what)s"), _l("%(who)s changed the time. It is live now.")),
    "reschedule at": (
        _l("%(who)s moved to %(soon)s: %(what)s"),
        _l("%(who)s changed the time. It goes live: %(at)s."),
    ),
    "withdraw": (
        _l("%(who)s withdrew: %(what)s"),
        _l("%(who)s withdrew this from the public. Its address answers with this explanation."),
    ),
    "cancel": (
        _l("Cancelled by a withdrawal: %(what)s"),
        _l("%(who)s withdrew the release. What was scheduled to follow does not go live."),
    ),
    "reinstate": (_l("%(who)s put back: %(what)s"), _l("%(who)s put the withdrawn text back at its address.")),
    "comment": (_l("%(who)s comments: %(what)s"), _l("%(who)s comments on the text.")),
    "agree": (_l("%(who)s agrees: %(what)s"), _l("%(who)s has read the text by a review link and agrees.")),
    "soon": (_l("Goes live %(soon)s: %(what)s"), _l("This goes live soon: %(at)s.")),
    "invite": (
        _l("%(who)s asks you to read a text before it is public"),
        _l("%(who)s asks you to read this text before it is public, and to say what you think of it."),
    ),
}
_SAYS["leave_bundle"] = _SAYS["unschedule"]
_WHY = {
    MailKind.SUBMITTED: _l("You get this mail because you review texts."),
    MailKind.CHANGES_REQUESTED: _l("You get this mail because you worked on the text."),
    MailKind.APPROVED: _l("You get this mail because you worked on the text, or publish what is scheduled."),
    MailKind.COMMENTED: _l("You get this mail because you worked on the text, or take part in the conversation."),
    MailKind.SOON: _l("You get this mail because you worked on the text, or publish what is scheduled."),
    MailKind.UNREVIEWED: _l("You get this mail because you review or publish texts."),
    MailKind.INVITED: _l("The link is for you alone. Please do not pass it on."),
}


def compose(message):
    """The mail of a row of the outbox (`Message`), ready to be sent. Raises Unwanted."""
    link = _link(message) if message.kind == MailKind.INVITED else None
    language = link.language if link else _language_of(_reader(message))
    editions = _editions(message)
    with translation.override(language):
        return _mail(message, editions, link)


def _reader(message):
    """The recipient with his wishes. Raises Unwanted where he is not to be told."""
    user = message.recipient
    if user is None or not user.is_active or not user.email:
        raise Unwanted("nobody to tell")
    if message.kind in _profile(user).muted:
        raise Unwanted("not wanted")
    if not user.has_perm("speeches.view_edition"):
        raise Unwanted("may not see it")
    return user


def _profile(user):
    return getattr(user, "profile", None) or Profile(user=user)


def _language_of(user):
    return _profile(user).language or settings.LANGUAGE_CODE


def _link(message):
    link = ReviewLink.objects.select_related("created_by").filter(public_id=message.data.get("link", "")).first()
    if link is None or link.revoked_at or link.expires_at <= clock.now() or not link.created_by.is_active:
        raise Unwanted("the link does not hold any more")
    return link


def _editions(message):
    """The editions that the mail tells of, without those of which it is not true any more. Raises Unwanted."""
    editions = [message.edition]
    if also := message.data.get("also"):
        found = Edition.objects.select_related("release").in_bulk(also, field_name="public_id")
        editions += [found[key] for key in also if key in found]
    editions = [edition for edition in editions if edition.redacted_at is None and _is_so(message, edition)]
    if not editions:
        raise Unwanted("passed")
    return editions


def _is_so(message, edition):
    if message.kind == MailKind.SUBMITTED:
        return edition.state == State.IN_REVIEW and edition.submitted_at <= message.created_at
    if message.kind == MailKind.SOON:
        at = datetime.fromisoformat(message.data["at"])
        planned = edition.release.showings.filter(edition=edition, shown_from=at)
        return edition.standing() == Standing.SCHEDULED and planned.exists()
    return True


def _mail(message, editions, link):
    said = _said(message, link)
    first = _draft_of(message, editions[0])
    address = guest_url(link) if link else desk_url(first)
    context = {
        "language": translation.get_language(),
        "lead": said["lead"],
        "titles": [{"edition": edition, "url": address if link else desk_url(edition)} for edition in editions],
        "quote": _quote(message),
        "by": message.data.get("by", ""),
        "quoted": _("%(who)s writes:") % {"who": message.data.get("by", "")},
        "url": address,
        "button": _("Read the text") if link else _("Open at the desk"),
        "until": _("The link holds until %(at)s.") % {"at": local(link.expires_at)} if link else "",
        "why": str(_WHY[message.kind]),
        "preferences": "" if link else preferences_url(),
        "choose": _("Choose which mails you get"),
        "newsroom": str(settings.NEWSROOM["name"]),
    }
    what = f"{Truncator(str(editions[0])).chars(SUBJECT)} ({editions[0].release.language})"
    if len(editions) > 1:
        what = _("%(what)s and %(count)d more") % {"what": what, "count": len(editions) - 1}
    context["subject"] = one_line(said["subject"] % (said["places"] | {"what": what}))
    mail = EmailMultiAlternatives(
        context["subject"],
        render_to_string("mail/message.txt", context),
        _sender(),
        [link.email if link else message.recipient.email],
        headers=_headers(message, link),
        reply_to=[link.created_by.email] if link and link.created_by.email else None,
    )
    mail.attach_alternative(render_to_string("mail/message.html", context), "text/html")
    return mail


def _said(message, link):
    """{"subject", "lead"} of a mail: the subject with the places that `places` and "what" fill, the lead filled."""
    data = message.data
    verb = {MailKind.SOON: "soon", MailKind.INVITED: "invite"}.get(message.kind) or data.get("verb", "")
    at = datetime.fromisoformat(data["at"]) if data.get("at") not in (None, "now") else None
    if at and f"{verb} at" in _SAYS:
        verb = f"{verb} at"
    if verb not in _SAYS:
        raise Unwanted("says nothing")
    who = one_line(name_of(link.created_by) if link else data.get("by", ""))
    places = {"who": who, "at": local(at) if at else "", "soon": short(at) if at else ""}
    subject, lead = _SAYS[verb]
    return {"subject": str(subject), "lead": str(lead) % places, "places": places}


def _quote(message):
    """What somebody wrote: a comment in its thread, or the reason or remark given with a verb."""
    if key := message.data.get("comment_id"):
        said = Comment.objects.filter(public_id=key).first()
        if said is None:
            raise Unwanted("the comment is gone")
        return said.text
    return message.data.get("comment", "")


def _draft_of(message, edition):
    """The edition to open: where a draft took the place of a scheduled one, that."""
    if message.data.get("verb") in ("unschedule", "leave_bundle"):
        return edition.release.open_edition() or edition
    return edition


def one_line(words):
    """`words` for a header: one line, without characters that nobody sees or that reorder what is shown."""
    return "".join(letter for letter in text.normalise_line(words) if letter.isprintable())


def local(at):
    """An instant (aware) for people: day and time in the newsroom's zone, with the zone's name."""
    there = timezone.localtime(at, timezone.get_default_timezone())
    return f"{date_format(there, 'DATETIME_FORMAT')} ({timezone.get_default_timezone_name()})"


def short(at):
    """An instant (aware) in few characters, in the newsroom's zone."""
    return date_format(timezone.localtime(at, timezone.get_default_timezone()), "SHORT_DATETIME_FORMAT")


def desk_url(edition):
    return settings.SITE_URL + reverse("admin:edition", args=[edition.public_id])


def preferences_url():
    return settings.SITE_URL + reverse("admin:preferences")


def guest_url(link):
    """Where the guest of a review link reads the text."""
    guests = importlib.import_module("speeches.workflow.guests")
    return settings.SITE_URL + guests.address_of(link)


def _sender():
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or one_line(str(settings.NEWSROOM["name"])), address))


def _headers(message, link):
    """One Message-ID for every attempt at a row, so that a repeated mail is known as one (RFC 5322, 3.6.4).

    Mails about a release refer to a root that was never sent: mail programs show them as one conversation.
    """
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<{message.public_id}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834
        "Content-Language": translation.get_language(),
    }
    if link is None:
        root = f"<release-{message.edition.release.public_id}@{host}>"
        headers |= {"References": root, "In-Reply-To": root, "List-Unsubscribe": f"<{preferences_url()}>"}
    return headers
