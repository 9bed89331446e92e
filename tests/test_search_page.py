"""The search page, as readers meet it: results with what was asked for, and a way on where there are none."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from speeches import search
from tests import factories

pytestmark = pytest.mark.django_db
CANAL = "<p>The minister noted that the canal reaches every village of the steppe.</p>"


def asked(client, q="", language="en", **more):
    """The page as text, and the answer."""
    with translation.override(language):
        path = reverse("search")
    answer = client.get(path, {"q": q, **more})
    assert answer.status_code == 200
    return answer


def page(client, q="", **more):
    return asked(client, q, **more).content.decode()


def said(edition, quote="the canal reaches every village of the steppe", **fields):
    return factories.statement(edition, quote, **fields)


@pytest.fixture
def canal():
    return factories.live(title="Canals of the south", body=CANAL)


def test_a_release_is_found_by_another_form_of_its_words_and_they_are_marked(client, canal):
    text = page(client, "canal villages")
    assert f'<a href="{canal.release.get_absolute_url()}"><mark>Canals</mark> of the south</a>' in text
    assert "the <mark>canal</mark> reaches every <mark>village</mark> of the steppe." in text
    assert "1 release" in text


def test_a_statement_is_a_result_of_its_own(client, canal):
    version = said(canal, speaker=factories.person("saule-ormanova"))
    text = page(client, "ormanova village", what="statements")
    assert "every <mark>village</mark> of the steppe" in text
    assert "Saule <mark>Ormanova</mark></a>" in text
    assert f'href="{version.get_absolute_url()}"' in text
    assert f"{canal.release.get_absolute_url()}#s-{version.statement.public_id}" in text
    assert 'Statements <span class="number">1</span>' in text and 'Releases <span class="number">0</span>' in text


def test_what_was_typed_and_what_was_written_is_shown_and_never_run(client):
    factories.live(title="<script>alert(1)</script> canal", body=CANAL)
    text = page(client, 'canal "<script>alert(2)"')
    assert "<script>alert" not in text
    text = page(client, "canal alert")
    assert "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; <mark>canal</mark>" in text


def test_results_are_kept_out_of_search_engines_and_the_form_alone_is_not(client, canal):
    answer = asked(client, "canal")
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    plain = client.get(reverse("search"))
    assert "X-Robots-Tag" not in plain.headers and "noindex" not in plain.content.decode()
    assert 'rel="canonical"' not in answer.content.decode()


def test_filters_narrow_and_can_be_taken_away_one_by_one(client, canal):
    theme = factories.theme("water")
    wet = factories.live(title="Another canal", body=CANAL, themes=[theme])
    text = page(client, "canal", theme="water", kind="press-release")
    assert wet.release.get_absolute_url() in text and canal.release.get_absolute_url() not in text
    assert f'href="{reverse("search")}?q=canal&amp;kind=press-release"' in text
    assert f'href="{reverse("search")}?q=canal&amp;theme=water"' in text
    assert "1 release" in text
    assert "Choose from the list" in page(client, "canal", theme="no-such-theme")


def test_statements_are_narrowed_by_their_own_speaker_and_theme(client, canal):
    water, one, other = factories.theme("water"), factories.person("one"), factories.person("other")
    said(canal, "the canal reaches every village", speaker=one, themes=[water])
    said(canal, "The minister noted", speaker=other)
    for narrow in ({"person": "one"}, {"theme": "water"}, {"kind": "press-release"}):
        assert "1 statement" in page(client, "canal", what="statements", **narrow), narrow
    # "other" has statements, so the filter takes the name; none of them has the word.
    assert "Nothing found" in page(client, "canal", what="statements", person="other")


def test_the_order_can_be_by_date_and_stays_with_the_tab(client, canal):
    factories.live(title="Canal again", body=CANAL)
    text = page(client, "canal", order="date")
    assert '<input type="hidden" name="order" value="date">' in text
    assert f'href="{reverse("search")}?q=canal&amp;order=date&amp;what=statements"' in text
    assert text.index("</mark> again") < text.index("</mark> of the south")


def test_pages_follow_each_other(client):
    for number in range(21):
        factories.live(title=f"Canal {number}", body=CANAL)
    first, second = page(client, "canal"), page(client, "canal", page="2")
    assert first.count('<article class="entry">') == 20 and second.count('<article class="entry">') == 1
    assert f'rel="next" href="{reverse("search")}?q=canal&amp;page=2"' in first
    assert f'rel="prev" href="{reverse("search")}?q=canal"' in second
    for number in ("x", "-1", "0", "9" * 5000, "٣"):
        assert "21 releases" in page(client, "canal", page=number)


def test_what_is_called_so_stands_above_what_is_found_on_the_first_page(client):
    theme, hidden = factories.theme("canal-works"), factories.theme("canal-works-to-come")
    for number in range(21):
        factories.live(title=f"Canal {number}", body=CANAL, themes=[theme])
    factories.draft(title="Canal to come", themes=[hidden])
    named = f'<li><a href="{theme.get_absolute_url()}">Canal works <span class="meta">Theme</span></a></li>'
    first = page(client, "canal")
    assert first.index("See also:") < first.index(named) < first.index('<article class="entry">')
    assert hidden.get_absolute_url() not in first
    assert "See also:" not in page(client, "canal", page="2")
    assert "See also:" not in page(client, "villages")


def offers(client, q, **more):
    text = page(client, q, **more)
    assert "Nothing found" in text
    return text.partition('class="plain offers"')[2].partition("</ul>")[0]


def test_nothing_found_offers_what_can_be_found(client, canal):
    factories.theme("water")
    factories.live(title="A bridge", themes=[factories.theme("roads")], body="<p>The bridge stands at last.</p>")
    assert "The same without narrowing down</a> <span" in offers(client, "canal", theme="roads")
    assert "Only: canal</a>" in offers(client, "canal -village")
    assert "The words apart: village canal</a>" in offers(client, '"village canal"')
    told = offers(client, "canal bridge")
    assert "Only: canal</a>" in told and "Only: bridge</a>" in told
    assert "Perhaps you mean: canals</a>" in offers(client, "cannals")
    assert "?q=bridge" in offers(client, "bridgge")


def test_what_respelling_asks_is_bounded(client, canal):
    def queries(words):
        with CaptureQueriesContext(connection) as told:
            asked(client, words, language="kk")
        return len(told)

    factories.live(language="kk", title="Арна", body="<p>Арна ауылға жетті.</p>")
    words = "dununinun kunginun gununkun munginukin tunkugin"
    assert queries(words) <= queries(" ".join(words.split()[:3])) + 4


def test_nothing_found_tells_of_the_other_tab_and_the_other_languages(client, canal):
    said(canal, speaker=factories.person("saule-ormanova"))
    assert "The same in statements</a>" in offers(client, "ormanova")
    factories.live(language="ru", title="Форум", body="<p>В форуме Lormia приняли участие гости.</p>")
    told = offers(client, "lormia")
    assert 'href="/ru/search/?q=lormia" hreflang="ru"' in told and "/kk/" not in told


def test_nothing_found_leads_to_themes_archive_and_quote_check(client, canal):
    theme = factories.theme("water")
    factories.live(themes=[theme])
    text = page(client, "no such words anywhere")
    assert theme.get_absolute_url() in text
    assert f"{reverse('quote_check')}?q=no%20such%20words%20anywhere" in text


def test_nothing_found_leads_to_what_is_called_so(client, canal):
    theme, hidden = factories.theme("water-resources"), factories.theme("water-resources-of-tomorrow")
    factories.live(title="Rivers", themes=[theme])
    factories.draft(title="Rivers", themes=[hidden])
    text = page(client, "water -canal resources")
    assert "Nothing found" in text
    assert f'<li><a href="{theme.get_absolute_url()}">Water resources</a> <span class="meta">Theme</span></li>' in text
    assert hidden.get_absolute_url() not in text


@pytest.mark.parametrize(
    ("q", "told"),
    [
        ("...", "There is no word in this."),
        ("-canal", "This only says what to leave out."),
        (" ".join(chr(97 + number) * 3 for number in range(14)), "These were left out: mmm, nnn."),
    ],
)
def test_a_query_that_cannot_be_looked_up_is_answered_in_words(client, canal, q, told):
    assert told in page(client, q)


def test_filters_without_words_lead_to_the_archive(client):
    factories.live(themes=[factories.theme("water")])
    assert f"{reverse('archive')}?q=&amp;theme=water" in page(client, "", theme="water")


def test_each_language_searches_its_own_releases(client, canal):
    factories.live(language="kk", title="Дала өзендерінің жылы", body="<p>Өзен туралы.</p>")
    assert "<mark>өзендерінің</mark>" in page(client, "өзен", language="kk")
    assert "Nothing found" in page(client, "өзен", language="en")


def test_what_is_hidden_is_neither_found_nor_counted_nor_suggested(client, canal):
    factories.draft(title="Zhanarova canal", body="<p>Zhanarova canal.</p>")
    factories.scheduled(title="Zhanarova canal", body="<p>Zhanarova canal.</p>")
    factories.next_scheduled(canal, title="Zhanarova canal")
    factories.withdrawn(title="Zhanarova canal")
    assert "1 release" in page(client, "canal")
    assert "Nothing found" in page(client, "zhanarova")
    assert "<mark>" not in page(client, "zhanarov") and "Perhaps" not in page(client, "zhanarof")
    assert client.get(reverse("suggest"), {"q": "zhanar"}).json() == []


def test_the_number_of_queries_does_not_grow_with_the_results(client):
    counts = []
    for number in (3, 12):
        for one in range(number):
            photo = {"photo": factories.photo(), "alt": "A canal"}
            edition = factories.live(title=f"Canal {number} {one}", body=CANAL, photos=[photo])
            said(edition, speaker=factories.person(f"person-{number}-{one}"))
        for what in ("releases", "statements"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page(client, "canal", what=what)
            counts.append(len(queries))
    assert counts[:2] == counts[2:], counts
    assert max(counts) <= 20


def test_searches_that_find_nothing_ask_a_bounded_number_of_queries(client, canal):
    with CaptureQueriesContext(connection) as queries:
        page(client, "canalx bridgex villagex steppex horsex eaglex riverx winterx -canal")
    assert len(queries) <= 90, len(queries)


def test_suggestions_are_titles_names_and_themes(client, canal):
    factories.live(themes=[factories.theme("canals-and-rivers")])
    answer = client.get(reverse("suggest"), {"q": "CAN"})
    assert answer.headers["Content-Type"] == "application/json" and answer.headers["X-Robots-Tag"] == "noindex"
    told = {(one["kind"], one["label"], one["text"]) for one in answer.json()}
    assert told == {
        ("theme", "Theme", "Canals and rivers"),
        ("release", "Release", "Canals of the south"),
    }
    assert client.get(reverse("suggest"), {"q": "c"}).json() == []
    assert client.get(reverse("suggest")).json() == []
    assert client.post(reverse("suggest")).status_code == 405


def test_suggestions_say_what_they_are_in_the_language_of_the_page(client):
    factories.live(language="kk", title="Өзендер жылы")
    with translation.override("kk"):
        answer = client.get(reverse("suggest"), {"q": "озен"})
        label = translation.gettext("Release")
    assert [(one["label"], one["text"]) for one in json.loads(answer.content)] == [(label, "Өзендер жылы")]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_box_on_other_pages_leads_here(client, language):
    box = client.get(f"/{language}/themes/").content.decode()
    box = box[box.index('class="site-search"') : box.index("</form>")]
    assert f'action="/{language}/search/"' in box and 'name="q"' in box and "aria-label=" in box


NASTY = [
    "\x00",
    "canal\x00",
    "a" * 10_000,
    "\ud800canal",
    "\U0001f600",
    "שלום \u202e canal",
    'NEAR("canal" steppe, 3) OR title:x*',
    "canal AND NOT (village",
    "' OR 1=1 --",
    '"',
    "%",
    "\\",
    "canal:* & !village | <-> x",
    "{canal} [a] ^b +c",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("q", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("what", ["releases", "statements"])
def test_nothing_that_is_typed_breaks_the_page(client, canal, q, what):
    q = q.encode("utf-8", "surrogatepass")
    assert client.get(reverse("search"), {"q": q, "what": what, "order": "date"}).status_code == 200
    assert client.get(reverse("search"), {"q": "canal", "theme": q, "since": q, "page": q}).status_code == 200
    assert client.get(reverse("suggest"), {"q": q}).status_code == 200


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.characters(), st.sampled_from("canal \"«»-()*^:!&|\\%'")), max_size=60))
@example("canal - \x00")
def test_whatever_is_typed_is_answered(client, canal, q):
    q = q.encode("utf-8", "surrogatepass")
    for path in (reverse("search"), reverse("suggest")):
        assert client.get(path, {"q": q}).status_code == 200


def test_a_search_is_revalidated(client, canal):
    answer = asked(client, "canal")
    again = client.get(reverse("search"), {"q": "canal"}, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    search.forget(type(canal).objects.filter(pk=canal.pk))
    assert asked(client, "canal").headers["ETag"] != answer.headers["ETag"]


def test_nobody_asks_without_end(client, canal, settings):
    settings.LIMITS = {"search": 2, "suggest": 3}
    for path, most in ((reverse("search"), 2), (reverse("suggest"), 3)):
        statuses = [client.get(path, {"q": "canal"}).status_code for _ in range(most + 1)]
        assert statuses == [200] * most + [429]
