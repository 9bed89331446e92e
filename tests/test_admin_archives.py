"""Releases taken out at the desk: who may have what, and that the audit trail tells of it."""

import json
import zipfile
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from speeches.admin import archives
from speeches.models import AuditEntry
from tests import factories
from tests.desk import sign_in

pytestmark = pytest.mark.django_db
LIST, TEXTS, FIXTURE = (
    reverse("admin:speeches_release_changelist"),
    *(reverse("admin:release_archive", args=[form]) for form in ("texts", "fixture")),
)


def names(answer):
    """The names in the ZIP file of an answer, and the file."""
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    archive = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive.namelist(), archive


def test_texts_of_what_is_chosen_or_of_the_whole_search():
    first, second = factories.live(title="Canal"), factories.draft(title="River")
    client = sign_in("writer")
    data = {"action": "texts_many", "_selected_action": [first.release.pk], "index": 0}
    found, archive = names(client.get(client.post(LIST, data).url))
    assert [name.split(".")[-2] for name in found if name.endswith(".txt")] == [first.release.public_id]
    assert archive.read(found[0]).decode().startswith("Canal\n\n")
    across = data | {"select_across": 1}
    found, _archive = names(client.get(client.post(f"{LIST}?q=river", across).url))
    assert [name.split(".")[-2] for name in found if name.endswith(".txt")] == [second.release.public_id]
    entries = AuditEntry.objects.filter(verb="export_texts").order_by("at", "pk")
    assert [(entry.actor, entry.details["releases"]) for entry in entries] == [("writer", 1), ("writer", 1)]
    assert [entry.details["search"] for entry in entries] == ["chosen", "q=river"]


@pytest.mark.parametrize("action", ["export_many", "texts_many", "fixture_many"])
def test_a_choice_of_which_nothing_is_left_in_the_list_takes_out_nothing(action):
    factories.live(title="Canal")
    moved = factories.in_review(title="River")
    client = sign_in("administrator")
    data = {"action": action, "_selected_action": [moved.release.pk], "index": 0}
    for address, key in ((f"{LIST}?standing=draft", moved.release.pk), (LIST, 0)):
        answer = client.post(address, data | {"_selected_action": [key]}, follow=True)
        assert answer.headers["Content-Type"].startswith("text/html"), address
        assert "not in this list any more" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb__startswith="export").exists()


def test_drafts_are_for_those_who_may_read_editions():
    public, hidden = factories.live(), factories.draft()
    client = sign_in("outsider")
    client.user.user_permissions.add(Permission.objects.get(codename="view_release"))
    found, archive = names(client.get(TEXTS))
    assert len(found) == 2 and hidden.release.public_id not in archive.read("report.csv").decode()
    assert public.release.public_id in archive.read("report.csv").decode()
    found, _archive = names(sign_in("reviewer").get(TEXTS))
    assert len(found) == 3


def test_a_fixture_is_for_administrators():
    edition = factories.live(photos=[{"photo": factories.photo(), "alt": "A canal"}])
    for role in ("writer", "reviewer", "publisher", "outsider"):
        client = sign_in(role)
        assert client.get(FIXTURE).status_code == 403, role
        assert "fixture_many" not in client.get(LIST).content.decode()
    client = sign_in("administrator")
    assert "fixture_many" in client.get(LIST).content.decode()
    data = {"action": "fixture_many", "_selected_action": [edition.release.pk], "index": 0}
    found, archive = names(client.get(client.post(LIST, data).url))
    rows = json.loads(archive.read("releases.json"))
    assert {row["fields"]["public_id"] for row in rows if row["model"] == "speeches.edition"} == {edition.public_id}
    assert len([name for name in found if name.startswith("media/photo/")]) == 1
    assert len([name for name in found if name.startswith("media/rendition/")]) == 1
    assert AuditEntry.objects.get(verb="export_fixture").details["releases"] == 1
    assert (
        "Export releases as a fixture" in client.get(reverse("admin:speeches_auditentry_changelist")).content.decode()
    )


def test_nothing_else_is_offered_or_done():
    client = sign_in("administrator")
    assert client.get(reverse("admin:release_archive", args=["backup"])).status_code == 404
    assert client.post(TEXTS).status_code == client.head(TEXTS).status_code == 405
    assert sign_in("outsider").get(TEXTS).status_code == 403
    assert not AuditEntry.objects.filter(verb__startswith="export").exists()


def test_more_than_can_be_packed_is_refused_with_a_reason(monkeypatch):
    monkeypatch.setattr(archives, "MOST", 1)
    factories.draft(), factories.draft()
    answer = sign_in("writer").get(TEXTS, follow=True)
    assert "At most 1 releases at once" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="export_texts").exists()


def test_a_file_that_is_gone_is_told_and_nothing_is_sent(media):
    import shutil

    factories.live(photos=[{"photo": factories.photo(), "alt": "A canal"}])
    shutil.rmtree(media)
    answer = sign_in("administrator").get(FIXTURE, follow=True)
    assert "A file cannot be read" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="export_fixture").exists()
