"""The public pages. Each reads editions through the door only."""

from .beside import beside
from .files import attachment, photo
from .quoting import quote_check
from .records import event, events, themes
from .releases import archive, history, home, release
from .sessions import series
from .site import healthz, robots, root
from .statements import cite, statement
from .timelines import person, theme

__all__ = [
    "archive",
    "attachment",
    "beside",
    "cite",
    "event",
    "events",
    "healthz",
    "history",
    "home",
    "person",
    "photo",
    "quote_check",
    "release",
    "robots",
    "root",
    "series",
    "statement",
    "theme",
    "themes",
]
