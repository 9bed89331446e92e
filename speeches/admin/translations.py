"""Language versions at the desk: begun, marked, told when their source has changed, read side by side."""

from difflib import SequenceMatcher

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from speeches import record, text, workflow
from speeches.models import BundleMember, Release, Translation
from speeches.states import OPEN, Standing
from speeches.workflow import translations

from . import comparing, when
from .pages import edition_of, render, tell

INTO = {
    "en": gettext_lazy("Translate into English"),
    "ru": gettext_lazy("Translate into Russian"),
    "kk": gettext_lazy("Translate into Kazakh"),
}


def urls(view):
    """The addresses of this module, below the releases."""
    return [
        path("translations/<slug:public_id>/", view(side_by_side), name="translation"),
        path("translations/<slug:public_id>/start/", view(start), name="translation_start"),
        path("translations/<slug:public_id>/confirm/", view(confirm), name="translation_confirm"),
        path("translations/<slug:public_id>/mark/", view(mark), name="translation_mark"),
    ]


# --- what the pages show -----------------------------------------------------------------------------


def flags(editions):
    """What pages must tell of `editions` that are translations, and the newest of their releases: {number: dict}.

    Each has `translation`, `edition`, `live`, and, where the source has a text, `source` (its newest edition), `hash`
    of what that says, `stale`, `unknown`, `left` (what is not translated yet), and when it is stale `message` and
    `fields` (what changed, for parts.html). In a fixed number of queries.
    """
    made = Translation.objects.filter(release__in=[edition.release_id for edition in editions])
    made = {one.release_id: one for one in made.select_related("source")}
    if not made:
        return {}
    newest = translations.newest_texts({number for one in made.values() for number in (one.release_id, one.source_id)})
    found = {}
    for edition in editions:
        one, mine = made.get(edition.release_id), newest.get(edition.release_id)
        if one and mine and mine.pk == edition.pk:
            told = {"translation": one, "edition": edition, "live": edition.standing() == Standing.LIVE}
            found[edition.pk] = told | _compared(mine, newest.get(one.source_id), one)
    return found


def flag(edition):
    """The dict of `flags` for one edition, or None."""
    return flags([edition]).get(edition.pk)


def _compared(edition, source, translation):
    if source is None:
        return {"source": None}
    now = translations.told(source)
    sha256 = record.content_hash(now)
    told = {"source": source, "hash": sha256, "stale": sha256 != translation.sha256, "left": left(edition, source)}
    if told["stale"]:
        told |= {"unknown": not translation.sha256, "message": stale_message(translation)}
        told["fields"] = comparing.differences(translation.said, now) if translation.sha256 else []
    return told


def stale_message(translation):
    """What to say of a translation whose source has changed."""
    language = when.in_languages([translation.source.language])
    if not translation.sha256:
        return _("The source %(language)s was redacted: compare it with the translation once more.") % {
            "language": language
        }
    return _("The source %(language)s has changed since this was translated.") % {"language": language}


def left(edition, source):
    """What stands in a translation word by word as in its source, as sentences."""
    said = []
    for name, count in translations.untranslated(edition, source):
        told = {"field": comparing.label(name), "n": count}
        if name == "photos":
            message = ngettext(
                "%(field)s: %(n)d description still stands as in the source.",
                "%(field)s: %(n)d descriptions still stand as in the source.",
                count,
            )
        elif name == "plain_text":
            message = ngettext(
                "%(field)s: %(n)d paragraph still stands as in the source.",
                "%(field)s: %(n)d paragraphs still stand as in the source.",
                count,
            )
        else:
            message = _("%(field)s: still stands as in the source.")
        said.append(capfirst(message % told))
    return said


def versions(release, user):
    """The language versions of a release: a list with one dict a language of the site, in the order of the settings.

    Each has `code`, `name`, `edition` (the newest, or None), `own`, `source`, `stale` and `into` (the words of the
    button that begins it, "" where it cannot be).
    """
    group = [release]
    if release.translation_group:
        group = list(Release.objects.filter(translation_group=release.translation_group).order_by("pk"))
    newest = translations.newest_texts([one.pk for one in group], parts=())
    by_language = {one.language: one for one in group}
    sources = dict(Translation.objects.filter(release__in=group).values_list("release", "source"))
    stale = {one.translation.release_id for one in _stale_of(group)} if sources else ()
    may = user.has_perm("speeches.write_edition") and release.pk in newest
    rows = []
    for code, name in settings.LANGUAGES:
        one = by_language.get(code)
        edition = newest.get(one.pk) if one else None
        rows.append(
            {
                "code": code,
                "name": name,
                "release": one,
                "edition": edition,
                "own": one is not None and one.pk == release.pk,
                "source": one is not None and sources.get(release.pk) == one.pk,
                "stale": one is not None and one.pk in stale,
                "into": INTO.get(code, _("Translate into: %(language)s") % {"language": name})
                if may and not one
                else "",
            }
        )
    return rows


def together(rows):
    """Of `versions`: whether one button can put the open ones together, and the bundle in which all of them are."""
    waiting = [row for row in rows if row["edition"] and row["edition"].state in OPEN]
    members = BundleMember.objects.filter(edition__in=[row["edition"] for row in waiting]).select_related("bundle")
    bundles = [member.bundle for member in members]
    same = len(waiting) > 1 and len(bundles) == len(waiting) and len(set(bundles)) == 1
    can = len(waiting) > 1 and not same and any(row["own"] for row in waiting)
    return can, bundles[0] if same else None


def _stale_of(group):
    return workflow.stale_translations(Translation.objects.filter(release__in=group))


def origin(release):
    """From which releases of its group `release` may have been translated, which it is, and its newest edition."""
    if not release.translation_group:
        return {}
    group = Release.objects.filter(translation_group=release.translation_group).order_by("pk")
    newest = translations.newest_texts([one.pk for one in group])
    return {
        "sources": [{"release": one, "title": newest.get(one.pk, one)} for one in group if one.pk != release.pk],
        "edition": newest.get(release.pk),
        "chosen": Translation.objects.filter(release=release).values_list("source", flat=True).first(),
    }


def aligned(said, now, translated):
    """Rows for two columns from three lists of paragraphs: what the source said, says now, and the translation.

    Each row is a dict: `source` (now), `was`, `parts` (a word diff where it changed), `change` ("", "changed", "added",
    "removed") and `mine`. A translation stands beside the paragraph from which it was made.
    """
    rows = []
    for op, a, b, c, d in SequenceMatcher(None, said, now, autojunk=False).get_opcodes():
        for number in range(max(b - a, d - c)):
            old = a + number if a + number < b else None
            new = c + number if c + number < d else None
            change = "" if op == "equal" else "added" if old is None else "removed" if new is None else "changed"
            was, source = "" if old is None else said[old], "" if new is None else now[new]
            parts = list(text.word_diff(was, source)) if change == "changed" else []
            rows.append({"source": source, "was": was, "change": change, "parts": parts, "old": old, "new": new})
    # Once the translation has as many paragraphs as the source has now, they stand in their order.
    by = "new" if len(translated) == len(now) or not said else "old"
    for row in rows:
        row["mine"] = translated[row[by]] if row[by] is not None and row[by] < len(translated) else ""
    beyond = (len(now) if by == "new" else len(said)) if rows else 0
    rows += [{"source": "", "change": "", "parts": [], "mine": extra} for extra in translated[beyond:]]
    return rows


def _paragraphs(value):
    return [part.strip() for part in value.split("\n") if part.strip()]


def columns(said, now, mine):
    """The fields of a translation beside those of its source: a list of (label, rows of `aligned`)."""
    shown = []
    for name, value in now.items():
        # Without knowledge of what it said, nothing counts as changed.
        rows = aligned(_paragraphs(said.get(name, "") if said else value), _paragraphs(value), _paragraphs(mine[name]))
        if rows:
            shown.append((comparing.label(name), rows))
    return shown


# --- pages and actions -------------------------------------------------------------------------------


def side_by_side(request, public_id):
    """The source and its translation, paragraph by paragraph, and what changed in the source."""
    edition = edition_of(request, public_id)
    told = flag(edition)
    if told is None or told["source"] is None:
        raise Http404
    now, mine = translations.told(told["source"]), translations.told(edition)
    context = {
        "flag": told,
        "edition": edition,
        "release": edition.release,
        "source": told["source"],
        "columns": columns(told["translation"].said, now, mine),
        "may_write": request.user.has_perm("speeches.write_edition"),
        "title": _("Source and translation"),
        "verb": "translation",
    }
    return render(request, "admin/newsroom/side_by_side.html", context)


@require_POST
def start(request, public_id):
    """Begins a translation of an edition into the `language` that is posted."""
    edition = edition_of(request, public_id)
    try:
        draft = workflow.start_translation(edition, request.user, request.POST.get("language", ""))
    except workflow.Refused as refused:
        tell(request, refused)
        return redirect("admin:edition", public_id)
    messages.success(request, _("The draft is open, with the text of the source. Translate it here."))
    return redirect("admin:edition", draft.public_id)


@require_POST
def confirm(request, public_id):
    """Somebody says that the translation says what its source says now."""
    edition = edition_of(request, public_id)
    try:
        workflow.confirm_translation(edition.release, request.user, request.POST.get("seen", ""))
    except workflow.Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Noted: the translation says what its source says."))
    return redirect("admin:edition", public_id)


@require_POST
def mark(request, public_id):
    """Says from which release (public id `source`; "" for none) that of an edition was translated."""
    edition = edition_of(request, public_id)
    wanted = request.POST.get("source", "")
    source = Release.objects.filter(public_id=wanted).first() if wanted.isalnum() else None
    if wanted and source is None:
        messages.error(request, _("Choose one of the language versions."))
        return redirect("admin:speeches_release_change", edition.release_id)
    try:
        workflow.mark_translation(edition.release, source, request.user)
    except workflow.Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("Saved."))
    return redirect("admin:speeches_release_change", edition.release_id)
