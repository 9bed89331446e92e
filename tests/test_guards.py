"""What was approved stays as it is, also against SQL written by hand, on whichever database the suite runs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction

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
    Photo,
    Release,
    Rendition,
    Seal,
    Showing,
    Theme,
)
from speeches.states import State
from tests import factories
from tests.checks import everything
from tests.guarded import columns, copied, full_edition, guarded, on_postgresql, on_sqlite, run, stored

pytestmark = pytest.mark.django_db

PARTS = (EditionTheme, EditionPhoto, EditionAttachment, EditionLink, Contributor)
KEPT = (Edition, *PARTS, Seal, Photo, Attachment, Rendition, AuditEntry)


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
    for until in (ended.shown_until - timedelta(microseconds=1), ended.shown_until + timedelta(hours=1)):
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
