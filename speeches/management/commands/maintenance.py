"""Shows readers and staff that the newsroom is being worked on, and ends it."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from speeches import clock, maintenance


class Command(BaseCommand):
    help = "Shows one page, with status 503, instead of site and desk on this machine; no restart is needed."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["on", "off"])
        parser.add_argument(
            "--until", metavar="HH:MM", help="when readers are told to come again, in the newsroom's time zone"
        )

    def handle(self, *, what, until, **options):
        if what == "off":
            if until:
                raise CommandError("--until goes with on.")
            self.stdout.write("The site is open." if maintenance.off() else "The site was open already.")
            return
        at = until and _next(until)
        maintenance.on(at)
        told = f", until {timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
        self.stdout.write(f"Readers and staff see the page of maintenance{told}. End it: manage.py maintenance off")


def _next(shown):
    """The next instant at which the newsroom's clocks show HH:MM."""
    try:
        time = datetime.datetime.strptime(shown, "%H:%M").time()
    except ValueError as error:
        raise CommandError(f"--until {shown}: give hours and minutes, such as 14:30.") from error
    now = timezone.localtime(clock.now())
    at = timezone.make_aware(datetime.datetime.combine(now.date(), time))
    return at if at > now else timezone.make_aware(datetime.datetime.combine(now.date() + datetime.timedelta(1), time))
