"""Choosing a record by a part of its name, and making one without leaving the page."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from speeches import clock, text, workflow
from speeches.choosing import KINDS, SHOWN, ChooseOne, matching, told
from speeches.models import Tenure

QUERY = 100
"""Characters of a query that are looked for."""
FIELDS = {
    "theme": ("name",),
    "event": ("title", "kind", "starts_on", "ends_on"),
    "person": ("name", "gender"),
}
"""What the dialog asks for; what is kept in three languages, in each."""


def urls(view):
    """The addresses of this module; `view` is the admin's own wrapper."""
    return [
        path("choose/<slug:kind>/", view(choose), name="choose"),
        path("choose/<slug:kind>/add/", view(add), name="choose_add"),
    ]


def _kind(name):
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@never_cache
@require_GET
def choose(request, kind):
    """The records of a kind that a query `q` finds, as JSON; `add` leads to the dialog for a new one, "" to none."""
    kind = _kind(kind)
    if not request.user.has_perm(kind.permission("view")):
        raise PermissionDenied
    query = text.normalise_line(request.GET.get("q", "").replace("\0", ""))[:QUERY]
    rows = [told(kind, row) for row in matching(kind, query)]
    may_add = kind.name in FIELDS and request.user.has_perm(kind.permission("add"))
    return JsonResponse({"results": rows, "full": len(rows) == SHOWN, "add": "add/" if may_add else ""})


@never_cache
@require_http_methods(["GET", "POST"])
def add(request, kind):
    """The dialog for a new record: its form by GET; by POST the record as `choose` tells it, or the form with faults.

    Made by the form of the admin's own page, and logged as there.
    """
    kind = _kind(kind)
    model_admin = admin.site.get_model_admin(kind.model)
    if kind.name not in FIELDS or not model_admin.has_add_permission(request):
        raise PermissionDenied
    names = model_admin.replace_orig_field(FIELDS[kind.name])
    made_by = model_admin.get_form(request, fields=[*names, "slug"])
    form = made_by(request.POST if request.method == "POST" else None, prefix="new")
    # The slug is made from the name, as on the admin's own page.
    form.fields["slug"].widget = forms.HiddenInput()
    if kind.name == "person" and request.user.has_perm("speeches.add_tenure"):
        form.fields["office"] = ChooseOne("office", required=False, label=_("Office that is held now"))
        form.fields["office"].widget = plain = forms.Select()
        plain.choices = form.fields["office"].choices
    _name_languages(form, kind)
    if "starts_on" in form.fields:
        form.initial.setdefault("starts_on", localdate(clock.now()))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            row = model_admin.save_form(request, form, change=False)
            model_admin.save_model(request, row, form, change=False)
            model_admin.log_addition(request, row, [{"added": {}}])
            if office := form.cleaned_data.get("office"):
                tenure = Tenure.objects.create(person=row, office=office)
                workflow.audit("add_record", tenure, request.user)
        return JsonResponse({"made": told(kind, row)})
    html = render_to_string("admin/newsroom/choose_new.html", {"form": form, "kind": kind}, request)
    return JsonResponse({"form": html}, status=422 if request.method == "POST" else 200)


def _name_languages(form, kind):
    """The names of a record, each with its language in words."""
    for language, called in settings.LANGUAGES:
        for name in FIELDS[kind.name]:
            if field := form.fields.get(f"{name}_{language}"):
                field.label = f"{capfirst(kind.model._meta.get_field(name).verbose_name)}, {called}"
                field.widget.attrs["lang"] = language
