"""The audit trail: append-only, and it outlives what it tells of."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from speeches import clock

from .base import NaturalKeyManager, NaturalKeyModel


class AuditQuerySet(models.QuerySet):
    def about(self, *subjects):
        """Entries about any of these objects (each with a natural key), newest first."""
        condition = models.Q(pk__in=[])
        for subject in subjects:
            condition |= models.Q(subject_type=subject._meta.model_name, subject_key=str(subject.natural_key()[0]))
        return self.filter(condition).order_by("-at", "-pk")

    def last_change(self, things):
        """When what readers see of one of the public `things` (each with a natural key) was last changed by hand: a
        name or a description, the address of a release. None: never. Other work on them is nobody's business."""
        keys = {}
        for thing in things:
            keys.setdefault(thing._meta.model_name, set()).add(str(thing.natural_key()[0]))
        condition = models.Q(pk__in=[])
        for kind, found in keys.items():
            condition |= models.Q(subject_type=kind, subject_key__in=found)
        seen = models.Q(verb="change_record", details__shown=True)
        seen |= models.Q(verb="amend", details__changes__has_key="slug")
        return self.filter(condition & seen).aggregate(last=models.Max("at"))["last"]


class AuditEntry(NaturalKeyModel):
    """Who did what to what, when, from which state to which, with which comment.

    No foreign keys: nothing that is deleted takes its history with it. The database refuses to change or delete
    a row (see `guards`).
    """

    natural_key_field = "uid"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("at"), default=clock.now, db_index=True)
    actor = models.CharField(_("by"), max_length=150, help_text=_("User name, or the name of a command."))
    verb = models.CharField(_("action"), max_length=40)
    subject_type = models.CharField(_("kind of thing"), max_length=40)
    subject_key = models.CharField(_("public id"), max_length=120)
    subject_label = models.CharField(_("thing"), max_length=300, blank=True)
    release_key = models.CharField(_("release"), max_length=12, blank=True, db_index=True)
    from_state = models.CharField(pgettext_lazy("state", "from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = NaturalKeyManager.from_queryset(AuditQuerySet)()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_key"], name="audit_subject")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.verb} {self.subject_label}"
