"""A release beside another language version, as readers see it."""

import pytest
from django.test import Client

from speeches import workflow
from speeches.views.beside import _rows, blocks
from tests import factories
from tests.aligned import SAID, versions


def test_blocks_are_the_top_level_elements():
    html = "<p>One <em>two</em></p>\n<ul><li>three</li><li>four</li></ul>loose <a href='/x'>words</a><h2>Five</h2>"
    found = [block.strip() for block in blocks(html)]
    assert found[0] == "<p>One <em>two</em></p>" and found[1].startswith("<ul>") and found[1].endswith("</ul>")
    assert found[2].startswith("loose") and found[3] == "<h2>Five</h2>"


def test_rows_keep_every_block_and_hold_anchors_together():
    assert _rows(["a", "b", "c"], ["x", "y"], [(2, 1)]) == [("a", "x"), ("b", ""), ("c", "y")]
    assert _rows(["a", "b"], ["x", "y"], [(0, 1), (1, 0)]) == [("", "x"), ("a", "y"), ("b", "")]


@pytest.mark.django_db
def test_the_page_links_statements_across(django_assert_max_num_queries):
    said = versions("en", "ru")
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    client, address = Client(), release.get_absolute_url()
    with django_assert_max_num_queries(14):
        page = client.get(f"{address}beside/ru/").content.decode()
    assert "Matched automatically: 3 of 3." in page
    here, there = said["en"][0].statement.public_id, said["ru"][0].statement.public_id
    assert f'href="#s-{there}" id="s-{here}"' in page and f'href="#s-{here}" id="s-{there}"' in page
    assert '<meta name="robots" content="noindex">' in page and f'{address}">' in page
    assert f"{address}beside/ru/" in client.get(address).content.decode()
    for language in ("en", "kk", "xx"):
        assert client.get(f"{address}beside/{language}/").status_code == 404


@pytest.mark.django_db
def test_a_version_to_come_is_not_told():
    said = versions("en")
    address = said["en"][0].edition.release.get_absolute_url()
    before = Client().get(f"{address}beside/ru/"), Client().get(address)
    hidden = factories.scheduled(
        language="ru", slug="canals", translation_group="canals", body=f"<p>{SAID['ru'][0]}.</p>"
    )
    factories.statement(hidden, SAID["ru"][0], speaker=factories.person("aidar"))
    workflow.align_statements(hidden.release, "test")
    after = Client().get(f"{address}beside/ru/"), Client().get(address)
    assert [answer.content for answer in before] == [answer.content for answer in after]
    assert after[0].status_code == 404
