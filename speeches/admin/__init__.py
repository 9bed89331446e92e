"""The desk: Django's admin, with the workflow as buttons. Whatever changes an edition goes through a verb."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import accounts, bundles, files, outbox, patterns, records, releases, scripts, trail

__all__ = ["accounts", "bundles", "files", "outbox", "patterns", "records", "releases", "trail"]

admin.site.enable_nav_sidebar = False
admin.site.i18n_javascript = scripts.Words.as_view()
admin.site.index_title = _("Desk")
