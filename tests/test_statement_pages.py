"""What readers find of statements: their page over the editions, their citations, timelines and sessions."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from speeches import clock, workflow
from speeches.models import Release, Statement, StatementVersion
from speeches.states import StatementStatus
from speeches.templatetags.said import annotated_body
from speeches.text import near_repeats
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "the canal reaches every village of the steppe"
FILES = ("bib", "ris", "json")


def page_of(client, thing, status=200):
    answer = client.get(thing if isinstance(thing, str) else thing.get_absolute_url())
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def version():
    speaker = factories.person(aliases="Bekmuratov")
    return factories.statement(factories.live(), WORDS, speaker=speaker, themes=[factories.theme()], cue="noted that")


def test_a_statement_shows_its_place_its_speaker_and_how_to_cite_it(client, version):
    factories.tenure(version.speaker, factories.office("president"), held_from="2001-01-01")
    page = page_of(client, version)
    assert f"Aidar Bekmuratov noted that <mark>{WORDS}</mark>." in page
    assert ", President" in page and "Bekmuratov, Aidar. “" in page
    assert "The statement stands." in page
    for end in FILES:
        path = f"{version.get_absolute_url()}cite.{end}"
        assert path in page
        answer = client.get(path)
        assert f'filename="statement-{version.statement.public_id}.{end}"' in answer.headers["Content-Disposition"]
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        with translation.override("kk"):
            assert client.get(f"{version.get_absolute_url()}cite.{end}").content == answer.content
    assert json.loads(answer.content)[0]["author"] == [{"family": "Bekmuratov", "given": "Aidar"}]
    assert client.get(f"{version.get_absolute_url()}cite.xml").status_code == 404


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>Aidar Bekmuratov denied that {}.</p>", "The text around these words has changed"),
        ("<p>Nothing of this is left.</p>", "These words are no longer in the text"),
        ("<p>He noted that the canal reaches nearly every town of the steppe.</p>", "The passage has been changed"),
    ],
)
def test_what_once_stood_tells_what_changed(client, version, body, told):
    factories.corrected(version.edition, body=body.format(WORDS), change_note="He did not say so.")
    page = page_of(client, version)
    assert "The text has changed since" in page and told in page and "He did not say so." in page
    assert f"#s-{version.statement.public_id}" not in page
    assert "the text has been changed since" in page_of(client, f"{version.get_absolute_url()}cite.ris")


def test_a_statement_in_other_words_shows_the_difference(client, version):
    said = "the canal reaches every town of the steppe"
    newer = factories.corrected(version.edition, body=f"<p>Aidar Bekmuratov noted that {said}.</p>")
    newer.statement_versions.all().delete()
    factories.statement(newer, said, statement=version.statement, speaker=factories.person("dana-serikova"))
    page = page_of(client, version)
    assert "village</del><ins>" in page and "town</ins>" in page
    assert "The speaker is now given as Dana Serikova." in page
    assert "edition 2" in page


def test_taken_off_joined_and_withdrawn_statements_say_so(client, version):
    edition = version.edition
    other = factories.statement(edition, "the work will go on in spring")
    Statement.objects.filter(pk=other.statement_id).update(led_to=version.statement)
    other.status = StatementStatus.REJECTED
    other.save()
    for end in ("", "cite.bib"):
        answer = client.get(other.get_absolute_url() + end)
        assert answer.status_code == 301
        assert answer.headers["Location"] == version.get_absolute_url() + end
    StatementVersion.objects.filter(pk=version.pk).update(status=StatementStatus.REJECTED)
    moment = clock.now() + timedelta(seconds=1)
    Statement.objects.filter(pk=version.statement_id).update(taken_off_at=moment, taken_off_reason="Not his words.")
    with time_machine.travel(moment + timedelta(seconds=1)):
        page = page_of(client, version, 410)
        assert "Not his words." in page and WORDS not in page
        page_of(client, f"{version.get_absolute_url()}cite.json", 410)
        workflow.withdraw(edition, factories.user("publisher"), reason="Not confirmed.")
        assert "Not confirmed." in page_of(client, version, 410)


def test_what_the_public_never_saw_is_nowhere(client):
    live = factories.live()
    absent = client.get("/en/statements/qqqqqqqqqqqq/").content
    for status in StatementStatus:
        if status != StatementStatus.ACCEPTED:
            hidden = factories.statement(live, WORDS, status=status).statement
            for path in ("", *(f"cite.{end}" for end in FILES)):
                assert client.get(hidden.get_absolute_url() + path).status_code == 404
            assert client.get(hidden.get_absolute_url()).content == absent
    coming = factories.statement(factories.scheduled(), WORDS, speaker=factories.person())
    Statement.objects.filter(pk=coming.statement_id).update(taken_off_at=clock.now())
    page_of(client, coming, 404)
    suggested = factories.statement(live, WORDS, status=StatementStatus.SUGGESTED)
    Statement.objects.filter(pk=suggested.statement_id).update(taken_off_at=clock.now())
    page_of(client, suggested, 404)


def test_aligned_statements_stand_side_by_side_and_the_switch_leads_to_them(client, version):
    words = "канал доходит до каждого села"
    russian = factories.live(language="ru", body=f"<p>Он отметил, что {words}.</p>")
    same = factories.statement(russian, words)
    Release.objects.update(translation_group="canals")
    Statement.objects.filter(pk__in=[version.statement_id, same.statement_id]).update(alignment="a")
    page = page_of(client, version)
    assert "matched automatically" in page
    assert f'lang="ru">\n              <blockquote><p>{words}' in page
    assert f'<a href="/ru/statements/{same.statement.public_id}/" lang="ru" hreflang="ru">' in page
    named = re.findall(r'<link rel="alternate" hreflang="(..)" href="http://127.0.0.1:8000(.*?)"', page)
    assert named == [
        ("en", f"/en/statements/{version.statement.public_id}/"),
        ("ru", f"/ru/statements/{same.statement.public_id}/"),
    ]
    Statement.objects.filter(pk=version.statement_id).update(aligned_by=factories.user("reviewer"))
    assert "matched automatically" in page_of(client, version)
    Statement.objects.update(aligned_by=factories.user("reviewer"))
    assert "matched automatically" not in page_of(client, version)
    elsewhere = page_of(client, f"/kk/statements/{version.statement.public_id}/")
    assert f'rel="canonical" href="http://127.0.0.1:8000{named[0][1]}"' in elsewhere
    assert 'rel="alternate" hreflang' not in elsewhere, "it is no address of its own"


def test_passages_may_overlap_and_run_over_paragraphs_and_links():
    body = '<p>One two <a href="https://x.example/">three four</a>.</p><p>Five six.</p>'
    edition = factories.live(body=body)
    whole = factories.statement(edition, "two three four.\n\nFive")
    inner = factories.statement(edition, "three")
    html = annotated_body({}, edition, [inner, whole])
    assert html.count(f'id="s-{whole.statement.public_id}"') == 1
    assert html.count(f'id="s-{inner.statement.public_id}"') == 1
    assert html.count('class="said-mark"') == 2
    assert "<a" not in html.split('<a href="https://x.example/"')[1].split("</a>")[0]
    assert html.index("Five") < html.index(f'href="#s-{whole.statement.public_id}"')


def test_a_theme_and_a_person_are_counted_by_year_and_filtered(client):
    theme, one, other = factories.theme(), factories.person(), factories.person("dana-serikova")
    for year, speaker, times in (("2023", one, 2), ("2024", one, 1), ("2024", other, 3)):
        for _time in range(times):
            live = factories.live(published_at=f"{year}-05-04T06:00:00Z")
            factories.statement(live, WORDS, speaker=speaker, themes=[theme])
            factories.statement(live, "the work", speaker=speaker, status=StatementStatus.PROPOSED, themes=[theme])
    hidden = factories.scheduled(published_at="2019-05-04T06:00:00Z")
    factories.statement(hidden, WORDS, speaker=one, themes=[theme])
    page = page_of(client, theme)
    assert "6 statements" in page and '<desc id="chart-told">2023: 2; 2024: 4</desc>' in page
    assert page.count('class="said-entry"') == 6
    page = page_of(client, f"{theme.get_absolute_url()}?year=2024&by=aidar-bekmuratov")
    assert page.count('class="said-entry"') == 1
    assert 'href="/ru/themes/water/?year=2024&amp;by=aidar-bekmuratov"' in page
    page = page_of(client, f"{one.get_absolute_url()}?by=water&year=2023")
    assert page.count('class="said-entry"') == 2 and "2019" not in page
    for query in ("year=2019", "year=x", "by=nobody", "year=%00", "by=%00", "page=99"):
        page = page_of(client, f"{theme.get_absolute_url()}?{query}")
        assert page.count('class="said-entry"') == 6
        assert ("this choice was left out" in page) == (query != "page=99"), query
        assert ("There is no page “99”. This is page 1 of 1." in page) == (query == "page=99"), query
    silent = factories.person("silent")
    factories.statement(live, "the work", speaker=silent)
    told = page_of(client, f"{theme.get_absolute_url()}?by={silent.slug}")
    assert f"Nothing here fits “{silent.name}”" in told
    unknown = page_of(client, f"{theme.get_absolute_url()}?by=%3Cb%3E")
    assert "Nothing here fits “&lt;b&gt;”" in unknown
    page = page_of(client, f"{theme.get_absolute_url()}?year=2023&by=dana-serikova")
    assert "0 of 6 statements" in page and "No statement fits both choices." in page and page.count("aria-current") >= 2


def test_a_choice_that_the_public_may_not_know_is_told_as_one_that_never_was(client):
    theme, hidden = factories.theme(), factories.person("hidden-speaker")
    factories.statement(factories.live(), WORDS, speaker=factories.person(), themes=[theme])
    factories.statement(factories.scheduled(), WORDS, speaker=hidden, themes=[theme])
    asked = [page_of(client, f"{theme.get_absolute_url()}?by={slug}") for slug in (hidden.slug, "nobody-at-all")]
    assert asked[0].replace(hidden.slug, "x") == asked[1].replace("nobody-at-all", "x")
    assert "Nothing here fits “hidden-speaker”" in asked[0] and hidden.name not in asked[0]


def test_filtered_timelines_ask_the_same_of_few_statements_as_of_many(client):
    themes = [factories.theme(), factories.theme("energy")]
    one, asked = factories.person(), {}

    def plant(year, number):
        live = factories.live(published_at=f"{year}-05-04T06:00:00Z")
        speaker = factories.person(f"speaker-{number}") if number else one
        factories.statement(live, WORDS, speaker=speaker, themes=themes)

    plant(2023, 0), plant(2024, 0), plant(2024, 1)
    for times in (0, 9):
        for number in range(times):
            plant(2010 + number, number + 2), plant(2010 + number, 0)
        for path in (
            f"{themes[0].get_absolute_url()}?year=2024&by={one.slug}",
            f"{themes[0].get_absolute_url()}?by=nobody",
            f"{one.get_absolute_url()}?year=2024&by=water",
            f"{one.get_absolute_url()}?year=1999",
        ):
            with CaptureQueriesContext(connection) as queries:
                page_of(client, path)
            asked.setdefault(path, set()).add(len(queries))
    assert all(len(counts) == 1 for counts in asked.values()), asked


def test_an_event_and_a_session_say_how_many_statements_stand_there_and_lead_to_the_rest(client):
    series, theme, speaker = factories.series(), factories.theme(), factories.person()
    event = factories.event("session-1", series=series, ordinal=1)
    words = [f"sentence number {number}" for number in range(65)]
    edition = factories.live(event=event, body="".join(f"<p>He said {one}.</p>" for one in words))
    for one in words:
        factories.statement(edition, one, speaker=speaker, themes=[theme])
    page = page_of(client, event)
    assert page.count('class="said-entry"') == 60 and "60 statements\n</small>" in page
    assert "1–60 of 65" in page and 'href="?page=2#said"' in page and "Next page" in page
    page = page_of(client, f"{event.get_absolute_url()}?page=2")
    assert page.count('class="said-entry"') == 5 and "61–65 of 65" in page and "Previous page" in page
    page = page_of(client, f"{series.get_absolute_url()}?theme=water")
    assert page.count('class="said-entry"') == 12
    assert f'href="{event.get_absolute_url()}#said">Shown are 12 of 65' in page
    assert "this choice was left out" not in page
    assert "Nothing here fits “fire”" in page_of(client, f"{series.get_absolute_url()}?theme=fire")


def test_sessions_stand_side_by_side_with_what_changed(client):
    series, theme = factories.series(), factories.theme()
    said = {1: "the canal reaches ninety villages of the steppe", 2: "the canal reaches every village of the steppe"}
    for number, words in said.items():
        event = factories.event(f"session-{number}", series=series, ordinal=number)
        live = factories.live(event=event, body=f"<p>He noted that {words}. Schools matter in year {number}.</p>")
        factories.statement(live, words, themes=[theme])
    path = f"{series.get_absolute_url()}?theme=water"
    page = page_of(client, path)
    assert "<del>ninety villages</del>" in page and "<ins>every village</ins>" in page
    assert page.index("Session 2") < page.index("Session 1")
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(3, 12):
        event = factories.event(f"session-{number}", series=series, ordinal=number)
        factories.statement(factories.live(event=event), WORDS, themes=[theme], speaker=factories.person())
    with CaptureQueriesContext(connection) as many:
        page_of(client, path)
    assert len(many) <= len(few) + 1
    assert "page=2" in page_of(client, path)
    assert page_of(client, f"{series.get_absolute_url()}?theme=nothing").count('class="pair"') == 0


def test_only_near_repeats_are_paired():
    old = ["We will build ten new schools this year.", "Rivers need care."]
    new = ["Trade with the neighbours grows.", "We will build twelve new schools this year."]
    assert near_repeats(old, new) == [(0, 1)]
    assert near_repeats([], new) == []
