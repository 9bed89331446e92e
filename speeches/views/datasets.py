"""What is offered as data: which columns a row has, what each means, and the rows of a year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _

from speeches.models import Edition, EditionTheme, Showing, StatementVersion, Theme

from .around import live_versions, with_offices

CHUNK = 200
"""Rows in memory at once."""
TEXT, LIST, DAY = _("text"), _("list of texts"), _("day (ISO 8601)")
INSTANT, ADDRESS, NUMBER = _("instant in UTC (RFC 3339)"), _("address"), _("whole number")


@dataclass(frozen=True)
class Column:
    """A column: its name in files, its type and meaning for readers, and how a row gives its value."""

    name: str
    type: str
    meaning: str
    value: Callable


@dataclass(frozen=True)
class Dataset:
    """One kind of rows. `live(language)` gives them through the door; `path` leads to the release of one.

    `completed` gives a list of rows with what the columns want of them besides; `order` is that within a release.
    """

    name: str
    title: str
    path: str
    live: Callable
    completed: Callable
    columns: tuple
    order: tuple = ()

    @property
    def names(self):
        return [column.name for column in self.columns]

    def years(self, language):
        """{year: how many rows} of those of the public, the newest first."""
        year = f"{self.path}address_date__year"
        found = self.live(language).order_by().values_list(year).annotate(Count("pk"))
        return dict(sorted(found, reverse=True))

    def of_year(self, language, year):
        """The public rows of a year, in an order that is the same on every database."""
        found = self.live(language).filter(**{f"{self.path}address_date__year": year})
        return found.order_by(f"{self.path}address_date", f"{self.path}public_id", *self.order)

    def rows(self, found):
        """The values of the rows of a queryset, as lists; never more than CHUNK of them in memory."""
        found = found.iterator(chunk_size=CHUNK)
        while some := list(islice(found, CHUNK)):
            for row in self.completed(some):
                yield [column.value(row) for column in self.columns]


def absolute(thing):
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def _instant(at):
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


def _themes(edition):
    return sorted((use.tag for use in edition.edition_themes.all()), key=lambda theme: theme.slug)


def _releases(language):
    since = Showing.objects.live().filter(edition=OuterRef("pk")).values("shown_from")[:1]
    themes = Prefetch("edition_themes", EditionTheme.objects.select_related("tag"))
    found = Edition.objects.live().filter(release__language=language).annotate(since=Subquery(since))
    return found.select_related("release__event__series", "seal").prefetch_related(themes)


def _with_versions(editions):
    """Editions with `number`, as readers count them, and `translations`: live releases that say the same."""
    releases = [edition.release_id for edition in editions]
    shown = Edition.objects.shown().filter(release__in=releases).values_list("release")
    numbers = dict(shown.annotate(Count("pk", distinct=True)).order_by())
    versions = live_versions([edition.release for edition in editions])
    for edition in editions:
        edition.number = numbers.get(edition.release_id, 1)  # withdrawn while the file was made
        others = versions.get(edition.release.translation_group, ())
        edition.translations = [absolute(release) for release in others if release.pk != edition.release_id]
    return editions


def _statements(language):
    themes = Prefetch("themes", Theme.objects.live().order_by("slug"), to_attr="shown_themes")
    found = StatementVersion.objects.live().filter(edition__release__language=language)
    found = found.select_related("statement", "speaker", "edition__release").prefetch_related(themes)
    return found.defer(*(f"edition__{name}" for name in ("body", "plain_text", "notes_to_editors", "boilerplate")))


RELEASES = Dataset(
    "releases",
    _("Releases"),
    "release__",
    _releases,
    _with_versions,
    (
        Column("id", TEXT, _("Lasting id of the release."), lambda row: row.release.public_id),
        Column("address", ADDRESS, _("Its page."), lambda row: absolute(row.release)),
        Column("language", TEXT, _("Language of the text: en, ru or kk."), lambda row: row.release.language),
        Column("kind", TEXT, _("Kind of release, such as press-release or speech."), lambda row: row.release.kind),
        Column("day", DAY, _("Day in the address."), lambda row: row.release.address_date.isoformat()),
        Column("published_at", INSTANT, _("Date line."), lambda row: _instant(row.release.published_at)),
        Column(
            "shown_from", INSTANT, _("Since when this edition stands on the site."), lambda row: _instant(row.since)
        ),
        Column("edition", NUMBER, _("Number of the edition; 1 where nothing was changed."), lambda row: row.number),
        Column(
            "change", TEXT, _("What the edition is: first, correction, update or minor."), lambda row: row.change_kind
        ),
        Column("change_note", TEXT, _("What was changed and why."), lambda row: row.change_note),
        Column("title", TEXT, _("Headline."), lambda row: row.title),
        Column("summary", TEXT, _("Summary."), lambda row: row.summary),
        Column("dateline", TEXT, _("Place and date as printed above the text."), lambda row: row.dateline),
        Column(
            "text", TEXT, _("The text without markup, an empty line between paragraphs."), lambda row: row.plain_text
        ),
        Column(
            "event",
            TEXT,
            _("Event, by the name in its address."),
            lambda row: row.release.event and row.release.event.slug,
        ),
        Column("event_title", TEXT, _("Its title."), lambda row: row.release.event and row.release.event.title),
        Column(
            "series",
            TEXT,
            _("Series of the event, by the name in its address."),
            lambda row: row.release.event and row.release.event.series and row.release.event.series.slug,
        ),
        Column("themes", LIST, _("Themes, by the name in their address."), lambda row: [t.slug for t in _themes(row)]),
        Column(
            "media_topics",
            LIST,
            _("Codes of these themes in the IPTC Media Topics, where one fits."),
            lambda row: [theme.media_topic for theme in _themes(row) if theme.media_topic],
        ),
        Column("translations", LIST, _("Pages of the other language versions."), lambda row: row.translations),
        Column("sha256", TEXT, _("Seal of the edition: SHA-256 of its canonical form."), lambda row: row.seal.sha256),
    ),
)
STATEMENTS = Dataset(
    "statements",
    _("Statements"),
    "edition__release__",
    _statements,
    with_offices,
    (
        Column("id", TEXT, _("Lasting id of the statement."), lambda row: row.statement.public_id),
        Column("address", ADDRESS, _("Its page."), lambda row: absolute(row)),
        Column("language", TEXT, _("Language of the text: en, ru or kk."), lambda row: row.edition.release.language),
        Column("day", DAY, _("Day of the release."), lambda row: row.edition.release.address_date.isoformat()),
        Column("release", TEXT, _("Release in which it stands."), lambda row: row.edition.release.public_id),
        Column("release_address", ADDRESS, _("Page of the release."), lambda row: absolute(row.edition.release)),
        Column("release_title", TEXT, _("Headline of the release."), lambda row: row.edition.title),
        Column(
            "speaker", TEXT, _("Speaker, by the name in the address."), lambda row: row.speaker and row.speaker.slug
        ),
        Column("speaker_name", TEXT, _("Name of the speaker."), lambda row: row.who),
        Column(
            "offices",
            LIST,
            _("Offices held on that day, by their short names."),
            lambda row: [o.slug for o in row.offices],
        ),
        Column("mode", TEXT, _("How the words are reported: direct, indirect or mixed."), lambda row: row.mode),
        Column("cue", TEXT, _("Words that attribute them, such as “noted that”."), lambda row: row.cue),
        Column("quote", TEXT, _("The passage, word for word as the release has it."), lambda row: row.quote),
        Column("start", NUMBER, _("Its first character in the text of the release, from 0."), lambda row: row.start),
        Column("end", NUMBER, _("The character after its last."), lambda row: row.end),
        Column(
            "themes", LIST, _("Themes, by the name in their address."), lambda row: [t.slug for t in row.shown_themes]
        ),
    ),
    ("start", "statement__public_id"),
)
DATASETS = {dataset.name: dataset for dataset in (RELEASES, STATEMENTS)}
