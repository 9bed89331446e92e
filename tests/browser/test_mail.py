"""Telling people, in a real browser and with a real mail server: preferences, the mail, and the link in it."""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from speeches.models import Message, Profile
from speeches.states import MailKind
from tests import factories
from tests.smtp import mail_server

from .conftest import by_form, faults, follow
from .pages import settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]


def test_a_reviewer_reads_in_kazakh_is_mailed_and_comes_by_the_link(desk, live_server, settings):
    settings.SITE_URL = live_server.url
    edition = factories.draft(factories.user("writer", first_name="Aigerim"), title="Water for the steppe")

    reviewer = desk("reviewer")
    settled(reviewer, reverse("admin:index"))
    reviewer.focus(".preferences")
    reviewer.keyboard.press("Enter")
    reviewer.wait_for_url(f"**{reverse('admin:preferences')}")
    assert not faults(reviewer)
    reviewer.select_option("#id_language", "kk")
    reviewer.uncheck("input[name=mail][value=commented]")
    follow(reviewer, ".preferences [type=submit]")
    expect(reviewer.locator("html")).to_have_attribute("lang", "kk")
    expect(reviewer.locator("input[name=mail][value=commented]")).not_to_be_checked()
    reviewer.context.clear_cookies()

    writer = desk("writer")
    settled(writer, reverse("admin:edition_verb", args=[edition.public_id, "submit"]))
    follow(writer, "#content [type=submit]")
    assert Message.objects.get().recipient.username == "reviewer"

    with mail_server(settings) as sink:
        call_command("tick", stdout=StringIO())
    (mail,) = sink.to("reviewer@example.org")
    assert mail["Subject"].strip() == "Aigerim тексеруіңізді сұрайды: Water for the steppe (en)"
    plain = mail.get_body(("plain",)).get_content()
    address = re.search(r"http\S+/editions/\S+", plain)[0]
    html = mail.get_body(("html",)).get_content()
    assert f'href="{address}"' in html

    reviewer.goto(address)
    assert urlsplit(reviewer.url).path == reverse("admin:login")
    by_form(reviewer, "reviewer")
    assert reviewer.url == address
    expect(reviewer.locator("h1")).to_have_text("Water for the steppe")
    expect(reviewer.locator("html")).to_have_attribute("lang", "kk")


def test_the_language_is_switched_in_the_head_and_at_the_sign_in_and_not_on_the_site(desk, live_server):
    factories.live()
    page = desk("writer")
    settled(page, reverse("admin:speeches_release_changelist"))
    page.focus(".languages button[value=ru]")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert urlsplit(page.url).path == reverse("admin:speeches_release_changelist")
    expect(page.locator(".languages [aria-current]")).to_have_text("Русский")
    assert Profile.objects.get().language == "ru"
    page.goto("/")
    assert urlsplit(page.url).path == "/en/", "the cookie is the desk's alone"
    page.context.clear_cookies()
    settled(page, reverse("admin:login"))
    follow(page, ".languages button[value=kk]")
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    assert not faults(page)


def test_the_outbox_can_be_used_by_everybody(desk):
    page = desk("administrator")
    edition, writer = factories.draft(), factories.user("writer")
    for error in ("", "550 5.1.1 <somebody-with-a-long-name@a-ministry.example>: Recipient address rejected"):
        Message.objects.create(kind=MailKind.COMMENTED, edition=edition, recipient=writer, error=error)
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    settled(page, reverse("admin:preferences"))
    assert not faults(page)
    settled(page, reverse("admin:index"))
    expect(page.locator(".mail-failed")).to_contain_text("1 mail could not be sent.")
    follow(page, ".mail-failed a")
    assert not faults(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert not faults(page)
    page.check("[name=_selected_action]")
    page.select_option("select[name=action]", "put_aside")
    follow(page, "button[name=index]")
    expect(page.locator(".messagelist")).to_contain_text("Put aside: 1.")
