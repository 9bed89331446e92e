"""Translations and bundles in a real browser: begun, stale, confirmed; all live at one instant, by the real clock."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from speeches import workflow
from speeches.models import Bundle, Edition, Release
from tests import factories

from .conftest import Look, follow, in_looks, status
from .pages import EDITOR, press_in_editor, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
DAY, NIGHT = (Look(), Look(320, "dark")), (Look(1280, "dark"), Look(320, forced="active"))


def write(page, title, paragraphs):
    page.wait_for_selector(EDITOR)
    page.fill("#id_title", title)
    press_in_editor(page, "Control+a")
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(paragraph)
    follow(page, "input[value='Save']")


def address_of(edition):
    return reverse("admin:edition", args=[edition.public_id])


def test_translations_are_begun_told_that_they_are_stale_and_confirmed(desk):
    source = factories.draft(title="The canal is open", body="<p>The canal is open.</p><p>It is deep.</p>")
    writer = desk("writer")
    settled(writer, address_of(source))
    follow(writer, "button:text-is('Translate into Russian')")
    write(writer, "Канал открыт", ["Канал открыт.", "Он глубок."])
    russian = writer.url
    expect(writer.locator(".flagged")).to_have_count(0)
    settled(writer, address_of(source))
    follow(writer, "button:text-is('Translate into Kazakh')")
    kazakh = writer.url

    # The source changes: each translation says so, with what changed.
    settled(writer, address_of(source))
    write(writer, "The canal is open", ["The canal is open to all.", "It is new.", "It is deep."])
    expect(writer.locator(".versions .stale")).to_have_count(2)
    settled(writer, russian)
    expect(writer.locator(".flagged h2")).to_have_text("The source in English has changed since this was translated.")
    assert "to all" in writer.locator(".flagged ins").all_inner_texts()[0]
    assert not in_looks(writer, 0, DAY)

    # Side by side the new paragraph has no counterpart; once it is translated it has one.
    follow(writer, ".flagged a:text-is('Side by side')")
    row = writer.locator(".sides .added")
    expect(row).to_contain_text("New in the source")
    assert row.locator("[role=cell]").nth(1).inner_text().strip() == "–"
    assert not in_looks(writer, 1, NIGHT)
    follow(writer, "a:text-is('Open the translation')")
    write(writer, "Канал открыт", ["Канал открыт для всех.", "Он новый.", "Он глубок."])
    follow(writer, "button:text-is('The translation is up to date again')")
    expect(writer.locator(".messagelist")).to_contain_text("Noted")
    expect(writer.locator(".flagged")).to_have_count(0)
    expect(writer.locator(".versions .stale")).to_have_count(1)
    follow(writer, f".versions a[href$='{kazakh.rstrip('/').rpartition('/')[2]}/']")
    expect(writer.locator(".flagged")).to_have_count(1)


def test_three_languages_go_live_at_one_instant_and_not_before(desk, visitor, complaints):
    photo = {"photo": factories.photo(), "alt": ""}
    source = factories.draft(title="The canal is open", photos=[photo], slug="canal")
    for language in ("ru", "kk"):
        draft = workflow.start_translation(source, factories.user("writer"), language)
        parts = {"title": f"Canal {language}", "body": f"<p>Text {language}.</p>"}
        if language == "ru":
            parts["photos"] = [{"photo": photo["photo"], "alt": "Канал"}]
        workflow.save(draft, factories.user("writer"), parts, seen_hash=draft.content_hash())
    workflow.save(
        source, factories.user("writer"), {"photos": [photo | {"alt": "A canal"}]}, seen_hash=source.content_hash()
    )
    writer, reviewer = desk("writer"), desk("reviewer")

    # One button; what stands against one version holds back all three.
    settled(writer, address_of(source))
    follow(writer, "button:text-is('Schedule all language versions together')")
    expect(writer.locator(".blocked-by li")).to_have_count(1)
    expect(writer.locator(".blocked-by li")).to_contain_text("has no alternative text")
    expect(writer.locator("input[value='Submit all']")).to_have_count(0)
    assert not in_looks(writer, 2, DAY)
    follow(writer, ".blocked-by a")
    writer.wait_for_selector(EDITOR)
    writer.fill("#id_photos-0-alt", "Арна")
    follow(writer, "input[value='Save']")
    bundle = Bundle.objects.get()
    address = reverse("admin:speeches_bundle_change", args=[bundle.pk])
    settled(writer, address)
    follow(writer, "input[value='Submit all']")

    # The sentence follows what the reviewer types.
    settled(reviewer, address)
    said = reviewer.locator(".when")
    expect(said).to_contain_text("Goes live in English, Russian and Kazakh at once")
    reviewer.check("input[name=when][value=at]")
    expect(said).to_contain_text("Say on which day and at what time.")
    reviewer.fill("input[name=at_0]", f"{timezone.localtime(timezone.now()) + timedelta(days=2):%Y-%m-%d}")
    reviewer.fill("input[name=at_1]", "03:00")
    expect(said).to_contain_text("That is at night: 03:00.")
    assert not in_looks(reviewer, 3, NIGHT)
    lifts = timezone.localtime(timezone.now() + timedelta(seconds=8)).replace(microsecond=0)
    reviewer.fill("input[name=at_0]", f"{lifts:%Y-%m-%d}")
    reviewer.fill("input[name=at_1]", f"{lifts:%H:%M:%S}")
    expect(said).to_contain_text(f"at {lifts:%H:%M}")
    follow(reviewer, "input[value='Approve all']")
    expect(reviewer.locator(".messagelist")).to_contain_text("live in English, Russian and Kazakh")

    # Nothing before the instant, everything after it, and nobody did anything in between.
    addresses = [release.get_absolute_url() for release in Release.objects.order_by("language")]
    assert len(addresses) == 3 and timezone.now() < lifts
    assert [status(visitor, one, complaints) for one in addresses] == [404] * 3
    time.sleep(max(0, (lifts - timezone.now()).total_seconds()) + 0.2)
    assert [status(visitor, one, complaints) for one in addresses] == [200] * 3
    assert {edition.showings.get().shown_from for edition in Edition.objects.all()} == {lifts}
    settled(reviewer, address)
    expect(reviewer.locator(".forecast")).to_contain_text("live in English, Russian and Kazakh")
    assert not in_looks(reviewer, 4, DAY)


def test_without_a_script_the_sentence_is_told_after_the_button(browser, live_server, desk, complaints):
    signed_in = desk("publisher").context.storage_state()
    edition = factories.scheduled()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, storage_state=signed_in)
    page = complaints.watch(context.new_page())
    page.goto(reverse("admin:edition_verb", args=[edition.public_id, "reschedule"]))
    assert "Goes live in English on " in page.locator(".when").inner_text()
    page.fill("input[name=at_0]", "2099-01-02")
    page.fill("input[name=at_1]", "10:00")
    page.click(".submit-row input")
    assert "Goes live in English on Friday 2 January 2099 at 10:00" in page.locator(".messagelist").inner_text()
    context.close()
