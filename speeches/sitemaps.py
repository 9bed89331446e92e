"""Sitemaps (protocol 0.9, https://www.sitemaps.org/protocol.html), with images, language versions and news. Pure.

Not by django.contrib.sitemaps: it counts all there is, and reads it to the end, for each answer; and it has no words
for images, times of day and news.
"""

import datetime
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.xmlutils import SimplerXMLGenerator

LIMIT = 50_000
"""Addresses that a file may hold, by the protocol."""
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MORE = {
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@dataclass(frozen=True)
class News:
    """What a news sitemap says of an article: name and language of the publication, date (aware), title."""

    name: str
    language: str
    at: datetime.datetime
    title: str


@dataclass(frozen=True)
class Url:
    """An absolute address; `changed` (aware) is its last change; `alternates` are (language, address) of all its
    language versions, itself among them."""

    loc: str
    changed: datetime.datetime | None = None
    alternates: list[tuple[str, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    news: News | None = None


def index(files):
    """The bytes of the index of some files: (absolute address, last change or None) each."""
    return _written("sitemapindex", "sitemap", {}, [Url(loc, changed) for loc, changed in files])


def urlset(urls):
    """The bytes of a sitemap of some `Url`, at most LIMIT. An image is told once a page (Google, image sitemaps)."""
    return _written("urlset", "url", {f"xmlns:{name}": uri for name, uri in _MORE.items()}, urls)


def _written(root, name, spaces, urls):
    written = BytesIO()
    xml = SimplerXMLGenerator(written, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement(root, {"xmlns": _SITEMAP, **spaces})
    for url in urls[:LIMIT]:
        xml.startElement(name, {})
        xml.addQuickElement("loc", url.loc)
        if url.changed:
            xml.addQuickElement("lastmod", _told(url.changed))
        if url.news:
            _add_news(xml, url.news)
        for image in url.images:
            xml.startElement("image:image", {})
            xml.addQuickElement("image:loc", image)
            xml.endElement("image:image")
        for language, there in url.alternates:
            xml.addQuickElement("xhtml:link", attrs={"rel": "alternate", "hreflang": language, "href": there})
        xml.endElement(name)
    xml.endElement(root)
    xml.endDocument()
    return written.getvalue()


def _add_news(xml, news):
    xml.startElement("news:news", {})
    xml.startElement("news:publication", {})
    xml.addQuickElement("news:name", news.name)
    xml.addQuickElement("news:language", news.language)
    xml.endElement("news:publication")
    xml.addQuickElement("news:publication_date", _told(news.at))
    xml.addQuickElement("news:title", news.title)
    xml.endElement("news:news")


def _told(at):
    """An aware instant as the protocol takes it (W3C Datetime)."""
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")
