"""Where a statement begins and ends, and who says it: marking, adjusting, splitting and joining."""

from django.utils.translation import gettext as _

from speeches import text
from speeches.models import Statement, StatementVersion
from speeches.states import Mode, StatementStatus

from ..core import locked, passage_of
from ..reasons import refuse
from ..statements import drop, overlapping
from .common import check, check_room, one_of, say, tell
from .deciding import put_forward, swallow

_ACCEPTED, _PROPOSED = StatementStatus.ACCEPTED, StatementStatus.PROPOSED


def mark(edition, user, start, end, *, seen, themes=(), **said):
    """Proposes the words `start` to `end` of the plain text as a statement. Raises Refused. Gives the version.

    `seen` is the SHA-256 (hex) of the plain text in which they were selected; `said`: speaker (a Person),
    speaker_name, cue, mode.
    """
    with locked(edition) as edition:
        check(edition, user)
        version = StatementVersion(edition=edition, status=_PROPOSED)
        version.anchor = passage_of(edition, start, end, seen)
        check_room(edition, version.anchor)
        say(version, {"mode": Mode.INDIRECT} | said)
        _clear(version)
        put_forward(version, user)
        version.statement = Statement.objects.create(release=edition.release)
        version.save()
        version.themes.set(themes)
        tell("mark_statement", edition, user, [version])
    return version


def adjust(version, user, seen, *, passage=None, themes=None, **said):
    """Changes a statement: its borders (`passage`: start, end and hash as for `mark`), its themes (a list), and
    speaker, speaker_name, cue, mode. Raises Refused.

    `seen` is the mark of what the page showed. What was suggested, proposed or lost becomes the user's proposal; of
    what is accepted a change is proposed, and it stays public as it is until a second person accepts that.
    """
    return _reshape("adjust_statement", version, user, seen, passage, themes, said)


def look_again(version, user, seen, *, passage=None):
    """Confirms a statement that needs review where it stands, or anchors it at `passage`: it is proposed anew."""
    return _reshape("look_again_at_statement", version, user, seen, passage, None, {}, (StatementStatus.NEEDS_REVIEW,))


def _reshape(verb, version, user, seen, passage, themes, said, statuses=()):
    with locked(version.edition) as edition:
        check(edition, user)
        version = one_of(edition, version, seen)
        if version.status == StatementStatus.REJECTED or statuses and version.status not in statuses:
            refuse("status", _("This cannot be done to a statement that stands as it does now."))
        changed = _changing(version)
        if passage:
            changed.anchor = passage_of(edition, *passage)
            changed.score = 100
        elif edition.plain_text[changed.start : changed.end] != changed.quote or not changed.score:
            refuse("passage", _("Its words are no longer in this text. Select the passage anew."))
        check_room(edition, changed.anchor, version)
        say(changed, said)
        _clear(changed, version)
        _store(changed, user, themes if themes is not None else list(changed.said_themes))
        tell(verb, edition, user, [version])
    return changed


def _changing(version):
    """The row in which a version is changed: itself, or, where it is accepted, the change that waits beside it."""
    change = getattr(version, "change", None)
    row = change or version
    if version.status == _ACCEPTED and change is None:
        kept = ("speaker", "speaker_name", "cue", "mode", "score", "pattern", "suggested_by")
        row = StatementVersion(statement=version.statement, edition=version.edition, replaces=version)
        for name in kept:
            setattr(row, name, getattr(version, name))
        row.anchor = version.anchor
    row.said_themes = (change or version).themes.all()
    row.edition = version.edition
    return row


def _store(row, user, themes):
    row.status = _PROPOSED
    put_forward(row, user)
    row.save()
    row.themes.set(themes)


def _clear(row, *but):
    """Drops the suggestions that lie in the passage of what a person marks."""
    others = overlapping(row.edition, row.start, row.end).filter(status=StatementStatus.SUGGESTED)
    for other in others.exclude(pk__in=[version.pk for version in but]):
        drop(other)


def split(version, user, seen, at):
    """Cuts a statement in two at the code point `at` of the plain text. Raises Refused. Gives both halves.

    The first keeps the id; the second is a statement of its own, with the same speaker, mode and themes.
    """
    with locked(version.edition) as edition:
        check(edition, user)
        version = one_of(edition, version, seen)
        words = edition.plain_text
        first = _changing(version)
        if version.status == StatementStatus.REJECTED or words[first.start : first.end] != first.quote:
            refuse("status", _("This cannot be done to a statement that stands as it does now."))
        halves = (first.start, at), (at, first.end)
        if not first.start < at < first.end or not all(
            any(sign.isalnum() for sign in words[start:end]) for start, end in halves
        ):
            refuse("passage", _("Say where the second statement begins: some words must stand on either side."))
        themes = list(first.said_themes)
        second = StatementVersion(edition=edition, mode=first.mode, pattern=first.pattern)
        second.speaker, second.speaker_name = first.speaker, first.speaker_name
        for half, (start, end) in zip((first, second), halves, strict=True):
            half.anchor = _trimmed(words, start, end)
            # The cue stays with the half in which it stands.
            half.cue = first.cue if first.cue in half.quote else ""
        if not (first.speaker_id or first.speaker_name):
            refuse("speaker", _("Say who is speaking: choose a person, or give the name as the text has it."))
        _store(first, user, themes)
        second.statement = Statement.objects.create(release=edition.release)
        _store(second, user, themes)
        tell("split_statement", edition, user, [version, second])
    return first, second


def _trimmed(words, start, end):
    while words[start].isspace():
        start += 1
    while words[end - 1].isspace():
        end -= 1
    return text.make_anchor(words, start, end)


def join(first, second, user, seen):
    """Joins two neighbours into one; `seen` is both marks, in order. Raises Refused. Gives the version that stays.

    Where one is accepted it stays, with a change that waits for a second person; till then the other stands too.
    """
    with locked(first.edition) as edition:
        check(edition, user)
        pair = [one_of(edition, one, mark) for one, mark in zip((first, second), seen, strict=True)]
        first, second = sorted(pair, key=lambda version: version.start)
        _check_neighbours(edition, first, second)
        stays, goes = (second, first) if second.status == _ACCEPTED != first.status else (first, second)
        row = _changing(stays)
        themes = list({theme.pk: theme for one in pair for theme in one.themes.all()}.values())
        row.cue = first.cue or second.cue
        if first.mode != second.mode:
            row.mode = Mode.MIXED
        row.anchor = text.make_anchor(edition.plain_text, first.start, second.end)
        if _ACCEPTED not in (first.status, second.status):
            swallow(goes, row, user)
        _store(row, user, themes)
        tell("join_statements", edition, user, [stays, goes])
    return row


def _check_neighbours(edition, first, second):
    words, gone = edition.plain_text, StatementStatus.REJECTED
    if first.pk == second.pk or any(
        one.status == gone or words[one.start : one.end] != one.quote for one in (first, second)
    ):
        refuse("status", _("This cannot be done to a statement that stands as it does now."))
    if (first.speaker_id or first.speaker_name) != (second.speaker_id or second.speaker_name):
        refuse("speaker", _("Two people are speaking: only statements of one speaker are joined."))
    if any(sign.isalnum() for sign in words[first.end : second.start]):
        refuse("apart", _("Other words stand between the two. Adjust the borders first."))
