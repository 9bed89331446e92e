"""Naming records by typing a part of their name: the search, and the form fields that a browser turns into it.

A field is a plain control (boxes to tick, a list) that posts slugs; `static/desk/choose.js` puts a combobox before it.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from speeches.models import Event, EventSeries, Office, Person, Theme

SHOWN = 20
"""How many results a search gives at most."""
OFFERED = 100
"""How many rows a plain list offers beside what is chosen."""
READ = 20_000
"""How many rows, of the newest, a search compares."""


@dataclass(frozen=True)
class Kind:
    """What can be chosen: its model, the names that are searched (kept in every language), and its wording."""

    name: str
    model: type
    names: tuple
    order: tuple
    find: str
    add: str
    related: tuple = ()

    @property
    def key(self):
        """What a form posts: the natural key."""
        return self.model.natural_key_field

    def permission(self, action):
        return f"speeches.{action}_{self.model._meta.model_name}"

    def rows(self):
        return self.model.objects.select_related(*self.related).order_by(*self.order)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("theme", Theme, ("name", "terms"), ("slug",), _("Type a part of a theme"), _("New theme")),
        Kind(
            "event",
            Event,
            ("title", "place"),
            ("-starts_on", "-pk"),
            _("Type a part of an event, or its year"),
            _("New event"),
            ("series",),
        ),
        Kind("person", Person, ("name", "aliases"), ("slug",), _("Type a part of a name"), _("New person")),
        Kind("office", Office, ("title", "aliases"), ("slug",), _("Type a part of an office"), _("New office")),
        Kind("series", EventSeries, ("title", "aliases"), ("slug",), _("Type a part of a series"), _("New series")),
    )
}


@lru_cache(maxsize=200_000)
def fold(text):
    """`text` for comparing: no case, no accents (é, й and ё are e, и and е), one space between words.

    The Kazakh letters that are letters of their own (қ, ң, ә …) have no accent in Unicode and stay as they are.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def matching(kind, query):
    """The rows of a `Kind` whose names hold every word of `query` in any language, at most SHOWN, the best first.

    First those with a name that begins with the query, then those where each of its words begins a word, then the
    rest; without a query the first in the order of the kind. Two queries, however many rows there are. Compared here
    and not by the database, as SQLite knows upper and lower case of Latin letters only.
    """
    wanted = fold(query)
    if not wanted:
        return list(kind.rows()[:SHOWN])
    # A name, such as "title", is kept once a language; its aliases are one a line.
    columns = [f"{name}_{language}" for name in kind.names for language, _label in settings.LANGUAGES]
    dated = ["starts_on"] if kind.model is Event else []
    words, found = wanted.split(), []
    for place, (pk, *values) in enumerate(kind.rows().values_list("pk", kind.key, *columns, *dated)[:READ]):
        # A year is said with an event: "session 2023" finds that of 2023.
        said = [fold(str(value)) for value in values if value]
        if all(any(word in name for name in said) for word in words):
            found.append((_rank(wanted, words, said), place, pk))
    best = [pk for _rank_of, _place, pk in sorted(found)[:SHOWN]]
    rows = kind.rows().in_bulk(best)
    return [rows[pk] for pk in best if pk in rows]


def _rank(wanted, words, said):
    if any(name.startswith(wanted) for name in said):
        return 0
    return 1 if all(any(f" {name}".find(f" {word}") >= 0 for name in said) for word in words) else 2


def told(kind, row):
    """What is shown of a row: its key, its name in the active language, and what tells it from its namesakes."""
    detail = ""
    if kind.model is Event:
        detail = f"{date_format(row.starts_on, 'SHORT_DATE_FORMAT')} · {row.get_kind_display()}"
        if row.series and row.ordinal:
            detail = f"{detail} · № {row.ordinal}" if get_language() != "en" else f"{detail} · no. {row.ordinal}"
    return {"value": getattr(row, kind.key), "label": str(row) or getattr(row, kind.key), "detail": detail}


# --- form fields ---


class _Choosing:
    """What the two widgets share: which kind they choose of, told to the browser beside the plain control."""

    kind = None

    def render(self, name, value, attrs=None, renderer=None):
        plain = super().render(name, value, attrs, renderer)
        kind, opts = self.kind, self.kind.model._meta
        return format_html(
            '<div class="choose" data-choose="{}" data-name="{}" data-from="{}" data-find="{}">{}'
            '<a class="choose-add" href="{}" target="_blank" rel="noopener">{}</a></div>',
            kind.name,
            name,
            reverse("admin:choose", args=[kind.name]),
            kind.find,
            plain,
            reverse(f"admin:{opts.app_label}_{opts.model_name}_add"),
            kind.add,
        )


class ChooseBoxes(_Choosing, forms.CheckboxSelectMultiple):
    """Boxes to tick, which become chips and a combobox."""


class ChooseList(_Choosing, forms.Select):
    """A list of the newest rows and what is chosen, which becomes a combobox."""

    def optgroups(self, name, value, attrs=None):
        self.choices = self._offered([str(one) for one in value if one not in (None, "")])
        return super().optgroups(name, value, attrs)

    def _offered(self, chosen):
        kind, field = self.kind, getattr(self.choices, "field", None)
        rows = field.queryset if field is not None else kind.rows()
        newest = list(rows.order_by(*kind.order)[:OFFERED])
        known = {getattr(row, kind.key) for row in newest}
        wanted = [key for key in chosen if key not in known and slug_re.match(key)]
        older = list(rows.filter(**{f"{kind.key}__in": wanted})) if wanted else []
        shown = [told(kind, row) for row in (*older, *newest)]
        pairs = [(one["value"], " – ".join(part for part in (one["label"], one["detail"]) if part)) for one in shown]
        return [("", field.empty_label if field is not None and field.empty_label else "---------"), *pairs]


class _OfKind:
    def __init__(self, kind, **kwargs):
        self.kind = KINDS[kind]
        super().__init__(self.kind.rows(), to_field_name=self.kind.key, **kwargs)
        self.widget.kind = self.kind

    def _checked(self, key):
        """Keys that are none never reach the database: it would stumble over a NUL."""
        if not slug_re.match(str(key)):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": repr(key)})


class ChooseMany(_OfKind, forms.ModelMultipleChoiceField):
    """Any number of rows of a kind (a key of KINDS), each by its slug."""

    widget = ChooseBoxes

    def _check_values(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            self._checked(key)
        return super()._check_values(value)


class ChooseOne(_OfKind, forms.ModelChoiceField):
    """One row of a kind (a key of KINDS) by its slug, among all; the plain list offers the newest."""

    widget = ChooseList

    def to_python(self, value):
        if value not in self.empty_values and not isinstance(value, self.queryset.model):
            self._checked(value)
        return super().to_python(value)

    def prepare_value(self, value):
        # A model form begins with the number of the row; the form speaks in slugs.
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return super().prepare_value(value)
