"""The first page, the list of releases, a new release, and the page of one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import AuditEntry, Edition, Redirect, Release
from tests import factories
from tests.desk import alerts, sign_in, text_of

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:speeches_release_changelist"), reverse("admin:speeches_release_add")


def change(release):
    return reverse("admin:speeches_release_change", args=[release.pk])


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def one_of_each():
    for standing in ("draft", "in_review", "scheduled", "superseded", "withdrawn", "discarded"):
        getattr(factories, standing)(event=factories.event(series=factories.series()))
    factories.next_scheduled(factories.live())


def test_the_list_takes_as_many_queries_for_one_release_as_for_many():
    client = sign_in("publisher")
    one_of_each()
    few = queries(client, LIST)
    for _round in range(3):
        one_of_each()
    assert queries(client, LIST) == few
    assert few <= 14


def test_the_first_page_takes_as_many_queries_for_little_work_as_for_much():
    client = sign_in("publisher")
    one_of_each()
    few = queries(client, reverse("admin:index"))
    for _round in range(3):
        one_of_each()
    assert queries(client, reverse("admin:index")) == few
    assert few <= 24


def test_the_list_shows_standing_and_who_has_it_with_the_newest_work_first():
    mine = factories.draft(title="My draft")
    factories.in_review(title="For review")
    later = clock.now() + timedelta(days=1)
    factories.scheduled(at=later, title="For later")
    factories.next_draft(factories.live(title="Was live"), title="The correction")
    writer = sign_in("writer")
    workflow.save(mine, writer.user, {"title": "My draft again"}, seen_hash=mine.content_hash())
    page = text_of(writer.get(LIST))
    titles = ("My draft again", "The correction", "For later", "For review")
    places = [page.index(title) for title in titles]
    assert places == sorted(places)
    assert "Was live" not in page, "the newest edition names the release"
    for said in ("Scheduled", "In review", "Draft", "Live", "a reviewer, from writer", "goes live"):
        assert said in page


@pytest.mark.parametrize("standing", ("draft", "in_review", "scheduled", "live", "withdrawn"))
def test_the_list_is_filtered_by_standing(standing):
    made = {
        name: getattr(factories, name)(title=f"It is {name}")
        for name in ("draft", "in_review", "scheduled", "live", "withdrawn")
    }
    page = text_of(sign_in("reviewer").get(LIST, {"standing": standing}))
    for name in made:
        assert (f"It is {name}" in page) == (name == standing)


def test_the_list_is_filtered_by_whose_it_is():
    factories.draft(title="Of the writer")
    factories.draft(title="Of the publisher", by=factories.user("publisher"))
    page = text_of(sign_in("writer").get(LIST, {"mine": "1"}))
    assert "Of the writer" in page and "Of the publisher" not in page


@pytest.mark.parametrize(
    "query",
    ("q=%00", "q=canal", "p=99999", "p=x", "o=9.9.-1", "standing=nothing", "mine=7", "nope=1", "kind=%E2%80%AE"),
)
def test_the_list_stands_whatever_it_is_asked(query):
    factories.draft(title="The canal")
    response = sign_in("writer").get(f"{LIST}?{query}", follow=True)
    assert response.status_code in (200, 400)


def test_the_first_page_shows_to_everyone_what_waits_for_him():
    factories.draft(title="Draft of the writer")
    factories.in_review(title="In review since today")
    factories.scheduled(title="Tomorrow's text")
    writer, reviewer = (text_of(sign_in(role).get(reverse("admin:index"))) for role in ("writer", "reviewer"))
    assert "Draft of the writer" in writer and "My drafts" in writer
    assert "Waiting for my review" not in writer
    assert "In review since today" in reviewer.split("Waiting for my review")[1]
    assert "Draft of the writer" not in reviewer
    assert "Tomorrow" in writer and "Tomorrow" in reviewer


def test_nobody_is_asked_to_review_his_own_text():
    factories.in_review(title="Written by the publisher", by=factories.user("publisher"))
    assert "Written by the publisher" not in text_of(sign_in("publisher").get(reverse("admin:index")))
    assert "Written by the publisher" in text_of(sign_in("reviewer").get(reverse("admin:index")))


def test_the_first_page_says_when_nothing_waits():
    assert "Nothing waits for you." in text_of(sign_in("publisher").get(reverse("admin:index")))


# --- a new release ---

NEW = {"title": "Water for the steppe", "language": "en", "kind": "press-release"}


def test_a_writer_opens_a_draft_whose_address_comes_from_the_title():
    event = factories.event()
    response = sign_in("writer").post(
        ADD, NEW | {"event": event.slug, "published_at_0": "2030-01-02", "published_at_1": "03:04"}
    )
    edition = Edition.objects.get()
    assert response.url == reverse("admin:edition", args=[edition.public_id])
    release = edition.release
    assert (release.slug, release.event, edition.title) == ("water-for-the-steppe", event, "Water for the steppe")
    assert release.published_at.isoformat() == "2030-01-01T22:04:00+00:00", "typed in the newsroom's zone"


@pytest.mark.parametrize(
    ("changes", "field"),
    (
        ({"title": ""}, "title"),
        ({"title": "\u202eevil"}, "title"),
        ({"language": "de"}, "language"),
        ({"kind": "poem"}, "kind"),
        ({"slug": "not a slug"}, "slug"),
        ({"slug": "x" * 121}, "slug"),
        ({"event": "9" * 40}, "event"),
        ({"event": "\x00"}, "event"),
        ({"translation_group": "\x07"}, "translation_group"),
        ({"published_at_0": "2030-01-01", "published_at_1": ""}, "published_at"),
        ({"published_at_0": "0001-01-01", "published_at_1": "00:00"}, "published_at"),
    ),
)
def test_a_new_release_is_refused_where_it_is_wrong_and_nothing_is_made(changes, field):
    response = sign_in("writer").post(ADD, NEW | changes)
    assert response.status_code == 200
    faults = response.context["release_form"].errors | response.context["edition_form"].errors
    assert list(faults) == [field]
    assert not Release.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_second_release_of_a_group_in_one_language_is_refused():
    factories.draft(translation_group="canal")
    response = sign_in("writer").post(ADD, NEW | {"translation_group": "canal"})
    assert "already has a release in this language" in text_of(response)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("role", ("reviewer", "administrator"))
def test_only_writers_and_publishers_open_releases(role):
    client = sign_in(role)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, NEW).status_code == 403


# --- the release itself ---


def amended(release, **changes):
    kept = {"slug": release.slug, "kind": release.kind, "event": "", "translation_group": release.translation_group}
    return kept | changes


def test_a_writer_amends_a_release_before_its_first_approval():
    release = factories.draft().release
    data = amended(release, slug="a-better-address", published_at_0="2030-05-01", published_at_1="12:00")
    assert sign_in("writer").post(change(release), data).status_code == 302
    release.refresh_from_db()
    assert release.slug == "a-better-address"
    assert release.published_at.isoformat() == "2030-05-01T07:00:00+00:00"


def test_once_approved_a_publisher_amends_it_with_a_reason_and_the_old_address_leads_on():
    release = factories.live().release
    old = release.get_absolute_url()
    publisher, writer = sign_in("publisher"), sign_in("writer")
    assert "The release itself" not in text_of(writer.get(change(release)))
    data = amended(release, slug="a-better-address")
    assert "only a publisher changes" in alerts(writer.post(change(release), data | {"reason": "x"}))
    assert "needs a reason" in alerts(publisher.post(change(release), data))
    assert publisher.post(change(release), data | {"reason": "A typing error."}).status_code == 302
    assert Redirect.objects.get(path=old).release == release


@pytest.mark.parametrize(
    "changes",
    (
        {"slug": ""},
        {"slug": "\x00"},
        {"kind": "poem"},
        {"event": "9" * 30},
        {"reason": "x" * 2001},
        {"reason": "\u202e"},
    ),
)
def test_a_release_is_amended_only_to_what_is_possible(changes):
    release = factories.live().release
    response = sign_in("publisher").post(change(release), amended(release, reason="Because.") | changes)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(changes)
    assert not Redirect.objects.exists()


def test_an_address_that_another_release_has_is_refused():
    first = factories.live(slug="canal").release
    second = factories.live(slug="river").release
    response = sign_in("publisher").post(change(second), amended(second, slug=first.slug, reason="Because."))
    assert response.status_code == 200
    assert response.context["form"].errors
    second.refresh_from_db()
    assert second.slug == "river"


def test_the_page_of_a_release_shows_its_editions_with_what_can_be_done():
    edition = factories.live(title="The canal is open")
    factories.next_draft(edition, title="The canal is deep", change_note="It was measured.")
    page = text_of(sign_in("publisher").get(change(edition.release)))
    for said in (
        "The canal is open",
        "The canal is deep",
        "It was measured.",
        "Withdraw",
        "Discard",
        "already working",
    ):
        assert said in page


def as_seen(form):
    """What a browser posts of a form that was opened and not touched: each field, and what it held when opened."""
    data = {}
    for bound in form:
        value = bound.value()
        value = "" if value is None else getattr(value, "pk", value)
        data[bound.html_name] = data[bound.html_initial_name] = value
    return data


def test_two_who_amend_a_release_keep_each_others_changes():
    release = factories.live(slug="canal").release
    first, second = sign_in("publisher"), sign_in("publisher", "publisher2")
    theirs, mine = (as_seen(client.get(change(release)).context["form"]) for client in (first, second))
    first.post(change(release), theirs | {"slug": "better-slug", "reason": "A typing error."})
    answer = second.post(change(release), mine | {"kind": "speech", "reason": "It was a speech."})
    assert answer.status_code == 302
    release.refresh_from_db()
    assert (release.slug, release.kind) == ("better-slug", "speech"), "neither is undone"
    answer = second.post(change(release), mine | {"slug": "third-slug", "reason": "Better still."})
    assert list(answer.context["form"].errors) == ["slug"]
    assert "Somebody else has changed this" in text_of(answer)
    release.refresh_from_db()
    assert release.slug == "better-slug"
