"""What was approved stays as it is, also against SQL written by hand, on whichever database the suite runs."""

import re
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration

from speeches import clock, guards, workflow
from speeches.models import (
    Attachment,
    AuditEntry,
    Contributor,
    Edition,
    EditionAttachment,
    EditionLink,
    EditionPhoto,
    EditionTheme,
    IndexedText,
    Photo,
    Release,
    Rendition,
    Seal,
    Shingle,
    Showing,
    Theme,
)
from speeches.states import State
from speeches.workflow import bundles
from tests import factories
from tests.checks import everything

pytestmark = pytest.mark.django_db

SQLITE, POSTGRESQL = connection.vendor == "sqlite", connection.vendor == "postgresql"
on_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own SQL")
on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="PostgreSQL's own SQL")

PARTS = (EditionTheme, EditionPhoto, EditionAttachment, EditionLink, Contributor)
KEPT = (Edition, *PARTS, Seal, Photo, Attachment, Rendition, AuditEntry)
HOUR = timedelta(hours=1)
MESSAGES = {guard.message for guard in guards.GUARDS} | {"what was approved is never truncated"}


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@contextmanager
def guarded():
    """The block is stopped by one of the guards, not by another constraint, and changes nothing."""
    before = everything()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert any(message in str(caught.value) for message in MESSAGES), caught.value
    assert everything() == before


def full_edition(make=factories.live):
    return make(
        themes=[factories.theme()],
        photos=[{"photo": factories.photo(), "alt": "A canal"}],
        attachments=[{"attachment": factories.attachment(), "title": "The decree"}],
        links=[{"url": "https://example.org/recording", "title": "Recording"}],
    )


@pytest.fixture
def sealed():
    """A live edition of everything, corrected once, so that one of its showings has ended."""
    edition = full_edition()
    factories.corrected(edition)
    return edition


@pytest.fixture
def open_one():
    """A draft of everything, of another release."""
    return full_edition(factories.draft)


def row_of(model, edition):
    """The primary key of the row of `model` that belongs to `edition`."""
    if model is Edition:
        return edition.pk
    if model is Release:
        return edition.release_id
    if model in PARTS or model is Seal:
        column = "content_object" if model is EditionTheme else "edition"
        return model.objects.get(**{column: edition}).pk
    if model is Showing:
        return edition.showings.get().pk
    if model is Photo:
        return edition.edition_photos.get().photo_id
    if model is Rendition:
        return edition.edition_photos.get().photo.renditions.get().pk
    if model is Attachment:
        return edition.edition_attachments.get().attachment_id
    return AuditEntry.objects.about(edition).first().pk


def other_value(field, value):
    """Some other value that the column could hold."""
    if isinstance(field, models.DateTimeField):
        return (value or clock.now()) + timedelta(days=1)
    if isinstance(field, models.DateField):
        return date(2001, 1, 1)
    if isinstance(field, models.JSONField):
        return '{"other": 1}'
    if isinstance(field, models.UUIDField):
        return "0" * 32
    if isinstance(field, (models.CharField, models.TextField, models.FileField)):
        return ("y" if f"{value}"[:1] == "x" else "x") + f"{value}"[1:]
    return (value or 0) + 1


def stored(field, value):
    """`value` as the database takes it from hand-written SQL."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def columns(model, *without):
    return [field for field in model._meta.concrete_fields if field.name not in without]


# UPDATE, DELETE, INSERT


@pytest.mark.no_cover
@pytest.mark.parametrize("model", KEPT)
def test_no_column_of_what_was_approved_changes(model, sealed):
    pk = row_of(model, sealed)
    for field in columns(model, "state" if model is Edition else ""):
        value = other_value(field, model._base_manager.values_list(field.attname, flat=True).get(pk=pk))
        with guarded():
            run(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", stored(field, value), pk)


@pytest.mark.no_cover
@pytest.mark.parametrize("model", [Edition, *PARTS, Seal, AuditEntry, Release, Showing])
def test_nothing_that_was_approved_is_deleted(model, sealed):
    with guarded():
        run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row_of(model, sealed))


def copied(model, pk, **changes):
    """SQL and values of an INSERT that copies a row: a new id, and the columns given in `changes`."""
    fields = columns(model, "id")
    names = ", ".join(field.column for field in fields)
    taken = ", ".join("%s" if field.attname in changes else field.column for field in fields)
    table = model._meta.db_table
    values = [stored(field, changes[field.attname]) for field in fields if field.attname in changes]
    return f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE id = %s", [*values, pk]


@pytest.mark.parametrize("model", PARTS)
def test_nothing_is_added_to_a_sealed_edition(model, sealed, open_one):
    column = "content_object_id" if model is EditionTheme else "edition_id"
    sql, values = copied(model, row_of(model, open_one), public_id="other", **{column: sealed.pk})
    with guarded():
        run(sql, *values)


@pytest.mark.parametrize("model", PARTS)
def test_nothing_moves_into_or_out_of_a_sealed_edition(model, sealed, open_one):
    column = "content_object_id" if model is EditionTheme else "edition_id"
    table = model._meta.db_table
    with guarded():
        run(f"UPDATE {table} SET {column} = %s WHERE id = %s", sealed.pk, row_of(model, open_one))
    empty = factories.draft(by=factories.user("writer", "writer9"))
    with guarded():
        run(f"UPDATE {table} SET {column} = %s WHERE id = %s", empty.pk, row_of(model, sealed))


@pytest.mark.parametrize("model", [Edition, *PARTS])
def test_what_is_open_can_be_changed(model, open_one):
    """The guards stop what they should and no more: else every other test here would prove nothing."""
    column = {EditionTheme: "tag_id", EditionPhoto: "alt", EditionAttachment: "title", Contributor: "at"}.get(model)
    column = column or "title"
    pk = row_of(model, open_one)
    assert run(f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE id = %s", pk) == 1
    assert run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk) == 1 if model is not Edition else True


def test_a_write_that_changes_nothing_passes(sealed):
    """Django saves whole rows, and a fixture may be loaded twice."""
    for model in KEPT:
        model._base_manager.get(pk=row_of(model, sealed)).save()


@pytest.mark.parametrize("column", ["id", "public_id", "language", "address_date", "published_at"])
def test_identity_language_and_dates_of_a_release_stand(column, sealed):
    field = Release._meta.get_field(column)
    value = other_value(field, getattr(sealed.release, column))
    with guarded():
        run(f"UPDATE speeches_release SET {column} = %s WHERE id = %s", stored(field, value), sealed.release_id)


def test_what_a_publisher_may_amend_of_a_release_is_free(sealed):
    event = factories.event()
    assert Release.objects.filter(pk=sealed.release_id).update(slug="other", event=event, kind="speech") == 1


@pytest.mark.parametrize("column", [field.name for field in columns(Showing, "shown_until")])
def test_of_a_showing_only_the_end_changes(column, sealed):
    showing = sealed.showings.get()
    field = Showing._meta.get_field(column)
    value = other_value(field, getattr(showing, field.attname))
    with guarded():
        run(f"UPDATE speeches_showing SET {field.column} = %s WHERE id = %s", stored(field, value), showing.pk)


def test_the_end_of_a_showing_is_set_once_and_taken_back_but_never_moved(sealed):
    ended = sealed.showings.get()
    for until in (ended.shown_until - timedelta(microseconds=1), ended.shown_until + HOUR):
        with guarded():
            Showing.objects.filter(pk=ended.pk).update(shown_until=until)
    with guarded():  # its follower stands there
        Showing.objects.filter(pk=ended.pk).update(shown_until=None)


def test_a_sealed_edition_never_becomes_a_draft_again(sealed):
    gone = factories.scheduled()
    workflow.unschedule(gone, factories.user("reviewer"), reason="Not yet.")
    for edition, states in ((sealed, ("draft", "in_review", "nonsense")), (gone, ("draft", "in_review", "approved"))):
        for state in states:
            with guarded():
                run("UPDATE speeches_edition SET state = %s WHERE id = %s", state, edition.pk)


# Seals and showings


def test_only_an_approved_edition_is_sealed_and_only_once(sealed, open_one):
    with guarded():
        Seal.objects.create(edition=open_one, sha256="0" * 64)
    sql, values = copied(Seal, row_of(Seal, sealed), public_id="other")
    with guarded():
        run(sql, *values)


def test_only_a_sealed_edition_of_the_same_release_is_shown(sealed, open_one):
    Edition.objects.filter(pk=open_one.pk).update(state=State.APPROVED)
    with guarded():
        Showing.objects.create(release=open_one.release, edition=open_one, shown_from=clock.now())
    with guarded():
        Showing.objects.create(release=open_one.release, edition=sealed, shown_from=clock.now())


def at(hour):
    return datetime(2026, 5, 4, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        (8, 10, True),
        (8, 11, False),
        (10, 12, False),
        (10, None, False),
        (11, 11.5, False),
        (8, 13, False),
        (8, None, False),
        (11, 13, False),
        (12, 13, True),
        (12, None, True),
        (13, None, True),
    ],
)
def test_showings_of_a_release_never_overlap(begins, ends, free):
    """Beside one that stands from 10 to 12 o'clock, the end not counted."""
    edition = _sealed_but_unshown()
    Showing.objects.create(release=edition.release, edition=edition, shown_from=at(10), shown_until=at(12))
    new = {"release": edition.release, "edition": edition, "shown_from": at(begins)}
    new["shown_until"] = at(int(ends)) + (ends % 1) * HOUR if ends else None
    if free:
        Showing.objects.create(**new)
        return
    with guarded() if begins != 10 else pytest.raises(IntegrityError), transaction.atomic():
        Showing.objects.create(**new)


def _sealed_but_unshown():
    edition = factories.scheduled()
    edition.showings.all().delete()
    return edition


def test_a_longer_end_that_would_overlap_is_refused():
    edition = _sealed_but_unshown()
    first = Showing.objects.create(release=edition.release, edition=edition, shown_from=at(8), shown_until=at(9))
    Showing.objects.create(release=edition.release, edition=edition, shown_from=at(10))
    with guarded():
        Showing.objects.filter(pk=first.pk).update(shown_until=None)


def test_showings_of_other_releases_stand_beside():
    one, two = _sealed_but_unshown(), _sealed_but_unshown()
    for edition in (one, two):
        Showing.objects.create(release=edition.release, edition=edition, shown_from=at(8))


def test_a_release_has_one_open_edition(sealed):
    release = sealed.release
    for first, second in (("draft", "draft"), ("draft", "in_review"), ("in_review", "in_review")):
        with transaction.atomic():
            Edition.objects.create(release=release, state=first)
            with pytest.raises(IntegrityError), transaction.atomic():
                Edition.objects.create(release=release, state=second)
            transaction.set_rollback(True)


# Replacing: SQLite deletes the old row without asking a DELETE trigger, unless recursive_triggers is on


def unique_columns(model):
    return [field for field in columns(model) if field.unique]


@pytest.mark.no_cover
@on_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("model", [*KEPT, Release, Showing])
def test_nothing_is_replaced(model, recursive, sealed):
    run(f"PRAGMA recursive_triggers = {recursive}")
    try:
        pk, table = row_of(model, sealed), model._meta.db_table
        for unique in unique_columns(model):
            fields = columns(model)
            taken = []
            for field in fields:
                if field.unique and field.column != unique.column:
                    taken.append("9999" if field.column.endswith("id") and field.column != "public_id" else "'other'")
                else:
                    taken.append(field.column)
            names = ", ".join(field.column for field in fields)
            select = f"SELECT {', '.join(taken)} FROM {table} WHERE id = %s"
            for insert in ("INSERT OR REPLACE", "REPLACE"):
                with guarded():
                    run(f"{insert} INTO {table} ({names}) {select}", pk)
    finally:
        run("PRAGMA recursive_triggers = ON")


@pytest.mark.no_cover
@on_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("model", [Edition, *PARTS, Release])
def test_no_update_puts_a_row_in_the_place_of_another(model, recursive, sealed, open_one):
    run(f"PRAGMA recursive_triggers = {recursive}")
    try:
        kept, rival, table = row_of(model, sealed), row_of(model, open_one), model._meta.db_table
        for column in ("id", "public_id"):
            with guarded():
                other = f"(SELECT {column} FROM {table} WHERE id = %s)"
                run(f"UPDATE OR REPLACE {table} SET {column} = {other} WHERE id = %s", kept, rival)
    finally:
        run("PRAGMA recursive_triggers = ON")


@pytest.mark.no_cover
@pytest.mark.parametrize("model", [*KEPT, Release, Showing])
def test_an_upsert_changes_nothing(model, sealed):
    """INSERT … ON CONFLICT DO UPDATE, which both databases know."""
    pk, table = row_of(model, sealed), model._meta.db_table
    fields = columns(model)
    names = ", ".join(field.column for field in fields)
    changed = next(field.column for field in fields if isinstance(field, (models.CharField, models.DateTimeField)))
    sql = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = %s ON CONFLICT (id) DO UPDATE SET "
    with guarded():
        run(f"{sql} {changed} = excluded.{changed}", pk)


@on_postgresql
@pytest.mark.parametrize("table", [*guards.TABLES, "speeches_event", "speeches_theme", "auth_user"])
def test_nothing_is_truncated(table, sealed):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    cascades = ("CASCADE",) if table not in guards.TABLES else ("CASCADE", "")
    for cascade in cascades:
        referenced = not cascade and table not in ("speeches_auditentry",)
        before = everything()
        with pytest.raises(Exception, match="never truncated|foreign key") as caught, transaction.atomic():
            run(f"TRUNCATE {table} {cascade}")
        assert referenced or "never truncated" in str(caught.value)
        assert everything() == before


@on_postgresql
def test_all_tables_at_once_are_not_truncated(sealed):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with guarded():
        run(f"TRUNCATE {', '.join(guards.TABLES)} CASCADE")


# Lifting and putting back


def test_all_guards_are_there():
    assert guards.missing() == []


def test_lifted_is_the_only_way_and_ends_with_its_block(sealed):
    with guards.lifted():
        Edition.objects.filter(pk=sealed.pk).update(title="Other")
    assert Edition.objects.get(pk=sealed.pk).title == "Other"
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_guards_are_back_after_a_failure(sealed):
    with pytest.raises(RuntimeError), guards.lifted():
        Edition.objects.filter(pk=sealed.pk).update(title="Other")
        raise RuntimeError
    assert Edition.objects.get(pk=sealed.pk).title == sealed.title
    assert guards.missing() == []
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_guards_are_back_after_a_failure_of_the_database(sealed):
    with pytest.raises(IntegrityError), guards.lifted():
        AuditEntry.objects.create(pk=AuditEntry.objects.first().pk, actor="x", verb="x", subject_key="x")
    assert guards.missing() == []
    with guarded():
        Edition.objects.filter(pk=sealed.pk).update(title="Again")


def test_missing_tells_what_is_gone_and_what_is_another(sealed):
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
def test_missing_tells_what_is_disabled_or_empty(sealed):
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


def test_a_guard_of_an_older_version_is_taken_away(sealed):
    table, name = "speeches_event", "guard_event_old_delete"
    if SQLITE:
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'old'); END")
    else:
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_seal_kept_delete()")
    factories.event()
    guards.install()
    assert run(f"DELETE FROM {table}") == 1


def test_migrate_with_nothing_to_do_never_lifts_them(sealed):
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


# Rivals, in PostgreSQL (SQLite has one writer at a time)


@contextmanager
def rival(sql, *values):
    """Another connection that runs `sql` and commits, in a thread; gives the list of what it raised."""
    import psycopg

    raised, settings = [], connection.get_connection_params()
    settings = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if name in settings}

    def work():
        try:
            with psycopg.connect(**settings) as other:
                other.execute("SET lock_timeout = '10s'")
                other.execute(sql, values)
        except psycopg.Error as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    with transaction.atomic():
        yield thread, raised
    thread.join(15)
    assert not thread.is_alive()


def _waits(thread):
    """The rival has begun and waits for us."""
    thread.start()
    thread.join(0.4)
    assert thread.is_alive()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_transactions_cannot_both_show():
    edition = _sealed_but_unshown()
    sql = (
        "INSERT INTO speeches_showing (public_id, release_id, edition_id, explanation, shown_from, shown_until)"
        " VALUES ('rival', %s, %s, '', %s, %s)"
    )
    with rival(sql, edition.release_id, edition.pk, at(8), at(11)) as (thread, raised):
        Showing.objects.create(release=edition.release, edition=edition, shown_from=at(10))
        _waits(thread)
    assert [type(error).__name__ for error in raised] == ["RestrictViolation"]
    assert Showing.objects.count() == 1


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["insert", "in", "out", "delete", "change"])
def test_nothing_slips_in_while_a_seal_is_being_set(way):
    edition, other = full_edition(factories.draft), full_edition(factories.draft)
    photo = edition.edition_photos.get()
    theirs = other.edition_photos.get()
    sql, values = {
        "insert": copied(EditionPhoto, theirs.pk, public_id="rival", edition_id=edition.pk),
        "in": ("UPDATE speeches_editionphoto SET edition_id = %s WHERE id = %s", [edition.pk, theirs.pk]),
        "out": ("UPDATE speeches_editionphoto SET edition_id = %s WHERE id = %s", [other.pk, photo.pk]),
        "delete": ("DELETE FROM speeches_editionphoto WHERE id = %s", [photo.pk]),
        "change": ("UPDATE speeches_edition SET title = 'Rival' WHERE id = %s", [edition.pk]),
    }[way]
    with rival(sql, *values) as (thread, raised):
        Edition.objects.filter(pk=edition.pk).update(state=State.APPROVED)
        Seal.objects.create(edition=edition, sha256="0" * 64)
        _waits(thread)
    assert [type(error).__name__ for error in raised] == ["RestrictViolation"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_nothing_slips_into_a_bundle_between_hash_and_seal():
    edition, other = full_edition(factories.in_review), full_edition(factories.draft)
    bundle = factories.bundle(edition)
    sql, values = copied(EditionPhoto, other.edition_photos.get().pk, public_id="rival", edition_id=edition.pk)
    with rival(sql, *values) as (thread, raised), bundles._locked_members(bundle):
        _waits(thread)
    assert raised == [] and edition.edition_photos.count() == 2, "nothing was sealed: once free, it goes in"


USED = (Photo, Attachment, Rendition, Theme)


def used(model, edition):
    """The primary key of the row of `model` that `edition` uses."""
    return edition.themes.get().pk if model is Theme else row_of(model, edition)


@pytest.mark.parametrize("model", USED)
def test_what_a_sealed_edition_uses_is_not_deleted(model, sealed):
    with guarded():
        run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", used(model, sealed))


@pytest.mark.parametrize("model", USED)
def test_what_no_sealed_edition_uses_is_deleted(model, open_one):
    key = used(model, open_one)
    for part in (EditionTheme, EditionPhoto, EditionAttachment):
        part.objects.all().delete()
    if model is Photo:
        Rendition.objects.all().delete()
    assert run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", key) == 1


def test_the_address_of_a_theme_is_sealed_and_its_name_is_not(sealed):
    theme, free = sealed.themes.get(), factories.theme("free")
    with guarded():
        Theme.objects.filter(pk=theme.pk).update(slug="another")
    Theme.objects.filter(pk=theme.pk).update(name="Another name", description="More about it.")
    Theme.objects.filter(pk=free.pk).update(slug="freer")
    assert sealed.content_hash() == sealed.seal.sha256


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_lifted_for_one_is_not_lifted_for_another():
    one, two = factories.live(), factories.live()
    sql = "UPDATE speeches_edition SET title = 'Rival' WHERE id = %s"
    with rival(sql, two.pk) as (thread, raised), guards.lifted():
        Edition.objects.filter(pk=one.pk).update(title="Lifted")
        thread.start()
        thread.join(10)
        assert not thread.is_alive(), "lifting locks nobody out"
    assert [type(error).__name__ for error in raised] == ["RestrictViolation"]
    assert Edition.objects.get(pk=two.pk).title == two.title
