"""Releases out as a fixture, an empty newsroom, and in again: the same public site, byte for byte."""

import shutil
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import translation

from speeches import guards, images, workflow
from speeches.exchange import public_record
from speeches.management.commands.demo import store_media
from speeches.models import Edition, Event, Message, Person, Release, Rendition, Theme, Thread
from tests import factories
from tests.pages import Links
from tests.public import body_of, everything_live
from tests.test_export_texts import the_demo

pytestmark = pytest.mark.django_db
LATER = "2026-12-01T09:00:00Z"


def export(folder, *arguments):
    out = StringIO()
    call_command("export_releases", str(folder), "--as", "fixture", *arguments, stdout=out)
    return out.getvalue()


def load(folder, media):
    call_command("loaddata", str(folder / "releases.json"), verbosity=0)
    if (folder / "media").exists():
        shutil.copytree(folder / "media", media, dirs_exist_ok=True)


def site(most):
    """{path: (status, validators, bytes)} of at most so many pages and files of the site, and of all its photos."""
    client, found = Client(), {}
    photos = [one.get_absolute_url() for one in Rendition.objects.select_related("photo").order_by("sha256")]
    waiting = [f"/{code}/" for code in ("en", "ru", "kk")]
    waiting += [f"/en/data/{name}-2023.{end}" for name in ("releases", "statements") for end in ("csv", "jsonl")]
    waiting += photos
    seen, most = set(waiting), most + len(photos)
    while waiting and len(found) < most:
        path = waiting.pop(0)
        answer = client.get(path)
        body = body_of(answer)
        found[path] = (answer.status_code, answer.headers.get("ETag"), answer.headers.get("Location"), body)
        links = Links(body.decode()).found if answer.headers["Content-Type"].startswith("text/html") else ()
        for link in links:
            target = urlsplit(urljoin(f"http://testserver{path}", link))
            wanted = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == "testserver" and not wanted.startswith(("/static/", "/admin/")) and wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
    return found


def accounts():
    for name in ("writer", "reviewer", "publisher", "administrator"):
        factories.user(name)
    factories.user("publisher", "publisher2")


@pytest.mark.once
def test_the_public_site_comes_back_byte_for_byte(tmp_path, media, monkeypatch):
    monkeypatch.setattr(images, "WIDTHS", (320,))
    monkeypatch.setattr(images, "PRESS", 320)
    monkeypatch.setattr(images, "FORMATS", ("webp", "jpeg"))
    with time_machine.travel(LATER, tick=False) as traveller:
        with transaction.atomic():
            the_demo()
            store_media()
            with translation.override("en"):
                edition = everything_live(links=[{"url": "https://example.org/v", "title": "Video"}])
            traveller.shift(60)
            factories.corrected(edition)
            taken_back = factories.live()
            traveller.shift(60)
            workflow.withdraw(taken_back, factories.user("publisher"), reason="A mistake.")
            traveller.shift(60)
            factories.reinstated(taken_back)
            factories.scheduled()
            traveller.shift(3600 * 24)
            before = site(240)
            export(tmp_path / "out", "--vocabulary")
            transaction.set_rollback(True)
        shutil.rmtree(media, ignore_errors=True)
        assert not Release.objects.exists() and not Theme.objects.exists()
        accounts()
        load(tmp_path / "out", media)
        after = site(240)
    assert len(before) >= 200
    assert sum(status == 200 for status, *_rest in before.values()) >= 200
    assert any(path.startswith("/photos/") for path in before)
    assert [path for path in before if after.get(path) != before[path]] == []
    assert after.keys() == before.keys()
    assert guards.missing() == [] and list(public_record.verify_database()) == []


def test_a_selection_brings_what_it_names_and_nothing_else(tmp_path):
    with transaction.atomic():
        wider = factories.theme("nature")
        theme = factories.theme("canals", parent=wider)
        wanted = everything_live(1, themes=[theme])
        everything_live(2)
        told = export(tmp_path / "out", "--ids", wanted.release.public_id)
        address = wanted.release.get_absolute_url()
        transaction.set_rollback(True)
    assert "Accounts that must exist where it is loaded: reviewer, writer" in told
    accounts()
    load(tmp_path / "out", tmp_path / "media")
    assert Release.objects.get().get_absolute_url() == address
    assert set(Theme.objects.values_list("slug", flat=True)) == {"nature", "canals", "said-1"}
    assert Event.objects.get().slug == "event-1" and Person.objects.get().slug == "person-1"
    assert Edition.objects.live().get().content_hash() == Edition.objects.get().seal.sha256


def test_what_the_desk_keeps_beside_the_texts_stays_there(tmp_path):
    with transaction.atomic():
        factories.left_at_the_desk(factories.draft(), word="Zhanar")
        export(tmp_path / "out")
        transaction.set_rollback(True)
    assert "Zhanar" not in (tmp_path / "out" / "releases.json").read_text(encoding="utf-8")
    accounts()
    load(tmp_path / "out", tmp_path / "media")
    assert not Thread.objects.exists() and not Message.objects.exists()


def test_it_is_loaded_beside_what_is_there_and_twice_changes_nothing(tmp_path):
    with transaction.atomic():
        everything_live(1)
        export(tmp_path / "out")
        transaction.set_rollback(True)
    accounts()
    other = factories.live()
    load(tmp_path / "out", tmp_path / "media")
    load(tmp_path / "out", tmp_path / "media")
    assert Release.objects.count() == 2 and Edition.objects.live().filter(pk=other.pk).exists()


def test_without_the_accounts_nothing_is_loaded(tmp_path):
    with transaction.atomic():
        everything_live(1)
        export(tmp_path / "out")
        transaction.set_rollback(True)
    for there, missing in (((), "reviewer, writer"), (("writer",), "reviewer")):
        for name in there:
            factories.user(name)
        with pytest.raises(CommandError, match=rf"accounts are named that are not here: {missing}\.\nMake an account"):
            load(tmp_path / "out", tmp_path / "media")
        assert not Release.objects.exists() and not Theme.objects.exists()
    User.objects.create_user("reviewer", is_active=False)
    load(tmp_path / "out", tmp_path / "media")
    assert Release.objects.count() == 1


def test_a_file_that_is_gone_is_told(tmp_path, media):
    everything_live(1)
    shutil.rmtree(media)
    with pytest.raises(CommandError, match="No such file"):
        export(tmp_path / "out")
