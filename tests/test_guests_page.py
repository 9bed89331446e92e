"""The page of a review link: what the guest reads, says and agrees with."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from speeches import workflow
from speeches.guests import commentable
from speeches.models import AuditEntry, Comment, ReviewLink
from speeches.workflow import guests
from tests import factories
from tests.desk import alerts, sign_in, text_of
from tests.guests import agreement, changed, edition, files_of, open_page, remark
from tests.public import body_of

pytestmark = pytest.mark.django_db


def send(link, data, client=None):
    return (client or Client()).post(guests.address_of(link), data)


@pytest.mark.parametrize("standing", ["draft", "in_review", "scheduled"])
def test_the_guest_reads_the_text_as_readers_will(standing):
    text = edition(
        getattr(factories, standing),
        title="The canal is open",
        summary="Ten villages.",
        press_contact="Call us.",
        themes=[factories.theme()],
        event=factories.event("opening"),
    )
    html = text_of(open_page(factories.review_link(text)))
    for words in ("The canal is open", "Ten villages.", "It is deep.", "Call us.", "The decree", "Water", "Opening"):
        assert words in html, words
    assert "Draft for Dana Serikova, Ministry of Water." in html
    assert "Not for publication." in html


def test_nothing_on_the_page_leads_out_of_it_by_surprise():
    """Pages of events and themes may not exist yet; the head of the site would look like the public one."""
    link = factories.review_link(edition(themes=[factories.theme()], event=factories.event()))
    html = text_of(open_page(link))
    page = guests.address_of(link)
    contacts = [address for _label, _told, address in settings.NEWSROOM["contacts"]]
    for address in re.findall(r'(?:href|src|srcset)="([^"]*)"', html):
        if address not in contacts:
            assert address.startswith((page, "/static/", "#", "?on=")), address


def test_photos_and_documents_come_by_the_link():
    link = factories.review_link(edition())
    html = text_of(open_page(link))
    photo, document = files_of(link)
    assert photo in html
    assert document in html
    assert body_of(Client().get(photo))[:4] == b"RIFF"
    answer = Client().get(document)
    assert body_of(answer).startswith(b"%PDF")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_page_speaks_the_guests_language_and_the_text_its_own(language):
    link = factories.review_link(edition(language="ru"), language=language)
    response = open_page(link, Client(headers={"Accept-Language": "en"}))
    html = text_of(response)
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in html
    assert '<div class="preview" lang="ru">' in html
    with translation.override("ru"):
        assert str(link.edition.release.get_kind_display()) in html


def test_opening_is_noted_for_the_guest_alone():
    link = factories.review_link(factories.draft())
    Client().head(guests.address_of(link))
    open_page(link, sign_in("writer"))
    assert ReviewLink.objects.get().opened_at is None
    open_page(link)
    assert ReviewLink.objects.get().opened_at


def test_whoever_only_opens_the_page_agrees_with_nothing():
    link = factories.review_link(factories.draft())
    for query in ({}, {"do": "agree", "seen_hash": link.edition.content_hash()}, {"done": "agree"}):
        open_page(link, **query)
    assert ReviewLink.objects.get().agreed_at is None


def test_an_agreement_is_recorded_and_shown():
    link = factories.review_link(factories.draft())
    response = send(link, agreement(link))
    assert response.status_code == 302
    assert ReviewLink.objects.get().agreed_sha256 == link.edition.content_hash()
    html = text_of(Client().get(response.url))
    assert "Your agreement is recorded." in html
    assert "You agreed to this text on" in html
    assert 'value="agree"' not in html


def test_an_agreement_with_a_text_that_has_changed_is_refused_and_the_new_text_shown():
    link = factories.review_link(factories.draft())
    stale = agreement(link)
    changed(link.edition, title="Quite another title")
    response = send(link, stale)
    assert "The text has changed since you opened it." in alerts(response)
    html = text_of(response)
    assert "Quite another title" in html
    assert ReviewLink.objects.get().agreed_at is None
    link.edition.refresh_from_db()
    assert link.edition.content_hash() in html, "the next attempt has seen the new text"
    assert send(link, agreement(link)).status_code == 302


def test_whoever_agreed_to_an_earlier_text_is_told_and_may_agree_again():
    link = factories.review_link(factories.draft())
    send(link, agreement(link))
    changed(link.edition, title="Quite another title", summary="New.")
    html = text_of(open_page(link))
    assert "You agreed to an earlier text on" in html
    assert "Changed since: Title, Summary." in html
    assert 'value="agree"' in html


def test_a_comment_on_the_whole_text_arrives_and_is_shown_to_its_guest():
    link = factories.review_link(factories.draft())
    response = send(link, remark(link, "The year is <b>wrong</b>."))
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert (comment.link, comment.text, comment.thread.quote) == (link, "The year is <b>wrong</b>.", "")
    html = text_of(Client().get(response.url))
    assert "Your comment is with the press service." in html
    assert "The year is &lt;b&gt;wrong&lt;/b&gt;." in html


def places(html):
    return re.findall(r'class="remark"[^>]*href="\?on=([0-9-]+)#comment" aria-label="([^"]+)"', html)


def test_every_paragraph_item_and_table_has_its_link_to_comment():
    link = factories.review_link(edition())
    html, plain = text_of(open_page(link)), link.edition.plain_text
    found = [(plain[slice(*map(int, place.split("-")))], label) for place, label in places(html)]
    assert found == [
        ("The canal is open. It is deep.", "Comment on paragraph 2"),
        ("Ten villages", "Comment on paragraph 3"),
        ("Two towns", "Comment on paragraph 4"),
        ("2025\n\n14", "Comment on paragraph 5"),
    ]
    assert "It is deep.<a" in html, "inside the paragraph"


@pytest.mark.parametrize(
    ("body", "passages"),
    [
        ("", []),
        ("<p>One <a href='https://example.org'>link</a></p>", ["One link"]),
        ("<p>One<br><br>two</p><p>three</p>", ["One\n\ntwo", "three"]),
        ("<ul><li>One<ul><li>two</li></ul></li><li>three</li></ul>", ["One\n\ntwo", "three"]),
        ("<blockquote><p>One</p></blockquote>", ["One"]),
        ("<h2>Head</h2><p>One</p>", ["One"]),
        ("<p>é &amp; ı̇ <!--7--> &lt;!--7--&gt;</p>", ["é & ı̇ <!--7-->"]),
        ("<table><tr><td><p>One</p></td><td>two</td></tr></table><p>three</p>", ["One\n\ntwo", "three"]),
    ],
)
def test_the_links_stand_where_the_passages_end(body, passages):
    draft = factories.draft(body=body)
    with translation.override("en"):
        html = str(commentable(draft))
    found = [draft.plain_text[slice(*map(int, place.split("-")))] for place, _label in places(html)]
    assert found == passages
    links = re.compile(r'(<p class="remark-line">)?<a class="remark".*?</a>(?(1)</p>)')
    assert links.sub("", html) == draft.body


def test_a_comment_on_a_passage_without_script():
    link = factories.review_link(edition())
    place = places(text_of(open_page(link)))[0][0]
    html = text_of(open_page(link, on=place))
    assert "The canal is open. It is deep.</blockquote>" in html
    assert f'name="on" value="{place}"' in html
    send(link, remark(link, on=place))
    assert Comment.objects.get().thread.quote == "The canal is open. It is deep."


def test_a_selection_narrows_the_passage_where_it_is_found_there():
    link = factories.review_link(edition())
    place = places(text_of(open_page(link)))[0][0]
    send(link, remark(link, on=place, quote=" It is\n deep. "))
    send(link, remark(link, "And this?", on=place, quote="is"))
    assert [comment.thread.quote for comment in Comment.objects.all()] == [
        "It is deep.",
        "The canal is open. It is deep.",
    ]


def test_a_passage_of_an_earlier_text_is_refused_and_the_words_stay():
    link = factories.review_link(edition())
    data = remark(link, "Keep these words.", on=places(text_of(open_page(link)))[0][0])
    changed(link.edition, body="<p>Short.</p>")
    response = send(link, data)
    assert "Choose the passage again." in alerts(response) or "Select it again." in alerts(response)
    assert "Keep these words.</textarea>" in text_of(response)
    assert not Comment.objects.exists()


def test_the_guest_sees_answers_to_his_own_and_no_other_conversation():
    text, desk = edition(), factories.user("reviewer", first_name="Aigerim", last_name="Ospanova")
    link, other = factories.review_link(text), factories.review_link(text, "Tom Reed")
    mine = guests.remark(link, "Mine.").thread
    workflow.comment(text, "Answered.", user=desk, thread=mine)
    workflow.comment(text, "Among us.", user=desk)
    theirs = guests.remark(other, "Of somebody else.").thread
    begun = workflow.comment(text, "Desk begins.", user=desk).thread
    workflow.comment(text, "Guest dropped in.", link=link, thread=begun)
    html = text_of(open_page(link))
    for words in ("Mine.", "Answered.", "Aigerim Ospanova"):
        assert words in html
    for words in ("Among us.", "Of somebody else.", "Desk begins.", "Guest dropped in."):
        assert words not in html
    send(link, remark(link, "Thank you.", thread=mine.public_id))
    assert [comment.text for comment in mine.comments.all()] == ["Mine.", "Answered.", "Thank you."]
    for strange in (theirs.public_id, begun.public_id, "x", "\0"):
        response = send(link, remark(link, "Let me in.", thread=strange))
        assert response.status_code == 200
        assert alerts(response)
    assert not Comment.objects.filter(text="Let me in.").exists()


def test_an_account_is_not_named_to_a_guest():
    text = edition()
    link = factories.review_link(text)
    workflow.comment(text, "Answered.", user=factories.user("writer"), thread=guests.remark(link, "Mine.").thread)
    html = text_of(open_page(link))
    assert "Press Service of the President</strong>" in html
    assert "writer" not in html


def test_a_settled_conversation_is_shown_and_takes_no_more():
    text = edition()
    link = factories.review_link(text)
    thread = guests.remark(link, "Mine.").thread
    workflow.resolve(thread, factories.user("writer"))
    assert "The press service has settled this." in text_of(open_page(link))
    assert "resolved" in alerts(send(link, remark(link, "More.", thread=thread.public_id)))


def test_a_passage_that_has_changed_since_is_marked():
    text = edition()
    link = factories.review_link(text)
    send(link, remark(link, on=places(text_of(open_page(link)))[0][0]))
    assert "This passage has changed since." not in text_of(open_page(link))
    changed(text, body="<p>Something else altogether.</p>")
    assert "This passage has changed since." in text_of(open_page(link))


def test_too_many_comments_are_told_in_words(monkeypatch):
    monkeypatch.setattr(guests, "HOURLY", 1)
    link = factories.review_link(factories.draft())
    send(link, remark(link))
    response = send(link, remark(link, "Once more."))
    assert "Please wait a little" in alerts(response)
    assert "Once more.</textarea>" in text_of(response)


def test_the_desk_looks_but_does_not_answer_for_the_guest():
    link, client = factories.review_link(factories.draft()), sign_in("writer")
    assert "only the guest can answer" in text_of(open_page(link, client))
    for data in (agreement(link), remark(link)):
        assert "You are signed in at the desk." in alerts(send(link, data, client))
    assert ReviewLink.objects.get().agreed_at is None
    assert not Comment.objects.exists()


def test_once_live_the_guest_is_led_to_the_public_page():
    text = edition(factories.in_review, title="Now public")
    link = factories.review_link(text)
    workflow.approve(text, factories.user("reviewer"), text.content_hash())
    response = open_page(link)
    html = text_of(response)
    assert "The text is published" in html
    text.release.refresh_from_db()
    assert f'href="{text.release.get_absolute_url()}"' in html
    assert send(link, agreement(link)).status_code == 302
    assert ReviewLink.objects.get().agreed_at is None
    assert {Client().get(path).status_code for path in files_of(link)} == {404}
    workflow.withdraw(text, factories.user("publisher"), reason="Wrong.")
    assert open_page(link).status_code == 404


def test_a_correction_is_read_beside_the_live_text():
    draft = factories.next_draft(factories.live(), title="Corrected title", change_note="The length was wrong.")
    html = text_of(open_page(factories.review_link(draft)))
    assert "Corrected title" in html
    assert "The length was wrong." in html


def test_forms_work_under_no_referrer_and_not_without_their_token():
    """From a page under no-referrer browsers send "Origin: null"."""
    link = factories.review_link(factories.draft())
    client = Client(enforce_csrf_checks=True)
    html = text_of(open_page(link, client))
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    null = {"headers": {"Origin": "null"}}
    elsewhere = {"headers": {"Origin": "https://example.org"}}
    page, data = guests.address_of(link), agreement(link)
    assert client.post(page, data, **null).status_code == 403
    assert client.post(page, data | {"csrfmiddlewaretoken": token}, **elsewhere).status_code == 403
    assert ReviewLink.objects.get().agreed_at is None
    assert client.post(page, data | {"csrfmiddlewaretoken": token}, **null).status_code == 302
    assert ReviewLink.objects.get().agreed_at


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "approve"},
        {"do": "agree"},
        {"do": "agree", "seen_hash": "\0"},
        {"do": "agree", "seen_hash": "x" * 5000},
        {"do": "comment"},
        {"do": "comment", "words": "   "},
        {"do": "comment", "words": "\0"},
        {"do": "comment", "words": "pay \u202e001"},
        {"do": "comment", "words": "x" * 5001},
        {"do": "comment", "words": "x", "on": "9999999-99999999"},
        {"do": "comment", "words": "x", "on": "5-2", "seen_hash": "x"},
        {"do": "comment", "words": "x", "on": "0-5", "seen_hash": "stale"},
        {"do": "comment", "words": "x", "on": "²-5"},
        {"do": "comment", "words": "x", "thread": "nobody"},
        {"do": "comment", "words": "x", "quote": "x" * 6000},
    ],
)
def test_bad_input_is_told_and_changes_nothing(data):
    link = factories.review_link(factories.draft())
    before = AuditEntry.objects.count()
    response = send(link, data)
    assert response.status_code == 200
    assert alerts(response)
    assert AuditEntry.objects.count() == before
    assert not Comment.objects.exists()


@pytest.mark.parametrize("on", ["0-5", "5-0", "x", "0-99999999", "\0", "9" * 500, "0-5-7", "²-³"])
def test_a_strange_passage_in_the_address_is_passed_over(on):
    assert open_page(factories.review_link(factories.draft()), on=on).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_allowed(method):
    assert getattr(Client(), method)(guests.address_of(factories.review_link(factories.draft()))).status_code == 405


def test_the_page_asks_no_more_for_a_long_conversation(django_assert_max_num_queries):
    text = edition()
    link = factories.review_link(text)
    thread = guests.remark(link, "First.").thread
    workflow.comment(text, "Answer", user=factories.user("writer"), thread=thread)
    with CaptureQueriesContext(connection) as few:
        open_page(link)
    for number in range(8):
        workflow.comment(text, f"Answer {number}", user=factories.user("writer"), thread=thread)
        guests.remark(link, f"Third {number}.")
    with django_assert_max_num_queries(len(few)):
        open_page(link)
