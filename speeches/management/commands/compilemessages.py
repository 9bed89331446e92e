"""`compilemessages` without GNU gettext: the catalogues of the project, compiled by polib."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compiles the .po files below LOCALE_PATHS to .mo files; one that is up to date is left alone."
    requires_system_checks = []

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = path.with_suffix(".mo")
                if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
                    continue
                try:
                    polib.pofile(str(path)).save_as_mofile(str(compiled))
                except (OSError, ValueError, UnicodeError) as error:
                    raise CommandError(f"{path}: {error}") from error
                if options["verbosity"]:
                    self.stdout.write(f"compiled {path}")
