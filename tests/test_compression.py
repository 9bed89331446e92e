"""Public answers are compressed, validators stay right, and what holds a secret is sent as it is."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from speeches.compression import takes_gzip
from speeches.workflow import guests
from tests import factories
from tests.public import body_of, everything_live, records

pytestmark = pytest.mark.django_db

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.mark.parametrize(
    "header, taken",
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("GZIP ; q=0.001", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzip;q=much", False),
        ("not-gzip, gzipped", False),
    ],
)
def test_what_an_accept_encoding_allows(header, taken):
    assert takes_gzip(header) == taken


@pytest.fixture
def site(client):
    edition = everything_live(body=f"<p>the canal reaches every village of the steppe. {'It is deep. ' * 99}</p>")
    with translation.override("en"):
        return [*records(edition), f"{reverse('quote_check')}?q=every+village+of+the+steppe", "/en/nothing-here/"]


def test_a_page_says_the_same_in_both_codings(client, site):
    compressed = set()
    for path in site:
        plain, packed = client.get(path), client.get(path, headers=GZIP)
        whole, sent = body_of(plain), body_of(packed)
        assert not plain.has_header("Content-Encoding"), path
        if packed.has_header("Content-Encoding"):
            compressed.add(path)
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(sent) == whole
            assert int(packed.headers["Content-Length"]) == len(sent) < len(whole)
            for answer in (plain, packed):
                assert "Accept-Encoding" in answer.headers["Vary"], path
            assert body_of(client.get(path, headers=GZIP)) == sent, "the same page gives the same bytes"
            head = client.head(path, headers=GZIP)
            for name in ("Content-Length", "Content-Encoding", "Vary"):
                assert head.headers.get(name) == packed.headers.get(name), (name, path)
        else:
            assert sent == whole
    pages = {path for path in site if path.startswith("/en/") and client.get(path).status_code != 302}
    assert compressed >= pages
    assert not any(path.startswith(("/photos/", "/attachments/")) for path in compressed)


def test_one_validator_stands_for_both_codings_and_is_weak(client, site):
    for path in site:
        plain, packed = client.get(path), client.get(path, headers=GZIP)
        if packed.status_code != 200 or not packed.has_header("Content-Encoding"):
            continue
        assert plain.headers["ETag"] == packed.headers["ETag"]
        assert plain.headers["ETag"].startswith('W/"')
        for coding in ({}, GZIP):
            for method in (client.get, client.head):
                again = method(path, headers=coding | {"If-None-Match": plain.headers["ETag"]})
                assert (again.status_code, body_of(again)) == (304, b"")
                assert again.headers["ETag"] == plain.headers["ETag"]
                assert "Accept-Encoding" in again.headers["Vary"]
                assert not again.has_header("Content-Encoding")


def test_a_compressed_page_holds_no_secret_and_does_not_ask_who_reads(client, site):
    desk = Client()
    desk.force_login(factories.user("publisher"))
    for path in site:
        page = client.get(path, headers=GZIP)
        if not page.has_header("Content-Encoding"):
            continue
        assert body_of(desk.get(path, headers=GZIP)) == body_of(page), path
        assert b"csrf" not in gzip.decompress(body_of(page))
        assert b"nonce" not in gzip.decompress(body_of(page))
        assert not page.cookies


def test_the_desk_and_review_links_are_never_compressed(client):
    edition = everything_live()
    desk = Client()
    desk.force_login(factories.user("administrator"))
    link = guests.address_of(factories.review_link(edition))
    with translation.override("en"):
        desk_pages = [reverse("admin:index"), reverse("admin:edition", args=[edition.public_id])]
    for path in (*desk_pages, link, reverse("admin:login")):
        for client in (desk, Client()):
            answer = client.get(path, headers=GZIP)
            assert not answer.has_header("Content-Encoding"), path
