"""Releases out as a fixture: every row that they are made of, and the files, to be loaded by `loaddata`."""

import shutil
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

from django.core import serializers
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q

from speeches import models

from .backups import snapshot

DATA, MEDIA = "releases.json", "media"
CHUNK = 500
"""Rows in memory at once."""


def write(releases, folder, *, vocabulary=False):
    """Writes a queryset of releases with all that hangs on them into `folder` (a Path, new or empty).

    `releases.json` holds rows, by natural keys, in an order in which an empty newsroom takes them; `media/` the files.
    With `vocabulary` all themes, people, offices, series and events are in it, else those that the releases name.
    Gives {"rows", "files", "accounts"}: the last are names of accounts that must exist where it is loaded; none is in
    it. Raises OSError.
    """
    folder = Path(folder)
    accounts, files, rows = set(), [], 0

    def noted():
        nonlocal rows
        for row in chain.from_iterable(one.iterator(chunk_size=CHUNK) for one in _parts(releases, vocabulary)):
            rows += 1
            accounts.update(_accounts(row))
            if isinstance(row, (models.Photo, models.Rendition, models.Attachment)):
                files.append(row.file.name)
            yield row

    with _of_one_instant(), open(folder / DATA, "w", encoding="utf-8") as out:
        serializers.serialize(
            "json",
            noted(),
            stream=out,
            indent=1,
            ensure_ascii=False,
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )
    for name in files:
        there = folder / MEDIA / name
        there.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name, "rb") as source, open(there, "wb") as target:
            shutil.copyfileobj(source, target)
    return {"rows": rows, "files": len(files), "accounts": sorted(accounts)}


def _of_one_instant():
    """In a transaction already, where no other can begin, its own view of the database has to do."""
    return nullcontext() if connection.in_atomic_block else snapshot()


def _parts(releases, vocabulary):
    """The querysets of all rows, each after those that its rows name; seals after what they seal, showings after seals.

    What the desk keeps beside the texts (unsaved text, comments, mail, review links) is not among them.
    """
    releases = models.Release.objects.filter(pk__in=releases.order_by().values("pk"))
    of_release = Q(release__in=releases.order_by().values("pk"))
    editions = models.Edition.objects.filter(of_release).order_by("pk")
    of_edition = Q(edition__in=editions.values("pk"))
    versions = models.StatementVersion.objects.filter(of_edition)
    photos = models.Photo.objects.filter(uses__edition__in=editions.values("pk")).distinct()
    attachments = models.Attachment.objects.filter(uses__edition__in=editions.values("pk")).distinct()
    yield from (_by_key(one) for one in _vocabulary(releases, editions, versions, vocabulary))
    yield from (_by_key(photos), models.Rendition.objects.filter(photo__in=photos.values("pk")).order_by("pk"))
    yield _by_key(attachments)
    yield from (releases.order_by("pk"), editions)
    yield models.EditionTheme.objects.filter(content_object__in=editions.values("pk")).order_by("pk")
    for part in (models.EditionPhoto, models.EditionAttachment, models.EditionLink, models.Contributor, models.Seal):
        yield part.objects.filter(of_edition).order_by("pk")
    yield models.Showing.objects.filter(of_release).order_by("pk")
    for part in (models.Proposal, models.UnreviewedPublication):
        yield part.objects.filter(of_edition).order_by("pk")
    yield models.Statement.objects.filter(of_release).order_by("pk")
    yield versions.prefetch_related("themes").order_by("pk")
    for part in (models.Redirect, models.ImportSource):
        yield part.objects.filter(of_release).order_by("pk")
    yield models.AuditEntry.objects.filter(release_key__in=releases.order_by().values("public_id")).order_by("at", "pk")


def _vocabulary(releases, editions, versions, whole):
    if whole:
        for model in ("Theme", "EventSeries", "Event", "Person", "Office", "Tenure"):
            yield getattr(models, model).objects.all()
        return
    used = Q(edition_themes__content_object__in=editions.values("pk")) | Q(statement_versions__in=versions.values("pk"))
    themes, wider = set(), set(models.Theme.objects.filter(used).values_list("pk", flat=True))
    while wider := wider - themes:
        themes |= wider
        wider = set(models.Theme.objects.filter(children__in=wider).values_list("pk", flat=True))
    yield models.Theme.objects.filter(pk__in=themes)
    events = models.Event.objects.filter(releases__in=releases.values("pk")).distinct()
    yield models.EventSeries.objects.filter(events__in=events.values("pk")).distinct()
    yield events
    people = models.Person.objects.filter(statement_versions__in=versions.values("pk")).distinct()
    yield people
    tenures = models.Tenure.objects.filter(person__in=people.values("pk"))
    yield models.Office.objects.filter(tenures__in=tenures.values("pk")).distinct()
    yield tenures


def _by_key(queryset):
    return queryset.order_by("pk")


def _accounts(row):
    """The names of the accounts that a row names."""
    for field in row._meta.concrete_fields:
        if field.is_relation and field.related_model._meta.model_name == "user" and getattr(row, field.attname):
            yield getattr(row, field.name).get_username()
