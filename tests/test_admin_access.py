"""Who may see and do what at the desk: every page and every verb, for every kind of person."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from speeches import states
from speeches.admin import desk
from speeches.models import AuditEntry, Edition
from tests import factories
from tests.desk import page_of, sign_in, text_of, verb_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STANDINGS = ("draft", "in_review", "scheduled", "live", "superseded", "withdrawn", "discarded")
ROLES = ("writer", "reviewer", "publisher", "administrator")


def changelists():
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label == "speeches"
    ]


def test_whoever_is_not_signed_in_is_asked_to(client):
    edition = factories.live()
    pages = [*changelists(), page_of(edition), verb_of(edition, "withdraw"), reverse("admin:index")]
    pages += [reverse("admin:release_trail", args=[edition.release.pk])]
    for address in pages:
        for response in (client.get(address), client.post(address, {"reason": "x"})):
            assert response.status_code == 302, address
            assert response.url.startswith(reverse("admin:login")), address
    assert Edition.objects.live().count() == 1


def test_whoever_is_no_member_of_staff_is_asked_to_sign_in_as_one():
    client = Client()
    client.force_login(factories.user("outsider", "reader", is_staff=False))
    response = client.get(page_of(factories.live()))
    assert response.status_code == 302
    assert reverse("admin:login") in response.url


def test_staff_without_a_group_see_nothing_of_any_edition():
    editions = [factories.draft(title="Embargoed words"), factories.live()]
    bundle = factories.bundle(factories.draft())
    outsider = sign_in("outsider")
    for edition in editions:
        assert outsider.get(page_of(edition)).status_code == 403
        assert outsider.post(page_of(edition), {"title": "x"}).status_code == 403
        for verb in desk.BUTTONS:
            assert outsider.get(verb_of(edition, verb)).status_code == 403
            assert outsider.post(verb_of(edition, verb), {"reason": "x"}).status_code == 403
    for address in (
        reverse("admin:speeches_release_change", args=[editions[0].release.pk]),
        reverse("admin:release_trail", args=[editions[0].release.pk]),
        reverse("admin:speeches_bundle_change", args=[bundle.pk]),
        reverse("admin:speeches_release_add"),
        reverse("admin:speeches_bundle_add"),
        *changelists(),
    ):
        assert outsider.get(address).status_code == 403, address
    index = outsider.get(reverse("admin:index"))
    assert index.status_code == 200
    assert "Embargoed words" not in text_of(index)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_every_role_in_every_standing(role):
    editions = [getattr(factories, standing)() for standing in STANDINGS] + [factories.redacted()]
    bundle = factories.bundle(factories.in_review(), factories.draft())
    client = sign_in(role)
    for edition in editions:
        assert client.get(page_of(edition)).status_code == 200
        assert client.get(reverse("admin:speeches_release_change", args=[edition.release.pk])).status_code == 200
        for verb in desk.BUTTONS:
            assert client.get(verb_of(edition, verb)).status_code == 200, verb
    for address in (
        *changelists(),
        reverse("admin:index"),
        reverse("admin:speeches_bundle_change", args=[bundle.pk]),
        reverse("admin:release_trail", args=[editions[0].release.pk]),
    ):
        # The outbox holds addresses of guests.
        closed = address == reverse("admin:speeches_message_changelist") and role != "administrator"
        assert client.get(address).status_code == (403 if closed else 200), address


def groups_with(verb):
    return states.VERBS[verb].groups


@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "administrator"))
def test_a_forged_verb_of_somebody_elses_role_is_refused_with_the_reason_and_changes_nothing(role):
    editions = [getattr(factories, standing)() for standing in STANDINGS]
    client = sign_in(role)
    before = list(Edition.objects.order_by("pk").values_list("pk", "state"))
    audited = AuditEntry.objects.count()
    for verb in desk.BUTTONS:
        if factories.ROLES[role] in groups_with(verb):
            continue
        for edition in editions:
            data = {"when": "now", "seen_hash": edition.content_hash(), "reason": "Because."}
            response = client.post(verb_of(edition, verb), data)
            assert response.status_code == 200
            assert "Your role does not allow" in text_of(response), (verb, edition.standing())
    assert list(Edition.objects.order_by("pk").values_list("pk", "state")) == before
    assert AuditEntry.objects.count() == audited


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_verb_for_another_standing_is_refused_with_what_it_is_for(standing):
    edition = getattr(factories, standing)()
    client = sign_in("superuser")
    audited = AuditEntry.objects.count()
    for verb in desk.BUTTONS:
        if edition.standing() in states.VERBS[verb].source:
            continue
        data = {"when": "now", "seen_hash": edition.content_hash(), "reason": "Because."}
        page = text_of(client.post(verb_of(edition, verb), data))
        assert "is for:" in page, verb
        assert f"now: {edition.standing().label}" in page, verb
    assert AuditEntry.objects.count() == audited


def test_unknown_things_are_not_found():
    client, edition, bundle = sign_in("superuser"), factories.draft(), factories.bundle(factories.draft())
    number = "9" * 40
    for address in (
        "/admin/speeches/release/editions/nothere/",
        "/admin/speeches/release/editions/nothere/approve/",
        f"/admin/speeches/release/editions/{edition.public_id}/save/",
        f"/admin/speeches/release/editions/{edition.public_id}/explode/",
        f"{page_of(edition)}?against=nothere",
        f"{page_of(edition)}?against=%00",
        f"/admin/speeches/bundle/act/{bundle.public_id}/explode/",
        "/admin/speeches/bundle/act/nothere/approve/",
        *(f"/admin/speeches/{kind}/{key}/change/" for kind in ("release", "bundle") for key in ("0", "²", number, "x")),
        *(f"/admin/speeches/release/{key}/trail/" for key in ("0", "²", number, "x")),
        "/admin/speeches/photo/nothere/file",
        "/admin/speeches/attachment/nothere/file",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post("/admin/speeches/release/proposals/nothere/decline/", {"reason": "x"}).status_code == 404


def test_nothing_that_matters_can_be_deleted_or_changed_by_the_stock_pages():
    superuser = sign_in("superuser")
    edition = factories.live(photos=[{"photo": factories.photo(), "alt": "A canal"}])
    release, photo = edition.release, edition.edition_photos.get().photo
    entry, showing = AuditEntry.objects.first(), release.showings.get()
    for thing in (release, photo, entry, showing):
        name = thing._meta.model_name
        assert superuser.post(f"/admin/speeches/{name}/{thing.pk}/delete/", {"post": "yes"}).status_code == 403
        assert type(thing).objects.filter(pk=thing.pk).exists()
    for thing in (photo, entry, showing):
        response = superuser.post(f"/admin/speeches/{thing._meta.model_name}/{thing.pk}/change/", {"name": "x"})
        assert response.status_code == 403
    for name in ("auditentry", "showing", "statementversion"):
        assert superuser.get(f"/admin/speeches/{name}/add/").status_code == 403
    assert Edition not in admin.site._registry


def test_the_audit_trail_is_filtered_by_what_was_done():
    factories.withdrawn()
    address = reverse("admin:speeches_auditentry_changelist")
    page = text_of(sign_in("reviewer").get(address, {"verb": "withdraw"}))
    rows = page.split('id="result_list"')[1].split("</table>")[0]
    assert rows.count("Withdraw") == 1 and "Submit for review" not in rows
    assert sign_in("reviewer").get(address, {"verb": "\x00"}).status_code == 200


def test_a_form_from_before_another_sign_in_keeps_its_text_and_says_so():
    edition = factories.draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(sign_in("writer").user)
    answer = client.post(page_of(edition), {"title": "Typed"})
    assert answer.status_code == 403
    assert "this page is out of date" in text_of(answer)
    assert client.post("/en/").status_code == 405, "nothing is ever sent to a public page"
