"""What the tests of the desk share: people with the groups of the fixture, and the forms as a browser posts them."""

from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from speeches.models import Edition
from tests import factories

GROUPS = Path(__file__).resolve().parent.parent / "fixtures" / "groups.json"


def sign_in(role, name=None):
    """A client signed in as a member of staff (`client.user`): a role of `factories`, "outsider" or "superuser"."""
    for known in factories.ROLES:
        factories.user(known)
    fields = {"is_superuser": True} if role == "superuser" else {}
    user = factories.user(role, name, **fields)
    # Last: a user made by the factories narrows its group to the permissions of the verbs.
    call_command("loaddata", GROUPS, verbosity=0)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def page_of(edition):
    return reverse("admin:edition", args=[edition.public_id])


def verb_of(edition, verb):
    return reverse("admin:edition_verb", args=[edition.public_id, verb])


def posted(edition, *, photos=(), attachments=(), links=(), **changes):
    """What a browser posts when the form of `edition` is saved with `changes`; rows of files and links are dicts."""
    data = {name: getattr(edition, name) for name in Edition.CONTENT}
    data |= {"seen_hash": edition.content_hash(), "themes": [theme.slug for theme in edition.themes.all()]}
    for prefix, rows in (("photos", photos), ("attachments", attachments), ("links", links)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data | changes


def approval(edition, **changes):
    """What a browser posts to approve `edition` now."""
    return {"when": "now", "seen_hash": edition.content_hash()} | changes


def text_of(response):
    return response.content.decode()


def alerts(response):
    """What the page says at its head in answer: the reasons of a refusal, as one text."""
    html = text_of(response)
    return " ".join(part.split("</div>")[0] for part in html.split('role="alert"')[1:])
