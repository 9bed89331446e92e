"""What changes a feed, and from which instant: corrections, withdrawals and embargoes, and the validators."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.http import http_date

from speeches import clock, workflow
from speeches.feeds import FORMATS
from speeches.views import feeds as views
from speeches.views import stamps
from tests import factories
from tests.desk import person_form, sign_in
from tests.feeds import full, ids, instant, items, tag
from tests.readers import AT, HOST, fetched, read_feed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


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


def test_a_statement_that_is_accepted_later_moves_the_feed_of_its_speaker(client, frozen):
    edition, person = factories.live(), factories.person(announced_from=NOW)
    path = f"/en/people/{person.slug}/feeds/releases.json"
    assert ids(client, path) == []
    frozen.shift(timedelta(days=3))
    factories.statement(edition, "According to him", speaker=person, decided_at=clock.now())
    assert ids(client, path) == [tag(edition)]
    assert client.get(path).headers["Last-Modified"] == http_date(clock.now().timestamp())
