"""What the pages of readers cost in a newsroom of many releases: the number of their queries, and how the database
answers them. Those of the archive are in test_archive_plans.

`bin/bench pages` times the same pages at 10,000 releases.
"""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from speeches.models import Event, StatementVersion, Theme
from tests import bench
from tests.plans import BIG, asked, fill, is_scan, plan, reads, without

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
FEW, MORE = 300, 1200
"""Releases at first, and those that come."""
GROWING = (*BIG, "event", "statementversion_themes")
"""Tables that grow with the releases."""
ABOUT = ("theme", "theme, a speaker and a year", "theme, as of", "person", "person, a theme", "person, older")
ABOUT += ("person, as of",)
"""Pages that count and order all that was said about one thing."""
BOUNDED = ("event", "events", "events, older", "events, newer", "statement", "history", "release")
"""Pages that cost the same, however many releases there are."""
PAGES = (*ABOUT, *BOUNDED, "home", "themes", "people", "series", "series, a theme", "search")
PAGES += ("search, statements",)


def addresses():
    """{page: address} of all of PAGES, in the middle of the newsroom."""
    paths = bench.addresses()
    # Of a theme without narrower ones, which have numbers of their own.
    themed = Theme.objects.filter(children=None)
    version = StatementVersion.objects.live().filter(edition__release__language="en", themes__in=themed)
    version = version.filter(speaker__isnull=False).select_related("speaker", "edition__release").first()
    theme, year = version.themes.filter(children=None).first(), version.edition.release.address_date.year
    themed, person = theme.get_absolute_url(), version.speaker.get_absolute_url()
    event = Event.objects.live().order_by("-starts_on", "slug")[30]
    place = f"{event.starts_on}.{event.slug}"
    more = {
        "theme": themed,
        "person": person,
        "series, a theme": f"{paths['series']}?theme={theme.slug}",
        "events, older": f"/en/events/?after={place}",
        "events, newer": f"/en/events/?before={place}",
        "theme, a speaker and a year": f"{themed}?year={year}&by={version.speaker.slug}",
        "theme, as of": f"{themed}?as_of=2024-01-01T00:00Z",
        "person, a theme": f"{person}?by={theme.slug}",
        "person, older": f"{person}?page=3",
        "person, as of": f"{person}?as_of=2024-01-01T00:00Z",
        "search": "/en/search/?q=water",
        "search, statements": "/en/search/?q=water&what=statements",
    }
    return {name: (paths | more)[name] for name in PAGES}


def steps(sql):
    """How many steps of its machine SQLite takes for a statement, in hundreds: the same on every day."""
    taken = []
    connection.connection.set_progress_handler(lambda: taken.append(1), 100)
    try:
        with connection.cursor() as cursor:
            cursor.cursor.execute(sql).fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(taken)


def work(statements):
    return sum(map(steps, statements)) if connection.vendor == "sqlite" else 0


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """{page: (number of its queries, its work)} while there were FEW releases, and {page: its statements} of all.

    The database stays filled for this module.
    """
    with django_db_blocker.unblock():
        fill(FEW)
        statements = {name: asked(Client(), path) for name, path in addresses().items()}
        found = {name: (len(these), work(these)) for name, these in statements.items()}
        fill(MORE, seed=2)
        yield found, {name: asked(Client(), path) for name, path in addresses().items()}
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def few(costs):
    return costs[0]


@pytest.fixture
def many(costs):
    return costs[1]


def told(name, sql):
    return f"{name}\n{sql}\n" + "\n".join(plan(sql))


def test_a_page_asks_the_same_of_few_releases_as_of_many(few, many):
    numbers = {name: len(statements) for name, statements in many.items()}
    assert max(numbers.values()) <= 20, numbers
    # Where there is much to read next, speakers are not asked for.
    assert numbers.pop("release") <= few["release"][0]
    # An event is in focus where there is more of it than the head of the page tells.
    assert numbers.pop("home") <= few["home"][0] + 5
    assert numbers == {name: number for name, (number, _work) in few.items() if name in numbers}


def test_no_page_reads_a_table_from_end_to_end(many):
    without("seqscan")
    seen = 0
    for name, statements in many.items():
        for sql in statements:
            for _table, line in reads(sql, GROWING):
                seen += 1
                assert not is_scan(line), told(name, sql)
    assert seen > 300, "the plans are not read any more"


@pytest.mark.parametrize("name", BOUNDED)
def test_no_condition_is_answered_for_all_that_is_live(many, name):
    """PostgreSQL may gather all rows that answer a condition before it asks for a few: a hashed subplan."""
    for sql in many[name]:
        assert not any("hashed SubPlan" in line for line in plan(sql)), told(name, sql)


@pytest.mark.once  # SQLite reads past the texts of an edition for what stands behind them; PostgreSQL keeps them apart
def test_no_edition_is_read_for_a_number_or_an_order(many):
    counted = ordered = 0
    for name, statements in many.items():
        for sql in statements:
            is_order = sql.startswith('SELECT "speeches_statementversion"."id" AS "pk" FROM') and name in ABOUT
            counted, ordered = counted + ("COUNT(" in sql), ordered + is_order
            for table, line in reads(sql, ("edition",)):
                if "COUNT(" in sql or is_order:
                    assert "COVERING INDEX" in line, f"{table}: {told(name, sql)}"
    assert ordered == len(ABOUT), "each page of what was said puts keys in order, and nothing else"
    assert counted > 20


@pytest.mark.once  # PostgreSQL weighs by its statistics, and a quarter of all is worth a scan
def test_what_was_said_is_found_by_its_speaker_or_its_theme(many):
    index = {"person": "statement_of_speaker", "theme": "speeches_statementversion_themes_theme_id"}
    for name in ABOUT:
        for sql in many[name]:
            if "COUNT(" in sql:
                assert index[name.split(",")[0]] in "\n".join(plan(sql)), told(name, sql)


def test_the_list_of_events_is_read_without_sorting_and_counting(many):
    without("seqscan", "bitmapscan")
    for name in ("events", "events, older", "events, newer"):
        lists = [sql for sql in many[name] if re.search(r"LIMIT (21|1)$", sql)]
        assert lists, name
        for sql in lists:
            lines = plan(sql)
            assert any("event_by_day" in line for line in lines), told(name, sql)
            assert not any("TEMP B-TREE" in line or "Sort" in line for line in lines), told(name, sql)
        assert not [sql for sql in many[name] if "COUNT(*)" in sql], name


@pytest.mark.once  # counted in steps of SQLite
@pytest.mark.parametrize("name", BOUNDED)
def test_a_page_of_few_things_costs_the_same_among_many(few, many, name):
    assert work(many[name]) <= 1.5 * few[name][1] + 20, (few[name][1], work(many[name]))
