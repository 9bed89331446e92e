"""Every output for other programs, of the demo and of many made-up releases, as readers that we did not write take it.

`bin/slow/formats` does the same with 10,000 releases.
"""

import os
import sys
from collections import Counter
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from speeches.feeds import FORMATS
from speeches.models import Edition, Event, EventSeries, Person, Release, StatementVersion, Theme
from speeches.states import Mode
from speeches.views.datasets import DATASETS
from speeches.views.events import IN_CALENDAR
from tests import schema_org
from tests.demo import demo, small
from tests.public import LANGUAGES
from tests.readers import (
    HOST,
    api_pages,
    api_shapes,
    atom_of,
    fetched,
    json_feed_of,
    ninjs_of,
    path_of,
    read_calendar,
    read_data,
    read_feed,
    rss_of,
    sitemap_files,
    sitemap_urls,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.no_cover]
WHOLE = "FORMATS_RELEASES" in os.environ
RELEASES = int(os.environ.get("FORMATS_RELEASES", "60"))
"""That are made up, beside those of the demo."""
STATEMENTS = max(30, RELEASES // 20)
"""Pages of statements that are read, evenly chosen: of all else, every page."""
EACH = max(6, RELEASES // 250)
"""Records of the interface for programs that are asked for one by one; all of them are read in its lists."""
read = Counter()
"""{kind of output: how many the readers took}"""


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo and the made-up releases, filled in for this module. Gives the folder of the files."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", media)
        small(patch)
        demo()
        call_command("make_corpus", releases=RELEASES, verbosity=0)
    with django_db_blocker.unblock():
        yield media
        call_command("flush", interactive=False, verbosity=0)
    sys.stdout.write("".join(f"\n{number:>8,} {kind}" for kind, number in sorted(read.items())) + "\n")


@pytest.fixture(autouse=True)
def files(newsroom, media, settings):
    """After `media`, which gives every test a folder of its own."""
    settings.MEDIA_ROOT = newsroom


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def own(thing, language):
    with translation.override(language):
        return thing.get_absolute_url()


def in_turn(records):
    """(record, language) of all: each in every language where `WHOLE`, otherwise each in one, by turns."""
    for number, record in enumerate(records):
        first = number % len(LANGUAGES)
        yield from ((record, language) for language in (LANGUAGES if WHOLE else LANGUAGES[first : first + 1]))


# --- Feeds ---------------------------------------------------------------------------------------


def feed_pages(client, path, most=None):
    """The ids of a feed, in JSON by its rules, in XML by those and as feedparser has them; `most`: pages at most."""
    format, found = path.rpartition(".")[2], []
    while path and most != 0:
        read[f"pages of feeds, {format}"] += 1
        content = fetched(client, path).content
        if format == "json":
            told = json_feed_of(content)
            found += [item["id"] for item in told["items"]]
            following = told.get("next_url")
        else:
            {"atom": atom_of, "rss": rss_of}[format](content)
            told = read_feed(client, path)
            found += [entry.id for entry in told.entries]
            following = next((link.href for link in told.feed.links if link.rel == "next"), None)
        path, most = following and path_of(following), most and most - 1
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_take_every_page_of_the_feeds_of_all_releases(client, language):
    live = Release.objects.live().filter(language=language).values_list("public_id", flat=True)
    wanted = sorted(f"tag:127.0.0.1,2026:releases/{key}" for key in live)
    for format in FORMATS:
        found = feed_pages(client, address("feed", format, language=language))
        # Corrected ones stand on the first page besides.
        assert sorted(set(found)) == wanted and len(found) <= len(wanted) + 20, format


@pytest.mark.parametrize("model", [Theme, Person, EventSeries])
def test_readers_take_the_feeds_of_every_theme_person_and_series(client, model):
    entries = 0
    for thing, language in in_turn(model.objects.live()):
        told = [feed_pages(client, f"{own(thing, language)}feeds/releases.{format}", 1) for format in FORMATS]
        assert told[0] == told[1] == told[2], thing
        entries += len(told[0])
    assert entries


# --- Sitemaps and pages --------------------------------------------------------------------------


def test_readers_take_every_file_of_the_sitemap(client):
    listed = {}
    for path in sitemap_files(client):
        read["sitemaps"] += 1
        urls = sitemap_urls(client, path)
        assert not urls.keys() & listed.keys(), path
        listed |= urls
    read["sitemaps"] += 2
    read["addresses in sitemaps"] = len(listed)
    assert {f"{HOST}{release.get_absolute_url()}" for release in Release.objects.live()} <= listed.keys()
    said = set(StatementVersion.objects.live().values_list("statement__public_id", flat=True))
    assert {loc.split("/")[-2] for loc in listed if "/statements/" in loc} == said
    for model in (Event, EventSeries, Person, Theme):
        for thing in model.objects.live():
            assert {f"{HOST}{own(thing, language)}" for language in LANGUAGES} <= listed.keys(), thing
    news = sitemap_urls(client, "/news-sitemap.xml")
    assert news and all(url.find("{http://www.google.com/schemas/sitemap-news/0.9}news") for url in news.values())


def read_linked(client, path):
    """The JSON-LD of a page, which an RDF reader takes, in the words of schema.org; gives its types."""
    document = schema_org.linked(fetched(client, path).content.decode())
    assert not schema_org.wrong(document), path
    assert schema_org.triples(document), path
    read["pages with JSON-LD"] += 1
    return {node["@type"] for node in document["@graph"]}


def test_readers_take_the_structured_data_of_every_release(client):
    for release in Release.objects.live():
        assert "NewsArticle" in read_linked(client, release.get_absolute_url())


def test_readers_take_the_structured_data_of_every_event_series_person_and_theme(client):
    for model, kind in ((Event, "Event"), (EventSeries, "EventSeries"), (Person, "Person"), (Theme, "DefinedTerm")):
        for thing, language in in_turn(model.objects.live()):
            assert kind in read_linked(client, own(thing, language)), thing


def test_readers_take_the_structured_data_of_the_other_pages(client):
    live = StatementVersion.objects.live().order_by("public_id").values_list("pk", flat=True)
    chosen = {*list(live)[:: max(1, live.count() // STATEMENTS)]}.union(
        *(live.filter(mode=mode)[:EACH] for mode in Mode)
    )
    kinds = set()
    for version in StatementVersion.objects.filter(pk__in=chosen).select_related("statement", "edition__release"):
        kinds |= read_linked(client, own(version.statement, version.edition.release.language))
    assert kinds >= {"Claim", "Quotation", "NewsArticle"}
    for language in LANGUAGES:
        for name in ("home", "archive", "events", "themes", "people", "data", "search", "quote_check"):
            read_linked(client, address(name, language=language))
        days = Release.objects.live().filter(language=language).values_list("address_date", flat=True)
        for name, length in (("archive_year", 1), ("archive_month", 2), ("archive_day", 3)):
            for period in sorted({(day.year, day.month, day.day)[:length] for day in days})[-EACH:]:
                read_linked(client, address(name, *period, language=language))
    for release in Release.objects.live().order_by("-published_at")[:EACH]:
        read_linked(client, f"{release.get_absolute_url()}history/")


# --- What agencies and researchers take ----------------------------------------------------------


def test_the_schema_of_the_iptc_takes_every_release_and_event(client):
    codes = set()
    for release in Release.objects.live():
        told = ninjs_of(client.get(f"{release.get_absolute_url()}ninjs.json"))
        assert told["type"] == "text" and told["uri"].endswith(release.public_id) and told["subjects"]
        codes |= {subject["literal"] for subject in told["subjects"]}
        read["ninjs of releases"] += 1
    assert len([code for code in codes if code.startswith("medtop:")]) > 5
    for event in Event.objects.live():
        for language in LANGUAGES:
            told = ninjs_of(client.get(f"{own(event, language)}ninjs.json"))
            assert (told["type"], told["language"]) == ("event", language)
            read["ninjs of events"] += 1


def test_readers_take_every_calendar(client):
    slugs = Event.objects.live().order_by("-starts_on", "slug").values_list("slug", flat=True)
    events = [f"{slug}@{urlsplit(HOST).hostname}" for slug in slugs]
    for language in LANGUAGES:
        found = read_calendar(client, address("events_calendar", language=language)).events
        assert {event["UID"] for event in found} == {*events[:IN_CALENDAR]}
        held = set()
        for series in EventSeries.objects.live():
            told = read_calendar(client, f"{own(series, language)}calendar.ics")
            held |= {event["UID"] for event in told.events}
            assert told.events
        assert held <= {*events}
        for event in Event.objects.live():
            [told] = read_calendar(client, f"{own(event, language)}event.ics").events
            assert told["UID"] == f"{event.slug}@{urlsplit(HOST).hostname}"
        read["calendars"] += 1 + EventSeries.objects.live().count() + len(events)


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_take_the_data_of_every_year(client, language):
    wanted = {
        "releases": (Edition.objects.live(), ""),
        "statements": (StatementVersion.objects.live(), "edition__"),
    }
    assert wanted.keys() == DATASETS.keys()
    for what, (live, way) in wanted.items():
        keys, live = [], live.filter(**{f"{way}release__language": language})
        for year in sorted({day.year for day in live.values_list(f"{way}release__address_date", flat=True)}):
            table, objects = read_data(client, what, year, language)
            assert all([*row] == DATASETS[what].names for row in table)
            keys += [told["id"] for told in objects]
            read[f"files of data, {what}"] += 2
        assert len(keys) == len(set(keys)) == live.count() > 0
        read[f"rows of data, {what}"] += len(keys)


# --- The interface for programs ------------------------------------------------------------------

LISTS = {
    "releases": "release",
    "statements": "statement",
    "photos": "photo",
    "events": "event",
    "seriesList": "series",
    "people": "person",
    "themes": "theme",
}
"""{operation of a list: that of one of its things}"""


@pytest.fixture(scope="module")
def shapes():
    return api_shapes()


def taken(client, shapes, operation, key="", **asked):
    """The pages of an answer, each as the OpenAPI document says."""
    path, shape = shapes[operation]
    path = path.replace("{id}", key)
    pages = api_pages(client, path, **asked) if "{id}" not in shapes[operation][0] else [client.get(path, asked).json()]
    for told in pages:
        wrong = next(shape.iter_errors(told), None)
        assert wrong is None, (path, asked, wrong)
        read["answers of the API"] += 1
        yield told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_for_programs_is_as_its_document_says(client, shapes, name, language):
    items = [item for told in taken(client, shapes, name, language=language, limit=100) for item in told["items"]]
    # A photo is told of once for each release that shows it.
    own = {(item["id"], item["release"]["id"] if name == "photos" else "") for item in items}
    assert len(items) == len(own) > 0
    found = list(dict.fromkeys(item["id"] for item in items))
    read["items of lists of the API"] += len(items)
    wanted = {
        "releases": partial(Release.objects.live().filter, language=language),
        "statements": partial(StatementVersion.objects.live().filter, edition__release__language=language),
        **{kind: model.objects.live for kind, model in (("events", Event), ("people", Person), ("themes", Theme))},
        "seriesList": EventSeries.objects.live,
    }
    if name in wanted:
        assert len(found) == wanted[name]().count()
    for key in found[:: max(1, len(found) // EACH)]:
        for told in taken(client, shapes, LISTS[name], key, language=language):
            assert told["id"] == key
        if name == "releases":
            for told in taken(client, shapes, "editions", key):
                for edition in told["items"]:
                    assert [one["id"] for one in taken(client, shapes, "edition", edition["id"])] == [edition["id"]]


@pytest.mark.parametrize(("language", "words"), [("en", "water"), ("ru", "совещание"), ("kk", "кеңес")])
def test_what_programs_search_is_as_its_document_says(client, shapes, language, words):
    for what in ("releases", "statements"):
        [first, *_rest] = taken(client, shapes, "search", q=words, what=what, language=language, limit=100)
        assert first["items"] and first["total"] >= len(first["items"])
    versions = StatementVersion.objects.live().filter(edition__release__language=language).order_by("public_id")
    path, shape = shapes["quoteCheck"]
    for version in versions[:EACH]:
        told = client.get(path, {"q": version.quote[:600], "language": language}).json()
        assert not list(shape.iter_errors(told)) and told["answer"] == "verbatim"
        read["answers of the API"] += 1
