"""The archive of releases: all of it, a year, a month or a day, by filters, as it stands or stood."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import linked
from speeches.filters import ReleaseFilter
from speeches.models import Edition
from speeches.states import ReleaseKind
from speeches.templatetags.newsroom import named as named_record

from .common import PAGE_SIZE, dated, live_editions, passed_over, public, typed
from .facets import Facets
from .keyset import page_of, place_of
from .periods import Period, levels, neighbours

NAMES = (*ReleaseFilter.base_filters, "as_of", "after", "before")
"""What an address may ask for, in the order in which it does."""
_DATES = ("since", "until")


def kind_in_heading(kind):
    """The name of many releases of a kind."""
    return {
        "press-release": _("Press releases"),
        "speech": _("Speeches"),
        "statement": _("Official statements"),
        "advisory": _("Media advisories"),
        "congratulation": _("Congratulations"),
        "condolence": _("Condolences"),
        "decree": _("Decrees"),
        "interview": _("Interviews"),
        "telephone-conversation": _("Telephone conversations"),
    }.get(kind, _("Releases"))


@public
@dated
def archive(request, **parts):
    """Live releases in the language of the page and in the period that the address names, by filters.

    An address that asks in another order, twice, or for nothing leads to the one that says the same plainly. 404 for a
    period in which nothing is live.
    """
    try:
        period = Period(tuple(parts.values()))
    except ValueError as error:
        raise Http404 from error
    asked = plainly(request.GET, period)
    if [(name, value) for name, values in request.GET.lists() for value in values] != list(asked.items()):
        return redirect(address(period, asked), permanent=True)
    at, language = request.as_of, get_language()
    found = ReleaseFilter(asked, queryset=Edition.objects.live(at), request=request)
    facets = Facets(found, language, period, at)
    days = facets.by_day()
    if period.parts and not any(map(period.holds, days)) and not facets.is_known():
        raise Http404
    page = page_of(facets.left(), place_of(asked.get("after")), place_of(asked.get("before")), PAGE_SIZE)
    shown = {edition.pk: edition for edition in live_editions(at=at).filter(pk__in=page.keys)}
    filters = {name: asked[name] for name in found.chosen} | {"as_of": asked.get("as_of")}
    in_languages = facets.in_languages([code for code, _name in settings.LANGUAGES if code != language])

    def there(other):
        return address(other, _undated(filters))

    editions = [shown[key] for key in page.keys if key in shown]
    context = {
        "period": period,
        "heading": heading(found.chosen, period),
        "named_heading": heading(found.chosen, period, named_record),
        "editions": editions,
        "total": sum(number for day, number in days.items() if _counts(day, period, found.chosen)),
        "newer": page.newer and address(period, filters | {"before": page.newer}),
        "older": page.older and address(period, filters | {"after": page.older}),
        "first": address(period, filters),
        "fields": fields(found, facets, period),
        "passed_over": passed_over(found, at),
        "wrong": bool(found.form.errors),
        "chips": chips(found, period, filters),
        "clear": address(Period(), {"as_of": filters["as_of"]}),
        "all": there(Period()),
        "as_of": filters["as_of"],
        "levels": levels(days, period, there),
        "neighbours": neighbours(days, period, there),
        "crumbs": [{"label": one.label, "address": there(one)} for one in period.wider],
        "query": urlencode({name: one for name, one in asked.items() if name not in ("after", "before")}, safe=":"),
        "in_languages": in_languages,
        "alternates": [language, *(code for code, nearest in in_languages.items() if nearest == period)],
        "is_plain": not asked,
        "linked": linked.list_page(request, "archive", _way(period), str(heading({}, period))),
    }
    return render(request, "public/archive.html", context)


def _way(period):
    """(name, path) of the periods in which one lies, and of itself; none of all."""
    return [(one.label, one.get_absolute_url()) for one in ([*period.wider, period] if period.parts else ())]


def plainly(query, period):
    """{name: value} of what a query string asks for, each once, in order, and nothing that is empty."""
    asked = {name: value for name in NAMES if (value := typed(query, name))}
    for name in ("after", "before"):
        if name in asked and place_of(asked[name]) is None:
            del asked[name]
    if "after" in asked:
        asked.pop("before", None)
    return _undated(asked) if period.parts else asked


def _undated(values):
    """In a period there are no other dates."""
    return {name: value for name, value in values.items() if name not in _DATES}


def address(period, values):
    """The address of the archive in a period, with `values` by name; empty ones are left out."""
    query = urlencode([(name, values[name]) for name in NAMES if values.get(name)], safe=":")
    return period.get_absolute_url() + (f"?{query}" if query else "")


def _counts(day, period, chosen):
    since, until = chosen.get("since"), chosen.get("until")
    return period.holds(day) and (not since or since <= day) and (not until or day <= until)


def _span(chosen):
    """The days between which the filters ask, in words; "" for none."""
    since, until = (chosen.get(name) and date_format(chosen[name]) for name in _DATES)
    if since and until:
        return since if since == until else f"{since} – {until}"
    return _("from %(day)s") % {"day": since} if since else _("until %(day)s") % {"day": until} if until else ""


def heading(chosen, period, told=str):
    """What the page shows, as safe HTML: "Speeches on Water, Aidar Bekmuratov, April 2023"; `told` names a record."""
    what = kind_in_heading(chosen.get("kind"))
    if theme := chosen.get("theme"):
        sentence = _("%(releases)s on %(theme)s") % {"releases": "{what}", "theme": "{theme}"}
        what = format_html(sentence, what=what, theme=told(theme))
    things = [chosen[name] for name in ("person", "series", "event") if name in chosen]
    parts = (what, *map(told, things), str(period), _span(chosen))
    return format_html_join(", ", "{}", ((part,) for part in parts if part))


def fields(found, facets, period):
    """What the form holds: for each filter its field and, where it is a list, what is offered."""
    offered = facets.offered()
    names = [name for name in found.filters if not (period.parts and name in _DATES)]
    return [
        {"field": found.form[name], "every": found.filters[name].extra.get("empty_label"), "choices": offered.get(name)}
        for name in names
        if name in _DATES or offered[name] or found.form[name].errors
    ]


def chips(found, period, filters):
    """The filters that are on, each with the address without it: of the period the archive as a whole."""
    told = []
    if period.parts:
        told.append({"name": _("Date"), "label": str(period), "address": address(Period(), filters)})
    for name, value in found.chosen.items():
        kind_or_day = ReleaseKind(value).label if name == "kind" else date_format(value) if name in _DATES else ""
        label = kind_or_day or named_record(value)
        without = address(period, filters | {name: None})
        told.append({"name": found.form[name].label, "label": label, "address": without})
    return told
