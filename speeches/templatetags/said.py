"""What pages of statements need: passages in a body, and changes of wording."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from speeches.text.passages import formats, laid_out

from .newsroom import address, named

register = template.Library()


@register.simple_tag(takes_context=True)
def annotated_body(context, edition, versions):
    """The body of an edition, each of its statements a quiet passage with a mark behind it.

    Passages may overlap and run over several paragraphs. The first piece of a passage is `#s-<id>`; the mark leads
    there, and shows the ways to the statement's page and its citation. In a link the mark waits for the block's end.
    """
    plain = edition.plain_text
    placed = [
        version for version in versions if version.end <= len(plain) and plain[version.start : version.end].strip()
    ]
    placed.sort(key=lambda version: (version.start, -version.end))
    edges = [_edges(plain, version) for version in placed]
    linked = formats(edition.body) if "<a " in edition.body else ()
    late = {index for index, (_first, last) in enumerate(edges) if linked and linked[last] and linked[last].href}

    def wrap(start, end, covering):
        opening, closing = "", ""
        for index in covering:
            first, last = edges[index]
            key = placed[index].statement.public_id
            name = format_html(' id="s-{}"', key) if start <= first < end else ""
            opening += format_html('<span class="said" data-said="{}"{}>', key, name)
            mark = _mark(context, placed[index]) if start <= last < end and index not in late else ""
            closing = f"{mark}</span>{closing}" if mark else f"</span>{closing}"
        return opening, closing

    def note(block):
        return "".join(
            _mark(context, placed[index]) for index in sorted(late) if block.start <= edges[index][1] < block.end
        )

    spans = [(version.start, version.end) for version in placed]
    return mark_safe(laid_out(edition.body, spans, wrap, note))  # noqa: S308 - the body is sanitised before it is sealed


def _edges(plain, version):
    """The places of the first and the last character of a passage that are no white space."""
    words = plain[version.start : version.end]
    return version.start + len(words) - len(words.lstrip()), version.start + len(words.rstrip()) - 1


def _mark(context, version):
    key, there = version.statement.public_id, address(context, version)
    told = _("Statement: %(who)s") % {"who": version.who} if version.who else pgettext("passage", "Statement")
    spoken = format_html(_("Statement: %(who)s") % {"who": "{}"}, named(version.speaker)) if version.speaker else told
    return format_html(
        '<span class="said-tools"><a class="said-mark" href="#s-{}" title="{}">'
        '<span class="visually-hidden">{}</span></a>'
        '<span class="said-acts"><a href="{}">{}</a> <a href="{}#cite">{}</a></span></span>',
        *(key, told, spoken, there, _("Lasting address"), there, _("Cite")),
    )


@register.filter
def marked_changes(changes):
    """Changes (`text.word_diff`) with what was added and taken away marked."""
    return mark_safe("".join(_marked(change) for change in changes))  # noqa: S308 - every piece is escaped


def _marked(change):
    tag = {"insert": "ins", "delete": "del"}.get(change.op)
    return format_html("<{}>{}</{}>", tag, change.text, tag) if tag else format_html("{}", change.text)


@register.filter
def spoken_changes(changes):
    """As `marked_changes`, with what is added and taken away told to those who do not see it too."""
    return mark_safe("".join(map(_spoken, changes)))  # noqa: S308 - every piece is escaped


def _spoken(change):
    label = {"insert": _("added:"), "delete": _("deleted:")}.get(change.op)
    if label is None:
        return format_html("{}", change.text)
    tag = "ins" if change.op == "insert" else "del"
    return format_html('<{}><span class="visually-hidden">{} </span>{}</{}>', tag, label, change.text, tag)


@register.filter
def side(changes, kept):
    """Of the changes what one side has: `kept` is "delete" for the old words, "insert" for the new."""
    return marked_changes([change for change in changes if change.op in ("equal", kept)])
