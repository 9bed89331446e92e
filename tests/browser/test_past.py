"""A reader follows a correction back to the text that stood before, and to a day, with and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import accessible, follow


@pytest.mark.parametrize("scripted", [True, False])
def test_from_a_correction_to_the_earlier_edition_and_back(browser, live_server, complaints, scripted):
    edition = factories.live(title="The canal is 90 km long", themes=[factories.theme()])
    speaker = factories.person()
    factories.statement(edition, "the canal reaches every village", speaker=speaker, themes=[factories.theme()])
    newer = factories.corrected(edition, title="The canal is 95 km long", change_note="The length was wrong.")
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-GB",
        viewport={"width": 320, "height": 700},
        java_script_enabled=scripted,
    )
    page = complaints.watch(context.new_page())
    check = accessible if scripted else lambda page: None
    page.goto(newer.release.get_absolute_url())
    follow(page, "text=What changed, and earlier versions")
    assert "The length was wrong." in page.inner_text("#edition-2")
    expect(page.locator("#edition-2 del")).to_have_count(1)
    check(page)
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    follow(page, "#edition-1 >> text=Read this edition as a whole")
    assert page.inner_text("h1") == "The canal is 90 km long"
    assert "This is how the site stood on" in page.inner_text(".as-of")
    assert "The length was wrong." not in page.inner_text("main")
    check(page)
    follow(page, ".as-of >> text=See it as it stands now")
    assert page.inner_text("h1") == "The canal is 95 km long" and page.locator(".as-of").count() == 0
    follow(page, "text=What changed, and earlier versions")
    page.fill("[name=stood_on]", f"{timezone.localdate():%Y-%m-%d}")
    follow(page, ".stood button")
    assert "as_of=" in page.url and page.inner_text("h1") == "The canal is 95 km long"
    expect(page.locator(".as-of")).to_have_count(1)
    follow(page, ".as-of >> text=The releases of that time")
    assert "The canal is 95 km long" in page.inner_text("main")
    check(page)
    context.close()
