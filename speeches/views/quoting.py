"""Checking a quotation: whether these words stand in a release, and whose they are."""

from django.shortcuts import render

from speeches import quotes
from speeches.models import Person, StatementVersion, Tenure
from speeches.text import truncate
from speeches.text.characters import BIDI_CONTROLS

from .common import live_editions, public

_AROUND = 140
"""Characters shown on either side of the words."""
_EXAMPLE = 110
_DROPPED = dict.fromkeys(map(ord, ["\0", *BIDI_CONTROLS]))


@public
def quote_check(request):
    """The form, and what the live texts say to the words in ?q=."""
    asked = request.GET.get("q", "").encode("utf-8", "replace").decode().translate(_DROPPED).strip()
    answer = quotes.check_quote(asked) if asked else None
    context = {
        "asked": asked[: quotes.LONGEST],
        "answer": answer,
        "places": _told(answer.places) if answer else [],
        "longest": quotes.LONGEST,
        "example": _example(),
    }
    return render(request, "public/quote_check.html", context)


def _told(places):
    """What the page says of each place: two queries, however many there are."""
    wanted = {place.version.speaker_id for place in places if place.version} - {None}
    people = Person.objects.live().in_bulk(wanted) if wanted else {}
    tenures = list(Tenure.objects.live().filter(person__in=people).select_related("office")) if people else []
    for place in places:
        speaker = people.get(place.version.speaker_id) if place.version else None
        day = place.edition.release.address_date
        yield {
            "edition": place.edition,
            "release": place.edition.release,
            "version": place.version,
            "speaker": speaker,
            "offices": [one.office for one in tenures if speaker and one.person_id == speaker.pk and one.covers(day)],
            "pieces": _pieces(place.edition.plain_text, place.match.spans) if place.match.verbatim else [],
            "changes": place.match.changes,
        }


def _pieces(plain, spans):
    """(before, words, after) for each part of the quotation; before and after within its paragraphs."""
    for number, (start, end) in enumerate(spans):
        low = max(plain.rfind("\n", 0, start) + 1, spans[number - 1][1] if number else 0)
        high = plain.find("\n", end)
        high = len(plain) if high < 0 else high
        if number + 1 < len(spans):
            high = min(high, spans[number + 1][0])
        yield _end_of(plain[low:start]), plain[start:end], truncate(plain[end:high], _AROUND)


def _end_of(words):
    """The last characters of `words`, from a word's beginning."""
    return words if len(words) <= _AROUND else f"… {words[-_AROUND:].partition(' ')[2]}"


def _example():
    """Words of the newest live release in the language of the page, best of a statement in it; "" without any."""
    edition = live_editions().first()
    if edition is None:
        return ""
    version = StatementVersion.objects.live().standing_by().filter(edition=edition).order_by("start").first()
    words = version.quote if version else edition.plain_text
    return truncate(words.split("\n")[0], _EXAMPLE)
