"""The models, from the ground up; each module imports only those named before it."""

from .audit import AuditEntry
from .base import FutureInstant, new_public_id
from .desk import (
    Buffer,
    Comment,
    Look,
    Message,
    Presence,
    Profile,
    ReviewLink,
    SavedFilter,
    Thread,
    Translation,
    name_of,
)
from .events import Event, EventSeries
from .files import Attachment, Photo, Rendition
from .parts import (
    Contributor,
    EditionAttachment,
    EditionLink,
    EditionPhoto,
    EditionTheme,
    ImportSource,
    Redirect,
)
from .patterns import Pattern, StandingText
from .people import Office, Person, Tenure
from .releases import Edition, Release
from .search import IndexedName, IndexedStatement, IndexedText, Shingle
from .showings import Bundle, BundleMember, Proposal, Seal, Showing, UnreviewedPublication
from .statements import Statement, StatementVersion
from .themes import Theme

__all__ = [
    "Attachment",
    "AuditEntry",
    "Buffer",
    "Bundle",
    "BundleMember",
    "Comment",
    "Contributor",
    "Edition",
    "EditionAttachment",
    "EditionLink",
    "EditionPhoto",
    "EditionTheme",
    "Event",
    "EventSeries",
    "FutureInstant",
    "ImportSource",
    "IndexedName",
    "IndexedStatement",
    "IndexedText",
    "Look",
    "Message",
    "Office",
    "Pattern",
    "Person",
    "Photo",
    "Presence",
    "Profile",
    "Proposal",
    "Redirect",
    "Release",
    "Rendition",
    "ReviewLink",
    "SavedFilter",
    "Seal",
    "Shingle",
    "Showing",
    "StandingText",
    "Statement",
    "StatementVersion",
    "Tenure",
    "Theme",
    "Thread",
    "Translation",
    "UnreviewedPublication",
    "name_of",
    "new_public_id",
]
