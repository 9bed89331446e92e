"""The page of the desk on which people say which statements are counterparts."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from speeches import workflow
from tests import factories
from tests.test_alignment import by, one, versions


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
    assert one(said["en"][0]).alignment == one(said["ru"][1]).alignment
    assert by(said["ru"][2]).username == "writer" and one(said["ru"][2]).alignment == ""
    assert one(said["en"][2]).alignment == one(said["kk"][2]).alignment != ""
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
