"""Sends what is due in the outbox. Nothing that the public sees waits for it.

A row is claimed, by moving its `due_at`, before it is sent: two postmen at once never take the same. One that dies
between sending and noting it has its row sent once more, with the same Message-ID, when the claim has run out.
"""

import smtplib
from collections import Counter
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q

from speeches import clock, mail, text
from speeches.models import Buffer, Message, Presence
from speeches.states import State

PAUSES = (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60)
"""Minutes until the next attempt, after each that failed; after the last pause a row is given up."""
CLAIM = timedelta(minutes=10)
"""Longer than any sending lasts (settings.EMAIL_TIMEOUT is for each step of it)."""
MOST = 500
"""Mails of one round."""
UNDERWAY = "underway"
"""Stands as the error of a row while it is being sent, and of one whose postman has died."""

SENT, LEFT_OUT, FAILED, GIVEN_UP = "sent", "left out", "failed", "given up"
"""What can come of an attempt."""


def waiting():
    """Rows that are neither sent nor dropped."""
    return Message.objects.filter(sent_at=None, dropped_at=None)


def failed():
    """Rows whose last attempt failed: to be tried again, or given up."""
    return Message.objects.filter(sent_at=None).exclude(error__in=("", UNDERWAY))


class Postman:
    """Delivers rows over one connection; closed at the end of the `with` block."""

    def __init__(self):
        self.connection = get_connection()
        self.down = ""
        """Why the server cannot be reached, once that is known: nothing more is tried then."""
        self._broken = 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def deliver(self, message):
        """Sends a claimed row and notes what came of it: SENT, LEFT_OUT, FAILED or GIVEN_UP."""
        try:
            letter = mail.compose(message)
        except mail.Unwanted:
            return self._note(message, LEFT_OUT)
        except Exception as error:  # whatever is wrong with one mail, the others go
            return self._note(message, FAILED, _told(error))
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self.down = _told(error)
            return self._note(message, FAILED, self.down)
        try:
            self.connection.send_messages([letter])
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
            return self._note(message, FAILED, _told(error))  # the server is well; it does not want this one
        except (OSError, smtplib.SMTPException) as error:
            self.connection.close()
            self._broken += 1
            if self._broken > 1:
                self.down = _told(error)
            return self._note(message, FAILED, _told(error))
        self._broken = 0
        return self._note(message, SENT)

    def _note(self, message, outcome, error=""):
        now = clock.now()
        changes = {"error": error}
        if outcome == SENT:
            changes["sent_at"] = now
        elif outcome == LEFT_OUT:
            changes["dropped_at"] = now
        elif message.attempts > len(PAUSES):
            changes["dropped_at"], outcome = now, GIVEN_UP
        else:
            changes["due_at"] = now + timedelta(minutes=PAUSES[message.attempts - 1])
        Message.objects.filter(pk=message.pk).update(**changes)
        return outcome


def _told(error):
    """An error in words that fit into a row."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = "; ".join(f"{code} {_decoded(said)}" for code, said in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        error = f"{error.smtp_code} {_decoded(error.smtp_error)}"
    else:
        error = f"{type(error).__name__}: {error}"
    return "".join(c for c in text.normalise_line(error) if c.isprintable())[:500] or "?"


def _decoded(said):
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _claim(rows):
    """The first of `rows` that nobody else holds, claimed; or None."""
    with transaction.atomic():
        found = rows.select_for_update(skip_locked=True, of=("self",))
        message = found.select_related("edition__release", "recipient__profile").order_by("due_at", "pk").first()
        if message is not None:
            message.attempts += 1
            message.due_at, message.error = clock.now() + CLAIM, UNDERWAY
            message.save(update_fields=["attempts", "due_at", "error"])
    return message


def send_due(most=MOST):
    """Sends what is due now, the longest due first. Gives a Counter of outcomes, and why the server is down, or ""."""
    counts = Counter()
    with Postman() as postman:
        while not postman.down and sum(counts.values()) < most:
            message = _claim(waiting().filter(due_at__lte=clock.now()))
            if message is None:
                break
            counts[postman.deliver(message)] += 1
    return counts, postman.down


def try_again(ids):
    """Sends these rows (primary keys) now, also what was given up. Gives {id: outcome}; what is not tried is left out.

    Not tried are rows that were sent, or are just being sent, and the rest once the server is found to be down.
    """
    outcomes = {}
    with Postman() as postman:
        for key in ids:
            if postman.down:
                break
            busy = Q(error=UNDERWAY, due_at__gt=clock.now())
            rows = Message.objects.filter(pk=key, sent_at=None).exclude(busy)
            rows.update(dropped_at=None, attempts=0)
            if message := _claim(rows):
                outcomes[key] = postman.deliver(message)
    return outcomes


def put_aside(ids):
    """Drops rows (primary keys) that are not sent yet and are not just being sent; gives how many."""
    busy = Q(error=UNDERWAY, due_at__gt=clock.now())
    rows = Message.objects.filter(pk__in=ids, sent_at=None).exclude(busy)
    return rows.update(dropped_at=clock.now(), error="")


def tidy():
    """Deletes what the desk needs no more. Gives {what: how many rows}."""
    now = clock.now()
    old = Q(sent_at__lt=now - timedelta(days=90)) | Q(dropped_at__lt=now - timedelta(days=90))
    gone = {
        "presences": Presence.objects.filter(seen_at__lt=now - timedelta(days=1)),
        "buffers": Buffer.objects.filter(edition__state=State.DISCARDED, changed_at__lt=now - timedelta(days=30)),
        "messages": Message.objects.filter(old),
    }
    return {name: rows.delete()[0] for name, rows in gone.items()}
