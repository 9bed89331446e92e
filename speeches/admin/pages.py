"""What the pages of the desk share: the edition that an address names, their frame, and the reasons of a refusal."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from speeches.models import Edition


def edition_of(request, public_id):
    """The edition of a public id. Raises PermissionDenied where the user may see none, Http404 where there is none."""
    if not request.user.has_perm("speeches.view_edition"):
        raise PermissionDenied
    editions = Edition.objects.with_parts().select_related("based_on__seal", "submitted_by", "bundle_member__bundle")
    found = editions.prefetch_related("release__showings").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def render(request, template, context):
    """A page of the desk: what the frame of the admin asks for, and `context`."""
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def add_reasons(form, refused):
    """Shows the reasons of a refusal at the head of a form."""
    for reason in refused.reasons:
        form.add_error(None, reason.message)


def tell(request, refused):
    """Shows the reasons of a refusal at the head of the next page."""
    for reason in refused.reasons:
        messages.error(request, reason.message)
