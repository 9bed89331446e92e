"""What the pages of the desk tell of instants and of language versions."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from speeches.admin import translations, when

register = template.Library()


@register.inclusion_tag("admin/newsroom/when_box.html")
def when_box(form, verb, edition=None, bundle=None, editions=()):
    """The sentence of what will happen, inside the form of a verb that asks for an instant; it follows the typing."""
    editions = editions or [edition for edition in (edition,) if edition]
    if "when" not in form.fields or not editions:
        return {"asks": False}
    query = {"verb": verb, "bundle" if bundle else "edition": (bundle or edition).public_id}
    cleaned = getattr(form, "cleaned_data", {}) if form.is_bound else form.initial
    wanted = cleaned.get("when", "now")
    at = cleaned.get("at") if wanted == "at" else None
    waits = wanted == "at" and at is None
    return {
        "asks": True,
        "address": f"{reverse('admin:forecast')}?{urlencode(query)}",
        "flag": None if bundle else translations.flag(edition),
        **({} if waits else when.shown(at, editions)),
    }


@register.inclusion_tag("admin/newsroom/translation_flag.html", takes_context=True)
def translation_flag(context, edition):
    """At the head of an edition that is a translation: its source, and what has changed there since."""
    user = context["request"].user
    return {
        "flag": translations.flag(edition),
        "edition": edition,
        "may_write": user.has_perm("speeches.write_edition"),
    }


@register.inclusion_tag("admin/newsroom/versions.html", takes_context=True)
def language_versions(context, edition):
    """The language versions of an edition's release: where each stands, which are missing or stale."""
    user = context["request"].user
    rows = translations.versions(edition.release, user)
    together, bundle = translations.together(rows)
    writes = user.has_perm("speeches.write_edition")
    return {"rows": rows, "edition": edition, "bundle": bundle, "together": writes and together}


@register.inclusion_tag("admin/newsroom/translated_from.html", takes_context=True)
def translated_from(context, release):
    """On the page of a release: from which language version it was translated."""
    if not context["request"].user.has_perm("speeches.write_edition"):
        return {}
    return translations.origin(release)
