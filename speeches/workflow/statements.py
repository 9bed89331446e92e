"""How statements go along when an edition is approved: found again with certainty, or set aside for a person."""

from speeches import text
from speeches.models import Statement, StatementVersion
from speeches.states import StatementStatus

_LASTING = (StatementStatus.ACCEPTED, StatementStatus.NEEDS_REVIEW)


def place(version, plain_text, before=None):
    """Anchors `version` in `plain_text`; where it cannot be found with certainty it becomes "needs review".

    `before` is the text in which it stood: where anything else in its paragraph has changed, the words may have
    become somebody else's ("she denied that …"), and a person must look.
    """
    found = text.find_anchor(plain_text, version.anchor)
    if not found or found.score < text.CERTAIN:
        version.status, version.score = StatementStatus.NEEDS_REVIEW, 0
        return version
    if before is not None and _around(before, version.start, version.end) != _around(
        plain_text, found.start, found.end
    ):
        version.status = StatementStatus.NEEDS_REVIEW
    version.anchor = text.make_anchor(plain_text, found.start, found.end)
    version.score = int(found.score * 100)
    return version


def _around(plain_text, start, end):
    """The paragraphs in which `plain_text[start:end]` stands."""
    begins, ends = plain_text.rfind("\n", 0, start) + 1, plain_text.find("\n", end)
    return plain_text[begins : ends if ends >= 0 else None]


def settle_statements(edition):
    """Checks the anchors of the edition's own statements and carries over those of the edition on which it is based."""
    own = list(edition.statement_versions.exclude(status=StatementStatus.REJECTED))
    for version in own:
        place(version, edition.plain_text).save()
    if edition.based_on is not None:
        carry_statements(edition.based_on, edition)


def carry_statements(source, edition):
    """Gives `edition` the lasting statements of the edition `source` that it has not yet."""
    known = edition.statement_versions.values("statement")
    carried = source.statement_versions.filter(status__in=_LASTING, replaces=None).exclude(statement__in=known)
    for version in carried.prefetch_related("themes"):
        themes = list(version.themes.all())
        copy = StatementVersion(edition=edition)
        for name in ("statement_id", "speaker_id", "speaker_name", "cue", "mode", "status", "pattern", "suggested_by"):
            setattr(copy, name, getattr(version, name))
        copy.proposed_by_id, copy.proposed_at = version.proposed_by_id, version.proposed_at
        copy.decided_by_id, copy.decided_at, copy.anchor = version.decided_by_id, version.decided_at, version.anchor
        place(copy, edition.plain_text, before=source.plain_text).save()
        copy.themes.set(themes)


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
    Statement.objects.filter(pk__in=ids, versions=None).delete()
