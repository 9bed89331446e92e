"""Statements: who said what, as records that outlive the editions in which they stand."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speeches import clock, text
from speeches.states import Mode, StatementStatus

from .base import Anchored, NaturalKeyManager, NaturalKeyModel, PublicIdField
from .people import Person
from .releases import Edition, Release, through_the_door
from .themes import Theme


class StatementQuerySet(models.QuerySet):
    def live(self, at=None):
        """Statements of which an accepted version stands in an edition live at `at`."""
        return self.filter(Exists(StatementVersion.objects.live(at).filter(statement=OuterRef("pk"))))

    def planned(self, at):
        """Statements of which an accepted version stands in an edition planned for `at`. For the admin only."""
        return self.filter(pk__in=StatementVersion.objects.planned(at).values("statement"))


class Statement(NaturalKeyModel):
    """The lasting thing that a permalink names; its words stand in its versions."""

    public_id = PublicIdField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="statements")

    objects = NaturalKeyManager.from_queryset(StatementQuerySet)()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self):
        return self.public_id

    def get_absolute_url(self):
        return reverse("statement", args=[self.public_id])


class StatementVersionQuerySet(models.QuerySet):
    def live(self, at=None):
        """Accepted versions in editions that the public sees at `at` (aware; default now). Raises FutureInstant."""
        return through_the_door(self.filter(status=StatementStatus.ACCEPTED), at, "edition__")

    def planned(self, at):
        """Accepted versions in editions planned for `at`. For the admin only."""
        return self.filter(status=StatementStatus.ACCEPTED, edition__in=Edition.objects.planned(at))


class StatementVersion(Anchored, NaturalKeyModel):
    """A statement in one edition, anchored by exact quote, context and offsets.

    `start` and `end` count code points in the edition's plain text, end-exclusive (W3C TextPositionSelector);
    `quote`, `prefix` and `suffix` are the TextQuoteSelector.
    """

    public_id = PublicIdField()
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="versions")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="statement_versions")
    speaker = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statement_versions",
        verbose_name=_("speaker"),
    )
    speaker_name = models.CharField(_("speaker as named"), max_length=200, blank=True)
    cue = models.CharField(_("cue"), max_length=100, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.INDIRECT)
    quote = models.TextField(_("words"))
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField(
        _("certainty of the anchor (%)"), default=100, help_text=_("100: found again word for word.")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="statement_versions", verbose_name=_("themes"))
    status = models.CharField(
        _("status"), max_length=20, choices=StatementStatus.choices, default=StatementStatus.SUGGESTED
    )
    suggested_by = models.CharField(_("suggested by"), max_length=150, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = NaturalKeyManager.from_queryset(StatementVersionQuerySet)()

    class Meta:
        verbose_name = _("statement in an edition")
        verbose_name_plural = _("statements in editions")
        ordering = ["edition", "start"]
        indexes = [
            models.Index(fields=["edition", "status", "start"], name="statement_in_edition"),
            models.Index(fields=["speaker", "status"], name="statement_of_speaker"),
            models.Index(
                fields=["edition"], condition=Q(status=StatementStatus.NEEDS_REVIEW), name="statement_to_look_at"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["statement", "edition"], name="statement_once_in_edition"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="statement_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(score__lte=100), name="statement_score_percent"),
        ]

    def __str__(self):
        return f"{self.who}: {text.truncate(self.quote, 80)}"

    def get_absolute_url(self):
        return self.statement.get_absolute_url()

    @property
    def who(self):
        """The speaker's name: the record's where there is one, else as the text has it."""
        return self.speaker.name if self.speaker else self.speaker_name
