"""The filters of the archive: each alone, all together, and what makes no sense."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.public import everything_live, text_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Three releases, each alone under each filter; the titles are their numbers."""
    kinds = ("speech", "decree", "interview")
    for number, kind in enumerate(kinds, 1):
        everything_live(number, title=str(number), kind=kind, published_at=datetime(2024, number, 10, 7, tzinfo=UTC))


FILTERS = {
    "theme": "theme-2",
    "person": "person-2",
    "event": "event-2",
    "series": "series-2",
    "kind": "decree",
    "since": "2024-02-10",
    "until": "2024-02-10",
}


def test_the_archive_goes_by_the_date_line_newest_first(client, archive):
    page = text_of(client, "/en/releases/")
    assert titles(page) == ["3", "2", "1"]
    assert "3 releases" in page


@pytest.mark.parametrize(
    ("name", "found"),
    [(name, {"since": ["3", "2"], "until": ["2", "1"]}.get(name, ["2"])) for name in FILTERS],
)
def test_each_filter_alone(client, archive, name, found):
    page = text_of(client, f"/en/releases/?{name}={FILTERS[name]}")
    assert titles(page) == found
    assert f'name="{name}"' in page


def test_all_filters_together_and_none_that_fits(client, archive):
    answer = client.get("/en/releases/", FILTERS, follow=True)
    assert titles(answer.content.decode()) == ["2"]
    page = client.get("/en/releases/", FILTERS | {"kind": "speech"}, follow=True).content.decode()
    assert titles(page) == []
    assert "No release fits." in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "yesterday"}, "Give a date as year-month-day"),
        ({"until": "2024-02-31"}, "Give a date as year-month-day"),
        ({"since": "2024-03-01", "until": "2024-02-01"}, "The last day lies before the first."),
        ({"theme": "nothing"}, "Nothing public has this name."),
        ({"event": "nothing"}, "Nothing public has this name."),
        ({"kind": "song"}, "There is no such kind."),
    ],
)
def test_a_filter_that_makes_no_sense_says_so_and_is_passed_over(client, archive, query, message):
    page = client.get("/en/releases/", query | {"person": "person-2"}, follow=True).content.decode()
    assert page.count(message) == 1
    assert page.count("so this choice was left out") == (not {"since", "until"}.intersection(query))
    assert '<details class="narrow" open>' in page
    assert titles(page) == ["2"], "the filters that make sense still hold"


def test_what_breaks_a_page_is_not_said_again(client, archive):
    page = client.get("/en/releases/?theme=a%00%E2%80%AEb", follow=True).content.decode()
    assert "“ab”" in page and "\x00" not in page and "\u202e" not in page
    assert "There is no page" not in text_of(client, "/en/people/?page=%00")


def test_the_date_of_a_filter_is_that_of_the_newsroom(client):
    factories.live(title="Late", published_at=datetime(2024, 2, 9, 20, tzinfo=UTC))  # 10 February in Astana
    assert titles(text_of(client, "/en/releases/?since=2024-02-10&until=2024-02-10")) == ["Late"]
    assert titles(text_of(client, "/en/releases/?until=2024-02-09")) == []


def test_filters_offer_only_what_is_public(client, archive):
    factories.draft(
        themes=[factories.theme("secret")], event=factories.event("unheard", series=factories.series("veiled"))
    )
    factories.person("nobody-yet")
    page = text_of(client, "/en/releases/")
    for slug in ("secret", "unheard", "veiled", "nobody-yet"):
        assert slug not in page
        for name in ("theme", "event", "series", "person"):
            refused = text_of(client, f"/en/releases/?{name}={slug}")
            assert refused.replace(slug, "x") == text_of(client, f"/en/releases/?{name}=x")
