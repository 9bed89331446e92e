"""The public record as files that anyone can verify, and the check of our own.

A record is a folder: `editions/<sha256>.json` holds the canonical form (see `record`) of every edition that the
public has seen and may still read; `index.json` says which stood where, from when until when, and keeps the hash
of what was withdrawn or redacted; `SHA256SUMS` is for `sha256sum -c`.
"""

import hashlib
import json
from datetime import UTC

from django.core.files.storage import default_storage

from speeches import clock, guards, record, search, text
from speeches.models import Attachment, AuditEntry, Edition, Photo, Rendition, Seal, Showing
from speeches.states import State

INDEX, SUMS, EDITIONS = "index.json", "SHA256SUMS", "editions"


class BadRecord(ValueError):
    """A folder is not a record, or does not hold what it says; the message names the file."""


def _instant(at):
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def export(folder):
    """Writes the public record as it stands now into `folder` (a Path, new or empty). Gives the number of editions.

    Nothing that has not been public is in it, and no end of a showing that has not come. Raises BadRecord.
    """
    if folder.exists() and not folder.is_dir():
        raise BadRecord(f"{folder}: not a folder.")
    if folder.exists() and any(folder.iterdir()):
        raise BadRecord(f"{folder}: the folder is not empty; name a new one.")
    (folder / EDITIONS).mkdir(parents=True)
    now = clock.now()
    readable = set(Edition.objects.shown().filter(redacted_at=None).values_list("pk", flat=True))
    begun = Showing.objects.filter(shown_from__lte=now, edition__isnull=False)
    showings = begun.select_related("release", "edition__seal").order_by("shown_from", "release__public_id")
    entries, written = [], {}
    for showing in showings.iterator(chunk_size=500):
        edition, sha256 = showing.edition, showing.edition.seal.sha256
        ended = showing.shown_until if showing.shown_until and showing.shown_until <= now else None
        entry = {
            "release": showing.release.public_id,
            "sha256": sha256,
            "shown_from": _instant(showing.shown_from),
            "shown_until": _instant(ended) if ended else None,
        }
        if edition.pk in readable:
            edition.release = showing.release
            data = record.canonical(edition.record())
            (folder / EDITIONS / f"{sha256}.json").write_bytes(data)
            written[f"{EDITIONS}/{sha256}.json"] = hashlib.sha256(data).hexdigest()
            entry["address"] = showing.release.get_absolute_url()
        else:
            entry["gone"] = "redacted" if edition.redacted_at else "withdrawn"
        entries.append(entry)
    index = json.dumps({"format": "newsroom-record/1", "showings": entries}, ensure_ascii=False, indent=1) + "\n"
    (folder / INDEX).write_text(index, encoding="utf-8")
    written[INDEX] = hashlib.sha256(index.encode()).hexdigest()
    sums = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(written.items()))
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return len(written) - 1


def verify_folder(folder):
    """Problems of an exported record, as a list of sentences; empty when it holds what it says. Asks no database."""
    if not folder.is_dir():
        raise BadRecord(f"{folder}: no such folder.")
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        entries = index["showings"]
        wanted = {entry["sha256"] for entry in entries if not entry.get("gone")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"{folder / INDEX}: not the index of a record ({error}).") from error
    problems = []
    for sha256 in sorted(wanted):
        path = folder / EDITIONS / f"{sha256}.json"
        if not path.is_file():
            problems.append(f"{path.name}: the edition is missing.")
        elif not record.verify(path.read_bytes(), sha256):
            problems.append(f"{path.name}: the content does not have this SHA-256.")
        else:
            try:
                record.parse(path.read_bytes())
            except ValueError as error:
                problems.append(f"{path.name}: not in canonical form: {error}")
    extra = {path.stem for path in (folder / EDITIONS).glob("*")} - wanted
    return problems + [f"{name}.json: no showing names this edition." for name in sorted(extra)]


def verify_database():
    """Problems of this newsroom's own record, as an iterator of sentences."""
    for name in guards.missing():
        yield f"The database guard {name} is missing; `manage.py migrate` puts it back."
    for edition in search.unindexed():
        yield f"Edition {edition.public_id} cannot be found by its words; run `manage.py reindex`."
    yield from _bad_seals()
    yield from _bad_showings()
    yield from _bad_files()


def _bad_seals():
    approvals = AuditEntry.objects.filter(details__has_key="sha256", to_state=State.APPROVED)
    approved = dict(approvals.order_by("at").values_list("subject_key", "details__sha256"))
    parts = (
        "edition__themes",
        "edition__edition_photos__photo",
        "edition__edition_attachments__attachment",
        "edition__edition_links",
    )
    seals = Seal.objects.select_related("edition__release").prefetch_related(*parts).order_by("pk")
    for seal in seals.iterator(chunk_size=200):
        edition = seal.edition
        if edition.redacted_at is None and edition.content_hash() != seal.sha256:
            yield f"Edition {edition.public_id}: the content is not what was sealed."
        elif edition.plain_text != text.plain_text(edition.body):
            yield f"Edition {edition.public_id}: the plain text is not that of the body."
        if approved.get(edition.public_id) != seal.sha256:
            yield f"Edition {edition.public_id}: the audit trail has no approval of this seal."
    for key in Edition.objects.filter(state=State.APPROVED, seal=None).values_list("public_id", flat=True):
        yield f"Edition {key}: approved, but not sealed."
    for key in Edition.objects.filter(state=State.APPROVED, showings=None).values_list("public_id", flat=True):
        yield f"Edition {key}: approved, but shown at no time."


def _bad_showings():
    last = None
    for showing in Showing.objects.select_related("release").order_by("release", "shown_from").iterator():
        if last and last.release_id == showing.release_id and last.shown_until != showing.shown_from:
            yield f"Release {showing.release.public_id}: the showings do not join at {_instant(showing.shown_from)}."
        if last and last.release_id != showing.release_id and last.shown_until is not None:
            yield f"Release {last.release.public_id}: nothing stands after {_instant(last.shown_until)}."
        last = showing
    if last and last.shown_until is not None:
        yield f"Release {last.release.public_id}: nothing stands after {_instant(last.shown_until)}."


def _bad_files():
    known = set()
    for model in (Photo, Attachment, Rendition):
        for stored in model.objects.order_by("pk").iterator():
            try:
                with stored.file.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                yield f"{model._meta.verbose_name} {stored.public_id}: the file {stored.file.name} cannot be read."
                continue
            if found != stored.sha256:
                yield f"{model._meta.verbose_name} {stored.public_id}: the file {stored.file.name} was changed."
        known.update(model.objects.values_list("file", flat=True))
        for name in sorted(_stored(model._meta.model_name)):
            if name not in known:
                yield f"{name}: no row names this file; after a redaction it must be deleted by hand."


def _stored(folder):
    """The names of all files in storage that lie below `folder`."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(f"{folder}/{name}")
