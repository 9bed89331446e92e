"""What tests of review links begin with: a full edition, links, and what a guest's browser sends."""

from django.test import Client

from speeches import clock, workflow
from speeches.workflow import guests
from tests import factories

CLOSED = ("expired", "revoked", "maker", "discarded", "redacted")
"""How a link comes to open nothing, for `closed`."""
BODY = (
    "<h2>The canal</h2><p>The canal is open. It is deep.</p><ul><li>Ten villages</li><li>Two towns</li></ul>"
    "<table><tr><td>2025</td><td>14</td></tr></table>"
)


def edition(make=factories.draft, **fields):
    """An edition with a photo and a document."""
    fields = {
        "body": BODY,
        "photos": [{"photo": factories.photo(), "alt": "A canal"}],
        "attachments": [{"attachment": factories.attachment(), "title": "The decree"}],
    } | fields
    return make(**fields)


def files_of(link):
    """The addresses of the files of a link's edition, below its page."""
    page, photo = guests.address_of(link), link.edition.edition_photos.get().photo
    document = link.edition.edition_attachments.get().attachment
    return [f"{page}photos/{photo.public_id}/320.webp", f"{page}attachments/{document.public_id}/{document.name}"]


def agreement(link, **changes):
    """What a browser posts for "I agree"."""
    return {"do": "agree", "seen_hash": link.edition.content_hash()} | changes


def remark(link, words="The year is wrong.", **changes):
    """What a browser posts for a comment on the whole text."""
    return {"do": "comment", "words": words, "seen_hash": link.edition.content_hash()} | changes


def open_page(link, client=None, **query):
    return (client or Client()).get(guests.address_of(link), query)


def changed(edition, **content):
    """The draft, saved with other content by its writer."""
    content = content or {"title": "Another title"}
    return workflow.save(edition, factories.user("writer"), content, seen_hash=edition.content_hash())


def closed(link, how):
    """Makes a link open nothing, in one of the ways in which that happens; gives the instant at which to look."""
    writer = factories.user("writer")
    if how == "revoked":
        workflow.revoke(link, writer)
    elif how == "maker":
        link.created_by.is_active = False
        link.created_by.save()
    elif how == "discarded":
        workflow.discard(link.edition, writer)
    elif how == "redacted":
        workflow.propose(link.edition, "redact", factories.user("administrator"), reason="Order.")
        workflow.redact(link.edition, factories.user("administrator", "administrator2"), reason="Order.")
    return link.expires_at if how == "expired" else clock.now()
