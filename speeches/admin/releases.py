"""The list of releases, and the page of one with its editions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from speeches import clock, workflow
from speeches.forms import AmendForm, EditionForm, ReleaseForm
from speeches.models import AuditEntry, Edition, Release
from speeches.models.releases import standing
from speeches.states import Standing

from . import desk, editions, preview, typing

WORKED_AT = Subquery(Edition.objects.filter(release=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1])
"""When somebody last wrote in a release."""


class StandingFilter(admin.SimpleListFilter):
    title, parameter_name = _("standing"), "standing"

    def lookups(self, request, model_admin):
        shown = (Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN)
        return [(value, value.label) for value in shown]

    def queryset(self, request, releases):
        now = clock.now()
        conditions = {
            Standing.DRAFT: Q(editions__state="draft"),
            Standing.IN_REVIEW: Q(editions__state="in_review"),
            Standing.SCHEDULED: Q(showings__shown_from__gt=now),
            Standing.LIVE: standing(now) & Q(showings__edition__isnull=False),
            Standing.WITHDRAWN: standing(now) & Q(showings__edition=None),
        }
        if self.value() in conditions:
            return releases.filter(pk__in=Release.objects.filter(conditions[self.value()]).values("pk"))
        return releases


class MineFilter(admin.SimpleListFilter):
    title, parameter_name = _("whose"), "mine"

    def lookups(self, request, model_admin):
        return [("1", _("mine"))]

    def queryset(self, request, releases):
        if self.value() != "1":
            return releases
        mine = Q(contributions__user=request.user) | Q(created_by=request.user) | Q(submitted_by=request.user)
        return releases.filter(pk__in=Edition.objects.filter(mine).values("release"))


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    list_display = ("newest_title", "standings", "holder", "language", "date_line", "short_event")
    list_filter = (StandingFilter, MineFilter, "language", "kind", "event__series")
    list_per_page = 50
    search_fields = ("slug", "public_id", "editions__title")
    ordering = (WORKED_AT.desc(), "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return desk.with_editions(super().get_queryset(request))

    def has_add_permission(self, request):
        return request.user.has_perm("speeches.write_edition")

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

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

    # --- pages ---

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("editions/<slug:public_id>/", view(editions.page), name="edition"),
            path("editions/<slug:public_id>/typing/", typing.typing, name="edition_typing"),
            path("editions/<slug:public_id>/drop/", view(typing.drop), name="edition_drop"),
            path("editions/<slug:public_id>/preview/", view(typing.page), name="edition_preview"),
            path("renditions/<slug:public_id>/<int:width>.<slug:format>", view(preview.rendition), name="rendition"),
            path("editions/<slug:public_id>/<slug:verb>/", view(editions.act), name="edition_verb"),
            path("proposals/<slug:public_id>/decline/", view(editions.decline), name="proposal_decline"),
            path("<path:object_id>/trail/", view(self.trail), name="release_trail"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """A new release with its first draft: what it is about first, the text on the next page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        release_form, edition_form = ReleaseForm(data), EditionForm(data)
        edition_form.fields = {"title": edition_form.fields["title"]}
        if data is not None and all([release_form.is_valid(), edition_form.is_valid()]):
            release = {name: value for name, value in release_form.cleaned_data.items() if value is not None}
            try:
                edition = workflow.create(
                    request.user, content={"title": edition_form.cleaned_data["title"]}, **release
                )
            except workflow.Refused as refused:
                editions.add_reasons(release_form, refused)
            else:
                messages.success(request, gettext("The draft is open. Write its text."))
                return redirect("admin:edition", edition.public_id)
        context = {"release_form": release_form, "edition_form": edition_form, "title": gettext("New release")}
        return self._render(request, "admin/newsroom/release_add.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A release with its editions; changes what belongs to the release itself."""
        release = self._release(request, object_id)
        form = AmendForm(
            request.POST if request.method == "POST" else None, instance=Release.objects.get(pk=release.pk)
        )
        if request.method == "POST" and form.is_valid():
            try:
                workflow.amend(release, request.user, **form.cleaned_data)
            except workflow.Refused as refused:
                editions.add_reasons(form, refused)
            else:
                messages.success(request, gettext("Saved."))
                return redirect("admin:speeches_release_change", release.pk)
        shown = [
            {"edition": edition, "buttons": desk.buttons(edition, request.user)}
            for edition in desk.editions_of(release)
        ]
        needed = "publish_edition" if release.address_date else "write_edition"
        context = {
            "release": release,
            "editions": shown,
            "form": form,
            "may_amend": form.is_bound or request.user.has_perm(f"speeches.{needed}"),
            "title": self.newest_title(release),
        }
        return self._render(request, "admin/newsroom/release.html", context)

    def trail(self, request, object_id):
        """Who did what to this release, the newest first."""
        release = self._release(request, object_id)
        entries = AuditEntry.objects.filter(release_key=release.public_id).order_by("-at", "-pk")[:500]
        rows = [
            {
                "entry": entry,
                "action": desk.action(entry.verb),
                "before": desk.standing_name(entry.from_state),
                "after": desk.standing_name(entry.to_state),
            }
            for entry in entries
        ]
        context = {"release": release, "rows": rows, "title": gettext("Audit trail")}
        return self._render(request, "admin/newsroom/trail.html", context)

    def _release(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = (
            self.get_queryset(request).filter(pk=object_id) if str(object_id).isdecimal() else Release.objects.none()
        )
        release = found.first()
        if release is None:
            raise Http404
        return release

    def _render(self, request, template, context):
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )
