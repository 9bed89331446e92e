"""What texts begin with: patterns for releases that are alike, and what stands under every release."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from speeches.states import ReleaseKind

from .base import NaturalKeyModel
from .themes import Theme


class Pattern(NaturalKeyModel):
    """A release to begin with, such as a congratulation: places to fill in stand in square brackets."""

    natural_key_field = "slug"

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=30, choices=ReleaseKind.choices, default=ReleaseKind.PRESS_RELEASE)
    title = models.CharField(pgettext_lazy("headline", "title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    dateline = models.CharField(_("dateline"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))

    class Meta:
        verbose_name = _("pattern")
        verbose_name_plural = _("patterns")
        ordering = ["language", "name"]

    def __str__(self):
        return self.name


class StandingText(NaturalKeyModel):
    """What the newsroom puts under a new release in one language, unless a writer changes it."""

    natural_key_field = "language"

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, unique=True)
    press_contact = models.TextField(_("press contact"), blank=True)
    notes_to_editors = models.TextField(_("notes to editors"), blank=True)
    boilerplate = models.TextField(_("about the newsroom"), blank=True)

    class Meta:
        verbose_name = _("standing text")
        verbose_name_plural = _("standing texts")
        ordering = ["language"]

    def __str__(self):
        return self.get_language_display()
