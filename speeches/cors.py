"""What pages of other sites may read in a browser (CORS): what anybody may, for there are no cookies and no keys."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.urls import get_resolver

METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
    "Allow": ", ".join(METHODS),
}


def preflight():
    """The answer to OPTIONS: what a browser asks before a page of another site may send a validator."""
    response = HttpResponse(status=204, headers=_PREFLIGHT)
    del response.headers["Content-Type"]
    return response


def shared(view):
    """Above `public`, with `allowed=require_readable`: a page that other sites may read, a 304 or a 404 of it too."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404 as error:
            response = get_resolver().resolve_error_handler(404)(request, exception=error)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer
