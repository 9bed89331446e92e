"""What tests begin with: people of each role, and releases that went their way through the verbs.

Everything is made as the newsroom makes it, so that a test starts from states that can really occur. Two showings
of a release cannot begin at one instant: under a frozen clock, move it between two publications of one release.
"""

import hashlib
import itertools
from datetime import timedelta
from io import BytesIO

from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from PIL import Image

from speeches import clock, states, workflow
from speeches.models import (
    Attachment,
    Buffer,
    Edition,
    Event,
    EventSeries,
    Look,
    Message,
    Office,
    Pattern,
    Person,
    Photo,
    Presence,
    Profile,
    Rendition,
    ReviewLink,
    SavedFilter,
    StandingText,
    Statement,
    StatementVersion,
    Tenure,
    Theme,
    Translation,
)
from speeches.text import make_anchor

ROLES = {
    "writer": states.Group.WRITERS,
    "reviewer": states.Group.REVIEWERS,
    "publisher": states.Group.PUBLISHERS,
    "administrator": states.Group.ADMINISTRATORS,
}
BODY = (
    "<p>Aidar Bekmuratov noted that the canal reaches every village of the steppe.</p>"
    "<p>According to him, the work will go on in spring.</p>"
)
_numbers = itertools.count(1)


def user(role, name=None, **fields):
    """A member of staff: `role` is a key of ROLES, or "outsider" for somebody in no group.

    Asked twice for one name (by default that of the role), it is the same person; "writer2" needs a name.
    """
    fields = {"is_staff": True, "email": f"{name or role}@example.org"} | fields
    person, made = User.objects.get_or_create(username=name or role, defaults=fields)
    if made and role in ROLES:
        person.groups.add(group(ROLES[role]))
    return person


def group(name):
    """The group `name` with the permissions of `states.GROUP_PERMISSIONS`, and that to read at the desk."""
    found, _ = Group.objects.get_or_create(name=name)
    codenames = [*states.GROUP_PERMISSIONS[name], "view_edition"]
    wanted = Permission.objects.filter(content_type__app_label="speeches", codename__in=codenames)
    found.permissions.set(wanted)
    return found


def theme(slug="water", **fields):
    """A theme, by default public only through what carries it; the same one when asked twice."""
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").capitalize()} | fields)[0]


def person(slug="aidar-bekmuratov", **fields):
    name = slug.replace("-", " ").title()
    return Person.objects.get_or_create(slug=slug, defaults={"name": name} | fields)[0]


def office(slug="president", **fields):
    title = slug.replace("-", " ").capitalize()
    return Office.objects.get_or_create(slug=slug, defaults={"title": title} | fields)[0]


def tenure(holder, held_office, **dates):
    return Tenure.objects.create(person=holder, office=held_office, **dates)


def series(slug="council-sessions", **fields):
    title = slug.replace("-", " ").capitalize()
    return EventSeries.objects.get_or_create(slug=slug, defaults={"title": title} | fields)[0]


def event(slug=None, **fields):
    """An event, by default today and public only through a live release."""
    slug = slug or f"event-{next(_numbers)}"
    fields = {"title": slug.replace("-", " ").capitalize(), "starts_on": localdate(clock.now())} | fields
    return Event.objects.get_or_create(slug=slug, defaults=fields)[0]


def picture(width=64, height=48, colour=None):
    """The bytes of a small PNG; each call gives another colour, so that no two have one hash."""
    number = next(_numbers)
    colour = colour or (number % 256, number // 256 % 256, 120)
    stream = BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def photo(content=None, *, name="canal.png", rendition=True, **fields):
    """A stored photo (bytes `content`, by default a fresh picture) with one rendition of 320 pixels in WebP."""
    content = content or picture()
    width, height = Image.open(BytesIO(content)).size
    found = Photo(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        mime="image/png",
        size=len(content),
        width=width,
        height=height,
        **fields,
    )
    found.file.save(name, ContentFile(content), save=False)
    found.save()
    if rendition:
        stream = BytesIO()
        Image.open(BytesIO(content)).resize((320, 240)).save(stream, "WEBP")
        smaller = Rendition(
            photo=found,
            width=320,
            height=240,
            mime="image/webp",
            sha256=hashlib.sha256(stream.getvalue()).hexdigest(),
            size=len(stream.getvalue()),
        )
        smaller.file.save("320.webp", ContentFile(stream.getvalue()), save=False)
        smaller.save()
    return found


def attachment(content=None, *, name="decree.pdf", mime="application/pdf", **fields):
    """A stored attachment (bytes `content`, by default a small file that is like no other)."""
    content = content or b"%%PDF-1.4\n%% number %d\n%%%%EOF\n" % next(_numbers)
    sha256 = hashlib.sha256(content).hexdigest()
    found = Attachment(name=name, sha256=sha256, mime=mime, size=len(content), **fields)
    found.file.save(name, ContentFile(content), save=False)
    found.save()
    return found


def draft(by=None, **fields):
    """A draft of a new release, by default by the writer.

    `fields` are those of `workflow.create` and of the content together: language, slug, kind, event, published_at,
    translation_group; title, body, themes, photos, attachments …
    """
    number = next(_numbers)
    fields = {"language": "en", "slug": f"release-{number}"} | fields
    content = {"title": f"Water for the steppe, {number}", "body": BODY}
    for name in (*Edition.CONTENT, "themes", "photos", "attachments", "links"):
        if name in fields:
            content[name] = fields.pop(name)
    return workflow.create(by or user("writer"), content=content, **fields)


def in_review(**fields):
    """An edition that the writer submitted."""
    edition = draft(**fields)
    return workflow.submit(edition, fields.get("by") or user("writer"))


def fresh(row):
    """The row as it stands in the database by now."""
    return type(row).objects.get(pk=row.pk)


def approved(edition, *, at=None, by=None):
    """Approves an edition in review; gives it, fresh."""
    return fresh(workflow.approve(edition, by or user("reviewer"), edition.content_hash(), at=at))


def scheduled(at=None, **fields):
    """An edition that goes live at `at` (aware), by default in an hour."""
    return approved(in_review(**fields), at=at or clock.now() + timedelta(hours=1))


def live(**fields):
    """The first edition of a release, live from now."""
    return approved(in_review(**fields))


def next_draft(edition, by=None, **content):
    """A draft beside the live `edition`: a correction with a note unless `content` says otherwise."""
    by = by or user("writer")
    started = workflow.start_edition(edition, by)
    content = {"change_note": "The date was wrong.", "title": f"{edition.title}, corrected"} | content
    return workflow.save(started, by, content, seen_hash=started.content_hash())


def next_scheduled(edition, at=None, **content):
    """A correction of the live `edition` that goes live at `at` (aware), by default in an hour."""
    waiting = workflow.submit(next_draft(edition, **content), user("writer"))
    return approved(waiting, at=at or clock.now() + timedelta(hours=1))


def corrected(edition, **content):
    """A correction of the live `edition`, live from now; gives the new edition."""
    return approved(workflow.submit(next_draft(edition, **content), user("writer")))


def superseded(**fields):
    """The first edition of a release of which a correction is live."""
    edition = live(**fields)
    corrected(edition)
    return fresh(edition)


def withdrawn(reason="The figures were not ours to publish.", **fields):
    """An edition that was live and is withdrawn."""
    return workflow.withdraw(live(**fields), user("publisher"), reason=reason)


def discarded(**fields):
    """A draft that its writer discarded."""
    return workflow.discard(draft(**fields), fields.get("by") or user("writer"))


def redacted(reason="Order of a court.", **fields):
    """An edition that was live and is redacted."""
    edition = live(**fields)
    workflow.propose(edition, "redact", user("administrator"), reason=reason)
    return workflow.redact(edition, user("administrator", "administrator2"), reason=reason)


def reinstated(edition, reason="It was right after all."):
    """Puts a withdrawn edition back, by two publishers."""
    workflow.propose(edition, "reinstate", user("publisher"), reason=reason)
    return workflow.reinstate(edition, user("publisher", "publisher2"), reason=reason)


def bundle(*editions, title="Session of the Council", by=None):
    return workflow.create_bundle(by or user("writer"), title, editions)


def statement(edition, quote, *, speaker=None, status=states.StatementStatus.ACCEPTED, themes=(), **fields):
    """A statement anchored at `quote` in the plain text of `edition`; gives its version there."""
    start = edition.plain_text.index(quote)
    lasting = fields.pop("statement", None) or Statement.objects.create(release=edition.release)
    version = StatementVersion(statement=lasting, edition=edition, speaker=speaker, status=status, **fields)
    version.anchor = make_anchor(edition.plain_text, start, start + len(quote))
    version.save()
    version.themes.set(themes)
    return version


def review_link(edition, recipient="Dana Serikova, Ministry of Water", *, hours=24, **fields):
    """A link for a guest that holds for some hours from now."""
    fields = {"language": "en", "created_by": user("writer")} | fields
    return ReviewLink.objects.create(
        edition=edition, recipient=recipient, expires_at=clock.now() + timedelta(hours=hours), **fields
    )


def left_at_the_desk(edition, word="Zhanar"):
    """All that the desk may keep beside `edition`, each saying `word` somewhere; gives the review link."""
    writer, said = user("writer"), {"title": f"{word} was here"}
    Buffer.objects.create(user=writer, edition=edition, content={"title": [f"{word} typed this"]})
    Presence.objects.create(user=writer, edition=edition)
    Look.objects.create(user=writer, edition=edition, said=said, sha256="0" * 64)
    Profile.objects.get_or_create(user=writer, defaults={"language": "kk", "muted": ["soon"]})
    SavedFilter.objects.get_or_create(user=writer, name="Waiting", defaults={"query": "standing=in_review"})
    link = review_link(edition)
    begun = workflow.comment(edition, f"{word} says no.", user=writer, start=0, end=5).thread
    workflow.comment(edition, f"{word} agrees.", link=link, thread=begun)
    Message.objects.create(kind=states.MailKind.COMMENTED, edition=edition, recipient=writer, data=said)
    other = draft(language="ru" if edition.language != "ru" else "kk").release
    Translation.objects.create(release=other, source=edition.release, said=said, sha256="0" * 64)
    return link


def pattern(slug="congratulation-en", **fields):
    fields = {"name": "Congratulation", "language": "en", "kind": "congratulation", "title": "To [name]"} | fields
    return Pattern.objects.get_or_create(slug=slug, defaults=fields)[0]


def standing_text(language="en", **fields):
    fields = {"press_contact": "Press office, press@example.org"} | fields
    return StandingText.objects.get_or_create(language=language, defaults=fields)[0]
