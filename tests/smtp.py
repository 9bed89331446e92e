"""A real mail server for tests: what it takes in, and how it can misbehave."""

import asyncio
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Sink:
    """Keeps every mail (`email.message.EmailMessage`) in `mails`; `sessions` are the connections that brought one.

    `refuse` maps an address to the answer that it gets instead. `meet` lets the first mail wait until so many
    connections have brought theirs. `taken` is called with each mail, before the client hears that it was taken.
    """

    def __init__(self):
        self.mails, self.sessions, self.refuse, self.taken = [], [], {}, None
        self.barrier = None

    def meet(self, number):
        self.barrier = threading.Barrier(number)

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        new = session not in self.sessions
        self.sessions.append(session)
        if new and self.barrier is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.barrier.wait, 30)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.taken is not None:
            self.taken(self.mails[-1])
        return "250 taken"


class _Server(Controller):
    """On a port that is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(settings):
    """Mail goes to a `Sink` on a free port while the block runs."""
    sink = Sink()
    controller = _Server(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        point(settings, controller.port)
        yield sink
    finally:
        controller.stop()


def point(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
