"""Feeds, read back by feedparser, which other programs use, and held against the rules of their formats."""

import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from speeches.feeds import FORMATS
from speeches.models import Edition, Theme
from speeches.text import absolute_links
from speeches.views import feeds as views
from tests import factories
from tests.feeds import full, ids, instant, tag
from tests.readers import ATOM, HOST, atom_of, fetched, json_feed_of, read_feed, rss_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_an_entry_says_what_the_release_says(client, frozen, format):
    edition = full(published_at=NOW - timedelta(days=2))
    found = read_feed(client, f"/en/feeds/releases.{format}")
    assert found.version == {"atom": "atom10", "rss": "rss20"}[format]
    assert found.feed.title == "Press Service of the President: Releases"
    assert found.feed.language == "en"
    assert found.feed.link == f"{HOST}/en/releases/"
    [entry] = found.entries
    assert entry.id == tag(edition)
    assert entry.link == f"{HOST}{edition.release.get_absolute_url()}"
    assert entry.title_detail.value.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == edition.title
    assert entry.author == "Press Service of the President"
    assert instant(entry.published_parsed) == NOW - timedelta(days=2)
    assert instant(entry.updated_parsed) == NOW
    terms = {"atom": ["roads", "water"], "rss": ["Roads", "Water"]}[format]
    assert [one.term for one in entry.tags] == terms
    assert {one.scheme for one in entry.tags} == {f"{HOST}/en/themes/"}
    html = entry.content[-1].value
    for words in (edition.dateline, "The canal &amp; its banks", "D. Serikova", "The decree", "The recording"):
        assert words in html
    assert f'href="{HOST}/en/themes/?a=1&amp;b=2"' in html and 'href="https://example.org/x"' in html
    assert not re.search(r'(href|src)="(?!https?:)', html)
    [photo] = entry.media_content
    assert photo["url"].startswith(f"{HOST}/photos/") and photo["type"] == "image/webp"
    assert entry.media_credit[0]["content"] == "D. Serikova"
    assert client.get(photo["url"].removeprefix(HOST)).status_code == 200
    for enclosure in entry.enclosures:
        body = b"".join(client.get(enclosure.href.removeprefix(HOST)).streaming_content)
        assert len(body) == int(enclosure.length)
    assert len(entry.enclosures) == {"atom": 2, "rss": 1}[format]


def test_json_feed_says_the_same(client, frozen):
    edition = full()
    answer = fetched(client, "/en/feeds/releases.json")
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told = json_feed_of(answer.content)
    assert told["title"] and told["language"] == "en"
    assert told["feed_url"] == f"{HOST}/en/feeds/releases.json"
    [item] = told["items"]
    assert (item["id"], item["title"], item["language"]) == (tag(edition), edition.title, "en")
    assert item["url"] == f"{HOST}{edition.release.get_absolute_url()}"
    assert item["tags"] == ["Roads", "Water"] and item["summary"] == edition.summary
    assert [one["mime_type"] for one in item["attachments"]] == ["image/webp", "application/pdf"]
    assert item["attachments"][0]["title"] == "The canal & its banks (D. Serikova)"
    assert item["image"] == item["attachments"][0]["url"]
    assert datetime.fromisoformat(item["date_published"]) == datetime.fromisoformat(item["date_modified"]) == NOW
    assert "_newsroom" not in item
    entry = read_feed(client, "/en/feeds/releases.atom").entries[0]
    text = ElementTree.fromstring(fetched(client, "/en/feeds/releases.atom").content)
    assert text.find(f"{ATOM}entry/{ATOM}content").text == item["content_html"]
    assert entry.id == item["id"]


def test_pages_lead_to_all_releases_once(client, frozen, monkeypatch):
    monkeypatch.setattr(views, "_SIZE", 3)
    made = []
    for number in range(8):
        frozen.shift(timedelta(minutes=1))
        made.append(tag(factories.live(published_at=NOW - timedelta(days=number))))
    for format, to_next in (("json", "next_url"), ("atom", "next"), ("rss", "next")):
        path, found, selves = f"/en/feeds/releases.{format}", [], []
        while path:
            if format == "json":
                told = json.loads(fetched(client, path).content)
                found += [item["id"] for item in told["items"]]
                selves.append(told["feed_url"])
                following = told.get(to_next)
            else:
                told = read_feed(client, path)
                found += [entry.id for entry in told.entries]
                links = {link.rel: link.href for link in told.feed.links}
                selves.append(links["self"])
                assert links["first"] == selves[0]
                following = links.get(to_next)
            assert selves[-1] == HOST + path
            path = following and following.removeprefix(HOST)
        assert found == made and len(selves) == 3


def test_each_language_has_its_own_with_ways_to_the_others(client, frozen):
    english = factories.live(language="en", translation_group="g")
    russian = factories.live(language="ru", translation_group="g", title="Вода для степи")
    coming = factories.scheduled(language="kk", translation_group="g")
    assert ids(client) == [tag(english)] and ids(client, "/ru/feeds/releases.json") == [tag(russian)]
    entry = read_feed(client, "/en/feeds/releases.atom").entries[0]
    others = [(link.hreflang, link.href) for link in entry.links if "hreflang" in link]
    assert others == [("ru", f"{HOST}{russian.release.get_absolute_url()}")]
    assert coming.release.slug not in client.get("/en/feeds/releases.atom").content.decode()
    found = read_feed(client, "/ru/feeds/releases.rss")
    assert found.feed.language == "ru" and found.entries[0].title == "Вода для степи"


def test_feeds_of_a_theme_a_person_and_a_series(client, frozen):
    theme, person = factories.theme("water", name_ru="Вода"), factories.person()
    event = factories.event("session", series=factories.series("sessions"))
    carried, held = factories.live(themes=[theme]), factories.live(event=event)
    quoted = factories.live()
    factories.statement(quoted, "According to him", speaker=person)
    factories.statement(held, "According to him", speaker=person, status="suggested")
    factories.live()
    for below, edition, name in (
        ("themes/water", carried, "Water"),
        (f"people/{person.slug}", quoted, "Aidar Bekmuratov"),
        ("series/sessions", held, "Sessions"),
    ):
        for format in FORMATS:
            path = f"/en/{below}/feeds/releases.{format}"
            if format != "json":
                found = read_feed(client, path)
                assert [one.id for one in found.entries] == [tag(edition)]
                assert found.feed.title.endswith(f": {name}") and found.feed.link == f"{HOST}/en/{below}/"
        assert ids(client, f"/en/{below}/feeds/releases.json") == [tag(edition)]
    empty = read_feed(client, "/ru/themes/water/feeds/releases.atom")
    assert empty.feed.title.endswith(": Вода") and not empty.entries
    assert instant(empty.feed.updated_parsed) == datetime(1970, 1, 1, tzinfo=UTC)
    assert client.get("/en/themes/none/feeds/releases.atom").status_code == 404
    assert client.get("/en/feeds/releases.xml").status_code == 404


def test_atom_keeps_the_rules(client, frozen):
    for number in range(3):
        full(slug=f"release-{number}", translation_group=f"g{number}")
        full(slug=f"release-{number}", language="ru", translation_group=f"g{number}")
    frozen.shift(60)
    factories.corrected(Edition.objects.live().filter(release__language="en").first())
    entries = atom_of(fetched(client, "/en/feeds/releases.atom").content).findall(f"{ATOM}entry")
    assert len(entries) == 3
    for entry in entries:
        assert len([link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]) == 2


def test_rss_keeps_the_rules(client, frozen):
    full()
    [item] = rss_of(fetched(client, "/en/feeds/releases.rss").content).findall("item")
    assert item.findall("enclosure")


def test_what_xml_cannot_hold_is_left_out(client, frozen):
    named = factories.theme("odd", name="Odd\x0b theme")
    Theme.objects.filter(pk=named.pk).update(name_en="Odd\x0b\x1f theme")
    factories.live(title="Odd\x0b title \x01", summary="Sum\x02mary", themes=[named])
    for format in ("atom", "rss"):
        ElementTree.fromstring(fetched(client, f"/en/feeds/releases.{format}").content)
        assert "Odd title" in fetched(client, f"/en/feeds/releases.{format}").content.decode()


def test_a_hub_is_named_where_there_is_one(client, frozen, settings):
    factories.live()
    assert "hub" not in client.get("/en/feeds/releases.atom").content.decode()
    settings.WEBSUB_HUB = "https://hub.example.org/"
    for format in ("atom", "rss"):
        answer = client.get(f"/en/feeds/releases.{format}")
        links = {link.rel: link.href for link in feedparser.parse(answer.content).feed.links}
        assert links["hub"] == settings.WEBSUB_HUB and links["self"] == f"{HOST}/en/feeds/releases.{format}"
        assert answer.headers["Link"] == f'<https://hub.example.org/>; rel="hub", <{links["self"]}>; rel="self"'
    told = json.loads(client.get("/en/feeds/releases.json").content)
    assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]


def test_every_page_names_the_feeds(client, frozen):
    theme, person = factories.theme("water"), factories.person()
    edition = factories.live(themes=[theme], event=factories.event("session", series=factories.series("sessions")))
    version = factories.statement(edition, "According to him", speaker=person)
    own = ("/en/themes/water/", f"/en/people/{person.slug}/", "/en/series/sessions/")
    pages = ["/en/", "/en/releases/", edition.release.get_absolute_url(), version.statement.get_absolute_url()]
    pages += ["/en/events/session/", "/en/search/", "/en/nothing/", "/ru/", *own]
    for page in pages:
        html = client.get(page).content.decode()
        found = re.findall(
            r'<link rel="alternate" type="application/((?:atom|rss|feed)[a-z+]+)" title="([^"]+)" href="([^"]+)">', html
        )
        below = [page] if page in own else []
        wanted = [f"{start}feeds/releases.{end}" for start in (*below, page[:4]) for end in FORMATS]
        assert [href for _type, _title, href in found] == wanted, page
        for mime, _title, href in found:
            assert client.get(href).headers["Content-Type"].startswith(f"application/{mime}")
        if page in own or page == "/en/releases/":
            visible = html.partition("<main")[2]
            assert all(f'href="{href}"' in visible for href in wanted[:3]), page


def test_too_many_are_told_to_wait(client, frozen, settings):
    settings.LIMITS = {"feeds": 2}
    answers = [client.get(f"/en/feeds/releases.{format}") for format in FORMATS]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.once
def test_links_are_made_absolute():
    base = "https://press.example.org/en/releases/2026/11/23/x/"
    for given, told in (
        ("/a?b=1&amp;c=2", "https://press.example.org/a?b=1&amp;c=2"),
        ("photos/", f"{base}photos/"),
        ("#top", f"{base}#top"),
        ("https://other.example/", "https://other.example/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[", "http://["),
    ):
        html = f'<p>href="no" <a href="{given}" rel="noopener">x</a></p>'
        assert absolute_links(html, base) == html.replace(given, told)


@pytest.mark.parametrize("format", FORMATS)
def test_a_page_of_another_site_may_read_feeds_and_ask_again_with_the_validator(client, settings, format):
    factories.live()
    path, origin = f"/en/feeds/releases.{format}", {"Origin": "https://reader.example"}
    asked = origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    before = client.options(path, headers=asked)
    assert (
        before.status_code == 204
        and before.headers["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
    )
    assert client.options("/en/themes/nothing/feeds/releases.atom", headers=asked).status_code == 204
    first = client.get(path, headers=origin)
    again = client.get(path, headers=origin | {"If-None-Match": first.headers["ETag"]})
    settings.LIMITS = {"feeds": 1}
    client.get(path)
    refused = client.get(path, headers=origin)
    assert [one.status_code for one in (first, again, refused)] == [200, 304, 429]
    for answer in (before, first, again, refused):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    for name in ("ETag", "Link", "Retry-After"):
        assert name in refused.headers["Access-Control-Expose-Headers"]
    posted = client.post(path)
    assert posted.status_code == 405 and posted.headers["Allow"] == "GET, HEAD, OPTIONS"
