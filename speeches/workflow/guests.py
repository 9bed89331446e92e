"""Review links: one named person without an account reads an edition, comments on it, and may agree with it.

What a guest does changes nothing of the edition, and no agreement stands for an approval.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Count
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import clock, outbox, record, text
from speeches.models import AuditEntry, Comment, Edition, ReviewLink, Thread
from speeches.states import MailKind, Standing, State

from .comments import comment
from .core import audit, locked
from .reasons import Reason, Refused, refuse

DURATIONS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24), timedelta(days=3), timedelta(days=7))
"""How long a link may hold. It is never cut to the embargo: its end would tell when that is."""
USUALLY = timedelta(hours=24)
READABLE = (Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED)
"""The standings in which a guest reads the text."""
HOURLY = 30
"""Comments that a guest may write within an hour."""
_PERMISSIONS = ("write_edition", "review_edition", "publish_edition")


# --- The address ---------------------------------------------------------------------------------


def _signer():
    # No time in it: the row says how long it holds. Old keys (SECRET_KEY_FALLBACKS) are still taken.
    return Signer(salt="speeches.review-link", sep=".")


def address_of(link):
    """The path of a link's page: a secret, by which whoever has it reads the text."""
    return reverse("review", args=[_signer().sign(link.public_id)])


def link_of(token):
    """The link of which `token` is the signed id, with its edition and release, or None where it opens nothing now."""
    try:
        public_id = _signer().unsign(token)
    except BadSignature:
        return None
    links = ReviewLink.objects.select_related("edition__release__event__series", "created_by")
    link = links.filter(public_id=public_id).first()
    return link if link and _holds(link) and shows(link.edition) else None


def _holds(link):
    return link.revoked_at is None and clock.now() < link.expires_at and link.created_by.is_active


def shows(edition):
    """What a link to `edition` that holds shows now: "text", "published" (the release is live), or "" for nothing."""
    if edition.redacted_at or edition.state == State.DISCARDED:
        return ""
    if edition.standing() in READABLE:
        return "text"
    live = edition.standing() == Standing.LIVE
    return "published" if live or Edition.objects.live().filter(release=edition.release_id).exists() else ""


# --- At the desk ---------------------------------------------------------------------------------


def invite_blockers(edition, user):
    """What stops `user` from making a link to `edition`: a list of `Reason`."""
    if not may_invite(user):
        return [Reason("permission", _("Your role does not allow review links."))]
    if shows(edition) != "text":
        wanted = ", ".join(str(standing.label) for standing in READABLE)
        return [Reason("state", _("A review link is for: %(wanted)s.") % {"wanted": wanted})]
    return []


def may_invite(user):
    """Whether the role of `user` allows links at all, their making and their revoking."""
    return user.is_active and any(user.has_perm(f"speeches.{name}") for name in _PERMISSIONS)


def invite(edition, user, recipient, *, email="", language="", lasts=USUALLY):
    """Makes the `ReviewLink` by which `recipient` (a name) reads `edition`, for one of DURATIONS, and gives it.

    `language` is that of the page around the text, by default the text's own. Where there is an `email`, the
    invitation goes there. Raises Refused.
    """
    recipient, language = text.normalise_line(recipient or ""), language or edition.release.language
    with locked(edition) as edition:
        if reasons := [*invite_blockers(edition, user), *_of_recipient(edition, recipient, email)]:
            raise Refused(reasons)
        if language not in dict(settings.LANGUAGES) or lasts not in DURATIONS:
            refuse("choice", _("Choose one of the languages and of the durations that are offered."))
        link = ReviewLink.objects.create(
            edition=edition,
            recipient=recipient,
            email=email,
            language=language,
            created_by=user,
            expires_at=clock.now() + lasts,
        )
        if email:
            outbox.put(MailKind.INVITED, edition, address=email, link=link.public_id)
        told = {"link": link.public_id, "until": link.expires_at.isoformat()}
        audit("invite", edition, user, before=edition.state, after=edition.state, comment=recipient, **told)
    return link


def _of_recipient(edition, recipient, email):
    longest = ReviewLink._meta.get_field("recipient").max_length
    if text.is_blank(recipient):
        yield Reason("recipient", _("Say for whom the link is."))
    elif len(recipient) > longest:
        yield Reason("length", _("The name has at most %(limit)d characters.") % {"limit": longest})
    elif get_user_model().objects.filter(username__iexact=recipient).exists():
        # The audit trail names guests and users alike.
        yield Reason("account", _("“%(name)s” is an account of the desk. Give the full name.") % {"name": recipient})
    elif any(_holds(link) for link in _links(edition).filter(recipient__iexact=recipient)):
        yield Reason(
            "twice", _("%(name)s has a link to this text already. Use it, or revoke it first.") % {"name": recipient}
        )
    try:
        for check in ReviewLink._meta.get_field("email").validators if email else ():
            check(email)
    except ValidationError as error:
        yield Reason("email", " ".join(error.messages))


def revoke(link, user):
    """Ends a link at once. Raises Refused. Gives it."""
    with locked(link.edition) as edition:
        link = _fresh(link)
        if not may_invite(user):
            refuse("permission", _("Your role does not allow review links."))
        if link is None or link.revoked_at or link.expires_at <= clock.now():
            refuse("over", _("This link does not hold any more."))
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        told = {"comment": link.recipient, "link": link.public_id}
        audit("revoke", edition, user, before=edition.state, after=edition.state, **told)
    return link


def _links(edition):
    return ReviewLink.objects.filter(edition=edition).select_related("created_by")


def _fresh(link):
    return ReviewLink.objects.select_for_update(of=("self",)).select_related("created_by").filter(pk=link.pk).first()


def links_of(edition):
    """The links of an edition, the newest first, in a fixed number of queries. Each has besides its fields

    `state`: "open", or why it opens nothing: "revoked", "expired", "maker" (whose account is closed), "over" (so is
    the text's time); `number`: of its guest's comments; `stale`: None, or the parts of the text (keys of
    `Edition.record`) that are other now than when the guest agreed, () where they are the same.
    """
    links = list(_links(edition).annotate(number=Count("comments")).order_by("-created_at", "-pk"))
    shown = shows(edition) if links else ""
    for link in links:
        link.state = _state(link, shown)
    _compare(links, edition)
    return links


def _state(link, shown):
    if link.revoked_at:
        return "revoked"
    if link.expires_at <= clock.now():
        return "expired"
    if not link.created_by.is_active:
        return "maker"
    return "open" if shown else "over"


def agreed_with(link):
    """`stale` of one link, as `links_of` tells it."""
    _compare([link], link.edition)
    return link.stale


# --- What a guest does ---------------------------------------------------------------------------


@contextmanager
def _held(link):
    """The lock on the release, and the link as it is; refuses where it opens no text any more."""
    with locked(link.edition) as edition:
        fresh = _fresh(link)
        if fresh is None or not _holds(fresh) or shows(edition) != "text":
            refuse("over", _("This link does not hold any more."))
        fresh.edition = edition
        yield fresh


def opened(link):
    """Notes that the page of a link was opened now."""
    ReviewLink.objects.filter(pk=link.pk).update(opened_at=clock.now())


def agree(link, seen_hash):
    """The guest agrees with the text of which `seen_hash` is the content hash. Raises Refused. Gives the link.

    Agreeing twice with the same text is agreeing once.
    """
    with _held(link) as link:
        edition = link.edition
        if not seen_hash or seen_hash != edition.content_hash():
            refuse("changed", _("The text has changed since you opened it. Read it again, as it stands now."))
        if link.agreed_sha256 == seen_hash:
            return link
        link.agreed_at, link.agreed_sha256 = clock.now(), seen_hash
        link.save(update_fields=["agreed_at", "agreed_sha256"])
        told = {"link": link.public_id, "sha256": seen_hash, "parts": _digests(link, edition.record())}
        audit("agree", edition, link.recipient, before=edition.state, after=edition.state, **told)
    return link


def remark(link, words, *, seen_hash="", thread=None, start=None, end=None):
    """Adds a comment by the guest: see `comment`. A passage belongs to the text of `seen_hash`. Raises Refused."""
    with _held(link) as link:
        since = clock.now() - timedelta(hours=1)
        if Comment.objects.filter(link=link, at__gt=since).count() >= HOURLY:
            refuse("many", _("You have written a great deal within an hour. Please wait a little, or call us."))
        if thread is None and start is not None and seen_hash != link.edition.content_hash():
            refuse("changed", _("The text has changed since you opened it. Choose the passage again."))
        return comment(link.edition, words, link=link, thread=thread, start=start, end=end)


def threads_by(link):
    """The threads that the guest of a link began, oldest first. Each has `said`, its comments, and `found`: whether
    its passage stands in the text still.
    """
    threads, own = Thread.objects.filter(edition=link.edition_id, comments__link=link).distinct(), []
    for thread in threads.prefetch_related("comments__by", "comments__link"):
        thread.said = list(thread.comments.all())
        if thread.said[0].link_id != link.pk:
            continue
        found = text.find_anchor(link.edition.plain_text, thread.anchor) if thread.quote else None
        thread.found = not thread.quote or bool(found and found.score >= text.CERTAIN)
        own.append(thread)
    return own


# --- What has changed since somebody agreed ------------------------------------------------------


def _digests(link, content):
    """A digest of each part of the content (`Edition.record`), keyed: it tells whether that is the same later, no more.

    It stays in the audit trail, which a redaction does not touch; a plain hash of a short title could be guessed.
    """
    key = f"speeches.agreed.{link.public_id}"
    return {
        name: salted_hmac(key, record.canonical({name: part}), algorithm="sha256").hexdigest()
        for name, part in content.items()
    }


def _compare(links, edition):
    """Sets `stale` of links whose guests have agreed, and None of others."""
    now = edition.content_hash() if any(link.agreed_at for link in links) else None
    for link in links:
        link.stale = () if link.agreed_sha256 == now else None
    earlier = {link.public_id: link for link in links if link.agreed_at and link.stale is None}
    if not earlier:
        return
    agreed = AuditEntry.objects.about(edition).filter(verb="agree").order_by("at", "pk")
    then = {entry.details.get("link"): entry.details.get("parts", {}) for entry in agreed}
    content = edition.record()
    for public_id, link in earlier.items():
        old, new = then.get(public_id, {}), _digests(link, content)
        link.stale = tuple(name for name in {**new, **old} if old.get(name) != new.get(name))


_LISTS = {"themes": gettext_lazy("Themes"), "photos": gettext_lazy("Photos"), "attachments": gettext_lazy("Documents")}


def part_name(name):
    """What people call a part of the content, a key of `Edition.record`."""
    if name in Edition.CONTENT:
        return str(Edition._meta.get_field(name).verbose_name).capitalize()
    return str(_LISTS.get(name, _("Links")))
