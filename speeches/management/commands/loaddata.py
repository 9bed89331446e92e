"""`loaddata`, which says what to do where a fixture names accounts that are not here."""

from django.contrib.auth import get_user_model
from django.core.management import CommandError
from django.core.serializers.base import DeserializationError
from modeltranslation.management.commands import loaddata


class Command(loaddata.Command):
    def handle(self, *labels, **options):
        self.named, self.stopped = set(), False
        try:
            super().handle(*labels, **options)
        except DeserializationError as error:
            if missing := self._missing():
                raise _refused(missing) from error
            raise

    def load_label(self, label):
        super().load_label(label)
        if self.stopped:
            raise _refused(self._missing())

    def save_obj(self, obj):
        """From the first row that cannot be without its account nothing is saved: it is only asked who is missing."""
        if type(obj.object) in self.excluded_models or obj.object._meta.app_config in self.excluded_apps:
            return False
        users = get_user_model()
        wanted = {field: key for field, key in (obj.deferred_fields or {}).items() if field.related_model is users}
        self.named |= {name for key in wanted.values() for name in key}
        self.stopped |= any(not field.null for field in wanted)
        return not self.stopped and super().save_obj(obj)

    def _missing(self):
        there = get_user_model().objects.using(self.using).filter(username__in=self.named)
        return sorted(self.named - set(there.values_list("username", flat=True)))


def _refused(missing):
    return CommandError(
        f"Nothing is loaded: accounts are named that are not here: {', '.join(missing)}.\n"
        "Make an account with each of these user names (one that is not active will do, see docs/staff.md), "
        "and load it again."
    )
