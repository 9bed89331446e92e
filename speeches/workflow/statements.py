"""How statements go along with a text: found again with certainty, or set aside for a person.

A draft has those of the edition on which it is based from its beginning. As long as nobody has decided about one in
the draft itself it follows its origin: each save, and the approval, places it anew from there.
"""

from django.db.models import Exists, OuterRef, Q

from speeches import clock, text
from speeches.models import Edition, Showing, Statement, StatementVersion
from speeches.states import OPEN, StatementStatus

LASTING = (StatementStatus.ACCEPTED, StatementStatus.NEEDS_REVIEW)
_SAID = ("speaker_id", "speaker_name", "cue", "mode")
_KEPT = ("pattern", "suggested_by", "proposed_by_id", "proposed_at", "decided_by_id", "decided_at")


def place(version, plain_text, before=None):
    """Anchors `version` in `plain_text`; where it cannot be found with certainty it becomes "needs review".

    `before` is the text in which it stood: a passage goes along with its paragraph. Where anything else in that has
    changed, the words may have become somebody else's ("she denied that …"), and a person must look.
    """
    found = (before and _in_its_paragraph(version, before, plain_text)) or text.find_anchor(plain_text, version.anchor)
    if not found or found.score < text.CERTAIN:
        version.status, version.score = StatementStatus.NEEDS_REVIEW, 0
        return version
    if before is not None and _within(before, version.start, version.end) != _within(
        plain_text, found.start, found.end
    ):
        version.status = StatementStatus.NEEDS_REVIEW
    version.anchor = text.make_anchor(plain_text, found.start, found.end)
    version.score = int(found.score * 100)
    return version


def _within(plain_text, start, end):
    """The paragraphs in which `plain_text[start:end]` stands, and how far in it begins."""
    begins, ends = plain_text.rfind("\n", 0, start) + 1, plain_text.find("\n", end)
    return plain_text[begins : ends if ends >= 0 else None], start - begins


def _in_its_paragraph(version, before, plain_text):
    """Where the passage is in `plain_text` if its paragraphs stand there word for word, just once as before."""
    if before[version.start : version.end] != version.quote:
        return None
    block, into = _within(before, version.start, version.end)
    places = _blocks(plain_text, block)
    if len(places) != 1 or len(_blocks(before, block)) != 1:
        return None
    start = places[0] + into
    return text.Found(start, start + len(version.quote), 1.0, True)


def _blocks(plain_text, block):
    """Where `block` stands as whole paragraphs, at most two places."""
    around, sought = f"\n{plain_text}\n", f"\n{block}\n"
    first = around.find(sought)
    second = around.find(sought, first + 1) if first >= 0 else -1
    return [place for place in (first, second) if place >= 0]


def settle_statements(edition, before=None):
    """Places the statements of an edition in its text as it stands now, and carries over what its origin has.

    `before` is the text in which they stood, where that was another (see `place`). A suggestion that is not found
    again is dropped: nobody has decided about it, and another can be made.
    """
    source = edition.based_on
    origins = {version.statement_id: version for version in _main(source)} if source else {}
    for version in _main(edition).exclude(status=StatementStatus.REJECTED):
        origin = origins.get(version.statement_id)
        if origin and is_untouched(version, origin):
            _follow(version, origin)
            continue
        suggested = version.status == StatementStatus.SUGGESTED
        place(version, edition.plain_text, before)
        if suggested and version.status != StatementStatus.SUGGESTED:
            drop(version)
        else:
            version.save()
    for change in edition.statement_versions.exclude(replaces=None).select_related("replaces"):
        place(change, edition.plain_text, before).save()
        if change.status == StatementStatus.NEEDS_REVIEW:
            merge(change)
    if source:
        carry_statements(source, edition)


def _main(edition):
    return edition.statement_versions.filter(replaces=None).prefetch_related("themes")


def is_untouched(version, origin):
    """Whether nobody has decided about a carried version since it was carried from `origin`."""
    return version.status in LASTING and all(
        getattr(version, name) == getattr(origin, name) for name in ("proposed_at", "decided_at")
    )


def drop(version):
    """Deletes a version about which nobody has decided, and its statement where it stands nowhere else."""
    statement = version.statement_id
    version.delete()
    Statement.objects.filter(pk=statement, versions=None).delete()


def merge(change):
    """Puts what a proposed change says into the version that it replaces, with the change's status; it goes itself."""
    version = change.replaces
    for name in (*_SAID, "status", "score", *_KEPT):
        setattr(version, name, getattr(change, name))
    version.anchor = change.anchor
    themes = list(change.themes.all())
    change.delete()
    version.save()
    version.themes.set(themes)
    return version


def carry_statements(source, edition, statuses=LASTING):
    """Gives `edition` the lasting statements of the edition `source` that it has not yet."""
    known = edition.statement_versions.values("statement")
    for version in _main(source).filter(status__in=statuses).exclude(statement__in=known):
        _follow(StatementVersion(edition=edition, statement_id=version.statement_id), version)


def _follow(copy, origin):
    """Makes `copy`, in another edition, say what `origin` says, as far as that edition's text allows."""
    themes = list(origin.themes.all())
    for name in (*_SAID, "status", *_KEPT):
        setattr(copy, name, getattr(origin, name))
    copy.anchor = origin.anchor
    place(copy, copy.edition.plain_text, before=origin.edition.plain_text)
    if copy.status in LASTING and copy.score:
        _make_room(copy)
    copy.save()
    copy.themes.set(themes)


def _make_room(copy):
    """Where something else stands in a passage already: a suggestion goes, about all else a person decides."""
    others = overlapping(copy.edition, copy.start, copy.end).exclude(statement=copy.statement_id)
    for other in others.filter(status=StatementStatus.SUGGESTED):
        drop(other)
    if others.exclude(status__in=(StatementStatus.SUGGESTED, StatementStatus.NEEDS_REVIEW)).exists():
        copy.status = StatementStatus.NEEDS_REVIEW


def overlapping(edition, start, end):
    """The versions of an edition that have some of the passage `start` to `end`: not the rejected ones, no changes.

    What was not found again has no place, and overlaps nothing.
    """
    there = edition.statement_versions.filter(replaces=None, start__lt=end, end__gt=start)
    return there.exclude(status=StatementStatus.REJECTED).exclude(status=StatementStatus.NEEDS_REVIEW, score=0)


def pass_on(version, was=None):
    """Lets a decision reach the editions based on that of `version`: open ones, and approved ones not yet superseded.

    `was` is the version as it was before (None: it is new). What was decided about it there meanwhile stands.
    """
    lasting = version.status in LASTING
    for later in _successors(version.edition):
        there = _main(later).filter(statement=version.statement_id).first()
        if there is None:
            if lasting:
                copy = StatementVersion(edition=later, statement_id=version.statement_id)
                _follow(copy, version)
                pass_on(copy)
        elif there.status == StatementStatus.NEEDS_REVIEW or (was and is_untouched(there, was)):
            before = StatementVersion.objects.get(pk=there.pk)
            if lasting:
                _follow(there, version)
            else:
                there.status, there.decided_by_id = version.status, version.decided_by_id
                there.decided_at = version.decided_at
                there.save()
            pass_on(there, before)


def _successors(edition):
    """Editions based on `edition` that are open, scheduled or live."""
    standing = Showing.objects.filter(Q(shown_until=None) | Q(shown_until__gt=clock.now()), edition=OuterRef("pk"))
    later = Edition.objects.filter(based_on=edition, redacted_at=None)
    return later.filter(Q(state__in=OPEN) | Exists(standing))


def forget_statements(edition):
    """Deletes the words of every statement in a redacted edition, and statements that stood nowhere else.

    A statement that was carried into another edition and no longer stands there keeps its old words in its version:
    that goes too.
    """
    ids = list(edition.statement_versions.values_list("statement", flat=True))
    edition.statement_versions.all().delete()
    for version in StatementVersion.objects.filter(statement__in=ids).select_related("edition"):
        if version.quote not in version.edition.plain_text:
            version.delete()
    gone = Statement.objects.filter(pk__in=ids, versions=None)
    Statement.objects.filter(led_to__in=gone).update(led_to=None)
    gone.delete()
