"""Photos and documents at the desk, and the stock pages of people, events, themes and redirects."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from speeches.models import Attachment, Event, Person, Photo, Redirect, Theme
from tests import factories
from tests.desk import TENURES, add, sign_in, text_of

pytestmark = pytest.mark.django_db


def file(content, name):
    return SimpleUploadedFile(name, content)


def test_a_photo_is_uploaded_once_however_often_it_is_sent():
    writer, content = sign_in("writer"), factories.picture()
    for name in ("canal.png", "again.png"):
        assert writer.post(add(Photo), {"upload": file(content, name)}).status_code == 302
    photo = Photo.objects.get()
    assert (photo.name, photo.uploaded_by) == ("canal.png", writer.user)
    assert photo.renditions.count() == 3
    page = text_of(writer.get(reverse("admin:speeches_photo_change", args=[photo.pk])))
    assert photo.sha256 in page
    assert "canal.png" in text_of(writer.get(reverse("admin:speeches_photo_changelist")))


@pytest.mark.parametrize(("content", "said"), ((b"hello", "This is no photo"), (b"", "empty"), (None, "required")))
def test_what_is_no_photo_is_refused(content, said):
    data = {} if content is None else {"upload": file(content, "x.png")}
    response = sign_in("writer").post(add(Photo), data)
    assert response.status_code == 200
    assert said in text_of(response)
    assert not Photo.objects.exists()


def test_a_document_is_uploaded_and_given_back_to_be_saved():
    writer = sign_in("writer")
    writer.post(add(Attachment), {"upload": file(b"%PDF-1.4 decree", "decree.pdf")})
    stored = Attachment.objects.get()
    response = writer.get(reverse("admin:attachment_file", args=[stored.public_id]))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 decree"
    assert response.headers["Content-Disposition"] == 'attachment; filename="decree.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "is not offered to readers" in text_of(writer.post(add(Attachment), {"upload": file(b"MZ", "x.exe")}))


def test_the_desk_sees_a_photo_under_embargo_and_nobody_else():
    photo = factories.photo()
    factories.scheduled(photos=[{"photo": photo, "alt": "A canal"}])
    address = reverse("admin:photo_file", args=[photo.public_id])
    response = sign_in("reviewer").get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp", "a rendition, not the original with its metadata"
    assert sign_in("outsider").get(address).status_code == 404


def test_a_photo_whose_file_is_lost_is_not_found():
    photo = factories.photo(rendition=False)
    photo.file.storage.delete(photo.file.name)
    assert sign_in("reviewer").get(reverse("admin:photo_file", args=[photo.public_id])).status_code == 404


@pytest.mark.parametrize("model", (Photo, Attachment, Person, Event, Theme, Redirect))
def test_who_may_not_add_is_refused(model):
    assert sign_in("reviewer").get(add(model)).status_code == 403
    assert sign_in("reviewer").post(add(model), {}).status_code == 403
    assert not model.objects.exists()


def test_a_person_gets_an_address_from_the_name():
    writer = sign_in("writer")
    assert writer.post(add(Person), TENURES | {"name_en": "Dana Yermekova"}).status_code == 302
    assert Person.objects.get().slug == "dana-yermekova"
    again = writer.post(add(Person), TENURES | {"name_en": "Dana Yermekova"})
    assert "already exists" in text_of(again), "whoever adds the second gives it another address"


def test_a_theme_with_a_kazakh_name_alone_gets_a_latin_address():
    publisher = sign_in("publisher")
    response = publisher.post(add(Theme), {"name_en": "", "name_kk": "Қоғам"})
    if response.status_code == 200:
        response = publisher.post(add(Theme), {"name_en": "…", "name_kk": "Қоғам"})
    assert Theme.objects.get().slug == "qogam"


def test_an_event_keeps_its_days_and_its_place_in_the_series():
    series = factories.series()
    data = {
        "title_en": "XXXII session",
        "kind": "session",
        "starts_on": "2030-05-01",
        "series": series.pk,
        "ordinal": "32",
    }
    writer = sign_in("writer")
    assert writer.post(add(Event), data).status_code == 302
    event = Event.objects.get()
    assert (event.ordinal, event.starts_on.isoformat()) == (32, "2030-05-01")
    page = text_of(writer.get(reverse("admin:speeches_event_change", args=[event.pk])))
    assert 'type="date" name="starts_on" value="2030-05-01"' in page
    assert "already has an event with this number" in text_of(writer.post(add(Event), data | {"slug": "another"}))


@pytest.mark.parametrize(
    ("model", "data", "said"),
    (
        (Person, {"name_en": ""}, "required"),
        (Person, {"name_en": "…"}, "Give an address"),
        (Person, {"name_en": "A\u202eB"}, "a character that nobody sees"),
        (Person, {"name_en": "A\x00B"}, "Null characters"),
        (Person, {"name_en": "A", "slug": "²"}, "valid “slug”"),
        (Person, {"name_en": "A", "announced_from_0": "0001-01-01", "announced_from_1": "00:00"}, "Give a year from"),
        (Person, {"name_en": "A", "announced_from_0": "2030-01-01", "announced_from_1": ""}, "Enter a valid time"),
        (Event, {"title_en": "A", "kind": "session", "starts_on": "0001-01-01"}, "Give a year from"),
        (Event, {"title_en": "A", "kind": "session", "starts_on": "soon"}, "Enter a valid date"),
        (
            Event,
            {"title_en": "A", "kind": "session", "starts_on": "2030-01-01", "ends_on": "2029-01-01"},
            "cannot come before",
        ),
        (
            Event,
            {"title_en": "A", "kind": "session", "starts_on": "2030-01-01", "ordinal": "3"},
            "A number needs a series",
        ),
        (
            Event,
            {"title_en": "A", "kind": "session", "starts_on": "2030-01-01", "ordinal": "9" * 40},
            "less than or equal",
        ),
        (Redirect, {"path": "no slash"}, "Give the old address without its host"),
        (Redirect, {"path": "//elsewhere.example/"}, "Give the old address without its host"),
        (Redirect, {"path": "/old?id=3"}, "Give the old address without its host"),
        (Redirect, {"path": "/\x07"}, "a character that nobody sees"),
    ),
)
def test_a_record_is_refused_where_it_is_wrong(model, data, said):
    data = (
        (TENURES if model is Person else {})
        | ({"release": factories.live().release.pk} if model is Redirect else {})
        | data
    )
    response = sign_in("publisher").post(add(model), data)
    assert response.status_code == 200
    assert said in text_of(response)
    assert not model.objects.exists()


def test_a_redirect_is_kept():
    release = factories.live().release
    sign_in("publisher").post(add(Redirect), {"path": " /node/17 ", "release": release.pk})
    assert Redirect.objects.get().path == "/node/17"
