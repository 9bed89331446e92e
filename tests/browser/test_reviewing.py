"""Review in a real browser: a passage is chosen, talked about and settled; what changed is told; two are compared."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches import workflow
from speeches.models import Edition, Thread
from tests import factories

from .conftest import faults, follow
from .pages import EDITOR, press_in_editor, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

BODY = (
    "<h2>Water 🌊 for all</h2><p>Aidar Bekmuratov noted that the <strong>canal</strong> reaches  every village.</p>"
    "<ul><li>The work goes on in <a href='https://example.org/'>spring &amp; autumn</a>.</li></ul>"
)


def page_of(edition):
    return reverse("admin:edition", args=[edition.public_id])


def verb_of(edition, verb):
    return reverse("admin:edition_verb", args=[edition.public_id, verb])


def select(page, first, last):
    """Selects from the word `first` to the word `last` of the text, as a mouse would, across elements."""
    page.evaluate(
        """([first, last]) => {
          const walker = document.createTreeWalker(document.querySelector(".body.commented"), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let begun = false;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (!begun && node.data.includes(first)) { range.setStart(node, node.data.indexOf(first)); begun = true; }
            if (begun && node.data.includes(last)) { range.setEnd(node, node.data.indexOf(last) + last.length); break; }
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [first, last],
    )


def test_a_text_goes_from_a_comment_to_its_approval(desk):
    edition = factories.in_review(body=BODY)
    reviewer, writer = desk("reviewer"), desk("writer")

    settled(reviewer, page_of(edition))
    select(reviewer, "🌊 for", "canal")
    reviewer.click(".say-here")
    expect(reviewer.locator("#say-text")).to_be_focused()
    expect(reviewer.locator("#say-chosen")).to_have_text("🌊 for all Aidar Bekmuratov noted that the canal")
    reviewer.fill("#say-text", "Is it true?")
    reviewer.click("#say [type=submit]")
    expect(reviewer.locator(".thread .comments")).to_contain_text("Is it true?")
    expect(reviewer.locator(".threads .said")).to_contain_text("The comment is added.")
    expect(reviewer.locator("mark")).to_have_text(["🌊 for all", "Aidar Bekmuratov noted that the ", "canal"])
    assert Thread.objects.get().quote == "🌊 for all\n\nAidar Bekmuratov noted that the canal"
    reviewer.click("mark >> nth=0")
    expect(reviewer.locator(".thread")).to_be_focused()
    select(reviewer, "every", "village")
    expect(reviewer.locator(".say-here")).to_be_visible()
    assert not faults(reviewer)
    settled(reviewer, verb_of(edition, "request_changes"))
    expect(reviewer.locator(".open-threads")).to_contain_text("Is it true?")
    reviewer.fill("#id_reason", "See my question.")
    follow(reviewer, "[type=submit].default")

    settled(writer, page_of(edition))
    writer.click("[data-quote]")
    assert writer.evaluate("getSelection().toString()").startswith("🌊 for all")
    press_in_editor(writer, "Control+End")
    writer.keyboard.type(" Truly")
    writer.click(".reply summary")
    writer.fill(".reply textarea", "Yes, and now it says so.")
    writer.click(".reply [type=submit]")
    expect(writer.locator(".thread .comments")).to_contain_text("Yes, and now it says so.")
    expect(writer.locator(EDITOR)).to_contain_text("Truly")
    writer.click(".thread-actions > form [type=submit]")
    expect(writer.locator(".resolved-threads")).to_contain_text("1 resolved conversation")
    assert not faults(writer)
    follow(writer, "input[name=_submit]")
    follow(writer, "[type=submit].default")

    settled(reviewer, page_of(edition))
    expect(reviewer.locator(".since")).to_contain_text("Changed since you last looked, on")
    expect(reviewer.locator(".since ins")).to_contain_text("Truly")
    assert not faults(reviewer)
    settled(reviewer, verb_of(edition, "approve"))
    expect(reviewer.locator(".checks")).to_contain_text("It has changed since you last looked.")
    follow(reviewer, ".since button")
    expect(reviewer.locator(".checks")).to_contain_text("Nothing has changed since you last looked.")
    expect(reviewer.locator(".checks")).to_contain_text("No conversation is open.")
    assert not faults(reviewer)
    follow(reviewer, ".decision [type=submit]")
    assert Edition.objects.get().state == "approved"


def test_a_paragraph_is_commented_on_and_two_editions_compared_by_keyboard_alone(desk):
    first = factories.live(body=BODY, title="The canal is open")
    draft = factories.next_draft(
        first, title="The canal is deep", body=BODY.replace("every", "each").replace("h2>", "p>")
    )
    waiting = workflow.submit(draft, factories.user("writer"))
    page = desk("reviewer")
    settled(page, page_of(waiting))
    link = page.locator("a.say >> nth=1")
    for _press in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#say-chosen")).to_have_text("Aidar Bekmuratov noted that the canal reaches each village.")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Each one?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".thread .comments")).to_contain_text("Each one?")
    assert Thread.objects.get().quote == "Aidar Bekmuratov noted that the canal reaches each village."

    settled(page, reverse("admin:release_compare", args=[waiting.release_id]))
    expect(page.locator(".summary-line")).to_contain_text("passages changed")
    page.keyboard.press("n")
    expect(page.locator(".row:focus")).to_contain_text("The canal is")
    page.keyboard.press("n")
    expect(page.locator(".row:focus")).to_contain_text("Heading → Paragraph")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator(".where")).to_contain_text("4 / 4")
    page.focus("#keys")
    page.keyboard.press("Space")
    page.keyboard.press("n")
    expect(page.locator(".where")).to_contain_text("4 / 4")
    compare = reverse("admin:release_compare", args=[waiting.release_id])
    approve, ask = verb_of(waiting, "approve"), verb_of(waiting, "request_changes")
    looks = {
        (1280, "light", "none"): (compare, approve, ask),
        (320, "dark", "none"): (f"{compare}?view=side", page_of(waiting), approve),
        (1280, "light", "active"): (f"{compare}?view=side", page_of(waiting)),
    }
    for (width, scheme, forced), addresses in looks.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        for address in addresses:
            settled(page, address)
            assert not faults(page)


def test_a_refused_comment_stays_where_it_was_typed(desk):
    edition = factories.in_review(body=BODY)
    page = desk("reviewer")
    settled(page, page_of(edition))
    page.click("a.say >> nth=2")
    page.fill("#say-text", "Too late?")
    workflow.discard(edition, factories.user("writer"))
    page.click("#say [type=submit]")
    expect(page.locator(".threads .said")).to_contain_text("was put aside")
    expect(page.locator("#say-text")).to_have_value("Too late?")
    assert not Thread.objects.exists()


def test_without_javascript_a_paragraph_is_commented_on(desk, browser, live_server):
    edition = factories.in_review(body=BODY)
    signed_in = desk("reviewer").context.storage_state()
    context = browser.new_context(base_url=live_server.url, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of(edition))
    follow(page, "a.say >> nth=2")
    page.fill("#say-text", "When?")
    follow(page, "#say [type=submit]")
    assert page.locator(".thread .comments").inner_text().endswith("When?")
    assert Thread.objects.get().quote == "The work goes on in spring & autumn."
    context.close()


def test_without_a_connection_the_comment_stays_and_can_be_sent_again(desk, complaints):
    page = desk("reviewer")
    settled(page, page_of(factories.in_review(body=BODY)))
    page.fill("#say-text", "Patience.")
    page.context.set_offline(True)
    page.click("#say [type=submit]")
    expect(page.locator(".threads .said")).to_contain_text("This could not be sent.")
    complaints[:] = [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text]
    page.context.set_offline(False)
    page.click("#say [type=submit]")
    expect(page.locator(".thread .comments")).to_contain_text("Patience.")
