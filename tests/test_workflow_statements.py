"""Statements keep their id across editions; what cannot be found again with certainty waits for a person."""

import pytest

from speeches import workflow
from speeches.models import Edition, Statement, StatementVersion
from speeches.states import StatementStatus
from tests import factories

pytestmark = pytest.mark.django_db

CANAL = "the canal reaches every village of the steppe"
SPRING = "the work will go on in spring"


def versions(edition):
    return {version.quote: version for version in StatementVersion.objects.filter(edition=edition)}


def test_a_statement_goes_along_into_the_correction():
    first = factories.live()
    speaker, theme = factories.person(), factories.theme()
    said = factories.statement(first, CANAL, speaker=speaker, cue="noted that", themes=[theme], suggested_by="rules")
    body = "<p>Correction of the first line.</p>" + first.body
    second = factories.corrected(first, body=body)
    copy = StatementVersion.objects.get(edition=second)
    assert copy.statement == said.statement and copy.pk != said.pk and copy.public_id != said.public_id
    assert (copy.speaker, copy.cue, copy.status, copy.suggested_by) == (speaker, "noted that", "accepted", "rules")
    assert list(copy.themes.all()) == [theme]
    assert second.plain_text[copy.start : copy.end] == CANAL and copy.start > said.start
    assert list(StatementVersion.objects.live()) == [copy]
    assert list(Statement.objects.live()) == [said.statement]


def test_what_cannot_be_found_again_needs_review():
    first = factories.live()
    said = factories.statement(first, CANAL)
    second = factories.corrected(first, body="<p>Nothing of that was ever said here at all.</p>")
    copy = StatementVersion.objects.get(edition=second)
    assert (copy.status, copy.score, copy.quote) == (StatementStatus.NEEDS_REVIEW, 0, CANAL)
    assert not Statement.objects.live().filter(pk=said.statement.pk).exists()
    third = factories.corrected(second, body=first.body)
    again = StatementVersion.objects.get(edition=third)
    assert again.status == StatementStatus.NEEDS_REVIEW, "a person decides, also when the words are back"
    assert again.score == 100 and third.plain_text[again.start : again.end] == CANAL


def test_the_same_words_of_somebody_else_need_review():
    """The quotation is found word for word, but not what was said about it."""
    first = factories.live(body="<p>Aidar Bekmuratov noted that the canal reaches every village of the steppe.</p>")
    said = factories.statement(first, CANAL, speaker=factories.person(), cue="noted that")
    denied = "<p>Zhanar Tokenova denied that the canal reaches every village of the steppe.</p>"
    second = factories.corrected(first, body=denied)
    copy = StatementVersion.objects.get(edition=second)
    assert (copy.statement, copy.status, copy.quote) == (said.statement, StatementStatus.NEEDS_REVIEW, CANAL)
    assert not StatementVersion.objects.live().exists()


def test_a_change_in_another_paragraph_moves_a_statement_and_leaves_it_accepted():
    first = factories.live()
    factories.statement(first, CANAL)
    second = factories.corrected(first, body=first.body.replace("spring", "summer"))
    assert StatementVersion.objects.live().get().edition == second


def test_rejected_and_suggested_ones_stay_behind():
    first = factories.live()
    factories.statement(first, CANAL, status=StatementStatus.REJECTED)
    factories.statement(first, SPRING, status=StatementStatus.SUGGESTED)
    assert not versions(factories.corrected(first))


def test_a_statement_marked_in_the_draft_is_not_carried_twice():
    first = factories.live()
    said = factories.statement(first, CANAL)
    draft = factories.next_draft(first)
    own = draft.statement_versions.get(statement=said.statement)
    fresh = factories.statement(draft, SPRING)
    second = factories.approved(workflow.submit(draft, factories.user("writer")))
    assert {version.pk for version in versions(second).values()} == {own.pk, fresh.pk}


def test_anchors_of_a_draft_are_set_right_at_approval():
    draft = factories.draft()
    said = factories.statement(draft, CANAL)
    gone = factories.statement(draft, SPRING)
    rejected = factories.statement(draft, "noted", status=StatementStatus.REJECTED)
    body = f"<p>A new first line.</p><p>Aidar Bekmuratov noted that {CANAL}.</p>"
    draft = workflow.save(draft, factories.user("writer"), {"body": body}, seen_hash=draft.content_hash())
    edition = factories.approved(workflow.submit(draft, factories.user("writer")))
    for version in (said, gone, rejected):
        version.refresh_from_db()
    assert edition.plain_text[said.start : said.end] == CANAL and said.status == StatementStatus.ACCEPTED
    assert (gone.status, gone.score) == (StatementStatus.NEEDS_REVIEW, 0)
    assert rejected.status == StatementStatus.REJECTED


def test_statements_marked_in_an_unscheduled_edition_go_along_into_the_draft():
    edition = factories.scheduled()
    said = factories.statement(edition, CANAL, themes=[factories.theme()])
    draft = workflow.unschedule(edition, factories.user("reviewer"), reason="Not yet.")
    copy = versions(draft)[CANAL]
    assert copy.statement == said.statement and copy.themes.count() == 1
    factories.approved(workflow.submit(draft, factories.user("writer")))
    assert list(StatementVersion.objects.live()) == [copy]


def test_redacting_one_edition_leaves_the_statement_in_the_other():
    first = factories.live()
    said = factories.statement(first, CANAL)
    second = factories.corrected(first)
    admin, admin2 = factories.user("administrator"), factories.user("administrator", "administrator2")
    workflow.propose(first, "redact", admin, reason="Personal data.")
    workflow.redact(first, admin2, reason="Personal data.")
    assert not versions(first) and set(versions(second)) == {CANAL}
    assert Statement.objects.get() == said.statement
    assert Edition.objects.get(pk=second.pk).statement_versions.count() == 1
