"""Whether the public is answered alike on SQLite and on PostgreSQL, and after a restart.

    python -m tests.alike postgres://postgres@127.0.0.1:5432/postgres

Loads the demo and made-up releases into an SQLite newsroom, and its backup into a PostgreSQL database beside the one
named, which sorts words as English does, not by their bytes. Then a process of its own asks each of them, by the same
stopped clock, for every route of the public site in every language (the routes of tests/leaks, with things that are
live), and once more another process, an hour later, in which nothing went up. Prints figures; ends with
1 where a status, a header or a body differs.
"""

import contextlib
import difflib
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

LOADED, ASKED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC), datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
AGAIN = ASKED + timedelta(hours=1)
"""Between these two nothing of the demo goes up."""
RELEASES = 240
"""That are made up, beside the demo."""
EACH, LEAST = 8, 1000
"""Things of a kind whose addresses are asked for, in each language; addresses at which there must be something."""
ROOT = Path(__file__).resolve().parent.parent


def load(path):
    """Fills the newsroom and writes a backup to `path`."""
    import time_machine
    from django.core.management import call_command

    from speeches import images
    from tests import factories
    from tests.public import LANGUAGES, everything_live

    images.WIDTHS, images.PRESS, images.FORMATS = (320,), 320, ("webp", "jpeg")
    with time_machine.travel(LOADED):
        call_command("migrate", verbosity=0)
        call_command("demo", stdout=StringIO())
        call_command("make_corpus", releases=RELEASES, verbosity=0)
        for number, language in enumerate(LANGUAGES, 1):
            factories.corrected(everything_live(number, language, translation_group="of-every-kind"))
        factories.withdrawn()
        call_command("backup", path, stdout=StringIO())


def restore(path):
    """Fills the newsroom from a backup."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("restore", path, stdout=StringIO())


def _some(found, *names):
    """EACH rows of a queryset, evenly chosen in the order of their first column, which every database sorts alike."""
    rows = sorted(found.values_list(*names), key=lambda row: tuple(map(str, row)))
    return rows[:: max(1, len(rows) // EACH)][:EACH]


def _things():
    """Live things of every kind, as the crawler of tests/leaks takes them."""
    from speeches.models import (
        Attachment,
        Edition,
        Event,
        EventSeries,
        Person,
        Photo,
        Release,
        Showing,
        StatementVersion,
        Theme,
    )
    from tests.leaks.crawler import Things

    releases = []
    withdrawn = Release.objects.filter(pk__in=Showing.objects.live().filter(edition=None).values("release"))
    demo = Release.objects.live().exclude(translation_group__startswith="corpus")
    for found in (Release.objects.live(), demo, withdrawn):
        releases += _some(found, "public_id", "address_date", "slug")
    slugs = {"events": Event, "series": EventSeries, "people": Person, "themes": Theme}
    slugs = {name: [slug for (slug,) in _some(model.objects.live(), "slug")] for name, model in slugs.items()}
    photos = Photo.objects.live().order_by("public_id").prefetch_related("renditions")[:EACH]
    shown = Edition.objects.live().filter(edition_photos__photo__in=list(photos))
    shown = _some(
        shown, "release__public_id", "release__address_date", "release__slug", "edition_photos__photo__public_id"
    )
    said = StatementVersion.objects.live()
    quotations = _some(said, "statement__public_id", "quote")
    return Things(
        releases=[(day.year, day.month, day.day, slug) for _key, day, slug in releases],
        release_ids=[key for key, _day, _slug in releases],
        edition_ids=[key for (key,) in _some(Edition.objects.shown(), "public_id")],
        statements=[key for key, _quote in quotations],
        photos=[(photo.public_id, row.width, row.format) for photo in photos for row in photo.renditions.all()],
        release_photos=[((day.year, day.month, day.day, slug), photo) for _key, day, slug, photo in shown],
        attachments=_some(Attachment.objects.live(), "public_id", "name"),
        words=["water", "совещание", "кеңес", "education"],
        quotations=[
            *(quote for _key, quote in quotations),
            *(text for pair in _some(Edition.objects.live(), "title", "summary") for text in pair if text),
        ],
        **slugs,
    )


def ask(at, out):
    """Asks the newsroom at the instant `at`; writes {path: [route, status, headers, SHA-256 of the body]} and bodies
    by their hashes into the folder `out`."""
    import time_machine
    from django.conf import settings
    from django.test import Client
    from django.urls import Resolver404, resolve
    from django.utils import translation

    from tests.leaks import crawler

    settings.DEBUG, settings.LIMITS, settings.ALLOWED_HOSTS = False, {}, ["*"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    logging.disable()  # that there is nothing at an address is meant
    client, told, out = Client(), {}, Path(out)
    out.mkdir()
    with time_machine.travel(datetime.fromisoformat(at), tick=False):
        things = _things()
        for part in crawler.PARTS:
            for path in crawler.paths(things, part):
                status, headers, body = crawler.plain(client.get(path))
                with translation.override(part if part in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
                    try:
                        route = resolve(path.partition("?")[0]).url_name
                    except Resolver404:
                        route = "none"
                if policy := headers.get("Content-Security-Policy"):
                    # django-csp writes the directives in another order in every process; it means the same.
                    headers["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
                digest = hashlib.sha256(body).hexdigest()
                (out / digest).write_bytes(body)
                told[path] = [route, status, headers, digest]
    (out / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


COMMANDS = {"load": load, "restore": restore, "ask": ask}


def run(url, media, *command):
    """Does one of COMMANDS in a process of its own, for the newsroom in the database `url`."""
    environment = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(media), "DEBUG": "1"}
    subprocess.run([sys.executable, "-m", "tests.alike", *map(str, command)], cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def postgres(url):
    """A database beside the one that `url` names, for as long as the block lasts; gives its address."""
    import psycopg

    name = f"newsroom_alike_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        icu = connection.info.server_version >= 150000
        sorts = " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'" if icu else ""
        connection.execute(f"CREATE DATABASE {name}{sorts}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name}")


def differences(first, other):
    """Lines on what `other` (a folder of `ask`) was answered otherwise than `first`."""
    one, two = (json.loads((folder / "told.json").read_text(encoding="utf-8")) for folder in (first, other))
    for path in sorted({*one} ^ {*two}):
        yield f"{path}: asked for in one of them only"
    for path in one.keys() & two.keys():
        if one[path] != two[path]:
            (route, *was), (_route, *now) = one[path], two[path]
            yield f"{route} {path}: {was[:2]} and {now[:2]}"
            texts = [(folder / told[-1]).read_text("utf-8", "replace") for folder, told in ((first, was), (other, now))]
            yield from list(difflib.unified_diff(*map(str.splitlines, texts), lineterm="", n=0))[2:8]


def compare(url):
    write = sys.stdout.write
    with tempfile.TemporaryDirectory() as folder, postgres(url) as other:
        folder = Path(folder)
        newsrooms = {"SQLite": f"sqlite:///{folder / 'alike.sqlite3'}", "PostgreSQL": other}
        run(newsrooms["SQLite"], folder / "SQLite", "load", folder / "backup.tar.gz")
        run(newsrooms["PostgreSQL"], folder / "PostgreSQL", "restore", folder / "backup.tar.gz")
        found, failed = {}, 0
        for number, at in enumerate((ASKED, AGAIN), 1):
            for name, database in newsrooms.items():
                found[f"{name}, process {number}"] = out = folder / f"{name}-{number}"
                run(database, folder / name, "ask", at.isoformat(), out)
        (_name, first), *others = found.items()
        told = json.loads((first / "told.json").read_text(encoding="utf-8"))
        routes, statuses = Counter(row[0] for row in told.values()), Counter(row[1] for row in told.values())
        there = Counter(row[0] for row in told.values() if row[1] == 200)
        tagged = sum("ETag" in row[2] for row in told.values())
        write(f"{len(told):,} addresses of {len(routes)} routes, {tagged:,} with an ETag; by status:")
        write("".join(f" {number:,} x {status}" for status, number in sorted(statuses.items())) + "\n")
        write(f"routes of which none is there: {', '.join(sorted(map(str, {*routes} - {*there}))) or 'none'}\n")
        for name, out in others:
            wrong = list(differences(first, out))
            write(f"{name}: {len(wrong)} lines of differences from SQLite, process 1\n")
            write("".join(f"  {line[:400]}\n" for line in wrong[:200]))
            failed |= bool(wrong)
        if there.total() < LEAST:
            write(f"Only at {there.total()} addresses there is something.\n")
            failed = 1
    return failed


def main(command, *given):
    if command not in COMMANDS:
        return compare(command)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    return COMMANDS[command](*given)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
