"""Rows as lines of a file: CSV (RFC 4180) and JSON Lines."""

import csv
import json
import re

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]|[\t\r\n]")


def defused(value):
    """`value` as a cell that no spreadsheet takes for a formula: with an apostrophe before (OWASP, CSV Injection)."""
    cell = str(value)
    return f"'{cell}" if _FORMULA.match(cell) else cell


class _Echo:
    def write(self, line):
        return line


def csv_writer(delimiter=","):
    """A writer of CSV whose `writerow` gives the line (RFC 4180: CRLF), each cell between quotation marks."""
    return csv.writer(_Echo(), delimiter=delimiter, quoting=csv.QUOTE_ALL)


def csv_lines(names, rows):
    """The lines of a CSV file with a head: `rows` are sequences of str, int, None (an empty cell) or lists of str.

    A list is one cell, its values between spaces. What a spreadsheet would take for a formula is `defused`.
    """
    writer = csv_writer()
    yield writer.writerow(names)
    for row in rows:
        yield writer.writerow(_cell(value) for value in row)


def json_lines(names, rows):
    """One JSON object (RFC 8259) a line for each of `rows`, the values as they are, under `names`."""
    for row in rows:
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n"


def _cell(value):
    if value is None:
        return ""
    return defused(" ".join(value) if isinstance(value, list) else value)
