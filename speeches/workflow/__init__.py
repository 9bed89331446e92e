"""The verbs: the only doors through which an edition changes its state.

Each locks the release, checks (`blockers`), changes and records in one transaction, and raises `Refused` with
reasons when it cannot be done; then nothing has changed. Instants are aware; None stands for now.
"""

from .buffers import arrive, drop, keep, kept, leave, present
from .bundles import (
    approve_bundle,
    bundle_blockers,
    create_bundle,
    join_bundle,
    leave_bundle,
    reschedule_bundle,
    unschedule_bundle,
)
from .comments import comment, reopen, resolve, threads_of
from .core import audit
from .drafting import amend, create, discard, request_changes, save, start_edition, submit
from .importing import import_published
from .publishing import approve, look_after, publish_without_review, reschedule, unschedule
from .reasons import Reason, Refused, blockers, content_blockers
from .taking_back import decline, propose, redact, reinstate, withdraw
from .warnings import content_warnings

__all__ = [
    "Reason",
    "Refused",
    "amend",
    "approve",
    "approve_bundle",
    "arrive",
    "audit",
    "blockers",
    "bundle_blockers",
    "comment",
    "content_blockers",
    "content_warnings",
    "create",
    "create_bundle",
    "decline",
    "discard",
    "drop",
    "import_published",
    "join_bundle",
    "keep",
    "kept",
    "leave",
    "leave_bundle",
    "look_after",
    "present",
    "propose",
    "publish_without_review",
    "redact",
    "reinstate",
    "reopen",
    "request_changes",
    "reschedule",
    "reschedule_bundle",
    "resolve",
    "save",
    "start_edition",
    "submit",
    "threads_of",
    "unschedule",
    "unschedule_bundle",
    "withdraw",
]
