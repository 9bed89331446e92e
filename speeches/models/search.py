"""What finds texts: never the record itself, and always to be made again from it.

Nothing here is part of backups; `manage.py reindex` makes it again. What is found passes the door of its own model.

The words of `IndexedText`, `IndexedStatement` and `IndexedName` are stems between spaces (`search.fields`). Migration
0005 puts the database's own index beside each table, kept by the database itself: on SQLite a table of FTS5 with the
name of the model's and "_fts", fed by triggers; on PostgreSQL a generated column "found" of the type tsvector.
A migration that makes SQLite rebuild one of these tables has to put the triggers back.
"""

from django.db import models

from .releases import Edition
from .statements import StatementVersion


class Shingle(models.Model):
    """That some neighbouring words of a sealed edition have this hash (`text.quoting.shingles`)."""

    value = models.IntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="shingles")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["value", "edition"], name="shingle_once_in_edition")]

    def __str__(self):
        return f"{self.value} in {self.edition_id}"


class IndexedText(models.Model):
    """What a sealed edition says, as stems."""

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.CASCADE, related_name="indexed")
    title = models.TextField()
    summary = models.TextField()
    captions = models.TextField()
    body = models.TextField()

    FIELDS = ("title", "summary", "captions", "body")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"words of {self.edition_id}"


class IndexedStatement(models.Model):
    """What an accepted statement in a sealed edition says, and the names of who says it, as stems."""

    version = models.OneToOneField(StatementVersion, primary_key=True, on_delete=models.CASCADE, related_name="indexed")
    speaker = models.TextField()
    words = models.TextField()

    FIELDS = ("speaker", "words")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"words of {self.version_id}"


class IndexedName(models.Model):
    """What something is called in a language, for suggestions: whole words, folded (`search.fields.name`).

    `kind` is the name of a model in lower letters, `target` the id of its row; "edition" is a sealed edition, by its
    title. A row whose target is gone finds nothing.
    """

    kind = models.CharField(max_length=20)
    target = models.BigIntegerField()
    language = models.CharField(max_length=5)
    words = models.TextField()

    FIELDS = ("words",)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "target", "language"], name="name_indexed_once")]

    def __str__(self):
        return f"{self.kind} {self.target} ({self.language})"
