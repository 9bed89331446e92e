"""Searching the releases: words and filters, as conditions that stay quick with many releases."""

import re
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import validators
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from speeches import clock
from speeches.forms import Day
from speeches.models import Edition, Event, EventSeries, Release, Theme, Thread
from speeches.models.releases import standing
from speeches.states import ReleaseKind, Standing

from . import attention, desk
from .week import midnight

WORDS = 8
"""How many words of a search count."""
EVENTS = 500
"""How many events a search for one finds at most."""
SHOWN = (Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN)
_ANY = [("", _("any"))]


class BySlug(forms.ModelChoiceField):
    """One row by its slug; what is no slug never reaches the database."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, required=False, to_field_name="slug", empty_label=_("any"), **kwargs)

    def to_python(self, value):
        if value and not validators.slug_re.match(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "?"})
        return super().to_python(value)


class FindForm(forms.Form):
    """The filters of the list of releases. Each that is valid counts, whatever the others are."""

    standing = forms.ChoiceField(label=_("Standing"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_ANY + settings.LANGUAGES)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_ANY + ReleaseKind.choices)
    theme = BySlug(Theme.objects.order_by("name"), label=_("Theme"))
    series = BySlug(EventSeries.objects.order_by("title"), label=_("Series"))
    event = forms.CharField(label=_("Event"), required=False, max_length=200)
    since = Day(label=_("Date line from"), required=False)
    until = Day(label=_("Date line to"), required=False)
    needs = forms.ChoiceField(label=_("Needs attention"), required=False, choices=_ANY + list(attention.KINDS.items()))
    mine = forms.BooleanField(label=_("Mine"), required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))
    comments = forms.BooleanField(
        label=_("Has open comments"), required=False, widget=forms.CheckboxInput(attrs={"value": "1"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "find-%s", "label_suffix": ""} | kwargs)
        self.fields["standing"].choices = _ANY + [(value, value.label) for value in SHOWN]

    def active(self):
        """The filters that count, as (label, what is chosen, name)."""
        self.is_valid()
        shown = []
        for name, value in self.cleaned_data.items():
            if value in (None, "", False):
                continue
            choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
            said = "" if value is True else choices.get(value, value)
            shown.append({"label": self.fields[name].label, "said": said, "name": name})
        return shown

    def narrow(self, releases, user):
        """`releases`, restricted to what the filters that count let through for `user`."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value not in (None, "", False):
                releases = releases.filter(_FILTERS[name](value, user))
        return releases


KEYS = ("q", *FindForm.base_fields, "o")
"""What an address of the list may say; a saved search keeps no more."""


def query(data):
    """The query string of the list, of what `data` (a QueryDict) says that the list knows; "" for everything."""
    kept = QueryDict(mutable=True)
    for key in KEYS:
        if value := data.get(key, "").strip():
            kept[key] = value
    return kept.urlencode()


def contains(field, word):
    """The condition that `field` has `word` in it, in capitals or not, in any alphabet and on any database."""
    # SQLite's LIKE folds ASCII alone.
    return Q(**{f"{field}__icontains": word}) if word.isascii() else Q(**{f"{field}__iregex": re.escape(word)})


_SAID = Concat("title", Value(" "), "summary", output_field=TextField())


def search(releases, words):
    """`releases` of which an edition has every one of `words` (one text) in title, summary or address, or as id."""
    words = words.replace("\x00", " ").split()[:WORDS]
    editions = Edition.objects.order_by().alias(said=_SAID)
    for word in words:
        found = contains("said", word)
        if word.isascii():
            found |= Q(release__slug__icontains=word) | Q(public_id=word.lower()) | Q(release__public_id=word.lower())
        editions = editions.filter(found)
    return releases.filter(pk__in=editions.values("release")) if words else releases


def found(data, user):
    """The releases of the search that `data` (a QueryDict) holds."""
    return FindForm(data).narrow(search(Release.objects.all(), data.get("q", "")), user)


def named(data, most):
    """The releases that `data` (a QueryDict) names as `r`, at most so many, with what the list asks of them."""
    keys = [key for key in data.getlist("r") if key.isalnum() and key.isascii()][:most]
    return desk.with_editions(Release.objects.filter(public_id__in=keys))


def _of_editions(condition):
    return Q(pk__in=Edition.objects.filter(condition).order_by().values("release"))


def _standing(value, user):
    now = clock.now()
    conditions = {
        Standing.DRAFT: Q(editions__state="draft"),
        Standing.IN_REVIEW: Q(editions__state="in_review"),
        Standing.SCHEDULED: Q(showings__shown_from__gt=now),
        Standing.LIVE: standing(now) & Q(showings__edition__isnull=False),
        Standing.WITHDRAWN: standing(now) & Q(showings__edition=None),
    }
    return Q(pk__in=Release.objects.filter(conditions[value]).order_by().values("pk"))


def _mine(value, user):
    return _of_editions(Q(contributions__user=user) | Q(created_by=user) | Q(submitted_by=user))


def _event(value, user):
    named = Event.objects.filter(slug=value.strip().lower())
    if not named.exists():
        named = Event.objects.order_by()
        for word in value.replace("\x00", " ").split()[:WORDS]:
            fields = ("slug", *(f"title_{language}" for language, _name in settings.LANGUAGES))
            condition = Q()
            for field in fields:
                condition |= contains(field, word)
            named = named.filter(condition)
    return Q(event__in=list(named.values_list("pk", flat=True)[:EVENTS]))


_FILTERS = {
    "standing": _standing,
    "language": lambda value, user: Q(language=value),
    "kind": lambda value, user: Q(kind=value),
    "theme": lambda value, user: _of_editions(Q(edition_themes__tag=value)),
    "series": lambda value, user: Q(event__series=value),
    "event": _event,
    "since": lambda value, user: Q(published_at__gte=midnight(value)),
    "until": lambda value, user: Q(published_at__lt=midnight(value + timedelta(days=1))),
    "needs": lambda value, user: Q(pk__in=attention.editions(value).order_by().values("release")),
    "mine": _mine,
    "comments": lambda value, user: Q(
        pk__in=Thread.objects.filter(resolved_at=None).order_by().values("edition__release")
    ),
}
