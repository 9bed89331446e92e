"""How the search finds: by its index, with as many queries for few results as for many, and all that is there."""

import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from speeches import clock, search
from speeches.models import Edition, IndexedName, IndexedStatement, IndexedText, StatementVersion
from speeches.search import native
from speeches.text.queries import parse
from tests import factories
from tests.test_search import suggested

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_setup, django_db_blocker):
    """A newsroom of 300 releases, made once for these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            call_command("make_corpus", releases=300, force=True, verbosity=0)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
                # Of a few rows it would read the table, in one order or another.
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield
        transaction.set_rollback(True)


def test_queries_are_as_many_for_few_results_as_for_many(django_assert_num_queries):
    for words in ("water", "the", '"held a meeting"'):
        with django_assert_num_queries(3):
            assert search.releases(parse(words, "en")).results
        with django_assert_num_queries(2):
            search.releases(parse(words, "en"), order="date")
    for words in ("water", "that"):
        with django_assert_num_queries(3):
            assert search.statements(parse(words, "en")).results
    with django_assert_num_queries(0):
        search.releases(parse('-"nothing"', "en"))


def test_a_hundred_queries_find_what_reading_every_text_finds():
    """Both databases are held to the same: the stems themselves, read one by one."""
    editions = list(Edition.objects.live().select_related("release", "indexed"))
    editions.sort(key=lambda one: (one.release.published_at, one.release.pk), reverse=True)
    draw, hits = random.Random(5), 0
    for number in range(100):
        language = ("en", "ru", "kk")[number % 3]
        own = [one for one in editions if one.release.language == language]
        words = draw.choice(own).plain_text.split()
        asked = [draw.choice(words) for _number in range(draw.randrange(1, 4))]
        if number % 2:
            start = draw.randrange(len(words) - 3)
            asked.append(f'"{" ".join(words[start : start + draw.randrange(2, 4)])}"')
        if number % 5 == 0:
            asked.append(f"-{draw.choice(words)}")
        query = parse(" ".join(word.lstrip("-–—") if word[0] in "–—" else word for word in asked), language)
        wanted = [one.pk for one in own if query and says_all(one.indexed, query)]
        page = search.releases(query, order="date", size=1000)
        assert [one.pk for one in page.results] == wanted, query
        ranked = search.releases(query, size=1000)
        assert sorted(one.pk for one in ranked.results) == sorted(wanted), query
        hits += bool(wanted)
    assert hits > 60


def says_all(indexed, query):
    texts = [getattr(indexed, name) for name in IndexedText.FIELDS]
    return all(any(f" {' '.join(term.stems)} " in one for one in texts) != term.excluded for term in query.terms)


@pytest.mark.parametrize(
    ("things", "model"),
    [
        (Edition.objects.live, IndexedText),
        (StatementVersion.objects.live, IndexedStatement),
    ],
)
def test_the_index_is_used(things, model):
    table = model._meta.db_table
    for words in ("water", '"clean water" -bread'):
        told = native.among(things(), native.matching(model, parse(words, "en")))[:20].explain()
        assert_indexed(told, table)


def test_the_index_of_names_is_used():
    found = IndexedName.objects.filter(pk__in=native.beginning(IndexedName, ["saule"], "orm"), language="en")
    assert_indexed(found.explain(), "speeches_indexedname")


def assert_indexed(told, table):
    used = f"{table}_found" if connection.vendor == "postgresql" else f"{table}_fts VIRTUAL TABLE INDEX 0:M"
    assert used in told, told
    assert f"Seq Scan on {table}" not in told and f"SCAN {table}\n" not in f"{told}\n", told


def test_suggestions_are_bounded_and_names_leave_room_for_titles(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        got = suggested("saule", limit=6)
    assert got[0] == ("person", "Saule Ormanova") and len(got) == 6
    kinds = [kind for kind, _text in suggested("session", limit=6)]
    assert len(kinds) <= 6


def test_however_many_are_called_so_the_question_stays_short_and_the_answer_the_same(django_assert_max_num_queries):
    factories.live(title="Zarina in Semey")
    said = factories.live()
    for slug in ("zarina-omarova", "zarina-akhmetova"):
        factories.statement(said, "the canal reaches", speaker=factories.person(slug))
    series = factories.series("zarina-readings", announced_from=clock.now())
    few = suggested("zarin")
    assert len(few) == 4
    # Their things are gone, or hidden.
    words = IndexedName.objects.get(kind="eventseries", language="en", target=series.pk).words
    more = [{"kind": kind, "target": 10**6 + number} for kind in ("person", "event") for number in range(2000)]
    IndexedName.objects.bulk_create(IndexedName(language="en", words=words, **one) for one in more)
    with django_assert_max_num_queries(6) as asked:
        assert suggested("zarin") == few
    assert max(len(one["sql"]) for one in asked.captured_queries) < 5000
