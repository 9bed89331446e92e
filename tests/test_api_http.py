"""How the interface for programs answers: validators, methods, other sites, bounds and breakdowns."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests import factories
from tests.public import everything_live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_an_answer_is_the_same_until_something_changes(client, frozen):
    edition = everything_live(1)
    path = f"/api/v1/releases/{edition.release.public_id}"
    answer = client.get(path)
    frozen.shift(3600)
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert again.headers["ETag"] == answer.headers["ETag"] == Client().get(path).headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == client.get("/en/").headers["Cache-Control"]
    frozen.shift(60)
    factories.corrected(edition)
    changed = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != answer.headers["ETag"]


@pytest.mark.parametrize("path", ["releases", "openapi.json", "docs", "themes/nothing"])
def test_head_is_get_without_a_body(client, path):
    everything_live(1)
    got, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert head.content == b"" and head.status_code == got.status_code
    without = {"ETag"} if got.status_code != 200 else set()  # Django gives errors one, but not to HEAD
    assert {*head.headers.items()} == {row for row in got.headers.items() if row[0] not in without}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_read_only(client, method):
    for path in ("releases", "search?q=a", "nothing"):
        answer = getattr(client, method)(f"/api/v1/{path}")
        assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["title"] == "Method Not Allowed"


def test_any_site_may_read_here_and_nowhere_else(client):
    everything_live(1)
    origin = {"Origin": "https://news.example"}
    for path in ("releases", "nothing", "openapi.json", "releases?limit=x"):
        assert client.get(f"/api/v1/{path}", headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    asked = origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = client.options("/api/v1/releases", headers=asked)
    assert (
        answer.status_code == 204
        and answer.headers["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
    )
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for path in ("/en/", "/en/search/suggest/?q=ca", "/en/themes/", "/api/v1/docs", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=origin).headers


def test_how_often_one_may_ask_is_told(client, settings, frozen):
    cache.clear()
    settings.LIMITS = {"api": 2, "search": 1}
    answers = [client.get("/api/v1/themes") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["RateLimit"] for one in answers] == ['"api";r=1;t=60', '"api";r=0;t=60', '"api";r=0;t=60']
    assert answers[0].headers["RateLimit-Policy"] == '"api";q=2;w=60'
    assert answers[2].headers["Retry-After"] == "60" and answers[2].json()["title"] == "Too Many Requests"
    assert answers[2].headers["Access-Control-Allow-Origin"] == "*"
    tag = answers[0].headers["ETag"]
    assert [client.get("/api/v1/search?q=a").status_code for _ in range(2)] == [200, 429]
    frozen.shift(60)
    again = client.get("/api/v1/themes", headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.headers["RateLimit"] == '"api";r=1;t=60'
    cache.clear()


def test_what_breaks_is_a_problem_too(settings, monkeypatch):
    """Also where nobody shows traces, and in the middle of a page of the site nothing changes."""
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    settings.ROOT_URLCONF = "tests.failing"
    answer = client.get("/api/broken")
    assert answer.status_code == 500 and answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert client.get("/broken").headers["Content-Type"].startswith("text/html")


def test_what_breaks_in_an_answer_shows_no_trace(settings):
    settings.DEBUG = True
    everything_live(1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE speeches_rendition RENAME TO hidden_away")
    answer = Client(raise_request_exception=False).get("/api/v1/photos")
    assert answer.status_code == 500


def test_while_the_newsroom_is_worked_on(client):
    from speeches import maintenance

    maintenance.on()
    answer = client.get("/api/v1/releases")
    assert answer.status_code == 503 and answer.json()["status"] == 503
    assert answer.headers["Retry-After"] == str(maintenance.RETRY_AFTER)
