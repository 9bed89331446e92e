"""Addresses of the public site. Every one is registered with the leak crawler (tests/leaks)."""

from django.urls import path, re_path, register_converter

from . import guests, views
from .api import routes as api


class Digits:
    """A number of fixed length, as in the date of an address: 2023, 04."""

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{int(value):0{self.length}}"


class FourDigits(Digits):
    """A year. The calendar has no year 0."""

    regex, length = "(?!0000)[0-9]{4}", 4


class TwoDigits(Digits):
    regex, length = "[0-9]{2}", 2


class Ending:
    """A part of the name of a file that is one of a few."""

    def to_python(self, value):
        return value

    to_url = to_python


class Citation(Ending):
    """Of one that cites a statement (`citations.FORMATS`)."""

    regex = "bib|ris|json"


class Dataset(Ending):
    """What a file of data holds (`views.datasets`)."""

    regex = "releases|statements"


class Table(Ending):
    """Of one of data (`views.data.FORMATS`)."""

    regex = "csv|jsonl"


class FeedFormat(Ending):
    """Of a feed (`feeds.FORMATS`)."""

    regex = "atom|rss|json"


class Records(Ending):
    """What has pages of its own, in the name of a sitemap."""

    regex = "events|series|people|themes"


class Number:
    """A number of a page, from 1."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


register_converter(Citation, "citation")
register_converter(Dataset, "dataset")
register_converter(FeedFormat, "feed")
register_converter(FourDigits, "yyyy")
register_converter(Number, "number")
register_converter(Records, "records")
register_converter(Table, "table")
register_converter(TwoDigits, "nn")

localised = [
    path("", views.home, name="home"),
    path("share.png", views.share_image, name="share_image"),
    path("releases/", views.archive, name="archive"),
    path("releases/<yyyy:year>/", views.archive, name="archive_year"),
    path("releases/<yyyy:year>/<nn:month>/", views.archive, name="archive_month"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/", views.archive, name="archive_day"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/", views.release, name="release"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/history/", views.history, name="history"),
    path(
        "releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/cite.<citation:format>",
        views.cite_release,
        name="cite_release",
    ),
    path(
        "releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/photos/<slug:public_id>.jpg",
        views.press_photo,
        name="press_photo",
    ),
    path(
        "releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/share.png",
        views.release_share_image,
        name="release_share_image",
    ),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/ninjs.json", views.release_ninjs, name="release_ninjs"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/beside/<slug:language>/", views.beside, name="beside"),
    path("feeds/releases.<feed:format>", views.feed, name="feed"),
    path("events/", views.events, name="events"),
    path("events/calendar.ics", views.events_calendar, name="events_calendar"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/event.ics", views.event_calendar, name="event_calendar"),
    path("events/<slug:slug>/ninjs.json", views.event_ninjs, name="event_ninjs"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("series/<slug:slug>/feeds/releases.<feed:format>", views.series_feed, name="series_feed"),
    path("series/<slug:slug>/calendar.ics", views.series_calendar, name="series_calendar"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("themes/<slug:slug>/feeds/releases.<feed:format>", views.theme_feed, name="theme_feed"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("people/<slug:slug>/feeds/releases.<feed:format>", views.person_feed, name="person_feed"),
    path("data/", views.data, name="data"),
    path("data/<dataset:dataset>-<yyyy:year>.<table:format>", views.data_file, name="data_file"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("quote-check/", views.quote_check, name="quote_check"),
    path("statements/<slug:public_id>/", views.statement, name="statement"),
    path("statements/<slug:public_id>/cite.<citation:format>", views.cite, name="cite"),
]
plain = [
    path("", views.root, name="root"),
    path("photos/<slug:public_id>/<int:width>.<slug:format>", views.photo, name="photo"),
    path("attachments/<slug:public_id>/<str:name>", views.attachment, name="attachment"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-pages.xml", views.sitemap_pages, name="sitemap_pages"),
    path("sitemap-<records:kind>-<number:page>.xml", views.sitemap_records, name="sitemap_records"),
    path("sitemap-releases-<yyyy:year>-<nn:month>-<number:page>.xml", views.sitemap_releases, name="sitemap_releases"),
    path("news-sitemap.xml", views.news_sitemap, name="news_sitemap"),
    path("healthz", views.healthz, name="healthz"),
    path("review/<str:token>/", guests.page, name="review"),
    path("review/<str:token>/photos/<slug:public_id>/<int:width>.<slug:format>", guests.photo, name="review_photo"),
    path("review/<str:token>/attachments/<slug:public_id>/<str:name>", guests.attachment, name="review_attachment"),
    re_path(r"^review(?:/.*)?$", guests.nothing, name="review_nothing"),
    *api.patterns,
]
