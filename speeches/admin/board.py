"""The first page of the desk: what waits for whom, what goes live when, and what needs attention.

A fixed number of queries, however much there is: every list is cut, and counts what it leaves out in the same query.
"""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import clock
from speeches.models import (
    Buffer,
    Contributor,
    Edition,
    Message,
    Presence,
    Proposal,
    Showing,
    Thread,
    UnreviewedPublication,
    name_of,
)
from speeches.states import VERBS, State

from . import attention, desk
from .week import week

TOP = 6
"""How many entries a list has at most."""
FEW = 3
"""How many entries a kind of attention has at most."""
THERE = timedelta(seconds=45)
"""Who was heard of within this time has the form of an edition open."""
RECENT = timedelta(days=7)
_QUEUED = {"anchors": "needs_review", "statements": "proposed"}
"""Kinds of attention that have a page of their own, and what they are called there."""
FAR = timedelta(days=30)
"""What goes live later than this has its date and no countdown."""

AHEAD = (gettext_lazy("in {d} d {h} h"), gettext_lazy("in {h} h {m} min"), gettext_lazy("in {m} min"))
WAITED = (gettext_lazy("for {d} d {h} h"), gettext_lazy("for {h} h {m} min"), gettext_lazy("for {m} min"))
"""A length of time in days, in hours, in minutes."""

_HEAVY = ("body", "plain_text", "notes_to_editors", "boilerplate", "press_contact", "summary")


def span(wording, length):
    """A length of time (timedelta, not negative) in words: `wording` is AHEAD or WAITED."""
    minutes = max(0, int(length.total_seconds())) // 60
    days, hours = divmod(minutes // 60, 24)
    which = 0 if days else 1 if hours else 2
    return str(wording[which]).format(d=days, h=hours if days else minutes // 60, m=minutes % 60)


def waiting_for(length):
    """How long something has waited (timedelta), in words."""
    return span(WAITED, length) if length >= timedelta(minutes=1) else _("just now")


def board(user, asked=""):
    """All that the first page shows to `user`; `asked` is the ISO week, such as "2026-W48", else the current one."""
    lists = {key: made for key, made in _lists(user) if made is not None}
    needed = list(_attention(user))
    entries = [entry for made in (*lists.values(), *needed) for entry in made["entries"]]
    _add_company(entries, user)
    return {
        **lists,
        "attention": [made for made in needed if made["whole"]],
        "week": week(asked),
        "ahead": AHEAD,
        "now": clock.now(),
    }


def _lists(user):
    writes, reviews = (user.has_perm(f"speeches.{verb}_edition") for verb in ("write", "review"))
    yield "drafts", _drafts(user) if writes else None
    yield "reviews", _reviews(user) if reviews else None
    yield "unreviewed", _unreviewed(user) if reviews else None
    yield "proposals", _proposals(user)
    yield "scheduled", _scheduled()
    yield "live", _live()


def _list(title, rows, entry, query="", top=TOP):
    """A list with at most `top` entries of `rows` (a queryset), made by `entry`; `query` leads to all of them."""
    found = list(rows.annotate(whole=Window(Count("pk")))[:top])
    whole = found[0].whole if found else 0
    address = f"{reverse('admin:speeches_release_changelist')}?{query}" if query else ""
    return {
        "title": title,
        "entries": [entry(row) for row in found],
        "whole": whole,
        "more": whole > top,
        "all": address,
    }


def _editions():
    return Edition.objects.select_related("release", "submitted_by").defer(*_HEAVY)


def _through(model):
    """Rows of `model` with their edition, without its long texts."""
    return model.objects.select_related("edition__release").defer(*(f"edition__{name}" for name in _HEAVY))


def _entry(edition, at=None, note="", **more):
    return {"edition": edition, "at": at, "note": note, **more}


def _wrote(user):
    return Exists(Contributor.objects.filter(edition=OuterRef("pk"), user=user))


def _drafts(user):
    mine = _editions().filter(_wrote(user) | Q(created_by=user), state=State.DRAFT).order_by("-changed_at", "-pk")
    return _list(_("My drafts"), mine, lambda edition: _entry(edition, edition.changed_at), "standing=draft&mine=1")


def _reviews(user):
    waiting = _editions().filter(~_wrote(user), state=State.IN_REVIEW).exclude(submitted_by=user)
    now = clock.now()

    def entry(edition):
        waited = waiting_for(now - edition.submitted_at) if edition.submitted_at else ""
        return _entry(edition, edition.submitted_at, name_of(edition.submitted_by), waited=waited)

    rows = waiting.order_by("submitted_at", "pk")
    return _list(_("Waiting for my review"), rows, entry, "standing=in_review")


def _unreviewed(user):
    flags = _through(UnreviewedPublication).select_related("by").exclude(by=user)
    flags = flags.filter(looked_by=None, edition__state=State.APPROVED).order_by("at", "pk")
    return _list(_("Published without review"), flags, lambda flag: _entry(flag.edition, flag.at, name_of(flag.by)))


def _proposals(user):
    verbs = [verb for verb in desk.TWO_PEOPLE if user.has_perm(f"speeches.{VERBS[verb].permission}")]
    if not verbs:
        return None
    asked = _through(Proposal).select_related("by").filter(outcome="", verb__in=verbs).exclude(by=user)

    def entry(proposal):
        return _entry(proposal.edition, proposal.at, f"{name_of(proposal.by)}: {VERBS[proposal.verb].label}")

    return _list(_("Waiting for a second person"), asked.order_by("at", "pk"), entry)


def _scheduled():
    now = clock.now()
    planned = _through(Showing).select_related("edition__bundle_member__bundle").filter(edition__isnull=False)

    def entry(showing):
        bundle = getattr(showing.edition, "bundle_member", None)
        ahead = showing.shown_from - now
        ahead = span(AHEAD, ahead) if ahead < FAR else ""
        return _entry(showing.edition, showing.shown_from, ahead=ahead, bundle=bundle and bundle.bundle)

    rows = planned.filter(shown_from__gt=now).order_by("shown_from", "pk")
    return _list(_("Scheduled"), rows, entry, "standing=scheduled")


def _live():
    now = clock.now()
    recent = _through(Showing).filter(Q(shown_until=None) | Q(shown_until__gt=now), edition__isnull=False)
    recent = recent.filter(shown_from__gt=now - RECENT, shown_from__lte=now).order_by("-shown_from", "-pk")

    def entry(showing):
        return _entry(showing.edition, showing.shown_from, showing.edition.get_change_kind_display())

    return _list(_("Live and corrected in the last 7 days"), recent, entry, "standing=live")


def _attention(user):
    """What needs attention, a list a kind. Whoever cannot write has nothing of the drafts of others to do."""
    yield _buffers(user)
    for kind, title in attention.KINDS.items():
        rows = attention.editions(kind).select_related("release").defer(*_HEAVY).order_by("changed_at", "pk")
        made = _list(title, rows, lambda edition: _entry(edition, edition.changed_at), f"needs={kind}", FEW)
        if kind in _QUEUED and made["whole"]:
            made |= {"all": f"{reverse('admin:statement_queue')}?kind={_QUEUED[kind]}", "more": True}
        yield made
    if user.has_perm("speeches.view_message"):
        yield _failed_mail()


def _buffers(user):
    typed = _through(Buffer).filter(user=user, edition__redacted_at=None).order_by("-changed_at", "-pk")

    def entry(buffer):
        since = _("the draft was saved since") if buffer.edition.changed_at > buffer.changed_at else ""
        return _entry(buffer.edition, buffer.changed_at, since)

    return _list(_("You have unsaved text in"), typed, entry, top=FEW)


def _failed_mail():
    failed = Message.objects.filter(sent_at=None, dropped_at=None, attempts__gt=0).count()
    try:
        address = reverse("admin:speeches_message_changelist")
    except NoReverseMatch:
        address = ""
    return {
        "title": _("Mail that could not be sent yet"),
        "entries": [],
        "whole": failed,
        "more": True,
        "all": address,
    }


def _add_company(entries, user):
    """Tells every entry who else has its form open, and how many conversations about its release are open."""
    editions = {entry["edition"].pk for entry in entries}
    there = Presence.objects.filter(edition__in=editions, seen_at__gt=clock.now() - THERE).exclude(user=user)
    people = {}
    for presence in there.select_related("user").order_by("since", "pk"):
        people.setdefault(presence.edition_id, []).append(str(presence.user))
    releases = {entry["edition"].release_id for entry in entries}
    talks = Thread.objects.filter(edition__release__in=releases, resolved_at=None).order_by()
    counts = dict(
        talks.values(release=F("edition__release")).annotate(number=Count("pk")).values_list("release", "number")
    )
    for entry in entries:
        entry["others"] = people.get(entry["edition"].pk, [])
        entry["threads"] = counts.get(entry["edition"].release_id, 0)


_SHELVES = (
    (gettext_lazy("Texts"), ("Release", "Bundle", "Pattern", "StatementVersion")),
    (gettext_lazy("Records"), ("Event", "EventSeries", "Person", "Office", "Theme")),
    (gettext_lazy("Files"), ("Photo", "Attachment")),
)


def shelves(apps):
    """The models that the user may see, as (title, models): in a fixed order, what has no place of its own last."""
    models = {model["object_name"]: model for app in apps or () for model in app["models"] if model["admin_url"]}
    found = [(title, [models.pop(name) for name in names if name in models]) for title, names in _SHELVES]
    found.append((gettext_lazy("Accounts and settings"), list(models.values())))
    return [(title, shelf) for title, shelf in found if shelf]
