"""Readers of the open formats that we did not write, and the rules of the formats that these do not look at.

Each takes a client and a path, refuses what its format forbids with an AssertionError, and gives what it read.
"""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime

import feedparser
import icalendar
from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker

from speeches.api.document import document
from speeches.api.routes import api
from speeches.sitemaps import LIMIT
from tests.public import body_of

HOST = "http://127.0.0.1:8000"
ATOM, AT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST_BYTES = 50 * 1024 * 1024
"""Of a sitemap, as its protocol says."""
NINJS = Draft202012Validator(
    json.loads((settings.BASE_DIR / "tests" / "schemas" / "ninjs-schema_3.1.json").read_text(encoding="utf-8")),
    format_checker=FormatChecker(),
)


def fetched(client, path, **headers):
    """The answer to a path, which must be 200."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def path_of(address):
    """The path of an address of the site."""
    assert address.startswith(f"{HOST}/"), address
    return address.removeprefix(HOST)


# --- Feeds ---------------------------------------------------------------------------------------


def read_feed(client, path):
    """What feedparser makes of a feed in XML; it must have nothing to complain of."""
    found = feedparser.parse(fetched(client, path).content, response_headers={"content-type": "application/atom+xml"})
    assert not found.bozo, (path, found.get("bozo_exception"))
    return found


def once(element, *names):
    """Each child of these names is there once."""
    for name in names:
        assert len(element.findall(name)) == 1, (element.tag, name)


def atom_of(content):
    """The root of an Atom feed that has what must be there, as often as it may (RFC 4287, sections 4.1 and 4.2)."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    once(root, *(f"{ATOM}{name}" for name in ("id", "title", "updated")))
    assert root.findall(f"{ATOM}author/{ATOM}name")
    assert len([link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]) == 1
    entries = root.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in entries:
        once(entry, *(f"{ATOM}{name}" for name in ("id", "title", "updated", "content", "summary", "published")))
        links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        alternates = [(link.get("type"), link.get("hreflang")) for link in links]
        assert alternates and len(alternates) == len(set(alternates))
        assert entry.findtext(f"{ATOM}id").startswith("tag:")
        assert entry.find(f"{ATOM}content").get("type") == "html"
        for name in ("updated", "published"):
            assert datetime.fromisoformat(entry.findtext(f"{ATOM}{name}")).tzinfo
    # Metadata comes before the entries (section 4.1.1 lets it stand anywhere; readers of streams want it first).
    names = [child.tag for child in root]
    assert names[len(names) - len(entries) :] == [f"{ATOM}entry"] * len(entries)
    return root


def rss_of(content):
    """The channel of an RSS feed that keeps the rules of RSS 2.0."""
    root = ElementTree.fromstring(content)
    assert root.tag == "rss" and root.get("version") == "2.0"
    [channel] = root
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1 and channel.findtext(name), name
    items = channel.findall("item")
    assert len({item.findtext("guid") for item in items}) == len(items)
    for item in items:
        once(item, "title", "link", "description", "guid", "pubDate")
        assert item.find("guid").get("isPermaLink") == "false"
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert set(enclosure.attrib) == {"url", "length", "type"} and int(enclosure.get("length"))
    return channel


_JSON_FEED = {
    "version title home_page_url feed_url description user_comment next_url icon favicon authors language expired hubs"
    " items": ("version", "title", "items"),
    "id url external_url title content_html content_text summary image banner_image date_published date_modified"
    " authors tags language attachments": ("id",),
    "name url avatar": (),
    "url mime_type title size_in_bytes duration_in_seconds": ("url", "mime_type"),
    "type url": ("type", "url"),
}
"""{the names that JSON Feed 1.1 has for a feed, an item, an author, an attachment, a hub: those that must be there}"""


def json_feed_of(content):
    """A feed that keeps the rules of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    told = json.loads(content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    feed, item, author, attachment, hub = _JSON_FEED.items()
    rows = [(feed, told), *((hub, one) for one in told.get("hubs", ()))]
    for entry in told["items"]:
        assert isinstance(entry["id"], str) and ("content_html" in entry or "content_text" in entry)
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(entry[name]).tzinfo
        assert all(isinstance(tag, str) for tag in entry.get("tags", ()))
        rows += [(item, entry), *((attachment, one) for one in entry.get("attachments", ()))]
    rows += [(author, one) for _rule, row in list(rows) for one in row.get("authors", ())]
    for (known, needed), row in rows:
        assert set(needed) <= row.keys(), row
        # What is ours begins with "_" (section "Extensions").
        assert not [name for name in row if name not in known.split() and not name.startswith("_")], row.keys()
    assert len({entry["id"] for entry in told["items"]}) == len(told["items"])
    return told


# --- Sitemaps ------------------------------------------------------------------------------------


def _sitemap(client, path, kind):
    answer = fetched(client, path)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert len(answer.content) <= MOST_BYTES, path
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{SITEMAP}{kind}"
    return root


def _lastmod(element):
    if changed := element.findtext(f"{SITEMAP}lastmod"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", changed)
    return changed


def sitemap_files(client):
    """{path of a file of the index: its lastmod}"""
    root = _sitemap(client, "/sitemap.xml", "sitemapindex")
    assert len(root) <= LIMIT
    return {path_of(one.findtext(f"{SITEMAP}loc")): _lastmod(one) for one in root.findall(f"{SITEMAP}sitemap")}


def sitemap_urls(client, path):
    """{address: the element} of a sitemap, held against what its schema and those of its extensions demand."""
    root = _sitemap(client, path, "urlset")
    assert len(root) <= LIMIT
    found = {}
    for url in root:
        assert url.tag == f"{SITEMAP}url"
        names = [child.tag for child in url]
        assert names[0] == f"{SITEMAP}loc" and names.count(f"{SITEMAP}loc") == 1
        assert names.count(f"{SITEMAP}lastmod") <= 1 and names.count(f"{NEWS}news") <= 1
        assert set(names) <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link", f"{IMAGE}image", f"{NEWS}news"}
        _lastmod(url)
        for link in url.findall(f"{XHTML}link"):
            assert link.get("rel") == "alternate" and set(link.attrib) == {"rel", "hreflang", "href"}
        for image in url.findall(f"{IMAGE}image"):
            assert [child.tag for child in image] == [f"{IMAGE}loc"]
        for news in url.findall(f"{NEWS}news"):
            assert [one.tag for one in news] == [
                f"{NEWS}{name}" for name in ("publication", "publication_date", "title")
            ]
            assert [one.tag for one in news[0]] == [f"{NEWS}{name}" for name in ("name", "language")]
        loc = url.findtext(f"{SITEMAP}loc")
        assert loc.startswith(f"{HOST}/") and len(loc) < 2048 and loc not in found
        found[loc] = url
    return found


# --- What agencies take --------------------------------------------------------------------------


def ninjs_of(answer, status=200):
    """The document of an answer, which the schema of the IPTC accepts."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    told = json.loads(answer.content)
    NINJS.validate(told)
    return told


def read_calendar(client, path):
    """What icalendar makes of a file; each event has what RFC 5545, section 3.6.1, demands."""
    answer = fetched(client, path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    assert not [error for part in found.walk() for error in part.errors], path
    assert found["VERSION"] == "2.0" and found["PRODID"]
    for event in found.events:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= event.keys()
        assert event["DTSTART"].dt < event["DTEND"].dt
    assert len({event["UID"] for event in found.events}) == len(found.events)
    return found


def read_data(client, what, year, language="en"):
    """(rows of the CSV, objects of the JSON Lines) of a bulk download; both have the same things in the same order."""
    base = f"/{language}/data/{what}-{year}"
    text = body_of(fetched(client, f"{base}.csv")).decode("utf-8")
    table = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    lines = body_of(fetched(client, f"{base}.jsonl")).decode("utf-8").split("\n")
    assert lines.pop() == ""
    objects = [json.loads(line) for line in lines]
    assert [row["id"] for row in table] == [told["id"] for told in objects]
    assert all(list(row) == list(told) for row, told in zip(table, objects, strict=True))
    return table, objects


# --- The interface for programs ------------------------------------------------------------------


def api_shapes():
    """{operation: (path, a validator of its answers)} of the OpenAPI document, as if every field had to be there."""
    made = document(api)
    found = {}
    for path, methods in made["paths"].items():
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": _all_required(made["components"])}
        found[methods["get"]["operationId"]] = path, Draft202012Validator(whole)
    return found


def _all_required(components):
    """The schemas as if every field had to be there, but of those that are one thing or another."""
    schemas = {
        name: shape | {"required": sorted(shape["properties"])} if name not in ("Selector", "Found") else shape
        for name, shape in components["schemas"].items()
    }
    return components | {"schemas": schemas}


def api_pages(client, path, **asked):
    """The answers of a list, page by page, as `next` leads."""
    answer = client.get(path, asked)
    while True:
        assert answer.status_code == 200, (path, answer.content)
        told = answer.json()
        yield told
        if not told["next"]:
            assert "Link" not in answer.headers
            return
        assert answer.headers["Link"] == f'<{told["next"]}>; rel="next"'
        answer = client.get(path_of(told["next"]))
