"""`restore PATH`: see `speeches.exchange.backups`."""

from django.core.management.base import BaseCommand, CommandError

from speeches.exchange import backups
from speeches.exchange.files import path_argument


class Command(BaseCommand):
    help = "Loads an archive made by `backup` into an empty newsroom."

    def add_arguments(self, parser):
        parser.add_argument("path", type=path_argument, help="the archive to read")

    def handle(self, path, **options):
        try:
            done = backups.restore(path)
        except (backups.BadBackup, OSError) as error:
            raise CommandError(error) from error
        self.stdout.write(f"{done['rows']} rows and {done['files']} files restored from {path}.")
