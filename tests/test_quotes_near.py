"""Five words of which the middle one was changed have no three neighbours left; they are close all the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from speeches import search
from speeches.quotes import check_quote
from speeches.text.quoting import quotation
from tests import factories

pytestmark = pytest.mark.django_db
TEXTS = {
    "en": (
        "Every village receives clean water.",
        "Every village receives dirty water",
        "Every village drinks clean water",
    ),
    "ru": ("Каждое село получает чистую воду.", "Каждое село теряет чистую воду", "Каждое село теряет чистую воду"),
    "kk": ("Әрбір ауыл таза су алады.", "Әрбір ауыл лас су алады", "Әрбір ауыл лас су алады"),
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("field", ["body", "title", "summary"])
def test_another_middle_word_is_close_in_every_language_and_field(language, field):
    words, _last, middle = TEXTS[language]
    edition = factories.live(language=language, **{field: f"<p>{words}</p>" if field == "body" else words})
    answer = check_quote(middle)
    assert answer.kind == "close"
    (place,) = answer.places
    assert (place.edition, place.field) == (edition, "text" if field == "body" else field)
    assert {change.op for change in place.match.changes[0]} == {"equal", "delete", "insert"}


def test_the_words_have_to_stand_beside_each_other_and_the_sides_near():
    factories.live(body="<p>Every new village receives clean water.</p>")
    factories.live(body=f"<p>Every village. {'And many other things besides. ' * 9}Clean water.</p>")
    assert check_quote("Every village drinks clean water").kind == "not-found"


def test_what_is_hidden_is_not_near():
    body = {"body": "<p>Every village receives clean water.</p>"}
    factories.draft(**body)
    factories.scheduled(**body)
    factories.withdrawn(**body)
    factories.redacted(**body)
    assert check_quote("Every village drinks clean water").kind == "not-found"


def test_the_newest_are_read_and_no_more():
    editions = [factories.live(body="<p>Every village receives clean water.</p>") for _time in range(3)]
    found = search.near(quotation("Every village drinks clean water"), 2)
    assert [edition.pk for edition in found] == [edition.pk for edition in reversed(editions)][:2]


@pytest.mark.parametrize("words", ["% % % % %", "1 % 2 % 3", "' ' a b c d e", "a\0b c d e f", '"a" AND "b" OR c'])
def test_hostile_words_break_no_index(words):
    assert check_quote(words)


def test_a_query_for_each_language_and_for_five_words_alone():
    factories.live()
    with CaptureQueriesContext(connection) as six:
        check_quote("Nobody ever said words of this")
    with CaptureQueriesContext(connection) as five:
        check_quote("Nobody ever said these words")
    assert len(five) == len(six) + 3


@pytest.mark.once
def test_what_is_found_passes_the_door_and_not_every_live_text():
    """PostgreSQL weighs by how many texts there are, and here are few."""
    factories.live(body="<p>Every village receives clean water.</p>")
    with CaptureQueriesContext(connection) as queries:
        assert search.near(quotation("Every village drinks clean water"))
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = "\n".join(str(row) for row in cursor.fetchall())
        assert "VIRTUAL TABLE INDEX" in plan and "SCAN speeches_edition" not in plan, plan
        assert "SEARCH speeches_edition USING INTEGER PRIMARY KEY" in plan, plan
