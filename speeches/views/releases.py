"""Home, the archive, a release and its history."""

import datetime

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from speeches import text
from speeches.filters import ReleaseFilter
from speeches.models import Event, Redirect, Release, Showing, StatementVersion, Theme
from speeches.states import ChangeKind

from .common import live_editions, live_statements, page_of, public


@public
def home(request):
    """The latest releases and statements, the events they tell of, and the themes."""
    return render(
        request,
        "public/home.html",
        {
            "editions": live_editions()[:7],
            "statements": live_statements()[:4],
            "events": Event.objects.live().select_related("series").order_by("-starts_on", "slug")[:5],
            "themes": Theme.objects.live().order_by("name"),
        },
    )


@public
def archive(request):
    """All live releases in the language of the page, by the filters in the query string."""
    found = ReleaseFilter(request.GET or None, queryset=live_editions())
    page = page_of(request, found.qs)
    asked = request.GET.copy()
    asked.pop("page", None)
    query = asked.urlencode()
    asked.pop("event", None)
    context = {"filter": found, "page": page, "query": query, "query_without_event": asked.urlencode()}
    if found.is_bound:
        context["event"] = found.form.cleaned_data.get("event")
    return render(request, "public/archive.html", context)


def at_address(year, month, day, slug):
    """The release of which the public knows at this address in the language of the page, or None."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return Release.objects.known().filter(language=get_language(), address_date=date, slug=slug).first()


def withdrawn(request, release):
    """The notice in the place of what was withdrawn (410), or None where none stands."""
    notice = release and Showing.objects.notices().filter(release=release).first()
    if not notice:
        return None
    return render(request, "public/withdrawn.html", {"notice": notice}, status=410)


def moved(request, path, below=""):
    """The answer at the old address `path` of a release: to where it (and what lies `below`) is now, or its notice.

    None where the public knows of no release that stood there.
    """
    if "\0" in path:  # PostgreSQL holds no such text and refuses to be asked for it
        return None
    old = Redirect.objects.filter(path=path, release__in=Release.objects.known()).select_related("release").first()
    if old is None:
        return None
    return withdrawn(request, old.release) or redirect(f"{old.release.get_absolute_url()}{below}", permanent=True)


def nothing_at(request, release, path, below=""):
    """What answers where no edition is live: `release` has this address, or nothing has and it may be an old one."""
    answer = withdrawn(request, release) if release else moved(request, path, below)
    if answer is None:
        raise Http404
    return answer


@public
def release(request, year, month, day, slug):
    """A release as it stands now; 410 with the explanation where it was withdrawn."""
    there = at_address(year, month, day, slug)
    edition = live_editions().filter(release=there).first() if there else None
    if edition is None:
        return nothing_at(request, there, request.path)
    shown = edition.release.shown_editions()
    return render(
        request,
        "public/release.html",
        {
            "edition": edition,
            "release": edition.release,
            "statements": StatementVersion.objects.live()
            .filter(edition=edition)
            .select_related("statement", "speaker"),
            "corrections": [
                entry for entry in shown if entry.change_kind in (ChangeKind.CORRECTION, ChangeKind.UPDATE)
            ],
            "has_history": len(shown) > 1,
            "siblings": siblings(edition.release),
            "photos": edition.edition_photos.all(),
            "themes": [use.tag for use in edition.edition_themes.all()],
            "attachments": edition.edition_attachments.select_related("attachment"),
            "links": edition.edition_links.all(),
        },
    )


def siblings(release):
    """Live releases that say the same in other languages."""
    if not release.translation_group:
        return Release.objects.none()
    group = Release.objects.live().filter(translation_group=release.translation_group)
    return group.exclude(pk=release.pk).order_by("language")


@public
def history(request, year, month, day, slug):
    """The editions of a live release that the public has seen, the newest first, each with what it changed."""
    there = at_address(year, month, day, slug)
    live = live_editions().filter(release=there).first() if there else None
    if live is None:
        return nothing_at(request, there, request.path.removesuffix("history/"), "history/")
    shown = there.shown_editions()
    prefetch_related_objects(shown, "seal")
    entries = []
    for number, (edition, before) in enumerate(zip(shown, [None, *shown], strict=False), 1):
        entries.append({"number": number, "edition": edition, "changes": before and _changes(before, edition)})
    context = {"edition": live, "release": there, "entries": entries[::-1], "siblings": siblings(there)}
    return render(request, "public/history.html", context)


_COMPARED = (
    ("title", pgettext_lazy("headline", "Title")),
    ("summary", _("Summary")),
    ("dateline", _("Dateline")),
    ("plain_text", _("Text")),
)


def _changes(before, after):
    """Word diffs of what readers see, as {label: [Change, …]}, of the fields that differ."""
    if before.redacted_at or after.redacted_at:
        return {}
    pairs = {label: (getattr(before, name), getattr(after, name)) for name, label in _COMPARED}
    return {label: text.word_diff(*pair) for label, pair in pairs.items() if pair[0] != pair[1]}
