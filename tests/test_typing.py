"""What is typed and not saved: kept beside the draft, given back; who is there; the preview; the checklist."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import AuditEntry, Buffer, Contributor, Presence
from speeches.states import StatementStatus
from speeches.workflow import warnings
from tests import factories
from tests.desk import field, page_of, posted, sign_in, text_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def typing_of(edition):
    return reverse("admin:edition_typing", args=[edition.public_id])


def preview_of(edition):
    return reverse("admin:edition_preview", args=[edition.public_id])


def test_what_is_typed_is_kept_beside_the_draft_and_stands_in_the_form_again():
    edition, photo, theme = factories.draft(), factories.photo(), factories.theme()
    writer, before, audited = sign_in("publisher"), edition.content_hash(), AuditEntry.objects.count()
    rows = [{"key": photo.public_id, "alt": "A canal\0", "ORDER": "1"}, {"alt": "no file yet"}]
    rows.append({"key": factories.photo().public_id, "alt": "Taken out", "DELETE": "on"})
    data = posted(edition, title="Typed\0 title", body="<p>Typed <b>text</b></p>", photos=rows, themes=[theme.slug])
    answer = writer.post(typing_of(edition), data)
    assert answer.status_code == 200 and re.fullmatch(r"\d\d:\d\d:\d\d", answer.json()["kept"])
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    assert fresh(edition).content_hash() == before and fresh(edition).changed_at == edition.changed_at
    assert AuditEntry.objects.count() == audited
    assert not Contributor.objects.filter(user=writer.user).exists(), "typing makes nobody a contributor"
    page = text_of(writer.get(page_of(edition)))
    assert "Your unsaved text of" in page
    assert field(page, "title") == "Typed title" and "Typed &lt;strong&gt;text" in field(page, "body")
    assert f'name="photos-0-key" value="{photo.public_id}"' in page and 'value="A canal"' in page
    assert re.search(rf'value="{theme.slug}"[^>]*checked', page)
    assert "<ins>Typed" in page and "Taken out" not in page, "how it differs"
    other = text_of(sign_in("writer").get(page_of(edition)))
    assert "Typed title" not in other, "nobody else sees it"
    saved = writer.post(page_of(edition), posted(edition, title="Typed title"))
    assert saved.status_code == 302 and not Buffer.objects.exists()


def test_the_kept_text_can_be_dropped_only_by_post():
    edition, writer = factories.draft(), sign_in("writer")
    writer.post(typing_of(edition), posted(edition, title="Typed"))
    address = reverse("admin:edition_drop", args=[edition.public_id])
    assert writer.get(address).status_code == 405 and Buffer.objects.exists()
    page = text_of(writer.post(address, follow=True))
    assert not Buffer.objects.exists() and field(page, "title") == edition.title


def test_what_says_nothing_new_is_no_unsaved_text():
    edition, writer = factories.draft(body="<p>One.</p>\n<p>Two.</p>"), sign_in("writer")
    writer.post(typing_of(edition), posted(edition, body=edition.body.replace("\n", "\r\n")))
    assert "Your unsaved text" not in text_of(writer.get(page_of(edition)))
    assert not Buffer.objects.exists()


def test_text_typed_before_somebody_else_saved_comes_back_as_two_texts():
    edition, writer, publisher = factories.draft(), sign_in("writer"), sign_in("publisher")
    writer.post(typing_of(edition), posted(edition, title="Mine"))
    publisher.post(page_of(edition), posted(edition, title="Theirs"))
    for _again in range(2):
        page = text_of(writer.get(page_of(edition)))
        assert "publisher saved this draft after you had opened it" in page
        assert field(page, "title") == "Mine" and "<mark>Theirs</mark>" in page
        assert f'value="{fresh(edition).content_hash()}"' in page
        # Typing on keeps the memory of where it began, so that both texts come back again.
        began = re.search('name="began_hash" value="([^"]*)"', page)[1]
        writer.post(typing_of(edition), posted(fresh(edition), title="Mine", began_hash=began))


def test_an_edition_that_left_the_desk_shows_what_was_typed_to_copy():
    edition, writer = factories.draft(), sign_in("writer")
    writer.post(typing_of(edition), posted(edition, body="<p>Typed for an hour.</p>"))
    workflow.submit(edition, factories.user("publisher"))
    page = text_of(writer.get(page_of(edition)))
    assert "did not save" in page and "Typed for an hour." in page and "Drop it" in page
    answer = writer.post(typing_of(edition), posted(edition, body="<p>Typed on.</p>")).json()
    assert "in review" in answer["problem"] and answer["kept"]
    assert fresh(edition).plain_text == edition.plain_text


def test_a_refused_save_keeps_the_text_too():
    edition, writer = factories.draft(), sign_in("writer")
    writer.post(page_of(edition), posted(edition, title="", body="<p>Long work.</p>"))
    assert "Long work." in field(text_of(writer.get(page_of(edition))), "body")


def test_bad_input_is_refused_or_kept_and_never_breaks():
    edition, writer = factories.draft(), sign_in("writer")
    assert writer.post(typing_of(edition), posted(edition, boilerplate="x" * 4_100_000)).status_code == 409
    assert not Buffer.objects.exists()
    rows = {
        "photos-TOTAL_FORMS": "9" * 40,
        "photos-0-key": "\0",
        "photos-0-ORDER": "9" * 30,
        "attachments-TOTAL_FORMS": "x",
    }
    odd = {
        "title": "\x07\u202e" + "x" * 5000,
        "themes": ["\0", "none", "9" * 40],
        "change_kind": "\0",
        "seen_hash": "\0" * 99,
    }
    links = {"links-TOTAL_FORMS": "2", "links-0-url": "javascript:x", "links-1-url": ""}
    assert writer.post(typing_of(edition), posted(edition) | rows | odd | links).status_code == 200
    assert writer.get(page_of(edition)).status_code == 200
    assert writer.get(preview_of(edition)).status_code == 200
    assert writer.post(typing_of(edition), {"seen_hash": ""}).status_code == 200
    assert writer.post(typing_of(edition), {}).status_code == 200
    assert writer.put(typing_of(edition)).status_code == 405
    assert writer.post(reverse("admin:edition_typing", args=["nothere"]), {}).status_code == 404


def test_personas():
    edition = factories.draft()
    data = posted(edition, title="Typed")
    assert Client().post(typing_of(edition), data).status_code == 401
    assert Client().get(typing_of(edition)).json() == {"user": ""}
    assert sign_in("reviewer").post(typing_of(edition), data).status_code == 409
    outsider = sign_in("outsider")
    for address in (typing_of(edition), reverse("admin:edition_drop", args=[edition.public_id])):
        assert outsider.post(address, data).status_code == 404
    assert outsider.get(preview_of(edition)).status_code == 404
    assert not Buffer.objects.exists() and not Presence.objects.exists()
    assert sign_in("reviewer").get(preview_of(edition)).status_code == 200
    told = sign_in("writer").get(typing_of(edition)).json()
    assert told["user"] == "writer" and len(told["token"]) > 30
    assert "/login/" in Client().get(preview_of(edition)).url


def test_a_new_sign_in_goes_on_with_the_token_that_the_address_gives():
    edition = factories.draft()
    user = sign_in("writer").user
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = text_of(browser.get(page_of(edition)))
    old = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    browser.logout()
    assert browser.post(typing_of(edition), posted(edition, csrfmiddlewaretoken=old)).status_code in (401, 403)
    browser.force_login(user)
    token = browser.get(typing_of(edition)).json()["token"]
    data = posted(edition, title="Typed on", csrfmiddlewaretoken=token)
    assert browser.post(typing_of(edition), data).json()["kept"]
    assert browser.post(page_of(edition), data).status_code == 302
    assert browser.post(typing_of(edition), data | {"csrfmiddlewaretoken": "x"}).status_code == 403


def test_a_redacted_edition_keeps_nothing():
    edition = factories.redacted()
    assert sign_in("writer").post(typing_of(edition), posted(edition)).status_code == 409
    assert not Buffer.objects.exists()


def test_an_autosave_asks_few_questions_however_many_rows(django_assert_max_num_queries):
    edition, writer = factories.draft(), sign_in("writer")
    rows = [{"key": factories.photo().public_id, "alt": "x"} for _number in range(8)]
    themes = [factories.theme(f"theme-{number}").slug for number in range(8)]
    for photos, chosen in ((rows[:1], themes[:1]), (rows, themes)):
        data = posted(edition, photos=photos, themes=chosen)
        with django_assert_max_num_queries(19):
            writer.post(typing_of(edition), data)


# --- who is there ---


def test_presence_is_seen_by_others_for_a_while():
    edition, writer, reviewer = factories.draft(), sign_in("writer"), sign_in("reviewer")
    writer.user.first_name, writer.user.last_name = "Aigerim", "Sapar"
    writer.user.save()
    reviewer.get(page_of(edition))
    reviewer.post(typing_of(edition), {})
    assert not Presence.objects.exists(), "who only reads is not there"
    begun = clock.now()
    with time_machine.travel(begun, tick=False) as clocks:
        writer.post(typing_of(edition), {})
        assert "is editing" not in writer.post(typing_of(edition), {}).json()["present"], "not told of oneself"
        clocks.shift(40)
        assert "Aigerim Sapar is editing, since" in text_of(reviewer.get(page_of(edition)))
        writer.post(typing_of(edition), {})
        clocks.shift(40)
        assert "Aigerim Sapar is editing" in text_of(reviewer.get(page_of(edition)))
        assert Presence.objects.get().since == begun
        clocks.shift(10)
        assert "is editing" not in text_of(reviewer.get(page_of(edition)))
        sign_in("publisher").post(typing_of(edition), {})
        assert [str(row.user) for row in Presence.objects.all()] == ["publisher"], "old rows are gone"
    writer.post(typing_of(edition), {})
    writer.post(typing_of(edition), {"leaving": "1"})
    assert not Presence.objects.filter(user=writer.user).exists()


# --- the preview ---


def test_the_preview_shows_the_unsaved_text_with_photos_from_the_desk_and_leaks_nothing():
    live = factories.live(photos=[{"photo": factories.photo(), "alt": "Old"}])
    edition, photo = factories.next_draft(live), factories.photo()
    document = {"key": factories.attachment().public_id, "title": "The decree"}
    writer = sign_in("writer")
    said = text_of(writer.get(preview_of(edition)))
    assert edition.title in said and "Changes since publication" in said and "The date was wrong." in said
    data = posted(
        edition,
        title="Typed",
        change_kind="minor",
        photos=[{"key": photo.public_id, "alt": "A lock", "focal_x": "10"}],
        attachments=[document],
    )
    writer.post(typing_of(edition), data)
    answer = writer.get(preview_of(edition))
    page = text_of(answer)
    assert "<h1>Typed</h1>" in page and 'alt="A lock"' in page and 'class="x1 y5"' in page and "The decree" in page
    assert "Changes since publication" not in page, "a minor change is not told of"
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    source = re.search(r'src="(/admin/[^"]+/renditions/[^"]+)"', page)[1]
    file = writer.get(source)
    assert file.status_code == 200 and file.headers["Content-Type"] == "image/webp"
    assert "no-store" in file.headers["Cache-Control"] and b"".join(file.streaming_content)
    assert sign_in("outsider").get(source).status_code == 404
    photo.renditions.get().file.storage.delete(photo.renditions.get().file.name)
    assert writer.get(source).status_code == 404, "a file that is gone"
    assert Client().get(source).status_code == 302
    assert writer.get(source.replace("320.", "9" * 30 + ".")).status_code == 404
    form = writer.get(page_of(edition)).headers
    assert "frame-src 'self'" in form["Content-Security-Policy"] and form["X-Frame-Options"] == "DENY"
    assert "frame-src" not in Client().get("/en/").headers["Content-Security-Policy"]
    assert fresh(edition).title == edition.title and fresh(edition).release.published_at == live.release.published_at


@pytest.mark.parametrize("standing", ("draft", "in_review", "scheduled", "live", "superseded", "withdrawn", "redacted"))
def test_every_edition_has_a_preview_in_its_language(standing):
    edition = getattr(factories, standing)(language="ru")
    answer = sign_in("reviewer").get(preview_of(edition))
    assert answer.status_code == 200 and '<html lang="ru">' in text_of(answer)
    assert sign_in("reviewer").post(preview_of(edition)).status_code == 405


@pytest.mark.parametrize("address", ["https://[", "https://[x]/", "javascript:alert(1)"])
def test_half_an_address_of_a_link_is_kept_and_breaks_no_page(address):
    edition, writer = factories.draft(), sign_in("writer")
    row = {"links-TOTAL_FORMS": "1", "links-INITIAL_FORMS": "0", "links-0-url": address, "links-0-title": "The talk"}
    told = writer.post(typing_of(edition), posted(edition) | row)
    assert told.status_code == 200 and told.json()["kept"]
    preview = writer.get(preview_of(edition))
    assert preview.status_code == 200 and "The talk" in text_of(preview)
    assert address in text_of(writer.get(page_of(edition)))


def test_the_preview_marks_the_statements_that_go_along():
    live = factories.live()
    factories.statement(live, "the canal reaches every village of the steppe", status=StatementStatus.ACCEPTED)
    edition, writer = factories.next_draft(live), sign_in("writer")
    assert 'class="said"' in text_of(writer.get(preview_of(edition)))
    writer.post(typing_of(edition), posted(edition, body=edition.body.replace("noted that", "denied that")))
    assert 'class="said"' not in text_of(writer.get(preview_of(edition))), "somebody must look again"
    factories.statement(edition, "the work will go on in spring", status=StatementStatus.ACCEPTED)
    factories.statement(edition, "will go on", status=StatementStatus.SUGGESTED)
    assert text_of(writer.get(preview_of(edition))).count('class="said"') == 1
    assert not edition.statement_versions.filter(status=StatementStatus.NEEDS_REVIEW).exists(), "nothing is written"


# --- the checklist ---


def codes(edition):
    return [reason.code for reason in workflow.content_warnings(edition)]


def test_warnings_of_a_bare_text_and_none_of_a_whole_one():
    photo = factories.photo()
    edition = factories.draft(title="x" * 111, photos=[{"photo": photo, "alt": "A canal"}])
    factories.statement(edition, "the canal", status=StatementStatus.SUGGESTED)
    assert codes(edition) == ["long_title", "summary", "caption", "credit", "themes", "statements"]
    whole = factories.draft(
        summary="A canal opens.",
        themes=[factories.theme()],
        photos=[{"photo": photo, "alt": "A canal", "caption": "The canal", "credit": "Drawing"}],
    )
    assert codes(whole) == []


def test_links_that_lead_nowhere_on_our_own_site(settings):
    live, hidden = factories.live(themes=[factories.theme()], event=factories.event("forum")), factories.scheduled()
    person, photo = factories.person(), factories.photo()
    moved = factories.live(slug="old-address")
    old = moved.release.get_absolute_url()
    workflow.amend(moved.release, factories.user("publisher"), reason="Typo.", slug="new-address")
    statement = factories.statement(live, "the canal").statement
    good = [
        live.release.get_absolute_url(),
        live.release.get_absolute_url() + "history/",
        settings.SITE_URL + live.release.get_absolute_url(),
        settings.SITE_URL,
        old,
        "/en/",
        "/ru/releases/?page=2",
        "/en/events/forum/",
        "/kk/themes/water/",
        statement.get_absolute_url(),
        "https://www.example.com/whatever",
        "mailto:press@example.org",
        "#below",
    ]
    bad = [
        hidden.release.get_absolute_url(),
        "/en/releases/2020/01/01/nothing/",
        "/en/nothing/",
        "/admin/",
        "/en/themes/fire/",
        f"/en/people/{person.slug}/",
        f"/photos/{photo.public_id}/320.webp",
        "/en/statements/nothere/",
        "www.example.org",
    ]
    for addresses, expected in ((good, 0), (bad, len(bad))):
        body = "".join(f'<p><a href="{address}">x</a></p>' for address in [*addresses, "http://[x"])
        edition = factories.draft(body=body)
        told = [reason.message for reason in workflow.content_warnings(edition) if reason.code == "link"]
        assert len(told) == expected, told
    assert warnings.dead_paths(good[:2]) == set()
    assert warnings.own_path("http://[x") is None


def test_a_place_of_a_pattern_left_unfilled_keeps_the_text_from_review():
    factories.pattern(title="To [name] on [occasion]", body="<p>Dear [name],</p>")
    edition = factories.draft(title="To Marcus on [occasion]", body="<p>Dear [name], [sic] [one of these]</p>")
    left = [reason for reason in workflow.content_blockers(edition) if reason.code == "unfilled"]
    assert [reason.place for reason in left] == ["body", "title"]
    assert "“[name]”" in left[0].message
    other = factories.draft(language="ru", title="[name]")
    assert not workflow.content_blockers(other), "patterns of another language"


def test_the_checklist_leads_to_the_fields_and_follows_the_typing():
    photo = factories.photo()
    edition = factories.draft(photos=[{"photo": photo}], body="")
    writer = sign_in("writer")
    page = text_of(writer.get(page_of(edition)))
    for target in (f'href="#use-{photo.public_id}" data-field="alt"', 'href="#id_body"', 'href="#id_summary"'):
        assert target in page
    assert f'id="use-{photo.public_id}"' in page
    rows = [{"key": photo.public_id, "alt": "A canal", "caption": "C", "credit": "D"}]
    data = posted(edition, body="<p>x</p>", summary="S", photos=rows, themes=[factories.theme().slug])
    told = writer.post(typing_of(edition), data).json()["checklist"]
    assert "Nothing is missing" in told and "Worth a look" not in told
    workflow.save(edition, writer.user, {"body": "<p>x</p>", "photos": []}, seen_hash=edition.content_hash())
    workflow.submit(fresh(edition), writer.user)
    assert "data-field" not in text_of(writer.get(page_of(edition))), "there is no form to lead to"
