"""Language versions and releases of an event together: bundled by one button, submitted and approved all or none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import Bundle, BundleMember, Edition
from speeches.states import State
from tests import factories
from tests.checks import audited, refused
from tests.desk import page_of, sign_in, text_of

pytestmark = pytest.mark.django_db
TOGETHER, BUNDLES = reverse("admin:bundle_together"), reverse("admin:speeches_bundle_changelist")


def versions(make=factories.draft, codes=("en", "ru", "kk"), **fields):
    return [make(language=code, translation_group="canal", title=f"Canal {code}", **fields) for code in codes]


def of(bundle):
    return reverse("admin:speeches_bundle_change", args=[bundle.pk])


def do(bundle, verb):
    return reverse("admin:bundle_verb", args=[bundle.public_id, verb])


def states(*editions):
    return [str(Edition.objects.get(pk=edition.pk).state) for edition in editions]


# --- the verbs ---------------------------------------------------------------------------------------


def test_the_drafts_of_a_bundle_are_submitted_together():
    drafts, waiting = versions(), factories.in_review()
    bundle = factories.bundle(*drafts, waiting)
    with audited(*[("submit", "writer", "draft", "in_review")] * 3):
        workflow.submit_bundle(bundle, factories.user("writer"), comment="All three.")
    assert states(*drafts, waiting) == ["in_review"] * 4
    with refused(*["state"] * 4):
        workflow.submit_bundle(bundle, factories.user("writer"))


def test_of_drafts_that_are_not_all_whole_none_is_submitted():
    bundle = factories.bundle(factories.draft(), factories.draft(body=""), factories.draft(title=" "))
    with refused("body", "title"):
        workflow.submit_bundle(bundle, factories.user("writer"))
    with refused(*["permission"] * 3):
        workflow.submit_bundle(bundle, factories.user("reviewer"))


def test_open_versions_are_put_together_and_later_ones_join_them():
    writer, (english, russian) = factories.user("writer"), versions(codes=("en", "ru"))
    live = factories.live(language="kk", translation_group="canal")
    releases = [edition.release for edition in (english, russian, live)]
    with audited("create_bundle", "join_bundle", "join_bundle"):
        bundle = workflow.bundle_together(writer, releases, "Canal")
    assert {member.edition for member in bundle.members.all()} == {english, russian}
    correction = workflow.start_edition(live, writer)
    with audited("join_bundle"):
        assert workflow.bundle_together(writer, releases, "Another title") == bundle
    assert bundle.members.filter(edition=correction).exists() and Bundle.objects.get().title == "Canal"


def test_what_cannot_be_put_together():
    writer, (english, russian) = factories.user("writer"), versions(codes=("en", "ru"))
    with refused("alone"):
        workflow.bundle_together(writer, [english.release], "Alone")
    with refused("permission"):
        workflow.bundle_together(factories.user("reviewer"), [english.release, russian.release], "Canal")
    factories.bundle(english)
    factories.bundle(russian)
    with refused("bundle"):
        workflow.bundle_together(writer, [english.release, russian.release], "Canal")


def test_a_bundle_gets_another_title():
    bundle = factories.bundle()
    with audited(("rename_bundle", "writer", "", "")):
        workflow.rename_bundle(bundle, factories.user("writer"), "Opening of the canal")
    with audited():
        workflow.rename_bundle(bundle, factories.user("writer"), "Opening of the canal")
    with refused("permission"):
        workflow.rename_bundle(bundle, factories.user("reviewer"), "Mine")
    assert str(Bundle.objects.get()) == "Opening of the canal"


# --- at the desk -------------------------------------------------------------------------------------


def test_one_button_on_the_page_of_an_edition():
    editions, desk = versions(), sign_in("writer")
    assert "Schedule all language versions together" in text_of(desk.get(page_of(editions[0])))
    response = desk.post(TOGETHER, {"edition": editions[1].public_id}, follow=True)
    bundle = Bundle.objects.get()
    assert response.redirect_chain[-1][0] == of(bundle) and bundle.title == "Canal ru"
    page = text_of(response)
    assert page.index("Canal en") < page.index("Canal kk"), "in the order of the languages of the site"
    assert "Submit every edition" in page and "Submit all" in page
    page = text_of(desk.get(page_of(editions[0])))
    assert "They go live together" in page and "Schedule all language versions" not in page
    desk.post(do(bundle, "rename"), {"title": "Opening of the canal"})
    for wrong in ("", "\u202e", "x" * 201, "\x00"):
        assert "Title: " in text_of(desk.post(do(bundle, "rename"), {"title": wrong}, follow=True))
    assert Bundle.objects.get().title == "Opening of the canal"
    desk.post(do(bundle, "submit"), {})
    assert states(*editions) == ["in_review"] * 3


def test_all_releases_of_an_event_from_its_page():
    event = factories.event()
    editions = [factories.draft(event=event), factories.in_review(event=event), factories.live(event=event)]
    desk = sign_in("superuser")
    page = reverse("admin:speeches_event_change", args=[event.pk])
    assert "Schedule all releases together" in text_of(desk.get(page))
    desk.post(TOGETHER, {"event": event.pk})
    bundle = Bundle.objects.get()
    assert set(bundle.editions.all()) == set(editions[:2]) and bundle.title == str(event)
    quiet = factories.event()
    response = desk.post(TOGETHER, {"event": quiet.pk}, follow=True)
    assert "not two open texts" in text_of(response)


@pytest.mark.parametrize(
    "data", ({}, {"edition": "nothere"}, {"edition": "\x00"}, {"event": "9" * 40}, {"event": "x"}), ids=str
)
def test_what_is_not_there_is_not_bundled(data):
    desk = sign_in("writer")
    assert desk.post(TOGETHER, data).status_code == 404
    assert desk.get(TOGETHER, data).status_code == 404
    assert not Bundle.objects.exists()


@pytest.mark.parametrize(
    ("role", "status", "made"), (("writer", 302, 1), ("publisher", 302, 1), ("reviewer", 302, 0), ("outsider", 403, 0))
)
def test_who_may_put_together(role, status, made):
    editions = versions(codes=("en", "ru"))
    response = sign_in(role).post(TOGETHER, {"edition": editions[0].public_id})
    assert (response.status_code, Bundle.objects.count()) == (status, made)


def test_all_that_stands_against_is_shown_together():
    photo = {"photo": factories.photo(), "alt": ""}
    editions = versions(codes=("en", "ru")) + versions(codes=("kk",), photos=[photo], body="")
    bundle = factories.bundle(*editions)
    page = text_of(sign_in("writer").get(of(bundle)))
    told = page.split("Nothing goes on before all of this is settled")[1].split("</div>")[0]
    assert "The text is missing." in told and "has no alternative text" in told
    assert page_of(editions[2]) in told and page_of(editions[0]) not in told
    assert "Your role does not allow: Approve." not in page, "a writer is not told of what comes later"


def test_the_page_names_what_is_missing_and_what_goes_alone():
    english = factories.in_review(translation_group="canal")
    factories.scheduled(language="ru", translation_group="canal")
    bundle = factories.bundle(english)
    page = text_of(sign_in("writer").get(of(bundle)))
    assert "There is no version in Kazakh yet." in page and "Translate into Kazakh" in page
    assert "The version in Russian does not go along: Scheduled." in page
    assert "Translate into Kazakh" not in text_of(sign_in("reviewer").get(of(bundle)))


def test_stale_members_are_told_and_go_live_all_the_same():
    source = factories.draft()
    russian = workflow.start_translation(source, factories.user("writer"), "ru")
    writer = factories.user("writer")
    workflow.save(source, writer, {"title": "Another"}, seen_hash=source.content_hash())
    bundle = workflow.bundle_together(writer, [source.release, russian.release], "Canal")
    workflow.submit_bundle(bundle, writer)
    reviewer = sign_in("reviewer")
    page = text_of(reviewer.get(of(bundle)))
    assert "The source in English has changed since this was translated." in page
    assert "Goes live in English and Russian at once" in page and "Request changes" in page
    seen = {f"seen_{one.public_id}": one.content_hash() for one in bundle.editions.all()}
    answer = text_of(reviewer.post(do(bundle, "approve"), seen | {"when": "now"}, follow=True))
    assert "Is live in English and Russian now" in answer
    assert states(*bundle.editions.all()) == [State.APPROVED] * 2


def test_changes_are_requested_of_one_member():
    editions = versions(factories.in_review)
    bundle = factories.bundle(*editions)
    workflow.request_changes(editions[1], factories.user("reviewer"), reason="The date.")
    page = text_of(sign_in("writer").get(of(bundle)))
    assert "not equally far" in page and "Submit all" in page
    workflow.submit_bundle(bundle, factories.user("writer"))
    assert states(*editions) == ["in_review"] * 3


def test_the_list_costs_the_same_with_one_bundle_and_with_many():
    def make(number):
        editions = versions(factories.in_review) if number == 0 else [factories.in_review() for _ in range(3)]
        bundle = factories.bundle(*editions)
        if number % 2:
            seen = {edition.public_id: edition.content_hash() for edition in editions}
            workflow.approve_bundle(bundle, factories.user("reviewer"), seen, at=clock.now() + timedelta(hours=9))

    desk = sign_in("reviewer")
    make(0)
    desk.get(BUNDLES)
    counts = []
    for number in range(1, 4):
        with CaptureQueriesContext(connection) as queries:
            page = text_of(desk.get(BUNDLES))
        counts.append(len(queries))
        make(number)
    assert len(set(counts)) == 1, counts
    assert "English, Russian, Kazakh" in page and "In review" in page and "Astana time" in page
    for value, shown in (("open", 2), ("planned", 2), ("past", 0), ("\x00", 4)):
        response = desk.get(BUNDLES, {"instant": value})
        assert response.context["cl"].result_count == shown, value


def test_the_panel_of_an_edition_costs_the_same_with_one_version_and_with_three():
    alone, desk = factories.live(translation_group="alone"), sign_in("writer")
    others = versions(factories.live)
    counts = []
    for edition in (alone, others[0]):
        desk.get(page_of(edition))
        with CaptureQueriesContext(connection) as queries:
            desk.get(page_of(edition))
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_a_discarded_member_is_no_member():
    editions = versions(codes=("en", "ru"))
    bundle = factories.bundle(*editions)
    workflow.discard(editions[0], factories.user("writer"))
    assert BundleMember.objects.count() == 1
    assert sign_in("writer").get(of(bundle)).status_code == 200
