"""Triggers that keep what was approved: sealed editions, seals, showings, stored files and the audit trail.

They hold against raw SQL too, on SQLite and PostgreSQL alike, and fail as django.db.IntegrityError. With `search`
this is the only module that knows which database it is. They are installed after each `migrate` (SQLite drops the
triggers of a table that a migration rebuilds) and lifted in one place, `lifted()`, for `flush` and `redact`.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction

from .models import (
    Attachment,
    AuditEntry,
    Contributor,
    Edition,
    EditionAttachment,
    EditionLink,
    EditionPhoto,
    EditionTheme,
    Photo,
    Release,
    Rendition,
    Seal,
    Showing,
    Theme,
)

_EDITION, _RELEASE = Edition._meta.db_table, Release._meta.db_table
_SEAL, _SHOWING = Seal._meta.db_table, Showing._meta.db_table
_PARTS = {EditionTheme: "content_object_id", EditionPhoto: "edition_id", EditionAttachment: "edition_id"}
_PARTS |= {EditionLink: "edition_id", Contributor: "edition_id"}


@dataclass(frozen=True)
class Guard:
    """A refusal: `operation` on `table` is refused with `message` where `condition` (SQL over OLD and NEW) holds.

    `lock` is SQL that PostgreSQL runs first, so that the condition is asked after every rival has committed.
    """

    table: str
    operation: str
    condition: str
    message: str
    label: str = "kept"
    lock: str = ""

    @property
    def name(self):
        return f"guard_{self.table.removeprefix('speeches_')}_{self.label}_{self.operation.lower()}"


def _differs(model, *without):
    """SQL: some column of `model` except `without` changes. `<>!` is replaced by each database's null-safe unequal."""
    columns = [field.column for field in model._meta.concrete_fields if field.column not in without]
    return " OR ".join(f'OLD."{column}" <>! NEW."{column}"' for column in columns)


def _sealed(edition):
    return f"EXISTS (SELECT 1 FROM {_SEAL} s WHERE s.edition_id = {edition})"


def _replaces(model, *unique, where=""):
    """SQL: a row of `model` with the id or another `unique` column of NEW is there already (INSERT OR REPLACE)."""
    same = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", *(unique or ("public_id",))))
    return f"EXISTS (SELECT 1 FROM {model._meta.db_table} o {where and where + ' '}WHERE {same})"


def _renamed(model):
    """A guard against UPDATE OR REPLACE, which would put one row in the place of another."""
    condition = 'OLD."id" <>! NEW."id" OR OLD."public_id" <>! NEW."public_id"'
    return Guard(model._meta.db_table, "UPDATE", condition, "the id of a row never changes", "named")


def _edition_guards():
    closed = "the edition is sealed: start a new edition instead"
    # INSERT OR REPLACE deletes without asking a DELETE trigger: hence the guards on INSERT.
    replaced = _replaces(Edition, where=f"JOIN {_SEAL} s ON s.edition_id = o.id")
    yield Guard(_EDITION, "INSERT", f"{_sealed('NEW.id')} OR {replaced}", closed)
    yield Guard(_EDITION, "UPDATE", f"{_sealed('OLD.id')} AND ({_differs(Edition, 'state')})", closed)
    yield Guard(_EDITION, "DELETE", _sealed("OLD.id"), closed)
    moved = "NEW.state <> OLD.state AND NOT (OLD.state = 'approved' AND NEW.state = 'discarded')"
    message = "a sealed edition is approved or discarded, and never becomes a draft again"
    yield Guard(_EDITION, "UPDATE", f"{_sealed('OLD.id')} AND {moved}", message, "state")
    yield _renamed(Edition)
    for model, column in _PARTS.items():
        table = model._meta.db_table
        rival = f"PERFORM 1 FROM {_EDITION} WHERE id IN ({{}}) ORDER BY id FOR KEY SHARE;"
        old, new = f"OLD.{column}", f"NEW.{column}"
        replaced = _replaces(model, where=f"JOIN {_SEAL} s ON s.edition_id = o.{column}")
        changed = f"({_sealed(old)} OR {_sealed(new)}) AND ({_differs(model)})"
        yield Guard(table, "INSERT", f"{_sealed(new)} OR {replaced}", closed, lock=rival.format(new))
        yield Guard(table, "UPDATE", changed, closed, lock=rival.format(f"{old}, {new}"))
        yield Guard(table, "DELETE", _sealed(old), closed, lock=rival.format(old))
        yield _renamed(model)


def _release_guards():
    has_seal = f"EXISTS (SELECT 1 FROM {_EDITION} e JOIN {_SEAL} s ON s.edition_id = e.id WHERE e.release_id = {{}})"
    fixed = " OR ".join(f'OLD."{column}" <>! NEW."{column}"' for column in ("language", "address_date"))
    message = "language and address date of a release are fixed at its first approval"
    yield Guard(_RELEASE, "UPDATE", f"{has_seal.format('OLD.id')} AND ({fixed})", message)
    shown = f"EXISTS (SELECT 1 FROM {_SHOWING} s WHERE s.release_id = OLD.id)"
    moved = f'{shown} AND OLD."published_at" <>! NEW."published_at"'
    yield Guard(_RELEASE, "UPDATE", moved, "the date line stands as long as the release is shown or planned", "dated")
    yield _renamed(Release)
    sealed = "a release with a sealed edition stays"
    where = f"JOIN {_EDITION} e ON e.release_id = o.id JOIN {_SEAL} s ON s.edition_id = e.id"
    yield Guard(_RELEASE, "INSERT", _replaces(Release, where=where), sealed)
    yield Guard(_RELEASE, "DELETE", has_seal.format("OLD.id"), sealed)


def _seal_guards():
    message = "a seal is never changed"
    again = _replaces(Seal, "public_id", "edition_id")
    waits = f"PERFORM 1 FROM {_EDITION} WHERE id = NEW.edition_id FOR UPDATE;"
    yield Guard(_SEAL, "INSERT", again, message, lock=waits)
    approved = f"SELECT 1 FROM {_EDITION} e WHERE e.id = NEW.edition_id AND e.state IN ('approved', 'discarded')"
    yield Guard(_SEAL, "INSERT", f"NOT EXISTS ({approved})", "only an approved edition is sealed", "state")
    yield Guard(_SEAL, "UPDATE", _differs(Seal), message)
    yield Guard(_SEAL, "DELETE", "1 = 1", message)


def _showing_guards():
    rival = f"PERFORM 1 FROM {_RELEASE} WHERE id = NEW.release_id FOR NO KEY UPDATE;"
    overlap = (
        f"EXISTS (SELECT 1 FROM {_SHOWING} o WHERE o.release_id = NEW.release_id AND o.id <> NEW.id"
        " AND (NEW.shown_until IS NULL OR o.shown_from < NEW.shown_until)"
        " AND (o.shown_until IS NULL OR NEW.shown_from < o.shown_until))"
    )
    for operation in ("INSERT", "UPDATE"):
        yield Guard(_SHOWING, operation, overlap, "showings of a release never overlap", "alone", rival)
    unsealed = f"NEW.edition_id IS NOT NULL AND NOT {_sealed('NEW.edition_id')}"
    yield Guard(_SHOWING, "INSERT", unsealed, "only a sealed edition is shown", "sealed")
    own = f"SELECT 1 FROM {_EDITION} e WHERE e.id = NEW.edition_id AND e.release_id = NEW.release_id"
    foreign = f"NEW.edition_id IS NOT NULL AND NOT EXISTS ({own})"
    yield Guard(_SHOWING, "INSERT", foreign, "a release shows only its own editions", "own")
    yield Guard(_SHOWING, "INSERT", _replaces(Showing), "a showing is never replaced")
    moved = f"{_differs(Showing, 'shown_until')} OR (OLD.shown_until <> NEW.shown_until)"
    yield Guard(_SHOWING, "UPDATE", moved, "of a showing only the end may be set or taken back")
    yield Guard(_SHOWING, "DELETE", "OLD.shown_until IS NOT NULL", "a showing that another follows is never deleted")


def _used(model, column, thing):
    """SQL: a sealed edition uses the row `thing`, by `column` of the part `model`."""
    part, edition = model._meta.db_table, _PARTS[model]
    return f"EXISTS (SELECT 1 FROM {part} u JOIN {_SEAL} s ON s.edition_id = u.{edition} WHERE u.{column} = {thing})"


def _used_guards():
    """What a sealed edition names or shows stays, and keeps the name that is sealed."""
    message = "a sealed edition uses it"
    photo, attachment = _used(EditionPhoto, "photo_id", "OLD.id"), _used(EditionAttachment, "attachment_id", "OLD.id")
    theme = _used(EditionTheme, "tag_id", "OLD.id")
    yield Guard(Photo._meta.db_table, "DELETE", photo, message)
    yield Guard(Rendition._meta.db_table, "DELETE", _used(EditionPhoto, "photo_id", "OLD.photo_id"), message)
    yield Guard(Attachment._meta.db_table, "DELETE", attachment, message)
    yield Guard(Theme._meta.db_table, "DELETE", theme, message)
    renamed = f'{theme} AND (OLD."id" <>! NEW."id" OR OLD."slug" <>! NEW."slug")'
    yield Guard(Theme._meta.db_table, "UPDATE", renamed, "the address of a theme is sealed with what carries it")
    same = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", "slug"))
    there = (
        f"EXISTS (SELECT 1 FROM {Theme._meta.db_table} o WHERE ({same}) AND {_used(EditionTheme, 'tag_id', 'o.id')})"
    )
    yield Guard(Theme._meta.db_table, "INSERT", there, message)


def _lasting_guards():
    stored = "a stored file is never changed"
    for model in (Photo, Attachment, Rendition):
        unique = () if model is Rendition else ("public_id", "sha256")
        yield Guard(model._meta.db_table, "INSERT", _replaces(model, *unique), stored)
        yield Guard(model._meta.db_table, "UPDATE", _differs(model), stored)
    table = AuditEntry._meta.db_table
    message = "the audit trail is append-only"
    yield Guard(table, "INSERT", _replaces(AuditEntry, "uid"), message)
    yield Guard(table, "UPDATE", _differs(AuditEntry), message)
    yield Guard(table, "DELETE", "1 = 1", message)


GUARDS = (
    *_edition_guards(),
    *_release_guards(),
    *_seal_guards(),
    *_showing_guards(),
    *_used_guards(),
    *_lasting_guards(),
)
TABLES = tuple(dict.fromkeys(guard.table for guard in GUARDS))


_LIFTED = "newsroom.lifted"
"""PostgreSQL: a setting of one transaction. Dropping triggers would lock every table against all other verbs."""


def _is_postgresql(connection):
    return connection.vendor == "postgresql"


def _sqlite(guard):
    """The trigger as SQLite keeps it in sqlite_master."""
    condition = guard.condition.replace("<>!", "IS NOT")
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql(guard):
    """The body of the trigger's function as PostgreSQL keeps it in pg_proc."""
    condition = guard.condition.replace("<>!", "IS DISTINCT FROM")
    row = "OLD" if guard.operation == "DELETE" else "NEW"
    return (
        f"BEGIN IF current_setting('{_LIFTED}', true) = 'yes' THEN RETURN {row}; END IF; {guard.lock} "
        f"IF {condition} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'restrict_violation'; END IF; "
        f"RETURN {row}; END"
    )


_NO_TRUNCATE = (
    f"BEGIN IF current_setting('{_LIFTED}', true) = 'yes' THEN RETURN NULL; END IF; "
    "RAISE EXCEPTION 'what was approved is never truncated' USING ERRCODE = 'restrict_violation'; END"
)


def _wanted(connection):
    """What the database should have: {name of the trigger: its definition}."""
    if not _is_postgresql(connection):
        return {guard.name: _sqlite(guard) for guard in GUARDS}
    truncating = {f"guard_truncate_{table}": _NO_TRUNCATE for table in TABLES}
    return {guard.name: _postgresql(guard) for guard in GUARDS} | truncating


def _found(connection):
    """What the database has: {name: (table, definition)}; a disabled trigger has no definition."""
    if _is_postgresql(connection):
        query = (
            "SELECT t.tgname, c.relname, CASE WHEN t.tgenabled IN ('O', 'A') THEN p.prosrc ELSE '' END"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard\\_%' AND pg_table_is_visible(c.oid)"
        )
    else:
        query = (
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: (table, definition) for name, table, definition in cursor.fetchall()}


def missing(using="default"):
    """Names of guards that the database should have and has not, or has in another form; [] is as it should be."""
    connection = connections[using]
    found = _found(connection)
    return sorted(
        name for name, definition in _wanted(connection).items() if found.get(name, ("", ""))[1] != definition
    )


def remove(using="default"):
    """Drops all guards, also those of another version of this module."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (table, _definition) in _found(connection).items():
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if _is_postgresql(connection) else ""))


def make_way(using="default"):
    """Lets migrations change tables: SQLite rebuilds a table, which triggers that name it would stop."""
    if not _is_postgresql(connections[using]):
        remove(using)


def _create(connection):
    with connection.cursor() as cursor:
        if not _is_postgresql(connection):
            for definition in _wanted(connection).values():
                cursor.execute(definition)
            return
        body = "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $${}$$"
        for guard in GUARDS:
            cursor.execute(body.format(guard.name, _postgresql(guard)))
            cursor.execute(
                f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
            )
        cursor.execute(body.format("guard_truncate", _NO_TRUNCATE))
        for table in TABLES:
            cursor.execute(
                f"CREATE TRIGGER guard_truncate_{table} BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
            )


def install(using="default"):
    """Puts all guards in place where one is missing or another. Does nothing before the tables exist."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if not set(TABLES) <= set(connection.introspection.table_names(cursor)):
            return
        if missing(using) or set(_found(connection)) - set(_wanted(connection)):
            remove(using)
            _create(connection)


@contextmanager
def lifted(using="default"):
    """One transaction without guards; they hold again when it ends, however it ends. Not to be nested."""
    connection = connections[using]
    with transaction.atomic(using=using):
        _lift(connection, "yes")
        yield
        _lift(connection, "no")


def _lift(connection, answer):
    if _is_postgresql(connection):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [_LIFTED, answer])
    elif answer == "yes":
        remove(connection.alias)
    else:
        install(connection.alias)
