"""Review links at the desk: who was given one, what came of it, a new one, and the end of one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from speeches import clock, workflow
from speeches.forms import CleanTextMixin
from speeches.models import ReviewLink
from speeches.workflow import guests

from .pages import add_reasons, edition_of, render, tell

LONGEST = 15
"""How many links stand beside a text; the page of the links has them all."""


def _duration(lasts):
    """A stretch of time (timedelta) in its largest unit, for people: "23 hours"; the last minute counts whole."""
    minutes = max(1, int(lasts.total_seconds()) // 60)
    if minutes > 24 * 60:
        return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


class InviteForm(CleanTextMixin, forms.ModelForm):
    """For whom a link is, and for how long."""

    hours = forms.TypedChoiceField(label=gettext_lazy("Holds for"), coerce=int)

    class Meta:
        model = ReviewLink
        fields = ("recipient", "email", "hours", "language")
        help_texts = {"email": gettext_lazy("Empty: you pass the link on yourself.")}

    def __init__(self, edition, data=None):
        initial = {"hours": _hours(guests.USUALLY), "language": edition.release.language}
        super().__init__(data, initial=initial, auto_id="id_link_%s")
        self.fields["hours"].choices = [(_hours(lasts), _duration(lasts)) for lasts in guests.DURATIONS]
        self.fields["language"].label = gettext_lazy("Language of the page")
        self.fields["language"].choices = list(ReviewLink._meta.get_field("language").choices)
        self.fields["recipient"].widget.attrs["autocomplete"] = "off"

    def _post_clean(self):
        """The instance is left alone: the verb makes it."""

    def given(self):
        """The arguments for the verb."""
        given = dict(self.cleaned_data)
        hours = given.pop("hours")
        return given | {"lasts": next(lasts for lasts in guests.DURATIONS if _hours(lasts) == hours)}


def _hours(lasts):
    return int(lasts.total_seconds()) // 3600


def beside(request, edition, form=None, shown=LONGEST):
    """What the list of links of an edition shows to a user: see review_links.html."""
    may = not guests.invite_blockers(edition, request.user)
    links = _links(edition)
    for link in links:
        link.rest = _duration(link.expires_at - clock.now())
        if may and link.state == "open":
            link.address = request.build_absolute_uri(guests.address_of(link))
    return {
        "review_links": links[:shown],
        "more_links": len(links) > shown,
        "invite_form": (form or InviteForm(edition)) if may else None,
        "may_revoke": guests.may_invite(request.user),
    }


def agreements(edition):
    """The links whose guests have agreed, for whoever approves."""
    return [link for link in _links(edition) if link.agreed_at]


def _links(edition):
    """See `guests.links_of`; `changed` names the parts that are other now than when the guest agreed."""
    links = guests.links_of(edition)
    for link in links:
        link.changed = [guests.part_name(name) for name in link.stale or ()]
    return links


def page(request, public_id):
    """All links of an edition; by POST a new one."""
    edition = edition_of(request, public_id)
    form = None
    if request.method == "POST":
        if not guests.may_invite(request.user):
            raise PermissionDenied
        form = InviteForm(edition, request.POST)
        if form.is_valid():
            try:
                link = workflow.invite(edition, request.user, **form.given())
            except workflow.Refused as refused:
                add_reasons(form, refused)
            else:
                sent = _("The invitation goes to %(email)s.") if link.email else _("Copy the link and pass it on.")
                messages.success(request, f"{_('The link is made.')} {sent % {'email': link.email}}")
                return redirect(f"{reverse('admin:edition_links', args=[public_id])}#link-{link.public_id}")
    context = {"edition": edition, "release": edition.release, "title": _("Review links"), "verb": "links"}
    context |= beside(request, edition, form, shown=500) | {"refused_form": form, "whole": True}
    return render(request, "admin/newsroom/review_links_page.html", context)


def revoke(request, public_id):
    """Asks whether a link shall end; by POST it does."""
    link = ReviewLink.objects.select_related("edition__release").filter(public_id=public_id).first()
    if link is None or not request.user.has_perm("speeches.view_edition"):
        raise Http404
    if not guests.may_invite(request.user):
        raise PermissionDenied
    back = reverse("admin:edition_links", args=[link.edition.public_id])
    if request.method == "POST":
        try:
            workflow.revoke(link, request.user)
        except workflow.Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": link.recipient})
        return redirect(back)
    context = {"link": link, "edition": link.edition, "release": link.edition.release, "back": back, "verb": "links"}
    title = _("Revoke the link of %(name)s") % {"name": link.recipient}
    return render(request, "admin/newsroom/review_link_revoke.html", context | {"title": title})


def urls(view):
    """The addresses; `view` wraps a page of the desk."""
    return [
        path("editions/<slug:public_id>/links/", view(page), name="edition_links"),
        path("review-links/<slug:public_id>/revoke/", view(revoke), name="review_link_revoke"),
    ]
