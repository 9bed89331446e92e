"""Photos and attachments: files that never change. What is said about them belongs to the edition that uses them."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from speeches import clock

from .base import NaturalKeyManager, PublicModel, live, planned


def stored_path(instance, filename):
    """Where a file lies: by its hash, so that its place tells nothing about name or order of upload."""
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"{instance._meta.model_name}/{instance.sha256[:2]}/{instance.sha256}.{ending}"


class StoredFile(PublicModel):
    """A file with its SHA-256 (hex). The database refuses to change a row."""

    file = models.FileField(_("file"), upload_to=stored_path, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    mime = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=clock.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.name

    def stored_files(self):
        """Every file on disk that belongs to the row."""
        return [self.file]

    def erase(self):
        """Deletes the row and, once that is committed, its files; gives their names. Only for redaction."""
        files = [(stored.storage, stored.name) for stored in self.stored_files()]
        self.delete()
        for storage, name in files:

            def delete(storage=storage, name=name):
                storage.delete(name)

            # Robust: one file that cannot be deleted keeps no other; `record verify` names those that are left.
            transaction.on_commit(delete, robust=True)
        return [name for _storage, name in files]


class PhotoQuerySet(models.QuerySet):
    def live(self, at=None):
        """Photos that an edition live at `at` uses."""
        return self.filter(Exists(live("Edition", at).filter(edition_photos__photo=OuterRef("pk"))))

    def planned(self, at):
        """Photos that an edition planned for `at` uses. For the admin only."""
        return self.filter(Exists(planned("Edition", at).filter(edition_photos__photo=OuterRef("pk"))))


class Photo(StoredFile):
    """A photo as uploaded. The original is never public: readers get renditions without its metadata."""

    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    objects = NaturalKeyManager.from_queryset(PhotoQuerySet)()

    class Meta(StoredFile.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def stored_files(self):
        return [self.file, *(rendition.file for rendition in self.renditions.all())]

    def for_press(self):
        """The widest JPEG rendition, which newspapers may download; None without any."""
        return max(
            (one for one in self.renditions.all() if one.mime == "image/jpeg"), key=lambda r: r.width, default=None
        )


class Rendition(PublicModel):
    """A photo in one width and format, made at upload."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    mime = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=stored_path, max_length=200)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["photo", "mime", "width"]
        constraints = [models.UniqueConstraint(fields=["photo", "mime", "width"], name="rendition_once")]

    def __str__(self):
        return f"{self.photo} {self.width} {self.mime}"

    @property
    def format(self):
        return self.mime.split("/")[1]

    def get_absolute_url(self):
        return reverse("photo", args=[self.photo.public_id, self.width, self.format])


class AttachmentQuerySet(models.QuerySet):
    def live(self, at=None):
        """Attachments that an edition live at `at` uses."""
        return self.filter(Exists(live("Edition", at).filter(edition_attachments__attachment=OuterRef("pk"))))

    def planned(self, at):
        """Attachments that an edition planned for `at` uses. For the admin only."""
        return self.filter(Exists(planned("Edition", at).filter(edition_attachments__attachment=OuterRef("pk"))))


class Attachment(StoredFile):
    """A document for readers, such as a decree as PDF."""

    objects = NaturalKeyManager.from_queryset(AttachmentQuerySet)()

    class Meta(StoredFile.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    @property
    def is_audio(self):
        return self.mime.startswith("audio/")

    def get_absolute_url(self):
        return reverse("attachment", args=[self.public_id, self.name])
