"""What changed since somebody last looked at an edition."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from speeches import clock
from speeches.models import Look

from . import comparing


@dataclass(frozen=True)
class Since:
    """`comparison` with what the user saw `at` (aware); `elsewhere` where that was an earlier edition."""

    at: datetime
    comparison: comparing.Comparison
    elsewhere: bool


def _said(edition):
    """What an edition says, its body with the formatting; names of themes in its own language, whoever reads it."""
    with override(edition.release.language):
        return comparing.said(edition) | {"body": edition.body}


def look(user, edition):
    """Remembers that `user` has seen `edition` as it stands now."""
    seen = {"said": _said(edition), "sha256": edition.content_hash(), "at": clock.now()}
    Look.objects.update_or_create(user=user, edition=edition, defaults=seen)


def since(user, edition):
    """How `edition` differs from what `user` last saw of its release: a `Since`, or None where nothing differs.

    Who sees the release for the first time has then looked at it.
    """
    looks = Look.objects.filter(user=user, edition__release=edition.release_id)
    own = looks.filter(edition=edition).first()
    last = own or looks.order_by("-at", "-pk").first()
    if own and own.sha256 == edition.content_hash():
        return None
    comparison = last and comparing.since(last.said, _said(edition))
    # A change that no reader would see, such as that of a focal point, is none to look at.
    if not comparison:
        look(user, edition)
        return None
    return Since(last.at, comparison, own is None)
