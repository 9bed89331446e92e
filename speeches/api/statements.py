"""Statements: the list by the filters of the archive, and each with its life over the editions."""

from django.http import Http404, HttpResponseRedirect
from django.utils.translation import get_language, gettext_noop
from ninja import Query, Router

from speeches import instants
from speeches.models import Person, Theme
from speeches.views.around import with_offices
from speeches.views.common import live_statements
from speeches.views.releases import notice_of, told_of_notice
from speeches.views.searching import narrowed
from speeches.views.statements import JOINED, NOT_THEN, TAKEN_OFF, WITHDRAWN, Found, fate, told_of_taking_off

from . import asking, pages, shapes, tell
from .releases import chosen, refuse_what_stood
from .serving import asked_in, gone, told

router = Router(tags=["statements"])


@router.get(
    "/statements", response=shapes.Statements, summary=gettext_noop("Statements in releases, the newest release first")
)
def statements(request, asked: Query[asking.of(asking.Filtered, shapes.Statement)]):
    asked_in(request, asked)
    at = asked.as_of
    found = narrowed(live_statements(at=at).order_by(), chosen(request, asked))

    def items(keys):
        shown = live_statements(at=at).filter(pk__in=keys)
        shown = with_offices(shown.select_related("statement", "speaker", "edition__release__event"))
        return {version.pk: tell.live_statement(version, at) for version in shown}

    return told(request, pages.listed(request, asked, pages.STATEMENTS, found, items), asked.fields)


@router.get(
    "/statements/{slug:id}",
    response={200: shapes.StatementRecord, 301: None, 410: shapes.Problem},
    summary=gettext_noop("A statement, and what each edition did to it"),
)
def statement(request, id: asking.PublicId, asked: Query[asking.of(asking.OneOfRelease, shapes.StatementRecord)]):
    there, became = fate(id, asked.as_of)
    release, at = there.release, asked.as_of
    asked_in(request, asked, release.language)
    if became == JOINED:
        return _joined(request, there)
    if became == WITHDRAWN:
        if notice := notice_of(release):
            raise gone(**told_of_notice(notice))
        raise Http404
    if became == TAKEN_OFF:
        raise gone(**told_of_taking_off(there))
    if became == NOT_THEN:
        refuse_what_stood(release, at)
    return told(request, _record(Found(there, at), at), asked.fields)


def _joined(request, end):
    """301 to the statement to which this one was joined, with what was asked for."""
    query = request.META.get("QUERY_STRING", "")
    address = tell.here("statement", end.public_id) + (f"?{query}" if query else "")
    response = HttpResponseRedirect(address, status=301)
    del response.headers["Content-Type"]
    return response


def _record(found, at):
    version = found.version
    (version,) = with_offices([version])
    person = version.speaker_id and Person.objects.live(at).filter(pk=version.speaker_id).first()
    said_of = Theme.objects.live(at).filter(statement_versions=version.pk)
    language = get_language()
    return tell.statement(version, person or None, said_of, at) | {
        "stands": found.stands,
        "citations": tell.cited(found.source(language), version.statement.get_absolute_url(), language, at),
        "languages": [
            tell.other_language("statement", one.statement, one.edition.release.language, at) for one in found.aligned()
        ],
        "life": [
            {
                "edition": moment.edition.public_id,
                "number": moment.number,
                "at": instants.written(moment.edition.shown_from),
                "became": moment.kind,
                "changes": tell.changes(moment.changes),
                "speaker": moment.speaker or None,
            }
            for moment in found.life
        ],
    }
