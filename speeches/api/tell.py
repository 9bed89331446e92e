"""Public records as a program reads them (`shapes`). What is given here has passed its door."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from speeches import citations, instants
from speeches.models import Showing
from speeches.templatetags.newsroom import language_of
from speeches.views.around import live_versions
from speeches.views.common import by_name

_KINDS = {"direct": "verbatim", "indirect": "indirect", "mixed": "mixed"}


def whole(path, at=None):
    """The whole address of a path, as it stood at `at` (aware; None: as it stands)."""
    return f"{settings.SITE_URL}{instants.with_instant(path, at)}"


def here(name, key, at=None):
    """The address of a record in this interface."""
    return whole(reverse(f"api_{name}", args=[key]), at)


def addresses(kind, thing, at=None):
    """Where a record is told of here, and where its page is."""
    key = thing.public_id if kind in ("release", "statement") else thing.slug
    return {"url": here(kind, key, at), "page": whole(thing.get_absolute_url(), at)}


def day(date):
    return date and date.isoformat()


def named(kind, thing, at=None):
    """`shapes.Named` of a theme, person, event or series; None for none. Only themes and people have a past."""
    if thing is None:
        return None
    field = "name" if hasattr(thing, "name") else "title"
    at = at if kind in ("theme", "person") else None
    return {
        "id": thing.slug,
        "name": getattr(thing, field),
        "language": language_of(thing, field),
        **addresses(kind, thing, at),
    }


def release_ref(edition, at=None):
    release = edition.release
    return {
        "id": release.public_id,
        "language": release.language,
        "title": edition.title,
        "date": day(release.address_date),
        **addresses("release", release, at),
    }


def other_language(kind, thing, language, at=None):
    """A release or a statement in another language, and where it is."""
    with translation.override(language):
        return {"language": language, "id": thing.public_id, **addresses(kind, thing, at)}


def release(edition, stands_since, groups, at=None):
    """`shapes.Release` of a live edition (of `views.common.live_editions`)."""
    there = edition.release
    others = [one for one in groups.get(there.translation_group, ()) if one.pk != there.pk]
    return {
        "id": there.public_id,
        "language": there.language,
        "kind": there.kind,
        "date": day(there.address_date),
        "published_at": instants.written(there.published_at),
        "updated_at": instants.written(stands_since),
        "title": edition.title,
        "summary": edition.summary,
        "dateline": edition.dateline,
        "event": named("event", there.event),
        "themes": themes([use.tag for use in edition.edition_themes.all()], at),
        "photos": [photo(use, edition, at) for use in edition.edition_photos.all()],
        "languages": [other_language("release", one, one.language, at) for one in others],
        "edition": edition.public_id,
        **addresses("release", there, at),
    }


def releases(editions, at=None):
    """[`shapes.Release`] of a list of live editions: two queries."""
    stands = dict(Showing.objects.live(at).filter(edition__in=editions).values_list("edition", "shown_from"))
    groups = live_versions([edition.release for edition in editions], at)
    return [release(edition, stands[edition.pk], groups, at) for edition in editions]


def themes(found, at=None):
    return [named("theme", theme, at) for theme in by_name(found)]


def renditions(photo, at=None):
    rows = sorted(photo.renditions.all(), key=lambda row: (row.mime, row.width))
    for row in rows:
        row.photo = photo
    return [
        {
            "url": whole(row.get_absolute_url(), at),
            "width": row.width,
            "height": row.height,
            "type": row.mime,
            "size": row.size,
            "sha256": row.sha256,
        }
        for row in rows
    ]


def photo(use, edition, at=None):
    """`shapes.Photo`: a photo as `edition` uses it. The file for the press is that of the current edition."""
    press = None if at else use.photo.for_press()
    return {
        "id": use.photo.public_id,
        "release": release_ref(edition, at),
        "alt": use.alt,
        "caption": use.caption,
        "credit": use.credit,
        "focal": [use.focal_x, use.focal_y],
        "renditions": renditions(use.photo, at),
        "press": whole(f"{edition.release.get_absolute_url()}photos/{use.photo.public_id}.jpg") if press else None,
        "url": here("photo", use.photo.public_id),
    }


def speaker(version, person, at=None):
    """`shapes.Speaker`: of a version with `offices` (`views.around.with_offices`); `person` is None where the public
    knows of no record. None where nobody is named."""
    if not version.who:
        return None
    return {
        "id": person and person.slug,
        "name": version.who,
        "offices": [office.title for office in version.offices] if person else [],
        "url": person and here("person", person.slug, at),
        "page": person and whole(person.get_absolute_url(), at),
    }


def selectors(anchor):
    """An anchor as two selectors (W3C Web Annotation Data Model)."""
    quoted = {"exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix}
    return [{"type": "TextQuoteSelector", **quoted}, position(anchor.start, anchor.end)]


def position(start, end):
    return {"type": "TextPositionSelector", "start": start, "end": end}


def statement(version, person, said_of, at=None):
    """`shapes.Statement` of a version; `person` and `said_of` (themes) are what the public knows at `at`."""
    edition = version.edition
    return {
        "id": version.statement.public_id,
        "quote": version.quote,
        "kind": _KINDS[version.mode],
        "language": edition.release.language,
        "speaker": speaker(version, person, at),
        "themes": themes(said_of, at),
        "event": named("event", edition.release.event),
        "release": release_ref(edition, at),
        "edition": edition.public_id,
        "target": {"source": whole(edition.release.get_absolute_url(), at), "selector": selectors(version.anchor)},
        **addresses("statement", version.statement, at),
    }


def live_statement(version, at=None):
    """`shapes.Statement` of a live version, whose speaker and themes are live with it."""
    return statement(version, version.speaker, version.themes.all(), at)


def cited(source, base, language, at=None):
    """`shapes.Citations`: a line in `language`, and the files below the address `base`."""
    files = {name: whole(f"{base}cite.{name}", at) for name in citations.FORMATS}
    return {"text": citations.plain(source, language), **files}


def changes(found):
    return [{"op": str(change.op), "text": change.text} for change in found]
