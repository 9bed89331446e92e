"""`make_corpus`: a newsroom with as many published releases as one likes, for load tests.

The releases are put in by bulk insert, past the verbs but under the guards: content first, then seals over its
real hashes, then showings. Texts are made of the phrases in fixtures/corpus.toml, in three languages in turn.
"""

import random
import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import get_default_timezone

from speeches import search, text
from speeches.models import (
    AuditEntry,
    Edition,
    EditionTheme,
    Event,
    EventSeries,
    Person,
    Release,
    Seal,
    Showing,
    Statement,
    StatementVersion,
    Theme,
)
from speeches.models.base import new_public_id
from speeches.states import EventKind, Mode, State, StatementStatus

from .demo import FIXTURES, load_missing

ACTOR = "make_corpus"
LANGUAGES = ("en", "ru", "kk")
FIRST_DAY, LAST_DAY = datetime(2021, 7, 1), datetime(2025, 9, 30)
MOST = 1_000_000
CHUNK = 300
"""Releases in one transaction: a multiple of the languages."""
PARTS = ("themes", "edition_photos__photo", "edition_attachments__attachment", "edition_links")
SPEAKERS = {
    "aidar-bekmuratov": ("President", "Президент", "Президент"),
    "saule-ormanova": ("Prime Minister", "Премьер-министр", "Премьер-министр"),
    "gulnar-sadvakasova": ("Minister of Education", "Министр образования", "Білім министрі"),
    "nurlan-abishev": ("Governor", "Губернатор", "Әкім"),
}
TITLE = (
    "{who} held a meeting on {topic} {place}",
    "{who} {verb} {place} совещание по вопросам {topic}",
    "{who} {place} {topic} мәселелері жөнінде кеңес өткізді",
)
OPENING = (
    "{office} {who} held a meeting on {topic} {place}. {n} people took part in it.",
    "{office} {who} {verb} {place} совещание по вопросам {topic}. В нём приняли участие {n} человек.",
    "{office} {who} {place} {topic} мәселелері жөнінде кеңес өткізді. Оған {n} адам қатысты.",
)
SAYING = ("{who} {cue} that {claim}.", "{who} {cue}, что {claim}.", "{who} {claim} {cue}.")
DATELINE = ("{month} {day}, {year}", "{day} {month} {year} года", "{year} жылғы {day} {month}")
MONTHS = [
    names.split()
    for names in (
        "January February March April May June July August September October November December",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    )
]


class Command(BaseCommand):
    help = "Fills the database with published releases, events, statements and themes, for load tests."

    def add_arguments(self, parser):
        parser.add_argument("--releases", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same corpus (default: 1)")
        parser.add_argument("--force", action="store_true", help="also where DEBUG is off")

    def handle(self, releases, seed, force, verbosity, **options):
        if not settings.DEBUG and not force:
            raise CommandError(
                "What is made up here would stand beside what is published: DEBUG is off. "
                "Use --force if this newsroom is for load tests only."
            )
        if not 1 <= releases <= MOST:
            raise CommandError(f"--releases: give a number from 1 to {MOST:,}.")
        try:
            corpus = Corpus(seed, releases)
            if Release.objects.filter(public_id=corpus.first_id(0)).exists():
                raise CommandError(f"The corpus of the seed {seed} is here already: give another --seed.")
            begun, done = monotonic(), 0
            for number in range(0, releases, CHUNK):
                with transaction.atomic():
                    done += insert([corpus.release(n) for n in range(number, min(number + CHUNK, releases))])
                if verbosity and self.stderr.isatty():
                    self.stderr.write(f"\r{done} of {releases}", ending="")
            seconds = monotonic() - begun
        except DatabaseError as error:
            raise CommandError(f"The database did not take it: {error}") from error
        checked = verify([corpus.first_id(number) for number in range(releases)])
        if verbosity:
            if self.stderr.isatty():
                self.stderr.write("\r", ending="")
            self.stdout.write(f"{done} releases in {seconds:.1f} s; {checked} seals checked, all valid.")


@dataclass
class Made:
    """A release that is not yet in the database, with all that hangs on it."""

    release: Release
    edition: Edition
    themes: list
    versions: list
    at: datetime
    ids: random.Random


class Corpus:
    """What `seed` makes of the phrases, for `releases` releases. Loads the vocabulary where it is missing.

    Three releases in a row are one text in three languages. What a release says follows from seed and number alone.
    """

    def __init__(self, seed, releases):
        for name in ("themes", "people"):
            load_missing(name)
        phrases = tomllib.loads((FIXTURES / "corpus.toml").read_text(encoding="utf-8"))
        self.seed, self.releases, self.phrases = seed, releases, phrases
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        people = {person.slug: person for person in Person.objects.filter(slug__in=SPEAKERS)}
        self.people = [people[slug] for slug in SPEAKERS]
        self.series = [self._series(row) for row in phrases["series"]]
        self.facts, self.group = None, None

    def ids(self, number):
        """The generator of the ids of release `number`, from its beginning: the first is that of the release."""
        return random.Random(f"{self.seed}/{number}/ids")

    def first_id(self, number):
        return new_public_id(self.ids(number).choice)

    def _series(self, row):
        titles = {f"title_{language}": row["title"][i] for i, language in enumerate(LANGUAGES)}
        series, _made = EventSeries.objects.get_or_create(slug=row["slug"], defaults=titles)
        last = series.events.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
        return {"series": series, "titles": row["event"], "last": last}

    def facts_of(self, group):
        """What the three language versions have in common."""
        if group == self.group:
            return self.facts
        draw = random.Random(f"{self.seed}/{group}")
        groups = -(-self.releases // len(LANGUAGES))
        at = FIRST_DAY + (LAST_DAY - FIRST_DAY) * group / groups
        at = at.replace(hour=draw.randrange(9, 19), minute=draw.randrange(60), second=0, microsecond=0)
        topics = draw.sample(self.phrases["topic"], k=draw.randrange(1, 4))
        self.group = group
        self.facts = {
            "id": f"corpus-{self.seed}-{group}",
            "at": at.replace(tzinfo=get_default_timezone()),
            "topics": topics,
            "place": draw.choice(self.phrases["place"])["name"],
            "host": draw.choice(self.people),
            "people": draw.randrange(10, 600, 10),
            "sayings": [self._saying(draw, topics) for _ in range(draw.randrange(3, 8))],
            "event": self._event(draw, at.date()) if draw.random() < 0.4 else None,
        }
        return self.facts

    def _saying(self, draw, topics):
        topic = draw.choice(topics)
        return {
            "who": draw.choice(self.people),
            "theme": self.themes[topic["theme"]],
            "claim": [
                clause.format(n=draw_number)
                for draw_number in (draw.randrange(10, 1000, 10),)
                for clause in draw.choice(topic["claims"])
            ],
            "cue": draw.choice(self.phrases["cue"])["words"],
            "then": draw.choice(self.phrases[draw.choice(("continuation", "narration", "narration"))])["words"],
        }

    def _event(self, draw, day):
        row = draw.choice(self.series)
        row["last"] += 1
        titles = {f"title_{language}": row["titles"][i].format(n=row["last"]) for i, language in enumerate(LANGUAGES)}
        return Event(
            slug=f"{row['series'].slug}-{row['last']}",
            kind=EventKind.SESSION,
            starts_on=day,
            series=row["series"],
            ordinal=row["last"],
            **titles,
        )

    def release(self, number):
        """Release `number` (from 0) as `Made`."""
        group, i = divmod(number, len(LANGUAGES))
        facts, ids = self.facts_of(group), self.ids(number)
        language, at = LANGUAGES[i], facts["at"]
        host = facts["host"]
        told = {
            "who": getattr(host, f"name_{language}"),
            "office": SPEAKERS[host.slug][i],
            "verb": "провела" if host.gender == "f" else "провёл",
            "topic": facts["topics"][0]["topic"][i],
            "place": facts["place"][i],
            "n": facts["people"],
        }
        title = TITLE[i].format(**told)
        key = new_public_id(ids.choice)
        release = Release(
            public_id=key,
            language=language,
            slug=f"{text.slugify(title, language)[:100]}-{key[:6]}",
            event=facts["event"],
            translation_group=facts["id"],
            published_at=at,
            address_date=at.date(),
            created_at=at,
        )
        edition = Edition(
            public_id=new_public_id(ids.choice),
            release=release,
            state=State.APPROVED,
            title=title,
            dateline=DATELINE[i].format(month=MONTHS[i][at.month - 1], day=at.day, year=at.year),
            created_at=at,
            changed_at=at,
        )
        passages = [self._passage(saying, i) for saying in facts["sayings"]]
        paragraphs = [OPENING[i].format(**told), *(shown for shown, _quote in passages)]
        edition.set_body(text.html_from_paragraphs(paragraphs))
        themes = [
            EditionTheme(public_id=new_public_id(ids.choice), content_object=edition, tag=self.themes[topic["theme"]])
            for topic in facts["topics"]
        ]
        versions, after = [], 0
        for saying, (_shown, quote) in zip(facts["sayings"], passages, strict=True):
            start = edition.plain_text.index(quote, after)
            after = start + len(quote)
            versions.append(self._version(edition, saying, i, text.make_anchor(edition.plain_text, start, after), ids))
        return Made(release, edition, themes, versions, at, ids)

    def _passage(self, saying, i):
        """(paragraph, the passage in it that the speaker says)."""
        he_she = 2 if saying["who"].gender == "f" else 1
        cue = saying["cue"][(0, he_she, 3)[i]]
        who = getattr(saying["who"], f"name_{LANGUAGES[i]}")
        said, then = SAYING[i].format(who=who, cue=cue, claim=saying["claim"][i]), saying["then"][i]
        shown = f"{said} {then}"
        goes_on = any(row["words"][i] == then for row in self.phrases["continuation"])
        return shown, shown if goes_on else said

    def _version(self, edition, saying, i, anchor, ids):
        he_she = 2 if saying["who"].gender == "f" else 1
        version = StatementVersion(
            public_id=new_public_id(ids.choice),
            statement=Statement(public_id=new_public_id(ids.choice), release=edition.release),
            edition=edition,
            speaker=saying["who"],
            cue=saying["cue"][(0, he_she, 3)[i]],
            mode=Mode.INDIRECT,
            status=StatementStatus.ACCEPTED,
            suggested_by=ACTOR,
            decided_at=edition.created_at,
            created_at=edition.created_at,
        )
        version.anchor = anchor
        version.about = saying["theme"]
        return version


def insert(made):
    """Puts releases into the database in the order that the guards ask for. Gives their number."""
    events = {id(one.release.event): one.release.event for one in made if one.release.event}
    fresh = [event for event in events.values() if event.pk is None]
    Event.objects.bulk_create(fresh)
    search.index_names(fresh)
    Release.objects.bulk_create(one.release for one in made)
    Edition.objects.bulk_create(one.edition for one in made)
    EditionTheme.objects.bulk_create(use for one in made for use in one.themes)
    versions = [version for one in made for version in one.versions]
    Statement.objects.bulk_create(version.statement for version in versions)
    StatementVersion.objects.bulk_create(versions)
    about = StatementVersion.themes.through
    about.objects.bulk_create(about(statementversion=version, theme=version.about) for version in versions)
    prefetch_related_objects([one.edition for one in made], *PARTS)
    seals = [
        Seal(
            public_id=new_public_id(one.ids.choice),
            edition=one.edition,
            sha256=one.edition.content_hash(),
            sealed_at=one.at,
        )
        for one in made
    ]
    Seal.objects.bulk_create(seals)
    search.index(one.edition for one in made)
    Showing.objects.bulk_create(
        Showing(public_id=new_public_id(one.ids.choice), release=one.release, edition=one.edition, shown_from=one.at)
        for one in made
    )
    AuditEntry.objects.bulk_create(_entry(one, seal) for one, seal in zip(made, seals, strict=True))
    return len(made)


def _entry(one, seal):
    return AuditEntry(
        uid=uuid.UUID(int=one.ids.getrandbits(128), version=4),
        at=one.at,
        actor=ACTOR,
        verb="import_published",
        subject_type="edition",
        subject_key=one.edition.public_id,
        subject_label=str(one.release),
        release_key=one.release.public_id,
        to_state=State.APPROVED,
        details={"sha256": seal.sha256},
    )


def verify(public_ids):
    """Reads the editions of these releases (at most 500, evenly chosen) again and checks their seals; how many."""
    chosen = public_ids[:: max(1, len(public_ids) // 500)]
    found = Edition.objects.filter(release__public_id__in=chosen).select_related("release", "seal")
    found = found.prefetch_related(*PARTS)
    wrong = [edition.public_id for edition in found if edition.content_hash() != edition.seal.sha256]
    if wrong or len(found) != len(chosen):
        raise CommandError(f"Seals do not fit their text: {', '.join(wrong) or 'some are missing'}.")
    return len(chosen)
