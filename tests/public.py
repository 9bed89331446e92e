"""What tests of the public pages begin with: a live thing of every kind, the addresses of all pages, and their text."""

import re

from django.conf import settings
from django.urls import reverse

from speeches import instants
from tests import factories

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def body_of(response):
    """The bytes of an answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(client, path, status=200):
    """The page at a path, which must answer with `status`."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def titles(page):
    """The titles of the releases in a list, in its order."""
    return re.findall(r'<article class="entry">.*?<h[23][^>]*><a [^>]*>(.*?)</a>', page, re.DOTALL)


def asked(client, thing, at, status=200):
    """The page of `thing` (or at an address) as it stood at `at`, an instant or the words of one."""
    path = thing if isinstance(thing, str) else thing.get_absolute_url()
    at = at if isinstance(at, str) else instants.written(at)
    return text_of(client, f"{path}{'&' if '?' in path else '?'}as_of={at}", status)


def everything_live(number=1, language="en", **fields):
    """A live edition with an event in a series, a theme, a photo, an attachment and a statement of its own."""
    event = factories.event(
        f"event-{number}", series=factories.series(f"series-{number}"), ordinal=number, place="Altynqala"
    )
    fields = {
        "language": language,
        "event": event,
        "themes": [factories.theme(f"theme-{number}")],
        "photos": [{"photo": factories.photo(), "alt": "A canal", "caption": "The canal", "credit": "Press service"}],
        "attachments": [{"attachment": factories.attachment(), "title": "The decree"}],
    } | fields
    edition = factories.live(**fields)
    factories.statement(
        edition,
        "the canal reaches every village of the steppe",
        speaker=factories.person(f"person-{number}"),
        themes=[factories.theme(f"said-{number}")],
    )
    return edition


def records(edition):
    """The addresses of all pages of a site that shows `edition`, in the active language, and of its files."""
    release, version = edition.release, edition.statement_versions.get()
    address = release.get_absolute_url()
    things = (release.event, release.event.series, edition.themes.get(), version.speaker, version)
    return [
        "/",
        *(reverse(name) for name in ("home", "archive", "events", "themes", "robots", "healthz")),
        address,
        f"{address}history/",
        *(thing.get_absolute_url() for thing in things),
        *(row.get_absolute_url() for row in edition.edition_photos.get().photo.renditions.all()),
        edition.edition_attachments.get().attachment.get_absolute_url(),
    ]
