"""Plants hidden things, each with unique tokens in every field that a person fills in.

Every text contains the word `tokenword`, which no live thing contains; every thing has its own number, so that a
leak names its place.
"""

from datetime import timedelta

from django.utils import timezone

from speeches import clock, workflow
from speeches.models import (
    Buffer,
    Event,
    EventSeries,
    ImportSource,
    Look,
    Message,
    Office,
    Pattern,
    Person,
    Redirect,
    ReviewLink,
    StandingText,
    Tenure,
    Theme,
)
from speeches.states import MailKind, StatementStatus
from speeches.workflow import guests
from tests import factories

from .crawler import Things

WORD = "tokenword"
HOUR = timedelta(hours=1)


class Planter:
    """Makes hidden things and remembers by which identifiers somebody could ask for them."""

    def __init__(self, move):
        """`move(delta)` lets the frozen clock go on."""
        self.move, self.things, self.number = move, Things(words=[WORD]), 0
        self.writer, self.reviewer = factories.user("writer"), factories.user("reviewer")
        self.publisher, self.second = factories.user("publisher"), factories.user("publisher", "publisher-two")

    def token(self, label):
        self.number += 1
        return f"{WORD}{self.number}{label.replace('_', '')}"

    def names(self, *fields):
        return {f"{name}_{code}": self.token(f"{name}{code}") for name in fields for code in ("en", "ru", "kk")}

    def surroundings(self):
        """An event with its series, a speaker with an office, and a theme that nothing live uses."""
        series = EventSeries.objects.create(slug=self.token("series"), **self.names("title", "description", "aliases"))
        event = Event.objects.create(
            slug=self.token("event"),
            series=series,
            ordinal=3,
            starts_on=clock.now().date(),
            **self.names("title", "place"),
        )
        person = Person.objects.create(slug=self.token("person"), **self.names("name", "aliases", "about"))
        office = Office.objects.create(slug=self.token("office"), **self.names("title", "aliases"))
        Tenure.objects.create(person=person, office=office)
        theme = Theme.objects.create(
            slug=self.token("theme"), media_topic=self.token("mt")[:20], **self.names("name", "description", "terms")
        )
        self.things.series.append(series.slug)
        self.things.events.append(event.slug)
        self.things.people.append(person.slug)
        self.things.themes.append(theme.slug)
        return event, person, theme

    def content(self, theme):
        said = self.token("said")
        fields = ("title", "summary", "dateline", "press_contact", "notes_to_editors", "boilerplate", "change_note")
        photo = factories.photo(name=f"{self.token('photo')}.jpg")
        attachment = factories.attachment(self.token("content").encode(), name=f"{self.token('file')}.pdf")
        self.things.attachments.append((attachment.public_id, attachment.name))
        for rendition in photo.renditions.all():
            self.things.photos.append((photo.public_id, rendition.width, rendition.format))
        return {
            **{name: self.token(name) for name in fields},
            "summary": f"{self.token('summary')} has come",
            "body": f"<p>{self.token('before')} noted that {said} will come. {self.token('after')}</p>",
            "themes": [theme],
            "photos": [
                {
                    "photo": photo,
                    "alt": self.token("alt"),
                    "caption": self.token("caption"),
                    "credit": self.token("credit"),
                }
            ],
            "attachments": [{"attachment": attachment, "title": self.token("attachment")}],
            "links": [{"url": f"https://{self.token('host')}.example/", "title": self.token("link")}],
        }

    def statement(self, edition, person, theme):
        said = {"speaker": person, "speaker_name": self.token("speaker"), "cue": self.token("cue")}
        version = factories.statement(edition, edition.plain_text, themes=[theme], **said)
        self.things.statements.append(version.statement.public_id)

    def beside(self, edition):
        """Statements in a live edition on which nobody has decided, or that were refused: they change no number."""
        speaker, theme = edition.statement_versions.first().speaker, edition.themes.first()
        for status in StatementStatus:
            if status != StatementStatus.ACCEPTED:
                said = {"speaker": speaker, "themes": [theme], "cue": self.token("cue"), "status": status}
                version = factories.statement(edition, "the canal reaches", **said)
                self.things.statements.append(version.statement.public_id)

    def draft(self, language="en", group="", beside=None):
        """A draft full of tokens: of a new release, or of the live edition `beside`."""
        event, person, theme = self.surroundings()
        if beside is None:
            edition = workflow.create(
                self.writer,
                language=language,
                slug=self.token("slug"),
                event=event,
                translation_group=group or self.token("group")[:40],
                content=self.content(theme),
            )
        else:
            edition = workflow.start_edition(beside, self.writer)
            edition = workflow.save(
                edition,
                self.writer,
                self.content(theme) | {"change_kind": "correction"},
                seen_hash=edition.content_hash(),
            )
        self.statement(edition, person, theme)
        near = edition.summary.replace("summary", "another")  # the middle one of five words
        self.things.quotations += [edition.plain_text, edition.title, edition.summary, near]
        self.desk(edition, language)
        if len(self.things.review_tokens) < 20:
            self.links(edition)
        for day in (clock.now(), clock.now() + timedelta(days=1)):
            local = timezone.localdate(day)
            self.things.releases.append((local.year, local.month, local.day, edition.release.slug))
            self.things.release_photos.append((self.things.releases[-1], self.things.photos[-1][0]))
        source = f"{self.token('path')}.txt"
        ImportSource.objects.update_or_create(
            release=edition.release, defaults={"language": language, "path": source, "sha256": "0" * 64}
        )
        self.things.release_ids.append(edition.release.public_id)
        self.things.edition_ids.append(edition.public_id)
        path = f"/old/{self.token('old')}/"
        Redirect.objects.create(path=path, release=edition.release)
        if beside is None:
            self.things.old_paths.append(path)
        return edition

    def desk(self, edition, language):
        """What the desk keeps beside an edition, and what texts begin with; a translation that holds its words."""
        words = {name: self.token(name) for name in ("title", "summary", "links")}
        Buffer.objects.create(user=self.writer, edition=edition, content={"title": [self.token("typed")]})
        Look.objects.create(user=self.reviewer, edition=edition, said=words, sha256="0" * 64)
        Message.objects.create(kind=MailKind.COMMENTED, edition=edition, recipient=self.writer, data=words)
        workflow.comment(edition, self.token("remark"), user=self.reviewer, start=0, end=9)
        pattern = {name: self.token(name) for name in ("name", "title", "summary", "dateline", "body")}
        Pattern.objects.create(slug=self.token("pattern"), language=language, **pattern)
        standing = {name: self.token(name) for name in ("press_contact", "notes_to_editors", "boilerplate")}
        StandingText.objects.update_or_create(language=language, defaults=standing)

    def translated(self):
        """A draft translated from a draft: it keeps what its source said."""
        made = workflow.start_translation(self.draft(language="en", group=""), self.writer, "kk")
        self.desk(made, "kk")
        return made

    def links(self, edition):
        """Links to an edition: one that holds, of which somebody knows the id but not the signature; two that do not
        hold, of which somebody has the whole address."""
        open_, expired, revoked = (workflow.invite(edition, self.writer, self.token("recipient")) for _ in range(3))
        ReviewLink.objects.filter(pk=expired.pk).update(expires_at=clock.now())
        workflow.revoke(revoked, self.writer)
        tokens = [guests.address_of(link).split("/")[2] for link in (open_, expired, revoked)]
        forged = f"{open_.public_id}.{tokens[1].split('.')[1]}"
        self.things.review_tokens += [forged, open_.public_id, *tokens[1:]]
        for token in (forged, tokens[1]):
            self.things.review_photos.append((token, *self.things.photos[-1]))
            self.things.review_attachments.append((token, *self.things.attachments[-1]))

    def appointments(self, person):
        """Offices that somebody who is public is to take over: one that is not announced, one that has not begun."""
        today = timezone.localdate(clock.now())
        for held_from, announced_from in ((today, clock.now() + HOUR), (today + timedelta(days=1), None)):
            office = Office.objects.create(slug=self.token("office"), **self.names("title", "aliases"))
            Tenure.objects.create(person=person, office=office, held_from=held_from, announced_from=announced_from)
        office = Office.objects.create(slug=self.token("office"), **self.names("title", "aliases"))
        Tenure.objects.create(
            person=person, office=office, held_from=today - timedelta(days=9), announced_from=clock.now() + HOUR
        )

    def kin(self, event, theme):
        """Of a public event the next in its series, of a public theme a wider and a narrower one: all still hidden."""
        _event, _person, wider = self.surroundings()
        _event, _person, narrower = self.surroundings()
        Theme.objects.filter(pk=narrower.pk).update(parent=theme)
        Theme.objects.filter(pk=theme.pk).update(parent=wider)
        coming = Event.objects.create(
            slug=self.token("event"),
            series=event.series,
            ordinal=event.ordinal + 100,
            starts_on=timezone.localdate(clock.now()) + timedelta(days=9),
            announced_from=clock.now() + HOUR,
            **self.names("title", "place"),
        )
        self.things.events.append(coming.slug)

    def in_review(self, **where):
        return workflow.submit(self.draft(**where), self.writer, comment=self.token("comment"))

    def scheduled(self, after=timedelta(hours=1), **where):
        edition = self.in_review(**where)
        return workflow.approve(edition, self.reviewer, edition.content_hash(), at=clock.now() + after)

    def discarded(self, **where):
        return workflow.discard(self.draft(**where), self.writer, comment=self.token("comment"))

    def bundled(self):
        editions = [self.in_review(language="en", group="bundle"), self.in_review(language="ru", group="bundle")]
        bundle = workflow.create_bundle(self.publisher, self.token("bundle"), editions)
        hashes = {edition.public_id: edition.content_hash() for edition in editions}
        return workflow.approve_bundle(bundle, self.reviewer, hashes, at=clock.now() + timedelta(hours=2))

    def withdrawn(self, explanation):
        """A release that was live, twice, and is withdrawn, with a draft left open."""
        edition = self.in_review()
        edition = workflow.approve(edition, self.reviewer, edition.content_hash())
        self.move(timedelta(seconds=5))
        later = self.draft(beside=edition)
        later = workflow.submit(later, self.writer)
        later = workflow.approve(later, self.reviewer, later.content_hash())
        self.move(timedelta(seconds=5))
        self.draft(beside=later)
        workflow.withdraw(later, self.publisher, reason=explanation)
        workflow.propose(later, "reinstate", self.second, reason=self.token("proposal"))
        self.move(timedelta(seconds=5))
        return later
