"""Feeds, read back by feedparser, which other programs use, and held against the rules of their formats."""

import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.urls import reverse
from django.utils.http import http_date

from speeches import clock, workflow
from speeches.feeds import FORMATS
from speeches.models import Edition, Theme
from speeches.text import absolute_links
from speeches.views import feeds as views
from speeches.views import stamps
from tests import factories
from tests.desk import sign_in
from tests.readers import AT, ATOM, HOST, atom_of, fetched, json_feed_of, read_feed, rss_of
from tests.test_admin_records import person_form

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def items(client, path="/en/feeds/releases.json"):
    return json.loads(fetched(client, path).content)["items"]


def ids(client, path="/en/feeds/releases.json"):
    return [item["id"] for item in items(client, path)]


def tag(edition):
    return f"tag:127.0.0.1,2026:releases/{edition.release.public_id}"


def instant(parsed):
    return datetime(*parsed[:6], tzinfo=UTC)


def full(**fields):
    """A live release with all that an entry can show."""
    photo, decree = factories.photo(), factories.attachment()
    told = {
        "title": "Water & <steppe>",
        "summary": 'The canal “reaches” & "more"',
        "dateline": "Altynqala, 23 November",
        "body": '<p>See <a href="/en/themes/?a=1&amp;b=2">the themes</a>, <a href="https://example.org/x">there</a>.</p>',
        "themes": [factories.theme("water"), factories.theme("roads")],
        "photos": [{"photo": photo, "alt": "A canal", "caption": "The canal & its banks", "credit": "D. Serikova"}],
        "attachments": [{"attachment": decree, "title": "The decree"}],
        "links": [{"url": "https://video.example/1", "title": "The recording"}],
        "press_contact": "Press office, press@example.org",
    }
    return factories.live(**told | fields)


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


def test_a_correction_is_an_update_that_readers_notice(client, frozen):
    edition = factories.live(title="Before")
    before = {format: client.get(f"/en/feeds/releases.{format}").headers["ETag"] for format in FORMATS}
    frozen.shift(timedelta(hours=3))
    factories.corrected(edition, title="After", change_note="The date was <wrong>.")
    for format in FORMATS:
        answer = client.get(f"/en/feeds/releases.{format}")
        assert answer.headers["ETag"] != before[format]
        assert answer.headers["Last-Modified"] == http_date((NOW + timedelta(hours=3)).timestamp())
    [item] = items(client)
    assert item["id"] == tag(edition) and item["title"] == "After"
    assert item["date_published"] == NOW.isoformat()
    assert item["date_modified"] == (NOW + timedelta(hours=3)).isoformat()
    assert "The date was &lt;wrong&gt;." in item["content_html"].partition("</aside>")[0]
    assert f"{HOST}{edition.release.get_absolute_url()}history/" in item["content_html"]
    told = {"kind": "correction", "note": "The date was <wrong>.", "at": (NOW + timedelta(hours=3)).isoformat()}
    assert item["_newsroom"] == {"corrections": [told]}
    for format in ("atom", "rss"):
        found = read_feed(client, f"/en/feeds/releases.{format}")
        assert instant(found.entries[0].published_parsed) == NOW
        assert instant(found.entries[0].updated_parsed) == NOW + timedelta(hours=3)
        assert instant(found.feed.updated_parsed) == NOW + timedelta(hours=3)


def test_a_minor_change_is_shown_but_not_announced(client, frozen):
    edition = factories.live(title="Befroe")
    frozen.shift(timedelta(hours=3))
    factories.corrected(edition, title="Before", change_kind="minor", change_note="")
    answer = client.get("/en/feeds/releases.json")
    [item] = json.loads(answer.content)["items"]
    assert item["title"] == "Before" and item["date_modified"] == NOW.isoformat()
    assert "aside" not in item["content_html"]
    assert answer.headers["Last-Modified"] == http_date((NOW + timedelta(hours=3)).timestamp())


def test_the_id_outlives_the_address(client, frozen):
    edition = factories.live(slug="one")
    before = ids(client)
    frozen.shift(timedelta(minutes=1))
    workflow.amend(edition.release, factories.user("publisher"), reason="A slip.", slug="two")
    [item] = items(client)
    assert [item["id"]] == before and item["url"].endswith("/two/")


def test_an_old_release_that_is_corrected_comes_up_again(client, frozen, monkeypatch):
    monkeypatch.setattr(views, "_SIZE", 2)
    old = factories.live(published_at=NOW - timedelta(days=900), themes=[factories.theme("water")])
    for number in range(3):
        frozen.shift(timedelta(minutes=1))
        factories.live(published_at=NOW - timedelta(days=number))
    assert tag(old) not in ids(client)
    frozen.shift(timedelta(minutes=1))
    corrected = factories.corrected(old)
    assert ids(client)[-1] == tag(old) and len(ids(client)) == 3
    frozen.shift(timedelta(minutes=1))
    # What goes up later pushes it out, no clock does.
    monkeypatch.setattr(stamps, "_RECENT", 1)
    assert tag(old) in ids(client)
    factories.live(language="ru")
    assert tag(old) not in ids(client)
    assert ids(client, "/en/themes/water/feeds/releases.json") == [tag(corrected)]


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


def test_withdrawn_releases_vanish_and_atom_says_so(client, frozen):
    edition = factories.live(themes=[factories.theme("water")])
    other = factories.live(themes=[factories.theme("water")])
    frozen.shift(timedelta(hours=1))
    workflow.withdraw(edition, factories.user("publisher"), reason="The figures were not ours.")
    for format in FORMATS:
        answer = client.get(f"/en/feeds/releases.{format}")
        assert edition.title not in answer.content.decode()
        assert answer.headers["Last-Modified"] == http_date(clock.now().timestamp())
    assert ids(client) == [tag(other)]
    root = ElementTree.fromstring(client.get("/en/feeds/releases.atom").content)
    [gone] = root.findall(f"{AT}deleted-entry")
    assert gone.attrib == {"ref": tag(edition), "when": clock.now().isoformat()}
    assert gone.find(f"{AT}comment").text == "The figures were not ours."
    # What a withdrawn text was about is nobody's business any more.
    assert b"deleted" not in client.get("/en/themes/water/feeds/releases.atom").content.partition(b"<entry")[2]
    assert b"deleted" not in client.get("/ru/feeds/releases.atom").content.partition(b"<title")[2]
    frozen.shift(timedelta(hours=1))
    factories.reinstated(edition)
    found = items(client)
    assert {item["id"]: item["date_modified"] for item in found}[tag(edition)] == clock.now().isoformat()
    assert b"at:deleted-entry" not in client.get("/en/feeds/releases.atom").content


def test_an_embargo_holds_to_its_instant_and_ends_by_itself(client, frozen):
    theme, person = factories.theme("water"), factories.person()
    live = factories.live(themes=[theme])
    factories.statement(live, "According to him", speaker=person)
    series = factories.series()
    paths = [f"/en/feeds/releases.{format}" for format in FORMATS]
    for below in ("themes/water", f"people/{person.slug}", "series/council-sessions"):
        paths += [f"/en/{below}/feeds/releases.{format}" for format in FORMATS]

    def answers():
        made = {}
        for path in paths:
            answer = client.get(path)
            again = client.get(path, headers={"If-None-Match": answer.headers.get("ETag", "x")})
            made[path] = (answer.status_code, answer.content, dict(answer.headers), again.status_code)
        return made

    before = answers()
    coming = factories.scheduled(
        at=NOW + timedelta(hours=1), title="Secret", themes=[theme], event=factories.event("e", series=series)
    )
    factories.statement(coming, "According to him", speaker=person)
    factories.next_scheduled(live, at=NOW + timedelta(hours=1), title="Secret too")
    assert answers() == before
    assert before["/en/series/council-sessions/feeds/releases.atom"][0] == 404
    frozen.move_to(NOW + timedelta(hours=1) - timedelta(milliseconds=1), tick=False)
    assert answers() == before
    frozen.move_to(NOW + timedelta(hours=1), tick=False)
    after = answers()
    for path in paths:
        assert after[path][0] == 200 and b"Secret" in after[path][1], path
        assert after[path][2]["ETag"] != before[path][2].get("ETag")
        assert after[path][2]["Last-Modified"] == http_date((NOW + timedelta(hours=1)).timestamp())


def test_validators_hold_while_nothing_changes(client, frozen):
    full()
    for format in FORMATS:
        path = f"/en/feeds/releases.{format}"
        first = fetched(client, path)
        frozen.shift(timedelta(days=40))
        again = fetched(client, path)
        assert first.content == again.content and first.headers["ETag"] == again.headers["ETag"]
        assert first.headers["Last-Modified"] == again.headers["Last-Modified"] == http_date(NOW.timestamp())
        for sent in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
            for ask in (client.get, client.head):
                answer = ask(path, headers=sent)
                assert (answer.status_code, answer.content) == (304, b"")
        earlier = {"If-Modified-Since": http_date(NOW.timestamp() - 1)}
        assert client.get(path, headers=earlier).status_code == 200
        # The stronger validator decides (RFC 9110, section 13.1.3).
        both = {"If-None-Match": '"another"', "If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get(path, headers=both).status_code == 200


def test_a_new_name_address_or_translation_moves_the_instant_too(client, frozen):
    theme = factories.theme("water")
    edition = factories.live(themes=[theme], translation_group="g")
    feeds = [f"/en/feeds/releases.{format}" for format in FORMATS]
    sitemap = "/sitemap-releases-2026-11-1.xml"

    def renamed():
        type(theme).objects.filter(pk=theme.pk).update(name_en="Rivers and lakes")
        workflow.audit("change_record", theme, factories.user("publisher"), shown=True)

    def translated():
        factories.live(language="ru", translation_group="g")

    def moved():
        workflow.amend(edition.release, factories.user("publisher"), reason="A slip.", slug="elsewhere")

    for change, there in (
        (renamed, feeds),
        (translated, ["/en/feeds/releases.atom", sitemap]),
        (moved, [*feeds, sitemap]),
    ):
        frozen.shift(timedelta(hours=1))
        before = {path: client.get(path) for path in there}
        change()
        for path, first in before.items():
            again = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
            assert again.status_code == 200 and again.content != first.content, (change, path)
            assert again.headers["ETag"] != first.headers["ETag"]
            assert again.headers["Last-Modified"] == http_date(clock.now().timestamp())
            same = {"If-Modified-Since": again.headers["Last-Modified"]}
            assert client.get(path, headers=same).status_code == 304


def test_what_is_hidden_moves_no_instant(client, frozen):
    edition, person = factories.live(translation_group="g"), factories.person("saule-ormanova")
    factories.statement(edition, "According to him", speaker=person)
    paths = ["/en/feeds/releases.atom", f"{person.get_absolute_url()}feeds/releases.atom"]
    paths += ["/sitemap-releases-2026-11-1.xml", "/sitemap-people-1.xml"]

    def told():
        return [client.get(path).headers["Last-Modified"] for path in paths]

    before, publisher = told(), sign_in("publisher")
    frozen.shift(timedelta(hours=1))
    factories.scheduled(language="ru", translation_group="g")
    hidden = factories.draft(language="kk", translation_group="to-come")
    group = hidden.release.translation_group
    workflow.amend(edition.release, factories.user("publisher"), reason="A slip.", translation_group=group)
    workflow.start_edition(edition, factories.user("writer"))
    assert told() == before
    # Somebody's other names, like an office to come, are for the desk; the name itself is for all.
    desk = reverse("admin:speeches_person_change", args=[person.pk])
    for changed, seen in (({"aliases_en": "The governor to come"}, 0), ({"name_en": "Saule O."}, 1)):
        assert publisher.post(desk, person_form(publisher, person) | changed).status_code == 302
        person.refresh_from_db()
        assert all(getattr(person, name) == value for name, value in changed.items())
        assert [now != then for now, then in zip(told(), before, strict=True)] == [False, bool(seen), False, False]


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


def test_a_statement_that_is_accepted_later_moves_the_feed_of_its_speaker(client, frozen):
    edition, person = factories.live(), factories.person(announced_from=NOW)
    path = f"/en/people/{person.slug}/feeds/releases.json"
    assert ids(client, path) == []
    frozen.shift(timedelta(days=3))
    factories.statement(edition, "According to him", speaker=person, decided_at=clock.now())
    assert ids(client, path) == [tag(edition)]
    assert client.get(path).headers["Last-Modified"] == http_date(clock.now().timestamp())


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
