"""What the tests of the interface for programs share: how it is asked, and what it is asked of."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from tests.public import everything_live

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAID = "the canal reaches every village of the steppe"
LISTS = ("releases", "statements", "photos", "events", "series", "people", "themes")


def get(path, /, **asked):
    """Asks for a path below /api/v1/ with parameters; gives the status and what is told."""
    answer = Client().get(f"/api/v1/{path}", asked)
    return answer.status_code, answer.json()


def some(number, first=1, **fields):
    """Live editions of as many releases, each with things of its own, a day apart, the newest first."""
    made = []
    for one in range(first, first + number):
        made.append(everything_live(one, published_at=NOW - timedelta(days=one), **fields))
    return made


def ids(pages):
    return [item["id"] for page in pages for item in page]
