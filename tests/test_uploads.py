"""What people upload: taken once, whole, and only what readers can be shown."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection
from PIL import Image

from speeches import kinds, uploads
from speeches.models import Attachment, Photo
from tests import factories

pytestmark = pytest.mark.django_db


def stored_files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_photo_is_stored_with_its_renditions(media):
    content = factories.picture(700, 500)
    photo = uploads.store_photo(content, "C:\\photos\\The canal.png", factories.user("writer"))
    assert (photo.name, photo.width, photo.height, photo.size) == ("The_canal.png", 700, 500, len(content))
    assert photo.file.read() == content
    assert {(one.width, one.mime) for one in photo.renditions.all()} == {
        (width, f"image/{kind}") for width in (320, 640, 700) for kind in ("avif", "webp", "jpeg")
    }
    assert len(stored_files(media)) == 10


def test_the_same_photo_is_stored_once(media):
    content = factories.picture()
    first = uploads.store_photo(content, "one.png")
    files = stored_files(media)
    assert uploads.store_photo(content, "two.png") == first
    assert stored_files(media) == files


def bomb():
    """A PNG of 80 megapixels in a few kilobytes."""
    stream = io.BytesIO()
    Image.new("1", (10_000, 8_000)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "said"),
    (
        (lambda: b"", "empty"),
        (lambda: b"just text", "no photo"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type SVG"),
        (lambda: b"%PDF-1.4", "type PDF"),
        (lambda: factories.picture()[:70], "damaged"),
        (bomb, "megapixels"),
    ),
)
def test_what_cannot_be_shown_is_refused_and_leaves_nothing(make, said, media):
    with pytest.raises(uploads.UploadRefused, match=said):
        uploads.store_photo(make(), "photo.jpg")
    assert not Photo.objects.exists()
    assert stored_files(media) == []


def test_a_failure_on_the_way_leaves_neither_row_nor_original(monkeypatch, media):
    def fail(*_given):
        raise OSError("disk full")

    monkeypatch.setattr(uploads, "keep_renditions", fail)
    with pytest.raises(OSError, match="disk full"):
        uploads.store_photo(factories.picture(), "photo.png")
    assert not Photo.objects.exists()
    assert stored_files(media) == []


def test_a_refused_row_that_nobody_else_made_is_an_error(monkeypatch, media):
    def refuse(*_given):
        raise IntegrityError("another rule")

    monkeypatch.setattr(uploads, "keep_renditions", refuse)
    with pytest.raises(IntegrityError, match="another rule"):
        uploads.store_photo(factories.picture(), "photo.png")
    assert stored_files(media) == []


@pytest.mark.django_db(transaction=True)
def test_two_people_upload_the_same_document_at_once(media):
    def store(number):
        try:
            return uploads.store_attachment(b"%PDF-1.4 the same", f"decree-{number}.pdf").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(store, range(4)))
    assert keys == {Attachment.objects.get().pk}
    assert len(stored_files(media)) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    (
        ("decree.pdf", "decree.pdf"),
        ("../../etc/decree.pdf", "decree.pdf"),
        ("C:\\decrees\\Decree No 5.PDF", "Decree_No_5.PDF"),
        ("Жарлық 5.pdf", "Жарлық_5.pdf"),
        ("de\u202ecree.pdf", "decree.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ),
)
def test_a_document_keeps_a_clean_name(name, kept):
    assert uploads.store_attachment(b"%PDF-1.4 " + name.encode(), name).name == kept


@pytest.mark.parametrize("name", ("", ".", "..", "/", "\u202e", ".pdf"))
def test_a_photo_without_a_usable_name_gets_one(name):
    assert uploads.store_photo(factories.picture(), name).name in ("file.png", "pdf.png")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    (
        (b"MZ", "setup.exe", "this kind of file is not offered"),
        (b"<script>", "page.html", "this kind of file is not offered"),
        (b"<svg>", "drawing.svg", "this kind of file is not offered"),
        (b"%PDF-1.4", "decree", "this kind of file is not offered"),
        (b"", "decree.pdf", "the file is empty"),
        (b"hello", "decree.pdf", "not what the ending .pdf says"),
        (b"%PDF-1.4", "table.xlsx", "not what the ending .xlsx says"),
    ),
)
def test_a_document_that_readers_are_not_offered_is_refused_by_name(content, name, said, media):
    with pytest.raises(uploads.UploadRefused, match=said) as refused:
        uploads.store_attachment(content, name)
    assert name in str(refused.value)
    assert not Attachment.objects.exists()


def test_a_document_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "MAX_DOCUMENT", 10)
    with pytest.raises(uploads.UploadRefused, match="larger than"):
        uploads.store_attachment(b"%PDF-1.4 and more", "decree.pdf")


def test_a_file_lies_where_its_hash_says():
    stored = uploads.store_attachment(b"name,value\n", "table.csv")
    assert stored.file.name == f"attachment/{stored.sha256[:2]}/{stored.sha256}.csv"
    assert default_storage.exists(stored.file.name)
    assert stored.mime == "text/csv"
