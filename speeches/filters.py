"""The filters of the archive, the search and the API. They offer and accept only what is public."""

from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from speeches.models import Edition, Event, EventSeries, Person, Theme
from speeches.states import EventKind, ReleaseKind
from speeches.text import alphabetical


def _public(model):
    return lambda request: model.objects.live(_instant_of(request))


def _instant_of(request):
    """The instant of the page (see `views.common.dated`), None for now."""
    return getattr(request, "as_of", None)


class _Alphabetical(ModelChoiceIterator):
    """The choices by what a reader sees: a name that is not translated stands in another language."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        label = self.field.label_from_instance
        yield from map(self.choice, sorted(self.queryset, key=lambda thing: (alphabetical(label(thing)), thing.slug)))


class _Slugged(django_filters.fields.ModelChoiceField):
    """A thing by its slug. NUL, which PostgreSQL refuses to be asked for, is like any unknown slug."""

    iterator = _Alphabetical

    def to_python(self, value):
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def _by_slug(things, label, every, **options):
    """A filter by the slug of one of `things`, what the public sees of them; choosing `every` takes it away."""
    unknown = {"invalid_choice": _("Nothing public has this name. Choose from the list.")}
    options |= {"to_field_name": "slug", "label": label, "empty_label": every, "error_messages": unknown}
    found = django_filters.ModelChoiceFilter(queryset=things, **options)
    found.field_class = _Slugged
    return found


def _day(lookup, label, field="release__address_date"):
    """A filter by a day, by default that in the address: that of the date line, in the newsroom's zone."""
    return django_filters.DateFilter(
        field_name=field,
        lookup_expr=lookup,
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give a date as year-month-day, such as 2026-11-24.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class _Period(forms.Form):
    def clean(self):
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first."))
            values.pop("since")
        return values


class _Chosen(django_filters.FilterSet):
    """Filters of which a value that makes no sense is passed over, with a message at its field."""

    @cached_property
    def chosen(self):
        """{name: value} of the filters that are on, in their order: a record, the key of a kind or a date."""
        if not self.is_bound or self.errors is None:
            return {}
        values = self.form.cleaned_data
        return {name: values[name] for name in self.filters if values.get(name)}

    def narrow(self, rows, without=()):
        """`rows` by all filters that are on but those in `without`."""
        for name, value in self.chosen.items():
            if name not in without:
                rows = self.filters[name].filter(rows, value)
        return rows


class ReleaseFilter(_Chosen):
    """Filters live editions by day, theme, speaker, event, series and kind; `request.as_of` is the instant, if any.

    The filters stand in the order in which addresses name them.
    """

    theme = _by_slug(_public(Theme), _("Theme"), _("All themes"), field_name="edition_themes__tag")
    person = _by_slug(_public(Person), _("Speaker"), _("All speakers"), method="by_speaker")
    series = _by_slug(_public(EventSeries), _("Series"), _("All series"), field_name="release__event__series")
    event = _by_slug(_public(Event), _("Event"), _("All events"), field_name="release__event")
    kind = django_filters.ChoiceFilter(
        field_name="release__kind",
        choices=ReleaseKind.choices,
        label=_("Kind"),
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no such kind. Choose from the list.")},
    )
    since = _day("gte", _("From"))
    until = _day("lte", _("Until"))

    class Meta:
        model = Edition
        fields = []
        form = _Period

    def by_speaker(self, editions, name, person):
        return editions.quoting(person)


class EventFilter(_Chosen):
    """Filters public events by series, kind and first day."""

    series = _by_slug(_public(EventSeries), _("Series"), _("All series"), field_name="series")
    kind = django_filters.ChoiceFilter(
        field_name="kind",
        choices=EventKind.choices,
        label=_("Kind"),
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no such kind. Choose from the list.")},
    )
    since = _day("gte", _("From"), "starts_on")
    until = _day("lte", _("Until"), "starts_on")

    class Meta:
        model = Event
        fields = []
        form = _Period
