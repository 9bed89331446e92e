"""What public templates need beyond Django's own tags."""

from django import template
from django.utils.translation import get_language_info, override

from speeches import text

register = template.Library()

_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_NUMERALS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


@register.filter(expects_localtime=True)
def instant(at):
    """An aware instant as the `datetime` of a `time` element takes it: seconds, for HTML knows no microseconds."""
    return at.isoformat(timespec="seconds")


@register.filter
def language_name(code):
    """The name of a language in that language, as its speakers write it in a switch."""
    return {"kk": "Қазақша"}.get(code) or get_language_info(code)["name_local"]


@register.simple_tag
def address_in(thing, code):
    """The address of a record's page in the language `code`."""
    with override(code):
        return thing.get_absolute_url()


@register.simple_tag(takes_context=True)
def same_in(context, thing, code):
    """As `address_in`; where `in_languages` of the page has the same thing in that language, the address of that."""
    return address_in(context.get("in_languages", {}).get(code, thing), code)


@register.filter
def lead(edition, length=220):
    """The summary of an edition, else the beginning of its text."""
    return edition.summary or text.truncate(edition.plain_text.replace("\n\n", " "), length)


@register.filter
def roman(number):
    """A number of a session in Roman numerals, up to 3999."""
    numerals = zip(_VALUES, _NUMERALS, strict=True)
    written = ""
    for value, numeral in numerals:
        count, number = divmod(number, value)
        written += numeral * count
    return written


@register.simple_tag(takes_context=True)
def file_address(context, stored):
    """Where the page finds a stored file: at its public address, or, in a preview, where `file_address` says."""
    return context.get("file_address", type(stored).get_absolute_url)(stored)


@register.simple_tag(takes_context=True)
def photo_sources(context, photo):
    """The renditions of a photo for <picture>: `better` formats first; of the plainest `src`, `srcset`, `fallback`."""
    by_mime = {}
    for rendition in photo.renditions.all():
        rendition.photo = photo
        by_mime.setdefault(rendition.mime, []).append(rendition)

    def srcset(mime):
        return ", ".join(
            f"{file_address(context, row)} {row.width}w" for row in sorted(by_mime[mime], key=lambda r: r.width)
        )

    order = [mime for mime in ("image/avif", "image/webp", "image/jpeg") if mime in by_mime]
    if not order:
        return {}
    plainest = order[-1]
    rows = sorted(by_mime[plainest], key=lambda row: row.width)
    fallback = next((row for row in rows if row.width >= 960), rows[-1])
    return {
        "better": [{"mime": mime, "srcset": srcset(mime)} for mime in order[:-1]],
        "srcset": srcset(plainest),
        "src": file_address(context, fallback),
        "fallback": fallback,
    }


_AROUND = 160
"""Characters of unchanged text shown on either side of a change."""


@register.filter
def near_changes(changes):
    """Changes (see `text.word_diff`) with what lies far from any of them cut to "…", for a reader of a long text."""
    shown = []
    for index, change in enumerate(changes):
        if change.op != "equal":
            shown.append(change)
            continue
        first, last = index == 0, index == len(changes) - 1
        kept = _AROUND * (2 - first - last) if len(changes) > 1 else _AROUND
        if len(change.text) <= kept + _AROUND:
            shown.append(change)
            continue
        head = "" if first else change.text[:_AROUND].rpartition(" ")[0] + " "
        tail = "" if last else " " + change.text[-_AROUND:].partition(" ")[2]
        shown.append(change._replace(text=f"{head}…{tail}"))
    return shown


@register.filter
def focus(use):
    """The class that keeps the focal point of a photo in sight where the layout crops it (site.css, steps of 10 %)."""
    return f"x{round(use.focal_x / 10)} y{round(use.focal_y / 10)}"
