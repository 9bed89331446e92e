"""The page of the desk on which people say which statements are counterparts."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import workflow
from tests import factories
from tests.aligned import by, statement_of, versions


@pytest.fixture
def page(db):
    said, client = versions("en", "ru", "kk"), Client()
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    client.force_login(factories.user("writer"))
    address = f"{reverse('admin:alignment', args=[release.public_id])}?left=en&right=ru"

    def seen():
        return re.search('name="seen" value="([^"]+)"', client.get(address).content.decode())[1]

    return said, client, address, seen


def test_choices_are_saved_together(page):
    said, client, address, seen = page
    name = [version.statement.public_id for version in said["en"]]
    other = [version.statement.public_id for version in said["ru"]]
    posted = {"seen": seen(), f"s-{name[0]}": other[1], f"s-{name[1]}": other[0], f"s-{name[2]}": "none"}
    assert client.post(address, posted).status_code == 302
    assert statement_of(said["en"][0]).alignment == statement_of(said["ru"][1]).alignment
    assert by(said["ru"][2]).username == "writer" and statement_of(said["ru"][2]).alignment == ""
    assert statement_of(said["en"][2]).alignment == statement_of(said["kk"][2]).alignment != ""
    assert client.post(address, {**posted, f"s-{name[0]}": ""}).status_code == 200


def test_a_clash_names_both_and_saves_nothing(page):
    said, client, address, seen = page
    first, second = (said["en"][place].statement.public_id for place in (0, 1))
    posted = {"seen": seen(), f"s-{first}": said["ru"][1].statement.public_id, f"was-{first}": "x"}
    answer = client.post(address, posted).content.decode()
    assert "cannot both stand beside" in answer and second in answer
    assert by(said["en"][0]) is None


def test_strangers_and_nonsense(page):
    _said, client, address, seen = page
    assert client.post(address, {"seen": seen(), "s-x": "\0", "take-x": "1"}).status_code == 302
    assert client.get(address.replace("ru", "xx")).status_code == 200
    assert client.get(reverse("admin:alignment", args=["nothing"])).status_code == 404
    client.force_login(factories.user("outsider"))
    assert client.get(address).status_code == 403


def test_the_page_asks_the_same_of_few_statements_as_of_many(page):
    said, client, address, _seen = page

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = asked()
    user = factories.user("reviewer")
    for language in ("en", "ru", "kk"):
        edition = said[language][0].edition
        for number in range(12):
            speaker = factories.person(f"speaker-{number}")
            version = factories.statement(edition, edition.plain_text[number : number + 20], speaker=speaker)
            version.statement.alignment, version.statement.aligned_by = f"row-{number}", user
            version.statement.save()
    assert client.get(address).content.decode().count("Decided by") == 12
    assert asked() == few


def test_the_page_says_who_or_what_paired_statements(page):
    said, client, address, seen = page
    assert client.get(address).content.decode().count("Matched automatically") == 3
    name, other = (said[language][0].statement.public_id for language in ("en", "ru"))
    client.post(address, {"seen": seen(), f"s-{name}": "none"})
    client.post(address, {"seen": seen(), f"s-{name}": other})
    told = client.get(address).content.decode()
    assert told.count("Matched automatically") == 2 and told.count("Decided by") == 1
    assert f'{reverse("admin:edition", args=[said["ru"][0].edition.public_id])}" lang="ru"' in told
