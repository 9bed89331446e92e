"""Naming records by a part of their name: the search, who may ask it, and making what is not there yet."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches.choosing import KINDS, OFFERED, SHOWN, ChooseMany, ChooseOne, fold, matching
from speeches.models import AuditEntry, Event, Person, Tenure, Theme
from tests import factories
from tests.desk import page_of, posted, sign_in, text_of

pytestmark = pytest.mark.django_db


def asked(client, kind, query=""):
    return client.get(reverse("admin:choose", args=[kind]), {"q": query})


def labels(client, kind, query=""):
    return [row["label"] for row in asked(client, kind, query).json()["results"]]


def test_what_is_typed_finds_names_whatever_their_case_and_accents():
    for one, other in (("Été", "ete"), ("Ёлка", "елка"), ("АЛМАТЫ", "алматы"), ("Қарағанды", "ҚАРАҒАНДЫ"), ("İ", "i")):
        assert fold(one) == fold(other)
    assert fold("қала") != fold("кала"), "letters of their own, not accents"


def test_a_theme_is_found_in_every_language_and_by_its_terms():
    factories.theme("water", name="Water", name_ru="Вода", name_kk="Су", terms_en="river\nLake Balkhash")
    factories.theme("energy", name="Energy", name_ru="Энергетика", name_kk="Энергия")
    for query in ("wat", "WATER", "ВОД", "су", "balkhash", "  wa  "):
        assert [theme.slug for theme in matching(KINDS["theme"], query)] == ["water"], query
    assert [theme.slug for theme in matching(KINDS["theme"], "")] == ["energy", "water"]
    assert matching(KINDS["theme"], "nothing like it") == []


def test_names_that_begin_so_come_first_then_words_then_the_rest():
    for slug, name in (("a", "The Seaport Forum"), ("b", "New port"), ("c", "Port of Aktau"), ("d", "Harbour")):
        factories.theme(slug, name=name)
    assert [theme.slug for theme in matching(KINDS["theme"], "port")] == ["c", "b", "a"]


def test_an_event_is_found_by_several_words_and_its_year_the_newest_first():
    for year in (2021, 2023, 2024):
        factories.event(f"session-{year}", title="Session of the Council", starts_on=f"{year}-04-26")
    assert [event.slug for event in matching(KINDS["event"], "session")] == [
        "session-2024",
        "session-2023",
        "session-2021",
    ]
    assert [event.slug for event in matching(KINDS["event"], "council 2023")] == ["session-2023"]


def test_a_search_takes_two_queries_and_gives_twenty_however_many_there_are():
    Event.objects.bulk_create(
        Event(slug=f"e{number}", title=f"Meeting {number}", title_en=f"Meeting {number}", starts_on="2024-01-01")
        for number in range(300)
    )
    for query in ("meeting", "no such", "299"):
        with CaptureQueriesContext(connection) as captured:
            found = matching(KINDS["event"], query)
        assert len(captured) <= 2 and len(found) <= SHOWN
    answer = asked(sign_in("writer"), "event", "meeting").json()
    assert len(answer["results"]) == SHOWN and answer["full"]


@pytest.mark.once
@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "administrator"))
def test_members_of_staff_who_may_see_records_may_search_them(role):
    factories.theme("water")
    assert labels(sign_in(role), "theme", "wat") == ["Water"]


@pytest.mark.once
def test_nobody_else_may(client):
    factories.theme("water")
    outsider = sign_in("outsider")
    for kind in KINDS:
        assert asked(outsider, kind).status_code == 403
        assert asked(client, kind).status_code == 302
        assert outsider.get(reverse("admin:choose_add", args=[kind])).status_code == 403
        assert outsider.post(reverse("admin:choose_add", args=[kind]), {"new-name_en": "x"}).status_code == 403
        assert client.post(reverse("admin:choose_add", args=[kind]), {"new-name_en": "x"}).status_code == 302
    assert Theme.objects.count() == 1


def test_whatever_is_asked_is_answered():
    factories.theme("water")
    client = sign_in("writer")
    for query in ("\0", "wat\0er", "%", "_", "'", "x" * 5000, "\u202e", "[", "\\"):
        assert asked(client, "theme", query).status_code == 200
    assert client.get("/admin/speeches/release/choose/nothing/").status_code == 404
    assert client.get("/admin/speeches/release/choose/nothing/add/").status_code == 404
    assert client.post(reverse("admin:choose", args=["theme"])).status_code == 405
    assert "no-store" in asked(client, "theme").headers["Cache-Control"]


# --- making one ---


def make(client, kind, /, **fields):
    return client.post(
        reverse("admin:choose_add", args=[kind]), {f"new-{name}": value for name, value in fields.items()}
    )


def test_a_publisher_makes_a_theme_and_it_stands_in_the_audit_trail():
    publisher = sign_in("publisher")
    assert asked(publisher, "theme", "deserts").json()["add"]
    made = make(publisher, "theme", name_en="Deserts", name_ru="Пустыни", name_kk="Шөлдер").json()["made"]
    assert (made["value"], made["label"]) == ("deserts", "Deserts")
    theme = Theme.objects.get()
    assert (theme.slug, theme.name_ru) == ("deserts", "Пустыни")
    entry = AuditEntry.objects.get(verb="add_record")
    assert (entry.actor, entry.subject_key) == ("publisher", "deserts")


def test_a_writer_may_make_an_event_but_no_theme():
    writer = sign_in("writer")
    assert asked(writer, "theme", "x").json()["add"] == ""
    assert make(writer, "theme", name_en="Deserts").status_code == 403
    answer = make(writer, "event", title_en="Opening of the bridge", kind="opening", starts_on="2026-12-01")
    assert answer.json()["made"]["value"] == "opening-of-the-bridge"
    assert str(Event.objects.get().starts_on) == "2026-12-01"
    assert AuditEntry.objects.filter(verb="add_record").count() == 1


def test_a_person_is_made_with_the_office_that_is_held():
    factories.office("minister")
    answer = make(sign_in("writer"), "person", name_en="Dana Serik", gender="f", office="minister")
    assert answer.status_code == 200
    assert Tenure.objects.get().person == Person.objects.get(slug="dana-serik")
    assert [entry.subject_type for entry in AuditEntry.objects.order_by("pk")] == ["person", "tenure"]


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    (
        ("event", {"title_en": "", "starts_on": "2026-12-01", "kind": "other"}, "title_en"),
        ("event", {"title_en": "Opening", "starts_on": "tomorrow", "kind": "other"}, "starts_on"),
        ("event", {"title_en": "Opening", "starts_on": "0001-01-01", "kind": "other"}, "starts_on"),
        ("event", {"title_en": "Open\u202eing", "starts_on": "2026-12-01", "kind": "other"}, "title_en"),
        ("event", {"title_en": "Opening\0", "starts_on": "2026-12-01", "kind": "other"}, "title_en"),
        ("event", {"title_en": "Opening", "starts_on": "2026-12-01", "kind": "party"}, "kind"),
        ("event", {"title_en": "Known", "starts_on": "2026-12-01", "kind": "other"}, "slug"),
        ("event", {"title_en": "???", "starts_on": "2026-12-01", "kind": "other"}, "slug"),
        ("person", {"name_en": "Dana", "office": "\0"}, "office"),
        ("person", {"name_en": "Dana", "office": "nobody"}, "office"),
    ),
)
def test_what_is_wrong_is_said_in_the_dialog_and_nothing_is_made(kind, fields, field):
    factories.event("known")
    answer = make(sign_in("writer"), kind, **fields)
    assert answer.status_code == 422
    html = answer.json()["form"]
    assert "errorlist" in html
    if field != "slug":
        assert f'name="new-{field}"' in html and f"new-{field}_error" in html
    assert (Event.objects.count(), Person.objects.count(), AuditEntry.objects.count()) == (1, 0, 0)


# --- the fields ---


def test_a_list_offers_the_newest_and_what_is_chosen_and_takes_any():
    Event.objects.bulk_create(
        Event(slug=f"e{number}", title=f"Meeting {number}", starts_on=f"{1900 + number % 120}-01-01")
        for number in range(OFFERED + 50)
    )
    old = factories.event("long-ago", starts_on="1899-01-01")
    field = ChooseOne("event", required=False)
    assert field.clean("long-ago") == old
    html = field.widget.render("event", field.prepare_value(old.pk))
    assert html.count("<option") == OFFERED + 2 and '<option value="long-ago" selected>' in html
    assert '"long-ago"' not in field.widget.render("event", None)
    for wrong in ("\0", "nothing", "9" * 40, "a b"):
        with pytest.raises(Exception, match="valid choice"):
            field.clean(wrong)


def test_themes_are_boxes_and_each_must_be_one():
    factories.theme("water")
    field = ChooseMany("theme", required=False)
    assert [theme.slug for theme in field.clean(["water"])] == ["water"]
    for wrong in (["\0"], ["nothing"], ["water", "9" * 40]):
        with pytest.raises(Exception, match="valid choice|not one of"):
            field.clean(wrong)


def test_the_form_of_an_edition_takes_themes_by_their_slugs():
    edition = factories.draft(themes=[factories.theme("water")])
    writer = sign_in("writer")
    factories.theme("energy")
    page = text_of(writer.get(page_of(edition)))
    assert 'data-choose="theme"' in page and 'value="water"' in page
    assert 'target="_blank"' in page, "without a script, a new one is made on the admin's own page"
    assert writer.post(page_of(edition), posted(edition, themes=["energy"])).status_code == 302
    assert [theme.slug for theme in edition.themes.all()] == ["energy"]


def test_the_answers_are_in_the_language_of_the_desk():
    factories.theme("water", name_en="Water", name_ru="Вода", name_kk="Су")
    client = sign_in("writer")
    client.cookies["django_language"] = "kk"
    assert json.loads(asked(client, "theme", "вод").content)["results"][0]["label"] == "Су"
