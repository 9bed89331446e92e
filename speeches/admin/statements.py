"""The statements of an edition at the desk: the text with its passages, and beside it who says what, to be decided."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from speeches import text, workflow
from speeches.exchange import suggesting
from speeches.models import name_of
from speeches.states import UNDECIDED, Standing, StatementStatus
from speeches.workflow import marking

from . import found_by, statement_queue
from .pages import add_reasons, edition_of, render, tell
from .statement_forms import SplitForm, StatementForm, number, text_hash

SUGGESTED, PROPOSED, ACCEPTED, REJECTED, LOOK = (
    StatementStatus.SUGGESTED,
    StatementStatus.PROPOSED,
    StatementStatus.ACCEPTED,
    StatementStatus.REJECTED,
    StatementStatus.NEEDS_REVIEW,
)


def urls(view):
    """The addresses below the list of releases; `view` lets only staff in."""
    return [
        path("statements/", view(statement_queue.queue), name="statement_queue"),
        path("editions/<slug:public_id>/statements/", view(page), name="edition_statements"),
    ]


def address(edition, fragment="", **query):
    """The page of an edition's statements."""
    found = reverse("admin:edition_statements", args=[edition.public_id])
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return found + (f"?{asked}" if asked else "") + (f"#{fragment}" if fragment else "")


class Card:
    """A version as the page shows it: `shown` is the change that waits, where there is one, else the version itself."""

    def __init__(self, version, edition, user):
        self.version, self.status = version, version.status
        version.edition = edition
        self.change = getattr(version, "change", None)
        self.shown = self.change or version
        self.id, self.mark = version.public_id, marking.mark_of(version)
        self.placed = version.score > 0 and edition.plain_text[version.start : version.end] == version.quote
        self.waits = self.change is not None or self.status in UNDECIDED
        proposes, decides = marking.may_propose(user), marking.may_decide(user)
        public = edition.standing() in (Standing.LIVE, Standing.SUPERSEDED)
        mine = self.shown.proposed_by_id == user.pk
        named = bool(self.shown.speaker_id or self.shown.speaker_name)
        waiting = self.change is not None or self.status == PROPOSED
        self.may_propose = proposes and self.status == SUGGESTED and named
        self.may_accept = decides and waiting and not mine
        self.may_confirm = proposes and self.status == LOOK and self.placed and named
        self.may_reject = proposes and (self.waits or (self.status == ACCEPTED and not public and decides))
        self.may_change = proposes and self.status != REJECTED
        self.may_take_off = decides and self.status == ACCEPTED
        self.may_restore = proposes and self.status == REJECTED
        self.waits_for_another = decides and waiting and mine

    @property
    def kind(self):
        """What the status is called in class names: a change that waits has its own."""
        return "changing" if self.change else self.status

    @property
    def label(self):
        return _("Change proposed") if self.change else StatementStatus(self.status).label

    @property
    def by(self):
        """Who put it forward, and who decided, in words."""
        told = []
        if self.shown.proposed_by and self.status != SUGGESTED:
            told.append(_("proposed by %(who)s") % {"who": name_of(self.shown.proposed_by)})
        if self.version.decided_by and not self.change:
            done = _("rejected by %(who)s") if self.status == REJECTED else _("accepted by %(who)s")
            told.append(done % {"who": name_of(self.version.decided_by)})
        return ", ".join(told)

    @property
    def found_by(self):
        return found_by.name_of(self.version.pattern)

    @property
    def changes(self):
        """What a waiting change would change: (label, before, after)."""
        if not self.change:
            return []
        themes = [
            ", ".join(sorted(str(theme.name) for theme in one.themes.all())) for one in (self.version, self.change)
        ]
        pairs = [
            (_("Words"), text.truncate(self.version.quote, 200), text.truncate(self.change.quote, 200)),
            (_("Speaker"), self.version.who, self.change.who),
            (_("Cue"), self.version.cue, self.change.cue),
            (_("Mode"), str(self.version.get_mode_display()), str(self.change.get_mode_display())),
            (_("Themes"), *themes),
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]


def cards_of(edition, user):
    """The statements of an edition in the order of its text, those without a place and the rejected ones last."""
    versions = edition.statement_versions.filter(replaces=None)
    people = ("speaker", "proposed_by", "decided_by", "statement", "change__speaker", "change__proposed_by")
    versions = versions.select_related(*people).prefetch_related("themes", "change__themes")
    cards = [Card(version, edition, user) for version in versions]
    cards.sort(key=lambda card: (card.status == REJECTED, not card.placed, card.version.start, card.version.pk))
    standing = [card for card in cards if card.status != REJECTED]
    for place, card in enumerate(standing, 1):
        card.number = place
    for card, following in zip(standing, standing[1:], strict=False):
        between = edition.plain_text[card.version.end : following.version.start]
        same = card.version.who == following.version.who
        near = card.placed and following.placed and not any(sign.isalnum() for sign in between)
        card.joins = following if same and near and card.may_change else None
    return cards


def page(request, public_id):
    """The page; by POST what somebody decided. What is refused is told at the head of the page as it stands now."""
    edition = edition_of(request, public_id)
    if request.method == "POST":
        answer = _done(request, edition)
        if not isinstance(answer, dict):
            return answer
        edition = edition_of(request, public_id)
        return render(request, "admin/newsroom/statements.html", _context(request, edition, **answer))
    return render(request, "admin/newsroom/statements.html", _context(request, edition))


def _context(request, edition, form=None, form_of=None):
    cards = cards_of(edition, request.user)
    standing = [card for card in cards if card.status != REJECTED]
    sentences = marking.sentences_of(edition)
    may = marking.may_propose(request.user) and not marking.closed(edition)
    context = {
        "edition": edition,
        "release": edition.release,
        "title": _("Statements"),
        "verb": "statements",
        "cards": standing,
        "rejected": [card for card in cards if card.status == REJECTED],
        "may": may,
        "share": share(edition, standing, sentences),
        "text_hash": text_hash(edition),
        "proposable": [card for card in standing if card.may_propose] if may else [],
        "acceptable": [card for card in standing if card.may_accept] if may else [],
    }
    if may:
        context |= {"form": form, "form_of": form_of} if form else _asked(request.GET, edition, standing, sentences)
    return context


def _asked(data, edition, cards, sentences):
    """The form that the address asks for: `edit` or `split` name a version, `start` and `end` a passage to mark."""
    for name in ("edit", "split"):
        card = next((card for card in cards if card.id == data.get(name) and card.may_change), None)
        if card and name == "edit":
            return {"form": StatementForm(edition, sentences, version=card.shown), "form_of": card.id}
        if card:
            return {"split_form": SplitForm(edition, card.shown, sentences), "form_of": card.id}
    start, end = (number(data.get(name), -1) for name in ("start", "end"))
    if 0 <= start < end <= len(edition.plain_text):
        return {"form": StatementForm(edition, sentences, passage=(start, end)), "form_of": "new"}
    return {}


def share(edition, cards, sentences):
    """How much of a text is somebody's words: {"attributed", "waiting", "rest"} in per cent of its letters, how many
    of its `sentences` there are and how many are `undecided`.
    """
    words = edition.plain_text
    decided, waiting = bytearray(len(words)), bytearray(len(words))
    for card in cards:
        if card.placed:
            where = waiting if card.status in UNDECIDED else decided
            length = card.version.end - card.version.start
            where[card.version.start : card.version.end] = b"\1" * length
    letters = [place for place, sign in enumerate(words) if not sign.isspace()]
    whole = len(letters) or 1
    attributed = sum(decided[place] for place in letters)
    open_ones = sum(waiting[place] and not decided[place] for place in letters)
    undecided = sum(any(waiting[first:last]) and not any(decided[first:last]) for first, last in sentences)
    told = {"attributed": round(100 * attributed / whole), "waiting": round(100 * open_ones / whole)}
    told["rest"] = max(0, 100 - told["attributed"] - told["waiting"])
    return told | {"sentences": len(sentences), "undecided": undecided}


# --- What is posted ---


def _done(request, edition):
    """Does what was posted: gives a redirect, or what the page shows of a form that has faults."""
    data, user = request.POST, request.user
    action = _ACTIONS.get(data.get("do", ""))
    if action is None:
        raise Http404
    try:
        return action(request, edition, data, user)
    except workflow.Refused as refused:
        tell(request, refused)
        return redirect(address(edition, _fragment(data)))


def _fragment(data):
    named = data.get("version", "")
    return f"v-{named}" if named.isalnum() and named.isascii() else "statements"


def _seen(data):
    """{public id: mark} of the versions that a form names, each as "id:mark"."""
    pairs = [one.partition(":") for one in data.getlist("seen")]
    return {name: mark for name, _colon, mark in pairs if name.isalnum() and name.isascii()}


def _many(verb, told):
    def action(request, edition, data, user):
        # What comes next is what waited behind it, on the page as it was.
        after = _next(edition, user, data)
        versions = verb(edition, user, _seen(data))
        messages.success(request, told % {"count": len(versions)})
        return redirect(address(edition, after))

    return action


def _next(edition, user, data):
    """Where to go on after a decision about one statement: the next that waits, else the one itself."""
    seen = list(_seen(data))
    if len(seen) != 1:
        return "statements"
    ids = [card.id for card in cards_of(edition, user) if card.waits or card.id in seen]
    if seen[0] not in ids:
        return "statements"
    later = ids[ids.index(seen[0]) + 1 :] or ids[: ids.index(seen[0])]
    return f"v-{later[0] if later else seen[0]}"


def _version(edition, data):
    """The version that a form is about, with the mark of what its page showed. Raises Refused where it is gone."""
    seen = _seen(data)
    version = edition.statement_versions.filter(public_id__in=seen, replaces=None).first()
    if version is None:
        raise workflow.Refused(
            [workflow.Reason("changed", _("The statement is not there any more: somebody has changed it meanwhile."))]
        )
    version.edition = edition
    return version, seen[version.public_id]


def _suggest(request, edition, data, user):
    made = suggesting.suggest(edition, user)
    if made:
        told = ngettext("%(count)d statement suggested", "%(count)d statements suggested", len(made))
        messages.success(request, told % {"count": len(made)})
    else:
        messages.info(request, _("The patterns find nothing in the text that is not marked or rejected already."))
    return redirect(address(edition, "statements"))


def _write(request, edition, data, user):
    """A new statement, or one adjusted: the whole form."""
    version, mark = _version(edition, data) if data.getlist("seen") else (None, "")
    shown = version and (getattr(version, "change", None) or version)
    form = StatementForm(edition, marking.sentences_of(edition), data, version=shown)
    if form.is_valid():
        said = form.said()
        try:
            if version is None:
                made = marking.mark(edition, user, *form.passage()[:2], seen=form.passage()[2], **said)
            else:
                start, end, seen = form.passage()
                passage = None if (start, end) == (shown.start, shown.end) and shown.score else (start, end, seen)
                marking.adjust(version, user, mark, passage=passage, **said)
                made = version
        except workflow.Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("It is proposed; a second person accepts it."))
            return redirect(address(edition, f"v-{made.public_id}"))
    return {"form": form, "form_of": version.public_id if version else "new"}


def _split(request, edition, data, user):
    version, mark = _version(edition, data)
    marking.split(version, user, mark, number(data.get("at"), -1))
    messages.success(request, _("These are two statements now, each proposed; a second person accepts them."))
    return redirect(address(edition, f"v-{version.public_id}"))


def _join(request, edition, data, user):
    seen = _seen(data)
    versions = list(edition.statement_versions.filter(public_id__in=seen, replaces=None).order_by("start", "pk"))
    if len(versions) != 2:
        raise workflow.Refused([workflow.Reason("none", _("Choose two statements that stand beside each other."))])
    for version in versions:
        version.edition = edition
    made = marking.join(*versions, user, [seen[version.public_id] for version in versions])
    messages.success(request, _("They are joined; a second person accepts that."))
    return redirect(address(edition, f"v-{(made.replaces or made).public_id}"))


def _confirm(request, edition, data, user):
    version, mark = _version(edition, data)
    after = _next(edition, user, data)
    marking.look_again(version, user, mark)
    messages.success(request, _("It is proposed as it stands; a second person accepts it."))
    return redirect(address(edition, after))


def _take_off(request, edition, data, user):
    version, mark = _version(edition, data)
    marking.take_off(version, user, mark, reason=data.get("reason", "")[:2000])
    messages.success(request, _("It is taken off; its address tells your reason."))
    return redirect(address(edition, "statements"))


_ACTIONS = {
    "suggest": _suggest,
    "propose": _many(
        marking.propose, ngettext_lazy("%(count)d statement proposed.", "%(count)d statements proposed.", "count")
    ),
    "accept": _many(
        marking.accept, ngettext_lazy("%(count)d statement accepted.", "%(count)d statements accepted.", "count")
    ),
    "reject": _many(
        marking.reject, ngettext_lazy("%(count)d statement rejected.", "%(count)d statements rejected.", "count")
    ),
    "write": _write,
    "split": _split,
    "join": _join,
    "confirm": _confirm,
    "take_off": _take_off,
}
