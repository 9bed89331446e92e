"""Releases and events as IPTC ninjs 3.1, read by the schema of the IPTC (tests/schemas)."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from speeches import clock, workflow
from speeches.models import Theme
from tests import factories
from tests.public import everything_live
from tests.readers import NINJS, ninjs_of

pytestmark = pytest.mark.django_db


def of(client, thing, status=200):
    return ninjs_of(client.get(f"{thing.get_absolute_url()}ninjs.json"), status)


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong",
    ({"uri": "no uri"}, {"language": 1}, {"versionCreated": "yesterday"}, {"house": "own"}, {"type": "release"}),
    ids=str,
)
def test_the_validator_refuses_what_is_wrong(wrong):
    """Without this the tests below could pass by checking nothing: formats, types and unknown names are looked at."""
    assert not NINJS.is_valid({"uri": "urn:newsml:press.example.org:20230427:x", "type": "text"} | wrong)


def test_a_release_says_what_its_page_says(client):
    text = {"summary": "A canal.", "dateline": "Altynqala, May 4, 2023", "notes_to_editors": "Photos follow."}
    text |= {"press_contact": "press@example.org", "boilerplate": "About us."}
    theme = factories.theme("canals", media_topic="medtop:20000441")
    edition = everything_live(themes=[theme], links=[{"url": "https://example.org/v", "title": "Video"}], **text)
    release = edition.release
    document = of(client, release)
    assert (document["type"], document["version"], document["language"]) == ("text", "1", "en")
    assert document["uri"].endswith(f":{release.address_date:%Y%m%d}:{release.public_id}")
    assert document["headlines"] == [{"role": "main", "value": edition.title}]
    bodies = {body["role"]: body for body in document["bodies"]}
    assert bodies["main"]["value"] == edition.body
    assert bodies["plain"]["value"] == edition.plain_text and bodies["plain"]["charCount"] == len(edition.plain_text)
    assert bodies["boilerplate"]["value"] == "About us."
    described = {one["role"]: one["value"] for one in document["descriptions"]}
    assert described == {"summary": "A canal.", "dateline": "Altynqala, May 4, 2023"}
    assert document["edNote"] == "Photos follow."
    assert document["infoSources"][0]["contactInfo"] == [{"role": "press", "value": "press@example.org"}]
    assert document["genres"] == [{"name": "Press release", "literal": "press-release"}]
    assert document["subjects"] == [
        {"name": "Canals", "rel": "about", "uri": f"{settings.SITE_URL}/en/themes/canals/", "literal": "canals"},
        {"rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000441", "literal": "medtop:20000441"},
    ]
    assert document["events"][0]["uri"] == of(client, release.event)["uri"]
    assert document["altIds"][1] == {"role": "sha-256", "value": edition.seal.sha256}
    picture, decree, link = document["associations"]
    assert (picture["by"], picture["descriptions"][0]["value"]) == ("Press service", "The canal")
    for file in (*picture["renditions"], *decree["renditions"]):
        stored = client.get(file["href"].removeprefix(settings.SITE_URL))
        assert stored.status_code == 200 and stored.headers["Content-Type"] == file["contentType"]
        assert len(b"".join(stored.streaming_content)) == file["sizeInBytes"]
    assert (decree["title"], link["uri"]) == ("The decree", "https://example.org/v")


def test_a_code_that_is_no_media_topic_is_not_passed_off_as_one(client):
    document = of(client, factories.live(themes=[factories.theme("water", media_topic="water:1")]).release)
    assert [subject["literal"] for subject in document["subjects"]] == ["water"]


def test_translations_name_each_other_once_they_are_live(client):
    english, russian = (factories.live(language=code, translation_group="g").release for code in ("en", "ru"))
    factories.scheduled(language="kk", translation_group="g")
    named = [one for one in of(client, english)["associations"] if one["rel"] == "translation"]
    assert [(one["language"], one["uri"]) for one in named] == [("ru", of(client, russian)["uri"])]
    assert of(client, russian)["genres"][0]["name"] == "Пресс-релиз"


def test_a_correction_is_a_new_version_under_the_same_uri(client):
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False) as traveller:
        edition = factories.live()
        first = of(client, edition.release)
        traveller.shift(timedelta(hours=1))
        factories.next_scheduled(edition, change_note="Later.")
        assert of(client, edition.release) == first
        traveller.shift(timedelta(hours=2))
        second = of(client, edition.release)
    assert (first["uri"], first["version"]) == (second["uri"], "1") and second["version"] == "2"
    assert first["firstCreated"] == second["firstCreated"] == first["versionCreated"] < second["versionCreated"]
    assert {"role": "correction", "value": "Later."} in second["descriptions"]


def test_a_release_keeps_its_uri_where_the_site_moves_to_another_name(client, settings):
    release = factories.live().release
    settings.TAG_AUTHORITY, settings.SITE_URL = "press@press.example.org,2026", "https://news.example.org"
    assert of(client, release)["uri"].startswith("urn:newsml:press.example.org:")


def test_an_event_and_its_series_keep_their_uris_too(client, settings):
    event = factories.event("water-day", series=factories.series("water-days"), announced_from=clock.now())
    settings.TAG_AUTHORITY = "press.example.org,2026"
    told = []
    for settings.SITE_URL in ("https://press.example.org", "https://news.example.org"):
        for language in ("en", "kk"):
            with translation.override(language):
                document = of(client, event)
            told.append((document["uri"], document["events"][0]["uri"]))
    lasting = "tag:press.example.org,2026:events/water-day", "tag:press.example.org,2026:series/water-days"
    assert told == [lasting] * 4


def test_a_withdrawn_release_is_canceled_and_says_nothing_else(client):
    edition = factories.live(title="Figures", slug="figures")
    uri = of(client, edition.release)["uri"]
    workflow.withdraw(edition, factories.user("publisher"), reason="Not ours to publish.")
    document = of(client, edition.release, 410)
    assert (document["uri"], document["pubStatus"], document["edNote"]) == (uri, "canceled", "Not ours to publish.")
    assert set(document) == {"standard", "uri", "type", "versionCreated", "pubStatus", "language", "edNote"}


def test_an_old_address_leads_on(client):
    edition = factories.live(slug="old")
    old = edition.release.get_absolute_url()
    workflow.amend(edition.release, factories.user("publisher"), slug="new", reason="A typing error.")
    answer = client.get(f"{old}ninjs.json")
    edition.release.refresh_from_db()
    assert (answer.status_code, answer.url) == (301, f"{edition.release.get_absolute_url()}ninjs.json")


def test_an_event_is_an_event_with_its_days_and_coverage(client):
    series = factories.series("sessions", title="Sessions")
    days = {"starts_on": "2024-05-04", "ends_on": "2024-05-05"}
    event = factories.event("session", series=series, title="The session", place="Altynqala", kind="session", **days)
    edition = factories.live(event=event)
    factories.live(event=event, language="ru")
    factories.scheduled(event=event)
    document = of(client, event)
    assert (document["type"], document["title"]) == ("event", "The session")
    assert document["eventDetails"]["dates"] == {"expectedStartDate": "2024-05-04", "expectedEndDate": "2024-05-05"}
    assert document["places"] == [{"name": "Altynqala"}]
    assert document["events"][0]["name"] == "Sessions"
    assert [one["uri"] for one in document["associations"]] == [of(client, edition.release)["uri"]]
    with translation.override("ru"):
        russian = of(client, event)
    assert russian["uri"] == document["uri"] and russian["language"] == "ru"


def test_what_is_not_public_is_as_what_is_not(client):
    hidden = [factories.scheduled(event=factories.event("coming")), factories.draft(event=factories.event("drafted"))]
    day = clock.now().date()
    for edition in hidden:
        path = f"/en/releases/{day:%Y/%m/%d}/{edition.release.slug}/ninjs.json"
        nothing = client.get(f"/en/releases/{day:%Y/%m/%d}/nothing/ninjs.json")
        assert client.get(path).status_code == nothing.status_code == 404
        assert client.get(f"/en/events/{edition.release.event.slug}/ninjs.json").status_code == 404


@pytest.mark.parametrize("code", ("medtop:1", "medtop:2000059x", "20000593", "medtop:٢٠٠٠٠٥٩٣"))
def test_a_theme_takes_no_other_code_than_one_of_the_media_topics(code):
    with pytest.raises(ValidationError, match="medtop"):
        Theme(slug="water", name="Water", media_topic=code).clean()
    Theme(slug="water", name="Water", media_topic="medtop:20000593").clean()
