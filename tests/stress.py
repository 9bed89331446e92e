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

PATIENCE = 120  # seconds for a round


def set_up(url):
    import django

    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()


# What a worker does. Each takes what the round made (public ids) and the worker's number; gives the number of audit
# rows that its success must have written.


def _edition(key):
    from speeches.models import Edition

    return Edition.objects.select_related("release").get(public_id=key)


def _bundle(key):
    from speeches.models import Bundle

    return Bundle.objects.get(public_id=key)


def _user(role, number):
    from django.contrib.auth.models import User

    return User.objects.get(username=f"{role}{number}")


def approve(number, edition, seen, **_):
    from speeches import workflow

    workflow.approve(_edition(edition), _user("reviewer", number), seen)
    return 1


def request_changes(number, edition, **_):
    from speeches import workflow

    workflow.request_changes(_edition(edition), _user("reviewer", number), reason="Too long.")
    return 1


def submit(number, edition, **_):
    from speeches import workflow

    workflow.submit(_edition(edition), _user("writer", number))
    return 1


def discard(number, edition, **_):
    from speeches import workflow

    workflow.discard(_edition(edition), _user("publisher", number))
    return 1


def publish(number, edition, seen, **_):
    from speeches import workflow

    workflow.publish_without_review(_edition(edition), _user("publisher", number), seen, reason="Now.")
    return 1


def save(number, edition, seen, **_):
    from speeches import workflow

    content = {"title": f"By writer{number}", "summary": f"By writer{number}"}
    workflow.save(_edition(edition), _user("writer", number), content, seen_hash=seen)
    return 1


def start(number, edition, **_):
    from speeches import workflow

    workflow.start_edition(_edition(edition), _user("writer", number))
    return 1


def go_now(number, successor, **_):
    from speeches import workflow

    workflow.reschedule(_edition(successor), _user("publisher", number), at=None)
    return 1


def unschedule(number, successor, **_):
    from speeches import workflow

    workflow.unschedule(_edition(successor), _user("reviewer", number), reason="Not yet.")
    return 1


def withdraw(number, edition, **_):
    from speeches import workflow
    from speeches.models import AuditEntry

    withdrawn = workflow.withdraw(_edition(edition), _user("publisher", number), reason="Sent by mistake.")
    entry = AuditEntry.objects.get(verb="withdraw", subject_key=withdrawn.public_id)
    return 1 + len(entry.details["cancelled"])


def withdraw_other(number, other, **_):
    return withdraw(number, other)


def propose(number, edition, **_):
    from speeches import workflow

    workflow.propose(_edition(edition), "redact", _user("administrator", number), reason="Order of a court.")
    return 1


def redact(number, edition, **_):
    from speeches import workflow

    workflow.redact(_edition(edition), _user("administrator", number), reason="Order of a court.")
    return 1


def reinstate(number, edition, **_):
    from speeches import workflow

    workflow.reinstate(_edition(edition), _user("publisher", number), reason="Right after all.")
    return 1


def look_after(number, edition, **_):
    from speeches import workflow

    workflow.look_after(_edition(edition), _user("reviewer", number))
    return 1


def amend(number, releases, slug, **_):
    from speeches import workflow
    from speeches.models import Release

    release = Release.objects.get(public_id=releases[number % len(releases)])
    workflow.amend(release, _user("publisher", number), slug=slug, reason="A nicer address.")
    return 1


def bring_in(number, slug, **_):
    from speeches import clock, workflow

    content = {"title": "Rain", "body": "<p>It rained.</p>"}
    source = (f"{slug}.txt", "0" * 64)
    workflow.import_published(
        f"import{number}", language="en", slug=slug, published_at=clock.now(), content=content, source=source
    )
    return 1


def gather(number, editions, **_):
    """Makes a bundle of the same editions as everybody else, every second one in the opposite order."""
    from speeches import workflow

    members = [_edition(key) for key in editions]
    workflow.create_bundle(_user("writer", number), f"Bundle {number}", members if number % 2 else members[::-1])
    return 1 + len(members)


def join_many(number, editions, bundles, **_):
    """Puts the same editions as everybody else into a bundle of one's own, every second one in the opposite order."""
    from speeches import workflow

    members = [_edition(key) for key in editions]
    mine = _bundle(bundles[number])
    workflow.join_bundle(mine, members if number % 2 else members[::-1], _user("writer", number))
    return len(members)


def approve_bundle(number, bundle, hashes, **_):
    from speeches import workflow

    workflow.approve_bundle(_bundle(bundle), _user("reviewer", number), hashes)
    return len(hashes)


def move_old_bundle(number, old_bundle, **_):
    from speeches import workflow

    workflow.reschedule_bundle(_bundle(old_bundle), _user("publisher", number), at=None)
    return 0


# The rounds: what is made before, who does what, and what may come of it (successes by action -> right or wrong).


def _one(wins):
    return sum(wins.values()) == 1


def _of_edition(edition, **more):
    return {"edition": edition.public_id, "seen": edition.content_hash(), **more}


def _with_successor():
    from tests import factories

    first = factories.live()
    return _of_edition(first, successor=factories.next_scheduled(first).public_id)


def _withdrawn_and_asked():
    from speeches import workflow
    from tests import factories

    edition = factories.withdrawn()
    workflow.propose(edition, "reinstate", factories.user("publisher"), reason="Right after all.")
    return _of_edition(edition)


def _asked_to_redact():
    from speeches import workflow
    from tests import factories

    edition = factories.live()
    workflow.propose(edition, "redact", factories.user("administrator"), reason="Order of a court.")
    return _of_edition(edition)


def _published_alone():
    from speeches import workflow
    from tests import factories

    edition = factories.draft()
    workflow.publish_without_review(edition, factories.user("publisher"), edition.content_hash(), reason="Now.")
    return _of_edition(edition)


def _an_address_for_many():
    from tests import factories

    releases = [factories.live().release.public_id for _ in range(8)]
    return {"releases": releases, "slug": f"wanted-{releases[0]}"}


def _some_in_review():
    from tests import factories

    return {"editions": [factories.in_review().public_id for _ in range(4)]}


def _bundles_for_all():
    from tests import factories

    return _some_in_review() | {"bundles": [factories.bundle().public_id for _ in range(8)]}


def _two_bundles():
    """A bundle that is live, and one of corrections of the same releases, in the opposite order."""
    from speeches import workflow
    from tests import factories

    editions = [factories.in_review() for _ in range(2)]
    old = factories.bundle(*editions)
    hashes = {edition.public_id: edition.content_hash() for edition in editions}
    workflow.approve_bundle(old, factories.user("reviewer"), hashes)
    fresh = [_edition(edition.public_id) for edition in editions]
    corrections = [workflow.submit(factories.next_draft(edition), factories.user("writer")) for edition in fresh]
    bundle = factories.bundle(*corrections[::-1])
    return {
        "edition": editions[0].public_id,
        "other": editions[1].public_id,
        "old_bundle": old.public_id,
        "bundle": bundle.public_id,
        "hashes": {edition.public_id: edition.content_hash() for edition in corrections},
    }


def _bundle_or_withdrawals(wins):
    withdrawn = {wins["withdraw"], wins["withdraw_other"]}
    return wins == Counter(approve_bundle=1) or (not wins["approve_bundle"] and 1 in withdrawn <= {0, 1})


def rounds():
    from tests import factories

    def of(make):
        return lambda: _of_edition(make())

    return {
        "approve or approve": (of(factories.in_review), [approve], _one),
        "approve or ask for changes": (of(factories.in_review), [approve, request_changes], _one),
        "save or save": (of(factories.draft), [save], _one),
        "start an edition": (of(factories.live), [start], _one),
        "go live now or withdraw": (_with_successor, [go_now, withdraw], _one),
        "go live now or take off the plan": (_with_successor, [go_now, unschedule], _one),
        "approve a bundle or withdraw its members": (
            _two_bundles,
            [approve_bundle, move_old_bundle, withdraw, withdraw_other],
            _bundle_or_withdrawals,
        ),
        "gather in opposite order": (_some_in_review, [gather], _one),
        "join in opposite order": (_bundles_for_all, [join_many], _one),
        "discard or submit": (
            of(factories.draft),
            [discard, submit],
            lambda wins: wins["discard"] == 1 and wins["submit"] <= 1,
        ),
        "publish alone or discard": (of(factories.draft), [publish, discard], _one),
        "redact or withdraw": (
            _asked_to_redact,
            [redact, withdraw],
            lambda wins: wins["redact"] == 1 and wins["withdraw"] <= 1,
        ),
        "one address for many": (_an_address_for_many, [amend], _one),
        "import one file": (lambda: {"slug": f"imported-{time.time_ns()}"}, [bring_in], _one),
        "reinstate or reinstate": (_withdrawn_and_asked, [reinstate], _one),
        "ask for a redaction": (of(factories.live), [propose], _one),
        "look or look": (_published_alone, [look_after], _one),
    }


# The processes


def work(url, number, barrier, pipe):
    set_up(url)
    from django.db import connection

    from speeches.workflow import Refused

    connection.ensure_connection()
    pipe.send("ready")
    while task := pipe.recv():
        name, given = task
        action = globals()[name]
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
            tally, seconds, broken, rows, kinds = Counter(), [], [], 0, rounds()
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
