"""Addresses of the public site. Every one is registered with the leak crawler (tests/leaks)."""

from django.urls import path, re_path, register_converter

from . import guests, views


class Digits:
    """A number of fixed length, as in the date of an address: 2023, 04."""

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{int(value):0{self.length}}"


class FourDigits(Digits):
    regex, length = "[0-9]{4}", 4


class TwoDigits(Digits):
    regex, length = "[0-9]{2}", 2


class Citation:
    """The end of the name of a file that cites a statement (`citations.FORMATS`)."""

    regex = "bib|ris|json"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(Citation, "citation")
register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "nn")

localised = [
    path("", views.home, name="home"),
    path("releases/", views.archive, name="archive"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/", views.release, name="release"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/history/", views.history, name="history"),
    path("releases/<yyyy:year>/<nn:month>/<nn:day>/<slug:slug>/beside/<slug:language>/", views.beside, name="beside"),
    path("events/", views.events, name="events"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("quote-check/", views.quote_check, name="quote_check"),
    path("statements/<slug:public_id>/", views.statement, name="statement"),
    path("statements/<slug:public_id>/cite.<citation:format>", views.cite, name="cite"),
]
plain = [
    path("", views.root, name="root"),
    path("photos/<slug:public_id>/<int:width>.<slug:format>", views.photo, name="photo"),
    path("attachments/<slug:public_id>/<str:name>", views.attachment, name="attachment"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("review/<str:token>/", guests.page, name="review"),
    path("review/<str:token>/photos/<slug:public_id>/<int:width>.<slug:format>", guests.photo, name="review_photo"),
    path("review/<str:token>/attachments/<slug:public_id>/<str:name>", guests.attachment, name="review_attachment"),
    re_path(r"^review(?:/.*)?$", guests.nothing, name="review_nothing"),
]
