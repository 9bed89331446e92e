"""Bundles: together at one instant, or not at all."""

from datetime import timedelta

import pytest

from speeches import clock, workflow
from speeches.models import AuditEntry, Bundle, BundleMember, Edition, Release
from speeches.states import Standing, State
from tests import factories
from tests.checks import audited, refused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def versions():
    """The three language versions of a release, in review."""
    return [factories.in_review(language=language, translation_group="t1") for language in ("en", "ru", "kk")]


@pytest.fixture
def bundle(versions):
    return factories.bundle(*versions)


@pytest.fixture
def planned(bundle, versions, reviewer):
    """The bundle, approved for an instant an hour ahead."""
    return workflow.approve_bundle(bundle, reviewer, hashes(versions), at=clock.now() + HOUR)


def hashes(editions):
    return {edition.public_id: edition.content_hash() for edition in editions}


def standings(editions):
    return [Edition.objects.get(pk=edition.pk).standing() for edition in editions]


def test_a_bundle_is_made_with_its_members(writer, versions):
    with audited(("create_bundle", "writer", "", ""), *[("join_bundle", "writer", "in_review", "in_review")] * 3):
        bundle = workflow.create_bundle(writer, "Session of the Council", versions)
    assert (bundle.title, bundle.at, bundle.created_by) == ("Session of the Council", None, writer)
    assert {member.edition for member in bundle.members.all()} == set(versions)
    assert AuditEntry.objects.latest("pk").details == {"bundle": bundle.public_id}


def test_a_bundle_that_cannot_be_made_whole_is_not_made(writer, versions):
    live = factories.live()
    with refused("state"):
        workflow.create_bundle(writer, "Session", [*versions, live])


def test_a_bundle_is_not_approved_unseen(bundle, versions, reviewer):
    with refused("unseen", "unseen", "unseen"):
        workflow.approve_bundle(bundle, reviewer, None)


def test_several_join_all_or_none(bundle, writer):
    one, live = factories.draft(), factories.live()
    with refused("state"):
        workflow.join_bundle(bundle, [one, live], writer)


def test_who_may_make_and_join_bundles(versions, reviewer):
    with refused("permission"):
        workflow.create_bundle(reviewer, "Session")
    bundle = factories.bundle()
    for stranger in (reviewer, factories.user("writer", "retired", is_active=False)):
        with refused("permission"):
            workflow.join_bundle(bundle, [versions[0]], stranger)


def test_what_can_join(writer, bundle, versions, planned):
    other, third = factories.bundle(), factories.bundle()
    draft = factories.draft()
    with refused("scheduled"):
        workflow.join_bundle(bundle, [draft], writer)
    with refused("state"):
        workflow.join_bundle(other, [versions[0]], writer)
    workflow.join_bundle(other, [draft], writer)
    with refused("bundle"):
        workflow.join_bundle(third, [draft], writer)


def test_a_release_is_once_in_a_bundle(writer):
    """The database has one open edition a release; a scheduled one that became a draft again does not count twice."""
    first = factories.draft()
    bundle = factories.bundle(first)
    rival = Edition.objects.create(release=first.release, state=State.DISCARDED)
    BundleMember.objects.filter(edition=first).update(edition=rival)
    with refused("twice"):
        workflow.join_bundle(bundle, [first], writer)


def test_approved_together_at_one_instant(bundle, versions, reviewer):
    at = clock.now() + HOUR
    with audited(*[("approve", "reviewer", "in_review", "approved")] * 3):
        workflow.approve_bundle(bundle, reviewer, hashes(versions), at=at, comment="All three agree.")
    assert {edition.showings.get().shown_from for edition in versions} == {at} == {Bundle.objects.get().at}
    assert {release.published_at for release in Release.objects.all()} == {at}
    assert standings(versions) == [Standing.SCHEDULED] * 3
    entry = AuditEntry.objects.latest("pk")
    assert entry.comment == "All three agree." and entry.details["bundle"] == bundle.public_id


def test_approved_together_now(bundle, versions, reviewer):
    bundle = workflow.approve_bundle(bundle, reviewer, hashes(versions))
    assert standings(versions) == [Standing.LIVE] * 3
    assert {edition.showings.get().shown_from for edition in versions} == {bundle.at}


def test_all_or_none_and_each_reason_names_its_edition(writer, reviewer, publisher):
    good, draft = factories.in_review(), factories.draft()
    own = factories.in_review(by=publisher)
    stale = factories.in_review()
    bundle = factories.bundle(good, draft, own, stale)
    seen = hashes([good, draft, own, stale]) | {stale.public_id: "0" * 64}
    with refused("state", "own", "changed") as caught:
        workflow.approve_bundle(bundle, publisher, seen)
    told = [(reason.edition, reason.code) for reason in caught.value.reasons]
    assert told == [(draft.public_id, "state"), (own.public_id, "own"), (stale.public_id, "changed")]
    assert all(str(draft.release) in reason.message for reason in caught.value.reasons[:1])
    assert standings([good]) == [Standing.IN_REVIEW]


def test_what_the_approver_has_not_seen_does_not_go_live(bundle, versions, reviewer):
    with refused("unseen"):
        workflow.approve_bundle(bundle, reviewer, hashes(versions[:2]))


def test_an_address_twice_in_a_bundle_stops_all_of_it(reviewer):
    twins = [factories.in_review(slug="rain"), factories.in_review(slug="rain")]
    bundle = factories.bundle(*twins)
    seen = hashes(twins)
    with refused("address"):
        workflow.approve_bundle(bundle, reviewer, seen)


def test_an_empty_bundle_is_nothing(reviewer, publisher):
    bundle = factories.bundle()
    with refused("empty"):
        workflow.approve_bundle(bundle, reviewer, {})
    with refused("empty"):
        workflow.reschedule_bundle(bundle, publisher, at=None)


def test_a_member_has_no_time_of_its_own(planned, versions, reviewer, publisher):
    with refused("bundle"):
        workflow.reschedule(versions[0], publisher, at=None)
    with refused("bundle"):
        workflow.unschedule(versions[0], reviewer, reason="Not yet.")


def test_a_member_is_not_approved_alone(bundle, versions, reviewer, publisher):
    seen = versions[0].content_hash()
    with refused("bundle"):
        workflow.approve(versions[0], reviewer, seen)
    with refused("bundle"):
        workflow.publish_without_review(versions[0], publisher, seen, reason="Now.")


def test_rescheduled_together(planned, versions, publisher):
    later = clock.now() + 50 * HOUR
    with audited(*[("reschedule", "publisher", "approved", "approved")] * 3):
        workflow.reschedule_bundle(planned, publisher, at=later)
    assert {edition.showings.get().shown_from for edition in versions} == {later} == {Bundle.objects.get().at}
    with refused("past", "past", "past"):
        workflow.reschedule_bundle(planned, publisher, at=clock.now() - HOUR)
    workflow.reschedule_bundle(planned, publisher, at=None)
    assert standings(versions) == [Standing.LIVE] * 3
    with refused("state", "state", "state"):
        workflow.reschedule_bundle(planned, publisher, at=later)


def test_unscheduled_together_drafts_take_the_places(planned, versions, reviewer, writer):
    with refused("reason", "reason", "reason"):
        workflow.unschedule_bundle(planned, reviewer, reason="")
    with audited(*[("unschedule", "reviewer", "approved", "discarded")] * 3):
        bundle = workflow.unschedule_bundle(planned, reviewer, reason="The session is put off.")
    assert bundle.at is None and standings(versions) == [Standing.DISCARDED] * 3
    drafts = [member.edition for member in bundle.members.all()]
    assert {draft.release for draft in drafts} == {edition.release for edition in versions}
    assert standings(drafts) == [Standing.DRAFT] * 3
    drafts = [workflow.submit(draft, writer) for draft in drafts]
    workflow.approve_bundle(bundle, reviewer, hashes(drafts))
    assert standings(drafts) == [Standing.LIVE] * 3


def test_a_bundle_can_be_left_with_a_reason(bundle, versions, writer, reviewer):
    with refused("reason"):
        workflow.leave_bundle(versions[0], writer, reason=" ")
    with refused("permission"):
        workflow.leave_bundle(versions[0], reviewer, reason="Alone.")
    with audited(("leave_bundle", "writer", "in_review", "in_review")):
        left = workflow.leave_bundle(versions[0], writer, reason="It goes alone.")
    assert left == versions[0] and bundle.members.count() == 2
    with refused("bundle"):
        workflow.leave_bundle(versions[0], writer, reason="It goes alone.")
    assert workflow.approve(left, reviewer, left.content_hash()).standing() == Standing.LIVE


def test_who_leaves_a_planned_bundle_becomes_a_draft(planned, versions, writer, publisher):
    with refused("permission"):
        workflow.leave_bundle(versions[0], writer, reason="It goes alone.")
    with audited(("leave_bundle", "publisher", "approved", "discarded")):
        draft = workflow.leave_bundle(versions[0], publisher, reason="It goes alone.")
    assert draft.state == State.DRAFT and not BundleMember.objects.filter(edition=draft).exists()
    assert standings(versions) == [Standing.DISCARDED, Standing.SCHEDULED, Standing.SCHEDULED]


def test_a_bundle_that_has_gone_live_is_history(bundle, versions, reviewer, publisher):
    workflow.approve_bundle(bundle, reviewer, hashes(versions))
    with refused("state"):
        workflow.leave_bundle(versions[0], publisher, reason="Too late.")
    with refused("state", "state", "state"):
        workflow.unschedule_bundle(bundle, reviewer, reason="Too late.")


def test_a_discarded_member_does_not_hold_up_the_others(bundle, versions, reviewer, writer):
    workflow.discard(versions[0], writer)
    workflow.approve_bundle(bundle, reviewer, hashes(versions[1:]))
    assert standings(versions) == [Standing.DISCARDED, Standing.LIVE, Standing.LIVE]


def test_an_edition_that_joins_at_the_last_moment_is_not_passed_over(bundle, versions, reviewer, writer, monkeypatch):
    """Between the locking of the releases and that of the bundle somebody may have added one."""
    late = factories.in_review()
    original = Bundle.objects.select_for_update

    def joined_meanwhile():
        BundleMember.objects.create(bundle=bundle, edition=late)
        monkeypatch.undo()
        return original()

    monkeypatch.setattr(Bundle.objects, "select_for_update", joined_meanwhile)
    with refused("joined"):
        workflow.approve_bundle(bundle, reviewer, hashes([*versions, late]))
    assert standings(versions) == [Standing.IN_REVIEW] * 3
