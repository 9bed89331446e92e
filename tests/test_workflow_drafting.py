"""Verbs of writers: create, start_edition, save, submit, request_changes, discard, amend."""

from datetime import timedelta

import pytest

from speeches import clock, workflow
from speeches.models import AuditEntry, Edition, Redirect, Release
from speeches.states import ChangeKind, State
from tests import factories
from tests.checks import audited, refused

pytestmark = pytest.mark.django_db


# create


def test_create_makes_a_release_with_a_draft_and_its_contributor(writer):
    theme, photo, paper = factories.theme(), factories.photo(), factories.attachment()
    with audited(("create", "writer", "", "draft")):
        edition = workflow.create(
            writer,
            language="en",
            kind="speech",
            content={
                "title": "Rain over Altynqala",
                "body": "<p>It rained.</p>",
                "themes": [theme],
                "photos": [{"photo": photo, "alt": "Rain", "focal_x": 10}],
                "attachments": [{"attachment": paper, "title": "The forecast"}],
            },
        )
    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.title, edition.plain_text) == ("Rain over Altynqala", "It rained.")
    assert (edition.release.slug, edition.release.kind) == ("rain-over-altynqala", "speech")
    assert edition.release.address_date is None and edition.release.get_absolute_url() == ""
    assert list(edition.themes.all()) == [theme]
    assert edition.edition_photos.get().focal_x == 10
    assert edition.edition_attachments.get().title == "The forecast"
    assert [row.user for row in edition.contributions.all()] == [writer]


def test_a_command_creates_in_its_own_name():
    with audited(("create", "import_releases", "", "draft")):
        edition = workflow.create(None, actor="import_releases", language="en", content={"title": "Rain"})
    assert not edition.contributions.exists() and edition.created_by is None


def test_a_group_has_one_release_in_a_language(writer):
    factories.draft(translation_group="t1")
    factories.draft(translation_group="t1", language="ru")
    with refused("group"):
        factories.draft(translation_group="t1")


def test_what_is_not_content_is_not_written(writer):
    edition = factories.draft()
    for stranger in ("state", "plain_text", "release", "redacted_at"):
        with pytest.raises(TypeError, match=stranger):
            workflow.save(edition, writer, {stranger: "x"}, seen_hash=edition.content_hash())
    with pytest.raises(TypeError, match="address_date"):
        workflow.amend(edition.release, writer, address_date=clock.now().date())


# save


def test_save_writes_what_is_given_and_leaves_the_rest(writer):
    edition = factories.draft(summary="Short", themes=[factories.theme()])
    other = factories.user("writer", "writer2")
    with audited(("save", "writer2", "draft", "draft")):
        saved = workflow.save(edition, other, {"title": "Later rain"}, seen_hash=edition.content_hash())
    saved = Edition.objects.get(pk=saved.pk)
    assert (saved.title, saved.summary, saved.themes.count()) == ("Later rain", "Short", 1)
    assert saved.changed_at > edition.changed_at
    assert {row.user for row in saved.contributions.all()} == {writer, other}


def test_lists_replace_what_was_there_in_the_order_given(writer):
    first, second = factories.photo(), factories.photo()
    edition = factories.draft(photos=[{"photo": first, "alt": "One"}, {"photo": second, "alt": "Two"}])
    assert [use.photo for use in edition.edition_photos.all()] == [first, second]
    rows = [{"photo": second, "alt": "Two"}, {"photo": first, "alt": "One"}]
    saved = workflow.save(edition, writer, {"photos": rows, "themes": []}, seen_hash=edition.content_hash())
    assert [use.photo for use in saved.edition_photos.all()] == [second, first]


def test_who_saves_without_a_change_has_not_contributed():
    edition = factories.draft()
    other = factories.user("writer", "writer2")
    with audited():
        workflow.save(edition, other, {"title": edition.title}, seen_hash=edition.content_hash())
    assert not edition.contributions.filter(user=other).exists()


def test_save_refuses_over_somebody_elses_text(writer):
    edition = factories.draft()
    seen = edition.content_hash()
    workflow.save(edition, factories.user("publisher"), {"title": "Mine"}, seen_hash=seen)
    with refused("changed"):
        workflow.save(edition, writer, {"title": "Yours"}, seen_hash=seen)
    with refused("unseen"):
        workflow.save(edition, writer, {"title": "Yours"}, seen_hash="")


def test_a_command_saves_in_its_own_name():
    edition = factories.draft()
    with audited(("save", "import_releases", "draft", "draft")):
        workflow.save(edition, None, {"title": "Rain"}, seen_hash=edition.content_hash(), actor="import_releases")


@pytest.mark.parametrize(
    "content",
    [
        {"summary": "S"},
        {"dateline": "Altynqala, 3 May"},
        {"press_contact": "press@example.org"},
        {"notes_to_editors": "N"},
        {"boilerplate": "B"},
        {"change_kind": ChangeKind.MINOR},
        {"change_note": "C"},
        {"body": "<p>Other</p>"},
    ],
)
def test_every_field_of_the_content_counts_in_the_hash(writer, content):
    edition = factories.draft()
    seen = edition.content_hash()
    assert workflow.save(edition, writer, content, seen_hash=seen).content_hash() != seen


def test_parts_and_their_order_count_in_the_hash(writer):
    one, two = factories.photo(), factories.photo()
    paper = factories.attachment()
    seen = set()
    edition = factories.draft()
    for content in (
        {"photos": [{"photo": one, "alt": "One"}, {"photo": two, "alt": "Two"}]},
        {"photos": [{"photo": two, "alt": "Two"}, {"photo": one, "alt": "One"}]},
        {"photos": [{"photo": two, "alt": "Two"}, {"photo": one, "alt": "One", "credit": "Dana Yermekova"}]},
        {"photos": [{"photo": two, "alt": "Two"}, {"photo": one, "alt": "One", "focal_y": 3}]},
        {"attachments": [{"attachment": paper, "title": "The decree"}]},
        {"themes": [factories.theme("water")]},
        {"themes": [factories.theme("energy")]},
    ):
        edition = workflow.save(edition, writer, content, seen_hash=edition.content_hash())
        seen.add(edition.content_hash())
    assert len(seen) == 7


# submit and request_changes


def test_submit_and_back(writer):
    edition = factories.draft()
    with audited(("submit", "writer", "draft", "in_review")):
        edition = workflow.submit(edition, writer, comment="Please look.")
    assert (edition.submitted_by, edition.state) == (writer, State.IN_REVIEW)
    assert AuditEntry.objects.latest("pk").comment == "Please look."
    with refused("state"):
        workflow.save(edition, writer, {"title": "Quick change"}, seen_hash=edition.content_hash())
    with refused("reason"):
        workflow.request_changes(edition, factories.user("reviewer"), reason="  ")
    with audited(("request_changes", "reviewer", "in_review", "draft")):
        workflow.request_changes(edition, factories.user("reviewer"), reason="The figure is wrong.")


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ({"title": " "}, ["title"]),
        ({"body": ""}, ["body"]),
        ({"title": "", "body": "<p> </p>"}, ["title", "body"]),
        ({"change_kind": ChangeKind.CORRECTION}, ["change_note"]),
        ({"change_kind": ChangeKind.UPDATE, "change_note": " "}, ["change_note"]),
    ],
)
def test_submit_wants_the_content_whole(writer, content, codes):
    edition = factories.draft(**content)
    with refused(*codes):
        workflow.submit(edition, writer)


def test_submit_wants_a_text_for_those_who_do_not_see_a_photo(writer):
    photos = [{"photo": factories.photo(name="rain.png"), "alt": " "}, {"photo": factories.photo(), "alt": "A canal"}]
    edition = factories.draft(photos=photos)
    with refused("alt") as caught:
        workflow.submit(edition, writer)
    assert "rain.png" in str(caught.value)


def test_a_body_that_did_not_come_through_the_sanitiser_is_refused(writer):
    edition = factories.draft()
    Edition.objects.filter(pk=edition.pk).update(plain_text="Something else")
    with refused("unclean"):
        workflow.submit(edition, writer)


# start_edition


def test_a_new_edition_is_a_copy_beside_the_live_one(writer):
    photo, paper = factories.photo(), factories.attachment()
    first = factories.live(
        summary="S",
        themes=[factories.theme()],
        photos=[{"photo": photo, "alt": "A canal", "credit": "D. Y.", "focal_x": 1, "focal_y": 2}],
        attachments=[{"attachment": paper, "title": "The decree"}],
    )
    other = factories.user("writer", "writer2")
    with audited(("start_edition", "writer2", "", "draft")):
        draft = workflow.start_edition(first, other)
    told, copied = first.record(), draft.record()
    assert {name for name in told if told[name] != copied[name]} == {"change_kind"}
    assert (draft.based_on, draft.release, draft.created_by) == (first, first.release, other)
    assert draft.change_kind == ChangeKind.CORRECTION and not draft.change_note
    assert not draft.contributions.exists()
    assert Edition.objects.live().get() == first


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_a_release_has_one_open_edition(writer, state):
    first = factories.live()
    if state == "scheduled":
        factories.next_scheduled(first)
    else:
        draft = factories.next_draft(first)
        if state == "in_review":
            workflow.submit(draft, writer)
    with refused("open"):
        workflow.start_edition(first, writer)


def test_a_command_starts_an_edition_in_its_own_name():
    first = factories.live()
    with audited(("start_edition", "import_releases", "", "draft")):
        workflow.start_edition(first, None, actor="import_releases")


def test_a_later_edition_says_what_kind_of_change_it_is(writer):
    draft = factories.next_draft(factories.live(), change_kind=ChangeKind.FIRST)
    with refused("change_kind"):
        workflow.submit(draft, writer)
    draft = workflow.save(draft, writer, {"change_kind": ChangeKind.MINOR, "change_note": ""}, seen_hash=_hash(draft))
    assert workflow.submit(draft, writer).state == State.IN_REVIEW


def _hash(edition):
    return Edition.objects.get(pk=edition.pk).content_hash()


# discard


def test_a_writer_discards_what_is_his_and_a_publisher_anything(writer, publisher):
    mine, reviewed = factories.draft(), factories.in_review()
    with refused("others"):
        workflow.discard(mine, factories.user("writer", "writer2"))
    with audited(("discard", "writer", "in_review", "discarded")):
        workflow.discard(reviewed, writer)
    with audited(("discard", "publisher", "draft", "discarded")):
        workflow.discard(mine, publisher, comment="Not our subject.")


def test_who_has_written_in_a_draft_may_discard_it(writer):
    edition = factories.draft(by=factories.user("publisher"))
    workflow.save(edition, writer, {"title": "Mine too"}, seen_hash=edition.content_hash())
    assert workflow.discard(edition, writer).state == State.DISCARDED


def test_after_a_discarded_correction_another_can_be_started(writer):
    first = factories.live()
    workflow.discard(factories.next_draft(first), writer)
    assert workflow.start_edition(first, writer).state == State.DRAFT


# amend


def test_a_release_is_the_writers_until_the_first_approval(writer):
    release = factories.draft().release
    event = factories.event()
    with audited(("amend", "writer", "", "")):
        workflow.amend(release, writer, slug="rain", event=event, published_at=clock.now(), kind="speech")
    release.refresh_from_db()
    assert (release.slug, release.event, release.kind) == ("rain", event, "speech")
    assert not Redirect.objects.exists()
    with audited():
        workflow.amend(release, writer, slug="rain")
    with refused("permission"):
        workflow.amend(release, factories.user("reviewer"), slug="snow")
    with refused("permission"):
        workflow.amend(release, factories.user("publisher", "retired", is_active=False), slug="snow")


def test_what_a_reviewer_reads_is_not_changed_under_his_eyes(writer):
    edition = factories.in_review()
    with refused("review"):
        workflow.amend(edition.release, writer, published_at=clock.now() - timedelta(days=900))


def test_once_approved_only_a_publisher_changes_a_release_and_says_why(writer, publisher):
    release = factories.live().release
    with refused("permission"):
        workflow.amend(release, writer, reason="Nicer.", kind="speech")
    with refused("reason"):
        workflow.amend(release, publisher, kind="speech")
    with refused("fixed"):
        workflow.amend(release, publisher, reason="Nicer.", published_at=clock.now())
    with refused("slug"):
        workflow.amend(release, publisher, reason="Nicer.", slug="")
    with audited(("amend", "publisher", "", "")):
        workflow.amend(release, publisher, reason="It was a speech.", kind="speech")


def test_a_changed_address_leaves_a_redirect_for_ever(publisher):
    release = factories.live(slug="rain").release
    old = release.get_absolute_url()
    release = workflow.amend(release, publisher, reason="A slip.", slug="snow")
    redirect = Redirect.objects.get()
    assert (redirect.path, redirect.release) == (old, release)
    assert release.get_absolute_url() == old.replace("rain", "snow")
    new = release.get_absolute_url()
    release = workflow.amend(release, publisher, reason="It did rain.", slug="rain")
    assert [row.path for row in Redirect.objects.all()] == [new]
    assert AuditEntry.objects.latest("pk").details["old_address"] == new


def test_nobody_takes_an_address_that_is_or_was_anothers(publisher):
    taken = factories.live(slug="rain").release
    other = factories.live(slug="snow").release
    with refused("address"):
        workflow.amend(other, publisher, reason="Nicer.", slug="rain")
    workflow.amend(taken, publisher, reason="A slip.", slug="hail")
    with refused("address"):
        workflow.amend(other, publisher, reason="Nicer.", slug="rain")
    third = factories.in_review(slug="rain")
    with refused("address"):
        workflow.approve(third, factories.user("reviewer"), third.content_hash())
    assert Release.objects.get(pk=taken.pk).redirects.count() == 1


def test_a_release_joins_no_group_that_has_its_language(publisher):
    factories.live(translation_group="t1")
    other = factories.live().release
    with refused("address"):
        workflow.amend(other, publisher, reason="The same.", translation_group="t1")


@pytest.mark.parametrize(("name", "limit"), [("title", 300), ("dateline", 200)])
def test_what_is_too_long_is_refused_on_every_database(writer, name, limit):
    edition = factories.draft()
    saved = workflow.save(edition, writer, {name: "x" * limit}, seen_hash=edition.content_hash())
    with refused("length") as caught:
        workflow.save(edition, writer, {name: "x" * (limit + 1)}, seen_hash=saved.content_hash())
    assert str(limit) in str(caught.value)


def test_a_file_that_is_gone_is_not_taken_into_a_text(writer):
    photo, edition = factories.photo(), factories.draft()
    type(photo).objects.get().renditions.all().delete()
    type(photo).objects.all().delete()
    with refused("file"):
        workflow.save(
            edition, writer, {"photos": [{"photo": photo, "alt": "A canal"}]}, seen_hash=edition.content_hash()
        )


def test_a_release_has_an_address_from_the_beginning(writer, publisher):
    with refused("slug"):
        workflow.create(writer, language="en", content={"title": "😀😀"})
    release = factories.draft().release
    with refused("slug"):
        workflow.amend(release, publisher, slug="")


def test_what_has_no_address_is_told_before_its_review(writer):
    edition = factories.draft()
    Release.objects.update(slug="")
    edition.refresh_from_db()
    with refused("slug"):
        workflow.submit(edition, writer)
