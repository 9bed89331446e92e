"""What people choose for themselves: language and mail; and the outbox at the desk."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from speeches import clock
from speeches.admin import outbox
from speeches.models import AuditEntry, Message, Profile
from speeches.states import MailKind
from tests import factories
from tests.desk import page_of, sign_in, text_of
from tests.smtp import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROLES = ("writer", "reviewer", "publisher", "administrator", "outsider")
KINDS = [str(kind) for kind in MailKind if kind != MailKind.INVITED]


def preferences():
    return reverse("admin:preferences")


def choose(client, language, onward="/admin/"):
    return client.post(reverse("admin:language"), {"language": language, "next": onward})


@pytest.mark.parametrize("role", ROLES)
def test_everybody_at_the_desk_has_preferences_of_his_own(role):
    client = sign_in(role)
    page = text_of(client.get(preferences()))
    assert page.count("checked") == len(KINDS), "all mail is wanted until somebody says otherwise"
    assert client.user.email in page
    answer = client.post(preferences(), {"language": "kk", "mail": ["submitted", "soon"]})
    assert answer.url == preferences()
    profile = Profile.objects.get()
    assert (profile.user, profile.language) == (client.user, "kk")
    assert sorted(profile.muted) == sorted(set(KINDS) - {"submitted", "soon"})
    page = text_of(client.get(preferences()))
    assert 'lang="kk"' in page and page.count("checked") == 2
    client.post(preferences(), {})
    profile.refresh_from_db()
    assert (profile.language, sorted(profile.muted)) == ("", sorted(KINDS))


def test_preferences_are_for_those_who_are_signed_in(client):
    for response in (client.get(preferences()), client.post(preferences(), {"language": "kk"})):
        assert response.status_code == 302 and reverse("admin:login") in response.url
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "xx"},
        {"language": "\x00"},
        {"mail": ["invited"]},
        {"mail": ["nothing", "9" * 99]},
        {"mail": "\x00"},
    ],
)
def test_what_is_not_offered_is_not_saved(wrong):
    client = sign_in("writer")
    answer = client.post(preferences(), {"language": "ru", "mail": KINDS} | wrong)
    assert answer.status_code == 200 and "errorlist" in text_of(answer)
    assert not Profile.objects.exists()


def test_who_has_no_address_is_told_so():
    client = sign_in("writer")
    type(client.user).objects.update(email="")
    assert "Your account has no e-mail address" in text_of(client.get(preferences()))


def test_the_language_is_changed_at_once_and_remembered():
    client, edition = sign_in("writer"), factories.draft()
    answer = choose(client, "kk", page_of(edition))
    assert answer.url == page_of(edition)
    assert '<html lang="kk"' in text_of(client.get(page_of(edition)))
    again = Client(headers={"accept-language": "ru"})
    again.force_login(client.user)
    response = again.get(page_of(edition))
    assert '<html lang="kk"' in text_of(response)
    assert response.headers["Content-Language"] == "kk"
    client.post(preferences(), {"language": "", "mail": KINDS})
    client.get(preferences())
    assert '<html lang="ru"' in text_of(again.get(page_of(edition)))
    assert '<html lang="en' in text_of(client.get(page_of(edition))), "nor does a cookie say otherwise"


def test_a_sign_in_that_would_lead_elsewhere_leads_to_the_desk(client):
    writer = factories.user("writer")
    writer.set_password("a long password")
    writer.save()
    given = {"username": "writer", "password": "a long password", "next": "https://elsewhere.example/"}
    answer = client.post("/admin/login/?next=https://elsewhere.example/", given)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_the_sign_in_page_has_the_switch_and_keeps_nothing_of_strangers(client):
    assert client.get(reverse("admin:login")).status_code == 200
    answer = choose(client, "kk", reverse("admin:login"))
    assert answer.url == reverse("admin:login")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == ("kk", "/admin/", "Lax")
    assert '<html lang="kk"' in text_of(client.get(reverse("admin:login")))
    assert not Profile.objects.exists()


def test_somebody_signed_in_who_is_no_member_of_staff_gets_no_profile():
    client = Client()
    client.force_login(factories.user("outsider", "reader", is_staff=False))
    assert choose(client, "kk").status_code == 302
    assert not Profile.objects.exists()


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "\x00", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(onward):
    answer = choose(sign_in("writer"), "ru", onward)
    assert answer.status_code in (204, 302)
    assert "evil" not in answer.headers.get("Location", "") and "javascript" not in answer.headers.get("Location", "")


def test_the_switch_takes_known_languages_by_post_with_a_token():
    client = sign_in("writer")
    for wrong in ("xx", "", "\x00", "k" * 9999):
        assert choose(client, wrong).status_code == 302
    assert client.get(reverse("admin:language")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(client.user)
    assert choose(strict, "kk").status_code == 403
    assert not Profile.objects.exists()


def test_the_public_site_speaks_the_language_of_its_address_and_asks_for_nobody():
    client, edition = sign_in("writer"), factories.live()
    choose(client, "kk")
    address = edition.release.get_absolute_url()
    with CaptureQueriesContext(connection) as signed_in:
        response = client.get(address)
    with CaptureQueriesContext(connection) as stranger:
        assert Client().get(address).content == response.content
    assert len(signed_in) == len(stranger)
    assert '<html lang="en"' in text_of(response)
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_language_costs_the_desk_one_query():
    client = sign_in("writer")
    client.get(preferences())
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:password_change"))
    assert sum("speeches_profile" in query["sql"] for query in queries) == 1


# --- The outbox ----------------------------------------------------------------------------------


def changelist():
    return reverse("admin:speeches_message_changelist")


@pytest.fixture
def rows():
    """A row in each state, and one to a guest; by name."""
    writer, now = factories.user("writer"), clock.now()
    edition = factories.draft(title="Water for the steppe")
    told = {
        "waiting": {},
        "failed": {"error": "550 No such person", "attempts": 1, "due_at": now + timedelta(minutes=5)},
        "given up": {"error": "451 Later", "attempts": 10, "dropped_at": now},
        "sent": {"sent_at": now, "attempts": 1},
        "left out": {"dropped_at": now},
    }
    data = {"verb": "request_changes", "by": "reviewer", "comment": "Why?"}
    made = {
        name: Message.objects.create(
            kind=MailKind.CHANGES_REQUESTED, edition=edition, recipient=writer, data=data, **fields
        )
        for name, fields in told.items()
    }
    made["guest"] = Message.objects.create(kind=MailKind.INVITED, edition=edition, address="dana@example.org")
    return made


def act(client, action, *rows, **data):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(changelist(), chosen | data, follow=True)


@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "outsider"))
def test_the_outbox_is_closed_to_all_but_administrators(role, rows):
    client = sign_in(role)
    assert client.get(changelist()).status_code == 403
    assert act(client, "try_again", rows["failed"]).status_code == 403
    assert outbox.failed_count(client.user) == 0
    assert "could not be sent" not in text_of(client.get(reverse("admin:index")))
    rows["failed"].refresh_from_db()
    assert rows["failed"].attempts == 1


def test_administrators_see_on_the_first_page_that_mail_failed_and_find_it(rows):
    client = sign_in("administrator")
    first = text_of(client.get(reverse("admin:index")))
    assert "2 mails could not be sent." in first and f"{changelist()}?state=failed" in first
    whole = text_of(client.get(changelist()))
    assert "dana@example.org" in whole and "550 No such person" in whole and "Water for the steppe" in whole
    for state, names in {"waiting": 2, "failed": 2, "sent": 1, "left_out": 1, "\x00": 6}.items():
        page = text_of(client.get(changelist(), {"state": state}))
        assert page.count('class="action-select"') == names, state
    Message.objects.exclude(error="").delete()
    assert "could not be sent" not in text_of(client.get(reverse("admin:index")))


def test_the_list_asks_as_much_for_many_as_for_few(rows):
    client = sign_in("administrator")
    client.get(changelist())

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(changelist())
        return len(queries)

    few = count()
    for number in range(20):
        edition, reader = factories.draft(), factories.user("reviewer", f"reader{number}")
        Message.objects.create(kind=MailKind.SUBMITTED, edition=edition, recipient=reader)
    assert count() == few


def test_trying_again_says_what_came_of_each(rows, settings):
    client = sign_in("administrator")
    with mail_server(settings) as sink:
        page = text_of(act(client, "try_again", rows["failed"], rows["given up"], rows["sent"], rows["guest"]))
        assert len(sink.mails) == 2
    assert page.count("Changes are requested, writer, Water for the steppe: Sent") == 2
    assert page.count("Changes are requested, writer, Water for the steppe: Not tried") == 1
    assert "dana@example.org, Water for the steppe: Not wanted any more, and left out" in page
    settings.EMAIL_PORT = 1
    page = text_of(act(client, "try_again", rows["waiting"]))
    assert "Water for the steppe: Failed (ConnectionRefusedError" in page


def test_what_is_put_aside_is_not_sent(rows):
    client = sign_in("administrator")
    page = text_of(act(client, "put_aside", rows["failed"], rows["given up"], rows["sent"]))
    assert "Put aside: 2." in page
    assert outbox.failed_count(client.user) == 0


@pytest.mark.parametrize("selected", [["²"], ["9" * 40], ["\x00"], []])
def test_a_forged_choice_does_nothing(rows, selected):
    client = sign_in("administrator")
    before = list(Message.objects.order_by("pk").values_list())
    data = {"action": "put_aside", "_selected_action": selected}
    assert client.post(changelist(), data, follow=True).status_code in (200, 400)
    assert list(Message.objects.order_by("pk").values_list()) == before


def test_rows_cannot_be_written_by_hand(rows):
    client = sign_in("superuser")
    for address in (f"{changelist()}add/", f"{changelist()}{rows['sent'].pk}/delete/"):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.post(f"{changelist()}{rows['sent'].pk}/change/", {"address": "x@example.org"}).status_code == 403
    assert Message.objects.count() == len(rows)
    assert not AuditEntry.objects.filter(subject_type="message").exists()
