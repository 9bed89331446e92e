"""Counterparts chosen at the desk by keyboard, and what readers then find side by side; axe on both pages."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches import workflow
from tests import factories
from tests.aligned import versions

from .conftest import DAILY, Look, follow, in_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
LOOKS = (*DAILY, Look())


def at_desk(release, left="en", right="ru"):
    return f"{reverse('admin:alignment', args=[release.public_id])}?left={left}&right={right}"


def test_counterparts_chosen_by_keyboard_stand_side_by_side_for_readers(desk, visitor):
    said = versions("en", "ru", "kk")
    release = said["en"][0].edition.release
    first, second = (version.statement.public_id for version in said["en"][:2])
    one, two, three = (version.statement.public_id for version in said["ru"])
    page = desk("reviewer")
    page.goto(at_desk(release))
    page.focus(f"#s-{first}")
    page.keyboard.type("2")
    assert page.input_value(f"#s-{first}") == two
    while page.evaluate("document.activeElement.id") != f"s-{second}":
        page.keyboard.press("Tab")
    page.keyboard.type("1")
    assert not in_looks(page, 0, LOOKS)
    with page.expect_navigation():
        page.locator(".aligning [type=submit]").press("Enter")
    assert "Saved." in page.inner_text(".messagelist")
    assert (page.input_value(f"#s-{first}"), page.input_value(f"#s-{second}")) == (two, one)
    expect(page.locator(".aligning :text('Decided by')")).to_have_count(2)

    visitor.goto(release.get_absolute_url())
    follow(visitor, ".also a[href$='/beside/ru/']")
    visitor.locator(f"#s-{first}").press("Enter")
    assert visitor.url.endswith(f"/beside/ru/#s-{two}")
    assert visitor.locator(f"#s-{two}").evaluate("one => one.matches(':target')")
    expect(visitor.locator(f"#s-{three}")).to_have_count(1)
    assert "Matched automatically: 1 of 3." in visitor.inner_text(".how")
    assert not in_looks(visitor, 1, LOOKS)
    follow(visitor, ".heads [hreflang=ru]")
    assert "/ru/releases/" in visitor.url
    visitor.goto(f"/en/statements/{first}/")
    assert said["ru"][1].quote in visitor.inner_text(".tongues figure[lang=ru]")
    assert "matched automatically" not in visitor.inner_text(".tongues figure[lang=ru]")
    assert "matched automatically" in visitor.inner_text(".tongues figure[lang=kk]")


def test_a_clash_is_told_and_what_was_chosen_stays(desk):
    said = versions("en", "ru")
    first, second = (version.statement.public_id for version in said["en"][:2])
    same = said["ru"][2].statement.public_id
    page = desk("reviewer")
    page.goto(at_desk(said["en"][0].edition.release))
    page.select_option(f"#s-{first}", same)
    page.select_option(f"#s-{second}", same)
    with page.expect_navigation():
        page.click(".aligning [type=submit]")
    assert "cannot both stand beside" in page.inner_text("#content-start, #main")
    assert (page.input_value(f"#s-{first}"), page.input_value(f"#s-{second}")) == (same, same)
    assert not in_looks(page, 2, LOOKS)


def test_languages_are_changed_and_a_page_with_nothing_to_compare_says_so(desk):
    said = versions("en", "ru", "kk")
    alone = factories.live()
    workflow.align_statements(said["en"][0].edition.release, "test")
    page = desk("writer")
    page.goto(at_desk(said["en"][0].edition.release))
    follow(page, ".links a[href*='right=kk'] >> nth=0")
    expect(page.locator(".links [aria-current=page]")).to_have_text("English – Kazakh")
    expect(page.locator(".aligning select")).to_have_count(3)
    page.goto(reverse("admin:alignment", args=[alone.release.public_id]))
    assert "no other language version" in page.inner_text("#content")
    assert not in_looks(page, 3, LOOKS)
