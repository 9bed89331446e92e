"""What the filters of the archive offer: each value with the number of releases that it gives beside the others.

Every number is of what is live, counted when it is asked for, by one grouped query a filter that reads indexes alone
(`release_by_day`, `edition_readable`, `showing_of_edition`, `statement_who_speaks`).
"""

from collections import Counter

from django.db.models import Count

from speeches.models import Edition, Event, EventSeries, Person, StatementVersion, Theme
from speeches.states import ReleaseKind
from speeches.text import alphabetical

from .periods import Period

EVENTS = 60
"""Events that are offered, the newest of those that fit; any other is reached by its series or its page."""
_DATES = ("since", "until")


class Facets:
    """Counts of the live editions in `language`, in `period`, at `at` (None: now), by the filters `found`."""

    def __init__(self, found, language, period, at):
        self.found, self.language, self.period, self.at = found, language, period, at

    def _where(self, path="", period=True):
        """The conditions of every count, reached over `path`."""
        where = {f"{path}release__language": self.language}
        if period and self.period.parts:
            where[f"{path}release__address_date__gte"] = self.period.first
            where[f"{path}release__address_date__lte"] = self.period.last
        return where

    def left(self, without=(), period=True):
        """The editions that all filters but those in `without` leave."""
        live = Edition.objects.live(self.at).filter(**self._where(period=period))
        return self.found.narrow(live, without)

    def by_day(self):
        """{day: number}, all filters but those of dates applied, in every period."""
        rows = self.left(_DATES, period=False).values_list("release__address_date")
        return Counter(dict(rows.annotate(Count("pk")).order_by()))

    def is_known(self):
        """Whether anything is live in the period, whatever the filters."""
        return Edition.objects.live(self.at).filter(**self._where()).exists()

    def in_languages(self, codes):
        """{language: the narrowest period in which anything is live there: this one, one around it, or all}."""
        around = [*self.period.wider, self.period][::-1] if self.period.parts else []

        def nearest(code):
            there = (one for one in around if Facets(self.found, code, one, self.at).is_known())
            return next(there, Period())

        return {code: nearest(code) for code in codes}

    def by_speaker(self):
        """Rows (speaker's number, number of releases)."""
        said = StatementVersion.objects.live(self.at).filter(speaker__isnull=False, **self._where("edition__"))
        for name, value in self.found.chosen.items():
            if name != "person":
                one = self.found.filters[name]
                said = said.filter(**{f"edition__{one.field_name}__{one.lookup_expr}": value})
        return said.values_list("speaker").annotate(Count("edition", distinct=True)).order_by()

    def by(self, name, field):
        """Rows (value of `field`, number of releases), the filter `name` left aside."""
        editions = self.left((name,)).filter(**{f"{field}__isnull": False})
        return editions.values_list(field).annotate(Count("pk")).order_by()

    def offered(self):
        """{name: [choice]} of each filter by a list: {"value", "label", "number", "chosen"}, none that gives nothing
        but the one that is chosen."""
        newest = self.by("event", "release__event").order_by("-release__event__starts_on", "release__event")
        events = dict(newest[:EVENTS])
        chosen = self.found.chosen.get("event")
        if chosen and chosen.pk not in events:
            events |= dict(newest.filter(release__event=chosen))
        return {
            "theme": self._records("theme", Theme, "name", self.by("theme", "edition_themes__tag")),
            "person": self._records("person", Person, "name", self.by_speaker()),
            "series": self._records("series", EventSeries, "title", self.by("series", "release__event__series")),
            "event": self._records("event", Event, "title", events, order="-starts_on"),
            "kind": self._kinds(dict(self.by("kind", "release__kind"))),
        }

    def _records(self, name, model, label, rows, order=None):
        numbers, chosen = dict(rows), self.found.chosen.get(name)
        things = list(model.objects.live(self.at).filter(pk__in=numbers).order_by(*filter(None, (order, "slug"))))
        if not order:
            things.sort(key=lambda thing: alphabetical(getattr(thing, label)))
        if chosen and chosen not in things:
            things.insert(0, chosen)
        return [
            {
                "value": thing.slug,
                "label": getattr(thing, label),
                "number": numbers.get(thing.pk, 0),
                "chosen": thing == chosen,
            }
            for thing in things
        ]

    def _kinds(self, numbers):
        chosen = self.found.chosen.get("kind")
        return [
            {"value": key, "label": label, "number": numbers.get(key, 0), "chosen": key == chosen}
            for key, label in ReleaseKind.choices
            if key == chosen or numbers.get(key)
        ]
