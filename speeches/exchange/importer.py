"""Text files in: each becomes a release, a draft beside a live text, or one clear line about what is wrong with it."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from speeches import clock, text, workflow
from speeches.models import (
    Contributor,
    Edition,
    Event,
    EventSeries,
    ImportSource,
    Office,
    Person,
    Release,
    Tenure,
    Theme,
)
from speeches.models.base import lines
from speeches.states import State
from speeches.workflow.reasons import address_blockers
from speeches.workflow.speakers import Directory

from .files import FoundFile, find_files, printable, read
from .parse import BadFile, ParsedRelease, parse, said_hash
from .recognise import Known, KnownEvent, KnownName, KnownTenure, Recognised, recognise
from .suggesting import suggest_quietly
from .texts import named, said

ACTOR = "import_releases"
MAX_SLUG = Release._meta.get_field("slug").max_length
CREATED, UNCHANGED, CHANGED, FAILED, PASSED_OVER = STATUSES = (
    "created",
    "unchanged",
    "changed",
    "failed",
    "passed-over",
)


@dataclass
class Outcome:
    """What became of one file.

    `status` is one of STATUSES. `reasons` are (line or None, sentence) and say why it failed or was passed over;
    `notes` are sentences about what was odd or needs somebody's eye. `release` and `edition` are public ids, `address`
    is the path of a page that is public now; all three are '' in a dry run that would create. `statements` is how many
    were suggested.
    """

    file: str
    path: str
    language: str
    status: str = FAILED
    reasons: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    title: str = ""
    date: datetime.date | None = None
    release: str = ""
    edition: str = ""
    address: str = ""
    recognised: Recognised | None = None
    named: bool = False
    statements: int = 0

    def fail(self, message, line=None):
        """Says why nothing came of the file; gives the outcome."""
        self.status, self.edition, self.address = FAILED, "", ""
        self.reasons.append((line, message))
        return self


def import_files(
    paths,
    *,
    language: str,
    encoding: str = "utf-8",
    publish: bool = False,
    dry_run: bool = False,
    statements: bool = True,
) -> Iterator[Outcome]:
    """Imports files and folders one after the other, and yields an Outcome for each file found.

    Each file has a transaction of its own: it is imported whole or not at all, and harms no other. `publish` means an
    archive of what was public already, shown from the instant of import; otherwise drafts are made. `dry_run` writes
    nothing. `statements` lets the patterns suggest who says what. Memory does not grow with the files but for what
    tells two of one identity.
    """
    run = _Run(encoding, publish, dry_run, statements)
    for found in find_files(paths, language):
        yield run.take(found)


class _Run:
    """One import: what is the same for all its files, and what it has seen."""

    def __init__(self, encoding, publish, dry_run, statements):
        self.encoding, self.publish, self.dry_run, self.statements = encoding, publish, dry_run, statements
        self.directories = {}
        self.known, self.identities, self.addresses = {}, set(), set()
        self.event_ids = dict(Event.objects.values_list("slug", "pk"))
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}

    def take(self, found: FoundFile) -> Outcome:
        outcome = Outcome(found.shown, printable(found.identity), found.language, named=found.named)
        if found.problem:
            outcome.status = PASSED_OVER if found.passed_over else FAILED
            outcome.reasons.append((None, found.problem))
            return outcome
        identity = hash((found.language, found.identity))
        if identity in self.identities:
            return outcome.fail(_("A file of the same path and language came earlier in this import."))
        self.identities.add(identity)
        try:
            parsed = parse(read(found.path), language=found.language, encoding=self.encoding, name=found.shown)
            outcome.title, outcome.date, outcome.notes = parsed.title, parsed.date, list(parsed.notes)
            self._bring(found, parsed, outcome)
            if self.statements and outcome.edition and outcome.status in (CREATED, CHANGED) and not self.dry_run:
                outcome.statements = self._suggest(outcome.edition, found.language)
        except BadFile as error:
            outcome.fail(error.reason, error.line)
        except workflow.Refused as refused:
            for reason in refused.reasons:
                outcome.fail(reason.message)
        except DatabaseError as error:
            outcome.fail(
                _("The database did not take it: %s.") % (str(error).splitlines() or [type(error).__name__])[0]
            )
        return outcome

    def _bring(self, found, parsed, outcome):
        sources = ImportSource.objects.filter(language=found.language, path=found.identity).select_related("release")
        source = sources.first() or _source_of_exported(found)
        if source is None:
            try:
                self._create(found, parsed, outcome)
                return
            except (IntegrityError, workflow.Refused):
                # Another import may have brought the same file since we looked.
                source = sources.first()
                if source is None:
                    raise
        if source.sha256 == parsed.sha256:
            outcome.status, outcome.release = UNCHANGED, source.release.public_id
        elif self.dry_run:
            self._change(source, parsed, outcome)
        else:
            with transaction.atomic():
                # The verbs lock the release too: from here to the end nobody else opens or saves an edition of it.
                Release.objects.select_for_update().get(pk=source.release_id)
                self._change(source, parsed, outcome)

    def _create(self, found, parsed, outcome):
        published_at = midnight(parsed.date)
        names = (parsed.title, PurePosixPath(found.identity).stem)
        exported = named(found.identity)
        slug = next(filter(None, (text.slugify(name, found.language, MAX_SLUG) for name in names)), "")
        slug = exported.slug if exported else slug
        if not slug:
            raise BadFile(_("No address can be made from the title or the file's name."), parsed.title_at)
        if self.publish and published_at > clock.now():
            reason = _("The date line lies in the future: only what was public already is imported as published.")
            raise BadFile(reason, parsed.date_at)
        recognised = recognise(parsed.title, parsed.paragraphs, parsed.date, self._known(found.language))
        content = {
            **_content(parsed),
            "themes": [self.themes[slug] for slug, _weight in recognised.themes],
        }
        release = {
            "language": found.language,
            "slug": slug,
            "published_at": published_at,
            "event_id": self.event_ids.get(recognised.event),
            "translation_group": self._group(found, parsed, outcome),
        }
        if exported:
            release["public_id"] = exported.public_id
        if self.dry_run:
            self._check_address(release, parsed.date)
        elif self.publish:
            edition = workflow.import_published(
                ACTOR, content=content, source=(found.identity, parsed.sha256), **release
            )
            outcome.address = edition.release.get_absolute_url()
        else:
            with transaction.atomic():
                edition = workflow.create(None, content=content, actor=ACTOR, **release)
                ImportSource.objects.create(
                    release=edition.release, language=found.language, path=found.identity, sha256=parsed.sha256
                )
        if not self.dry_run:
            outcome.release, outcome.edition = edition.release.public_id, edition.public_id
        outcome.status, outcome.recognised = CREATED, recognised

    def _check_address(self, release, day):
        """Refuses in a dry run what the import itself would refuse."""
        address = (release["language"], day, release["slug"])
        reasons = address_blockers(Release(**release)) if self.publish else []
        if self.publish and not reasons and address in self.addresses:
            message = _("Another release of that day has, or had, the address “%(slug)s”.") % {"slug": release["slug"]}
            reasons = [workflow.Reason("address", message)]
        if reasons:
            raise workflow.Refused(reasons)
        self.addresses.add(address)

    def _group(self, found, parsed, outcome):
        """The translation group: that of the same path in another language, where the date is the same too."""
        if exported := named(found.identity):
            group = exported.translation_group
            return "" if Release.objects.filter(translation_group=group, language=found.language).exists() else group
        siblings = ImportSource.objects.filter(path=found.identity).exclude(language=found.language)
        releases = [sibling.release for sibling in siblings.select_related("release")]
        for release in releases:
            group = release.translation_group
            same_day = release.published_at and localdate(release.published_at) == parsed.date
            taken = Release.objects.filter(translation_group=group, language=found.language)
            if group and same_day and not taken.exists():
                return group
        if releases:
            outcome.notes.append(_("The file of this path in another language is not taken for its translation."))
            return ""
        group = f"import-{hashlib.sha256(found.identity.encode()).hexdigest()[:24]}"
        return "" if Release.objects.filter(translation_group=group).exists() else group

    def _change(self, source, parsed, outcome):
        release = source.release
        outcome.release = release.public_id
        action, edition = _answer_to_change(release, parsed.sha256, not source.pk)
        if action is None:
            raise BadFile(edition)
        if release.published_at and localdate(release.published_at) != parsed.date:
            outcome.notes.append(
                _("The date line now names %(new)s; the release keeps its date, %(old)s.")
                % {"new": parsed.date, "old": localdate(release.published_at)}
            )
        outcome.status = UNCHANGED if action == "same" else CHANGED
        outcome.edition = edition.public_id if action != "start" else ""
        if self.dry_run:
            return
        if action == "start":
            edition = workflow.start_edition(edition, None, actor=ACTOR)
            outcome.edition = edition.public_id
        if action != "same":
            content = _content(parsed)
            if not source.pk and parsed.dateline == parsed.date.isoformat():
                del content["dateline"]  # it was written so because the printed one has no form that can be read
            workflow.save(edition, None, content, seen_hash=edition.content_hash(), actor=ACTOR)
        if source.pk:
            source.sha256 = parsed.sha256
            source.save(update_fields=["sha256"])

    def _suggest(self, public_id, language):
        if language not in self.directories:
            self.directories[language] = Directory(language)
        edition = Edition.objects.select_related("release").get(public_id=public_id)
        return suggest_quietly(edition, ACTOR, self.directories[language])

    def _known(self, language):
        if language not in self.known:
            self.known[language] = load_known(language)
        return self.known[language]


def _source_of_exported(found):
    """What a file that was exported from here stands for, an unsaved ImportSource; None where it is no such file.

    Raises BadFile where its name holds the id of a release in another language.
    """
    exported = named(found.identity)
    release = exported and Release.objects.filter(public_id=exported.public_id).first()
    if not release:
        return None
    if release.language != found.language:
        raise BadFile(_("The release that the file's name means is in another language."))
    return ImportSource(release=release, language=found.language, path=found.identity)


def _answer_to_change(release, sha256, exported):
    """What to do about a text that its file tells otherwise now: (action, edition), or (None, why nothing).

    A file that was `exported` may also be of what is live beside a draft, or of what is withdrawn.

    Actions: "same" (the edition says it already), "save" (into the draft of an earlier import that nobody touched),
    "start" (a draft beside the live edition).
    """
    live = Edition.objects.live().filter(release=release).first()
    if exported and (taken := live or release.editions.order_by("-pk").first()) and _says(taken, sha256):
        return "same", taken
    open_edition = release.open_edition()
    if open_edition:
        if _says(open_edition, sha256):
            return "same", open_edition
        touched = open_edition.created_by_id or Contributor.objects.filter(edition=open_edition).exists()
        if open_edition.state == State.DRAFT and not open_edition.based_on_id and not touched:
            return "save", open_edition
        return None, _(
            "The text has changed, but an edition of the release is open (%(edition)s: %(standing)s). "
            "Finish or discard it, then import again."
        ) % {"edition": open_edition.public_id, "standing": open_edition.standing().label}
    if live is None:
        return None, _("The text has changed, but the release is withdrawn or discarded: an import does not reopen it.")
    return ("same" if _says(live, sha256) else "start"), live


def _says(edition, sha256):
    """Whether an edition says what a file with this hash does, also where the file was exported from it."""
    return sha256 in (said_hash(edition.title, edition.dateline, edition.plain_text), said(edition))


def _content(parsed: ParsedRelease):
    return {"title": parsed.title, "dateline": parsed.dateline, "body": parsed.body}


def midnight(day: datetime.date) -> datetime.datetime:
    """The instant at which `day` begins in the newsroom's zone."""
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=get_default_timezone())


def load_known(language: str) -> Known:
    """What this newsroom knows, by its names in `language` alone, without those that stand in for missing ones."""

    def named(model, name, more):
        columns = [f"{name}_{language}", f"{more}_{language}"]
        for slug, first, others in model.objects.order_by("slug").values_list("slug", *columns):
            yield KnownName(slug, tuple(filter(None, [first, *lines(others)])))

    events = Event.objects.order_by("slug").values_list(
        "slug", f"title_{language}", "series__slug", "ordinal", "starts_on", "ends_on"
    )
    tenures = Tenure.objects.order_by("pk").values_list("office__slug", "person__slug", "held_from", "held_until")
    return Known(
        language,
        people=list(named(Person, "name", "aliases")),
        offices=list(named(Office, "title", "aliases")),
        tenures=[KnownTenure(*row) for row in tenures],
        series=list(named(EventSeries, "title", "aliases")),
        events=[KnownEvent(slug, title or "", series or "", *rest) for slug, title, series, *rest in events],
        themes=list(named(Theme, "name", "terms")),
    )
