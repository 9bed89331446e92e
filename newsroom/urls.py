"""Addresses: the admin, what has no language, and the public site under a language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from speeches import urls

urlpatterns = [
    path("admin/", admin.site.urls),
    *urls.plain,
    *i18n_patterns(*urls.localised),
]

handler400 = "speeches.views.site.bad_request"
handler403 = "speeches.views.site.forbidden"
handler404 = "speeches.views.site.not_found"
handler500 = "speeches.views.site.server_error"
