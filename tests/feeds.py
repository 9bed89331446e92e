"""What the tests of feeds share: what a feed tells, and a release with all that an entry can show."""

import json
from datetime import UTC, datetime

from tests import factories
from tests.readers import fetched


def items(client, path="/en/feeds/releases.json"):
    return json.loads(fetched(client, path).content)["items"]


def ids(client, path="/en/feeds/releases.json"):
    return [item["id"] for item in items(client, path)]


def tag(edition):
    return f"tag:127.0.0.1,2026:releases/{edition.release.public_id}"


def instant(parsed):
    return datetime(*parsed[:6], tzinfo=UTC)


def full(**fields):
    """A live release with all that an entry can show."""
    photo, decree = factories.photo(), factories.attachment()
    told = {
        "title": "Water & <steppe>",
        "summary": 'The canal “reaches” & "more"',
        "dateline": "Altynqala, 23 November",
        "body": '<p>See <a href="/en/themes/?a=1&amp;b=2">the themes</a>, <a href="https://example.org/x">there</a>.</p>',
        "themes": [factories.theme("water"), factories.theme("roads")],
        "photos": [{"photo": photo, "alt": "A canal", "caption": "The canal & its banks", "credit": "D. Serikova"}],
        "attachments": [{"attachment": decree, "title": "The decree"}],
        "links": [{"url": "https://video.example/1", "title": "The recording"}],
        "press_contact": "Press office, press@example.org",
    }
    return factories.live(**told | fields)
