"""What can be looked at but not touched: audit trail, showings, statements; and old addresses, which only grow."""

from contextlib import suppress
from urllib.parse import unquote

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from speeches import workflow
from speeches.forms import CleanTextMixin
from speeches.models import AuditEntry, Redirect, Showing, StatementVersion

from . import desk


class AuditedAdmin(admin.ModelAdmin):
    """What is changed here by hand, without a verb, stands in the audit trail too."""

    def log_addition(self, request, obj, message):
        workflow.audit("add_record", obj, request.user, changes=message)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        shown = {"shown": True} if getattr(request, "changes_what_is_shown", False) else {}
        workflow.audit("change_record", obj, request.user, changes=message, **shown)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            workflow.audit("delete_record", obj, request.user)
        return super().log_deletions(request, queryset)


class ReadOnlyAdmin(admin.ModelAdmin):
    list_per_page = 50

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ActionFilter(admin.SimpleListFilter):
    """By verb, as people call it."""

    title, parameter_name = _("action"), "verb"

    def lookups(self, request, model_admin):
        return [(verb, desk.action(verb)) for verb in desk.ACTIONS]

    def queryset(self, request, entries):
        return entries.filter(verb=self.value()) if self.value() in dict(self.lookup_choices) else entries


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "action", "subject_label", "before", "after", "comment")
    list_filter = (ActionFilter,)
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("actor", "subject_label", "subject_key", "comment")
    date_hierarchy = "at"

    @admin.display(description=_("action"), ordering="verb")
    def action(self, entry):
        return desk.action(entry.verb)

    @admin.display(description=pgettext_lazy("state", "from"))
    def before(self, entry):
        return desk.standing_name(entry.from_state)

    @admin.display(description=_("to"))
    def after(self, entry):
        return desk.standing_name(entry.to_state)


@admin.register(Showing)
class ShowingAdmin(ReadOnlyAdmin):
    list_display = ("release", "edition", "shown_from", "shown_until", "explanation")
    list_select_related = ("release", "edition")
    search_fields = ("release__slug", "release__public_id")
    date_hierarchy = "shown_from"


@admin.register(StatementVersion)
class StatementVersionAdmin(ReadOnlyAdmin):
    list_display = ("quote", "speaker", "cue", "mode", "status", "edition")
    list_filter = ("status", "mode")
    list_select_related = ("speaker", "edition")
    search_fields = ("quote", "speaker__slug", "statement__public_id")


class RedirectForm(CleanTextMixin, forms.ModelForm):
    """An old address; one of ours has neither host nor question mark."""

    def clean_path(self):
        path = unquote(self.cleaned_data["path"].strip())  # as the site will be asked for it
        if not path.startswith("/") or path.startswith("//") or "?" in path or "#" in path or " " in path:
            raise forms.ValidationError(_("Give the old address without its host, such as /en/news/123."))
        if _is_served(path):
            raise forms.ValidationError(_("The site itself answers at this address."))
        return path


def _is_served(path):
    """Whether a page of ours stands at `path`; an old address of a release looks like a new one."""
    for language, _name in settings.LANGUAGES:
        with override(language), suppress(Resolver404):
            return resolve(path).url_name not in ("release", "history")
    return False


@admin.register(Redirect)
class RedirectAdmin(AuditedAdmin):
    form = RedirectForm
    list_display = ("path", "release", "created_at")
    list_select_related = ("release",)
    search_fields = ("path", "release__slug")
    raw_id_fields = ("release",)

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False  # an old address leads on for ever
