"""The pages of the verbs: what they say before, what they ask for, what they do, and what they refuse."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from speeches import clock, workflow
from speeches.admin import desk
from speeches.models import AuditEntry, Edition, Proposal, Showing
from tests import factories
from tests.desk import alerts, approval, page_of, sign_in, text_of, verb_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db
ALMATY = ZoneInfo("Asia/Almaty")


def at(instant):
    """The fields of a day and time, as the newsroom types them."""
    there = instant.astimezone(ALMATY)
    return {"when": "at", "at_0": there.strftime("%Y-%m-%d"), "at_1": there.strftime("%H:%M:%S")}


def in_an_hour():
    return (clock.now() + timedelta(hours=1)).replace(microsecond=0)


def test_the_way_of_an_edition_by_its_buttons_alone():
    edition = factories.draft()
    writer, reviewer, publisher = sign_in("writer"), sign_in("reviewer"), sign_in("publisher")
    assert writer.post(verb_of(edition, "submit"), {"comment": "Ready."}).url == page_of(edition)
    reviewer.post(verb_of(edition, "request_changes"), {"reason": "Name the river."})
    assert fresh(edition).state == "draft"
    writer.post(verb_of(edition, "submit"))
    later = in_an_hour()
    reviewer.post(verb_of(edition, "approve"), approval(edition, comment="Good.") | at(later))
    assert fresh(edition).standing() == "scheduled"
    assert Showing.objects.get().shown_from == later
    publisher.post(verb_of(edition, "reschedule"), at(later + timedelta(hours=1)))
    assert Showing.objects.get().shown_from == later + timedelta(hours=1)
    publisher.post(verb_of(edition, "reschedule"), {"when": "now"})
    assert fresh(edition).standing() == "live"
    response = writer.post(verb_of(edition, "start_edition"))
    draft = Edition.objects.exclude(pk=edition.pk).get()
    assert response.url == page_of(draft)
    writer.post(verb_of(draft, "discard"), {"comment": "Not needed."})
    publisher.post(verb_of(edition, "withdraw"), {"reason": "The figures were wrong."})
    assert fresh(edition).standing() == "withdrawn"
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        *("create", "submit", "request_changes", "submit", "approve", "reschedule", "reschedule"),
        *("start_edition", "discard", "withdraw"),
    ]
    comments = dict(AuditEntry.objects.values_list("verb", "comment"))
    assert (comments["approve"], comments["discard"]) == ("Good.", "Not needed.")


def test_unscheduling_leads_to_the_draft_that_takes_the_place():
    edition = factories.scheduled()
    response = sign_in("reviewer").post(verb_of(edition, "unschedule"), {"reason": "Too early."})
    draft = Edition.objects.get(state="draft")
    assert response.url == page_of(draft)
    assert fresh(edition).state == "discarded"


def test_published_without_review_it_is_flagged_until_another_has_looked():
    edition = factories.draft()
    publisher, reviewer = sign_in("publisher"), sign_in("reviewer")
    publisher.post(verb_of(edition, "publish_without_review"), approval(edition, reason="An earthquake."))
    assert fresh(edition).standing() == "live"
    assert "published or written it" in text_of(publisher.get(verb_of(edition, "look_after")))
    assert edition.title in text_of(reviewer.get(reverse("admin:index"))).split("Published without review")[1]
    reviewer.post(verb_of(edition, "look_after"), {"comment": "Looked."})
    assert fresh(edition).unreviewed.looked_by == reviewer.user


@pytest.mark.parametrize(
    ("verb", "role", "made"), (("reinstate", "publisher", "withdrawn"), ("redact", "administrator", "live"))
)
def test_what_needs_two_people_is_asked_for_by_one_and_done_by_another(verb, role, made):
    edition = getattr(factories, made)()
    one, two = sign_in(role), sign_in(role, f"{role}2")
    assert "Ask a second person" in text_of(one.get(verb_of(edition, verb)))
    before = edition.standing()
    one.post(verb_of(edition, verb), {"reason": "By order of the court."})
    assert fresh(edition).standing() == before
    assert Proposal.objects.get().by == one.user
    assert "You have asked for it; somebody else must confirm." in text_of(one.get(verb_of(edition, verb)))
    assert "By order of the court." in text_of(two.get(page_of(edition)))
    assert edition.title in text_of(two.get(reverse("admin:index")))
    assert "somebody else must confirm" in alerts(one.post(verb_of(edition, verb), {"reason": "Again."}))
    two.post(verb_of(edition, verb), {"reason": "Confirmed."})
    assert Proposal.objects.get().outcome == "done"
    assert bool(fresh(edition).redacted_at) == (verb == "redact")
    assert two.get(page_of(edition)).status_code == 200


def test_a_proposal_is_declined_with_a_reason():
    edition = factories.withdrawn()
    workflow.propose(edition, "reinstate", factories.user("publisher"), reason="It was right.")
    second, writer = sign_in("publisher", "publisher2"), sign_in("writer")
    decline = reverse("admin:proposal_decline", args=[Proposal.objects.get().public_id])
    assert second.get(decline).status_code == 405
    for bad in ("", "\x00", "Why\u202e", "x" * 2001):
        page = text_of(second.post(decline, {"reason": bad}, follow=True))
        assert "Reason:" in page
        assert Proposal.objects.get().outcome == ""
    assert "Your role does not allow" in text_of(writer.post(decline, {"reason": "No."}, follow=True))
    assert sign_in("outsider").post(decline, {"reason": "No."}).status_code == 404
    second.post(decline, {"reason": "It was wrong."})
    assert Proposal.objects.get().outcome == "declined"
    assert "This has been decided already." in text_of(second.post(decline, {"reason": "No."}, follow=True))


BAD_TIMES = {
    "no time": ({"at_0": "2031-05-01", "at_1": ""}, "Enter a valid time"),
    "no day": ({"at_0": "", "at_1": "10:00"}, "Enter a valid date"),
    "neither": ({"at_0": "", "at_1": ""}, "Say on which day and at what time"),
    "no such day": ({"at_0": "2031-02-30", "at_1": "10:00"}, "Enter a valid date"),
    "no such hour": ({"at_0": "2031-02-03", "at_1": "25:00"}, "Enter a valid time"),
    "words": ({"at_0": "tomorrow", "at_1": "noon"}, "Enter a valid date"),
    "a nul": ({"at_0": "2031-02-03\x00", "at_1": "10:00"}, "valid date"),
    "the first year": ({"at_0": "0001-01-01", "at_1": "00:00"}, "Give a year from 1900 to 2199"),
    "the last year": ({"at_0": "9999-12-31", "at_1": "23:59:59"}, "Give a year from 1900 to 2199"),
    "yesterday": ({"at_0": "2020-01-01", "at_1": "10:00"}, "This time has passed"),
}


@pytest.mark.parametrize("kind", BAD_TIMES)
@pytest.mark.parametrize("verb", ("approve", "reschedule"))
def test_a_time_that_is_none_is_refused_and_nothing_is_scheduled(verb, kind):
    fields, said = BAD_TIMES[kind]
    edition = factories.in_review() if verb == "approve" else factories.scheduled()
    before = list(Showing.objects.values_list("shown_from", flat=True))
    response = sign_in("publisher").post(verb_of(edition, verb), approval(edition, when="at", comment="Kept.") | fields)
    assert response.status_code == 200
    assert said in text_of(response)
    assert "Kept." in text_of(response), "what was typed stays"
    assert list(Showing.objects.values_list("shown_from", flat=True)) == before


@pytest.mark.parametrize(("day", "clock_time"), (("2030-03-31", "02:30"), ("2030-10-27", "02:30")))
def test_an_hour_that_the_zone_skips_or_has_twice_is_refused(settings, day, clock_time):
    settings.TIME_ZONE = "Europe/Berlin"
    edition = factories.in_review()
    data = approval(edition, when="at", at_0=day, at_1=clock_time)
    response = sign_in("reviewer").post(verb_of(edition, "approve"), data)
    assert "Europe/Berlin" in str(response.context["form"].errors["at"])
    assert not Showing.objects.exists()


def test_a_broken_time_does_not_matter_when_it_is_to_be_now():
    edition = factories.in_review()
    sign_in("reviewer").post(verb_of(edition, "approve"), approval(edition, at_0="nonsense", at_1=""))
    assert fresh(edition).standing() == "live"


def test_beside_the_time_stands_the_newsrooms_zone():
    with time_machine.travel("2030-05-01T06:00:00Z", tick=False):
        page = text_of(sign_in("reviewer").get(verb_of(factories.in_review(), "approve")))
    assert "Asia/Almaty" in page
    assert "Now it is 1 May 2030, 11:00" in page


@pytest.mark.parametrize("reason", ("", "   ", "\x00", "Why\u202e", "x" * 2001))
@pytest.mark.parametrize(
    ("verb", "made", "role"),
    (
        ("request_changes", "in_review", "reviewer"),
        ("unschedule", "scheduled", "reviewer"),
        ("withdraw", "live", "publisher"),
        ("publish_without_review", "draft", "publisher"),
        ("reinstate", "withdrawn", "publisher"),
        ("redact", "live", "administrator"),
    ),
)
def test_a_verb_without_a_good_reason_is_refused(verb, made, role, reason):
    edition = getattr(factories, made)()
    audited, before = AuditEntry.objects.count(), edition.standing()
    response = sign_in(role).post(verb_of(edition, verb), approval(edition, reason=reason))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert AuditEntry.objects.count() == audited
    assert fresh(edition).standing() == before


@pytest.mark.parametrize("seen", ("", "0" * 64, "nonsense", "\x00"))
def test_approving_a_text_that_was_not_seen_is_refused(seen):
    edition = factories.in_review()
    response = sign_in("reviewer").post(verb_of(edition, "approve"), approval(edition, seen_hash=seen))
    assert response.context["form"].errors
    assert fresh(edition).state == "in_review"


def test_a_text_that_changed_after_the_page_was_opened_is_shown_before_it_can_be_approved():
    edition = factories.in_review()
    reviewer, stale = sign_in("reviewer"), approval(edition)
    workflow.request_changes(edition, factories.user("publisher"), reason="Once more.")
    content = {"body": "<p>Quite another text.</p>"}
    workflow.save(edition, factories.user("writer"), content, seen_hash=edition.content_hash())
    workflow.submit(fresh(edition), factories.user("writer"))
    response = reviewer.post(verb_of(edition, "approve"), stale)
    assert "The text has changed since you opened it" in alerts(response)
    page = text_of(response)
    assert "Quite another text." in page, "the new text stands on the page"
    assert f'value="{fresh(edition).content_hash()}"' in page
    assert fresh(edition).state == "in_review"
    reviewer.post(verb_of(edition, "approve"), approval(fresh(edition)))
    assert fresh(edition).standing() == "live"


def test_nobody_approves_what_he_has_written_or_submitted():
    edition = factories.in_review(by=factories.user("publisher"))
    publisher = sign_in("publisher")
    assert "somebody else must approve it" in text_of(publisher.get(verb_of(edition, "approve")))
    response = publisher.post(verb_of(edition, "approve"), approval(edition))
    assert "somebody else must approve it" in alerts(response)
    assert fresh(edition).state == "in_review"


def test_the_page_of_a_verb_that_cannot_be_done_says_why_and_offers_no_form():
    edition = factories.draft(body="")
    page = text_of(sign_in("writer").get(verb_of(edition, "submit")))
    assert "The text is missing." in page
    assert 'value="Submit for review"' not in page


def test_every_verb_says_beforehand_what_it_will_do():
    edition = factories.live()
    said = {desk.forecast(edition, verb) for verb in desk.BUTTONS}
    assert len(said) == len(desk.BUTTONS)
    correction = factories.next_scheduled(edition)
    assert "in the place of the edition that is live" in desk.forecast(correction, "approve")


def test_every_action_of_the_trail_has_a_name_for_people():
    release = factories.superseded().release
    edition = factories.withdrawn()
    workflow.propose(edition, "reinstate", factories.user("publisher"), reason="It was right.")
    workflow.amend(release, factories.user("publisher"), slug="another-address", reason="A typing error.")
    reviewer = sign_in("reviewer")
    for one in (release, edition.release):
        page = text_of(reviewer.get(reverse("admin:release_trail", args=[one.pk])))
        for entry in AuditEntry.objects.filter(release_key=one.public_id):
            assert desk.action(entry.verb) in page
            assert desk.action(entry.verb) != entry.verb
    assert "A typing error." in text_of(reviewer.get(reverse("admin:release_trail", args=[release.pk])))
