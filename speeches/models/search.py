"""What finds texts: never the text itself, and always to be made again from it."""

from django.db import models

from .releases import Edition


class Shingle(models.Model):
    """That some neighbouring words of a sealed edition have this hash (`text.quoting.shingles`).

    It is no part of the record: left out of backups, made again by `manage.py reindex`.
    """

    value = models.IntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="shingles")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["value", "edition"], name="shingle_once_in_edition")]

    def __str__(self):
        return f"{self.value} in {self.edition_id}"
