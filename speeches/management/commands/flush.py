"""`flush`, with the guards lifted: they would refuse it."""

from django.core.management.commands import flush

from speeches import guards


class Command(flush.Command):
    def handle(self, **options):
        with guards.lifted(options["database"]):
            super().handle(**options)
