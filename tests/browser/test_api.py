"""The page about the interface for programs: its examples run in a real browser, under the policy of the site."""

import pytest
from playwright.sync_api import expect

from tests.public import everything_live

from .conftest import accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_examples_run_on_the_page(visitor, language):
    everything_live(1, language=language)
    page = visitor
    page.goto(f"/api/v1/docs?language={language}")
    accessible(page)
    for name in ("releases", "statements", "quote-check"):
        button = page.locator(f"button[data-run^='/api/v1/{name}?']")
        button.click()
        shown = button.locator("xpath=ancestor::*[@data-example]").locator(".answer")
        page.wait_for_function("one => one.textContent.startsWith('HTTP 200')", arg=shown.element_handle())
        assert "ETag: W/" in shown.inner_text() and '"items"' in shown.inner_text() or name == "quote-check"
    accessible(page)


def test_without_the_script_examples_are_links(browser, live_server):
    everything_live(1)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.locator("button[data-run]").first).not_to_be_visible()
    assert page.goto(f"{live_server.url}{page.locator('.example a').first.get_attribute('href')}").status == 200
    context.close()
