"""What a page of another site may read in a browser: what is made for programs, as anybody would, and nothing else."""

import pytest

from speeches import workflow
from tests import factories

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "https://reader.example"}
ASKS = ORIGIN | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}


def addresses(edition):
    """Of everything that is made for programs and is in the language of the page."""
    base, event = edition.release.get_absolute_url(), edition.release.event
    said = factories.statement(edition, "the canal reaches").get_absolute_url()
    year = edition.release.address_date.year
    return [
        "/en/feeds/releases.json",
        f"{base}ninjs.json",
        *(f"{base}cite.{end}" for end in ("bib", "ris", "json")),
        *(f"{said}cite.{end}" for end in ("bib", "ris", "json")),
        "/en/events/calendar.ics",
        f"{event.series.get_absolute_url()}calendar.ics",
        f"{event.get_absolute_url()}event.ics",
        f"{event.get_absolute_url()}ninjs.json",
        *(f"/en/data/{kind}-{year}.{end}" for kind in ("releases", "statements") for end in ("csv", "jsonl")),
    ]


def test_what_is_made_for_programs_is_read_and_asked_for_again_from_anywhere(client):
    for path in addresses(factories.live(event=factories.event(series=factories.series()))):
        before, first = client.options(path, headers=ASKS), client.get(path, headers=ORIGIN)
        again = client.get(path, headers=ORIGIN | {"If-None-Match": first.headers["ETag"]})
        assert [one.status_code for one in (before, first, again)] == [204, 200, 304], path
        assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
        assert client.head(path).headers["ETag"] == first.headers["ETag"]
        for answer in (first, again):
            assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert not answer.cookies
        posted = client.post(path)
        assert posted.status_code == 405 and posted.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_withdrawal_is_read_from_anywhere_too(client):
    edition = factories.withdrawn()
    answer = client.get(f"{edition.release.get_absolute_url()}ninjs.json", headers=ORIGIN)
    assert answer.status_code == 410 and answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_there_is_told_to_anybody_and_what_has_moved_leads_on(client):
    edition, hidden = factories.live(), factories.scheduled()
    base = edition.release.get_absolute_url()
    for path in (
        f"{hidden.release.get_absolute_url()}ninjs.json",
        f"{base[:-1]}-not/ninjs.json",
        "/en/data/releases-1999.csv",
    ):
        answer = client.get(path, headers=ORIGIN)
        assert answer.status_code == 404 and answer.headers["Access-Control-Allow-Origin"] == "*", path
    workflow.amend(edition.release, factories.user("publisher"), slug="moved", reason="A typing error.")
    answer = client.get(f"{base}ninjs.json", headers=ORIGIN)
    assert answer.status_code == 301 and answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(answer.headers["Location"], headers=ORIGIN).status_code == 200


def test_pages_for_people_are_not(client):
    edition = factories.live()
    for path in ("/en/", edition.release.get_absolute_url(), "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers=ORIGIN).headers
        assert client.options(path, headers=ASKS).status_code != 204
