"""`dumpdata`, an empty database, `loaddata`: the same rows again, on each database and from one to the other."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from speeches import clock, guards, workflow
from speeches.exchange import backups
from speeches.management.commands.demo import VOCABULARY, make_accounts
from speeches.models import Edition, ImportSource, IndexedName, Person, Release, Seal, Shingle, Showing, Theme
from tests import factories

pytestmark = pytest.mark.django_db
FILES = [str(settings.BASE_DIR / "fixtures" / f"{name}.json") for name in VOCABULARY]
RELEASES = str(settings.BASE_DIR / "fixtures" / "releases.json")
LEFT_OUT = backups._LEFT_OUT


@dataclass
class Dumped:
    """A newsroom that is gone: its rows, and its dumps with numbers, and by natural keys made in another language."""

    rows: dict
    text: str
    natural: str


@cache
def dumped(fill):
    """What `fill` leaves in an empty newsroom, as `Dumped`; then that is as empty as before."""
    with transaction.atomic():
        fill()
        # Django's own instant of an account is finer than a dump tells, and 1 in 1000 is told in another form after.
        User.objects.update(date_joined=clock.now())
        with translation.override("kk"):
            natural = dump(use_natural_primary_keys=True)
        made = Dumped(rows(), dump(), natural)
        transaction.set_rollback(True)
    assert not Release.objects.exists() and not User.objects.exists() and not Group.objects.exists()
    return made


def a_bit_of_everything():
    """What can lie in a newsroom: files, redirects, statements, proposals, a redaction, a reinstatement."""
    call_command("loaddata", *FILES, verbosity=0)
    photo = {"photo": factories.photo(), "alt": "A canal", "caption": "Қызылсу каналы", "focal_x": 20}
    attachment = {"attachment": factories.attachment(), "title": "Decree"}
    themes = list(Theme.objects.all()[:3])
    edition = factories.live(language="kk", photos=[photo], attachments=[attachment], themes=themes)
    factories.corrected(edition, title="«Түзетілді» — “so” 🐎")
    workflow.amend(edition.release, factories.user("publisher"), slug="moved", reason="A typing error.")
    factories.reinstated(factories.withdrawn())
    factories.redacted()
    factories.bundle(factories.draft(), factories.draft(language="ru"))
    factories.scheduled()
    workflow.publish_without_review(*_alone(), reason="Nobody else is here.")
    speaker = Person.objects.get(slug="saule-ormanova")
    factories.statement(factories.live(), "According to him", speaker=speaker, themes=themes)
    factories.left_at_the_desk(factories.draft(links=[{"url": "https://example.org/v", "title": "Recording"}]))
    factories.pattern().themes.set(themes)
    factories.standing_text()
    ImportSource.objects.create(release=edition.release, language="kk", path="қ/a.txt", sha256="0" * 64)
    child = Theme(slug="rivers", name="Rivers", parent=Theme.objects.get(slug="water"))
    child.save()
    # A parent with a later number than its child: the dump names it before it is there.
    Theme.objects.filter(slug="water").update(parent=factories.theme("resources"))


def _alone():
    draft = factories.draft()
    return draft, factories.user("publisher"), draft.content_hash()


def the_demo():
    a_bit_of_everything()
    make_accounts()
    call_command("loaddata", RELEASES, verbosity=0)


def models():
    """Every model whose rows are ours, the tables of many-to-many relations among them, and the groups."""
    return [*apps.get_app_config("speeches").get_models(include_auto_created=True), Group]


def rows():
    """table -> sorted rows as the database has them; without the numbers of rows that nothing refers to.

    Permissions are Django's own, numbered by `migrate`: of them, and of accounts, the names are compared.
    """
    found = {
        "permissions": sorted(Group.objects.values_list("name", "permissions__codename")),
        "accounts": sorted(User.objects.values_list("pk", "username", "password", "groups__name")),
    }
    with connection.cursor() as cursor:
        for model in models():
            columns = [field.column for field in model._meta.concrete_fields]
            if model._meta.auto_created or model in (Shingle, IndexedName):
                columns.remove("id")
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f"SELECT {names} FROM {model._meta.db_table}")
            found[model._meta.db_table] = sorted(map(repr, cursor.fetchall()))
    return found


def dump(**options):
    out = StringIO()
    call_command("dumpdata", exclude=LEFT_OUT, use_natural_foreign_keys=True, indent=1, stdout=out, **options)
    return out.getvalue()


def load(text, tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(text, encoding="utf-8")
    Group.objects.all().delete()
    call_command("loaddata", str(path), verbosity=0)


def test_every_row_comes_back(tmp_path):
    made = dumped(a_bit_of_everything)
    assert all(made.rows[model._meta.db_table] for model in models()), "no table is compared empty"
    load(made.text, tmp_path)
    assert rows() == made.rows
    assert guards.missing() == []
    load(made.text, tmp_path)
    assert rows() == made.rows, "loading once more changes nothing"


def test_what_comes_back_is_guarded_and_can_be_worked_on(tmp_path):
    load(dumped(a_bit_of_everything).text, tmp_path)
    edition = Edition.objects.live().get(edition_photos__isnull=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="Forged")
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.edition_themes.all().delete()
    for seal in Seal.objects.select_related("edition__release"):
        assert seal.edition.redacted_at or seal.edition.content_hash() == seal.sha256
    draft = factories.next_draft(edition)
    assert draft.pk > edition.pk and list(draft.themes.all()) == list(edition.themes.all())


def test_natural_keys_alone_are_enough_whatever_language_is_active(tmp_path):
    made = dumped(a_bit_of_everything)
    assert all("pk" not in row for row in json.loads(made.natural) if row["model"].startswith("speeches."))
    with translation.override("ru"):
        load(made.natural, tmp_path)
    assert by_key(dump()) == by_key(made.text)


def by_key(text):
    """The rows of a dump without their numbers, in an order that does not follow these."""
    rows = ({"model": row["model"], "fields": row["fields"]} for row in json.loads(text))
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def test_a_fixture_with_a_gap_in_its_rules_is_refused(tmp_path):
    """A showing of an edition without seal: the guards are on while a fixture loads."""
    rows = [row for row in json.loads(dumped(a_bit_of_everything).text) if row["model"] != "speeches.seal"]
    with pytest.raises(IntegrityError, match="only a sealed edition is shown"), transaction.atomic():
        load(json.dumps(rows), tmp_path)
    assert not Showing.objects.exists()


def elsewhere(tmp_path, *commands):
    """Runs management commands in an SQLite newsroom of its own, in another process."""
    database = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    environment = os.environ | {"DATABASE_URL": database, "DEBUG": "1", "MEDIA_ROOT": str(tmp_path / "media")}
    for command in commands:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.no_cover
def test_the_demo_goes_from_this_database_to_sqlite_and_back(tmp_path):
    made = dumped(the_demo)
    there, back = tmp_path / "there.json", tmp_path / "back.json"
    there.write_text(made.text, encoding="utf-8")
    excluded = [word for name in LEFT_OUT for word in ("--exclude", name)]
    again = ["dumpdata", "--natural-foreign", "--indent", "1", *excluded, "--output", str(back)]
    elsewhere(tmp_path, ["migrate", "-v0"], ["loaddata", str(there), "-v0"], again)
    assert back.read_text(encoding="utf-8") == made.text
    load(back.read_text(encoding="utf-8"), tmp_path)
    assert rows() == made.rows
