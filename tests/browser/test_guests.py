"""Review without an account, in a real browser: a writer hands a link on, a guest reads, comments and agrees."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from speeches import workflow
from speeches.models import Comment, ReviewLink
from speeches.workflow import guests
from tests import factories
from tests.guests import changed, edition

from .conftest import DAILY, Look, faults, follow, in_looks, status

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]
PHONE = {"width": 360, "height": 740}


def links_of(text):
    return reverse("admin:edition_links", args=[text.public_id])


def test_from_the_invitation_to_the_agreement_and_its_end(desk, visitor, complaints):
    text = edition()
    writer = desk("writer")
    writer.goto(reverse("admin:edition", args=[text.public_id]))
    writer.click(".review-links summary")
    writer.fill("#id_link_recipient", "Dana Serikova")
    writer.select_option("#id_link_hours", "4")
    follow(writer, "text=Make the link")
    writer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    writer.click(".review-links .copy")
    expect(writer.locator(".review-links .copy")).to_have_text("Copied")
    address = writer.evaluate("navigator.clipboard.readText()")
    assert address == writer.locator(".review-links input[readonly]").input_value()
    expect(writer.locator(".review-links li")).to_contain_text("not opened yet")

    visitor.set_viewport_size(PHONE)
    visitor.goto(address)
    expect(visitor.locator(".draft-bar")).to_contain_text("Draft for Dana Serikova. Not for publication.")
    assert visitor.locator(".photo img").evaluate("image => image.complete && image.naturalWidth") > 0
    visitor.fill("#comment textarea", "Is it")
    visitor.click("a.remark >> nth=0")
    expect(visitor.locator("#comment blockquote")).to_have_text("The canal is open. It is deep.")
    visitor.keyboard.press("End")
    visitor.keyboard.type(" deep?")
    follow(visitor, "text=Send the comment")
    expect(visitor.locator("[role=status]")).to_contain_text("Your comment is with the press service.")
    expect(visitor.locator("[role=status]")).to_be_in_viewport()
    follow(visitor, "text=I agree with this text")
    expect(visitor.locator(".agreed")).to_contain_text("You agreed to this text on")
    comment = Comment.objects.get()
    assert (comment.text, comment.thread.quote) == ("Is it deep?", "The canal is open. It is deep.")

    writer.goto(reverse("admin:edition", args=[text.public_id]))
    expect(writer.locator(".review-links li")).to_contain_text("1 comment")
    expect(writer.locator(".review-links li")).to_contain_text("to this text")
    changed(text, title="Another title")
    writer.reload()
    expect(writer.locator(".review-links li")).to_contain_text("to an earlier text (changed since: Title)")
    visitor.reload()
    expect(visitor.locator(".agreeing")).to_contain_text("Changed since: Title.")
    follow(writer, ".review-links .revoke")
    follow(writer, "input[value='Revoke the link']")
    expect(writer.locator(".review-links li")).to_contain_text("Revoked")
    assert status(visitor, address, complaints) == 404


def test_the_text_changes_while_the_guest_reads(visitor):
    text = edition()
    link = factories.review_link(text)
    visitor.goto(guests.address_of(link))
    changed(text, title="Quite another title")
    follow(visitor, "text=I agree with this text")
    expect(visitor.locator("[role=alert]")).to_contain_text("The text has changed since you opened it.")
    expect(visitor.locator("h1")).to_have_text("Quite another title")
    assert not faults(visitor)
    assert ReviewLink.objects.get().agreed_at is None
    follow(visitor, "text=I agree with this text")
    assert ReviewLink.objects.get().agreed_at


def test_a_selection_is_commented_on(visitor):
    link = factories.review_link(edition())
    visitor.goto(guests.address_of(link))
    button = visitor.locator(".on-selection")
    expect(button).to_be_hidden()
    visitor.locator(".body p", has_text="It is deep.").evaluate(
        """block => {
          const words = [...block.childNodes].find((node) => node.nodeType === 3);
          const start = words.data.indexOf("It is");
          getSelection().setBaseAndExtent(words, start, words, start + 11);
        }"""
    )
    button.click()
    expect(button).to_be_hidden()
    expect(visitor.locator("#comment blockquote")).to_have_text("It is deep.")
    visitor.keyboard.type("How deep?")
    follow(visitor, "text=Send the comment")
    assert Comment.objects.get().thread.quote == "It is deep."
    visitor.click("a.remark >> nth=1")
    visitor.click("text=On the whole text instead")
    expect(visitor.locator("#comment .passage")).to_be_hidden()
    visitor.keyboard.type("All good.")
    follow(visitor, "text=Send the comment")
    assert Comment.objects.last().thread.quote == ""


def test_all_of_it_works_without_script_and_by_keyboard(browser, live_server):
    text = edition()
    link = factories.review_link(text)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(guests.address_of(link))
    page.focus("a.remark >> nth=1")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("#comment blockquote")).to_have_text("Ten villages")
    page.focus("#comment textarea")
    page.keyboard.type("Eleven.")
    page.keyboard.press("Tab")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    workflow.comment(text, "Ten, we counted.", user=factories.user("writer"), thread=Comment.objects.get().thread)
    page.reload()
    expect(page.locator(".thread")).to_contain_text("Ten, we counted.")
    page.click(".thread summary")
    page.fill(".thread textarea", "Thank you.")
    follow(page, ".thread button")
    expect(page.locator(".thread")).to_contain_text("Thank you.")
    follow(page, "text=I agree with this text")
    assert ReviewLink.objects.get().agreed_at
    context.close()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page_is_accessible_in_every_look(visitor, language):
    text = edition(language="kk", event=factories.event(), themes=[factories.theme()])
    link = factories.review_link(text, language=language)
    thread = guests.remark(link, "Reichweitenverlängerung" * 8, seen_hash=text.content_hash(), start=0, end=9).thread
    workflow.comment(text, "Thank you.", user=factories.user("writer"), thread=thread)
    address = guests.address_of(link)
    visitor.goto(f"{address}?on=11-40&done=comment")
    visitor.click(".thread summary")
    in_english = (*DAILY, Look(320, "dark", "active"))
    found = {"open": in_looks(visitor, looks=in_english if language == "en" else (Look(320), Look()))}
    if language == "en":
        workflow.agree(link, text.content_hash())
        visitor.goto(address)
        found["agreed"] = faults(visitor)
        changed(text)
        visitor.goto(address)
        found["earlier"] = faults(visitor)
        small = visitor.evaluate(
            """[...document.querySelectorAll(":is(.draft-bar, .body, .answer) :is(a, button, summary)")]
              .filter((one) => one.checkVisibility())
              .map((one) => [one.textContent.trim() || one.className, one.getBoundingClientRect()])
              .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
        )
        found["small targets"] = small
    assert not any(found.values()), found


def test_the_published_page_and_the_lists_at_the_desk_are_accessible(desk, visitor):
    text = edition(factories.in_review)
    link, other = factories.review_link(text), factories.review_link(text, "Tom Reed", email="tom@example.org")
    workflow.agree(link, text.content_hash())
    guests.remark(other, "No.")
    page = desk("publisher")
    found = {}
    addresses = {
        "revoke": reverse("admin:review_link_revoke", args=[link.public_id]),
        "edition": reverse("admin:edition", args=[text.public_id]),
        "approve": reverse("admin:edition_verb", args=[text.public_id, "approve"]),
        "links": links_of(text),
    }
    for turn, (name, address) in enumerate(addresses.items()):
        page.goto(address)
        if name in ("links", "edition"):
            page.click(".review-links summary")
        found[name] = in_looks(page, turn, (Look(), Look(320, "dark")))
    page.emulate_media(forced_colors="active")
    found["links in forced colours"] = faults(page)
    page.fill("#id_link_recipient", "publisher")
    follow(page, "text=Make the link")
    found["refused"] = faults(page)
    expect(page.locator(".errornote")).to_contain_text("is an account of the desk")
    workflow.approve(text, factories.user("reviewer"), text.content_hash())
    visitor.goto(guests.address_of(link))
    found["published"] = faults(visitor)
    follow(visitor, "text=Read it as published")
    assert visitor.evaluate("document.referrer") == ""
    assert not any(found.values()), found
