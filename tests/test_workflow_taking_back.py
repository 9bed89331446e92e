"""Verbs that take back: withdraw, reinstate, redact; and the proposals of the first of two people."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from speeches import clock, guards, workflow
from speeches.exchange import public_record
from speeches.models import (
    Attachment,
    AuditEntry,
    BundleMember,
    Edition,
    Photo,
    Proposal,
    Rendition,
    ReviewLink,
    Showing,
    Statement,
    StatementVersion,
)
from speeches.states import Standing, State
from tests import factories
from tests.checks import audited, refused
from tests.factories import fresh

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def publisher2():
    return factories.user("publisher", "publisher2")


@pytest.fixture
def admin():
    return factories.user("administrator")


@pytest.fixture
def admin2():
    return factories.user("administrator", "administrator2")


# withdraw


def test_withdraw_puts_a_notice_in_the_place(publisher):
    edition = factories.live()
    with refused("reason"):
        workflow.withdraw(edition, publisher, reason="\n ")
    with audited(("withdraw", "publisher", "approved", "approved")):
        workflow.withdraw(edition, publisher, reason=" The figures were not ours. ")
    notice = Showing.objects.notices().get()
    assert (notice.release, notice.follows, notice.edition) == (edition.release, edition, None)
    assert notice.explanation == "The figures were not ours."
    assert edition.showings.get().shown_until == notice.shown_from
    assert fresh(edition).standing() == Standing.WITHDRAWN
    assert not Edition.objects.live().exists() and not Edition.objects.shown().exists()


def test_withdraw_cancels_what_was_to_follow(publisher):
    first = factories.live()
    second = factories.next_scheduled(first)
    bystander = factories.scheduled()
    with audited(("cancel", "publisher", "approved", "discarded"), "withdraw"):
        workflow.withdraw(first, publisher, reason="Sent by mistake.")
    assert AuditEntry.objects.latest("pk").details == {"cancelled": [second.public_id]}
    assert fresh(second).standing() == Standing.DISCARDED and not second.showings.exists()
    assert fresh(bystander).standing() == Standing.SCHEDULED
    with time_machine.travel(clock.now() + 5 * HOUR):
        assert fresh(first).standing() == Standing.WITHDRAWN


def test_a_cancelled_edition_leaves_its_bundle(publisher):
    first = factories.live()
    correction = workflow.submit(factories.next_draft(first), factories.user("writer"))
    other = factories.in_review()
    bundle = factories.bundle(correction, other)
    hashes = {edition.public_id: edition.content_hash() for edition in (correction, other)}
    workflow.approve_bundle(bundle, factories.user("reviewer"), hashes, at=clock.now() + HOUR)
    workflow.withdraw(first, publisher, reason="Sent by mistake.")
    assert [member.edition for member in BundleMember.objects.all()] == [other]
    workflow.reschedule_bundle(bundle, publisher, at=None)
    assert fresh(other).standing() == Standing.LIVE


def test_only_what_stands_now_is_withdrawn(publisher):
    first = factories.live()
    second = factories.corrected(first)
    with refused("state"):
        workflow.withdraw(first, publisher, reason="Sent by mistake.")
    workflow.withdraw(second, publisher, reason="Sent by mistake.")
    assert not Edition.objects.shown().exists()
    assert fresh(first).standing() == Standing.SUPERSEDED


# propose, decline, reinstate


def test_reinstate_takes_two_publishers(publisher, publisher2):
    edition = factories.withdrawn()
    with refused("second"):
        workflow.reinstate(edition, publisher, reason="Right after all.")
    with refused("permission"):
        workflow.propose(edition, "reinstate", factories.user("writer"), reason="Right after all.")
    with refused("reason"):
        workflow.propose(edition, "reinstate", publisher, reason=" ")
    with audited(("propose_reinstate", "publisher", "approved", "approved")):
        workflow.propose(edition, "reinstate", publisher, reason="Right after all.")
    with refused("asked"):
        workflow.propose(edition, "reinstate", publisher2, reason="Right after all.")
    with refused("second"):
        workflow.reinstate(edition, publisher, reason="Right after all.")
    with refused("reason"):
        workflow.reinstate(edition, publisher2, reason="")
    with audited(("reinstate", "publisher2", "approved", "approved")):
        workflow.reinstate(edition, publisher2, reason="Checked.")
    assert AuditEntry.objects.latest("pk").details == {"asked_by": "publisher"}
    proposal = Proposal.objects.get()
    assert (proposal.outcome, proposal.decided_by) == (Proposal.Outcome.DONE, publisher2)
    assert Edition.objects.live().get() == edition and not Showing.objects.notices().exists()
    instants = list(edition.release.showings.order_by("shown_from").values_list("shown_from", "shown_until"))
    assert [until for _, until in instants] == [*(begins for begins, _ in instants[1:]), None]


def test_a_withdrawal_takes_two_people_back_each_time(publisher, publisher2):
    edition = factories.reinstated(factories.withdrawn())
    workflow.withdraw(edition, publisher, reason="No, it was wrong.")
    with refused("second"):
        workflow.reinstate(edition, publisher2, reason="Yes, it was right.")


def test_a_proposal_can_be_declined_by_who_could_have_asked(publisher, publisher2):
    edition = factories.withdrawn()
    proposal = workflow.propose(edition, "reinstate", publisher, reason="Right after all.")
    for stranger in (factories.user("reviewer"), factories.user("publisher", "retired", is_active=False)):
        with refused("permission"):
            workflow.decline(proposal, stranger, reason="No.")
    with refused("reason"):
        workflow.decline(proposal, publisher2, reason=" ")
    with audited(("decline_reinstate", "publisher2", "approved", "approved")):
        workflow.decline(proposal, publisher2, reason="It is still wrong.")
    with refused("decided"):
        workflow.decline(proposal, publisher2, reason="It is still wrong.")
    with refused("second"):
        workflow.reinstate(edition, publisher2, reason="Right after all.")
    own = workflow.propose(edition, "reinstate", publisher, reason="Right after all.")
    assert workflow.decline(own, publisher, reason="I was mistaken.").outcome == Proposal.Outcome.DECLINED


def test_a_reviewer_does_not_stop_a_redaction(admin):
    proposal = workflow.propose(factories.live(), "redact", admin, reason="Order of a court.")
    with refused("permission"):
        workflow.decline(proposal, factories.user("reviewer"), reason="No.")


def test_only_what_takes_two_is_proposed(publisher):
    with pytest.raises(ValueError, match="withdraw"):
        workflow.propose(factories.live(), "withdraw", publisher, reason="Now.")


# redact


@pytest.fixture
def full():
    """What an edition of everything begins with."""
    return {
        "title": "Zhanar Tokenova is ill",
        "summary": "Summary of Zhanar",
        "dateline": "Altynqala, Zhanar",
        "press_contact": "Zhanar's office",
        "notes_to_editors": "Notes on Zhanar",
        "boilerplate": "About Zhanar",
        "body": "<p>Zhanar Tokenova noted that she is ill.</p>",
        "themes": [factories.theme()],
        "photos": [{"photo": factories.photo(), "alt": "Zhanar", "caption": "Zhanar", "credit": "Zhanar"}],
        "attachments": [{"attachment": factories.attachment(), "title": "Zhanar's letter"}],
    }


def files():
    stored = (*Photo.objects.all(), *Attachment.objects.all(), *Rendition.objects.all())
    return [row.file.name for row in stored]


def test_redact_destroys_the_content_and_leaves_hash_and_tombstone(
    full, admin, admin2, django_capture_on_commit_callbacks
):
    edition = factories.live(**full)
    version = factories.statement(edition, "she is ill", speaker=factories.person())
    link = factories.left_at_the_desk(edition)
    sealed, names = edition.seal.sha256, files()
    assert {"speeches_buffer", "speeches_comment", "speeches_translation"} <= set(words_left("Zhanar"))
    assert len(names) == 3 and all(default_storage.exists(name) for name in names)
    with refused("second"):
        workflow.redact(edition, admin, reason="Order of a court.")
    with audited(("propose_redact", "administrator", "approved", "approved")):
        workflow.propose(edition, "redact", admin, reason="Order of a court.")
    with refused("second"):
        workflow.redact(edition, admin, reason="Order of a court.")
    with (
        audited(("redact", "administrator2", "approved", "approved")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        workflow.redact(edition, admin2, reason="Order of a court.")

    edition = fresh(edition)
    assert edition.redacted_at and edition.seal.sha256 == sealed
    told = {"sha256": sealed, "asked_by": "administrator", "discarded_too": [], "files": names}
    details = AuditEntry.objects.latest("pk").details
    assert details | {"files": sorted(details["files"])} == told | {"files": sorted(names)}
    assert not edition.themes.exists() and not edition.edition_photos.exists()
    assert not edition.edition_attachments.exists() and not files()
    assert not any(default_storage.exists(name) for name in names)
    assert not StatementVersion.objects.exists() and not Statement.objects.filter(pk=version.statement_id).exists()
    assert not words_left("Zhanar") and not ReviewLink.objects.filter(pk=link.pk).exists()
    assert not Edition.objects.live().exists() and not Edition.objects.shown().exists()
    notice = Showing.objects.notices().get()
    assert (notice.follows, notice.explanation) == (edition, "This text was removed for legal reasons.")
    assert "court" not in notice.explanation
    assert guards.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="Again")


def words_left(word):
    """Tables of the application in which `word` still stands, the audit trail and users left aside."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("speeches_"):
                cursor.execute(f"SELECT * FROM {table}")
                found += [table for row in cursor.fetchall() if word in repr(row)]
    return found


def redacted(edition, admin, admin2):
    workflow.propose(edition, "redact", admin, reason="Order of a court.")
    return workflow.redact(edition, admin2, reason="Order of a court.")


def test_an_earlier_explanation_goes_with_the_text(admin, admin2, publisher, client):
    edition = factories.live()
    workflow.withdraw(edition, publisher, reason="Zhanar Tokenova asked us to.")
    redacted(edition, admin, admin2)
    page = client.get(edition.release.get_absolute_url())
    assert page.status_code == 410
    assert "Zhanar" not in page.content.decode() and "removed for legal reasons" in page.content.decode()


def test_a_discarded_twin_goes_with_it(full, admin, admin2, publisher):
    """Unscheduling leaves the scheduled edition behind, discarded, with the whole text."""
    scheduled = factories.scheduled(**full)
    draft = workflow.unschedule(scheduled, publisher, reason="Not yet.")
    redacted(draft, admin, admin2)
    assert fresh(scheduled).redacted_at and fresh(draft).redacted_at
    assert not words_left("Zhanar")
    assert AuditEntry.objects.latest("pk").details["discarded_too"] == [scheduled.public_id]


def test_what_was_shown_before_is_redacted_by_itself(admin, admin2):
    first = factories.live(title="Zhanar Tokenova is ill")
    second = factories.corrected(first, title="A correction")
    redacted(second, admin, admin2)
    assert fresh(first).redacted_at is None and fresh(first).title == "Zhanar Tokenova is ill"


def test_the_words_of_a_statement_that_was_carried_on_go_too(admin, admin2):
    first = factories.live(body="<p>Zhanar Tokenova noted that she is ill.</p>")
    factories.statement(first, "she is ill", speaker=factories.person())
    second = factories.corrected(first, body="<p>Nothing else was said.</p>")
    assert StatementVersion.objects.get(edition=second).quote == "she is ill"
    redacted(first, admin, admin2)
    assert not words_left("she is ill")


def test_a_file_that_cannot_be_deleted_keeps_no_other_and_is_named(
    full, admin, admin2, monkeypatch, django_capture_on_commit_callbacks
):
    edition = factories.live(**full)
    first, *others = files()
    delete = type(default_storage._wrapped).delete

    def stubborn(storage, name):
        if name == first:
            raise OSError("read-only file system")
        return delete(storage, name)

    monkeypatch.setattr(type(default_storage._wrapped), "delete", stubborn)
    with django_capture_on_commit_callbacks(execute=True):
        redacted(edition, admin, admin2)
    assert default_storage.exists(first) and not any(default_storage.exists(name) for name in others)
    assert first in AuditEntry.objects.latest("pk").details["files"]
    assert [problem for problem in public_record.verify_database() if first in problem]


def test_what_another_edition_uses_stays(full, admin, admin2, django_capture_on_commit_callbacks):
    edition, other = factories.live(**full), factories.live(photos=full["photos"], attachments=full["attachments"])
    names = files()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.propose(edition, "redact", admin, reason="Order of a court.")
        workflow.redact(edition, admin2, reason="Order of a court.")
    assert files() == names and all(default_storage.exists(name) for name in names)
    assert other.content_hash() == other.seal.sha256


def test_a_redaction_that_fails_destroys_nothing(full, admin, admin2, monkeypatch, django_capture_on_commit_callbacks):
    edition = factories.live(**full)
    workflow.propose(edition, "redact", admin, reason="Order of a court.")
    names = files()

    def fails(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr(workflow.taking_back, "audit", fails)
    with pytest.raises(OSError, match="space"), django_capture_on_commit_callbacks(execute=True):
        workflow.redact(edition, admin2, reason="Order of a court.")
    assert fresh(edition).content_hash() == edition.seal.sha256
    assert files() == names and all(default_storage.exists(name) for name in names)
    assert Proposal.objects.get().outcome == "" and guards.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="Again")


@pytest.mark.parametrize(
    ("make", "standing", "rows"),
    [
        (factories.draft, Standing.DISCARDED, ["redact"]),
        (factories.in_review, Standing.DISCARDED, ["redact"]),
        (factories.discarded, Standing.DISCARDED, ["redact"]),
        (factories.scheduled, Standing.DISCARDED, ["cancel", "redact"]),
        (factories.live, Standing.WITHDRAWN, ["redact"]),
        (factories.superseded, Standing.SUPERSEDED, ["redact"]),
        (factories.withdrawn, Standing.WITHDRAWN, ["redact"]),
    ],
)
def test_any_edition_can_be_redacted(make, standing, rows, admin, admin2):
    edition = make()
    before = {row.pk for row in Edition.objects.live()}
    workflow.propose(edition, "redact", admin, reason="Order of a court.")
    with audited(*rows):
        workflow.redact(edition, admin2, reason="Order of a court.")
    edition = fresh(edition)
    assert (edition.standing(), edition.title, edition.body, edition.plain_text) == (standing, "", "", "")
    assert {row.pk for row in Edition.objects.live()} == before - {edition.pk}
    assert not edition.release.open_edition()


def test_redacting_the_live_edition_cancels_what_was_to_follow(admin, admin2):
    first = factories.live()
    second = factories.next_scheduled(first)
    workflow.propose(first, "redact", admin, reason="Order of a court.")
    with audited("cancel", "redact"):
        workflow.redact(first, admin2, reason="Order of a court.")
    assert fresh(second).state == State.DISCARDED


def test_redacting_what_was_superseded_leaves_the_live_text(admin, admin2):
    first = factories.live()
    second = factories.corrected(first)
    workflow.propose(first, "redact", admin, reason="Personal data.")
    workflow.redact(first, admin2, reason="Personal data.")
    assert Edition.objects.live().get() == second
    at = first.showings.get().shown_from
    assert not Edition.objects.live(at).exists()


def test_a_redacted_draft_leaves_its_bundle(admin, admin2):
    edition = factories.draft()
    factories.bundle(edition)
    workflow.propose(edition, "redact", admin, reason="Personal data.")
    workflow.redact(edition, admin2, reason="Personal data.")
    assert not BundleMember.objects.exists()


def test_the_notice_speaks_the_language_of_the_release(admin, admin2):
    from django.utils import translation

    edition = factories.live(language="ru")
    workflow.propose(edition, "redact", admin, reason="Order of a court.")
    with translation.override("kk"):
        workflow.redact(edition, admin2, reason="Order of a court.")
        assert translation.get_language() == "kk"
    with translation.override("ru"):
        wanted = translation.gettext("This text was removed for legal reasons.")
    assert Showing.objects.notices().get().explanation == wanted


NOTHING = "\u200b\u2060 \u3164\n"


def test_a_reason_that_nobody_sees_is_no_reason(publisher):
    live, waiting = factories.live(), factories.scheduled()
    bundled = factories.draft()
    factories.bundle(bundled)
    draft = factories.draft()
    with refused("reason"):
        workflow.withdraw(live, publisher, reason=NOTHING)
    with refused("reason"):
        workflow.unschedule(waiting, publisher, reason=NOTHING)
    with refused("reason"):
        workflow.amend(live.release, publisher, slug="another", reason=NOTHING)
    with refused("reason"):
        workflow.leave_bundle(bundled, publisher, reason=NOTHING)
    with refused("reason"):
        workflow.publish_without_review(draft, publisher, draft.content_hash(), reason=NOTHING)


def test_an_explanation_is_published_in_its_normal_form(publisher):
    edition = workflow.withdraw(factories.live(), publisher, reason="\u200b  The figures\u00a0were wrong. \n")
    assert edition.notices.get().explanation == "The figures were wrong."
