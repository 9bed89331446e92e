"""Comments on an edition and its passages: threads, by users and by guests with a review link."""

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from speeches import clock, text
from speeches.models import Comment, Thread
from speeches.states import State

from .core import audit, locked, passage_of
from .reasons import refuse

MAX_COMMENT = 5_000
"""Characters of a comment."""


def comment(edition, words, *, user=None, link=None, thread=None, start=None, end=None, seen=None):
    """Adds `words` by `user`, or by the guest of the review `link`, and gives the `Comment`. Raises Refused.

    It answers in `thread`, or begins one: about the passage `start` to `end` (code points in the plain text,
    end-exclusive), or about the whole edition. `seen` is the SHA-256 (hex) of the plain text in which the passage
    was chosen; a passage of another text is refused.
    """
    words = text.normalise(words or "").strip()
    if "\0" in words:
        refuse("null", _("The comment holds a character that cannot be stored."))
    if text.is_blank(words):
        refuse("blank", _("Write a comment first."))
    if len(words) > MAX_COMMENT:
        refuse("length", _("A comment has at most %(limit)d characters.") % {"limit": MAX_COMMENT})
    with locked(edition) as edition:
        if user is not None:
            _may_read(user)
        else:
            _holds(link, edition)
        if edition.redacted_at or edition.state == State.DISCARDED:
            refuse("state", _("Nothing more is said about an edition that was put aside."))
        if thread is None:
            thread = Thread(edition=edition)
            if start is not None:
                thread.anchor = passage_of(edition, start, end, seen)
            thread.save()
        else:
            thread = Thread.objects.select_for_update().get(pk=thread.pk)
            if thread.edition.release_id != edition.release_id:
                refuse("thread", _("This conversation belongs to another release."))
            if thread.resolved_at:
                refuse("resolved", _("This conversation is resolved. Open it again first."))
        made = Comment.objects.create(thread=thread, by=user, link=link, text=words)
        told = {"thread": thread.public_id, "comment_id": made.public_id}
        audit("comment", edition, user or link.recipient, before=edition.state, after=edition.state, **told)
    return made


def _holds(link, edition):
    link.refresh_from_db()
    if link.edition_id != edition.pk or link.revoked_at or link.expires_at <= clock.now():
        refuse("link", _("This link does not hold any more. Ask for another one."))


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
        audit(verb, edition, user, before=edition.state, after=edition.state, thread=thread.public_id)
    return thread


def threads_of(edition):
    """The threads to show beside `edition`, each with `comments`; a fixed number of queries.

    They are those begun in it, and those that earlier editions of the release left open (`carried`). `found` is the
    place of the passage in the plain text, None where it is gone or where the thread is about the whole. They come in
    the order of their passages, then those about the whole, then those whose passage is gone, each the oldest first.
    """
    same_instant = Q(edition__created_at=edition.created_at, edition__pk__lt=edition.pk)
    earlier = Q(edition__created_at__lt=edition.created_at) | same_instant
    carried = Q(earlier, edition__release=edition.release_id, resolved_at=None)
    shown = Thread.objects.filter(Q(edition=edition) | carried).select_related("resolved_by", "edition")
    shown = shown.defer("edition__body", "edition__plain_text").prefetch_related(
        Prefetch("comments", Comment.objects.select_related("by", "link"))
    )
    shown = list(shown.order_by("created_at", "pk"))
    for thread in shown:
        found = text.find_anchor(edition.plain_text, thread.anchor) if thread.quote else None
        thread.found = found if found and found.score >= text.CERTAIN else None
        thread.carried = thread.edition_id != edition.pk
    # Sorting keeps the order of those that are equal.
    return sorted(shown, key=_place)


def _place(thread):
    if thread.found:
        return 0, thread.found.start
    return (2 if thread.quote else 1), 0
