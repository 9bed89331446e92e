"""The words of every mail, in three languages, as text and as HTML; its headers; and what is not sent any more."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import translation

from speeches import clock, mail, outbox, workflow
from speeches.models import Comment, Edition, Message, Profile, Thread
from speeches.states import MailKind
from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ru", "kk")
TITLE = "Су & «дала» <2026>"
VOID = {"meta", "br", "hr", "img"}


class Outline(HTMLParser):
    """Checks that elements nest, and collects the words, and the addresses of links."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.links, self.languages = [], [], [], []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        assert len(found) == len(attributes), attributes
        self.languages += [found["lang"]] if "lang" in found else []
        if tag == "a":
            self.links.append(found["href"])
        assert tag not in ("script", "img", "link", "style"), "nothing is fetched, and nothing runs"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def people():
    for role in ("writer", "reviewer", "publisher"):
        factories.user(role)
    aigerim = factories.user("writer", "aigerim", first_name="Айгерим", last_name="Сапарова")
    Message.objects.all().delete()
    return aigerim


def submitted(aigerim):
    workflow.submit(factories.draft(by=aigerim, title=TITLE), aigerim, comment="Асығыс.")


def changes(aigerim):
    edition = factories.in_review(title=TITLE)
    workflow.request_changes(edition, aigerim_as("reviewer"), reason="Кто это сказал?\nИ когда?")


def aigerim_as(role):
    found = factories.user("writer", "aigerim")
    found.groups.add(factories.group(factories.ROLES[role]))
    return type(found).objects.get(pk=found.pk)


def approved(at=None):
    def act(_aigerim):
        factories.approved(factories.in_review(title=TITLE), at=at and clock.now() + at, by=aigerim_as("reviewer"))

    return act


def unreviewed(at=None):
    def act(_aigerim):
        edition, seen = factories.draft(title=TITLE), None
        seen = edition.content_hash()
        at_ = at and clock.now() + at
        workflow.publish_without_review(edition, aigerim_as("publisher"), seen, reason="Сөз.", at=at_)

    return act


def moved(at):
    def act(_aigerim):
        edition = factories.scheduled(title=TITLE)
        workflow.reschedule(edition, aigerim_as("publisher"), at=at and clock.now() + at)

    return act


def unscheduled(_aigerim):
    workflow.unschedule(factories.scheduled(title=TITLE), aigerim_as("publisher"), reason="Әлі емес.")


def left(_aigerim):
    edition = factories.in_review(title=TITLE)
    bundle = factories.bundle(edition)
    seen = {edition.public_id: edition.content_hash()}
    workflow.approve_bundle(bundle, factories.user("reviewer"), seen, at=clock.now() + timedelta(hours=2))
    workflow.leave_bundle(Edition.objects.get(pk=edition.pk), aigerim_as("publisher"), reason="Әлі емес.")


def withdrawn(_aigerim):
    edition = factories.live(title=TITLE)
    factories.next_scheduled(edition, title=TITLE)
    workflow.withdraw(edition, aigerim_as("publisher"), reason="Ошибка в цифрах.")


def reinstated(_aigerim):
    edition = factories.withdrawn(title=TITLE)
    workflow.propose(edition, "reinstate", factories.user("publisher"), reason="Всё верно.")
    workflow.reinstate(edition, aigerim_as("publisher"), reason="Всё верно.")


def discarded(aigerim):
    edition = factories.draft(title=TITLE)
    workflow.discard(edition, aigerim_as("publisher"), comment="Әлі емес.")


def commented(aigerim):
    workflow.comment(factories.in_review(title=TITLE), "Қашан?", user=aigerim)


def agreed(_aigerim):
    edition = factories.in_review(title=TITLE)
    link = factories.review_link(edition, "Дана Серікова")
    workflow.audit("agree", edition, link.recipient, link=link.public_id)


def bundled(_aigerim):
    editions = [factories.in_review(title=TITLE, language=language) for language in LANGUAGES]
    seen = {edition.public_id: edition.content_hash() for edition in editions}
    workflow.approve_bundle(factories.bundle(*editions), aigerim_as("reviewer"), seen)


SOON = timedelta(hours=3)
ACTS = {
    "submit": (submitted, {MailKind.SUBMITTED}),
    "request changes": (changes, {MailKind.CHANGES_REQUESTED}),
    "approve": (approved(), {MailKind.APPROVED}),
    "approve at": (approved(SOON), {MailKind.APPROVED, MailKind.SOON}),
    "unreviewed": (unreviewed(), {MailKind.APPROVED, MailKind.UNREVIEWED}),
    "unreviewed at": (unreviewed(SOON), {MailKind.APPROVED, MailKind.UNREVIEWED, MailKind.SOON}),
    "reschedule": (moved(None), {MailKind.APPROVED}),
    "reschedule at": (moved(SOON), {MailKind.APPROVED, MailKind.SOON}),
    "unschedule": (unscheduled, {MailKind.CHANGES_REQUESTED}),
    "leave bundle": (left, {MailKind.CHANGES_REQUESTED, MailKind.APPROVED}),
    "withdraw": (withdrawn, {MailKind.APPROVED}),
    "reinstate": (reinstated, {MailKind.APPROVED}),
    "discard": (discarded, {MailKind.CHANGES_REQUESTED}),
    "comment": (commented, {MailKind.COMMENTED}),
    "agree": (agreed, {MailKind.COMMENTED}),
    "bundle": (bundled, {MailKind.APPROVED}),
}


def composed(row):
    """The mail of a row, or None where it is not wanted any more."""
    try:
        return mail.compose(Message.objects.select_related("edition__release", "recipient").get(pk=row.pk))
    except mail.Unwanted:
        return None


def html_of(letter):
    ((html, kind),) = ((part.content, part.mimetype) for part in letter.alternatives)
    assert kind == "text/html"
    return html


def in_language(language):
    for user in {row.recipient for row in Message.objects.select_related("recipient") if row.recipient}:
        Profile.objects.update_or_create(user=user, defaults={"language": language})


@pytest.mark.parametrize("act", ACTS)
def test_every_mail_says_who_and_what_in_every_language(people, act, settings):
    settings.SITE_URL = "https://press.example.org"
    do, kinds = ACTS[act]
    do(people)
    said = {}
    for language in LANGUAGES:
        in_language(language)
        rows = Message.objects.order_by("pk")
        letters = {row.pk: (row, letter) for row in rows if (letter := composed(row))}
        assert kinds <= {row.kind for row, _letter in letters.values()}
        for key, (row, letter) in letters.items():
            said.setdefault(key, []).append((letter.subject, letter.body))
            check(row, letter, language)
    for words in said.values():
        for number in (0, 1):
            assert len({told[number] for told in words}) == len(LANGUAGES), "a language says what another says"


def check(row, letter, language):
    page = Outline(html_of(letter))
    assert page.languages[0] == language == letter.extra_headers["Content-Language"]
    assert page.languages[1] == row.edition.release.language
    assert letter.to == [row.recipient.email]
    desk = "https://press.example.org/admin/speeches/release/editions/"
    preferences = "https://press.example.org/admin/speeches/message/preferences/"
    with translation.override(language):
        assert str(mail._WHY[row.kind]) in letter.body
    for whole in (letter.body, page.text):
        assert TITLE in whole
        assert "%(" not in whole and "{{" not in whole and "&amp;" not in whole
        assert row.data.get("comment", "").replace("\n", " ") in " ".join(whole.split())
        if at := row.data.get("at"):
            assert at == "now" or "(Asia/Almaty)" in whole or row.data["verb"] == "publish_without_review"
    assert preferences in letter.body and desk in letter.body
    assert page.links[0].startswith(desk) and page.links[-1] == preferences
    assert TITLE in letter.subject or "…" in letter.subject
    assert f"({row.edition.release.language})" in letter.subject
    assert row.kind == MailKind.SOON or row.data["by"] in letter.subject or row.data["verb"] == "cancel"
    assert "canal" not in letter.body and "canal" not in page.text, "the text of the edition is never told"
    if language != "en":
        strange = re.sub(r"https?://\S+|Asia/Almaty|\((en|ru|kk)\)", "", f"{letter.subject} {letter.body}")
        for written in (row.data["by"], row.data["comment"]):
            strange = strange.replace(written, "")
        assert not re.search("[A-Za-z]{2}", strange), strange


def test_a_bundle_is_one_mail_that_names_and_links_every_edition(people):
    bundled(people)
    row = Message.objects.get(kind=MailKind.APPROVED, recipient__username="writer")
    letter = composed(row)
    assert letter.subject == f"Айгерим Сапарова approved, now live: {TITLE} (en) and 2 more"
    keys = list(Edition.objects.order_by("pk").values_list("public_id", flat=True))
    assert [link.rstrip("/").split("/")[-1] for link in Outline(html_of(letter)).links[:3]] == keys
    assert all(key in letter.body for key in keys)


def test_a_subject_as_people_read_it(people):
    aigerim = factories.user("writer", "aigerim2", first_name="Aigerim")
    workflow.submit(factories.draft(by=aigerim, title="Water for the steppe", language="ru"), aigerim)
    letter = composed(Message.objects.get(recipient__username="reviewer"))
    assert letter.subject == "Aigerim asks you to review: Water for the steppe (ru)"
    assert letter.from_email == "Press Service of the President <newsroom@127.0.0.1>"


def test_mails_about_one_release_are_one_conversation_and_say_that_no_person_wrote_them(people, settings):
    settings.SITE_URL = "https://press.example.org"
    commented(people)
    workflow.comment(Edition.objects.get(), "Тағы?", user=people)
    first, second = (composed(row).message() for row in Message.objects.filter(kind=MailKind.COMMENTED))
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["References"] == f"<release-{Edition.objects.get().release.public_id}@press.example.org>"
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe"] == "<https://press.example.org/admin/speeches/message/preferences/>"
    row = Message.objects.filter(kind=MailKind.COMMENTED).first()
    assert composed(row).message()["Message-ID"] == composed(row).message()["Message-ID"] == first["Message-ID"]


@pytest.mark.parametrize("evil", ["A\r\nBcc: evil@example.org", "A\nSubject: B", "A\x00\x1b[2J\u202egnp", "A\u2028B"])
def test_no_title_and_no_name_reaches_the_headers(people, evil):
    submitted(people)
    Edition.objects.update(title=evil.replace("\x00", ""))
    row = Message.objects.get(recipient__username="reviewer")
    row.data["by"] = evil
    row.edition.title = evil
    letter = mail.compose(row)
    assert letter.subject.isprintable()
    headers = letter.message()
    assert sorted(headers.keys()) == sorted(set(headers.keys())), "no header stands there twice"
    assert "Bcc" not in headers and letter.recipients() == ["reviewer@example.org"]


def test_an_address_that_carries_headers_is_refused(people):
    submitted(people)
    row = Message.objects.get(recipient__username="reviewer")
    row.recipient.email = "reviewer@example.org\r\nBcc: evil@example.org"
    with pytest.raises(ValueError):
        mail.compose(row).message()


def dropped():
    return [row for row in Message.objects.all() if composed(row) is None]


def test_what_has_passed_is_not_told_any_more(people):
    edition = factories.in_review()
    assert not dropped()
    edition = workflow.request_changes(edition, factories.user("reviewer"), reason="Why?")
    assert {row.kind for row in dropped()} == {MailKind.SUBMITTED}
    Message.objects.all().delete()
    scheduled = factories.scheduled(clock.now() + SOON)
    Message.objects.exclude(kind=MailKind.SOON).delete()
    assert not dropped()
    old = Message.objects.first()
    workflow.reschedule(scheduled, factories.user("publisher"), at=None)
    old.pk = None
    old.public_id = "old"
    old.save()
    assert composed(old) is None, "it is live already"


def test_the_reminder_of_a_bundle_leaves_out_what_left_it(people):
    editions = [factories.in_review(title=f"{TITLE} {language}", language=language) for language in LANGUAGES]
    seen = {edition.public_id: edition.content_hash() for edition in editions}
    bundle = factories.bundle(*editions)
    workflow.approve_bundle(bundle, factories.user("reviewer"), seen, at=clock.now() + SOON)
    workflow.leave_bundle(editions[0], factories.user("publisher"), reason="Not yet.")
    row = Message.objects.get(kind=MailKind.SOON, recipient__username="writer")
    letter = composed(row)
    assert f"{TITLE} en" not in letter.body
    assert f"{TITLE} ru" in letter.body and f"{TITLE} kk" in letter.body
    assert letter.subject.endswith("(ru) and 1 more")


def test_nobody_is_told_who_does_not_want_it_or_may_not_see_it_or_is_gone(people):
    submitted(people)
    row = Message.objects.get(recipient__username="reviewer")
    reviewer = row.recipient
    assert composed(row)
    profile = Profile.objects.create(user=reviewer, muted=["submitted"])
    assert composed(row) is None
    profile.muted = ["approved"]
    profile.save()
    assert composed(row)
    reviewer.groups.clear()
    assert composed(row) is None
    reviewer.groups.add(factories.group("Reviewers"))
    assert composed(row)
    for change in ({"is_active": False}, {"email": ""}):
        type(reviewer).objects.filter(pk=reviewer.pk).update(**change)
        assert composed(row) is None
        type(reviewer).objects.filter(pk=reviewer.pk).update(is_active=True, email="reviewer@example.org")


def test_words_of_a_comment_that_is_gone_are_not_sent(people):
    commented(people)
    row = Message.objects.get(kind=MailKind.COMMENTED)
    assert "Қашан?" in composed(row).body
    Comment.objects.all().delete()
    Thread.objects.all().delete()
    assert composed(row) is None


def test_who_has_chosen_no_language_gets_that_of_the_newsroom(people, settings):
    submitted(people)
    row = Message.objects.get(recipient__username="reviewer")
    settings.LANGUAGE_CODE = "kk"
    with translation.override("ru"):
        assert composed(row).extra_headers["Content-Language"] == "kk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_gets_a_link_of_his_own_in_his_language(people, language, monkeypatch, settings):
    settings.SITE_URL = "https://press.example.org"
    edition = factories.in_review(title=TITLE)
    link = factories.review_link(edition, email="dana@example.org", language=language, created_by=people)
    outbox.put(MailKind.INVITED, edition, address=link.email, link=link.public_id)
    row = Message.objects.get(kind=MailKind.INVITED)
    monkeypatch.setattr(mail, "guest_url", lambda link: f"https://press.example.org/review/{link.public_id}/")
    letter = composed(row)
    page = Outline(html_of(letter))
    assert letter.to == ["dana@example.org"] and letter.reply_to == [people.email]
    assert page.links == [f"https://press.example.org/review/{link.public_id}/"]
    assert page.links[0] in letter.body and TITLE in letter.body
    assert TITLE not in letter.subject, "a subject is read on a locked telephone"
    assert "Айгерим Сапарова" in letter.subject and "(Asia/Almaty)" in letter.body
    assert "/admin/" not in letter.body + html_of(letter)
    assert "List-Unsubscribe" not in letter.extra_headers and "References" not in letter.extra_headers
    if language != "en":
        assert not re.search("[A-Za-z]{2}", re.sub(r"https?://\S+|Asia/Almaty|\(en\)", "", letter.body))
    for change in ({"revoked_at": clock.now()}, {"expires_at": clock.now()}):
        type(link).objects.filter(pk=link.pk).update(**{"revoked_at": None} | change)
        assert composed(row) is None
