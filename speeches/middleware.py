"""The language of the desk, and what a developer's server answers where there is nothing."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404
from django.urls import get_resolver
from django.utils import translation

from speeches.models import Profile


def desk_language(get_response):
    """Shows the desk in the language that whoever is signed in has chosen; one query, and none for anybody else.

    Below LocaleMiddleware, whose choice stands where nobody has chosen. The public site is not touched: its language
    is in its addresses, and it never asks who is there.
    """

    def middleware(request):
        if request.path_info.startswith("/admin/") and request.user.is_authenticated:
            chosen = Profile.objects.filter(user=request.user).values_list("language", flat=True).first()
            if chosen:
                translation.activate(chosen)
                request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def not_found(get_response):
    """Under DEBUG too, tells what a view does not find as production does, and leads on from old addresses.

    Without it an embargoed address would show Django's page for developers in the demo. An address that no route has
    still shows that page. Not used in production, where every 404 comes to the same view.
    """
    if not settings.DEBUG:
        raise MiddlewareNotUsed

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Http404):
            return get_resolver().resolve_error_handler(404)(request, exception=exception)
        return None

    middleware.process_exception = process_exception
    return middleware
