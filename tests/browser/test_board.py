"""The first page of the desk, the list, and many at once, in a real browser."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches import clock, workflow
from speeches.models import Buffer, Edition, Presence, SavedFilter
from speeches.states import Standing
from tests import factories

from .conftest import Look, faults, follow, in_looks
from .pages import settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
INDEX, LIST = reverse("admin:index"), reverse("admin:speeches_release_changelist")


WIDE, NARROW, FORCED = Look(), Look(320, "dark"), Look(1280, "dark", "active")


def looked_at(page, address, *looks):
    """What is wrong with a page in these looks."""
    settled(page, address)
    return in_looks(page, looks=looks)


def tab_to(page, selector, key="Tab"):
    """Presses Tab until what `selector` names has the focus, as a hand would."""
    for _press in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_the_desk_shows_the_day_and_every_row_is_one_click_from_the_work(desk):
    publisher = factories.user("publisher")
    draft = factories.draft(by=publisher, title="My own draft", photos=[{"photo": factories.photo(), "alt": ""}])
    Presence.objects.create(user=factories.user("writer"), edition=draft)
    Buffer.objects.create(user=publisher, edition=draft)
    waiting = factories.in_review(title="Submitted by the writer")
    planned = factories.scheduled(
        at=clock.now() + timedelta(hours=2, minutes=13, seconds=30), title="Planned for today"
    )
    workflow.comment(planned, "The name of the minister?", user=publisher)
    bundle = factories.bundle(factories.in_review(), factories.in_review(language="ru"), title="Unity Day")
    seen = {edition.public_id: edition.content_hash() for edition in bundle.editions.all()}
    workflow.approve_bundle(bundle, factories.user("reviewer"), seen, at=clock.now() + timedelta(days=1))
    factories.corrected(factories.live(title="The canal"))
    page = desk("publisher")
    assert not looked_at(page, INDEX, WIDE, NARROW, FORCED)
    expect(page.locator("section", has=page.locator("#board-drafts"))).to_contain_text("writer is editing")
    expect(page.locator("#attention ~ h3").first).to_contain_text("You have unsaved text in")
    expect(page.locator("section", has=page.locator("#board-scheduled"))).to_contain_text("Unity Day")
    expect(page.locator(".day[aria-current=date]")).to_contain_text("Today")
    follow(page, "section:has(#board-reviews) a.board-title")
    assert page.url.endswith(reverse("admin:edition", args=[waiting.public_id]))
    settled(page, INDEX)
    follow(page, ".board-week a[rel=next]")
    assert re.search(r"\?week=\d{4}-W\d{2}#week$", page.url)
    expect(page.locator("#week")).to_contain_text("Week")
    expect(page.locator(".day[aria-current=date]")).to_have_count(0)
    follow(page, ".board-week nav a:has-text('This week')")
    expect(page.locator(".day[aria-current=date]")).to_have_count(1)


def test_the_countdown_goes_on_and_is_right_without_a_script(desk, browser, live_server):
    factories.scheduled(at=clock.now() + timedelta(hours=2, minutes=13, seconds=50))
    page = desk("writer")
    left = page.locator("[data-countdown]")
    page.clock.install()
    settled(page, INDEX)
    expect(left).to_have_text("in 2 h 13 min")
    page.clock.fast_forward("14:00")
    expect(left).to_have_text("in 1 h 59 min")
    page.clock.fast_forward("02:00:00")
    expect(left).to_have_text("live now")
    without = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = without.new_page()
    plain.goto(INDEX)
    expect(plain.locator("[data-countdown]")).to_have_text("in 2 h 13 min")
    without.close()


def test_a_search_is_made_kept_used_and_removed(desk):
    factories.in_review(title="Судың жаңа арнасы", language="kk")
    factories.in_review(title="The new canal")
    page = desk("reviewer")
    settled(page, LIST)
    page.click("details summary:has-text('Filters')")
    page.select_option("#find-standing", "in_review")
    page.select_option("#find-language", "kk")
    follow(page, ".find-do input")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.fill("#keep-name", "Waiting in Kazakh")
    follow(page, ".keep button")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert not looked_at(page, page.url, NARROW)
    settled(page, LIST)
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    follow(page, ".searches a")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator(".searches [aria-current=page]")).to_have_text("Waiting in Kazakh")
    follow(page, ".chip:has-text('Language')")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    follow(page, ".searches button")
    assert not SavedFilter.objects.exists()


def test_many_are_approved_by_keyboard_alone(desk):
    good, member = factories.in_review(title="The canal is open"), factories.in_review(title="One of a bundle")
    factories.bundle(member, title="Unity Day")
    page = desk("reviewer")
    settled(page, LIST)
    tab_to(page, "#action-toggle")
    page.keyboard.press("Space")
    expect(page.locator(".action-select:checked")).to_have_count(2)
    tab_to(page, "select[name=action]", "Shift+Tab")
    page.keyboard.type("Approve")
    tab_to(page, ".actions button")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("li.impossible")).to_contain_text("Unity Day")
    tab_to(page, "details summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open] .reading")).to_contain_text("the canal reaches every village")
    assert not faults(page)
    tab_to(page, "input[type=submit][value=Approve]")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("Done: 1 of 2.")
    expect(page.locator("li.done")).to_contain_text("The canal is open")
    expect(page.locator("li.left")).to_contain_text("act on the bundle")
    assert not faults(page)
    assert Edition.objects.get(pk=good.pk).standing() == Standing.LIVE
    assert Edition.objects.get(pk=member.pk).standing() == Standing.IN_REVIEW


def test_the_pages_of_many_are_accessible(desk):
    factories.theme()
    page = desk("publisher")
    for verb, edition, look in (("themes", factories.draft(), NARROW), ("reschedule", factories.scheduled(), FORCED)):
        address = f"{reverse('admin:release_many', args=[verb])}?r={edition.release.public_id}"
        assert not looked_at(page, address, look)


def test_the_list_is_taken_into_a_spreadsheet(desk):
    factories.draft(title="=1+1")
    factories.draft(title="The river")
    page = desk("writer")
    settled(page, f"{LIST}?q=1%2B1")
    with page.expect_download() as download:
        page.click(".object-tools a:has-text('CSV')")
    content = download.value.path().read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["title"] == "'=1+1"
