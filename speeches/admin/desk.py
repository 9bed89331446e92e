"""What the pages of the desk share: which verbs there are for an edition, and what each will do."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import clock, workflow
from speeches.models import Edition, name_of
from speeches.states import VERBS, Standing, State

from . import when

BUTTONS = (
    "submit",
    "approve",
    "request_changes",
    "reschedule",
    "unschedule",
    "publish_without_review",
    "look_after",
    "start_edition",
    "withdraw",
    "reinstate",
    "discard",
    "redact",
)
TWO_PEOPLE = ("reinstate", "redact")
DANGEROUS = ("withdraw", "redact", "discard", "publish_without_review", "unschedule")


def with_editions(releases):
    """Releases with all that the list and the buttons ask of them, in a fixed number of queries."""
    editions = Edition.objects.defer("body", "plain_text", "notes_to_editors", "boilerplate", "press_contact")
    editions = editions.select_related("created_by", "submitted_by", "seal").prefetch_related("contributions__user")
    newest_first = Prefetch("editions", editions.order_by("-created_at", "-pk"))
    return releases.select_related("event__series").prefetch_related(newest_first, "showings")


def editions_of(release):
    """The editions of a release from `with_editions`, newest first, each with this very release."""
    found = list(release.editions.all())
    for edition in found:
        edition.release = release
    return found


def holder(edition):
    """Who has an edition now, or what it waits for, for the list."""
    standing = edition.standing()
    if standing == Standing.DRAFT:
        saved = sorted(edition.contributions.all(), key=lambda contribution: contribution.at)
        return name_of(saved[-1].user if saved else edition.created_by) or "–"
    if standing == Standing.IN_REVIEW:
        return _("a reviewer, from %(who)s") % {"who": name_of(edition.submitted_by)}
    if standing == Standing.SCHEDULED:
        planned = next(s for s in edition.release.showings.all() if s.edition_id == edition.pk)
        return _("goes live %(at)s") % {"at": short(planned.shown_from)}
    return "–"


def buttons(edition, user):
    """The verbs that fit the edition's standing, each with `url` part, label and the reasons against it."""
    standing = edition.standing()
    shown = []
    for verb in BUTTONS:
        rule = VERBS[verb]
        if standing not in rule.source or (edition.redacted_at and verb != "look_after"):
            continue
        reasons = workflow.blockers(edition, verb, user)
        codes = {reason.code for reason in reasons}
        if "permission" in codes or (verb == "look_after" and "looked" in codes):
            continue
        proposing = (
            verb in TWO_PEOPLE and codes == {"second"} and not edition.proposals.filter(verb=verb, outcome="").exists()
        )
        shown.append(
            {
                "verb": verb,
                "label": _("Ask to %(verb)s") % {"verb": str(rule.label).lower()} if proposing else rule.label,
                "reasons": [] if proposing else reasons,
                "danger": verb in DANGEROUS,
            }
        )
    return sorted(shown, key=lambda button: bool(button["reasons"]))


def short(at):
    """An instant in few characters, in the newsroom's zone."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def local(at):
    """An instant for people: day and time in the newsroom's zone, with the zone's name."""
    return when.moment(at)


_OTHER_ACTIONS = {
    "add_record": gettext_lazy("Added by hand"),
    "change_record": gettext_lazy("Changed by hand"),
    "delete_record": gettext_lazy("Deleted by hand"),
    "amend": gettext_lazy("Change the release itself"),
    "cancel": gettext_lazy("Cancelled by a withdrawal"),
    "create_bundle": gettext_lazy("Make a bundle"),
    "join_bundle": gettext_lazy("Put into a bundle"),
    "leave_bundle": gettext_lazy("Take out of a bundle"),
    "duplicate": gettext_lazy("Made from another release"),
    "use_pattern": gettext_lazy("Begun from a pattern"),
    "keep_pattern": gettext_lazy("Kept as a pattern"),
    "comment": gettext_lazy("Comment"),
    "resolve": gettext_lazy("Resolve a conversation"),
    "reopen": gettext_lazy("Open a conversation again"),
    "invite": gettext_lazy("Make a review link"),
    "revoke": gettext_lazy("Revoke a review link"),
    "agree": gettext_lazy("Agree by a review link"),
    "confirm_translation": gettext_lazy("Confirm a translation"),
    "start_translation": gettext_lazy("Begin a translation"),
    "mark_translation": gettext_lazy("Say from which text a release is translated"),
    "align_statements": gettext_lazy("Put statements beside their counterparts by comparison"),
    "put_together": gettext_lazy("Say that statements are counterparts"),
    "set_apart": gettext_lazy("Say that a statement has no counterpart"),
    "open_alignment": gettext_lazy("Leave it to the comparison whether a statement has a counterpart"),
    "rename_bundle": gettext_lazy("Rename a bundle"),
    "export_list": gettext_lazy("Export a list of releases"),
    "export_texts": gettext_lazy("Export releases as text files"),
    "export_fixture": gettext_lazy("Export releases as a fixture"),
    "suggest_statements": gettext_lazy("Suggest statements"),
    "propose_statements": gettext_lazy("Propose statements"),
    "mark_statement": gettext_lazy("Mark a statement"),
    "adjust_statement": gettext_lazy("Change a statement"),
    "split_statement": gettext_lazy("Split a statement"),
    "join_statements": gettext_lazy("Join statements"),
    "accept_statements": gettext_lazy("Accept statements"),
    "reject_statements": gettext_lazy("Reject statements"),
    "take_off_statement": gettext_lazy("Take a statement off"),
    "look_again_at_statement": gettext_lazy("Confirm a statement"),
}
ACTIONS = (*VERBS, *_OTHER_ACTIONS, *(f"{step}_{verb}" for verb in TWO_PEOPLE for step in ("propose", "decline")))
"""All that an audit trail may name."""


def action(verb):
    """What the audit trail calls a verb."""
    if verb in VERBS:
        return str(VERBS[verb].label)
    if verb in _OTHER_ACTIONS:
        return str(_OTHER_ACTIONS[verb])
    for prefix, wording in (("propose_", _("Asked for: %(verb)s")), ("decline_", _("Declined: %(verb)s"))):
        if verb.startswith(prefix):
            return wording % {"verb": action(verb.removeprefix(prefix))}
    return verb


def standing_name(value):
    """What people call a stored state or a standing."""
    return str(Standing(value).label) if value in Standing.values else str(dict(State.choices).get(value, value))


def planned_for(edition):
    """When a scheduled edition goes live, in words for people; "" for any other."""
    at = when.planned(edition)
    return local(at) if at else ""


def forecast(edition, verb):
    """What a verb will do, in a sentence."""
    release = edition.release
    corrected = release.address_date is not None and any(
        s.edition_id for s in release.showings.all() if s.covers(clock.now())
    )
    said = {
        "submit": _("The text goes to the reviewers and is read-only until they decide."),
        "approve": _(
            "The text is sealed and goes live now or at the time you give, in the place of the edition that is live."
        )
        if corrected
        else _(
            "The text is sealed and goes live now or at the time you give. "
            "From then on it can only be corrected by a new edition."
        ),
        "request_changes": _("The text goes back to its writer with your reason."),
        "reschedule": _("Now it is planned %(planned)s; it goes live at another time.")
        % {"planned": planned_for(edition) or "–"},
        "unschedule": _("It does not go live. A draft with the same text takes its place."),
        "publish_without_review": _(
            "It goes live without a second pair of eyes, and is flagged until somebody else has looked."
        ),
        "look_after": _("You confirm that you have looked at what was published without review."),
        "start_edition": _(
            "A draft with the live text is opened beside it; readers see no change until it is approved."
        ),
        "withdraw": _(
            "The text is gone from the public site at once, from its history too. "
            "Its address answers with your explanation."
        ),
        "reinstate": _("The withdrawn text stands at its address again. Two people are needed."),
        "discard": _("The draft is put aside for good."),
        "redact": _("The content of this edition is destroyed and cannot be brought back. Two people are needed."),
    }
    return said[verb]
