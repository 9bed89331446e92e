"""How readers find a release in the archive: by theme, by person, by date, with a script and without."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.archives import FOREST, WATER, at, many, one

from .conftest import Look, follow, in_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
LIGHT = (Look(320), Look(forced="active"), Look(percent=200))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reader(request, browser, live_server, complaints):
    """A reader's page in English, in which scripts run or do not."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", viewport=DESKTOP, java_script_enabled=request.param
    )
    yield complaints.watch(context.new_page())
    context.close()


@pytest.fixture
def newsroom():
    one("Canal", at(2022, 12, 31), [WATER], "ann", kind="speech")
    one("Dam", at(2023, 4, 3), [WATER, FOREST], "bob", kind="decree")
    one("Trees", at(2023, 4, 27), [FOREST], "bob", kind="speech")
    one("Су", at(2023, 4, 27), [WATER], "ann", kind="speech", language="kk")


def found(page):
    return page.locator("article.entry h2").all_inner_texts()


def show(page):
    follow(page, "form.filters button")


def test_by_theme_and_person_and_back(reader, newsroom):
    reader.goto("/en/")
    follow(reader, ".sections >> text=Releases")
    expect(reader.locator("#id_theme option")).to_have_text(["All themes", "Forest (2)", "Water (2)"])
    reader.select_option("#id_theme", WATER)
    show(reader)
    assert reader.url.endswith("/en/releases/?theme=water")
    assert found(reader) == ["Dam", "Canal"]
    expect(reader.locator("#id_person option")).to_have_text(["All speakers", "Ann (1)", "Bob (1)"])
    reader.select_option("#id_person", "bob")
    show(reader)
    assert found(reader) == ["Dam"]
    expect(reader.locator("h1")).to_have_text("Releases on Water, Bob")
    follow(reader, ".chips >> text=Theme: Water")
    assert found(reader) == ["Trees", "Dam"]
    follow(reader, "text=Clear all")
    assert reader.url.endswith("/en/releases/")
    assert len(found(reader)) == 3


def test_the_way_back_shows_the_filters_of_the_page(reader, newsroom):
    reader.goto("/en/releases/")
    reader.select_option("#id_theme", WATER)
    show(reader)
    reader.go_back()
    assert reader.url.endswith("/en/releases/")
    assert reader.input_value("#id_theme") == ""
    assert len(found(reader)) == 3


def test_by_date(reader, newsroom):
    reader.goto("/en/releases/")
    for label in ("2023", "April", "27"):
        follow(reader, f".by-date a:has-text('{label}') >> nth=-1")
    assert reader.url.endswith("/en/releases/2023/04/27/")
    expect(reader.locator("h1")).to_have_text("Releases, 27 April 2023")
    assert found(reader) == ["Trees"]
    follow(reader, ".in-time [rel=prev]")
    assert found(reader) == ["Dam"]
    follow(reader, ".crumbs >> text=2023")
    reader.select_option("#id_theme", FOREST)
    show(reader)
    assert reader.url.endswith("/en/releases/2023/?theme=forest")
    assert found(reader) == ["Trees", "Dam"]
    reader.goto("/en/releases/")
    reader.fill("#id_since", "2023-04-04")
    reader.press("#id_since", "Enter")
    reader.wait_for_url("**/?since=2023-04-04")
    assert found(reader) == ["Trees"]


def test_the_switch_of_language_keeps_what_was_found(reader, newsroom):
    reader.goto("/en/releases/2023/?theme=water")
    follow(reader, ".languages >> text=Қазақша")
    assert reader.url.endswith("/kk/releases/2023/?theme=water")
    assert found(reader) == ["Су"]


def test_from_page_to_page(reader):
    many(25, themes=[factories.theme(WATER)])
    reader.goto("/en/releases/?theme=water")
    assert found(reader)[0] == "24"
    follow(reader, ".pages [rel=next]")
    assert found(reader) == ["4", "3", "2", "1", "0"]
    follow(reader, ".pages [rel=prev]")
    assert found(reader)[0] == "24" and len(found(reader)) == 20


def test_on_a_phone_the_filters_unfold(reader, newsroom):
    reader.set_viewport_size(PHONE)
    reader.goto("/en/releases/?kind=speech")
    assert reader.locator("summary").inner_text().split() == ["Filters", "1"]
    expect(reader.locator("#id_theme")).not_to_be_visible()
    reader.locator("summary").click()
    reader.select_option("#id_theme", FOREST)
    show(reader)
    assert found(reader) == ["Trees"]
    reader.set_viewport_size(DESKTOP)
    assert reader.locator("#id_theme").is_visible() and not reader.locator("summary").is_visible()


def test_nothing_runs_out_of_the_window_and_everybody_can_use_it(visitor, newsroom):
    long = "Қазақстанның халықаралық ынтымақтастығындағы өнеркәсіптендірілмегендіктеріңізден"
    event = factories.event("long", title=long, series=factories.series("long", title=long))
    themes = [factories.theme("long", name=long), factories.theme(WATER)]

    def unfold():
        for summary in visitor.locator("details.narrow:not([open]) summary:visible").all():
            summary.click()

    for of_language, language in enumerate(("en", "ru", "kk")):
        many(25, language=language, event=event, themes=themes)
        begin = f"/{language}/releases/"
        visitor.goto(begin)
        older = visitor.locator(".pages [rel=next]").get_attribute("href")
        paths = (begin, f"{begin}2024/01/02/?theme=water", f"{begin}?theme=long&series=long&since=x", older)
        for number, path in enumerate(paths):
            if path != begin:
                visitor.goto(path)
            looks = (*LIGHT, Look(1280, "dark")) if language == "en" else LIGHT
            assert not in_looks(visitor, number + of_language, looks, unfold)
