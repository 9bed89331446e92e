"""Addresses of a site on which something is always broken."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from newsroom import urls
from speeches.views.common import for_programs


def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("broken", broken),
    path("api/broken", for_programs(broken)),
    *i18n_patterns(path("broken/", broken)),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
