"""The application."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
from django.utils.translation import gettext_lazy as _


def emblem(**_others):
    """That the emblem is there as a picture, before a reader asks for one that shows it."""
    name = settings.NEWSROOM.get("emblem_picture")
    if name and not finders.find(name):
        return [
            checks.Error(
                f"NEWSROOM['emblem_picture'] names {name!r}, and there is no such file below static/.",
                hint="Put the emblem there as a square PNG of 512 pixels, or leave the entry out.",
                id="newsroom.E001",
            )
        ]
    return []


class SpeechesConfig(AppConfig):
    name = "speeches"
    verbose_name = _("Newsroom")

    def ready(self):
        from . import guards, search
        from .models import Seal, StatementVersion
        from .search.index import NAMED

        def before(using, plan, **_others):
            if plan:
                guards.make_way(using)

        def after(using, **_others):
            guards.install(using)

        checks.register(emblem)

        # By whatever way it comes: a verb, an import, a fixture, a backup that is restored.
        def sealed(instance, **_others):
            search.index_sealed(instance.edition)

        def said(instance, **_others):
            search.index_statement(instance)

        def named(instance, **_others):
            search.index_named(instance)

        def gone(instance, **_others):
            search.forget_named(instance)

        post_save.connect(sealed, sender=Seal, weak=False)
        post_save.connect(said, sender=StatementVersion, weak=False)
        for model in NAMED:
            post_save.connect(named, sender=model, weak=False)
            post_delete.connect(gone, sender=model, weak=False)
        pre_migrate.connect(before, sender=self, weak=False)
        post_migrate.connect(after, sender=self, weak=False)
