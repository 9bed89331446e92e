"""Last-Modified of feeds and sitemaps: the newest instant of what they show, of its changes, and of withdrawals.

It is told by instants that are public, so that it moves with what is shown and never with what is hidden. The ETag, of
what was rendered, is the validator that decides (RFC 9110, 13.2.2): it alone sees what left a page without a new text
on it (a theme that a correction dropped, a statement taken off), and names that a fixture or a setting changed.
"""

from django.utils.http import http_date

from speeches.models import AuditEntry, Showing

_RECENT = 200
"""Of the texts and notices that went up last, in all languages: among them a feed looks for corrections."""


def recent_showings():
    """What stands and went up last, in all languages: texts and withdrawal notices, the newest first."""
    return list(Showing.objects.live().select_related("release").order_by("-shown_from", "public_id")[:_RECENT])


def changes_beside(editions, versions, things=()):
    """Instants (aware; None: never) of changes that come with no new text of the live editions on a page: their other
    language versions (as `around.live_versions` gives them) went up, their address changed, or the name of one of the
    `things` that stand beside them."""
    releases = {edition.release for edition in editions}
    others = {one for group in versions.values() for one in group} - releases
    yield AuditEntry.objects.last_change([*releases, *others, *things])
    if others:
        yield from Showing.objects.live().filter(release__in=others).values_list("shown_from", flat=True)


def stamp(response, changes, recent):
    """Writes Last-Modified: the newest of the instants (None for nothing) and of the withdrawals among the `recent`
    showings, for what these took away is shown no more."""
    changes = [at for at in changes if at] + [one.shown_from for one in recent if one.edition_id is None]
    if changes:
        response.headers["Last-Modified"] = http_date(max(changes).timestamp())
