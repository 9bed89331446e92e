"""A reader checks a quotation in Chromium: by keyboard, with scripts and without, in every language."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from speeches import search
from tests import factories

from .conftest import Look, in_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
WORDS = "the canal reaches every village of the steppe"
ODD = WORDS.replace("canal", "cаnal")  # with a Cyrillic а


@pytest.fixture
def version():
    edition = factories.live()
    search.index_sealed(edition)
    return factories.statement(edition, WORDS, speaker=factories.person())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_reader_checks_a_quotation_and_follows_it_to_the_statement(
    browser, live_server, complaints, version, scripts
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
    try:
        page = complaints.watch(context.new_page())
        page.goto(reverse("home"))
        page.get_by_role("contentinfo").get_by_role("link", name="Check a quotation").click()
        page.get_by_label("The words").fill("nobody ever said these words to anybody")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Not found", level=2).wait_for()
        page.get_by_label("The words").fill(WORDS.replace("village", "town"))
        page.get_by_role("button", name="Check").click()
        assert page.locator(".quote-place del").inner_text().strip().endswith("town")
        page.get_by_label("The words").fill(f"“{WORDS.upper()}”")
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".quote-place mark")).to_have_text(WORDS)
        page.get_by_role("link", name="The statement").click()
        page.wait_for_url(f"**{version.get_absolute_url()}")
    finally:
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_gives_no_words_is_told_so_at_the_field_and_writes_there(browser, live_server, complaints, scripts):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
    try:
        page = complaints.watch(context.new_page())
        page.goto(reverse("quote_check"))
        field = page.get_by_label("The words")
        field.fill(" \n ")
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#quote-error")).to_be_visible()
        expect(field).to_have_accessible_description(
            re.compile("^Paste the words that are to be checked. One sentence")
        )
        expect(field).to_be_focused()
        page.keyboard.type("nobody ever said these words to anybody")
        page.get_by_role("button", name="Check").click()
        page.get_by_role("heading", name="Not found", level=2).wait_for()
        expect(page.locator("#quote-error")).to_have_count(0)
    finally:
        context.close()


def test_the_answers_are_accessible_and_fit(visitor, complaints, version):
    first = factories.live(title="Ninety villages of Tasbulak receive clean water")
    factories.corrected(first, title="Nine villages of Tasbulak receive clean water")
    asked = (None, "", WORDS, WORDS.replace("village", "town"), "nobody ever said these words", "two words", ODD)
    asked += (first.title, "Nine villages of Tasbulak receive")
    for of_language, language in enumerate(("en", "ru", "kk")):
        with translation.override(language):
            path = reverse("quote_check")
        # Another language has longer words, not other colours.
        looks = (Look(320), Look(1280, "dark" if language == "en" else "light"))
        for number, words in enumerate(asked):
            visitor.goto(path if words is None else f"{path}?q={words.replace(' ', '+')}")
            assert not in_looks(visitor, number + of_language, looks)
    assert not complaints
