"""What programs are told: the same as readers, in one order, and nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from speeches import clock, workflow
from speeches.api.document import document
from speeches.api.routes import api
from speeches.filters import ReleaseFilter
from speeches.models import Edition, Event, Person, Statement, StatementVersion
from speeches.workflow import marking
from tests import factories
from tests.public import everything_live
from tests.readers import api_pages, api_shapes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAID = "the canal reaches every village of the steppe"
LISTS = ("releases", "statements", "photos", "events", "series", "people", "themes")


@pytest.fixture
def get():
    """Asks for a path below /api/v1/ with parameters; gives the status and what is told."""
    client = Client()

    def ask(path, /, **asked):
        answer = client.get(f"/api/v1/{path}", asked)
        return answer.status_code, answer.json()

    return ask


def some(number, first=1, **fields):
    """Live editions of as many releases, each with things of its own, a day apart, the newest first."""
    made = []
    for one in range(first, first + number):
        made.append(everything_live(one, published_at=NOW - timedelta(days=one), **fields))
    return made


def walk(path, **asked):
    """The items of a list, page by page, as `next` leads; what happens between two pages is given by a generator."""
    for told in api_pages(Client(), f"/api/v1/{path}", **asked):
        yield told["items"]


def ids(pages):
    return [item["id"] for page in pages for item in page]


# --- What is told --------------------------------------------------------------------------------


def test_a_release_is_told_whole(get):
    edition = everything_live(1, body=factories.BODY, summary="In short", press_contact="press@example.org")
    release = edition.release
    status, told = get(f"releases/{release.public_id}")
    assert status == 200
    assert told["title"] == edition.title and told["text"] == edition.plain_text and told["html"] == edition.body
    assert told["page"] == f"{django_settings.SITE_URL}{release.get_absolute_url()}"
    assert told["date"] == "2026-11-24" and told["published_at"] == told["updated_at"] == "2026-11-24T09:00:00Z"
    assert told["event"]["id"] == "event-1" and told["themes"][0]["id"] == "theme-1"
    assert told["sha256"] == edition.seal.sha256 and told["edition_number"] == 1 and told["corrections"] == []
    (photo,) = told["photos"]
    assert (photo["alt"], photo["caption"], photo["credit"]) == ("A canal", "The canal", "Press service")
    assert photo["renditions"][0]["type"] == "image/webp" and photo["renditions"][0]["width"] == 320
    (statement,) = told["statements"]
    assert statement["quote"] == SAID and statement["speaker"]["id"] == "person-1"
    assert told["attachments"][0]["title"] == "The decree"


def test_every_address_that_is_told_is_there(get):
    """Pages, files and records: what programs follow from a release and its statement."""
    everything_live(1)
    client, seen = Client(), set()

    def addresses(value):
        if isinstance(value, dict):
            for one in value.values():
                yield from addresses(one)
        elif isinstance(value, list):
            for one in value:
                yield from addresses(one)
        elif isinstance(value, str) and value.startswith(django_settings.SITE_URL):
            yield value.removeprefix(django_settings.SITE_URL).partition("#")[0]

    waiting = [f"/api/v1/{name}" for name in LISTS]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if path.startswith("/api/"):
            waiting += addresses(answer.json())
    assert {path.split("/")[3].split("?")[0] for path in seen if path.startswith("/api/")} == {*LISTS, "editions"}
    assert any(path.startswith("/photos/") for path in seen) and any(path.endswith("cite.bib") for path in seen)


def test_a_statement_is_told_with_its_place_and_the_office_of_its_day(get):
    speaker = factories.person()
    president = factories.office()
    factories.tenure(speaker, president, held_from=NOW.date() - timedelta(days=400), held_until=NOW.date())
    factories.tenure(
        speaker,
        factories.office("chair"),
        held_from=NOW.date() - timedelta(days=800),
        held_until=NOW.date() - timedelta(days=401),
    )
    edition = factories.live(themes=[factories.theme()])
    version = factories.statement(edition, SAID, speaker=speaker, mode="direct", themes=[factories.theme("said")])
    status, told = get(f"statements/{version.statement.public_id}")
    assert status == 200
    assert told["kind"] == "verbatim" and told["speaker"]["name"] == speaker.name
    assert told["speaker"]["offices"] == ["President"]
    quote, position = told["target"]["selector"]
    assert quote["exact"] == SAID and edition.plain_text[position["start"] : position["end"]] == SAID
    assert edition.plain_text[: position["start"]].endswith(quote["prefix"])
    assert told["stands"] and [moment["became"] for moment in told["life"]] == ["first"]
    assert SAID in told["citations"]["text"]


def test_the_life_of_a_statement_over_editions(get, frozen):
    edition = factories.live()
    version = factories.statement(edition, SAID)
    frozen.shift(60)
    factories.corrected(edition, body="<p>Nothing of it.</p>")
    status, told = get(f"statements/{version.statement.public_id}")
    assert status == 200 and not told["stands"]
    assert [(moment["number"], moment["became"]) for moment in told["life"]] == [(1, "first"), (2, "gone")]
    assert get("statements")[1]["items"] == []


def test_the_history_is_public_with_seals_and_notes_and_without_names(get, frozen):
    first = factories.live(title="First words")
    frozen.shift(60)
    second = factories.corrected(first, title="Second words", change_note="A name was wrong.")
    key = first.release.public_id
    status, told = get(f"releases/{key}/editions")
    assert status == 200
    assert [one["id"] for one in told["items"]] == [second.public_id, first.public_id]
    assert [one["sha256"] for one in told["items"]] == [second.seal.sha256, first.seal.sha256]
    assert told["items"][0]["note"] == "A name was wrong." and told["items"][0]["change"] == "correction"
    assert [one["current"] for one in told["items"]] == [True, False]
    status, old = get(f"editions/{first.public_id}")
    assert status == 200 and old["title"] == "First words" and old["release"]["title"] == "Second words"
    status, told = get(f"releases/{key}")
    assert told["corrections"][0]["note"] == "A name was wrong." and told["edition_number"] == 2
    for name in ("writer", "reviewer"):
        assert name not in json.dumps([told, old])


def test_a_release_as_it_stood(get, frozen):
    first = factories.live(title="First words")
    before = "2026-11-24T09:00:30Z"
    frozen.shift(60)
    factories.corrected(first, title="Second words")
    key = first.release.public_id
    told = get(f"releases/{key}", as_of=before)[1]
    assert told["title"] == "First words" and told["page"].endswith("?as_of=2026-11-24T09:00:30Z")
    assert get("releases", as_of=before)[1]["items"][0]["title"] == "First words"
    assert get("releases", as_of="2026-11-24T08:00Z")[1]["items"] == []
    assert get(f"releases/{key}", as_of="2026-11-24T08:00Z")[0] == 404
    status, told = get("releases", as_of="2026-11-24T10:00Z")
    assert status == 400 and told["errors"][0]["parameter"] == "as_of"


def test_language_versions_name_each_other(get):
    english = factories.live(language="en", translation_group="g")
    russian = factories.live(language="ru", translation_group="g")
    told = get("releases", language="ru")[1]["items"]
    assert [one["id"] for one in told] == [russian.release.public_id]
    assert [one["id"] for one in told[0]["languages"]] == [english.release.public_id]
    assert "/en/releases/" in told[0]["languages"][0]["page"]


def test_names_come_in_the_language_that_is_asked_for(get):
    theme = factories.theme("water", name_en="Water", name_ru="Вода")
    edition = factories.live(themes=[theme])
    assert get("themes/water", language="ru")[1]["name"] == "Вода"
    assert get(f"releases/{edition.release.public_id}", language="ru")[1]["themes"][0]["name"] == "Вода"
    told = get("themes/water", language="kk")[1]
    assert (told["name"], told["language"]) == ("Вода", "ru")


def test_people_are_told_of_as_on_their_pages(get):
    speaker = factories.person(about="Speaks.")
    factories.statement(factories.live(), SAID, speaker=speaker)
    day = NOW.date()
    factories.tenure(speaker, factories.office(), held_from=day - timedelta(days=9), held_until=day + timedelta(days=9))
    factories.tenure(speaker, factories.office("coming"), held_from=day + timedelta(days=9))
    told = get(f"people/{speaker.slug}")[1]
    assert told["offices"] == [{"title": "President", "held_from": "2026-11-15", "held_until": None}]
    assert told["about"] == "Speaks." and told["statements"] == 1


# --- What was taken back, and what is not public --------------------------------------------------


def test_what_was_withdrawn_answers_with_the_explanation(get, frozen):
    edition = factories.live()
    version = factories.statement(edition, SAID)
    frozen.shift(60)
    workflow.withdraw(edition, factories.user("publisher"), reason="Not ours to publish.")
    key = edition.release.public_id
    for path in (f"releases/{key}", f"releases/{key}/editions", f"statements/{version.statement.public_id}"):
        status, told = get(path)
        assert status == told["status"] == 410
        assert told["explanation"] == "Not ours to publish." and told["since"] == "2026-11-24T09:01:00Z"
    assert get("releases")[1]["items"] == get("statements")[1]["items"] == get("photos")[1]["items"] == []
    assert get(f"editions/{edition.public_id}")[0] == 404


def test_an_explanation_stands_among_words_of_its_language_or_says_which_it_is_in(client, frozen):
    withdrawn, stands = factories.live(language="ru"), factories.live(language="ru")
    said, off = factories.statement(withdrawn, SAID), factories.statement(stands, SAID)
    frozen.shift(60)
    workflow.withdraw(withdrawn, factories.user("publisher"), reason="Цифры были не наши.")
    marking.take_off(off, factories.user("publisher"), marking.mark_of(off), reason="Это сказал не он.")
    key = withdrawn.release.public_id
    paths = [f"releases/{key}", f"releases/{key}/editions", f"statements/{said.statement.public_id}"]
    for path in (*paths, f"statements/{off.statement.public_id}"):
        for asked, language in (("", "ru"), ("?language=kk", "kk"), ("?language=en", "en")):
            answer = client.get(f"/api/v1/{path}{asked}")
            told = json.loads(answer.content)
            assert answer.status_code == 410 and answer.headers["Content-Language"] == language, (path, asked)
            with translation.override(language):
                assert told["detail"] in (_("This release was withdrawn"), _("This statement was taken off"))
            assert told["explanation_language"] == "ru" and told["explanation"].endswith(("не наши.", "не он."))


def test_an_old_edition_names_the_themes_that_have_a_page(get, frozen):
    water, steppe = factories.theme("water"), factories.theme("steppe")
    first = factories.live(themes=[water, steppe])
    frozen.shift(60)
    factories.corrected(first, themes=[water])
    assert [theme["id"] for theme in get(f"editions/{first.public_id}")[1]["themes"]] == ["water"]
    assert get("themes/steppe")[0] == 404


def test_a_redacted_edition_leaves_its_seal_alone(get, frozen):
    first = factories.live(title="A name")
    seal = first.seal.sha256
    frozen.shift(60)
    factories.corrected(first, title="No name")
    workflow.propose(first, "redact", factories.user("administrator"), reason="A court.")
    workflow.redact(first, factories.user("administrator", "other"), reason="A court.")
    told = get(f"releases/{first.release.public_id}/editions")[1]["items"]
    assert told[1]["removed"] and told[1]["sha256"] == seal and told[1]["note"] == ""
    status, gone = get(f"editions/{first.public_id}")
    assert status == 410 and "A name" not in json.dumps([told, gone])
    assert get(f"releases/{first.release.public_id}", as_of="2026-11-24T09:00:30Z")[0] == 410


def test_a_statement_that_was_joined_leads_on_with_what_was_asked(client):
    edition = factories.live()
    kept, joined = factories.statement(edition, SAID), factories.statement(edition, "the work will go on in spring")
    Statement.objects.filter(pk=joined.statement_id).update(led_to=kept.statement)
    StatementVersion.objects.filter(pk=joined.pk).update(status="rejected")
    answer = client.get(f"/api/v1/statements/{joined.statement.public_id}?fields=quote")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/api/v1/statements/{kept.statement.public_id}?fields=quote")


def test_what_is_hidden_answers_exactly_as_what_never_was(client):
    """Bytes and headers, in every language; tests/leaks does this for all filters and pages."""
    edition = factories.scheduled(
        event=factories.event("hidden"),
        themes=[factories.theme("hidden")],
        photos=[{"photo": factories.photo(), "alt": "x"}],
    )
    version = factories.statement(edition, SAID, speaker=factories.person("hidden"))
    photo = edition.edition_photos.get().photo
    hidden = {
        "api_release": edition.release.public_id,
        "api_editions": edition.release.public_id,
        "api_edition": edition.public_id,
        "api_statement": version.statement.public_id,
        "api_photo": photo.public_id,
        **dict.fromkeys(("api_event", "api_person", "api_theme"), "hidden"),
    }
    for name, key in hidden.items():
        never = "nothing" if key == "hidden" else "2" * 12
        answers = [client.get(reverse(name, args=[one])) for one in (key, never)]
        assert answers[0].status_code == 404
        assert len({(one.content, str(sorted(one.headers.items()))) for one in answers}) == 1, name
    for key in ("theme", "person", "event"):
        answers = [client.get("/api/v1/releases", {key: slug}) for slug in ("hidden", "nothing")]
        assert answers[0].status_code == 400 and answers[0].content == answers[1].content


# --- Lists: filters, pages, fields ---------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_a_walk_meets_everything_once(name):
    some(5)
    factories.live(published_at=NOW - timedelta(days=2), event=Event.objects.get(slug="event-2"))
    whole = ids(walk(name, limit=100))
    assert len(whole) == len(set(whole)) >= 5
    for limit in (1, 2, 3):
        pages = list(walk(name, limit=limit))
        assert ids(pages) == whole
        assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("name", ["releases", "statements", "photos", "events"])
def test_a_walk_meets_everything_once_while_things_are_published_and_corrected(name, frozen):
    editions = some(6)
    before = ids(walk(name, limit=100))
    met, corrections = [], iter(editions)
    for number, page in enumerate(walk(name, limit=2)):
        met += [item["id"] for item in page]
        if number < 3:
            frozen.shift(60)
            some(1, first=20 + number)  # older than all
            everything_live(30 + number)  # newer than all
            one = next(corrections)
            later = factories.corrected(one, body=f"<p>Before it.</p>{factories.BODY}")
            assert later.statement_versions.get().start > one.statement_versions.get().start
    assert len(met) == len(set(met)) > len(before)
    assert [one for one in met if one in before] == before


def test_a_walk_over_a_search_is_of_one_moment(frozen):
    some(5)
    frozen.shift(60)
    whole = ids(walk("search", q="canal", limit=100))
    met = []
    for number, page in enumerate(walk("search", q="canal", limit=2)):
        met += page
        frozen.shift(60)
        everything_live(40 + number)
    assert [item["id"] for item in met] == whole and len(whole) == 5


def test_the_filters_are_those_of_the_archive(get):
    for number in range(1, 5):
        kind = "speech" if number % 2 else "decree"
        everything_live(number, published_at=NOW - timedelta(days=number), kind=kind)
    asked = [
        *({name: f"{name}-{number}"} for name in ("theme", "person", "series", "event") for number in (1, 4)),
        {"kind": "speech"},
        {"since": "2026-11-21", "until": "2026-11-22"},
        {"since": "2026-11-22", "kind": "decree"},
        {"theme": "theme-1", "event": "event-2"},
    ]
    for query in asked:
        status, told = get("releases", **query)
        live = Edition.objects.live().filter(release__language="en")
        found = ReleaseFilter(query, queryset=live).qs
        assert status == 200
        assert {one["id"] for one in told["items"]} == set(found.values_list("release__public_id", flat=True)), query
    assert len(get("releases", kind="speech")[1]["items"]) == 2
    assert [one["speaker"]["id"] for one in get("statements", person="person-3")[1]["items"]] == ["person-3"]
    assert [one["release"]["title"] for one in get("photos", event="event-2")[1]["items"]] == [
        Edition.objects.live().get(release__event__slug="event-2").title
    ]
    assert [one["id"] for one in get("events", series="series-2")[1]["items"]] == ["event-2"]


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"since": "2026-11-31"}, {"since"}),
        ({"since": "2026-11-24", "until": "2026-11-23"}, {"until"}),
        ({"kind": "poem"}, {"kind"}),
        ({"limit": "0"}, {"limit"}),
        ({"limit": "101"}, {"limit"}),
        ({"limit": "9" * 400}, {"limit"}),
        ({"after": "739000.1.short"}, {"after"}),
        ({"after": "x" * 500}, {"after"}),
        ({"fields": "id,author"}, {"fields"}),
        ({"fields": ""}, {"fields"}),
        ({"language": "de"}, {"language"}),
        ({"theme": ["a", "b"]}, {"theme"}),
        ({"them": "a"}, {"them"}),
        ({"as_of": ""}, {"as_of"}),
        ({"as_of": "2024-13-01T00:00Z", "limit": "x"}, {"as_of", "limit"}),
    ],
)
def test_what_makes_no_sense_is_named(get, asked, wrong):
    status, told = get("releases", **asked)
    assert status == told["status"] == 400
    assert {error["parameter"] for error in told["errors"]} == wrong
    assert all(error["detail"] for error in told["errors"])


@pytest.mark.parametrize("path", ["releases", "statements", "photos", "events", "people", "search", "quote-check"])
@pytest.mark.parametrize(
    "value",
    [
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%FF%FE",
        "%F0%9F%92",
        "9" * 30,
        "-1",
        "1e999",
        "NaN",
        "%D9%A3",
        "..%2F..",
        "'%22--",
        "%7B%7D",
    ],
)
def test_hostile_values_are_refused_and_break_nothing(client, path, value):
    everything_live(1)
    names = {*("language", "limit", "after", "fields", "since", "as_of", "theme", "kind", "q", "page")}
    for name in names:
        answer = client.get(f"/api/v1/{path}?{name}={value}")
        # Words to search for may be any, and the place in a list by slugs is a slug, which may be "-1".
        as_it_is = (path in ("search", "quote-check") and name == "q") or (path, name) == ("people", "after")
        assert answer.status_code == 400 or (as_it_is and answer.status_code == 200), (name, answer.status_code)
        if answer.status_code == 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == 400


@pytest.mark.parametrize("value", ["%00", "%ED%A0%80", "%FF", "a b", "x" * 300, "..", "%2e%2e%2f"])
@pytest.mark.parametrize(
    "kind", ["releases", "statements", "events", "photos", "editions", "people", "themes", "series"]
)
def test_an_id_that_cannot_be_is_not_there(client, kind, value):
    answer = client.get(f"/api/v1/{kind}/{value}")
    assert answer.status_code == 404 and answer.json()["status"] == 404


def test_only_the_fields_that_are_asked_for(get):
    edition = everything_live(1)
    assert get("releases", fields="title")[1]["items"] == [{"id": edition.release.public_id, "title": edition.title}]
    told = get(f"releases/{edition.release.public_id}", fields="sha256,text")[1]
    assert set(told) == {"id", "sha256", "text"}
    assert set(get("search", q="canal", fields="snippet")[1]["items"][0]) == {"id", "snippet"}


def queries_for(path):
    with CaptureQueriesContext(connection) as told:
        answer = Client().get(path)
    assert answer.status_code == 200
    return [query["sql"][:160] for query in told.captured_queries]


def test_as_many_queries_for_much_as_for_little():
    """Every list and every record: whatever hangs on them."""
    speaker, theme = factories.person(), factories.theme("wide")
    first = everything_live(1)
    paths = [f"/api/v1/{name}?limit=100" for name in LISTS]
    paths += ["/api/v1/search?q=canal", "/api/v1/search?q=canal&what=statements", "/api/v1/search?q=canal&order=date"]
    paths += [f"/api/v1/releases/{first.release.public_id}", "/api/v1/themes/theme-1", "/api/v1/people/person-1"]
    paths += [f"/api/v1/quote-check?q={SAID.replace(' ', '+')}", "/api/v1/events/event-1"]
    few = {path: queries_for(path) for path in paths}
    for number, edition in enumerate(some(6, first=2), 2):
        for words in ("the work will go on in spring", "Aidar Bekmuratov noted"):
            factories.statement(edition, words, speaker=speaker, themes=[theme])
        factories.tenure(factories.person(f"person-{number}"), factories.office(f"office-{number}"))
    for words in ("the work will go on in spring", "the work", "spring"):
        factories.statement(first, words, speaker=speaker, themes=[theme])
    for path in paths:
        many = queries_for(path)
        assert len(many) == len(few[path]), (path, many)
    assert max(map(len, few.values())) < 25


# --- HTTP ----------------------------------------------------------------------------------------


def test_an_answer_is_the_same_until_something_changes(client, frozen):
    edition = everything_live(1)
    path = f"/api/v1/releases/{edition.release.public_id}"
    answer = client.get(path)
    frozen.shift(3600)
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.content == b""
    assert again.headers["ETag"] == answer.headers["ETag"] == Client().get(path).headers["ETag"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == client.get("/en/").headers["Cache-Control"]
    frozen.shift(60)
    factories.corrected(edition)
    changed = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != answer.headers["ETag"]


def test_the_order_of_names_is_the_same_on_every_database(get):
    """By bytes: a collation of the language would pass over the hyphens."""
    for slug in ("a-b", "ab", "a_c", "abc", "a-z", "B"):
        factories.theme(slug, announced_from=clock.now())
    assert ids([get("themes")[1]["items"]]) == ["B", "a-b", "a-z", "a_c", "ab", "abc"]


@pytest.mark.parametrize("path", ["releases", "openapi.json", "docs", "themes/nothing"])
def test_head_is_get_without_a_body(client, path):
    everything_live(1)
    got, head = client.get(f"/api/v1/{path}"), client.head(f"/api/v1/{path}")
    assert head.content == b"" and head.status_code == got.status_code
    without = {"ETag"} if got.status_code != 200 else set()  # Django gives errors one, but not to HEAD
    assert {*head.headers.items()} == {row for row in got.headers.items() if row[0] not in without}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_read_only(client, method):
    for path in ("releases", "search?q=a", "nothing"):
        answer = getattr(client, method)(f"/api/v1/{path}")
        assert answer.status_code == 405 and answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["title"] == "Method Not Allowed"


def test_any_site_may_read_here_and_nowhere_else(client):
    everything_live(1)
    origin = {"Origin": "https://news.example"}
    for path in ("releases", "nothing", "openapi.json", "releases?limit=x"):
        assert client.get(f"/api/v1/{path}", headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    asked = origin | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = client.options("/api/v1/releases", headers=asked)
    assert (
        answer.status_code == 204
        and answer.headers["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
    )
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for path in ("/en/", "/en/search/suggest/?q=ca", "/en/themes/", "/api/v1/docs", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=origin).headers


def test_how_often_one_may_ask_is_told(client, settings, frozen):
    cache.clear()
    settings.LIMITS = {"api": 2, "search": 1}
    answers = [client.get("/api/v1/themes") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["RateLimit"] for one in answers] == ['"api";r=1;t=60', '"api";r=0;t=60', '"api";r=0;t=60']
    assert answers[0].headers["RateLimit-Policy"] == '"api";q=2;w=60'
    assert answers[2].headers["Retry-After"] == "60" and answers[2].json()["title"] == "Too Many Requests"
    assert answers[2].headers["Access-Control-Allow-Origin"] == "*"
    tag = answers[0].headers["ETag"]
    assert [client.get("/api/v1/search?q=a").status_code for _ in range(2)] == [200, 429]
    frozen.shift(60)
    again = client.get("/api/v1/themes", headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.headers["RateLimit"] == '"api";r=1;t=60'
    cache.clear()


def test_what_breaks_is_a_problem_too(settings, monkeypatch):
    """Also where nobody shows traces, and in the middle of a page of the site nothing changes."""
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    settings.ROOT_URLCONF = "tests.failing"
    answer = client.get("/api/broken")
    assert answer.status_code == 500 and answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert client.get("/broken").headers["Content-Type"].startswith("text/html")


def test_what_breaks_in_an_answer_shows_no_trace(settings):
    settings.DEBUG = True
    everything_live(1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE speeches_rendition RENAME TO hidden_away")
    answer = Client(raise_request_exception=False).get("/api/v1/photos")
    assert answer.status_code == 500


def test_while_the_newsroom_is_worked_on(client):
    from speeches import maintenance

    maintenance.on()
    answer = client.get("/api/v1/releases")
    assert answer.status_code == 503 and answer.json()["status"] == 503
    assert answer.headers["Retry-After"] == str(maintenance.RETRY_AFTER)


# --- Search and quote check ----------------------------------------------------------------------


def test_a_search_finds_what_the_page_finds(get, client):
    some(3)
    told = get("search", q="canal")[1]
    page = client.get("/en/search/?q=canal").content.decode()
    assert told["total"] == 3 and all(one["release"]["title"] in page for one in told["items"])
    assert {piece["text"] for one in told["items"] for piece in one["snippet"] if piece["marked"]} == {"canal"}
    told = get("search", q="canal", what="statements", person="person-2")[1]
    assert [one["statement"]["speaker"]["id"] for one in told["items"]] == ["person-2"]
    assert get("search", q="nowhere")[1] == {"items": [], "next": None, "total": 0, "more": False}
    assert get("search", q="canal", page=9)[1]["items"] == []
    assert get("search")[0] == get("search", q="")[0] == get("search", q="x" * 201)[0] == 400


def test_a_quotation_is_checked(get):
    edition = everything_live(1)
    told = get("quote-check", q=SAID)[1]
    assert told["answer"] == "verbatim"
    (place,) = told["places"]
    assert place["speaker"]["id"] == "person-1" and place["changes"] == []
    (span,) = place["selector"]
    assert edition.plain_text[span["start"] : span["end"]] == SAID
    told = get("quote-check", q=SAID.replace("village", "town"))[1]
    assert told["answer"] == "close" and {"op": "insert", "text": "village "} in told["places"][0]["changes"][0]
    assert get("quote-check", q="Nobody ever said anything of this kind")[1]["answer"] == "not-found"
    assert get("quote-check", q="canal")[1]["answer"] == "too-short"
    assert get("quote-check", q="x" * 1201)[0] == 400


# --- What is told of it --------------------------------------------------------------------------


def test_every_record_is_as_the_document_says(client, frozen):
    """Also nested ones; and nothing that the document has is missing where no ?fields= says so."""
    everything_live(1)
    edition = everything_live(2)
    frozen.shift(60)
    factories.corrected(edition)
    version = edition.statement_versions.get()
    keys = {
        **dict.fromkeys(("release", "editions"), edition.release.public_id),
        "edition": edition.public_id,
        "statement": version.statement.public_id,
        "photo": edition.edition_photos.get().photo.public_id,
        **{name: f"{name}-2" for name in ("event", "series", "person", "theme")},
    }
    for operation, (path, shape) in api_shapes().items():
        asked = {"search": "?q=canal", "quoteCheck": f"?q={SAID}"}.get(operation, "")
        answer = client.get(path.replace("{id}", keys.get(operation, "")) + asked)
        assert answer.status_code == 200, path
        assert not list(shape.iter_errors(answer.json())), path


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page_about_it_runs_its_examples(client, language):
    everything_live(1, language=language)
    answer = client.get(f"/api/v1/docs?language={language}")
    page = answer.content.decode()
    assert answer.status_code == 200 and f'<html lang="{language}">' in page
    examples = [part.partition('"')[0].replace("&amp;", "&") for part in page.split('data-run="')[1:]]
    assert len(examples) == len(document(api)["paths"])
    for path in examples:
        assert client.get(path).status_code == 200, path
    assert "</script>" in page and "<script>" not in page, "the policy forbids scripts in the page"


def test_no_person_is_told_of_who_is_not_public(get):
    factories.person("nobody", about="Nothing said.")
    everything_live(1)
    assert ids([get("people")[1]["items"]]) == [one.slug for one in Person.objects.live()] == ["person-1"]
