"""Headlines and summaries are checked as texts are, and the answer says where the words stand."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import Shingle
from speeches.quotes import check_quote
from speeches.text.quoting import fold, quotation, shingles
from tests import factories

pytestmark = pytest.mark.django_db
HEADLINE = "Ninety villages of Tasbulak district receive clean water"
SUMMARY = "Engineers have finished the longest pipeline of the region a year early."


def asked(client, words):
    answer = client.get(reverse("quote_check"), {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def told(client, words):
    return client.get("/api/v1/quote-check", {"q": words}).json()


def before(**fields):
    with time_machine.travel(clock.now() - timedelta(days=2)):
        return factories.live(**fields)


@pytest.mark.parametrize(
    ("field", "words", "label"),
    [("title", HEADLINE, "In the headline"), ("summary", SUMMARY, "In the summary")],
)
def test_a_headline_and_a_summary_are_found_and_told_as_such(client, field, words, label):
    edition = factories.live(title=HEADLINE, summary=SUMMARY)
    page = asked(client, f"«{words.upper()}»")
    assert 'class="verdict verbatim"' in page and label in page and f"<mark>{words.rstrip('.')}</mark>" in page
    assert f'href="{edition.release.get_absolute_url()}"' in page
    (place,) = told(client, words)["places"]
    (span,) = place["selector"]
    assert place["field"] == field and place["statement"] is None
    assert getattr(edition, field)[span["start"] : span["end"]] == words.rstrip(".")


@pytest.mark.parametrize("field", ["title", "summary"])
def test_an_altered_one_is_close(client, field):
    factories.live(**{field: HEADLINE})
    page = asked(client, HEADLINE.replace("villages", "cities"))
    assert 'class="verdict close"' in page and "villages </ins>" in page
    assert told(client, HEADLINE.replace("villages", "cities"))["places"][0]["field"] == field


def test_words_of_the_text_are_of_the_text_also_where_the_headline_has_them(client):
    edition = factories.live(title=HEADLINE, body=f"<p>{HEADLINE}.</p>")
    version = factories.statement(edition, HEADLINE, speaker=factories.person())
    (place,) = check_quote(HEADLINE).places
    assert place.field == "text" and place.version == version
    assert "In the headline" not in asked(client, HEADLINE)


def test_a_headline_is_nobodys_words():
    """Its offsets are none of the text, in which a statement may stand at the same ones."""
    edition = factories.live(title=HEADLINE)
    factories.statement(edition, edition.plain_text, speaker=factories.person())
    (place,) = check_quote(HEADLINE).places
    assert place.field == "title" and place.version is None


def test_words_do_not_run_from_the_headline_into_the_summary_or_the_text():
    factories.live(title="Ninety villages of Tasbulak", summary="district receive", body="<p>clean water at last.</p>")
    assert check_quote("villages of Tasbulak district receive clean water").kind == "not-found"


@pytest.mark.parametrize(
    ("fields", "became"),
    [
        ({"title": HEADLINE.replace("Ninety", "Nine")}, "Now the headline reads"),
        ({"title": "Quite another headline"}, "The headline has nothing like it now."),
    ],
)
def test_a_headline_that_was_corrected_is_told_with_what_it_reads_now(client, fields, became):
    first = before(title=HEADLINE)
    factories.corrected(first, **fields)
    page = asked(client, HEADLINE)
    assert 'class="verdict earlier"' in page and became in page and "So it stood until" in page
    (place,) = told(client, HEADLINE)["places"]
    assert (place["field"], place["edition"]) == ("title", first.public_id) and bool(place["now"]) == (
        "reads" in became
    )


def test_a_summary_that_was_corrected_is_compared_with_the_summary(client):
    first = before(summary=SUMMARY)
    factories.corrected(first, summary=SUMMARY.replace("a year", "a month"))
    page = asked(client, SUMMARY)
    assert "Now the summary reads" in page and "month </ins>" in page


def test_what_is_hidden_withdrawn_or_removed_is_as_never_written(client):
    factories.live()
    never = asked(client, HEADLINE), asked(client, SUMMARY)
    fields = {"title": HEADLINE, "summary": SUMMARY}
    factories.draft(**fields)
    factories.in_review(**fields)
    factories.scheduled(**fields)
    factories.redacted(**fields)
    factories.withdrawn(**fields)
    gone, removed = before(**fields), before(**fields)
    other = {"title": "Quite another headline", "summary": ""}
    factories.corrected(removed, **other)
    removed.refresh_from_db()
    workflow.propose(removed, "redact", factories.user("administrator"), reason="Order of a court.")
    workflow.redact(removed, factories.user("administrator", "administrator2"), reason="Order of a court.")
    last = factories.corrected(gone, **other)
    workflow.withdraw(last, factories.user("publisher"), reason="Published by mistake.")
    live = factories.live(**other)
    factories.approved(_submitted(factories.next_draft(live, **fields)), at=clock.now() + timedelta(hours=1))
    assert (asked(client, HEADLINE), asked(client, SUMMARY)) == never
    assert told(client, HEADLINE) == {"answer": "not-found", "places": [], "more": False}


def _submitted(edition):
    return workflow.submit(edition, factories.user("writer"))


def test_no_query_is_added(client):
    factories.live()
    with CaptureQueriesContext(connection) as none:
        check_quote(HEADLINE)
    factories.live(title=HEADLINE, summary=SUMMARY)
    with CaptureQueriesContext(connection) as text:
        assert check_quote("the canal reaches every village").kind == "verbatim"
    with CaptureQueriesContext(connection) as title:
        assert check_quote(HEADLINE).kind == "verbatim"
    assert len(none) <= len(text) == len(title)


def test_headlines_of_what_was_there_before_are_indexed_by_the_migration():
    live, redacted = factories.live(title=HEADLINE, summary=SUMMARY), factories.redacted(title=HEADLINE)
    factories.draft(title=HEADLINE)
    values = set(Shingle.objects.values_list("value", "edition"))
    own = {value for text in (HEADLINE, SUMMARY) for value in shingles(fold(text))}
    Shingle.objects.filter(value__in=own).exclude(value=shingles(fold(HEADLINE))[0]).delete()
    assert check_quote(SUMMARY).kind == "not-found"
    migration = import_module("speeches.migrations.0009_headlines")
    migration.index_headlines_and_summaries(apps, SimpleNamespace(connection=connection))
    assert set(Shingle.objects.values_list("value", "edition")) == values
    assert {edition for _value, edition in values} == {live.pk} and redacted.pk != live.pk
    assert check_quote(SUMMARY).kind == "verbatim"


def test_a_release_of_a_headline_alone_is_indexed_too(db):
    from speeches.search import quotes

    edition = factories.live(title=HEADLINE, body="<p>Congratulations!</p>")
    Shingle.objects.all().delete()
    assert [one.pk for one in quotes.unindexed()] == [edition.pk]
    quotes.index([edition])
    assert list(quotes.unindexed()) == [] and quotes.candidates(
        quotation(HEADLINE), quotes.postings(quotation(HEADLINE))
    )
