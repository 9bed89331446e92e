"""Apps of others under names that people understand."""

from axes.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignIns(AppConfig):
    """django-axes: who tried to sign in, and who is locked out."""

    verbose_name = _("Sign-ins")

    def ready(self):
        super().ready()
        from . import checks  # noqa: F401 - importing it registers them
