"""Bundles at the desk: made, filled, approved, moved and taken apart as a whole."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import Bundle, BundleMember, Edition, Showing
from tests import factories
from tests.desk import alerts, sign_in, text_of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:speeches_bundle_add")


def page_of(bundle):
    return reverse("admin:speeches_bundle_change", args=[bundle.pk])


def do(bundle, verb):
    return reverse("admin:bundle_verb", args=[bundle.public_id, verb])


def two_versions(make=factories.in_review):
    return [make(language=language, translation_group="canal", title=f"Canal {language}") for language in ("en", "ru")]


def seen(*editions):
    return {f"seen_{edition.public_id}": edition.content_hash() for edition in editions}


def standings(*editions):
    return [Edition.objects.get(pk=edition.pk).standing() for edition in editions]


def test_a_bundle_is_made_approved_moved_and_taken_off_the_plan():
    editions = two_versions()
    writer, reviewer, publisher = sign_in("writer"), sign_in("reviewer"), sign_in("publisher")
    keys = [edition.public_id for edition in editions]
    made = writer.post(ADD, {"title": "Opening of the canal", "editions": keys})
    bundle = Bundle.objects.get()
    assert made.url == page_of(bundle)
    page = text_of(reviewer.get(page_of(bundle)))
    assert "reaches every village of the steppe" in page, "whoever approves reads the texts on the page"
    there = (clock.now() + timedelta(hours=2)).astimezone(ZoneInfo("Asia/Almaty")).replace(microsecond=0)
    time = {"when": "at", "at_0": f"{there:%Y-%m-%d}", "at_1": f"{there:%H:%M:%S}"}
    assert reviewer.post(do(bundle, "approve"), seen(*editions) | time).url == page_of(bundle)
    assert standings(*editions) == ["scheduled", "scheduled"]
    assert set(Showing.objects.values_list("shown_from", flat=True)) == {there}
    assert "Goes live in English and Russian on " in text_of(reviewer.get(page_of(bundle)))
    assert reviewer.post(do(bundle, "unschedule"), {"reason": "Rain."}).status_code == 302
    assert set(standings(*bundle.editions.all())) == {"draft"}
    assert "Submit every edition" in text_of(reviewer.get(page_of(bundle)))
    for draft in bundle.editions.all():
        workflow.submit(draft, factories.user("writer"))
    reviewer.post(do(bundle, "approve"), seen(*bundle.editions.all()) | time)
    publisher.post(do(bundle, "reschedule"), {"when": "now"})
    assert standings(*bundle.editions.all()) == ["live", "live"]


def test_texts_that_were_not_seen_are_not_approved_not_even_one():
    editions = two_versions()
    bundle = factories.bundle(*editions)
    reviewer = sign_in("reviewer")
    stale = seen(*editions) | {f"seen_{editions[1].public_id}": "0" * 64, "when": "now"}
    for data, said in (
        (stale, "The text has changed since you opened it"),
        (seen(editions[0]) | {"when": "now"}, "Open the edition first"),
        (seen(*editions) | {"when": "at", "at_0": "2020-01-01", "at_1": "10:00"}, "This time has passed"),
        (seen(*editions) | {"when": "at", "at_0": "2030-01-01"}, "Enter a valid time"),
        (seen(*editions) | {"when": "now", "comment": "\u202e"}, "a character that nobody sees"),
        ({}, "This field is required"),
    ):
        assert said in text_of(reviewer.post(do(bundle, "approve"), data))
        assert standings(*editions) == ["in_review", "in_review"]
    assert not Showing.objects.exists()


def test_editions_that_are_not_equally_far_wait_for_each_other():
    bundle = factories.bundle(factories.in_review(), factories.draft())
    reviewer = sign_in("reviewer")
    assert "not equally far" in text_of(reviewer.get(page_of(bundle)))
    response = reviewer.post(do(bundle, "approve"), seen(*bundle.editions.all()) | {"when": "now"})
    assert "is for: In review" in alerts(response)
    assert not Showing.objects.exists()


def test_an_edition_leaves_with_a_reason_and_others_join():
    stays, leaves, joins = factories.in_review(), factories.in_review(), factories.draft()
    bundle = factories.bundle(stays, leaves)
    writer = sign_in("writer")
    for reason, said in (("", "This field is required"), ("\x00", "Null characters"), ("x" * 2001, "at most 2000")):
        response = writer.post(do(bundle, "leave"), {"edition": leaves.public_id, "reason": reason}, follow=True)
        assert said in text_of(response)
        assert bundle.members.count() == 2
    for key in ("", "\x00", "nothere", joins.public_id):
        response = writer.post(do(bundle, "leave"), {"edition": key, "reason": "No."}, follow=True)
        assert "not in the bundle any more" in text_of(response)
    writer.post(do(bundle, "leave"), {"edition": leaves.public_id, "reason": "Not ready."})
    assert [member.edition for member in bundle.members.all()] == [stays]
    for keys in ([], ["\x00"], ["9" * 40], [stays.public_id]):
        response = writer.post(do(bundle, "join"), {"editions": keys}, follow=True)
        assert "Choose editions that are open" in text_of(response)
    writer.post(do(bundle, "join"), {"editions": [joins.public_id, leaves.public_id]})
    assert bundle.members.count() == 3


def test_of_editions_that_cannot_all_join_none_does():
    first = factories.draft()
    bundle = factories.bundle(factories.live() and factories.draft())
    other = factories.draft()
    workflow.discard(other, factories.user("writer"))
    response = sign_in("writer").post(do(bundle, "join"), {"editions": [first.public_id, other.public_id]}, follow=True)
    assert "Choose editions that are open" in text_of(response)
    assert bundle.members.count() == 1


@pytest.mark.parametrize("verb", ("join", "leave"))
def test_who_does_not_write_neither_fills_nor_empties_a_bundle(verb):
    inside, outside = factories.in_review(), factories.draft()
    bundle = factories.bundle(inside)
    data = {"editions": [outside.public_id], "edition": inside.public_id, "reason": "Because."}
    response = sign_in("reviewer").post(do(bundle, verb), data, follow=True)
    assert "Your role does not allow this for a bundle" in text_of(response)
    assert list(BundleMember.objects.values_list("edition", flat=True)) == [inside.pk]


def test_a_writer_cannot_approve_a_bundle():
    editions = two_versions()
    bundle = factories.bundle(*editions)
    response = sign_in("writer").post(do(bundle, "approve"), seen(*editions) | {"when": "now"})
    assert "Your role does not allow" in alerts(response)
    assert standings(*editions) == ["in_review", "in_review"]


@pytest.mark.parametrize(
    ("data", "field"),
    (
        ({"title": "", "editions": "GIVEN"}, "title"),
        ({"title": "\u202ex", "editions": "GIVEN"}, "title"),
        ({"title": "x" * 201, "editions": "GIVEN"}, "title"),
        ({"title": "Canal"}, "editions"),
        ({"title": "Canal", "editions": "\x00"}, "editions"),
        ({"title": "Canal", "editions": "9" * 40}, "editions"),
    ),
)
def test_a_new_bundle_is_refused_where_it_is_wrong(data, field):
    edition = factories.draft()
    data = {name: edition.public_id if value == "GIVEN" else value for name, value in data.items()}
    response = sign_in("writer").post(ADD, data)
    assert list(response.context["form"].errors) == [field]
    assert not Bundle.objects.exists()


def test_two_editions_of_one_release_make_no_bundle():
    edition = factories.draft()
    taken = factories.draft()
    factories.bundle(taken)
    response = sign_in("writer").post(ADD, {"title": "Twice", "editions": [edition.public_id, taken.public_id]})
    assert "editions" in response.context["form"].errors
    assert Bundle.objects.count() == 1


def test_verbs_of_a_bundle_are_posts_and_adding_needs_the_permission():
    bundle = factories.bundle(factories.draft())
    reviewer = sign_in("reviewer")
    assert reviewer.get(do(bundle, "approve")).url == page_of(bundle)
    assert reviewer.get(ADD).status_code == 403
    assert reviewer.post(ADD, {"title": "x"}).status_code == 403


def test_an_empty_bundle_says_so():
    bundle = factories.bundle()
    publisher = sign_in("publisher")
    assert "The bundle is empty." in text_of(publisher.get(page_of(bundle)))
    assert "The bundle is empty." in alerts(publisher.post(do(bundle, "approve"), {"when": "now"}))
