"""What the verbs of statements share: who may, in which editions, and that the page was not stale."""

import copy
from importlib import import_module

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speeches import record, text
from speeches.extraction import LANGUAGES
from speeches.extraction.document import read
from speeches.models import StatementVersion
from speeches.states import Standing, StatementStatus

from ..core import audit
from ..reasons import Reason, Refused, may_propose, refuse
from ..statements import overlapping

_CLOSED = (Standing.DISCARDED, Standing.WITHDRAWN)
_FIELDS = ("status", "start", "end", "quote", "speaker_id", "speaker_name", "cue", "mode")


def may_decide(user):
    """Whether a user may be the second person, and take statements off."""
    return user.is_active and user.has_perm("speeches.review_edition")


def closed(edition):
    """Whether nothing more is marked in an edition: it was put aside, withdrawn or redacted."""
    return bool(edition.redacted_at) or edition.standing() in _CLOSED


def check(edition, user, deciding=False):
    """Raises Refused unless `user` may work on the statements of `edition`."""
    if not (may_decide if deciding else may_propose)(user):
        refuse("permission", _("Your role does not allow this."))
    check_open(edition)


def check_open(edition):
    if closed(edition):
        refuse("state", _("Nothing more is marked in an edition that was put aside, withdrawn or redacted."))


def mark_of(version):
    """What a page shows of a version, as a short digest: different once anybody has changed something of it."""
    said = [str(getattr(version, name)) for name in _FIELDS]
    said += sorted(theme.slug for theme in version.themes.all())
    if version.replaces_id is None and (change := getattr(version, "change", None)):
        said.append(mark_of(change))
    return record.digest("\0".join(said).encode())[:16]


def versions_of(edition, seen):
    """The versions that `seen` ({public id: mark}) names, in the order of the text. Raises Refused where it is stale.

    Changes that wait are named by the version that they replace.
    """
    if not seen:
        refuse("none", _("Choose a statement first."))
    found = edition.statement_versions.filter(public_id__in=seen, replaces=None)
    found = list(found.select_related("statement", "change").prefetch_related("themes", "change__themes"))
    stale = len(seen) - len(found) + sum(mark_of(version) != seen[version.public_id] for version in found)
    if stale:
        message = ngettext(
            "%(count)d statement was changed by somebody else since you opened the page. Look at it again.",
            "%(count)d statements were changed by somebody else since you opened the page. Look at them again.",
            stale,
        )
        refuse("changed", message % {"count": stale})
    for version in found:
        version.edition = edition
    return sorted(found, key=lambda version: (version.start, version.pk))


def one_of(edition, version, seen):
    """The one version that a verb is about, as it stands. Raises Refused where `seen` is stale."""
    return versions_of(edition, {version.public_id: seen})[0]


def before(version):
    """A version as it is now, to tell later what it was."""
    return copy.copy(version)


def check_room(edition, anchor, *but):
    """Raises Refused where another statement has some of the passage; a mere suggestion there is no hindrance."""
    others = overlapping(edition, anchor.start, anchor.end).exclude(status=StatementStatus.SUGGESTED)
    others = others.exclude(pk__in=[version.pk for version in but if version.pk])
    if other := others.first():
        told = {"words": text.truncate(other.quote, 60)}
        refuse("overlap", _("Another statement stands there: “%(words)s”. Adjust or join them.") % told)


def say(version, said):
    """Writes what somebody says of a statement: any of speaker, speaker_name, cue, mode. Raises Refused."""
    limits = {name: StatementVersion._meta.get_field(name).max_length for name in ("speaker_name", "cue")}
    for name, value in said.items():
        if name in limits:
            value = text.normalise_line(value)
            if len(value) > limits[name]:
                label = StatementVersion._meta.get_field(name).verbose_name
                refuse(
                    "length", _("%(field)s: at most %(limit)d characters.") % {"field": label, "limit": limits[name]}
                )
        setattr(version, name, value)
    if version.speaker_id is None and not version.speaker_name:
        refuse("speaker", _("Say who is speaking: choose a person, or give the name as the text has it."))


def tell(verb, edition, actor, versions, comment="", **details):
    """The audit row of a verb about some versions."""
    told = {"statements": [version.statement.public_id for version in versions], **details}
    audit(verb, edition, actor, before=edition.state, after=edition.state, comment=comment, **told)


def refuse_all(found):
    """Raises Refused with one reason for each kind of fault: `found` is (code, version, message with "words")."""
    if found:
        raise Refused(
            [Reason(code, message % {"words": text.truncate(version.quote, 60)}) for code, version, message in found]
        )


def sentences_of(edition):
    """The sentences of an edition's text as (start, end), as extraction sees them."""
    words, language = edition.plain_text, edition.language
    rules = import_module(f"speeches.extraction.{language}") if language in LANGUAGES else None
    given = {"abbreviations": rules.ABBREVIATIONS, "joins": rules.joins} if rules else {}
    return [(sentence.start, sentence.end) for sentence in read(words, text.paragraphs(words), **given).sentences]
