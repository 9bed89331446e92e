"""Comments on an edition and its passages: threads, by users and by guests with a review link."""

from django.utils.translation import gettext as _

from speeches import clock, text
from speeches.models import Comment, Edition, Thread
from speeches.states import State

from .core import audit, locked
from .reasons import refuse

MAX_COMMENT = 5_000
"""Characters of a comment."""


def comment(edition, words, *, user=None, link=None, thread=None, start=None, end=None):
    """Adds `words` by `user`, or by the guest of the review `link`, and gives the `Comment`. Raises Refused.

    It answers in `thread`, or begins one: about the passage `start` to `end` (code points in the plain text,
    end-exclusive), or about the whole edition.
    """
    words = text.normalise(words or "").strip()
    if text.is_blank(words):
        refuse("blank", _("Write a comment first."))
    if len(words) > MAX_COMMENT:
        refuse("length", _("A comment has at most %(limit)d characters.") % {"limit": MAX_COMMENT})
    with locked(edition) as edition:
        if user is not None:
            _may_read(user)
        if edition.redacted_at or edition.state == State.DISCARDED:
            refuse("state", _("Nothing more is said about an edition that was put aside."))
        if thread is None:
            thread = Thread(edition=edition)
            if start is not None:
                thread.anchor = _anchor(edition, start, end)
            thread.save()
        else:
            thread = Thread.objects.select_for_update().get(pk=thread.pk)
            if thread.edition.release_id != edition.release_id:
                refuse("thread", _("This conversation belongs to another release."))
            if thread.resolved_at:
                refuse("resolved", _("This conversation is resolved. Open it again first."))
        made = Comment.objects.create(thread=thread, by=user, link=link, text=words)
        said = {"said": made.public_id}
        audit("comment", edition, user or link.recipient, before=edition.state, after=edition.state, **said)
    return made


def _anchor(edition, start, end):
    if end is None or not 0 <= start < end <= len(edition.plain_text):
        refuse("passage", _("This passage is not in the text any more. Select it again."))
    return text.make_anchor(edition.plain_text, start, end)


def _may_read(user):
    if not user.is_active or not user.has_perm("speeches.view_edition"):
        refuse("permission", _("Your role does not allow comments."))


def resolve(thread, user):
    """Closes a thread. Raises Refused. Gives the thread."""
    return _set(thread, user, "resolve")


def reopen(thread, user):
    """Opens a resolved thread again. Raises Refused. Gives the thread."""
    return _set(thread, user, "reopen")


def _set(thread, user, verb):
    _may_read(user)
    with locked(thread.edition) as edition:
        thread = Thread.objects.select_for_update().get(pk=thread.pk)
        closing = verb == "resolve"
        if closing == bool(thread.resolved_at):
            refuse("done", _("Somebody has done this already."))
        thread.resolved_by, thread.resolved_at = (user, clock.now()) if closing else (None, None)
        thread.save(update_fields=["resolved_by", "resolved_at"])
        audit(verb, edition, user, before=edition.state, after=edition.state)
    return thread


def threads_of(edition):
    """The threads to show beside `edition`, oldest first, each with `comments`, and `found`: its place there, or None.

    They are those begun in it, and those that earlier editions of the release left open.
    """
    earlier = Edition.objects.filter(release=edition.release_id, created_at__lt=edition.created_at)
    carried = Thread.objects.filter(edition__in=earlier, resolved_at=None)
    shown = (Thread.objects.filter(edition=edition) | carried).distinct().order_by("created_at", "pk")
    shown = list(shown.select_related("resolved_by").prefetch_related("comments__by", "comments__link"))
    for thread in shown:
        found = text.find_anchor(edition.plain_text, thread.anchor) if thread.quote else None
        thread.found = found if found and found.score >= text.CERTAIN else None
    return shown
