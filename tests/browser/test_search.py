"""A reader searches in Chromium: by keyboard, with scripts and without, in every language."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from tests import factories

from .conftest import Look, in_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
TEXTS = {
    "en": ("Canals of the south", "canal", "village"),
    "ru": ("Каналы юга", "каналы", "села"),
    "kk": ("Оңтүстік арналары", "арна", "ауыл"),
}
BODIES = {
    "en": "The canal reaches every village of the steppe.",
    "ru": "Канал дошёл до каждого села в степи.",
    "kk": "Арна даладағы әр ауылға жетті.",
}


@pytest.fixture
def editions():
    theme, speaker = factories.theme("water"), factories.person("saule-ormanova")
    made = {}
    for language, (title, _words, _other) in TEXTS.items():
        made[language] = factories.live(
            language=language, title=title, body=f"<p>{BODIES[language]}</p>", themes=[theme]
        )
        factories.statement(made[language], BODIES[language], speaker=speaker, themes=[theme])
    return made


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_reader_searches_narrows_and_reaches_the_text_by_keyboard(
    browser, live_server, complaints, editions, scripts
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
    try:
        page = complaints.watch(context.new_page())
        page.goto(reverse("search"))
        words = page.get_by_role("main").get_by_label("Words")
        words.fill("villages canal")
        words.press("Enter")
        page.get_by_role("link", name="Canals of the south").wait_for()
        expect(page.locator("mark").nth(1)).to_have_text("canal")
        expect(page.locator("mark").first).to_have_text("Canals")
        page.get_by_text("Narrow down", exact=True).click()
        page.get_by_label("Theme", exact=True).select_option("water")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Take away: Theme").wait_for()
        page.get_by_role("link", name="Statements 1").click()
        expect(page.locator(".search-said mark")).to_have_text(["canal", "village"])
        page.get_by_role("link", name="Take away: Theme").wait_for()
        page.get_by_role("link", name="Releases 1").click()
        page.get_by_role("link", name="Canals of the south").click()
        page.get_by_role("heading", name="Canals of the south", level=1).wait_for()
    finally:
        context.close()


def test_suggestions_are_chosen_by_keyboard(visitor, editions):
    visitor.goto(reverse("search"))
    words = visitor.get_by_role("main").get_by_role("combobox", name="Words")
    words.press_sequentially("can")
    visitor.get_by_role("option", name="Canals of the south").wait_for()
    assert words.get_attribute("aria-expanded") == "true"
    words.press("ArrowDown")
    chosen = visitor.locator("[role=option][aria-selected=true]")
    assert words.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    words.press("Escape")
    assert words.get_attribute("aria-expanded") == "false" and words.input_value() == "can"
    words.press("ArrowDown")
    words.press("ArrowUp")
    assert words.get_attribute("aria-activedescendant") is None, "one step back leads to the field itself"
    words.press("ArrowUp")
    with visitor.expect_navigation():
        words.press("Enter")
    assert visitor.url.endswith(editions["en"].release.get_absolute_url())


def test_without_a_choice_enter_searches_and_a_click_follows_a_suggestion(visitor, editions):
    visitor.goto(reverse("search"))
    words = visitor.get_by_role("main").get_by_role("combobox", name="Words")
    words.press_sequentially("wat")
    visitor.get_by_role("option", name="Water Theme").wait_for()
    with visitor.expect_navigation():
        words.press("Enter")
    assert visitor.url.endswith("?q=wat") or "?q=wat&" in visitor.url
    words.fill("")
    words.press_sequentially("wate")
    with visitor.expect_navigation():
        visitor.get_by_role("option", name="Water Theme").click()
    assert visitor.url.endswith(editions["en"].themes.get().get_absolute_url())


def test_nothing_found_leads_on(visitor, editions):
    visitor.goto(f"{reverse('search')}?q=canal+volcano")
    visitor.get_by_role("heading", name="Nothing found").wait_for()
    with visitor.expect_navigation():
        visitor.get_by_role("link", name="Only: canal").click()
    visitor.get_by_role("link", name="Canals of the south").wait_for()


def test_the_page_is_accessible_and_fits(visitor, complaints, editions):
    for of_language, (language, (_title, words, other)) in enumerate(TEXTS.items()):
        with translation.override(language):
            path = reverse("search")

        def suggest(begun=words[:3]):
            visitor.locator("details.narrow").evaluate("one => one.open = true")
            visitor.locator("#words").fill(begun)
            visitor.locator("[role=option]").first.wait_for()

        # Another language has longer words, not other colours.
        looks = (Look(320), Look(1280, "dark" if language == "en" else "light"))
        asked = {"": None, f"?q={words}": suggest, f"?q={words}+volcano": None}
        asked[f"?q={words}+{other}&what=statements&theme=water&order=date"] = None
        for number, (query, ready) in enumerate(asked.items()):
            visitor.goto(f"{path}{query}")
            assert not in_looks(visitor, number + of_language, looks, ready)
    assert not complaints


def test_suggestions_of_the_masthead_stand_below_each_other_and_go(visitor, editions):
    factories.live(title="Canals of the north")
    visitor.goto(reverse("home"))
    shown = visitor.get_by_role("banner").get_by_role("listbox", include_hidden=True)
    expect(shown).not_to_be_visible()
    field = visitor.get_by_role("combobox", name="Search the newsroom")
    field.press_sequentially("can")
    visitor.get_by_role("option").nth(1).wait_for()
    places = [option.bounding_box() for option in visitor.get_by_role("option").all()]
    assert len({place["x"] for place in places}) == 1 and len({place["y"] for place in places}) == len(places)
    field.press("Escape")
    expect(shown).not_to_be_visible()
