"""Prints the statements found in text files, one JSON object a line; writes nothing."""

import json
import re
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speeches.exchange.files import find_files, read
from speeches.exchange.parse import ENCODINGS, BadFile, decode, parse
from speeches.extraction import extract

_LINE = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")


class Command(BaseCommand):
    help = (
        "Prints who says what in text files, or in folders of them, as one JSON object a line. The files are those of "
        "import_releases; with --plain they hold paragraphs only, one a line. Offsets count code points of the decoded "
        "file. Nothing is written. Exit status 1 when a file could not be read; the others are read all the same."
    )
    requires_system_checks = []  # it needs no database

    def add_arguments(self, parser):
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("paths", nargs="+", metavar="PATH", help="text file or folder")
        parser.add_argument("--language", choices=codes, default="en", help="where no folder says it (default: en)")
        parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8", help="of all files (default: utf-8)")
        parser.add_argument("--plain", action="store_true", help="paragraphs only: no title and no date line")

    def handle(self, *, paths, language, encoding, plain, **_options):
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        done = failed = 0
        for found in find_files(paths, language):
            if found.passed_over:
                continue
            done += 1
            try:
                if found.problem:
                    raise BadFile(found.problem)
                for passage in passages(read(found.path), found.language, encoding, plain):
                    line = {"source": found.shown, "language": found.language} | passage
                    self.stdout.write(json.dumps(line, ensure_ascii=False))
            except BadFile as error:
                failed += 1
                error.name = found.shown
                self.stderr.write(str(error))
        if not done:
            raise CommandError(_("No text file was found there."))
        if failed:
            message = ngettext(
                "%(failed)d of %(all)d file could not be read.", "%(failed)d of %(all)d files could not be read.", done
            )
            raise CommandError(message % {"failed": failed, "all": done}, returncode=1)


def passages(data, language, encoding="utf-8", plain=False):
    """Yields what is printed of each statement in the file with the content `data`. Raises BadFile."""
    if plain:
        source, title = decode(data, encoding), ""
        spans = [match.span() for match in _LINE.finditer(source)]
    else:
        release = parse(data, language=language, encoding=encoding)
        source, title, spans = release.source, release.title, release.spans
    for passage in extract(source, spans, language, title=title):
        yield {
            "paragraph": passage.paragraph,
            "start": passage.start,
            "end": passage.end,
            "text": source[passage.start : passage.end],
            "speaker": passage.speaker,
            "cue": passage.cue,
            "mode": passage.mode,
            "pattern": passage.pattern,
            "sentences": [
                {"text": source[said.start : said.end], "label": said.label, "speaker": said.speaker}
                for said in passage.sentences
            ],
        }
