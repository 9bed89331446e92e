"""What is worth a look before a text goes on: it stops no verb."""

import html
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speeches import text
from speeches.models import (
    Attachment,
    Event,
    EventSeries,
    Person,
    Photo,
    Redirect,
    Release,
    Statement,
    Theme,
)
from speeches.states import UNDECIDED

from .reasons import Reason

LONG_TITLE = 110
"""Characters beyond which search engines and cards cut a title (Google's guidance for news, AMP's limit)."""
_HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
_LINKS = 200
_BY_SLUG = {"event": Event, "series": EventSeries, "theme": Theme, "person": Person}
_BY_ID = {"statement": Statement, "photo": Photo, "attachment": Attachment}


def content_warnings(edition):
    """What a reader of `edition` (or of one that is like it) would stumble over: a list of `Reason`.

    Reads the database, a fixed number of times whatever the length of the text.
    """
    return [reason for check in (_said, _photos, _themes, _links, _statements) for reason in check(edition)]


def _said(edition):
    if len(edition.title) > LONG_TITLE:
        told = {"length": len(edition.title), "limit": LONG_TITLE}
        message = _("The title has %(length)d characters; search engines cut it after %(limit)d.")
        yield Reason("long_title", message % told, place="title")
    if text.is_blank(edition.summary):
        yield Reason("summary", _("There is no summary: lists and search engines show the first words of the text."))


def _photos(edition):
    for use in edition.edition_photos.all():
        for name, message in (
            ("caption", _("The photo %(name)s has no caption.")),
            ("credit", _("The photo %(name)s has no credit.")),
        ):
            if text.is_blank(getattr(use, name)):
                place = f"{name}@{use.photo.public_id}"
                yield Reason(name, message % {"name": use.photo.name}, place=place)


def _themes(edition):
    if not edition.themes.all():
        yield Reason("themes", _("No theme is chosen: readers who follow a theme will not find it."))


def _statements(edition):
    waiting = edition.statement_versions.filter(status__in=UNDECIDED).count()
    if waiting:
        message = ngettext(
            "%(count)d statement waits for a decision.", "%(count)d statements wait for a decision.", waiting
        )
        yield Reason("statements", message % {"count": waiting})


def _links(edition):
    paths = {}
    for href in list(dict.fromkeys(_HREF.findall(edition.body)))[:_LINKS]:
        address = html.unescape(href)
        path = own_path(address)
        if path is not None:
            paths[address] = path
    dead = dead_paths(paths.values())
    for address, path in paths.items():
        if path in dead:
            message = _("The link to “%(address)s” leads to nothing that readers can see on our site.")
            yield Reason("link", message % {"address": text.truncate(address, 90)}, place="body")


def own_path(address):
    """The path of a link to our own site; None where it leads elsewhere or to a place in the text itself."""
    try:
        parts = urlsplit(address)
        ours = parts.hostname in (None, urlsplit(settings.SITE_URL).hostname)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or not ours or not (parts.path or parts.netloc):
        return None
    return parts.path or "/"


def dead_paths(paths):
    """Those of `paths` on our site at which a reader finds nothing now: a set. One query a kind of page."""
    asked, dead = {}, set()
    for path in set(paths):
        kind, key = _kind(path)
        if kind is None:
            dead.add(path)
        else:
            asked.setdefault(kind, {})[path] = key
    for kind, keys in asked.items():
        if kind in _BY_SLUG or kind in _BY_ID:
            model, field = (_BY_SLUG[kind], "slug") if kind in _BY_SLUG else (_BY_ID[kind], "public_id")
            there = set(model.objects.live().filter(**{f"{field}__in": keys.values()}).values_list(field, flat=True))
            dead |= {path for path, key in keys.items() if key not in there}
        elif kind == "release":
            dead |= _dead_releases(keys)
    return dead


def _kind(path):
    """(kind of page, its key) at a path: (None, None) where there is none, ("", None) for pages that always are."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            found = resolve(path)
        except Resolver404:
            return None, None
        if found.namespaces:
            return None, None
        if found.url_name in ("release", "history"):
            day = "{year:04d}-{month:02d}-{day:02d}".format(**found.kwargs)
            return "release", (translation.get_language(), day, found.kwargs["slug"])
        key = found.kwargs.get("slug") or found.kwargs.get("public_id")
        return found.url_name if key else "", key


def _dead_releases(keys):
    """Of {path: (language, day, slug)} the paths at which no release stands, and from which none has moved."""
    named = Q(slug__in=[slug for _language, _day, slug in keys.values()])
    live = Release.objects.live().filter(named)
    there = {(one.language, str(one.address_date), one.slug) for one in live}
    gone = {path for path, key in keys.items() if key not in there}
    if gone:
        paths = {path.removesuffix("history/") for path in gone}
        moved = Redirect.objects.filter(path__in=paths, release__in=Release.objects.live())
        moved = set(moved.values_list("path", flat=True))
        gone = {path for path in gone if path.removesuffix("history/") not in moved}
    return gone
