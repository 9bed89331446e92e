"""A release and its history."""

import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import citations, instants, linked, problems
from speeches.limits import limited
from speeches.models import Redirect, Release, Showing, StatementVersion
from speeches.related import related
from speeches.states import ChangeKind
from speeches.templatetags.newsroom import lead

from .changes import changes
from .common import dated, live_editions, public, themes_of, then


def at_address(year, month, day, slug):
    """The release of which the public knows at this address in the language of the page, or None."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return Release.objects.known().filter(language=get_language(), address_date=date, slug=slug).first()


def notice_of(release):
    """The withdrawal notice that stands in the place of a release now, or None."""
    return Showing.objects.notices().filter(release=release).first()


def withdrawn(request, release):
    """The notice in the place of what was withdrawn (410), whatever instant is asked for; None where none does now."""
    notice = release and notice_of(release)
    if not notice:
        return None
    request.as_of = None
    if problems.of_program(request):
        return problems.problem(410, **told_of_notice(notice))
    context = {"notice": notice, "siblings": _group(release, Release.objects.known())}
    return render(request, "public/withdrawn.html", context, status=410)


def told_of_notice(notice):
    """The members of a problem where a notice stands."""
    return explained(_("This release was withdrawn"), notice.release, notice.explanation, notice.shown_from)


def explained(detail, release, explanation, since):
    """The members of a problem (410) with an explanation for readers of a release: it is in the language of that."""
    told = {"explanation": explanation, "explanation_language": release.language}
    return {"detail": detail, **told, "since": instants.written(since)}


def stood_then(release, at):
    """(the notice, the removed edition) that stood at `at` (aware; None: now) in the place of an edition of a live
    release; of the two at most one is not None."""
    shown = release.shown_editions(at) if at else []
    notice = Showing.objects.notices(at).filter(release=release).first() if shown else None
    return notice, shown[-1] if shown and not notice and shown[-1].redacted_at else None


def gone_then(request, release):
    """What answers (410) where no edition of a live release stands at the instant of the page; None before the first.

    A notice that stood then, or that the edition which stood then was removed since.
    """
    notice, removed = stood_then(release, getattr(request, "as_of", None))
    if not notice and not removed:
        return None
    if problems.of_program(request):
        return problems.problem(410, **(told_of_notice(notice) if notice else told_of_removal()))
    if notice:
        return render(request, "public/withdrawn.html", {"notice": notice}, status=410)
    return render(request, "public/removed.html", {"release": release}, status=410)


def told_of_removal():
    """The members of a problem in the place of an edition that was redacted."""
    return {"detail": _("What stood here then was removed for legal reasons. Its SHA-256 remains on record.")}


def moved(request, path, below=""):
    """The answer at the old address `path` of a release: to where it (and what lies `below`) is now, or its notice.

    None where the public knows of no release that stood there.
    """
    if "\0" in path:  # PostgreSQL holds no such text and refuses to be asked for it
        return None
    old = Redirect.objects.filter(path=path, release__in=Release.objects.known()).select_related("release").first()
    if old is None:
        return None
    there = f"{old.release.get_absolute_url()}{below}"
    return withdrawn(request, old.release) or redirect(then(request, there), permanent=True)


def nothing_at(request, release, path, below=""):
    """What answers where no edition is live: `release` has this address, or nothing has and it may be an old one."""
    answer = withdrawn(request, release) or gone_then(request, release) if release else moved(request, path, below)
    if answer is None:
        raise Http404
    return answer


@public
@dated
def release(request, year, month, day, slug):
    """A release as it stands or stood; 410 with the explanation where it is withdrawn."""
    there, at = at_address(year, month, day, slug), request.as_of
    edition = live_editions(at=at).filter(release=there).first() if there else None
    if edition is None:
        return nothing_at(request, there, request.path)
    shown = edition.release.shown_editions(at)
    said = list(StatementVersion.objects.live(at).filter(edition=edition).select_related("statement", "speaker"))
    for version in said:
        version.edition = edition
    parts = {
        "siblings": siblings(edition.release, at),
        "statements": said,
        "photos": edition.edition_photos.all(),
        "themes": [use.tag for use in edition.edition_themes.all()],
    }
    return render(
        request,
        "public/release.html",
        {
            "edition": edition,
            "release": edition.release,
            **parts,
            "linked": linked.release_page(request, edition, shown, lead=lead(edition, 160), **parts),
            "corrections": [
                entry for entry in shown if entry.change_kind in (ChangeKind.CORRECTION, ChangeKind.UPDATE)
            ],
            "has_history": len(shown) > 1,
            "attachments": edition.edition_attachments.select_related("attachment"),
            "links": edition.edition_links.all(),
            "related": related(edition, at),
            "address": f"{settings.SITE_URL}{edition.release.get_absolute_url()}",
            "plain": citations.plain(source_of(edition, shown, get_language(), at), get_language()),
            "files": citations.FORMATS,
        },
    )


def source_of(edition, shown, language=None, at=None):
    """What is cited of a release as it stands or (`at`, aware) stood; its kind and publisher in `language`,
    by default its own.

    `shown` are its editions that the public had seen by then, the one that stood last.
    """
    release = edition.release
    with translation.override(language or release.language):
        kind = str(Release(kind=release.kind).get_kind_display())
        publisher = str(settings.NEWSROOM["name"])
    return citations.Source(
        id=release.public_id,
        words="",
        url=settings.SITE_URL + instants.with_instant(release.get_absolute_url(), at),
        mode="",
        title=edition.title,
        kind=kind,
        publisher=publisher,
        date=release.address_date,
        language=release.language,
        event=release.event.title if release.event else "",
        themes=tuple(use.tag.name for use in edition.edition_themes.all()),
        edition=len(shown) if at or len(shown) > 1 else None,
    )


def siblings(release, at=None):
    """Live releases that say (at `at`: said) the same in other languages."""
    return _group(release, Release.objects.live(at))


def _group(release, releases):
    """Those of some releases that say the same as one in other languages."""
    if not release.translation_group:
        return Release.objects.none()
    return releases.filter(translation_group=release.translation_group).exclude(pk=release.pk).order_by("language")


@public
@limited("history")
@dated
def history(request, year, month, day, slug):
    """The editions of a live release that the public has seen, the newest first, each with what it changed.

    Withdrawals that were taken back stand among them. Asked for an instant, it tells what had happened by then.
    """
    there, at = at_address(year, month, day, slug), request.as_of
    live = live_editions(at=at).filter(release=there).first() if there else None
    if live is None:
        return nothing_at(request, there, request.path.removesuffix("history/"), "history/")
    shown = there.shown_editions(at)
    themes_of(shown, at)
    prefetch_related_objects(shown, "seal", "edition_photos", "edition_attachments", "edition_links")
    entries = [
        {
            "number": number,
            "at": edition.shown_from,
            "edition": edition,
            "stands": edition.pk == live.pk,
            "before": before and number - 1,
            "removed": bool(edition.redacted_at),
            "incomparable": bool(before and before.redacted_at),
            "changes": changes(before, edition) if before else [],
        }
        for number, (edition, before) in enumerate(zip(shown, [None, *shown], strict=False), 1)
    ]
    entries += [
        {"at": notice.shown_from, "notice": notice} for notice in Showing.objects.lifted(at).filter(release=there)
    ]
    entries.sort(key=lambda entry: entry["at"], reverse=True)
    context = {
        "edition": live,
        "release": there,
        "entries": entries,
        "editions": len(shown),
        "siblings": (others := siblings(there, at)),
        "linked": linked.history_page(request, live, [one.language for one in others]),
    }
    return render(request, "public/history.html", context)
