"""Journeys of a reader through the public site, each with scripts and without.

By filters, by date and from page to page: `test_archive`. Narrowing what was found: `test_search`. From a correction
to the text before it and back: `test_past`. From a passage to its citation: `test_statements_readers`.
"""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect
from pypdf import PdfReader

from tests import factories

from .conftest import follow
from .test_search import BODIES, TEXTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
INFLECTED = {"en": "villages", "ru": "каналами", "kk": "арналардың"}
"""None of them stands in TEXTS or BODIES in this form."""
A4 = (210, 297)
"""Millimetres."""


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def reader(request, browser, live_server, complaints):
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        viewport={"width": 1280, "height": 900},
        java_script_enabled=request.param,
    )
    yield complaints.watch(context.new_page())
    context.close()


def go(page, name, within="main"):
    """Follows the first link of that name."""
    with page.expect_navigation(wait_until="load"):
        page.locator(within).get_by_role("link", name=name).first.click()


def heading(page):
    return page.locator("h1").inner_text()


def switch(page, language):
    follow(page, f".languages a[hreflang={language}]")


def sessions(**group):
    """Two sessions of one series in two years, with a speaker, a theme and a release each; gives the later edition."""
    series, speaker, theme = factories.series(), factories.person(), factories.theme()
    for number, year in enumerate((2023, 2024), 1):
        event = factories.event(f"session-{number}", series=series, ordinal=number, starts_on=f"{year}-05-04")
        fields = group if number == 2 else {}
        edition = factories.live(
            title=f"The canal in {year}",
            event=event,
            themes=[theme],
            published_at=f"{year}-05-04T06:00:00Z",
            **fields,
        )
        quote = "the canal reaches every village of the steppe"
        factories.statement(edition, quote, speaker=speaker, themes=[theme])
    return edition


def test_from_the_home_page_by_theme_and_by_person(reader):
    sessions()
    reader.goto("/en/")
    go(reader, "Themes", "header")
    go(reader, "Water")
    assert heading(reader) == "Water"
    go(reader, "The canal in 2023")
    assert heading(reader) == "The canal in 2023"
    go(reader, "Aidar Bekmuratov", ".beside")
    assert heading(reader) == "Aidar Bekmuratov"
    follow(reader, ".facets a:has-text('2024')")
    expect(reader.locator(".timeline blockquote")).to_have_count(1)
    follow(reader, ".timeline figcaption a[href*='/statements/']")
    go(reader, "The canal in 2024")
    assert heading(reader) == "The canal in 2024"


def test_by_a_word_in_another_form_in_each_language(reader):
    for language, (title, _words, _other) in TEXTS.items():
        factories.live(language=language, title=title, body=f"<p>{BODIES[language]}</p>")
        factories.live(language=language, title="1", body="<p>2</p>")
    for language, word in INFLECTED.items():
        assert word not in f"{TEXTS[language][0]} {BODIES[language]}".lower()
        reader.goto(f"/{language}/")
        reader.fill("#site-search", word)
        with reader.expect_navigation(wait_until="load"):
            reader.press("#site-search", "Enter")
        assert reader.locator("main h1").count() == 1 and reader.locator("main mark").count()
        go(reader, TEXTS[language][0])
        assert heading(reader) == TEXTS[language][0]
        assert reader.get_attribute("html", "lang") == language


def test_from_a_release_to_its_event_its_series_and_the_session_before(reader):
    edition = sessions()
    reader.goto(edition.release.get_absolute_url())
    go(reader, "Session 2", ".beside")
    assert heading(reader) == "Session 2"
    expect(reader.locator(".neighbours [rel=next]")).to_have_count(0)
    follow(reader, ".neighbours [rel=prev]")
    assert heading(reader) == "Session 1"
    expect(reader.locator(".neighbours [rel=next]")).to_have_text("Session 2")
    go(reader, "Council sessions", ".neighbours")
    assert heading(reader) == "Council sessions"
    expect(reader.locator("main h2 a[href*='/events/']")).to_have_text(["Session 2", "Session 1"])
    go(reader, "Session 1")
    go(reader, "The canal in 2023")
    assert heading(reader) == "The canal in 2023"


def test_the_switch_of_language_leads_to_the_same_thing_or_says_that_there_is_none(reader):
    edition = sessions(translation_group="canal")
    title = "Канал в 2024 году"
    factories.live(language="ru", title=title, translation_group="canal", themes=[edition.themes.get()])
    reader.goto(edition.release.get_absolute_url())
    with translation.override("kk"):
        missing = translation.gettext("not translated yet")
        archive = reverse("archive")
    assert missing != "not translated yet"
    expect(reader.locator(".languages small")).to_have_text([missing])
    assert reader.locator(".languages a[hreflang=kk]").get_attribute("lang") == "kk"
    switch(reader, "ru")
    assert heading(reader) == title
    switch(reader, "en")
    assert heading(reader) == "The canal in 2024"
    switch(reader, "kk")
    assert reader.url.endswith(archive)
    # Theme and series have no Russian names here; what was said in English stays in English.
    said, theme, series = edition.statement_versions.get(), edition.themes.get(), edition.release.event.series
    for thing, selector in ((said, "main blockquote"), (theme, "h1"), (series, "h1")):
        address = thing.get_absolute_url()
        reader.goto(address)
        told = reader.locator(selector).first.inner_text()
        switch(reader, "ru")
        assert reader.url.endswith(address.replace("/en/", "/ru/", 1))
        assert reader.get_attribute("html", "lang") == "ru"
        expect(reader.locator(selector).first).to_have_text(told)


@pytest.mark.parametrize("language", ["en", "kk"])
def test_print(reader, live_server, settings, language):
    settings.SITE_URL = live_server.url
    title, body = TEXTS[language][0], BODIES[language]
    photos = [{"photo": factories.photo(), "alt": "Canal", "caption": "Qaratau", "credit": "Press service"}]
    around = {"photos": photos, "themes": [factories.theme()], "event": factories.event("fair")}
    text = {"title": title, "dateline": "Алтынқала", "body": f"<p>{body}</p>" * 40}
    edition = factories.live(language=language, **text, **around)
    path = edition.release.get_absolute_url()
    reader.goto(path)
    furniture = reader.locator(".masthead nav, .skip, .beside, .share-ways, .press, form, button").all_inner_texts()
    printed = PdfReader(BytesIO(reader.pdf(format="A4", print_background=False)))
    assert {tuple(round(side / 72 * 25.4) for side in map(float, page.mediabox[2:])) for page in printed.pages} == {A4}
    words = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert title in words and "Алтынқала" in words and "Press service" in words
    assert words.count(body) == 40, "each paragraph, whole, in letters that can be copied"
    assert f"{live_server.url}{path}" in words.replace(" ", "").replace("\N{SOFT HYPHEN}", "")
    days = reader.locator("article time").all_inner_texts()  # the event may be of the same day
    left = {line for told in furniture for line in told.splitlines() if line.strip()} - {*days}
    assert left and not [line for line in left if line in words]
    reader.emulate_media(media="print")
    shown = reader.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert shown == "rgb(255, 255, 255)"
