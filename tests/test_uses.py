"""Photos, documents, recordings and links of an edition: taken, chosen again, saved in order, played in parts."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from speeches import kinds, ranges, uploads, workflow
from speeches.models import Attachment, Photo
from tests import factories
from tests.desk import alerts, page_of, posted, sign_in, text_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def take(client, kind, content, name, **query):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(f"admin:{kind}_take", query=query), {"upload": upload})


def library(client, **query):
    return client.get(reverse("admin:photo_library"), query).json()


# --- taking files ---


def test_a_photo_is_taken_at_once_and_told_with_what_the_form_shows():
    writer = sign_in("writer")
    answer = take(writer, "photo", factories.picture(90, 60), "The canal.png")
    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "key": photo.public_id,
        "name": "The_canal.png",
        "mime": "image/png",
        "size": photo.size,
        "address": reverse("admin:photo_file", args=[photo.public_id]),
        "width": 90,
        "height": 60,
        "alt": "",
        "caption": "",
        "credit": "",
    }
    assert photo.uploaded_by == writer.user


def test_a_photo_that_is_known_comes_with_its_words_in_the_language_of_the_release():
    picture = factories.picture()
    photo = factories.photo(picture)
    for language, alt in (("ru", "Канал"), ("en", "A canal"), ("en", "A wide canal")):
        factories.draft(language=language, photos=[{"photo": photo, "alt": alt, "credit": "Drawing"}])
    writer = sign_in("writer")
    said = [take(writer, "photo", picture, "x.png", language=code).json()["alt"] for code in ("en", "ru", "kk", "\0")]
    assert said == ["A wide canal", "Канал", "", ""]
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "content", "name", "said"),
    (
        ("photo", b"text", "canal.png", "no photo"),
        ("photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "canal.svg", "SVG"),
        ("attachment", b"MZ", "setup.exe", "setup.exe: this kind of file is not offered"),
        ("attachment", b"<html>", "page.html", "not offered"),
        ("attachment", b"hello", "decree.pdf", "not what the ending .pdf says"),
        ("attachment", b"", "decree.pdf", "decree.pdf: the file is empty"),
    ),
)
def test_what_is_refused_is_refused_in_words(kind, content, name, said):
    answer = take(sign_in("writer"), kind, content, name)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert not Photo.objects.exists() and not Attachment.objects.exists()


def test_a_post_without_a_file_says_so():
    answer = sign_in("writer").post(reverse("admin:photo_take"), {"upload": "words"})
    assert (answer.status_code, answer.json()) == (400, {"error": "Choose a file."})


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(kinds, "MAX_RECORDING", 3)
    answer = take(sign_in("writer"), "attachment", b"ID3 and more", "talk.mp3")
    assert answer.json()["error"] == "talk.mp3: the file is larger than 0 MB."


@pytest.mark.parametrize("role", ("writer", "publisher", "reviewer", "administrator", "outsider"))
def test_only_who_may_write_takes_files_and_sees_the_library(role):
    may = role in ("writer", "publisher")
    client = sign_in(role)
    assert take(client, "photo", factories.picture(), "a.png").status_code == (201 if may else 403)
    assert take(client, "attachment", b"%PDF-1.4", "a.pdf").status_code == (201 if may else 403)
    assert client.get(reverse("admin:photo_library")).status_code == (200 if may else 403)
    assert (Photo.objects.count(), Attachment.objects.count()) == ((1, 1) if may else (0, 0))


def test_a_stranger_is_sent_to_the_door_and_reading_stores_nothing():
    for name in ("photo_take", "attachment_take", "photo_library"):
        assert "/login/" in Client().get(reverse(f"admin:{name}")).url
    writer = sign_in("writer")
    assert writer.get(reverse("admin:photo_take")).status_code == 405
    assert writer.post(reverse("admin:photo_library")).status_code == 405
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(writer.user)
    assert take(checking, "photo", factories.picture(), "a.png").status_code == 403
    assert not Photo.objects.exists()


# --- the library ---


def test_the_library_finds_by_name_alternative_text_and_caption_whatever_the_case():
    lake, tower = factories.photo(name="lake.png"), factories.photo(name="tower.png")
    factories.draft(language="ru", photos=[{"photo": tower, "alt": "Башня у озера", "caption": "Астана"}])
    writer = sign_in("writer")
    assert [one["key"] for one in library(writer)["photos"]] == [tower.public_id, lake.public_id], "newest first"
    for asked, found in (("LAKE", lake), ("башня", tower), ("АСТАНА", tower), ("у озера", tower)):
        assert [one["key"] for one in library(writer, q=asked)["photos"]] == [found.public_id], asked
    assert library(writer, q="башня", language="ru")["photos"][0]["alt"] == "Башня у озера"
    for nothing in ("nothing", "%", "_", "x" * 5000):
        assert library(writer, q=nothing)["photos"] == []
    assert len(library(writer, q="\0 ")["photos"]) == 2


def test_the_library_shows_a_page_and_asks_the_same_number_of_questions(django_assert_num_queries):
    writer = sign_in("writer")
    photo = factories.photo(rendition=False)
    with django_assert_num_queries(6):
        library(writer, q="canal")
    for number in range(24):
        other = factories.photo(rendition=False, name=f"canal-{number}.png")
        factories.draft(photos=[{"photo": other, "alt": "A canal"}, {"photo": photo, "alt": "A canal"}])
    with django_assert_num_queries(6):
        found = library(writer, q="canal")
    assert (len(found["photos"]), found["more"]) == (24, True)


# --- kinds of documents ---


def package(*names, first=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0" + b"moov....hdlr" + b"\0" * 8 + b"soun"
TAKEN = {
    "decree.pdf": (b"%PDF-1.7 x", "application/pdf"),
    "talk.docx": (
        package("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "table.xlsx": (package("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "talk.odt": (package("content.xml", first=ODT), ODT),
    "talk.txt": ("Сәлем, <мир> & all".encode(), "text/plain"),
    "table.csv": (b"\xef\xbb\xbfname;value\n", "text/csv"),
    "talk.mp3": (b"ID3\x04", "audio/mpeg"),
    "raw.mp3": (b"\xff\xfb\x90\x00", "audio/mpeg"),
    "talk.m4a": (M4A, "audio/mp4"),
    "talk.ogg": (b"OggS" + b"\0" * 24 + b"\x01vorbis", "audio/ogg"),
    "talk.opus": (b"OggS" + b"\0" * 24 + b"OpusHead", "audio/ogg"),
    "TALK.WAV": (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_documents_and_recordings_are_taken_for_what_they_are(name):
    content, mime = TAKEN[name]
    stored = uploads.store_attachment(content, name)
    assert (stored.mime, stored.is_audio) == (mime, mime.startswith("audio/"))


REFUSED = {
    "a page called a text": (b" <!-- x --><HTML><script>", "talk.txt", "no plain text"),
    "a drawing called a text": (b"<svg onload=x>", "talk.txt", "no plain text"),
    "XML called a table": (b"<?xml version='1.0'?><x/>", "table.csv", "no plain text"),
    "text in another encoding": ("Сәлем".encode("utf-16"), "talk.txt", "UTF-8"),
    "NUL in a text": (b"a\0b", "talk.txt", "no plain text"),
    "a ZIP called Word": (package("evil.exe"), "talk.docx", "ending .docx"),
    "half a ZIP": (package("word/document.xml")[:30], "talk.docx", "ending .docx"),
    "macros in Word": (package("word/document.xml", "word/vbaProject.bin"), "talk.docx", "ending .docx"),
    "Word called a table": (package("word/document.xml"), "table.xlsx", "ending .xlsx"),
    "Word called OpenDocument": (package("content.xml"), "talk.odt", "ending .odt"),
    "a film called a recording": (M4A.replace(b"soun", b"vide"), "talk.m4a", "ending .m4a"),
    "Theora called Ogg audio": (b"OggS" + b"\0" * 24 + b"\x80theora", "talk.ogg", "ending .ogg"),
    "a picture called a recording": (b"RIFF\0\0\0\0WEBPVP8 ", "talk.wav", "ending .wav"),
    "text called MP3": (b"hello", "talk.mp3", "ending .mp3"),
    "a byte": (b"\xff", "talk.mp3", "ending .mp3"),
    "a film": (b"\0\0\0\x20ftypisom", "talk.mp4", "not offered"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_what_its_name_says_is_refused(what):
    content, name, said = REFUSED[what]
    with pytest.raises(uploads.UploadRefused, match=said):
        uploads.store_attachment(content, name)
    assert not Attachment.objects.exists()


# --- links ---


def test_links_are_saved_in_order_shown_compared_and_public():
    edition = factories.draft()
    writer = sign_in("writer")
    rows = [
        {"title": "The transcript", "url": "http://example.org/t", "ORDER": "2"},
        {"title": "The recording", "url": "example.org/v?a=1&b=2", "ORDER": "1"},
        {"title": "", "url": ""},
        {"title": "Gone", "url": "https://example.org/gone", "DELETE": "on"},
    ]
    assert writer.post(page_of(edition), posted(edition, links=rows)).status_code == 302
    saved = [{"url": link.url, "title": link.title} for link in fresh(edition).edition_links.all()]
    assert saved == [
        {"url": "https://example.org/v?a=1&b=2", "title": "The recording"},
        {"url": "http://example.org/t", "title": "The transcript"},
    ]
    page = text_of(writer.get(page_of(edition)))
    assert 'value="The recording"' in page and 'name="links-TOTAL_FORMS" value="3"' in page
    workflow.submit(fresh(edition), factories.user("publisher"))
    live = factories.approved(fresh(edition))
    assert "The recording" in text_of(writer.get(page_of(live)))
    public = text_of(Client().get(live.release.get_absolute_url()))
    assert '<a href="https://example.org/v?a=1&amp;b=2" rel="external">The recording</a>' in public
    second = factories.next_draft(live, links=[saved[0]])
    assert "<del" in text_of(writer.get(page_of(second))).split("part-links")[1]


@pytest.mark.parametrize(
    ("row", "field", "said"),
    (
        ({"title": "x", "url": "javascript:alert(1)"}, "url", "begins with https"),
        ({"title": "x", "url": "ftp://example.org/x"}, "url", "begins with https"),
        ({"title": "x", "url": "data:text/html,x"}, "url", "begins with https"),
        ({"title": "x", "url": "https://" + "x" * 600 + ".org"}, "url", "at most 500"),
        ({"title": "x", "url": "https://exa\0mple.org"}, "url", "Null characters"),
        ({"title": "x", "url": "http://["}, "url", ""),
        ({"title": "x", "url": ""}, "url", "required"),
        ({"title": "", "url": "https://example.org"}, "title", "required"),
        ({"title": "\u200b", "url": "https://example.org"}, "title", "required"),
        ({"title": "a\u202eb", "url": "https://example.org"}, "title", "nobody sees"),
        ({"title": "x" * 301, "url": "https://example.org"}, "title", "at most 300"),
    ),
)
def test_a_link_that_cannot_be_one_is_refused_where_it_is_wrong(row, field, said):
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, title="Not saved", links=[row]))
    assert response.status_code == 200
    errors = response.context["links"].forms[0].errors
    assert list(errors) == [field] and said in str(errors)
    assert "Nothing was saved" in alerts(response)
    assert fresh(edition).title != "Not saved"


def test_a_link_stands_once_and_at_most_twenty_are_taken():
    edition, writer = factories.draft(), sign_in("writer")
    twice = [{"title": name, "url": "https://example.org/v"} for name in "ab"]
    assert "The same link is there twice" in text_of(writer.post(page_of(edition), posted(edition, links=twice)))
    many = [{"title": "x", "url": f"https://example.org/{number}"} for number in range(21)]
    assert "At most 20 links" in text_of(writer.post(page_of(edition), posted(edition, links=many)))
    assert not fresh(edition).edition_links.exists()
    assert writer.post(page_of(edition), posted(edition, links=many[:20])).status_code == 302
    assert fresh(edition).edition_links.count() == 20


def test_a_clash_shows_the_links_that_differ():
    edition, writer = factories.draft(), sign_in("writer")
    stale = posted(edition, links=[{"title": "Mine", "url": "https://example.org/mine"}])
    writer.post(page_of(edition), posted(edition, title="Theirs"))
    assert "Mine" in text_of(writer.post(page_of(edition), stale)).split('id="mine"')[1].split("</section>")[0]


def test_the_form_asks_the_same_number_of_questions_however_much_stands_in_it(django_assert_max_num_queries):
    writer, counts = sign_in("writer"), []
    for most in (1, 6):
        edition = factories.draft(
            photos=[{"photo": factories.photo(rendition=False)} for _ in range(most)],
            attachments=[{"attachment": factories.attachment(), "title": "x"} for _ in range(most)],
            links=[{"url": f"https://example.org/{number}", "title": "x"} for number in range(most)],
        )
        with django_assert_max_num_queries(100) as captured:
            assert writer.get(page_of(edition)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- playing a part ---


@pytest.mark.parametrize(
    ("header", "wanted"),
    (
        ("bytes=0-0", (0, 0)),
        ("bytes=2-", (2, 9)),
        ("bytes=2-99", (2, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes= 4-5 ", (4, 5)),
        ("bytes=10-", ()),
        ("bytes=-0", ()),
        ("bytes=999999999999999999-", ()),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("items=0-1", None),
        ("", None),
        (None, None),
    ),
)
def test_what_a_range_asks_for(header, wanted):
    assert ranges.wanted(header, 10) == wanted


def test_of_nothing_no_part_can_be_had():
    assert ranges.wanted("bytes=0-", 0) == ranges.wanted("bytes=-5", 0) == ()


def read(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_player_gets_the_part_of_a_recording_that_it_asks_for():
    content = b"ID3" + bytes(range(256)) * 100
    recording = factories.attachment(content, name="talk.mp3", mime="audio/mpeg")
    edition = factories.live(attachments=[{"attachment": recording, "title": "The talk"}])
    page = text_of(Client().get(edition.release.get_absolute_url()))
    address = recording.get_absolute_url()
    assert f'<audio controls preload="none" src="{address}" aria-label="The talk">' in page
    reader = Client()
    whole = reader.get(address)
    assert (whole.status_code, whole["Accept-Ranges"], read(whole)) == (200, "bytes", content)
    assert whole["Content-Type"] == "audio/mpeg"
    part = reader.get(address, headers={"Range": "bytes=10-19", "If-Range": whole["ETag"]})
    assert (part.status_code, part["Content-Range"], part["Content-Length"]) == (206, "bytes 10-19/25603", "10")
    assert read(part) == content[10:20]
    assert (part["ETag"], part["Content-Security-Policy"]) == (whole["ETag"], whole["Content-Security-Policy"])
    end = reader.get(address, headers={"Range": "bytes=-5"})
    assert read(end) == content[-5:]
    beyond = reader.get(address, headers={"Range": "bytes=99999-"})
    assert (beyond.status_code, beyond["Content-Range"], beyond.content) == (416, "bytes */25603", b"")
    changed = reader.get(address, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (changed.status_code, read(changed)) == (200, content)
    known = reader.get(address, headers={"Range": "bytes=0-1", "If-None-Match": whole["ETag"]})
    assert known.status_code == 304
    assert reader.head(address, headers={"Range": "bytes=0-1"}).status_code == 200


def test_a_hidden_recording_answers_no_range_and_the_desk_plays_it():
    content = b"ID3 not for readers yet"
    recording = factories.attachment(content, name="talk.mp3", mime="audio/mpeg")
    edition = factories.draft(attachments=[{"attachment": recording, "title": "The talk"}])
    hidden = Client().get(recording.get_absolute_url(), headers={"Range": "bytes=0-1"})
    assert hidden.status_code == 404 and "Accept-Ranges" not in hidden
    reviewer, writer = sign_in("reviewer"), sign_in("writer")
    address = reverse("admin:attachment_file", args=[recording.public_id])
    part = writer.get(address, headers={"Range": "bytes=0-2"})
    assert (part.status_code, read(part)) == (206, b"ID3")
    assert "no-store" in part["Cache-Control"]
    for client in (writer, reviewer):
        assert f'src="{address}"' in text_of(client.get(page_of(edition)))
    assert sign_in("outsider").get(address, headers={"Range": "bytes=0-2"}).status_code == 404


def test_what_word_would_paste_without_the_editor_is_saved_as_paragraphs():
    edition = factories.draft()
    word = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
        "<span>&nbsp;&nbsp; </span></span><![endif]>First <b>item</b><o:p></o:p></p><p><o:p>&nbsp;</o:p></p>"
        "<p><a href='javascript:x'>Second</a></p>"
    )
    sign_in("writer").post(page_of(edition), posted(edition, body=word))
    assert fresh(edition).plain_text == "· First item\n\nSecond"
    assert "<a" not in fresh(edition).body
