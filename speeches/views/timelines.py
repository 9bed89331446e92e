"""What was said over time: the pages of a theme and of a person, with counts, a chart and filters."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from speeches import charts
from speeches.models import Person, StatementVersion, Theme

from .common import live_editions, live_statements, named, page_of, public

_YEAR = "edition__release__address_date__year"
_COLUMNS = 5
"""Of the table of numbers; the rest is in the total."""
_OFFERED = 12
"""Of the values of a filter at first sight."""


@public
def theme(request, slug):
    """A theme: what was said about it, by year and speaker, and the latest releases that carry it."""
    there = get_object_or_404(Theme.objects.live().select_related("parent"), slug=slug)
    told = Timeline(request, {"themes": there}, "speaker", Person)
    context = {"theme": there, "editions": live_editions().filter(edition_themes__tag=there)[:5], **told.context()}
    return render(request, "public/theme.html", context)


@public
def person(request, slug):
    """A person: offices, and what the person said, by year and theme."""
    there = get_object_or_404(Person.objects.live(), slug=slug)
    told = Timeline(request, {"speaker": there}, "themes", Theme)
    context = {"person": there, "tenures": there.tenures.live().select_related("office"), **told.context()}
    return render(request, "public/person.html", context)


class Timeline:
    """Live statements about one thing, in the language of the page, by year and by another thing.

    `about` is the filter that names the one ({"themes": theme}); `by` the field of the other, of the model `model`.
    `?year=` and `?by=` (a slug) choose; what names nothing here is passed over, and the page says so.
    """

    def __init__(self, request, about, by, model):
        self.request, self.about, self.by = request, about, by
        rows = self._live(get_language()).values_list(_YEAR, by).annotate(Count("pk")).order_by()
        self.counts = {(year, key): number for year, key, number in rows}
        if by == "speaker":
            totals = self.counts.items()
        else:  # a statement has several themes, and is one
            totals = self._live(get_language()).values_list(_YEAR).annotate(Count("pk")).order_by()
            totals = [((year, None), number) for year, number in totals]
        self.totals = Counter()
        for (year, _key), number in totals:
            self.totals[year] += number
        keys = {key for _year, key in self.counts if key}
        self.things = {thing.pk: thing for thing in model.objects.live().filter(pk__in=keys)}
        year, slug = (request.GET.get(name, "").strip() for name in ("year", "by"))
        self.year = next((one for one in self.totals if str(one) == year), None)
        self.chosen = next((thing for thing in self.things.values() if thing.slug == slug), None)
        self.passed_over = [year] if year and self.year is None else []
        if slug and self.chosen is None:
            self.passed_over.append(named(model, slug))

    def _live(self, language):
        found = StatementVersion.objects.live().filter(**self.about)
        return found.filter(edition__release__language=language) if language else found

    def context(self):
        found = live_statements().filter(**self.about)
        if self.chosen:
            found = found.filter(**{self.by: self.chosen})
        if self.year:
            found = found.filter(**{_YEAR: self.year})
        by_year = self._of(self.chosen) if self.chosen else self.totals
        number = by_year[self.year] if self.year else by_year.total()
        return {
            "page": page_of(self.request, found, number),
            "number": number,
            "total": self.totals.total(),
            "passed_over": self.passed_over,
            "query": self._query(self.year, self.chosen),
            "columns": charts.columns(self.totals, by_year if self.chosen else None),
            "span": (min(self.totals), max(self.totals)) if self.totals else None,
            "chosen": self.chosen,
            "year": self.year,
            "years": [
                self._choice(year, by_year[year], year, self.chosen, year == self.year)
                for year in sorted(self.totals, reverse=True)
                if by_year[year] or year == self.year
            ],
            "all_years": f"?{self._query(None, self.chosen)}",
            "everybody": f"?{self._query(self.year, None)}",
            "offered": (offered := self._offered())[:_OFFERED],
            "others": offered[_OFFERED:],
            "table": self._table([thing for thing, _number in self._ranked(None)[:_COLUMNS]]),
            "elsewhere_counts": self._in_other_languages(),
        }

    def _of(self, thing):
        return Counter({year: number for (year, key), number in self.counts.items() if key == thing.pk})

    def _ranked(self, year):
        """(thing, how many statements in `year`, None: in all) of each thing, most first."""
        numbers = Counter()
        for (when, key), number in self.counts.items():
            if key in self.things and year in (None, when):
                numbers[key] += number
        ranked = ((self.things[key], number) for key, number in numbers.items())
        return sorted(ranked, key=lambda row: (-row[1], row[0].name))

    def _offered(self):
        ranked = self._ranked(self.year)
        if self.chosen and self.chosen not in [thing for thing, _number in ranked]:
            ranked.insert(0, (self.chosen, 0))
        return [self._choice(thing.name, number, self.year, thing, thing == self.chosen) for thing, number in ranked]

    def _choice(self, label, number, year, thing, current):
        """A value of a filter; one that is chosen leads to without it."""
        year, thing = (
            (None if current and label == year else year),
            (None if current and thing and label == thing.name else thing),
        )
        return {"label": label, "number": number, "address": f"?{self._query(year, thing)}", "current": current}

    def _query(self, year, thing):
        asked = {"year": year, "by": thing and thing.slug}
        return urlencode({name: value for name, value in asked.items() if value})

    def _table(self, things):
        rows = [
            {"year": year, "total": self.totals[year], "cells": [self.counts.get((year, t.pk), 0) for t in things]}
            for year in sorted(self.totals, reverse=True)
        ]
        return {"things": things, "rows": rows}

    def _in_other_languages(self):
        rows = self._live(None).values_list("edition__release__language").annotate(Count("pk")).order_by()
        return sorted((code, number) for code, number in rows if code != get_language())
