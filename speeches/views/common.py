"""What the public pages share."""

import re
from functools import wraps

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from speeches import clock, text
from speeches.models import Edition, EditionPhoto, EditionTheme, StatementVersion

PAGE_SIZE = 20
_SLUG = re.compile(r"[-\w]{1,200}")
CACHE_CONTROL = "max-age=0, must-revalidate"
"""A constant: an answer that counted down to something would tell that something is coming."""


def public(view):
    """A page that anybody may read, as the site stands at one instant: GET and HEAD only, revalidated at each use."""

    safe = require_safe(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        with clock.stopped():
            response = safe(request, *args, **kwargs)
        response.headers["Cache-Control"] = CACHE_CONTROL
        if response.status_code == 200 and not response.streaming and not response.has_header("ETag"):
            set_response_etag(response)  # here, because Django's middleware gives none to HEAD (RFC 9110, 9.3.2)
        if response.status_code == 200 and response.has_header("ETag"):
            return get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return response

    answer.csrf_exempt = True  # nothing is ever sent here: another method than GET and HEAD is not allowed
    return answer


_OF_PAGE = object()


def live_editions(language=_OF_PAGE):
    """Live editions in `language` (None: in all), newest date line first, with what a list shows of them."""
    themes = Prefetch("edition_themes", EditionTheme.objects.select_related("tag"))
    photos = Prefetch(
        "edition_photos", EditionPhoto.objects.select_related("photo").prefetch_related("photo__renditions")
    )
    editions = Edition.objects.live()
    if language:
        editions = editions.filter(release__language=get_language() if language is _OF_PAGE else language)
    editions = editions.select_related("release__event").prefetch_related(themes, photos)
    return editions.order_by("-release__published_at", "-release__pk")


def live_statements(language=None):
    """Live statements in a language (default: that of the page), newest release first, with what a list shows."""
    versions = StatementVersion.objects.live().filter(edition__release__language=language or get_language())
    versions = versions.select_related("statement", "speaker", "edition__release").prefetch_related("themes")
    # A sort would carry the whole texts along.
    versions = versions.defer(
        *(f"edition__{name}" for name in ("body", "plain_text", "notes_to_editors", "boilerplate"))
    )
    return versions.order_by("-edition__release__published_at", "edition", "start")


def page_of(request, things, count=None, size=PAGE_SIZE):
    """The page of `things` that ?page= asks for; a number out of bounds gives the nearest page, no number the first.

    `count` is how many there are, where that is known.
    """
    paginator = Paginator(things, size)
    if count is not None:
        paginator.count = count
    try:
        number = int(request.GET.get("page", 1))
    except ValueError:
        number = 1
    return paginator.page(min(max(number, 1), paginator.num_pages))


def named(model, slug):
    """What a reader is told of a slug that chose nothing: the name, where the public knows the thing."""
    there = model.objects.live().filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    return there.name if there else text.truncate(slug, 60)
