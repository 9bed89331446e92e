"""Beginning a release quickly in a real browser: patterns, names by keyboard, duplicates, kinds of change."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches.models import AuditEntry, Edition, Event, Theme
from tests import factories

from .conftest import faults, follow
from .pages import EDITOR, press_in_editor, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
ADD = reverse("admin:speeches_release_add")
OPTION = "[role=option]"


def address(name, edition):
    return reverse(f"admin:{name}", args=[edition.public_id])


def typed(box, text):
    """Types into a combobox and waits for what the server finds."""
    with box.page.expect_response(lambda response: "/choose/" in response.url):
        box.fill(text)


def chosen(box):
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", f"{box.get_attribute('aria-controls')}-0")
    box.press("Enter")


def test_a_release_begins_with_a_pattern_and_names_made_on_the_way_all_by_keyboard(desk, complaints):
    factories.pattern(body="<p>Dear [name] of [country]!</p>").themes.set([factories.theme("energy")])
    factories.pattern("congratulation-kk", language="kk", name="Құттықтау", title="[аты-жөні]")
    factories.theme("water", name_en="Water", name_ru="Вода", name_kk="Су")
    factories.event("forum", title="Forum on rivers")
    page = desk("publisher")
    page.goto(ADD)
    page.select_option("select[name=language]", "kk")
    expect(page.locator("[name=pattern] option")).to_have_text(["an empty text", "Құттықтау"])
    page.select_option("select[name=language]", "en")
    page.select_option("[name=pattern]", "congratulation-en")
    expect(page.locator("[name=title]")).to_have_value("To [name]")
    event = page.get_by_role("combobox", name="Event")
    typed(event, "RIV")
    expect(page.get_by_role("status").first).to_contain_text("1 found")
    assert not faults(page)
    chosen(event)
    expect(page.locator(".chips")).to_contain_text("Forum on rivers")
    typed(event, "Opening of the bridge")
    chosen(event)
    dialog = page.get_by_role("dialog", name="New event")
    expect(dialog.locator("[name=new-title_en]")).to_have_value("Opening of the bridge")
    expect(dialog.locator("[name=new-title_en]")).to_be_focused()
    assert not faults(page)
    dialog.locator("[name=new-starts_on]").fill("")
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=new-starts_on]")).to_be_focused()
    expect(dialog.locator(".errorlist")).to_have_count(1)
    complaints[:] = [said for said in complaints if "status of 422" not in said]
    dialog.locator("[name=new-starts_on]").fill("2026-12-01")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(event).to_be_focused()
    expect(page.locator(".chips li")).to_have_text(["Opening of the bridge×"])
    follow(page, "input[value='Open the draft']")
    page.wait_for_selector(EDITOR)
    themes = page.get_by_role("combobox", name="Themes")
    typed(themes, "вод")
    chosen(themes)
    typed(themes, "Шөлдер")
    chosen(themes)
    expect(page.locator("[name=new-name_kk]")).to_have_value("Шөлдер")
    page.fill("[name=new-name_en]", "Deserts")
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_text(["Energy×", "Water×", "Deserts×"])
    themes.press("Backspace")
    expect(page.locator(".chips li")).to_have_count(2)
    typed(themes, "deserts")
    chosen(themes)
    page.get_by_role("button", name="Remove: Energy").press("Enter")
    expect(page.locator("#checklist-blockers + ul li")).to_contain_text(["[country]", "[name]"])
    page.fill("#id_title", "To Dana Serik")
    press_in_editor(page, "Control+A")
    page.keyboard.type("Dear Dana Serik of [country]!")
    expect(page.locator("#checklist-blockers + ul")).not_to_contain_text("[name]")
    expect(page.locator("#checklist-blockers + ul")).to_contain_text("[country]")
    assert not faults(page)
    follow(page, "input[value='Save']")
    edition = Edition.objects.get()
    assert edition.release.event == Event.objects.get(slug="opening-of-the-bridge")
    assert sorted(theme.slug for theme in edition.themes.all()) == ["deserts", "water"]
    assert (edition.release.kind, edition.plain_text) == ("congratulation", "Dear Dana Serik of [country]!")
    assert Theme.objects.get(slug="deserts").name_kk == "Шөлдер"
    assert AuditEntry.objects.filter(verb="add_record").count() == 2


def test_the_combobox_opens_closes_and_is_readable_in_every_look(desk):
    for slug in ("water", "energy", "economy"):
        factories.theme(slug)
    page = desk("writer")
    settled(page, address("edition", factories.draft(themes=[factories.theme("water")])))
    box = page.get_by_role("combobox", name="Themes")
    with page.expect_response(lambda response: "/choose/" in response.url):
        box.press("ArrowDown")
    expect(page.locator(OPTION)).to_have_text(["Economy", "Energy"])
    box.press("ArrowUp")
    box.press("Escape")
    expect(page.locator(OPTION).first).to_be_hidden()
    typed(box, "eco")
    box.press("Enter")
    assert page.url.endswith(address("edition", Edition.objects.get())), "nothing is sent by accident"
    for width, media in ((320, {"color_scheme": "dark"}), (1280, {"forced_colors": "active"})):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**media)
        box.press("ArrowDown")
        assert not faults(page)
    page.locator(OPTION).first.click()
    expect(page.locator(".chips li")).to_have_text(["Economy×", "Water×"])


def test_without_a_script_the_plain_controls_do(browser, desk, live_server):
    factories.pattern(body="<p>Dear [name]!</p>")
    factories.event("forum", title="Forum on rivers")
    cookies = desk("writer").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(ADD)
    expect(page.locator("optgroup")).to_have_count(1)
    page.select_option("[name=pattern]", "congratulation-en")
    page.select_option("[name=event]", "forum")
    expect(page.get_by_role("link", name="New event")).to_be_visible()
    page.click("input[value='Open the draft']")
    expect(page.locator("h1")).to_have_text("To [name]")
    assert Edition.objects.get().release.event.slug == "forum"
    context.close()


def test_a_release_is_duplicated_and_kept_as_a_pattern(desk):
    photo = {"photo": factories.photo(), "alt": "A canal", "caption": "The canal", "credit": "Drawing"}
    live = factories.live(photos=[photo], event=factories.event("forum", title="Forum on rivers"))
    page = desk("publisher")
    settled(page, address("edition", live))
    follow(page, "text=Duplicate as …")
    expect(page.locator(".chips")).to_contain_text("Forum on rivers")
    assert not faults(page)
    page.get_by_role("button", name="Remove: Forum on rivers").click()
    page.fill("[name=title]", "Another canal")
    follow(page, "input[value='Open the draft']")
    made = Edition.objects.get(title="Another canal")
    assert made.release.event is None and made.edition_photos.get().alt == "A canal"
    page.wait_for_selector(EDITOR)
    follow(page, "text=Keep as a pattern")
    assert not faults(page)
    page.fill("[name=name]", "Canal")
    follow(page, "input[value='Keep']")
    page.wait_for_selector(EDITOR)
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert not faults(page)
    page.fill("[name=title]", "[what] canal")
    follow(page, "input[name=_save]")
    page.goto(ADD)
    page.select_option("[name=pattern]", "canal-en")
    expect(page.locator("[name=title]")).to_have_value("[what] canal")


def test_a_minor_edition_needs_no_note_and_is_doubted_when_it_changes_much(desk):
    live = factories.live(body="<p>The canall is 20 km long.</p>")
    page = desk("writer")
    settled(page, address("edition", live))
    follow(page, "text=Start a new edition")
    page.get_by_role("radio", name="Minor change").check()
    assert not faults(page)
    follow(page, "input[value='Start a new edition']")
    page.wait_for_selector(EDITOR)
    expect(page.locator("[name=change_note]")).to_be_hidden()
    page.get_by_role("radio", name="Correction").check()
    expect(page.locator("[name=change_note]")).to_be_visible()
    page.get_by_role("radio", name="Minor change").check()
    press_in_editor(page, "Control+A")
    page.keyboard.type("The canal is 25 km long.")
    follow(page, "input[value='Save']")
    expect(page.locator(".checklist.looks")).to_contain_text("20, 25")
    page.wait_for_selector(EDITOR)
    assert not faults(page)
    assert Edition.objects.get(state="draft").change_kind == "minor"
