"""The record as files, the check of our own, backup and restore."""

import hashlib
import json
import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from speeches import clock, guards, workflow
from speeches.exchange import backups, public_record
from speeches.models import AuditEntry, Edition, IndexedName, Photo, Release, Seal, Shingle
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom():
    """A live release with a photo, a corrected one, a withdrawn, a redacted, a scheduled one and a draft."""
    start = clock.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as traveller:
        made = {
            "live": factories.live(
                photos=[{"photo": factories.photo(), "alt": "A canal"}],
                attachments=[{"attachment": factories.attachment(), "title": "Decree"}],
                themes=[factories.theme()],
            ),
            "superseded": factories.live(),
        }
        traveller.shift(timedelta(minutes=1))
        made["corrected"] = factories.corrected(made["superseded"])
        made["withdrawn"] = taken = factories.live(title="Taken back")
        made["redacted"] = gone = factories.live(title="Personal data")
        traveller.shift(timedelta(minutes=1))
        workflow.withdraw(taken, factories.user("publisher"), reason="Wrong figures.")
        workflow.propose(gone, "redact", factories.user("administrator"), reason="A court said so.")
        workflow.redact(gone, factories.user("administrator", "administrator2"), reason="A court said so.")
        made["scheduled"] = factories.scheduled(title="Under embargo")
        made["draft"] = factories.draft(title="Only a thought")
        traveller.shift(timedelta(minutes=1))
        yield made


def test_the_record_is_whole(newsroom):
    assert list(public_record.verify_database()) == []
    call_command("record", "verify")


def test_export_holds_what_was_public_and_nothing_else(newsroom, tmp_path):
    folder = tmp_path / "record"
    assert public_record.export(folder) == 3
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).decode()
    for hidden in ("Taken back", "Personal data", "Under embargo", "Only a thought"):
        assert hidden not in everything
    assert Seal.objects.get(edition=newsroom["scheduled"]).sha256 not in everything
    index = json.loads((folder / "index.json").read_text())["showings"]
    assert sorted(entry.get("gone", "") for entry in index) == ["", "", "", "redacted", "withdrawn"]
    assert Seal.objects.get(edition=newsroom["withdrawn"]).sha256 in everything, "the hash outlives the text"
    assert public_record.verify_folder(folder) == []
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_export_does_not_tell_a_coming_end(newsroom, tmp_path):
    factories.next_scheduled(Edition.objects.get(pk=newsroom["live"].pk))
    public_record.export(tmp_path / "record")
    index = json.loads((tmp_path / "record" / "index.json").read_text())["showings"]
    sha256 = newsroom["live"].seal.sha256
    assert [entry["shown_until"] for entry in index if entry["sha256"] == sha256] == [None]


def test_a_changed_file_of_an_export_is_found(newsroom, tmp_path):
    folder = tmp_path / "record"
    public_record.export(folder)
    first, second, _third = sorted((folder / "editions").iterdir())
    first.write_bytes(first.read_bytes().replace(b"steppe", b"desert"))
    second.unlink()
    (folder / "editions" / "strange.json").write_text("{}")
    problems = public_record.verify_folder(folder)
    assert len(problems) == 3
    with pytest.raises(CommandError, match="3 problem"):
        call_command("record", "verify", str(folder))


@pytest.mark.parametrize("index", ["", "[]", "{}", '{"showings": [1]}'])
def test_a_folder_that_is_no_record(tmp_path, index):
    (tmp_path / "index.json").write_text(index)
    with pytest.raises(CommandError, match="index of a record"):
        call_command("record", "verify", str(tmp_path))


def test_export_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("record", "export", str(tmp_path))


def test_what_was_changed_behind_our_back_is_found(newsroom):
    live = newsroom["live"]
    with guards.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE speeches_edition SET title = 'Forged' WHERE id = %s", [live.pk])
        AuditEntry.objects.filter(subject_key=newsroom["corrected"].public_id).delete()
    photo = Photo.objects.get()
    default_storage.delete(photo.renditions.get().file.name)
    with default_storage.open(photo.file.name, "wb") as file:
        file.write(b"another picture")
    problems = list(public_record.verify_database())
    for wanted in (f"{live.public_id}: the content", f"{newsroom['corrected'].public_id}: the audit"):
        assert any(wanted in problem for problem in problems), problems
    assert any("cannot be read" in problem for problem in problems)
    assert any("was changed" in problem for problem in problems)


def test_a_plain_text_that_is_not_that_of_the_body_is_found(newsroom):
    """It is not sealed, but lists and statements are made of it."""
    guards.remove()
    try:
        Edition.objects.filter(pk=newsroom["live"].pk).update(plain_text="Forged.")
    finally:
        guards.install()
    (problem,) = public_record.verify_database()
    assert newsroom["live"].public_id in problem and "plain text" in problem


def test_an_approved_edition_that_is_shown_at_no_time_is_found(newsroom):
    newsroom["live"].showings.all().delete()
    (problem,) = public_record.verify_database()
    assert newsroom["live"].public_id in problem and "shown at no time" in problem


def test_a_file_that_no_row_names_is_found(newsroom):
    name = default_storage.save("photo/ff/left.png", ContentFile(b"left"))
    (problem,) = public_record.verify_database()
    assert name in problem


def test_missing_guards_are_found():
    guards.remove()
    try:
        assert any("guard_auditentry" in problem for problem in public_record.verify_database())
    finally:
        guards.install()


def everything():
    """All rows that a backup must bring back, as comparable tuples. The index is made anew, with numbers of its own."""
    rows = {}
    for model in apps.get_app_config("speeches").get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if model not in (Shingle, IndexedName) or field.name != "id"
        ]
        rows[model.__name__] = sorted(map(str, model._base_manager.values_list(*fields)))
    return rows


@pytest.mark.django_db(transaction=True)
def test_backup_and_restore_bring_back_every_row_and_file(newsroom, tmp_path, settings):
    before, path = everything(), tmp_path / "newsroom.tar.gz"
    files = {name: default_storage.open(name).read() for name in backups._stored_names()}
    done = backups.backup(path)
    assert done["files"] == len(files) == 3
    assert path.stat().st_mode & 0o077 == 0, "a backup holds embargoed text"
    call_command("flush", interactive=False, verbosity=0)
    assert not Release.objects.exists()
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("restore", str(path))
    assert everything() == before
    assert {name: default_storage.open(name).read() for name in backups._stored_names()} == files
    assert list(public_record.verify_database()) == []
    assert guards.missing() == []


@pytest.mark.django_db(transaction=True)
def test_restore_refuses_a_newsroom_in_use(newsroom, tmp_path):
    backups.backup(tmp_path / "b.tar.gz")
    with pytest.raises(CommandError, match="already holds releases"):
        call_command("restore", str(tmp_path / "b.tar.gz"))


def test_restore_refuses_where_there_are_accounts(tmp_path):
    factories.user("writer")
    with pytest.raises(CommandError, match="already has accounts"):
        call_command("restore", str(tmp_path / "b.tar.gz"))


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08broken"])
def test_restore_of_something_else(tmp_path, content):
    path = tmp_path / "b.tar.gz"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(path))


def test_restore_of_nothing(tmp_path):
    with pytest.raises(CommandError, match="no such file"):
        call_command("restore", str(tmp_path / "none.tar.gz"))


@pytest.mark.django_db(transaction=True)
def test_backup_says_what_stands_in_its_way(newsroom, tmp_path):
    path = tmp_path / "b.tar.gz"
    path.write_text("mine")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(path))
    with pytest.raises(CommandError, match="no such folder"):
        call_command("backup", str(tmp_path / "none" / "b.tar.gz"))
    default_storage.delete(Photo.objects.get().file.name)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("backup", str(tmp_path / "c.tar.gz"))
    assert not list(tmp_path.glob("*c.tar*")) and not list(tmp_path.glob("tmp*")), "nothing half-made stays behind"


def test_the_exported_file_is_the_canonical_form(newsroom, tmp_path):
    public_record.export(tmp_path / "record")
    for path in (tmp_path / "record" / "editions").iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
