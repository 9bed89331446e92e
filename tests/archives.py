"""What the tests of the archive share: releases of days of the past, and what its page leads to."""

import re
from datetime import UTC, datetime, timedelta

from tests import factories

WATER, FOREST = "water", "forest"


def at(year, month, day, hour=7):
    return datetime(year, month, day, hour, tzinfo=UTC)


def one(title, day, themes=(), who=None, **fields):
    """A live release of a day (a date line), with a statement by `who` (a slug)."""
    fields |= {"themes": [factories.theme(slug) for slug in themes], "published_at": day, "title": title}
    edition = factories.live(**fields)
    if who:
        factories.statement(edition, "the canal reaches every village", speaker=factories.person(who))
    return edition


def total(page):
    return int(re.search(r'role="status">(\d+) release', page).group(1))


def many(number, **fields):
    for index in range(number):
        factories.live(title=str(index), published_at=at(2024, 1, 1) + timedelta(hours=5 * index), **fields)
