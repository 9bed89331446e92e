"""Events and the series that they belong to."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speeches.states import EventKind

from .base import NaturalKeyManager, NaturalKeyModel, checked_instant, lines, live


class SeriesQuerySet(models.QuerySet):
    def live(self, at=None):
        """Series of which an event is public, or that were announced by `at`."""
        held = Event.objects.live(at).filter(series=OuterRef("pk"))
        return self.filter(Q(announced_from__lte=checked_instant(at)) | Exists(held))


class EventSeries(NaturalKeyModel):
    """A row of events that are counted or recur: the sessions of an assembly, yearly addresses."""

    natural_key_field = "slug"

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    aliases = models.TextField(
        _("how texts name one of them"),
        blank=True,
        help_text=_("One a line, without the number, such as: session of the Assembly"),
    )
    announced_from = models.DateTimeField(_("public from"), null=True, blank=True)

    objects = NaturalKeyManager.from_queryset(SeriesQuerySet)()

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["slug"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("series", args=[self.slug])

    @property
    def all_names(self):
        """The title and its aliases in the active language."""
        return [self.title, *lines(self.aliases)]


class EventQuerySet(models.QuerySet):
    def live(self, at=None):
        """Events of which a release is live at `at`, or that were announced by then."""
        # By two bounds, which are one key: PostgreSQL would take an equation for leave to read all that is live first.
        told = live("Edition", at).filter(release__event__gte=OuterRef("pk"), release__event__lte=OuterRef("pk"))
        return self.filter(Q(announced_from__lte=checked_instant(at)) | Exists(told))

    def ahead(self, day):
        """Those that are not over on `day` (a date), the nearest first."""
        # What has no last day is over once its first is; what has one does not end before it begins.
        # Told by keys, since a database that is to sort by the first day begins with all that are over.
        keys = Event.objects.filter(Q(starts_on__gte=day) | Q(ends_on__gte=day)).values("pk")
        return self.filter(pk__in=keys).order_by("starts_on", "slug")

    def over(self, day):
        """Those that are over on `day` (a date), the latest first."""
        begun = self.filter(Q(ends_on=None) | Q(ends_on__lt=day), starts_on__lt=day)
        return begun.order_by("-starts_on", "slug")


class Event(NaturalKeyModel):
    """Something that happened; its neighbours in a series follow from the ordinal, else from the dates."""

    natural_key_field = "slug"

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=30, choices=EventKind.choices, default=EventKind.OTHER)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    series = models.ForeignKey(
        EventSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("series")
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True, validators=[MaxValueValidator(3999)]
    )
    """At most 3999: as far as Roman numerals go."""
    announced_from = models.DateTimeField(_("public from"), null=True, blank=True)

    objects = NaturalKeyManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "slug"]
        indexes = [
            models.Index(fields=["-starts_on", "slug"], name="event_by_day"),
            models.Index(fields=["ends_on"], name="event_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.UniqueConstraint(
                fields=["series", "ordinal"],
                name="event_one_ordinal_in_series",
                violation_error_message=_("The series already has an event with this number."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal=None) | Q(series__isnull=False),
                name="event_ordinal_wants_series",
                violation_error_message=_("A number needs a series in which it counts."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.slug])

    @property
    def last_day(self):
        return self.ends_on or self.starts_on

    def neighbours(self, events):
        """(previous, next) of this event in its series among `events`, a queryset; None where there is none."""
        if self.series_id is None:
            return None, None
        others = events.filter(series=self.series_id).exclude(pk=self.pk)
        if self.ordinal is not None:
            counted = others.filter(ordinal__isnull=False).order_by("ordinal")
            return counted.filter(ordinal__lt=self.ordinal).last(), counted.filter(ordinal__gt=self.ordinal).first()
        dated = others.order_by("starts_on", "slug")
        return (
            dated.filter(Q(starts_on__lt=self.starts_on) | Q(starts_on=self.starts_on, slug__lt=self.slug)).last(),
            dated.filter(Q(starts_on__gt=self.starts_on) | Q(starts_on=self.starts_on, slug__gt=self.slug)).first(),
        )
