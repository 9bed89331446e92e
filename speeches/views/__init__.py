"""The public pages. Each reads editions through the door only."""

from .beside import beside
from .files import attachment, photo
from .records import event, events, person, series, statement, theme, themes
from .releases import archive, history, home, release
from .site import healthz, robots, root

__all__ = [
    "archive",
    "attachment",
    "beside",
    "event",
    "events",
    "healthz",
    "history",
    "home",
    "person",
    "photo",
    "release",
    "robots",
    "root",
    "series",
    "statement",
    "theme",
    "themes",
]
