"""What is kept beside an edition while somebody types: their unsaved text, and that they are there.

None of it touches the edition: no audit row, no contributor, no change of its hash.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from speeches import clock
from speeches.models import Buffer, Presence

from .reasons import Refused, blockers, refuse

MAX_BUFFER = 4_000_000
"""Characters that a buffer holds, names included; more than the fields of an edition take together."""

HEARD_OF = timedelta(seconds=45)
"""How long somebody counts as present after the page was last heard of."""


def keep(edition, user, content, seen_hash):
    """Keeps `content`, the form as posted ({name: list of str}), in the place of what `user` typed here before.

    Also where the edition is no draft any more: what was typed is not lost by what others do. Gives the `Buffer`;
    raises Refused. Two queries, and those of the permissions.
    """
    reasons = [reason for reason in blockers(edition, "save", user) if reason.code != "state"]
    if reasons:
        raise Refused(reasons)
    if edition.redacted_at:
        refuse("redacted", _("The edition was redacted; its text no longer exists."))
    if sum(len(name) + sum(map(len, values)) for name, values in content.items()) > MAX_BUFFER:
        refuse("length", _("This is too much text to be kept here. Save it in parts."))
    # PostgreSQL's JSON holds no NUL.
    content = {name.replace("\0", ""): [one.replace("\0", "") for one in values] for name, values in content.items()}
    buffer = Buffer(user=user, edition=edition, content=content, seen_hash=seen_hash.replace("\0", "")[:64])
    _put(buffer, "content", "seen_hash", "changed_at")
    return buffer


def kept(edition, user):
    """What `user` has typed here and not saved: a `Buffer`, or None."""
    return Buffer.objects.filter(edition=edition, user=user).first()


def drop(edition, user):
    """Forgets what `user` typed here and did not save."""
    Buffer.objects.filter(edition=edition, user=user).delete()


def arrive(edition, user):
    """Notes that `user` has the form open now; rows of those who are long gone are removed."""
    now = clock.now()
    Presence.objects.filter(edition=edition, seen_at__lt=now - HEARD_OF).delete()
    _put(Presence(user=user, edition=edition, since=now, seen_at=now), "seen_at")


def leave(edition, user):
    """Notes that `user` has closed the form."""
    Presence.objects.filter(edition=edition, user=user).delete()


def present(edition, but=None):
    """Who has the form open now, without the user `but`: a list of `Presence`, the longest there first."""
    here = Presence.objects.filter(edition=edition, seen_at__gte=clock.now() - HEARD_OF)
    return list(here.exclude(user=but).select_related("user").order_by("since", "pk"))


def _put(row, *changed):
    """Stores a row of which there is one for user and edition; where it is there, only `changed` change."""
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "edition"], update_fields=list(changed)
    )
