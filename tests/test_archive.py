"""The archive: what its filters offer and count, its periods and addresses, now and as of an instant."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.http import QueryDict

from speeches import clock, workflow
from speeches.states import StatementStatus
from speeches.views.periods import Period
from tests import factories
from tests.archives import FOREST, WATER, at, one, total
from tests.public import text_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom():
    """Five releases in English and one in Russian, in three years."""
    session = factories.event("session-1", series=factories.series("sessions"), ordinal=1)
    return {
        "A": one("A", at(2022, 12, 31), [WATER], "ann", kind="speech", event=session),
        "B": one("B", at(2023, 4, 3), [WATER, FOREST], "ann", kind="decree"),
        "C": one("C", at(2023, 4, 27), [WATER], "bob", kind="speech"),
        "D": one("D", at(2023, 9, 1), [FOREST], "bob", kind="speech"),
        "E": one("E", at(2025, 1, 1), [], kind="advisory"),
        "R": one("R", at(2023, 4, 28), [WATER], "ann", kind="speech", language="ru"),
    }


def offers(page):
    """{filter: {value: number}} of the lists in the form; the first entry, which takes the filter away, left out."""
    told = {}
    for name, inside in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        rows = re.findall(r'<option value="([^"]+)"[^>]*>.*? \((\d+)\)</option>', inside)
        told[name] = {value: int(number) for value, number in rows}
    return told


def dates(page):
    """{label: (number, address)} of the periods that the page leads to."""
    part = re.search(r'<nav class="by-date".*?</nav>', page, re.DOTALL)
    rows = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*) <span class="number">(\d+)<', part.group() if part else "")
    return {label: (int(number), unescape(address)) for address, label, number in rows}


def links(page, css):
    """The addresses in the part of the page with a class."""
    part = re.search(rf'<(\w+) class="[^"]*\b{css}\b.*?</\1>', page, re.DOTALL)
    return [unescape(address) for address in re.findall(r'href="([^"]*)"', part.group())] if part else []


# What is offered, and how much of it


def test_each_value_stands_with_its_number(client, newsroom):
    assert offers(text_of(client, "/en/releases/")) == {
        "theme": {WATER: 3, FOREST: 2},
        "person": {"ann": 2, "bob": 2},
        "series": {"sessions": 1},
        "event": {"session-1": 1},
        "kind": {"speech": 3, "advisory": 1, "decree": 1},
    }


def test_the_numbers_go_by_the_other_filters_and_not_by_their_own(client, newsroom):
    told = offers(text_of(client, "/en/releases/?theme=water&kind=speech"))
    assert told["theme"] == {WATER: 2, FOREST: 1}
    assert told["kind"] == {"speech": 2, "decree": 1}
    assert told["person"] == {"ann": 1, "bob": 1}
    told = offers(text_of(client, "/en/releases/?person=ann"))
    assert told["theme"] == {WATER: 2, FOREST: 1}
    assert told["person"] == {"ann": 2, "bob": 2}
    assert offers(text_of(client, "/en/releases/2023/?person=bob"))["kind"] == {"speech": 2}
    assert offers(text_of(client, "/en/releases/?since=2023-04-27&until=2023-09-01"))["theme"] == {WATER: 1, FOREST: 1}


@pytest.mark.parametrize("begin", ["/en/releases/", "/en/releases/2023/", "/en/releases/?theme=water", "/ru/releases/"])
def test_no_value_that_is_offered_is_a_dead_end(client, newsroom, begin):
    path, _mark, query = begin.partition("?")
    page = text_of(client, begin)
    for name, values in offers(page).items():
        for value, number in values.items():
            answer = client.get(path, QueryDict(query).dict() | {name: value}, follow=True)
            assert len(titles(answer.content.decode())) == number > 0, (begin, name, value)
    for number, there in dates(page).values():
        assert len(titles(text_of(client, there))) == number, there


def test_what_is_chosen_stays_in_its_list_with_nothing_beside_it(client, newsroom):
    page = client.get("/en/releases/?theme=water&kind=advisory").content.decode()
    assert offers(page)["theme"] == {WATER: 0}
    assert offers(page)["kind"] == {"speech": 2, "decree": 1, "advisory": 0}
    assert '<option value="water" selected>' in page
    assert titles(page) == [] and "No release fits" in page


def test_of_many_events_the_newest_are_offered_and_the_one_that_is_chosen(client, monkeypatch):
    monkeypatch.setattr("speeches.views.facets.EVENTS", 2)
    for number in range(1, 5):
        one(str(number), at(2024, 1, number), event=factories.event(f"event-{number}", starts_on=f"2024-01-0{number}"))
    assert offers(text_of(client, "/en/releases/"))["event"] == {"event-4": 1, "event-3": 1}
    page = text_of(client, "/en/releases/?event=event-1")
    assert offers(page)["event"] == {"event-4": 1, "event-3": 1, "event-1": 1}
    assert titles(page) == ["1"]


def test_a_filter_with_nothing_to_offer_is_left_out(client):
    factories.live()
    assert 'name="series"' not in text_of(client, "/en/releases/")


def test_what_is_not_live_changes_no_number(client, newsroom):
    before = text_of(client, "/en/releases/"), text_of(client, "/en/releases/2023/")
    theme = factories.theme(WATER)
    for make in (factories.draft, factories.in_review, factories.scheduled, factories.discarded):
        make(themes=[theme], event=newsroom["A"].release.event, kind="speech", published_at=at(2023, 4, 5))
    for status in StatementStatus:
        if status != StatementStatus.ACCEPTED:
            factories.statement(newsroom["E"], "According to him", speaker=factories.person("ann"), status=status)
    factories.next_draft(newsroom["E"], themes=[theme])
    factories.next_scheduled(newsroom["D"], clock.now() + timedelta(hours=1), themes=[theme])
    assert (text_of(client, "/en/releases/"), text_of(client, "/en/releases/2023/")) == before
    workflow.withdraw(newsroom["B"], factories.user("publisher"), reason="Not so.")
    assert offers(text_of(client, "/en/releases/"))["theme"] == {WATER: 2, FOREST: 1}


def test_a_corrected_release_counts_once(client, newsroom):
    newer = factories.corrected(newsroom["A"])
    factories.statement(newer, "the canal reaches every village", speaker=factories.person("ann"))
    factories.statement(newer, "the work will go on", speaker=factories.person("ann"))
    assert offers(text_of(client, "/en/releases/"))["person"] == {"ann": 2, "bob": 2}
    assert total(text_of(client, "/en/releases/?person=ann")) == 2


# Addresses


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("?theme=&person=&kind=", ""),
        ("?kind=speech&theme=water", "?theme=water&kind=speech"),
        ("?theme=water&theme=forest", "?theme=forest"),
        ("?theme=water&utm_source=x", "?theme=water"),
        ("?theme=+water+", "?theme=water"),
        ("?page=2", ""),
        ("?after=nothing", ""),
        ("?as_of=", ""),
    ],
)
def test_an_address_that_could_be_plainer_leads_to_the_plain_one(client, newsroom, asked, plain):
    for path in ("/en/releases/", "/ru/releases/2023/"):
        answer = client.get(path + asked)
        assert (answer.status_code, answer.headers["Location"]) == (301, path + plain)
        assert client.get(path + plain).status_code == 200


def test_what_the_form_sends_arrives_with_nothing_that_is_empty(client, newsroom):
    sent = {"theme": "water", "person": "", "series": "", "event": "", "kind": "", "since": "", "until": "2023-12-31"}
    answer = client.get("/en/releases/", sent, follow=True)
    assert answer.redirect_chain == [("/en/releases/?theme=water&until=2023-12-31", 301)]
    assert titles(answer.content.decode()) == ["C", "B", "A"]


def test_each_filter_that_is_on_can_be_taken_away_alone(client, newsroom):
    page = text_of(client, "/en/releases/2023/?theme=water&person=bob&kind=speech")
    assert links(page, "chips") == [
        "/en/releases/?theme=water&person=bob&kind=speech",
        "/en/releases/2023/?person=bob&kind=speech",
        "/en/releases/2023/?theme=water&kind=speech",
        "/en/releases/2023/?theme=water&person=bob",
        "/en/releases/",
    ]
    chips = re.search(r'class="tags chips".*?</ul>', page, re.DOTALL).group()
    for words in ("Theme: <strong>Water", "Speaker: <strong>Bob", "Kind: <strong>Speech", "Date: <strong>2023"):
        assert words in chips
    assert "chips" not in text_of(client, "/en/releases/")


def test_a_value_that_means_nothing_goes_with_the_next_step(client, newsroom):
    page = text_of(client, "/en/releases/?theme=water&kind=song&since=x")
    assert links(page, "chips") == ["/en/releases/", "/en/releases/"]
    assert 'aria-invalid="true"' in page and '<details class="narrow" open>' in page


def test_a_filter_that_was_left_out_is_named_above_the_list(client, newsroom):
    said = "Nothing here fits “{}”, so this choice was left out."
    for query, names in {
        "theme=nope": ["nope"],
        "theme=water&kind=song&since=x": ["song"],
        "since=2024-01-02&until=2024-01-01": [],
        f"person=%3Cb%3E{'x' * 200}": [f"&lt;b&gt;{'x' * 56}…"],
        "theme=water": [],
    }.items():
        for page in (text_of(client, f"/en/releases/?{query}"), text_of(client, f"/en/search/?q=canal&{query}")):
            found = re.findall(r'<p class="notice" role="status">(.*?)</p>', page)
            assert found == [said.format(name) for name in names], query


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("", "Releases"),
        ("2023/", "Releases, 2023"),
        ("2023/04/?theme=water", "Releases on Water, April 2023"),
        ("2023/04/27/", "Releases, 27 April 2023"),
        ("2025/?theme=water&kind=speech", "Speeches on Water, 2025"),
        ("?person=ann&kind=decree", "Decrees, Ann"),
        ("?series=sessions&event=session-1", "Releases, Sessions, Session 1"),
        ("?since=2023-04-03", "Releases, from 3 April 2023"),
        ("?until=2023-04-03", "Releases, until 3 April 2023"),
        ("?since=2023-04-03&until=2023-09-01", "Releases, 3 April 2023 – 1 September 2023"),
    ],
)
def test_heading_and_title_tell_what_is_shown(client, newsroom, path, heading):
    page = text_of(client, f"/en/releases/{path}")
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} – " in page


def test_months_within_a_heading_are_written_as_the_language_writes_them(client):
    for language, heading in (("ru", "Релизы, апрель 2023"), ("kk", "Хабарламалар, 2023 жылғы сәуір")):
        one("A", at(2023, 4, 3), language=language)
        assert f"<h1>{heading}" in text_of(client, f"/{language}/releases/2023/04/")


def test_search_engines_are_given_the_plain_pages(client, newsroom):
    for path in ("/en/releases/", "/en/releases/2023/", "/en/releases/2023/04/27/"):
        page = text_of(client, path)
        assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in page
        assert '<meta name="description"' in page and "noindex" not in page
    for path in ("/en/releases/?theme=water", "/en/releases/2023/?kind=speech"):
        page = text_of(client, path)
        assert '<meta name="robots" content="noindex, follow">' in page
        assert 'rel="canonical"' not in page and 'rel="alternate" hreflang' not in page


# Languages


def test_the_switch_keeps_period_and_filters_where_there_is_something(client, newsroom):
    page = text_of(client, "/en/releases/2023/04/?theme=water")
    assert '<a href="/ru/releases/2023/04/?theme=water" lang="ru"' in page
    assert '<a href="/kk/releases/?theme=water" lang="kk"' in page, "nothing is live there in Kazakh"
    assert client.get("/kk/releases/2023/04/").status_code == 404


def test_the_switch_leads_to_the_nearest_period_that_holds_something(client, newsroom):
    factories.scheduled(language="ru", published_at=at(2023, 9, 1))
    for period, nearest in {
        "2023/04/27/": "2023/04/",
        "2023/04/03/": "2023/04/",
        "2023/09/": "2023/",
        "2022/": "",
    }.items():
        page = text_of(client, f"/en/releases/{period}?theme=water")
        assert f'<a href="/ru/releases/{nearest}?theme=water" lang="ru"' in page, period
        assert client.get(f"/ru/releases/{nearest}").status_code == 200


def test_hreflang_names_only_what_is_live(client, newsroom):
    def named(path):
        return re.findall(r'rel="alternate" hreflang="(..)" href="http://127.0.0.1:8000([^"]*)"', text_of(client, path))

    assert named("/en/releases/2023/") == [("en", "/en/releases/2023/"), ("ru", "/ru/releases/2023/")]
    assert named("/en/releases/2025/") == [("en", "/en/releases/2025/")]
    assert [code for code, _path in named("/en/releases/")] == ["en", "ru", "kk"]


# Periods


def test_periods_hold_the_releases_of_their_days(client, newsroom):
    for path, found in (
        ("2022/", ["A"]),
        ("2023/", ["D", "C", "B"]),
        ("2023/04/", ["C", "B"]),
        ("2023/04/27/", ["C"]),
        ("2023/?theme=forest", ["D", "B"]),
        ("2023/04/?person=bob", ["C"]),
    ):
        assert titles(text_of(client, f"/en/releases/{path}")) == found, path


def test_years_months_and_days_lead_on_with_their_numbers(client, newsroom):
    years = {"2025": (1, "/en/releases/2025/"), "2023": (3, "/en/releases/2023/"), "2022": (1, "/en/releases/2022/")}
    assert dates(text_of(client, "/en/releases/")) == years
    assert list(dates(text_of(client, "/en/releases/")))[0] == "2025", "the newest first"
    months = {"April": (2, "/en/releases/2023/04/"), "September": (1, "/en/releases/2023/09/")}
    assert dates(text_of(client, "/en/releases/2023/")) == years | months
    days = {"3 April": (1, "/en/releases/2023/04/03/"), "27 April": (1, "/en/releases/2023/04/27/")}
    page = text_of(client, "/en/releases/2023/04/27/")
    assert dates(page) == years | months | days
    assert page.count('aria-current="true"') == 3 + 1, "year, month and day, and the language"
    told = dates(text_of(client, "/en/releases/2023/?theme=water"))
    assert told["2022"] == (1, "/en/releases/2022/?theme=water")
    assert "2025" not in told and "September" not in told


def test_before_and_after_lie_periods_that_hold_something(client, newsroom):
    for path, expected in (
        ("/en/releases/", []),
        ("/en/releases/2023/", ["/en/releases/2022/", "/en/releases/2025/"]),
        ("/en/releases/2023/04/", ["/en/releases/2022/12/", "/en/releases/2023/09/"]),
        ("/en/releases/2023/04/27/", ["/en/releases/2023/04/03/", "/en/releases/2023/09/01/"]),
        ("/en/releases/2023/04/?kind=decree", []),
        ("/en/releases/2023/?theme=water", ["/en/releases/2022/?theme=water"]),
    ):
        assert links(text_of(client, path), "in-time") == expected, path


def test_a_period_of_which_the_public_knows_nothing_is_not_there(client, newsroom):
    factories.scheduled(published_at=at(2021, 5, 5))
    gone = factories.live(published_at=at(2020, 5, 5))
    assert client.get("/en/releases/2020/05/05/").status_code == 200
    workflow.withdraw(gone, factories.user("publisher"), reason="Not so.")
    nothing = client.get("/en/nothing/").content
    for path in ("2021/", "2021/05/", "2021/05/05/", "2020/", "2020/05/05/", "2023/05/", "2023/04/28/", "2030/"):
        answer = client.get(f"/en/releases/{path}")
        assert (answer.status_code, answer.content) == (404, nothing), path
    for path in ("0000/", "2023/13/", "2023/00/", "2023/02/30/", "9999/12/31/"):
        assert client.get(f"/en/releases/{path}").status_code == 404, path
    assert client.get("/en/releases/2025/?theme=water").status_code == 200, "the year is there, whatever is asked of it"


def test_the_address_of_a_release_lies_in_the_archive_of_its_day(client):
    """A release that was put off keeps the date in its address; whoever cuts the address short finds it."""
    with time_machine.travel(at(2026, 5, 4), tick=False) as traveller:
        edition = factories.scheduled(clock.now() + timedelta(hours=1), title="Put off")
        workflow.reschedule(edition, factories.user("publisher"), at=clock.now() + timedelta(days=1))
        traveller.shift(timedelta(days=2))
        address = edition.release.get_absolute_url()
        assert address.startswith("/en/releases/2026/05/04/")
        while address != "/en/":
            assert "Put off" in text_of(client, address), address
            address = address[: address.rindex("/", 0, -1) + 1]


def test_periods_know_their_bounds():
    for parts in ((2024, 2), (2023, 12), (2023,), (2023, 4, 27), (9999, 12)):
        period = Period(parts)
        day = period.first
        assert period.holds(day) and period.holds(period.last)
        assert not period.holds(day - timedelta(days=1))
        if parts[0] < 9999:
            assert not period.holds(period.last + timedelta(days=1))
    for parts in ((0,), (2023, 13), (2023, 2, 29)):
        with pytest.raises(ValueError):
            Period(parts)


# As of an instant


def test_the_archive_shows_what_stood_and_its_links_stay_there(client):
    with time_machine.travel(at(2026, 5, 4), tick=False) as traveller:
        water, forest = factories.theme(WATER), factories.theme(FOREST)
        first = factories.live(title="Old words", themes=[water], kind="speech")
        traveller.shift(timedelta(days=1))
        instant = f"{clock.now():%Y-%m-%dT%H:%MZ}"
        traveller.shift(timedelta(days=1))
        factories.corrected(first, title="New words", themes=[forest])
        factories.live(title="Later", themes=[water])
        traveller.shift(timedelta(days=1))
        page = text_of(client, f"/en/releases/?as_of={instant}")
        assert titles(page) == ["Old words"]
        assert offers(page)["theme"] == {WATER: 1}
        assert total(page) == 1
        assert [path for _number, path in dates(page).values()] == [f"/en/releases/2026/?as_of={instant}"]
        page = text_of(client, f"/en/releases/2026/?theme=water&as_of={instant}")
        assert titles(page) == ["Old words"]
        assert links(page, "chips")[-1] == f"/en/releases/?as_of={instant}"
        assert f'<input type="hidden" name="as_of" value="{instant}">' in page
        assert f'href="/ru/releases/?theme=water&amp;as_of={instant}"' in page
        answer = client.get(f"/en/releases/?theme=forest&as_of={instant}")
        assert titles(answer.content.decode()) == ["Old words"]
        assert "Nothing public has this name" in answer.content.decode(), "the theme was not public then"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert client.get("/en/releases/2026/05/06/").status_code == 200
        assert client.get(f"/en/releases/2026/05/06/?as_of={instant}").status_code == 404
        assert client.get("/en/releases/?as_of=2026-05-30T00:00Z").status_code == 400
        workflow.withdraw(first.release.editions.live().get(), factories.user("publisher"), reason="Not so.")
        assert titles(text_of(client, f"/en/releases/?as_of={instant}")) == []


def test_crumbs_lead_from_a_day_through_its_month_and_year_with_the_filters(newsroom, client):
    """Each step is a page; the archive itself lies below the home page."""

    def steps(address):
        page = client.get(address).content.decode()
        return re.findall('href="([^"]*)"', page.split('class="crumbs"')[1].split("</nav>")[0])

    assert steps("/en/releases/") == ["/en/"]
    assert steps("/en/releases/2022/") == ["/en/", "/en/releases/"]
    day = ["/en/", "/en/releases/", "/en/releases/2022/", "/en/releases/2022/12/"]
    assert steps("/en/releases/2022/12/31/") == day
    assert steps("/en/releases/2022/12/31/?kind=press-release")[1:] == [f"{one}?kind=press-release" for one in day[1:]]


def test_days_are_named_as_each_language_names_them(client):
    for language, said in (("en", "26 April"), ("ru", "26 апреля"), ("kk", "26 сәуір")):
        factories.live(language=language, published_at=at(2024, 4, 26))
        page = client.get(f"/{language}/releases/2024/04/").content.decode()
        assert f">{said} <" in page, language
