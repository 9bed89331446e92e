"""Careless hands on the statements' desk: two clicks, the back button, words that reach over two paragraphs."""

from django.urls import reverse

from speeches.models import AuditEntry
from speeches.workflow import marking
from tests import factories
from tests.browser.conftest import follow
from tests.browser.test_statements import page_of, select


def test_two_clicks_propose_once_and_the_back_button_shows_what_is(desk):
    edition = factories.live()
    first, _second = marking.suggest(edition, factories.user("writer"))
    page = desk("writer")
    page.goto(reverse("admin:statement_queue"))
    page.goto(page_of(edition))
    with page.expect_navigation(wait_until="networkidle"):
        page.dblclick(f"#v-{first.public_id} button[value=propose]")
    page.wait_for_selector(f"#v-{first.public_id}.proposed")
    first.refresh_from_db()
    assert first.status == "proposed"
    proposals = [entry.verb for entry in AuditEntry.objects.all() if "propose" in entry.verb]
    assert len(proposals) == 1
    page.goto(reverse("admin:statement_queue"))
    page.go_back()
    assert not page.locator(f"#v-{first.public_id} button[value=propose]").count(), "the page of before is not shown"


def test_a_statement_may_reach_over_two_paragraphs(desk):
    edition = factories.live()
    said, _other = marking.suggest(edition, factories.user("writer"))
    page = desk("writer")
    page.goto(page_of(edition))
    words = edition.plain_text[edition.plain_text.index("the canal") : edition.plain_text.index(", the work")]
    assert "\n" in words
    page.goto(page_of(edition, f"?edit={said.public_id}"))
    select(page, "the canal", "According to him")
    page.click("text=Take this passage")
    follow(page, "form[data-writing] button[value=write]")
    said.refresh_from_db()
    assert (said.quote, said.status) == (words, "proposed")
