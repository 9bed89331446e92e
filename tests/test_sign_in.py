"""Signing in: who guesses passwords waits, and keeps nobody else out."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "a-password-for-tests-only"
GUESSER, PUBLISHER = "203.0.113.5", "198.51.100.1"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = 1
    user = factories.user("publisher")
    user.set_password(PASSWORD)
    user.save()
    with time_machine.travel("2026-11-24T23:45:00Z", tick=False) as clock:
        yield clock


def sign_in(client, address, password=PASSWORD, **headers):
    given = {"username": "publisher", "password": password}
    return client.post(reverse("admin:login"), given, headers={"X-Forwarded-For": address} | headers)


def guess(client, address=GUESSER):
    return [sign_in(client, address, f"wrong-{number}") for number in range(10)][-1]


def test_who_gives_ten_wrong_passwords_is_told_how_long_to_wait(client, behind_a_proxy):
    answer = guess(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    page = answer.content.decode()
    assert "10 wrong passwords were given" in page and "Try again in 15 minutes" in page
    assert sign_in(client, GUESSER).status_code == 429, "nor with the right one"
    behind_a_proxy.shift(timedelta(minutes=14))
    assert sign_in(client, GUESSER, "wrong").status_code == 429
    behind_a_proxy.shift(timedelta(minutes=14))
    assert sign_in(client, GUESSER).status_code == 429, "a try in between begins the wait anew"
    behind_a_proxy.shift(timedelta(minutes=16))
    assert sign_in(client, GUESSER).status_code == 302


@pytest.mark.parametrize(("language", "says"), [("ru", "через 15 минут;"), ("kk", "15 минуттан кейін")])
def test_it_is_said_in_the_language_of_who_signs_in(client, language, says):
    guess(client)
    assert says in sign_in(client, GUESSER, **{"Accept-Language": language}).content.decode()


def test_a_guesser_elsewhere_keeps_nobody_out_before_an_embargo(client):
    assert guess(client).status_code == 429
    assert sign_in(client, PUBLISHER).status_code == 302


def test_who_changes_addresses_in_a_network_of_one_line_waits_too(client):
    for number in range(10):
        answer = sign_in(client, f"2001:db8:1:2::{number:x}", f"wrong-{number}")
    assert answer.status_code == 429
    assert sign_in(client, "2001:db8:1:3::1").status_code == 302


def test_an_administrator_opens_the_account_at_once(client):
    guess(client)
    call_command("axes_reset_username", "publisher", verbosity=0)
    assert sign_in(client, GUESSER).status_code == 302
