"""The page on which people read how programs ask, with examples that run."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from speeches import linked
from speeches.limits import limited
from speeches.models import Event, EventSeries, Person, Photo, StatementVersion, Theme
from speeches.search import native
from speeches.views.common import live_editions, of_now, public, refused
from speeches.views.quoting import example

from . import shapes
from .asking import language_of
from .document import document
from .serving import one_of

GROUPS = {
    "releases": gettext_noop("Releases and their editions"),
    "statements": gettext_noop("Statements"),
    "events": gettext_noop("Events and series"),
    "people": gettext_noop("People"),
    "themes": gettext_noop("Themes"),
    "photos": gettext_noop("Photos"),
    "search": gettext_noop("Search and quote check"),
}


def guide(api):
    """The view: the operations of the OpenAPI document in the language of ?language=, each with an example."""

    @of_now
    @limited("api-docs")
    def page(request):
        known = _examples(request.LANGUAGE_CODE)
        groups = {name: {"name": _(label), "operations": []} for name, label in GROUPS.items()}
        for path, methods in document(api)["paths"].items():
            operation = _operation(path, methods["get"], request.LANGUAGE_CODE, known)
            groups[methods["get"]["tags"][0]]["operations"].append(operation)
        context = {"groups": groups, "path": reverse("api_docs"), "linked": linked.api_docs_page(request)}
        return render(request, "public/api.html", context)

    def answer(request):
        language = request.LANGUAGE_CODE = language_of(request.GET)
        with translation.override(language):
            unknown = request.GET.get("language", language) != language
            response = refused(request, one_of(shapes.LANGUAGES)) if unknown else page(request)
            response.headers["Content-Language"] = language
            return response

    answer.answers_as_of = True  # by `page`, in its language
    answer.__module__ = __name__
    return public(answer)


def _operation(path, told_of, language, known):
    parameters = told_of.get("parameters", ())
    return {
        "path": path,
        "summary": _(told_of["summary"]),
        "parameters": [_parameter(one) for one in parameters],
        "example": _example(path, told_of["operationId"], {one["name"] for one in parameters}, language, known),
    }


def _parameter(one):
    schema = one["schema"]
    values = schema.get("enum") or schema.get("items", {}).get("enum", ())
    told_of = _(one["description"]) if one.get("description") else ""
    return {"name": one["name"], "about": told_of, "needed": one["required"], "values": values}


def _example(path, operation, names, language, known):
    """An address that answers something here and now, or None where nothing of the kind is public."""
    if ("{id}" in path or "q" in names) and not known.get(operation):
        return None
    path = path.replace("{id}", known.get(operation, ""))
    asked = {"q": known[operation]} if "q" in names else {}
    if "language" in names:
        asked["language"] = language
    if "limit" in names:
        asked["limit"] = 3
    return f"{path}?{urlencode(asked)}" if asked else path


def _examples(language):
    """{operation: the id of something live, or words} for the examples."""
    edition = live_editions(language).first() or live_editions(None).first()
    versions = StatementVersion.objects.live().select_related("statement")
    versions = versions.order_by("-edition__release__published_at", "statement__public_id")
    version = versions.filter(edition__release__language=language).first() or versions.first()
    things = {
        "event": Event.objects.live().order_by("-starts_on", native.bytewise("slug")).first(),
        "series": EventSeries.objects.live().order_by(native.bytewise("slug")).first(),
        "person": Person.objects.live().order_by(native.bytewise("slug")).first(),
        "theme": Theme.objects.live().order_by(native.bytewise("slug")).first(),
    }
    known = {name: thing.slug for name, thing in things.items() if thing}
    photo = Photo.objects.live().order_by("public_id").first()
    known |= {"photo": photo.public_id} if photo else {}
    known |= {"statement": version.statement.public_id} if version else {}
    if edition:
        known |= dict.fromkeys(("release", "editions"), edition.release.public_id)
        known |= {"edition": edition.public_id, "search": " ".join(edition.title.split()[:2]), "quoteCheck": example()}
    return known
