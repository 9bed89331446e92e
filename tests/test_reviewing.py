"""Conversations beside a text, what changed since somebody looked, and the page on which it is decided."""

import pytest
from django.urls import reverse

from speeches import clock, record, workflow
from speeches.models import AuditEntry, Comment, Edition, Look, Thread
from speeches.workflow.comments import MAX_COMMENT
from tests import factories
from tests.checks import refused
from tests.desk import alerts, page_of, posted, sign_in, text_of, verb_of

pytestmark = pytest.mark.django_db

WORDS = "every village"


def comment_of(edition):
    return reverse("admin:edition_comment", args=[edition.public_id])


def settle_of(thread, verb):
    return reverse("admin:thread_verb", args=[thread.public_id, verb])


def looked_of(edition):
    return reverse("admin:edition_looked", args=[edition.public_id])


def text_hash(edition):
    return record.digest(edition.plain_text.encode())


def about(edition, words=WORDS):
    """What a browser posts about the passage `words`."""
    start = edition.plain_text.index(words)
    return {"start": start, "end": start + len(words), "seen": text_hash(edition)}


def begun(edition, words=WORDS, said="Really?", by=None):
    start = edition.plain_text.index(words)
    user = by or factories.user("reviewer")
    return workflow.comment(edition, said, user=user, start=start, end=start + len(words)).thread


def saved(edition, **content):
    return workflow.save(edition, factories.user("writer"), content, seen_hash=edition.content_hash())


# --- Comments ---


@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "administrator"))
def test_who_reads_editions_comments_on_a_passage_and_answers(role):
    edition, staff = factories.in_review(), sign_in(role)
    response = staff.post(comment_of(edition), {"text": "Really?"} | about(edition))
    thread = Thread.objects.get()
    assert response.url == f"{page_of(edition)}#t-{thread.public_id}"
    assert (thread.quote, thread.edition) == (WORDS, edition)
    staff.post(comment_of(edition), {"text": "Yes.\r\nTruly.", "thread": thread.public_id})
    assert [(c.text, c.by) for c in thread.comments.all()] == [("Really?", staff.user), ("Yes.\nTruly.", staff.user)]
    told = AuditEntry.objects.filter(verb="comment").latest("pk")
    assert told.details == {"thread": thread.public_id, "comment_id": Comment.objects.latest("pk").public_id}


def test_an_outsider_neither_comments_nor_settles_nor_looks():
    edition = factories.in_review()
    thread, outsider = begun(edition), sign_in("outsider")
    assert outsider.post(comment_of(edition), {"text": "Me too"}).status_code == 403
    assert outsider.post(settle_of(thread, "resolve")).status_code == 404
    assert outsider.post(looked_of(edition)).status_code == 403
    assert (Comment.objects.count(), Look.objects.count()) == (1, 0)


def test_these_addresses_take_posts_only():
    edition = factories.in_review()
    thread, reviewer = begun(edition), sign_in("reviewer")
    for address in (comment_of(edition), settle_of(thread, "resolve"), looked_of(edition)):
        assert reviewer.get(address).status_code == 405


WRONG = {
    "nothing": ({"text": ""}, "This field is required"),
    "blank": ({"text": " \u2003\n "}, ""),
    "too long": ({"text": "x" * 5001}, "5000"),
    "a NUL": ({"text": "a\x00b"}, "Null characters"),
    "half a passage": ({"text": "Hm", "start": "3"}, "not in the text any more"),
    "backwards": ({"text": "Hm", "start": "9", "end": "3"}, "not in the text any more"),
    "beyond the end": ({"text": "Hm", "start": "0", "end": "99999"}, "not in the text any more"),
    "a huge number": ({"text": "Hm", "start": "9" * 40, "end": "9" * 41}, "less than or equal"),
    "no number": ({"text": "Hm", "start": "a", "end": "b"}, "whole number"),
    "another text": ({"text": "Hm", "start": "0", "end": "5", "seen": "0" * 64}, "not in the text any more"),
    "only a border": ({"text": "Hm", "start": "74", "end": "76"}, "Nothing stands in this passage"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_bad_comment_comes_back_with_what_was_typed(kind):
    data, why = WRONG[kind]
    edition = factories.in_review()
    assert edition.plain_text[74:76] == "\n\n"
    response = sign_in("reviewer").post(comment_of(edition), data)
    assert response.status_code == 200
    assert why in alerts(response)
    assert data["text"].strip() in text_of(response).replace("&#x27;", "'") or "\x00" in data["text"]
    assert not Thread.objects.exists() and not AuditEntry.objects.filter(verb="comment").exists()


def test_wrong_ids_are_not_found():
    edition, other = factories.in_review(), factories.in_review()
    thread, reviewer = begun(other), sign_in("reviewer")
    assert reviewer.post(comment_of(edition), {"text": "x", "thread": thread.public_id}).status_code == 404
    assert reviewer.post(comment_of(edition), {"text": "x", "thread": "nothere"}).status_code == 404
    assert reviewer.post("/admin/speeches/release/editions/nothere/comment/", {"text": "x"}).status_code == 404
    assert reviewer.post("/admin/speeches/release/threads/nothere/resolve/").status_code == 404
    assert reviewer.post(settle_of(thread, "burn")).status_code == 404
    assert Comment.objects.count() == 1


def test_a_thread_is_resolved_and_opened_again_once_each():
    edition = factories.in_review()
    thread, writer = begun(edition), sign_in("writer")
    writer.post(settle_of(thread, "resolve"), {"edition": edition.public_id})
    thread.refresh_from_db()
    assert thread.resolved_by == writer.user
    assert "1 resolved conversation" in text_of(writer.get(page_of(edition)))
    again = writer.post(settle_of(thread, "resolve"), follow=True)
    assert "Somebody has done this already" in text_of(again)
    answer = writer.post(comment_of(edition), {"text": "But", "thread": thread.public_id})
    assert "Open it again first" in alerts(answer)
    writer.post(settle_of(thread, "reopen"), {"edition": "\x00"})
    thread.refresh_from_db()
    assert thread.resolved_at is None
    assert AuditEntry.objects.filter(verb="reopen", details={"thread": thread.public_id}).exists()


@pytest.mark.parametrize("standing", ("scheduled", "live", "superseded", "withdrawn"))
def test_a_sealed_text_may_be_commented_on(standing):
    edition = getattr(factories, standing)()
    sign_in("writer").post(comment_of(edition), {"text": "Look here."} | about(edition))
    assert Thread.objects.get().edition == edition


def test_nothing_is_said_about_what_was_put_aside():
    edition, writer = factories.discarded(), sign_in("writer")
    assert "was put aside" in alerts(writer.post(comment_of(edition), {"text": "Hm"}))
    assert 'id="say"' not in text_of(writer.get(page_of(edition)))
    assert not Comment.objects.exists()


def test_a_link_that_holds_no_more_takes_no_comment():
    edition = factories.in_review()
    other = factories.review_link(factories.in_review())
    late, revoked = factories.review_link(edition, hours=-1), factories.review_link(edition)
    revoked.revoked_at = clock.now()
    revoked.save()
    for link in (late, revoked, other):
        with pytest.raises(workflow.Refused) as refused:
            workflow.comment(edition, "Hm", link=link)
        assert refused.value.codes == ["link"]
    assert workflow.comment(edition, "Hm", link=factories.review_link(edition)).who.startswith("Dana")


@pytest.mark.parametrize(
    "words, code", (("", "blank"), (" \u200b\n", "blank"), ("a\0b", "null"), ("x" * (MAX_COMMENT + 1), "length"))
)
def test_a_comment_wants_words_that_can_be_kept(words, code):
    edition, reviewer = factories.in_review(), factories.user("reviewer")
    with refused(code):
        workflow.comment(edition, words, user=reviewer)


def test_a_comment_is_refused_to_others_and_in_a_conversation_of_another_release():
    edition, thread = factories.in_review(), begun(factories.in_review())
    reviewer, outsider = factories.user("reviewer"), factories.user("outsider")
    with refused("permission"):
        workflow.comment(edition, "Hm", user=outsider)
    with refused("thread"):
        workflow.comment(edition, "Hm", user=reviewer, thread=thread)


def test_threads_are_carried_on_where_their_passage_is_found_again():
    first = factories.live()
    kept, gone, whole = begun(first), begun(first, "in spring"), begun(first, "the work")
    workflow.resolve(whole, factories.user("writer"))
    body = first.body.replace(" in spring", "").replace("<p>Aidar", "<p>Today Aidar", 1)
    draft = factories.next_draft(first, body=body)
    threads = {thread.pk: thread for thread in workflow.threads_of(draft)}
    assert set(threads) == {kept.pk, gone.pk}, "what was resolved stays behind"
    found = threads[kept.pk].found
    assert draft.plain_text[found.start : found.end] == WORDS
    assert threads[gone.pk].found is None
    page = text_of(sign_in("reviewer").get(page_of(draft)))
    assert "Said about an earlier edition" in page and "The passage is gone." in page
    assert workflow.threads_of(first)[0].carried is False


def test_threads_stand_in_the_order_of_their_passages_and_are_marked_both_ways():
    edition = factories.in_review()
    late, whole = begun(edition, "in spring"), workflow.comment(edition, "Good.", user=factories.user("writer")).thread
    early = begun(edition)
    assert [t.pk for t in workflow.threads_of(edition)] == [early.pk, late.pk, whole.pk]
    page = text_of(sign_in("reviewer").get(page_of(edition)))
    assert f'<mark data-at="{early.start}" data-threads="{early.public_id}">{WORDS}</mark>' in page
    for thread in (early, late):
        assert f'id="m-{thread.public_id}"' in page and f'href="#t-{thread.public_id}"' in page


def test_without_javascript_a_paragraph_is_chosen_by_a_link():
    edition, reviewer = factories.in_review(), sign_in("reviewer")
    second = edition.plain_text.split("\n\n")[1]
    start = edition.plain_text.index(second)
    link = f"{page_of(edition)}?start={start}&amp;end={start + len(second)}#say"
    assert link in text_of(reviewer.get(page_of(edition)))
    page = text_of(reviewer.get(page_of(edition), {"start": start, "end": start + len(second)}))
    assert f'name="start" value="{start}"' in page
    assert second in page.split('id="say-chosen"')[1]
    for start, end in (("x", "9"), ("9", "3"), ("0", "9" * 30), ("\x00", "1"), ("-5", "3")):
        assert reviewer.get(page_of(edition), {"start": start, "end": end}).context["chosen"] is None


def test_comments_are_plain_text_and_guests_are_named():
    edition = factories.in_review()
    thread = begun(edition, said="<b>No</b>\n\nNever & not")
    workflow.comment(edition, "Agreed.", link=factories.review_link(edition), thread=thread)
    page = text_of(sign_in("writer").get(page_of(edition)))
    assert "<p>&lt;b&gt;No&lt;/b&gt;</p>" in page and "<p>Never &amp; not</p>" in page
    assert "Dana Serikova, Ministry of Water" in page and "by review link" in page


def test_the_page_costs_the_same_however_much_is_said(django_assert_max_num_queries):
    edition, reviewer, counted = factories.in_review(), sign_in("reviewer"), []
    for round_of in range(3):
        for _number in range(5 * round_of):
            thread = begun(edition)
            workflow.comment(edition, "Yes.", link=factories.review_link(edition), thread=thread)
        for address in (page_of(edition), verb_of(edition, "approve")):
            with django_assert_max_num_queries(40) as queries:
                reviewer.get(address)
            counted.append(len(queries))
    # The first visit remembers that somebody looked; a prefetch that finds nothing asks no further.
    assert counted[2:4] == counted[4:6]


# --- Since when ---


def test_the_first_visit_looks_and_a_later_change_is_told_until_one_has_looked():
    edition, reviewer = factories.draft(), sign_in("reviewer")
    assert 'id="since"' not in text_of(reviewer.get(page_of(edition)))
    saved(edition, body=edition.body.replace("spring", "early spring"))
    edition = Edition.objects.get()
    for _round in range(2):
        page = text_of(reviewer.get(page_of(edition)))
        assert "Changed since you last looked, on" in page and "1 passage changed, 1 word added" in page
    assert reviewer.post(looked_of(edition), {"seen_hash": edition.content_hash()}).url == page_of(edition)
    assert 'id="since"' not in text_of(reviewer.get(page_of(edition)))


def test_one_has_looked_only_at_what_one_has_seen():
    edition, reviewer = factories.draft(), sign_in("reviewer")
    reviewer.get(page_of(edition))
    seen = edition.content_hash()
    saved(edition, title="Another title")
    response = reviewer.post(looked_of(edition), {"seen_hash": seen}, follow=True)
    assert "The text has changed since you opened it" in text_of(response)
    assert 'id="since"' in text_of(response)
    assert reviewer.post(looked_of(edition), {}).status_code == 302


def test_formatting_is_a_change_too_and_the_language_of_the_desk_is_none():
    edition, reviewer = factories.draft(themes=[factories.theme(name_kk="Су")]), sign_in("reviewer")
    reviewer.get(page_of(edition))
    assert 'id="since"' not in text_of(reviewer.get(page_of(edition), headers={"accept-language": "kk"}))
    saved(edition, body=edition.body.replace("spring", "<strong>spring</strong>"))
    assert "now bold" in text_of(reviewer.get(page_of(edition)))


def test_who_saw_an_earlier_edition_is_told_what_the_next_one_changes():
    first, reviewer = factories.live(), sign_in("reviewer")
    reviewer.get(page_of(first))
    draft = factories.next_draft(first)
    page = text_of(reviewer.get(page_of(draft)))
    assert "Changed since you last looked at an earlier edition" in page
    reviewer.post(looked_of(draft), {"seen_hash": draft.content_hash(), "verb": "approve"})
    assert 'id="since"' not in text_of(reviewer.get(page_of(draft)))


def test_verbs_and_saving_look_too():
    edition, publisher = factories.in_review(), sign_in("publisher")
    publisher.get(page_of(edition))
    workflow.request_changes(edition, factories.user("reviewer"), reason="Shorter.")
    saved(Edition.objects.get(), title="Shorter")
    assert 'id="since"' in text_of(publisher.get(page_of(edition)))
    publisher.post(page_of(edition), posted(Edition.objects.get(), summary="In short."))
    assert Look.objects.get(user=publisher.user).said["summary"] == "In short."
    publisher.post(verb_of(edition, "submit"))
    assert 'id="since"' not in text_of(publisher.get(page_of(edition)))


# --- Deciding ---


def test_the_approval_page_shows_all_that_there_is_to_know():
    first = factories.live(title="The canal is open")
    draft = factories.next_draft(first, title="The canal is deep")
    begun(draft)
    waiting, reviewer = workflow.submit(draft, factories.user("writer")), sign_in("reviewer")
    page = text_of(reviewer.get(verb_of(waiting, "approve")))
    assert "Nothing is missing in the text." in page and "1 conversation is open." in page
    assert "Really?" in page and f"old={first.public_id}" in page
    response = reviewer.post(verb_of(waiting, "approve"), {"when": "now", "seen_hash": waiting.content_hash()})
    assert response.status_code == 302, "an open conversation holds nothing up"


def test_a_correction_is_compared_with_what_is_live_not_with_what_was_unscheduled():
    first = factories.live()
    planned = factories.next_scheduled(first)
    copy = workflow.unschedule(planned, factories.user("publisher"), reason="Later.")
    page = sign_in("reviewer").get(page_of(copy))
    assert page.context["changes"]["other"] == first


def test_requesting_changes_lists_what_is_open_and_still_wants_a_reason():
    edition = factories.in_review()
    begun(edition)
    reviewer = sign_in("reviewer")
    assert "Really?" in text_of(reviewer.get(verb_of(edition, "request_changes")))
    response = reviewer.post(verb_of(edition, "request_changes"), {"reason": ""})
    assert response.status_code == 200
    assert Edition.objects.get().state == "in_review"
