"""Imports releases from text files."""

import contextlib
import json
import os
import sys
from collections import Counter
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speeches.exchange.files import find_files
from speeches.exchange.importer import CHANGED, FAILED, PASSED_OVER, STATUSES, UNCHANGED, import_files
from speeches.exchange.parse import ENCODINGS

_INDENT = " " * 13


class Command(BaseCommand):
    help = (
        "Imports releases from text files, or from folders of them: title, the title again or not, date line, "
        "paragraphs. A repeated import changes nothing; a changed text opens a draft. A folder named en, ru or kk "
        "says the language. Exit status 1 when a file failed; the others are imported all the same."
    )

    def add_arguments(self, parser):
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("paths", nargs="+", metavar="PATH", help="text file or folder")
        parser.add_argument("--language", choices=codes, default="en", help="where no folder says it (default: en)")
        parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8", help="of all files (default: utf-8)")
        parser.add_argument(
            "--as",
            dest="standing",
            choices=("draft", "published"),
            default="draft",
            help="published: an archive of what was public already, shown from now on (default: draft)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--no-statements", dest="statements", action="store_false", help="let the patterns suggest no statements"
        )
        parser.add_argument("--json", action="store_true", help="report as one JSON document on standard output")

    def handle(self, *, paths, language, encoding, standing, dry_run, json, verbosity, statements=True, **_options):
        report = _JsonReport if json else _Report
        report = report(self, standing=standing, dry_run=dry_run, verbosity=verbosity)
        progress = _Progress(self.stderr, paths, language)
        totals = Counter(dict.fromkeys(STATUSES, 0))
        publish = standing == "published"
        outcomes = import_files(
            paths, language=language, encoding=encoding, publish=publish, dry_run=dry_run, statements=statements
        )
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter stops no import
        try:
            for outcome in outcomes:
                totals[outcome.status] += 1
                progress.clear()
                report.tell(outcome)
                progress.show(sum(totals.values()), outcome.file)
            progress.clear()
            report.close(totals)
            self.stdout.flush()
        except OSError as error:
            self._stop_writing()
            message = _("The report could not be written (%(why)s); the import stopped after %(done)d files.")
            raise CommandError(message % {"why": error.strerror or error, "done": sum(totals.values())}) from error
        except DatabaseError as error:
            raise CommandError(_("The database cannot be used: %s. Run `manage.py migrate` first?") % error) from error
        if totals[FAILED]:
            message = _("%(failed)d of %(all)d files could not be imported.")
            raise CommandError(message % {"failed": totals[FAILED], "all": sum(totals.values())}, returncode=1)

    @staticmethod
    def _stop_writing():
        """Nobody reads standard output any more: what is left of it goes nowhere, without another complaint."""
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Report:
    """A report for people: a line a file, and below it what was recognised and what was not."""

    def __init__(self, command, *, standing, dry_run, verbosity):
        self.out, self.style, self.verbosity = command.stdout, command.style, verbosity
        self.dry_run = dry_run
        if dry_run:
            self.out.write(_("Dry run: nothing is written."))

    def tell(self, outcome):
        quiet = outcome.status == UNCHANGED or (outcome.status == PASSED_OVER and not outcome.named)
        if quiet and self.verbosity < 2:
            return
        head = f"{outcome.status:<{len(_INDENT)}}{outcome.file}"
        if outcome.status in (FAILED, PASSED_OVER):
            for line, reason in outcome.reasons:
                told = f"{head}:{line}: {reason}" if line else f"{head}: {reason}"
                self.out.write(self.style.ERROR(told) if outcome.status == FAILED else told)
        else:
            self.out.write(f"{head} → {outcome.address}" if outcome.address else head)
        if outcome.recognised:
            self._tell_recognised(outcome.recognised)
        if outcome.status == CHANGED:
            outcome.notes.append(_("The new text is a draft; it must be reviewed before it is shown."))
        if outcome.statements:
            told = ngettext("%(count)d statement suggested", "%(count)d statements suggested", outcome.statements)
            self.out.write(_INDENT + told % {"count": outcome.statements})
        for note in outcome.notes:
            self.out.write(f"{_INDENT}{note}")

    def _tell_recognised(self, recognised):
        event = recognised.event or recognised.series
        if event and recognised.ordinal is not None:
            event = f"{event} ({recognised.ordinal})"
        found = {
            _("event") if recognised.event else _("series"): event,
            _("speakers"): ", ".join(recognised.speakers),
            _("themes proposed"): ", ".join(f"{slug} ({weight})" for slug, weight in recognised.themes),
        }
        told = "; ".join(f"{name}: {value}" for name, value in found.items() if value)
        if told:
            self.out.write(_INDENT + told)
        for sentence in recognised.missed:
            self.out.write(_INDENT + _("not recognised: %s") % sentence)

    def close(self, totals):
        told = ", ".join(f"{totals[status]} {status}" for status in STATUSES)
        count = sum(totals.values())
        self.out.write(
            ngettext("%(count)d file: %(told)s.", "%(count)d files: %(told)s.", count) % {"count": count, "told": told}
        )


class _JsonReport:
    """One JSON document, written file by file so that it never stands in memory as a whole."""

    def __init__(self, command, *, standing, dry_run, verbosity):
        self.out, self.between = command.stdout, "\n"
        self.out.write(f'{{"as": "{standing}", "dry_run": {json.dumps(dry_run)}, "files": [', ending="")

    def tell(self, outcome):
        seen = outcome.recognised
        told = {
            "file": outcome.file,
            "path": outcome.path,
            "language": outcome.language,
            "status": outcome.status,
            "reasons": [{"line": line, "message": message} for line, message in outcome.reasons],
            "notes": outcome.notes,
            "title": outcome.title,
            "date": outcome.date and outcome.date.isoformat(),
            "release": outcome.release,
            "edition": outcome.edition,
            "address": outcome.address,
            "recognised": seen
            and {
                "event": seen.event,
                "series": seen.series,
                "ordinal": seen.ordinal,
                "speakers": seen.speakers,
            },
            "not_recognised": seen.missed if seen else [],
            "statements": outcome.statements,
            "themes": [{"theme": slug, "weight": weight} for slug, weight in seen.themes] if seen else [],
        }
        self.out.write(self.between + json.dumps(told, ensure_ascii=False), ending="")
        self.between = ",\n"

    def close(self, totals):
        self.out.write(f'\n], "totals": {json.dumps({**totals, "files": sum(totals.values())})}}}')


class _Progress:
    """How far the import is, on standard error, and only where that is a terminal."""

    def __init__(self, stderr, paths, language):
        self.err, self.last, self.shown = stderr, 0.0, False
        terminal = stderr.isatty() and sys.stderr.isatty()
        self.total = sum(1 for _found in find_files(paths, language)) if terminal else 0

    def show(self, done, name):
        if self.total and monotonic() - self.last > 0.1:
            self.last, self.shown = monotonic(), True
            bar = "#" * (20 * done // self.total)
            self.err.write(f"[{bar:<20}] {done}/{self.total} {name[-50:]}", style_func=str, ending="")
            self.err.flush()

    def clear(self):
        if self.shown:
            self.err.write("\r\x1b[K", style_func=str, ending="")
            self.shown = False
