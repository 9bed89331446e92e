"""`demo`: what a newcomer gets, once and again."""

import json
import shutil
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from speeches import clock, images, workflow
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
    StatementVersion,
    Theme,
    Thread,
)
from speeches.states import Standing
from tests import factories


@pytest.fixture
def dev(settings, monkeypatch):
    """One's own machine; photos in one small size, so that a test takes no seconds over them."""
    settings.DEBUG = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(images, "WIDTHS", (320,))
    monkeypatch.setattr(images, "PRESS", 320)
    monkeypatch.setattr(images, "FORMATS", ("webp", "jpeg"))


def demo():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.once
def test_accounts_can_sign_in_with_the_printed_password(dev, rf):
    told = demo()
    assert PASSWORD in told
    for name in ACCOUNTS:
        assert name in told
        account = authenticate(rf.post("/admin/login/"), username=name, password=PASSWORD)
        assert account and account.is_staff


@pytest.mark.django_db
@pytest.mark.once
def test_each_account_has_the_rights_of_its_role(dev):
    demo()
    may = {name: User.objects.get(username=name).has_perm for name in ACCOUNTS}
    assert may["writer"]("speeches.write_edition") and not may["writer"]("speeches.review_edition")
    assert may["reviewer"]("speeches.review_edition") and not may["reviewer"]("speeches.write_edition")
    assert may["publisher"]("speeches.publish_edition") and not may["publisher"]("speeches.redact_edition")
    assert may["admin"]("speeches.redact_edition")


@pytest.mark.django_db
@pytest.mark.once
def test_again_it_keeps_what_was_changed(dev):
    demo()
    Person.objects.filter(slug="saule-ormanova").update(name_en="S. Ormanova")
    writer = User.objects.get(username="writer")
    writer.set_password("my own")
    writer.save()
    told = demo()
    assert Person.objects.get(slug="saule-ormanova").name_en == "S. Ormanova"
    assert User.objects.get(username="writer").check_password("my own")
    assert "password was changed" in told
    assert Theme.objects.count() == 20


@pytest.mark.django_db
def test_refused_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        demo()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_site_is_full_and_the_seed_is_there(dev, client):
    demo()
    assert Edition.objects.live().count() == 42
    seed = Release.objects.get(source__path="000_0f3ce302d9e1b6eb.txt")
    assert client.get(seed.get_absolute_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.once
def test_a_day_of_work_lies_on_the_desk_once(dev):
    assert "laid out" in demo()
    bundle = Bundle.objects.get(title="Law on Steppe Rivers")
    assert {edition.standing() for edition in bundle.editions.all()} == {Standing.SCHEDULED}
    assert [stale.edition.language for stale in workflow.stale_translations()] == ["ru"]
    assert Thread.objects.filter(resolved_at=None).count() == 2
    ahead = Event.objects.live().ahead(clock.now().date())
    assert [event.slug.split("-")[0] for event in ahead] == ["working", "xv"]
    assert all(AuditEntry.objects.filter(verb="add_record", subject_key=event.slug).exists() for event in ahead)
    assert "laid out" not in demo() and Bundle.objects.filter(title=bundle.title).count() == 1


@pytest.mark.django_db
@pytest.mark.once
def test_photos_can_be_seen_and_come_back_when_their_files_are_lost(dev, client, media):
    demo()
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


@pytest.mark.django_db
@pytest.mark.parametrize(("folder", "files"), [("seeds", 1), ("tests/corpus", 36)])
def test_importing_what_the_demo_was_made_of_changes_nothing(dev, settings, folder, files):
    demo()
    before, out = AuditEntry.objects.count(), StringIO()
    call_command("import_releases", str(settings.BASE_DIR / folder), "--as", "published", stdout=out)
    assert f" 0 created, {files} unchanged, 0 changed, 0 failed" in out.getvalue()
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_a_newsroom_in_use_keeps_its_own_and_nothing_is_half_loaded(dev):
    """A release of the newsroom's own stands at an address of the demo."""
    seed = json.loads((FIXTURES / "releases.json").read_text(encoding="utf-8"))
    fields = next(row["fields"] for row in seed if row["model"] == "speeches.release")
    factories.live(slug=fields["slug"], language=fields["language"], published_at=fields["published_at"])
    with pytest.raises(CommandError, match="load it into an empty one"):
        demo()
    assert Release.objects.count() == 1 and not Theme.objects.exists() and not User.objects.filter(username="admin")


@pytest.mark.django_db
@pytest.mark.once
def test_a_deleted_row_of_the_demo_does_not_come_back(dev):
    demo()
    Event.objects.get(slug="tenth-meeting-of-the-national-dialogue-forum").delete()
    demo()
    assert not Event.objects.filter(slug="tenth-meeting-of-the-national-dialogue-forum").exists()


@pytest.mark.django_db
@pytest.mark.once
def test_a_vocabulary_of_ones_own_is_kept_and_completed(dev):
    factories.theme("water", name="Water and rivers")
    demo()
    assert Theme.objects.get(slug="water").name == "Water and rivers"
    assert Theme.objects.count() == 20


@pytest.mark.django_db
@pytest.mark.once
def test_a_new_seed_gets_its_statements_by_two_people_once(dev, tmp_path, monkeypatch):
    seed = tmp_path / "seeds" / "canal.txt"
    seed.parent.mkdir()
    said = "President Aidar Bekmuratov noted that the canal reaches every village."
    seed.write_text(f"The canal is filled\n\n27 April 2023\n\n{said}\n", encoding="utf-8")
    monkeypatch.setattr("speeches.management.commands.demo.SEEDS", seed.parent)
    for _time in range(2):
        demo()
        version = StatementVersion.objects.get(edition__title="The canal is filled")
        assert (version.status, version.proposed_by.username, version.decided_by.username) == (
            "accepted",
            "writer",
            "reviewer",
        )
