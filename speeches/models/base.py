"""What the models share: public ids, natural keys, and the instant of a question."""

import secrets

from django.apps import apps
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from speeches import clock, text

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0, 1, i, l, o: an id is read out over the telephone."""


def new_public_id(choice=None):
    """A random id of 12 letters and digits (59 bits). Never a count: a gap in a sequence would betray a draft.

    `choice` takes the place of secrets.choice where ids must come out the same again: in test data.
    """
    choice = choice or secrets.choice
    return "".join(choice(_LETTERS) for _ in range(12))


class FutureInstant(ValueError):
    """The public site was asked how it will stand."""


def checked_instant(at):
    """`at` (aware) or, for None, now. Raises FutureInstant for an instant that has not come."""
    now = clock.now()
    if at is None:
        return now
    if at > now:
        raise FutureInstant(gettext("This instant has not come yet; only what was can be asked for."))
    return at


def live(model_name, at):
    """What the door of the model `model_name` shows at `at`: for models that lie below it and cannot import it."""
    return apps.get_model("speeches", model_name).objects.live(at)


def planned(model_name, at):
    """As `live`, for the desk alone: what will stand at `at` as things are planned now."""
    return apps.get_model("speeches", model_name).objects.planned(at)


class PublicIdField(models.CharField):
    """The lasting id of a row, safe to show; also its natural key."""

    def __init__(self, *args, **kwargs):
        defaults = {
            "verbose_name": _("public id"),
            "max_length": 12,
            "default": new_public_id,
            "unique": True,
            "editable": False,
        }
        super().__init__(*args, **defaults | kwargs)


class NaturalKeyManager(models.Manager):
    """A manager whose natural key is one field (`natural_key_field` of the model), a slug or a public id."""

    def get_by_natural_key(self, key):
        return self.get(**{self.model.natural_key_field: key})


class NaturalKeyModel(models.Model):
    """A model that fixtures name by a slug or a public id, never by a number or a name."""

    natural_key_field = "public_id"

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (getattr(self, self.natural_key_field),)


class PublicModel(NaturalKeyModel):
    """A model whose rows have a lasting public id."""

    public_id = PublicIdField()

    class Meta:
        abstract = True


class Anchored:
    """A row whose fields quote, prefix, suffix, start and end are an anchor in a plain text (see `text.Anchor`)."""

    @property
    def anchor(self):
        return text.Anchor(self.quote, self.prefix, self.suffix, self.start, self.end)

    @anchor.setter
    def anchor(self, anchor):
        self.quote, self.prefix, self.suffix = anchor.quote, anchor.prefix, anchor.suffix
        self.start, self.end = anchor.start, anchor.end


def lines(value):
    """The lines of a field that holds one entry a line, without blanks."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]
