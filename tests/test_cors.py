"""What a page of another site may read in a browser: what is made for programs, as anybody would, and nothing else."""

import pytest
from django.core.cache import cache

from speeches import maintenance, workflow
from speeches.problems import CONTENT_TYPE
from speeches.views.site import server_error
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


def told(answer, status):
    """The sentence of a problem that another site may read."""
    assert answer.status_code == status == answer.json()["status"], answer.content
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json().get("detail", "")


def test_errors_of_what_programs_read_are_problems_in_the_language_of_the_address(client, settings):
    edition = factories.live(event=factories.event(series=factories.series()))
    for path in addresses(edition):
        asked = [told(client.get(f"{path}?as_of={at}"), 400) for at in ("2999-01-01T00:00:00Z", "yesterday")]
        assert all(asked) and ("cite." in path) == (asked[0] != asked[1]), path
        assert told(client.post(path), 405) == "This is read-only."
    nothing = "/themes/nothing/feeds/releases.atom"
    assert told(client.get(f"/en{nothing}"), 404) == "There is nothing at this address"
    assert told(client.get(f"/ru{nothing}"), 404) == "По этому адресу ничего нет"
    settings.LIMITS = {"feeds": 1}
    cache.clear()
    answers = [client.get("/ru/feeds/releases.atom") for _ in range(2)]
    assert "Повторите" in told(answers[1], 429) and 0 < int(answers[1].headers["Retry-After"]) <= 60
    cache.clear()


def test_a_feed_of_a_site_that_is_worked_on_or_broken_says_so_as_programs_read_it(client, rf):
    maintenance.on()
    answers = {503: client.get("/en/feeds/releases.atom"), 500: server_error(rf.get("/en/feeds/releases.atom"))}
    maintenance.off()
    for status, answer in answers.items():
        assert answer.status_code == status and answer.headers["Content-Type"] == CONTENT_TYPE
    assert answers[503].headers["Retry-After"]
    assert server_error(rf.get("/en/")).headers["Content-Type"].startswith("text/html")


def test_the_citation_of_what_was_taken_back_tells_why_as_the_interface_does(client):
    edition = factories.live(slug="canal")
    said = factories.statement(edition, "the canal reaches").statement
    files = [f"{one.get_absolute_url()}cite.bib" for one in (edition.release, said)]
    old = edition.release.get_absolute_url()
    workflow.amend(edition.release, factories.user("publisher"), slug="moved", reason="A typing error.")
    workflow.withdraw(edition, factories.user("publisher"), reason="Wrong figures.")
    told_of = client.get(f"/api/v1/statements/{said.public_id}?language=en").json()
    assert told_of["explanation"] == "Wrong figures."
    for path in (*files, f"{old}ninjs.json"):
        answer = client.get(path)
        assert told(answer, 410) and answer.json() == told_of, path


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
