"""What programs are told: the same as readers, and nothing else."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from speeches import workflow
from speeches.api.document import document
from speeches.api.routes import api
from speeches.models import Person, Statement, StatementVersion
from speeches.workflow import marking
from tests import factories
from tests.api import LISTS, NOW, SAID, get, ids, some
from tests.public import everything_live
from tests.readers import api_shapes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

# --- What is told --------------------------------------------------------------------------------


def test_a_release_is_told_whole():
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


def test_every_address_that_is_told_is_there():
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


def test_a_statement_is_told_with_its_place_and_the_office_of_its_day():
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


def test_the_life_of_a_statement_over_editions(frozen):
    edition = factories.live()
    version = factories.statement(edition, SAID)
    frozen.shift(60)
    factories.corrected(edition, body="<p>Nothing of it.</p>")
    status, told = get(f"statements/{version.statement.public_id}")
    assert status == 200 and not told["stands"]
    assert [(moment["number"], moment["became"]) for moment in told["life"]] == [(1, "first"), (2, "gone")]
    assert get("statements")[1]["items"] == []


def test_the_history_is_public_with_seals_and_notes_and_without_names(frozen):
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


def test_a_release_as_it_stood(frozen):
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


def test_language_versions_name_each_other():
    english = factories.live(language="en", translation_group="g")
    russian = factories.live(language="ru", translation_group="g")
    told = get("releases", language="ru")[1]["items"]
    assert [one["id"] for one in told] == [russian.release.public_id]
    assert [one["id"] for one in told[0]["languages"]] == [english.release.public_id]
    assert "/en/releases/" in told[0]["languages"][0]["page"]


def test_names_come_in_the_language_that_is_asked_for():
    theme = factories.theme("water", name_en="Water", name_ru="Вода")
    edition = factories.live(themes=[theme])
    assert get("themes/water", language="ru")[1]["name"] == "Вода"
    assert get(f"releases/{edition.release.public_id}", language="ru")[1]["themes"][0]["name"] == "Вода"
    told = get("themes/water", language="kk")[1]
    assert (told["name"], told["language"]) == ("Вода", "ru")


def test_people_are_told_of_as_on_their_pages():
    speaker = factories.person(about="Speaks.")
    factories.statement(factories.live(), SAID, speaker=speaker)
    day = NOW.date()
    factories.tenure(speaker, factories.office(), held_from=day - timedelta(days=9), held_until=day + timedelta(days=9))
    factories.tenure(speaker, factories.office("coming"), held_from=day + timedelta(days=9))
    told = get(f"people/{speaker.slug}")[1]
    assert told["offices"] == [{"title": "President", "held_from": "2026-11-15", "held_until": None}]
    assert told["about"] == "Speaks." and told["statements"] == 1


# --- What was taken back, and what is not public --------------------------------------------------


def test_what_was_withdrawn_answers_with_the_explanation(frozen):
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


def test_an_old_edition_names_the_themes_that_have_a_page(frozen):
    water, steppe = factories.theme("water"), factories.theme("steppe")
    first = factories.live(themes=[water, steppe])
    frozen.shift(60)
    factories.corrected(first, themes=[water])
    assert [theme["id"] for theme in get(f"editions/{first.public_id}")[1]["themes"]] == ["water"]
    assert get("themes/steppe")[0] == 404


def test_a_redacted_edition_leaves_its_seal_alone(frozen):
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


# --- Search and quote check ----------------------------------------------------------------------


def test_a_search_finds_what_the_page_finds(client):
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


def test_a_quotation_is_checked():
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


@pytest.mark.parametrize(
    ("query", "language", "says"),
    [
        ("as_of=2024-05-01T10:00:00Z&language=ru", "ru", "Эту страницу можно увидеть только в нынешнем виде"),
        ("language=xx", "en", "Give one of these: en, ru, kk."),
        ("language=", "en", "Give one of these: en, ru, kk."),
    ],
)
def test_the_page_about_it_refuses_what_makes_no_sense_as_all_else_does(client, query, language, says):
    """In its language, as a page, for people read it."""
    answer = client.get(f"/api/v1/docs?{query}")
    page = answer.content.decode()
    assert answer.status_code == client.get(f"/api/v1/themes?{query}x").status_code == 400
    assert says in page and f'<html lang="{language}">' in page
    assert answer.headers["Content-Language"] == language


def test_no_person_is_told_of_who_is_not_public():
    factories.person("nobody", about="Nothing said.")
    everything_live(1)
    assert ids([get("people")[1]["items"]]) == [one.slug for one in Person.objects.live()] == ["person-1"]
