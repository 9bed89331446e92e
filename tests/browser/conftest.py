"""A real Chromium against a real server: what it complains about fails the test."""

import os
from itertools import product
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from tests import factories
from tests.desk import load_groups

# Playwright's loop runs in this thread; Django would take the tests' own queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# What is to come may come late on a busy machine. Only a test that fails waits so long.
expect.set_options(timeout=20_000)

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


def too_wide(page):
    """Whether the page is wider than the window: a line about it, or none."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wider} pixels wider than the window"] if wider > 0 else []


def faults(page):
    """What axe finds, and whether the page is wider than the window."""
    return [*violations(page), *too_wide(page)]


class Look(NamedTuple):
    """How somebody looks at a page."""

    width: int = 1280
    """Of the window, in CSS pixels."""
    scheme: str = "light"
    forced: str = "none"
    """"active", where the reader's own colours are forced."""
    percent: int = 100
    """The size of the text."""


ALL_LOOKS = os.environ.get("LOOKS") == "all"
"""Whether axe judges every page in every look (`bin/slow/looks`), or each in one, by turns."""
COLOURS = (("light", "none"), ("dark", "none"), ("light", "active"))
EVERY_LOOK = tuple(Look(width, *colours) for width, colours in product((1280, 320), COLOURS))
DAILY = (Look(320), Look(1280, "dark"), Look(1280, forced="active"))
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules by which a page may fail in one scheme and not in the other."""


def look_at(page, look):
    page.set_viewport_size({"width": look.width, "height": 900})
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.forced)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{look.percent}%")


def in_looks(page, turn=0, looks=DAILY, ready=None):
    """What is wrong with the page as it stands, in these looks (LOOKS=all: in every look too), a line each.

    Axe judges the page in the one look whose `turn` it is (LOOKS=all: in each), and its colours in the first of each
    other scheme; in every look it has to fit. `ready` is called in each look before. It is left as `Look()`.
    """
    found, schemes = [], set()
    looks = [*dict.fromkeys((*looks, *EVERY_LOOK))] if ALL_LOOKS else looks
    first = turn % len(looks)
    for look in (*looks[first:], *looks[:first]):
        look_at(page, look)
        if ready:
            ready()
        told, scheme = too_wide(page), look.scheme if look.forced == "none" else None
        if ALL_LOOKS or look == looks[first]:
            told += violations(page)
        elif scheme and scheme not in schemes:
            told += violations(page, only=OF_COLOURS)
        schemes.add(scheme)
        found += [f"{page.url}, {' '.join(map(str, look))} %: {fault}" for fault in told]
    look_at(page, Look())
    return found


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


def cookie_of(client, live_server):
    """The cookie of the session of Django's test client."""
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}


def by_form(page, name):
    """Fills in the form of the sign-in, at which `page` is."""
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    follow(page, "#login-form [type=submit]")


@pytest.fixture
def desk(browser, live_server, complaints, transactional_db):
    """A function: (role, name=None, **fields of the user) → an empty page, signed in to the desk as one of that role.

    The session is begun without the form, which `by_form` fills in.
    """
    contexts = []

    def signed_in(role, name=None, **fields):
        user = factories.user(role, name, **fields)
        load_groups()
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(
            base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900}, timezone_id="Asia/Almaty"
        )
        contexts.append(context)
        client = Client()
        client.force_login(user)
        context.add_cookies([cookie_of(client, live_server)])
        return complaints.watch(context.new_page())

    yield signed_in
    for context in contexts:
        context.close()
