"""Backup and restore: all data and files of a newsroom in one archive, from any database to any other.

The archive is a gzipped tar: `manifest.json` (format, instant, SHA-256 of each member), `data.json` (Django's
serialisation with natural foreign keys) and `media/…`.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from speeches import clock
from speeches.models import Attachment, AuditEntry, Photo, Release, Rendition

FORMAT = "newsroom-backup/1"
# What is made again from the rest (the index: when the seals come back) or belongs to one server.
_LEFT_OUT = (
    "contenttypes",
    "auth.permission",
    "sessions",
    "admin.logentry",
    "axes",
    "speeches.shingle",
    "speeches.indexedtext",
    "speeches.indexedstatement",
    "speeches.indexedname",
)


class BadBackup(ValueError):
    """An archive cannot be written, or cannot be restored here; the message says why."""


def _stored_names():
    for model in (Photo, Attachment, Rendition):
        yield from model.objects.order_by("pk").values_list("file", flat=True).iterator()


def backup(path):
    """Writes the archive to `path`, readable by its owner only. Gives {"rows", "files"}. Raises BadBackup."""
    if path.exists():
        raise BadBackup(f"{path}: exists already; name a new file.")
    if not path.parent.is_dir():
        raise BadBackup(f"{path.parent}: no such folder.")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        data, made = Path(folder) / "data.json", Path(folder) / "backup.tar.gz"
        sums = {}
        with snapshot():
            with data.open("w", encoding="utf-8") as out:
                call_command("dumpdata", use_natural_foreign_keys=True, exclude=_LEFT_OUT, indent=1, stdout=out)
            names = list(dict.fromkeys(_stored_names()))
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
            for name in names:
                try:
                    with default_storage.open(name, "rb") as file:
                        content = file.read()
                except OSError as error:
                    raise BadBackup(f"{name}: the file cannot be read ({error.strerror or error}).") from error
                _add(archive, f"media/{name}", content, sums)
            _add(archive, "data.json", data.read_bytes(), sums)
            manifest = {"format": FORMAT, "at": clock.now().isoformat(), "sha256": sums}
            _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode(), {})
        rows = len(json.loads(data.read_text(encoding="utf-8")))
        made.rename(path)
    return {"rows": rows, "files": len(names)}


@contextmanager
def snapshot():
    """Reads within it see the database as it stands now; on SQLite too nobody who writes has to wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
        )
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _add(archive, name, content, sums):
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
    sums[name] = hashlib.sha256(content).hexdigest()


def restore(path):
    """Loads the archive at `path` into this migrated and empty newsroom, all or nothing. Raises BadBackup.

    Gives {"rows", "files"}. The guards stay on: what the archive holds must keep every rule.
    """
    if Release.objects.exists() or AuditEntry.objects.exists():
        raise BadBackup("This newsroom already holds releases: restore into an empty, migrated database.")
    if get_user_model().objects.exists():
        raise BadBackup("This newsroom already has accounts: restore into an empty, migrated database.")
    written = []
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(path, "r:gz") as archive:
            sums = _manifest(archive)
            data = Path(folder) / "data.json"
            data.write_bytes(_checked(archive, "data.json", sums))
            with transaction.atomic():
                _clear_groups()
                call_command("loaddata", str(data), verbosity=0)
                for name in sums:
                    if name.startswith("media/"):
                        written += _store(name.removeprefix("media/"), _checked(archive, name, sums))
            return {"rows": len(json.loads(data.read_text(encoding="utf-8"))), "files": len(sums) - 1}
    except BadBackup:
        _remove(written)
        raise
    except FileNotFoundError as error:
        raise BadBackup(f"{path}: no such file.") from error
    except DatabaseError as error:
        _remove(written)
        raise BadBackup(f"{path}: the database did not take it ({error}).") from error
    except (OSError, EOFError, tarfile.TarError, KeyError, ValueError) as error:
        _remove(written)
        raise BadBackup(f"{path}: not a backup of a newsroom, or damaged ({error}).") from error
    except Exception:
        _remove(written)
        raise


def _clear_groups():
    """An empty newsroom may have groups from a fixture; those of the archive take their place."""
    apps.get_model("auth", "Group").objects.all().delete()


def _manifest(archive):
    manifest = json.loads(archive.extractfile("manifest.json").read())
    if manifest.get("format") != FORMAT:
        raise BadBackup(f"The backup is of the format {manifest.get('format')!r}; this newsroom reads {FORMAT}.")
    for name in manifest["sha256"]:
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/"):
            raise BadBackup(f"{name}: a path out of the archive.")
    return manifest["sha256"]


def _checked(archive, name, sums):
    content = archive.extractfile(name).read()
    if hashlib.sha256(content).hexdigest() != sums[name]:
        raise BadBackup(f"{name}: damaged in the archive; its SHA-256 is not the one in the manifest.")
    return content


def _store(name, content):
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as file:
            if file.read() == content:
                return []
        raise BadBackup(f"{name}: another file stands there already; give an empty MEDIA_ROOT.")
    default_storage.save(name, File(io.BytesIO(content)))
    return [name]


def _remove(names):
    for name in names:
        default_storage.delete(name)
