"""One reader cannot keep the others waiting."""

import socket

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from newsroom.settings import LIMITS, cache_from
from speeches.limits import address_of, counted
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/en/quote-check/"


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    cache.clear()
    settings.LIMITS = {"quote-check": 3}
    with time_machine.travel("2026-11-24T10:00:20Z", tick=False) as clock:
        yield clock
    cache.clear()


def test_the_fourth_in_a_minute_is_told_when_to_come_again(client, three_a_minute):
    assert [client.get(PAGE).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get(PAGE)
    assert answer.headers["Retry-After"] == "40"
    assert "Try again in 40 seconds" in answer.content.decode()
    three_a_minute.shift(39)
    assert client.get(PAGE).headers["Retry-After"] == "1"
    three_a_minute.shift(1)
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(("language", "says"), [("ru", "через 40 секунд"), ("kk", "40 секундтан кейін")])
def test_it_is_said_in_the_language_of_the_page(client, language, says):
    for _ in range(3):
        client.get(PAGE)
    answer = client.get(f"/{language}/quote-check/")
    assert answer.status_code == 429
    assert says in answer.content.decode()


def test_another_reader_is_not_kept_and_other_pages_neither(client):
    for _ in range(4):
        client.get(PAGE)
    assert client.get(PAGE, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get("/en/").status_code == 200


def test_an_answer_from_the_readers_own_cache_counts_too(client):
    tag = client.get(PAGE).headers["ETag"]
    answers = [client.get(PAGE, headers={"If-None-Match": tag}).status_code for _ in range(3)]
    assert answers == [304, 304, 429]


def test_without_a_number_nobody_is_limited(client, settings):
    settings.LIMITS = {"quote-check": 0}
    assert {client.get(PAGE).status_code for _ in range(6)} == {200}


def test_a_cache_that_does_not_answer_limits_nobody(client, tmp_path, caplog):
    (tmp_path / "file").touch()
    with override_settings(CACHES={"default": cache_from(f"file://{tmp_path}/file", "counts", 9)}):
        assert {client.get(PAGE).status_code for _ in range(6)} == {200}
    assert "The cache does not answer" in caplog.text


@pytest.fixture(params=["down", "hanging"])
def redis(request):
    """The address of a Redis: "down", nothing listens there; "hanging", something does, and never says a word."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    address = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
    if request.param == "down":
        listener.close()
    else:
        listener.listen()
    yield address
    listener.close()


def limited_paths():
    """{name of a limit: paths of pages that are there and count for it}, of every limit in the settings."""
    edition = factories.live(event=factories.event("water-day", series=factories.series()), translation_group="water")
    factories.live(language="kk", translation_group="water")
    said = factories.statement(edition, "the canal reaches", themes=[factories.theme()]).get_absolute_url()
    address = edition.release.get_absolute_url()
    paths = {
        "api": ["/api/v1/releases"],
        "calendars": ["/en/events/calendar.ics"],
        "api-docs": ["/api/v1/docs"],
        "beside": [f"{address}beside/kk/"],
        "data": [f"/en/data/releases-{edition.release.address_date.year}.csv"],
        "feeds": ["/en/feeds/releases.atom"],
        "history": [f"{address}history/"],
        "quote-check": [PAGE, "/api/v1/quote-check?q=the+canal+reaches"],
        "search": ["/en/search/?q=canal", "/api/v1/search?q=canal"],
        "series": ["/en/series/council-sessions/?theme=water"],
        "share-image": ["/en/share.png", f"{address}share.png"],
        "sitemaps": ["/sitemap.xml"],
        "statements": [said, f"{said}cite.bib"],
        "suggest": ["/en/search/suggest/?q=wat"],
    }
    assert paths.keys() == LIMITS.keys()
    return paths


def test_every_limit_holds_for_its_pages(client, settings):
    for name, paths in limited_paths().items():
        for path in paths:
            cache.clear()
            settings.LIMITS = {name: 1}
            assert [client.get(path).status_code for _ in range(2)] == [200, 429], path
            settings.LIMITS = dict.fromkeys(LIMITS, 9) | {name: 0}
            assert client.get(path).status_code == 200, path


def test_without_redis_all_that_is_limited_answers_as_ever(client, redis, caplog, settings):
    settings.LIMITS = dict.fromkeys(LIMITS, 1)
    paths = [path for paths in limited_paths().values() for path in paths]
    caches = {name: cache_from(redis, name, 9) for name in ("default", "pictures")}
    with override_settings(CACHES=caches):
        assert {(path, client.get(path).status_code) for path in paths} == {(path, 200) for path in paths}
    assert "The cache does not answer, so that nobody is limited." in caplog.text
    assert "The cache does not answer, so that a picture is drawn anew." in caplog.text


def test_three_hundred_readers_in_a_minute_are_counted_each(client):
    for _ in range(3):
        assert client.get(PAGE, REMOTE_ADDR="198.51.100.1").status_code == 200
    for number in range(400):
        counted("quote-check", RequestFactory().get("/", REMOTE_ADDR=f"203.0.{number // 250}.{number % 250}"))
    assert client.get(PAGE, REMOTE_ADDR="198.51.100.1").status_code == 429


def test_no_address_is_kept_in_the_cache(client):
    client.get(PAGE, REMOTE_ADDR="192.0.2.77")
    assert cache._cache, "something was counted"
    assert not [key for key in cache._cache if "192.0.2.77" in key]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "is_told"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "<script>", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_whose_request_it_is(settings, proxies, forwarded, is_told):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers)) == is_told
