"""The lists of review links on the pages of the desk."""

from django import template

from speeches.admin import guests

register = template.Library()


@register.inclusion_tag("admin/newsroom/review_links.html", takes_context=True)
def review_links(context):
    """The review links of the edition of the page: a list, and a form for a new one."""
    request, edition = context["request"], context["edition"]
    given = {name: context.get(name) for name in ("edition", "release", "csrf_token", "whole")}
    if context.get("whole"):
        return given | {name: context[name] for name in _SHOWN}
    return given | guests.beside(request, edition)


_SHOWN = ("review_links", "more_links", "invite_form", "may_revoke")

register.simple_tag(guests.agreements, name="agreements_with")
