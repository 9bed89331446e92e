"""Sitemaps of what is live: an index of bounded files, and the news of the last two days."""

import datetime
from calendar import monthrange
from collections import Counter
from math import ceil

from django.conf import settings
from django.db.models import Count, Max, Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation

from speeches import clock, sitemaps
from speeches.feeds import without_controls
from speeches.limits import limited
from speeches.models import (
    Edition,
    EditionPhoto,
    Event,
    EventSeries,
    Person,
    StatementVersion,
    Theme,
)

from .around import live_versions
from .common import public
from .feeds import photo_file
from .stamps import changes_beside, recent_showings, stamp

RELEASES = 500
"""Releases in a file, with their statements."""
RECORDS = 10_000
"""Themes, people, series or events in a file, each in every language."""
_KINDS = {"events": Event, "series": EventSeries, "people": Person, "themes": Theme}
_PAGES = ("home", "archive", "events", "themes", "people", "quote_check", "data")
_NEWS = datetime.timedelta(hours=48)
_MOST_NEWS = 1000
"""Articles in a news sitemap, as Google takes them."""
_CODES = [code for code, _name in settings.LANGUAGES]


def _answer(made, changes):
    """`changes` are the instants of what is shown (None for nothing)."""
    response = HttpResponse(made, content_type="application/xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    stamp(response, changes, recent_showings())
    return response


def _absolute(path):
    return f"{settings.SITE_URL}{path}"


def _everywhere(address):
    """[(language, absolute address)] of a page that stands in every language; `address` gives its path in one."""
    told = []
    for code in _CODES:
        with translation.override(code):
            told.append((code, _absolute(address())))
    return told


@public
@limited("sitemaps")
def sitemap(request):
    """The index: the pages of the site, its records, and the releases by month."""
    files = [(reverse("sitemap_pages"), None)]
    for kind, model in _KINDS.items():
        number = ceil(model.objects.live().count() / RECORDS)
        files += [(reverse("sitemap_records", args=[kind, page]), None) for page in range(1, number + 1)]
    numbers, changed = Counter(), {}
    days = Edition.objects.live().filter(release__language__in=_CODES).order_by()
    days = days.values_list("release__address_date").annotate(Count("pk")).with_instants()
    for day, number, _first, last in days:
        month = (day.year, day.month)
        numbers[month] += number
        changed[month] = max(last, changed.get(month, last))
    for month in sorted(numbers, reverse=True):
        for page in range(1, ceil(numbers[month] / RELEASES) + 1):
            files.append((reverse("sitemap_releases", args=[*month, page]), changed[month]))
    return _answer(sitemaps.index([(_absolute(path), at) for path, at in files]), changed.values())


@public
@limited("sitemaps")
def sitemap_pages(request):
    """The pages that list others."""
    urls = []
    for name in _PAGES:
        told = _everywhere(lambda name=name: reverse(name))
        urls += [sitemaps.Url(loc, None, told) for _code, loc in told]
    return _answer(sitemaps.urlset(urls), [])


@public
@limited("sitemaps")
def sitemap_records(request, kind, page):
    """Themes, people, series or events in every language, RECORDS of them in the order of their addresses."""
    found = _KINDS[kind].objects.live().order_by("slug")[max(page - 1, 0) * RECORDS : page * RECORDS]
    found = list(found)
    if not found:
        raise Http404
    changed = _changed(kind)
    urls = []
    for one in found:
        told = _everywhere(one.get_absolute_url)
        at = changed.get(one.pk) or one.announced_from
        urls += [sitemaps.Url(loc, at, told) for _code, loc in told]
    return _answer(sitemaps.urlset(urls), [url.changed for url in urls])


def _changed(kind):
    """{number of a record: when what stands on its page went up last}."""
    editions, said = Edition.objects.live().order_by(), StatementVersion.objects.live().order_by()
    if kind in ("events", "series"):
        field = {"events": "release__event", "series": "release__event__series"}[kind]
        return {key: last for key, _first, last in editions.values_list(field).with_instants() if key}
    changed = {}
    if kind == "themes":
        carried = editions.values_list("edition_themes__tag").with_instants()
        changed = {key: last for key, _first, last in carried if key}
    by = {"themes": "themes", "people": "speaker"}[kind]
    for key, decided, _first, last in said.values_list(by).annotate(Max("decided_at")).with_instants():
        if key:
            changed[key] = max(filter(None, (last, decided, changed.get(key))))
    return changed


def _shown(editions):
    """Live editions with what a sitemap tells of them: since when they stand, their release and their photos."""
    photos = Prefetch(
        "edition_photos", EditionPhoto.objects.select_related("photo").prefetch_related("photo__renditions")
    )
    found = editions.filter(release__language__in=_CODES).select_related("release").with_instants()
    return found.only("title", "release").prefetch_related(photos)


def _url(edition, versions=(), news=None):
    """The entry of a release; `versions` are its live language versions, itself among them."""
    alternates = [(one.language, _absolute(one.get_absolute_url())) for one in versions]
    images = [photo.url for use in edition.edition_photos.all() if (photo := photo_file(use))]
    loc = _absolute(edition.release.get_absolute_url())
    return sitemaps.Url(loc, edition.shown_again, alternates if len(alternates) > 1 else [], images, news)


@public
@limited("sitemaps")
def sitemap_releases(request, year, month, page):
    """RELEASES releases of a month (by the date in their addresses), the newest first, each with its statements."""
    try:
        first, last = datetime.date(year, month, 1), datetime.date(year, month, monthrange(year, month)[1])
    except ValueError as error:
        raise Http404 from error
    editions = Edition.objects.live().filter(release__address_date__gte=first, release__address_date__lte=last)
    editions = _shown(editions).order_by("-release__address_date", "-release__published_at", "-release__public_id")
    editions = list(editions[max(page - 1, 0) * RELEASES : page * RELEASES])
    if not editions:
        raise Http404
    versions = live_versions([edition.release for edition in editions])
    said = _statements(editions)
    urls = []
    for edition in editions:
        urls.append(_url(edition, versions.get(edition.release.translation_group, ())))
        urls += said.get(edition.pk, ())
    changes = [url.changed for url in urls]
    return _answer(sitemaps.urlset(urls), [*changes, *changes_beside(editions, versions)])


def _statements(editions):
    """{edition's number: the entries of its statements} at their lasting addresses, in the language of the release."""
    shown = {edition.pk: edition for edition in editions}
    told = {}
    rows = StatementVersion.objects.live().filter(edition__in=shown).order_by("edition", "start")
    for key, number, decided in rows.values_list("statement__public_id", "edition", "decided_at"):
        edition = shown[number]
        with translation.override(edition.release.language):
            loc = _absolute(reverse("statement", args=[key]))
        changed = max(filter(None, (edition.shown_again, decided)))
        told.setdefault(number, []).append(sitemaps.Url(loc, changed))
    return told


@public
@limited("sitemaps")
def news_sitemap(request):
    """Releases whose date line lies in the last 48 hours, for news search; at most 1,000, the newest."""
    recent = Edition.objects.live().filter(release__published_at__gte=clock.now() - _NEWS)
    recent = list(_shown(recent).order_by("-release__published_at", "-release__public_id")[:_MOST_NEWS])
    urls = []
    for edition in recent:
        release = edition.release
        with translation.override(release.language):
            name = str(settings.NEWSROOM["name"])
        news = sitemaps.News(name, release.language, release.published_at, without_controls(edition.title))
        urls.append(_url(edition, news=news))
    return _answer(sitemaps.urlset(urls), [*(url.changed for url in urls), *changes_beside(recent, {})])
