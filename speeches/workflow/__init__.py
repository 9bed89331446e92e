"""The verbs: the only doors through which an edition changes its state.

Each locks the release, checks (`blockers`), changes and records in one transaction, and raises `Refused` with
reasons when it cannot be done; then nothing has changed. Instants are aware; None stands for now.
"""

from . import marking
from .alignment import align_statements, compare, correct_alignment, put_together, set_apart
from .beginning import (
    begin,
    duplicate,
    duplicate_blockers,
    keep_as_pattern,
    keep_blockers,
    pattern_blockers,
    standing_text,
)
from .buffers import arrive, drop, keep, kept, leave, present
from .bundles import (
    approve_bundle,
    bundle_blockers,
    bundle_together,
    create_bundle,
    join_bundle,
    leave_bundle,
    rename_bundle,
    reschedule_bundle,
    submit_bundle,
    unschedule_bundle,
)
from .comments import comment, reopen, resolve, threads_of
from .core import audit
from .drafting import amend, create, discard, request_changes, save, start_edition, submit
from .guests import agree, invite, revoke
from .importing import import_published
from .publishing import approve, look_after, publish_without_review, reschedule, unschedule
from .reasons import Reason, Refused, blockers, content_blockers
from .taking_back import decline, propose, redact, reinstate, withdraw
from .translations import Stale, confirm_translation, mark_translation, stale_translations, start_translation
from .warnings import content_warnings

__all__ = [
    "Reason",
    "Refused",
    "Stale",
    "agree",
    "align_statements",
    "amend",
    "approve",
    "approve_bundle",
    "arrive",
    "audit",
    "begin",
    "blockers",
    "bundle_blockers",
    "bundle_together",
    "comment",
    "compare",
    "confirm_translation",
    "content_blockers",
    "content_warnings",
    "correct_alignment",
    "create",
    "create_bundle",
    "decline",
    "discard",
    "duplicate",
    "duplicate_blockers",
    "drop",
    "import_published",
    "invite",
    "join_bundle",
    "keep_as_pattern",
    "keep_blockers",
    "leave_bundle",
    "look_after",
    "mark_translation",
    "marking",
    "pattern_blockers",
    "keep",
    "kept",
    "leave",
    "leave_bundle",
    "look_after",
    "present",
    "propose",
    "publish_without_review",
    "put_together",
    "redact",
    "reinstate",
    "rename_bundle",
    "reopen",
    "request_changes",
    "reschedule",
    "reschedule_bundle",
    "resolve",
    "revoke",
    "save",
    "set_apart",
    "stale_translations",
    "standing_text",
    "start_edition",
    "start_translation",
    "submit",
    "submit_bundle",
    "threads_of",
    "unschedule",
    "unschedule_bundle",
    "withdraw",
]
