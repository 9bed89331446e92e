"""Which names are kept in every language of the site (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import Event, EventSeries, Office, Person, Theme


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "aliases", "about")


@register(Office)
class OfficeTranslation(TranslationOptions):
    fields = ("title", "aliases")


@register(EventSeries)
class EventSeriesTranslation(TranslationOptions):
    fields = ("title", "description", "aliases")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "place")


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "description", "terms")
