"""What an outsider finds on the public pages: each standing, error and file, and what a page costs."""

import re
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from speeches import clock
from speeches.models import Photo
from speeches.states import StatementStatus
from speeches.views.common import public
from tests import factories
from tests.public import LANGUAGES, body_of, everything_live, records, text_of

pytestmark = pytest.mark.django_db

# What is shown


def test_a_live_release_shows_everything_that_it_consists_of(client):
    edition = everything_live(
        title="The canal is open",
        summary="It reaches every village.",
        dateline="Altynqala, 4 May",
        press_contact="press@sarydala.example",
        notes_to_editors="Pictures on request.",
        boilerplate="The press service serves the press.",
    )
    page = text_of(client, edition.release.get_absolute_url())
    for words in (
        "<h1>The canal is open</h1>",
        "It reaches every village.",
        "Altynqala, 4 May",
        "press@sarydala.example",
        "Pictures on request.",
        "The press service serves the press.",
        "According to him, the work will go on in spring.",
        'alt="A canal"',
        "The canal",
        "The decree",
        "Event 1",
        "Series 1",
        "Theme 1",
    ):
        assert words in page, words
    version = edition.statement_versions.get()
    key = version.statement.public_id
    passage = f'<span class="said" data-said="{key}" id="s-{key}">the canal reaches every village of the steppe<span'
    assert passage in page
    assert f'href="{version.get_absolute_url()}#cite"' in page
    for path in records(edition)[7:-2]:
        assert client.get(path).status_code == 200, path


def test_only_accepted_statements_are_shown(client):
    edition = factories.live()
    for status in StatementStatus:
        if status != StatementStatus.ACCEPTED:
            hidden = factories.statement(edition, "According to him", status=status)
            assert client.get(hidden.get_absolute_url()).status_code == 404, status
            assert 'class="said"' not in text_of(client, edition.release.get_absolute_url())
            hidden.delete()


def test_a_release_appears_and_is_replaced_by_the_clock_alone(client):
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as traveller:
        edition = factories.scheduled(clock.now() + timedelta(hours=1), title="First words")
        address = edition.release.get_absolute_url()
        assert client.get(address).status_code == 404
        traveller.shift(timedelta(hours=1))
        assert "First words" in text_of(client, address)
        validator = client.get(address).headers["ETag"]
        factories.next_scheduled(edition, clock.now() + timedelta(hours=1), title="Second words")
        assert client.get(address, headers={"If-None-Match": validator}).status_code == 304
        traveller.shift(timedelta(hours=1))
        answer = client.get(address, headers={"If-None-Match": validator})
        assert answer.status_code == 200
        assert "Second words" in answer.content.decode()
        assert "First words" not in answer.content.decode()


def test_a_correction_is_told_on_the_page_and_its_history_shows_the_words(client):
    first = factories.live(title="The canal is 90 km long")
    factories.corrected(first, title="The canal is 95 km long", change_note="The length was wrong.")
    address = first.release.get_absolute_url()
    page = text_of(client, address)
    assert "Changes since publication" in page
    assert "The length was wrong." in page
    history = text_of(client, f"{address}history/")
    assert re.search(r"<del><span[^>]*>deleted: </span>90</del><ins><span[^>]*>added: </span>95</ins>", history)
    assert "Edition 2" in history and "Edition 1" in history
    assert history.index("Edition 2") < history.index("Edition 1")


def test_a_minor_change_is_in_the_history_but_not_announced(client):
    first = factories.live()
    factories.corrected(first, change_kind="minor", change_note="")
    address = first.release.get_absolute_url()
    assert "Changes since publication" not in text_of(client, address)
    assert f'href="{address}history/"' in text_of(client, address)


def test_a_withdrawn_release_is_gone_from_every_list_and_everything_that_lived_by_it(client):
    from speeches import workflow

    edition = everything_live(title="Unheard of figures")
    paths = records(edition)
    workflow.withdraw(edition, factories.user("publisher"), reason="Not confirmed.")
    for path in paths[7:]:
        answer = client.get(path)
        expected = 410 if "/releases/" in path or "/statements/" in path else 404
        assert answer.status_code == expected, path
    for path in paths[1:5]:
        assert "Unheard of figures" not in text_of(client, path)


def test_an_event_that_was_announced_is_public_before_any_release(client):
    event = factories.event("session", announced_from=clock.now() - timedelta(minutes=1))
    assert event.title in text_of(client, "/en/events/")
    assert "Nothing has been published about it" in text_of(client, event.get_absolute_url())
    later = factories.event("summit", announced_from=clock.now() + timedelta(minutes=1))
    assert client.get(later.get_absolute_url()).status_code == 404
    assert later.title not in text_of(client, "/en/events/")


def test_an_event_leads_to_its_neighbours_that_are_public(client):
    series = factories.series()
    held = [factories.event(f"session-{n}", series=series, ordinal=n) for n in (12, 13, 14, 15)]
    for event in held[:3]:
        factories.live(event=event)
    page = text_of(client, held[1].get_absolute_url())
    assert f'rel="prev" href="{held[0].get_absolute_url()}"' in page
    assert f'rel="next" href="{held[2].get_absolute_url()}"' in page
    assert 'rel="next"' not in text_of(client, held[2].get_absolute_url())
    listed = text_of(client, series.get_absolute_url())
    assert [listed.index(f">{numeral}<") for numeral in ("XIV", "XIII", "XII")] == sorted(
        listed.index(f">{numeral}<") for numeral in ("XIV", "XIII", "XII")
    )
    assert ">XV<" not in listed


def test_a_person_has_offices_with_their_time(client):
    edition = everything_live()
    speaker = edition.statement_versions.get().speaker
    factories.tenure(speaker, factories.office("prime-minister"), held_from="2019-02-01", held_until="2021-01-19")
    factories.tenure(speaker, factories.office("president"), held_from="2021-01-20")
    page = text_of(client, speaker.get_absolute_url())
    assert re.search(r"President\s.*20 January 2021</time> – in office", page, re.DOTALL)
    assert re.search(r"1 February 2019</time> – <time[^>]*>19 January 2021</time>", page)


# Error pages


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "There is nothing at this address"),
        ("ru", "По этому адресу ничего нет"),
        ("kk", "Бұл мекенжайда ештеңе жоқ"),
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_the_address(client, language, words):
    page = text_of(client, f"/{language}/events/nothing/", status=404)
    assert words in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_we_fail_the_page_says_so_without_asking_the_database(language):
    client = Client(raise_request_exception=False)
    with (
        mock.patch("speeches.views.events.over_page", side_effect=DatabaseError("gone")),
        CaptureQueriesContext(connection) as queries,
    ):
        answer = client.get(f"/{language}/events/")
    assert answer.status_code == 500
    assert not queries.captured_queries
    said = {"en": "Something went wrong", "ru": "произошла ошибка", "kk": "қате кетті"}[language]
    assert said in answer.content.decode()
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"


def test_health_says_when_the_guards_are_gone(client):
    assert client.get("/healthz").status_code == 200
    with mock.patch("speeches.views.site.guards.missing", return_value=["edition_sealed_update"]):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"not well\n")
    with mock.patch("speeches.views.site.connection.cursor", side_effect=DatabaseError("gone")):
        assert client.get("/healthz").status_code == 503


# Files


def test_a_photo_comes_with_its_type_its_hash_and_no_rights(client):
    rendition = everything_live().edition_photos.get().photo.renditions.get()
    answer = client.get(rendition.get_absolute_url())
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["ETag"] == f'"{rendition.sha256}"'
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert body_of(answer)[:4] == b"RIFF"
    for wrong in ("321.webp", "320.jpeg", "320.png"):
        assert client.get(f"/photos/{rendition.photo.public_id}/{wrong}").status_code == 404


def test_the_original_of_a_photo_is_at_no_address(client):
    photo = everything_live().edition_photos.get().photo
    for path in (f"/media/{photo.file.name}", f"/{photo.file.name}", f"/photos/{photo.public_id}/64.png"):
        assert client.get(path).status_code == 404


def test_an_attachment_is_saved_under_its_name_and_runs_nothing(client):
    attachment = factories.attachment(b"<script>alert(1)</script>", name="Жарлық №1.html", mime="text/html")
    factories.live(attachments=[{"attachment": attachment, "title": "Decree"}])
    answer = client.get(attachment.get_absolute_url())
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=utf-8''%D0%96" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert body_of(answer) == b"<script>alert(1)</script>"
    assert client.get(f"/attachments/{attachment.public_id}/other.html").status_code == 404


def test_a_file_that_is_missing_on_disk_is_not_found(client):
    rendition = everything_live().edition_photos.get().photo.renditions.get()
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.get_absolute_url()).status_code == 404


def test_a_photo_without_renditions_leaves_no_empty_frame(client):
    photo = factories.photo(rendition=False)
    edition = factories.live(photos=[{"photo": photo, "alt": "A canal"}])
    for path in ("/en/", "/en/releases/", edition.release.get_absolute_url()):
        assert "<img class" not in text_of(client, path)
    assert Photo.objects.live().count() == 1


# What a page costs


def costs(client, paths):
    """The number of queries of each page."""
    numbers = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        numbers[path] = len(queries)
    return numbers


def test_a_list_costs_no_more_queries_with_many_rows_than_with_one(client):
    """One more of everything that a page lists, under the same event, series, theme and speaker."""
    series, theme, speaker = factories.series(), factories.theme(), factories.person()
    event = factories.event("session", series=series, ordinal=1)

    def one(number):
        edition = factories.live(
            event=event if number % 2 else factories.event(f"other-{number}", series=series, ordinal=number + 2),
            themes=[theme, factories.theme(f"theme-{number}")],
            photos=[{"photo": factories.photo(), "alt": "A canal"}],
            attachments=[{"attachment": factories.attachment(), "title": "Decree"}],
        )
        said = {"speaker": speaker, "themes": [theme, factories.theme(f"said-{number}")]}
        factories.statement(edition, "the canal reaches every village", **said)
        factories.tenure(speaker, factories.office(f"office-{number}"))
        return edition

    first = one(1)
    one(2)
    things = (event, series, theme, speaker, first.statement_versions.get())
    with translation.override("en"):
        paths = [reverse(name) for name in ("home", "archive", "events", "themes")]
        paths += [thing.get_absolute_url() for thing in things]
    address = first.release.get_absolute_url()
    paths += [address, f"{address}history/", "/en/people/", f"{event.get_absolute_url()}event.ics"]
    paths += ["/en/feeds/releases.atom", f"{theme.get_absolute_url()}feeds/releases.json", "/sitemap.xml"]
    few = costs(client, paths)
    for number in range(3, 11):
        one(number)
    factories.statement(first, "the work will go on in spring", speaker=factories.person("somebody-else"))
    newer = factories.corrected(first)
    assert newer.release_id == first.release_id
    factories.statement(newer, "the canal reaches every village", speaker=speaker, themes=[theme])
    many = costs(client, paths[:8] + paths[9:])
    more = {path: (few[path], number) for path, number in many.items() if number > few[path]}
    assert not more, more
    assert max(few.values()) <= 20, few


def test_an_office_is_shown_once_it_is_announced_or_has_begun(client):
    """A decree under embargo that appoints somebody, or ends a term, is not given away by the person's page."""
    speaker = everything_live().statement_versions.get().speaker
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False) as traveller:
        noon = clock.now() + timedelta(hours=6)
        factories.tenure(speaker, factories.office("governor"), held_from="2029-01-01", held_until="2030-05-02")
        factories.tenure(speaker, factories.office("minister"), held_from="2030-05-01", announced_from=noon)
        factories.tenure(speaker, factories.office("ambassador"), held_from="2030-05-03")
        page = client.get(speaker.get_absolute_url()).content.decode()
        assert "Governor" in page and "2 May 2030" not in page
        assert "Minister" not in page and "Ambassador" not in page
        traveller.move_to(noon)
        assert "Minister" in client.get(speaker.get_absolute_url()).content.decode()
        traveller.move_to("2030-05-02T19:00:00Z")  # midnight in the newsroom
        page = client.get(speaker.get_absolute_url()).content.decode()
        assert "2 May 2030" in page and "Ambassador" in page


def test_a_page_is_of_one_instant(rf):
    """A correction that goes live between two queries of a page comes whole, or not at all."""
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False) as traveller:

        @public
        def page(request):
            begun = clock.now()
            traveller.shift(timedelta(hours=1))
            return HttpResponse(str(clock.now() == begun))

        assert page(rf.get("/")).content == b"True"
        assert clock.now().hour == 7
