"""Sending, by a real mail server: what is taken, refused, retried and given up; two postmen at once; a dead one."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection

from speeches import clock, postman, workflow
from speeches.models import Buffer, Edition, Message, Presence
from speeches.states import MailKind, State
from tests import factories
from tests.smtp import mail_server, point

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def asked():
    """An edition in review, and three reviewers who are to be told."""
    for name in ("ada", "bek", "cem"):
        factories.user("reviewer", name)
    edition = factories.in_review()
    assert Message.objects.count() == 3
    return edition


def tick(**options):
    out = StringIO()
    call_command("tick", stdout=out, **options)
    return out.getvalue()


def row_of(name):
    return Message.objects.get(recipient__username=name)


def later(**ago):
    """As if so much time had passed for every row that waits."""
    for row in postman.waiting():
        Message.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(**ago))


def test_what_is_due_is_sent_once_over_one_connection(sink, asked):
    Message.objects.filter(recipient__username="cem").update(due_at=clock.now() + timedelta(hours=1))
    assert tick() == "mail: sent 2, left out 0, failed 0, given up 0\n"
    assert sorted(mail["To"] for mail in sink.mails) == ["ada@example.org", "bek@example.org"]
    assert len(set(map(id, sink.sessions))) == 1
    (mail,) = sink.to("ada@example.org")
    assert mail["Subject"] == f"writer asks you to review: {asked.title} (en)"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert asked.public_id in mail.get_body(("plain",)).get_content()
    assert mail["Message-ID"].strip("<>").split("@")[0] == row_of("ada").public_id
    assert row_of("ada").sent_at and row_of("ada").error == ""
    assert tick() == "mail: sent 0, left out 0, failed 0, given up 0\n"
    assert len(sink.mails) == 2


def test_a_refused_address_is_noted_and_holds_up_nobody(sink, asked):
    sink.refuse["ada@example.org"] = "550 5.1.1 No such person here"
    assert tick().startswith("mail: sent 2, left out 0, failed 1")
    row = row_of("ada")
    assert (row.error, row.attempts, row.sent_at, row.dropped_at) == ("550 5.1.1 No such person here", 1, None, None)
    assert timedelta(seconds=30) < row.due_at - clock.now() <= timedelta(minutes=1)
    assert {mail["To"] for mail in sink.mails} == {"bek@example.org", "cem@example.org"}
    sink.refuse.clear()
    assert tick().startswith("mail: sent 0"), "not before its pause is over"
    later(minutes=1)
    assert tick().startswith("mail: sent 1")
    assert row_of("ada").error == ""


def test_pauses_grow_and_end(sink, asked):
    sink.refuse["ada@example.org"] = "451 4.3.0 Later"
    pauses = []
    for _attempt in postman.PAUSES:
        tick()
        pauses.append(round((row_of("ada").due_at - clock.now()) / timedelta(minutes=1)))
        later(days=1)
    assert pauses == [1, 5, 15, 60, 240, 720, 1440, 1440, 1440] == list(postman.PAUSES)
    assert "given up 1" in tick()
    row = row_of("ada")
    assert row.dropped_at and row.error == "451 4.3.0 Later"
    later(days=9)
    assert "sent 0, left out 0, failed 0, given up 0" in tick()
    assert list(postman.failed()) == [row]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_server_that_is_down_stops_no_verb_and_fails_no_tick(settings, asked):
    point(settings, free_port())
    told = tick()
    assert told.startswith("mail: sent 0, left out 0, failed 1, given up 0, the mail server cannot be used: Connection")
    assert "@" not in told
    assert Message.objects.filter(error__startswith="ConnectionRefusedError").count() == 1, "one is enough to know"
    edition = factories.approved(asked)
    assert Edition.objects.live().get() == edition
    workflow.withdraw(edition, factories.user("publisher"), reason="Wrong.")
    assert postman.waiting().filter(kind=MailKind.APPROVED).exists()
    with mail_server(settings) as sink:
        later(minutes=1)
        tick()
    assert sink.to("writer@example.org")
    assert not sink.to("ada@example.org"), "the review is over meanwhile"


def test_a_server_that_hangs_costs_one_timeout(settings, asked):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        point(settings, silent.getsockname()[1])
        settings.EMAIL_TIMEOUT = 0.3
        assert "the mail server cannot be used: " in tick()
    failed = Message.objects.exclude(error="").get()
    assert "timed out" in failed.error.lower()
    assert failed.attempts == 1 and postman.waiting().count() == 3


def test_a_connection_that_breaks_off_is_opened_again(sink, asked):
    """As by a server that restarts while it has the first mail."""
    real, cut = sink.handle_DATA, []

    async def once(server, session, envelope):
        if not cut:
            cut.append(session)
            server.transport.abort()
            return "421 down"
        return await real(server, session, envelope)

    sink.handle_DATA = once
    assert tick().startswith("mail: sent 2, left out 0, failed 1")
    assert len(sink.mails) == 2


def test_what_nobody_wants_any_more_is_left_out(sink, asked):
    workflow.request_changes(asked, factories.user("ada", "ada"), reason="Why?")
    assert tick().startswith("mail: sent 1, left out 3, failed 0")
    assert [mail["To"] for mail in sink.mails] == ["writer@example.org"]
    assert row_of("ada").dropped_at and not postman.failed().exists()


def test_a_mail_that_cannot_be_made_is_a_failure_of_its_own(sink, asked):
    type(asked.submitted_by).objects.filter(username="ada").update(email="ada@example.org\r\nBcc: x@example.org")
    assert tick().startswith("mail: sent 2, left out 0, failed 1")
    assert row_of("ada").error.startswith("ValueError: Invalid address")


# --- Several at once, and one that dies ----------------------------------------------------------


def tick_process(sink_port):
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{told['NAME']}"
    else:
        password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        url = f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    env = os.environ | {"DATABASE_URL": url, "DEBUG": "1", "EMAIL_URL": f"smtp://127.0.0.1:{sink_port}"}
    command = [sys.executable, "manage.py", "tick"]
    return subprocess.Popen(command, cwd=project.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_everything_once_and_a_dead_one_repeats_one_at_most(sink, settings):
    names = [f"reader{number}" for number in range(12)]
    for name in names:
        factories.user("reviewer", name)
    factories.in_review()
    sink.meet(2)  # the first mails of both are in hand at the same time
    ticks = [tick_process(settings.EMAIL_PORT) for _number in range(2)]
    told = [process.communicate(timeout=60)[0] for process in ticks]
    assert [process.returncode for process in ticks] == [0, 0]
    assert len(set(map(id, sink.sessions))) == 2, told
    assert sorted(mail["To"] for mail in sink.mails) == sorted(f"{name}@example.org" for name in names)

    sink.mails.clear()
    sink.barrier = None
    Message.objects.update(sent_at=None, due_at=clock.now())
    victim = tick_process(settings.EMAIL_PORT)
    sink.taken = lambda mail: os.kill(victim.pid, signal.SIGKILL) if len(sink.mails) == 3 else None
    victim.communicate(timeout=60)
    assert victim.returncode == -signal.SIGKILL
    sink.taken = None
    tick()
    (broken,) = postman.waiting()
    assert broken.error == postman.UNDERWAY and broken.due_at > clock.now()
    assert postman.try_again([broken.pk]) == {}, "it may still be on its way"
    later(minutes=10)
    tick()
    ids = [mail["Message-ID"] for mail in sink.mails]
    assert len(ids) == len(names) + 1 and len(set(ids)) == len(names), "the same mail, by its Message-ID"
    assert not postman.waiting().exists()


# --- By hand, and clearing away ------------------------------------------------------------------


def test_what_was_given_up_can_be_tried_again_or_put_aside(sink, asked):
    sink.refuse["ada@example.org"] = sink.refuse["bek@example.org"] = "550 No"
    tick()
    Message.objects.exclude(error="").update(dropped_at=clock.now(), attempts=10)
    sink.refuse.pop("ada@example.org")
    keys = {name: row_of(name).pk for name in ("ada", "bek", "cem")}
    assert postman.try_again(keys.values()) == {keys["ada"]: postman.SENT, keys["bek"]: postman.FAILED}
    assert row_of("bek").attempts == 1 and row_of("bek").dropped_at is None
    assert postman.put_aside(keys.values()) == 1
    assert not postman.failed().exists() and not postman.waiting().exists()


def test_the_desk_is_cleared_of_what_it_needs_no_more():
    writer, now = factories.user("writer"), clock.now()
    factories.user("reviewer")
    draft, gone = factories.draft(), factories.discarded()
    for edition, days in ((draft, 2), (gone, 0)):
        Presence.objects.create(user=writer, edition=edition, seen_at=now - timedelta(days=days))
    for edition in (draft, gone):
        Buffer.objects.create(user=writer, edition=edition, changed_at=now - timedelta(days=31))
    Buffer.objects.create(user=factories.user("publisher"), edition=gone, changed_at=now - timedelta(days=29))
    for number, days in enumerate((91, 89)):
        sent = {"recipient": writer, "edition": draft, "sent_at": now - timedelta(days=days)}
        Message.objects.create(kind=MailKind.COMMENTED, data={"number": number}, **sent)
    waits = Message.objects.create(
        kind=MailKind.COMMENTED, recipient=writer, edition=draft, due_at=now + timedelta(days=1)
    )
    Message.objects.filter(pk=waits.pk).update(created_at=now - timedelta(days=200))
    assert "cleared 1 presences, cleared 1 buffers, cleared 1 messages" in tick()
    assert Presence.objects.get().edition == gone
    assert {(row.edition.state, row.user.username) for row in Buffer.objects.all()} == {
        (State.DRAFT, "writer"),
        (State.DISCARDED, "publisher"),
    }
    assert sorted(row.data.get("number", -1) for row in Message.objects.all()) == [-1, 1]
    assert "cleared" not in tick()


@pytest.mark.parametrize("pause", [0, -1, 10**9])
def test_a_pause_that_is_none_is_misuse(pause):
    with pytest.raises(CommandError, match="--watch"):
        tick(watch=pause)
