"""The outbox: mail is a row, written in the transaction of what it tells of. Nothing here sends anything.

`tell` is asked by the audit of every verb, and decides who hears of it. Words are made when a row is sent.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q

from speeches import clock
from speeches.models import Comment, Edition, Message, ReviewLink, Seal, name_of
from speeches.states import MailKind, State

_together = ContextVar("together", default=None)


def put(kind, edition, *, to=(), address="", due_at=None, **data):
    """Queues one mail of `kind` (`states.MailKind`) about `edition` for each user in `to`, and for `address`.

    `due_at` (aware, default now) is when it may be sent first; `data` (JSON) is what its words need besides the
    edition. Kinds that somebody does not want, and people who have left meanwhile, are left out when it is sent.
    """
    told = {"kind": kind, "edition": edition, "due_at": due_at or clock.now(), "data": data}
    rows = [Message(recipient=user, **told) for user in to]
    if address:
        rows.append(Message(address=address, **told))
    collected = _together.get()
    if collected is None:
        Message.objects.bulk_create(rows)
    else:
        collected += rows


@contextmanager
def together():
    """What is put in this block becomes one mail for each person and kind: about the first edition, and `also` others.

    The rows are written at its end, in the caller's transaction; not when it fails.
    """
    rows, first = [], {}
    token = _together.set(rows)
    try:
        yield
    finally:
        _together.reset(token)
    for row in rows:
        key = (row.kind, row.recipient_id, row.address, row.due_at, row.data.get("verb"))
        if key in first:
            first[key].data["also"].append(row.edition.public_id)
        else:
            row.data = row.data | {"also": []}
            first[key] = row
    Message.objects.bulk_create(first.values())


def tell(verb, edition, actor, *, before="", comment="", **details):
    """Queues the mail to which `verb`, just done to `edition` by `actor` (a user, or a name), gives rise; often none.

    `before`, `comment` and `details` are those of the audit row. Nobody is told of what he does himself. The number
    of queries does not depend on the number of people.
    """
    rule = _RULES.get(verb)
    if rule is not None and isinstance(edition, Edition):
        rule(_News(verb, edition, actor, before, comment, details))


def may(codename):
    """Active users with an address who hold a permission, such as "review_edition"."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return get_user_model().objects.with_perm(f"speeches.{codename}", backend=backend).exclude(email="")


class _News:
    """Something that was done to an edition: by whom, and what is to be told of it."""

    def __init__(self, verb, edition, actor, before, comment, details):
        self.edition, self.before, self.details = edition, before, details
        self.actor_id = getattr(actor, "pk", None)
        at = details.get("at") or "now"
        self.at = datetime.fromisoformat(at) if at != "now" else None
        """When it goes live (aware), or None: at once."""
        told = {"verb": verb, "by": actor if isinstance(actor, str) else name_of(actor), "comment": comment}
        self.told = told | {
            name: details[name] for name in ("at", "bundle", "draft", "comment_id") if details.get(name)
        }

    def put(self, kind, people, **more):
        """Tells `people` (users), but not whoever did it."""
        put(kind, self.edition, to=_in_order(user for user in people if user.pk != self.actor_id), **self.told, **more)

    def workers(self, *others):
        """Users who wrote, submitted or approved the edition, and those whose ids the queries `others` give."""
        worked = Q(pk=self.edition.submitted_by_id) | Q(pk__in=self.edition.contributions.values("user"))
        for ids in (Seal.objects.filter(edition=self.edition).values("sealed_by"), *others):
            worked |= Q(pk__in=ids)
        return set(get_user_model().objects.filter(worked, is_active=True).exclude(email=""))


def _in_order(users):
    return sorted(users, key=lambda user: user.pk)


def _submitted(news):
    wrote = news.edition.contributions.values("user")
    news.put(MailKind.SUBMITTED, may("review_edition").exclude(pk__in=wrote))


def _back_to_the_desk(news):
    news.put(MailKind.CHANGES_REQUESTED, news.workers())


def _approved(news):
    people = news.workers()
    if news.at:
        people |= set(may("publish_edition"))
    news.put(MailKind.APPROVED, people)
    _remind(news)


def _unreviewed(news):
    watching = set(may("review_edition")) | set(may("publish_edition"))
    news.put(MailKind.UNREVIEWED, watching)
    news.put(MailKind.APPROVED, news.workers() - watching)
    _remind(news)


def _unscheduled(news):
    _forget_reminders(news)
    _back_to_the_desk(news)


def _left_bundle(news):
    if news.before == State.APPROVED:
        # A reminder of the whole bundle stays: it leaves out what is not planned any more when it is sent.
        _back_to_the_desk(news)


def _cancelled(news):
    _forget_reminders(news)
    news.put(MailKind.APPROVED, news.workers())


def _taken_back(news):
    news.put(MailKind.APPROVED, news.workers())


def _commented(news):
    said = news.details.get("comment_id", "")
    spoke = Comment.objects.filter(thread__comments__public_id=said, by__isnull=False).values("by")
    invited = ReviewLink.objects.filter(comments__public_id=said).values("created_by")
    news.put(MailKind.COMMENTED, news.workers(spoke, invited))


def _agreed(news):
    invited = ReviewLink.objects.filter(public_id=news.details.get("link", "")).values("created_by")
    news.put(MailKind.COMMENTED, news.workers(invited))


def _remind(news):
    """Has those told who must know shortly before it goes live, the one who decided among them; once for an instant.

    Moved to another instant, the reminders of the old one go. See `mail`: one that has come too late is not sent.
    """
    _forget_reminders(news)
    if news.at:
        people = news.workers() | set(may("publish_edition"))
        due_at = max(news.at - timedelta(minutes=settings.REMIND_MINUTES_BEFORE), clock.now())
        put(MailKind.SOON, news.edition, to=_in_order(people), due_at=due_at, **news.told | {"comment": ""})


def _forget_reminders(news):
    waiting = Message.objects.filter(kind=MailKind.SOON, sent_at=None, dropped_at=None)
    own = Q(edition=news.edition) & ~Q(data__has_key="also")
    bundle = news.details.get("bundle")
    waiting.filter(own | Q(data__bundle=bundle) if bundle else own).delete()


_RULES = {
    "submit": _submitted,
    "request_changes": _back_to_the_desk,
    "discard": _back_to_the_desk,
    "approve": _approved,
    "publish_without_review": _unreviewed,
    "reschedule": _approved,
    "unschedule": _unscheduled,
    "leave_bundle": _left_bundle,
    "cancel": _cancelled,
    "withdraw": _taken_back,
    "reinstate": _taken_back,
    "comment": _commented,
    "agree": _agreed,
}
