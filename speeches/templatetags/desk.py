"""What the pages of the desk need beyond Django's own tags."""

from django import template

from speeches.models import name_of

register = template.Library()
register.filter(name_of)

_NAVIGATION = ("Release", "Bundle", "Photo", "Attachment", "Person", "Event", "Theme")


@register.simple_tag
def navigation(apps):
    """The models of the newsroom that stand in the head of every page, of those in `apps` that the user may see."""
    models = [model for app in apps or () if app["app_label"] == "speeches" for model in app["models"]]
    shown = [model for model in models if model["object_name"] in _NAVIGATION and model["admin_url"]]
    return sorted(shown, key=lambda model: _NAVIGATION.index(model["object_name"]))
