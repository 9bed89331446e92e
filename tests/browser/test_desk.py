"""Every page of the desk in a real browser: readable by everybody, at any width, light and dark, under the CSP."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches.models import Edition
from tests import factories

from .conftest import Look, faults, follow, in_looks, look_at
from .pages import EDITOR, pages, press_in_editor, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

LOOKS = (Look(1280), Look(320, "dark"))

PARTS = 2

"""Over how many tests the pages are spread."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits(desk, part):
    page = desk("superuser", is_superuser=True)
    shown = list(pages(factories.user("superuser")).items())[part::PARTS]
    found = []
    for turn, (name, address) in enumerate(shown):
        settled(page, address)
        found += [f"{name}, {fault}" for fault in in_looks(page, turn, LOOKS)]
    if part == 0:
        page.context.clear_cookies()
        settled(page, reverse("admin:login"))
        found += [f"login, {fault}" for fault in in_looks(page, 1, LOOKS)]
    print(f"{len(shown)} pages, {len(found)} faults")  # noqa: T201
    assert not found, "\n".join(found)


def test_the_edition_form_is_accessible_in_the_other_looks_and_with_faults(desk):
    edition = factories.draft(photos=[{"photo": factories.photo(), "alt": ""}])
    page = desk("writer")
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    assert not in_looks(page, looks=(Look(1280, "dark"), Look(320)))
    look_at(page, Look(320))
    page.fill("#id_title", "Pay \u202e001 tenge")
    page.fill("#id_links-0-title", "No address")
    follow(page, "input[value='Save']")
    assert page.locator(".errornote").inner_text().startswith("Nothing was saved")
    expect(page.locator(".errorlist")).to_have_count(2)
    page.wait_for_selector(EDITOR)
    assert not faults(page)


def test_the_second_of_two_windows_keeps_its_text_and_may_replace(desk):
    edition = factories.draft(body="<p>The canal is open.</p>")
    address = reverse("admin:edition", args=[edition.public_id])
    first, second = desk("writer"), desk("publisher")
    for page in (first, second):
        settled(page, address)
    first.fill("#id_summary", "Theirs.")
    follow(first, "input[value='Save']")
    press_in_editor(second, "Control+End")
    second.keyboard.type(" It is deep.")
    follow(second, "input[value='Save']")
    expect(second.locator(".errornote")).to_contain_text("The text has changed since you opened it")
    expect(second.locator(".mine ins")).to_contain_text("It is deep.")
    expect(second.locator(EDITOR)).to_contain_text("It is deep.")
    assert not faults(second)
    assert Edition.objects.get().plain_text == "The canal is open."
    second.fill("#id_summary", "Theirs.")
    follow(second, "input[value='Save what I chose']")
    expect(second.locator(".messagelist")).to_contain_text("Saved.")
    saved = Edition.objects.get()
    assert (saved.summary, saved.plain_text) == ("Theirs.", "The canal is open. It is deep.")


def test_a_photo_is_added_described_and_taken_out(desk, tmp_path):
    edition = factories.draft()
    (tmp_path / "canal.png").write_bytes(factories.picture(400, 300))
    page = desk("writer")
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    with page.expect_file_chooser() as chooser:
        page.click("[data-uses=photos] [data-pick]")
    chooser.value.set_files(tmp_path / "canal.png")
    page.fill("#id_photos-1-alt", "A canal")
    follow(page, "input[value='Save']")
    thumb = page.locator("img.whole")
    expect(thumb).to_be_visible()
    assert thumb.evaluate("image => image.naturalWidth") == 320
    page.click("[data-uses=photos] .remove")
    follow(page, "input[value='Save']")
    expect(page.locator("img.whole")).to_have_count(0)
    assert not edition.edition_photos.exists()


def test_whoever_leaves_unsaved_text_is_asked(desk):
    page = desk("writer")
    settled(page, reverse("admin:edition", args=[factories.draft().public_id]))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("#id_title", "Not saved")
    follow(page, ".desk-nav a >> nth=0")
    assert page.url.endswith("/release/")
    assert asked == ["beforeunload"]


def test_the_time_is_asked_for_only_when_it_is_not_now(desk):
    page = desk("reviewer")
    settled(page, reverse("admin:edition_verb", args=[factories.in_review().public_id, "approve"]))
    expect(page.locator("input[name=at_0]")).to_be_hidden()
    page.check("input[name=when][value=at]")
    expect(page.locator("input[name=at_0]")).to_be_visible()
    expect(page.locator(".field-at .help")).to_contain_text("Asia/Almaty")
