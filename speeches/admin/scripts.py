"""The words of the admin's scripts."""

from django.conf import settings
from django.views.i18n import JavaScriptCatalog


class Words(JavaScriptCatalog):
    """Django's words for its scripts, and then ours, which win: its Kazakh is neither whole nor good."""

    packages = ("django.contrib.admin",)

    def get_paths(self, packages):
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]
