"""Releases out as text files that `importer` reads back, and an honest list of what a text file does not carry."""

import hashlib
import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.timezone import localdate

from speeches import tables
from speeches.models import Edition, Release, StatementVersion
from speeches.states import ChangeKind, ReleaseKind, State, StatementStatus

from .parse import BadFile, parse

REPORT = "report.csv"
COLUMNS = ("file", "release", "edition", "standing", "not carried", "not written")
CHUNK = 200
"""Releases in memory at once."""
_GROUP = re.compile(r"[-\w]{1,40}", re.ASCII)
_NAME = re.compile(r"(?:.*/)?([-\w]{1,120})\.([2-9a-hjkmnp-z]{12})(?:\.([-\w]{1,40}))?\.txt", re.ASCII)


class Named(NamedTuple):
    """What the name of an exported file says of its release."""

    slug: str
    public_id: str
    translation_group: str


class Written(NamedTuple):
    """A release as a file: its path below the folder and its bytes; `lost` are the parts that the file does not carry.

    Where it cannot be written at all, `path` and `data` are empty and `problem` says why.
    """

    release: Release
    edition: Edition
    path: str
    data: bytes
    lost: tuple[str, ...]
    problem: str


def named(identity):
    """What the `identity` of a file to be imported says of its release (a `Named`), None unless it was exported."""
    match = _NAME.fullmatch(identity)
    return Named(match[1], match[2], match[3] or "") if match else None


def write(releases, folder, *, drafts):
    """Writes a queryset of releases into `folder` (a Path, new or empty), with a report. Gives (written, not written).

    Of each release the live edition is taken; where there is none and `drafts` is true, the newest that was not
    discarded. Raises OSError.
    """
    counts = [0, 0]
    with open(Path(folder) / REPORT, "w", encoding="utf-8", newline="") as report:
        rows = _rows(releases, Path(folder), drafts, counts)
        report.writelines(tables.csv_lines(COLUMNS, rows))
    return tuple(counts)


def _rows(releases, folder, drafts, counts):
    found = releases.order_by("language", "pk").iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        for edition in _editions(some, drafts):
            one = written(edition)
            counts[bool(one.problem)] += 1
            if one.path:
                path = folder / one.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(one.data)
            keys = (one.release.public_id, edition.public_id)
            yield [one.path, *keys, edition.standing().value, list(one.lost), one.problem]


def _editions(releases, drafts):
    """An edition of each of the releases (a list), in their order, with all that is asked of it; none for some."""
    chosen = dict(Edition.objects.live().filter(release__in=releases).values_list("release", "pk"))
    if drafts:
        newest = Edition.objects.filter(release__in=releases, redacted_at=None).exclude(state=State.DISCARDED)
        chosen = dict(newest.order_by("pk").values_list("release", "pk")) | chosen
    parts = ("release__showings", "edition_photos", "edition_attachments", "edition_links")
    found = Edition.objects.select_related("release").prefetch_related(*parts).in_bulk(list(chosen.values()))
    said = StatementVersion.objects.filter(edition__in=found, status=StatementStatus.ACCEPTED).order_by()
    said = set(said.values_list("edition", flat=True).distinct())
    for release in releases:
        if edition := found.get(chosen.get(release.pk)):
            edition.has_statements = edition.pk in said
            yield edition


def written(edition):
    """An edition as a file (a `Written`), read back before it is given: what would come back otherwise is told."""
    release = edition.release
    day = release.address_date or localdate(release.published_at or edition.created_at)
    paragraphs = [line for line in edition.plain_text.splitlines() if line.strip()]
    lost = []
    for dateline in dict.fromkeys((edition.dateline, day.isoformat())):
        data = "\n\n".join((edition.title, dateline, *paragraphs, "")).encode("utf-8")
        try:
            parsed = parse(data, language=release.language)
            if (parsed.date, parsed.dateline, parsed.title) == (day, dateline, edition.title):
                break
            problem = "It would be read as another title or another day."
        except BadFile as error:
            problem = str(error)
        lost = ["dateline"]
    else:
        return Written(release, edition, "", b"", (), problem)
    if parsed.body != edition.body:
        lost.append("markup")
    lost += [name for name in ("summary", "press_contact", "notes_to_editors", "boilerplate") if getattr(edition, name)]
    lost += [name for name in ("photos", "attachments", "links") if getattr(edition, f"edition_{name}").all()]
    lost += ["kind"] if release.kind != ReleaseKind.PRESS_RELEASE else []
    lost += ["statements"] if getattr(edition, "has_statements", False) else []
    lost += ["history"] if edition.change_kind != ChangeKind.FIRST else []
    return Written(release, edition, f"{release.language}/{day:%Y/%m/%d}/{name_of(release)}", data, tuple(lost), "")


def said(edition):
    """The SHA-256 (hex) of what its file says, as `ParsedRelease.sha256`; "" where it cannot be written."""
    made = written(edition)
    return parse(made.data, language=edition.release.language).sha256 if made.data else ""


def name_of(release):
    """The name of a release's file, which `named` reads: address, public id and translation group, where it has one."""
    group = release.translation_group
    if group and not _GROUP.fullmatch(group):
        group = hashlib.sha256(group.encode()).hexdigest()[:24]
    return ".".join(filter(None, (release.slug, release.public_id, group, "txt")))
