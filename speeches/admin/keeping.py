"""Searches of the list that a user keeps under a name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from speeches import text
from speeches.forms import CleanTextMixin
from speeches.models import SavedFilter

from . import finding

MOST = 30
"""How many searches a user keeps at most."""
LONGEST = SavedFilter._meta.get_field("query").max_length


class NameForm(CleanTextMixin, forms.Form):
    name = forms.CharField(max_length=60, label=gettext_lazy("Name"))


def _list(query=""):
    address = reverse("admin:speeches_release_changelist")
    return redirect(f"{address}?{query}" if query else address)


@require_POST
def keep(request):
    """Keeps the search that the form brings as `query` under `name`."""
    if not request.user.has_perm("speeches.view_release"):
        raise PermissionDenied
    asked = request.POST.get("query", "")
    query = finding.query(QueryDict(asked)) if len(asked) <= 2 * LONGEST else ""
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name: %(fault)s") % {"fault": " ".join(form.errors["name"])})
    elif fault := _keep(request.user, text.normalise_line(form.cleaned_data["name"]), query):
        messages.error(request, fault)
    else:
        messages.success(request, _("The search is kept. It stands above the list."))
    return _list(query)


def _keep(user, name, query):
    """Keeps a search; gives what stands against it, in words, or ""."""
    if not query or len(query) > LONGEST:
        return _("There is nothing to keep: search or filter first.")
    told = _("You keep a search named “%(name)s” already. Choose another name, or remove that one.") % {"name": name}
    mine = SavedFilter.objects.filter(user=user)
    if mine.filter(name=name).exists():
        return told
    if mine.count() >= MOST:
        return _("You keep %(most)d searches already. Remove one that you do not need.") % {"most": MOST}
    try:
        with transaction.atomic():
            SavedFilter.objects.create(user=user, name=name, query=query)
    except IntegrityError:  # the same name, in another window
        return told
    return ""


@require_POST
def remove(request, public_id):
    """Removes a search of one's own, and shows the list as it was."""
    found = SavedFilter.objects.filter(user=request.user, public_id=public_id).first()
    if found is None:
        raise Http404
    name, _deleted = found.name, found.delete()
    messages.success(request, _("The search “%(name)s” is removed.") % {"name": name})
    asked = request.POST.get("query", "")
    return _list(finding.query(QueryDict(asked)) if len(asked) <= 2 * LONGEST else "")
