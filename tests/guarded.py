"""What tests of the guards share: a full edition, SQL written by hand, and a block that a guard must stop."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, models, transaction

from speeches import guards
from tests import factories
from tests.checks import everything

SQLITE, POSTGRESQL = connection.vendor == "sqlite", connection.vendor == "postgresql"
on_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own SQL")
on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="PostgreSQL's own SQL")
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


def stored(field, value):
    """`value` as the database takes it from hand-written SQL."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def columns(model, *without):
    return [field for field in model._meta.concrete_fields if field.name not in without]


def copied(model, pk, **changes):
    """SQL and values of an INSERT that copies a row: a new id, and the columns given in `changes`."""
    fields = columns(model, "id")
    names = ", ".join(field.column for field in fields)
    taken = ", ".join("%s" if field.attname in changes else field.column for field in fields)
    table = model._meta.db_table
    values = [stored(field, changes[field.attname]) for field in fields if field.attname in changes]
    return f"INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE id = %s", [*values, pk]
