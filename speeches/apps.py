"""The application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SpeechesConfig(AppConfig):
    name = "speeches"
    verbose_name = _("Newsroom")

    def ready(self):
        from . import guards

        def before(using, plan, **_others):
            if plan:
                guards.make_way(using)

        def after(using, **_others):
            guards.install(using)

        pre_migrate.connect(before, sender=self, weak=False)
        post_migrate.connect(after, sender=self, weak=False)
