"""How every address of the interface answers: read-only, to any site, by one reader so often, errors as RFC 9457."""

import json
from functools import partial, wraps
from urllib.parse import unquote_to_bytes, urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from speeches import cors, instants
from speeches.limits import WINDOW, counted, too_often
from speeches.problems import not_found, problem, require_readable
from speeches.views.common import public

from .asking import language_of


class Refused(Exception):
    """An answer in the place of what was asked for."""

    def __init__(self, response):
        super().__init__(response.status_code)
        self.response = response


def gone(detail, **members):
    """Refused: 410, what stood here was taken back."""
    return Refused(problem(410, detail, **members))


def wrong(parameter, detail):
    """Refused: 400, one parameter makes no sense."""
    return Refused(_wrong([{"parameter": parameter, "detail": str(detail)}]))


def filtered(request, asked, kind, live):
    """The filters of `kind`, a filter set over `live`, that `asked` names. Raises Refused where one makes no sense."""
    values = {name: value for name in kind.base_filters if (value := getattr(asked, name))}
    found = kind(values, queryset=live, request=request)
    if found.errors:
        errors = [{"parameter": name, "detail": str(says[0])} for name, says in found.errors.items()]
        raise Refused(_wrong(errors))
    return found


def _wrong(errors):
    return problem(400, _("What was asked for makes no sense. See errors."), errors=errors)


def told(request, data, fields=None):
    """`data` as JSON: the same data give the same bytes. Of a record, or of each item of a list, only `fields`."""
    if fields and "items" in data:
        data = data | {"items": [_chosen(item, fields) for item in data["items"]]}
    elif fields:
        data = _chosen(data, fields)
    response = HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/json")
    response.headers["Content-Language"] = translation.get_language()
    if data.get("next"):
        response.headers["Link"] = f'<{data["next"]}>; rel="next"'
    return response


def _chosen(record, fields):
    return {name: value for name, value in record.items() if name in fields}


def address_of(request, **changes):
    """The whole address that was asked for, its parameters in their order, with other values of some."""
    asked = {name: value for name, value in request.GET.items() if name not in changes} | changes
    asked = {name: instants.written(value) if hasattr(value, "tzinfo") else value for name, value in asked.items()}
    return f"{settings.SITE_URL}{request.path}?{urlencode(asked, safe=':,')}"


def served(view, limit, names):
    """`view` as the public reads it; `limit` is the entry of settings.LIMITS, `names` the parameters that it knows
    (None: any)."""

    def read(request, *args, **kwargs):
        quota = request.quota = counted(limit, request)
        with translation.override(language_of(request.GET)):
            response = too_often(request, quota) or _malformed(request, names) or view(request, *args, **kwargs)
            # As it is by now: that of a record, where no other was asked for.
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    read.answers_as_of = True  # by `names` and `view`
    page = partial(public, allowed=require_readable)(read)

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = page(request, *args, **kwargs)
        # Here, for a 304 is made anew.
        for name, value in (cors.HEADERS | {"X-Robots-Tag": "noindex"} | _told_quota(limit, request)).items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = answer.for_programs = True
    answer.__module__ = __name__
    return answer


def _told_quota(limit, request):
    """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10)."""
    quota = getattr(request, "quota", None)
    if quota is None:
        return {}
    return {
        "RateLimit-Policy": f'"{limit}";q={quota.most};w={WINDOW}',
        "RateLimit": f'"{limit}";r={max(quota.left, 0)};t={quota.reset}',
    }


def _malformed(request, names):
    """The answer to a query that names what there is not, or twice, or holds what is no text."""
    try:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " ")).decode("utf-8")
    except UnicodeError:
        return problem(400, _("The address holds bytes that are no text in UTF-8."))
    if "\0" in query:
        return problem(400, _("The address holds a character that no text has."))
    errors = []
    for name, values in request.GET.lists() if names is not None else ():
        if name not in names:
            known = _("There is no such parameter. Known are: %(names)s.") % {"names": ", ".join(sorted(names))}
            errors.append({"parameter": name[:60], "detail": known if names else _("There are no parameters here.")})
        elif len(values) > 1:
            errors.append({"parameter": name, "detail": _("Give it once.")})
    return _wrong(errors) if errors else None


def one_of(values):
    return _("Give one of these: %(values)s.") % {"values": ", ".join(values)}


_SAYS = {
    "missing": lambda ctx: _("It is needed."),
    "int_parsing": lambda ctx: _("Give a whole number."),
    "int_parsing_size": lambda ctx: _("The number is too large."),
    "greater_than_equal": lambda ctx: _("Give %(number)s or more.") % {"number": ctx["ge"]},
    "less_than_equal": lambda ctx: _("Give %(number)s or less.") % {"number": ctx["le"]},
    "literal_error": lambda ctx: one_of([ctx["expected"].replace(" or ", ", ")]),
    "string_too_short": lambda ctx: _("It is empty."),
    "string_too_long": lambda ctx: _("At most %(number)s characters are read.") % {"number": ctx["max_length"]},
    "string_pattern_mismatch": lambda ctx: _("It is not written as such a value is."),
}
"""What a reader is told of the errors of pydantic, by their type."""


def install(api):
    """Makes `api` (of django-ninja) tell its errors as problems, and leave what is broken to Django."""

    @api.exception_handler(Refused)
    def _refused(request, error):
        return error.response

    @api.exception_handler(Http404)
    def _nothing(request, error):
        return not_found()

    @api.exception_handler(ValidationError)
    def _invalid(request, error):
        if any(one["loc"][0] == "path" for one in error.errors):
            return not_found()  # an id that cannot be one is like any that never was
        errors = []
        for one in error.errors:
            ctx = one.get("ctx", {})
            raised = ctx.get("error")
            says = _SAYS.get(one["type"], lambda ctx: _("It is not written as such a value is."))
            errors.append({"parameter": str(one["loc"][-1]), "detail": str(raised) if raised else says(ctx)})
        return _wrong(errors)

    @api.exception_handler(Exception)
    def _broken(request, error):
        raise error


def nothing(request):
    """What lies below /api/ and is no address."""
    return not_found()


def asked_in(request, asked, own=None):
    """Activates the language that was asked for, else that of the record (`own`), for the rest of the answer."""
    language = asked.language or own or settings.LANGUAGE_CODE
    translation.activate(language)
    return language
