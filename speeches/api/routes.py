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


class Api(NinjaAPI):
    """Names its operations and their addresses after the views: `series_list` is seriesList and api_series_list."""

    def get_openapi_operation_id(self, operation):
        first, *others = operation.view_func.__name__.split("_")
        return first + "".join(word.capitalize() for word in others)

    def get_operation_url_name(self, operation, router):
        return f"api_{operation.view_func.__name__}"


api = Api(title="Newsroom", version="1.0.0", urls_namespace="api", docs_url=None, openapi_url=None)
install(api)
for module in (releases, statements, records, searching):
    api.add_router("", module.router)


def _patterns():
    for router in api._get_bound_routers():
        for pattern, view in zip(router.urls_paths(""), router.path_operations.values(), strict=True):
            (operation,) = view.operations
            operation.methods = ["GET", "HEAD"]
            query = [model for model in operation.models if model.__ninja_param_source__ == "query"]
            known = frozenset(name for model in query for name in model.__ninja_flatten_map__)
            answer = served(pattern.callback, LIMITS.get(pattern.name, "api"), known)
            yield path(f"{ROOT}{pattern.pattern}", answer, name=pattern.name)


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
