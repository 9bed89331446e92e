"""The forms of the desk. None of them saves anything: what they hold goes through a verb."""

from functools import partial

from django import forms
from django.conf import settings
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from speeches import clock, text
from speeches.changing import ChangeKindField
from speeches.choosing import ChooseMany, ChooseOne
from speeches.forms_text import CleanTextMixin
from speeches.forms_uses import (
    AttachmentFormSet,
    LinkFormSet,
    PhotoFormSet,
    attachment_rows,
    link_rows,
    photo_rows,
    uses_of,
)
from speeches.models import Edition, Release
from speeches.states import VERBS, ChangeKind

__all__ = [
    "AmendForm",
    "AttachmentFormSet",
    "EditionForm",
    "LinkFormSet",
    "PhotoFormSet",
    "ReasonForm",
    "ReleaseForm",
    "VerbForm",
    "attachment_rows",
    "link_rows",
    "photo_rows",
    "uses_of",
]

YEARS = range(1900, 2200)
"""Years that a day on the desk may have: outside of them something was mistyped, and near year 1 UTC has no name."""

ISO_DAY, ISO_TIMES = "%Y-%m-%d", ["%H:%M:%S", "%H:%M"]
"""What a browser's pickers send; the only forms that are taken, as the others can be read in two ways."""

LIMITS = {
    "body": text.MAX_BODY,
    "press_contact": 5_000,
    "notes_to_editors": 10_000,
    "boilerplate": 5_000,
    "change_note": 2_000,
}
"""Characters that a field of an edition takes, where the model names no limit."""
REASON = 2_000


def plain_or_html(value):
    """What was typed as a body: HTML as it is; plain text, as typed without the editor, in paragraphs."""
    if value and "<" not in value:
        return text.html_from_paragraphs([part for part in value.replace("\r\n", "\n").split("\n\n") if part.strip()])
    return value


class DayAndTime(forms.SplitDateTimeWidget):
    """A day and a time in the newsroom's zone, each with the browser's own picker and a name of its own."""

    use_fieldset = True

    def __init__(self, **kwargs):
        super().__init__(
            date_attrs={"type": "date", "aria-label": _("Day")},
            time_attrs={"type": "time", "step": "1", "aria-label": _("Time")},
            date_format=ISO_DAY,
            time_format=ISO_TIMES[0],
        )


def _check_year(day):
    if day is not None and day.year not in YEARS:
        raise ValidationError(
            _("Give a year from %(first)d to %(last)d.") % {"first": YEARS.start, "last": YEARS.stop - 1}, "year"
        )


class Instant(forms.SplitDateTimeField):
    """An instant, typed as day and time in the newsroom's zone. Refuses times that the zone skips or has twice."""

    widget = DayAndTime
    hidden_widget = partial(forms.SplitHiddenDateTimeWidget, date_format=ISO_DAY, time_format=ISO_TIMES[0])

    def __init__(self, *, help_text="", **kwargs):
        zone = format_lazy(_("Time in the newsroom, {zone}."), zone=settings.TIME_ZONE)
        kwargs = {"input_date_formats": [ISO_DAY], "input_time_formats": ISO_TIMES} | kwargs
        super().__init__(help_text=format_lazy("{} {}", help_text, zone) if help_text else zone, **kwargs)

    def compress(self, data_list):
        _check_year(data_list[0] if data_list else None)
        return super().compress(data_list)


class Day(forms.DateField):
    """A day, with the browser's own picker. 1/2/23 is refused: it can be read in two ways."""

    widget = forms.DateInput(format=ISO_DAY, attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": [ISO_DAY]} | kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        _check_year(day)
        return day


class Chosen(forms.ModelMultipleChoiceField):
    """Some of the rows of a queryset, each by its slug or public id.

    Other values never reach the database: it would stumble over a NUL or a number of 30 digits.
    """

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if not validators.slug_re.match(str(key)):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": repr(key)})
        return super()._check_values(value)


class _QuietWhenHidden(forms.BoundField):
    """A field whose hidden copy has no aria attributes: HTML forbids them on what nobody sees."""

    def build_widget_attrs(self, attrs, widget=None):
        built = super().build_widget_attrs(attrs, widget)
        hidden = (widget or self.field.widget).is_hidden
        return {name: value for name, value in built.items() if not (hidden and name.startswith("aria-"))}


class FreshMixin:
    """A form of something that others may change meanwhile: their changes stay, field by field.

    Each field brings back what it held when the page was opened. What only others changed since is left as it is now;
    what both changed is refused.
    """

    bound_field_class = _QuietWhenHidden

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = self.instance.pk is not None and hasattr(self.instance, name)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name in [name for name, field in self.fields.items() if field.show_hidden_initial and not field.disabled]:
            if not self._changed_meanwhile(name):
                continue
            if name not in self.changed_data:
                cleaned.pop(name, None)
            elif self.fields[name].has_changed(self[name].initial, self[name].data):
                message = _("Somebody else has changed this since you opened the page. Open it again to see how.")
                self.add_error(name, message)
        return cleaned

    def _changed_meanwhile(self, name):
        field = self.fields[name]
        seen = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        if seen is None or (isinstance(seen, list) and None in seen):
            return False
        return field.has_changed(self[name].initial, seen)


class ReleaseForm(CleanTextMixin, forms.ModelForm):
    """What belongs to the release itself."""

    class Meta:
        model = Release
        fields = ("language", "slug", "kind", "event", "translation_group", "published_at")

    event = ChooseOne("event", required=False, label=_("Event"))
    slug = forms.SlugField(
        max_length=120, required=False, label=_("Address"), help_text=_("Empty: made from the title.")
    )
    published_at = Instant(
        required=False, label=_("Date line"), help_text=_("Empty: the instant at which the first edition goes live.")
    )


class AmendForm(FreshMixin, ReleaseForm):
    """What may be changed of a release that exists."""

    class Meta(ReleaseForm.Meta):
        fields = ("slug", "kind", "event", "translation_group", "published_at")

    reason = forms.CharField(
        required=False, max_length=REASON, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required, self.fields["slug"].help_text = True, ""
        if self.instance.address_date:
            del self.fields["published_at"]
        else:
            del self.fields["reason"]


class EditionForm(CleanTextMixin, forms.ModelForm):
    """The content of an edition."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, required=False)
    themes = ChooseMany("theme", required=False, label=_("Themes"))
    change_kind = ChangeKindField()

    class Meta:
        model = Edition
        fields = Edition.CONTENT
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "change_note": forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
            "press_contact": forms.Textarea(attrs={"rows": 3}),
            "notes_to_editors": forms.Textarea(attrs={"rows": 3}),
            "boilerplate": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, limit in LIMITS.items():
            self.fields[name].validators.append(validators.MaxLengthValidator(limit))

    def clean_change_kind(self):
        return self.cleaned_data["change_kind"] or self.instance.change_kind

    def clean_body(self):
        # Sanitised here already, so that what an entity such as &#8238; hides is seen by `clean`.
        return text.sanitise(plain_or_html(self.cleaned_data["body"]))

    def _post_clean(self):
        """The instance is left alone: `workflow.save` writes, not the form."""

    def content(self):
        """What `workflow.save` takes."""
        return {name: self.cleaned_data[name] for name in (*Edition.CONTENT, "themes") if name in self.cleaned_data}


class ReasonForm(CleanTextMixin, forms.Form):
    """A reason, as the small forms beside a list ask for it."""

    reason = forms.CharField(max_length=REASON, label=_("Reason"))


class VerbForm(CleanTextMixin, forms.Form):
    """What a verb asks of a person: `wants` of its rule in `states.VERBS`."""

    def __init__(self, verb, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = VERBS[verb]
        if "at" in rule.wants:
            self.fields["when"] = forms.ChoiceField(
                label=_("When"),
                choices=[("now", _("Now")), ("at", _("At a later time"))],
                widget=forms.RadioSelect,
                initial="now",
            )
            self.fields["at"] = Instant(
                required=False,
                label=_("Day and time"),
                help_text=_("Now it is %(now)s.")
                % {"now": date_format(timezone.localtime(clock.now()), "DATETIME_FORMAT")},
            )
        if "reason" in rule.wants:
            label = _("Public explanation") if verb == "withdraw" else _("Reason")
            self.fields["reason"] = forms.CharField(
                label=label, required=False, max_length=REASON, widget=forms.Textarea(attrs={"rows": 3})
            )
        elif verb == "start_edition":
            self.fields["change_kind"] = ChangeKindField(initial=ChangeKind.CORRECTION)
        else:
            self.fields["comment"] = forms.CharField(
                label=_("Comment"), required=False, max_length=REASON, widget=forms.Textarea(attrs={"rows": 2})
            )
        if "seen_hash" in rule.wants:
            self.fields["seen_hash"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "now":
            self.errors.pop("at", None)
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say on which day and at what time."))
        return cleaned

    def given(self):
        """The arguments for the verb."""
        given = {
            name: self.cleaned_data.get(name) for name in ("reason", "comment", "seen_hash") if name in self.fields
        }
        if self.cleaned_data.get("change_kind"):
            given["change_kind"] = self.cleaned_data["change_kind"]
        if "when" in self.fields:
            given["at"] = self.cleaned_data["at"] if self.cleaned_data["when"] == "at" else None
        return given
