"""What public templates need beyond Django's own tags."""

from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from speeches import feeds, instants, text
from speeches.images import WIDTHS

register = template.Library()

_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_NUMERALS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


@register.filter(expects_localtime=True)
def instant(at):
    """An aware instant as the `datetime` of a `time` element takes it: seconds, for HTML knows no microseconds."""
    return at.isoformat(timespec="seconds")


@register.simple_tag
def feeds_of(thing=None):
    """The feeds of a theme, a person or a series, or of all releases: {"url", "mime", "title", "name"} by format."""
    title = (thing.name if hasattr(thing, "name") else thing.title) if thing else _("Releases")
    base = thing.get_absolute_url() if thing else reverse("home")
    return [
        {"url": f"{base}feeds/releases.{end}", "mime": mime, "title": title, "name": name}
        for end, (_write, mime, name) in feeds.FORMATS.items()
    ]


@register.filter
def days(event):
    """The days of an event as `time` elements, what they share told once: 11–12 December 2026."""
    first, last = event.starts_on, event.ends_on or event.starts_on
    if first == last:
        return format_html('<time datetime="{}">{}</time>', first.isoformat(), date_format(first))
    one, other, dash = date_format(first), date_format(last), " – "
    before, start, after = one.partition(date_format(first, "MONTH_DAY_FORMAT"))
    end = date_format(last, "MONTH_DAY_FORMAT")
    if start and first.year == last.year:
        if first.month == last.month and start.startswith(f"{first.day} "):
            start, dash = first.day, "–"
        one, other = f"{before}{start}", f"{end}{after}"
    told = '<time datetime="{}">{}</time>{}<time datetime="{}">{}</time>'
    return format_html(told, first.isoformat(), one, dash, last.isoformat(), other)


@register.filter
def language_name(code):
    """The name of a language in that language, as its speakers write it in a switch."""
    return {"kk": "Қазақша"}.get(code) or get_language_info(code)["name_local"]


def as_of(context):
    """The past instant of which a page is, or None."""
    return getattr(context.get("request"), "as_of", None)


@register.simple_tag(takes_context=True)
def address(context, thing):
    """The address of a record's page, or an address, as it stood at the instant of this page, where that is not now.

    For releases with their history and citations, the archive, themes, people and statements: other pages know only
    now, and answer 400 to such an address.
    """
    path = thing if isinstance(thing, str) else thing.get_absolute_url()
    return instants.with_instant(path, as_of(context))


@register.simple_tag(takes_context=True)
def history_address(context, release):
    """The address of the history of a release, told as far as the instant of this page."""
    return address(context, f"{release.get_absolute_url()}history/")


@register.simple_tag
def address_at(thing, at):
    """The address of a record's page as it stood at `at` (aware)."""
    return instants.with_instant(thing.get_absolute_url(), at)


@register.simple_tag(takes_context=True)
def as_of_query(context):
    """The instant of this page as a part of a query, "" where that is now."""
    return instants.with_instant("", as_of(context)).lstrip("?")


@register.simple_tag(takes_context=True)
def address_now(context):
    """The address of this page as it stands, with what else it was asked for."""
    request = context["request"]
    query = request.GET.copy()
    for name in ("as_of", "page", "after", "before"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def asked_too(context):
    """What this page was asked for beside an instant, as (name, value), for the hidden fields of a form."""
    own = ("as_of", "stood_on", "stood_at", "page", "after", "before")
    return [(name, value) for name, values in context["request"].GET.lists() if name not in own for value in values]


@register.simple_tag
def newsroom_zone():
    """The newsroom's zone as people say it."""
    return instants.zone()


@register.simple_tag
def address_in(thing, code):
    """The address of a record's page in the language `code`."""
    with override(code):
        return thing.get_absolute_url()


def language_of(thing, field):
    """In which language a record gives its `field` on a page in the active one: a name may fall back to another."""
    order = resolution_order(get_language())
    return next((code for code in order if getattr(thing, build_localized_fieldname(field, code), None)), order[0])


@register.filter
def lang_of(thing, field):
    """` lang="en"` for the element that holds the `field` of a record, where it falls back to another language."""
    code = language_of(thing, field)
    return "" if code == get_language() else format_html(' lang="{}"', code)


@register.filter
def named(thing, field=""):
    """The name (or title, or `field`) of a record for a page: in a `span` with its language where that is another."""
    field = field or ("name" if hasattr(thing, "name") else "title")
    attribute, words = lang_of(thing, field), getattr(thing, field)
    return format_html("<span{}>{}</span>", attribute, words) if attribute else conditional_escape(words)


@register.filter
def names(things):
    """As `named`, of each of a list, parted by commas."""
    return format_html_join(", ", "{}", ((named(thing),) for thing in things))


@register.simple_tag(takes_context=True)
def same_in(context, thing, code):
    """As `address_in`; where `in_languages` of the page has the same thing in that language, the address of that."""
    return address_in(context.get("in_languages", {}).get(code, thing), code)


@register.filter
def in_language(releases, code):
    """The one of some releases that is in the language `code`, or None."""
    return next((release for release in releases or () if release.language == code), None)


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
    return context.get("file_address", lambda found: address(context, found))(stored)


@register.simple_tag(takes_context=True)
def photo_sources(context, photo):
    """The renditions of a photo for <picture>: `better` formats first; of the plainest `src`, `srcset`, `fallback`."""
    by_mime = {}
    for rendition in photo.renditions.all():
        if rendition.width > WIDTHS[-1]:
            continue  # for the press
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


@register.simple_tag
def share_links(title, url):
    """Where a reader may tell others of a page, as (name, address): plain links, no script and no request before."""
    words = {"u": quote(url, safe=""), "t": quote(title, safe="")}
    return [
        (_("E-mail"), "mailto:?subject={t}&body={t}%0A{u}".format(**words)),
        ("Telegram", "https://t.me/share/url?url={u}&text={t}".format(**words)),
        ("WhatsApp", "https://wa.me/?text={t}%20{u}".format(**words)),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={u}".format(**words)),
        ("X", "https://x.com/intent/post?url={u}&text={t}".format(**words)),
    ]
