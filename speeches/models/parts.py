"""What hangs on releases and editions: themes, photos, attachments, links, authors, old addresses, sources."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from speeches import clock

from .base import NaturalKeyManager, PublicModel
from .files import Attachment, Photo
from .releases import Edition, Release
from .themes import Theme


def once(name, field, says):
    """The constraint that an edition has a thing once, by a `field`; `says` tells who adds it again."""
    return models.UniqueConstraint(fields=["edition", field], name=f"edition_{name}_once", violation_error_message=says)


class UseManager(NaturalKeyManager):
    """Gives the parts of editions together with what they use, the field `uses` of the model."""

    def get_queryset(self):
        return super().get_queryset().select_related(self.model.uses)


class EditionTheme(PublicModel, ItemBase):
    """That an edition carries a theme."""

    content_object = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_themes")
    tag = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="edition_themes", db_index=False, verbose_name=_("theme")
    )

    objects = UseManager()
    uses = "tag"

    class Meta:
        verbose_name = _("theme of an edition")
        verbose_name_plural = _("themes of editions")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="edition_theme_once")]
        indexes = [models.Index(fields=["tag", "content_object"], name="edition_of_theme")]


class EditionPhoto(PublicModel):
    """A photo in an edition: what is said about it there, and where it must not be cut."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="uses", verbose_name=_("photo"))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the photo shows, for those who do not see it. Needed to go live."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("focal point, from the left (%)"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focal point, from the top (%)"), default=50)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UseManager()
    uses = "photo"

    class Meta:
        verbose_name = _("photo of an edition")
        verbose_name_plural = _("photos of editions")
        ordering = ["position", "photo__sha256"]
        constraints = [
            once("photo", "photo", _("The edition already has this photo.")),
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_in_photo"),
        ]

    def __str__(self):
        return self.alt or str(self.photo)

    def record(self):
        focal = [self.focal_x, self.focal_y]
        said = {"alt": self.alt, "caption": self.caption, "credit": self.credit}
        return {"sha256": self.photo.sha256, **said, "focal": focal}


class EditionAttachment(PublicModel):
    """An attachment in an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_attachments")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="uses", verbose_name=_("attachment")
    )
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UseManager()
    uses = "attachment"

    class Meta:
        verbose_name = _("attachment of an edition")
        verbose_name_plural = _("attachments of editions")
        ordering = ["position", "attachment__sha256"]
        constraints = [once("attachment", "attachment", _("The edition already has this attachment."))]

    def __str__(self):
        return self.title

    def record(self):
        return {"sha256": self.attachment.sha256, "title": self.title, "name": self.attachment.name}


class EditionLink(PublicModel):
    """A link beside the text of an edition, such as to a recording of what was said."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_links")
    url = models.URLField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link of an edition")
        verbose_name_plural = _("links of editions")
        ordering = ["position", "url"]
        constraints = [once("link", "url", _("The edition already has this link."))]

    def __str__(self):
        return self.title

    @property
    def host(self):
        """Where the link leads, for readers: "www.example.org"."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:  # while it is typed: "https://["
            return ""

    def record(self):
        return {"url": self.url, "title": self.title}


class Contributor(PublicModel):
    """Somebody who saved text into an edition, and therefore cannot approve it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("last saved"), default=clock.now)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="contributor_once")]

    def __str__(self):
        return str(self.user)


class Redirect(PublicModel):
    """An old address (a path from the root) and the release to which it leads, for ever, while that is live."""

    path = models.CharField(_("old address"), max_length=400, unique=True)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="redirects", verbose_name=_("release"))
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path"]

    def __str__(self):
        return self.path


class ImportSource(PublicModel):
    """The file from which a release was imported: its identity, and the hash (SHA-256 hex) of what it said last."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="source")
    language = models.CharField(max_length=5)
    path = models.CharField(_("path below the imported folder"), max_length=400)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("source of an import")
        verbose_name_plural = _("sources of imports")
        constraints = [models.UniqueConstraint(fields=["language", "path"], name="import_source_once")]

    def __str__(self):
        return self.path
