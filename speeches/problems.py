"""Errors of what programs read, as application/problem+json (RFC 9457)."""

import json
from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from speeches import cors

CONTENT_TYPE = "application/problem+json"


def of_program(request):
    """Whether programs read what was asked for (a view that says so: `for_programs`), and errors of it are problems."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(match.func, "for_programs", False)


def problem(status, detail="", **members):
    """An answer with the HTTP `status`, a sentence for people and further members, each of a JSON type.

    Its `type` is about:blank, so that `title` is that of the status (RFC 9457, section 4.2.1), in English.
    """
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status)}
    told |= {"detail": str(detail)} if detail else {}
    body = json.dumps(told | members, ensure_ascii=False)
    return HttpResponse(
        body, status=status, content_type=CONTENT_TYPE, headers={"X-Robots-Tag": "noindex", **cors.HEADERS}
    )


def not_found():
    """The same for what does not exist and for what is not public yet."""
    return problem(404, _("There is nothing at this address"))


def require_readable(view):
    """Lets GET and HEAD through; OPTIONS tells what a browser asks before a page of another site may read (CORS)."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return cors.preflight()
        response = problem(405, _("This is read-only."))
        response.headers["Allow"] = ", ".join(cors.METHODS)
        return response

    return answer
