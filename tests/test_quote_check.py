"""Checking a quotation, as readers do it: three answers, from live texts alone."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock, instants, search, workflow
from speeches.models import Edition
from speeches.quotes import LONGEST, check_quote
from speeches.text.quoting import quotation
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "the canal reaches every village of the steppe"
OTHER = "<p>Quite another text stands here now, and no more.</p>"
INVENTED = "nobody shall ever again carry water from a distant well"


def asked(client, words, status=200):
    answer = client.get(reverse("quote_check"), {"q": words})
    assert answer.status_code == status
    return answer.content.decode()


def indexed(edition):
    search.index_sealed(edition)
    return edition


@pytest.fixture
def version():
    """A live release whose words Aidar Bekmuratov, President, said."""
    speaker = factories.person(aliases="Bekmuratov")
    factories.tenure(speaker, factories.office("president"), held_from="2001-01-01")
    return factories.statement(indexed(factories.live()), WORDS, speaker=speaker)


def test_words_that_stand_there_are_verbatim_with_whose_and_where(client, version):
    page = asked(client, "«The CANAL reaches   every village – of the steppe…»")
    assert 'class="verdict verbatim"' in page and f"<mark>{WORDS}</mark>" in page
    assert "Aidar Bekmuratov</a>, President" in page
    release = version.edition.release
    assert f"{release.get_absolute_url()}#s-{version.statement.public_id}" in page
    assert f'href="{version.get_absolute_url()}"' in page


def test_one_other_word_is_close_and_both_are_marked(client, version):
    page = asked(client, WORDS.replace("village", "town"))
    assert 'class="verdict close"' in page
    assert '<del><span class="visually-hidden">deleted: </span>town </del>' in page
    assert '<ins><span class="visually-hidden">added: </span>village </ins>' in page


def test_what_is_left_out_is_told_once_as_it_stands_and_the_verdict_says_so(client):
    long = " and then further".join(["along the river"] + [""] * 20)
    body = f"<p>It is a place where people argue but do not quarrel. They walk {long} to the sea.</p><p>So it is.</p>"
    indexed(factories.live(body=body))
    page = asked(client, "a place where people argue … quarrel")
    assert "<mark>a place where people argue</mark> but do not <mark>quarrel</mark>" in page
    assert "Verbatim, with words left out" in page and "just so." not in page
    page = asked(client, "They walk along the river … to the sea … So it is")
    assert page.count("and then further") < 20 and "to the sea</mark>. <mark>So it is</mark>." in page


def test_invented_words_are_not_found(client, version):
    page = asked(client, INVENTED)
    assert 'class="verdict not-found"' in page and "quote-place" not in page and "Bekmuratov</a>" not in page


def test_words_of_the_text_that_nobody_said_have_no_speaker():
    edition = indexed(factories.live())
    answer = check_quote("the work will go on in spring")
    assert answer.kind == "verbatim" and answer.places[0].edition == edition and answer.places[0].version is None


def test_a_quotation_that_goes_beyond_the_statement_is_not_given_to_its_speaker(version):
    answer = check_quote(f"{WORDS}. According to him, the work will go on")
    assert answer.kind == "verbatim" and answer.places[0].version is None


def test_several_places_come_newest_first_and_more_are_told(client):
    for number in range(7):
        with time_machine.travel(clock.now() + timedelta(days=number - 9)):
            indexed(factories.live())
    answer = check_quote(WORDS)
    dates = [place.edition.release.address_date for place in answer.places]
    assert len(dates) == 5 and dates == sorted(dates, reverse=True) and answer.more
    assert "There are more places" in asked(client, WORDS)


def test_the_queries_do_not_grow_with_the_places(client, version):
    asked(client, WORDS)
    with CaptureQueriesContext(connection) as one:
        asked(client, WORDS)
    for name in ("dana-serikova", "marat-ospanov"):
        factories.statement(indexed(factories.live()), WORDS, speaker=factories.person(name))
    with CaptureQueriesContext(connection) as three:
        page = asked(client, WORDS)
    assert page.count('class="quote-place"') == 3 and len(one) == len(three)


@pytest.mark.parametrize("words", ["", " ", "the canal", "…", "«»", "\0\0\0", "\ud800 \udfff", "\u202eabc"])
def test_too_few_words_are_refused_kindly(client, words):
    page = asked(client, words.encode("utf-8", "replace").decode())
    assert "quote-place" not in page and check_quote(words).kind == "too-short"


def test_what_is_too_long_is_refused_at_once(client, version):
    page = asked(client, "canal " * 200_000)
    assert 'class="verdict too-long"' in page and len(page) < 20_000
    assert check_quote("a" * (LONGEST + 1)).kind == "too-long"


@pytest.mark.parametrize(
    "words",
    ["\0 the canal \ud800 reaches every village", "the " * 300, "… a b c … d e f …", "'" * 1200, "1 000 " * 200],
)
def test_hostile_words_are_answered(client, version, words):
    assert check_quote(words)
    asked(client, words.encode("utf-8", "replace").decode())


def test_what_is_asked_is_escaped(client, version):
    page = asked(client, f"{WORDS.replace('village', '<script>alert(1)</script>')}</textarea>")
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_withdrawn_redacted_and_hidden_words_are_as_if_never_written(client, version):
    never = asked(client, INVENTED)
    body = f"<p>Aidar said that {INVENTED}.</p>"
    indexed(factories.draft(body=body))
    indexed(factories.in_review(body=body))
    indexed(factories.scheduled(body=body))
    assert asked(client, INVENTED) == never
    with time_machine.travel(clock.now() - timedelta(days=2)):
        gone = indexed(factories.live(body=body))
        other = indexed(factories.live(body=body))
    indexed(factories.corrected(other, body=OTHER))
    other.refresh_from_db()
    workflow.propose(other, "redact", factories.user("administrator"), reason="Order of a court.")
    workflow.redact(other, factories.user("administrator", "administrator2"), reason="Order of a court.")
    last = indexed(factories.corrected(gone, body=OTHER))
    workflow.withdraw(last, factories.user("publisher"), reason="Published by mistake.")
    indexed(factories.withdrawn(body=body))
    assert Edition.objects.live().count() == 2
    assert 'class="verdict not-found"' in asked(client, INVENTED) and "quote-place" not in asked(client, INVENTED)


def test_words_of_an_earlier_edition_are_told_as_such_with_what_came_of_them(client, version):
    """A correction that changed them, and one that took them out."""
    body = "<p>Aidar said that {} again carry water from a distant well.</p>"
    with time_machine.travel(clock.now() - timedelta(days=2)):
        changed = indexed(factories.live(body=body.format("nobody shall ever")))
        taken_out = indexed(factories.live(body=body.format("nobody shall ever")))
    assert check_quote(INVENTED).kind == "verbatim"
    note = "It was children."
    later = indexed(factories.corrected(changed, body=body.format("no child shall ever"), change_note=note))
    answer = check_quote(INVENTED)
    assert answer.kind == "verbatim" and [place.edition for place in answer.places] == [taken_out]
    indexed(factories.corrected(taken_out, body=OTHER))
    answer = check_quote(INVENTED)
    assert answer.kind == "earlier" and {place.edition for place in answer.places} == {changed, taken_out}
    page = asked(client, INVENTED)
    assert 'class="verdict earlier"' in page and page.count("So it stood until") == 2
    assert note in page and page.count("Now it reads") == page.count("nothing like it now") == 1
    assert f"<mark>{INVENTED}</mark>" in page and "added: </span>child </ins>" in page
    for edition in (changed, taken_out):
        began = Edition.objects.shown().with_instants().get(pk=edition.pk).shown_from
        there = instants.with_instant(edition.release.get_absolute_url(), began)
        assert f'href="{there}"' in page and INVENTED in client.get(there).content.decode()
        assert f'href="{edition.release.get_absolute_url()}history/"' in page
    assert asked(client, INVENTED.replace("nobody", "no child")).count('class="verdict verbatim"') == 1
    told = client.get("/api/v1/quote-check", {"q": INVENTED}).json()
    assert told["answer"] == "earlier" and all(place["until"] for place in told["places"])
    assert {place["edition"] for place in told["places"]} == {changed.public_id, taken_out.public_id}
    assert later.public_id not in str(told)
    for place in told["places"]:
        assert "as_of=" in place["release"]["page"] and "as_of=" in place["release"]["url"]
    assert {place["why"] for place in told["places"]} >= {note}
    assert sorted(bool(place["now"]) for place in told["places"]) == [False, True]


def test_of_a_release_the_last_edition_with_the_words_is_told(client, version):
    body = f"<p>Aidar said that {INVENTED}.</p>"
    start = clock.now() - timedelta(days=9)
    with time_machine.travel(start):
        first = indexed(factories.live(body=body))
    with time_machine.travel(start + timedelta(days=1)):
        second = indexed(factories.corrected(first, body=f"{body}<p>One more sentence.</p>"))
    third = indexed(factories.corrected(second, body=OTHER))
    (place,) = check_quote(INVENTED).places
    began = Edition.objects.live().with_instants().get(pk=third.pk).shown_from
    assert place.edition == second and place.until == began and place.now is None


def test_what_is_to_come_of_a_release_changes_no_answer(client, version):
    with time_machine.travel(clock.now() - timedelta(days=2)):
        first = indexed(factories.live(body=f"<p>Aidar said that {INVENTED}.</p>"))
    second = indexed(factories.corrected(first, body=OTHER))
    before = asked(client, INVENTED)
    assert "nothing like it now" in before
    coming = factories.next_draft(second, body=f"<p>Aidar said that {INVENTED} and more.</p>", change_note="A secret.")
    assert asked(client, INVENTED) == before
    workflow.submit(coming, factories.user("writer"))
    indexed(factories.approved(coming, at=clock.now() + timedelta(hours=1)))
    assert asked(client, INVENTED) == before
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert 'class="verdict verbatim"' in asked(client, INVENTED)


def test_where_words_left_out_may_change_the_sense_of_an_earlier_edition_the_answer_says_so(client, version):
    with time_machine.travel(clock.now() - timedelta(days=2)):
        first = indexed(factories.live(body=f"<p>Aidar said that {INVENTED}.</p>"))
    indexed(factories.corrected(first, body=OTHER))
    page = asked(client, "nobody shall ever … water from a distant well")
    assert 'class="verdict earlier"' in page and "may change the sense" in page


def test_of_many_earlier_editions_only_those_with_the_words_are_read(client, version):
    """Others share the beginning of the quotation alone, and there are more of them than are read."""
    with time_machine.travel(clock.now() - timedelta(days=2)):
        first = indexed(factories.live(body=f"<p>Aidar said that {INVENTED}.</p>"))
        other = indexed(factories.live(body="<p>Aidar said that nobody shall ever know the 0.</p>"))
    indexed(factories.corrected(first, body=OTHER))
    for number in range(1, 4):
        other = factories.corrected(other, body=f"<p>Aidar said that nobody shall ever know the {number}.</p>")
        indexed(other)
    indexed(factories.corrected(other, body=OTHER))
    held = search.postings(quotation(INVENTED))
    assert [edition.pk for edition in search.earlier(held, 2)] == [first.pk]


def test_the_queries_do_not_grow_with_earlier_places(client, version):
    def one_more():
        with time_machine.travel(clock.now() - timedelta(days=2)):
            edition = indexed(factories.live(body=f"<p>Aidar said that {INVENTED}.</p>"))
        indexed(factories.corrected(edition, body=OTHER))

    counts = []
    for _time in range(3):
        one_more()
        asked(client, INVENTED)
        with CaptureQueriesContext(connection) as queries:
            asked(client, INVENTED)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_page_explains_itself_with_live_words_and_the_site_leads_there(client, version):
    page = client.get(reverse("quote_check")).content.decode()
    assert "What the answers mean" in page and "For example:" in page and f"<q>{WORDS}</q>" in page
    assert reverse("quote_check") in client.get(reverse("home")).content.decode()
    assert client.put(reverse("quote_check")).status_code == 405


def test_without_anything_live_there_is_no_example(client):
    assert "For example" not in client.get(reverse("quote_check")).content.decode()


FORM = "application/x-www-form-urlencoded"


def posted(client, words, content_type=FORM, **data):
    return client.post(reverse("quote_check"), urlencode({"q": words} | data), content_type=content_type)


def test_what_is_posted_gets_an_address_where_it_fits_into_one(version):
    client = Client(enforce_csrf_checks=True)
    answer = posted(client, f" {WORDS}\0 ")
    assert answer.status_code == 303 and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"] == f"{reverse('quote_check')}?{urlencode({'q': WORDS})}"
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'class="verdict verbatim"' in page and f'href="/ru/quote-check/?{urlencode({"q": WORDS})}"' in page


@pytest.mark.parametrize("sign", ["ы", "қ", "—", "€", "😀"])
def test_a_quotation_up_to_the_limit_is_answered_in_every_alphabet(sign):
    words = " ".join([f"{sign}тысяча{sign}" if sign.isalpha() else f"вода {sign}"] * 300)[:LONGEST].strip()
    said = f"Он сказал: {words}"
    edition = indexed(factories.live(language="ru", body=f"<p>{said}.</p>"))
    client = Client(enforce_csrf_checks=True)
    answer = posted(client, words)
    page = answer.content.decode()
    assert answer.status_code == 200 and 'class="verdict verbatim"' in page and edition.title in page
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers and not answer.cookies
    assert 'class="verdict too-long"' in posted(client, words * 2).content.decode()


def test_an_answer_that_was_posted_is_never_taken_for_one_that_is_kept(client, version):
    words = "канал доходит до каждого села " * 30
    for asked_for in ("*", '"x"'):
        answer = client.post(
            reverse("quote_check"), urlencode({"q": words}), content_type=FORM, headers={"If-None-Match": asked_for}
        )
        assert answer.status_code == 200


@pytest.mark.parametrize("sent", [b"q=", b"q=+%0d%0a+", b"q=%00", b"q=a&q", b"other=1"])
def test_who_posts_nothing_is_asked_for_words_beside_the_field(client, version, sent):
    answer = client.post(reverse("quote_check"), sent, content_type=FORM)
    page = answer.content.decode()
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert '<p class="errorlist" id="quote-error">Paste the words that are to be checked.</p>' in page
    assert 'aria-invalid="true" aria-describedby="quote-error quote-help" autofocus' in page
    assert "quote-answer" not in page and '<meta name="robots" content="noindex">' in page
    assert page == asked(client, "")
    plain = client.get(reverse("quote_check")).content.decode()
    assert "quote-error" not in plain and "autofocus" not in plain and "aria-invalid" not in plain


def test_only_a_form_is_read(client):
    for sent in ({"q": WORDS}, {"q": WORDS, "file": SimpleUploadedFile("a.txt", b"x" * 100)}, {}):
        answer = client.post(reverse("quote_check"), sent)
        assert answer.status_code == 400 and "This request cannot be understood" in answer.content.decode()
    assert posted(client, WORDS, "application/json").status_code == 400
    assert client.post(reverse("quote_check"), b"q&q=%ff%fe%00", content_type=FORM).status_code == 303
    assert client.post(reverse("quote_check"), b"a=b&" * 2000, content_type=FORM).status_code == 400
