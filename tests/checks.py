"""What tests of the workflow ask of every verb: one audit row for a success, nothing at all for a refusal."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

from speeches.models import AuditEntry
from speeches.workflow import Refused


def everything():
    """All rows of the application, to tell whether anything changed."""
    rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("speeches").get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows[model.__name__] = sorted(map(repr, cursor.fetchall()))
    return rows


@contextmanager
def refused(*codes):
    """The block is refused for exactly these reasons, each says something, and nothing is changed by it."""
    before = everything()
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.codes == list(codes)
    assert all(reason.message for reason in caught.value.reasons)
    assert str(caught.value)
    assert everything() == before


@contextmanager
def audited(*rows):
    """The block writes exactly these audit rows, in this order: each a verb, or (verb, actor, from, to)."""
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    yield
    written = AuditEntry.objects.exclude(pk__in=known).order_by("pk")
    told = [(entry.verb, entry.actor, entry.from_state, entry.to_state) for entry in written]
    assert len(told) == len(rows), told
    assert [one if isinstance(row, tuple) else one[0] for one, row in zip(told, rows, strict=True)] == list(rows)
