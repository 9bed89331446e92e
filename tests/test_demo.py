"""`demo`: what a newcomer gets, once and again."""

import shutil
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from speeches import clock, workflow
from speeches.exchange import public_record
from speeches.management.commands.demo import ACCOUNTS, FIXTURES, PASSWORD
from speeches.models import (
    AuditEntry,
    Bundle,
    Edition,
    Event,
    Person,
    Photo,
    Release,
    Rendition,
    Theme,
    Thread,
)
from speeches.states import Standing
from tests.demo import demo, small


@pytest.fixture
def dev(monkeypatch):
    small(monkeypatch)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for this module, in a transaction that is rolled back after it: (what it said, files)."""
    files = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            small(patch)
            patch.setattr("django.conf.settings.MEDIA_ROOT", files)
            told = demo()
        yield told, files
        transaction.set_rollback(True)


@pytest.fixture
def first(loaded, db, dev, media):
    """What the demo said when it was loaded, for one test that has it as it was then."""
    told, files = loaded
    shutil.copytree(files, media)
    return told


@pytest.mark.once
def test_accounts_can_sign_in_with_the_printed_password(first, rf):
    assert PASSWORD in first
    for name in ACCOUNTS:
        assert name in first
        account = authenticate(rf.post("/admin/login/"), username=name, password=PASSWORD)
        assert account and account.is_staff


@pytest.mark.once
def test_each_account_has_the_rights_of_its_role(first):
    may = {name: User.objects.get(username=name).has_perm for name in ACCOUNTS}
    assert may["writer"]("speeches.write_edition") and not may["writer"]("speeches.review_edition")
    assert may["reviewer"]("speeches.review_edition") and not may["reviewer"]("speeches.write_edition")
    assert may["publisher"]("speeches.publish_edition") and not may["publisher"]("speeches.redact_edition")
    assert may["admin"]("speeches.redact_edition")


@pytest.mark.once
def test_again_it_keeps_what_was_changed(first):
    Person.objects.filter(slug="saule-ormanova").update(name_en="S. Ormanova")
    writer = User.objects.get(username="writer")
    writer.set_password("my own")
    writer.save()
    told = demo()
    assert Person.objects.get(slug="saule-ormanova").name_en == "S. Ormanova"
    assert User.objects.get(username="writer").check_password("my own")
    assert "password was changed" in told
    assert Theme.objects.count() == 20


def test_the_site_is_full_and_the_seed_is_there(first, client):
    assert Edition.objects.live().count() == 48
    seed = Release.objects.get(source__path="000_0f3ce302d9e1b6eb.txt")
    assert client.get(seed.get_absolute_url()).status_code == 200


@pytest.mark.once
def test_a_day_of_work_lies_on_the_desk_once(first):
    assert "laid out" in first
    bundle = Bundle.objects.get(title="Law on Steppe Rivers")
    assert {edition.standing() for edition in bundle.editions.all()} == {Standing.SCHEDULED}
    assert [stale.edition.language for stale in workflow.stale_translations()] == ["ru"]
    assert Thread.objects.filter(resolved_at=None).count() == 2
    ahead = Event.objects.live().ahead(clock.now().date())
    assert [event.slug.split("-")[0] for event in ahead] == ["working", "xv"]
    assert all(AuditEntry.objects.filter(verb="add_record", subject_key=event.slug).exists() for event in ahead)
    assert "laid out" not in demo() and Bundle.objects.filter(title=bundle.title).count() == 1


@pytest.mark.once
def test_photos_can_be_seen_and_come_back_when_their_files_are_lost(first, client, media):
    assert Photo.objects.count() == len(list((FIXTURES / "media").glob("*.jpg")))
    assert set(Photo.objects.live()) == set(Photo.objects.all())
    for rendition in Rendition.objects.all():
        assert client.get(rendition.get_absolute_url()).status_code == 200, rendition
    assert list(public_record.verify_database()) == []
    shutil.rmtree(media)
    told = demo()
    assert "files stored" in told and Rendition.objects.count() == 2 * Photo.objects.count()
    assert list(public_record.verify_database()) == []
    assert "files stored" not in demo()


@pytest.mark.parametrize(("folder", "files"), [("seeds", 1), ("tests/corpus", 36)])
def test_importing_what_the_demo_was_made_of_changes_nothing(first, settings, folder, files):
    before, out = AuditEntry.objects.count(), StringIO()
    call_command("import_releases", str(settings.BASE_DIR / folder), "--as", "published", stdout=out)
    assert f" 0 created, {files} unchanged, 0 changed, 0 failed" in out.getvalue()
    assert AuditEntry.objects.count() == before


@pytest.mark.once
def test_a_deleted_row_of_the_demo_does_not_come_back(first):
    Event.objects.get(slug="tenth-meeting-of-the-national-dialogue-forum").delete()
    demo()
    assert not Event.objects.filter(slug="tenth-meeting-of-the-national-dialogue-forum").exists()
