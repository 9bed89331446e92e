"""People, offices, events, series and themes."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from taggit.admin import Tag

from speeches import text
from speeches.forms import CleanTextMixin, Day, FreshMixin, Instant
from speeches.models import Event, EventSeries, Office, Person, Tenure, Theme

from .trail import AuditedAdmin

admin.site.unregister(Tag)  # taggit's own, which nothing uses

DAYS = {
    models.DateTimeField: {"form_class": Instant, "widget": Instant.widget},
    models.DateField: {"form_class": Day, "widget": Day.widget},
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
}
"""Days and instants have the browser's own pickers, and bounds."""


class RecordForm(FreshMixin, CleanTextMixin, forms.ModelForm):
    """A record; where its address is left empty, it is made from the first name that is given.

    Once a page stands at the address, or a sealed edition names it, it stays.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug and self._is_fixed():
            slug.disabled, slug.show_hidden_initial = True, False
            slug.help_text = _("The address is public and stays.")
        elif slug:
            slug.required = False
            slug.help_text = _("Empty: made from the name.")

    def _is_fixed(self):
        record = self.instance
        if record.pk is None:
            return False
        sealed = isinstance(record, Theme) and record.edition_themes.filter(content_object__seal__isnull=False).exists()
        return sealed or type(record).objects.live().filter(pk=record.pk).exists()

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._slug()
            if not cleaned["slug"]:
                self.add_error("slug", _("Give an address, or a name from which it can be made."))
        return cleaned

    def _slug(self):
        for language, _name in settings.LANGUAGES:
            for field in ("name", "title"):
                if made := text.slugify(self.cleaned_data.get(f"{field}_{language}") or "", language):
                    return made
        return ""


SHOWN = ("name", "title", "description", "about")
"""Fields of records, in each language, that pages and feeds show."""


class RecordAdmin(AuditedAdmin, TranslationAdmin):
    """A record with its names in three languages, one group of fields a language."""

    form = RecordForm
    group_fieldsets = True
    list_per_page = 50
    formfield_overrides = DAYS

    def construct_change_message(self, request, form, formsets, add=False):
        """Notes besides whether readers see the change. Other names, and offices to come, may have to be kept."""
        request.changes_what_is_shown = any(name.rpartition("_")[0] in SHOWN for name in form.changed_data)
        return super().construct_change_message(request, form, formsets, add)


class TenureForm(FreshMixin, forms.ModelForm):
    pass


class TenureInline(admin.StackedInline):
    model, form = Tenure, TenureForm
    extra = 1
    formfield_overrides = DAYS


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("name", "slug", "gender", "announced_from")
    search_fields = ("slug", "name_en", "name_ru", "name_kk", "aliases_en", "aliases_ru", "aliases_kk")
    inlines = (TenureInline,)


@admin.register(Office)
class OfficeAdmin(RecordAdmin):
    list_display = ("title", "slug")
    search_fields = ("slug", "title_en", "title_ru", "title_kk")


@admin.register(EventSeries)
class EventSeriesAdmin(RecordAdmin):
    list_display = ("title", "slug", "announced_from")
    search_fields = ("slug", "title_en", "title_ru", "title_kk")


@admin.register(Event)
class EventAdmin(RecordAdmin):
    change_form_template = "admin/newsroom/event.html"
    list_display = ("title", "kind", "starts_on", "series", "ordinal")
    list_filter = ("kind",)
    list_select_related = ("series",)
    search_fields = ("slug", "title_en", "title_ru", "title_kk")
    date_hierarchy = "starts_on"


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    list_display = ("name", "slug", "parent", "media_topic")
    list_select_related = ("parent",)
    search_fields = ("slug", "name_en", "name_ru", "name_kk")
