"""Releases and events for agencies: IPTC ninjs 3.1 (News in JSON, https://iptc.org/standards/ninjs/)."""

import json

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import get_language, override

from speeches.models.themes import MEDIA_TOPIC
from speeches.states import ChangeKind, EventKind

from .common import authority, for_programs, live_editions, tag_uri
from .events import dated_events
from .releases import at_address, nothing_at, notice_of, siblings

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
_TOLD = 100
"""Releases that an event names at most, the newest."""


@for_programs
def release_ninjs(request, year, month, day, slug):
    """A release as a ninjs document; 410 with a canceled one where it is withdrawn."""
    there = at_address(year, month, day, slug)
    edition = live_editions().filter(release=there).first() if there else None
    if edition is not None:
        return _answer(of_release(edition, edition.release.shown_editions()))
    notice = there and notice_of(there)
    if notice:
        return _answer(of_notice(there, notice), status=410)
    return nothing_at(request, there, request.path.removesuffix("ninjs.json"), "ninjs.json")


@for_programs
def event_ninjs(request, slug):
    """An event as a ninjs document, with the live releases of the page's language that tell of it."""
    there = get_object_or_404(dated_events().select_related("series"), slug=slug)
    return _answer(of_event(there, live_editions().filter(release__event=there)[:_TOLD]))


def _answer(document, status=200):
    said = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(said, content_type="application/json", status=status)


def of_release(edition, shown):
    """The ninjs document of a live edition, as a dict; `shown` are the release's editions that the public has seen."""
    release = edition.release
    prefetch_related_objects([edition], "edition_attachments__attachment", "edition_links")
    themes = sorted((use.tag for use in edition.edition_themes.all()), key=lambda theme: theme.slug)
    notes = ((ChangeKind(one.change_kind).value, one.change_note) for one in shown[1:] if not one.redacted_at)
    with override(release.language):
        return _filled(
            standard=STANDARD,
            uri=_uri(release),
            type="text",
            representationType="full",
            profile="release",
            version=str(len(shown)),
            firstCreated=_instant(shown[0].shown_from),
            versionCreated=_instant(shown[-1].shown_from),
            contentCreated=_instant(release.published_at),
            pubStatus="usable",
            copyrightHolder=str(settings.NEWSROOM["name"]),
            language=release.language,
            title=edition.title,
            slugline=release.slug,
            headlines=[{"role": "main", "value": edition.title}],
            descriptions=_texts(("summary", edition.summary), ("dateline", edition.dateline), *notes),
            bodies=[
                {"role": "main", "contentType": "text/html", "value": edition.body},
                {
                    "role": "plain",
                    "contentType": "text/plain",
                    "charCount": len(edition.plain_text),
                    "wordCount": len(edition.plain_text.split()),
                    "value": edition.plain_text,
                },
                *_texts(("boilerplate", edition.boilerplate), contentType="text/plain"),
            ],
            edNote=edition.notes_to_editors,
            genres=[{"name": str(release.get_kind_display()), "literal": release.kind}],
            subjects=[subject for theme in themes for subject in _subjects(theme)],
            events=[_event(release.event, "about")] if release.event else [],
            infoSources=[
                _filled(
                    name=str(settings.NEWSROOM["name"]),
                    role="issuer",
                    uri=settings.SITE_URL,
                    contactInfo=_contacts(edition.press_contact),
                )
            ],
            renditions=[_page(release)],
            associations=[*_pictures(edition), *_documents(edition), *map(_translation, siblings(release))],
            altIds=[{"role": "release", "value": release.public_id}, {"role": "sha-256", "value": edition.seal.sha256}],
        )


def of_notice(release, notice):
    """The ninjs document of a withdrawn release, as a dict: that it is canceled, and why. Nothing of its text."""
    return _filled(
        standard=STANDARD,
        uri=_uri(release),
        type="text",
        versionCreated=_instant(notice.shown_from),
        pubStatus="canceled",
        language=release.language,
        edNote=notice.explanation,
    )


def of_event(event, editions):
    """The ninjs document of an event in the language of the page, as a dict; `editions` are live ones that tell of it.

    Days have no hour, so they stand in `expectedStartDate` and `expectedEndDate`, which take a date alone.
    """
    days = {"expectedStartDate": event.starts_on.isoformat(), "expectedEndDate": event.last_day.isoformat()}
    kind = [] if event.kind == EventKind.OTHER else [{"name": str(event.get_kind_display()), "literal": event.kind}]
    return _filled(
        standard=STANDARD,
        uri=_event_uri(event),
        type="event",
        profile="event",
        versionCreated=_instant(event.told_at or event.announced_from),
        language=get_language(),
        title=event.title,
        headlines=[{"role": "main", "value": event.title}],
        eventDetails={"dates": days},
        genres=kind,
        places=[{"name": event.place}] if event.place else [],
        events=[_filled(name=event.series.title, rel="isPartOf", uri=tag_uri(f"series/{event.series.slug}"))]
        if event.series
        else [],
        renditions=[_page(event)],
        associations=[
            {
                "name": f"release-{number}",
                "rel": "coverage",
                "uri": _uri(edition.release),
                "type": "text",
                "language": edition.release.language,
                "title": edition.title,
                "renditions": [_page(edition.release)],
            }
            for number, edition in enumerate(editions, 1)
        ],
    )


def _filled(**properties):
    """The properties that say something."""
    return {name: value for name, value in properties.items() if value not in ("", None, [], {})}


def _instant(at):
    return localtime(at).isoformat(timespec="seconds")


def _absolute(thing):
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def _uri(release):
    """What a release is called for ever, whatever its address: a NewsML URN (RFC 3085, without a revision)."""
    return f"urn:newsml:{authority()}:{release.address_date:%Y%m%d}:{release.public_id}"


def _event_uri(event):
    """What an event is called for ever, in all languages of the page: a public one keeps the name in its address."""
    return tag_uri(f"events/{event.slug}")


def _texts(*told, **more):
    return [{"role": role, **more, "value": value} for role, value in told if value]


def _subjects(theme):
    """A theme as a subject of its own, and as the IPTC Media Topic that fits it."""
    yield {"name": theme.name, "rel": "about", "uri": _absolute(theme), "literal": theme.slug}
    if match := MEDIA_TOPIC.fullmatch(theme.media_topic):
        yield {"rel": "about", "uri": f"{_TOPICS}{match[1]}", "literal": theme.media_topic}


def _event(event, rel):
    return {"name": event.title, "rel": rel, "uri": _event_uri(event), "literal": event.slug}


def _contacts(said):
    return [{"role": "press", "value": said}] if said else []


def _page(thing):
    return {"name": "page", "href": _absolute(thing), "contentType": "text/html"}


def _pictures(edition):
    for number, use in enumerate(edition.edition_photos.all(), 1):
        renditions = sorted(use.photo.renditions.all(), key=lambda one: (one.mime, one.width))
        if not renditions:
            continue
        yield _filled(
            name=f"photo-{number}",
            rel="illustration",
            uri=f"{_uri(edition.release)}:{use.photo.public_id}",
            type="picture",
            by=use.credit,
            descriptions=_texts(("caption", use.caption), ("alt", use.alt)),
            renditions=[
                {
                    "name": f"{one.format}-{one.width}",
                    "href": _absolute(one),
                    "contentType": one.mime,
                    "width": one.width,
                    "height": one.height,
                    "sizeInBytes": one.size,
                }
                for one in renditions
            ],
        )


def _documents(edition):
    for number, use in enumerate(edition.edition_attachments.all(), 1):
        stored = use.attachment
        file = {"href": _absolute(stored), "contentType": stored.mime, "sizeInBytes": stored.size}
        yield {
            "name": f"document-{number}",
            "rel": "attachment",
            "uri": f"{_uri(edition.release)}:{stored.public_id}",
            "type": "audio" if stored.is_audio else "component",
            "title": use.title,
            "renditions": [{"name": "file", "title": stored.name, **file}],
        }
    for number, link in enumerate(edition.edition_links.all(), 1):
        yield {"name": f"link-{number}", "rel": "link", "uri": link.url, "title": link.title}


def _translation(release):
    return {
        "name": f"translation-{release.language}",
        "rel": "translation",
        "uri": _uri(release),
        "type": "text",
        "language": release.language,
        "renditions": [_page(release)],
    }
