"""The one bulk door: archives of what was public already."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from speeches import clock, workflow
from speeches.models import AuditEntry, Edition, ImportSource
from speeches.states import Standing
from tests import factories
from tests.checks import audited, refused

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2023, 4, 27, 5, 0, tzinfo=UTC)


def imported(actor="import_releases", **fields):
    content = {"title": fields.pop("title", "Rain"), "body": fields.pop("body", "<p>It rained.</p>")}
    content |= {name: fields.pop(name) for name in ("themes", "photos") if name in fields}
    fields = {"language": "en", "slug": "rain", "published_at": LONG_AGO} | fields
    return workflow.import_published(actor, content=content, **fields)


def test_an_archive_is_shown_from_the_import_under_its_old_date():
    with time_machine.travel(NOON, tick=False), audited(("import_published", "import_releases", "", "approved")):
        edition = imported(source=("2023/rain.txt", "a" * 64), kind="speech", themes=[factories.theme()])
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.standing() == Standing.LIVE
    assert edition.showings.get().shown_from == NOON
    release = edition.release
    assert (release.published_at, release.address_date, release.kind) == (LONG_AGO, date(2023, 4, 27), "speech")
    assert edition.seal.sha256 == edition.content_hash() and edition.seal.sealed_by is None
    source = ImportSource.objects.get()
    assert (source.release, source.language, source.path, source.sha256) == (release, "en", "2023/rain.txt", "a" * 64)
    entry = AuditEntry.objects.latest("pk")
    assert entry.details == {"source": "2023/rain.txt", "sha256": edition.seal.sha256}


def test_a_person_imports_in_his_own_name():
    admin = factories.user("administrator")
    with audited(("import_published", "administrator", "", "approved")):
        assert imported(admin).created_by == admin
    assert not ImportSource.objects.exists()
    retired = factories.user("administrator", "retired", is_active=False)
    for stranger in (factories.user("publisher"), retired):
        with refused("permission"):
            imported(stranger, slug="snow")


def test_what_is_not_whole_is_not_imported():
    photo = factories.photo()
    for codes, fields in (
        (["title"], {"title": " "}),
        (["body"], {"body": ""}),
        (["slug"], {"slug": ""}),
        (["alt"], {"photos": [{"photo": photo, "alt": ""}]}),
        (["future"], {"published_at": clock.now() + timedelta(hours=1)}),
    ):
        with refused(*codes):
            imported(**fields)


def test_an_address_or_a_group_is_taken_once():
    imported(translation_group="t1")
    with refused("address"):
        imported(translation_group="t2")
    with refused("group"):
        imported(slug="snow", translation_group="t1")


def test_a_file_is_imported_once():
    imported(source=("rain.txt", "a" * 64))
    with refused("source"):
        imported(slug="snow", source=("rain.txt", "b" * 64))
    imported(language="ru", source=("rain.txt", "a" * 64))


def test_a_correction_of_an_imported_release_goes_through_review():
    edition = imported()
    second = factories.corrected(edition)
    assert Edition.objects.live().get() == second
    assert second.release.published_at == LONG_AGO
