"""What two versions of a text have in common and what not, for people."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from speeches import text
from speeches.models import Edition
from speeches.states import StatementStatus

from . import bodies

FIELDS = (
    "title",
    "summary",
    "dateline",
    "plain_text",
    "press_contact",
    "notes_to_editors",
    "boilerplate",
    "change_note",
)
_HEAD, _FOOT = FIELDS[:3], FIELDS[4:]
_USED = ("alt", "caption", "credit")


def said(edition):
    """What an edition says, as {name: plain text}."""
    photos = edition.edition_photos.all()
    documents = edition.edition_attachments.all()
    return {name: getattr(edition, name) for name in FIELDS} | {
        "themes": _themes(edition.themes.all()),
        "photos": "\n".join(_line(use.photo.name, use.alt, use.caption, use.credit) for use in photos),
        "attachments": "\n".join(_line(use.attachment.name, use.title) for use in documents),
        "links": "\n".join(_line(link.title, link.url) for link in edition.edition_links.all()),
    }


def _themes(themes):
    return ", ".join(sorted(str(theme.name) for theme in themes))


def _line(*parts):
    return " · ".join(part for part in parts if part)


def label(name):
    """What the desk calls a part of an edition."""
    others = {"plain_text": _("Text"), "photos": _("Photos"), "attachments": _("Documents"), "themes": _("Themes")}
    others["links"] = _("Links")
    return others.get(name) or str(Edition._meta.get_field(name).verbose_name).capitalize()


def differences(old, new):
    """Word diffs between two results of `said`: a list of (label, parts), only of what differs."""
    return [
        (label(name), bodies.shortened(text.word_diff(old.get(name, ""), value)))
        for name, value in new.items()
        if old.get(name, "") != value
    ]


@dataclass
class Item:
    """A photo, a document, a link or a statement in a comparison; `what` lists what happened to it, in words.

    `was` and `now` are the rows that use it (None: there is none), `changes` pairs of (label, parts).
    """

    name: str
    what: list
    was: object = None
    now: object = None
    changes: list = field(default_factory=list)

    @property
    def photo(self):
        return getattr(self.now or self.was, "photo", None)


@dataclass
class Section:
    """One part of an edition that differs: `rows` of a text (see `bodies.Row`), or `items`."""

    name: str
    rows: list = field(default_factory=list)
    items: list = field(default_factory=list)

    @property
    def label(self):
        return _("Statements") if self.name == "statements" else label(self.name)

    @property
    def stretches(self):
        """The rows in runs, those far from any change folded."""
        return bodies.stretches(self.rows)

    @property
    def short(self):
        """The changed rows only, long stretches without a change cut down; None where something is left out."""
        shown = []
        for row in self.rows:
            if row.changed:
                shown.append(bodies.Row(bodies.shortened(row.parts), row.block, row.notes))
            elif not shown or shown[-1] is not None:
                shown.append(None)
        return shown


class Comparison:
    """What differs between two versions: `sections`, in the order in which readers meet them, and a `summary`."""

    def __init__(self, sections):
        self.sections = [section for section in sections if section.items or any(r.changed for r in section.rows)]

    def __bool__(self):
        return bool(self.sections)

    @property
    def summary(self):
        """What changed, in a line: passages, words, and the rest by kind."""
        rows = [row for section in self.sections for row in section.rows]
        # What came or went whole is counted as such, not word by word.
        stayed = [item for section in self.sections for item in section.items if item.was and item.now]
        rows += [bodies.Row(parts) for item in stayed for _label, parts in item.changes]
        count = sum(row.passages for row in rows)
        told = []
        if count:
            told.append(ngettext("%(count)d passage changed", "%(count)d passages changed", count) % {"count": count})
            added, removed = (
                sum(text.words(part.text) for row in rows for part in row.parts if part.op == op)
                for op in ("insert", "delete")
            )
            if added:
                told.append(ngettext("%(count)d word added", "%(count)d words added", added) % {"count": added})
            if removed:
                told.append(ngettext("%(count)d word removed", "%(count)d words removed", removed) % {"count": removed})
        told = [", ".join(told)] if told else []
        for section in self.sections:
            if section.items:
                names = [what for item in section.items for what in item.what]
                counted = ", ".join(
                    _("%(count)d %(what)s") % {"count": names.count(what), "what": what}
                    for what in dict.fromkeys(names)
                )
                told.append(f"{section.label}: {counted}")
        return "; ".join(told)


def compare(old, new):
    """How the edition `new` differs from the edition `old`: a `Comparison`. A fixed number of queries."""

    def texts(names):
        return [Section(name, [bodies.row_of(getattr(old, name), getattr(new, name))]) for name in names]

    photos = [list(edition.edition_photos.all()) for edition in (old, new)]
    documents = [list(edition.edition_attachments.all()) for edition in (old, new)]
    links = [list(edition.edition_links.all()) for edition in (old, new)]
    return Comparison(
        [
            *texts(_HEAD),
            Section("plain_text", bodies.rows(old.body, new.body)),
            Section("themes", items=_theme_items(list(old.themes.all()), list(new.themes.all()))),
            Section("photos", items=_items(*photos, "photo_id", lambda use: use.photo.name, _USED)),
            Section(
                "attachments", items=_items(*documents, "attachment_id", lambda use: use.attachment.name, ("title",))
            ),
            Section("links", items=_items(*links, "url", lambda link: link.url, ("title",))),
            Section("statements", items=_statement_items(old, new)),
            *texts(_FOOT[:-1]),
            Section("change_kind", [_kind_row(old, new)]),
            *texts(_FOOT[-1:]),
        ]
    )


def since(was, now):
    """How `now` differs from `was`, two results of `said` that may hold the `body` too: a `Comparison`."""
    names = [name for name in now if name not in ("body", "plain_text")]
    head = [name for name in names if name in _HEAD]
    if "body" in was and "body" in now:
        middle = bodies.rows(was["body"], now["body"])
    else:
        middle = [bodies.row_of(was.get("plain_text", ""), now.get("plain_text", ""))]
    rest = [name for name in names if name not in head]
    return Comparison(
        [
            *(Section(name, [bodies.row_of(was.get(name, ""), now[name])]) for name in head),
            Section("plain_text", middle),
            *(Section(name, [bodies.row_of(was.get(name, ""), now[name])]) for name in rest),
        ]
    )


def _kind_row(old, new):
    """The kind of change matters between two later editions only: the first one has none."""
    if old.change_kind == new.change_kind or "first" in (old.change_kind, new.change_kind):
        return bodies.Row()
    return bodies.row_of(str(old.get_change_kind_display()), str(new.get_change_kind_display()))


def _theme_items(old, new):
    gone = [Item(str(theme.name), [_("removed")], was=theme) for theme in old if theme not in new]
    return gone + [Item(str(theme.name), [_("added")], now=theme) for theme in new if theme not in old]


def _items(old, new, key, name, compared):
    """What happened to the rows of one kind of part: added, removed, moved, changed. In the order of `new`."""
    was, now = ({getattr(use, key): use for use in uses} for uses in (old, new))
    moved = _moved([one for one in was if one in now], [one for one in now if one in was])
    found = [Item(name(use), [_("removed")], was=use) for one, use in was.items() if one not in now]
    for one, use in now.items():
        if one not in was:
            changes = [
                (_field(use, part), [bodies.Part("insert", value)])
                for part in compared
                if (value := getattr(use, part))
            ]
            found.append(Item(name(use), [_("added")], now=use, changes=changes))
            continue
        before = was[one]
        changes = [
            (_field(use, part), text.word_diff(getattr(before, part), getattr(use, part)))
            for part in compared
            if getattr(before, part) != getattr(use, part)
        ]
        if (focal := _focal(use)) != _focal(before):
            changes.append((_("Focal point"), [bodies.Part("delete", _focal(before)), bodies.Part("insert", focal)]))
        what = [_("moved")] if one in moved else []
        what += [_("changed")] if changes else []
        if what:
            found.append(Item(name(use), what, was=before, now=use, changes=changes))
    return found


def _field(use, name):
    found = str(use._meta.get_field(name).verbose_name)
    return found[:1].upper() + found[1:]


def _focal(use):
    return f"{use.focal_x} % / {use.focal_y} %" if hasattr(use, "focal_x") else ""


def _moved(before, after):
    """Those that stand elsewhere among the ones that stayed: what is not in the longest common order."""
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    settled = {one for block in kept for one in before[block.a : block.a + block.size]}
    return set(after) - settled


def _statement_items(old, new):
    """Statements by their lasting id; what was merely suggested is no statement, and what was rejected is gone."""
    unsaid = (StatementStatus.SUGGESTED, StatementStatus.REJECTED)
    was, now = (
        {
            version.statement_id: version
            for version in edition.statement_versions.filter(replaces=None)
            .exclude(status__in=unsaid)
            .select_related("speaker")
            .prefetch_related("themes")
        }
        for edition in (old, new)
    )
    found = [
        Item(v.who, [_("removed")], was=v, changes=[(_("Words"), [bodies.Part("delete", v.quote)])])
        for key, v in was.items()
        if key not in now
    ]
    for key, version in now.items():
        before = was.get(key)
        if before is None:
            words = [bodies.Part("insert", version.quote)]
            found.append(Item(version.who, [_("added")], now=version, changes=[(_("Words"), words)]))
            continue
        pairs = (
            (_("Speaker"), before.who, version.who),
            (_("Words"), before.quote, version.quote),
            (_("Themes"), _themes(before.themes.all()), _themes(version.themes.all())),
            (_("Status"), str(before.get_status_display()), str(version.get_status_display())),
        )
        changes = [(name, text.word_diff(one, other)) for name, one, other in pairs if one != other]
        if changes:
            found.append(Item(version.who, [_("changed")], was=before, now=version, changes=changes))
    return found
