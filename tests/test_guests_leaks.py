"""A review link opens one text to whoever has it, while it holds, and nothing else to anybody."""

import logging

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import localtime

from newsroom.logs import WithoutTokens
from speeches.models import ReviewLink
from speeches.workflow import guests
from tests import factories
from tests.guests import CLOSED, agreement, closed, edition, files_of, open_page
from tests.public import body_of

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "options", "post", "put", "delete")


def answers(path):
    """What each method answers at `path`: status, headers, and the body without the path itself."""
    found = {}
    for method in METHODS:
        response = getattr(Client(), method)(path)
        body = body_of(response).replace(path.encode(), b"")
        found[method] = response.status_code, {k: v for k, v in response.headers.items() if k != "Date"}, body
    return found


@pytest.fixture
def unknown():
    return answers("/review/nobody.knows/")


@pytest.mark.parametrize("how", CLOSED)
def test_a_closed_link_answers_as_one_that_never_was(how, unknown):
    link = factories.review_link(edition())
    paths = [guests.address_of(link), *files_of(link)]
    assert {Client().get(path).status_code for path in paths} == {200}
    with time_machine.travel(closed(link, how), tick=False):
        for path in paths:
            assert answers(path) == unknown, path
    assert unknown["get"][0] == 404


def test_so_does_the_link_whose_row_is_gone(unknown):
    link = factories.review_link(factories.draft())
    ReviewLink.objects.all().delete()
    assert answers(guests.address_of(link)) == unknown


def test_so_do_forgeries(unknown):
    link, other = factories.review_link(factories.draft()), factories.review_link(factories.draft())
    token, signature = guests.address_of(link).split("/")[2], guests.address_of(other).split("/")[2].split(".")[1]
    flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
    for forged in (
        link.public_id,
        f"{link.public_id}.{signature}",
        flipped,
        token.lower() if token != token.lower() else token.upper(),
        token.replace(".", ":"),
        f"{token}.",
        f".{token}",
        f"{token}%20",
        f"{token}%00",
        "%ff%fe",
        "...",
        "x" * 4000,
    ):
        assert answers(f"/review/{forged}/")["get"] == unknown["get"], forged
        assert answers(f"/review/{forged}/")["post"] == unknown["post"], forged


def test_another_key_opens_nothing_and_a_former_one_does(unknown):
    link = factories.review_link(factories.draft())
    address = guests.address_of(link)
    with override_settings(SECRET_KEY="another-key"):
        assert answers(address) == unknown
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("below", ["", "x", "photos/", "photos/x/320.webp", "../../admin/", "//", "?done=agree"])
def test_every_answer_below_the_address_is_kept_nowhere(below):
    link = factories.review_link(edition())
    for base in ("/review/", "/review/nobody/", guests.address_of(link)):
        for method in METHODS:
            check_headers(getattr(Client(), method)(f"{base}{below}"))


def check_headers(response):
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert not response.has_header("ETag")
    assert not response.has_header("Last-Modified")


def test_the_files_and_the_refusal_of_a_forged_form_are_kept_nowhere_either():
    link = factories.review_link(edition())
    strict = Client(enforce_csrf_checks=True)
    for response in (
        *(Client().get(path) for path in files_of(link)),
        strict.post(guests.address_of(link), agreement(link)),
    ):
        check_headers(response)
    assert response.status_code == 403
    assert not ReviewLink.objects.get().agreed_at


def test_a_link_to_one_text_gives_nothing_of_another():
    mine, other = edition(title="Mine"), edition(title="Other")
    link, page = factories.review_link(mine), guests.address_of(factories.review_link(mine, "Tom Reed"))
    public = edition(factories.live, title="Public")
    html = open_page(link).content.decode()
    assert "Mine" in html
    assert "Other" not in html
    for stranger in (other, public):
        photo, document = stranger.edition_photos.get().photo, stranger.edition_attachments.get().attachment
        for below in (
            f"photos/{photo.public_id}/320.webp",
            f"attachments/{document.public_id}/{document.name}",
            f"attachments/{document.public_id}/..%2f{document.name}",
        ):
            assert Client().get(f"{page}{below}").status_code == 404, below


def test_tricks_with_the_path_of_a_file_lead_nowhere():
    link = factories.review_link(edition())
    page, photo = guests.address_of(link), link.edition.edition_photos.get().photo
    document = link.edition.edition_attachments.get().attachment
    for below in (
        f"photos/{photo.public_id}/321.webp",
        f"photos/{photo.public_id}/320.png",
        f"photos/{photo.public_id}/99999999999999999999999.webp",
        f"photos/{photo.public_id}",
        f"photos/{document.public_id}/320.webp",
        f"attachments/{document.public_id}/other.pdf",
        f"attachments/{document.public_id}/%00",
        f"attachments/{photo.public_id}/{photo.name}",
    ):
        assert Client().get(f"{page}{below}").status_code == 404, below
    assert Client().get(reverse("photo", args=[photo.public_id, 320, "webp"])).status_code == 404


def test_a_file_that_is_lost_is_not_there(media):
    link = factories.review_link(edition())
    for stored in media.rglob("*.*"):
        stored.unlink()
    assert {Client().get(path).status_code for path in files_of(link)} == {404}


def test_a_messenger_that_previews_the_link_learns_nothing():
    """They keep what they find in the head of a page, on their own machines."""
    link = factories.review_link(factories.draft(title="Embargoed words", summary="Secret summary"))
    head = open_page(link).content.decode().split("</head>")[0]
    assert "Embargoed" not in head
    assert "Secret" not in head
    assert 'name="robots" content="noindex' in head


def test_the_public_site_does_not_name_the_place():
    for path in ("/robots.txt", "/en/", "/en/releases/"):
        assert b"review/" not in Client().get(path).content


def test_the_planned_instant_stands_nowhere_on_the_page():
    scheduled = factories.scheduled()
    begins = scheduled.release.showings.get().shown_from
    html = open_page(factories.review_link(scheduled, hours=7)).content.decode()
    assert f"{localtime(begins):%H:%M}" not in html.replace(f"{localtime():%H:%M}", "")


def test_no_log_holds_a_token(caplog):
    link = factories.review_link(factories.draft())
    address = guests.address_of(link)
    caplog.handler.addFilter(WithoutTokens())
    with caplog.at_level(logging.DEBUG):
        Client().put(address)
        Client().get(f"{address}photos/x/1.webp")
        Client(enforce_csrf_checks=True).post(address, agreement(link))
        logging.getLogger("django.request").error("Server error: %s", address)
    assert len(caplog.messages) >= 4
    assert "/review/…/" in caplog.text
    assert guests.address_of(link).split("/")[2] not in caplog.text
    configured = settings.LOGGING["handlers"][settings.LOGGING["root"]["handlers"][0]]
    assert configured["filters"] == ["without_tokens"]
