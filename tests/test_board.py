"""The first page of the desk: what waits for whom, the week, and what needs attention."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock, workflow
from speeches.admin import attention, board, week
from speeches.models import (
    Buffer,
    Edition,
    Message,
    Presence,
    Release,
    Showing,
    StatementVersion,
    Translation,
)
from speeches.states import MailKind, StatementStatus
from tests import factories
from tests.desk import sign_in, text_of

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
WEDNESDAY = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
"""11:00 in the newsroom."""


def titles(made):
    return [str(entry["edition"]) for entry in made["entries"]]


def needed(user):
    return {made["title"]: titles(made) for made in board.board(user)["attention"]}


def translated(source, **fields):
    """A draft translated from `source` as it stands now."""
    draft = factories.draft(**{"language": "kk"} | fields)
    Translation.objects.create(release=draft.release, source=source.release, sha256=source.content_hash())
    return draft


def imported(**content):
    """A draft that no person began."""
    return workflow.create(None, language="en", content={"body": factories.BODY} | content, actor="import_releases")


def test_a_draft_says_who_else_is_there_and_how_many_comments_are_open():
    edition = factories.draft()
    writer, publisher = sign_in("writer").user, factories.user("publisher")
    here = Presence.objects.create(user=publisher, edition=edition)
    Presence.objects.create(user=writer, edition=edition)
    workflow.comment(edition, "Is the date right?", user=publisher)
    workflow.resolve(workflow.comment(edition, "Is it?", user=publisher).thread, publisher)
    (entry,) = board.board(writer)["drafts"]["entries"]
    assert (entry["others"], entry["threads"]) == (["publisher"], 1)
    here.seen_at -= timedelta(seconds=46)
    here.save()
    (entry,) = board.board(writer)["drafts"]["entries"]
    assert entry["others"] == [], "who was not heard of for 45 seconds has left"


def test_what_waits_longest_stands_first_and_says_for_how_long():
    first, second = factories.in_review(), factories.in_review()
    Edition.objects.filter(pk=second.pk).update(submitted_at=clock.now() - timedelta(days=2, hours=3, minutes=5))
    made = board.board(sign_in("reviewer").user)["reviews"]
    assert titles(made) == [second.title, first.title]
    assert made["entries"][0]["waited"] == "for 2 d 3 h"


@pytest.mark.parametrize(
    ("length", "said"),
    (
        ({"seconds": 59}, "in 0 min"),
        ({"minutes": 59, "seconds": 59}, "in 59 min"),
        ({"minutes": 133}, "in 2 h 13 min"),
        ({"hours": 24}, "in 1 d 0 h"),
        ({"days": 12, "hours": 5, "minutes": 59}, "in 12 d 5 h"),
        ({"seconds": -5}, "in 0 min"),
    ),
)
def test_a_length_of_time_is_said_in_two_units_at_most(length, said):
    assert board.span(board.AHEAD, timedelta(**length)) == said


def test_a_list_is_cut_counts_what_it_leaves_out_and_leads_to_all_of_it():
    for number in range(board.TOP + 2):
        factories.draft(title=f"Draft {number}")
    client = sign_in("writer")
    made = board.board(client.user)["drafts"]
    assert (len(made["entries"]), made["whole"]) == (board.TOP, board.TOP + 2)
    assert made["all"] in text_of(client.get(INDEX)).replace("&amp;", "&")
    page = text_of(client.get(made["all"]))
    assert all(f"Draft {number}<" in page for number in range(board.TOP + 2))


def test_live_and_corrected_of_seven_days_with_the_kind_of_change():
    with time_machine.travel(WEDNESDAY, tick=True) as travel:
        factories.live(title="Of long ago")
        travel.shift(timedelta(days=8))
        first = factories.live(title="The canal")
        travel.shift(timedelta(hours=1))
        factories.corrected(first)
        made = board.board(factories.user("writer"))["live"]
        assert titles(made) == ["The canal, corrected"]
        assert made["entries"][0]["note"] == "Correction"


# --- what needs attention ---


def test_a_translation_is_stale_when_its_source_says_something_else():
    source, settled = factories.draft(title="Source"), factories.live(title="Settled")
    translated(source, title="Of a draft")
    translated(settled, title="Of a live text", language="ru")
    writer = factories.user("writer")
    assert needed(writer) == {}
    workflow.save(source, writer, {"title": "Changed"}, seen_hash=source.content_hash())
    assert needed(writer) == {str(attention.KINDS["stale"]): ["Of a draft"]}
    factories.corrected(settled)
    assert set(needed(writer)[str(attention.KINDS["stale"])]) == {"Of a draft", "Of a live text"}


def test_a_correction_put_aside_makes_no_translation_stale():
    source = factories.live()
    translated(source)
    correction = factories.next_draft(source)
    assert len(attention.stale()) == 1
    workflow.discard(correction, factories.user("writer"))
    assert attention.stale() == set()


def test_lost_anchors_count_in_what_is_open_or_live_and_not_in_what_was_superseded():
    live, past = factories.live(title="Live"), factories.superseded(title="Past")
    for edition in (live, past):
        factories.statement(edition, "the work will go on", status=StatementStatus.NEEDS_REVIEW)
    assert StatementVersion.objects.count() == 2
    assert needed(factories.user("writer")) == {str(attention.KINDS["anchors"]): ["Live"]}


def test_photos_without_alternative_text_count_while_the_text_is_open():
    for title, alt in (("Bare", ""), ("Blank", "  "), ("Told", "A canal")):
        factories.draft(title=title, photos=[{"photo": factories.photo(), "alt": alt}])
    assert needed(factories.user("writer")) == {str(attention.KINDS["alt"]): ["Bare", "Blank"]}


def test_open_comments_count_on_what_is_scheduled():
    reviewer = factories.user("reviewer")
    for edition in (factories.scheduled(title="Soon"), factories.live(title="Live")):
        workflow.comment(edition, "The name of the minister?", user=reviewer)
    assert needed(reviewer) == {str(attention.KINDS["threads"]): ["Soon"]}


def test_a_draft_is_untouched_after_fourteen_days():
    edition = factories.draft(title="Left lying")
    writer = factories.user("writer")
    with time_machine.travel(edition.changed_at + timedelta(days=14, seconds=-1)):
        assert needed(writer) == {}
    with time_machine.travel(edition.changed_at + timedelta(days=14, seconds=1)):
        assert needed(writer) == {str(attention.KINDS["untouched"]): ["Left lying"]}


def test_an_imported_draft_asks_for_somebody_until_one_writes_in_it():
    edition, writer = imported(title="From the archive"), factories.user("writer")
    assert needed(writer) == {str(attention.KINDS["nobodys"]): ["From the archive"]}
    workflow.save(edition, writer, {"title": "Taken up"}, seen_hash=edition.content_hash())
    assert needed(writer) == {}
    assert titles(board.board(writer)["drafts"]) == ["Taken up"]


def test_unsaved_text_is_mine_alone_and_says_when_the_draft_went_on():
    edition = factories.draft(title="Half a sentence")
    writer, publisher = sign_in("writer"), factories.user("publisher")
    Buffer.objects.create(user=writer.user, edition=edition, content={"title": ["x"]})
    workflow.save(edition, publisher, {"title": "Theirs"}, seen_hash=edition.content_hash())
    Edition.objects.filter(pk=edition.pk).update(changed_at=clock.now() + timedelta(seconds=1))
    page = text_of(writer.get(INDEX))
    assert "You have unsaved text in" in page and "the draft was saved since" in page
    assert "You have unsaved text in" not in text_of(sign_in("publisher").get(INDEX))


def test_mail_that_failed_is_told_to_those_who_may_see_the_outbox():
    edition = factories.draft()
    for attempts in (0, 2):
        Message.objects.create(
            kind=MailKind.COMMENTED, edition=edition, recipient=factories.user("writer"), attempts=attempts
        )
    assert "Mail that could not be sent yet" not in text_of(sign_in("outsider").get(INDEX))
    boss = sign_in("superuser")
    made = next(made for made in board.board(boss.user)["attention"] if "Mail" in made["title"])
    assert made["whole"] == 1
    assert "Mail that could not be sent yet" in text_of(boss.get(INDEX))


@pytest.mark.parametrize("kind", attention.KINDS)
def test_the_list_finds_what_needs_attention(kind):
    source = factories.draft(title="A source")
    made = {
        "stale": translated(source, title="It is stale"),
        "anchors": factories.live(title="It is lost"),
        "alt": factories.draft(title="It is bare", photos=[{"photo": factories.photo(), "alt": ""}]),
        "threads": factories.scheduled(title="It is talked of"),
        "untouched": factories.draft(title="It is old"),
        "statements": factories.live(title="It is proposed"),
        "nobodys": imported(title="It is imported"),
    }
    writer = sign_in("writer")
    workflow.save(source, writer.user, {"title": "B source"}, seen_hash=source.content_hash())
    factories.statement(made["anchors"], "the work will go on", status=StatementStatus.NEEDS_REVIEW)
    factories.statement(made["statements"], "the work will go on", status=StatementStatus.PROPOSED)
    workflow.comment(made["threads"], "Who?", user=writer.user)
    Edition.objects.filter(pk=made["untouched"].pk).update(changed_at=clock.now() - timedelta(days=15))
    page = text_of(writer.get(reverse("admin:speeches_release_changelist"), {"needs": kind}))
    shown = {name for name, edition in made.items() if edition.title in page}
    assert shown == {kind}


# --- the week ---


def test_the_week_shows_day_by_day_what_went_live_and_what_is_planned():
    with time_machine.travel(WEDNESDAY, tick=True) as travel:
        factories.live(title="Now live")
        # 23:30 and 00:30 in the newsroom, on Thursday and on Friday: one day in UTC.
        factories.scheduled(at=datetime(2026, 11, 26, 18, 30, tzinfo=UTC), title="Late")
        factories.scheduled(at=datetime(2026, 11, 26, 19, 30, tzinfo=UTC), title="Early")
        factories.scheduled(at=datetime(2026, 11, 30, 6, 0, tzinfo=UTC), title="Next Monday")
        days = week.week()["days"]
        told = [[(str(i["showing"].edition), i["come"]) for i in day["items"]] for day in days]
        assert told == [[], [], [("Now live", True)], [("Late", False)], [("Early", False)], [], []]
        assert [day["today"] for day in days] == [False, False, True, False, False, False, False]
        travel.move_to(datetime(2026, 11, 29, 19, 0, tzinfo=UTC))
        assert week.week()["name"] == "2026-W49", "in the newsroom it is Monday"


def test_weeks_lead_to_each_other_over_the_end_of_a_year():
    asked = week.week("2026-W53")
    assert (asked["before"], asked["after"]) == ("2026-W52", "2027-W01")
    assert asked["days"][-1]["date"].isoformat() == "2027-01-03"


def test_whatever_week_is_asked_for_the_page_stands():
    client = sign_in("writer")
    wrong = ("", "x", "2026-W54", "2026-W00", "0001-W01", "9999-W52", "٢٠٢٦-W48", "2026-W48\n", "\x00", "9" * 5000)
    with time_machine.travel(WEDNESDAY, tick=True):
        for asked in wrong:
            assert client.get(INDEX, {"week": asked}).status_code == 200
            assert week.week(asked)["name"] == "2026-W48"


def test_a_day_on_which_an_archive_went_live_is_cut_and_counted():
    with time_machine.travel(WEDNESDAY, tick=True):
        for _number in range(week.A_DAY + 3):
            factories.live()
        today = week.week()["days"][2]
        assert (len(today["items"]), today["more"]) == (week.A_DAY, 3)
        assert "and 3 more" in text_of(sign_in("writer").get(INDEX))


# --- who sees what, and what it costs ---


def test_everybody_sees_his_own_work_and_an_outsider_nothing():
    factories.draft(title="Of the writer")
    factories.in_review(title="Submitted")
    factories.scheduled(title="Planned")
    pages = {role: text_of(sign_in(role).get(INDEX)) for role in ("writer", "reviewer", "publisher", "outsider")}
    assert "Of the writer" in pages["writer"] and "Of the writer" not in pages["reviewer"] + pages["publisher"]
    for role, shown in (("writer", False), ("reviewer", True), ("publisher", True)):
        assert ("Submitted" in pages[role]) == shown
        assert "Planned" in pages[role]
    assert not any(title in pages["outsider"] for title in ("Of the writer", "Submitted", "Planned"))
    assert "Nothing waits for you." in pages["outsider"]


def test_an_empty_desk_is_kind():
    page = text_of(sign_in("publisher").get(INDEX))
    for said in ("Nothing waits for you.", "You have no draft.", "All is well", "Nothing is planned."):
        assert said in page


def test_the_pages_of_an_app_list_its_models_alone():
    page = text_of(sign_in("publisher").get(reverse("admin:app_list", args=["speeches"])))
    assert "Needs attention" not in page and reverse("admin:speeches_event_changelist") in page


def busy():
    """Something for every list of a publisher."""
    writer, publisher = factories.user("writer"), factories.user("publisher")
    mine = factories.draft(by=publisher, photos=[{"photo": factories.photo(), "alt": ""}])
    Presence.objects.create(user=writer, edition=mine)
    Buffer.objects.create(user=publisher, edition=mine)
    workflow.comment(factories.scheduled(), "Who?", user=writer)
    factories.in_review()
    factories.statement(factories.live(), "the work will go on", status=StatementStatus.NEEDS_REVIEW)
    alone = factories.draft(by=factories.user("publisher", "publisher2"))
    workflow.publish_without_review(alone, factories.user("publisher", "publisher2"), alone.content_hash(), reason="x")
    workflow.propose(factories.withdrawn(), "reinstate", factories.user("publisher", "publisher2"), reason="x")
    source = factories.draft(photos=[{"photo": factories.photo(), "alt": "A canal"}])
    translated(source)
    workflow.save(source, writer, {"title": "Changed"}, seen_hash=source.content_hash())
    Edition.objects.filter(pk=factories.draft().pk).update(changed_at=clock.now() - timedelta(days=20))


def cost(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_board_takes_as_many_queries_for_much_as_for_little():
    client = sign_in("publisher")
    busy()
    few = cost(client, INDEX)
    for _round in range(3):
        busy()
    assert Release.objects.count() >= 36 and Showing.objects.count() >= 16
    assert cost(client, INDEX) == few
    assert few <= 30
