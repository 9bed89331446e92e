"""Why a verb cannot be done: a list of reasons that a person can act on, the same for admin, commands and tests."""

import re
from dataclasses import dataclass

from django.utils.timezone import is_naive, localdate
from django.utils.translation import gettext as _

from speeches import clock, text
from speeches.models import Pattern, Redirect, Release
from speeches.states import VERBS, ChangeKind, Standing


@dataclass(frozen=True)
class Reason:
    """One reason: `code` for programs, `message` for people, `edition` (public id) where several are asked about.

    `place` is the field to which it leads, of a photo "alt@" and its public id; "" where the code says it.
    """

    code: str
    message: str
    edition: str = ""
    place: str = ""


class Refused(Exception):
    """A verb was not done, and nothing was changed. `reasons` says why."""

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__(" ".join(reason.message for reason in self.reasons))

    @property
    def codes(self):
        return [reason.code for reason in self.reasons]


def refuse(code, message):
    """Raises Refused with a single reason."""
    raise Refused([Reason(code, message)])


def blockers(edition, verb, user, **given):
    """What stops `user` from doing `verb` to `edition` now: a list of `Reason`, empty when nothing does.

    `given` is what the verb would be called with (`at`, `seen_hash`, `reason`, `comment`); what is not given is
    not asked for, so that a page can list the lasting reasons before anybody has typed anything. `bundle=True`
    says that the whole bundle is asked. Reads the database, changes nothing.
    """
    rule = VERBS[verb]
    found = [*_of_user(user, rule), *_of_standing(edition, rule)]
    if found:
        return found
    checks = _CHECKS.get(verb, ())
    return [reason for check in (*_GIVEN, *checks) for reason in check(edition, user, rule, given)]


def _of_user(user, rule):
    if user is None or not user.is_active:
        yield Reason("nobody", _("Sign in first."))
    elif not user.has_perm(f"speeches.{rule.permission}"):
        yield Reason("permission", _("Your role does not allow: %(verb)s.") % {"verb": rule.label})


def _of_standing(edition, rule):
    standing = edition.standing() if edition else ""
    if standing not in rule.source:
        wanted = ", ".join(str(Standing(source).label) for source in rule.source if source)
        yield Reason(
            "state",
            _("“%(verb)s” is for: %(wanted)s. This edition is now: %(standing)s.")
            % {"verb": rule.label, "wanted": wanted, "standing": Standing(standing).label},
        )
    elif edition and edition.redacted_at:
        yield Reason("redacted", _("The edition was redacted; its text no longer exists."))


def missing_reason(reason):
    """A `Reason` where `reason`, as somebody typed it, says nothing."""
    if text.is_blank(reason or ""):
        yield Reason("reason", _("Say why: this action needs a reason."))


def _reason_given(edition, user, rule, given):
    if "reason" in rule.wants and "reason" in given:
        yield from missing_reason(given["reason"])


def _instant_is_good(edition, user, rule, given):
    at = given.get("at")
    if at is None:
        return
    if is_naive(at):
        yield Reason("naive", _("The time needs a time zone."))
    elif at < clock.now():
        yield Reason("past", _("This time has passed. Choose a later one, or now."))


def _hash_is_current(edition, user, rule, given):
    if "seen_hash" not in given:
        return
    if not given["seen_hash"]:
        yield Reason("unseen", _("Open the edition first: it must be clear which text you have seen."))
    elif given["seen_hash"] != edition.content_hash():
        yield Reason("changed", _("The text has changed since you opened it. Look at it again."))


_GIVEN = (_reason_given, _instant_is_good, _hash_is_current)


def _four_eyes(edition, user, rule, given):
    if edition.contributions.filter(user=user).exists():
        yield Reason("own", _("You have written in this edition; somebody else must approve it."))
    elif edition.submitted_by_id == user.pk:
        yield Reason("own", _("You have submitted this edition; somebody else must approve it."))


def content_blockers(edition):
    """What keeps an edition's content from going live, as a list of `Reason`."""
    return list(_content_is_whole(edition))


def _content_is_whole(edition, *_unused):
    if text.is_blank(edition.title):
        yield Reason("title", _("The title is missing."))
    if text.is_blank(edition.plain_text):
        yield Reason("body", _("The text is missing."))
    elif edition.body != text.sanitise(edition.body) or edition.plain_text != text.plain_text(edition.body):
        yield Reason("unclean", _("The text was stored in an unusual way. Open it and save it once more."))
    for use in edition.edition_photos.all():
        if text.is_blank(use.alt):
            message = _("The photo %(name)s has no alternative text.") % {"name": use.photo.name}
            yield Reason("alt", message, place=f"alt@{use.photo.public_id}")
    yield from _unfilled(edition)
    later = edition.release.showings.exists()
    if later and edition.change_kind == ChangeKind.FIRST:
        yield Reason("change_kind", _("Say what kind of change this is: correction, update or minor change."))
    if edition.change_kind in (ChangeKind.CORRECTION, ChangeKind.UPDATE) and text.is_blank(edition.change_note):
        yield Reason("change_note", _("Say for the public what changed and why."))


_PLACE = re.compile(r"\[[^\[\]\n]{1,60}\]")


def _unfilled(edition):
    """Places in square brackets, left as the patterns of the language have them: "[name]"."""
    names = ("title", "summary", "dateline", "plain_text")
    left = {place: name for name in reversed(names) for place in _PLACE.findall(getattr(edition, name))}
    if not left:
        return
    patterns = Pattern.objects.filter(language=edition.release.language)
    said = patterns.values_list("title", "summary", "dateline", "body")
    known = {place for texts in said for one in texts for place in _PLACE.findall(one)}
    for place in sorted(known.intersection(left)):
        message = _("Fill in “%(place)s”: it still stands as in the pattern.") % {"place": place}
        yield Reason("unfilled", message, place=left[place].replace("plain_text", "body"))


def address_blockers(release, at=None):
    """What keeps `release` from its address when it is first approved for `at` (None: now): a list of `Reason`."""
    if not release.slug:
        return [Reason("slug", _("The address is missing."))]
    day = release.address_date or localdate(release.published_at or at or clock.now())
    rivals = Release.objects.filter(language=release.language, address_date=day, slug=release.slug)
    probe = Release(language=release.language, slug=release.slug, address_date=day)
    redirects = Redirect.objects.filter(path=probe.get_absolute_url()).exclude(release_id=release.pk)
    if rivals.exclude(pk=release.pk).exists() or redirects.exists():
        message = _("Another release of that day has, or had, the address “%(slug)s”.")
        return [Reason("address", message % {"slug": release.slug})]
    return []


def _address_is_named(edition, user, rule, given):
    if not edition.release.slug:
        yield Reason("slug", _("The address is missing."))


def _address_is_free(edition, user, rule, given):
    at = given.get("at")
    if at is None or not is_naive(at):
        yield from address_blockers(edition.release, at)


def _date_line_has_come(edition, user, rule, given):
    if "at" not in given:
        return
    at, date_line = given["at"] or clock.now(), edition.release.published_at
    if date_line and not is_naive(at) and date_line > at:
        yield Reason("date_line", _("The date line lies after the instant at which the text would go live."))


def _not_withdrawn(edition, user, rule, given):
    if edition.release.showings.filter(edition=None, shown_until=None).exists():
        yield Reason("withdrawn", _("The release is withdrawn. It must be reinstated first."))


def _not_in_bundle(edition, user, rule, given):
    member = getattr(edition, "bundle_member", None)
    if member and not given.get("bundle"):
        yield Reason(
            "bundle",
            _("The edition goes live with the bundle “%(bundle)s”: act on the bundle, or take it out first.")
            % {"bundle": member.bundle},
        )


def _no_open_edition(edition, user, rule, given):
    if edition.release.open_edition():
        yield Reason("open", _("Somebody is already working on an edition of this release."))


def _own_draft(edition, user, rule, given):
    own = edition.created_by_id == user.pk or edition.contributions.filter(user=user).exists()
    if not own and not user.has_perm("speeches.publish_edition"):
        yield Reason("others", _("Only its writer or a publisher can discard a draft."))


def _unlooked(edition, user, rule, given):
    flag = getattr(edition, "unreviewed", None)
    if flag is None or flag.looked_by_id:
        yield Reason("looked", _("Nothing is left to confirm: the edition was reviewed."))
    elif flag.by_id == user.pk or edition.contributions.filter(user=user).exists():
        yield Reason("own", _("Somebody else must look at it: you have published or written it."))


def _second_person(edition, user, rule, given):
    proposal = edition.proposals.filter(verb=rule.name, outcome="").first()
    if proposal is None:
        yield Reason("second", _("This needs two people: one must ask for it first."))
    elif proposal.by_id == user.pk:
        yield Reason("second", _("You have asked for it; somebody else must confirm."))


_APPROVAL = (_content_is_whole, _address_is_free, _date_line_has_come, _not_withdrawn, _not_in_bundle)
_CHECKS = {
    "start_edition": (_no_open_edition,),
    "submit": (_content_is_whole, _address_is_named),
    "approve": (_four_eyes, *_APPROVAL),
    "publish_without_review": _APPROVAL,
    "look_after": (_unlooked,),
    "reschedule": (_not_in_bundle,),
    "unschedule": (_not_in_bundle,),
    "reinstate": (_second_person,),
    "redact": (_second_person,),
    "discard": (_own_draft,),
}


def may_propose(user):
    """Whether a user may put statements forward, set suggestions aside, and say which of them say the same."""
    return user.is_active and any(user.has_perm(f"speeches.{verb}_edition") for verb in ("write", "review"))
