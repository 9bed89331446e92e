"""The lists for programs: walked from page to page, filtered, in one order, and what may not be asked of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from speeches import clock
from speeches.filters import ReleaseFilter
from speeches.models import Edition, Event
from tests import factories
from tests.api import LISTS, NOW, SAID, get, ids, some
from tests.public import everything_live
from tests.readers import api_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def walk(path, **asked):
    """The items of a list, page by page, as `next` leads; what happens between two pages is given by a generator."""
    for told in api_pages(Client(), f"/api/v1/{path}", **asked):
        yield told["items"]


@pytest.mark.parametrize("name", LISTS)
def test_a_walk_meets_everything_once(name):
    some(5)
    factories.live(published_at=NOW - timedelta(days=2), event=Event.objects.get(slug="event-2"))
    whole = ids(walk(name, limit=100))
    assert len(whole) == len(set(whole)) >= 5
    for limit in (1, 2, 3):
        pages = list(walk(name, limit=limit))
        assert ids(pages) == whole
        assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("name", ["releases", "statements", "photos", "events"])
def test_a_walk_meets_everything_once_while_things_are_published_and_corrected(name, frozen):
    editions = some(6)
    before = ids(walk(name, limit=100))
    met, corrections = [], iter(editions)
    for number, page in enumerate(walk(name, limit=2)):
        met += [item["id"] for item in page]
        if number < 3:
            frozen.shift(60)
            some(1, first=20 + number)  # older than all
            everything_live(30 + number)  # newer than all
            one = next(corrections)
            later = factories.corrected(one, body=f"<p>Before it.</p>{factories.BODY}")
            assert later.statement_versions.get().start > one.statement_versions.get().start
    assert len(met) == len(set(met)) > len(before)
    assert [one for one in met if one in before] == before


def test_a_walk_over_a_search_is_of_one_moment(frozen):
    some(5)
    frozen.shift(60)
    whole = ids(walk("search", q="canal", limit=100))
    met = []
    for number, page in enumerate(walk("search", q="canal", limit=2)):
        met += page
        frozen.shift(60)
        everything_live(40 + number)
    assert [item["id"] for item in met] == whole and len(whole) == 5


def test_the_filters_are_those_of_the_archive():
    for number in range(1, 5):
        kind = "speech" if number % 2 else "decree"
        everything_live(number, published_at=NOW - timedelta(days=number), kind=kind)
    asked = [
        *({name: f"{name}-{number}"} for name in ("theme", "person", "series", "event") for number in (1, 4)),
        {"kind": "speech"},
        {"since": "2026-11-21", "until": "2026-11-22"},
        {"since": "2026-11-22", "kind": "decree"},
        {"theme": "theme-1", "event": "event-2"},
    ]
    for query in asked:
        status, told = get("releases", **query)
        live = Edition.objects.live().filter(release__language="en")
        found = ReleaseFilter(query, queryset=live).qs
        assert status == 200
        assert {one["id"] for one in told["items"]} == set(found.values_list("release__public_id", flat=True)), query
    assert len(get("releases", kind="speech")[1]["items"]) == 2
    assert [one["speaker"]["id"] for one in get("statements", person="person-3")[1]["items"]] == ["person-3"]
    assert [one["release"]["title"] for one in get("photos", event="event-2")[1]["items"]] == [
        Edition.objects.live().get(release__event__slug="event-2").title
    ]
    assert [one["id"] for one in get("events", series="series-2")[1]["items"]] == ["event-2"]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"since": "2026-11-31"}, {"since"}),
        ({"since": "2026-11-24", "until": "2026-11-23"}, {"until"}),
        ({"kind": "poem"}, {"kind"}),
        ({"limit": "0"}, {"limit"}),
        ({"limit": "101"}, {"limit"}),
        ({"limit": "9" * 400}, {"limit"}),
        ({"after": "739000.1.short"}, {"after"}),
        ({"after": "x" * 500}, {"after"}),
        ({"fields": "id,author"}, {"fields"}),
        ({"fields": ""}, {"fields"}),
        ({"language": "de"}, {"language"}),
        ({"theme": ["a", "b"]}, {"theme"}),
        ({"them": "a"}, {"them"}),
        ({"as_of": ""}, {"as_of"}),
        ({"as_of": "2024-13-01T00:00Z", "limit": "x"}, {"as_of", "limit"}),
    ],
)
def test_what_makes_no_sense_is_named(asked, wrong):
    status, told = get("releases", **asked)
    assert status == told["status"] == 400
    assert {error["parameter"] for error in told["errors"]} == wrong
    assert all(error["detail"] for error in told["errors"])


@pytest.mark.parametrize("path", ["releases", "statements", "photos", "events", "people", "search", "quote-check"])
@pytest.mark.parametrize(
    "value",
    [
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%FF%FE",
        "%F0%9F%92",
        "9" * 30,
        "-1",
        "1e999",
        "NaN",
        "%D9%A3",
        "..%2F..",
        "'%22--",
        "%7B%7D",
    ],
)
def test_hostile_values_are_refused_and_break_nothing(client, path, value):
    everything_live(1)
    names = {*("language", "limit", "after", "fields", "since", "as_of", "theme", "kind", "q", "page")}
    for name in names:
        answer = client.get(f"/api/v1/{path}?{name}={value}")
        # Words to search for may be any, and the place in a list by slugs is a slug, which may be "-1".
        as_it_is = (path in ("search", "quote-check") and name == "q") or (path, name) == ("people", "after")
        assert answer.status_code == 400 or (as_it_is and answer.status_code == 200), (name, answer.status_code)
        if answer.status_code == 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == 400


@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "%FF", "a b", "x" * 300, "..", "%2e%2e%2f"])
@pytest.mark.parametrize(
    "kind", ["releases", "statements", "events", "photos", "editions", "people", "themes", "series"]
)
def test_an_id_that_cannot_be_is_not_there(client, kind, value):
    answer = client.get(f"/api/v1/{kind}/{value}")
    assert answer.status_code == 404 and answer.json()["status"] == 404


def test_only_the_fields_that_are_asked_for():
    edition = everything_live(1)
    assert get("releases", fields="title")[1]["items"] == [{"id": edition.release.public_id, "title": edition.title}]
    told = get(f"releases/{edition.release.public_id}", fields="sha256,text")[1]
    assert set(told) == {"id", "sha256", "text"}
    assert set(get("search", q="canal", fields="snippet")[1]["items"][0]) == {"id", "snippet"}


def queries_for(path):
    with CaptureQueriesContext(connection) as told:
        answer = Client().get(path)
    assert answer.status_code == 200
    return [query["sql"][:160] for query in told.captured_queries]


def test_as_many_queries_for_much_as_for_little():
    """Every list and every record: whatever hangs on them."""
    speaker, theme = factories.person(), factories.theme("wide")
    first = everything_live(1)
    paths = [f"/api/v1/{name}?limit=100" for name in LISTS]
    paths += ["/api/v1/search?q=canal", "/api/v1/search?q=canal&what=statements", "/api/v1/search?q=canal&order=date"]
    paths += [f"/api/v1/releases/{first.release.public_id}", "/api/v1/themes/theme-1", "/api/v1/people/person-1"]
    paths += [f"/api/v1/quote-check?q={SAID.replace(' ', '+')}", "/api/v1/events/event-1"]
    few = {path: queries_for(path) for path in paths}
    for number, edition in enumerate(some(6, first=2), 2):
        for words in ("the work will go on in spring", "Aidar Bekmuratov noted"):
            factories.statement(edition, words, speaker=speaker, themes=[theme])
        factories.tenure(factories.person(f"person-{number}"), factories.office(f"office-{number}"))
    for words in ("the work will go on in spring", "the work", "spring"):
        factories.statement(first, words, speaker=speaker, themes=[theme])
    for path in paths:
        many = queries_for(path)
        assert len(many) == len(few[path]), (path, many)
    assert max(map(len, few.values())) < 25


def test_the_order_of_names_is_the_same_on_every_database():
    """By bytes: a collation of the language would pass over the hyphens."""
    for slug in ("a-b", "ab", "a_c", "abc", "a-z", "B"):
        factories.theme(slug, announced_from=clock.now())
    assert ids([get("themes")[1]["items"]]) == ["B", "a-b", "a-z", "a_c", "ab", "abc"]
