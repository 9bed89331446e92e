"""Writing the index: what sealed texts say, accepted statements in them, and what things are called.

Receivers in `apps` call this whenever a seal, a statement or a named thing is saved, by whatever way it comes: a
verb, an import, a fixture, a backup that is restored. What is written in bulk calls it by itself.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from speeches.models import (
    Edition,
    Event,
    EventSeries,
    IndexedName,
    IndexedStatement,
    IndexedText,
    Person,
    Shingle,
    StatementVersion,
    Theme,
)
from speeches.states import StatementStatus

from . import fields, native, quotes

BATCH = 200  # editions in memory at a time
NAMED = {Person: "name", Theme: "name", Event: "title", EventSeries: "title"}
"""The models whose names are suggested, and the field that holds the name."""
_ROWS = 500  # in one statement


def sealed():
    """The editions that the index holds: sealed, and not redacted."""
    return Edition.objects.filter(seal__isnull=False, redacted_at=None).order_by("pk")


def spoken():
    """The statements that the index holds: accepted, in editions that it holds."""
    return StatementVersion.objects.filter(
        status=StatementStatus.ACCEPTED, edition__seal__isnull=False, edition__redacted_at=None
    ).order_by("pk")


def index(editions):
    """Writes what the index holds of sealed editions, in the place of what it held."""
    editions = list(
        Edition.objects.filter(pk__in=[edition.pk for edition in editions])
        .select_related("release")
        .prefetch_related("edition_photos")
    )
    quotes.index(editions)
    _write(IndexedText, [IndexedText(edition=one, **fields.of_edition(one)) for one in editions])
    titles = [
        IndexedName(kind="edition", target=one.pk, language=one.release.language, **fields.of_name(one.title))
        for one in editions
    ]
    _write(IndexedName, titles, ["kind", "target", "language"])
    said = spoken().filter(edition__in=editions).select_related("speaker", "edition__release")
    said = said.defer("edition__body", "edition__plain_text")
    _write(IndexedStatement, [IndexedStatement(version=one, **fields.of_version(one)) for one in said])


def _write(model, rows, unique=None):
    model.objects.bulk_create(
        rows,
        batch_size=_ROWS,
        update_conflicts=True,
        unique_fields=unique or [model._meta.pk.name],
        update_fields=list(model.FIELDS),
    )


def index_sealed(edition):
    """Writes an edition whose seal has come; nothing where it is there already."""
    if not edition.redacted_at and not IndexedText.objects.filter(edition=edition).exists():
        index([edition])


def index_statement(version):
    """Writes a statement that was saved, or takes it out where it is not accepted (any more)."""
    if version.status != StatementStatus.ACCEPTED:
        IndexedStatement.objects.filter(version=version).delete()
    elif one := spoken().filter(pk=version.pk).select_related("speaker", "edition__release").first():
        _write(IndexedStatement, [IndexedStatement(version=one, **fields.of_version(one))])


def index_named(thing):
    """Writes what a person, theme, event or series that was saved is called, in every language of the site."""
    index_names([thing])
    if not isinstance(thing, Person):
        return
    for language, _label in settings.LANGUAGES:
        said = spoken().filter(speaker=thing, edition__release__language=language)
        if one := said.select_related("speaker", "edition__release").first():
            speaker = fields.of_version(one)["speaker"]
            rows = IndexedStatement.objects.filter(version__in=said.order_by().values("pk"))
            rows.exclude(speaker=speaker).update(speaker=speaker)


def _names_of(things):
    return [
        IndexedName(
            kind=thing._meta.model_name,
            target=thing.pk,
            language=language,
            **fields.of_name(fields.called(thing, NAMED[type(thing)], language)),
        )
        for thing in things
        for language, _label in settings.LANGUAGES
    ]


def index_names(things):
    """Writes the names of people, themes, events or series."""
    _write(IndexedName, _names_of(things), ["kind", "target", "language"])


def index_all_names():
    """Writes every name anew, and takes out the names of what is gone."""
    for model in NAMED:
        IndexedName.objects.filter(kind=model._meta.model_name).exclude(target__in=model.objects.values("pk")).delete()
        index_names(model.objects.order_by("pk"))
    IndexedName.objects.filter(kind="edition").exclude(target__in=sealed().order_by().values("pk")).delete()


def forget_statement(statement):
    """Takes out every version of a statement by which nobody stands any more."""
    IndexedStatement.objects.filter(version__statement=statement).delete()


def forget_named(thing):
    """Takes out the names of a thing that was deleted."""
    IndexedName.objects.filter(kind=thing._meta.model_name, target=thing.pk).delete()


def forget(editions):
    """Takes all words of these editions out of the index, so that not even the file holds them any more."""
    Shingle.objects.filter(edition__in=editions).delete()
    IndexedText.objects.filter(edition__in=editions).delete()
    IndexedStatement.objects.filter(version__edition__in=editions).delete()
    IndexedName.objects.filter(kind="edition", target__in=editions.values("pk")).delete()
    for model in (IndexedText, IndexedStatement, IndexedName):
        native.purge(model)


def unindexed():
    """Yields the sealed editions of which the index does not hold everything."""
    said = spoken().filter(edition=OuterRef("pk"), indexed=None)
    titled = IndexedName.objects.filter(kind="edition", target=OuterRef("pk"))
    without = Q(indexed=None) | Exists(said) | ~Exists(titled)
    found = set()
    for edition in sealed().filter(without).iterator(BATCH):
        found.add(edition.pk)
        yield edition
    yield from (edition for edition in quotes.unindexed() if edition.pk not in found)
