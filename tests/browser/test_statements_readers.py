"""Journeys of a reader among statements, with scripts and without; axe on every page of them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories

from .conftest import follow, in_looks, status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
WORDS = "the canal reaches every village of the steppe"


def said():
    """A theme on which two people spoke in two years, and a session with its predecessor; gives the newest version."""
    theme, speaker = factories.theme(), factories.person(aliases="Bekmuratov")
    series = factories.series()
    for number, year in enumerate((2023, 2024), 1):
        event = factories.event(f"session-{number}", series=series, ordinal=number)
        edition = factories.live(event=event, published_at=f"{year}-05-04T06:00:00Z", themes=[theme])
        version = factories.statement(edition, WORDS, speaker=speaker, themes=[theme])
        other = factories.person("dana-serikova")
        factories.statement(edition, "According to him, the work will go on", speaker=other, themes=[theme])
    return version


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def reader(request, browser, live_server):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    context.scripted = request.param
    yield context.new_page()
    context.close()


def test_from_a_passage_to_its_citation_and_what_a_correction_does_to_it(reader):
    version = said()
    edition = version.edition
    reader.goto(edition.release.get_absolute_url())
    passage = reader.locator(f"#s-{version.statement.public_id}")
    expect(passage.locator(".said-acts")).not_to_be_visible()
    passage.locator(".said-mark").press("Enter")
    expect(passage.locator(".said-acts")).to_be_visible()
    follow(reader, f"#s-{version.statement.public_id} .said-acts a:last-child")
    assert reader.url.endswith(f"{version.get_absolute_url()}#cite")
    assert "Bekmuratov, Aidar. “" in reader.inner_text("#cite-plain")
    assert reader.locator("[data-copy=cite-plain]").is_visible() == reader.context.scripted
    reader.locator("#cite summary").first.press("Enter")
    with reader.expect_download() as download:
        reader.click("#cite a[download] >> nth=0")
    assert download.value.suggested_filename == f"statement-{version.statement.public_id}.bib"
    factories.corrected(edition, body="<p>All of it was wrong.</p>", change_note="He was misheard.")
    reader.goto(version.get_absolute_url())
    assert "no longer in the text" in reader.inner_text("aside.notice")
    assert "He was misheard." in reader.inner_text("#life")


def test_from_a_theme_by_year_and_speaker_to_the_release(reader):
    version = said()
    reader.goto(reverse("theme", args=["water"]))
    follow(reader, ".facets a:has-text('2024')")
    follow(reader, ".facets a:has-text('Aidar Bekmuratov')")
    assert reader.url.endswith("?year=2024&by=aidar-bekmuratov")
    expect(reader.locator(".timeline .said-entry")).to_have_count(1)
    follow(reader, ".timeline figcaption a[href*='/statements/']")
    follow(reader, ".place-in-text + p a")
    assert reader.url.endswith(f"#s-{version.statement.public_id}")


def test_pages_of_statements_are_accessible(visitor, complaints):
    version = said()
    factories.tenure(version.speaker, factories.office("president"), held_from="2021-01-20")
    release = version.edition.release
    paths = [
        f"{release.get_absolute_url()}#s-{version.statement.public_id}",
        version.get_absolute_url(),
        f"{reverse('theme', args=['water'])}?by=aidar-bekmuratov",
        version.speaker.get_absolute_url(),
        f"{release.event.series.get_absolute_url()}?theme=water",
        release.event.get_absolute_url(),
    ]
    for turn, path in enumerate(paths):
        assert status(visitor, path, complaints) == 200
        visitor.eval_on_selector_all("details", "all => all.forEach((one) => (one.open = true))")
        assert not in_looks(visitor, turn)
