"""Feeds of releases: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, from the same entries. Pure.

The same entries give the same bytes on every day. The XML is written by Django's feed generator; what it has no words
for is added: full content, photos with their credit (Media RSS), pages (RFC 5005), withdrawals (RFC 6721) and the hub
(WebSub).
"""

import datetime
import json
import re
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape

_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""When an empty feed was changed last: RFC 4287 wants an instant, and the clock's would be another one each time."""
_MEDIA = "http://search.yahoo.com/mrss/"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


@dataclass(frozen=True)
class File:
    """A photo or a document of a release: absolute address, media type, bytes; of a photo its size in pixels too."""

    url: str
    mime: str
    size: int
    title: str = ""
    credit: str = ""
    alt: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Theme:
    """A category: `term` names it for ever (the slug), `label` in the language of the feed."""

    term: str
    label: str


@dataclass(frozen=True)
class Correction:
    """A change of which readers are told: kind ("correction", "update"), what changed, and since when (aware)."""

    kind: str
    note: str
    at: datetime.datetime


@dataclass(frozen=True)
class Entry:
    """A release. `id` is the same over corrections, addresses and formats; `html` is the whole content, with absolute
    links; `updated` (aware) is the last change that readers are told of; `alternates` are (language, address)."""

    id: str
    url: str
    title: str
    language: str
    summary: str
    html: str
    published: datetime.datetime
    updated: datetime.datetime
    themes: list[Theme] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    photos: list[File] = field(default_factory=list)
    documents: list[File] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)


@dataclass(frozen=True)
class Gone:
    """That a release was withdrawn: the id of its entry, since when (aware), the public explanation."""

    id: str
    at: datetime.datetime
    explanation: str


@dataclass(frozen=True)
class Feed:
    """A page of a feed. All addresses are absolute; `url` is that of this page in this format, `first` that of the
    first, `next` that of the page with older entries, if any. `updated` is aware, None where there are no entries."""

    id: str
    url: str
    first: str
    home: str
    title: str
    description: str
    language: str
    author: str
    author_url: str
    scheme: str
    updated: datetime.datetime | None
    entries: list[Entry]
    gone: list[Gone] = field(default_factory=list)
    next: str | None = None
    hub: str | None = None


def without_controls(words):
    """`words` without the characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("", str(words))


def _add(handler, name, content="", **attributes):
    """An element; an attribute that is None is left out, and `xml_lang` stands for xml:lang."""
    given = {key.replace("_", ":"): without_controls(value) for key, value in attributes.items() if value is not None}
    handler.addQuickElement(name, without_controls(content), given)


def _pages(feed):
    """(relation, address) of the pages beside this one (RFC 5005, section 3), and of the hub (WebSub, section 4)."""
    found = [("first", feed.first), ("next", feed.next), ("hub", feed.hub)]
    return [(relation, url) for relation, url in found if url]


def _add_photos(handler, photos):
    """Each photo with caption, credit and alternative text (Media RSS 1.5.1)."""
    for photo in photos:
        size = {"width": photo.width, "height": photo.height}
        handler.startElement(
            "media:content",
            {
                "url": photo.url,
                "type": photo.mime,
                "medium": "image",
                "fileSize": str(photo.size),
                **{name: str(value) for name, value in size.items() if value},
            },
        )
        for name, words in (("title", photo.alt), ("description", photo.title)):
            if words:
                _add(handler, f"media:{name}", words, type="plain")
        if photo.credit:
            _add(handler, "media:credit", photo.credit)
        handler.endElement("media:content")


class _Written:
    """What both kinds of XML share."""

    def latest_post_date(self):
        return self.feed["told"].updated or _NEVER

    def add_entry(self, entry, **more):
        told = self.feed["told"]
        self.add_item(
            title=without_controls(entry.title),
            link=entry.url,
            description=escape(without_controls(entry.summary)),
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=without_controls(told.author),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            entry=entry,
            **more,
        )


class _Atom(_Written, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": _MEDIA, "xmlns:at": _TOMBSTONES}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        told = self.feed["told"]
        for relation, url in _pages(told):
            _add(handler, "link", rel=relation, href=url)
        for gone in told.gone:
            handler.startElement("at:deleted-entry", {"ref": gone.id, "when": rfc3339_date(gone.at)})
            _add(handler, "at:comment", gone.explanation)
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for language, url in entry.alternates:
            _add(handler, "link", rel="alternate", href=url, hreflang=language, type="text/html")
        for theme in entry.themes:
            _add(handler, "category", term=theme.term, scheme=self.feed["told"].scheme, label=theme.label)
        _add(handler, "content", entry.html, type="html", xml_lang=entry.language)
        _add_photos(handler, entry.photos)


class _Rss(_Written, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": _CONTENT, "xmlns:media": _MEDIA}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for relation, url in _pages(self.feed["told"]):
            _add(handler, "atom:link", rel=relation, href=url)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for theme in entry.themes:
            _add(handler, "category", theme.label, domain=self.feed["told"].scheme)
        _add(handler, "atom:updated", rfc3339_date(entry.updated))
        _add(handler, "content:encoded", entry.html)
        _add_photos(handler, entry.photos)


def _xml(kind, feed, enclosures):
    """The bytes of a feed in XML; `enclosures` is how many an entry may have, None for all."""
    made = kind(
        title=without_controls(feed.title),
        link=feed.home,
        description=without_controls(feed.description),
        subtitle=without_controls(feed.description),
        language=feed.language,
        author_name=without_controls(feed.author),
        author_link=feed.author_url,
        feed_url=feed.url,
        feed_guid=feed.id,
        told=feed,
    )
    for entry in feed.entries:
        files = [*entry.photos, *entry.documents][:enclosures]
        made.add_entry(entry, enclosures=[Enclosure(one.url, str(one.size), one.mime) for one in files])
    written = BytesIO()
    made.write(written, "utf-8")
    return written.getvalue()


def atom(feed):
    """The bytes of an Atom feed (RFC 4287)."""
    return _xml(_Atom, feed, None)


def rss(feed):
    """The bytes of an RSS 2.0 feed; of the files of an item the first is its enclosure, as the format allows one."""
    return _xml(_Rss, feed, 1)


def json_feed(feed):
    """The bytes of a JSON Feed (version 1.1). What nobody has said is left out."""
    authors = [{"name": feed.author, "url": feed.author_url}]
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "next_url": feed.next,
        "authors": authors,
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        "items": [_item(entry, authors) for entry in feed.entries],
    }
    return json.dumps(_said(told), ensure_ascii=False, indent=1).encode()


def _item(entry, authors):
    corrections = [{"kind": one.kind, "note": one.note, "at": rfc3339_date(one.at)} for one in entry.corrections]
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "image": entry.photos[0].url if entry.photos else None,
            "date_published": rfc3339_date(entry.published),
            "date_modified": rfc3339_date(entry.updated),
            "authors": authors,
            "tags": [theme.label for theme in entry.themes],
            "language": entry.language,
            "attachments": [_attachment(one) for one in (*entry.photos, *entry.documents)],
            # An extension, as the format allows: a name that begins with an underscore.
            "_newsroom": {"corrections": corrections} if corrections else None,
        }
    )


def _attachment(file):
    title = " ".join(part for part in (file.title or file.alt, file.credit and f"({file.credit})") if part)
    return _said({"url": file.url, "mime_type": file.mime, "title": title, "size_in_bytes": file.size})


def _said(values):
    empty = (None, "", [])
    return {name: value for name, value in values.items() if name == "items" or value not in empty}


FORMATS = {
    "atom": (atom, "application/atom+xml", "Atom"),
    "rss": (rss, "application/rss+xml", "RSS"),
    "json": (json_feed, "application/feed+json", "JSON Feed"),
}
"""By the end of the address: what writes it, its media type, its name."""
