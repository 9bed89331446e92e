"""The hub of the feeds is told what changed, by a hub that listens on this machine."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl

import pytest
from django.core.management import CommandError, call_command

from speeches import clock, workflow
from speeches.hub import changed_feeds
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def hub(settings):
    """What was posted to a hub, as lists of (name, value); it answers with `hub.status`."""

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    told = []
    server = HTTPServer(("127.0.0.1", 0), Hub)
    server.status, server.told = 204, told
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    server.server_close()


def feeds(*below):
    return sorted(f"{HOST}{base}feeds/releases.{end}" for base in below for end in ("atom", "rss", "json"))


def test_the_hub_hears_of_what_went_live(frozen, hub, capsys):
    event = factories.event("session", series=factories.series("sessions"))
    at = NOW + timedelta(minutes=5)
    coming = factories.scheduled(at=at, language="ru", themes=[factories.theme("water")], event=event)
    factories.statement(coming, "According to him", speaker=factories.person())
    call_command("notify_hub")
    assert hub.told == [] and capsys.readouterr().out == "hub: 0 feeds changed\n"
    frozen.move_to(at + timedelta(seconds=30), tick=False)
    call_command("notify_hub")
    changed = feeds("/ru/", "/ru/themes/water/", "/ru/people/aidar-bekmuratov/", "/ru/series/sessions/")
    assert hub.told == [[("hub.mode", "publish"), *(("hub.url", address) for address in changed)]]
    frozen.shift(timedelta(minutes=2))
    assert changed_feeds(clock.now() - timedelta(minutes=2)) == []


def test_the_hub_hears_of_withdrawals(frozen):
    edition = factories.live(themes=[factories.theme("water")])
    frozen.shift(timedelta(hours=1))
    workflow.withdraw(edition, factories.user("publisher"), reason="Wrong.")
    assert changed_feeds(NOW + timedelta(minutes=59)) == feeds("/en/", "/en/themes/water/")


def test_a_hub_that_refuses_is_said(frozen, hub, settings):
    factories.live()
    hub.status = 500
    with pytest.raises(CommandError, match="The hub did not take it"):
        call_command("notify_hub")
    with pytest.raises(CommandError, match="--minutes"):
        call_command("notify_hub", minutes=0)
    settings.WEBSUB_HUB = ""
    with pytest.raises(CommandError, match="names no hub"):
        call_command("notify_hub")
