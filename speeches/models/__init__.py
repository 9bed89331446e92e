"""The models, from the ground up; each module imports only those named before it."""

from .audit import AuditEntry
from .base import FutureInstant, new_public_id
from .events import Event, EventSeries
from .files import Attachment, Photo, Rendition
from .people import Office, Person, Tenure
from .releases import (
    Contributor,
    Edition,
    EditionAttachment,
    EditionPhoto,
    EditionTheme,
    ImportSource,
    Redirect,
    Release,
)
from .showings import Bundle, BundleMember, Proposal, Seal, Showing, UnreviewedPublication
from .statements import Statement, StatementVersion
from .themes import Theme

__all__ = [
    "Attachment",
    "AuditEntry",
    "Bundle",
    "BundleMember",
    "Contributor",
    "Edition",
    "EditionAttachment",
    "EditionPhoto",
    "EditionTheme",
    "Event",
    "EventSeries",
    "FutureInstant",
    "ImportSource",
    "Office",
    "Person",
    "Photo",
    "Proposal",
    "Redirect",
    "Release",
    "Rendition",
    "Seal",
    "Showing",
    "Statement",
    "StatementVersion",
    "Tenure",
    "Theme",
    "UnreviewedPublication",
    "new_public_id",
]
