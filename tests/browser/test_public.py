"""Every type of public page in Chromium: axe finds nothing, the console is silent, nothing runs out of the window."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image
from playwright.sync_api import expect

from tests import factories
from tests.public import everything_live, records

from .conftest import Look, follow, in_looks, status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

LOOKS = {"en": (Look(320), Look(1280, "dark"), Look(1280)), "kk": (Look(320),)}
"""Another language has longer words, not other colours: the narrow window is where it might not fit."""
LONG = "Қазақстанның халықаралық ынтымақтастығындағы өнеркәсіптендірілмегендіктеріңізден"


def picture():
    """A photo of some size, so that the page has something to crop."""
    stream = io.BytesIO()
    Image.new("RGB", (960, 640), (40, 90, 120)).save(stream, "PNG")
    return factories.photo(stream.getvalue())


def site(language):
    """A site with every type of page in `language`; gives their addresses and what they answer with."""
    group = {"translation_group": "canal"}
    words = {"title": f"Canal. {LONG}", "summary": "It reaches every village.", "dateline": "Altynqala, 4 May"}
    words |= {"press_contact": "press@sarydala.example", "notes_to_editors": "On request.", "boilerplate": "We serve."}
    photos = [{"photo": picture(), "alt": "A canal", "caption": LONG, "credit": "Press service", "focal_x": 80}]
    edition = everything_live(language=language, photos=photos, **words, **group)
    everything_live(2, language="ru", **group)
    event = edition.release.event
    factories.live(language=language, event=factories.event("earlier", series=event.series, ordinal=9), title=LONG)
    speaker = edition.statement_versions.get().speaker
    factories.tenure(speaker, factories.office("president"), held_from="2021-01-20")
    factories.corrected(edition, change_note="The length was wrong: 95 km.")
    for number in range(21):
        factories.live(language=language, title=f"Release {number}", event=factories.event(f"event-of-{number}"))
    gone = factories.withdrawn(language=language, reason="The figures were not ours.")
    with translation.override(language):
        pages = [path for path in records(edition) if path.startswith(f"/{language}/")]
        pages += [
            reverse("people"),
            f"{reverse('archive')}?since=x&page=2",
            f"{reverse('archive')}?kind=decree&event={event.slug}",
        ]
        errors = [(gone.release.get_absolute_url(), 410), (f"{reverse('events')}nothing/", 404)]
    return [(path, 200) for path in pages] + errors


@pytest.mark.parametrize("language", ["en", "kk"])
def test_every_type_of_page(visitor, complaints, language):
    pages = site(language)
    assert len(pages) == 16
    for turn, (path, expected) in enumerate(pages):
        assert status(visitor, path, complaints) == expected, path
        assert not in_looks(visitor, turn, LOOKS[language])
        assert not complaints, path


def test_the_keyboard_reaches_the_text_first_and_a_passage_leads_to_its_statement(visitor):
    edition = everything_live()
    visitor.goto(edition.release.get_absolute_url())
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.className") == "skip"
    visitor.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "main"
    visitor.click(".said-mark")
    follow(visitor, ".said-acts a >> nth=0")
    expect(visitor.locator("blockquote")).to_have_text("the canal reaches every village of the steppe")
    follow(visitor, ".place-in-text + p a")
    assert visitor.url.endswith(f"#s-{edition.statement_versions.get().statement.public_id}")


def test_filters_work_without_script_and_with_the_keyboard(browser, live_server):
    everything_live(1, title="One", kind="speech")
    everything_live(2, title="Two", kind="decree")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/releases/")
    page.select_option("#id_kind", "decree")
    page.press("#id_kind", "Enter")
    follow(page, "form.filters button")
    expect(page.locator("article.entry h2")).to_have_text(["Two"])
    follow(page, "text=Clear all")
    expect(page.locator("article.entry")).to_have_count(2)
    context.close()


def test_a_photo_is_cropped_around_what_matters(visitor):
    photo = [{"photo": picture(), "alt": "A canal", "focal_x": 80, "focal_y": 20}]
    factories.live(photos=photo)
    visitor.goto("/en/")
    image = visitor.locator(".thumb img")
    assert image.evaluate("element => getComputedStyle(element).objectPosition") == "80% 20%"
    assert image.evaluate("element => element.complete && element.naturalWidth") > 0


def test_print_leaves_the_text_and_drops_the_furniture(visitor):
    edition = everything_live()
    visitor.goto(edition.release.get_absolute_url())
    visitor.emulate_media(media="print")
    expect(visitor.locator(".sections")).not_to_be_visible()
    expect(visitor.locator(".beside")).not_to_be_visible()
    expect(visitor.locator("h1")).to_be_visible()
    expect(visitor.locator(".photo img")).to_be_visible()
