"""The desk with few releases and with 10,000: the same number of queries, and how long each page takes.

Run by bin/slow/desk in a database of its own, which it fills: `python -m tests.big_desk`. Ends with 1 where a page
takes more queries with many releases than with few.
"""

import os
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from speeches.admin import attention  # noqa: E402
from speeches.models import Release, Seal, Translation  # noqa: E402
from tests.desk import sign_in  # noqa: E402
from tests.test_board import busy  # noqa: E402

FEW, MANY = 60, 10_000
PAGED = 1
"""Where a list has more than one page, the keys of the page are read first: one query more, however many pages."""
LIST = reverse("admin:speeches_release_changelist")
FILTERS = (
    "",
    "p=2",
    *(f"standing={value}" for value in ("draft", "in_review", "scheduled", "live", "withdrawn")),
    *("mine=1", "language=kk", "kind=press-release", "theme=water", "event=session", "comments=1"),
    *("since=2022-01-01&until=2025-01-01", "q=meeting", "q=meeting+water", "q=совещание", "q=nothing-like-it"),
    *(f"needs={kind}" for kind in attention.KINDS),
)
PAGES = {"the first page": reverse("admin:index")} | {f"?{query}": f"{LIST}?{query}" for query in FILTERS}


def translate():
    """Makes every Russian and Kazakh release of the corpus a translation of the English one."""
    groups = {}
    for key, group, language in Release.objects.filter(translation__isnull=True).values_list(
        "pk", "translation_group", "language"
    ):
        if group:
            groups.setdefault(group, {})[language] = key
    seals = dict(Seal.objects.values_list("edition__release", "sha256"))
    rows = (
        Translation(release_id=key, source_id=group["en"], sha256=seals[group["en"]])
        for group in groups.values()
        for language, key in group.items()
        if language != "en" and "en" in group
    )
    Translation.objects.bulk_create(rows, batch_size=500)


def measured(client):
    """{page: (queries, milliseconds)}, the best of three."""
    found = {}
    for name, address in PAGES.items():
        best = None
        for _round in range(3):
            reset_queries()  # the log is cut at 9,000, and a full one counts nothing
            begun = perf_counter()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200, address
            took = (perf_counter() - begun) * 1000
            best = min(best or took, took)
        found[name] = len(captured), best
    return found


def main():
    setup_test_environment()
    call_command("make_corpus", releases=FEW, seed=1, verbosity=0)
    translate()
    busy()
    busy()
    client = sign_in("publisher")
    few = measured(client)
    call_command("make_corpus", releases=MANY, seed=2, verbosity=0)
    translate()
    for _round in range(10):
        busy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = measured(client)
    allowed = {name: few[name][0] + (PAGED if name.startswith("?") else 0) for name in PAGES}
    grown = [name for name in PAGES if not 0 < many[name][0] <= allowed[name]]
    write = sys.stdout.write
    write(f"{'page':40} {'queries':>7} {f'ms at {FEW}':>10} {f'ms at {MANY:,}':>12}\n")
    for name in PAGES:
        write(f"{name:40} {many[name][0]:>7} {few[name][1]:>10.0f} {many[name][1]:>12.0f}\n")
    for name in grown:
        write(f"{name}: {few[name][0]} queries with few releases, {many[name][0]} with many\n")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
