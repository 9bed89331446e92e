"""Verbs of reviewers and publishers: approve, publish_without_review, look_after, reschedule, unschedule."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from speeches import clock, workflow
from speeches.models import AuditEntry, Edition, Release, UnreviewedPublication
from speeches.states import Standing, State
from tests import factories
from tests.checks import audited, refused
from tests.factories import fresh

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


# approve


def test_approve_seals_what_was_seen_and_shows_it(reviewer):
    edition = factories.in_review()
    seen = edition.content_hash()
    with time_machine.travel(NOON, tick=False), audited(("approve", "reviewer", "in_review", "approved")):
        edition = workflow.approve(edition, reviewer, seen, comment="Well written.")
        assert Edition.objects.live().get() == edition
    assert edition.seal.sha256 == seen == fresh(edition).content_hash()
    assert (edition.seal.sealed_by, edition.seal.sealed_at) == (reviewer, NOON)
    showing = edition.showings.get()
    assert (showing.shown_from, showing.shown_until) == (NOON, None)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.comment, entry.details) == ("Well written.", {"at": "now", "sha256": seen})


def test_the_first_approval_fixes_date_line_and_address(reviewer):
    """Almaty is five hours ahead of Greenwich: what goes live at 20:00 UTC stands under the next day."""
    with time_machine.travel(NOON, tick=False):
        edition = factories.scheduled(at=NOON.replace(hour=20), slug="rain")
    release = Release.objects.get()
    assert release.published_at == NOON.replace(hour=20)
    assert release.address_date == date(2026, 5, 5)
    assert release.get_absolute_url() == "/en/releases/2026/05/05/rain/"
    assert edition.showings.get().shown_from == NOON.replace(hour=20)


def test_a_given_date_line_stays():
    long_ago = datetime(2023, 4, 27, 5, 0, tzinfo=UTC)
    release = factories.live(published_at=long_ago).release
    assert (release.published_at, release.address_date) == (long_ago, date(2023, 4, 27))


def test_nobody_approves_what_he_wrote_or_submitted(publisher):
    wrote = factories.in_review(by=publisher)
    with refused("own"):
        workflow.approve(wrote, publisher, wrote.content_hash())
    draft = factories.draft()
    helped = workflow.save(draft, publisher, {"summary": "S"}, seen_hash=draft.content_hash())
    helped = workflow.submit(helped, factories.user("writer"))
    with refused("own"):
        workflow.approve(helped, publisher, helped.content_hash())
    submitted = workflow.submit(factories.draft(), publisher)
    with refused("own"):
        workflow.approve(submitted, publisher, submitted.content_hash())
    assert workflow.approve(submitted, factories.user("reviewer"), submitted.content_hash())


def test_what_was_written_in_an_unscheduled_edition_still_counts(publisher):
    """Taking an edition off the plan does not launder its contributors."""
    waiting = factories.scheduled(by=publisher)
    draft = workflow.unschedule(waiting, publisher, reason="Not yet.")
    draft = workflow.submit(draft, factories.user("writer"))
    with refused("own"):
        workflow.approve(draft, publisher, draft.content_hash())


def test_approve_refuses_another_text_than_was_seen(reviewer):
    edition = factories.in_review()
    with refused("changed"):
        workflow.approve(edition, reviewer, "0" * 64)
    with refused("unseen"):
        workflow.approve(edition, reviewer, "")


def test_approve_refuses_a_time_that_has_passed_or_has_no_zone(reviewer):
    edition = factories.in_review()
    with refused("past"):
        workflow.approve(edition, reviewer, edition.content_hash(), at=clock.now() - timedelta(seconds=1))
    with refused("naive"):
        workflow.approve(edition, reviewer, edition.content_hash(), at=datetime(2050, 1, 1))


def test_approve_says_all_that_is_missing_at_once(reviewer):
    edition = factories.in_review(slug="")
    Release.objects.update(slug="")
    Edition.objects.update(title="")
    edition = fresh(edition)
    with refused("past", "changed", "title", "slug"):
        workflow.approve(edition, reviewer, "0" * 64, at=NOON.replace(year=2020))


def test_approve_refuses_an_address_that_is_taken_that_day(reviewer):
    factories.live(slug="rain")
    rival = factories.in_review(slug="rain")
    with refused("address"):
        workflow.approve(rival, reviewer, rival.content_hash())
    assert workflow.approve(rival, reviewer, rival.content_hash(), at=clock.now() + 49 * HOUR)
    russian = factories.in_review(slug="rain", language="ru")
    assert workflow.approve(russian, reviewer, russian.content_hash())


def test_an_address_taken_between_check_and_write_is_refused_too(reviewer, monkeypatch):
    factories.live(slug="rain")
    rival = factories.in_review(slug="rain")
    monkeypatch.setitem(workflow.reasons._CHECKS, "approve", ())
    with refused("address"):
        workflow.approve(rival, reviewer, rival.content_hash())


def test_nothing_goes_live_under_a_withdrawn_address(reviewer, publisher):
    first = factories.live()
    draft = workflow.submit(factories.next_draft(first), factories.user("writer"))
    workflow.withdraw(first, publisher, reason="Sent by mistake.")
    with refused("withdrawn"):
        workflow.approve(draft, reviewer, draft.content_hash())
    with refused("withdrawn"):
        workflow.publish_without_review(draft, publisher, draft.content_hash(), reason="At once.")


def test_a_correction_follows_at_its_instant_and_does_not_move_the_release():
    first = factories.live()
    release = first.release
    at = clock.now() + HOUR
    second = factories.next_scheduled(first, at=at)
    ends = [(showing.shown_from, showing.shown_until) for showing in release.showings.order_by("shown_from")]
    assert ends == [(first.showings.get().shown_from, at), (at, None)]
    again = Release.objects.get(pk=release.pk)
    assert (again.published_at, again.address_date) == (release.published_at, release.address_date)
    assert (fresh(first).standing(), fresh(second).standing()) == (Standing.LIVE, Standing.SCHEDULED)
    with time_machine.travel(at, tick=False):
        assert (fresh(first).standing(), fresh(second).standing()) == (Standing.SUPERSEDED, Standing.LIVE)


def test_two_editions_never_begin_at_one_instant(reviewer):
    with time_machine.travel(NOON, tick=False):
        first = factories.live()
        rival = workflow.submit(factories.next_draft(first), factories.user("writer"))
        with refused("instant"):
            workflow.approve(rival, reviewer, rival.content_hash())


# publish_without_review, look_after


def test_a_publication_without_review_is_flagged_until_a_second_person_has_looked(publisher):
    edition = factories.draft()
    seen = edition.content_hash()
    with refused("reason"):
        workflow.publish_without_review(edition, publisher, seen, reason="")
    with refused("changed"):
        workflow.publish_without_review(edition, publisher, "0" * 64, reason="The minister speaks now.")
    with audited(("publish_without_review", "publisher", "draft", "approved")):
        workflow.publish_without_review(edition, publisher, seen, reason="The minister speaks now.")
    flag = UnreviewedPublication.objects.get()
    assert (flag.edition, flag.by, flag.reason, flag.looked_by) == (
        edition,
        publisher,
        "The minister speaks now.",
        None,
    )
    with refused("own"):
        workflow.look_after(edition, publisher)
    with audited(("look_after", "reviewer", "approved", "approved")):
        workflow.look_after(edition, factories.user("reviewer"), comment="Correct.")
    flag.refresh_from_db()
    assert (flag.looked_by, flag.comment) == (factories.user("reviewer"), "Correct.")
    with refused("looked"):
        workflow.look_after(edition, factories.user("publisher", "publisher2"))


def test_who_wrote_it_is_no_second_person(publisher):
    edition = factories.draft(by=factories.user("publisher", "publisher2"))
    workflow.publish_without_review(edition, publisher, edition.content_hash(), reason="Now.")
    with refused("own"):
        workflow.look_after(edition, factories.user("publisher", "publisher2"))


def test_what_was_reviewed_needs_no_look(reviewer):
    edition = factories.live()
    with refused("looked"):
        workflow.look_after(edition, reviewer)


# reschedule, unschedule


def test_reschedule_moves_the_instant_and_the_date_line_that_came_from_it(publisher):
    at = clock.now() + HOUR
    edition = factories.scheduled(at=at)
    address = edition.release.address_date
    with audited(("reschedule", "publisher", "approved", "approved")):
        workflow.reschedule(edition, publisher, at=at + 72 * HOUR)
    edition = fresh(edition)
    assert edition.showings.get().shown_from == edition.release.published_at == at + 72 * HOUR
    assert edition.release.address_date == address
    workflow.reschedule(edition, publisher, at=None)
    edition = fresh(edition)
    assert edition.standing() == Standing.LIVE
    assert edition.release.published_at == edition.showings.get().shown_from < at


def test_reschedule_leaves_a_given_date_line():
    long_ago = datetime(2023, 4, 27, 5, 0, tzinfo=UTC)
    edition = factories.scheduled(published_at=long_ago)
    workflow.reschedule(edition, factories.user("publisher"), at=clock.now() + 72 * HOUR)
    assert fresh(edition).release.published_at == long_ago


def test_reschedule_moves_the_end_of_what_stands_before(publisher):
    first = factories.live()
    second = factories.next_scheduled(first)
    later = clock.now() + 5 * HOUR
    workflow.reschedule(second, publisher, at=later)
    assert first.showings.get().shown_until == later == second.showings.get().shown_from
    workflow.reschedule(second, publisher, at=None)
    assert fresh(first).standing() == Standing.SUPERSEDED
    with refused("state"):
        workflow.reschedule(second, publisher, at=later)


def test_reschedule_refuses_the_past(publisher):
    edition = factories.scheduled()
    with refused("past"):
        workflow.reschedule(edition, publisher, at=clock.now() - HOUR)


def test_unschedule_gives_a_draft_in_the_place(reviewer):
    first = factories.live(themes=[factories.theme()])
    second = factories.next_scheduled(first)
    with refused("reason"):
        workflow.unschedule(second, reviewer, reason=" ")
    with audited(("unschedule", "reviewer", "approved", "discarded")):
        draft = workflow.unschedule(second, reviewer, reason="Not yet.")
    second = fresh(second)
    assert (second.state, draft.state, draft.based_on) == (State.DISCARDED, State.DRAFT, first)
    assert draft.content_hash() == second.seal.sha256 == second.content_hash()
    assert {row.user for row in draft.contributions.all()} == {row.user for row in second.contributions.all()}
    assert AuditEntry.objects.latest("pk").details["draft"] == draft.public_id
    assert first.showings.get().shown_until is None and not second.showings.exists()
    assert fresh(first).standing() == Standing.LIVE


def test_an_unscheduled_release_gets_the_date_of_the_day_it_goes_live(reviewer):
    at = clock.now() + HOUR
    edition = factories.scheduled(at=at)
    draft = workflow.unschedule(edition, reviewer, reason="Not yet.")
    assert Release.objects.get().published_at is None
    later = at + 96 * HOUR
    workflow.approve(workflow.submit(draft, factories.user("writer")), reviewer, draft.content_hash(), at=later)
    release = Release.objects.get()
    assert release.published_at == later
    assert release.address_date == edition.release.address_date


def test_once_the_instant_has_come_nothing_is_taken_off_the_plan(reviewer, publisher):
    at = clock.now() + HOUR
    edition = factories.scheduled(at=at)
    with time_machine.travel(at, tick=False):
        with refused("state"):
            workflow.unschedule(edition, reviewer, reason="Stop!")
        with refused("state"):
            workflow.reschedule(edition, publisher, at=at + HOUR)


def test_a_text_does_not_go_live_before_its_date_line(reviewer):
    day = clock.now() + timedelta(days=2)
    edition = factories.in_review(published_at=day)
    with refused("date_line"):
        workflow.approve(edition, reviewer, edition.content_hash())
    with refused("date_line"):
        workflow.approve(edition, reviewer, edition.content_hash(), at=day - timedelta(seconds=1))
    assert not workflow.blockers(edition, "approve", reviewer), "a page that asks for the time does not know it yet"
    workflow.approve(edition, reviewer, edition.content_hash(), at=day)
    assert Edition.objects.get(pk=edition.pk).standing() == Standing.SCHEDULED
