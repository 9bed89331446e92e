"""The root, robots.txt, health, and the error pages."""

import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

from speeches import clock, guards, problems

from .common import finished, public
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
    """For search engines (RFC 9309), with where the sitemaps are."""
    lines = ["User-agent: *", "Disallow: /admin/", ""]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "news_sitemap")]
    return _plain(lines)


@public
def security(request):
    """Whom to tell of a weakness (RFC 9116), as `settings.NEWSROOM["security"]` has it; 404 once that has expired."""
    told = settings.NEWSROOM.get("security")
    expires = told and datetime.datetime.fromisoformat(told["expires"])
    if not told or expires <= clock.now():
        raise Http404
    lines = [f"Contact: {address}" for address in told["contacts"]]
    lines += [
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return _plain(lines)


def _plain(lines):
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


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
    if problems.of_program(request):
        return finished(request, problems.not_found() if status == 404 else problems.problem(status))
    return finished(request, render(request, f"{status}.html", status=status))


def not_found(request, exception=None):
    """The same page for what does not exist and for what is not public yet; an old address leads to the new one."""
    with clock.stopped():
        answer = moved(request, request.path) if request.method in ("GET", "HEAD") else None
    return finished(request, answer) if answer else _error(request, 404)


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
