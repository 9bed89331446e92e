"""Verbs of reviewers and publishers: from review to an instant, and moving that instant."""

from speeches import clock
from speeches.models import UnreviewedPublication
from speeches.states import State, StatementStatus

from .core import assign, audit, check, locked, planned_showings, seal_and_show, show, unplan
from .drafting import copy_edition
from .statements import carry_statements


def iso(at):
    """`at` for an audit row: RFC 3339 in UTC, or "now"."""
    return at.isoformat() if at else "now"


def approve(edition, user, seen_hash, *, at=None, comment=""):
    """In review → approved: live at `at` (aware), or now. Four eyes. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "approve", user, seen_hash=seen_hash, at=at)
        seal = seal_and_show(edition, user, at)
        audit(
            "approve",
            edition,
            user,
            before=State.IN_REVIEW,
            after=State.APPROVED,
            comment=comment,
            at=iso(at),
            sha256=seal.sha256,
        )
    return edition


def publish_without_review(edition, user, seen_hash, *, reason, at=None):
    """Draft or in review → approved by one publisher, flagged until a second person has looked. Raises Refused."""
    with locked(edition) as edition:
        check(edition, "publish_without_review", user, seen_hash=seen_hash, at=at, reason=reason)
        before = edition.state
        seal = seal_and_show(edition, user, at)
        UnreviewedPublication.objects.create(edition=edition, by=user, reason=reason)
        audit(
            "publish_without_review",
            edition,
            user,
            before=before,
            after=State.APPROVED,
            comment=reason,
            at=iso(at),
            sha256=seal.sha256,
        )
    return edition


def look_after(edition, user, *, comment=""):
    """A second person has looked at what was published without review. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "look_after", user)
        flag = edition.unreviewed
        flag.looked_by, flag.looked_at, flag.comment = user, clock.now(), comment
        flag.save()
        audit("look_after", edition, user, before=edition.state, after=edition.state, comment=comment)
    return edition


def move(edition, at):
    """Moves the planned showing of an approved edition to `at` (None: now). The caller holds the lock."""
    for showing in planned_showings(edition.release):
        unplan(showing)
    show(edition.release, at or clock.now(), edition=edition)


def reschedule(edition, user, *, at, comment=""):
    """Moves an approved edition that is not live yet to `at` (aware), or None: now. Raises Refused."""
    with locked(edition) as edition:
        check(edition, "reschedule", user, at=at)
        move(edition, at)
        audit("reschedule", edition, user, before=edition.state, after=edition.state, comment=comment, at=iso(at))
    return edition


def take_off(edition, user):
    """Takes a scheduled edition off the plan and gives a draft with its content. The caller holds the lock."""
    for showing in planned_showings(edition.release):
        unplan(showing)
    assign(edition, State.DISCARDED)
    copy = copy_edition(edition, user)
    copy.based_on = edition.based_on
    copy.save(update_fields=["based_on"])
    for contribution in edition.contributions.all():
        copy.contributions.create(user=contribution.user, at=contribution.at)
    carry_statements(edition, copy, StatementStatus.values)
    return copy


def unschedule(edition, user, *, reason):
    """Approved, not live yet → discarded; gives the draft that takes its place. Raises Refused."""
    with locked(edition) as edition:
        check(edition, "unschedule", user, reason=reason)
        copy = take_off(edition, user)
        audit(
            "unschedule",
            edition,
            user,
            before=State.APPROVED,
            after=State.DISCARDED,
            comment=reason,
            draft=copy.public_id,
        )
    return copy
