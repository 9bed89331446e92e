"""What was said over time: the pages of a theme and of a person, with counts, a chart and filters."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Count, Max, Min
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from speeches import charts, instants, linked
from speeches.models import Person, Theme
from speeches.text import truncate

from .around import tenures_of, today, with_offices_now
from .common import (
    NEWEST_SAID,
    by_name,
    dated,
    in_order,
    live_editions,
    live_statements,
    named,
    page_of,
    public,
    told_of,
)
from .records import around_person, around_theme

_COLUMNS = 5
"""Of the table of numbers; the rest is in the total."""
_SPEAKERS = 6
"""On the page of a theme, with their offices."""
_OFFERED = 12
"""Of the values of a filter at first sight."""


class _Year(ExtractYear):
    """The year of a date, without the call of Python that Django has SQLite make for every row."""

    def as_sqlite(self, compiler, connection):
        column, params = compiler.compile(self.lhs)
        return f"CAST(SUBSTR({column}, 1, 4) AS INTEGER)", params


@public
@dated
def theme(request, slug):
    """A theme: what was said about it, by year and speaker, and the latest releases that carry it."""
    there = get_object_or_404(Theme.objects.live(request.as_of), slug=slug)
    told = Timeline(request, {"themes": there}, "speaker", Person)
    editions = live_editions(at=request.as_of).about(there)[:5]
    context = {"theme": there, "editions": editions, "gone": gone(request, there), **told.context()}
    context |= {"speakers": with_offices_now(told.most(_SPEAKERS)), **around_theme(there, request.as_of)}
    context["linked"] = linked.theme_page(request, there, context["wider"])
    return render(request, "public/theme.html", context)


@public
@dated
def person(request, slug):
    """A person: offices, and what the person said, by year and theme."""
    there = get_object_or_404(Person.objects.live(request.as_of), slug=slug)
    told = Timeline(request, {"speaker": there}, "themes", Theme)
    tenures = tenures_of([there.pk]).get(there.pk, [])
    context = {"person": there, "tenures": tenures, "gone": gone(request, there), **told.context()}
    context |= around_person(there, told.ends, request.as_of)
    context["linked"] = linked.person_page(request, there, tenures, today())
    return render(request, "public/person.html", context)


def gone(request, thing):
    """Whether a thing of the instant that is asked for has no page now."""
    return bool(request.as_of) and not type(thing).objects.live().filter(pk=thing.pk).exists()


class Timeline:
    """Live statements about one thing, in the language of the page, by year and by another thing.

    `about` is the filter that names the one ({"themes": theme}); `by` the field of the other, of the model `model`.
    `?year=` and `?by=` (a slug) choose; what names nothing here is passed over, and the page says so. All is told as
    it stood at `request.as_of`, where that is an instant.
    """

    def __init__(self, request, about, by, model):
        self.request, self.about, self.by, self.at = request, about, by, request.as_of
        own = get_language()
        self.counts, self.totals, self.elsewhere, ends = {}, Counter(), Counter(), []
        for code, year, number, *between in self._counted(None, "language", "year"):
            if code == own:
                self.totals[year] = number
                ends += between
            else:
                self.elsewhere[code] += number
        self.ends = (min(ends), max(ends)) if ends else ()
        """Date lines of the first and the latest release in which something was said, in the language of the page."""
        for year, key, number, *_between in self._counted(own, "year", by):
            self.counts[year, key] = number
        keys = {key for _year, key in self.counts if key}
        self.things = {thing.pk: thing for thing in model.objects.live(self.at).filter(pk__in=keys)}
        year, slug = (request.GET.get(name, "").strip() for name in ("year", "by"))
        self.year = next((one for one in self.totals if str(one) == year), None)
        self.chosen = next((thing for thing in self.things.values() if thing.slug == slug), None)
        self.passed_over = [truncate(year, 60)] if year and self.year is None else []
        if slug and self.chosen is None:
            self.passed_over.append(named(model, slug, self.at))

    def _counted(self, language, *by):
        """Rows of the values of `by`, the number of statements, and their first and latest date line."""
        told = told_of(language, self.at, **self.about).annotate(year=_Year("day"))
        return told.values_list(*by).annotate(Count("pk"), Min("published_at"), Max("published_at")).order_by()

    def context(self):
        found = told_of(get_language(), self.at, **self.about)
        if self.chosen:
            found = found.filter(**{self.by: self.chosen})
        if self.year:
            found = found.filter(day__year=self.year)
        by_year = self._of(self.chosen) if self.chosen else self.totals
        number = by_year[self.year] if self.year else by_year.total()
        # In order come the keys alone: a sort would carry along all that a page shows.
        page = page_of(self.request, found.order_by(*NEWEST_SAID).values_list("pk", flat=True), number)
        page.object_list = in_order(live_statements(at=self.at), list(page.object_list))
        return {
            "page": page,
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
            "all": f"?{self._query(None, None)}",
            "everybody": f"?{self._query(self.year, None)}",
            "offered": (offered := self._offered())[:_OFFERED],
            "others": offered[_OFFERED:],
            "table": self._table([thing for thing, _number in self._ranked(None)[:_COLUMNS]]),
            "elsewhere_counts": sorted(self.elsewhere.items()),
        }

    def most(self, size):
        """The `size` things with most statements, each with `number`."""
        ranked = self._ranked(None)[:size]
        for thing, number in ranked:
            thing.number = number
        return [thing for thing, _number in ranked]

    def _of(self, thing):
        return Counter({year: number for (year, key), number in self.counts.items() if key == thing.pk})

    def _ranked(self, year):
        """(thing, how many statements in `year`, None: in all) of each thing, most first."""
        numbers = Counter()
        for (when, key), number in self.counts.items():
            if key in self.things and year in (None, when):
                numbers[key] += number
        ranked = sorted(by_name(map(self.things.get, numbers)), key=lambda thing: -numbers[thing.pk])
        return [(thing, numbers[thing.pk]) for thing in ranked]

    def _offered(self):
        ranked = self._ranked(self.year)
        if self.chosen and self.chosen not in [thing for thing, _number in ranked]:
            ranked.insert(0, (self.chosen, 0))
        choices = ((thing, self._choice(thing.name, n, self.year, thing, thing == self.chosen)) for thing, n in ranked)
        return [{**choice, "thing": thing} for thing, choice in choices]

    def _choice(self, label, number, year, thing, current):
        """A value of a filter; one that is chosen leads to without it."""
        year, thing = (
            (None if current and label == year else year),
            (None if current and thing and label == thing.name else thing),
        )
        return {"label": label, "number": number, "address": f"?{self._query(year, thing)}", "current": current}

    def _query(self, year, thing):
        asked = {"year": year, "by": thing and thing.slug, "as_of": self.at and instants.written(self.at)}
        return urlencode({name: value for name, value in asked.items() if value}, safe=":")

    def _table(self, things):
        rows = [
            {"year": year, "total": self.totals[year], "cells": [self.counts.get((year, t.pk), 0) for t in things]}
            for year in sorted(self.totals, reverse=True)
        ]
        return {"things": things, "rows": rows}
