"""What feeds and sitemaps cost in a newsroom of many releases, and that readers take the whole of them."""

import pytest

from speeches.models import EventSeries, Person, Release, StatementVersion, Theme
from tests.feeds import ids
from tests.plans import asked, is_scan, plan, reads, without
from tests.readers import HOST, read_feed, sitemap_files, sitemap_urls

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
RELEASES = 900


def big_feeds():
    """Feeds of many releases, each without the end of its address."""
    theme, person = (model.objects.live().order_by("slug")[0] for model in (Theme, Person))
    series = EventSeries.objects.live().order_by("slug")[0]
    below = (f"en/themes/{theme.slug}", f"ru/people/{person.slug}", f"kk/series/{series.slug}")
    return ["/en/feeds/releases.", *(f"/{path}/feeds/releases." for path in below)]


def test_a_feed_costs_the_same_however_many_releases_there_are(client, corpus):
    without("seqscan")
    for path in big_feeds():
        statements = asked(client, f"{path}atom")
        assert len(statements) <= 15, (path, len(statements))
        assert sum("plain_text" in sql for sql in statements) == 1, "texts are read for what is shown"
        for sql in statements:
            for table, line in reads(sql):
                # The last that went up are read in the order of their index, and no more of them than are asked for.
                bounded = "showing_from" in line and "LIMIT 200" in sql
                assert not is_scan(line) or bounded, f"{path}: {table}\n{sql}\n" + "\n".join(plan(sql))


def test_a_sitemap_costs_the_same_number_of_queries(client, corpus):
    without("seqscan")
    costs = {path: asked(client, path) for path in ("/sitemap.xml", "/news-sitemap.xml", *sitemap_files(client))}
    assert max(map(len, costs.values())) <= 8, {path: len(cost) for path, cost in costs.items()}
    for path, statements in costs.items():
        assert not any('"plain_text"' in sql for sql in statements), path
        if "releases" in path or "news" in path:
            for sql in statements:
                for table, line in reads(sql):
                    bounded = "showing_from" in line and "LIMIT 200" in sql
                    assert not is_scan(line) or bounded, f"{path}: {table}\n{sql}\n" + "\n".join(plan(sql))


def test_sitemaps_list_all_that_is_live_once(client, corpus):
    listed = [loc for path in sitemap_files(client) for loc in sitemap_urls(client, path)]
    assert len(listed) == len(set(listed))
    for release in Release.objects.live():
        assert f"{HOST}{release.get_absolute_url()}" in listed
    said = set(StatementVersion.objects.live().values_list("statement__public_id", flat=True))
    assert {loc.split("/")[-2] for loc in listed if "/statements/" in loc} == said
    assert len(said) > RELEASES


def test_readers_accept_the_whole_of_a_big_feed(client, corpus):
    keys = Release.objects.live().filter(language="en").values_list("public_id", flat=True)
    found, path = [], "/en/feeds/releases.atom"
    while path:
        told = read_feed(client, path)
        found += [entry.id for entry in told.entries]
        path = next((link.href.removeprefix(HOST) for link in told.feed.links if link.rel == "next"), None)
    assert len(found) == len(set(found)) and set(found) == {f"tag:127.0.0.1,2026:releases/{key}" for key in keys}
    for path in big_feeds():
        atom, rss = read_feed(client, f"{path}atom"), read_feed(client, f"{path}rss")
        assert len(atom.entries) > 20
        assert [one.id for one in atom.entries] == [one.id for one in rss.entries] == ids(client, f"{path}json")
