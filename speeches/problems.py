"""Errors of the interface for programs, as application/problem+json (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from speeches import cors

PREFIX = "/api/"
"""Paths below which programs ask."""
CONTENT_TYPE = "application/problem+json"


def of_program(request):
    """Whether a program asks, and is to be told of errors in its own way."""
    return request.path_info.startswith(PREFIX)


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
