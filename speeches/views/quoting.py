"""Checking a quotation: whether these words stand in a release, and whose they are."""

from functools import partial
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from speeches import linked, quotes
from speeches.limits import limited
from speeches.models import StatementVersion
from speeches.text import truncate
from speeches.text.lookalikes import by_alphabet

from .around import with_offices
from .common import live_editions, public, typed
from .site import bad_request
from .verdicts import meanings, told_of_field, verdict

_AROUND = 140
"""Characters shown on either side of the words."""
_EXAMPLE = 110
_ADDRESS = 2000
"""Characters of the longest address that the page gives: browsers, proxies and mail carry as many unharmed."""


@partial(public, allowed=require_http_methods(["GET", "HEAD", "POST"]))
@limited("quote-check")
def quote_check(request):
    """The form, and what the texts that readers read say to the words in ?q=.

    The form posts, since in an address a letter of Cyrillic takes six characters. Words that fit into one all the
    same are answered there (303), so that the answer can be passed on. Where none are given the form asks for some.
    """
    if request.method == "POST" and request.content_type != "application/x-www-form-urlencoded":
        return bad_request(request)  # before any file that comes along is read
    data = request.POST if request.method == "POST" else request.GET
    asked = typed(data)
    query = urlencode({"q": asked}) if asked else ""
    address = reverse("quote_check") + (f"?{query}" if query else "")
    if request.method == "POST" and asked and len(address) <= _ADDRESS:
        response = redirect(address)
        response.status_code = 303
        return response
    answer = quotes.check_quote(asked) if asked else None
    context = {
        "asked": asked[: quotes.LONGEST],
        "missing": not asked and (request.method == "POST" or "q" in data),
        "query": query if len(address) <= _ADDRESS else "",
        "answer": answer,
        "verdict": verdict(answer) if answer else {},
        "meanings": meanings(),
        "places": told(answer.places) if answer else [],
        "longest": quotes.LONGEST,
        "example": example(),
        "linked": linked.quote_check_page(request),
    }
    return render(request, "public/quote_check.html", context)


def told(places):
    """What is said of each place, its statement with `offices` of the speaker: one query, however many there are."""
    with_offices(place.version for place in places if place.version)
    for place in places:
        yield {
            "edition": place.edition,
            "release": place.edition.release,
            "version": place.version,
            "pieces": _pieces(place.text, place.match.spans) if place.match.verbatim else [],
            "changes": place.match.changes,
            "letters": [by_alphabet(word) for word in place.letters],
            "until": place.until,
            "why": place.why,
            "now": place.now.changes if place.now else [],
            **told_of_field(place),
        }


def _pieces(plain, spans):
    """(before, words, after) for each part of the quotation; before and after within its paragraphs.

    What stands between two parts of a paragraph is told once, whole where it is not long, as the `after` of the first.
    """
    before = _end_of(plain[plain.rfind("\n", 0, spans[0][0]) + 1 : spans[0][0]])
    for (start, end), (following, _end) in zip(spans, [*spans[1:], (len(plain), 0)], strict=True):
        after, parted, rest = plain[end:following].partition("\n")
        last = following == len(plain)
        words = (before, plain[start:end])
        if last or parted:
            before = " " + _end_of(rest.rpartition("\n")[2])
            yield *words, truncate(after, _AROUND)
        elif len(after) <= 2 * _AROUND:
            before = ""
            yield *words, after
        else:
            before = " " + _end_of(after)
            yield *words, truncate(after, _AROUND)


def _end_of(words):
    """The last characters of `words`, from a word's beginning."""
    return words if len(words) <= _AROUND else f"… {words[-_AROUND:].partition(' ')[2]}"


def example():
    """Words of the newest live release in the language of the page, best of a statement in it; "" without any."""
    edition = live_editions().first()
    if edition is None:
        return ""
    version = StatementVersion.objects.live().filter(edition=edition).order_by("start").first()
    words = version.quote if version else edition.plain_text
    return truncate(words.split("\n")[0], _EXAMPLE)
