"""Records, old addresses and accounts, changed by hand: nobody's work is lost, and everything is on record."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from speeches.models import AuditEntry, Event, Redirect, Theme
from tests import factories
from tests.desk import add, person_form, sign_in, text_of

pytestmark = pytest.mark.django_db


def test_an_old_address_leads_on_for_ever():
    old = Redirect.objects.create(path="/node/17", release=factories.live().release)
    superuser = sign_in("superuser")
    assert superuser.post(f"/admin/speeches/redirect/{old.pk}/delete/", {"post": "yes"}).status_code == 403
    assert superuser.post(f"/admin/speeches/redirect/{old.pk}/change/", {"path": "/x"}).status_code == 403
    assert Redirect.objects.get().path == "/node/17"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/", "The site itself answers"),
        ("/en/", "The site itself answers"),
        ("/kk/themes/", "The site itself answers"),
        ("/admin/", "The site itself answers"),
        ("/healthz", "The site itself answers"),
    ],
)
def test_an_old_address_that_the_site_serves_is_refused(path, says):
    data = {"path": path, "release": factories.live().release.pk}
    assert says in text_of(sign_in("publisher").post(add(Redirect), data))
    assert not Redirect.objects.exists()


def test_an_old_address_is_kept_as_the_site_is_asked_for_it(client):
    release = factories.live().release
    sign_in("publisher").post(add(Redirect), {"path": "/en/news/%D0%B0-1", "release": release.pk})
    assert Redirect.objects.get().path == "/en/news/а-1"
    answer = client.get("/en/news/%D0%B0-1")
    assert (answer.status_code, answer.headers["Location"]) == (301, release.get_absolute_url())


def test_two_who_change_a_record_keep_each_others_changes():
    person = factories.person(about_en="")
    first, second = sign_in("writer"), sign_in("publisher")
    address = reverse("admin:speeches_person_change", args=[person.pk])
    theirs, mine = person_form(first, person), person_form(second, person)
    assert first.post(address, theirs | {"about_en": "An engineer."}).status_code == 302
    assert second.post(address, mine | {"gender": "m"}).status_code == 302
    person.refresh_from_db()
    assert (person.about_en, person.gender) == ("An engineer.", "m")
    answer = second.post(address, mine | {"about_en": "A geologist."})
    assert "Somebody else has changed this" in text_of(answer)
    person.refresh_from_db()
    assert person.about_en == "An engineer."


@pytest.mark.parametrize("sealed", [True, False])
def test_the_address_of_what_is_public_stays(sealed):
    theme = factories.theme("water")
    (factories.scheduled if sealed else factories.draft)(themes=[theme])
    address = reverse("admin:speeches_theme_change", args=[theme.pk])
    client = sign_in("publisher")
    client.post(address, {"slug": "rivers", "name_en": "Rivers"})
    theme.refresh_from_db()
    assert (theme.slug, theme.name_en) == ("water" if sealed else "rivers", "Rivers")


def test_what_is_changed_by_hand_is_in_the_audit_trail():
    publisher = sign_in("publisher")
    publisher.post(add(Theme), {"name_en": "Rivers", "slug": "rivers"})
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject_type, entry.subject_key) == (
        "add_record",
        "publisher",
        "theme",
        "rivers",
    )
    publisher.post(reverse("admin:speeches_theme_change", args=[Theme.objects.get().pk]), {"name_en": "Lakes"})
    assert AuditEntry.objects.latest("pk").verb == "change_record"
    page = text_of(sign_in("administrator").get(reverse("admin:speeches_auditentry_changelist")))
    assert "Changed by hand" in page and "Added by hand" in page


# --- accounts ---

ACCOUNT = {"password1": "a-long-password-42", "password2": "a-long-password-42", "usable_password": "true"}


def test_an_administrator_makes_accounts_and_that_is_audited():
    administrator = sign_in("administrator")
    administrator.post(reverse("admin:auth_user_add"), ACCOUNT | {"username": "aigerim"})
    entry = AuditEntry.objects.get(subject_key="aigerim")
    assert (entry.verb, entry.actor, entry.subject_type) == ("add_record", "administrator", "user")


def test_nobody_but_a_superuser_makes_superusers_or_more_of_himself():
    administrator = sign_in("administrator")
    puppet, chief = factories.user("writer", "puppet"), factories.user("writer", "chief", is_superuser=True)
    groups = [group.pk for group in Group.objects.all()]
    data = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "groups": groups}
    change = "admin:auth_user_change"
    administrator.post(reverse(change, args=[puppet.pk]), data | {"username": "puppet"})
    puppet.refresh_from_db()
    assert not puppet.is_superuser and puppet.groups.count() == len(groups)
    assert AuditEntry.objects.get(subject_key="puppet").verb == "change_record"
    own = administrator.user
    administrator.post(reverse(change, args=[own.pk]), data | {"username": own.username})
    assert [group.name for group in own.groups.all()] == ["Administrators"]
    assert administrator.post(reverse(change, args=[chief.pk]), {"username": "chief"}).status_code == 403
    assert administrator.get(reverse("admin:auth_user_password_change", args=[chief.pk])).status_code == 403


def test_a_group_gets_rights_from_a_superuser_alone():
    administrator, superuser = sign_in("administrator"), sign_in("superuser")
    group = Group.objects.get(name="Administrators")
    address = reverse("admin:auth_group_change", args=[group.pk])
    assert administrator.get(address).status_code == 200, "to be looked at"
    assert administrator.post(address, {"name": "Administrators", "permissions": []}).status_code == 403
    assert group.permissions.exists()
    superuser.post(address, {"name": "Administrators", "permissions": []})
    assert not group.permissions.exists()
    assert AuditEntry.objects.get(subject_key="Administrators").verb == "change_record"


# --- bounds of records ---


def test_a_theme_does_not_lie_below_itself():
    water, rivers = factories.theme("water"), factories.theme("rivers")
    publisher = sign_in("publisher")
    for theme, parent in ((water, water), (rivers, water), (water, rivers)):
        data = {"name_en": theme.name, "slug": theme.slug, "parent": parent.pk}
        answer = publisher.post(reverse("admin:speeches_theme_change", args=[theme.pk]), data)
        allowed = (theme, parent) == (rivers, water)
        assert (answer.status_code == 302) is allowed
        assert allowed or "cannot lie below itself" in text_of(answer)


@pytest.mark.parametrize(("name", "value"), [("ordinal", "4000"), ("starts_on", "1/2/23")])
def test_an_event_is_refused_what_could_be_read_otherwise(name, value):
    data = {"title_en": "Session", "kind": "session", "starts_on": "2030-05-01", "series": factories.series().pk}
    answer = sign_in("writer").post(add(Event), data | {"ordinal": "1"} | {name: value})
    assert answer.status_code == 200 and list(answer.context["adminform"].form.errors) == [name]


@pytest.mark.parametrize("address", ["admin:speeches_release_add", "admin:speeches_bundle_add"])
def test_a_title_that_nobody_sees_is_missing(address):
    data = {"title": "\u200b", "language": "en", "kind": "press-release", "editions": [factories.draft().public_id]}
    answer = sign_in("writer").post(reverse(address), data)
    assert answer.status_code == 200 and "This field is required." in text_of(answer)
