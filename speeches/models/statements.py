"""Statements: who said what, as records that outlive the editions in which they stand."""

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speeches import clock, text
from speeches.states import Mode, StatementStatus

from .base import Anchored, NaturalKeyManager, PublicModel, checked_instant
from .people import Person
from .releases import Edition, Release, through_the_door
from .showings import Showing
from .themes import Theme


def _decided():
    """Versions of the statement of an outer query on which a second person has decided."""
    decided = (StatementStatus.ACCEPTED, StatementStatus.NEEDS_REVIEW, StatementStatus.REJECTED)
    return StatementVersion.objects.filter(statement=OuterRef("pk"), status__in=decided)


class StatementQuerySet(models.QuerySet):
    def live(self, at=None):
        """Statements of which an accepted version stands in an edition live at `at`."""
        return self.filter(Exists(StatementVersion.objects.live(at).filter(statement=OuterRef("pk"))))

    def known(self, at=None):
        """Statements of which the public knows at `at`: they stand, or once stood, in the text of a live release.

        A statement that was taken off, or joined to another, is known as well: its address says so. It must have had
        a version, no mere suggestion or proposal, in an edition that the public has seen (before it was taken off).
        """
        stood = Q(Exists(StatementVersion.objects.seen(at).filter(statement=OuterRef("pk"))))
        told = _decided().filter(Exists(Edition.objects.shown().filter(pk=OuterRef("edition"), redacted_at=None)))
        joined = Q(led_to__isnull=False) & Exists(told)
        ended = told.filter(edition__showings__shown_from__lte=OuterRef("taken_off_at"))
        return self.filter(stood | joined | Q(taken_off_at__lte=checked_instant(at)) & Exists(ended))

    def withdrawn(self):
        """Statements that were public, of releases that are withdrawn: a notice stands at their address now."""
        notice = Showing.objects.notices().filter(release=OuterRef("release"))
        shown = _decided().filter(edition__showings__shown_from__lte=clock.now(), edition__redacted_at=None)
        ended = Q(led_to__isnull=False) | Q(taken_off_at__isnull=False)
        return self.filter(
            Exists(notice), Exists(shown.filter(status=StatementStatus.ACCEPTED)) | ended & Exists(shown)
        )

    def planned(self, at):
        """Statements of which an accepted version stands in an edition planned for `at`. For the admin only."""
        return self.filter(pk__in=StatementVersion.objects.planned(at).values("statement"))


class Statement(PublicModel):
    """The lasting thing that a permalink names; its words stand in its versions.

    `led_to` is the statement to which this one was joined: its permalink leads on. `taken_off_at` says that nobody
    stands by the record any more (not the right speaker, not a statement); its permalink tells that, with the public
    reason. Both wait where it is accepted again in an edition that is not public yet: what is accepted and live stands,
    whatever they say. `alignment` is the same for statements that say the same in the language versions of one
    release; `aligned_by` is who said so, None where the words were compared by the machine.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="statements")
    led_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined", editable=False
    )
    taken_off_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)
    taken_off_reason = models.TextField(_("why it was taken off"), blank=True, help_text=_("Public."))
    alignment = models.CharField(
        _("the same in other languages"), max_length=12, blank=True, db_index=True, editable=False
    )
    aligned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("put beside the other languages by"),
    )

    objects = NaturalKeyManager.from_queryset(StatementQuerySet)()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["alignment", "release"], condition=~Q(alignment=""), name="statement_aligned_once_a_release"
            ),
        ]

    def __str__(self):
        return self.public_id

    def get_absolute_url(self):
        return reverse("statement", args=[self.public_id])

    def counterparts(self, at=None):
        """What says the same in the other language versions of the release, as the public sees it at `at`.

        Live versions (see `StatementVersionQuerySet.beside`), at most one a language, in the order of the site's
        languages, with what a page shows of them. One query. Raises FutureInstant.
        """
        shown = StatementVersion.objects.live(at).beside(self)
        return shown.select_related("statement", "speaker", "edition__release")


class StatementVersionQuerySet(models.QuerySet):
    def live(self, at=None):
        """Accepted versions in editions that the public sees at `at` (aware; default now). Raises FutureInstant."""
        return through_the_door(self.filter(status=StatementStatus.ACCEPTED), at, "edition__")

    def live_by_index(self, at=None):
        """As `live`, for counting and ordering many: no long row of an edition is read where an index can answer.

        Each has `language`, `day` (of the address) and `published_at` (UTC) of its release, to filter, group and order
        by. Raises FutureInstant.
        """
        found, release = self.live(at), "edition__release"
        if connection.vendor == "sqlite":
            # It would read each edition by its key, past the texts. Asked for the key plus nothing, it goes by the
            # release (`edition_readable`). PostgreSQL keeps long texts elsewhere.
            shown = Edition.objects.live(at).alias(own_id=F("pk") + 0)
            shown = shown.filter(release=OuterRef("statement__release"), own_id=OuterRef("edition"))
            found, release = self.filter(Exists(shown), status=StatementStatus.ACCEPTED), "statement__release"
        told = {"language": "language", "day": "address_date", "published_at": "published_at"}
        return found.annotate(**{name: F(f"{release}__{field}") for name, field in told.items()})

    def with_instants(self):
        """As `EditionQuerySet.with_instants`, of the editions in which they stand. It is no door."""
        began = "edition__showings__shown_from"
        return self.annotate(shown_from=models.Min(began), shown_again=models.Max(began))

    def seen(self, at=None):
        """Accepted versions in editions that the public has seen by `at`, of releases that are live now and were then.

        What was withdrawn or redacted since does not come back. Raises FutureInstant.
        """
        shown = Edition.objects.shown(at).filter(redacted_at=None)
        return self.filter(Exists(shown.filter(pk=OuterRef("edition"))), status=StatementStatus.ACCEPTED)

    def planned(self, at):
        """Accepted versions in editions planned for `at`. For the admin only."""
        return self.filter(status=StatementStatus.ACCEPTED, edition__in=Edition.objects.planned(at))

    def beside(self, statement):
        """Versions of the statements that say the same as `statement` in other languages, in the order of the site's.

        Those of a release that has left the translation group since are not among them. It is no door: ask
        `live().beside(…)`.
        """
        group = statement.release.translation_group
        if not statement.alignment or not group:
            return self.none()
        found = self.filter(statement__alignment=statement.alignment, statement__release__translation_group=group)
        order = [
            When(edition__release__language=code, then=place) for place, (code, _n) in enumerate(settings.LANGUAGES)
        ]
        return found.exclude(statement=statement).order_by(Case(*order, default=Value(len(order))))


class StatementVersion(Anchored, PublicModel):
    """A statement in one edition, anchored by exact quote, context and offsets.

    `start` and `end` count code points in the edition's plain text, end-exclusive (W3C TextPositionSelector);
    `quote`, `prefix` and `suffix` are the TextQuoteSelector.

    `pattern` names the rule that found it, where no person did. A proposed change of an accepted version is a row of
    its own that `replaces` it; once a second person accepts it, its content moves there and it goes.
    """

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
    pattern = models.CharField(_("found by"), max_length=60, blank=True)
    suggested_by = models.CharField(_("suggested by"), max_length=150, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="change", editable=False
    )
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
            models.Index(fields=["speaker", "status", "edition", "start", "statement"], name="statement_of_speaker"),
            models.Index(fields=["edition", "status", "speaker"], name="statement_who_speaks"),
            models.Index(
                fields=["edition"], condition=Q(status=StatementStatus.NEEDS_REVIEW), name="statement_to_look_at"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "edition"], condition=Q(replaces=None), name="statement_once_in_edition"
            ),
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
