import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from speeches import postman


class Command(BaseCommand):
    help = (
        "Sends the mail that is due and clears away what the desk needs no more; for a timer, every minute. "
        "What the public sees never waits for it. A mail server that is down is said, and is no failure of the command."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", type=int, metavar="SECONDS", help="go on, with this pause, until stopped")

    def handle(self, *, watch, **options):
        if watch is not None and not 1 <= watch <= 86400:
            raise CommandError("--watch: give the pause in seconds, from 1 to 86400.")
        while True:
            self.tick(quiet=watch is not None)
            if watch is None:
                return
            close_old_connections()
            try:
                time.sleep(watch)
            except KeyboardInterrupt:
                return

    def tick(self, *, quiet):
        """One round; with `quiet`, only one in which something happened is told."""
        counts, down = postman.send_due()
        gone = postman.tidy()
        outcomes = (postman.SENT, postman.LEFT_OUT, postman.FAILED, postman.GIVEN_UP)
        told = [f"{outcome} {counts[outcome]}" for outcome in outcomes]
        told += [f"cleared {number} {what}" for what, number in gone.items() if number]
        if down:
            told.append(f"the mail server cannot be used: {down}")
        if not quiet or down or sum(counts.values()) or any(gone.values()):
            self.stdout.write("mail: " + ", ".join(told))
            self.stdout.flush()
