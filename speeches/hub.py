"""Tells the WebSub hub (https://www.w3.org/TR/websub/) which feeds have changed; the hub fetches and passes them on.

It tells of what the public sees already: nothing that goes live waits for it, and a hub that hears of it twice does no
more than look.
"""

from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from speeches.feeds import FORMATS
from speeches.models import Showing, StatementVersion
from speeches.states import StatementStatus

_TIMEOUT = 10
"""Seconds."""


def changed_feeds(since):
    """Absolute addresses of the feeds in which something went up or was withdrawn after `since` (aware), sorted."""
    found = set()
    showings = Showing.objects.live().filter(shown_from__gt=since)
    for showing in showings.select_related("release__event__series", "edition", "follows"):
        edition, series = showing.edition or showing.follows, showing.release.event and showing.release.event.series
        said = StatementVersion.objects.filter(edition=edition, status=StatementStatus.ACCEPTED)
        speakers = {version.speaker for version in said.select_related("speaker") if version.speaker}
        with translation.override(showing.release.language):
            things = [*edition.themes.all(), *speakers, *([series] if series else [])]
            bases = [reverse("home"), *(thing.get_absolute_url() for thing in things)]
        found |= {f"{settings.SITE_URL}{base}feeds/releases.{end}" for base in bases for end in FORMATS}
    return sorted(found)


def notify(addresses):
    """Tells `settings.WEBSUB_HUB` that these feeds have changed. Raises OSError where it does not take it."""
    body = urlencode([("hub.mode", "publish"), *(("hub.url", address) for address in addresses)]).encode()
    # The scheme is checked at start.
    with urlopen(Request(settings.WEBSUB_HUB, data=body), timeout=_TIMEOUT) as answer:  # noqa: S310
        answer.read(1)
