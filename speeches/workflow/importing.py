"""The one bulk door: archives of what was public already."""

from django.db import transaction
from django.utils.translation import gettext as _

from speeches import clock
from speeches.models import Edition, ImportSource
from speeches.states import State

from .core import audit, new_release, seal_and_show
from .drafting import write
from .reasons import Refused, address_blockers, content_blockers, refuse


def import_published(actor, *, language, slug, published_at, content, source=None, **release):
    """A release that was public before this newsroom existed: sealed, and shown from the instant of import.

    `actor` is a user with the right to import, or the name of the command that staff ran; `published_at` (aware)
    is the date line; `content` is as for `drafting.save`; `source` is (path, SHA-256 hex) of the file; `release`:
    kind, event, translation_group. One transaction. Raises Refused. Gives the edition.
    """
    if not isinstance(actor, str) and not (actor.is_active and actor.has_perm("speeches.import_releases")):
        refuse("permission", _("Your role does not allow an import."))
    if published_at > clock.now():
        refuse("future", _("The date line lies in the future: only what was public already is imported as published."))
    with transaction.atomic(), clock.stopped():
        made = new_release(language=language, slug=slug, published_at=published_at, **release)
        edition = Edition(release=made, created_by=None if isinstance(actor, str) else actor)
        write(edition, content)
        reasons = [*content_blockers(edition), *address_blockers(made)]
        if reasons:
            raise Refused(reasons)
        seal = seal_and_show(edition, None, None)
        path = ""
        if source:
            path, sha256 = source
            if ImportSource.objects.filter(language=language, path=path).exists():
                refuse("source", _("This file was imported before."))
            ImportSource.objects.create(release=made, language=language, path=path, sha256=sha256)
        audit("import_published", edition, actor, after=State.APPROVED, source=path, sha256=seal.sha256)
    return edition
