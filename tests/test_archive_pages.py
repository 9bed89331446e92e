"""The archive from page to page: each release once, whatever comes meanwhile, and places that an address can hold."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches import workflow
from speeches.views.common import PAGE_SIZE
from speeches.views.keyset import Place, place_of
from tests import factories
from tests.archives import WATER, at, many, total
from tests.public import everything_live, text_of, titles

pytestmark = pytest.mark.django_db


def step(page, way):
    found = re.search(rf'<nav class="pages" .*?rel="{way}" href="([^"]*)"', page, re.DOTALL)
    return unescape(found.group(1)) if found else None


def walk(client, path, way="next"):
    """The titles on the pages from `path` on, as long as one leads to another; each link read as it stands."""
    found, paths = [], []
    while path:
        assert path not in paths, "the pages go round in a circle"
        paths.append(path)
        page = text_of(client, path)
        found.append(titles(page))
        path = step(page, way)
    return found, paths


def test_pages_follow_each_other_and_lead_back(client):
    many(2 * PAGE_SIZE + 3, themes=[factories.theme(WATER)])
    everything_live(title="Other")
    pages, paths = walk(client, "/en/releases/?theme=water")
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    assert sum(pages, []) == [str(number) for number in range(2 * PAGE_SIZE + 2, -1, -1)]
    assert all("theme=water&after=" in path for path in paths[1:])
    assert 'rel="prev"' not in text_of(client, paths[0])
    back, _paths = walk(client, paths[-1], "prev")
    assert back == pages[::-1]
    last = text_of(client, paths[-1])
    assert '<a href="/en/releases/?theme=water">Newest</a>' in last
    assert "and before – " in last and "noindex" in last
    assert total(last) == 2 * PAGE_SIZE + 3


def test_a_page_stays_where_it_was_while_new_releases_come(client):
    many(PAGE_SIZE + 5)
    older = step(text_of(client, "/en/releases/"), "next")
    before = titles(text_of(client, older))
    factories.live(title="New")
    assert titles(text_of(client, older)) == before
    gone = next(one for one in factories.Edition.objects.live() if one.title == str(5))
    workflow.withdraw(gone, factories.user("publisher"), reason="Not so.")
    assert titles(text_of(client, older)) == before, "also when the release is gone at which the page before ended"


def test_releases_of_one_instant_each_stand_once(client):
    for number in range(PAGE_SIZE + 7):
        factories.live(title=str(number), published_at=at(2024, 1, 1))
    pages, _paths = walk(client, "/en/releases/")
    assert sorted(sum(pages, []), key=int) == [str(number) for number in range(PAGE_SIZE + 7)]


def test_beyond_the_ends_stands_the_first_page(client):
    many(3)
    key = "2" * 12
    for query in (f"after=0001-01-01.0.{key}", f"before=9999-12-31.0.{key}", f"before=2024-01-01.0.{key}"):
        assert titles(text_of(client, f"/en/releases/?{query}")) == ["2", "1", "0"], query


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.-?[0-9]{1,18}\.[2-9a-z]{12}", fullmatch=True)))
def test_a_place_is_read_as_it_is_written_or_is_none(text):
    place = place_of(text)
    assert place is None or place_of(str(place)) == place


def test_a_place_keeps_its_microseconds():
    place = Place(at(2024, 1, 1).date(), datetime(2024, 1, 1, 7, 0, 0, 123457, tzinfo=UTC), "k" * 12)
    assert place_of(str(place)) == place
    assert place_of(None) is None
