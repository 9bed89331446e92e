"""The filters of the archive and, later, of the API. They offer and accept only what is public."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from speeches.models import Edition, Event, EventSeries, Person, StatementVersion, Theme
from speeches.states import ReleaseKind


def _public(model, order):
    return lambda request: model.objects.live().order_by(order)


class _Slugged(django_filters.fields.ModelChoiceField):
    """A thing by its slug. NUL, which PostgreSQL refuses to be asked for, is like any unknown slug."""

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


def _day(lookup, label):
    """A filter by the day of the date line, in the newsroom's zone."""
    return django_filters.DateFilter(
        field_name="release__published_at",
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


class ReleaseFilter(django_filters.FilterSet):
    """Filters live editions by date line, theme, speaker, event, series and kind.

    A value that makes no sense is passed over, with a message at its field.
    """

    since = _day("date__gte", _("From"))
    until = _day("date__lte", _("Until"))
    theme = _by_slug(_public(Theme, "name"), _("Theme"), _("All themes"), field_name="edition_themes__tag")
    person = _by_slug(_public(Person, "name"), _("Speaker"), _("All speakers"), method="by_speaker")
    series = _by_slug(_public(EventSeries, "title"), _("Series"), _("All series"), field_name="release__event__series")
    event = _by_slug(_public(Event, "-starts_on"), _("Event"), _("All events"), field_name="release__event")
    kind = django_filters.ChoiceFilter(
        field_name="release__kind",
        choices=ReleaseKind.choices,
        label=_("Kind"),
        empty_label=_("All kinds"),
        error_messages={"invalid_choice": _("There is no such kind. Choose from the list.")},
    )

    class Meta:
        model = Edition
        fields = []
        form = _Period

    def by_speaker(self, editions, name, person):
        said = StatementVersion.objects.live().filter(speaker=person)
        return editions.filter(pk__in=said.values("edition"))
