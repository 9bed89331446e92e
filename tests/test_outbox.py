"""Who is told of what: the rows that each verb leaves in the outbox, in its own transaction."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from speeches import clock, outbox, workflow
from speeches.models import Message
from speeches.states import MailKind
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def staff():
    """Two of each role, and people who must hear nothing: without a role, without an address, or gone."""
    for role in ("writer", "reviewer", "publisher"):
        factories.user(role)
        factories.user(role, f"{role}2")
    factories.user("administrator")
    factories.user("outsider")
    factories.user("reviewer", "mute", email="")
    factories.user("reviewer", "gone", is_active=False)


def told(kind):
    """The names of those whom the outbox tells of `kind`, each as often as it does."""
    rows = Message.objects.filter(kind=kind, sent_at=None, dropped_at=None)
    return sorted(rows.values_list("recipient__username", flat=True))


def after(act, *args, **given):
    """What `act` gives, with an outbox that holds its mail alone."""
    Message.objects.all().delete()
    return act(*args, **given)


def user(name):
    return factories.user(name.rstrip("2"), name)


def test_who_may_review_is_asked_but_neither_writers_of_the_text_nor_whoever_submits():
    edition = factories.draft(by=user("publisher2"))
    edition = workflow.save(edition, user("writer"), {"summary": "Short."}, seen_hash=edition.content_hash())
    after(workflow.submit, edition, user("publisher"), comment="Urgent.")
    assert told(MailKind.SUBMITTED) == ["reviewer", "reviewer2"]
    assert Message.objects.first().data == {"verb": "submit", "by": "publisher", "comment": "Urgent."}
    assert Message.objects.count() == 2


def test_who_wrote_and_who_submitted_hear_of_changes():
    edition = factories.draft()
    edition = workflow.save(edition, user("writer2"), {"summary": "Short."}, seen_hash=edition.content_hash())
    edition = workflow.submit(edition, user("publisher"))
    after(workflow.request_changes, edition, user("reviewer"), reason="Who says so?")
    assert told(MailKind.CHANGES_REQUESTED) == ["publisher", "writer", "writer2"]
    assert {row.data["comment"] for row in Message.objects.all()} == {"Who says so?"}


def test_an_approval_now_is_told_to_its_writers_and_one_for_a_time_to_publishers_too():
    after(factories.live)
    assert told(MailKind.APPROVED) == ["writer"]
    assert told(MailKind.SOON) == []
    after(factories.scheduled)
    assert told(MailKind.APPROVED) == ["publisher", "publisher2", "writer"]


def test_the_reminder_comes_half_an_hour_before_and_to_the_publisher_who_decided_too():
    at = clock.now() + 5 * HOUR
    after(factories.approved, factories.in_review(), at=at, by=user("publisher"))
    assert told(MailKind.APPROVED) == ["publisher2", "writer"]
    assert told(MailKind.SOON) == ["publisher", "publisher2", "writer"]
    assert settings.REMIND_MINUTES_BEFORE == 30
    assert {row.due_at for row in Message.objects.filter(kind=MailKind.SOON)} == {at - timedelta(minutes=30)}


def test_moving_the_time_moves_the_reminder_and_leaves_no_other():
    edition = factories.scheduled(clock.now() + 5 * HOUR)
    for minutes in (600, 10, 300):
        at = clock.now() + timedelta(minutes=minutes)
        edition = workflow.reschedule(edition, user("publisher"), at=at)
        reminders = Message.objects.filter(kind=MailKind.SOON)
        assert told(MailKind.SOON) == ["publisher", "publisher2", "reviewer", "writer"]
        assert {row.data["at"] for row in reminders} == {at.isoformat()}
        assert all(row.due_at <= max(at - timedelta(minutes=30), clock.now()) for row in reminders)
    after(workflow.reschedule, edition, user("publisher"), at=None)
    assert told(MailKind.SOON) == []
    assert told(MailKind.APPROVED) == ["reviewer", "writer"]


@pytest.mark.parametrize("verb", ["unschedule", "withdraw"])
def test_what_is_taken_off_the_plan_takes_its_reminder_along(verb):
    live = factories.live()
    edition = factories.next_scheduled(live)
    assert told(MailKind.SOON)
    if verb == "unschedule":
        workflow.unschedule(edition, user("publisher"), reason="Not yet.")
        assert told(MailKind.CHANGES_REQUESTED) == ["reviewer", "writer"]
    else:
        Message.objects.exclude(kind=MailKind.SOON).delete()
        workflow.withdraw(live, user("publisher"), reason="Wrong figures.")
        assert told(MailKind.APPROVED) == ["reviewer", "reviewer", "writer", "writer"]
        assert sorted({row.data["verb"] for row in Message.objects.all()}) == ["cancel", "withdraw"]
    assert told(MailKind.SOON) == []


def test_what_is_published_without_review_is_told_to_all_who_may_look_and_to_its_writers_once():
    edition = factories.draft(by=user("publisher2"))
    edition = workflow.save(edition, user("writer"), {"summary": "Short."}, seen_hash=edition.content_hash())
    after(workflow.publish_without_review, edition, user("publisher"), edition.content_hash(), reason="Earthquake.")
    assert told(MailKind.UNREVIEWED) == ["publisher2", "reviewer", "reviewer2"]
    assert told(MailKind.APPROVED) == ["writer"]


def test_a_comment_is_told_to_writers_and_to_those_who_spoke_in_its_thread():
    edition = factories.in_review()
    thread = workflow.comment(edition, "Which year?", user=user("reviewer")).thread
    workflow.comment(edition, "Another thing.", user=user("reviewer2"))
    after(workflow.comment, edition, "Last year.", user=user("writer"), thread=thread)
    assert told(MailKind.COMMENTED) == ["reviewer"]
    after(workflow.comment, edition, "Sure?", user=user("publisher"), thread=thread)
    assert told(MailKind.COMMENTED) == ["reviewer", "writer"]


def test_what_a_guest_says_is_told_to_whoever_invited_him():
    edition = factories.in_review()
    link = factories.review_link(edition, created_by=user("publisher2"))
    after(workflow.comment, edition, "Fine.", link=link)
    assert told(MailKind.COMMENTED) == ["publisher2", "writer"]
    assert Message.objects.first().data["by"] == link.recipient
    after(workflow.audit, "agree", edition, link.recipient, link=link.public_id)
    assert told(MailKind.COMMENTED) == ["publisher2", "writer"]


def bundle_in_review(number=3):
    editions = [factories.in_review(language=language) for language in ("en", "ru", "kk")[:number]]
    return factories.bundle(*editions), editions


def test_a_bundle_gives_one_mail_for_each_person():
    bundle, editions = bundle_in_review()
    at = clock.now() + 5 * HOUR
    seen = {edition.public_id: edition.content_hash() for edition in editions}
    after(workflow.approve_bundle, bundle, user("reviewer"), seen, at=at)
    for kind, people in {MailKind.APPROVED: 3, MailKind.SOON: 4}.items():
        rows = list(Message.objects.filter(kind=kind))
        assert len(rows) == people, kind
        for row in rows:
            named = [row.edition.public_id, *row.data["also"]]
            assert named == [edition.public_id for edition in editions]
    Message.objects.exclude(kind=MailKind.SOON).delete()
    workflow.reschedule_bundle(bundle, user("publisher"), at=at + HOUR)
    assert told(MailKind.SOON) == ["publisher", "publisher2", "reviewer", "writer"]
    assert told(MailKind.APPROVED) == ["publisher2", "reviewer", "writer"]
    Message.objects.exclude(kind=MailKind.SOON).delete()
    workflow.unschedule_bundle(bundle, user("publisher"), reason="Not yet.")
    assert told(MailKind.SOON) == []
    assert told(MailKind.CHANGES_REQUESTED) == ["reviewer", "writer"]


def test_one_that_leaves_its_bundle_does_not_take_the_reminder_of_the_others_along():
    bundle, editions = bundle_in_review()
    seen = {edition.public_id: edition.content_hash() for edition in editions}
    workflow.approve_bundle(bundle, user("reviewer"), seen, at=clock.now() + 5 * HOUR)
    reminders = told(MailKind.SOON)
    after_leaving = Message.objects.exclude(kind=MailKind.SOON).delete()
    assert after_leaving
    workflow.leave_bundle(editions[0], user("publisher"), reason="The translation waits.")
    assert told(MailKind.CHANGES_REQUESTED) == ["reviewer", "writer"]
    assert told(MailKind.SOON) == reminders
    workflow.reschedule_bundle(bundle, user("publisher"), at=clock.now() + 6 * HOUR)
    assert told(MailKind.SOON) == ["publisher", "publisher2", "reviewer", "writer"]


def test_a_bundle_that_is_refused_tells_nobody():
    bundle, editions = bundle_in_review()
    Message.objects.all().delete()
    with pytest.raises(workflow.Refused):
        workflow.approve_bundle(bundle, user("reviewer"), {})
    assert not Message.objects.exists()
    factories.in_review()
    assert told(MailKind.SUBMITTED), "and what comes after is told again"


def test_a_verb_that_is_rolled_back_tells_nobody():
    edition = factories.draft()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        workflow.submit(edition, user("writer"))
        assert told(MailKind.SUBMITTED)
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_an_import_tells_nobody():
    content = {"title": "From the archive", "body": factories.BODY}
    day = clock.now() - timedelta(days=400)
    workflow.import_published("import", language="en", slug="archive", published_at=day, content=content)
    workflow.create(None, language="en", content=content, actor="import")
    assert not Message.objects.exists()


def test_the_number_of_queries_does_not_grow_with_people():
    def counted(act):
        edition = factories.in_review()
        with CaptureQueriesContext(
            connection,
        ) as few:
            act(edition)
        return len(few)

    acts = (
        lambda edition: workflow.request_changes(edition, user("reviewer"), reason="Why?"),
        lambda edition: factories.approved(edition, at=clock.now() + HOUR),
        lambda edition: workflow.comment(edition, "Why?", user=factories.user("reviewer")),
    )
    few = [counted(act) for act in acts]
    for number in range(30):
        factories.user("publisher", f"publisher-{number}")
    assert [counted(act) for act in acts] == few


def test_a_guest_is_written_to_at_his_address():
    edition = factories.in_review()
    link = factories.review_link(edition, email="dana@example.org")
    after(outbox.put, MailKind.INVITED, edition, address=link.email, link=link.public_id)
    row = Message.objects.get()
    assert (row.recipient, row.address, row.data) == (None, "dana@example.org", {"link": link.public_id})
