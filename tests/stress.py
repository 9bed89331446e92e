"""Fires conflicting verbs from several processes at one database, and counts what came of it.

    python -m tests.stress --verbs 200 --processes 8
    python -m tests.stress --verbs 200 --processes 8 --url postgres://postgres@127.0.0.1:5432/newsroom_stress

Makes a database of its own (a file of SQLite, or the named one of PostgreSQL, whose name must end in _stress) and
removes it afterwards. Prints figures, as JSON with --json; the exit code is 1 when a rule was broken.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import conflicts

PATIENCE = 120  # seconds for a round


def set_up(url):
    import django

    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()


def work(url, number, barrier, pipe):
    set_up(url)
    from django.db import connection

    from speeches.workflow import Refused

    connection.ensure_connection()
    pipe.send("ready")
    while task := pipe.recv():
        name, given = task
        action = getattr(conflicts, name)
        barrier.wait(PATIENCE)
        began = time.perf_counter()
        try:
            told = ("done", action(number, **given))
        except Refused as refusal:
            told = ("refused", refusal.codes)
        except Exception as error:  # what must not happen; the controller reports it
            told = ("failed", f"{type(error).__name__}: {error}")
        pipe.send((name, *told, time.perf_counter() - began))
    connection.close()


def fire(url, verbs, processes):
    """Migrates the database at `url`, fires, and gives the figures as a dict; "broken" lists what went wrong."""
    set_up(url)
    from django.core.management import call_command

    from speeches.models import AuditEntry
    from tests import factories

    with tempfile.TemporaryDirectory() as media:
        from django.test.utils import override_settings

        with override_settings(MEDIA_ROOT=media):
            call_command("migrate", verbosity=0)
            for role in factories.ROLES:
                for number in range(processes):
                    factories.user(role, f"{role}{number}")
            context = multiprocessing.get_context("spawn")
            barrier = context.Barrier(processes)
            pipes, workers = [], []
            for number in range(processes):
                mine, theirs = context.Pipe()
                worker = context.Process(target=work, args=(url, number, barrier, theirs), daemon=True)
                worker.start()
                pipes.append(mine)
                workers.append(worker)
            for pipe in pipes:
                assert pipe.poll(PATIENCE) and pipe.recv() == "ready"
            tally, seconds, broken, rows, kinds = Counter(), [], [], 0, conflicts.rounds()
            began = time.perf_counter()
            for turn in range(-(-verbs // processes)):
                name, (make, actions, is_right) = list(kinds.items())[turn % len(kinds)]
                given = make()
                before = AuditEntry.objects.count()
                for number, pipe in enumerate(pipes):
                    pipe.send((actions[number % len(actions)].__name__, given))
                wins, wanted = Counter(), 0
                for pipe in pipes:
                    if not pipe.poll(PATIENCE):
                        raise TimeoutError(f"{name}: no answer in {PATIENCE} s")
                    action, outcome, told, took = pipe.recv()
                    seconds.append(took)
                    tally[outcome] += 1
                    if outcome == "done":
                        wins[action] += 1
                        wanted += told
                    elif outcome == "failed":
                        broken.append(f"{name}: {action} failed with {told}")
                written = AuditEntry.objects.count() - before
                rows += written
                if not is_right(wins):
                    broken.append(f"{name}: won by {dict(wins)}")
                if written != wanted:
                    broken.append(f"{name}: {written} audit rows for {dict(wins)}, not {wanted}")
            took = time.perf_counter() - began
            for pipe in pipes:
                pipe.send(None)
            for worker in workers:
                worker.join(PATIENCE)
            broken += check_rules()
    return {
        "verbs": sum(tally.values()),
        "processes": processes,
        "kinds of conflict": min(len(kinds), -(-verbs // processes)),
        "done": tally["done"],
        "refused": tally["refused"],
        "failed": tally["failed"],
        "audit rows of the verbs": rows,
        "seconds with preparation": round(took, 1),
        "milliseconds a verb (median)": round(statistics.median(seconds) * 1000, 1),
        "milliseconds a verb (slowest)": round(max(seconds) * 1000, 1),
        "broken": broken,
    }


def check_rules():
    """What must hold of every row in the end, as sentences about what does not."""
    from speeches import guards
    from speeches.models import Edition, Release, Seal

    for seal in Seal.objects.select_related("edition__release", "sealed_by"):
        edition, by = seal.edition, seal.sealed_by
        alone = hasattr(edition, "unreviewed")
        wrote = by and (edition.contributions.filter(user=by).exists() or edition.submitted_by == by)
        if wrote and not alone:
            yield f"{edition.public_id}: approved by {by}, who wrote or submitted it"
        if edition.redacted_at is None and edition.content_hash() != seal.sha256:
            yield f"{edition.public_id}: the text is not what was sealed"
    for release in Release.objects.prefetch_related("showings"):
        showings = sorted(release.showings.all(), key=lambda showing: showing.shown_from)
        ends = [showing.shown_until for showing in showings]
        if ends != [*(showing.shown_from for showing in showings[1:]), None][: len(ends)]:
            yield f"{release.public_id}: its showings overlap or leave a gap"
        if release.editions.filter(state__in=("draft", "in_review")).count() > 1:
            yield f"{release.public_id}: more than one open edition"
    for edition in Edition.objects.filter(state="draft", title__startswith="By writer"):
        if edition.summary != edition.title:
            yield f"{edition.public_id}: half of one save and half of another"
    yield from (f"guard missing: {name}" for name in guards.missing())


@contextlib.contextmanager
def database(url=None):
    """A database of its own, gone afterwards; gives its URL."""
    if url is None:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'stress.sqlite3'}"
        return
    import psycopg

    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if not name.endswith("_stress") or not name.replace("_", "").isalnum():
        raise SystemExit(f"{name}: the name of the database must end in _stress; it is dropped afterwards.")
    server = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield url
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--verbs", type=int, default=200)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--url", help="of a PostgreSQL database to be made; by default SQLite")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with database(asked.url) as url:
        told = fire(url, asked.verbs, asked.processes)
    if asked.json:
        json.dump(told, sys.stdout)
    else:
        for name, value in told.items():
            sys.stdout.write(f"{name}: {value}\n")
    return 1 if told["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
