"""Review links at the desk: who makes, sees and revokes them, and what is told of them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import workflow
from speeches.models import AuditEntry, Message, ReviewLink
from speeches.workflow import guests
from tests import factories
from tests.desk import alerts, page_of, sign_in, text_of, verb_of
from tests.guests import changed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INVITERS = ("writer", "reviewer", "publisher")


def links_of(edition):
    return reverse("admin:edition_links", args=[edition.public_id])


def revoke_of(link):
    return reverse("admin:review_link_revoke", args=[link.public_id])


def invitation(**changes):
    """What a browser posts to make a link."""
    return {"recipient": "Dana Serikova", "email": "", "hours": "24", "language": "kk"} | changes


@pytest.mark.parametrize("role", INVITERS)
def test_a_link_is_made_handed_on_and_revoked(role):
    edition, client = factories.in_review(), sign_in(role)
    assert "Make a review link" in text_of(client.get(page_of(edition)))
    response = client.post(links_of(edition), invitation(hours="72"), follow=True)
    link = ReviewLink.objects.get()
    assert (link.recipient, link.language, link.created_by) == ("Dana Serikova", "kk", client.user)
    assert (link.expires_at - link.created_at).days == 3
    html = text_of(response)
    assert "Copy the link and pass it on." in html
    address = re.search(r'readonly value="http://testserver([^"]+)"', html)[1]
    assert Client().get(address).status_code == 200
    assert "opens nothing from now on" in text_of(client.get(revoke_of(link)))
    assert Client().get(address).status_code == 200, "asked, not done"
    response = client.post(revoke_of(link), follow=True)
    assert "The link of Dana Serikova opens nothing any more." in text_of(response)
    assert Client().get(address).status_code == 404
    assert address not in text_of(response)


def test_with_an_address_the_invitation_is_mailed():
    edition, client = factories.draft(), sign_in("writer")
    response = client.post(links_of(edition), invitation(email="dana@example.org"), follow=True)
    assert "The invitation goes to dana@example.org." in text_of(response)
    assert Message.objects.get().address == "dana@example.org"


def test_an_administrator_sees_links_but_no_address_and_no_buttons():
    edition = factories.draft()
    link = factories.review_link(edition)
    client = sign_in("administrator")
    for address in (page_of(edition), links_of(edition)):
        html = text_of(client.get(address))
        assert link.recipient in html
        assert "/review/" not in html
        assert "Make the link" not in html
        assert revoke_of(link) not in html
    assert client.post(links_of(edition), invitation()).status_code == 403
    assert client.get(revoke_of(link)).status_code == 403
    assert client.post(revoke_of(link)).status_code == 403
    assert ReviewLink.objects.get().revoked_at is None


def test_outsiders_and_visitors_reach_nothing():
    edition = factories.draft()
    link = factories.review_link(edition)
    outsider = sign_in("outsider")
    assert outsider.get(links_of(edition)).status_code == 403
    assert outsider.post(links_of(edition), invitation()).status_code == 403
    assert outsider.get(revoke_of(link)).status_code == 404
    assert outsider.post(revoke_of(link)).status_code == 404
    for address in (links_of(edition), revoke_of(link)):
        for response in (Client().get(address), Client().post(address, invitation())):
            assert response.status_code == 302
            assert response.url.startswith(reverse("admin:login"))
    assert ReviewLink.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": ""},
        {"recipient": "  "},
        {"recipient": "\0"},
        {"recipient": "Dana \u202e"},
        {"recipient": "x" * 151},
        {"recipient": "reviewer"},
        {"email": "dana"},
        {"email": "dana@example.org\nBcc: all@example.org"},
        {"hours": ""},
        {"hours": "9999999999999999999999"},
        {"hours": "25"},
        {"language": "xx"},
        {"language": "\0"},
    ],
)
def test_bad_input_is_told_and_makes_nothing(changes):
    edition, client = factories.draft(), sign_in("writer")
    response = client.post(links_of(edition), invitation(**changes))
    assert response.status_code == 200
    assert "errorlist" in text_of(response)
    assert not ReviewLink.objects.exists()
    assert not AuditEntry.objects.filter(verb="invite").exists()
    assert client.post(links_of(edition), {}).status_code == 200


@pytest.mark.parametrize("key", ["nobody", "x" * 300])
def test_strange_ids_are_nowhere(key):
    client = sign_in("publisher")
    for name in ("edition_links", "review_link_revoke"):
        for response in (
            client.get(reverse(f"admin:{name}", args=[key])),
            client.post(reverse(f"admin:{name}", args=[key])),
        ):
            assert response.status_code == 404


@pytest.mark.parametrize("standing", ["live", "superseded", "withdrawn", "discarded", "redacted"])
def test_no_link_to_what_is_public_or_put_aside(standing):
    edition, client = getattr(factories, standing)(), sign_in("publisher")
    assert "Make a review link" not in text_of(client.get(page_of(edition)))
    response = client.post(links_of(edition), invitation())
    assert "A review link is for: Draft, In review, Scheduled." in alerts(response)
    assert not ReviewLink.objects.exists()


def test_revoking_twice_is_told():
    link, client = factories.review_link(factories.draft()), sign_in("writer")
    client.post(revoke_of(link))
    assert "This link does not hold any more." in text_of(client.post(revoke_of(link), follow=True))
    assert AuditEntry.objects.filter(verb="revoke").count() == 1


def test_the_list_tells_what_came_of_each_link():
    edition, client = factories.draft(), sign_in("writer")
    factories.review_link(edition, "Silent Guest")
    agreed, earlier = factories.review_link(edition, "Agreed Guest"), factories.review_link(edition, "Early Guest")
    workflow.agree(earlier, edition.content_hash())
    edition = changed(edition, title="Another title")
    workflow.agree(agreed, edition.content_hash())
    guests.remark(agreed, "Good.")
    guests.remark(agreed, "Very good.")
    Client().get(guests.address_of(agreed))
    rows = {
        re.search(r"<strong>(.*?)</strong>", row)[1]: " ".join(re.sub("<[^>]+>", " ", row).split())
        for row in text_of(client.get(page_of(edition))).split('<li id="link-')[1:]
    }
    assert "not opened yet · 0 comments" in rows["Silent Guest"]
    assert "Agreed" not in rows["Silent Guest"].replace("Agreed Guest", "")
    assert "to this text" in rows["Agreed Guest"]
    assert "2 comments" in rows["Agreed Guest"]
    assert "last opened" in rows["Agreed Guest"]
    assert "to an earlier text (changed since: Title)" in rows["Early Guest"]
    assert "Expires in" in rows["Early Guest"]


@pytest.mark.parametrize("verb", ["approve", "publish_without_review"])
def test_whoever_approves_sees_who_agreed_and_to_what(verb):
    edition, client = factories.in_review(), sign_in("publisher")
    assert "Agreed by review link" not in text_of(client.get(verb_of(edition, verb)))
    link = factories.review_link(edition)
    workflow.agree(link, edition.content_hash())
    html = text_of(client.get(verb_of(edition, verb)))
    told = " ".join(re.sub("<[^>]+>", " ", html.split('id="agreements"')[1].split("</section>")[0]).split())
    assert "Dana Serikova, Ministry of Water" in told
    assert "to this text" in told
    assert "An agreement does not stand for your approval." in told
    workflow.request_changes(edition, factories.user("reviewer"), reason="Wrong.")
    edition.refresh_from_db()
    workflow.submit(changed(edition, title="New"), factories.user("writer"))
    html = text_of(client.get(verb_of(edition, verb)))
    assert "to an earlier text" in html
    assert "(changed since: Title)" in html


def test_a_long_list_is_cut_beside_the_text_and_whole_on_its_page():
    edition, client = factories.draft(), sign_in("writer")
    for number in range(17):
        factories.review_link(edition, f"Guest {number}")
    beside, whole = (text_of(client.get(address)) for address in (page_of(edition), links_of(edition)))
    assert beside.count('<li id="link-') == 15
    assert "All review links" in beside
    assert whole.count('<li id="link-') == 17


def test_the_pages_ask_no_more_for_many_links():
    edition, client = factories.draft(), sign_in("writer")
    link = factories.review_link(edition)
    workflow.agree(link, edition.content_hash())
    asked = []
    for _round in range(2):
        edition = changed(edition, title=f"Title {_round}")
        edition.looks.all().delete()  # else the page tells what is new, which is another matter
        client.get(page_of(edition))
        for address in (page_of(edition), links_of(edition), verb_of(edition, "publish_without_review")):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        for number in range(10):
            more = factories.review_link(edition, f"Guest {_round} {number}")
            workflow.agree(more, edition.content_hash())
    assert asked[:3] == asked[3:]
