"""The list of releases, and the page of one with its editions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext

from speeches import workflow
from speeches.forms import AmendForm, EditionForm
from speeches.models import AuditEntry, Release

from . import (
    alignment,
    beginning,
    desk,
    editions,
    guests,
    naming,
    preview,
    reviewing,
    statements,
    translations,
    typing,
)
from .listing import ReleaseList
from .pages import add_reasons, render


@admin.register(Release)
class ReleaseAdmin(ReleaseList):
    def get_queryset(self, request):
        return desk.with_editions(super().get_queryset(request))

    def has_add_permission(self, request):
        return request.user.has_perm("speeches.write_edition")

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    # --- pages ---

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            *guests.urls(view),
            *naming.urls(view),
            *beginning.urls(view),
            *reviewing.urls(view),
            *statements.urls(view),
            path("editions/<slug:public_id>/", view(editions.page), name="edition"),
            path("editions/<slug:public_id>/typing/", typing.typing, name="edition_typing"),
            path("editions/<slug:public_id>/drop/", view(typing.drop), name="edition_drop"),
            path("editions/<slug:public_id>/preview/", view(typing.page), name="edition_preview"),
            path("renditions/<slug:public_id>/<int:width>.<slug:format>", view(preview.rendition), name="rendition"),
            path("editions/<slug:public_id>/<slug:verb>/", view(editions.act), name="edition_verb"),
            path("proposals/<slug:public_id>/decline/", view(editions.decline), name="proposal_decline"),
            *translations.urls(view),
            *alignment.urls(view),
            path("<path:object_id>/trail/", view(self.trail), name="release_trail"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """A new release with its first draft: what it is about first, the text on the next page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        release_form, edition_form = beginning.begin_form(request, data), beginning.title_form(EditionForm, data)
        if data is not None and all([release_form.is_valid(), edition_form.is_valid()]):
            release = {name: value for name, value in release_form.cleaned_data.items() if value is not None}
            try:
                edition = workflow.begin(request.user, title=edition_form.cleaned_data["title"], **release)
            except workflow.Refused as refused:
                add_reasons(release_form, refused)
            else:
                messages.success(request, gettext("The draft is open. Write its text."))
                return redirect("admin:edition", edition.public_id)
        context = {"release_form": release_form, "edition_form": edition_form, "title": gettext("New release")}
        return render(request, "admin/newsroom/release_add.html", {"opts": self.opts, **context})

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
                add_reasons(form, refused)
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
        return render(request, "admin/newsroom/release.html", {"opts": self.opts, **context})

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
        return render(request, "admin/newsroom/trail.html", {"opts": self.opts, **context})

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
