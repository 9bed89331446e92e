"""Showings never overlap, and two transactions at once bring nothing past a guard."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from speeches import guards
from speeches.models import Edition, EditionPhoto, Seal, Showing
from speeches.states import State
from speeches.workflow import bundles
from tests import factories
from tests.guarded import copied, full_edition, guarded, on_postgresql

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


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
