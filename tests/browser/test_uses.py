"""Photos, documents, recordings and links in a real browser: dropped, moved, cropped, chosen again, and played."""

import base64
import wave

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches import workflow
from speeches.models import Edition
from tests import factories

from .conftest import Look, faults, follow, in_looks
from .pages import settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

PHOTOS, DOCUMENTS, LINKS = (f"[data-uses={name}]" for name in ("photos", "attachments", "links"))
SHOWN = "[data-row]:visible"
DROP = """(area, files) => {
  const data = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ["dragenter", "dragover", "drop"])
    area.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def opened(desk, edition, role="writer"):
    page = desk(role)
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    return page


def drop(page, area, *files):
    """Drops files, each (name, type, bytes), onto an area of the page."""
    encoded = [(name, kind, base64.b64encode(content).decode()) for name, kind, content in files]
    page.locator(area).evaluate(DROP, encoded)


def talk(tmp_path):
    """Two seconds of silence as WAV."""
    with wave.open(str(tmp_path / "talk.wav"), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(32_000))
    return (tmp_path / "talk.wav").read_bytes()


def test_what_is_dropped_and_linked_reaches_the_public_page(desk, visitor, tmp_path):
    edition = factories.draft()
    page = opened(desk, edition)
    drop(
        page,
        PHOTOS,
        ("one.png", "image/png", factories.picture(400, 300)),
        ("two.png", "image/png", factories.picture(300, 400)),
    )
    expect(page.locator(f"{PHOTOS} {SHOWN}")).to_have_count(2)
    page.fill("[name=photos-1-alt]", "A canal")
    page.fill("[name=photos-2-alt]", "A tower")
    drop(page, DOCUMENTS, ("talk.wav", "audio/wav", talk(tmp_path)))
    expect(page.locator(f"{DOCUMENTS} audio")).to_be_visible()
    page.fill("[name=attachments-1-title]", "The whole talk")
    page.fill("[name=links-0-title]", "The recording")
    page.fill("[name=links-0-url]", "https://example.org/v")
    page.click(f"{LINKS} [data-another]")
    expect(page.locator("[name=links-1-title]")).to_be_focused()
    page.keyboard.type("The transcript")
    page.fill("[name=links-1-url]", "https://example.org/t")
    # The order, by keyboard alone: the second photo and the second link come first.
    page.focus(f"{PHOTOS} {SHOWN} >> nth=1 >> .earlier")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PHOTOS} [data-status]")).to_have_text("two.png: place 1 of 2")
    page.focus(f"{LINKS} {SHOWN} >> nth=0 >> .later")
    page.keyboard.press("Space")
    # The focal point, by keyboard and by a click.
    page.focus(f"{PHOTOS} {SHOWN} >> nth=0 >> .stage")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[name=photos-2-focal_x]")).to_have_value("60")
    crop = page.locator(f"{PHOTOS} {SHOWN} >> nth=0 >> .crops .square")
    assert crop.evaluate("image => image.style.objectPosition") == "60% 40%"
    box = page.locator(f"{PHOTOS} {SHOWN} >> nth=1 >> .stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert not faults(page)
    follow(page, "input[value='Save']")
    saved = Edition.objects.get()
    assert [(use.alt, use.focal_x, use.focal_y) for use in saved.edition_photos.all()] == [
        ("A tower", 60, 40),
        ("A canal", 25, 75),
    ]
    assert [link.title for link in saved.edition_links.all()] == ["The transcript", "The recording"]
    workflow.submit(saved, factories.user("writer"))
    live = factories.approved(Edition.objects.get())
    visitor.goto(live.release.get_absolute_url())
    assert visitor.locator(".photo img").evaluate_all("all => all.map((one) => one.alt)") == ["A tower", "A canal"]
    expect(visitor.locator("a[href='https://example.org/v']")).to_have_text("The recording")
    visitor.locator("audio").evaluate(
        "player => new Promise((done, fail) => {"
        " player.onerror = fail; player.onseeked = done; player.preload = 'auto';"
        " player.onloadedmetadata = () => { player.currentTime = 1.5; }; player.load(); })"
    )
    assert visitor.locator("audio").evaluate("player => player.duration") == 2
    assert not faults(visitor)


def test_what_cannot_be_taken_is_told_by_its_name_and_harms_no_other(desk, complaints):
    page = opened(desk, factories.draft())
    drop(page, PHOTOS, ("notes.txt", "text/plain", b"hello"), ("one.png", "image/png", factories.picture()))
    expect(page.locator(f"{PHOTOS} .failed")).to_contain_text("notes.txt: This is no photo")
    expect(page.locator(f"{PHOTOS} {SHOWN}")).to_have_count(1)
    drop(page, DOCUMENTS, ("page.html", "text/html", b"<script>"))
    expect(page.locator(f"{DOCUMENTS} .failed")).to_contain_text("page.html: this kind of file is not offered")
    assert not faults(page)
    page.click(f"{DOCUMENTS} .failed button")
    expect(page.locator(f"{DOCUMENTS} .failed")).to_have_count(0)
    assert complaints and all("status of 400" in text for text in complaints)
    complaints.clear()
    page.context.clear_cookies()
    drop(page, PHOTOS, ("two.png", "image/png", factories.picture()))
    expect(page.locator(f"{PHOTOS} .failed >> nth=1")).to_contain_text("two.png: you are signed out")
    # Who is signed out hears it also from what tells others that somebody types here (401).
    complaints[:] = [text for text in complaints if "status of 403" not in text and "status of 401" not in text]


def test_a_photo_is_removed_taken_back_and_chosen_from_the_library(desk):
    lake, tower = factories.photo(name="lake.png"), factories.photo(name="tower.png")
    factories.draft(photos=[{"photo": tower, "alt": "A tower", "credit": "Drawing"}])
    edition = factories.draft(photos=[{"photo": lake, "alt": "A lake"}])
    page = opened(desk, edition)
    told = []
    page.expose_function("told", lambda name: told.append(name))
    page.evaluate(
        "document.querySelector('form[data-unsaved]').addEventListener('change', (event) => told(event.target.name))"
    )
    row = page.locator(f"{PHOTOS} {SHOWN}")
    row.locator(".remove").press("Enter")
    expect(row).to_contain_text("lake.png is removed when you save.")
    expect(row.locator("button:visible")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.locator(".remove")).to_be_focused()
    row.locator(".remove").press("Enter")
    # The library by keyboard: it opens at the search, finds by alternative text, and gives the words with the photo.
    page.press(f"{PHOTOS} [data-library]", "Enter")
    expect(page.locator("#library-search")).to_be_focused()
    expect(page.locator(".library-photos button")).to_have_count(2)
    assert not faults(page)
    page.keyboard.type("TOWER")
    expect(page.locator(".library-photos button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("Photos found: 1")
    page.press(".library-photos button", "Enter")
    expect(page.locator("#library")).to_be_hidden()
    expect(page.locator("[name=photos-2-alt]")).to_be_focused()
    expect(page.locator("[name=photos-2-alt]")).to_have_value("A tower")
    page.press(f"{PHOTOS} [data-library]", "Enter")
    expect(page.locator(".library-photos [aria-disabled]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(f"{PHOTOS} [data-library]")).to_be_focused()
    assert {"photos-0-DELETE", "photos-TOTAL_FORMS", "photos-2-key", "photos-2-ORDER"} <= set(told)
    follow(page, "input[value='Save']")
    assert [(use.photo, use.alt, use.credit) for use in edition.edition_photos.all()] == [(tower, "A tower", "Drawing")]


def test_an_alternative_text_that_says_nothing_is_noticed(desk):
    page = opened(desk, factories.draft(photos=[{"photo": factories.photo(name="IMG_2041.png"), "alt": ""}]))
    alt, note = page.locator("[name=photos-0-alt]"), page.locator(f"{PHOTOS} .note")
    for typed, said in (("img 2041", "the name of the file"), ("A lake", None), ("the canal.", "repeats the caption")):
        page.fill("[name=photos-0-caption]", "The canal")
        alt.fill(typed)
        expect(note).to_contain_text(said) if said else expect(note).to_be_empty()
    alt.fill("x" * 151)
    expect(page.locator(f"{PHOTOS} .count")).to_contain_text("151 of 300 characters: at most 150 is better")


def test_photos_are_put_in_order_by_dragging(desk):
    photos = [{"photo": factories.photo(name=f"{name}.png"), "alt": name} for name in ("one", "two", "three")]
    edition = factories.draft(photos=photos)
    page = opened(desk, edition)
    page.set_viewport_size({"width": 1280, "height": 2600})
    page.hover(f"{PHOTOS} {SHOWN} >> nth=2 >> .handle")
    page.mouse.down()
    for y in (14, 12, 10):  # one move may begin the drag and tell of nothing below it
        page.hover(f"{PHOTOS} {SHOWN} >> nth=0", position={"x": 40, "y": y}, force=True)
    page.mouse.up()
    expect(page.locator("[name=photos-2-ORDER]")).to_have_value("1")
    follow(page, "input[value='Save']")
    assert [use.alt for use in edition.edition_photos.all()] == ["three", "one", "two"]


def test_the_form_with_all_that_stands_beside_the_text_is_for_everybody(desk):
    recording = factories.attachment(b"ID3", name="talk.mp3", mime="audio/mpeg")
    edition = factories.draft(
        photos=[{"photo": factories.photo(), "alt": "A canal"}],
        attachments=[{"attachment": recording, "title": "The talk"}],
        links=[{"title": "The recording", "url": "https://example.org/v"}],
    )
    page = desk("writer")
    looks = (Look(320, "dark"), Look(forced="active"))
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    assert not in_looks(page, 0, looks)
    page.click(f"{LINKS} .remove >> nth=0")
    page.click(f"{PHOTOS} [data-library]")
    expect(page.locator(".library-photos button")).to_have_count(1)
    assert not in_looks(page, 1, looks)


def test_without_scripts_a_photo_is_uploaded_with_the_form_and_taken_out(desk, browser, live_server, tmp_path):
    edition = factories.draft()
    cookies = desk("writer").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(reverse("admin:edition", args=[edition.public_id]))
    (tmp_path / "canal.png").write_bytes(factories.picture())
    page.set_input_files("#id_photos-0-upload", tmp_path / "canal.png")
    page.fill("#id_photos-0-alt", "A canal")
    page.fill("#id_links-0-title", "The recording")
    page.fill("#id_links-0-url", "https://example.org/v")
    follow(page, "input[value='Save']")
    assert edition.edition_photos.get().alt == "A canal"
    assert edition.edition_links.get().title == "The recording"
    page.check("#id_photos-0-DELETE")
    follow(page, "input[value='Save']")
    assert not edition.edition_photos.exists()
    context.close()
