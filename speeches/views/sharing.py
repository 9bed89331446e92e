"""The pictures of shared pages: one of each live release, and one of the newsroom for all other pages."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from newsroom import brand
from speeches import share_image as pictures
from speeches.limits import limited

from .common import public
from .release_files import live_at

_log = logging.getLogger(__name__)
_KEPT = 7 * 24 * 60 * 60
"""Seconds for which a picture is kept in the cache: of each release the last one."""
_SANDBOX = "default-src 'none'; sandbox"


@public
@limited("share-image")
def share_image(request):
    """The picture of every page that has none of its own: the newsroom's name under its emblem."""
    return _picture(request, get_language(), card(str(settings.NEWSROOM["name"]), newsroom="", note=""))


@public
@limited("share-image")
def release_share_image(request, year, month, day, slug):
    """The picture of a live release, in its language."""
    edition, answer = live_at(request, year, month, day, slug, "share.png")
    if answer:
        return answer
    release = edition.release
    note = f"{date_format(localtime(release.published_at))} · {release.get_kind_display()}"
    return _picture(request, release.public_id, card(edition.title, newsroom=str(settings.NEWSROOM["name"]), note=note))


def card(title, newsroom, note):
    """The `Card` of these words in the colours of the institution, with its emblem and the faces of the site."""
    colours = settings.NEWSROOM["colours"]["light"]
    emblem = settings.NEWSROOM.get("emblem_picture")
    return pictures.Card(
        title=title,
        newsroom=newsroom,
        note=note,
        site=urlsplit(settings.SITE_URL).netloc,
        paper=brand.PAPER["light"],
        bar=colours["bar"],
        on_bar=colours["on-bar"],
        gold=colours["gold"],
        emblem=Path(finders.find(emblem)).read_bytes() if emblem else b"",
        faces=_faces("serif-600", "cyrillic", "english", "latin"),
        small=_faces("sans-600", "text", "latin"),
    )


def _faces(name, *parts):
    return tuple(finders.find(f"fonts/{name}-{part}.woff2") for part in parts)


def _picture(request, of, shown):
    """The picture of a card, kept as that `of` a release. What costs is drawing it: neither 304 nor what was drawn last
    needs that."""
    key = shown.key()
    etag = f'W/"{key}"'  # weak: two machines may set the same words a pixel apart
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_drawn(shown, key, pictures.kept_as(of)), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def _drawn(shown, key, place):
    """The PNG of a card with this key, from its place in the cache where it is; without a cache it is drawn anew."""
    kept = caches["pictures"]
    try:
        held = kept.get(place)
    except Exception:  # each kind of cache has errors of its own
        _log.exception("The cache does not answer, so that a picture is drawn anew.")
        return pictures.draw(shown)
    if held and held[0] == key:
        return held[1]
    data = pictures.draw(shown)
    try:
        kept.set(place, (key, data), timeout=_KEPT)
    except Exception:
        _log.exception("The cache does not keep a picture.")
    return data
