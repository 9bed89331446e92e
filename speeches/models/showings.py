"""Seals and showings: what was approved, and what stands at an address from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from speeches import clock

from .base import NaturalKeyManager, PublicModel, checked_instant
from .parts import Contributor, EditionAttachment, EditionPhoto, EditionTheme
from .releases import Edition, Release

_USER = settings.AUTH_USER_MODEL


class Seal(PublicModel):
    """The SHA-256 (hex) of an approved edition's canonical form. From here on the database guards the edition."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="seal")
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(_("sealed"), default=clock.now)
    sealed_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self):
        return self.sha256

    def natural_key(self):
        return (self.public_id,)

    # A fixture must bring all that is sealed before the seal closes it.
    natural_key.dependencies = [
        f"speeches.{model._meta.model_name}" for model in (EditionTheme, EditionPhoto, EditionAttachment, Contributor)
    ]


class ShowingQuerySet(models.QuerySet):
    def live(self, at=None):
        """Showings (editions and notices) that cover `at` (aware; default now). Raises FutureInstant.

        Asked for the past, those of editions that were taken back since are left out, as by `Edition.objects.live`.
        """
        instant = checked_instant(at)
        covering = self.filter(Q(shown_until=None) | Q(shown_until__gt=instant), shown_from__lte=instant)
        if at is None:
            return covering
        return covering.filter(Q(edition=None) | Q(edition__in=Edition.objects.live(at)))

    def notices(self, at=None):
        """Withdrawal notices that stood at `at` (aware; default now). Raises FutureInstant."""
        return self.live(at).filter(edition=None)

    def lifted(self, at=None):
        """Withdrawal notices that were lifted by `at` (aware; default now), each with `lifted_at` (UTC).

        Raises FutureInstant.
        """
        ended = self.filter(edition=None, shown_until__lte=checked_instant(at))
        return ended.annotate(lifted_at=F("shown_until"))

    def planned(self):
        """Showings that have not begun. For the admin only."""
        return self.filter(shown_from__gt=clock.now())


class Showing(PublicModel):
    """That an edition, or a withdrawal notice, stands at a release's address in [shown_from, shown_until).

    Showings of a release never overlap and leave no gap from the first on (the database refuses overlaps); an
    edition that is shown is sealed. Instants are UTC.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="showings", verbose_name=_("release"))
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="showings", verbose_name=_("edition")
    )
    follows = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
        help_text=_("For a notice: the edition that it took away."),
    )
    explanation = models.TextField(_("public explanation"), blank=True)
    shown_from = models.DateTimeField(_("from"))
    shown_until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = NaturalKeyManager.from_queryset(ShowingQuerySet)()

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        ordering = ["release", "shown_from"]
        indexes = [
            models.Index(fields=["edition", "shown_from", "shown_until"], name="showing_of_edition"),
            models.Index(fields=["shown_from"], name="showing_from"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["release", "shown_from"], name="showing_one_from"),
            models.UniqueConstraint(fields=["release"], condition=Q(shown_until=None), name="showing_one_without_end"),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gt=F("shown_from")), name="showing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=False, follows=None, explanation="")
                | (Q(edition=None, follows__isnull=False) & ~Q(explanation="")),
                name="showing_edition_or_notice",
            ),
        ]

    def __str__(self):
        return f"{self.release}: {self.shown_from:%Y-%m-%d %H:%M} –"

    def natural_key(self):
        return (self.public_id,)

    natural_key.dependencies = ["speeches.seal"]

    def covers(self, at):
        """Whether the showing stands at `at` (aware)."""
        return self.shown_from <= at and (self.shown_until is None or at < self.shown_until)


class Bundle(PublicModel):
    """Editions that go live at one instant; `at` is None until the bundle is approved."""

    title = models.CharField(_("title"), max_length=200)
    at = models.DateTimeField(_("goes live"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    editions = models.ManyToManyField(Edition, through="BundleMember", related_name="bundles")

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title


class BundleMember(PublicModel):
    """That an edition goes live with a bundle, and so has no time of its own."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="members")
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="bundle_member")

    class Meta:
        verbose_name = _("member of a bundle")
        verbose_name_plural = _("members of bundles")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.bundle}: {self.edition}"


class Proposal(PublicModel):
    """The first of two people asks for a verb that needs two (reinstate, redact); the second confirms or declines."""

    class Outcome(models.TextChoices):
        OPEN = "", _("waiting for a second person")
        DONE = "done", _("confirmed")
        DECLINED = "declined", _("declined")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals")
    verb = models.CharField(_("action"), max_length=40)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("asked"), default=clock.now)
    outcome = models.CharField(max_length=10, blank=True, default="", choices=Outcome.choices)
    decided_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "verb"], condition=Q(outcome=""), name="proposal_one_open"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="done") | ~Q(decided_by=F("by")), name="proposal_done_by_two_people"
            ),
        ]

    def __str__(self):
        return f"{self.verb}: {self.edition}"


class UnreviewedPublication(PublicModel):
    """An edition that a publisher put live alone, flagged until a second person has looked."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="unreviewed")
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by"))
    at = models.DateTimeField(_("published"), default=clock.now)
    reason = models.TextField(_("reason"))
    looked_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("publication without review")
        verbose_name_plural = _("publications without review")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_by=None, looked_at=None) | Q(looked_by__isnull=False, looked_at__isnull=False),
                name="unreviewed_looked_at_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(looked_by=F("by")), name="unreviewed_looked_at_by_another"),
        ]

    def __str__(self):
        return str(self.edition)
