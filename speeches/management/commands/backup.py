"""`backup PATH`: see `speeches.exchange.backups`."""

from django.core.management.base import BaseCommand, CommandError

from speeches.exchange import backups
from speeches.exchange.files import path_argument


class Command(BaseCommand):
    help = "Writes all data and files of the newsroom into one archive."

    def add_arguments(self, parser):
        parser.add_argument("path", type=path_argument, help="the archive to write, such as newsroom.tar.gz")

    def handle(self, path, **options):
        try:
            done = backups.backup(path)
        except (backups.BadBackup, OSError) as error:
            raise CommandError(error) from error
        self.stdout.write(f"{done['rows']} rows and {done['files']} files written to {path}.")
