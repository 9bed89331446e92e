"""The desk in every language: what Django leaves in English, and what its scripts say."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import URLResolver, reverse
from django.utils import translation

from speeches import states
from tests import factories
from tests.desk import sign_in, text_of

pytestmark = pytest.mark.django_db
ADMIN_JS = Path(django.__file__).parent / "contrib/admin/static/admin/js"
CALLED = re.compile(r"""\bn?gettext\((['"])(.*?)\1""")


def pages():
    """A page of every kind that Django makes: a list, a form, accounts, groups."""
    user, event = factories.user("writer"), factories.event()
    for name in ("release", "person", "event", "photo", "redirect"):
        yield reverse(f"admin:speeches_{name}_changelist")
    yield reverse("admin:speeches_event_change", args=[event.pk])
    yield reverse("admin:speeches_person_add")
    yield reverse("admin:auth_user_changelist")
    yield reverse("admin:auth_user_change", args=[user.pk])
    yield reverse("admin:auth_user_password_change", args=[user.pk])
    yield reverse("admin:auth_group_change", args=[Group.objects.first().pk])


def test_every_word_of_a_script_that_a_page_loads_is_kazakh():
    client = sign_in("superuser")
    scripts = {
        name for page in pages() for name in re.findall(r"/static/admin/js/([\w./-]+\.js)", text_of(client.get(page)))
    }
    assert "actions.js" in scripts and "SelectFilter2.js" not in scripts and "calendar.js" not in scripts
    words = {
        found[1] for name in scripts if "vendor" not in name for found in CALLED.findall((ADMIN_JS / name).read_text())
    }
    assert words
    ours = polib.pofile(str(settings.BASE_DIR / "locale/kk/LC_MESSAGES/djangojs.po"))
    assert words <= {entry.msgid for entry in ours if entry.translated()}


def test_our_words_for_scripts_win():
    client = sign_in("writer")
    for code, word in (("kk", "ішінен"), ("ru", "Выбран"), ("en", "catalog")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
        answer = client.get(reverse("admin:jsi18n"))
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert json.dumps(word)[1:-1] in text_of(answer)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_rights_of_a_group_are_named_in_the_language_of_the_page(language):
    client = sign_in("superuser")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = text_of(client.get(reverse("admin:auth_group_change", args=[Group.objects.first().pk])))
    with translation.override(language):
        for label in states.PERMISSIONS.values():
            assert str(label) in html
    assert "Can add" not in html and "Can view" not in html


def test_the_rights_of_a_group_are_changed_by_ticks():
    group = (
        Group.objects.get(name="Writers")
        if Group.objects.filter(name="Writers").exists()
        else factories.group("Writers")
    )
    client = sign_in("superuser")
    one = Permission.objects.get(codename="write_edition")
    answer = client.post(
        reverse("admin:auth_group_change", args=[group.pk]), {"name": group.name, "permissions": [one.pk]}
    )
    assert answer.status_code == 302
    assert list(group.permissions.all()) == [one]


def test_an_account_says_when_it_was_last_used_and_nobody_changes_that():
    client, user = sign_in("superuser"), factories.user("writer")
    html = text_of(client.get(reverse("admin:auth_user_change", args=[user.pk])))
    assert 'name="last_login' not in html and 'name="user_permissions"' not in html
    assert 'name="groups"' in html


class Visible(HTMLParser):
    """The words of a page that people read or hear, except those marked as of another language."""

    SAID = ("alt", "title", "aria-label", "placeholder", "value")
    VOID = {"input", "img", "br", "hr", "link", "meta", "source", "col", "wbr"}

    def __init__(self, html):
        super().__init__()
        self.words, self.open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        foreign = tag in ("script", "style", "code", "bdi") or attrs.get("lang", "kk") != "kk"
        if not foreign and not any(self.open) and attrs.get("type") not in ("hidden", "checkbox", "radio"):
            self.words += [attrs[name] for name in self.SAID if attrs.get(name) and tag != "option"]
        if tag not in self.VOID:
            self.open.append(foreign)

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if not any(self.open):
            self.words.append(data)


NAMES = {"IPTC", "Media", "Topic", "SHA", "JPEG", "PNG", "WebP", "AVIF", "CSV", "ZIP", "Asia", "Almaty"}
NAMES |= {"example", "org", "https", "medtop", "unknown", *factories.ROLES, *factories.ROLES.values()}
"""What is written with Latin letters in Kazakh too."""


def test_an_empty_desk_has_no_word_of_english_in_kazakh():
    client = sign_in("superuser", "Әйгерім")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "kk"
    left, asked = {}, 0
    for page in desk_pages():
        answer = client.get(page)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        asked += 1
        said = " ".join(Visible(text_of(answer)).words)
        latin = {word for word in re.findall(r"[A-Za-z]{3,}", said) if word not in NAMES}
        if latin:
            left[page] = latin
    assert asked > 30 and not left, left


def desk_pages():
    """Every page of the desk whose address needs nothing: lists, empty forms, the first page, wishes."""
    for pattern in admin.site.urls[0]:
        yield from _addresses(pattern)


def _addresses(pattern, before=""):
    route = before + str(getattr(pattern, "pattern", ""))
    if isinstance(pattern, URLResolver):
        for inner in pattern.url_patterns:
            yield from _addresses(inner, route)
    elif pattern.name and not re.search(r"<|\\|\(", route) and pattern.name not in ACTIONS:
        yield f"/admin/{route}"


ACTIONS = {"logout", "jsi18n", "autocomplete", "password_change_done", "view_on_site"}
