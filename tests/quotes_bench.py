"""How long the quote check takes: `bin/bench quotes`.

    python -m tests.quotes_bench [--releases 10000] [--questions 200] [--url postgres://…_stress]

In a newsroom of its own, filled by make_corpus, quotations are asked about in turn: words that stand there, the same
with one word altered, words that nobody said, and five words of which the middle one is altered. Printed are the median
and the 95th percentile in milliseconds of the whole answer (`speeches.quotes.check_quote`) and of the search alone, and
what was answered.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections import Counter

from .stress import database, set_up

KINDS = ("verbatim", "altered", "invented", "of five")


def questions(count):
    """(kind, words) in turn, of texts all over the newsroom."""
    from speeches.models import Edition

    draw = random.Random(4)
    keys = list(Edition.objects.live().order_by("pk").values_list("pk", flat=True))
    texts = list(
        Edition.objects.filter(pk__in=draw.sample(keys, min(count, len(keys)))).values_list("plain_text", flat=True)
    )
    pool = sorted({word for text in texts for word in text.split()})
    for number in range(count):
        words = draw.choice(texts).split()
        length = draw.randrange(8, min(40, len(words)))
        start = draw.randrange(len(words) - length)
        said = words[start : start + length]
        yield "verbatim", " ".join(said)
        said[length // 2] = f"иначе{number}"
        yield "altered", " ".join(said)
        yield "invented", " ".join(draw.choice(pool) for _word in said)
        yield "of five", " ".join([*words[start : start + 2], "иначе", *words[start + 3 : start + 5]])


def measure(url, releases, count):
    with database(url) as own:
        set_up(own)
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from speeches import search
        from speeches.models import Shingle
        from speeches.quotes import check_quote
        from speeches.text.quoting import quotation

        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        call_command("make_corpus", releases=releases, force=True, verbosity=0)
        filled = time.perf_counter() - begun
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")
                cursor.execute("SELECT pg_total_relation_size('speeches_shingle')")
            else:
                cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%shingle%'")
            size = cursor.fetchone()[0]
        rows = Shingle.objects.count()
        settings.DEBUG = False
        took, answers = {}, {kind: Counter() for kind in KINDS}
        for kind, words in questions(count):
            begun = time.perf_counter()
            quoted = quotation(words)
            search.candidates(quoted, search.postings(quoted))
            searched = time.perf_counter()
            answer = check_quote(words)
            took.setdefault(kind, []).append((time.perf_counter() - searched, searched - begun))
            answers[kind][answer.kind] += 1
    write = sys.stdout.write
    write(f"{releases} releases, filled in {filled:.0f} s; {rows} shingles, {size / 2**20:.0f} MB with their indexes\n")
    write(f"{'quotation':12}{'median ms':>11}{'95% ms':>9}{'search':>9}{'95%':>9}  answers\n")
    for kind in KINDS:
        figures = [f"{1000 * number:.1f}" for times in zip(*took[kind], strict=True) for number in _told(times)]
        told = ", ".join(f"{name} {number}" for name, number in answers[kind].most_common())
        write(f"{kind:12}{figures[0]:>11}{figures[1]:>9}{figures[2]:>9}{figures[3]:>9}  {told}\n")


def _told(times):
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200, help="of each kind")
    parser.add_argument("--url", help="of a PostgreSQL database to be made, its name ending in _stress")
    asked = parser.parse_args()
    os.environ["DEBUG"] = "1"
    measure(asked.url, asked.releases, asked.questions)


if __name__ == "__main__":
    main()
