"""The outbox: mail is a row, written in the transaction of what it tells of. Nothing here sends anything."""

from speeches import clock
from speeches.models import Message


def put(kind, edition, *, to=(), address="", due_at=None, **data):
    """Queues one mail of `kind` (`states.MailKind`) about `edition` for each user in `to`, and for `address`.

    `due_at` (aware, default now) is when it may be sent first; `data` (JSON) is what its words need besides the
    edition. Users without an address, inactive ones, and kinds that somebody does not want are left out when it is
    sent, not here: wishes may change meanwhile.
    """
    due_at = due_at or clock.now()
    rows = [Message(kind=kind, edition=edition, recipient=user, due_at=due_at, data=data) for user in to]
    if address:
        rows.append(Message(kind=kind, edition=edition, address=address, due_at=due_at, data=data))
    Message.objects.bulk_create(rows)
