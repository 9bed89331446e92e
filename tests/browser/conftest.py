"""A real Chromium against a real server: what it complains about fails the test."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.desk import load_groups

# Playwright's loop runs in this thread; Django would take the tests' own queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PASSWORD = "a-password-for-tests-only"


def follow(page, selector):
    """Clicks what leads to another page, and waits until that stands whole."""
    with page.expect_navigation(wait_until="load"):
        page.click(selector)


AXE = Axe()


def violations(page, only=None):
    """What axe finds wrong with the page as it stands, a line each; by the rules in `only`, where given."""
    # Without `preload`: axe would ask for the admin's @import relative to the page.
    options = {"preload": False, "resultTypes": ["violations"]}
    options |= {"runOnly": {"type": "rule", "values": only}} if only else {}
    if page.evaluate("matchMedia('(forced-colors: active)').matches"):
        # The colours on the screen are the reader's own then; axe would judge those of the style sheets.
        options["rules"] = {"color-contrast": {"enabled": False}}
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.axe_script)
    # What it finds right is much, and stays in the browser.
    found = page.evaluate("options => axe.run(document, options).then((told) => told.violations)", options)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for rule in found for node in rule["nodes"]
    ]


def accessible(page, only=None):
    """axe finds no violation on the page: see `violations`."""
    told = violations(page, only)
    assert not told, f"{page.url}\n" + "\n".join(told)


def status(page, address, complaints):
    """The status that an address answers with; the browser's own remark on an error is no complaint."""
    answer = page.goto(address).status
    complaints[:] = [text for text in complaints if f"status of {answer}" not in text]
    return answer


class Complaints(list):
    """What the browser wrote to its console as an error, violations of the CSP among it, and scripts that failed."""

    def watch(self, page):
        page.on("console", lambda message: self.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.append(str(error)))
        return page


@pytest.fixture
def complaints():
    """Complaints of every page opened by `visitor` or `desk`; the test fails when any is left at its end.

    A page that is meant to answer with an error takes its own complaint out.
    """
    found = Complaints()
    yield found
    assert not found, found


@pytest.fixture
def visitor(browser, live_server, complaints):
    """A reader's page. Addresses may be given without the server."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    yield complaints.watch(context.new_page())
    context.close()


@pytest.fixture
def desk(browser, live_server, complaints, transactional_db):
    """A function: (role, name=None, **fields of the user) → a page signed in to the desk as a user of that role."""
    contexts = []

    def sign_in(role, name=None, **fields):
        user = factories.user(role, name, **fields)
        load_groups()
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(
            base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900}, timezone_id="Asia/Almaty"
        )
        contexts.append(context)
        page = complaints.watch(context.new_page())
        page.goto("/admin/login/?next=/admin/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        follow(page, "[type=submit]")
        assert page.url.endswith("/admin/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
