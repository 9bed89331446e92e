"""Suggesting: what the patterns find in an edition's text becomes statements that wait for a person."""

from django.utils.timezone import localdate

from speeches import clock, text
from speeches.extraction import LANGUAGES, extract
from speeches.models import Statement, StatementVersion
from speeches.states import StatementStatus

from ..core import locked
from ..speakers import Directory
from ..statements import overlapping
from .common import check, check_open, tell


def suggest(edition, user=None, *, actor=None, directory=None, themes_of=None):
    """Makes suggestions of what the patterns find in an edition: a list of versions. Raises Refused.

    Left out is what overlaps a statement that is there, and what was rejected in any edition of the release. `actor`
    names the command that acts for nobody; `directory` spares reading the people anew for each of many texts;
    `themes_of` gives the themes (a list) that the words of a passage speak of.
    """
    with locked(edition) as edition:
        if user is not None or actor is None:
            check(edition, user)
        else:
            check_open(edition)
        made = _make(edition, directory, themes_of or (lambda words: []))
        if made:
            tell("suggest_statements", edition, user or actor, made)
    return made


def day_of(edition):
    """The day of a text: that of its date line, else today, in the newsroom's zone."""
    return localdate(edition.release.published_at or clock.now())


def _make(edition, directory, themes_of):
    words, language, day = edition.plain_text, edition.language, day_of(edition)
    if language not in LANGUAGES or not words:
        return []
    directory = directory or Directory(language)
    found = extract(words, text.paragraphs(words), language, title=edition.title, known=directory.known_on(day))
    if not found:
        return []
    taken = [*overlapping(edition, 0, len(words)).values_list("start", "end"), *_rejected(edition)]
    fields = {name: StatementVersion._meta.get_field(name).max_length for name in ("speaker_name", "cue", "pattern")}
    made = []
    for passage in found:
        if any(start < passage.end and passage.start < end for start, end in taken):
            continue
        given = {"speaker_name": passage.speaker, "cue": passage.cue, "pattern": passage.pattern}
        version = StatementVersion(
            statement=Statement(release=edition.release),
            edition=edition,
            speaker=directory.called(passage.speaker, day),
            mode=passage.mode,
            status=StatementStatus.SUGGESTED,
            **{name: text.truncate(value, fields[name]) for name, value in given.items()},
        )
        version.anchor = text.make_anchor(words, passage.start, passage.end)
        made.append(version)
    return _stored(made, themes_of)


def _rejected(edition):
    """Where in the text stands what was rejected in an edition of the release."""
    rejected = StatementVersion.objects.filter(
        statement__release=edition.release_id, status=StatementStatus.REJECTED, statement__led_to=None
    )
    for version in {version.quote: version for version in rejected}.values():
        place = text.find_anchor(edition.plain_text, version.anchor)
        if place and place.score >= text.CERTAIN:
            yield place.start, place.end


def _stored(versions, themes_of):
    """Stores suggestions, in a fixed number of queries."""
    Statement.objects.bulk_create([version.statement for version in versions])
    for version in versions:
        version.statement_id = version.statement.pk
    StatementVersion.objects.bulk_create(versions)
    through = StatementVersion.themes.through
    rows = [(version.pk, theme.pk) for version in versions for theme in themes_of(version.quote)]
    through.objects.bulk_create([through(statementversion_id=pk, theme_id=theme) for pk, theme in rows])
    return versions
