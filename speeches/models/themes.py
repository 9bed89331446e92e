"""The taxonomy."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from .base import NaturalKeyManager, NaturalKeyModel, checked_instant, lines, live

MEDIA_TOPIC = re.compile(r"medtop:(\d{8})", re.ASCII)
"""The code of an IPTC Media Topic (https://cv.iptc.org/newscodes/mediatopic/)."""


class ThemeQuerySet(models.QuerySet):
    def live(self, at=None):
        """Themes that something live carries (an edition or an accepted statement), or announced by `at`."""
        carried = live("Edition", at).filter(edition_themes__tag=OuterRef("pk"))
        said = live("StatementVersion", at).filter(themes=OuterRef("pk"))
        return self.filter(Q(announced_from__lte=checked_instant(at)) | Exists(carried) | Exists(said))


class Theme(NaturalKeyModel, TagBase):
    """A theme: a tag with a translated name, a place in the tree and, where one fits, an IPTC Media Topic."""

    natural_key_field = "slug"

    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("wider theme")
    )
    media_topic = models.CharField(
        _("IPTC Media Topic"), max_length=20, blank=True, help_text=_("Code such as medtop:20000593")
    )
    terms = models.TextField(
        _("terms"), blank=True, help_text=_("One a line: words from whose stems an import proposes the theme.")
    )
    announced_from = models.DateTimeField(_("public from"), null=True, blank=True)

    objects = NaturalKeyManager.from_queryset(ThemeQuerySet)()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]

    def clean(self):
        if self.media_topic and not MEDIA_TOPIC.fullmatch(self.media_topic):
            raise ValidationError({"media_topic": _("No code of the IPTC Media Topics: medtop: and eight digits.")})
        wider = self.parent
        for _step in range(100):
            if wider is None:
                return
            if wider.pk is not None and wider.pk == self.pk:
                raise ValidationError({"parent": _("A theme cannot lie below itself.")})
            wider = wider.parent

    def get_absolute_url(self):
        return reverse("theme", args=[self.slug])

    @property
    def all_terms(self):
        """The terms in the active language."""
        return lines(self.terms)
