"""How long a search takes: `bin/bench search`.

    python -m tests.search_bench [--releases 10000] [--rounds 5] [--url postgres://…_stress]

In a newsroom of its own, filled by make_corpus: the median in milliseconds of a first page of releases and of
statements, by relevance and by date, and of suggestions, over words from the rarest to those in every text; with how
many were found. `bin/bench` asks for SQLite, and for PostgreSQL where it answers.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time

from .stress import database, set_up

ASKED = {
    "en": ("zzz", "water", "the", "Ormanova 120", "meeting water -governor", '"held a meeting"', '"meeting held the"'),
    "ru": ("совещание", "Бекмуратов экспорт", "«в нём приняли участие»"),
    "kk": ("кеңес", "экспорт", "Орманова су"),
}
TYPED = (("en", "wa"), ("en", "session of the"), ("ru", "пре"), ("ru", "совещание по"), ("kk", "тас"))


def median(ask, rounds):
    """(median in milliseconds, what was answered)."""
    took = []
    for _round in range(rounds):
        begun = time.perf_counter()
        answer = ask()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), answer


def measure(url, releases, rounds):
    with database(url) as own:
        set_up(own)
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from speeches import search
        from speeches.text.queries import parse

        call_command("migrate", verbosity=0)
        call_command("make_corpus", releases=releases, force=True, verbosity=0)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")
                size = (
                    "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relname ~ '^speeches_indexed[a-z]+$'"
                )
            else:
                size = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%indexed%'"
            cursor.execute(size)
            size = cursor.fetchone()[0]
        settings.DEBUG = False
        write = sys.stdout.write
        write(f"{connection.vendor}, {releases} releases; the index holds {size / 2**20:.0f} MB\n")
        write(f"{'':28}{'releases':>9}{'by date':>9}{'found':>7}{'statements':>12}{'by date':>9}{'found':>7}\n")
        for language, queries in ASKED.items():
            for words in queries:
                line, query = f"{language} {words:25}", parse(words, language)
                for find, wide in ((search.releases, 9), (search.statements, 12)):
                    by_relevance, page = median(lambda: find(query), rounds)  # noqa: B023
                    by_date, _page = median(lambda: find(query, order="date"), rounds)  # noqa: B023
                    found = f"{page.total}{'+' if page.more else ''}"
                    line += f"{by_relevance:>{wide}.1f}{by_date:>9.1f}{found:>7}"
                write(f"{line}\n")
        for language, typed in TYPED:
            took, answer = median(lambda: search.suggestions(typed, language), rounds)  # noqa: B023
            write(f"{language} {typed + '…':25}{took:>9.1f}{'':9}{len(answer):>7}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--url", action="append", help="of a PostgreSQL database to be made, its name ending in _stress; else SQLite"
    )
    asked = parser.parse_args()
    os.environ["DEBUG"] = "1"
    context = multiprocessing.get_context("spawn")
    for url in asked.url or [None]:
        # A process for each: the settings of one hold but one database.
        process = context.Process(target=measure, args=(url or None, asked.releases, asked.rounds))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
