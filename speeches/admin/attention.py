"""What at the desk needs somebody's attention, as conditions on editions; the first page and the list share them."""

from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Trim
from django.utils.translation import gettext_lazy as _

from speeches import clock
from speeches.models import Edition, EditionPhoto, Showing, StatementVersion, Thread, Translation
from speeches.states import OPEN, State, StatementStatus

UNTOUCHED = timedelta(days=14)
"""After this time a draft that nobody has touched is asked about."""
MOST = 500
"""How many translations of open texts are compared at most: their hashes are computed, not stored."""

KINDS = {
    "stale": _("Translations of a text that has changed"),
    "anchors": _("Statements whose place in the text is lost"),
    "statements": _("Statements that wait for a second person"),
    "alt": _("Photos without alternative text"),
    "threads": _("Open comments on what is scheduled"),
    "untouched": _("Drafts that nobody has touched for two weeks"),
    "nobodys": _("Imported drafts that nobody has taken up"),
}
PARTS = ("themes", "edition_photos__photo", "edition_attachments__attachment", "edition_links")
"""What `Edition.content_hash` reads beside the edition itself."""


def editions(kind):
    """The editions that need attention of this kind: a queryset. `kind` is a key of KINDS."""
    return Edition.objects.filter(_CONDITIONS[kind]())


def stale():
    """Ids of the releases whose source says something else now than when they were translated.

    Compared is the hash of the newest edition of the source that was not put aside: the seal's, or, while it is
    open, that of its content.
    """
    newest = Edition.objects.filter(release=OuterRef("source")).exclude(state=State.DISCARDED)
    newest = newest.order_by("-created_at", "-pk")
    sealed = Coalesce(Subquery(newest.values("seal__sha256")[:1]), Value(""))
    asked = Translation.objects.exclude(sha256="").annotate(sealed=sealed, newest=Subquery(newest.values("pk")[:1]))
    asked = asked.exclude(sealed=F("sha256")).order_by("-at", "-pk")
    rows = [row for row in asked.values_list("release", "sha256", "newest", "sealed")[:MOST] if row[2]]
    unsealed = {newest for _release, _sha256, newest, sealed in rows if not sealed}
    sources = Edition.objects.filter(pk__in=unsealed).select_related("release").prefetch_related(*PARTS)
    hashes = {source.pk: source.content_hash() for source in sources}
    return {release for release, sha256, newest, sealed in rows if (sealed or hashes[newest]) != sha256}


def _stale():
    return in_work() & Q(release__in=stale())


def _anchors():
    lost = StatementVersion.objects.filter(status=StatementStatus.NEEDS_REVIEW)
    return in_work() & Q(pk__in=lost.order_by().values("edition"))


def _statements():
    proposed = StatementVersion.objects.filter(status=StatementStatus.PROPOSED)
    return in_work() & Q(pk__in=proposed.order_by().values("edition"))


def _alt():
    open_ones = EditionPhoto.objects.filter(edition__state__in=OPEN)
    return Q(pk__in=open_ones.annotate(said=Trim("alt")).filter(said="").order_by().values("edition"))


def _threads():
    planned = Showing.objects.planned().filter(edition__isnull=False)
    talked_of = Thread.objects.filter(resolved_at=None, edition__release__in=planned.values("release"))
    return Q(showings__in=planned, release__in=talked_of.order_by().values("edition__release"))


def _untouched():
    return Q(state=State.DRAFT, changed_at__lt=clock.now() - UNTOUCHED)


def _nobodys():
    return Q(state=State.DRAFT, created_by=None, contributors=None)


def in_work():
    """Open, live or still to come: not what was put aside or superseded."""
    standing = Showing.objects.filter(Q(shown_until=None) | Q(shown_until__gt=clock.now()), edition__isnull=False)
    return Q(state__in=OPEN) | Q(pk__in=standing.values("edition"))


_CONDITIONS = {
    "stale": _stale,
    "anchors": _anchors,
    "statements": _statements,
    "alt": _alt,
    "threads": _threads,
    "untouched": _untouched,
    "nobodys": _nobodys,
}
