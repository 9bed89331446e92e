"""The text of an edition with its statements marked, for the desk."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from speeches import text
from speeches.text.passages import laid_out

register = template.Library()


@register.simple_tag
def marked_body(edition, cards, may, address):
    """The body of an edition with the passages of `cards` (see `admin.statements.Card`) marked by status, and behind
    each paragraph the way to its statements and, where one `may`, to marking it as one at `address`.

    Every piece of text says in `data-at` at which code point of the plain text it begins.
    """
    placed = [card for card in cards if card.placed]
    language, begun = get_language(), set()

    def wrap(start, end, covering):
        if not covering:
            return format_html('<span data-at="{}">', start), "</span>"
        over = [placed[index] for index in covering]
        new = [card for card in over if card.id not in begun]
        begun.update(card.id for card in new)
        places = format_html_join("", '<span id="m-{}" class="place"></span>', ((card.id,) for card in new))
        names, kinds = " ".join(card.id for card in over), " ".join(sorted({card.kind for card in over}))
        opening = '{}<mark class="st {}" data-at="{}" data-statements="{}">'
        return format_html(opening, places, kinds, start, names), "</mark>"

    def note(block):
        about = [card for card in placed if block.start <= card.version.start < block.end]
        refs = format_html_join(
            "",
            '<a class="ref" href="#v-{}"><span class="visually-hidden">{} </span>{}</a>',
            ((card.id, _("To statement"), card.number) for card in about),
        )
        add = _add(edition, block, address) if may else ""
        return format_html('<span class="notes" lang="{}">{}{}</span>', language, refs, add) if refs or add else ""

    spans = [(card.version.start, card.version.end) for card in placed]
    return mark_safe(laid_out(edition.body, spans, wrap, note))  # noqa: S308 - the body is sanitised when it is saved


def _add(edition, block, address):
    words = text.truncate(edition.plain_text[block.start : block.end].replace("\n", " "), 40)
    return format_html(
        '<a class="say" href="{}?start={}&amp;end={}#write" title="{}"><span class="visually-hidden">{}</span></a>',
        *(address, block.start, block.end, _("Mark a statement in this paragraph")),
        _("Mark a statement in the paragraph “%(words)s”") % {"words": words},
    )
