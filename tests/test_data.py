"""Bulk downloads: what is in them, read back by readers that are not ours, and what is not."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from speeches import clock, tables, workflow
from speeches.models import Theme
from speeches.views.datasets import CHUNK, DATASETS, RELEASES, STATEMENTS
from tests import factories
from tests.public import LANGUAGES, body_of, everything_live
from tests.readers import read_data

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil","x")'
LONG_AGO = datetime(2023, 4, 27, 6, tzinfo=UTC)


def fetched(client, what, year=2023, language="en", status=200):
    if status == 200:
        return read_data(client, what, year, language)
    for end in ("csv", "jsonl"):
        assert client.get(f"/{language}/data/{what}-{year}.{end}").status_code == status
    return None


def page(client, language="en"):
    answer = client.get(f"/{language}/data/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_release_is_a_row_with_all_that_it_says(client):
    theme = Theme(slug="canals", name="Canals", media_topic="medtop:20000441")
    theme.save()
    text = {"title": 'Water; "bread", and salt', "summary": "One\ntwo", "themes": [theme]}
    edition = everything_live(published_at=LONG_AGO, translation_group="g", **text)
    other = factories.live(language="kk", translation_group="g", published_at=LONG_AGO)
    (row,), (told,) = fetched(client, "releases")
    assert list(row) == list(told) == RELEASES.names
    assert row["title"] == told["title"] == text["title"]
    assert row["summary"] == told["summary"] == "One\ntwo"
    assert row["text"] == told["text"] == edition.plain_text
    assert (row["id"], row["address"]) == (
        edition.release.public_id,
        f"{settings.SITE_URL}{edition.release.get_absolute_url()}",
    )
    assert (row["published_at"], row["day"], row["edition"], told["edition"]) == (
        "2023-04-27T06:00:00Z",
        "2023-04-27",
        "1",
        1,
    )
    assert (row["themes"], told["themes"], told["media_topics"]) == ("canals", ["canals"], ["medtop:20000441"])
    assert (row["event"], row["series"]) == ("event-1", "series-1")
    assert told["translations"] == [f"{settings.SITE_URL}{other.release.get_absolute_url()}"]
    assert row["sha256"] == edition.seal.sha256
    (kazakh,), _lines = fetched(client, "releases", language="kk")
    assert kazakh["event"] == "" and kazakh["id"] == other.release.public_id


def test_a_statement_is_a_row_that_can_be_found_in_its_release(client):
    edition = everything_live(published_at=LONG_AGO)
    office = factories.office("minister")
    version = edition.statement_versions.get()
    factories.tenure(version.speaker, office, held_from="2020-01-01")
    (row,), (told,) = fetched(client, "statements")
    assert list(row) == list(told) == STATEMENTS.names
    (release,), _lines = fetched(client, "releases")
    assert row["release"] == release["id"]
    assert release["text"][told["start"] : told["end"]] == row["quote"] == version.quote
    assert (row["speaker"], row["speaker_name"], told["offices"]) == ("person-1", "Person 1", ["minister"])
    assert told["themes"] == ["said-1"]
    assert client.get(row["address"].removeprefix(settings.SITE_URL)).status_code == 200


def test_no_cell_is_a_formula_and_no_word_is_lost(client):
    factories.live(title=EVIL, summary="-1", dateline=" +7", published_at=LONG_AGO)
    (row,), (told,) = fetched(client, "releases")
    assert (row["title"], row["summary"]) == (f"'{EVIL}", "'-1")
    assert (told["title"], told["summary"]) == (EVIL, "-1")
    assert "apostrophe" in page(client)


def test_csv_is_that_of_rfc_4180():
    rows = [["a,b", 'say "no"', None, 7, ["x", "y"]], ["one\r\ntwo", "", "é", 0, []]]
    made = "".join(tables.csv_lines(["a", "b", "c", "d", "e"], rows))
    assert made == ('"a","b","c","d","e"\r\n"a,b","say ""no""","","7","x y"\r\n"one\r\ntwo","","é","0",""\r\n')


@pytest.mark.parametrize("separator", ("\u2028", "\u2029", "\u0085"))
def test_no_character_of_a_text_breaks_a_line_of_json(separator):
    (line,) = tables.json_lines(["a"], [[f"one{separator}two\nthree"]])
    assert line.endswith("\n") and line.count("\n") == 1
    assert json.loads(line) == {"a": f"one{separator}two\nthree"}


def test_same_day_embargoes_change_neither_counts_nor_years_nor_validators(client):
    """The page and the files, before and after things are planned for today, tomorrow and another year."""
    with time_machine.travel("2026-12-31T09:00:00Z", tick=False) as traveller:
        live = everything_live()
        traveller.shift(timedelta(minutes=1))

        def answers():
            found = {}
            for language in LANGUAGES:
                paths = [f"/{language}/data/"]
                for name in DATASETS:
                    paths += [f"/{language}/data/{name}-{y}.{end}" for y in (2026, 2027) for end in ("csv", "jsonl")]
                for path in paths:
                    answer = client.get(path)
                    found[path] = (answer.status_code, dict(answer.headers), body_of(answer))
            return found

        before = answers()
        waiting = factories.scheduled(at=clock.now() + timedelta(hours=2), language="ru", translation_group="g")
        factories.statement(waiting, "According to him")
        factories.scheduled(at=clock.now() + timedelta(days=1))
        factories.next_scheduled(live, at=clock.now() + timedelta(hours=2))
        factories.draft(language="kk")
        version = live.statement_versions.get()
        person = version.speaker
        factories.tenure(
            person, factories.office("coming"), held_from="2026-12-31", announced_from=clock.now() + timedelta(hours=2)
        )
        assert answers() == before
        assert before["/ru/data/releases-2026.csv"][0] == 404
        traveller.shift(timedelta(hours=3))
        after = answers()
    assert after["/ru/data/releases-2026.csv"][0] == after["/ru/data/statements-2026.jsonl"][0] == 200
    assert after["/en/data/releases-2026.csv"][1]["ETag"] != before["/en/data/releases-2026.csv"][1]["ETag"]


def test_what_is_withdrawn_is_gone_and_a_year_with_nothing_left_too(client):
    edition = everything_live(published_at=LONG_AGO)
    fetched(client, "releases")
    assert "releases-2023.csv" in page(client)
    workflow.withdraw(edition, factories.user("publisher"), reason="A mistake.")
    fetched(client, "releases", status=404)
    fetched(client, "statements", status=404)
    assert "2023" not in page(client).partition("<main")[2]


def test_validators_hold_over_days_and_change_with_what_is_said(client):
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False) as traveller:
        edition = everything_live(published_at=LONG_AGO)
        path = "/en/data/releases-2023.csv"
        first = client.get(path)
        body_of(first)
        traveller.shift(timedelta(days=40))
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])
        head = client.head(path)
        assert (head.headers["ETag"], head.headers["Content-Length"]) == (
            first.headers["ETag"],
            first.headers["Content-Length"],
        )
        part = client.get(path, headers={"Range": "bytes=0-3"})
        assert (part.status_code, body_of(part)) == (206, b'"id"')
        factories.corrected(edition)
        assert client.get(path).headers["ETag"] != first.headers["ETag"]


def test_a_file_has_a_name_and_a_type(client):
    factories.live(published_at=LONG_AGO)
    for end, mime in (
        ("csv", "text/csv; charset=utf-8; header=present"),
        ("jsonl", "application/jsonl; charset=utf-8"),
    ):
        answer = client.get(f"/en/data/releases-2023.{end}")
        assert answer.headers["Content-Type"] == mime
        assert answer.headers["Content-Disposition"] == f'attachment; filename="releases-2023-en.{end}"'
        assert not body_of(answer).startswith(b"\xef\xbb\xbf")


def test_the_dictionary_tells_every_column_in_three_languages(client):
    factories.live(published_at=LONG_AGO)
    for language in LANGUAGES:
        told = page(client, language)
        with translation.override(language):
            for dataset in DATASETS.values():
                for column in dataset.columns:
                    assert f"<code>{column.name}</code>" in told
                    assert str(column.meaning) in told and str(column.type) in told


def test_many_rows_take_as_many_queries_as_few_and_come_in_order(client, django_assert_max_num_queries):
    theme = factories.theme()
    for number in range(12):
        at = LONG_AGO + timedelta(days=number % 3)
        factories.statement(factories.live(published_at=at, themes=[theme]), "According to him", themes=[theme])
    client.get("/en/data/releases-2023.csv")
    with django_assert_max_num_queries(6):
        table, _lines = csv_of(client, "releases")
    assert [(row["day"], row["id"]) for row in table] == sorted((row["day"], row["id"]) for row in table)
    with django_assert_max_num_queries(6):
        csv_of(client, "statements")
    assert CHUNK >= 100


def csv_of(client, what):
    lines = body_of(client.get(f"/en/data/{what}-2023.csv")).decode()
    return list(csv.DictReader(io.StringIO(lines, newline=""))), lines


def test_who_asks_too_often_waits(client, settings):
    settings.LIMITS = {"data": 2}
    factories.live(published_at=LONG_AGO)
    statuses = [client.get("/en/data/releases-2023.csv").status_code for _time in range(3)]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    "path", ["/en/data/releases-0000.csv", "/en/releases/0000/", "/sitemap-releases-0000-01-1.xml"]
)
def test_there_is_no_year_0(client, path):
    everything_live()
    assert client.get(path).status_code == 404
