"""What tests of the cost of pages share: a newsroom of many releases, and how the database answers."""

import re

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.public import text_of

BIG = ("release", "edition", "showing", "statementversion", "editiontheme", "statement")
"""Tables that grow with the releases."""


def fill(releases, seed=1):
    """Puts made-up releases into the database, and lets PostgreSQL count what it holds."""
    call_command("make_corpus", releases=releases, seed=seed, force=True, verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def asked(client, path):
    """The statements that a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        text_of(client, path)
    return [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


def plan(sql):
    """The lines in which the database says how it answers a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return [row[-1] for row in cursor.fetchall()]


def aliases(sql):
    """{alias: table} of the big tables in a statement."""
    found = re.findall(r'"speeches_(\w+)"(?: (\w+)\b)?', sql)
    return {(alias if re.fullmatch(r"[A-Z]\d+", alias) else f"speeches_{table}"): table for table, alias in found}


def reads(sql, tables=BIG):
    """(table, line of the plan) of each reading of one of the tables."""
    names = aliases(sql)
    for line in plan(sql):
        words = re.findall(r"\w+", line)
        if {"SCAN", "SEARCH", "Scan"} & set(words):
            for word in words:
                table = names.get(word) or names.get(word.upper())
                if table in tables:
                    yield table, line
                    break


def is_scan(line):
    return line.startswith("SCAN") if connection.vendor == "sqlite" else "Seq Scan" in line


def without(*ways):
    """PostgreSQL reads tables of this size whole, and rightly; told not to, it says whether an index would do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ways:
                cursor.execute(f"SET LOCAL enable_{way} = off")
