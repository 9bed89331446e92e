"""A second import: what a changed file changes, and what it leaves alone."""

import pytest

from speeches import workflow
from speeches.exchange.parse import parse
from speeches.models import AuditEntry, Edition
from tests import factories
from tests.importing import CHANGED, GOOD, TITLE, only, rows, run, write

pytestmark = pytest.mark.django_db


def test_a_changed_text_opens_a_draft_once_and_leaves_the_live_text(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    write(folder / "a.txt", CHANGED)
    told = only(run(folder, standing="published"))
    assert told["status"] == "changed"
    live, draft = Edition.objects.live().get(), Edition.objects.get(state="draft")
    assert "later" in live.plain_text
    assert "in May" in draft.plain_text
    assert (draft.public_id, draft.based_on) == (told["edition"], live)
    assert only(run(folder, standing="published"))["status"] == "unchanged"
    assert Edition.objects.count() == 2
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "import_published",
        "start_edition",
        "save",
    ]


def test_how_a_file_is_written_is_no_change(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    write(folder / "a.txt", "\ufeff" + GOOD.replace("\n", "\r\n").replace(f"{TITLE}\r\n\r\n", "", 1))
    assert only(run(folder, standing="published"))["status"] == "unchanged"
    assert Edition.objects.count() == 1


def test_an_open_edition_is_never_written_over(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    writer = factories.user("writer")
    draft = workflow.start_edition(Edition.objects.get(), writer)
    write(folder / "a.txt", CHANGED)
    before = rows()
    told = only(run(folder, standing="published", fails=True))
    assert told["status"] == "failed"
    assert draft.public_id in told["reasons"][0]["message"]
    assert "an edition of the release is open" in told["reasons"][0]["message"]
    assert rows() == before
    workflow.discard(draft, writer)
    assert only(run(folder, standing="published"))["status"] == "changed"


def test_a_draft_that_nobody_touched_takes_the_new_text(folder):
    write(folder / "a.txt")
    run(folder)
    write(folder / "a.txt", CHANGED)
    assert only(run(folder))["status"] == "changed"
    draft = Edition.objects.get()
    assert "in May" in draft.plain_text
    workflow.save(draft, factories.user("writer"), {"summary": "Mine."}, seen_hash=draft.content_hash())
    write(folder / "a.txt", GOOD)
    assert only(run(folder, fails=True))["status"] == "failed"
    assert "in May" in Edition.objects.get().plain_text


def test_a_text_that_was_corrected_here_as_in_the_file_is_no_change(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    body = parse(CHANGED.encode(), language="en").body
    factories.corrected(Edition.objects.get(), title=TITLE, body=body)
    write(folder / "a.txt", CHANGED)
    assert only(run(folder))["status"] == "unchanged"
    assert Edition.objects.count() == 2


def test_a_withdrawn_release_is_not_reopened(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    workflow.withdraw(Edition.objects.get(), factories.user("publisher"), reason="Wrong figures.")
    write(folder / "a.txt", CHANGED)
    told = only(run(folder, standing="published", fails=True))
    assert "withdrawn" in told["reasons"][0]["message"]
    assert not Edition.objects.live().exists()


def test_a_changed_date_is_told_and_the_address_stays(folder):
    write(folder / "a.txt")
    run(folder, standing="published")
    write(folder / "a.txt", GOOD.replace("April 27", "April 28"))
    told = only(run(folder))
    assert "the release keeps its date, 2023-04-27" in told["notes"][0]
    assert Edition.objects.get(state="draft").dateline == "April 28, 2023"
