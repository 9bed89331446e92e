"""Bundles: editions that go live together."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Prefetch, Q, When
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from speeches import clock, workflow
from speeches.forms import Chosen, CleanTextMixin, ReasonForm, VerbForm
from speeches.models import Bundle, Edition, Event, Release
from speeches.states import VERBS as STATE_VERBS
from speeches.states import Standing

from . import translations, when
from .pages import add_reasons, render, tell

VERBS = {
    Standing.DRAFT: ("submit",),
    Standing.IN_REVIEW: ("approve",),
    Standing.SCHEDULED: ("reschedule", "unschedule"),
}
_LABELS = {
    "submit": _("Submit all"),
    "approve": _("Approve all"),
    "reschedule": _("Reschedule all"),
    "unschedule": _("Unschedule all"),
}
_DOES = {
    "submit": workflow.submit_bundle,
    "approve": workflow.approve_bundle,
    "reschedule": workflow.reschedule_bundle,
    "unschedule": workflow.unschedule_bundle,
}
WITH_INSTANT = tuple(name for name, rule in STATE_VERBS.items() if "at" in rule.wants)
BESIDE = (Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED)
"""Where a language version may stand that could go along, and does not."""
_BY_TIME = ("past", "naive", "date_line", "address")
"""Codes of reasons that depend on the instant."""


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


class TitleForm(CleanTextMixin, forms.Form):
    title = forms.CharField(max_length=200, label=_("Title"))


class JoinForm(forms.Form):
    """More editions for a bundle."""

    editions = Chosen(Edition.objects.none(), label=_("More editions"), to_field_name="public_id")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["editions"].queryset = _free_editions()
        self.fields["editions"].label_from_instance = _name


class InstantFilter(admin.SimpleListFilter):
    """How far a bundle is."""

    title, parameter_name = _("instant"), "instant"

    def lookups(self, request, model_admin):
        return [("open", _("not approved yet")), ("planned", _("planned")), ("past", _("gone live"))]

    def queryset(self, request, bundles):
        now = clock.now()
        wanted = {"open": Q(at=None), "planned": Q(at__gt=now), "past": Q(at__lte=now)}
        return bundles.filter(wanted[self.value()]) if self.value() in wanted else bundles


@admin.register(Bundle)
class BundleAdmin(admin.ModelAdmin):
    list_display = ("title", "standings", "goes_live", "languages", "how_many", "created_by", "created_at")
    list_select_related = ("created_by",)
    list_filter = (InstantFilter,)
    search_fields = ("title", "public_id", "editions__title")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        """With the members and all that the list says of them, in a fixed number of queries."""
        members = Edition.objects.select_related("release").prefetch_related("release__showings")
        members = members.defer("body", "plain_text", "notes_to_editors", "boilerplate", "press_contact")
        return super().get_queryset(request).prefetch_related(Prefetch("editions", members))

    @admin.display(description=_("standing"))
    def standings(self, bundle):
        found = dict.fromkeys(edition.standing() for edition in bundle.editions.all())
        return format_html_join(" ", '<span class="badge {}">{}</span>', ((value, value.label) for value in found))

    @admin.display(description=_("goes live"), ordering="at")
    def goes_live(self, bundle):
        return when.moment(bundle.at) if bundle.at else "–"

    @admin.display(description=_("languages"))
    def languages(self, bundle):
        there = {edition.release.language for edition in bundle.editions.all()}
        return ", ".join(str(name) for code, name in settings.LANGUAGES if code in there) or "–"

    @admin.display(description=_("texts"))
    def how_many(self, bundle):
        return len(bundle.editions.all())

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("act/<slug:public_id>/<slug:verb>/", view(self.act), name="bundle_verb"),
            path("forecast/", view(self.forecast), name="forecast"),
            path("together/", view(self.together), name="bundle_together"),
            *super().get_urls(),
        ]

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
        context = {"opts": self.opts, "form": form, "title": gettext("New bundle")}
        return render(request, "admin/newsroom/bundle_add.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A bundle with its editions, what stands against each, and what can be done with all."""
        if not str(object_id).isdecimal():
            raise Http404
        return self._show(request, self._bundle(request, pk=object_id))

    def act(self, request, public_id, verb):
        """What is done to a bundle, by POST: `join`, `leave`, or a verb for all its editions."""
        bundle = self._bundle(request, public_id=public_id)
        if verb not in (*_DOES, "join", "leave", "rename"):
            raise Http404
        if request.method != "POST":
            return redirect("admin:speeches_bundle_change", bundle.pk)
        if verb == "join":
            return self._join(request, bundle)
        if verb == "leave":
            return self._leave(request, bundle)
        if verb == "rename":
            return self._rename(request, bundle)
        form = _verb_form(verb, request.POST)
        if form.is_valid():
            given = form.given()
            if verb == "approve":
                given["seen_hashes"] = {
                    edition.public_id: request.POST.get(f"seen_{edition.public_id}", "")
                    for edition in bundle.editions.all()
                }
            try:
                done = _DOES[verb](bundle, request.user, **given)
            except workflow.Refused as refused:
                add_reasons(form, refused)
            else:
                messages.success(request, _done(verb, done))
                return redirect("admin:speeches_bundle_change", bundle.pk)
        return self._show(request, bundle, bound={verb: form})

    def _rename(self, request, bundle):
        form = TitleForm(request.POST)
        if form.is_valid():
            try:
                workflow.rename_bundle(bundle, request.user, form.cleaned_data["title"])
            except workflow.Refused as refused:
                tell(request, refused)
            else:
                messages.success(request, gettext("Saved."))
        else:
            messages.error(request, gettext("Title: %(fault)s") % {"fault": " ".join(form.errors["title"])})
        return redirect("admin:speeches_bundle_change", bundle.pk)

    def together(self, request):
        """Makes one bundle, by POST, of the open language versions of an `edition`, or of an `event`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = _to_bundle(request.POST) if request.method == "POST" else None
        if found is None:
            raise Http404
        releases, title, back = found
        try:
            bundle = workflow.bundle_together(request.user, releases, title)
        except workflow.Refused as refused:
            tell(request, refused)
            return redirect(*back)
        messages.success(request, gettext("These texts go live together. Here they are approved for one instant."))
        return redirect("admin:speeches_bundle_change", bundle.pk)

    def forecast(self, request):
        """What would happen at an instant that somebody is typing, as a piece of a page; changes nothing."""
        if not request.user.has_perm("speeches.view_edition"):
            raise PermissionDenied
        verb, bundle = request.GET.get("verb"), request.GET.get("bundle", "")
        wanted = {"bundles__public_id": bundle} if bundle else {"public_id": request.GET.get("edition", "")}
        # What is no id never reaches the database: it would stumble over a NUL.
        known = verb in WITH_INSTANT and next(iter(wanted.values())).isalnum()
        editions = list(_members(Edition.objects.filter(**wanted))) if known else []
        if not editions:
            raise Http404
        form = VerbForm(verb, request.GET)
        form.is_valid()
        faults = [fault for name in ("when", "at") for fault in form.errors.get(name, ())]
        if not faults:
            at = form.given()["at"]
            context = when.shown(at, editions)
            reasons = workflow.bundle_blockers(editions, verb, request.user, at=at)
            faults = list(dict.fromkeys(reason.message for reason in reasons if reason.code in _BY_TIME))
            if not bundle:
                faults = [
                    reason.message
                    for reason in workflow.blockers(editions[0], verb, request.user, at=at)
                    if reason.code in _BY_TIME
                ]
        context = {"faults": faults} if faults else context
        return TemplateResponse(request, "admin/newsroom/when.html", context)

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
        bound, user = bound or {}, request.user
        bundle.refresh_from_db()
        editions = list(_members(bundle.editions))
        standings = {edition.standing() for edition in editions}
        writes = user.has_perm("speeches.write_edition")
        verbs = [verb for verb in _verbs(standings) if verb != "submit" or writes]
        context = {
            "bundle": bundle,
            "rows": _rows(editions, user),
            "editions": editions,
            "actions": [
                _action(verb, bundle, editions, user, bound.get(verb)) for verb in {**dict.fromkeys(verbs), **bound}
            ],
            "mixed": len(standings) > 1,
            "drafts": standings == {Standing.DRAFT},
            "forecast": when.sentence(bundle.at, [one.release.language for one in editions]) if bundle.at else "",
            "offset": when.offset(bundle.at) if bundle.at else "",
            "missing": _missing(editions, user) if bundle.at is None else [],
            "rename": TitleForm({"title": bundle.title}, auto_id="id_rename_%s") if writes else None,
            "join": JoinForm() if writes and bundle.at is None and _free_editions().exists() else None,
            "may_leave": bundle.at is None and writes or user.has_perm("speeches.publish_edition"),
            "title": bundle.title,
        }
        return render(request, "admin/newsroom/bundle.html", {"opts": self.opts, **context})

    def _bundle(self, request, **which):
        if not self.has_view_permission(request):
            raise PermissionDenied
        bundle = Bundle.objects.filter(**which).first()
        if bundle is None:
            raise Http404
        return bundle


def _members(editions):
    """Editions with what their hash, standing and blockers ask for, in the order of the languages of the site."""
    order = [When(release__language=code, then=number) for number, (code, _name) in enumerate(settings.LANGUAGES)]
    editions = editions.select_related("release").order_by(Case(*order, default=len(order)), "pk")
    parts = ("themes", "edition_photos__photo", "edition_attachments__attachment", "edition_links")
    return editions.prefetch_related(*parts, "release__showings")


def _verbs(standings):
    """What can be done with all: those in review may wait for drafts that are submitted with the others."""
    if standings == {Standing.DRAFT, Standing.IN_REVIEW}:
        return VERBS[Standing.DRAFT]
    return VERBS.get(next(iter(standings)), ()) if len(standings) == 1 else ()


def _rows(editions, user):
    told = translations.flags(editions)
    returns = user.has_perm("speeches.review_edition")
    return [
        {
            "edition": edition,
            "hash": edition.content_hash(),
            "flag": told.get(edition.pk),
            "corrects": any(showing.covers(clock.now()) for showing in edition.release.showings.all()),
            "returns": returns and edition.state == Standing.IN_REVIEW,
        }
        for edition in editions
    ]


def _action(verb, bundle, editions, user, bound=None):
    """A verb for a whole bundle: its form, and what stands against it, each edition with its own reasons."""
    asked = [edition for edition in editions if verb != "submit" or edition.state == Standing.DRAFT]
    reasons = [] if bound else workflow.bundle_blockers(asked, verb, user)
    general = [reason for reason in reasons if reason.code == "permission" or not reason.edition]
    if general:
        # The same for each of them: said once.
        message = gettext("Your role does not allow: %(verb)s.") % {"verb": STATE_VERBS[verb].label}
        return {"verb": verb, "label": _LABELS[verb], "general": message if editions else general[0].message}
    blocked = []
    for edition in asked if reasons else ():
        found = workflow.blockers(edition, verb, user, bundle=True)
        if found:
            blocked.append({"edition": edition, "reasons": found})
    form = bound or _verb_form(verb, initial=when.initial(verb, bundle.at))
    return {"verb": verb, "label": _LABELS[verb], "form": form, "blocked": blocked, "danger": verb == "unschedule"}


def _missing(editions, user):
    """Language versions that do not go along: a list of dicts with `message`, and `edition` or what begins one."""
    together = {edition.release_id for edition in editions}
    found, told = [], set()
    for edition in editions:
        if not (group := edition.release.translation_group or edition.release.public_id) or group in told:
            continue
        told.add(group)
        for row in translations.versions(edition.release, user):
            language = when.in_languages([row["code"]])
            if row["release"] is None:
                message = capfirst(gettext("There is no version %(language)s yet.") % {"language": language})
                found.append({"message": message, "of": edition, "code": row["code"], "into": row["into"]})
            elif row["edition"] and row["release"].pk not in together and row["edition"].standing() in BESIDE:
                message = gettext("The version %(language)s does not go along: %(standing)s.")
                told_of = {"language": language, "standing": row["edition"].get_standing_display()}
                found.append({"message": message % told_of, "edition": row["edition"]})
    return found


def _to_bundle(data):
    """(releases, title, where to return) for what is to be bundled; None where there is nothing such."""
    if key := data.get("edition", ""):
        edition = Edition.objects.select_related("release").filter(public_id=key).first() if key.isalnum() else None
        if edition is None:
            return None
        group = edition.release.translation_group
        releases = Release.objects.filter(translation_group=group) if group else [edition.release]
        return releases, edition.title[:200] or edition.release.slug, ("admin:edition", key)
    event = Event.objects.filter(pk=data["event"]).first() if data.get("event", "").isdecimal() else None
    if event is None:
        return None
    return event.releases.all(), str(event)[:200], ("admin:speeches_event_change", event.pk)


def _done(verb, bundle):
    """What to say once a verb was done to a bundle."""
    if verb not in WITH_INSTANT:
        return gettext("Done: %(verb)s.") % {"verb": _LABELS[verb]}
    return when.sentence(bundle.at, bundle.editions.values_list("release__language", flat=True))


def _verb_form(verb, data=None, **kwargs):
    """The form of a verb for a whole bundle: hashes come one an edition, and ids differ from form to form."""
    form = VerbForm(verb, data, auto_id=f"id_{verb}_%s", **kwargs)
    form.fields.pop("seen_hash", None)
    return form
