"""What the interface for programs tells, as types: the OpenAPI document is made of them.

Instants are RFC 3339 in UTC, days ISO 8601. `url` is the address of a record here, `page` that of its page. Of what
can be asked for by ?fields= every field but the id may be missing.
"""

from typing import Annotated, Literal, Required

from django.conf import settings
from pydantic import Field
from typing_extensions import TypedDict

from speeches.states import ChangeKind, EventKind, ReleaseKind

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Language = Literal[LANGUAGES]
Kind = Literal[tuple(ReleaseKind.values)]
KindOfEvent = Literal[tuple(EventKind.values)]
KindOfChange = Literal[tuple(ChangeKind.values)]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
PublicId = Annotated[str, Field(pattern="^[2-9a-z]{12}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Named(TypedDict, closed=True):
    """A theme, person, event or series: its name, and in which language that is."""

    id: str
    name: str
    language: Language
    url: Address
    page: Address


class Office(TypedDict, closed=True):
    """An office; of a person also since when and until when it is or was held (null: not told, or still held)."""

    title: str
    held_from: Day | None
    held_until: Day | None


class Speaker(TypedDict, closed=True):
    """Who speaks. `id` is null where the text names somebody of whom there is no record; `offices` on that day."""

    id: str | None
    name: str
    offices: list[str]
    url: Address | None
    page: Address | None


class Rendition(TypedDict, closed=True):
    """A photo in one width and format. `size` is in bytes; widths and heights are in pixels."""

    url: Address
    width: int
    height: int
    type: str
    size: int
    sha256: Sha256


class ReleaseRef(TypedDict, closed=True):
    id: PublicId
    language: Language
    title: str
    date: Day
    url: Address
    page: Address


class Photo(TypedDict, total=False, closed=True):
    """A photo as a release shows it. `focal` is the point to keep in sight, in % from the left and the top.

    `press` is the widest JPEG with caption and credit written into the file, null where there is none.
    """

    id: Required[PublicId]
    release: ReleaseRef
    alt: str
    caption: str
    credit: str
    focal: tuple[int, int]
    renditions: list[Rendition]
    press: Address | None
    url: Address


class PhotoRecord(TypedDict, total=False, closed=True):
    """A photo, and how each release that shows it tells of it."""

    id: Required[PublicId]
    renditions: list[Rendition]
    uses: list[Photo]
    url: Address


class OtherLanguage(TypedDict, closed=True):
    language: Language
    id: PublicId
    url: Address
    page: Address


class Attachment(TypedDict, closed=True):
    title: str
    type: str
    size: int
    sha256: Sha256
    url: Address


class Recording(TypedDict, closed=True):
    title: str
    url: str


class Selector(TypedDict, total=False, closed=True):
    """Where words stand in the plain text of an edition (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).

    A TextQuoteSelector has exact, prefix and suffix; a TextPositionSelector has start and end, which count Unicode code
    points from 0, the end not included.
    """

    type: Required[Literal["TextQuoteSelector", "TextPositionSelector"]]
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class Target(TypedDict, closed=True):
    source: Address
    selector: list[Selector]


class Citations(TypedDict, total=False, closed=True):
    """`text` is a line for readers; the others are files: BibTeX, RIS and CSL-JSON."""

    text: str
    bib: Address
    ris: Address
    json: Address


class Statement(TypedDict, total=False, closed=True):
    """A statement as it stands in an edition: a verbatim quotation, indirect speech, or mixed of both."""

    id: Required[PublicId]
    quote: str
    kind: Literal["verbatim", "indirect", "mixed"]
    language: Language
    speaker: Speaker | None
    themes: list[Named]
    event: Named | None
    release: ReleaseRef
    edition: PublicId
    target: Target
    url: Address
    page: Address


class Change(TypedDict, closed=True):
    """A stretch of text: `insert` stands only in the newer or found text, `delete` only in the older or asked one."""

    op: Literal["equal", "insert", "delete"]
    text: str


class Moment(TypedDict, closed=True):
    """What an edition did to a statement. `unsure`: its words stand there, but nobody has confirmed them there;
    `altered`: words like them do; `speaker`: who speaks, where that is another than before."""

    edition: PublicId
    number: int
    at: Instant
    became: Literal["first", "same", "reworded", "unsure", "altered", "gone", "redacted"]
    changes: list[Change]
    speaker: str | None


class StatementRecord(Statement, total=False):
    """`stands`: whether it stands in the current edition; if not, all is told of the last one in which it stood."""

    stands: bool
    citations: Citations
    languages: list[OtherLanguage]
    life: list[Moment]


class Correction(TypedDict, closed=True):
    edition: PublicId
    kind: KindOfChange
    note: str
    at: Instant


class Release(TypedDict, total=False, closed=True):
    """A release by its edition of that moment. `date` is the day in its address; `updated_at`: since when the edition
    stands."""

    id: Required[PublicId]
    language: Language
    kind: Kind
    date: Day
    published_at: Instant
    updated_at: Instant
    title: str
    summary: str
    dateline: str
    event: Named | None
    themes: list[Named]
    photos: list[Photo]
    languages: list[OtherLanguage]
    edition: PublicId
    url: Address
    page: Address


class ReleaseRecord(Release, total=False):
    """With the whole text: `html`, and `text`, the plain text in which anchors count. `sha256` seals the edition;
    `editions` is the address of its public history here, `history` that of its page."""

    html: str
    text: str
    boilerplate: str
    notes_to_editors: str
    press_contact: str
    attachments: list[Attachment]
    recordings: list[Recording]
    statements: list[Statement]
    edition_number: int
    editions: Address
    corrections: list[Correction]
    sha256: Sha256
    citations: Citations
    history: Address


class Edition(TypedDict, total=False, closed=True):
    """An edition in the public history of its release, from 1. Of one that was removed only the seal is left."""

    id: Required[PublicId]
    number: int
    shown_from: Instant
    current: bool
    removed: bool
    change: KindOfChange | None
    note: str
    sha256: Sha256
    url: Address
    page: Address


class EditionRecord(Edition, total=False):
    release: ReleaseRef
    title: str
    summary: str
    dateline: str
    html: str
    text: str
    boilerplate: str
    notes_to_editors: str
    press_contact: str
    themes: list[Named]


class Event(TypedDict, total=False, closed=True):
    """`ordinal` is its number in the series. `releases` and `statements` count those in the language asked for."""

    id: Required[str]
    title: str
    language: Language
    kind: KindOfEvent
    place: str
    starts_on: Day
    ends_on: Day | None
    series: Named | None
    ordinal: int | None
    releases: int
    statements: int
    calendar: Address
    url: Address
    page: Address


class EventRecord(Event, total=False):
    previous: Named | None
    next: Named | None


class Series(TypedDict, total=False, closed=True):
    id: Required[str]
    title: str
    language: Language
    description: str
    events: int
    url: Address
    page: Address


class Person(TypedDict, total=False, closed=True):
    id: Required[str]
    name: str
    language: Language
    about: str
    offices: list[Office]
    statements: int
    url: Address
    page: Address


class Theme(TypedDict, total=False, closed=True):
    """`media_topic` is a code of the IPTC Media Topics, "" where none fits; `wider` the theme above it."""

    id: Required[str]
    name: str
    language: Language
    description: str
    media_topic: str
    wider: Named | None
    releases: int
    statements: int
    url: Address
    page: Address


class Piece(TypedDict, closed=True):
    text: str
    marked: bool


class Found(TypedDict, total=False, closed=True):
    """A result: a release or a statement, and the place that shows what was asked for."""

    id: Required[PublicId]
    snippet: list[Piece]
    release: Release
    statement: Statement


class Place(TypedDict, closed=True):
    """Where a quotation stands, or something like it: a selector and, where it differs, the changes of each part.

    `field` is what of the edition has it, its text, its title or its summary; the selector counts in it. `statement` is
    the one that holds all of it, `speaker` who says it; null where none does. `until` is when the next edition replaced
    the one with the words, to which the other fields then belong; null where they stand now. `why` is what was said of
    that, `now` how the field of what stands differs from the quotation, empty where nothing is like it. `letters` are
    words of the quotation that the field has with letters of another alphabet, which look alike. `likeness` is from 0
    to 1.
    """

    release: ReleaseRef
    edition: PublicId
    field: Literal["text", "title", "summary"]
    statement: OtherLanguage | None
    speaker: Speaker | None
    selector: list[Selector]
    changes: list[list[Change]]
    until: Instant | None
    why: str
    now: list[list[Change]]
    letters: list[str]
    likeness: float


class QuoteCheck(TypedDict, closed=True):
    """`more`: there are other places than these."""

    answer: Literal["verbatim", "earlier", "close", "not-found", "too-short", "too-long"]
    places: list[Place]
    more: bool


def _page(name, item):
    fields = {"items": list[item], "next": Address | None}
    made = TypedDict(name, fields, closed=True)
    made.__doc__ = "A page of a list; `next` is the address of the page after it, null on the last one."
    return made


Releases = _page("Releases", Release)
Editions = _page("Editions", Edition)
Statements = _page("Statements", Statement)
Photos = _page("Photos", Photo)
Events = _page("Events", Event)
SeriesList = _page("SeriesList", Series)
People = _page("People", Person)
Themes = _page("Themes", Theme)


class SearchResults(TypedDict, closed=True):
    """`total` counts at most 1,000 results; `more`: there are others than these."""

    items: list[Found]
    next: Address | None
    total: int
    more: bool


class Fault(TypedDict, closed=True):
    parameter: str
    detail: str


class Problem(TypedDict, total=False):
    """RFC 9457. `errors` names the parameters that are wrong; `explanation` and `since` are those of a withdrawal,
    which is explained in the language of the release."""

    type: Required[str]
    title: Required[str]
    status: Required[int]
    detail: str
    errors: list[Fault]
    explanation: str
    explanation_language: Language
    since: Instant
    replaced_by: Address
