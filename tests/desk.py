"""What the tests of the desk share: people with the groups of the fixture, and the forms as a browser posts them."""

import json
import re
from functools import cache
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from speeches.models import Edition
from tests import factories

TENURES = {"tenures-TOTAL_FORMS": 0, "tenures-INITIAL_FORMS": 0}
"""The rows of offices in the form of a person: none."""
GROUPS = Path(__file__).resolve().parent.parent / "fixtures" / "groups.json"


@cache
def _granted():
    """{name of a group: [(codename, app, model) of each permission]}, from the fixture."""
    rows = json.loads(GROUPS.read_text(encoding="utf-8"))
    return {row["fields"]["name"]: [tuple(key) for key in row["fields"]["permissions"]] for row in rows}


def load_groups():
    """The groups of the fixture as `loaddata` leaves them, in a few queries (`test_fixtures` compares the two)."""
    known = Permission.objects.values_list("pk", "codename", "content_type__app_label", "content_type__model")
    numbers = {tuple(key): pk for pk, *key in known}
    have = {group.name: group for group in Group.objects.filter(name__in=_granted())}
    groups = {name: have.get(name) or Group.objects.create(name=name) for name in _granted()}
    through = Group.permissions.through
    through.objects.filter(group__in=groups.values()).delete()
    through.objects.bulk_create(
        through(group=groups[name], permission_id=numbers[key]) for name, keys in _granted().items() for key in keys
    )


def sign_in(role, name=None):
    """A client signed in as a member of staff (`client.user`): a role of `factories`, "outsider" or "superuser"."""
    for known in factories.ROLES:
        factories.user(known)
    fields = {"is_superuser": True} if role == "superuser" else {}
    user = factories.user(role, name, **fields)
    # Last: a user made by the factories narrows its group to the permissions of the verbs.
    load_groups()
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


def add(model):
    return reverse(f"admin:speeches_{model._meta.model_name}_add")


def person_form(client, person):
    """What a browser posts of the page of `person` as it was opened."""
    form = client.get(reverse("admin:speeches_person_change", args=[person.pk])).context["adminform"].form
    data = dict(TENURES)
    for bound in form:
        data[bound.html_name] = data[bound.html_initial_name] = "" if bound.value() is None else bound.value()
    return data


def field(page, name):
    """What stands in a field of the page, as HTML."""
    if line := re.search(f'<input type="text" name="{name}"([^>]*)>', page):
        return value[1] if (value := re.search(' value="([^"]*)"', line[1])) else ""
    return page.split(f'name="{name}"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
