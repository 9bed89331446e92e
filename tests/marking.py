"""What tests of the verbs of statements share: statements of each status, and verbs over what their user has seen."""

from speeches import clock, record
from speeches.models import StatementVersion
from speeches.workflow import marking
from tests import factories

CANAL = "the canal reaches every village of the steppe"
SPRING = "the work will go on in spring"
NAMED = {"speaker_name": "Aidar Bekmuratov"}


def seen(*versions):
    fresh = StatementVersion.objects.in_bulk([version.pk for version in versions])
    return {version.public_id: marking.mark_of(fresh[version.pk]) for version in versions}


def mark_of(version):
    return seen(version)[version.public_id]


def suggested(edition, quote=CANAL, **fields):
    return factories.statement(edition, quote, status="suggested", **(NAMED | fields))


def proposed(edition, quote=CANAL, **fields):
    fields = {"status": "proposed", "proposed_by": factories.user("writer"), "proposed_at": clock.now()} | fields
    return factories.statement(edition, quote, **(NAMED | fields))


def accepted(edition, quote=CANAL, **fields):
    return factories.statement(edition, quote, **(NAMED | {"decided_at": clock.now()} | fields))


def passage(edition, quote):
    start = edition.plain_text.index(quote)
    return start, start + len(quote), record.digest(edition.plain_text.encode())


def marked(edition, quote=CANAL, user=None, **said):
    start, end, text_hash = passage(edition, quote)
    return marking.mark(edition, user or factories.user("writer"), start, end, seen=text_hash, **(NAMED | said))


def accept(edition, *versions, by="reviewer"):
    return marking.accept(edition, factories.user(by), seen(*versions))
