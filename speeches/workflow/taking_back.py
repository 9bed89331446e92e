"""Verbs that take back: withdraw, reinstate, redact; the last two by two people."""

from functools import partial

from django.core.cache import caches
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from speeches import clock, guards, search, text
from speeches.models import Attachment, Edition, Photo, Proposal
from speeches.share_image import kept_as
from speeches.states import VERBS, ChangeKind, State

from .core import assign, audit, check, current_showing, locked, planned_showings, show, unplan
from .reasons import Refused, blockers, missing_reason, refuse
from .statements import forget_statements


def withdraw(edition, user, *, reason):
    """Takes the live edition from the public at once; `reason` is the public explanation at its address.

    Editions scheduled to follow are cancelled. Raises Refused. Gives the edition.
    """
    with locked(edition) as edition:
        check(edition, "withdraw", user, reason=reason)
        cancelled = _cancel_planned(edition.release, user)
        show(edition.release, clock.now(), follows=edition, explanation=text.normalise(reason).strip())
        audit(
            "withdraw",
            edition,
            user,
            before=edition.state,
            after=edition.state,
            comment=reason,
            cancelled=[other.public_id for other in cancelled],
        )
    return edition


def _cancel_planned(release, user):
    cancelled = []
    for showing in planned_showings(release):
        other = showing.edition
        unplan(showing)
        assign(other, State.DISCARDED)
        audit("cancel", other, user, before=State.APPROVED, after=State.DISCARDED)
        cancelled.append(other)
    return cancelled


def propose(edition, verb, user, *, reason):
    """The first of two people asks for `verb` (reinstate or redact) with a reason. Raises Refused.

    Gives the `Proposal`; a second person then calls the verb itself, or `decline`.
    """
    if "second" not in VERBS[verb].wants:
        raise ValueError(f"{verb} needs no second person")
    with locked(edition) as edition:
        reasons = [reason for reason in blockers(edition, verb, user, reason=reason) if reason.code != "second"]
        if reasons:
            raise Refused(reasons)
        if edition.proposals.filter(verb=verb, outcome=Proposal.Outcome.OPEN).exists():
            refuse("asked", _("Somebody has asked for this already; it waits for a second person."))
        proposal = Proposal.objects.create(edition=edition, verb=verb, by=user, reason=reason)
        audit(f"propose_{verb}", edition, user, before=edition.state, after=edition.state, comment=reason)
    return proposal


def decline(proposal, user, *, reason):
    """Closes a proposal without doing it; the one who asked may take it back so. Raises Refused."""
    with locked(proposal.edition) as edition:
        proposal = Proposal.objects.get(pk=proposal.pk)
        rule = VERBS[proposal.verb]
        if not user.is_active or not user.has_perm(f"speeches.{rule.permission}"):
            refuse("permission", _("Your role does not allow: %(verb)s.") % {"verb": rule.label})
        if proposal.outcome:
            refuse("decided", _("This has been decided already."))
        if reasons := list(missing_reason(reason)):
            raise Refused(reasons)
        _decide(proposal, user, Proposal.Outcome.DECLINED)
        audit(f"decline_{proposal.verb}", edition, user, before=edition.state, after=edition.state, comment=reason)
    return proposal


def _decide(proposal, user, outcome):
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, user, clock.now()
    proposal.save()


def _confirm(edition, verb, user):
    proposal = edition.proposals.get(verb=verb, outcome=Proposal.Outcome.OPEN)
    _decide(proposal, user, Proposal.Outcome.DONE)
    return proposal


def reinstate(edition, user, *, reason):
    """Puts a withdrawn edition back, after another publisher has asked for it. Raises Refused. Gives the edition."""
    with locked(edition) as edition:
        check(edition, "reinstate", user, reason=reason)
        proposal = _confirm(edition, "reinstate", user)
        show(edition.release, clock.now(), edition=edition)
        asked = proposal.by.get_username()
        audit("reinstate", edition, user, before=edition.state, after=edition.state, comment=reason, asked_by=asked)
    return edition


def redact(edition, user, *, reason):
    """Destroys an edition's content by order of a court or for personal data, after another person has asked.

    Hash, seal and audit remain. Where it stood, a notice stands. Editions of the release that were discarded and
    never shown go with it: they may hold the same text. The one exception to "approved text never changes": it goes
    through `guards.lifted`. Raises Refused. Gives the edition.
    """
    with locked(edition) as edition:
        check(edition, "redact", user, reason=reason)
        proposal = _confirm(edition, "redact", user)
        release, before, now = edition.release, edition.state, clock.now()
        sha256 = edition.content_hash()
        explanation = _removed_for_legal_reasons(release.language)
        showing = current_showing(release)
        if showing and showing.edition_id == edition.pk:
            _cancel_planned(release, user)
            show(release, now, follows=edition, explanation=explanation)
        elif any(planned.edition_id == edition.pk for planned in planned_showings(release)):
            _cancel_planned(release, user)
            edition.refresh_from_db(fields=["state"])
        elif edition.state in (State.DRAFT, State.IN_REVIEW):
            assign(edition, State.DISCARDED)
        twins = list(release.editions.filter(state=State.DISCARDED, showings=None, redacted_at=None))
        twins = [twin for twin in twins if twin.pk != edition.pk]
        with guards.lifted():
            edition.notices.update(explanation=explanation)
            files = [name for gone in (edition, *twins) for name in _destroy(gone, now)]
        audit(
            "redact",
            edition,
            user,
            before=before,
            after=edition.state,
            comment=reason,
            sha256=sha256,
            asked_by=proposal.by.get_username(),
            discarded_too=[twin.public_id for twin in twins],
            files=files,
        )
        # The picture that is drawn of a release holds its headline.
        transaction.on_commit(partial(caches["pictures"].delete, kept_as(release.public_id)), robust=True)
    return edition


def _removed_for_legal_reasons(language):
    with translation.override(language):
        return _("This text was removed for legal reasons.")


def _destroy(edition, now):
    """Empties an edition; gives the names of the files that go, once the transaction is committed."""
    # Locked: nobody takes one of them into another draft meanwhile.
    photos = list(Photo.objects.select_for_update().filter(uses__edition=edition))
    attachments = list(Attachment.objects.select_for_update().filter(uses__edition=edition))
    forget_statements(edition)
    parts = ("edition_themes", "edition_photos", "edition_attachments", "edition_links")
    for name in (*parts, "buffers", "looks", "threads", "review_links", "messages"):
        getattr(edition, name).all().delete()
    # What was translated from this release may say what goes.
    edition.release.translations.update(said={}, sha256="")
    for name in (*Edition.CONTENT, "plain_text"):
        setattr(edition, name, "")
    edition.change_kind, edition.redacted_at = ChangeKind.MINOR, now
    edition.save()
    # Last: whoever reindexes meanwhile holds the row that was just saved.
    search.forget(Edition.objects.filter(pk=edition.pk))
    unused = [stored for stored in (*photos, *attachments) if not stored.uses.exists()]
    return [name for stored in unused for name in stored.erase()]
