"""What the archive costs in a newsroom of many releases: the number of its queries, and how the database answers them.

`bin/bench pages` times the same pages at 10,000 releases.
"""

import re

import pytest

from speeches.models import Edition, Event, EventSeries, Person, Theme
from tests.plans import asked, is_scan, plan, reads, without

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

RELEASES = 1500


def addresses():
    """Pages of the archive by what they show."""
    theme, person = Theme.objects.live().order_by("slug")[0].slug, Person.objects.live().order_by("slug")[0].slug
    event = Event.objects.live().order_by("slug")[0].slug
    series = EventSeries.objects.live().order_by("slug")[0].slug
    middle = Edition.objects.live().filter(release__language="en").order_by("release__published_at")[RELEASES // 6]
    day = middle.release.address_date
    place = f"{day}.{int(middle.release.published_at.timestamp()) * 10**6}.{middle.release.public_id}"
    queries = {
        "all": "",
        "older": f"?after={place}",
        "newer": f"?before={place}",
        "a theme": f"?theme={theme}",
        "a person": f"?person={person}",
        "a theme and a person, older": f"?theme={theme}&person={person}&after={place}",
        "a series": f"?series={series}",
        "an event": f"?event={event}",
        "a kind": "?kind=press-release",
        "a kind that nothing has": "?kind=interview",
        "dates": "?since=2022-01-01&until=2023-06-30",
        "as of": "?as_of=2024-01-01T00:00Z",
        "as of, a theme and a person": f"?theme={theme}&person={person}&as_of=2024-01-01T00:00Z",
    }
    periods = {"a year": f"{day:%Y}/", "a month": f"{day:%Y/%m}/", "a day": f"{day:%Y/%m/%d}/"}
    periods["a year, a theme"] = f"{periods['a year']}?theme={theme}"
    return {name: f"/en/releases/{rest}" for name, rest in (queries | periods).items()}


def test_no_page_reads_a_table_from_end_to_end(client, corpus):
    without("seqscan")
    seen = 0
    for name, path in addresses().items():
        for sql in asked(client, path):
            for table, line in reads(sql):
                seen += 1
                assert not is_scan(line), f"{name}: {table}\n{sql}\n" + "\n".join(plan(sql))
    assert seen > 300, "the plans are not read any more"


def is_keys(sql):
    """Whether a statement finds out which editions stand on a page."""
    return sql.startswith('SELECT "speeches_edition"."id" AS "pk", ')


@pytest.mark.once  # PostgreSQL asks an index alone only where VACUUM has been, and not where it finds the rest cheaper
def test_numbers_come_from_indexes_alone(client, corpus):
    """So does what stands on a page: releases themselves are read for those that it shows.

    Where a theme, a series or an event is chosen, or nothing fits, another index leads to the few that are read.
    """
    for name, path in addresses().items():
        statements = asked(client, path)
        counts, keys = [sql for sql in statements if "COUNT(" in sql], [sql for sql in statements if is_keys(sql)]
        alone = name == "an event"  # which is older than those that are offered, and so counted by itself
        assert len(counts) == 6 + alone, f"{name}: the days, and five lists"
        assert keys and all(re.search(r"LIMIT \d+$", sql) for sql in keys), name
        if re.search("theme|series|event|interview", path):
            continue
        for sql in counts + keys:
            for table, line in reads(sql):
                # Whether an edition of the past was taken back since is asked of the showings, by the release.
                past = "as_of" in path and table == "showing"
                assert past or "COVERING INDEX" in line, f"{name}: {table}\n{sql}\n" + "\n".join(plan(sql))


def test_the_number_of_queries_is_that_of_the_questions(client, corpus):
    costs = {name: len(asked(client, path)) for name, path in addresses().items()}
    assert max(costs.values()) <= 20, costs
    assert costs["older"] <= costs["all"] + 1, "one asks whether there is anything newer"


def test_the_list_is_read_without_sorting_the_releases(client, corpus):
    """The order is that of the index: a page in the midst of the archive costs as much as the first."""
    without("seqscan", "bitmapscan")
    paths = addresses()
    for name in ("all", "older", "newer", "a kind"):
        for sql in filter(is_keys, asked(client, paths[name])):
            told = "\n".join(plan(sql))
            assert "TEMP B-TREE" not in told and "Sort" not in told, f"{name}\n{told}"
            assert "release_by_day" in told, f"{name}\n{told}"
