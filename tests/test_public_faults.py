"""The public routes under bad and hostile input: an answer that says so, never an error of ours."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime

from speeches import workflow
from speeches.models import Redirect
from tests import factories
from tests.public import LANGUAGES, body_of, everything_live, records

pytestmark = pytest.mark.django_db

NOWHERE = (
    "/xx/",
    "/EN/",
    "/en//",
    "/en/releases/0000/01/01/x/",
    "/en/data/releases-0000.csv",
    "/en/data/statements-0000.jsonl",
    "/en/releases/2023/02/31/x/",
    "/en/releases/9999/99/99/x/",
    "/en/releases/2023/04/27/",
    "/en/releases/2023/04/27/x/history/",
    "/en/events/%00/",
    "/en/events/a%00b/",
    "/en/people/nobody/",
    "/en/series/nothing/",
    "/en/statements/%00/",
    "/en/themes/%ff/",
    "/en/events/" + "a" * 10_000 + "/",
    "/%ff%fe",
    "/photos/x/0.webp",
    "/photos/x/99999999999999999999999999.webp",
    "/photos/x/-1.webp",
    "/attachments/x/%00",
    "/attachments/x/..%2f..%2fetc%2fpasswd",
)
QUERIES = (
    "page=0",
    "page=-1",
    "page=x",
    "page=1&page=2",
    "page=" + "9" * 5000,
    "page=%00",
    "page=²",
    "since=x",
    "since=2023-02-31",
    "since=0000-01-01",
    "since=0001-01-01",
    "since=9999-12-31",
    "until=0001-01-01",
    "until=9999-12-31",
    "since=2023-04-27T00:00",
    "since=%00",
    "theme=%00",
    "theme=a%00b",
    "theme=" + "x" * 10_000,
    "person=%ff",
    "event=a'--",
    "series=%F0%9F%98%80",
    "kind=%00",
    "kind=nope",
    "%00=%00",
    "&".join(f"f{number}={number}" for number in range(900)),
)


@pytest.fixture
def site(client):
    """A site with one live thing of each kind in English; gives the addresses of all its pages."""
    edition = everything_live()
    with translation.override("en"):
        return records(edition)


@pytest.fixture
def patient(client):
    """A client that gets our error page, as a reader would, where an exception escapes."""
    return Client(raise_request_exception=False)


def test_an_unknown_address_is_404_whatever_it_says(patient, site):
    plain = patient.get("/en/nothing-here/")
    for path in NOWHERE:
        answer = patient.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate", path
        if path.startswith("/en/"):
            assert answer.content == plain.content, path


@pytest.mark.no_cover
def test_no_query_string_breaks_a_page(patient, site):
    for path, query in [(path, query) for path in site for query in QUERIES]:
        answer = patient.get(f"{path}?{query}")
        body_of(answer)
        assert answer.status_code in (200, 301, 302), (path, query[:60], answer.status_code)


def test_more_fields_than_anybody_needs_are_refused(patient, site):
    answer = patient.get("/en/releases/?" + "a=b&" * 2500)
    assert answer.status_code == 400
    assert "This request cannot be understood" in answer.content.decode()


def test_pages_are_read_and_nothing_else(patient, site):
    for path in site:
        for method in ("post", "put", "patch", "delete", "options", "trace"):
            answer = getattr(patient, method)(path)
            assert answer.status_code == 405, (method, path)
            assert answer.headers["Allow"] == "GET, HEAD"
            assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"


def test_head_answers_as_get_does_without_the_body(client, site):
    for path in site:
        get, head = client.get(path), client.head(path)
        assert head.status_code == get.status_code, path
        assert body_of(head) == b"", path
        for name in ("ETag", "Cache-Control", "Content-Type", "Content-Language", "Content-Disposition"):
            assert head.headers.get(name) == get.headers.get(name), (name, path)
        body_of(get)


def test_no_page_sets_a_cookie_or_depends_on_one(client, site):
    for path in (*site, "/en/nothing-here/"):
        answer = client.get(path)
        body_of(answer)
        assert not answer.cookies, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path


def test_every_page_is_revalidated_by_what_it_says(client, site):
    pages = [path for path in site if path != "/"]
    for path in pages:
        first, second = client.get(path), client.get(path)
        assert first.headers["Cache-Control"] == "max-age=0, must-revalidate", path
        assert first.headers["ETag"] == second.headers["ETag"], path
        assert body_of(first) == body_of(second), path
        for ask in (client.get, client.head):
            again = ask(path, headers={"If-None-Match": first.headers["ETag"]})
            assert again.status_code == 304, path
            assert body_of(again) == b""
        assert client.get(path, headers={"If-None-Match": '"something-else"'}).status_code == 200


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client, site):
    for path in site:
        if path.endswith("/") and path != "/":
            answer = client.get(path.removesuffix("/"))
            assert (answer.status_code, answer.headers["Location"]) == (301, path)


def test_what_is_not_public_answers_as_what_does_not_exist(client):
    with translation.override("en"):
        nothing = client.get("/en/releases/2026/11/24/nothing/").content
        for make in (factories.draft, factories.in_review, factories.scheduled, factories.discarded):
            edition = make(
                event=factories.event(f"event-{make.__name__}", series=factories.series(f"series-{make.__name__}")),
                themes=[factories.theme(f"theme-{make.__name__}")],
                photos=[{"photo": factories.photo(), "alt": "A canal"}],
                attachments=[{"attachment": factories.attachment(), "title": "The decree"}],
            )
            version = factories.statement(edition, "According to him", speaker=factories.person(make.__name__))
            release = edition.release
            day = release.address_date or localtime(release.created_at).date()
            address = f"/en/releases/{day:%Y/%m/%d}/{release.slug}/"
            hidden = [address, f"{address}history/", release.event.get_absolute_url()]
            hidden += [release.event.series.get_absolute_url(), version.get_absolute_url()]
            hidden += [version.speaker.get_absolute_url(), edition.themes.first().get_absolute_url()]
            use = edition.edition_photos.get()
            hidden += [row.get_absolute_url() for row in use.photo.renditions.all()]
            hidden += [edition.edition_attachments.get().attachment.get_absolute_url()]
            for path in hidden:
                answer = client.get(path)
                assert answer.status_code == 404, path
                if path.startswith("/en/"):
                    assert answer.content == nothing, path


def test_the_demo_too_answers_an_embargoed_address_with_the_page_of_readers(settings):
    """Under DEBUG Django would show its own page, which lists every address."""
    settings.DEBUG = True
    hidden = factories.scheduled().release.get_absolute_url()
    nothing = hidden.replace(hidden.rstrip("/").rsplit("/", 1)[1], "nothing-here")
    pages = []
    for path in (hidden, nothing):
        answer = Client().get(path)
        assert answer.status_code == 404
        pages.append(answer.content.decode().replace(path, ""))
    assert "There is nothing at this address" in pages[0] and "URLconf" not in pages[0]
    assert pages[0] == pages[1]


def test_a_withdrawn_release_leads_to_its_notices_in_other_languages(client):
    english = factories.withdrawn(translation_group="dates")
    russian = factories.withdrawn(language="ru", translation_group="dates")
    waiting = factories.scheduled(language="kk", translation_group="dates")
    page = client.get(english.release.get_absolute_url()).content.decode()
    assert f'href="{russian.release.get_absolute_url()}" lang="ru"' in page
    assert waiting.release.get_absolute_url() not in page
    assert 'href="/kk/releases/"' in page


def test_a_withdrawn_release_answers_with_its_explanation(client):
    edition = factories.withdrawn(reason="The figures were not ours.", title="Unheard of figures")
    address = edition.release.get_absolute_url()
    for path in (address, f"{address}history/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "The figures were not ours." in answer.content.decode()
        assert "Unheard of figures" not in answer.content.decode()
        assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
        assert client.head(path).status_code == 410
    for path in ("/en/", "/en/releases/", "/en/events/", "/en/themes/"):
        assert "Unheard of figures" not in client.get(path).content.decode()


def test_an_old_address_leads_to_a_release_only_while_that_is_public(client):
    live, waiting = factories.live(), factories.scheduled()
    gone = factories.withdrawn(reason="Taken back.")
    for number, edition in enumerate((live, waiting, gone)):
        Redirect.objects.create(path=f"/en/releases/2020/01/0{number + 1}/old/", release=edition.release)
        Redirect.objects.create(path=f"/node/{number}", release=edition.release)
    for path in ("/en/releases/2020/01/01/old/", "/node/0"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, live.release.get_absolute_url())
        assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    history = client.get("/en/releases/2020/01/01/old/history/")
    assert history.headers["Location"] == f"{live.release.get_absolute_url()}history/"
    for path in ("/en/releases/2020/01/02/old/", "/node/1", "/en/releases/2020/01/02/old/history/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert waiting.release.slug not in str(answer.headers) + answer.content.decode()
    for path in ("/en/releases/2020/01/03/old/", "/node/2"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Taken back." in answer.content.decode()


def test_the_history_keeps_the_place_of_a_redacted_edition_and_none_of_its_words(client):
    first = factories.live(title="With a name that must go")
    factories.corrected(first, title="Without the name", change_note="A name was taken out.")
    workflow.propose(first, "redact", factories.user("administrator"), reason="Order of a court.")
    workflow.redact(first, factories.user("administrator", "administrator2"), reason="Order of a court.")
    page = client.get(f"{first.release.get_absolute_url()}history/").content.decode()
    assert "a name that must go" not in page
    assert "removed for legal reasons" in page
    assert first.seal.sha256 in page
    assert "A name was taken out." in page


def test_the_root_asks_the_reader_for_the_language(client):
    for wish, path in (("kk,ru;q=0.8", "/kk/"), ("ru-RU", "/ru/"), ("fr", "/en/"), ("", "/en/"), ("*;;q=\0", "/en/")):
        answer = client.get("/", headers={"Accept-Language": wish})
        assert (answer.status_code, answer.headers["Location"]) == (302, path), wish
        assert "Accept-Language" in answer.headers["Vary"]


def test_a_release_of_another_day_or_language_is_not_at_the_address(client):
    release = factories.live().release
    day = release.address_date
    for path in (
        f"/ru/releases/{day:%Y/%m/%d}/{release.slug}/",
        f"/en/releases/{day + timedelta(days=1):%Y/%m/%d}/{release.slug}/",
    ):
        assert client.get(path).status_code == 404
    assert [client.get(reverse("root") + code).status_code for code in LANGUAGES] == [301, 301, 301]


@pytest.mark.parametrize(
    ("path", "accepted", "language", "says"),
    [
        ("/en/broken/", "ru", "en", "Something went wrong on our side"),
        ("/ru/broken/", "", "ru", "У нас произошла ошибка"),
        ("/kk/broken/", "", "kk", "Біздің тарапымыздан қате кетті"),
        ("/broken", "kk", "kk", "Біздің тарапымыздан қате кетті"),
    ],
)
@pytest.mark.urls("tests.failing")
def test_an_error_of_ours_is_told_without_the_database(client, path, accepted, language, says, django_db_blocker):
    client.raise_request_exception = False
    with django_db_blocker.block():
        answer = client.get(path, headers={"Accept-Language": accepted})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert says in page
    assert f'<html lang="{language}">' in page
    assert "broken on purpose" not in page


def test_the_switch_says_where_a_translation_is_missing(client):
    edition = factories.live(title="Only here")
    page = client.get(edition.release.get_absolute_url()).content.decode()
    assert '<a href="/ru/releases/" lang="ru" hreflang="ru">Русский <small>перевода пока нет</small></a>' in page
    assert 'hreflang="ru" href=' not in page, "no alternate that is not there"
