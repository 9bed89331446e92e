"""The verbs of review links: who may invite whom, and what a guest can do."""

from datetime import timedelta

import pytest
import time_machine

from speeches import clock, workflow
from speeches.models import AuditEntry, Comment, Message, ReviewLink
from speeches.states import MailKind
from speeches.workflow import guests
from tests import factories
from tests.checks import audited, refused
from tests.guests import CLOSED, changed, closed

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("role", ["writer", "reviewer", "publisher"])
@pytest.mark.parametrize("standing", ["draft", "in_review", "scheduled"])
def test_whoever_writes_reviews_or_publishes_invites_before_the_text_is_public(role, standing):
    edition, user = getattr(factories, standing)(), factories.user(role)
    with audited(("invite", role, edition.state, edition.state)):
        link = workflow.invite(edition, user, " Dana  Serikova ", email="dana@example.org")
    assert (link.recipient, link.created_by, link.language) == ("Dana Serikova", user, "en")
    assert link.expires_at - link.created_at == timedelta(hours=24)
    message = Message.objects.get(kind=MailKind.INVITED)
    assert (message.kind, message.address, message.data) == (
        MailKind.INVITED,
        "dana@example.org",
        {"link": link.public_id},
    )


def test_the_audit_names_the_guest_but_neither_mail_nor_secret():
    link = workflow.invite(factories.draft(), factories.user("writer"), "Dana Serikova", email="dana@example.org")
    entry = AuditEntry.objects.get(verb="invite")
    assert entry.comment == "Dana Serikova"
    assert set(entry.details) == {"link", "until"}
    assert guests.address_of(link).split(".")[1].strip("/") not in str(entry.__dict__)


def test_without_an_address_nothing_is_mailed():
    workflow.invite(factories.draft(), factories.user("writer"), "Dana Serikova")
    assert not Message.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "outsider"])
def test_other_roles_neither_invite_nor_revoke(role):
    edition, user = factories.draft(), factories.user(role)
    with refused("permission"):
        workflow.invite(edition, user, "Dana Serikova")
    link = factories.review_link(edition)
    with refused("permission"):
        workflow.revoke(link, user)


def test_a_closed_account_does_not_invite():
    edition, gone = factories.draft(), factories.user("writer", "gone", is_active=False)
    with refused("permission"):
        workflow.invite(edition, gone, "Dana Serikova")


@pytest.mark.parametrize("standing", ["live", "superseded", "withdrawn", "discarded", "redacted"])
def test_nobody_is_invited_to_what_is_public_or_put_aside(standing):
    edition = getattr(factories, standing)()
    with refused("state"):
        workflow.invite(edition, factories.user("publisher"), "Dana Serikova")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"recipient": " \u200b "}, "recipient"),
        ({"recipient": None}, "recipient"),
        ({"recipient": "x" * 151}, "length"),
        ({"recipient": "Reviewer"}, "account"),
        ({"email": "dana"}, "email"),
        ({"email": f"{'d' * 60}@{'example.' * 30}org"}, "email"),
        ({"language": "de"}, "choice"),
        ({"lasts": timedelta(days=365)}, "choice"),
    ],
)
def test_what_cannot_be_an_invitation_is_refused(given, code):
    edition, writer = factories.draft(), factories.user("writer")
    factories.user("reviewer")
    with refused(code):
        workflow.invite(edition, writer, given.pop("recipient", "Dana Serikova"), **given)


def test_nobody_has_two_links_at_once():
    edition, writer = factories.draft(), factories.user("writer")
    link = workflow.invite(edition, writer, "Dana Serikova")
    with refused("twice"):
        workflow.invite(edition, writer, "dana serikova")
    workflow.revoke(link, writer)
    workflow.invite(edition, writer, "Dana Serikova")


def test_a_link_is_revoked_once_by_anybody_who_may_invite():
    link = factories.review_link(factories.draft())
    with audited(("revoke", "reviewer", "draft", "draft")):
        revoked = workflow.revoke(link, factories.user("reviewer"))
    assert revoked.revoked_at
    with refused("over"):
        workflow.revoke(link, factories.user("reviewer"))


def test_what_is_gone_cannot_be_revoked():
    link = factories.review_link(factories.draft())
    ReviewLink.objects.all().delete()
    with refused("over"):
        workflow.revoke(link, factories.user("writer"))


def test_an_agreement_names_the_text_and_approves_nothing():
    edition = factories.in_review()
    link = factories.review_link(edition)
    with audited(("agree", link.recipient, "in_review", "in_review")):
        link = workflow.agree(link, edition.content_hash())
    assert link.agreed_sha256 == edition.content_hash()
    edition.refresh_from_db()
    assert edition.state == "in_review"
    assert not hasattr(edition, "seal")
    assert workflow.blockers(edition, "approve", factories.user("writer"))


def test_agreeing_twice_is_agreeing_once():
    edition = factories.draft()
    link = factories.review_link(edition)
    first = workflow.agree(link, edition.content_hash()).agreed_at
    with time_machine.travel(clock.now() + HOUR, tick=False), audited():
        assert workflow.agree(link, edition.content_hash()).agreed_at == first


@pytest.mark.parametrize("seen_hash", ["", None, "0" * 64])
def test_nobody_agrees_with_a_text_that_is_not_this_one(seen_hash):
    link = factories.review_link(factories.draft())
    with refused("changed"):
        workflow.agree(link, seen_hash)


@pytest.mark.parametrize("how", CLOSED)
def test_through_a_closed_link_nothing_is_agreed_or_said(how):
    edition = factories.draft()
    link, seen = factories.review_link(edition), edition.content_hash()
    with time_machine.travel(closed(link, how), tick=False):
        with refused("over"):
            workflow.agree(link, seen)
        with refused("over"):
            guests.remark(link, "Wait.")


def test_once_the_text_is_live_the_review_is_over():
    link = factories.review_link(factories.live())
    with refused("over"):
        workflow.agree(link, link.edition.content_hash())
    with refused("over"):
        guests.remark(link, "Wait.")


def test_a_comment_on_a_passage_belongs_to_the_text_that_was_seen():
    edition = factories.draft()
    link, seen = factories.review_link(edition), edition.content_hash()
    with audited(("comment", link.recipient, "draft", "draft")):
        made = guests.remark(link, "Which canal?", seen_hash=seen, start=0, end=5)
    assert made.thread.quote == edition.plain_text[:5]
    changed(edition)
    with refused("changed"):
        guests.remark(link, "Which canal?", seen_hash=seen, start=0, end=5)
    guests.remark(link, "Which title?", seen_hash=seen)


def test_a_guest_says_so_much_an_hour(monkeypatch):
    monkeypatch.setattr(guests, "HOURLY", 3)
    edition = factories.draft()
    link, other = factories.review_link(edition), factories.review_link(edition, "Tom Reed")
    for _number in range(3):
        guests.remark(link, "Once more.")
    with refused("many"):
        guests.remark(link, "And again.")
    guests.remark(other, "I have said nothing yet.")
    with time_machine.travel(clock.now() + HOUR, tick=False):
        guests.remark(link, "An hour later.")
    assert Comment.objects.count() == 5


def test_the_desk_knows_to_which_text_somebody_agreed_and_what_changed_since():
    edition, theme = factories.draft(summary="Short."), factories.theme()
    agreed, silent = factories.review_link(edition), factories.review_link(edition, "Tom Reed")
    workflow.agree(agreed, edition.content_hash())
    assert {link.recipient: link.stale for link in guests.links_of(edition)} == {
        agreed.recipient: (),
        silent.recipient: None,
    }
    edition = changed(edition, body="<p>Another text.</p>", themes=[theme])
    stale = {link.recipient: link.stale for link in guests.links_of(edition)}[agreed.recipient]
    assert set(stale) == {"body", "themes"}
    assert [guests.part_name(name) for name in ("body", "themes", "links")] == ["Text", "Themes", "Links"]
    edition = changed(edition, body=factories.BODY, themes=[])
    assert guests.links_of(edition)[1].stale == ()


def test_a_second_agreement_is_measured_by_its_own_text():
    edition = factories.draft()
    link = factories.review_link(edition)
    workflow.agree(link, edition.content_hash())
    edition = changed(edition, title="A second title")
    workflow.agree(link, edition.content_hash())
    edition = changed(edition, summary="A summary.")
    assert guests.links_of(edition)[0].stale == ("summary",)


def test_the_audit_of_an_agreement_gives_no_word_of_the_text_away():
    """A redaction leaves the audit: a title must not be guessed from what it holds of an agreement."""
    edition = factories.draft(title="Zhanar")
    one, two = factories.review_link(edition), factories.review_link(edition, "Tom Reed")
    for link in (one, two):
        workflow.agree(link, edition.content_hash())
    first, second = (entry.details["parts"] for entry in AuditEntry.objects.filter(verb="agree"))
    assert first.keys() == second.keys() >= {"title", "body"}
    assert not set(first.values()) & set(second.values()), "unkeyed digests would be the same"
    assert "Zhanar" not in str(first)


@pytest.mark.parametrize("how", CLOSED[:-1])
def test_the_desk_says_why_a_link_opens_nothing(how):
    link = factories.review_link(factories.draft(by=factories.user("publisher")))
    link.edition.contributions.create(user=factories.user("writer"))
    with time_machine.travel(closed(link, how), tick=False):
        told = guests.links_of(type(link.edition).objects.get())[0].state
    assert told == {"discarded": "over"}.get(how, how)


def test_the_list_of_links_asks_no_more_for_many(django_assert_num_queries):
    edition = factories.draft()

    def agreed(name):
        link = factories.review_link(edition, name)
        workflow.agree(link, edition.content_hash())
        guests.remark(link, "Good.")

    agreed("Dana Serikova")
    edition = changed(edition)
    with django_assert_num_queries(10):
        guests.links_of(edition)
    edition = changed(edition, title="The old title")
    for number in range(10):
        agreed(f"Guest {number}")
    edition = changed(edition)
    with django_assert_num_queries(10):
        assert len(guests.links_of(edition)) == 11
