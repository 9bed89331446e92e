"""The page of an edition: saving, refusing, and what stays of what was typed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from speeches import workflow
from speeches.models import AuditEntry, Photo
from tests import factories
from tests.desk import alerts, page_of, posted, sign_in, text_of, verb_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def upload(content=None, name="canal.png"):
    return SimpleUploadedFile(name, content if content is not None else factories.picture(), "image/png")


def test_a_writer_saves_text_themes_photo_and_document():
    edition, theme = factories.draft(), factories.theme()
    writer = sign_in("writer")
    data = posted(
        edition,
        title="  Water   reaches the steppe ",
        summary="A canal opens.",
        body="<p>First.</p><script>alert(1)</script><p onclick=x>Second.</p>",
        press_contact="Press office",
        themes=[theme.slug],
        photos=[
            {"upload": upload(), "alt": "A canal", "caption": "The canal", "credit": "Drawing", "ORDER": "2"},
            {"upload": upload(), "alt": "A lock", "focal_x": "10", "focal_y": "90", "ORDER": "1"},
            {"focal_x": "50", "focal_y": "50"},
        ],
        attachments=[{"upload": SimpleUploadedFile("decree.pdf", b"%PDF-1.4 x"), "title": "The decree"}],
    )
    response = writer.post(page_of(edition), data)
    assert response.status_code == 302
    saved = fresh(edition)
    assert saved.title == "Water reaches the steppe"
    assert saved.body == "<p>First.</p><p>Second.</p>"
    assert [theme.slug for theme in saved.themes.all()] == [theme.slug]
    assert [(use.alt, use.focal_x, use.focal_y) for use in saved.edition_photos.all()] == [
        ("A lock", 10, 90),
        ("A canal", 50, 50),
    ]
    assert saved.edition_attachments.get().title == "The decree"
    assert Photo.objects.filter(uploaded_by=writer.user).count() == 2
    page = text_of(writer.get(page_of(edition)))
    assert "Saved." in page and 'value="The canal"' in page


def test_saving_and_submitting_leads_to_the_page_of_submitting():
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, _submit="1"))
    assert response.url == verb_of(edition, "submit")
    assert fresh(edition).state == "draft"


def test_text_typed_without_the_editor_becomes_paragraphs():
    edition = factories.draft()
    sign_in("writer").post(page_of(edition), posted(edition, body="One line.\r\n\r\nAnother."))
    assert fresh(edition).body == "<p>One line.</p>\n<p>Another.</p>"


def test_of_two_windows_the_second_save_is_refused_and_what_was_typed_stays():
    edition = factories.draft(body="<p>The canal is open.</p>")
    first, second = sign_in("writer"), sign_in("publisher")
    mine, theirs = posted(edition, body="<p>The canal is deep.</p>"), posted(edition, title="Their title")
    assert first.post(page_of(edition), theirs).status_code == 302
    refused = second.post(page_of(edition), mine)
    assert refused.status_code == 200
    assert "The text has changed since you opened it" in alerts(refused)
    page = text_of(refused)
    assert "writer saved this draft after you had opened it" in page
    assert "<mark>open</mark>" in page and "<ins>deep</ins>" in page, "how the two differ"
    assert "The canal is deep." in page.split('name="body"')[1].split("</textarea>")[0], (
        "the typed text stands in the form"
    )
    saved = fresh(edition)
    assert (saved.title, saved.plain_text) == ("Their title", "The canal is open.")
    # Having seen the difference, the second may replace the draft: with the hash that the page brought.
    again = mine | {"seen_hash": saved.content_hash(), "title": "Both together"}
    assert f'value="{saved.content_hash()}"' in page
    assert second.post(page_of(edition), again).status_code == 302
    assert (fresh(edition).title, fresh(edition).plain_text) == ("Both together", "The canal is deep.")


def test_a_save_without_having_seen_the_text_is_refused():
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, title="Blind", seen_hash=""))
    assert "Open the edition first" in alerts(response)
    assert fresh(edition).title != "Blind"


@pytest.mark.parametrize("standing", ("in_review", "scheduled", "live", "superseded", "withdrawn", "discarded"))
def test_what_is_no_draft_takes_no_text_and_gives_back_what_was_typed(standing):
    edition = getattr(factories, standing)()
    publisher = sign_in("publisher")
    hash_before, audited = edition.content_hash(), AuditEntry.objects.count()
    assert 'name="body"' not in text_of(publisher.get(page_of(edition)))
    response = publisher.post(
        page_of(edition),
        posted(edition, title="Changed", body="<p>Typed for an hour.</p>", photos=[{"upload": upload()}]),
    )
    assert response.status_code == 200
    assert "“Save” is for: Draft" in alerts(response)
    assert "Typed for an hour." in text_of(response)
    assert fresh(edition).content_hash() == hash_before
    assert AuditEntry.objects.count() == audited
    assert not Photo.objects.exists(), "an upload that nobody may use is not stored"


def test_an_edition_submitted_between_opening_and_saving_is_not_written():
    edition = factories.draft()
    writer, data = sign_in("writer"), posted(edition, body="<p>Too late.</p>")
    workflow.submit(edition, factories.user("publisher"))
    response = writer.post(page_of(edition), data)
    assert "This edition is now: In review" in alerts(response)
    assert "Too late." in text_of(response)
    assert "Too late" not in fresh(edition).plain_text


def test_a_reviewer_reads_a_draft_and_cannot_save():
    edition = factories.draft()
    reviewer = sign_in("reviewer")
    assert 'name="body"' not in text_of(reviewer.get(page_of(edition)))
    response = reviewer.post(page_of(edition), posted(edition, title="Mine"))
    assert "Your role does not allow: Save" in alerts(response)
    assert fresh(edition).title != "Mine"


HIDDEN = {
    "a bidi override": ("title", "Pay \u202e001 tenge", "RIGHT-TO-LEFT OVERRIDE"),
    "a control": ("summary", "A\x07bell", "control-0007"),
    "a bidi override as an entity": ("body", "<p>Pay &#8238;001</p>", "RIGHT-TO-LEFT OVERRIDE"),
    "private use": ("press_contact", "\ue000", "private-use-E000"),
    "the trace of a wrong decoding": ("dateline", "Astana\ufffd", "After “Astana” a character was lost"),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_character_that_nobody_sees_is_refused_with_its_name_and_place(kind):
    name, value, called = HIDDEN[kind]
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, **{name: value}))
    form = response.context["form"]
    assert list(form.errors) == [name]
    assert called in str(form.errors[name])
    assert "Nothing was saved" in alerts(response)
    assert fresh(edition).content_hash() == edition.content_hash()


def test_a_nul_is_refused():
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, title="A\x00B"))
    assert "Null characters are not allowed" in str(response.context["form"].errors["title"])


@pytest.mark.parametrize(
    ("name", "value"),
    (
        ("title", "x" * 301),
        ("summary", "x" * 601),
        ("body", "<p>" + "word " * 110_000 + "</p>"),
        ("press_contact", "x" * 5001),
        ("notes_to_editors", "x" * 10_001),
        ("change_kind", "rewrite"),
        ("themes", ["999999999999999999999999"]),
        ("themes", ["\x00"]),
        ("title", ""),
    ),
)
def test_too_much_and_impossible_values_are_refused_at_their_field(name, value):
    edition = factories.next_draft(factories.live())
    response = sign_in("writer").post(page_of(edition), posted(edition, **{name: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    assert fresh(edition).content_hash() == edition.content_hash()


def test_ten_megabytes_of_text_are_refused_before_they_are_read():
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, body="x" * 11_000_000))
    assert response.status_code in (400, 413)
    assert fresh(edition).content_hash() == edition.content_hash()


WRONG = {
    "text": (b"hello", "canal.jpg", "This is no photo"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "canal.png", "type SVG"),
    "empty": (b"", "canal.png", "empty"),
    "half a picture": (factories.picture()[:60], "canal.png", "damaged"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_photo_is_refused_at_its_row(kind):
    content, name, said = WRONG[kind]
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, photos=[{"upload": upload(content, name)}]))
    assert response.status_code == 200
    assert said in str(response.context["photos"].forms[0].errors["upload"])
    assert not fresh(edition).edition_photos.exists()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    (
        ({"key": "nothere"}, "__all__"),
        ({"key": "\x00"}, "key"),
        ({"alt": "Words without a photo"}, "upload"),
        ({"key": "GIVEN", "focal_x": "101"}, "focal_x"),
        ({"key": "GIVEN", "focal_y": "9" * 50}, "focal_y"),
        ({"key": "GIVEN", "alt": "x" * 301}, "alt"),
        ({"key": "GIVEN", "alt": "\u202e"}, "alt"),
    ),
)
def test_a_wrong_row_of_a_photo_is_refused_where_it_is_wrong(row, field):
    edition, photo = factories.draft(), factories.photo()
    row = {name: photo.public_id if value == "GIVEN" else value for name, value in row.items()}
    response = sign_in("writer").post(page_of(edition), posted(edition, photos=[row]))
    assert list(response.context["photos"].forms[0].errors) == [field]
    assert not fresh(edition).edition_photos.exists()


def test_a_photo_stands_once_in_an_edition():
    edition, picture = factories.draft(), factories.picture()
    rows = [{"upload": upload(picture, "one.png"), "alt": "A"}, {"upload": upload(picture, "two.png"), "alt": "B"}]
    writer = sign_in("writer")
    response = writer.post(page_of(edition), posted(edition, photos=rows))
    assert "The same file is there twice: “one.png” = “two.png”." in text_of(response)
    assert not fresh(edition).edition_photos.exists()
    key = Photo.objects.get().public_id
    rows = [{"key": key, "alt": "A"}, {"key": key, "alt": "B", "DELETE": "on"}]
    assert writer.post(page_of(edition), posted(edition, photos=rows)).status_code == 302
    assert fresh(edition).edition_photos.get().alt == "A"


def test_an_upload_survives_a_fault_elsewhere_on_the_page():
    edition = factories.draft()
    writer = sign_in("writer")
    response = writer.post(page_of(edition), posted(edition, title="", photos=[{"upload": upload(), "alt": "A canal"}]))
    key = Photo.objects.get().public_id
    assert f'name="photos-0-key" value="{key}"' in text_of(response)
    assert not fresh(edition).edition_photos.exists()


def test_a_document_needs_a_title():
    edition = factories.draft()
    rows = [{"upload": SimpleUploadedFile("decree.pdf", b"%PDF-1.4")}]
    response = sign_in("writer").post(page_of(edition), posted(edition, attachments=rows))
    assert "Give the document a title" in text_of(response)


@pytest.mark.parametrize(
    "management",
    (
        {"photos-TOTAL_FORMS": "999999999", "photos-INITIAL_FORMS": "0"},
        {"photos-TOTAL_FORMS": "x", "photos-INITIAL_FORMS": ""},
    ),
)
def test_a_tampered_number_of_rows_saves_nothing(management):
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), posted(edition, title="Tampered") | management)
    assert response.status_code == 200
    assert fresh(edition).title != "Tampered"


def test_an_empty_post_says_what_is_missing():
    edition = factories.draft()
    response = sign_in("writer").post(page_of(edition), {})
    assert response.status_code == 200
    assert "Nothing was saved" in alerts(response)


def differs(response, old, new):
    """Whether the page tells that the word `old` became `new`."""
    return re.search(rf"<del>[^/]*: </span>{old}<span.*?</del><ins>[^/]*: </span>{new}<span", text_of(response))


def test_the_page_compares_with_any_other_edition_of_the_release():
    first = factories.live(title="The canal is open")
    second = factories.corrected(first, title="The canal is deep")
    reviewer = sign_in("reviewer")
    assert differs(reviewer.get(page_of(second)), "open", "deep")
    back = reviewer.get(page_of(first), {"against": second.public_id})
    assert differs(back, "deep", "open")
    stranger = factories.live()
    assert reviewer.get(page_of(first), {"against": stranger.public_id}).status_code == 404


def test_long_stretches_without_a_change_are_cut_down():
    same = " ".join(f"word{number}" for number in range(400))
    first = factories.live(body=f"<p>{same} old {same}</p>")
    second = factories.corrected(first, body=f"<p>{same} new {same}</p>")
    response = sign_in("reviewer").get(page_of(second))
    assert differs(response, "old", "new")
    page = text_of(response).split('id="changes"')[1].split('id="threads"')[0]
    assert "[…]" in page and "word200" not in page


def test_the_page_shows_who_wrote_and_what_is_missing():
    edition = factories.draft(body="", photos=[{"photo": factories.photo()}])
    page = text_of(sign_in("writer").get(page_of(edition)))
    assert "The text is missing." in page
    assert "has no alternative text" in page
    assert "Written by" in page


def laden(count):
    """A live edition and a correction of it in review, with `count` of all that may hang on a text."""
    parts = {
        "themes": [factories.theme(f"theme-{number}") for number in range(count)],
        "photos": [{"photo": factories.photo(), "alt": "A canal"} for _ in range(count)],
        "attachments": [{"attachment": factories.attachment(), "title": "The decree"} for _ in range(count)],
        "links": [{"url": f"https://example.org/{number}", "title": "A recording"} for number in range(count)],
    }
    live = factories.live(**parts, event=factories.event(series=factories.series()), translation_group=f"canal-{count}")
    factories.draft(language="ru", translation_group=f"canal-{count}")
    for _ in range(count):
        live = factories.corrected(live)
    draft = factories.next_draft(live)
    for number in range(count):
        workflow.comment(draft, "Really?", user=factories.user("reviewer"), start=0, end=5 + number)
        link = factories.review_link(draft, f"Guest {number}")
        workflow.agree(link, draft.content_hash())
    return live, draft


def test_the_pages_of_an_edition_ask_the_same_however_much_hangs_on_it(django_assert_max_num_queries):
    writer, reviewer = sign_in("writer"), sign_in("reviewer")
    asked = {}
    for count in (1, 4):
        live, draft = laden(count)
        pages = [(writer, page_of(draft)), (writer, page_of(live)), (reviewer, verb_of(draft, "approve"))]
        for client, address in pages:
            if client is reviewer:
                workflow.submit(draft, factories.user("writer"))
            assert client.get(address).status_code == 200
            with django_assert_max_num_queries(34) as queries:
                client.get(address)
            asked.setdefault(count, []).append(len(queries))
    assert asked[1] == asked[4]
