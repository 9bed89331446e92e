"""Downloads in bulk: all releases or statements of a year, as CSV (RFC 4180) or JSON Lines, and what they hold."""

import hashlib
from datetime import MINYEAR
from tempfile import SpooledTemporaryFile

from django.http import Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

from speeches import linked, tables
from speeches.limits import limited
from speeches.ranges import file_response

from .common import for_programs, public
from .datasets import DATASETS

FORMATS = {
    "csv": (tables.csv_lines, "text/csv; charset=utf-8; header=present"),
    "jsonl": (tables.json_lines, "application/jsonl; charset=utf-8"),
}
_IN_MEMORY = 1024 * 1024
"""Bytes of a file beyond which it is made on the disk."""


@public
def data(request):
    """Which years there are, and the dictionary of the columns."""
    offered = [(dataset, dataset.years(get_language())) for dataset in DATASETS.values()]
    return render(request, "public/data.html", {"offered": offered, "linked": linked.data_page(request)})


@for_programs
@limited("data")
def data_file(request, dataset, year, format):
    """The rows of a year in the language of the page; 404 where there is none.

    The file is made whole before it is sent, on the disk where it is large: so it is of one instant, and its validator
    is the hash of what it says.
    """
    kind = DATASETS[dataset]
    found = kind.of_year(get_language(), year)
    if year < MINYEAR or not found.exists():
        raise Http404
    lines, mime = FORMATS[format]
    made = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    digest, size = hashlib.sha256(), 0
    for line in lines(kind.names, kind.rows(found)):
        size += made.write(line.encode())
        digest.update(line.encode())
    etag = quote_etag(digest.hexdigest())
    response = get_conditional_response(request, etag=etag)
    if response is None:
        made.seek(0)
        made.size = size
        name = f"{dataset}-{year:04}-{get_language()}.{format}"
        response = file_response(request, made, etag=etag, content_type=mime, as_attachment=True, filename=name)
    else:
        made.close()
    response.headers["ETag"] = etag
    return response
