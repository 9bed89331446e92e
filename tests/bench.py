"""How fast the pages and the import are, as ratios within one run: no number here means anything on another machine.

    python -m tests.bench pages [--sizes 1000 10000] [--rounds 15]
    python -m tests.bench import [--files 300]

`pages` asks for every type of page of two newsrooms in turn, the larger and the smaller, so that a change of the
machine's speed hits both: "growth" is what ten times the releases cost. "x floor" compares with `/robots.txt`, which
passes the same middleware and reads no row. `import` compares the import of files with merely parsing them.
With --url the databases are made in PostgreSQL, beside the one named, and dropped.
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from .stress import database, set_up

PATIENCE = 1800  # seconds for a newsroom to be filled
FLOOR = "robots"


def addresses():
    """{type of page: address} in a newsroom filled by make_corpus, in its middle."""
    from django.urls import reverse
    from django.utils import translation

    from speeches.models import StatementVersion, Theme
    from speeches.views.keyset import Place

    with translation.override("en"):
        versions = StatementVersion.objects.live().filter(edition__release__language="en")
        versions = versions.exclude(edition__release__event=None).select_related("edition__release__event__series")
        version = versions[versions.count() // 2]
        release, archive = version.edition.release, reverse("archive")
        theme = Theme.objects.live().order_by("slug").first()
        return {
            FLOOR: reverse("robots"),
            "release": release.get_absolute_url(),
            "history": f"{release.get_absolute_url()}history/",
            "statement": version.get_absolute_url(),
            "home": reverse("home"),
            "archive": archive,
            "archive, in its middle": f"{archive}?after={Place(release.address_date, release.published_at, 'm' * 12)}",
            "archive, a month": f"{archive}{release.address_date:%Y/%m}/",
            "archive, as of its middle": f"{archive}?as_of={release.published_at:%Y-%m-%dT%H:%M}Z",
            "archive, theme and person": f"{archive}?theme={theme.slug}&person={version.speaker.slug}",
            "event": release.event.get_absolute_url(),
            "events": reverse("events"),
            "series": release.event.series.get_absolute_url(),
            "theme": theme.get_absolute_url(),
            "themes": reverse("themes"),
            "calendar": reverse("events_calendar"),
            "people": reverse("people"),
            "person": version.speaker.get_absolute_url(),
        }


def newsroom(url, releases, pipe):
    """A process with a newsroom of its own; answers each name of a page with (milliseconds, queries, bytes)."""
    set_up(url)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    call_command("migrate", verbosity=0)
    call_command("make_corpus", releases=releases, force=True, verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    pages, client = addresses(), Client()
    settings.DEBUG = False
    pipe.send(list(pages))
    while name := pipe.recv():
        begun = time.perf_counter()
        response = client.get(pages[name])
        took = (time.perf_counter() - begun) * 1000
        assert response.status_code == 200, f"{pages[name]}: {response.status_code}"
        with CaptureQueriesContext(connection) as queries:
            client.get(pages[name])
        pipe.send((took, len(queries), len(response.content)))
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def bench_pages(url, sizes, rounds):
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pipes = {}
        for size in sizes:
            own = stack.enter_context(database(url and url.replace("_stress", f"_{size}_stress")))
            mine, theirs = context.Pipe()
            context.Process(target=newsroom, args=(own, size, theirs), daemon=True).start()
            pipes[size] = mine
        names = [pipe.recv() for pipe in pipes.values() if pipe.poll(PATIENCE)][-1]
        told = {(size, name): [] for size in sizes for name in names}
        for turn in range(rounds + 1):
            for name in names:
                for size in sizes if turn % 2 else sizes[::-1]:
                    pipes[size].send(name)
                    answer = pipes[size].recv()
                    if turn:  # the first round only warms up
                        told[size, name].append(answer)
        for pipe in pipes.values():
            pipe.send(None)
        memory = {size: pipe.recv() for size, pipe in pipes.items()}
    return names, told, memory


def print_pages(sizes, names, told, memory):
    small, large = sizes[0], sizes[-1]

    def median(size, name):
        return statistics.median(took for took, _queries, _bytes in told[size, name])

    write = sys.stdout.write
    write(
        f"{'page':28}{f'ms at {small}':>14}{f'ms at {large}':>14}{'growth':>9}{'x floor':>9}{'queries':>10}{'KB':>7}\n"
    )
    for name in names:
        queries = sorted({count for size in sizes for _took, count, _bytes in told[size, name]})
        size = told[large, name][0][2] / 1024
        one, other = median(small, name), median(large, name)
        shown = "-".join(map(str, queries))
        floor = other / median(large, FLOOR)
        write(f"{name:28}{one:>14.1f}{other:>14.1f}{other / one:>9.2f}{floor:>9.1f}{shown:>10}{size:>7.1f}\n")
    write("peak memory of a process: " + ", ".join(f"{size} releases {memory[size]} MB" for size in sizes) + "\n")


def bench_import(url, files):
    with database(url) as own, tempfile.TemporaryDirectory() as folder:
        set_up(own)
        from django.core.management import call_command

        from speeches.exchange.files import find_files, read
        from speeches.exchange.importer import import_files
        from speeches.exchange.parse import parse

        call_command("migrate", verbosity=0)
        call_command("loaddata", "themes", "people", "events", verbosity=0)
        sources = sorted((Path(__file__).parent / "corpus" / "texts").rglob("*.txt"))
        for number in range(files):
            source = sources[number % len(sources)]
            where = Path(folder, source.parent.name)
            where.mkdir(exist_ok=True)
            told = parse(source.read_bytes(), language=source.parent.name)
            # Each with a title of its own, or the addresses of one day would clash.
            lines = (f"{told.title} {number}", told.dateline, *told.paragraphs)
            (where / f"{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
        begun = time.perf_counter()
        failed = 0
        for found in find_files([folder], "en"):
            parse(read(found.path), language=found.language)
        parsed = time.perf_counter() - begun
        took = []
        for _again in range(2):
            begun = time.perf_counter()
            failed += sum(outcome.status == "failed" for outcome in import_files([folder], language="en", publish=True))
            took.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = [
        f"files: {files}, failed: {failed}",
        f"parsing alone: {parsed / files * 1000:.2f} ms a file",
        f"import as published: {took[0] / files * 1000:.2f} ms a file, {took[0] / parsed:.1f} x parsing",
        f"the same again, nothing changed: {took[1] / files * 1000:.2f} ms a file, {took[1] / parsed:.1f} x parsing",
        f"peak memory: {memory} MB",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("pages", "import"), nargs="?", default="pages")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000], help="releases")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--url", help="of a PostgreSQL database to be made, its name ending in _stress")
    asked = parser.parse_args()
    os.environ["DEBUG"] = "1"
    if asked.what == "import":
        bench_import(asked.url, asked.files)
    else:
        print_pages(asked.sizes, *bench_pages(asked.url, asked.sizes, asked.rounds))


if __name__ == "__main__":
    main()
