"""The addresses of the interface. Each is registered with the leak crawler (tests/leaks) like any of the site."""

from django.shortcuts import redirect
from django.urls import path, re_path, reverse
from ninja import NinjaAPI

from speeches.views.common import public

from . import records, releases, searching, statements
from .document import openapi
from .guide import guide
from .serving import install, nothing, served

ROOT = "api/v1/"
LIMITS = {"api_search": "search", "api_quote_check": "quote-check"}
"""What costs more is counted together with its page of the site (settings.LIMITS); all else as "api"."""


def _made():
    made = NinjaAPI(title="Newsroom", version="1.0.0", urls_namespace="api", docs_url=None, openapi_url=None)
    install(made)
    for module in (releases, statements, records, searching):
        made.add_router("", module.router)
    return made


api = _made()


def _patterns():
    for pattern in api.urls[0]:
        if pattern.name == "api-root":
            continue
        operation = next(one for one in operations() if one.url_name == pattern.name)
        operation.methods = ["GET", "HEAD"]
        view = served(pattern.callback, LIMITS.get(pattern.name, "api"), names_of(operation))
        yield path(f"{ROOT}{pattern.pattern}", view, name=pattern.name)


def operations():
    """Every operation of the interface, as django-ninja has it."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from view.operations


def names_of(operation):
    """The parameters of the query that an operation knows."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)


@public
def root(request):
    """To what people read about it."""
    return redirect(f"{reverse('api_docs')}?{request.GET.urlencode()}" if request.GET else "api_docs")


patterns = [
    path(ROOT, root, name="api_root"),
    re_path(r"^api/v1(?:/docs/)?$", root, name="api_also_root"),
    path(f"{ROOT}docs", guide(api), name="api_docs"),
    path(f"{ROOT}openapi.json", served(openapi(api), "api", frozenset()), name="api_openapi"),
    *_patterns(),
    re_path(r"^api(?:/.*)?$", served(nothing, "api", None), name="api_nothing"),
]
