"""Translations: begun beside their source, told when it changes, confirmed; by the verbs and at the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from speeches import clock, record, workflow
from speeches.admin.translations import aligned
from speeches.models import AuditEntry, Edition, Release, Translation
from speeches.states import State
from speeches.workflow import translations
from tests import factories
from tests.checks import audited, refused
from tests.desk import page_of, sign_in, text_of, verb_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    """A draft in English with everything that a translator finds."""
    photo = {"photo": factories.photo(), "alt": "A long canal", "caption": "The canal at dawn", "focal_x": 20}
    return factories.draft(
        title="The canal is open",
        summary="Water came.",
        body='<p>The canal is <a href="https://example.org/a">open</a>.</p><p>It is deep.</p>',
        themes=[factories.theme()],
        photos=[photo],
        attachments=[{"attachment": factories.attachment(), "title": "The decree"}],
        event=factories.event(),
        kind="speech",
    )


def translated(source, language="ru", **content):
    draft = workflow.start_translation(source, factories.user("writer"), language)
    content = {"title": "Канал открыт", "body": "<p>Канал открыт.</p><p>Он глубок.</p>"} | content
    return workflow.save(draft, factories.user("writer"), content, seen_hash=draft.content_hash())


def change(edition, **content):
    fresh = Edition.objects.get(pk=edition.pk)
    return workflow.save(fresh, factories.user("writer"), content, seen_hash=fresh.content_hash())


def confirm(translation, seen=None):
    newest = translations.newest_text(translation.release.translation.source)
    seen = seen or record.content_hash(translations.told(newest))
    return workflow.confirm_translation(translation.release, factories.user("writer"), seen)


def stale():
    return [found.translation.release.language for found in workflow.stale_translations()]


def test_a_translation_begins_with_all_that_its_source_has(source, writer):
    factories.standing_text("ru", press_contact="Пресс-служба")
    change(source, press_contact="Press office", boilerplate="About us.")
    with audited(("create", "writer", "", "draft"), ("start_translation", "writer", "", "draft")):
        draft = workflow.start_translation(source, writer, "ru")
    release, begun = draft.release, source.release
    begun.refresh_from_db()
    assert (release.language, release.slug, release.kind, release.event) == ("ru", begun.slug, "speech", begun.event)
    assert release.translation_group == begun.translation_group != ""
    assert (draft.title, draft.summary) == ("The canal is open", "Water came.")
    assert (draft.press_contact, draft.boilerplate) == ("Пресс-служба", "About us."), "the newsroom's own words, if any"
    assert [theme.slug for theme in draft.themes.all()] == ["water"]
    photo = draft.edition_photos.get()
    assert (photo.alt, photo.focal_x, photo.photo) == ("A long canal", 20, source.edition_photos.get().photo)
    assert draft.edition_attachments.get().title == "The decree"
    assert release.translation.source == begun and not stale()
    assert AuditEntry.objects.latest("pk").details["source"] == begun.public_id


def test_what_is_not_translated_yet_is_counted(source):
    draft = workflow.start_translation(source, factories.user("writer"), "ru")
    assert translations.untranslated(draft, source) == [
        ("title", 1),
        ("summary", 1),
        ("plain_text", 2),
        ("photos", 2),
    ]
    draft = change(draft, title="Канал", summary="Вода.", body="<p>Канал открыт.</p><p>It is deep.</p>")
    assert translations.untranslated(draft, source) == [("plain_text", 1), ("photos", 2)]


def test_who_may_not_and_what_cannot_be_translated(source, writer):
    reviewer, gone = factories.user("reviewer"), factories.discarded()
    withdrawn = factories.withdrawn()
    with refused("permission"):
        workflow.start_translation(source, reviewer, "ru")
    for language in ("en", "xx", "", "\x00"):
        with refused("language"):
            workflow.start_translation(source, writer, language)
    with refused("state"):
        workflow.start_translation(gone, writer, "ru")
    with refused("withdrawn"):
        workflow.start_translation(withdrawn, writer, "ru")
    workflow.start_translation(source, writer, "ru")
    with refused("group"):
        workflow.start_translation(source, writer, "ru")
    assert Release.objects.filter(language="ru").count() == 1


def test_a_live_release_without_a_group_gets_one_and_shows_readers_the_same(client, writer):
    live = factories.live()
    before = client.get(live.release.get_absolute_url()).content
    draft = workflow.start_translation(live, writer, "kk")
    live.release.refresh_from_db()
    assert draft.release.translation_group == live.release.translation_group == live.release.public_id
    assert draft.release.published_at == live.release.published_at
    assert client.get(live.release.get_absolute_url()).content == before


def test_a_planned_source_lends_no_date_line_that_may_still_move(writer):
    planned = factories.scheduled()
    assert planned.release.published_at
    assert workflow.start_translation(planned, writer, "ru").release.published_at is None
    dated = factories.scheduled(published_at=clock.now() - timedelta(days=3))
    draft = workflow.start_translation(dated, writer, "ru")
    assert draft.release.published_at == dated.release.published_at


@pytest.mark.parametrize(
    "content",
    (
        {"title": "The canal is open at last"},
        {"body": '<p>The canal is <a href="https://example.org/b">open</a>.</p><p>It is deep.</p>'},
        {"photos": []},
        {"attachments": []},
        {"links": [{"url": "https://example.org/film", "title": "Film"}]},
        {"notes_to_editors": "No flash."},
    ),
    ids=lambda content: next(iter(content)),
)
def test_a_translation_is_stale_once_its_source_says_something_else(source, content):
    translation = translated(source)
    assert not stale()
    change(source, **content)
    assert stale() == ["ru"]
    with audited(("confirm_translation", "writer", "", "")):
        confirm(translation)
    assert not stale()


def test_what_a_translation_need_not_say_makes_none_stale(source):
    translated(source)
    change(source, themes=[], change_note="Themes.", body=source.body.replace("deep", "<strong>deep</strong>"))
    assert not stale()


def test_the_newest_text_of_the_source_counts(writer):
    live = factories.live(title="Old")
    translated(live)
    correction = workflow.start_edition(live, writer)
    assert not stale(), "a correction in which nothing is written yet changes nothing"
    change(correction, title="New", change_note="Why")
    assert stale() == ["ru"]
    workflow.discard(correction, writer)
    assert not stale()
    again = workflow.start_edition(live, writer)
    change(again, title="New", change_note="Why")
    confirm(live.release.translations.get())
    workflow.discard(again, writer)
    assert stale() == ["ru"], "it was made from a draft that was put aside"


def test_a_translation_is_confirmed_only_as_seen(source):
    translation = translated(source)
    change(source, title="Second")
    seen = record.content_hash(translations.told(translations.newest_text(source.release)))
    change(source, title="Third")
    for hash_seen in (seen, "", "0" * 64):
        with refused("changed"):
            workflow.confirm_translation(translation.release, factories.user("writer"), hash_seen)
    with refused("permission"):
        workflow.confirm_translation(translation.release, factories.user("reviewer"), seen)
    with refused("translation"):
        workflow.confirm_translation(source.release, factories.user("writer"), seen)
    assert stale() == ["ru"]


def test_existing_versions_are_marked_as_source_and_translation(writer):
    english, russian, kazakh = [
        factories.draft(language=code, translation_group="canal").release for code in ("en", "ru", "kk")
    ]
    stranger = factories.draft().release
    with audited(("mark_translation", "writer", "", "")):
        workflow.mark_translation(russian, english, writer)
    workflow.mark_translation(kazakh, russian, writer)
    for circle in (russian, kazakh, english):
        with refused("circle"):
            workflow.mark_translation(english, circle, writer)
    with refused("group"):
        workflow.mark_translation(russian, stranger, writer)
    with refused("permission"):
        workflow.mark_translation(russian, english, factories.user("reviewer"))
    change(english.open_edition(), title="Another title")
    assert stale() == ["ru"], "each is compared with what it was made from"
    workflow.mark_translation(russian, None, writer)
    assert not stale() and not Translation.objects.filter(release=russian).exists()
    with audited():
        workflow.mark_translation(russian, None, writer)


def test_what_was_put_aside_is_no_source(writer):
    source, made = (factories.draft(language=code, translation_group="canal") for code in ("en", "ru"))
    workflow.discard(source, writer)
    with refused("state"):
        workflow.mark_translation(made.release, source.release, writer)


def test_after_a_redaction_nobody_knows_and_somebody_must_look(writer):
    live = factories.live(title="With a name")
    corrected = factories.corrected(live, title="Without", body="<p>Clean.</p>")
    translation = translated(corrected)
    workflow.propose(live, "redact", factories.user("administrator"), reason="Court.")
    workflow.redact(live, factories.user("administrator", "administrator2"), reason="Court.")
    found = workflow.stale_translations()
    assert [one.unknown for one in found] == [True]
    page = text_of(sign_in("writer").get(page_of(translation)))
    assert "was redacted: compare it with the translation once more" in page
    confirm(translation)
    assert not stale()


def test_many_stale_translations_cost_no_more_queries_than_one(django_assert_max_num_queries):
    def make():
        source = factories.draft()
        translated(source)
        change(source, title="Changed")

    make()
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(workflow.stale_translations()) == 1
    for _ in range(4):
        make()
    with CaptureQueriesContext(connection) as many:
        assert len(workflow.stale_translations()) == 5
    assert len(one) == len(many) <= 6
    assert len(workflow.stale_translations(limit=2)) == 2


# --- at the desk -------------------------------------------------------------------------------------


def start(edition):
    return reverse("admin:translation_start", args=[edition.public_id])


def test_a_writer_begins_a_translation_and_sees_when_it_is_stale(source):
    desk = sign_in("writer")
    assert "Translate into Russian" in text_of(desk.get(page_of(source)))
    response = desk.post(start(source), {"language": "ru"}, follow=True)
    draft = Edition.objects.get(release__language="ru")
    page = text_of(response)
    assert response.redirect_chain[-1][0] == page_of(draft)
    assert "Text: 2 paragraphs still stand as in the source." in page and "has changed since" not in page
    change(source, title="The canal is open at last", body="<p>The canal is open to all.</p><p>It is deep.</p>")
    page = text_of(desk.get(page_of(draft)))
    assert "The source in English has changed since this was translated." in page
    assert "<ins> to all</ins>" in page and "<ins> at last</ins>" in page
    assert "The source has changed since." in text_of(desk.get(page_of(source))), "the page of the source tells it too"
    seen = page.split('name="seen" value="')[1].split('"')[0]
    address = reverse("admin:translation_confirm", args=[draft.public_id])
    assert "Noted: the translation" in text_of(desk.post(address, {"seen": seen}, follow=True))
    assert "has changed since" not in text_of(desk.get(page_of(draft)))


def test_a_stale_live_translation_leads_to_a_correction():
    live = factories.live()
    draft = translated(live)
    published = factories.approved(workflow.submit(draft, factories.user("writer")))
    factories.corrected(live)
    page = text_of(sign_in("writer").get(page_of(published)))
    assert "The source in English has changed" in page and verb_of(published, "start_edition") in page
    assert "Start a correction" in page


def test_a_stale_translation_is_approved_with_a_warning(source):
    draft = workflow.submit(translated(source), factories.user("writer"))
    change(source, title="Changed")
    desk = sign_in("reviewer")
    page = text_of(desk.get(verb_of(draft, "approve")))
    assert "The source in English has changed since this was translated." in page
    desk.post(verb_of(draft, "approve"), {"when": "now", "seen_hash": draft.content_hash()})
    assert Edition.objects.get(pk=draft.pk).state == State.APPROVED


def test_source_and_translation_side_by_side(source):
    draft = translated(source)
    desk = sign_in("reviewer")
    address = reverse("admin:translation", args=[draft.public_id])
    assert "Канал открыт." in text_of(desk.get(address))
    change(source, body="<p>The canal is open.</p><p>It is new.</p><p>It is deep.</p>")
    page = text_of(desk.get(address))
    assert "New in the source" in page and "<ins>It is new.</ins>" in page
    assert desk.get(reverse("admin:translation", args=[source.public_id])).status_code == 404
    assert "up to date again" not in page, "a reviewer does not confirm"


def test_which_version_is_the_source_is_said_on_the_page_of_the_release(writer):
    english = factories.draft(translation_group="canal")
    russian = factories.draft(language="ru", translation_group="canal")
    desk, address = sign_in("writer"), reverse("admin:translation_mark", args=[russian.public_id])
    change_page = reverse("admin:speeches_release_change", args=[russian.release.pk])
    assert "This is a translation of" in text_of(desk.get(change_page))
    assert desk.post(address, {"source": english.release.public_id}).url == change_page
    assert russian.release.translation.source == english.release
    for wrong in ("nothere", "\x00", "9" * 50):
        response = desk.post(address, {"source": wrong}, follow=True)
        assert "Choose one of the language versions." in text_of(response)
    desk.post(address, {"source": ""})
    assert not Translation.objects.exists()


@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "outsider"))
def test_who_may_begin_and_confirm(role, source):
    draft = translated(source, "kk")
    change(source, title="Changed")
    seen = record.content_hash(translations.told(translations.newest_text(source.release)))
    desk = sign_in(role)
    answers = [
        desk.get(reverse("admin:translation", args=[draft.public_id])).status_code,
        desk.post(start(source), {"language": "ru"}).status_code,
        desk.post(reverse("admin:translation_confirm", args=[draft.public_id]), {"seen": seen}).status_code,
        desk.post(reverse("admin:translation_mark", args=[draft.public_id]), {"source": ""}).status_code,
    ]
    writes = role in ("writer", "publisher")
    assert answers == ([403] * 4 if role == "outsider" else [200, 302, 302, 302])
    assert Release.objects.filter(language="ru").exists() == writes
    assert Translation.objects.filter(release=draft.release).exists() != writes
    if not writes:
        assert stale() == ["kk"]


def test_bad_input_and_other_methods(source):
    desk = sign_in("writer")
    for name in ("start", "confirm", "mark"):
        address = reverse(f"admin:translation_{name}", args=[source.public_id])
        assert desk.get(address).status_code == 405
        assert desk.post(reverse(f"admin:translation_{name}", args=["nothere"])).status_code == 404
    for language in ("", "xx", "\x00", "en"):
        response = desk.post(start(source), {"language": language}, follow=True)
        assert response.status_code == 200 and Release.objects.count() == 1
    response = desk.post(reverse("admin:translation_confirm", args=[source.public_id]), {"seen": "\x00"}, follow=True)
    assert "This release is no translation." in text_of(response)


def test_names_of_themes_in_another_language_of_the_desk_change_nothing(source):
    with override("kk"):
        translated(source)
    with override("ru"):
        assert not stale()


@pytest.mark.parametrize(
    ("said", "now", "mine", "rows"),
    (
        (["a", "b"], ["a", "b"], ["A", "B"], [("", "a", "A"), ("", "b", "B")]),
        (["a", "b"], ["a", "x", "b"], ["A", "B"], [("", "a", "A"), ("added", "x", ""), ("", "b", "B")]),
        (["a", "b"], ["a", "x", "b"], ["A", "X", "B"], [("", "a", "A"), ("added", "x", "X"), ("", "b", "B")]),
        (["a", "b"], ["b"], ["A", "B"], [("removed", "", "A"), ("", "b", "B")]),
        (["a b"], ["a c"], ["A"], [("changed", "a c", "A")]),
        (["a"], ["a"], ["A", "more"], [("", "a", "A"), ("", "", "more")]),
        ([], [], ["A"], [("", "", "A")]),
        ([], ["a"], [], [("added", "a", "")]),
    ),
)
def test_a_translation_stands_beside_the_paragraph_it_was_made_from(said, now, mine, rows):
    assert [(row["change"], row["source"], row["mine"]) for row in aligned(said, now, mine)] == rows
