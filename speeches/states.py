"""States, roles and the transition table, as data.

Stored are only the states that people decide. Scheduled, live, superseded and withdrawn follow from the
showings and the clock; `Standing` names them for display.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """What is stored of an edition's way."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    DISCARDED = "discarded", _("Discarded")


OPEN = (State.DRAFT, State.IN_REVIEW)


class Standing(TextChoices):
    """Where an edition stands at an instant: its stored state, seen together with the showings."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


class Group:
    """Names of the four groups of the fixture; code asks for permissions, never for these."""

    WRITERS = "Writers"
    REVIEWERS = "Reviewers"
    PUBLISHERS = "Publishers"
    ADMINISTRATORS = "Administrators"


@dataclass(frozen=True)
class Verb:
    """One transition.

    `source` are the standings from which it may start ("" stands for no edition yet); `target` is the stored
    state that it leads to, None where the state stays; `permission` is the codename in the app `speeches`;
    `wants` are the things that a person must give: "reason", "comment", "at", "seen_hash", "second".
    """

    name: str
    label: str
    source: tuple
    target: str | None
    permission: str
    wants: tuple = ()
    groups: tuple = ()


_W, _R, _P, _A = Group.WRITERS, Group.REVIEWERS, Group.PUBLISHERS, Group.ADMINISTRATORS
_D, _I, _S, _L, _X = Standing.DRAFT, Standing.IN_REVIEW, Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN
_PAST = Standing.SUPERSEDED
_ANY = tuple(Standing)

VERBS = {
    verb.name: verb
    for verb in (
        Verb("create", _("Create"), ("",), State.DRAFT, "write_edition", groups=(_W, _P)),
        Verb("start_edition", _("Start a new edition"), (_L,), State.DRAFT, "write_edition", groups=(_W, _P)),
        Verb("save", _("Save"), (_D,), None, "write_edition", ("seen_hash",), groups=(_W, _P)),
        Verb("submit", _("Submit for review"), (_D,), State.IN_REVIEW, "write_edition", groups=(_W, _P)),
        Verb("request_changes", _("Request changes"), (_I,), State.DRAFT, "review_edition", ("reason",), (_R, _P)),
        Verb("approve", _("Approve"), (_I,), State.APPROVED, "review_edition", ("at", "seen_hash"), (_R, _P)),
        Verb(
            "publish_without_review",
            _("Publish without review"),
            (_D, _I),
            State.APPROVED,
            "publish_edition",
            ("at", "reason", "seen_hash"),
            (_P,),
        ),
        Verb("look_after", _("Confirm"), (_S, _L, _PAST, _X), None, "review_edition", ("comment",), (_R, _P)),
        Verb("reschedule", _("Reschedule"), (_S,), None, "publish_edition", ("at",), (_P,)),
        Verb("unschedule", _("Unschedule"), (_S,), State.DISCARDED, "review_edition", ("reason",), (_R, _P)),
        Verb("withdraw", _("Withdraw"), (_L,), None, "publish_edition", ("reason",), (_P,)),
        Verb("reinstate", _("Reinstate"), (_X,), None, "publish_edition", ("reason", "second"), (_P,)),
        Verb("redact", _("Redact"), _ANY, None, "redact_edition", ("reason", "second"), (_A,)),
        Verb("discard", _("Discard"), (_D, _I), State.DISCARDED, "write_edition", groups=(_W, _P)),
        Verb("import_published", _("Import as published"), ("",), State.APPROVED, "import_releases", groups=(_A,)),
    )
}

PERMISSIONS = {
    "write_edition": _("Can draft and edit editions"),
    "review_edition": _("Can review editions"),
    "publish_edition": _("Can publish, reschedule and withdraw"),
    "redact_edition": _("Can redact an edition by order of a court or for personal data"),
    "import_releases": _("Can import an archive of releases"),
}

GROUP_PERMISSIONS = {
    Group.WRITERS: ("write_edition",),
    Group.REVIEWERS: ("review_edition",),
    Group.PUBLISHERS: ("write_edition", "review_edition", "publish_edition"),
    Group.ADMINISTRATORS: ("redact_edition", "import_releases"),
}


class ChangeKind(TextChoices):
    """Why a later edition of a release exists; `minor` is not announced to readers as a correction."""

    FIRST = "first", _("First edition")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")
    MINOR = "minor", _("Minor change")


class ReleaseKind(TextChoices):
    PRESS_RELEASE = "press-release", _("Press release")
    SPEECH = "speech", _("Speech")
    STATEMENT = "statement", _("Statement")
    ADVISORY = "advisory", _("Media advisory")
    CONGRATULATION = "congratulation", _("Congratulation")
    CONDOLENCE = "condolence", _("Condolence")
    DECREE = "decree", _("Decree")
    INTERVIEW = "interview", _("Interview")
    CALL = "telephone-conversation", _("Telephone conversation")


class EventKind(TextChoices):
    SESSION = "session", _("Session")
    MEETING = "meeting", _("Meeting")
    ADDRESS = "address", _("Address")
    AWARDS = "award-ceremony", _("Award ceremony")
    BRIEFING = "briefing", _("Briefing")
    CALL = "telephone-conversation", _("Telephone conversation")
    CEREMONY = "ceremony", _("Ceremony")
    CONFERENCE = "conference", _("Conference")
    DECREE = "decree", _("Signing of a decree")
    FORUM = "forum", _("Forum")
    HOLIDAY = "holiday", _("Holiday")
    OPENING = "opening", _("Opening")
    TRIP = "working-trip", _("Working trip")
    VISIT = "state-visit", _("State visit")
    OTHER = "other", _("Other")


class Mode(TextChoices):
    """How words are reported."""

    INDIRECT = "indirect", _("Indirect speech")
    DIRECT = "direct", _("Direct quotation")
    MIXED = "mixed", _("Mixed")


class StatementStatus(TextChoices):
    """Where a statement in an edition stands: found by a pattern, put forward by a person, accepted by a second one.

    Only accepted ones are public. "Needs review": the anchor was not found again with certainty.
    """

    SUGGESTED = "suggested", _("Suggested")
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    NEEDS_REVIEW = "needs_review", _("Needs review")


UNDECIDED = (StatementStatus.SUGGESTED, StatementStatus.PROPOSED, StatementStatus.NEEDS_REVIEW)
"""Statements about which somebody has still to decide."""


class MailKind(TextChoices):
    """What people are told of by mail."""

    SUBMITTED = "submitted", _("A text waits for review")
    CHANGES_REQUESTED = "changes_requested", _("Changes are requested")
    APPROVED = "approved", _("A text is approved")
    COMMENTED = "commented", _("Somebody has commented")
    SOON = "soon", _("A text goes live soon")
    UNREVIEWED = "unreviewed", _("Something was published without review")
    INVITED = "invited", _("A link to read a text before it is public")
