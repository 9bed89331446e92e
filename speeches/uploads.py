"""Storing what people upload: a photo with its renditions, a document. One row and one file a content."""

import hashlib
import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.text import get_valid_filename

from speeches import images, kinds
from speeches.models import Attachment, Photo, Rendition


class UploadRefused(ValueError):
    """A file cannot be taken; the message says why and what to do."""


def _clean_name(name, mime=""):
    """A name that every file system and header takes, with an ending; `mime` gives one where there is none."""
    try:
        name = get_valid_filename((name or "").replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")
    except SuspiciousFileOperation:
        name = ""
    stem, dot, ending = (name or "file").rpartition(".")
    if not dot:
        stem, ending = name or "file", (mimetypes.guess_extension(mime) or "").lstrip(".")
    return f"{stem[:120]}.{ending[:20]}" if ending else stem[:120]


def store_photo(data, name, user=None):
    """Stores the bytes of a photo with all renditions; gives the `Photo`, the same one for the same bytes.

    Raises UploadRefused for what is no image that can be shown. All or nothing.
    """
    try:
        info = images.inspect(data)
        known = Photo.objects.filter(sha256=info.sha256).first()
        if known:
            return known
        made = list(images.renditions(data))
    except images.ImageRefused as error:
        raise UploadRefused(str(error)) from error
    photo = Photo(
        name=_clean_name(name, info.mime),
        sha256=info.sha256,
        mime=info.mime,
        size=len(data),
        width=info.width,
        height=info.height,
        uploaded_by=user,
    )
    return _keep(photo, f"original.{info.format.lower()}", data, made)


def _keep(stored, name, data, made=()):
    """Writes file, row and renditions, or nothing; gives the row that somebody else made meanwhile, if so."""
    stored.file.save(name, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            stored.save()
            keep_renditions(stored, made)
    except Exception as error:
        stored.file.storage.delete(stored.file.name)
        if isinstance(error, IntegrityError) and (first := type(stored).objects.filter(sha256=stored.sha256).first()):
            return first
        raise
    return stored


def keep_renditions(photo, made):
    """Stores renditions (of `images.renditions`) of a photo that has none."""
    for rendition in made:
        row = Rendition(
            photo=photo,
            width=rendition.width,
            height=rendition.height,
            mime=rendition.mime,
            sha256=rendition.sha256,
            size=len(rendition.data),
        )
        row.file.save(f"r.{rendition.mime.split('/')[1]}", ContentFile(rendition.data), save=False)
        row.save()


def store_attachment(data, name, user=None):
    """Stores the bytes of a document or a recording; gives the `Attachment`, the same one for the same bytes.

    Raises UploadRefused for an empty or too large file, and for a type that readers are not offered.
    """
    name = _clean_name(name)
    if reason := kinds.fault(name, len(data)) or kinds.fault_inside(name, data):
        raise UploadRefused(reason)
    sha256 = hashlib.sha256(data).hexdigest()
    known = Attachment.objects.filter(sha256=sha256).first()
    if known:
        return known
    mime = kinds.KINDS[kinds.ending_of(name)].mime
    attachment = Attachment(name=name, sha256=sha256, mime=mime, size=len(data), uploaded_by=user)
    return _keep(attachment, name, data)
