"""Patterns that releases begin with, and the newsroom's standing texts."""

from django import forms
from django.contrib import admin
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from speeches import text
from speeches.choosing import ChooseMany
from speeches.forms import LIMITS, CleanTextMixin, FreshMixin, plain_or_html
from speeches.models import Pattern, StandingText

from .editions import EDITOR
from .trail import AuditedAdmin


class PatternForm(FreshMixin, CleanTextMixin, forms.ModelForm):
    """A pattern; an empty short name is made from its name and language."""

    themes = ChooseMany("theme", required=False, label=_("Themes"))

    class Meta:
        model = Pattern
        fields = ("language", "name", "kind", "title", "summary", "dateline", "body", "themes", "slug")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title": _("Put what changes each time into square brackets, such as [name] or [country]."),
            "slug": _("Empty: made from the name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in ("title", "summary", "dateline", "body"):
            self.fields[field].widget.attrs["lang"] = self.instance.language
        self.fields["body"].validators.append(MaxLengthValidator(text.MAX_BODY))
        self.fields["body"].show_hidden_initial = False
        self.fields["slug"].required = False

    def clean_title(self):
        return text.normalise_line(self.cleaned_data["title"])

    def clean_body(self):
        return text.sanitise(plain_or_html(self.cleaned_data["body"]))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors and cleaned.get("name") and cleaned.get("language"):
            made = text.slugify(cleaned["name"], cleaned["language"], 55)
            if made:
                cleaned["slug"] = f"{made}-{cleaned['language']}"
            else:
                self.add_error("slug", _("Give a short name in Latin letters."))
        return cleaned


@admin.register(Pattern)
class PatternAdmin(AuditedAdmin):
    form = PatternForm
    change_form_template = "admin/newsroom/pattern_form.html"
    list_display = ("name", "language", "kind", "title")
    list_filter = ("language", "kind")
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "slug", "title")

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **kwargs)
        if "body" in made.base_fields:
            made.base_fields["body"].widget = AdminProseEditorWidget(
                config={"extensions": EDITOR}, preset="configurable", attrs={"rows": 16}
            )
        return made

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map is an inline script: it needs the page's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


class StandingTextForm(FreshMixin, CleanTextMixin, forms.ModelForm):
    class Meta:
        model = StandingText
        fields = ("language", "press_contact", "notes_to_editors", "boilerplate")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields[1:]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"language"}:
            self.fields[name].validators.append(MaxLengthValidator(LIMITS[name]))
            self.fields[name].widget.attrs["lang"] = self.instance.language


@admin.register(StandingText)
class StandingTextAdmin(AuditedAdmin):
    form = StandingTextForm
    list_display = ("language", "press_contact", "boilerplate")
