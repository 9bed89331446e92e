"""What the pages of review need beyond Django's own tags."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import text
from speeches.text.passages import laid_out

register = template.Library()

_TAGS = {"insert": "ins", "delete": "del", "format": "u"}


@register.filter
def told(parts):
    """The parts of a comparison as HTML: ins, del and u (formatting), each said to those who do not see them."""
    said = {"insert": _("added"), "delete": _("deleted"), "format": _("formatting changed")}
    return mark_safe("".join(_part(part, said) for part in parts))  # noqa: S308 - every piece is escaped


def _part(part, said):
    note = getattr(part, "note", "")
    remark = format_html(' <span class="remark" lang="{}">[{}]</span>', get_language(), note) if note else ""
    if part.op not in _TAGS:
        return format_html("{}{}", part.text, remark)
    opening = format_html('<span class="visually-hidden" lang="{}">[{}: </span>', get_language(), said[part.op])
    closing = mark_safe('<span class="visually-hidden">]</span>')
    tag = _TAGS[part.op]
    return format_html("<{}>{}{}{}</{}>{}", tag, opening, part.text, closing, tag, remark)


@register.simple_tag
def commented_body(edition, threads, may_comment=True):
    """The body of an edition with the passages of `threads` marked, and a note behind each paragraph: its threads, and
    where one may comment on it. Every piece of text says in `data-at` at which code point of the plain text it begins.
    """
    placed = [thread for thread in threads if thread.found]
    language, begun = get_language(), set()

    def wrap(start, end, covering):
        if not covering:
            return format_html('<span data-at="{}">', start), "</span>"
        over = [placed[index] for index in covering]
        # A thread's own place is where its passage begins, once.
        new = [thread for thread in over if thread.pk not in begun]
        begun.update(thread.pk for thread in new)
        places = format_html_join("", '<span id="m-{}" class="place"></span>', ((t.public_id,) for t in new))
        names = " ".join(thread.public_id for thread in over)
        return format_html('{}<mark data-at="{}" data-threads="{}">', places, start, names), "</mark>"

    def note(block):
        about = [t for t in placed if block.start <= t.found.start < block.end]
        refs = format_html_join(
            "",
            '<a class="ref" href="#t-{}"><span class="visually-hidden">{} </span>{}</a>',
            ((thread.public_id, _("Conversation"), thread.number) for thread in about),
        )
        say = _say(edition, block) if may_comment else ""
        return format_html('<span class="notes" lang="{}">{}{}</span>', language, refs, say) if refs or say else ""

    spans = [(thread.found.start, thread.found.end) for thread in placed]
    return mark_safe(laid_out(edition.body, spans, wrap, note))  # noqa: S308 - the body is sanitised when it is saved


def _say(edition, block):
    address = reverse("admin:edition", args=[edition.public_id])
    words = text.truncate(edition.plain_text[block.start : block.end].replace("\n", " "), 40)
    return format_html(
        '<a class="say" href="{}?start={}&amp;end={}#say" data-start="{}" data-end="{}" title="{}">'
        '<span class="visually-hidden">{}</span></a>',
        *(address, block.start, block.end, block.start, block.end, _("Comment on this paragraph")),
        _("Comment on the paragraph “%(words)s”") % {"words": words},
    )
