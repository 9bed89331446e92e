"""What a program may ask for: the parameters of each address, read once and strictly.

`gettext_noop` marks what the page of the documentation tells in three languages; the OpenAPI document is in English.
"""

from typing import Annotated, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import AfterValidator, Field, WithJsonSchema, create_model

from speeches import instants, quotes
from speeches.models.base import checked_instant
from speeches.text.queries import MOST_CHARACTERS

from . import shapes

LANGUAGE = gettext_noop("Language of names and addresses, and of what is listed. Without it: English.")
LANGUAGE_OF_ONE = gettext_noop("Language of names and addresses. Without it: that of the release.")
FIELDS = gettext_noop("Names of fields, parted by commas: nothing else is told but these and the id.")
LIMIT = gettext_noop("How many at most, from 1 to 100.")
AFTER = gettext_noop("Where the page begins: take it from the address in “next”.")
AS_OF = gettext_noop(
    "How it stood at this instant (RFC 3339), such as 2024-05-01T10:00:00Z. What was withdrawn does not come back."
)
THEME = gettext_noop("The id of a theme.")
PERSON = gettext_noop("The id of a person who speaks in it.")
SERIES = gettext_noop("The id of a series of events.")
EVENT = gettext_noop("The id of an event.")
KIND = gettext_noop("What kind of release it is.")
KIND_OF_EVENT = gettext_noop("What kind of event it is.")
SINCE = gettext_noop("From this day on, such as 2026-11-24.")
UNTIL = gettext_noop("Until this day, such as 2026-11-24.")
Q = gettext_noop("Words; “quotation marks” hold a phrase, a minus leaves a word out.")
WHAT = gettext_noop("In what to search.")
ORDER = gettext_noop("What comes first: what fits best, or what is newest.")
PAGE = gettext_noop("Which page, from 1.")
QUOTATION = gettext_noop("The words to be checked.")
_SLUG = "^[-a-zA-Z0-9_]{1,120}$"

PublicId = Annotated[str, Field(description=gettext_noop("The id of the record."), pattern="^[2-9a-z]{12}$")]
Id = Annotated[str, Field(description=gettext_noop("The id of the record."), pattern=_SLUG)]
Language = Annotated[shapes.Language | None, Field(description=LANGUAGE)]
LanguageOfOne = Annotated[shapes.Language | None, Field(description=LANGUAGE_OF_ONE)]
Limit = Annotated[int, Field(ge=1, le=100, description=LIMIT)]
After = Annotated[str | None, Field(pattern=r"^[-.a-zA-Z0-9_]{1,160}$", description=AFTER)]
Slug = Annotated[str | None, Field(pattern=_SLUG)]
Day = Annotated[str | None, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
AsOf = Annotated[
    str | None,
    AfterValidator(lambda given: checked_instant(instants.read(given))),
    WithJsonSchema({"type": "string", "format": "date-time"}),
    Field(description=AS_OF),
]


def fields_of(shape):
    """The type of ?fields= for records of a `shape`: it gives a frozenset of names, or None for all."""
    names = list(shape.__annotations__)

    def read(given):
        chosen = frozenset(given.split(","))
        if unknown := sorted(chosen.difference(names)):
            raise ValueError(_("There is no field “%(name)s”.") % {"name": unknown[0][:60]})
        return chosen | {"id"}

    allowed = {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1}
    return Annotated[str | None, AfterValidator(read), WithJsonSchema(allowed), Field(description=FIELDS)]


class One(Schema):
    """A record; `shape` gives the names of its fields."""

    language: Language = None


class OneThen(One):
    as_of: AsOf = None


class OneThenNot(One):
    """A record that has no past, in the language of its release."""

    language: LanguageOfOne = None


class OneOfRelease(OneThen):
    language: LanguageOfOne = None


class Listed(Schema):
    language: Language = None
    limit: Limit = 20
    after: After = None


class FilteredNow(Listed):
    """The filters of the archive (`filters.ReleaseFilter`)."""

    theme: Annotated[Slug, Field(description=THEME)] = None
    person: Annotated[Slug, Field(description=PERSON)] = None
    series: Annotated[Slug, Field(description=SERIES)] = None
    event: Annotated[Slug, Field(description=EVENT)] = None
    kind: Annotated[shapes.Kind | None, Field(description=KIND)] = None
    since: Annotated[Day, Field(description=SINCE)] = None
    until: Annotated[Day, Field(description=UNTIL)] = None


class Filtered(FilteredNow):
    as_of: AsOf = None


class Events(Listed):
    """The filters of `filters.EventFilter`."""

    series: Annotated[Slug, Field(description=SERIES)] = None
    kind: Annotated[shapes.KindOfEvent | None, Field(description=KIND_OF_EVENT)] = None
    since: Annotated[Day, Field(description=SINCE)] = None
    until: Annotated[Day, Field(description=UNTIL)] = None


class Search(Filtered):
    q: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, description=Q)]
    what: Annotated[Literal["releases", "statements"], Field(description=WHAT)] = "releases"
    order: Annotated[Literal["relevance", "date"], Field(description=ORDER)] = "relevance"
    page: Annotated[int, Field(ge=1, le=1000, description=PAGE)] = 1


class Quotation(Schema):
    q: Annotated[str, Field(min_length=1, max_length=quotes.LONGEST, description=QUOTATION)]
    language: Language = None


def of(asked, shape):
    """The parameters `asked`, with ?fields= of a `shape`."""
    name, fields = f"{asked.__name__}{shape.__name__}", (fields_of(shape), None)
    return create_model(name, __base__=asked, __doc__=asked.__doc__, fields=fields)


def language_of(query):
    """The language that a query string names, by default the first of the site: for errors too."""
    given = query.get("language")
    return given if given in shapes.LANGUAGES else settings.LANGUAGE_CODE
