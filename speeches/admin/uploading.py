"""Files taken one by one while a form is open, and the photos that are there to choose from. For scripts, in JSON."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from speeches import images, kinds, uploads
from speeches.models import EditionPhoto, Photo

LANGUAGES = dict(settings.LANGUAGES)
SHOWN = 24
"""Photos that the library shows at once."""
_MOST_OF_A_SEARCH = 100
_SAID = ("alt", "caption", "credit")


def addresses(model_admin):
    """The addresses of uploads for the admin of a kind of stored file; that of photos has the library too."""
    name, view = model_admin.model._meta.model_name, model_admin.admin_site.admin_view
    taken = path("take/", view(take(model_admin.form.store, model_admin.model)), name=f"{name}_take")
    if model_admin.model is Photo:
        return [taken, path("library/", view(library), name="photo_library")]
    return [taken]


def take(store, model):
    """A view that stores the posted file `upload`: 201 with what the form shows of it, or 400 with `error` in words."""

    @require_POST
    def view(request):
        if not request.user.has_perm("speeches.write_edition"):
            raise PermissionDenied
        upload = request.FILES.get("upload")
        if upload is None:
            return JsonResponse({"error": _("Choose a file.")}, status=400)
        if reason := _too_large(upload, model):
            return JsonResponse({"error": reason}, status=400)
        try:
            stored = store(upload.read(), upload.name, request.user)
        except uploads.UploadRefused as error:
            return JsonResponse({"error": str(error)}, status=400)
        if model is Photo:
            stored = _with_words(Photo.objects.filter(pk=stored.pk), request).get()
        return JsonResponse(shown(stored), status=201)

    return view


def _too_large(upload, model):
    """Why a file need not even be read, as a sentence; "" where it must be."""
    if model is not Photo:
        return kinds.fault(upload.name, upload.size)
    if upload.size > images.MAX_BYTES:
        limit = images.MAX_BYTES // kinds.MEGABYTE
        return _("%(name)s: the file is larger than %(limit)d MB.") % {"name": upload.name, "limit": limit}
    return ""


@require_safe
def library(request):
    """The photos of the newsroom, newest first: those that `q` finds in file name, alternative text or caption."""
    if not request.user.has_perm("speeches.write_edition"):
        raise PermissionDenied
    asked = request.GET.get("q", "").replace("\0", "").strip()[:_MOST_OF_A_SEARCH]
    photos = Photo.objects.order_by("-uploaded_at", "-pk")
    if asked:
        photos = photos.filter(
            _says("name", asked) | Exists(_uses().filter(_says("alt", asked) | _says("caption", asked)))
        )
    found = list(_with_words(photos, request)[: SHOWN + 1])
    return JsonResponse({"photos": [shown(photo) for photo in found[:SHOWN]], "more": len(found) > SHOWN})


def _says(field, asked):
    """`field` holds `asked`, whatever the case: SQLite knows only that of Latin letters."""
    found = Q()
    for written in {asked, asked.lower(), asked.upper(), asked.capitalize()}:
        found |= Q(**{f"{field}__icontains": written})
    return found


def _uses():
    return EditionPhoto.objects.filter(photo=OuterRef("pk"))


def _with_words(photos, request):
    """Photos, each with the words it was last used with in the `language` that is asked for."""
    language = request.GET.get("language")
    latest = _uses().filter(edition__release__language=language if language in LANGUAGES else "").order_by("-pk")
    return photos.annotate(**{f"last_{name}": Subquery(latest.values(name)[:1]) for name in _SAID})


def shown(stored):
    """What the form shows of a stored file."""
    told = {
        "key": stored.public_id,
        "name": stored.name,
        "mime": stored.mime,
        "size": stored.size,
        "address": reverse(f"admin:{stored._meta.model_name}_file", args=[stored.public_id]),
    }
    if isinstance(stored, Photo):
        told |= {"width": stored.width, "height": stored.height}
        told |= {name: getattr(stored, f"last_{name}", "") or "" for name in _SAID}
    return told
