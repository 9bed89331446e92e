"""The guards themselves: lifted and put back, through failures, migrations, `flush` and fixtures."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection
from django.db.migrations import Migration

from speeches import guards, workflow
from speeches.models import AuditEntry, Edition, IndexedText, Seal, Shingle
from tests import factories
from tests.checks import everything
from tests.guarded import POSTGRESQL, SQLITE, full_edition, guarded, on_postgresql, on_sqlite, run

pytestmark = pytest.mark.django_db


def test_all_guards_are_there():
    assert guards.missing() == []


def test_lifted_is_the_only_way_and_ends_with_its_block():
    sealed = full_edition()
    with guards.lifted():
        Edition.objects.filter(pk=sealed.pk).update(title="Other")
    assert Edition.objects.get(pk=sealed.pk).title == "Other"
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_guards_are_back_after_a_failure():
    sealed = full_edition()
    with pytest.raises(RuntimeError), guards.lifted():
        Edition.objects.filter(pk=sealed.pk).update(title="Other")
        raise RuntimeError
    assert Edition.objects.get(pk=sealed.pk).title == sealed.title
    assert guards.missing() == []
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_guards_are_back_after_a_failure_of_the_database():
    sealed = full_edition()
    with pytest.raises(IntegrityError), guards.lifted():
        AuditEntry.objects.create(pk=AuditEntry.objects.first().pk, actor="x", verb="x", subject_key="x")
    assert guards.missing() == []
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_missing_tells_what_is_gone_and_what_is_another():
    full_edition()
    guard = next(guard for guard in guards.GUARDS if guard.table == "speeches_seal" and guard.operation == "DELETE")
    run(f"DROP TRIGGER {guard.name}" + (" ON speeches_seal" if POSTGRESQL else ""))
    assert guards.missing() == [guard.name]
    if SQLITE:
        run(f"CREATE TRIGGER {guard.name} BEFORE DELETE ON speeches_seal WHEN 1 = 0 BEGIN SELECT 1; END")
        assert guards.missing() == [guard.name]
    guards.install()
    assert guards.missing() == []
    with guarded():
        Seal.objects.all().delete()


@on_postgresql
def test_missing_tells_what_is_disabled_or_empty():
    full_edition()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE speeches_seal DISABLE TRIGGER ALL")
    assert set(guards.missing()) == {guard.name for guard in guards.GUARDS if guard.table == "speeches_seal"} | {
        "guard_truncate_speeches_seal"
    }
    guards.install()
    assert guards.missing() == []
    run(
        "CREATE OR REPLACE FUNCTION guard_seal_kept_delete() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN OLD; END $$"
    )
    assert guards.missing() == ["guard_seal_kept_delete"]
    guards.install()
    assert guards.missing() == []


def test_a_guard_of_an_older_version_is_taken_away():
    full_edition()
    table, name = "speeches_event", "guard_event_old_delete"
    if SQLITE:
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'old'); END")
    else:
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_seal_kept_delete()")
    factories.event()
    guards.install()
    assert run(f"DELETE FROM {table}") == 1


def test_migrate_with_nothing_to_do_never_lifts_them():
    full_edition()
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=[])
    assert guards.missing() == []
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


def test_migrate_takes_them_away_where_it_must_and_puts_them_back():
    """SQLite changes a table by building another; PostgreSQL need not be without guards for an instant."""
    plan = [(Migration("0002_other", "speeches"), False)]
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=plan, apps=apps)
    assert len(guards.missing()) == (0 if POSTGRESQL else len(guards.GUARDS))
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert guards.missing() == []


def test_nothing_is_installed_before_the_tables_exist(monkeypatch):
    monkeypatch.setattr(guards, "TABLES", (*guards.TABLES, "speeches_not_yet"))
    guards.remove()
    guards.install()
    assert guards.missing()
    monkeypatch.undo()
    guards.install()
    assert guards.missing() == []


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_gets_them_back():
    """SQLite changes a table by building another; its triggers are gone then."""
    guards.remove()
    with connection.schema_editor() as editor:
        editor._remake_table(Seal)
    assert guards.missing()
    call_command("migrate", verbosity=0)
    assert guards.missing() == []
    edition = factories.live()
    with guarded():
        Seal.objects.filter(edition=edition).update(sha256="0" * 64)


# flush, fixtures, tests


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_database_and_leaves_the_guards():
    full_edition()
    call_command("flush", interactive=False, verbosity=0)
    assert not any(everything().values())
    assert guards.missing() == []
    edition = full_edition()
    with guarded():
        Edition.objects.filter(pk=edition.pk).update(title="Other")


@pytest.mark.django_db(transaction=True)
def test_a_fixture_of_sealed_editions_comes_back_row_for_row(tmp_path):
    edition = full_edition()
    factories.corrected(edition)
    workflow.withdraw(factories.live(), factories.user("publisher"), reason="Sent by mistake.")
    factories.redacted()
    indexes = ("Shingle", "IndexedText", "IndexedStatement", "IndexedName")  # made again by what is loaded

    def record():
        return {name: rows for name, rows in everything().items() if name not in indexes}

    before, path = record(), tmp_path / "all.json"
    whole = ["auth.group", "auth.user", "speeches"]
    left_out = [f"speeches.{name.lower()}" for name in indexes]
    call_command("dumpdata", *whole, exclude=left_out, natural_foreign=True, output=str(path), verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", str(path), verbosity=0)
    assert record() == before
    assert Shingle.objects.exists()
    assert IndexedText.objects.count() == Seal.objects.filter(edition__redacted_at=None).count()
    call_command("loaddata", str(path), verbosity=0)  # once more changes nothing
    assert record() == before
    with guarded():
        Edition.objects.filter(pk=edition.pk).update(title="Other")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_with_real_transactions_begin_empty(turn):
    """What TransactionTestCase does between tests passes through our `flush`."""
    assert not Edition.objects.exists()
    full_edition()


def test_every_table_with_guards_belongs_to_a_model():
    tables = {model._meta.db_table for model in apps.get_app_config("speeches").get_models()}
    assert set(guards.TABLES) <= tables
    assert len({guard.name for guard in guards.GUARDS}) == len(guards.GUARDS)
    assert all(len(guard.name) <= 63 and re.fullmatch(r"[a-z_]+", guard.name) for guard in guards.GUARDS)
