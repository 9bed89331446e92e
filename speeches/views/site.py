"""The root, robots.txt, health, and the error pages."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

from speeches import guards

from .common import CACHE_CONTROL, public
from .releases import moved


@public
def root(request):
    """To the home page in the language that the reader's browser asks for (RFC 9110, section 12.5.4)."""
    with override(get_language_from_request(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
def robots(request):
    """For search engines (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /admin/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
def healthz(request):
    """200 while the newsroom can do its work: the database answers, and what was approved is guarded."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        well = not guards.missing()
    except DatabaseError:
        well = False
    return HttpResponse("ok\n" if well else "not well\n", status=200 if well else 503, content_type="text/plain")


def _error(request, status):
    response = render(request, f"{status}.html", status=status)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def not_found(request, exception=None):
    """The same page for what does not exist and for what is not public yet; an old address leads to the new one."""
    answer = moved(request, request.path) if request.method in ("GET", "HEAD") else None
    if answer is None:
        return _error(request, 404)
    answer.headers["Cache-Control"] = CACHE_CONTROL
    return answer


def forbidden(request, exception=None, reason=""):
    return _error(request, 403)


def outdated(request, reason=""):
    """A form from before a new sign-in, or from another site (CSRF); the browser still has what was typed."""
    return render(request, "403_outdated.html", status=403)


def bad_request(request, exception=None):
    return _error(request, 400)


def server_error(request):
    """Asks nothing of the database."""
    return _error(request, 500)
