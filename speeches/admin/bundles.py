"""Bundles: editions that go live together."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from speeches import workflow
from speeches.forms import Chosen, CleanTextMixin, ReasonForm, VerbForm
from speeches.models import Bundle, Edition
from speeches.states import Standing

from .editions import add_reasons, tell

VERBS = {Standing.IN_REVIEW: ("approve",), Standing.SCHEDULED: ("reschedule", "unschedule")}
_LABELS = {"approve": _("Approve all"), "reschedule": _("Reschedule all"), "unschedule": _("Unschedule all")}
_DOES = {
    "approve": workflow.approve_bundle,
    "reschedule": workflow.reschedule_bundle,
    "unschedule": workflow.unschedule_bundle,
}


def _free_editions():
    """Open editions that belong to no bundle."""
    free = Edition.objects.open().filter(bundle_member=None).select_related("release")
    return free.order_by("release__translation_group", "release__language", "-changed_at")


def _name(edition):
    return f"{edition.title} ({edition.release.get_language_display()}, {edition.get_state_display()})"


class BundleForm(CleanTextMixin, forms.Form):
    title = forms.CharField(max_length=200, label=_("Title"))
    editions = Chosen(Edition.objects.none(), label=_("Editions"), to_field_name="public_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["editions"].queryset = _free_editions()
        self.fields["editions"].label_from_instance = _name


class JoinForm(forms.Form):
    """More editions for a bundle."""

    editions = Chosen(Edition.objects.none(), label=_("More editions"), to_field_name="public_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["editions"].queryset = _free_editions()
        self.fields["editions"].label_from_instance = _name


@admin.register(Bundle)
class BundleAdmin(admin.ModelAdmin):
    list_display = ("title", "at", "created_by", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("title", "public_id")
    list_per_page = 50

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [path("act/<slug:public_id>/<slug:verb>/", view(self.act), name="bundle_verb"), *super().get_urls()]

    # --- pages ---

    def add_view(self, request, form_url="", extra_context=None):
        """A new bundle of open editions."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BundleForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                bundle = workflow.create_bundle(request.user, form.cleaned_data["title"], form.cleaned_data["editions"])
            except workflow.Refused as refused:
                add_reasons(form, refused)
            else:
                messages.success(request, gettext("The bundle is made."))
                return redirect("admin:speeches_bundle_change", bundle.pk)
        return self._render(request, "admin/newsroom/bundle_add.html", {"form": form, "title": gettext("New bundle")})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A bundle with its editions, what stands against each, and what can be done with all."""
        if not str(object_id).isdecimal():
            raise Http404
        return self._show(request, self._bundle(request, pk=object_id))

    def act(self, request, public_id, verb):
        """What is done to a bundle, by POST: `join`, `leave`, or a verb for all its editions."""
        bundle = self._bundle(request, public_id=public_id)
        if verb not in (*_DOES, "join", "leave"):
            raise Http404
        if request.method != "POST":
            return redirect("admin:speeches_bundle_change", bundle.pk)
        if verb == "join":
            return self._join(request, bundle)
        if verb == "leave":
            return self._leave(request, bundle)
        form = _verb_form(verb, request.POST)
        if form.is_valid():
            given = form.given()
            if verb == "approve":
                given["seen_hashes"] = {
                    edition.public_id: request.POST.get(f"seen_{edition.public_id}", "")
                    for edition in bundle.editions.all()
                }
            try:
                _DOES[verb](bundle, request.user, **given)
            except workflow.Refused as refused:
                add_reasons(form, refused)
            else:
                messages.success(request, gettext("Done: %(verb)s.") % {"verb": _LABELS[verb]})
                return redirect("admin:speeches_bundle_change", bundle.pk)
        return self._show(request, bundle, bound={verb: form})

    def _join(self, request, bundle):
        form = JoinForm(request.POST)
        if form.is_valid():
            try:
                workflow.join_bundle(bundle, form.cleaned_data["editions"], request.user)
            except workflow.Refused as refused:
                tell(request, refused)
            else:
                messages.success(request, gettext("The bundle has grown."))
        else:
            messages.error(request, gettext("Choose editions that are open and in no bundle."))
        return redirect("admin:speeches_bundle_change", bundle.pk)

    def _leave(self, request, bundle):
        wanted = request.POST.get("edition", "")
        edition = next((one for one in bundle.editions.all() if one.public_id == wanted), None)
        if edition is None:
            messages.error(request, gettext("This edition is not in the bundle any more."))
            return redirect("admin:speeches_bundle_change", bundle.pk)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("Reason: %(fault)s") % {"fault": " ".join(form.errors["reason"])})
            return redirect("admin:speeches_bundle_change", bundle.pk)
        try:
            workflow.leave_bundle(edition, request.user, reason=form.cleaned_data["reason"])
        except workflow.Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, gettext("The edition left the bundle."))
        return redirect("admin:speeches_bundle_change", bundle.pk)

    def _show(self, request, bundle, bound=None):
        bound = bound or {}
        bundle.refresh_from_db()
        editions = list(bundle.editions.select_related("release").order_by("release__language", "pk"))
        standings = {edition.standing() for edition in editions}
        verbs = VERBS.get(next(iter(standings)), ()) if len(standings) == 1 else ()
        actions = [
            {
                "verb": verb,
                "label": _LABELS[verb],
                "form": bound.get(verb) or _verb_form(verb),
                "reasons": [] if verb in bound else workflow.bundle_blockers(editions, verb, request.user),
            }
            for verb in {**dict.fromkeys(verbs), **bound}
        ]
        writes = request.user.has_perm("speeches.write_edition")
        context = {
            "bundle": bundle,
            "rows": [{"edition": edition, "hash": edition.content_hash()} for edition in editions],
            "actions": actions,
            "mixed": len(standings) > 1,
            "drafts": standings == {Standing.DRAFT},
            "join": JoinForm() if writes and bundle.at is None and _free_editions().exists() else None,
            "may_leave": bundle.at is None and writes or request.user.has_perm("speeches.publish_edition"),
            "title": bundle.title,
        }
        return self._render(request, "admin/newsroom/bundle.html", context)

    def _bundle(self, request, **which):
        if not self.has_view_permission(request):
            raise PermissionDenied
        bundle = Bundle.objects.filter(**which).first()
        if bundle is None:
            raise Http404
        return bundle

    def _render(self, request, template, context):
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )


def _verb_form(verb, data=None):
    """The form of a verb for a whole bundle: hashes come one an edition, and ids differ from form to form."""
    form = VerbForm(verb, data, auto_id=f"id_{verb}_%s")
    form.fields.pop("seen_hash", None)
    return form
