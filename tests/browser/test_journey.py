"""The main journey, from a text file to publication, correction and withdrawal, in a real browser.

The clock is the real one, and no command runs between approval and publication: the embargo lifts by itself.
"""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from speeches.models import AuditEntry, Release

from .conftest import accessible, by_form, follow, status
from .pages import EDITOR, press_in_editor

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.no_cover]


def test_from_a_text_file_to_publication_correction_and_withdrawal(desk, visitor, complaints):
    call_command("import_releases", str(SEEDS), verbosity=0)
    release = Release.objects.get()
    writer, reviewer, publisher = desk("writer"), desk("reviewer"), desk("publisher")

    # The writer signs in, finds the imported draft, edits and submits it.
    writer.context.clear_cookies()
    writer.goto("/admin/login/?next=/admin/speeches/release/")
    by_form(writer, "writer")
    assert writer.url.endswith("/admin/speeches/release/")
    accessible(writer)
    follow(writer, "#result_list tbody th a")
    accessible(writer)
    follow(writer, ".edition-title a")
    accessible(writer)
    edition_page = writer.url
    writer.fill("#id_summary", "The Assembly met for its XXXII session.")
    press_in_editor(writer, "Control+End")
    writer.keyboard.type(" The session was held in Astana.")
    follow(writer, "input[value='Save and submit for review']")
    follow(writer, ".submit-row input[value='Submit for review']")
    expect(writer.locator(".badge").first).to_have_text("In review")
    assert writer.locator(EDITOR).count() == 0, "the text is read-only in review"
    accessible(writer)

    # Nobody else's eyes, no approval: the writer has no such button.
    expect(writer.locator("a.verb:text-is('Approve')")).to_have_count(0)

    # The reviewer schedules it some seconds ahead.
    reviewer.goto(edition_page)
    assert "The session was held in Astana." in reviewer.locator(".reading").inner_text()
    follow(reviewer, "a.verb:text-is('Approve')")
    accessible(reviewer)
    lifts = timezone.localtime(timezone.now() + timedelta(seconds=8)).replace(microsecond=0)
    reviewer.check("input[name=when][value=at]")
    reviewer.fill("input[name=at_0]", lifts.strftime("%Y-%m-%d"))
    reviewer.fill("input[name=at_1]", lifts.strftime("%H:%M:%S"))
    follow(reviewer, ".submit-row input[value='Approve']")
    expect(reviewer.locator(".badge").first).to_have_text("Scheduled")
    release.refresh_from_db()
    address = release.get_absolute_url()
    assert re.fullmatch(r"/en/releases/2023/04/27/[a-z0-9-]+/", address)

    # Before its instant the address is like any unknown one; after it the text stands there. Nothing ran in between.
    assert status(visitor, address, complaints) == 404
    before = visitor.content()
    assert status(visitor, "/en/releases/2023/04/27/nothing/", complaints) == 404
    assert visitor.content() == before
    assert status(visitor, "/en/", complaints) == 200
    assert "Assembly" not in visitor.content()
    time.sleep(max(0, (lifts - timezone.now()).total_seconds()) + 0.2)
    assert status(visitor, address, complaints) == 200
    assert "The session was held in Astana." in visitor.content()
    accessible(visitor)

    # A correction with a public note, drafted beside the live text.
    writer.goto(edition_page)
    follow(writer, "a.verb:text-is('Start a new edition')")
    follow(writer, ".submit-row input[value='Start a new edition']")
    correction_page = writer.url
    assert correction_page != edition_page
    writer.fill("#id_title", "President took part in the XXXII session of the Assembly")
    writer.fill("#id_change_note", "The title was shortened.")
    follow(writer, "input[value='Save and submit for review']")
    follow(writer, ".submit-row input[value='Submit for review']")
    visitor.reload()
    assert visitor.locator("h1").inner_text().startswith("President Kassym-Jomart Tokayev took part")
    reviewer.goto(correction_page)
    assert reviewer.locator("ins, del").count() > 0, "the reviewer sees what changed"
    accessible(reviewer)
    follow(reviewer, "a.verb:text-is('Approve')")
    follow(reviewer, ".submit-row input[value='Approve']")
    visitor.reload()
    assert visitor.locator("h1").inner_text() == "President took part in the XXXII session of the Assembly"
    assert "The title was shortened." in visitor.locator("aside.notice").inner_text()
    accessible(visitor)
    follow(visitor, "aside.notice a")
    assert visitor.url.endswith("/history/")
    expect(visitor.locator("li.edition")).to_have_count(2)
    accessible(visitor)

    # Withdrawal, with an explanation: the text is gone, from its history too.
    publisher.goto(correction_page)
    follow(publisher, "a.verb:text-is('Withdraw')")
    accessible(publisher)
    publisher.fill("#id_reason", "The figures were not confirmed.")
    follow(publisher, ".submit-row input[value='Withdraw']")
    expect(publisher.locator(".badge").first).to_have_text("Withdrawn")
    for gone in (address, f"{address}history/"):
        assert status(visitor, gone, complaints) == 410
        assert "The figures were not confirmed." in visitor.content()
        assert "Assembly" not in visitor.locator("main").inner_text()
        accessible(visitor)

    # Every step is on record.
    publisher.goto(f"/admin/speeches/release/{release.pk}/trail/")
    accessible(publisher)
    verbs = list(AuditEntry.objects.order_by("at", "pk").values_list("verb", flat=True))
    assert verbs == [
        "create",
        "suggest_statements",
        "save",
        "submit",
        "approve",
        "start_edition",
        "save",
        "submit",
        "approve",
        "withdraw",
    ]
