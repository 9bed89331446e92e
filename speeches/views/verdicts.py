"""What the page of the quote check says to each answer, as data."""

from typing import NamedTuple

from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_noop

from speeches import quotes


class Verdict(NamedTuple):
    """`title` heads the answer and `said` stands below it, in HTML; `parted` is added where words are left out.

    `meaning` explains the title where no answer is given yet, "" where it needs none. All are messages.
    """

    title: str
    said: str
    meaning: str = ""
    parted: str = ""


VERDICTS = {
    "verbatim": Verdict(
        gettext_noop("Verbatim"),
        gettext_noop("The words stand in a release just so."),
        gettext_noop("Every word stands in a release, in this order."),
    ),
    "verbatim-parted": Verdict(
        gettext_noop("Verbatim, with words left out"),
        gettext_noop(
            "The parts stand in a release just so, in this order. What is left out between them may change the "
            "sense: read the whole passage."
        ),
    ),
    "verbatim-letters": Verdict(
        gettext_noop("Looks the same, other letters"),
        gettext_noop(
            "These words stand in a release, but some letters of the quotation are of another alphabet and only look "
            "the same. Copy the words from the passage."
        ),
        gettext_noop(
            "Every word stands there, but some letters of the quotation are of another alphabet, such as a Cyrillic "
            "“а” in an English word."
        ),
        gettext_noop("What is left out may change the sense: read the whole passage."),
    ),
    "earlier": Verdict(
        gettext_noop("Stood so in an earlier edition"),
        gettext_noop(
            "A release had these words until its text was changed. Quote what stands now, or say which edition you "
            "quote."
        ),
        gettext_noop(
            "The words stood in a release until it was corrected or updated. The answer tells when, what was said of "
            "it, and what stands now."
        ),
        gettext_noop("What is left out may change the sense: read the whole passage."),
    ),
    "close": Verdict(
        gettext_noop("Close, but not the same"),
        gettext_noop(
            "No text that stands now has exactly these words. In what follows, <del>struck out</del> is only in the "
            "quotation, and <ins>underlined</ins> only in the text."
        ),
        gettext_noop(
            "A passage is much like it; the differences are marked. Do not quote the words as they were given."
        ),
    ),
    "not-found": Verdict(
        gettext_noop("Not found"),
        gettext_noop(
            "Nothing like these words was found in releases. Of a few words one that was changed may "
            "hide the passage: give the whole sentence. They may also have been said elsewhere: this says nothing "
            "about that."
        ),
        gettext_noop("No release that can be read here now has these words."),
    ),
    "too-short": Verdict(gettext_noop("Too few words"), gettext_noop("Give at least three words in a row.")),
    "too-long": Verdict(
        gettext_noop("Too long"),
        gettext_noop("At most %(longest)s characters can be checked at once. Take a sentence or a few."),
    ),
}
"""By `quotes.Answer.kind`; "-letters" and "-parted" where it is another verdict that letters only look alike, and that
words are left out.
"""


class Field(NamedTuple):
    """What is said of a place in a field of an edition: where it is, "" in the text, and how that reads now, or that
    nothing is like it now. All are messages, `now` in HTML.
    """

    label: str
    now: str
    gone: str


FIELDS = {
    "text": Field(
        "",
        gettext_noop(
            "Now it reads (<del>struck out</del> is only in the quotation, <ins>underlined</ins> only in the text):"
        ),
        gettext_noop("The text has nothing like it now."),
    ),
    "title": Field(
        gettext_noop("In the headline"),
        gettext_noop(
            "Now the headline reads (<del>struck out</del> is only in the quotation, <ins>underlined</ins> only in "
            "the headline):"
        ),
        gettext_noop("The headline has nothing like it now."),
    ),
    "summary": Field(
        gettext_noop("In the summary"),
        gettext_noop(
            "Now the summary reads (<del>struck out</del> is only in the quotation, <ins>underlined</ins> only in "
            "the summary):"
        ),
        gettext_noop("The summary has nothing like it now."),
    ),
}
"""By `quotes.Place.field`."""


def verdict(answer):
    """{title, said} of an Answer, in the language of the page; `said` is HTML.

    Other letters are its verdict where no place has those of the quotation.
    """
    parted = answer.quoted is not None and len(answer.quoted.parts) > 1
    told = VERDICTS[answer.kind]
    if parted:
        told = VERDICTS.get(f"{answer.kind}-parted", told)
    if answer.places and all(place.letters for place in answer.places):
        told = VERDICTS.get(f"{answer.kind}-letters", told)
    said = mark_safe(gettext(told.said) % {"longest": localize(quotes.LONGEST)})  # noqa: S308 - messages of ours
    if parted and told.parted:
        said = format_html("{} {}", said, gettext(told.parted))
    return {"title": gettext(told.title), "said": said}


def told_of_field(place):
    """{label, became} of a Place: in what field it is, "" in the text; what leads to how it reads now, as HTML."""
    field = FIELDS[place.field]
    became = gettext(field.now if place.now else field.gone) if place.until else ""
    return {"label": field.label and gettext(field.label), "became": mark_safe(became)}  # noqa: S308 - messages of ours


def meanings():
    """(title, meaning) of what may be answered, in the language of the page."""
    return [(gettext(one.title), gettext(one.meaning)) for one in VERDICTS.values() if one.meaning]
