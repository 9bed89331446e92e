"""Bundles: editions that go live together, at one instant, or not at all."""

from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from speeches import clock, outbox
from speeches.models import Bundle, BundleMember, Edition, Release
from speeches.states import OPEN, Standing, State

from .core import audit, locked, seal_and_show
from .drafting import submit
from .publishing import iso, move, take_off
from .reasons import Reason, Refused, blockers, missing_reason, refuse


def create_bundle(user, title, editions=()):
    """A bundle of open editions. Raises Refused; gives the bundle."""
    _may(user, "write_edition")
    with transaction.atomic():
        bundle = Bundle.objects.create(title=title, created_by=user)
        audit("create_bundle", bundle, user)
        join_bundle(bundle, editions, user)
    return bundle


def rename_bundle(bundle, user, title):
    """Gives a bundle another title. Raises Refused. Gives the bundle."""
    _may(user, "write_edition")
    with transaction.atomic():
        bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
        if title != bundle.title:
            before, bundle.title = bundle.title, title
            bundle.save(update_fields=["title"])
            audit("rename_bundle", bundle, user, before_title=before)
    return bundle


def bundle_together(user, releases, title):
    """Puts the open editions of `releases` that are in no bundle into one, all or none; gives the bundle.

    Where one of these releases is in a bundle that has no instant yet, the others join it; else a new one is made,
    with `title`. Raises Refused.
    """
    _may(user, "write_edition")
    with transaction.atomic():
        locked_releases = _lock_releases(release.pk for release in releases)
        editions = Edition.objects.filter(release__in=locked_releases, state__in=OPEN).order_by("release_id")
        free = list(editions.filter(bundle_member=None))
        waiting = Bundle.objects.filter(at=None, members__edition__in=editions).distinct()
        bundles = list(waiting.order_by("pk")[:2])
        if len(bundles) > 1:
            refuse("bundle", _("These texts are in several bundles already. Take them out first."))
        if bundles:
            join_bundle(bundles[0], free, user)
            return bundles[0]
        if len(free) < 2:
            refuse("alone", _("There are not two open texts here that could go live together."))
        return create_bundle(user, title, free)


def _lock_releases(ids):
    """Locks releases in one order, so that two bundles cannot block each other; gives them by their number."""
    return {release.pk: release for release in Release.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _may(user, permission):
    if not user.is_active or not user.has_perm(f"speeches.{permission}"):
        refuse("permission", _("Your role does not allow this for a bundle."))


def join_bundle(bundle, editions, user):
    """Puts open editions into a bundle that has no instant yet, all or none. Raises Refused."""
    _may(user, "write_edition")
    with transaction.atomic():
        _lock_releases(edition.release_id for edition in editions)
        for edition in editions:
            _join(bundle, edition, user)


def _join(bundle, edition, user):
    with locked(edition) as edition:
        if Bundle.objects.select_for_update().get(pk=bundle.pk).at is not None:
            refuse("scheduled", _("The bundle is approved already; nothing can be added."))
        if edition.state not in OPEN:
            refuse("state", _("Only a draft or an edition in review can join a bundle."))
        if BundleMember.objects.filter(edition=edition).exists():
            refuse("bundle", _("The edition belongs to a bundle already."))
        if bundle.members.filter(edition__release=edition.release).exists():
            refuse("twice", _("The bundle already has an edition of this release."))
        BundleMember.objects.create(bundle=bundle, edition=edition)
        audit("join_bundle", edition, user, before=edition.state, after=edition.state, bundle=bundle.public_id)


def leave_bundle(edition, user, *, reason):
    """Takes an edition out of its bundle, with a reason; a scheduled one comes back as a draft. Raises Refused.

    Gives the edition that remains to be worked on: the same, or the draft.
    """
    with locked(edition) as edition:
        member = BundleMember.objects.filter(edition=edition).first()
        if member is None:
            refuse("bundle", _("The edition belongs to no bundle."))
        standing = edition.standing()
        if standing not in (*OPEN, Standing.SCHEDULED):
            refuse("state", _("The bundle has gone live; it cannot be left any more."))
        _may(user, "publish_edition" if standing == Standing.SCHEDULED else "write_edition")
        if reasons := list(missing_reason(reason)):
            raise Refused(reasons)
        before, bundle = edition.state, member.bundle
        member.delete()
        left = take_off(edition, user) if standing == Standing.SCHEDULED else edition
        after = State.DISCARDED if standing == Standing.SCHEDULED else before
        audit("leave_bundle", edition, user, before=before, after=after, comment=reason, bundle=bundle.public_id)
    return left


@contextmanager
def _locked_members(bundle):
    """The bundle and its editions at one instant, all their releases locked."""
    with transaction.atomic():
        releases = _lock_releases(bundle.members.values("edition__release"))
        bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
        # Locked too: nobody adds a part by hand between the hash and the seal.
        members = Edition.objects.select_for_update(of=("self",)).filter(bundle_member__bundle=bundle)
        editions = list(members.order_by("release_id"))
        if any(edition.release_id not in releases for edition in editions):
            refuse("joined", _("Somebody has just put an edition into the bundle. Look at it again."))
        for edition in editions:
            edition.release = releases[edition.release_id]
        with clock.stopped(), outbox.together():
            yield bundle, editions


def bundle_blockers(editions, verb, user, seen_hashes=None, **given):
    """The blockers of every edition of a bundle together, each `Reason` with the edition's public id."""
    if not editions:
        return [Reason("empty", _("The bundle is empty."))]
    found = []
    for edition in editions:
        asked = dict(given)
        if seen_hashes is not None:
            asked["seen_hash"] = seen_hashes.get(edition.public_id, "")
        reasons = blockers(edition, verb, user, bundle=True, **asked)
        found += [
            replace(reason, edition=edition.public_id, message=f"{edition.release}: {reason.message}")
            for reason in reasons
        ]
    return found


def _check_all(editions, verb, user, **given):
    reasons = bundle_blockers(editions, verb, user, **given)
    if reasons:
        raise Refused(reasons)


def submit_bundle(bundle, user, *, comment=""):
    """Submits all drafts of the bundle, or none; what is in review already stays there. Raises Refused."""
    with _locked_members(bundle) as (bundle, editions):
        drafts = [edition for edition in editions if edition.state == State.DRAFT]
        _check_all(drafts or editions, "submit", user)
        for draft in drafts:
            submit(draft, user, comment=comment)
    return bundle


def approve_bundle(bundle, user, seen_hashes, *, at=None, comment=""):
    """Approves all members for one instant (aware; None: now), or none. Raises Refused with all reasons.

    `seen_hashes` maps the public id of each edition to the hash of what the approver saw. Gives the bundle.
    """
    with _locked_members(bundle) as (bundle, editions):
        _check_all(editions, "approve", user, seen_hashes=seen_hashes or {}, at=at)
        bundle.at = at or clock.now()
        bundle.save(update_fields=["at"])
        for edition in editions:
            seal = seal_and_show(edition, user, bundle.at)
            audit(
                "approve",
                edition,
                user,
                before=State.IN_REVIEW,
                after=State.APPROVED,
                comment=comment,
                at=iso(at),
                sha256=seal.sha256,
                bundle=bundle.public_id,
            )
    return bundle


def reschedule_bundle(bundle, user, *, at, comment=""):
    """Moves all members to one instant (aware; None: now). Raises Refused. Gives the bundle."""
    with _locked_members(bundle) as (bundle, editions):
        _check_all(editions, "reschedule", user, at=at)
        bundle.at = at or clock.now()
        bundle.save(update_fields=["at"])
        for edition in editions:
            move(edition, bundle.at)
            told = {"comment": comment, "at": iso(at), "bundle": bundle.public_id}
            audit("reschedule", edition, user, before=edition.state, after=edition.state, **told)
    return bundle


def unschedule_bundle(bundle, user, *, reason):
    """Takes all members off the plan; drafts with their content take their places in the bundle. Raises Refused."""
    with _locked_members(bundle) as (bundle, editions):
        _check_all(editions, "unschedule", user, reason=reason)
        bundle.at = None
        bundle.save(update_fields=["at"])
        for edition in editions:
            BundleMember.objects.filter(edition=edition).delete()
            copy = take_off(edition, user)
            BundleMember.objects.create(bundle=bundle, edition=copy)
            told = {"comment": reason, "bundle": bundle.public_id, "draft": copy.public_id}
            audit("unschedule", edition, user, before=State.APPROVED, after=State.DISCARDED, **told)
    return bundle
