"""Putting forward, accepting, rejecting and taking off."""

from django.utils.translation import gettext as _

from speeches import clock, search, text
from speeches.models import Statement
from speeches.states import Standing, StatementStatus

from ..alignment import align_statements
from ..core import locked
from ..reasons import Refused, missing_reason, refuse
from ..statements import drop, merge, overlapping, pass_on
from .common import before, check, check_room, one_of, refuse_all, tell, versions_of

_SUGGESTED, _PROPOSED, _ACCEPTED, _REJECTED, _LOOK = (
    StatementStatus.SUGGESTED,
    StatementStatus.PROPOSED,
    StatementStatus.ACCEPTED,
    StatementStatus.REJECTED,
    StatementStatus.NEEDS_REVIEW,
)


def propose(edition, user, seen):
    """Puts suggestions forward, and what was rejected once more; `seen` is {public id: mark}. Raises Refused.

    Gives the versions.
    """
    with locked(edition) as edition:
        check(edition, user)
        versions = versions_of(edition, seen)
        refuse_all(_not_open(versions, (_SUGGESTED, _REJECTED)) + _nameless(versions))
        for version in versions:
            if version.status == _REJECTED:
                _make_room(version)
            version.status = _PROPOSED
            put_forward(version, user)
            version.save()
        tell("propose_statements", edition, user, versions)
    return versions


def put_forward(version, user):
    """Notes whose proposal a version now is; nobody has decided about it."""
    version.proposed_by, version.proposed_at = user, clock.now()
    version.decided_by = version.decided_at = None


def _make_room(version):
    """For what comes back: its place must be free, but for suggestions, which go."""
    if version.edition.plain_text[version.start : version.end] != version.quote:
        refuse("passage", _("Its words are no longer in this text. Mark the passage anew."))
    check_room(version.edition, version.anchor, version)
    for other in overlapping(version.edition, version.start, version.end).exclude(pk=version.pk):
        drop(other)


def accept(edition, user, seen):
    """A second person accepts proposals, and proposed changes of what is accepted. Raises Refused: all or none.

    What lies wholly within an accepted passage is joined to it. Gives the versions that are accepted now.
    """
    with locked(edition) as edition:
        check(edition, user, deciding=True)
        versions = versions_of(edition, seen)
        proposals = [getattr(version, "change", None) or version for version in versions]
        refuse_all(_not_open(proposals, (_PROPOSED,)) + _own(proposals, user))
        # Changes first: a passage that was split is shortened before its rest is accepted.
        accepted = []
        for proposal in sorted(proposals, key=lambda one: one.replaces_id is None):
            if proposal.replaces_id:
                proposal.replaces = next(version for version in versions if version.pk == proposal.replaces_id)
            elif proposal.pk in {gone.pk for version in accepted for gone in version.joined}:
                continue
            accepted.append(_accept(proposal, user))
        tell("accept_statements", edition, user, accepted)
    align_statements(edition.release, user)
    return accepted


def _accept(proposal, user):
    # The row that a change replaces is public until now; a proposal was not.
    version = proposal.replaces if proposal.replaces_id else proposal
    was = before(version)
    proposal.status, proposal.decided_by, proposal.decided_at = _ACCEPTED, user, clock.now()
    if proposal.replaces_id:
        version = merge(proposal)
        version.refresh_from_db()
    else:
        version.save()
    version.joined = []
    for other in overlapping(version.edition, version.start, version.end).exclude(pk=version.pk):
        if version.start <= other.start and other.end <= version.end:
            swallow(other, version, user)
            version.joined.append(other)
        elif other.status == _ACCEPTED:
            words = text.truncate(other.quote, 60)
            refuse("overlap", _("It overlaps an accepted statement: “%(words)s”.") % {"words": words})
    if version.edition.standing() in (Standing.LIVE, Standing.SUPERSEDED):
        # Before its text is public, the address goes on to say what it says.
        statement = version.statement
        statement.led_to, statement.taken_off_at, statement.taken_off_reason = None, None, ""
        statement.save(update_fields=["led_to", "taken_off_at", "taken_off_reason"])
    pass_on(version, was)
    return version


def swallow(other, version, user):
    """Joins the statement of `other` to that of `version`, in whose passage it stands: its permalink leads there."""
    if other.status == _SUGGESTED:
        drop(other)
        return
    was = before(other)
    other.status, other.decided_by, other.decided_at = _REJECTED, user, clock.now()
    other.save()
    if change := getattr(other, "change", None):
        change.delete()
    Statement.objects.filter(pk=other.statement_id).update(led_to=version.statement)
    pass_on(other, was)


def reject(edition, user, seen, *, reason=""):
    """Sets suggestions, proposals and lost passages aside for good; a proposed change goes, what it changes stays.

    An accepted statement can be left out of an edition that is not public yet, by a reviewer. Raises Refused.
    """
    with locked(edition) as edition:
        check(edition, user)
        versions = versions_of(edition, seen)
        accepted = [one for one in versions if one.status == _ACCEPTED and getattr(one, "change", None) is None]
        if accepted and edition.standing() in (Standing.LIVE, Standing.SUPERSEDED):
            refuse("public", _("It is public: take it off, with a reason that readers see."))
        if accepted:
            check(edition, user, deciding=True)
        refuse_all(_not_open(versions, (_SUGGESTED, _PROPOSED, _LOOK, _ACCEPTED)))
        for version in versions:
            if change := getattr(version, "change", None):
                change.delete()
                continue
            was = before(version)
            version.status, version.decided_by, version.decided_at = _REJECTED, user, clock.now()
            version.save()
            pass_on(version, was)
        tell("reject_statements", edition, user, versions, text.normalise(reason).strip())
    if accepted:
        align_statements(edition.release, user)
    return versions


def take_off(version, user, seen, *, reason):
    """Nobody stands by a statement any more: gone from every edition of the release, its address tells the reason.

    `version` is the one of it that a page showed, `seen` its mark. Raises Refused. Gives the `Statement`.
    """
    with locked(version.edition) as edition:
        check(edition, user, deciding=True)
        if reasons := list(missing_reason(reason)):
            raise Refused(reasons)
        version = one_of(edition, version, seen)
        statement = version.statement
        if not statement.versions.filter(status=_ACCEPTED).exists():
            refuse("status", _("Only what was accepted is taken off; this can be rejected."))
        statement.versions.exclude(replaces=None).delete()
        decided = {"status": _REJECTED, "decided_by": user, "decided_at": clock.now()}
        statement.versions.exclude(status=_REJECTED).update(**decided)
        search.forget_statement(statement)
        statement.taken_off_at, statement.taken_off_reason = clock.now(), text.normalise(reason).strip()
        statement.save(update_fields=["taken_off_at", "taken_off_reason"])
        tell("take_off_statement", edition, user, [version], statement.taken_off_reason)
    align_statements(edition.release, user)
    return statement


def _not_open(versions, statuses):
    message = _("“%(words)s”: this cannot be done to a statement that stands as it does now.")
    return [("status", version, message) for version in versions if version.status not in statuses]


def _nameless(versions):
    message = _("“%(words)s”: say first who is speaking.")
    return [("speaker", one, message) for one in versions if one.speaker_id is None and not one.speaker_name]


def _own(versions, user):
    message = _("“%(words)s”: you have put it forward; somebody else must accept it.")
    return [("own", version, message) for version in versions if version.proposed_by_id == user.pk]
