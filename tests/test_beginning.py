"""What a release begins with: patterns, other releases, standing texts; and the kinds of change of a later edition."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from speeches import changing, text, workflow
from speeches.models import AuditEntry, Edition, Pattern, Release, StandingText
from speeches.states import ChangeKind
from tests import factories
from tests.checks import audited, refused
from tests.desk import alerts, page_of, posted, sign_in, text_of, verb_of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:speeches_release_add")
NEW = {"language": "en", "title": "To Dana Serik", "pattern": "congratulation-en"}


def pattern(**fields):
    made = factories.pattern(
        **{"title": "To [name]", "body": "<p>Dear [name] of [country]!</p>", "summary": "In short."} | fields
    )
    made.themes.set([factories.theme("water")])
    return made


def duplicate_of(edition):
    return reverse("admin:edition_duplicate", args=[edition.public_id])


def keep_of(edition):
    return reverse("admin:edition_keep", args=[edition.public_id])


# --- beginning ---


def test_a_draft_begins_with_text_themes_and_kind_of_a_pattern_and_the_standing_texts():
    pattern()
    factories.standing_text(press_contact="Call us.", boilerplate="Who we are.")
    response = sign_in("writer").post(ADD, NEW)
    edition = Edition.objects.get()
    assert response.url == page_of(edition)
    assert (edition.title, edition.release.slug, edition.release.kind) == (
        "To Dana Serik",
        "to-dana-serik",
        "congratulation",
    )
    assert (edition.plain_text, edition.summary) == ("Dear [name] of [country]!", "In short.")
    assert [theme.slug for theme in edition.themes.all()] == ["water"]
    assert (edition.press_contact, edition.boilerplate) == ("Call us.", "Who we are.")
    assert [use.user.username for use in edition.contributions.all()] == ["writer"]
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["create", "use_pattern"]


def test_a_title_left_empty_is_that_of_the_pattern_and_its_places_are_not_in_the_address():
    pattern(title="To [name] of the steppe")
    sign_in("writer").post(ADD, NEW | {"title": "", "kind": "speech"})
    edition = Edition.objects.get()
    assert (edition.title, edition.release.slug) == ("To [name] of the steppe", "to-of-the-steppe")
    assert edition.release.kind == "speech", "what the writer chooses comes before the pattern"


def test_without_a_pattern_it_begins_empty_with_the_standing_texts_of_its_language():
    factories.standing_text("en", press_contact="Call us.")
    factories.standing_text("kk", press_contact="Қоңырау шалыңыз.")
    writer = sign_in("writer")
    writer.post(ADD, {"language": "kk", "title": "Су"})
    assert (Edition.objects.get().press_contact, Edition.objects.get().body) == ("Қоңырау шалыңыз.", "")
    writer.post(ADD, {"language": "ru", "title": "Вода"})
    assert Edition.objects.get(release__language="ru").press_contact == ""


def test_an_import_gets_no_standing_text():
    factories.standing_text("en", press_contact="Call us.")
    assert factories.draft().press_contact == ""


def test_a_pattern_of_another_language_is_refused_in_words():
    pattern(language="ru", name="Поздравление")
    response = sign_in("writer").post(ADD, NEW)
    assert "is written in Russian" in str(response.context["release_form"].errors["pattern"])
    with refused("language"):
        workflow.begin(factories.user("writer"), language="kk", title="Су", pattern=Pattern.objects.get())
    assert not Release.objects.exists()


@pytest.mark.parametrize("wrong", ("nothing", "\0", "9" * 40, "a b"))
def test_a_pattern_that_is_none_is_refused(wrong):
    response = sign_in("writer").post(ADD, NEW | {"pattern": wrong})
    assert list(response.context["release_form"].errors) == ["pattern"]
    assert not Release.objects.exists()


def test_the_page_groups_the_patterns_by_language():
    pattern()
    pattern(slug="congratulation-kk", language="kk", name="Құттықтау")
    page = text_of(sign_in("writer").get(f"{ADD}?pattern=congratulation-kk&language=kk"))
    assert page.count("<optgroup") == 2
    option = page.split('<option value="congratulation-kk"')[1].split(">")[0]
    assert 'data-title="To [name]"' in option and 'lang="kk"' in option and "selected" in option


@pytest.mark.parametrize("query", ("pattern=%00", "event=%00", "event=nothing", "language=xx", "pattern=nothing"))
def test_the_page_stands_whatever_its_address_asks(query):
    assert sign_in("writer").get(f"{ADD}?{query}").status_code == 200


# --- duplicating ---


def test_a_duplicate_has_text_themes_and_photos_but_not_the_documents_and_nothing_of_the_past():
    factories.standing_text(press_contact="New contact.")
    photo = {"photo": factories.photo(), "alt": "A canal", "caption": "The canal", "credit": "Drawing", "focal_x": 20}
    edition = factories.live(
        photos=[photo],
        attachments=[{"attachment": factories.attachment(), "title": "Decree"}],
        links=[{"url": "https://example.org/v", "title": "Recording"}],
        themes=[factories.theme("water")],
        event=factories.event("forum"),
        kind="speech",
        press_contact="Old contact.",
        translation_group="t1",
    )
    publisher = sign_in("publisher")
    data = {"title": "Another canal", "event": "forum", "photos": "on"}
    response = publisher.post(duplicate_of(edition), data)
    made = Edition.objects.exclude(pk=edition.pk).get()
    assert response.url == page_of(made)
    assert (made.title, made.release.slug, made.release.kind) == ("Another canal", "another-canal", "speech")
    assert (made.plain_text, made.press_contact) == (edition.plain_text, "Old contact.")
    assert made.release.event.slug == "forum" and [theme.slug for theme in made.themes.all()] == ["water"]
    use = made.edition_photos.get()
    assert (use.alt, use.caption, use.credit, use.focal_x) == ("A canal", "The canal", "Drawing", 20)
    assert not made.edition_attachments.exists() and not made.edition_links.exists()
    assert (made.release.published_at, made.release.translation_group, made.based_on) == (None, "", None)
    assert made.change_kind == ChangeKind.FIRST and made.standing() == "draft"
    assert [use.user.username for use in made.contributions.all()] == ["publisher"]
    entry = AuditEntry.objects.get(verb="duplicate")
    assert (entry.subject_key, entry.details["source"]) == (made.public_id, edition.public_id)
    publisher.post(duplicate_of(edition), data | {"documents": "on", "photos": "", "slug": "third"})
    third = Edition.objects.get(release__slug="third")
    assert third.edition_attachments.count() == third.edition_links.count() == 1 and not third.edition_photos.exists()


def test_a_duplicate_from_a_pattern_has_its_text_and_the_event_and_themes_of_the_release():
    pattern()
    edition = factories.live(title="The forum", themes=[factories.theme("energy")], event=factories.event("forum"))
    data = {"title": "The forum", "pattern": "congratulation-en", "event": "forum"}
    assert sign_in("writer").post(duplicate_of(edition), data).status_code == 302
    made = Edition.objects.exclude(pk=edition.pk).get()
    assert (made.title, made.plain_text) == ("To [name]", "Dear [name] of [country]!")
    assert sorted(theme.slug for theme in made.themes.all()) == ["energy", "water"]
    assert (made.release.event.slug, made.release.kind) == ("forum", "congratulation")


def test_what_was_taken_back_is_not_duplicated():
    publisher, writer = sign_in("publisher").user, factories.user("writer")
    withdrawn, redacted = factories.withdrawn(), factories.redacted()
    with refused("withdrawn"):
        workflow.duplicate(withdrawn, writer, title="Again")
    with refused("redacted"):
        workflow.duplicate(redacted, writer, title="Again")
    with refused("redacted"):
        workflow.keep_as_pattern(redacted, publisher, name="Again")
    with refused("withdrawn"):
        workflow.keep_as_pattern(withdrawn, publisher, name="Again")
    with refused("permission"):
        workflow.keep_as_pattern(withdrawn, writer, name="Again")
    blind = factories.user("outsider", "blind")
    blind.user_permissions.add(Permission.objects.get(codename="write_edition"))
    edition = factories.live()
    with refused("permission"):
        workflow.duplicate(edition, blind, title="Again")
    page = sign_in("publisher").get(duplicate_of(withdrawn))
    assert "must not come back" in alerts(page) and "<textarea" not in text_of(page)
    assert "was redacted" in alerts(sign_in("publisher").get(keep_of(redacted)))


def test_a_duplicate_of_a_language_has_no_pattern_of_another():
    pattern(language="ru")
    response = sign_in("writer").post(duplicate_of(factories.live()), {"title": "x", "pattern": "congratulation-en"})
    assert Release.objects.count() == 2, "the list of patterns is not even asked for"
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    (
        ({"title": ""}, "title"),
        ({"title": "\u202e"}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"event": "\0"}, "event"),
        ({"event": "nothing"}, "event"),
        ({"slug": "not a slug"}, "slug"),
        ({"title": "???"}, "__all__"),
    ),
)
def test_a_duplicate_is_refused_where_it_is_wrong_and_nothing_is_made(changes, field):
    edition = factories.live()
    response = sign_in("writer").post(duplicate_of(edition), {"title": "Again"} | changes)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Release.objects.count() == 1


# --- who may ---


def test_who_may_duplicate_and_keep():
    edition = factories.live()
    for role, duplicates, keeps in (
        ("writer", True, False),
        ("reviewer", False, False),
        ("publisher", True, True),
        ("administrator", False, False),
    ):
        client, releases, patterns = sign_in(role), Release.objects.count(), Pattern.objects.count()
        page = text_of(client.get(page_of(edition)))
        assert (duplicate_of(edition) in page, keep_of(edition) in page) == (duplicates, keeps), role
        assert client.get(duplicate_of(edition)).status_code == client.get(keep_of(edition)).status_code == 200
        client.post(duplicate_of(edition), {"title": "Again"})
        client.post(keep_of(edition), {"name": f"Kept by {role}"})
        assert (Release.objects.count() - releases, Pattern.objects.count() - patterns) == (duplicates, keeps), role
    outsider = sign_in("outsider")
    for address in (duplicate_of(edition), keep_of(edition)):
        assert outsider.get(address).status_code == outsider.post(address, {"title": "x"}).status_code == 403
        assert sign_in("writer").get(address.replace(edition.public_id, "nothere")).status_code == 404
        assert sign_in("writer").put(address).status_code == 405


def test_a_text_kept_as_a_pattern_can_be_begun_with():
    edition = factories.live(title="To Dana", kind="congratulation", themes=[factories.theme("water")])
    publisher = sign_in("publisher").user
    with audited(("keep_pattern", "publisher", "", "")):
        kept = workflow.keep_as_pattern(edition, publisher, name="National day")
    assert (kept.slug, kept.language, kept.kind, kept.title) == ("national-day-en", "en", "congratulation", "To Dana")
    assert kept.body == edition.body and [theme.slug for theme in kept.themes.all()] == ["water"]
    with refused("slug"):
        workflow.keep_as_pattern(edition, publisher, name="National day!")
    with refused("name"):
        workflow.keep_as_pattern(edition, publisher, name="x" * 101, slug="x")


# --- the records themselves ---


def test_a_publisher_writes_patterns_and_standing_texts_and_others_do_not():
    data = {"language": "kk", "name": "Құттықтау", "kind": "congratulation", "title": "[аты-жөні]", "summary": ""}
    data |= {"body": "<p>Құрметті [аты-жөні]!</p><script>x</script>", "dateline": "", "slug": "", "themes": []}
    standing = {"language": "kk", "press_contact": "Қоңырау шалыңыз.", "notes_to_editors": "", "boilerplate": ""}
    adds = {reverse("admin:speeches_pattern_add"): data, reverse("admin:speeches_standingtext_add"): standing}
    for role in ("writer", "reviewer", "outsider"):
        for address, sent in adds.items():
            assert sign_in(role).post(address, sent).status_code == 403
    for address, sent in adds.items():
        assert sign_in("publisher").post(address, sent).status_code == 302, address
    made = Pattern.objects.get()
    assert (made.slug, made.body) == ("quttyqtau-kk", "<p>Құрметті [аты-жөні]!</p>")
    assert StandingText.objects.get().press_contact == "Қоңырау шалыңыз."
    assert sorted(AuditEntry.objects.values_list("subject_type", flat=True)) == ["pattern", "standingtext"]


def test_an_administrator_changes_the_standing_texts():
    made = factories.standing_text()
    address = reverse("admin:speeches_standingtext_change", args=[made.pk])
    data = {"language": "en", "press_contact": "Call us.", "notes_to_editors": "", "boilerplate": ""}
    assert sign_in("administrator").post(address, data).status_code == 302
    assert StandingText.objects.get().press_contact == "Call us."
    answer = sign_in("administrator").post(address, data | {"press_contact": "x" * 5001})
    assert answer.status_code == 200 and StandingText.objects.get().press_contact == "Call us."


def test_the_name_of_a_pattern_that_gives_no_address_is_told():
    data = {"language": "en", "name": "???", "kind": "speech", "title": "x", "body": "", "slug": ""}
    answer = sign_in("publisher").post(reverse("admin:speeches_pattern_add"), data)
    assert "Give a short name in Latin letters" in text_of(answer)


# --- places ---


def test_places_to_fill_are_told_in_the_form_and_before_it_is_submitted_and_approved():
    edition = factories.draft(title="To [name]", body="<p>Dear [name] of [country] [sic]!</p>")
    assert changing.places_left(edition) == ["name", "country"]
    writer = sign_in("writer")
    form = text_of(writer.get(page_of(edition)))
    assert "Places still to be filled: [name], [country]" in form
    assert "<li>[name]</li><li>[country]</li>" in text_of(writer.get(verb_of(edition, "submit")))
    workflow.submit(edition, factories.user("writer"))
    assert "<li>[country]</li>" in text_of(sign_in("reviewer").get(verb_of(edition, "approve")))
    assert "Places still" not in text_of(writer.get(page_of(factories.draft())))


# --- kinds of change ---


def test_a_new_edition_says_what_kind_of_change_it_is():
    edition, writer = factories.live(), sign_in("writer")
    page = text_of(writer.get(verb_of(edition, "start_edition")))
    for said in ("Readers see no notice", "a flash grows into the full text", "Something was wrong"):
        assert said in page
    response = writer.post(verb_of(edition, "start_edition"), {"change_kind": "minor"})
    draft = Edition.objects.get(state="draft")
    assert (response.url, draft.change_kind) == (page_of(draft), ChangeKind.MINOR)
    form = text_of(writer.get(page_of(draft)))
    assert "Readers see no notice" in form and 'value="minor"' in form and 'value="first"' not in form
    writer.post(page_of(draft), posted(draft, change_kind="update", change_note="More is known."))
    draft.refresh_from_db()
    assert draft.change_kind == ChangeKind.UPDATE


@pytest.mark.parametrize("wrong", ("first", "rewrite", "\0"))
def test_a_new_edition_of_no_known_kind_is_refused(wrong):
    edition = factories.live()
    response = sign_in("writer").post(verb_of(edition, "start_edition"), {"change_kind": wrong})
    assert list(response.context["form"].errors) == ["change_kind"]
    with refused("change_kind"):
        workflow.start_edition(edition, factories.user("writer"), change_kind=wrong)


def test_readers_see_nothing_of_a_minor_change_but_an_update(client):
    words = " ".join(f"word{number}" for number in range(60))
    first = factories.live(body=f"<p>The canall is open. {words}</p>")
    second = factories.corrected(first, body=f"<p>The canal is open. {words}</p>", change_kind="minor", change_note="")
    page = text_of(client.get(first.release.get_absolute_url()))
    assert "Changes since publication" not in page and "The canal is open." in page
    factories.corrected(second, change_kind="update", change_note="More is known.")
    assert "More is known." in text_of(client.get(first.release.get_absolute_url()))


def minor(before, after):
    live = factories.live(title="A title", body=before)
    return factories.next_draft(live, title="A title", body=after, change_kind="minor", change_note="")


LONG = " ".join(f"sentence{chr(97 + number % 26)} goes on." for number in range(30))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    (
        ("The canall is open.", "The canal is open.", ""),
        ("It is 20 km long.", "It is 25 km long.", "20, 25"),
        ("So said Mr Ospanov.", "So said Mr Osmanov.", "Ospanov, Osmanov"),
        ("It is open.", "It is open. More than twenty new words stand here now and so it is quite another text.", "%"),
    ),
)
def test_a_minor_change_that_is_more_is_doubted(before, after, said):
    edition = minor(f"<p>{before} {LONG}</p>", f"<p>{after} {LONG}</p>")
    doubts = " ".join(changing.doubts(edition))
    assert (said in doubts) if said else not doubts
    if said:
        assert "really a minor change?" in text_of(sign_in("writer").get(page_of(edition)))
        workflow.submit(edition, factories.user("writer"))
        assert "really a minor change?" in text_of(sign_in("reviewer").get(verb_of(edition, "approve")))


def test_only_a_minor_change_is_doubted():
    edition = factories.next_draft(factories.live(), body="<p>All is new here: 1, 2, 3.</p>")
    assert changing.doubts(edition) == [] and changing.doubts(factories.draft()) == []


# --- pure ---


def test_places_are_found_once_in_their_order():
    said = "[name], [Country]: [name] of [country]. [1] […] [sic] [так] [] [[x]] [a\nb] [" + "y" * 90 + "]"
    assert text.places(said) == ["name", "Country", "x"]
    assert text.without_places("To [name] of [country]").split() == ["To", "of"]


def test_the_extent_of_a_change():
    assert text.extent("", "") == (0, [], [])
    assert text.extent("same", "same") == (0, [], [])
    assert text.extent("one two three four", "one two three five").percent == 25
    assert text.extent("", "all new").percent == 100
    found = text.extent("Water rose by 1,5 m. Fish swim.", "Water rose by 2,5 m. Birds fly, said Dana.")
    assert (found.numbers, found.names) == (["1,5", "2,5"], ["Dana"])
