"""Every page of the desk, with something of every kind on it, and how to open one."""

from datetime import timedelta

from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from speeches import clock, workflow
from speeches.models import AuditEntry, Message
from speeches.states import MailKind
from speeches.workflow import guests
from tests import factories

EDITOR = ".ProseMirror[contenteditable=true]"
A_MOMENT = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), 100))"
VERBS = {
    "draft": ("submit", "discard", "publish_without_review"),
    "in review": ("approve", "request_changes"),
    "scheduled": ("reschedule", "unschedule"),
    "live": ("withdraw", "start_edition", "redact", "look_after"),
    "withdrawn": ("reinstate",),
}
"""The verbs that have a page, by an edition for which each may be asked."""


def press_in_editor(page, key, at=EDITOR):
    """Clicks `at` a place in the editor and presses a key, no faster than a person.

    For 50 ms after a click the editor puts back the caret that it knows, and of a new one it hears a moment later.
    """
    page.click(at)
    page.evaluate(A_MOMENT)
    page.keyboard.press(key)
    page.evaluate(A_MOMENT)


def pages(user):
    """The addresses of all pages of the desk, by what they show; `user` is the superuser who will look at them."""
    shown = dict(_models(user))
    theme, event = factories.theme(), factories.event(series=factories.series(), ordinal=3)
    photo = {"photo": factories.photo(), "alt": "A canal", "caption": "The canal", "credit": "Drawing"}
    document = {"attachment": factories.attachment(), "title": "The decree"}
    recording = {"url": "https://example.org/recording", "title": "The recording"}
    full = {"themes": [theme], "photos": [photo], "attachments": [document], "links": [recording]}
    live = factories.live(**full)
    correction = factories.next_draft(
        live, body="<p>Quite another text, with a long word: Reichweitenverlängerung.</p>"
    )
    editions = {
        "draft": factories.draft(**full, event=event),
        "correction": correction,
        "in review": factories.in_review(),
        "scheduled": factories.scheduled(),
        "live": live,
        "withdrawn": factories.withdrawn(),
    }
    shown |= {name: _of("edition", edition) for name, edition in editions.items()}
    shown |= {verb: _of("edition_verb", editions[name], verb) for name, verbs in VERBS.items() for verb in verbs}
    shown |= {
        "index": reverse("admin:index"),
        "preferences": reverse("admin:preferences"),
        "new password": reverse("admin:password_change"),
        "release": reverse("admin:speeches_release_change", args=[live.release_id]),
        "trail": reverse("admin:release_trail", args=[live.release_id]),
        "comparison": reverse("admin:release_compare", args=[live.release_id]),
        "comparison side by side": f"{reverse('admin:release_compare', args=[live.release_id])}?view=side",
        "preview": _of("edition_preview", correction),
        "duplicate": _of("edition_duplicate", live),
        "keep as a pattern": _of("edition_keep", live),
        "statement queue": reverse("admin:statement_queue"),
    }
    many = {"submit": "draft", "themes": "draft", "approve": "in review", "reschedule": "scheduled"}
    for verb, name in many.items():
        asked = f"?r={editions[name].release.public_id}&r={live.release.public_id}"
        shown[f"many: {verb}"] = reverse("admin:release_many", args=[verb]) + asked
    records = (event, theme, photo["photo"], document["attachment"], factories.pattern(), factories.person())
    for record in (*records, factories.standing_text(), factories.office(), factories.series(), user):
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
        shown[f"one of: {record._meta.verbose_name}"] = reverse(name, args=[record.pk])
    error = "550 5.1.1 <somebody-with-a-long-name@a-ministry.example>: Recipient address rejected"
    Message.objects.create(kind=MailKind.COMMENTED, edition=live, recipient=user, error=error, attempts=1)
    entry = AuditEntry.objects.first()
    shown["an audit entry"] = reverse("admin:speeches_auditentry_change", args=[entry.pk])
    shown |= _statements(user) | _alignment() | _two_texts(user)
    return shown | _links() | _translation() | _bundles()


def _of(name, edition, *more):
    return reverse(f"admin:{name}", args=[edition.public_id, *more])


def _models(user):
    """The list of every model, and the page on which one is made."""
    request = RequestFactory().get("/")
    request.user = user
    for model, model_admin in admin.site._registry.items():
        name, label = f"admin:{model._meta.app_label}_{model._meta.model_name}", model._meta.verbose_name
        yield f"list: {label}", reverse(f"{name}_changelist")
        if model_admin.has_add_permission(request):
            yield f"new: {label}", reverse(f"{name}_add")


def _statements(user):
    """Statements of every status, one that a change waits for, and the forms in which they are marked and split."""
    edition, writer = factories.live(), factories.user("writer")
    canal = "the canal reaches every village of the steppe"
    said = factories.statement(edition, canal, speaker=factories.person(), cue="noted that", pattern="verb + that")
    workflow.marking.adjust(said, writer, workflow.marking.mark_of(said), cue="noted")
    factories.statement(edition, "the work will go on", status="proposed", speaker_name="Somebody", proposed_by=writer)
    factories.statement(edition, "in spring", status="suggested", speaker_name="Somebody", pattern="according to")
    draft = factories.next_draft(edition, body="<p>Nothing of that was ever said here at all.</p>")
    factories.statement(draft, "ever said", status="rejected", speaker_name="Somebody")
    addresses = {"statements": _of("edition_statements", edition), "lost statements": _of("edition_statements", draft)}
    forms = {"edited": f"edit={said.public_id}", "split": f"split={said.public_id}", "marked": "start=0&end=14"}
    asked = {f"a statement {name}": f"{addresses['statements']}?{query}" for name, query in forms.items()}
    return addresses | asked


def _two_texts(user):
    """What was typed and not saved: before somebody else saved, and since."""
    mine, theirs = factories.draft(), factories.draft()
    workflow.keep(mine, user, {"title": ["Typed and not saved"]}, mine.content_hash())
    workflow.keep(theirs, user, {"title": ["Typed before"], "body": ["<p>Quite different.</p>"]}, "0" * 64)
    return {"unsaved text": _of("edition", mine), "two texts": _of("edition", theirs)}


def _links():
    """Review links, and what their guests said; the page of a guest too."""
    edition = factories.in_review()
    thread = workflow.comment(edition, "Is it true?", user=factories.user("reviewer"), start=0, end=5).thread
    workflow.resolve(thread, factories.user("writer"))
    links = [factories.review_link(edition, f"Guest {number}") for number in range(2)]
    guests.remark(links[0], "The year is wrong.", seen_hash=edition.content_hash(), start=0, end=9)
    workflow.agree(links[1], edition.content_hash())
    return {
        "text with guests": _of("edition", edition),
        "approval with guests": _of("edition_verb", edition, "approve"),
        "links": _of("edition_links", edition),
        "revoke": reverse("admin:review_link_revoke", args=[links[0].public_id]),
        "page of a guest": guests.address_of(links[0]),
    }


def _translation():
    """A translation whose source has changed since."""
    writer, source = factories.user("writer"), factories.draft()
    made = workflow.start_translation(source, writer, "ru")
    changed = {"title": "Another title", "body": "<p>The canal is deep.</p>"}
    workflow.save(source, writer, changed, seen_hash=source.content_hash())
    return {"translation": _of("edition", made), "beside its source": _of("translation", made)}


def _alignment():
    """Statements of three language versions: paired by comparison, likely, alone."""
    speaker = factories.person("speaker-of-three")
    words = {"en": ("Water costs 25 tenge", "He agreed"), "ru": ("Вода стоит 25 тенге", "Он согласился"), "kk": ("Су",)}
    for language, said in words.items():
        body = "".join(f"<p>{one}.</p>" for one in said)
        edition = factories.live(language=language, slug="three", translation_group="three", body=body)
        for one in said:
            factories.statement(edition, one, speaker=speaker)
    workflow.align_statements(edition.release, "test")
    address = reverse("admin:alignment", args=[edition.release.public_id])
    return {"statements side by side": address, "statements of other languages": f"{address}?left=ru&right=kk"}


def _bundles():
    """Bundles of everything that may stand in one."""
    draft, waiting = factories.draft, factories.in_review
    whole = {
        "drafts": factories.bundle(draft(), draft(language="ru")),
        "texts in review": factories.bundle(waiting(), waiting(language="ru")),
        "both": factories.bundle(draft(), waiting(language="kk")),
        "nothing": factories.bundle(),
    }
    for name, wait in (("scheduled texts", timedelta(days=1)), ("live texts", None)):
        whole[name] = bundle = factories.bundle(waiting(), waiting(language="kk"))
        seen = {edition.public_id: edition.content_hash() for edition in bundle.editions.all()}
        at = wait and clock.now() + wait
        workflow.approve_bundle(bundle, factories.user("reviewer"), seen, at=at)
    return {
        f"bundle of {name}": reverse("admin:speeches_bundle_change", args=[made.pk]) for name, made in whole.items()
    }


def settled(page, address):
    """Opens an address, and waits for the editor where the page has one."""
    answer = page.goto(address)
    assert answer.status == 200, address
    if page.locator("[data-django-prose-editor-configurable]").count():
        page.wait_for_selector(EDITOR)
