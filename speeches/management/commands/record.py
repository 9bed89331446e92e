"""`record verify [PATH]` and `record export DIR`: the public record, checked and taken out."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from speeches.exchange import public_record
from speeches.exchange.files import path_argument


class Command(BaseCommand):
    help = "Verifies this newsroom's record or an exported one, or exports the public record."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="check the database, or an exported folder")
        verify.add_argument(
            "path", nargs="?", type=path_argument, help="an exported record; without it the database is checked"
        )
        export = actions.add_parser("export", help="write the public record as files")
        export.add_argument("folder", type=path_argument, help="a new or empty folder")

    def handle(self, action, path=None, folder=None, **options):
        try:
            if action == "export":
                count = public_record.export(folder)
                self.stdout.write(f"{count} editions written to {folder}; check with: sha256sum -c SHA256SUMS")
                return
            problems = public_record.verify_folder(path) if path else public_record.verify_database()
            found = 0
            for problem in problems:
                found += 1
                self.stderr.write(problem)
        except (public_record.BadRecord, OSError) as error:
            raise CommandError(error) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}. Run `manage.py migrate` first?") from error
        if found:
            raise CommandError(f"{found} problem(s) found.")
        self.stdout.write("The record is whole.")
