"""Statements from edition to edition: what a decision reaches, and what the public is told of it meanwhile."""

from datetime import timedelta

import pytest

from speeches import clock, workflow
from speeches.models import Statement, StatementVersion
from speeches.workflow import marking
from tests import factories
from tests.checks import refused
from tests.factories import fresh
from tests.marking import CANAL, NAMED, SPRING, accept, accepted, mark_of, marked, passage, proposed, seen, suggested

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "scheduled", "live"])
def test_a_decision_reaches_the_edition_that_follows(state):
    first = factories.live()
    version = proposed(first)
    lost = accepted(first, SPRING, status="needs_review")
    draft = factories.next_draft(first)
    if state != "draft":
        waiting = workflow.submit(draft, factories.user("writer"))
        at = clock.now() + timedelta(hours=1) if state == "scheduled" else None
        draft = factories.approved(waiting, at=at)
    assert draft.statement_versions.count() == 1
    accept(first, version)
    marking.look_again(lost, factories.user("writer"), mark_of(lost))
    accept(first, lost)
    there = {one.quote: one.status for one in draft.statement_versions.all()}
    assert there == {CANAL: "accepted", SPRING: "accepted"}
    marking.adjust(version, factories.user("writer"), mark_of(version), speaker_name="Zhanar")
    accept(first, version)
    assert draft.statement_versions.get(statement=version.statement).who == "Zhanar"


def test_what_was_decided_in_the_edition_itself_stands():
    first = factories.live()
    version = accepted(first)
    draft = factories.next_draft(first)
    own = draft.statement_versions.get()
    marking.adjust(own, factories.user("writer"), mark_of(own), speaker_name="Somebody else")
    accept(draft, own)
    marking.adjust(version, factories.user("writer"), mark_of(version), speaker_name="Zhanar")
    accept(first, version)
    assert fresh(own).who == "Somebody else" and fresh(version).who == "Zhanar"


def test_joining_and_rejecting_reach_the_edition_that_follows():
    first = factories.live()
    one, two = accepted(first, "the canal reaches"), accepted(first, "every village of the steppe")
    lost = accepted(first, SPRING, status="needs_review")
    draft = factories.next_draft(first)
    marking.reject(first, factories.user("writer"), seen(lost))
    marking.join(one, two, factories.user("writer"), [mark_of(one), mark_of(two)])
    accept(first, one)
    there = {own.quote: own.status for own in draft.statement_versions.all()}
    assert there == {CANAL: "accepted", "every village of the steppe": "rejected", SPRING: "rejected"}


def test_a_decision_does_not_overlay_what_stands_in_the_edition_that_follows():
    first = factories.live()
    version = proposed(first)
    draft = factories.next_draft(first)
    mine, guess = marked(draft, "every village"), suggested(draft, "the canal")
    accept(first, version)
    carried = draft.statement_versions.get(statement=version.statement)
    assert carried.status == "needs_review" and fresh(mine).status == "proposed"
    assert not StatementVersion.objects.filter(pk=guess.pk).exists()


def test_a_draft_follows_its_origin_until_somebody_decides_there():
    """A paragraph that is changed and changed back leaves its statement accepted."""
    writer, first = factories.user("writer"), factories.live()
    accepted(first)
    draft = factories.next_draft(first, body=factories.BODY.replace("noted", "denied"))
    assert draft.statement_versions.get().status == "needs_review"
    draft = workflow.save(draft, writer, {"body": factories.BODY}, seen_hash=draft.content_hash())
    assert draft.statement_versions.get().status == "accepted"
    draft = workflow.save(draft, writer, {"body": "<p>Nothing.</p>"}, seen_hash=draft.content_hash())
    assert draft.statement_versions.get().score == 0


def test_saving_places_what_was_decided_in_the_draft():
    writer, draft = factories.user("writer"), factories.draft()
    version, guess, other = accepted(draft), suggested(draft, SPRING), suggested(draft, "Aidar Bekmuratov")
    marking.adjust(version, writer, mark_of(version), cue="noted")
    body = f"<p>A new line.</p>{factories.BODY}".replace("in spring", "in summer")
    draft = workflow.save(draft, writer, {"body": body}, seen_hash=draft.content_hash())
    assert draft.plain_text[fresh(version).start : fresh(version).end] == CANAL and fresh(version).change.cue == "noted"
    assert not StatementVersion.objects.filter(pk=guess.pk).exists(), "another suggestion can be made"
    assert fresh(other).status == "suggested"
    draft = workflow.save(draft, writer, {"body": "<p>Nothing.</p>"}, seen_hash=draft.content_hash())
    assert (fresh(version).status, fresh(version).cue) == ("needs_review", "noted"), "the change is not lost"
    assert draft.statement_versions.count() == 1


def test_unscheduling_keeps_what_waits():
    edition = factories.scheduled()
    proposed(edition)
    suggested(edition, SPRING)
    draft = workflow.unschedule(edition, factories.user("reviewer"), reason="Not yet.")
    assert sorted(one.status for one in draft.statement_versions.all()) == ["proposed", "suggested"]


def test_proposals_that_overlap_are_not_both_accepted():
    edition = factories.live()
    one, two = proposed(edition, "the canal reaches every"), proposed(edition, "every village")
    accept(edition, one)
    with refused("overlap"):
        accept(edition, two)


def test_a_rejection_holds_only_while_its_words_are_there():
    writer, first = factories.user("writer"), factories.live()
    made = marking.suggest(first, writer)
    marking.reject(first, writer, seen(*made))
    later = factories.next_draft(first, body="<p>Aidar Bekmuratov said that the bridge is new.</p>")
    assert [one.quote for one in marking.suggest(later, writer)] == ["Aidar Bekmuratov said that the bridge is new."]


def test_a_decision_that_was_taken_in_both_editions_stays_as_each_has_it():
    first = factories.live()
    version = proposed(first)
    draft = factories.next_draft(first)
    factories.statement(draft, CANAL, statement=version.statement, status="rejected", **NAMED)
    accept(first, version)
    assert draft.statement_versions.get().status == "rejected"


def test_a_rejected_suggestion_reaches_no_edition_that_has_none():
    first = factories.live()
    guess = suggested(first)
    draft = factories.next_draft(first)
    marking.reject(first, factories.user("writer"), seen(guess))
    assert fresh(guess).status == "rejected" and not draft.statement_versions.exists()


def test_a_join_in_a_text_that_is_not_public_leads_no_reader_on(client):
    first = factories.live()
    one, two = accepted(first, "the canal reaches"), accepted(first, "every village of the steppe")
    before = client.get(two.get_absolute_url()).content
    draft = factories.next_draft(first)
    mine = [draft.statement_versions.get(statement=version.statement) for version in (one, two)]
    marking.join(*mine, factories.user("writer"), [mark_of(version) for version in mine])
    accept(draft, mine[0])
    assert Statement.objects.get(pk=two.statement_id).led_to == one.statement
    answer = client.get(two.get_absolute_url())
    assert (answer.status_code, answer.content) == (200, before)


def rejected_again_accepted_in_a_draft(edition, version):
    """A correction of `edition` in which two people stand by the rejected statement of `version` once more."""
    draft = factories.next_draft(edition)
    start, end, _hash = passage(draft, version.quote)
    copy = factories.statement(draft, version.quote, statement=version.statement, status="rejected", **NAMED)
    assert (copy.start, copy.end) == (start, end)
    marking.propose(draft, factories.user("writer"), seen(copy))
    accept(draft, copy)
    return draft


def test_what_is_accepted_again_in_a_draft_changes_no_address_until_that_is_live(client):
    edition = factories.live()
    version = accepted(edition)
    address = version.get_absolute_url()
    marking.take_off(version, factories.user("reviewer"), mark_of(version), reason="Somebody else said it.")
    before = client.get(address)
    assert before.status_code == 410
    draft = rejected_again_accepted_in_a_draft(edition, version)
    after = client.get(address)
    assert (after.status_code, after.content) == (410, before.content)
    assert not StatementVersion.objects.live().exists()
    factories.approved(workflow.submit(draft, factories.user("writer")))
    assert StatementVersion.objects.live().get().statement == version.statement
    assert client.get(address).status_code == 200


def test_what_was_joined_and_is_accepted_again_in_a_draft_leads_on_until_that_is_live(client):
    edition = factories.live()
    one, two = accepted(edition, "the canal reaches"), accepted(edition, "every village of the steppe")
    marking.join(one, two, factories.user("writer"), [mark_of(one), mark_of(two)])
    accept(edition, one)
    assert client.get(two.get_absolute_url()).status_code == 301
    draft = factories.next_draft(edition)
    mine = draft.statement_versions.get(statement=one.statement)
    words = passage(draft, one.quote)
    marking.adjust(mine, factories.user("writer"), mark_of(mine), passage=words)
    accept(draft, mine)
    again = factories.statement(draft, two.quote, statement=two.statement, status="rejected", **NAMED)
    marking.propose(draft, factories.user("writer"), seen(again))
    accept(draft, again)
    answer = client.get(two.get_absolute_url())
    assert answer.status_code == 301 and answer.headers["Location"] == one.get_absolute_url()
    factories.approved(workflow.submit(draft, factories.user("writer")))
    assert client.get(two.get_absolute_url()).status_code == 200


def test_statements_that_lead_to_each_other_lead_no_reader_in_a_circle(client):
    edition = factories.live()
    versions = [accepted(edition, quote) for quote in (CANAL, SPRING, "Aidar Bekmuratov noted")]
    one, two, three = (version.statement for version in versions)
    StatementVersion.objects.update(status="rejected")
    for from_, to in ((one, two), (two, one), (three, one)):
        Statement.objects.filter(pk=from_.pk).update(led_to=to)
    for statement in (one, two, three):
        path, passed = statement.get_absolute_url(), set()
        while (answer := client.get(path)).status_code == 301:
            assert path not in passed
            passed.add(path)
            path = answer.headers["Location"]


def test_a_redaction_destroys_joined_statements_too():
    edition = factories.live()
    one, two = accepted(edition, "the canal reaches"), accepted(edition, "every village of the steppe")
    marking.join(one, two, factories.user("writer"), [mark_of(one), mark_of(two)])
    accept(edition, one)
    assert Statement.objects.get(pk=two.statement_id).led_to == one.statement
    workflow.propose(edition, "redact", factories.user("administrator"), reason="Order of a court.")
    workflow.redact(edition, factories.user("administrator", "administrator2"), reason="Order of a court.")
    assert not Statement.objects.exists()
