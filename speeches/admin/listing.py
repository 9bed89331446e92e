"""The list of releases: its columns, its search, what can be done with many at once, and searches that are kept."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from speeches.models import Edition, SavedFilter
from speeches.states import VERBS, Standing

from . import archives, desk, export, finding, keeping, many

WORKED_AT = Subquery(Edition.objects.filter(release=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1])
"""When somebody last wrote in a release."""


class FoundList(ChangeList):
    """A change list whose filters are those of `finding.FindForm`."""

    def __init__(self, request, *args, **kwargs):
        self.find = finding.FindForm(request.GET)
        super().__init__(request, *args, **kwargs)
        self.search_for = finding.query(request.GET)

    def get_filters_params(self, params=None):
        others = super().get_filters_params(params)
        return {key: value for key, value in others.items() if key not in self.find.fields}

    def get_queryset(self, request, exclude_parameters=None):
        return self.find.narrow(super().get_queryset(request, exclude_parameters), request.user)

    def without(self):
        """The filters that count, each with the address of the list without it."""
        return [one | {"address": self.get_query_string({one["name"]: None})} for one in self.find.active()]


class KeysFirst(Paginator):
    """Pages of which the database sorts the keys alone, and reads the rows of one page afterwards."""

    def _get_page(self, object_list, number, paginator):
        keys = list(object_list.values_list("pk", flat=True))
        rows = desk.with_editions(self.object_list.model.objects.filter(pk__in=keys))
        return super()._get_page(rows.order_by(*self.object_list.query.order_by), number, paginator)


class ReleaseList(admin.ModelAdmin):
    """The list; the pages of one release are those of a subclass."""

    list_display = ("newest_title", "standings", "holder", "language", "date_line", "short_event")
    list_per_page = 50
    paginator = KeysFirst
    search_fields = ("editions__title",)  # that there is a search; what it does is `finding.search`
    ordering = (WORKED_AT.desc(), "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = (
        "submit_many",
        "approve_many",
        "reschedule_many",
        "themes_many",
        "export_many",
        "texts_many",
        "fixture_many",
    )
    actions_selection_counter = True

    def get_changelist(self, request, **kwargs):
        return FoundList

    def get_search_results(self, request, queryset, search_term):
        return finding.search(queryset, search_term), False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("many/<slug:verb>/", view(many.page), name="release_many"),
            path("export/", view(export.table), name="release_export"),
            path("export/<slug:form>/", view(archives.archive), name="release_archive"),
            path("searches/keep/", view(keeping.keep), name="search_keep"),
            path("searches/<slug:public_id>/remove/", view(keeping.remove), name="search_remove"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        searches = SavedFilter.objects.filter(user=request.user)
        return super().changelist_view(request, {"searches": searches, **(extra_context or {})})

    # --- columns ---

    @admin.display(description=pgettext_lazy("headline", "title"), ordering=WORKED_AT)
    def newest_title(self, release):
        found = desk.editions_of(release)
        return (found[0].title if found else "") or release.slug

    @admin.display(description=_("standing"))
    def standings(self, release):
        found = [edition.standing() for edition in desk.editions_of(release)]
        shown = [value for value in dict.fromkeys(found) if value not in (Standing.SUPERSEDED, Standing.DISCARDED)]
        shown = shown or list(dict.fromkeys(found[:1]))
        badges = ((value, value.label) for value in shown)
        return format_html_join(" ", '<span class="badge {}">{}</span>', badges)

    @admin.display(description=_("date line"), ordering="published_at")
    def date_line(self, release):
        if release.published_at is None:
            return ""
        return date_format(timezone.localtime(release.published_at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("event"), ordering="event__starts_on")
    def short_event(self, release):
        if release.event is None:
            return ""
        whole = str(release.event)
        return format_html('<span title="{}">{}</span>', whole, Truncator(whole).chars(48))

    @admin.display(description=_("who has it"))
    def holder(self, release):
        found = desk.editions_of(release)
        return desk.holder(found[0]) if found else ""

    # --- many at once ---

    def has_submit_permission(self, request):
        return request.user.has_perm(f"speeches.{VERBS['submit'].permission}")

    def has_approve_permission(self, request):
        return request.user.has_perm(f"speeches.{VERBS['approve'].permission}")

    def has_reschedule_permission(self, request):
        return request.user.has_perm(f"speeches.{VERBS['reschedule'].permission}")

    def has_themes_permission(self, request):
        return request.user.has_perm(f"speeches.{VERBS['save'].permission}")

    @admin.action(description=_("Submit for review…"), permissions=["submit"])
    def submit_many(self, request, queryset):
        return self._many(request, queryset, "submit")

    @admin.action(description=_("Approve…"), permissions=["approve"])
    def approve_many(self, request, queryset):
        return self._many(request, queryset, "approve")

    @admin.action(description=_("Reschedule…"), permissions=["reschedule"])
    def reschedule_many(self, request, queryset):
        return self._many(request, queryset, "reschedule")

    @admin.action(description=_("Add or remove themes…"), permissions=["themes"])
    def themes_many(self, request, queryset):
        return self._many(request, queryset, "themes")

    @admin.action(description=_("Export as a table (CSV)"), permissions=["view"])
    def export_many(self, request, queryset):
        return _taken_out(request, queryset, reverse("admin:release_export"))

    def has_take_out_permission(self, request):
        return request.user.has_perm(archives.PERMISSIONS["fixture"])

    @admin.action(description=_("Export as text files (ZIP)"), permissions=["view"])
    def texts_many(self, request, queryset):
        return _taken_out(request, queryset, reverse("admin:release_archive", args=["texts"]))

    @admin.action(description=_("Export as a fixture (ZIP)"), permissions=["take_out"])
    def fixture_many(self, request, queryset):
        return _taken_out(request, queryset, reverse("admin:release_archive", args=["fixture"]))

    def _many(self, request, queryset, verb):
        chosen = _ids(queryset, many.MOST + 1)
        if len(chosen) > many.MOST:
            messages.error(request, gettext("At most %(most)d releases at once. Choose fewer.") % {"most": many.MOST})
            return None
        return redirect(f"{reverse('admin:release_many', args=[verb])}?{urlencode({'r': chosen}, doseq=True)}")


def _taken_out(request, queryset, address):
    """To what is made of the chosen releases at `address`, or of all that the search finds.

    None, with a reason, where none of the chosen is in the list any more.
    """
    if request.POST.get("select_across") == "1":
        return redirect(f"{address}?{finding.query(request.GET)}")
    chosen = _ids(queryset, export.NAMED)
    if not chosen:  # without `r` the address would stand for all releases
        messages.error(request, gettext("What you chose is not in this list any more. Choose again."))
        return None
    return redirect(f"{address}?{urlencode({'r': chosen}, doseq=True)}")


def _ids(queryset, most):
    """The public ids of at most so many of the chosen releases, in the order of the list."""
    return list(queryset.values_list("public_id", flat=True)[:most])
