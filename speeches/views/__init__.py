"""The public pages. Each reads editions through the door only."""

from .archive import archive
from .beside import beside
from .data import data, data_file
from .events import event, event_calendar, events, events_calendar, series_calendar
from .feeds import feed, person_feed, series_feed, theme_feed
from .files import attachment, photo
from .home import home
from .ninjs import event_ninjs, release_ninjs
from .quoting import quote_check
from .records import people, themes
from .release_files import cite_release, press_photo
from .releases import history, release
from .searching import search, suggest
from .sessions import series
from .sharing import release_share_image, share_image
from .site import healthz, robots, root, security
from .sitemaps import news_sitemap, sitemap, sitemap_pages, sitemap_records, sitemap_releases
from .statements import cite, statement
from .timelines import person, theme

__all__ = [
    "archive",
    "attachment",
    "beside",
    "cite",
    "cite_release",
    "data",
    "data_file",
    "event",
    "event_calendar",
    "event_ninjs",
    "events",
    "events_calendar",
    "feed",
    "healthz",
    "history",
    "home",
    "news_sitemap",
    "people",
    "person",
    "person_feed",
    "photo",
    "press_photo",
    "quote_check",
    "release",
    "release_ninjs",
    "release_share_image",
    "robots",
    "root",
    "search",
    "security",
    "series",
    "series_calendar",
    "series_feed",
    "share_image",
    "sitemap",
    "sitemap_pages",
    "sitemap_records",
    "sitemap_releases",
    "statement",
    "suggest",
    "theme",
    "theme_feed",
    "themes",
]
