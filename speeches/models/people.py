"""People, offices, and who held which office when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from speeches import clock

from .base import NaturalKeyManager, NaturalKeyModel, PublicModel, checked_instant, lines, live


class PersonQuerySet(models.QuerySet):
    def live(self, at=None):
        """People of whom something live speaks, or who were announced by `at` (see `Edition.objects.live`)."""
        said = live("StatementVersion", at).filter(speaker=OuterRef("pk"))
        return self.filter(Q(announced_from__lte=checked_instant(at)) | Exists(said))


class Person(NaturalKeyModel):
    """Somebody who speaks in releases."""

    natural_key_field = "slug"

    class Gender(models.TextChoices):
        UNKNOWN = "", _("not said")
        FEMALE = "f", _("she")
        MALE = "m", _("he")

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    aliases = models.TextField(_("other names"), blank=True, help_text=_("One a line: forms and cases used in texts."))
    gender = models.CharField(_("pronoun"), max_length=1, blank=True, default="", choices=Gender.choices)
    about = models.TextField(_("about"), blank=True)
    announced_from = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Empty: public once something published speaks of it.")
    )

    objects = NaturalKeyManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.slug])

    @property
    def all_names(self):
        """The name and its aliases in the active language."""
        return [self.name, *lines(self.aliases)]


class OfficeQuerySet(models.QuerySet):
    def live(self, at=None):
        """Offices that a person who is public holds or has held."""
        held = Tenure.objects.live(at).filter(office=OuterRef("pk"), person__in=Person.objects.live(at))
        return self.filter(Exists(held))


class Office(NaturalKeyModel):
    """An office, such as President of the Republic."""

    natural_key_field = "slug"

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    aliases = models.TextField(
        _("titles that stand for the holder"), blank=True, help_text=_("One a line, such as: the Head of State")
    )

    objects = NaturalKeyManager.from_queryset(OfficeQuerySet)()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["slug"]

    def __str__(self):
        return self.title

    def holder_on(self, day):
        """The person who held the office on `day` (a date), or None where nobody or more than one did."""
        found = [tenure.person for tenure in self.tenures.select_related("person") if tenure.covers(day)]
        return found[0] if len(found) == 1 else None


class TenureQuerySet(models.QuerySet):
    def live(self, at=None):
        """Tenures that the public may know of at `at`: announced by then or, where nothing says when, begun."""
        instant = checked_instant(at)
        begun = Q(held_from=None) | Q(held_from__lte=localdate(instant))
        return self.filter(Q(announced_from__lte=instant) | Q(announced_from=None) & begun)


class Tenure(PublicModel):
    """A person's time in an office; both dates count, an empty one is open."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="tenures", verbose_name=_("office"))
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures", verbose_name=_("person"))
    held_from = models.DateField(_("from"), null=True, blank=True)
    held_until = models.DateField(_("until"), null=True, blank=True)
    announced_from = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Empty: public once it begins; else from this instant on."),
    )

    objects = NaturalKeyManager.from_queryset(TenureQuerySet)()

    class Meta:
        verbose_name = _("time in office")
        verbose_name_plural = _("times in office")
        # Those of which the beginning is not told come last, on every database.
        ordering = [F("held_from").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_from=None) | Q(held_until=None) | Q(held_until__gte=F("held_from")),
                name="tenure_ends_after_it_begins",
                violation_error_message=_("The office cannot end before it begins."),
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.office}"

    @property
    def ended_on(self):
        """The last day, once it is over: a coming end may be under embargo. None before."""
        return self.held_until if self.held_until and self.held_until < localdate(clock.now()) else None

    def covers(self, day):
        """Whether the office was held on `day` (a date)."""
        return (self.held_from is None or self.held_from <= day) and (self.held_until is None or day <= self.held_until)
