"""What a reader finds on the home page and on the pages of events, series, people and themes."""

import html
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from speeches import clock, workflow
from speeches.models import Event, Theme
from speeches.text import alphabetical
from speeches.views.around import today
from tests import factories
from tests.public import everything_live, records

pytestmark = pytest.mark.django_db

WORDS = "the canal reaches every village"


def page_of(client, path, language="en"):
    path = path if str(path).startswith("/") else address(path, language)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def address(thing, language="en"):
    with translation.override(language):
        return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else reverse(thing)


def section(page, key):
    """The part of a page from the heading with the id `key` to the end of its section."""
    return page.split(f'id="{key}"')[1].split("</section>")[0]


def on(days):
    return today() + timedelta(days=days)


ANNOUNCED = timedelta(minutes=-1)


def announced(slug, days, **fields):
    return factories.event(slug, starts_on=on(days), announced_from=clock.now() + ANNOUNCED, **fields)


# Home


def test_home_tells_what_lies_ahead_and_only_what_was_announced(client):
    announced("summit", 9), announced("session", 2), announced("over", -3)
    announced("going-on", -1, ends_on=on(0))
    factories.event("secret", starts_on=on(1), announced_from=clock.now() + timedelta(hours=1))
    factories.scheduled(event=factories.event("scheduled-one", starts_on=on(1)))
    ahead = section(page_of(client, "/en/"), "ahead")
    assert re.findall(r'href="/en/events/([\w-]+)/"', ahead) == ["going-on", "session", "summit"]
    assert 'href="/en/events/calendar.ics"' in ahead


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2024-04-26", "2024-04-26"), ("26 April 2024", "26 апреля 2024 г.", "2024 жылғы 26 сәуір")),
        (("2024-12-11", "2024-12-12"), ("11–12 December 2024", "11–12 декабря 2024 г.", "2024 жылғы 11–12 желтоқсан")),
        (
            ("2024-04-30", "2024-05-02"),
            ("30 April – 2 May 2024", "30 апреля – 2 мая 2024 г.", "2024 жылғы 30 сәуір – 2 мамыр"),
        ),
        (
            ("2024-12-31", "2025-01-01"),
            (
                "31 December 2024 – 1 January 2025",
                "31 декабря 2024 г. – 1 января 2025 г.",
                "2024 жылғы 31 желтоқсан – 2025 жылғы 1 қаңтар",
            ),
        ),
    ],
)
def test_the_days_of_an_event_tell_once_what_they_share(client, days, told):
    event = announced("summit", 0)
    Event.objects.filter(pk=event.pk).update(starts_on=days[0], ends_on=days[1])
    for language, words in zip(("en", "ru", "kk"), told, strict=True):
        page = page_of(client, event, language)
        when = re.search(r'<p class="when">(.*?)</p>', page)[1]
        assert re.sub(r"<[^>]+>", "", when).strip() == words
        assert re.findall(r'datetime="([^"]+)"', when) == sorted(set(days))


def test_home_says_so_when_nothing_was_announced(client):
    assert "No event has been announced." in section(page_of(client, "/en/"), "ahead")


def test_the_event_in_focus_is_the_one_with_most_to_show(client):
    rich = factories.event("rich", series=factories.series("forums"), starts_on=on(-9))
    photo = factories.photo()
    factories.live(event=rich, title="The forum begins", published_at="2020-05-04T06:00:00Z")
    edition = factories.live(
        event=rich, photos=[{"photo": photo, "alt": "A hall"}], published_at="2020-05-05T06:00:00Z", title="It ends"
    )
    factories.statement(edition, WORDS, speaker=factories.person())
    for number in range(8):
        factories.live(
            event=factories.event(f"plain-{number}", starts_on=on(-9)), published_at=f"2020-07-0{number + 1}T06:00:00Z"
        )
    focus = section(page_of(client, "/en/"), "focus")
    assert 'href="/en/events/rich/"' in focus and "2 releases · 1 statement" in focus
    assert "The forum begins" in focus and "Forums" in focus
    assert f"/photos/{photo.public_id}/" in page_of(client, "/en/").split('id="focus"')[0]


@pytest.mark.parametrize("asked_then", ["LIMIT 4", "COUNT("])
def test_home_stands_where_what_is_in_focus_is_withdrawn_meanwhile(client, asked_then):
    editions = [factories.live(event=factories.event("rich", series=factories.series())) for _number in range(9)]
    done = []

    def meanwhile(execute, sql, *more):
        if not done and '"event_id" = ' in sql and asked_then in sql:
            done.append(sql)
            for edition in editions:
                workflow.withdraw(edition, factories.user("publisher"), reason="Published by mistake.")
        return execute(sql, *more)

    with connection.execute_wrapper(meanwhile):
        page_of(client, "/en/")
    assert done and 'class="focus"' not in page_of(client, "/en/")


def test_an_event_in_focus_is_as_fresh_as_the_page(client):
    """What the newest releases have left behind by more than three months is in focus no more."""
    old = factories.event("old", series=factories.series("forums"), starts_on=on(-9))
    for day in (4, 5):
        factories.live(event=old, published_at=f"2020-05-0{day}T06:00:00Z")
    assert 'class="focus"' not in page_of(client, "/en/"), "all there is of it stands at the head of the page"
    for _time in range(6):
        factories.live(published_at="2020-06-01T06:00:00Z")
    assert "/en/events/old/" in section(page_of(client, "/en/"), "focus")
    factories.live(published_at="2020-08-05T06:00:00Z")
    assert "/en/events/old/" in section(page_of(client, "/en/"), "focus")
    factories.live(published_at="2020-08-06T06:00:00Z")
    assert 'class="focus"' not in page_of(client, "/en/")


def test_what_goes_on_or_comes_next_is_in_focus_first_where_a_release_tells_of_it(client):
    def in_focus():
        return re.findall(r'<h2 id="focus"><a href="/en/events/([\w-]+)/"', page_of(client, "/en/"))

    for _time in range(2):
        factories.live(event=factories.event("rich", series=factories.series("forums"), starts_on=on(-9)))
    for _time in range(7):
        factories.live()
    announced("untold", 1)
    factories.scheduled(event=announced("hidden", 2))
    factories.live(event=announced("kazakh", 3), language="kk")
    factories.live(event=announced("far", 93))
    assert in_focus() == ["rich"]
    factories.live(event=announced("near", 92))
    assert in_focus() == ["near"]
    factories.live(event=announced("year-of-water", -30, ends_on=on(330)))
    assert in_focus() == ["near"], "of what goes on, a whole year is over last"
    factories.live(event=announced("today", 0))
    assert in_focus() == ["today"]
    factories.live(event=announced("over", -1))
    assert in_focus() == ["today"]


def test_nothing_is_in_focus_where_no_event_has_much_to_show(client):
    factories.live(event=factories.event("plain", starts_on=on(-9)))
    assert 'class="focus"' not in page_of(client, "/en/")


def test_home_counts_themes_in_its_language_most_used_first(client):
    water, energy = factories.theme(), factories.theme("energy")
    factories.live(themes=[water])
    for _time in range(2):
        factories.live(themes=[energy])
    factories.live(themes=[water], language="ru")
    factories.scheduled(themes=[water])
    themes = section(page_of(client, "/en/"), "themes")
    assert re.findall(r"/en/themes/([\w-]+)/", themes) == ["energy", "water"]
    assert "2 releases" in themes and "1 release<" in themes and 'href="/en/themes/"' in themes


def test_recent_statements_name_the_office_of_that_day(client):
    edition, speaker = factories.live(published_at="2020-05-04T06:00:00Z"), factories.person()
    factories.statement(edition, WORDS, speaker=speaker, themes=[factories.theme()])
    factories.tenure(speaker, factories.office("prime-minister"), held_from="2019-01-01", held_until="2020-12-31")
    factories.tenure(speaker, factories.office("president"), held_from="2021-01-01")
    said = section(page_of(client, "/en/"), "said")
    assert "Aidar Bekmuratov</a>, Prime minister, <a" in said and "President" not in said
    assert ">Water</a>" in said


# Events


def test_an_event_shows_all_its_releases_with_those_in_other_languages_marked(client):
    event = factories.event("session")
    factories.live(event=event, title="The session is over")
    factories.live(event=event, title="Сессия завершилась", language="ru")
    factories.scheduled(event=event, title="Nobody knows")
    page = page_of(client, event)
    assert page.index("The session is over") < page.index("In other languages") < page.index("Сессия завершилась")
    assert re.search(r'<li lang="ru"><span class="meta">Русский</span><a href="/ru/[^"]*" hreflang="ru">Сессия', page)
    assert "Nobody knows" not in page


def test_photos_of_an_event_come_from_what_is_live_each_once(client):
    event, shared, own, hidden = factories.event("session"), *(factories.photo() for _ in range(3))
    use = {"photo": shared, "alt": "A hall", "caption": "The hall", "credit": "Press service"}
    factories.live(event=event, photos=[use])
    both = [use | {"alt": "Зал", "caption": "Зал заседаний"}, {"photo": own, "alt": "Канал", "caption": "Канал весной"}]
    factories.live(event=event, photos=both, language="ru")
    factories.scheduled(event=event, photos=[{"photo": hidden, "alt": "A secret"}])
    gallery = section(page_of(client, event), "photos")
    assert gallery.count("<figure") == 2 and "The hall" in gallery and "Press service" in gallery
    assert "Зал заседаний" not in gallery and '<figure lang="ru">' in gallery and "Канал весной" in gallery
    assert hidden.public_id not in gallery
    images = re.findall("<img[^>]*>", gallery)
    assert ["lazy" in image for image in images] == [False, True]
    russian = section(page_of(client, event, "ru"), "photos")
    assert "Зал заседаний" in russian and "The hall" not in russian


def test_a_long_gallery_is_folded(client):
    photos = [{"photo": factories.photo(), "alt": f"A hall {number}"} for number in range(5)]
    event = factories.event("session")
    factories.live(event=event, photos=photos)
    gallery = section(page_of(client, event), "photos")
    assert gallery.split("<details>")[0].count("<figure") == 3 and gallery.count("<figure") == 5
    assert "All photos" in gallery


def test_the_list_of_events_begins_with_what_lies_ahead_and_counts(client):
    held = factories.event("held", starts_on="2024-05-04")
    edition = factories.live(event=held)
    factories.statement(edition, WORDS)
    factories.live(event=held, language="ru")
    announced("later", 30), announced("soon", 3)
    page = page_of(client, "events")
    assert re.findall(r'href="/en/events/([\w-]+)/"', page) == ["soon", "later", "held"]
    assert page.index("Upcoming events") < page.index('<h2 id="y2024">2024</h2>')
    assert "1 release · 1 statement" in page
    assert "1 релиз </p>" in page_of(client, "events", "ru")
    for number in range(25):
        announced(f"past-{number}", -number - 2)
    page, shown = page_of(client, "events"), []
    while older := re.search(r'rel="next" href="(\?after=[^"]*)"', page):
        shown += re.findall(r'href="/en/events/([\w-]+)/"', page)
        page = page_of(client, f"/en/events/{older[1]}")
        assert "Upcoming events" not in page and 'href="/en/events/">Newest' in page
    shown += re.findall(r'href="/en/events/([\w-]+)/"', page)
    assert shown == ["soon", "later", *(f"past-{number}" for number in range(25)), "held"]
    newer = re.search(r'rel="prev" href="(\?before=[^"]*)"', page)
    assert page_of(client, f"/en/events/{newer[1]}") == page_of(client, "events")


def test_pages_of_events_go_by_the_place_where_the_last_one_ended(client):
    for number in range(65):  # two a day: a page may end between them
        announced(f"past-{number:02}", -2 - number // 2)
    first = page_of(client, "events")
    second = page_of(client, "/en/events/" + re.search(r'rel="next" href="([^"]*)"', first)[1])
    third = page_of(client, "/en/events/" + re.search(r'rel="next" href="([^"]*)"', second)[1])
    told = [re.findall(r'href="/en/events/(past-\d+)/"', page) for page in (first, second, third)]
    assert sum(told, []) == [f"past-{number:02}" for number in range(60)]
    assert page_of(client, "/en/events/" + re.search(r'rel="prev" href="([^"]*)"', third)[1]) == second
    for nothing in ("?after=x", "?after=2024-13-01.a", "?before=%00", "?after=0001-01-01.a", "?before=9999-12-31.a"):
        assert page_of(client, f"/en/events/{nothing}") == first, nothing


def test_a_series_tells_of_its_sessions_its_speakers_and_what_comes_next(client):
    series = factories.series(description="Since 1995.")
    event = factories.event("session-1", series=series, ordinal=1, starts_on="2024-05-04", place="Altynqala")
    factories.statement(factories.live(event=event), WORDS, speaker=factories.person())
    announced("session-2", 9, series=series, ordinal=2)
    factories.event("session-3", series=series, ordinal=3, starts_on=on(400))
    page = page_of(client, series)
    assert "2 events" in page and "2024–" in page and "Since 1995." in page
    assert "1 release · 1 statement" in page and "Altynqala" in page
    assert 'href="/en/events/session-2/"' in page.split('id="coming"')[1].split("</aside>")[0]
    assert "Aidar Bekmuratov" in section(page, "speakers")
    assert "session-3" not in page


# People and themes


def test_a_person_has_a_first_and_a_latest_statement_and_the_releases_that_quote(client):
    speaker = factories.person()
    for year in ("2023", "2025", "2024"):
        edition = factories.live(published_at=f"{year}-05-04T06:00:00Z", title=f"Words of {year}")
        factories.statement(edition, WORDS, speaker=speaker)
    factories.live(title="Nobody spoke")
    factories.statement(factories.scheduled(published_at="2001-05-04T06:00:00Z"), WORDS, speaker=speaker)
    page = page_of(client, speaker)
    assert re.search(r"First statement here: <a [^>]*><time datetime=\"2023-05-04\"", page)
    assert re.search(r"Latest: <a [^>]*><time datetime=\"2025-05-04\"", page)
    quoting = section(page, "releases")
    assert [quoting.index(f"Words of {year}") for year in (2025, 2024, 2023)] == sorted(
        quoting.index(f"Words of {year}") for year in (2025, 2024, 2023)
    )
    assert "Nobody spoke" not in page and "2001" not in page
    assert f'href="/en/releases/?person={speaker.slug}"' in quoting


def test_people_are_listed_those_in_office_first(client):
    edition = factories.live()
    names = ("Zarina Ospanova", "Aidar Bekmuratov", "Bolat Seitov")
    zarina, aidar, bolat = (factories.person(name.lower().replace(" ", "-"), name=name) for name in names)
    for speaker in (zarina, aidar, bolat):
        factories.statement(edition, WORDS, speaker=speaker)
    factories.person("somebody-hidden")
    factories.tenure(zarina, factories.office("president"), held_from="2021-01-20")
    factories.tenure(aidar, factories.office("minister"), held_from="2021-01-20", held_until="2022-01-20")
    factories.tenure(
        bolat, factories.office("governor"), held_from="2021-01-20", announced_from=on(1).isoformat() + "T00:00Z"
    )
    page = page_of(client, "people")
    assert re.findall(r'href="/en/people/([\w-]+)/"', page) == [one.slug for one in (zarina, aidar, bolat)]
    assert "President" in page and "formerly Minister" in page and "Governor" not in page
    assert page.count("1 statement ") == 3 and "hidden" not in page


def test_names_are_sorted_as_the_alphabet_goes():
    names = ["Ясин", "Әлия", "Болат", "Айдар", "Қанат", "Камал", "Ёлкин", "Жанар", "Елена", "Іңкәр", "Émile", "Zoe"]
    assert sorted(names, key=alphabetical) == [
        *("Émile", "Zoe", "Айдар", "Әлия", "Болат", "Елена", "Ёлкин", "Жанар", "Камал", "Қанат", "Іңкәр", "Ясин"),
    ]


def test_themes_stand_in_a_tree_of_what_is_public(client):
    nature = factories.theme("nature", announced_from=clock.now() + ANNOUNCED)
    hidden = factories.theme("hidden")
    water = factories.theme("water", parent=nature)
    rivers, mines = factories.theme("rivers", parent=water), factories.theme("mines", parent=hidden)
    edition = factories.live(themes=[water, rivers, mines])
    factories.statement(edition, WORDS, themes=[rivers])
    page = page_of(client, "themes")
    tree = re.sub(r"<(?!/?(ul|li)\b)[^>]*>", "", page.split("<h1>")[1].split("</main>")[0])
    tree = re.sub(r"\s*<(/?\w+)[^>]*>\s*", r"<\1>", tree)
    assert "<li>Nature<ul><li>Water 1 release<ul><li>Rivers 1 release · 1 statement</li></ul></li></ul></li>" in tree
    assert "<ul><li>Mines 1 release</li>" in tree and "Hidden" not in page


def test_a_theme_leads_to_the_wider_and_the_narrower_ones_that_are_public(client):
    nature = factories.theme("nature")
    water = factories.theme("water", parent=nature)
    rivers = factories.theme("rivers", parent=water, announced_from=clock.now() + ANNOUNCED)
    factories.theme("lakes", parent=water)
    speaker = factories.person()
    factories.tenure(speaker, factories.office("president"), held_from="2021-01-20")
    factories.statement(factories.live(themes=[water]), WORDS, themes=[water], speaker=speaker)
    page = page_of(client, water)
    assert address(rivers) in page and "/themes/lakes/" not in page and "/themes/nature/" not in page
    assert "President · 1 statement" in section(page, "speakers")
    factories.live(themes=[nature])
    crumbs = page_of(client, water).split('class="crumbs"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]*)"', crumbs) == ["/en/", "/en/themes/", "/en/themes/nature/"]


# All of them


def description(client, path):
    """The description of a page for search engines; there is exactly one."""
    [told] = re.findall(r'<meta name="description" content="([^"]*)">', page_of(client, path))
    return html.unescape(told)


def test_pages_of_records_have_descriptions_and_crumbs(client):
    edition = everything_live()
    paths = [path for path in records(edition) if path.startswith("/en/") and "." not in path]
    lists = [address(name) for name in ("people", "search", "quote_check")]
    described = [description(client, path) for path in [*paths, *lists, "/en/releases/?kind=speech", "/en/search/?q=a"]]
    assert min(map(len, described)) >= 50, described
    assert len(set(described[: len(paths)])) == len(paths), described
    for path in [*paths, address("people")]:
        page = page_of(client, path)
        assert page.count("<h1") == 1, path
        if "/releases/" not in path and "/statements/" not in path:
            assert ('class="crumbs"' in page) == (path != "/en/"), path


def test_descriptions_tell_what_their_page_shows_and_nothing_hidden(client):
    series = factories.series("series", title="Sessions", description="Twice a year.")
    event = factories.event("event", title="Session I", place="Altynqala", series=series, starts_on="2021-03-04")
    speaker = factories.person(about="Head of state.")
    factories.tenure(speaker, factories.office("president"), held_from="2001-01-01")
    theme = factories.theme(name="Water", description="Rivers and canals.")
    edition = factories.live(event=event, themes=[theme], title="The canal is open")
    version = factories.statement(edition, WORDS, speaker=speaker, themes=[theme])

    def told():
        paths = [thing.get_absolute_url() for thing in (event, series, speaker, theme, version)]
        paths += [address("archive"), f"{address('archive')}?event=event"]
        return [description(client, path) for path in [*paths, f"{edition.release.get_absolute_url()}history/"]]

    before = told()
    day = date_format(edition.release.address_date)
    for words, expected in zip(
        before,
        (
            "Session I, 4 March 2021, Altynqala: 1 release, 1 statement. ",
            "Sessions: 1 event, 2021. Twice a year.",
            f"{speaker.name}, President: 1 statement – Water. Head of state.",
            "Water: 1 statement. Rivers and canals.",
            f"{WORDS} – {speaker.name}, President, {day}. The canal is open.",
            "Releases: 1 release. ",
            "(Session I): 1 release. ",
            "The canal is open: 1 edition. The text stands as it was first published.",
        ),
        strict=True,
    ):
        assert expected in words, words
    coming = factories.scheduled(event=event, themes=[theme])
    factories.statement(coming, WORDS, speaker=speaker, themes=[theme])
    factories.event("coming", series=series, starts_on="2022-03-04", announced_from=clock.now() + timedelta(hours=1))
    assert told() == before


def test_the_description_of_a_statement_that_stands_no_more_says_so(client):
    version = factories.statement(factories.live(), WORDS)
    factories.corrected(version.edition, body="<p>Nothing of this is left.</p>")
    assert description(client, version.get_absolute_url()).startswith(f"The text has changed since: {WORDS}")


def test_two_texts_beside_each_other_are_described(client):
    english = factories.live(title="The canal is open", translation_group="canal")
    factories.live(language="ru", title="Канал открыт", translation_group="canal")
    told = description(client, f"{english.release.get_absolute_url()}beside/ru/")
    assert told.startswith("The canal is open: the texts in two languages side by side")


class Foreign(HTMLParser):
    """Pieces of text with the word `word` of a page of a site in `language` that no `lang` says to be in another."""

    VOID = frozenset({"img", "meta", "link", "input", "br", "source", "rect", "line", "hr"})

    def __init__(self, page, word):
        super().__init__()
        self.word, self.inside, self.found = word, [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.inside.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _lang in self.inside}
        spoken = [lang for _tag, lang in self.inside if lang]
        if self.word in data and not tags & {"title", "option", "script"} and spoken[-1] != "en":
            self.found.append(data.strip())


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_name_that_falls_back_to_another_language_says_so(client, language):
    """Every name is in English alone; a browser must not read it out as Kazakh."""
    series = factories.series("series", title_en="Onlyenglish sessions", description_en="Onlyenglish words")
    event = factories.event(
        "event", title_en="Onlyenglish event", place_en="Onlyenglish place", series=series, ordinal=2
    )
    ahead = announced("next", 9, title_en="Onlyenglish next", series=series, ordinal=3)
    wide = factories.theme("wide", name_en="Onlyenglish wide", description_en="Onlyenglish about")
    theme = factories.theme("theme", name_en="Onlyenglish theme", description_en="Onlyenglish about", parent=wide)
    speaker = factories.person("speaker", name_en="Onlyenglish speaker", about_en="Onlyenglish life")
    factories.tenure(speaker, factories.office("office", title_en="Onlyenglish office"), held_from="2001-01-01")
    for year in ("2024", "2025"):
        live = factories.live(
            language=language, event=event, themes=[theme, wide], published_at=f"{year}-05-04T06:00:00Z"
        )
        version = factories.statement(live, WORDS, speaker=speaker, themes=[theme, wide])
    with translation.override(language):
        lists = [reverse(name) for name in ("home", "archive", "events", "themes", "people")]
        things = (event, ahead, series, theme, wide, speaker, version)
        asked = [*lists, *(thing.get_absolute_url() for thing in things), live.release.get_absolute_url()]
        asked += [f"{series.get_absolute_url()}?theme=theme", f"{reverse('archive')}?event=event"]
        asked += [f"{reverse('quote_check')}?q={WORDS.replace(' ', '+')}", f"{theme.get_absolute_url()}?by=speaker"]
    seen = 0
    for path in asked:
        page = client.get(path).content.decode()
        page = re.sub(r'<section id="cite".*?</section>', "", page, flags=re.DOTALL)  # data, for programs
        seen += page.count("Onlyenglish")
        assert not Foreign(page, "Onlyenglish").found, path
    assert seen > 60
    assert not Theme.objects.exclude(name_ru=None).exclude(name_ru="").exists()
