"""What the verbs share: the lock, the audit row, the seal, and the only hands that move showings."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from speeches import clock, outbox, record, text
from speeches.models import AuditEntry, BundleMember, Edition, Release, Seal, Showing
from speeches.states import State

from .reasons import Refused, blockers, refuse
from .statements import settle_statements


@contextmanager
def locked(edition):
    """A transaction at one instant in which nobody else acts on the edition's release; gives the edition as it is."""
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=edition.release_id)
        # Locked too: nobody adds a part by hand between the hash and the seal.
        fresh = Edition.objects.select_for_update().get(pk=edition.pk)
        fresh.release = release
        with clock.stopped():
            yield fresh


def check(edition, verb, user, **given):
    """Raises Refused when anything stops the verb."""
    reasons = blockers(edition, verb, user, **given)
    if reasons:
        raise Refused(reasons)


def audit(verb, subject, actor, *, before="", after="", comment="", release=None, **details):
    """Writes the audit row of a verb, in the verb's own transaction, and the mail that tells of it (`outbox.tell`).

    `actor` is a user, or the name of a command or a guest.
    """
    release = release or getattr(subject, "release", None)
    AuditEntry.objects.create(
        actor=actor if isinstance(actor, str) else actor.get_username(),
        verb=verb,
        subject_type=subject._meta.model_name,
        subject_key=str(subject.natural_key()[0]),
        subject_label=str(release or subject)[:300],
        release_key=release.public_id if release else "",
        from_state=before,
        to_state=after,
        comment=comment,
        details=details,
    )
    outbox.tell(verb, subject, actor, before=before, comment=comment, **details)


def assign(edition, state):
    """Assigns a stored state: the one place where that happens to an edition that exists."""
    edition.state = state
    edition.save(update_fields=["state"])
    if state == State.DISCARDED:
        BundleMember.objects.filter(edition=edition).delete()


def new_release(**fields):
    """Creates a release. Raises Refused where its translation group has one in this language."""
    try:
        with transaction.atomic():
            return Release.objects.create(**fields)
    except IntegrityError:
        refuse("group", _("The translation group already has a release in this language."))


def seal_and_show(edition, user, at):
    """Approves: state, address, statements, the seal last of the content, and the showing from `at` (None: now)."""
    at = at or clock.now()
    assign(edition, State.APPROVED)
    release = edition.release
    release.fix_address(at)
    try:
        with transaction.atomic():
            release.save(update_fields=["published_at", "address_date"])
    except IntegrityError:
        refuse("address", _("Another release of that day has the address “%(slug)s”.") % {"slug": release.slug})
    settle_statements(edition)
    seal = Seal.objects.create(edition=edition, sha256=edition.content_hash(), sealed_by=user)
    show(release, at, edition=edition)
    return seal


def show(release, at, **what):
    """Lets an edition (or a notice) stand from `at` on; what stood before ends at that instant.

    A release without a date line gets this instant as its own.
    """
    last = release.showings.filter(shown_until=None).first()
    if last:
        if last.shown_from >= at:
            refuse("instant", _("Something else goes live at this very instant. Try again."))
        last.shown_until = at
        last.save(update_fields=["shown_until"])
    elif release.published_at is None:
        release.published_at = at
        release.save(update_fields=["published_at"])
    return Showing.objects.create(release=release, shown_from=at, **what)


def unplan(showing):
    """Takes back a showing that has not begun; what stood before it stands on.

    Where nothing stood before, a date line that was that instant goes with it; the date in the address stays.
    """
    release, begins = showing.release, showing.shown_from
    showing.delete()
    before = release.showings.filter(shown_until=begins).first()
    if before:
        before.shown_until = None
        before.save(update_fields=["shown_until"])
    elif release.published_at == begins:
        release.published_at = None
        release.save(update_fields=["published_at"])


def planned_showings(release):
    """Showings of the release that have not begun."""
    return list(release.showings.filter(shown_from__gt=clock.now(), edition__isnull=False))


def current_showing(release):
    """The showing that stands now, or None."""
    return next((showing for showing in release.showings.all() if showing.covers(clock.now())), None)


def passage_of(edition, start, end, seen=None):
    """The anchor of the passage `start` to `end` (code points of the plain text) without white space at its ends.

    `seen` is the SHA-256 (hex) of the plain text in which it was chosen, None where that does not matter. Raises
    Refused where the text is another one now, or where the passage has no word.
    """
    words = edition.plain_text
    other = seen is not None and seen != record.digest(words.encode())
    if other or end is None or not 0 <= start < end <= len(words):
        refuse("passage", _("This passage is not in the text any more. Select it again."))
    chosen = words[start:end]
    start, end = start + len(chosen) - len(chosen.lstrip()), end - len(chosen) + len(chosen.rstrip())
    if not any(character.isalnum() for character in words[start:end]):
        refuse("passage", _("Nothing stands in this passage. Select some words."))
    return text.make_anchor(words, start, end)
