"""Two bodies beside each other: which words changed in which paragraph, and where only the formatting did."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from speeches import text
from speeches.text.passages import formats

FORMATTED = "format"
_EQUAL, _INSERT, _DELETE = "equal", "insert", "delete"
_GAP = "\n\n"
_MARK = "¶"
_KEPT = 160
"""Characters that stay on either side of a change; what is the same for longer is left out."""


class Part(NamedTuple):
    """A stretch of a paragraph: `op` is equal, insert, delete or format; `note` says what a reader does not see."""

    op: str
    text: str
    note: str = ""


@dataclass
class Row:
    """A paragraph, as it was and as it is; `block` says what it is now (see `passages.Format`)."""

    parts: list = field(default_factory=list)
    block: str = "p"
    notes: list = field(default_factory=list)

    @property
    def changed(self):
        return bool(self.notes) or any(part.op != _EQUAL for part in self.parts)

    @property
    def old(self):
        return [part for part in self.parts if part.op != _INSERT]

    @property
    def new(self):
        return [part for part in self.parts if part.op != _DELETE]

    @property
    def passages(self):
        """How many places in it changed."""
        runs = [changed for changed, _run in groupby(self.parts, key=lambda part: part.op != _EQUAL) if changed]
        return len(runs) or int(self.changed)

    def only(self, op):
        return bool(self.parts) and all(part.op == op for part in self.parts)


def rows(old, new):
    """The paragraphs of two bodies (HTML as sanitised), in one order: a list of `Row`."""
    return _paired(_tidied(list(_rows(_pieces(old, new)))))


def row_of(old, new):
    """Two plain texts as a single `Row`."""
    return Row([Part(change.op, change.text) for change in text.word_diff(old, new)])


def _pieces(old, new):
    """(op, text, format before, format after) in which no format changes; None where there is no such side."""
    befores, afters = formats(old), formats(new)
    i = j = 0
    for op, words in text.word_diff(text.plain_text(old), text.plain_text(new)):
        size = len(words)
        before = befores[i : i + size] if op != _INSERT else [None] * size
        after = afters[j : j + size] if op != _DELETE else [None] * size
        i += size if op != _INSERT else 0
        j += size if op != _DELETE else 0
        at = 0
        for (one, other), run in groupby(zip(before, after, strict=True)):
            length = sum(1 for _pair in run)
            yield op, words[at : at + length], one, other
            at += length


def _rows(pieces):
    row = Row()
    for op, words, before, after in pieces:
        for number, stretch in enumerate(words.split(_GAP)):
            if number:
                # A border that came or went inside a paragraph is told; that of a whole paragraph goes without saying.
                if op != _EQUAL and row.parts and not row.only(op):
                    row.parts.append(Part(op, _MARK))
                if row.parts:
                    yield row
                row = Row()
            if stretch:
                _add(row, op, stretch, before, after)
    if row.parts:
        yield row


def _add(row, op, words, before, after):
    standing = after or before
    if standing and (op != _DELETE or not row.parts):
        row.block = standing.block
    note = ""
    if op == _EQUAL and before and after:
        if before.block != after.block:
            moved = f"{block_name(before.block)} → {block_name(after.block)}"
            row.notes += [moved] if moved not in row.notes else []
        told = _reformatted(before, after)
        if told and words.strip():
            op, note = FORMATTED, ", ".join(told)
    elif standing and standing.href:
        note = standing.href
    last = row.parts[-1] if row.parts else None
    if last and last.op == op and last.note == note:
        row.parts[-1] = last._replace(text=last.text + words)
    else:
        row.parts.append(Part(op, words, note))


def _reformatted(before, after):
    """What became of the formatting of a stretch, in words."""
    names = {"strong": _("bold"), "em": _("italic"), "sup": _("superscript"), "sub": _("subscript")}
    told = [_("now %(format)s") % {"format": names[name]} for name in after.inline if name not in before.inline]
    told += [_("no longer %(format)s") % {"format": names[name]} for name in before.inline if name not in after.inline]
    if before.href != after.href:
        if not before.href:
            told.append(_("now a link to %(to)s") % {"to": after.href})
        elif not after.href:
            told.append(_("no longer a link to %(to)s") % {"to": before.href})
        else:
            told.append(_("link: %(old)s → %(new)s") % {"old": before.href, "new": after.href})
    return told


def block_name(block):
    """What an editor calls a block of a body."""
    names = {
        "p": _("Paragraph"),
        "h2": _("Heading"),
        "h3": _("Subheading"),
        "quote": _("Quotation"),
        "cell": _("Table cell"),
        "head": _("Head of a table"),
    }
    if block in names:
        return names[block]
    kind = pgettext("list", "Bullet") if block.startswith("ul") else pgettext("list", "Numbered item")
    depth = int(block[2:])
    return kind if depth == 1 else _("%(kind)s, level %(depth)d") % {"kind": kind, "depth": depth}


def _tidied(found):
    """Without the mark of a border behind an unchanged paragraph, where a whole paragraph was added or struck out."""
    for row, following in zip(found, [*found[1:], None], strict=True):
        if not row.parts or row.parts[-1].text != _MARK or following is None:
            continue
        op = row.parts[-1].op
        if following.only(op) and all(part.op == _EQUAL for part in row.parts[:-1]):
            row.parts.pop()
    return found


def _paired(found):
    """Paragraphs struck out and those that stand there instead, side by side."""
    done, at = [], 0
    while at < len(found):
        gone = _run(found, at, _DELETE)
        come = _run(found, at + len(gone), _INSERT)
        if not gone or not come:
            done += found[at : at + max(1, len(gone))]
            at += max(1, len(gone))
            continue
        for number in range(max(len(gone), len(come))):
            pair = [*gone[number : number + 1], *come[number : number + 1]]
            done.append(Row([part for row in pair for part in row.parts], pair[-1].block))
        at += len(gone) + len(come)
    return done


def _run(found, at, op):
    end = at
    while end < len(found) and found[end].only(op):
        end += 1
    return found[at:end]


def shortened(parts):
    """The parts of a diff, long stretches without a change cut down to their ends."""
    parts, shorter = list(parts), []
    for number, part in enumerate(parts):
        if part.op == _EQUAL and len(part.text) > 3 * _KEPT:
            head = "" if number == 0 else part.text[:_KEPT].rsplit(" ", 1)[0] + " "
            tail = "" if number == len(parts) - 1 else " " + part.text[-_KEPT:].split(" ", 1)[-1]
            part = part._replace(text=f"{head}[…]{tail}")
        shorter.append(part)
    return shorter


class Stretch(NamedTuple):
    """Rows in a run: shown, or `folded` away because nothing changed in them."""

    folded: bool
    rows: list


def stretches(found, context=1):
    """The rows in runs, those further than `context` rows from any change folded."""
    near = set()
    for at, row in enumerate(found):
        if row.changed:
            near.update(range(at - context, at + context + 1))
    runs = groupby(enumerate(found), key=lambda item: item[0] in near)
    return [Stretch(not shown, [row for _at, row in run]) for shown, run in runs]
