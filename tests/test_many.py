"""The list of releases: search, filters, searches that are kept, many at once, and the table for a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from speeches import clock, workflow
from speeches.admin import export, keeping, many
from speeches.models import AuditEntry, Edition, Release, SavedFilter
from speeches.states import Standing
from tests import factories
from tests.desk import alerts, sign_in, text_of

pytestmark = pytest.mark.django_db
LIST, TABLE, KEEP = (
    reverse(f"admin:{name}") for name in ("speeches_release_changelist", "release_export", "search_keep")
)


def page_for(verb, *editions):
    keys = "&".join(f"r={edition.release.public_id}" for edition in editions)
    return f"{reverse('admin:release_many', args=[verb])}?{keys}"


def ticked(*editions, **more):
    """What a browser posts with these editions ticked, each with the hash that the page showed."""
    seen = {f"seen_{edition.public_id}": edition.content_hash() for edition in editions}
    return {"edition": [edition.public_id for edition in editions]} | seen | more


def results(response):
    """The public ids of the editions that were done."""
    return {row["edition"].public_id for row in response.context["rows"] if row["result"]["done"]}


def standing(edition):
    return Edition.objects.get(pk=edition.pk).standing()


# --- search and filters ---


WORDS = {
    "canal": {"Canal"},
    "CANAL open": {"Canal"},
    "open canal": {"Canal"},
    "ВОДА": {"Вода"},
    "қала": {"Қала"},
    "harvest": {"Canal"},
    "of-another-name": {"Canal"},
    "первая": {"Вода"},
    "canal вода": set(),
    "100%": set(),
    "_": set(),
    "(": set(),
    "[а": set(),
    r"\д": set(),
}


def test_words_are_sought_in_titles_summaries_and_addresses():
    factories.draft(title="The Canal is open", summary="A good Harvest.", slug="of-another-name")
    first = factories.live(title="Первая ВОДА", language="ru")
    factories.corrected(first, title="Вода пришла")
    factories.draft(title="ҚАЛА туралы", language="kk")
    known = {"The Canal is open": "Canal", "Вода пришла": "Вода", "ҚАЛА туралы": "Қала"}
    writer = sign_in("writer")
    for words, found in WORDS.items():
        shown = [
            release.editions.all()[0].title for release in writer.get(LIST, {"q": words}).context["cl"].result_list
        ]
        assert {known[title] for title in shown} == found, words
    assert writer.get(LIST, {"q": "\x00"}).status_code == 200


def test_a_release_is_found_by_its_own_id_and_by_that_of_an_edition():
    edition = factories.draft()
    factories.draft()
    for key in (edition.public_id, edition.release.public_id.upper()):
        (found,) = sign_in("writer").get(LIST, {"q": key}).context["cl"].result_list
        assert found == edition.release


def test_each_filter_lets_through_what_it_names():
    theme, series = factories.theme("water"), factories.series()
    session = factories.event("session-1", title="First session", series=series)
    at = clock.now() - timedelta(days=40)
    wanted = factories.draft(
        themes=[theme], event=session, language="ru", kind="speech", published_at=at, by=factories.user("publisher")
    )
    workflow.comment(wanted, "Why?", user=factories.user("writer"))
    other = factories.draft(event=factories.event("session-10", title="Tenth session"), published_at=clock.now())
    done = workflow.comment(other, "Why?", user=factories.user("writer")).thread
    workflow.resolve(done, factories.user("writer"))
    client = sign_in("publisher")
    day = f"{at:%Y-%m-%d}"
    filters = {
        "language": "ru",
        "kind": "speech",
        "theme": "water",
        "series": series.slug,
        "event": "session-1",
        "until": f"{at + timedelta(days=1):%Y-%m-%d}",
        "mine": "1",
        "comments": "1",
    }
    for name, value in filters.items():
        response = client.get(LIST, {name: value})
        assert [one.public_id for one in response.context["cl"].result_list] == [wanted.release.public_id], name
        assert len(response.context["cl"].without()) == 1
    assert len(client.get(LIST, {"event": "SESSION first"}).context["cl"].result_list) == 1
    assert len(client.get(LIST, {"since": day}).context["cl"].result_list) == 2
    assert len(client.get(LIST, filters).context["cl"].result_list) == 1, "all at once"


NOT_UNDERSTOOD = (
    ("language", "de"),
    ("kind", "\x00"),
    ("theme", "\x00"),
    ("theme", "no-such-theme"),
    ("series", "9" * 400),
    ("since", "0001-01-01"),
    ("since", "31/12/2026"),
    ("until", "9999-12-31"),
    ("needs", "nothing"),
    ("event", "\x00"),
    ("event", "x" * 5000),
)


def test_a_filter_that_says_nothing_is_told_and_narrows_nothing():
    factories.draft(title="The canal")
    writer = sign_in("writer")
    for name, value in NOT_UNDERSTOOD:
        response = writer.get(LIST, {name: value})
        assert response.status_code == 200
        assert response.context["cl"].find.errors.keys() == {name}
        assert "The canal" in text_of(response)


def test_the_filters_take_the_same_queries_for_many_as_for_few():
    client = sign_in("publisher")
    address = f"{LIST}?q=water&standing=live&theme=water&event=event&comments=1&mine=1"

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def one():
        edition = factories.live(themes=[factories.theme()], event=factories.event(), by=factories.user("publisher"))
        workflow.comment(edition, "Why?", user=client.user)

    one()
    few = cost()
    for _round in range(4):
        one()
    assert cost() == few <= 17


# --- searches that are kept ---


def test_a_search_is_kept_under_a_name_and_shows_what_it_found():
    client = sign_in("writer")
    query = "q=%D0%B2%D0%BE%D0%B4%D0%B0&standing=draft&p=3&nope=1&_popup=1"
    response = client.post(KEEP, {"name": " Waiting ", "query": query}, follow=True)
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.name, kept.query) == (client.user, "Waiting", "q=%D0%B2%D0%BE%D0%B4%D0%B0&standing=draft")
    assert kept.query.replace("&", "&amp;") in text_of(response)
    assert response.request["QUERY_STRING"] == kept.query
    assert "Waiting" not in text_of(sign_in("reviewer").get(LIST)), "it is nobody else's"


NOT_KEPT = (
    ("", "q=canal", "Name:"),
    ("\u202e", "q=canal", "Name:"),
    ("\x00", "q=canal", "Name:"),
    ("x" * 61, "q=canal", "Name:"),
    ("New", "", "nothing to keep"),
    ("New", "nope=1", "nothing to keep"),
    ("New", f"q={'x' * 1100}", "nothing to keep"),
    ("Waiting", "q=river", "Choose another name"),
)


def test_a_search_that_cannot_be_kept_says_why():
    client = sign_in("writer")
    client.post(KEEP, {"name": "Waiting", "query": "q=canal"})
    for name, query, said in NOT_KEPT:
        assert said in text_of(client.post(KEEP, {"name": name, "query": query}, follow=True)), name
    assert SavedFilter.objects.get().query == "q=canal"


def test_thirty_searches_are_kept_at_most():
    client = sign_in("writer")
    for number in range(keeping.MOST):
        SavedFilter.objects.create(user=client.user, name=str(number), query="q=x")
    assert "Remove one" in text_of(client.post(KEEP, {"name": "More", "query": "q=y"}, follow=True))
    assert SavedFilter.objects.count() == keeping.MOST


def test_only_who_keeps_a_search_removes_it_and_only_by_post():
    kept = SavedFilter.objects.create(user=factories.user("writer"), name="Mine", query="q=x")
    address = reverse("admin:search_remove", args=[kept.public_id])
    assert sign_in("publisher").post(address).status_code == 404
    writer = sign_in("writer")
    assert writer.get(address).status_code == writer.get(KEEP).status_code == 405
    assert SavedFilter.objects.exists()
    assert writer.post(address, {"query": "q=y"}).url == f"{LIST}?q=y"
    assert not SavedFilter.objects.exists()
    assert writer.post(address).status_code == 404
    assert sign_in("outsider").post(KEEP, {"name": "x", "query": "q=y"}).status_code == 403


# --- many at once ---


@pytest.mark.parametrize("verb", ("submit", "approve", "reschedule", "themes"))
def test_an_action_leads_to_its_page_for_those_who_may(verb):
    edition = {"approve": factories.in_review, "reschedule": factories.scheduled}.get(verb, factories.draft)()
    may = {"submit": "writer", "approve": "reviewer", "reschedule": "publisher", "themes": "writer"}[verb]
    data = {"action": f"{verb}_many", "_selected_action": [edition.release.pk], "index": 0}
    for role in ("writer", "reviewer", "publisher", "outsider"):
        client = sign_in(role)
        allowed = role in (may, "publisher")
        answer = client.post(LIST, data)
        assert (getattr(answer, "url", "") == page_for(verb, edition)) == allowed
        assert client.get(page_for(verb, edition)).status_code == (200 if allowed else 403)
        if not allowed:
            assert client.post(page_for(verb, edition), ticked(edition, when="now")).status_code == 403
    assert standing(edition) in (Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED)


def test_many_are_submitted_each_with_its_own_result():
    good, bare, gone = factories.draft(), factories.draft(body=""), factories.draft()
    writer = sign_in("writer")
    page = text_of(writer.get(page_for("submit", good, bare, gone)))
    assert "The text is missing." in page
    workflow.submit(gone, writer.user)
    response = writer.post(page_for("submit", good, bare, gone), ticked(good, bare, gone, comment="Tonight."))
    assert results(response) == {good.public_id}
    assert [standing(one) for one in (good, bare, gone)] == [Standing.IN_REVIEW, Standing.DRAFT, Standing.IN_REVIEW]
    page = text_of(response)
    assert "Done: 1 of 3." in page and "It has no edition that is: Draft." in page
    assert AuditEntry.objects.get(verb="submit", subject_key=good.public_id).comment == "Tonight."


def test_many_are_approved_for_one_time_and_what_is_not_ticked_is_left():
    first, second, third = factories.in_review(), factories.in_review(), factories.in_review()
    at = clock.now() + timedelta(days=2)
    reviewer = sign_in("reviewer")
    local = timezone.localtime(at)
    data = ticked(first, second, when="at", at_0=f"{local:%Y-%m-%d}", at_1=f"{local:%H:%M}")
    page = text_of(reviewer.get(page_for("approve", first, second, third)))
    assert page.count("According to him, the work will go on in spring.") == 3, "the texts can be read"
    response = reviewer.post(page_for("approve", first, second, third), data)
    assert results(response) == {first.public_id, second.public_id}
    assert "Left out" in text_of(response)
    assert [standing(one) for one in (first, second, third)] == [*[Standing.SCHEDULED] * 2, Standing.IN_REVIEW]


def test_nothing_is_approved_that_was_not_seen():
    unseen, changed, seen = factories.in_review(), factories.in_review(), factories.in_review()
    data = ticked(unseen, changed, seen, when="now")
    data[f"seen_{unseen.public_id}"], data[f"seen_{changed.public_id}"] = "", "0" * 64
    response = sign_in("reviewer").post(page_for("approve", unseen, changed, seen), data)
    assert results(response) == {seen.public_id}
    page = text_of(response)
    assert "it must be clear which text you have seen" in page and "The text has changed since you opened it" in page
    assert standing(unseen) == standing(changed) == Standing.IN_REVIEW


def test_members_of_a_bundle_lead_to_the_bundle():
    member, own = factories.in_review(), factories.in_review(by=factories.user("publisher"))
    bundle = factories.bundle(member)
    publisher = sign_in("publisher")
    address = page_for("approve", member, own)
    for response in (publisher.get(address), publisher.post(address, ticked(member, own, when="now"))):
        page = text_of(response)
        assert reverse("admin:speeches_bundle_change", args=[bundle.pk]) in page
        assert "You have written in this edition" in page
    assert standing(member) == standing(own) == Standing.IN_REVIEW


def test_many_are_moved_to_another_time():
    editions = [factories.scheduled(), factories.scheduled()]
    response = sign_in("publisher").post(page_for("reschedule", *editions), ticked(*editions, when="now"))
    assert results(response) == {edition.public_id for edition in editions}
    assert {standing(edition) for edition in editions} == {Standing.LIVE}


def test_themes_are_added_and_removed_and_the_rest_of_the_text_stays():
    water, steppe, games = (factories.theme(slug) for slug in ("water", "steppe", "games"))
    first, second = factories.draft(themes=[water, games]), factories.draft(themes=[steppe])
    photo = factories.draft(themes=[water], photos=[{"photo": factories.photo(), "alt": "A canal"}])
    writer = sign_in("writer")
    data = ticked(first, second, photo, add=["steppe"], remove=["water"])
    response = writer.post(page_for("themes", first, second, photo), data)
    assert results(response) == {first.public_id, photo.public_id}
    assert "It has these themes already" in text_of(response)
    assert {theme.slug for theme in first.themes.all()} == {"steppe", "games"}
    assert photo.edition_photos.get().alt == "A canal"
    stale = data | {f"seen_{first.public_id}": "0" * 64, "add": ["water"], "remove": []}
    assert first.public_id not in results(writer.post(page_for("themes", first, second), stale))


@pytest.mark.parametrize(
    ("verb", "more", "said"),
    (
        ("themes", {}, "Choose at least one theme"),
        ("themes", {"add": ["\x00"]}, "not one of the available choices"),
        ("themes", {"add": ["water"], "remove": ["water"]}, "added and removed at once: Water"),
        ("submit", {"comment": "\u202e"}, "a character that nobody sees"),
    ),
)
def test_a_page_that_says_something_wrong_does_nothing(verb, more, said):
    factories.theme("water")
    edition = factories.draft()
    response = sign_in("writer").post(page_for(verb, edition), ticked(edition, **more))
    assert said in text_of(response)
    assert "rows" in response.context and "result" not in response.context["rows"][0]
    assert standing(edition) == Standing.DRAFT and not edition.themes.exists()


def test_at_least_one_must_be_ticked():
    edition = factories.draft()
    response = sign_in("writer").post(page_for("submit", edition), {"edition": [factories.draft().public_id, "\x00"]})
    assert "Tick at least one edition." in alerts(response)


def test_a_page_for_nothing_leads_back_to_the_list():
    writer = sign_in("writer")
    for query in ("", "?r=", "?r=%00", "?r=nosuchrelease", f"?r={'x' * 3000}", "?r=1%27--"):
        assert writer.get(reverse("admin:release_many", args=["submit"]) + query).url == LIST


def test_there_is_no_page_for_other_verbs():
    for verb in ("discard", "withdraw", "redact", "save"):
        assert sign_in("superuser").get(page_for(verb, factories.draft())).status_code == 404


def test_a_hundred_at_once_at_most():
    client = sign_in("writer")
    Release.objects.bulk_create(Release(language="en", slug=f"r-{number}") for number in range(many.MOST + 1))
    keys = list(Release.objects.values_list("pk", flat=True))
    data = {"action": "submit_many", "_selected_action": keys[:1], "select_across": 1, "index": 0}
    assert "At most 100 releases at once" in text_of(client.post(LIST, data, follow=True))


# --- the table ---


def rows_of(response):
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_table_holds_what_the_list_shows_with_formulas_defused():
    theme, event = factories.theme("water"), factories.event(title="The session", series=factories.series())
    evil = factories.draft(title='=HYPERLINK("http://evil")', themes=[theme])
    live = factories.live(title="Live; and well", event=event)
    reviewer = sign_in("reviewer")
    response = reviewer.get(TABLE)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    told = {row["public id"]: row for row in rows_of(response)}
    row = told[evil.release.public_id]
    assert row["title"] == '\'=HYPERLINK("http://evil")'
    assert (row["standing"], row["themes"], row["who has it"]) == ("Draft", "Water", "writer")
    row = told[live.release.public_id]
    assert (row["title"], row["event"], row["series"]) == ("Live; and well", "The session", "Council sessions")
    assert (row["approved by"], row["submitted by"]) == ("reviewer", "writer")
    assert row["address"] == live.release.get_absolute_url() and row["goes live"]
    entry = AuditEntry.objects.get(verb="export_list")
    assert (entry.actor, entry.details["releases"]) == ("reviewer", 2)


@pytest.mark.parametrize("cell", ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0@x", "＝1"))
def test_what_a_spreadsheet_would_take_for_a_formula_is_defused(cell):
    assert export.defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ("", "1-1", "a=b", "— dash", "2026-11-25", "'quoted", "«Вода»"))
def test_other_cells_stay_as_they_are(cell):
    assert export.defused(cell) == cell


def test_the_table_is_of_the_search_or_of_what_is_chosen():
    first, second = factories.draft(title="Canal"), factories.draft(title="River")
    client = sign_in("writer")
    assert [row["title"] for row in rows_of(client.get(TABLE, {"q": "canal"}))] == ["Canal"]
    data = {"action": "export_many", "_selected_action": [second.release.pk], "index": 0}
    assert [row["title"] for row in rows_of(client.get(client.post(LIST, data).url))] == ["River"]
    across = {"action": "export_many", "_selected_action": [first.release.pk], "select_across": 1, "index": 0}
    assert client.post(f"{LIST}?q=river", across).url == f"{TABLE}?q=river"
    assert rows_of(client.get(TABLE, {"r": "\x00"})) == []


def test_a_russian_spreadsheet_gets_semicolons():
    factories.draft(title="Вода, хлеб")
    content = b"".join(sign_in("writer").get(TABLE, headers={"accept-language": "ru"}).streaming_content).decode()
    assert content.startswith("\ufeff") and '";"Вода, хлеб";"' in content


def test_the_table_is_for_those_who_may_see_the_list():
    assert sign_in("outsider").get(TABLE).status_code == 403
    assert sign_in("writer").post(TABLE).status_code == 405
    assert not AuditEntry.objects.filter(verb="export_list").exists()


def test_the_table_takes_no_query_a_row():
    client = sign_in("writer")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert rows_of(client.get(TABLE))
        return len(captured)

    def some():
        for make in (factories.draft, factories.scheduled, factories.superseded, factories.withdrawn):
            make(themes=[factories.theme()], event=factories.event(series=factories.series()))

    some()
    few = cost()
    for _round in range(3):
        some()
    assert cost() == few <= 20
