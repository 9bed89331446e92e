from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from speeches import clock, hub


class Command(BaseCommand):
    help = (
        "Tells the hub of the feeds (WEBSUB_HUB) which of them have changed; for a timer, every minute. "
        "What the public sees never waits for it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--minutes", type=int, default=2, help="how far to look back (2): a little more than between two calls"
        )

    def handle(self, *, minutes, **options):
        if not settings.WEBSUB_HUB:
            raise CommandError("WEBSUB_HUB names no hub.")
        if not 1 <= minutes <= 24 * 60:
            raise CommandError("--minutes: give 1 to 1440.")
        changed = hub.changed_feeds(clock.now() - timedelta(minutes=minutes))
        if changed:
            try:
                hub.notify(changed)
            except OSError as error:
                raise CommandError(f"The hub did not take it: {error}") from error
        self.stdout.write(f"hub: {len(changed)} feeds changed")
