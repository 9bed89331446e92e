"""The application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_migrate
from django.utils.translation import gettext_lazy as _


class SpeechesConfig(AppConfig):
    name = "speeches"
    verbose_name = _("Newsroom")

    def ready(self):
        from . import guards, search
        from .models import Seal

        def before(using, plan, **_others):
            if plan:
                guards.make_way(using)

        def after(using, **_others):
            guards.install(using)

        def sealed(instance, **_others):
            # By whatever way a seal comes: a verb, an import, a fixture, a backup that is restored.
            search.index_sealed(instance.edition)

        post_save.connect(sealed, sender=Seal, weak=False)
        pre_migrate.connect(before, sender=self, weak=False)
        post_migrate.connect(after, sender=self, weak=False)
