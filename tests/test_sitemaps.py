"""Sitemaps, robots.txt and security.txt: what they list is there, and what is not public is not in them."""

import re
import urllib.robotparser
from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.utils.http import http_date

from speeches import clock, workflow
from speeches.models import Theme
from speeches.sitemaps import LIMIT, Url, urlset
from speeches.views import sitemaps as views
from tests import factories
from tests.readers import HOST, IMAGE, NEWS, SITEMAP, XHTML, sitemap_files, sitemap_urls

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def everything(client):
    return {loc: url for path in sitemap_files(client) for loc, url in sitemap_urls(client, path).items()}


def changed(url):
    return datetime.fromisoformat(url.findtext(f"{SITEMAP}lastmod"))


def alternates(url):
    return {(link.get("hreflang"), link.get("href")) for link in url.findall(f"{XHTML}link")}


def site():
    """A release with all that hangs on it; gives its edition and the address of its statement."""
    person, theme = factories.person(), factories.theme("water")
    event = factories.event("session", series=factories.series("sessions"))
    photo = [{"photo": factories.photo(), "alt": "A canal"}]
    edition = factories.live(themes=[theme], event=event, photos=photo, translation_group="g", title="Water & steppe")
    said = factories.statement(edition, "According to him", speaker=person, decided_at=clock.now())
    return edition, f"{HOST}{said.get_absolute_url()}"


def test_everything_that_is_listed_is_there_and_in_the_words_of_its_own_address(client, frozen):
    edition, said = site()
    factories.live(language="ru", translation_group="g")
    listed = everything(client)
    assert f"{HOST}{edition.release.get_absolute_url()}" in listed and said in listed
    for code in ("en", "ru", "kk"):
        for path in ("", "events/session/", "series/sessions/", "people/aidar-bekmuratov/", "themes/water/"):
            assert f"{HOST}/{code}/{path}" in listed
    for loc in listed:
        html = client.get(loc.removeprefix(HOST))
        assert html.status_code == 200, loc
        told = dict(re.findall(r'<link rel="alternate" hreflang="([a-z]+)" href="([^"]+)">', html.content.decode()))
        if "/statements/" not in loc:
            assert alternates(listed[loc]) == set(told.items()), loc
        canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', html.content.decode())
        assert canonical in ([], [loc]), loc


def test_languages_are_told_only_of_what_is_live(client, frozen):
    edition, _said = site()
    loc = f"{HOST}{edition.release.get_absolute_url()}"
    coming = factories.scheduled(language="ru", translation_group="g", at=NOW + timedelta(hours=1))
    assert alternates(everything(client)[loc]) == set()
    frozen.move_to(NOW + timedelta(hours=1), tick=False)
    coming.release.refresh_from_db()
    there = f"{HOST}{coming.release.get_absolute_url()}"
    listed = everything(client)
    assert alternates(listed[loc]) == alternates(listed[there]) == {("en", loc), ("ru", there)}


def test_photos_are_told(client, frozen):
    edition, _said = site()
    [image] = everything(client)[f"{HOST}{edition.release.get_absolute_url()}"].findall(f"{IMAGE}image")
    answer = client.get(image.findtext(f"{IMAGE}loc").removeprefix(HOST))
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/webp"


def test_lastmod_is_when_what_stands_there_went_up(client, frozen):
    edition, said = site()
    release = f"{HOST}{edition.release.get_absolute_url()}"
    records = [f"{HOST}/en/{path}/" for path in ("events/session", "series/sessions", "themes/water")]
    person = f"{HOST}/en/people/aidar-bekmuratov/"
    assert all(changed(everything(client)[loc]) == NOW for loc in (release, said, person, *records))
    Theme.objects.create(slug="told", name="Told", announced_from=NOW - timedelta(days=3))
    assert changed(everything(client)[f"{HOST}/kk/themes/told/"]) == NOW - timedelta(days=3)
    frozen.shift(timedelta(hours=2))
    factories.statement(edition, "the canal", speaker=factories.person(), decided_at=clock.now())
    assert changed(everything(client)[person]) == NOW + timedelta(hours=2)
    frozen.shift(timedelta(hours=2))
    factories.corrected(edition)
    listed = everything(client)
    for loc in (release, *records):
        assert changed(listed[loc]) == NOW + timedelta(hours=4), loc
    month = sitemap_files(client)["/sitemap-releases-2026-11-1.xml"]
    assert datetime.fromisoformat(month) == NOW + timedelta(hours=4)


def test_files_are_bounded_and_parted_by_month(client, frozen, monkeypatch):
    monkeypatch.setattr(views, "RELEASES", 2)
    monkeypatch.setattr(views, "RECORDS", 2)
    made = set()
    for number in range(5):
        frozen.shift(timedelta(minutes=1))
        theme = factories.theme(f"theme-{number}")
        live = factories.live(themes=[theme], published_at=NOW - timedelta(days=15 * number))
        made |= {live.release.get_absolute_url(), f"/en/themes/theme-{number}/"}
    found = sitemap_files(client)
    months = [path for path in found if "releases" in path]
    assert months == [
        "/sitemap-releases-2026-11-1.xml",
        "/sitemap-releases-2026-10-1.xml",
        "/sitemap-releases-2026-09-1.xml",
    ]
    assert [path for path in found if "themes" in path] == [f"/sitemap-themes-{page}.xml" for page in (1, 2, 3)]
    assert made <= {loc.removeprefix(HOST) for loc in everything(client)}
    for beyond in ("releases-2026-11-2", "releases-2026-08-1", "releases-2026-13-1", "releases-0000-01-1"):
        assert client.get(f"/sitemap-{beyond}.xml").status_code == 404
    for beyond in ("themes-4", "themes-0", "offices-1", "events-1", "themes-99999999999999999999"):
        assert client.get(f"/sitemap-{beyond}.xml").status_code == 404


@pytest.mark.once
def test_no_file_holds_more_than_the_protocol_allows():
    made = urlset([Url(f"{HOST}/{number}") for number in range(LIMIT + 5)])
    assert made.count(b"<loc>") == LIMIT


def test_withdrawn_and_embargoed_things_are_in_no_file(client, frozen):
    edition, said = site()
    paths = [*sitemap_files(client), "/sitemap.xml", "/news-sitemap.xml", "/sitemap-series-1.xml"]

    def answers():
        made = {path: client.get(path) for path in paths}
        return {path: (one.status_code, one.content, dict(one.headers)) for path, one in made.items()}

    before = answers()
    coming = factories.event("coming", series=factories.series("hidden"))
    theme = factories.theme("hidden")
    factories.scheduled(event=coming, themes=[theme], at=NOW + timedelta(hours=1))
    factories.next_scheduled(edition, at=NOW + timedelta(hours=1))
    assert answers() == before
    frozen.move_to(NOW + timedelta(hours=1) - timedelta(milliseconds=1), tick=False)
    assert answers() == before
    frozen.move_to(NOW + timedelta(hours=1), tick=False)
    after = everything(client)
    assert {f"{HOST}/en/themes/hidden/", f"{HOST}/ru/series/hidden/", f"{HOST}/kk/events/coming/"} <= after.keys()
    frozen.shift(timedelta(hours=1))
    live = edition.release.editions.order_by("-pk").first()
    workflow.withdraw(live, factories.user("publisher"), reason="Wrong.")
    gone = everything(client)
    assert f"{HOST}{edition.release.get_absolute_url()}" not in gone and said not in gone
    assert client.get("/sitemap-releases-2026-11-1.xml").headers["Last-Modified"] == http_date(clock.now().timestamp())


def test_validators_hold_while_nothing_changes(client, frozen):
    site()
    for path in [*sitemap_files(client), "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"]:
        first = client.get(path)
        frozen.shift(timedelta(days=5))
        again = client.get(path)
        assert (first.content, first.headers["ETag"]) == (again.content, again.headers["ETag"]), path
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        if "Last-Modified" in first.headers:
            assert first.headers["Last-Modified"] == http_date(NOW.timestamp())
            answer = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
            assert answer.status_code == 304
    assert "Last-Modified" in client.get("/sitemap.xml").headers


def test_news_are_those_of_two_days(client, frozen):
    edition = factories.live(title="Water & <steppe>")
    factories.live(published_at=NOW - timedelta(hours=49))
    scheduled = factories.scheduled(language="kk", at=NOW + timedelta(hours=1))
    frozen.shift(timedelta(minutes=5))
    factories.corrected(edition, title="Water & <steppe>, corrected")
    [(loc, url)] = sitemap_urls(client, "/news-sitemap.xml").items()
    assert loc == f"{HOST}{edition.release.get_absolute_url()}"
    [news] = url.findall(f"{NEWS}news")
    assert [child.tag for child in news] == [f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"]
    assert news.findtext(f"{NEWS}title") == "Water & <steppe>, corrected"
    assert datetime.fromisoformat(news.findtext(f"{NEWS}publication_date")) == NOW
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Press Service of the President"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    frozen.move_to(NOW + timedelta(hours=1), tick=False)
    [_, kazakh] = sorted(sitemap_urls(client, "/news-sitemap.xml").items())
    assert kazakh[1].findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "kk"
    assert scheduled.release.slug in kazakh[0]
    frozen.move_to(NOW + timedelta(hours=48, seconds=1), tick=False)
    assert list(sitemap_urls(client, "/news-sitemap.xml")) == [kazakh[0]]
    frozen.move_to(NOW + timedelta(days=9), tick=False)
    assert not sitemap_urls(client, "/news-sitemap.xml")


def test_robots_are_told_where_the_sitemaps_are(client):
    told = urllib.robotparser.RobotFileParser()
    told.parse(client.get("/robots.txt").content.decode().splitlines())
    assert told.site_maps() == [f"{HOST}/sitemap.xml", f"{HOST}/news-sitemap.xml"]
    assert not told.can_fetch("Anybot", f"{HOST}/admin/") and told.can_fetch("Anybot", f"{HOST}/en/releases/")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (None, ""),
        ({"contacts": ["mailto:a@example.org"], "expires": "2027-10-31T00:00:00Z"}, ""),
        ({"contacts": ["mailto:a@example.org"], "expires": "2026-12-01T00:00:00Z"}, "newsroom.W001"),
        ({"contacts": ["mailto:a@example.org"], "expires": "2027-10-31T00:00:00"}, "newsroom.E002"),
        ({"contacts": ["mailto:a@example.org"], "expires": "soon"}, "newsroom.E002"),
        ({"contacts": ["a@example.org"], "expires": "2027-10-31T00:00:00Z"}, "newsroom.E001"),
        ({"contacts": [], "expires": "2027-10-31T00:00:00Z"}, "newsroom.E001"),
    ],
)
def test_a_wrong_or_old_contact_is_said(frozen, settings, told, says):
    settings.NEWSROOM = {**settings.NEWSROOM, "security": told}
    assert [one.id for one in run_checks(tags=["security"]) if one.id.startswith("newsroom.")] == (
        [says] if says else []
    )


def test_whom_to_tell_of_a_weakness(client, frozen, settings):
    """RFC 9116, section 2.5: at least one contact, just one instant of expiry."""
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    told = dict(fields)
    assert [name for name, _value in fields].count("Expires") == 1
    assert NOW < datetime.fromisoformat(told["Expires"]) < NOW + timedelta(days=366)
    assert told["Contact"].startswith("mailto:") and told["Preferred-Languages"] == "en, ru, kk"
    assert told["Canonical"] == f"{HOST}/.well-known/security.txt"
    frozen.move_to(datetime.fromisoformat(told["Expires"]), tick=False)
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.NEWSROOM = {name: value for name, value in settings.NEWSROOM.items() if name != "security"}
    frozen.move_to(NOW, tick=False)
    assert client.get("/.well-known/security.txt").status_code == 404
