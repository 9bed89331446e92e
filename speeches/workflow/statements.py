"""How statements go along when an edition is approved: found again with certainty, or set aside for a person."""

from speeches import text
from speeches.models import Statement, StatementVersion
from speeches.states import StatementStatus

_LASTING = (StatementStatus.ACCEPTED, StatementStatus.NEEDS_REVIEW)


def place(version, plain_text):
    """Anchors `version` in `plain_text`; where it cannot be found with certainty it becomes "needs review"."""
    found = text.find_anchor(plain_text, version.anchor)
    if found and found.score >= text.CERTAIN:
        version.anchor = text.make_anchor(plain_text, found.start, found.end)
        version.score = int(found.score * 100)
        return version
    version.status, version.score = StatementStatus.NEEDS_REVIEW, 0
    return version


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
    carried = source.statement_versions.filter(status__in=_LASTING).exclude(statement__in=known)
    for version in carried.prefetch_related("themes"):
        themes = list(version.themes.all())
        copy = StatementVersion(edition=edition)
        for name in ("statement_id", "speaker_id", "speaker_name", "cue", "mode", "status", "suggested_by"):
            setattr(copy, name, getattr(version, name))
        copy.decided_by_id, copy.decided_at, copy.anchor = version.decided_by_id, version.decided_at, version.anchor
        place(copy, edition.plain_text).save()
        copy.themes.set(themes)


def forget_statements(edition):
    """Deletes the words of every statement in a redacted edition, and statements that stood nowhere else."""
    ids = list(edition.statement_versions.values_list("statement", flat=True))
    edition.statement_versions.all().delete()
    Statement.objects.filter(pk__in=ids, versions=None).delete()
