"""A statement: its words in their place, its life over the editions, and how it is cited."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from speeches import citations, instants, linked, problems, text
from speeches.limits import limited
from speeches.models import Edition, Person, Release, Statement, StatementVersion, Theme

from .around import with_offices
from .common import by_name, dated, for_programs, public, then
from .releases import explained, gone_then, siblings, withdrawn

_NEAR = 240
"""Characters shown of the paragraphs beside a passage that is a paragraph of its own."""


@public
@limited("statements")
@dated
def statement(request, public_id):
    """A statement as it stands, or what became of it: 301 to what it was joined to, 410 where it was taken back."""
    there, answer = _asked(request, public_id)
    if answer:
        return answer
    at = request.as_of
    found = Found(there, at)
    (version,), release = with_offices([found.version]), there.release
    source = found.source()
    speaker = version.speaker_id and Person.objects.live(at).filter(pk=version.speaker_id).first()
    aligned = found.aligned()
    themes = by_name(Theme.objects.live(at).filter(statement_versions=version.pk))
    return render(
        request,
        "public/statement.html",
        {
            "version": version,
            "statement": there,
            "edition": version.edition,
            "release": release,
            "stands": found.stands,
            "number": found.number,
            "current": found.shown[-1],
            "life": found.life,
            "context": in_context(version.edition.plain_text, version.start, version.end),
            "speaker": speaker,
            "offices": version.offices if speaker else [],
            "themes": themes,
            "aligned": aligned,
            "in_languages": {one.edition.language: one.statement for one in aligned},
            "siblings": [] if aligned else siblings(release, at),
            "query": at and f"as_of={instants.written(at)}",
            "plain": citations.plain(found.source(translation.get_language()), translation.get_language()),
            "files": [(name, write(source)) for name, (write, _type) in citations.FORMATS.items()],
            "linked": linked.statement_page(request, version, stands=found.stands, themes=themes, aligned=aligned),
        },
    )


@for_programs
@limited("statements")
@dated
def cite(request, public_id, format):
    """The citation of a statement as a file for reference managers, in the language of its release."""
    there, answer = _asked(request, public_id)
    if answer:
        if answer.status_code == 410:
            return answer
        return redirect(then(request, reverse("cite", args=[there.public_id, format])), permanent=True)
    write, mime = citations.FORMATS[format]
    name = f"statement-{there.public_id}.{format}"
    return HttpResponse(
        write(Found(there, request.as_of).source()),
        content_type=f"{mime}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


WITHDRAWN, JOINED, TAKEN_OFF, NOT_THEN, TOLD = "withdrawn", "joined", "taken off", "not then", "told"


def fate(public_id, at=None):
    """(statement, what is told of it at `at`: aware; None: now). Raises Http404 where the public knows of none.

    TOLD: the page of the statement. JOINED: another, which is given. WITHDRAWN: the notice of its release; TAKEN_OFF:
    why; NOT_THEN: what stood then in the place of an edition, if anything (`releases.stood_then`). What was decided
    about a statement counts whatever instant is asked for: one that was taken off does not come back.
    """
    known = Statement.objects.known().select_related("release__event__series")
    there = known.filter(public_id=public_id).first()
    if there is None:
        gone = Statement.objects.withdrawn().filter(public_id=public_id).select_related("release").first()
        if gone is None:
            raise Http404
        return gone, WITHDRAWN
    if (end := _end_of(there, at)) != there:
        return end, JOINED
    stood = StatementVersion.objects.seen(at).filter(statement=there).exists()
    # What was accepted again since stands by itself, from when its text is public.
    if there.taken_off_at and not StatementVersion.objects.seen().filter(statement=there).exists():
        return there, TAKEN_OFF
    if not stood:
        raise Http404
    if at and not Edition.objects.live(at).filter(release=there.release_id).exists():
        return there, NOT_THEN
    return there, TOLD


def _asked(request, public_id):
    """(statement, None), or (statement, the answer in its place: of a redirect, where it leads). Raises Http404."""
    there, told = fate(public_id, request.as_of)
    if told == WITHDRAWN:
        answer = withdrawn(request, there.release)
        if not answer:
            raise Http404
        return there, answer
    if told == JOINED:
        return there, redirect(then(request, there.get_absolute_url()), permanent=True)
    if told == TAKEN_OFF:
        request.as_of = None
        if problems.of_program(request):
            return there, problems.problem(410, **told_of_taking_off(there))
        edition = Edition.objects.live().filter(release=there.release_id).first()
        context = {"statement": there, "edition": edition, "release": there.release}
        return there, render(request, "public/taken_off.html", context, status=410)
    return there, gone_then(request, there.release) if told == NOT_THEN else None


def told_of_taking_off(there):
    """The members of a problem in the place of a statement that was taken off."""
    says = _("This statement was taken off")
    return explained(says, there.release, there.taken_off_reason, there.taken_off_at)


def _end_of(there, at):
    """The statement to which a reader of `there` is led on: over all that do not stand and were joined to another.

    `at` is the instant of the page (aware; None: now).
    """
    known, passed = Statement.objects.known(at), set()
    while there.led_to_id and there.pk not in passed:
        stands = StatementVersion.objects.live(at).filter(statement=there).exists()
        further = None if stands else known.filter(pk=there.led_to_id).first()
        if further is None:
            break
        passed.add(there.pk)
        there = further
    return there


@dataclass
class Moment:
    """What an edition did to a statement: `kind` is first, same, reworded, unsure, altered, gone or redacted.

    "unsure": its words stand in the text, but nobody has confirmed them there; "altered": words like them do.
    """

    number: int
    edition: Edition
    kind: str
    changes: list = field(default_factory=list)
    speaker: str = ""
    """Where it is another than before."""


class Found:
    """A statement of which the public knows, in the newest edition in which it stood, now or by `at` (aware)."""

    def __init__(self, there, at=None):
        self.statement, self.at = there, at
        self.shown = there.release.shown_editions(at)
        seen = StatementVersion.objects.seen(at).filter(statement=there).select_related("speaker")
        versions = {version.edition_id: version for version in seen}
        self.life = list(_life(self.shown, versions))
        last = [moment.edition for moment in self.life if moment.edition.pk in versions][-1]
        self.number = self.shown.index(last) + 1
        self.version = versions[last.pk]
        self.version.edition, self.version.statement = last, there
        last.release = there.release
        self.stands = last.pk == self.shown[-1].pk

    def source(self, language=None):
        """What is cited; its kind of release and publisher's name in `language`, by default that of the release."""
        version, release = self.version, self.statement.release
        with translation.override(release.language):
            return citations.Source(
                id=self.statement.public_id,
                words=version.quote,
                url=settings.SITE_URL + instants.with_instant(self.statement.get_absolute_url(), self.at),
                mode=version.mode,
                title=version.edition.title,
                kind=_kind(release, language or release.language),
                publisher=str(settings.NEWSROOM["name"]),
                date=release.address_date,
                language=release.language,
                author=_author(version),
                event=release.event.title if release.event else "",
                themes=tuple(
                    Theme.objects.live(self.at).filter(statement_versions=version.pk).values_list("name", flat=True)
                ),
                edition=self.number if self.at or len(self.shown) > 1 else None,
                changed=not self.stands,
            )

    def aligned(self):
        """The live versions that say the same in other languages, by language."""
        return list(self.statement.counterparts(self.at)) if self.stands else []


def _kind(release, language):
    with translation.override(language):
        return str(Release(kind=release.kind).get_kind_display())


def _author(version):
    if version.speaker:
        return citations.split_name(version.speaker.name, version.speaker.all_names[1:])
    return citations.Name(version.speaker_name) if version.speaker_name else None


def _life(shown, versions):
    last = None
    for number, edition in enumerate(shown, 1):
        version = versions.get(edition.pk)
        if version is None and last is None:
            continue
        if version is None:
            yield Moment(number, edition, "redacted" if edition.redacted_at else _without(edition, last))
            continue
        moment = Moment(number, edition, "first" if last is None else "same")
        if last and version.quote != last.quote:
            moment.kind, moment.changes = "reworded", text.word_diff(last.quote, version.quote)
        if last and version.who != last.who:
            moment.speaker = version.who
        yield moment
        last = version


def _without(edition, last):
    """What became of the words of `last` in an edition in which nobody stands by the statement."""
    found = text.find_anchor(edition.plain_text, last.anchor)
    if found is None:
        return "gone"
    return "unsure" if found.exact or found.score >= text.CERTAIN else "altered"


def in_context(plain, start, end):
    """The paragraphs around `plain[start:end]`, each as (before, passage, after), (words, "", "") without any of it.

    Where the passage takes its paragraphs whole, the beginnings of their neighbours come with them.
    """
    spans = text.paragraphs(plain)
    inside = [index for index, span in enumerate(spans) if span.start < end and start < span.end]
    told = []
    for index in inside:
        first, last = spans[index].start, spans[index].end
        low, high = max(first, start), min(last, end)
        told.append((plain[first:low], plain[low:high], plain[high:last]))
    if any(before.strip() or after.strip() for before, _passage, after in told) or not inside:
        return told
    near = [(index, spans[index]) for index in (inside[0] - 1, inside[-1] + 1) if 0 <= index < len(spans)]
    beside = {index: (text.truncate(plain[span.start : span.end], _NEAR), "", "") for index, span in near}
    return [*(words for i, words in beside.items() if i < inside[0]), *told] + [
        words for i, words in beside.items() if i > inside[-1]
    ]
