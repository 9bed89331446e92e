"""Events as calendar files, read back by the library that other programs use."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import cache
from django.utils import translation

from speeches import calendars, clock, workflow
from tests import factories
from tests.readers import read_calendar

pytestmark = pytest.mark.django_db

TITLE = "Session; of the Council, on “water” \\ and – " + "Қазақстанның халықаралық ынтымақтастығы " * 4


def entry(**fields):
    plain = {"key": "session", "title": "Session", "language": "en", "place": "", "place_language": "en"}
    plain |= {"first": date(2026, 12, 30), "last": date(2026, 12, 31), "address": "https://press.example.org/en/"}
    plain |= {"told_at": datetime(2026, 11, 1, 9, tzinfo=UTC), "categories": ["Session"]}
    return calendars.Entry(**plain | fields)


def written(*entries):
    return calendars.calendar(entries, name="Events", language="en", host="press.example.org")


def test_an_event_of_whole_days_ends_on_the_day_after():
    event = icalendar.Calendar.from_ical(written(entry())).events[0]
    assert event["DTSTART"].dt == date(2026, 12, 30) and event["DTEND"].dt == date(2027, 1, 1)
    assert event["UID"] == "session@press.example.org"
    assert event["DTSTAMP"].dt == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert b"DTSTART;VALUE=DATE:20261230\r\n" in written(entry())


def test_text_is_escaped_and_lines_are_folded_by_octets():
    made = written(entry(title=TITLE, place="Altynqala;\r\nBEGIN:VEVENT", categories=["Water, rivers", "Session"]))
    for line in made.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    assert b"\n" not in made.replace(b"\r\n", b"") and made.count(b"\r\nBEGIN:VEVENT") == 1
    event = icalendar.Calendar.from_ical(made).events[0]
    assert event["SUMMARY"] == TITLE.strip()
    assert event["LOCATION"] == "Altynqala; BEGIN:VEVENT"
    assert [str(one) for one in event["CATEGORIES"].cats] == ["Water, rivers", "Session"]


def test_control_characters_do_not_come_out():
    assert (
        icalendar.Calendar.from_ical(written(entry(title="One\x00two\x0bthree"))).events[0]["SUMMARY"]
        == "One two three"
    )


def test_the_calendar_of_an_event_says_what_its_page_says(client):
    series = factories.series("sessions", title="Sessions of the Council")
    fields = {"starts_on": "2024-05-04", "ends_on": "2024-05-05", "place": "Altynqala", "kind": "session"}
    event = factories.event("session", series=series, ordinal=3, title="The session", title_ru="Сессия", **fields)
    factories.live(event=event)
    found = read_calendar(client, f"{event.get_absolute_url()}event.ics").events[0]
    assert (found["SUMMARY"], found["LOCATION"]) == ("The session", "Altynqala")
    assert found["URL"] == "http://127.0.0.1:8000/en/events/session/"
    assert [str(one) for one in found["CATEGORIES"].cats] == ["Session", "Sessions of the Council"]
    with translation.override("ru"):
        russian = read_calendar(client, f"{event.get_absolute_url()}event.ics").events[0]
    assert russian["SUMMARY"] == "Сессия" and russian["SUMMARY"].params["LANGUAGE"] == "ru"
    assert russian["LOCATION"].params["LANGUAGE"] == "en"
    assert russian["UID"] == found["UID"] == "session@127.0.0.1"
    disposition = client.get(f"{event.get_absolute_url()}event.ics").headers["Content-Disposition"]
    assert disposition == "attachment; filename=session.ics"


def test_the_calendar_holds_what_was_announced_and_what_was_and_nothing_that_is_not_public(client):
    now = clock.now()
    factories.event("announced", starts_on="2030-01-01", announced_from=now - timedelta(minutes=1))
    factories.live(event=factories.event("held", starts_on="2020-01-01"))
    factories.event("secret", starts_on="2030-01-01", announced_from=now + timedelta(hours=1))
    factories.scheduled(event=factories.event("waiting"))
    factories.draft(event=factories.event("drafted"))
    found = read_calendar(client, "/en/events/calendar.ics")
    assert [event["UID"].split("@")[0] for event in found.events] == ["announced", "held"]
    for slug in ("secret", "waiting", "drafted", "nothing"):
        assert client.get(f"/en/events/{slug}/event.ics").status_code == 404


def test_the_same_events_give_the_same_bytes_on_every_day(client):
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False) as traveller:
        event = factories.event("session", starts_on="2030-06-01", announced_from=clock.now())
        traveller.shift(timedelta(minutes=1))
        first = client.get("/en/events/calendar.ics")
        assert b"DTSTAMP:20300501T060000Z" in first.content
        traveller.shift(timedelta(days=100))
        again = client.get("/en/events/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        edition = factories.live(event=event)
        told = client.get("/en/events/calendar.ics").content
        assert b"DTSTAMP:20300809T060100Z" in told
        traveller.shift(timedelta(minutes=1))
        workflow.withdraw(edition, factories.user("publisher"), reason="A mistake.")
        assert client.get("/en/events/calendar.ics").content == first.content


def test_an_announcement_to_come_changes_nothing_of_an_event_that_is_public_already(client):
    event = factories.event("session")
    factories.live(event=event)
    before = client.get("/en/events/calendar.ics").content
    event.announced_from = clock.now() + timedelta(hours=1)
    event.save()
    assert client.get("/en/events/calendar.ics").content == before


def test_a_calendar_of_many_events_asks_no_more_than_of_one(client, django_assert_num_queries):
    for number in range(12):
        factories.event(f"event-{number}", announced_from=clock.now() - timedelta(minutes=1))
    client.get("/en/events/calendar.ics")
    with django_assert_num_queries(1):
        client.get("/en/events/calendar.ics")


def test_a_series_is_a_calendar_of_its_public_events(client):
    series = factories.series("sessions", title="Sessions of the Council", title_ru="Сессии Совета")
    for number, day in enumerate(("2019-01-01", "2020-01-01"), 1):
        factories.live(event=factories.event(f"session-{number}", series=series, ordinal=number, starts_on=day))
    factories.scheduled(event=factories.event("session-3", series=series, ordinal=3))
    factories.live(event=factories.event("elsewhere"))
    found = read_calendar(client, "/ru/series/sessions/calendar.ics")
    assert [event["UID"].split("@")[0] for event in found.events] == ["session-2", "session-1"]
    assert found["NAME"].endswith("Сессии Совета")
    assert {str(event["CATEGORIES"].cats[-1]) for event in found.events} == {"Сессии Совета"}
    factories.scheduled(event=factories.event("alone", series=factories.series("hidden")))
    for slug in ("hidden", "nothing"):
        assert client.get(f"/ru/series/{slug}/calendar.ics").status_code == 404


@pytest.mark.parametrize("path", ["/en/events/calendar.ics", "/en/series/sessions/calendar.ics"])
def test_who_asks_too_often_waits(client, settings, path):
    settings.LIMITS = {"calendars": 1}
    cache.clear()
    factories.live(event=factories.event("session", series=factories.series("sessions")))
    assert [client.get(path).status_code for _ in range(2)] == [200, 429]
    cache.clear()


def test_events_keep_their_ids_where_the_site_moves_to_another_name(client, settings):
    event = factories.event("session", title="The session", starts_on="2024-05-04")
    factories.live(event=event)
    settings.TAG_AUTHORITY = "press.example.org,2026"
    path = f"{event.get_absolute_url()}event.ics"
    found = []
    for settings.SITE_URL in ("https://press.example.org", "https://news.example.org:8443"):
        found.append(read_calendar(client, path).events[0])
    assert [one["UID"] for one in found] == ["session@press.example.org"] * 2
    assert found[1]["URL"].startswith("https://news.example.org:8443/")
