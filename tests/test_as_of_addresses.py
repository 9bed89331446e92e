"""Which instants an address may ask for, which pages have a past, and the form that asks."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from speeches import instants, urls
from tests import factories
from tests.public import asked

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2024-05-01T10:00Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01t10:00:30z", datetime(2024, 5, 1, 10, 0, 30, tzinfo=UTC)),
        ("2024-05-01 10:00:30Z", datetime(2024, 5, 1, 10, 0, 30, tzinfo=UTC)),
        ("2024-05-01T10:00:00.123Z", datetime(2024, 5, 1, 10, 0, 0, 123000, tzinfo=UTC)),
        ("2024-05-01T10:00:00.1234567899Z", datetime(2024, 5, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2024-05-01T15:00+05:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T15:00 05:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T06:30-03:30", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T10:00-00:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T04:59:60+05:00", datetime(2017, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00+05:00", datetime(1, 1, 2, tzinfo=UTC)),
        ("0001-01-01T00:00Z", datetime(1, 1, 2, tzinfo=UTC)),
        ("9999-12-31T23:59:60-12:00", datetime(9999, 12, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_as_rfc_3339_has_it(given, read):
    assert instants.read(given) == read
    told = instants.written(read)
    assert instants.read(told) == read
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", told), "strict programs want seconds"


@pytest.mark.parametrize(
    "given",
    ["x", "2024", "2024-05-01", "20240501T100000Z", "2024-05-01T24:00Z", "2024-02-30T10:00Z", "2024-05-01T10:00:61Z"]
    + ["2024-05-01T10:00:60Z", "2024-05-01T10:00+5", "2024-05-01T10:00+24:00", "2024-05-01T10:00+05:60"]
    + ["2024-05-01T10:00,5Z", "0000-01-01T00:00Z", "10000-01-01T00:00Z", "٢٠٢٤-05-01T10:00Z", "2024-05-01T10:00Z\n"]
    + ["2024-05-01T10:00Z\0", "-2024-05-01T10:00Z", "2024-W18-3T10:00Z", "now", "2024-05-01T10:00ZZ", "9" * 2000],
)
def test_what_is_no_instant_is_refused_with_a_sentence(client, given):
    with pytest.raises(ValueError, match=r"2024-05-01T10:00:00Z"):
        instants.read(given)
    assert "2024-05-01T10:00:00Z" in asked(client, "/en/releases/1999/01/01/nothing/", quote(given), 400)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_of=2024-05-01T10:00", "names no zone"),
        ("as_of=9999-12-31T23:59Z", "has not come yet"),
        ("as_of=9999-12-31T23:59-05:00", "has not come yet"),
        ("as_of=2024-05-01T10:00Z&as_of=2024-05-02T10:00Z", "several instants"),
        ("stood_on=yesterday", "year-month-day"),
        ("stood_on=2024-05-01&stood_at=25:00", "year-month-day"),
        ("stood_on=9999-12-31", "has not come yet"),
        ("stood_on=%00", "year-month-day"),
    ],
)
def test_a_request_for_no_past_instant_is_refused_the_same_whether_something_is_there_or_not(
    client, db, query, sentence
):
    edition = factories.live(themes=[factories.theme()])
    refused = set()
    for path in (edition.release.get_absolute_url(), "/en/releases/2020/01/01/nothing/", "/en/themes/water/"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400, path
        assert sentence in answer.content.decode()
        refused.add(answer.content)
        assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert len(refused) == 1


def test_the_present_instant_can_be_asked_for_and_the_next_cannot(client, db, frozen):
    edition = factories.live()
    asked(client, edition.release, NOW)
    asked(client, edition.release, NOW + TICK, 400)
    assert 'class="as-of"' not in client.get(f"{edition.release.get_absolute_url()}?as_of=").content.decode()


@pytest.mark.parametrize("name", ["home", "search", "suggest", "events", "series", "data"])
def test_what_knows_only_now_says_so(client, db, frozen, name):
    edition = factories.live(event=factories.event(series=factories.series()))
    series = edition.release.event.series
    path = reverse(name, args=[series.slug] if name == "series" else [])
    assert client.get(f"{path}?as_of=").status_code == client.get(path).status_code == 200
    page = asked(client, f"{path}?q=canal", NOW, 400)
    assert "as it stands now" in page and f'href="{path}?q=canal"' in page
    assert asked(client, path, "x", 400) == asked(client, path, NOW + TICK, 400)


def test_every_page_that_has_a_past_is_known():
    """All others answer 400: a decorator that hides what is below it would change that."""
    routes = [*urls.localised, *urls.plain]
    dated = {one.name for one in routes if hasattr(one.callback, "answers_as_of") and not one.name.startswith("api_")}
    assert dated == {
        *("archive", "archive_year", "archive_month", "archive_day", "release", "history", "cite_release", "theme"),
        *("person", "statement", "cite", "photo", "attachment"),
    }


# Asking by a form


@pytest.mark.parametrize(
    ("query", "led_to"),
    [
        ("stood_on=2026-05-03&stood_at=15:00", "as_of=2026-05-03T10:00:00Z"),
        ("stood_on=2026-05-03&stood_at=", "as_of=2026-05-03T18:59:59.999Z"),
        ("stood_on=2026-05-04&stood_at=", "as_of=2026-05-04T12:00:00Z"),
        ("stood_on=0001-01-01&stood_at=00:00", "as_of=0001-01-02T00:00:00Z"),
        (
            "theme=water&stood_on=2026-05-03&stood_at=15:00&as_of=2024-05-01T10:00Z",
            "theme=water&as_of=2026-05-03T10:00:00Z",
        ),
        ("stood_on=&stood_at=", ""),
    ],
)
def test_the_form_leads_to_the_address_of_the_instant(client, db, frozen, query, led_to):
    answer = client.get(f"/en/releases/?{query}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/releases/" + (f"?{led_to}" if led_to else "")


def test_history_and_archive_offer_the_form(client, db, frozen):
    edition = factories.live()
    for path in (f"{edition.release.get_absolute_url()}history/", "/en/releases/"):
        page = client.get(path).content.decode()
        assert 'type="date" name="stood_on"' in page and "Astana time" in page
    assert 'value="2026-05-04"' in asked(client, "/en/releases/", NOW)
