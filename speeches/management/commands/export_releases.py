"""`export_releases PATH`: releases as text files, or as a fixture with all that hangs on them."""

import tempfile
from argparse import ArgumentTypeError
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from speeches.exchange import fixtures, texts
from speeches.exchange.files import path_argument
from speeches.exchange.importer import midnight
from speeches.exchange.packing import pack
from speeches.models import Edition, Release, Theme


class Command(BaseCommand):
    help = (
        "Writes releases into a new or empty folder, or into a new file that ends with .zip: as text files that "
        "import_releases reads back (--as text), or as a fixture for loaddata (--as fixture)."
    )

    def add_arguments(self, parser):
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("path", type=path_argument, help="a new or empty folder, or a new file such as out.zip")
        parser.add_argument("--as", dest="form", choices=("text", "fixture"), default="text", help="(default: text)")
        parser.add_argument("--language", choices=codes, help="only releases in this language")
        parser.add_argument("--since", type=day, metavar="DAY", help="date line from this day, 2023-01-31")
        parser.add_argument("--until", type=day, metavar="DAY", help="date line to this day, included")
        parser.add_argument("--theme", metavar="SLUG", help="only releases of which an edition carries this theme")
        parser.add_argument("--ids", nargs="+", metavar="ID", help="only these, by their public ids")
        parser.add_argument(
            "--drafts", action="store_true", help="text: of a release that is not public, its newest text"
        )
        parser.add_argument(
            "--vocabulary", action="store_true", help="fixture: all themes, people, offices, series and events"
        )

    def handle(self, *, path, form, drafts, vocabulary, **given):
        try:
            releases = chosen(**{name: given[name] for name in ("language", "since", "until", "theme", "ids")})
            if not drafts and form == "text":
                releases = releases.filter(pk__in=Edition.objects.live().values("release"))
            with prepared(path) as folder:
                if form == "text":
                    done, left = texts.write(releases, folder, drafts=drafts)
                    told = f"Written to {path}: {done}; not written: {left}. {texts.REPORT} says what no text carries."
                else:
                    made = fixtures.write(releases, folder, vocabulary=vocabulary)
                    told = f"Written to {path}: rows {made['rows']}, files {made['files']}."
                    if made["accounts"]:
                        told += f"\nAccounts that must exist where it is loaded: {', '.join(made['accounts'])}"
                        told += "\n(by these user names; accounts that are not active will do, see docs/staff.md)"
        except OSError as error:
            raise CommandError(error) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        self.stdout.write(told)


def day(told):
    """The date that an option names. Raises ArgumentTypeError with a sentence."""
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise ArgumentTypeError(f"{told!r} is no day: say year-month-day, such as 2023-01-31.") from error


def chosen(*, language=None, since=None, until=None, theme=None, ids=None):
    """The releases that the options name. Raises CommandError for a theme or an id that is not there."""
    releases = Release.objects.all()
    if language:
        releases = releases.filter(language=language)
    if since:
        releases = releases.filter(published_at__gte=midnight(since))
    if until:
        releases = releases.filter(published_at__lt=midnight(until + timedelta(days=1)))
    if theme:
        if not Theme.objects.filter(slug=theme).exists():
            raise CommandError(f"No theme has the slug {theme}.")
        releases = releases.filter(pk__in=Edition.objects.filter(edition_themes__tag__slug=theme).values("release"))
    if ids:
        if missing := set(ids) - set(Release.objects.filter(public_id__in=ids).values_list("public_id", flat=True)):
            raise CommandError(f"No release has the id {', '.join(sorted(missing))}.")
        releases = releases.filter(public_id__in=ids)
    return releases


@contextmanager
def prepared(path):
    """The folder to write into: `path` itself, or one that is packed into it afterwards. Raises CommandError."""
    if path.suffix.lower() == ".zip":
        if path.exists():
            raise CommandError(f"{path}: exists already; name a new file.")
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            yield Path(folder)
            with open(path, "xb") as out:
                pack(folder, out)
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CommandError(f"{path}: not a new or empty folder.")
    path.mkdir(parents=True, exist_ok=True)
    yield path
