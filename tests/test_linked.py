"""What pages say of themselves to machines: JSON-LD that another reader takes, Open Graph, and nothing hidden."""

import html
import json
import os
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from speeches import clock, workflow
from speeches.linked import nodes
from speeches.states import Mode
from tests import factories, schema_org
from tests.demo import demo, small
from tests.leaks.planting import WORD, Planter
from tests.pages import Links
from tests.public import LANGUAGES, everything_live
from tests.schema_org import TYPE, linked, scripts, triples

SITE = "http://127.0.0.1:8000"
HOME = f"{SITE}/en/"


def page(client, thing, language="en"):
    """The HTML of a page: of a record, a named view, or a path."""
    with translation.override(language):
        named = isinstance(thing, str) and not thing.startswith("/")
        path = reverse(thing) if named else thing if isinstance(thing, str) else thing.get_absolute_url()
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def of_type(document, kind):
    return [node for node in document["@graph"] if node["@type"] == kind]


@given(some.text())
def test_whatever_the_words_a_script_neither_ends_nor_changes(words):
    told = nodes.script([{"@type": "Thing", "name": words}])
    assert not set("<>&\u2028\u2029") & set(told)
    assert json.loads(told)["@graph"] == [{"@type": "Thing", "name": words}]


@pytest.mark.django_db
def test_a_headline_with_the_end_of_a_script_in_it(client):
    title = "</script><script>alert(1)</script> <!-- \u2028 & \"50%\" 'x'"
    edition = factories.live(title=title)
    told = page(client, edition.release)
    assert len(scripts(told)) == 1 and "alert(1)</script>" not in told
    [article] = of_type(linked(told), "NewsArticle")
    assert article["headline"] == edition.title and "alert(1)" in edition.title


@pytest.mark.django_db
def test_a_release_is_an_article_with_its_corrections_and_statements(client):
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False) as traveller:
        edition = everything_live(kind="speech", dateline="Altynqala, 1 May", summary="The canal is open.")
        traveller.shift(timedelta(hours=1))
        newer = factories.corrected(edition, change_note="95 km, not 59.", title="The canal")
        traveller.shift(timedelta(hours=1))
        factories.corrected(newer, change_kind="minor", change_note="", title="The canal")
        found = triples(linked(page(client, edition.release)))
    url = f"{SITE}{edition.release.get_absolute_url()}"
    this = f"{url}#release"
    [event] = {edition.release.event}
    assert {
        (this, TYPE, "NewsArticle"),
        (this, "headline", "The canal"),
        (this, "url", url),
        (this, "mainEntityOfPage", url),
        (this, "articleSection", "Speech"),
        (this, "dateline", "Altynqala, 1 May"),
        (this, "description", "The canal is open."),
        (this, "inLanguage", "en"),
        (this, "datePublished", "2030-05-01T11:00:00+05:00"),
        (this, "dateModified", "2030-05-01T13:00:00+05:00"),
        (this, "version", "3"),
        (this, "author", f"{HOME}#newsroom"),
        (this, "publisher", f"{HOME}#newsroom"),
        (this, "thumbnailUrl", f"{url}share.png"),
        (this, "about", f"{HOME}themes/theme-1/#theme"),
        (this, "about", f"{HOME}events/{event.slug}/#event"),
        (f"{HOME}#newsroom", TYPE, "GovernmentOrganization"),
        (f"{HOME}#newsroom", "name", "Press Service of the President"),
        (f"{HOME}events/{event.slug}/#event", "superEvent", f"{HOME}series/series-1/#series"),
        (f"{HOME}series/series-1/#series", TYPE, "EventSeries"),
        (f"{HOME}themes/theme-1/#theme", "name", "Theme 1"),
    } <= found
    [comment] = [other for one, name, other in found if (one, name) == (this, "correction")]
    assert {
        (comment, TYPE, "CorrectionComment"),
        (comment, "text", "95 km, not 59."),
        (comment, "datePublished", "2030-05-01T12:00:00+05:00"),
        (comment, "url", f"{url}history/#edition-2"),
    } <= found
    [picture] = [other for one, name, other in found if (one, name) == (this, "image")]
    assert {
        (picture, "caption", "The canal"),
        (picture, "creditText", "Press service"),
        (picture, "width", "320"),
    } <= found
    said = edition.statement_versions.get().statement
    assert (this, "hasPart", f"{HOME}statements/{said.public_id}/#statement") in found


@pytest.mark.django_db
def test_verbatim_words_are_a_quotation_and_reported_ones_a_claim(client):
    speaker, theme = factories.person(), factories.theme()
    edition = factories.live(slug="canal", translation_group="g")
    other = factories.live(slug="canal-ru", language="ru", translation_group="g")
    said = {
        mode: factories.statement(edition, words, speaker=speaker, mode=mode, themes=[theme])
        for mode, words in ((Mode.DIRECT, "the canal reaches"), (Mode.INDIRECT, "the work"), (Mode.MIXED, "in spring"))
    }
    unknown = factories.statement(edition, "every village", speaker_name="The Ministry")
    russian = factories.statement(other, "the work", speaker=speaker)
    for version in (said[Mode.INDIRECT], russian):
        version.statement.alignment = "row"
        version.statement.save()
    release = f"{SITE}{edition.release.get_absolute_url()}#release"
    ids = {mode: f"{HOME}statements/{version.statement.public_id}/#statement" for mode, version in said.items()}
    person = f"{HOME}people/{speaker.slug}/#person"

    found = triples(linked(page(client, edition.release)))
    assert {other for one, name, other in found if (one, name) == (release, "hasPart")} > {*ids.values()}
    assert {(ids[Mode.DIRECT], TYPE, "Quotation"), (ids[Mode.MIXED], TYPE, "Claim")} <= found
    assert (ids[Mode.DIRECT], "creator", person) in found and (person, TYPE, "Person") in found

    quotation = triples(linked(page(client, said[Mode.DIRECT])))
    this, day = ids[Mode.DIRECT], edition.release.address_date.isoformat()
    assert {
        (this, TYPE, "Quotation"),
        (this, "text", "the canal reaches"),
        (this, "spokenByCharacter", person),
        (this, "creator", person),
        (this, "isPartOf", release),
        (this, "dateCreated", day),
        (this, "inLanguage", "en"),
        (this, "about", f"{HOME}themes/water/#theme"),
        (release, "headline", edition.title),
    } <= quotation
    # Read in another language, it keeps its id, its address and its own.
    assert {(this, "url", this.partition("#")[0]), (this, "inLanguage", "en")} <= triples(
        linked(page(client, said[Mode.DIRECT], "kk"))
    )
    claim = triples(linked(page(client, said[Mode.INDIRECT])))
    this = ids[Mode.INDIRECT]
    there = f"{SITE}/ru/statements/{russian.statement.public_id}/#statement"
    assert {(this, TYPE, "Claim"), (this, "appearance", release), (this, "workTranslation", there)} <= claim
    assert not any(name == "spokenByCharacter" for _one, name, _other in claim)
    nobody = triples(linked(page(client, unknown)))
    assert any((name, words) == ("creditText", "The Ministry") for _one, name, words in nobody)
    assert not any(name == "creator" for _one, name, _other in nobody)


@pytest.mark.django_db
def test_a_statement_that_stands_no_more_is_no_claim(client):
    edition = factories.live()
    said = factories.statement(edition, "the canal reaches", speaker=factories.person())
    factories.corrected(edition, body="<p>Nothing of it.</p>")
    document = linked(page(client, said))
    assert not of_type(document, "Claim") and not of_type(document, "Person")
    assert said.quote not in json.dumps(document["@graph"][2:])


@pytest.mark.django_db
def test_only_live_translations_are_named_each_by_the_other(client):
    english = factories.live(slug="canal", translation_group="g")
    russian = factories.live(slug="canal-ru", language="ru", translation_group="g")
    kazakh = factories.scheduled(slug="canal-kk", language="kk", translation_group="g")
    here, there = (f"{SITE}{one.release.get_absolute_url()}#release" for one in (english, russian))
    told = page(client, english.release)
    found = triples(linked(told))
    assert [other for one, name, other in found if (one, name) == (here, "workTranslation")] == [there]
    assert (there, "inLanguage", "ru") in found
    assert (there, "workTranslation", here) in triples(linked(page(client, russian.release, "ru")))
    assert kazakh.release.slug not in told
    assert graph_tags(told)["og:locale:alternate"] == ["ru_RU"]


@pytest.mark.django_db
def test_a_person_has_offices_as_roles_and_those_of_today_as_titles(client):
    speaker = everything_live().statement_versions.get().speaker
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False):
        factories.tenure(speaker, factories.office("governor"), held_from="2021-01-20", held_until="2024-02-01")
        factories.tenure(speaker, factories.office("minister"), held_from="2024-02-02", held_until="2031-01-01")
        factories.tenure(speaker, factories.office("president"), held_from="2030-06-01")
        hour = clock.now() + timedelta(hours=1)
        factories.tenure(speaker, factories.office("judge"), held_from="2030-01-01", announced_from=hour)
        told = page(client, speaker)
    this, found = f"{HOME}people/{speaker.slug}/#person", triples(linked(told))
    assert {other for one, name, other in found if (one, name) == (this, "jobTitle")} == {"Minister"}
    roles = {other for one, name, other in found if (one, name) == (this, "memberOf")}
    dates = {
        tuple(
            sorted(other for one, name, other in found if one == role and name in ("roleName", "startDate", "endDate"))
        )
        for role in roles
    }
    # The coming end of an office may be under embargo.
    assert dates == {("2021-01-20", "2024-02-01", "Governor"), ("2024-02-02", "Minister")}
    assert all((role, TYPE, "OrganizationRole") in found for role in roles)
    assert "Judge" not in told and "2031" not in told
    assert graph_tags(told)["og:type"] == ["profile"]


@pytest.mark.django_db
def test_an_event_a_series_and_a_theme_connect(client):
    edition = everything_live()
    event, theme = edition.release.event, edition.themes.get()
    factories.theme("wide", media_topic="medtop:20000593")
    theme.parent, theme.media_topic = factories.theme("wide"), "medtop:20000344"
    theme.save()
    factories.event("coming", series=event.series, ordinal=9, announced_from=clock.now() + timedelta(hours=1))
    this, series = f"{HOME}events/{event.slug}/#event", f"{HOME}series/{event.series.slug}/#series"
    release = f"{SITE}{edition.release.get_absolute_url()}#release"
    found = triples(linked(page(client, event)))
    assert {
        (this, TYPE, "Event"),
        (this, "startDate", event.starts_on.isoformat()),
        (this, "endDate", event.starts_on.isoformat()),
        (this, "superEvent", series),
        (this, "subjectOf", release),
        (series, TYPE, "EventSeries"),
        (release, TYPE, "NewsArticle"),
    } <= found
    assert "Altynqala" in {other for _one, name, other in found if name == "name"}
    found = triples(linked(page(client, event.series, "ru")))
    assert [other for one, name, other in found if (one, name) == (series, "subEvent")] == [this]
    assert (series, "url", f"{SITE}/ru/series/{event.series.slug}/") in found
    told = page(client, theme)
    this, found = f"{HOME}themes/{theme.slug}/#theme", triples(linked(told))
    assert (this, "sameAs", "http://cv.iptc.org/newscodes/mediatopic/20000344") in found
    assert "wide" not in json.dumps(linked(told))  # nothing public carries the wider one
    found = triples(linked(page(client, "themes")))
    assert (f"{HOME}themes/#themes", "hasDefinedTerm", this) in found


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_says_how_to_search(client, language):
    document = linked(page(client, "home", language))
    [site] = of_type(document, "WebSite")
    assert site["@id"] == f"{HOME}#website" and site["inLanguage"] == language
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert client.get(template.replace("{search_term_string}", "canal")).status_code == 200
    [newsroom] = of_type(document, "GovernmentOrganization")
    assert {point.get("email") for point in newsroom["contactPoint"]} == {"press@example.org", None}


@pytest.mark.django_db
def test_the_way_to_a_page_is_told(client):
    edition = everything_live()
    day = edition.release.address_date
    told = page(client, f"/en/releases/{day:%Y/%m}/")
    document = linked(told)
    [crumbs] = of_type(document, "BreadcrumbList")
    way = [(step["position"], urlsplit(step["item"]).path) for step in crumbs["itemListElement"]]
    assert way == [(1, "/en/"), (2, "/en/releases/"), (3, f"/en/releases/{day:%Y}/"), (4, f"/en/releases/{day:%Y/%m}/")]
    assert graph_tags(told)["og:title"] == [f"Releases, {day:%B %Y}"]


class Tags(HTMLParser):
    def __init__(self, told):
        super().__init__()
        self.found = {}
        self.feed(told)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "meta" and (name := attrs.get("property") or attrs.get("name")):
            self.found.setdefault(name, []).append(attrs.get("content"))


def graph_tags(told):
    """{name: [values]} of the meta elements of a page."""
    return Tags(told).found


@pytest.mark.django_db
def test_open_graph_names_a_picture_that_is_there(client):
    edition = everything_live(title='"Water" & <salt>')
    told = graph_tags(page(client, edition.release))
    address = f"{SITE}{edition.release.get_absolute_url()}"
    assert told["og:title"] == ['"Water" & <salt>'] and told["og:type"] == ["article"]
    assert told["og:url"] == [address] and told["og:image"] == [f"{address}share.png"]
    assert told["article:tag"] == ["Theme 1"] and told["twitter:card"] == ["summary_large_image"]
    assert len(told["article:published_time"]) == 1
    for thing in ("home", "archive", edition.release.event, edition.statement_versions.get()):
        told = graph_tags(page(client, thing, "kk"))
        assert told["og:locale"] == ["kk_KZ"]
        answer = client.get(told["og:image"][0])
        assert answer.status_code == 200 and answer.headers["Content-Type"] == told["og:image:type"][0]


@pytest.mark.django_db
def test_what_is_not_a_page_of_now_says_nothing(client):
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False) as traveller:
        edition = everything_live()
        traveller.shift(timedelta(hours=1))
        gone = factories.live()
        traveller.shift(timedelta(hours=1))
        workflow.withdraw(gone, factories.user("publisher"), reason="Wrong place.")
        speaker = edition.statement_versions.get().speaker
        for path in (edition.release.get_absolute_url(), speaker.get_absolute_url()):
            told = client.get(f"{path}?as_of=2030-05-01T06:30Z").content.decode()
            assert not scripts(told) and "og:title" not in told
        for path in (gone.release.get_absolute_url(), "/en/events/nothing/"):
            assert not scripts(client.get(path).content.decode())


@pytest.mark.django_db
def test_nothing_hidden_is_named_on_any_page():
    """Beside live things: translations, corrections, sessions, appointments and themes that are still to come."""
    from django.test import Client

    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as traveller:
        live = [
            everything_live(number, code, translation_group=f"g{number}") for number, code in enumerate(LANGUAGES, 1)
        ]
        traveller.shift(timedelta(seconds=30))
        planter = Planter(traveller.shift)
        planter.scheduled(language="ru", group="g1")
        planter.in_review(language="kk", group="g1")
        planter.scheduled(beside=live[0])
        planter.appointments(live[0].statement_versions.get().speaker)
        planter.beside(live[0])
        planter.kin(live[0].release.event, live[0].themes.get())
        planter.withdrawn("Taken back.")
        told, client = {}, Client()
        for path, text in crawled(client, SITE):
            told[path] = html.unescape("".join(scripts(text)) + str(graph_tags(text)))
    assert len(told) > 60
    assert not [path for path, words in told.items() if WORD in words.lower()]
    assert any("Water for the steppe" in words for words in told.values())


NOT_PAGES = re.compile(
    r"/static/|/photos/|/attachments/|/admin/|/api/|.*\.(?:ics|bib|ris|json|png|jpg|csv|jsonl)$|.*/beside/"
)


def crawled(client, site):
    """(path, HTML) of every page at `site` that links lead to from the root, each once, but for asked ones."""
    waiting = ["/"]
    seen = {*waiting}
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        found = [answer.headers["Location"]] if answer.status_code in (301, 302) else []
        if answer.status_code == 200:
            text = answer.content.decode()
            if answer.headers["Content-Type"].startswith("text/html"):
                yield path, text
                found = Links(text).found
        for link in found:
            target = urlsplit(urljoin(f"{site}{path}", link))
            ours = (
                f"{target.scheme}://{target.netloc}" == site and not target.query and not NOT_PAGES.match(target.path)
            )
            if ours and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)


@pytest.mark.skipif("FORMATS_RELEASES" not in os.environ, reason="bin/slow/formats follows every link of the demo")
@pytest.mark.once
@pytest.mark.django_db
def test_every_page_of_the_demo_is_read_and_leads_to_pages_that_are_there(client, settings, monkeypatch):
    small(monkeypatch)
    demo()
    settings.DEBUG = False
    there, named, kinds, graph = set(), set(), set(), set()
    for path, text in crawled(client, SITE):
        document = linked(text)
        assert not schema_org.wrong(document), path
        there.add(f"{SITE}{path}")
        named |= set(schema_org.addresses(document))
        kinds |= {node["@type"] for node in document["@graph"]}
        graph |= triples(document)
    assert len(there) > 500
    assert kinds >= {"NewsArticle", "Claim", "Quotation", "Person", "Event", "EventSeries", "DefinedTerm", "WebSite"}
    ours = {address for address in named - there if address.startswith(f"{SITE}/") and "/static/" not in address}
    missing = [one for one in sorted(ours) if client.get(one.removeprefix(SITE)).status_code != 200]
    assert not missing, f"{len(missing)} addresses that answer nothing, such as {missing[:5]}"
    # What one page names, another one describes.
    described = {one for one, name, _kind in graph if name == TYPE}
    spoken_of = {other for _one, name, other in graph if "#" in other and other.startswith(SITE) and name != "url"}
    assert spoken_of <= described, sorted(spoken_of - described)[:5]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_for_programs_is_a_page_of_the_site_in_each_language(client, language):
    everything_live(1)
    path = f"/api/v1/docs?language={language}"
    told = page(client, path)
    address = f"{SITE}{path}"
    assert f'<meta property="og:url" content="{address}">' in told
    assert f'<link rel="canonical" href="{address}">' in told
    found = triples(linked(told))
    assert {
        (address, TYPE, "WebPage"),
        (address, "inLanguage", language),
        (address, "isPartOf", f"{HOME}#website"),
    } <= found
    [title] = [name for one, what, name in found if (one, what) == (address, "name")]
    assert f"<title>{title} – " in told and f'<meta property="og:title" content="{title}">' in told
