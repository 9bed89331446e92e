"""Feeds of the live releases in the language of the page: all of them, and those of a theme, a person, a series.

A page holds the newest releases by date line, and goes by the place where the last one ended, as the archive does. On
the first stand besides those whose text was corrected lately, wherever their date line lies, so that readers of the
feed hear of it.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import feeds, text
from speeches.images import WIDTHS
from speeches.limits import limited
from speeches.models import Edition, EventSeries, Person, StatementVersion, Theme
from speeches.states import ChangeKind
from speeches.templatetags.newsroom import lead

from .around import live_versions
from .common import for_programs, live_editions, tag_uri
from .keyset import page_of, place_of
from .stamps import changes_beside, recent_showings, stamp

_SIZE = 30
"""Releases on a page, by date line."""
_CORRECTED, _GONE = 20, 20
"""Corrected releases on the first page beside the newest; withdrawals that it tells of."""
_ANNOUNCED = (ChangeKind.CORRECTION, ChangeKind.UPDATE)
_PLAINEST = ("image/jpeg", "image/webp", "image/avif")


def _feed(view):
    return for_programs(limited("feeds")(view))


@_feed
def feed(request, format):
    """All releases."""
    found = Edition.objects.live()
    return _answer(request, format, found, "releases", "", settings.NEWSROOM["about"])


@_feed
def theme_feed(request, slug, format):
    """The releases that carry a theme."""
    theme = get_object_or_404(Theme.objects.live(), slug=slug)
    found = Edition.objects.live().filter(edition_themes__tag=theme)
    return _answer(request, format, found, f"themes/{slug}", theme.name, theme.description, theme)


@_feed
def person_feed(request, slug, format):
    """The releases in which somebody is quoted."""
    person = get_object_or_404(Person.objects.live(), slug=slug)
    found = Edition.objects.live().quoting(person)
    return _answer(request, format, found, f"people/{slug}", person.name, person.about, person)


@_feed
def series_feed(request, slug, format):
    """The releases about the events of a series."""
    series = get_object_or_404(EventSeries.objects.live(), slug=slug)
    found = Edition.objects.live().filter(release__event__series=series)
    return _answer(request, format, found, f"series/{slug}", series.title, series.description, series)


def _answer(request, format, found, key, name, about, of=None):
    """The page of a feed that ?after= asks for.

    `found` are the live editions of the feed in every language; `key` names it for ever; `name` is what it is about
    ("" for all), `of` the theme, person or series itself. Only the feed of all tells of withdrawals.
    """
    language = get_language()
    found = found.filter(release__language=language)
    page = page_of(found, place_of(request.GET.get("after")), None, _SIZE)
    recent = recent_showings()
    notices = [one for one in recent if one.edition_id is None and one.release.language == language]
    corrected = []
    if page.newer is None:
        among = {one.edition_id for one in recent} - {None, *page.keys}
        corrected = found.filter(pk__in=among, change_kind__in=_ANNOUNCED).values_list("pk", flat=True)
        corrected = corrected.order_by("-release__published_at", "release__public_id")[:_CORRECTED]
    editions = _in_order(language, [*page.keys, *corrected])
    shown = _shown(editions)
    editions = [edition for edition in editions if edition.release_id in shown]
    versions = live_versions([edition.release for edition in editions])
    entries = [
        _entry(edition, shown[edition.release_id], versions.get(edition.release.translation_group, ()))
        for edition in editions
    ]
    changed = [one.shown_again for editions_of in shown.values() for one in editions_of]
    newsroom = str(settings.NEWSROOM["name"])
    releases = _("Releases")
    told = feeds.Feed(
        id=tag_uri(f"feeds/{language}/{key}"),
        url=_page_url(request, page.newer and request.GET["after"]),
        first=_page_url(request, None),
        home=f"{settings.SITE_URL}{of.get_absolute_url() if of else reverse('archive')}",
        title=f"{newsroom}: {name or releases}",
        description=str(about) or name,
        language=language,
        author=newsroom,
        author_url=f"{settings.SITE_URL}{reverse('home')}",
        scheme=f"{settings.SITE_URL}{reverse('themes')}",
        updated=max([entry.updated for entry in entries], default=None),
        entries=entries,
        gone=[
            feeds.Gone(tag_uri(f"releases/{one.release.public_id}"), one.shown_from, one.explanation)
            for one in (notices[:_GONE] if of is None and page.newer is None else ())
        ],
        next=page.older and _page_url(request, page.older),
        hub=settings.WEBSUB_HUB or None,
    )
    write, mime, _name = feeds.FORMATS[format]
    response = HttpResponse(write(told), content_type=f"{mime}; charset=utf-8")
    if isinstance(of, Person):
        said = StatementVersion.objects.live().filter(speaker=of, edition__in=[one.pk for one in editions])
        changed += said.aggregate(Max("decided_at")).values()
    named = {use.tag for edition in editions for use in edition.edition_themes.all()} | ({of} if of else set())
    changed += changes_beside(editions, versions, named)
    stamp(response, changed, recent)
    if told.hub:
        response.headers["Link"] = f'<{told.hub}>; rel="hub", <{told.url}>; rel="self"'
    return response


def _page_url(request, place):
    query = f"?{urlencode({'after': place})}" if place else ""
    return f"{settings.SITE_URL}{request.path}{query}"


def _in_order(language, keys):
    """The live editions with these numbers, in this order, with all that an entry shows."""
    found = live_editions(language).filter(pk__in=keys).prefetch_related("edition_attachments", "edition_links")
    found = {edition.pk: edition for edition in found}
    return [found[key] for key in keys if key in found]


def _shown(editions):
    """{release's number: its editions that the public has seen, in their order}, each with its instants."""
    shown = Edition.objects.shown().filter(release__in=[edition.release_id for edition in editions]).with_instants()
    found = {}
    for one in shown.only("release", "change_kind", "change_note").order_by("shown_from"):
        found.setdefault(one.release_id, []).append(one)
    return found


def _entry(edition, shown, versions):
    """`shown` are the editions of the release that the public has seen, `versions` its live language versions."""
    release = edition.release
    url = f"{settings.SITE_URL}{release.get_absolute_url()}"
    corrections = [one for one in shown if one.change_kind in _ANNOUNCED]
    photos = [photo for use in edition.edition_photos.all() if (photo := photo_file(use))]
    documents = [_document(use) for use in edition.edition_attachments.all()]
    # A minor change is none of which readers are told.
    told = [one.shown_again for one in shown if one.change_kind != ChangeKind.MINOR]
    # Safe: the body is sanitised before it is sealed.
    body = mark_safe(text.absolute_links(edition.body, url))  # noqa: S308
    content = {
        "edition": edition,
        "address": url,
        "corrections": corrections,
        "photos": photos,
        "documents": documents,
        "links": edition.edition_links.all(),
        "body": body,
    }
    themes = sorted((use.tag for use in edition.edition_themes.all()), key=lambda theme: theme.slug)
    return feeds.Entry(
        id=tag_uri(f"releases/{release.public_id}"),
        url=url,
        title=edition.title,
        language=release.language,
        summary=lead(edition),
        html=render_to_string("public/feed_entry.html", content).strip(),
        published=release.published_at,
        updated=max(told, default=shown[-1].shown_again),
        themes=[feeds.Theme(theme.slug, theme.name) for theme in themes],
        alternates=[
            (one.language, f"{settings.SITE_URL}{one.get_absolute_url()}") for one in versions if one.pk != release.pk
        ],
        photos=photos,
        documents=documents,
        corrections=[feeds.Correction(one.change_kind, one.change_note, one.shown_from) for one in corrections],
    )


def photo_file(use):
    """A photo as an edition uses it, in the widest rendition for pages, of the plainest format; None without any."""
    rows = [row for row in use.photo.renditions.all() if row.width <= WIDTHS[-1] and row.mime in _PLAINEST]
    if not rows:
        return None
    best = min(rows, key=lambda row: (_PLAINEST.index(row.mime), -row.width))
    best.photo = use.photo
    url = f"{settings.SITE_URL}{best.get_absolute_url()}"
    told = {"title": use.caption, "credit": use.credit, "alt": use.alt}
    return feeds.File(url, best.mime, best.size, width=best.width, height=best.height, **told)


def _document(use):
    stored = use.attachment
    return feeds.File(f"{settings.SITE_URL}{stored.get_absolute_url()}", stored.mime, stored.size, use.title)
