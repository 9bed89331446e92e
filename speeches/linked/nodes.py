"""Records as nodes of a graph: dicts with `@type` and a lasting `@id`, by which pages speak of the same thing.

The `@id` of a person, an event, a series or a theme is its address in the first language of the site, in whichever
language a page describes it; that of a release or a statement is in its own language.
"""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import override

from speeches.models.themes import MEDIA_TOPIC
from speeches.states import ChangeKind, EventKind, Mode

CONTEXT = "https://schema.org"
# Nothing in a script may look like its end or a comment (HTML, 13.1.3), nor break a line of an old reader of scripts.
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def script(nodes):
    """Nodes as the content of a `<script type="application/ld+json">`, safe whatever the words are."""
    told = json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(told.translate(_ESCAPED))  # noqa: S308 - nothing left in it means anything to HTML


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def ref(node):
    """A node as others speak of it."""
    return {"@id": node["@id"]}


def told(**properties):
    """The properties that say something; an underscore before "type" and "id" stands for "@"."""
    names = {"_type": "@type", "_id": "@id"}
    return {names.get(name, name): value for name, value in properties.items() if value not in ("", None, [], {})}


def lasting(thing, name):
    """The `@id` of a thing that has a page in every language; a name of a view stands for its page."""
    with override(settings.LANGUAGE_CODE):
        path = reverse(thing) if isinstance(thing, str) else thing.get_absolute_url()
    return f"{absolute(path)}#{name}"


def newsroom():
    """The institution, who writes and publishes every release."""
    told_of = settings.NEWSROOM
    picture = told_of.get("emblem_picture")
    return told(
        _type="GovernmentOrganization",
        _id=lasting("home", "newsroom"),
        name=str(told_of["name"]),
        url=absolute(reverse("home")),
        logo=picture and {"@type": "ImageObject", "url": absolute(static(picture))},
        contactPoint=[point for row in told_of["contacts"] if (point := _contact(*row))],
    )


def _contact(label, _words, address):
    scheme, _colon, there = address.partition(":")
    name = {"mailto": "email", "tel": "telephone"}.get(scheme)
    return name and told(_type="ContactPoint", contactType=str(label), **{name: there})


def website(language):
    """The site, with its search in `language`."""
    search = {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}"}
    return told(
        _type="WebSite",
        _id=lasting("home", "website"),
        url=absolute(reverse("home")),
        name=str(settings.NEWSROOM["name"]),
        description=str(settings.NEWSROOM["about"]),
        inLanguage=language,
        publisher={"@id": lasting("home", "newsroom")},
        potentialAction={
            "@type": "SearchAction",
            "target": search,
            "query-input": "required name=search_term_string",
        },
    )


def person(one, tenures=(), today=None):
    """A person; with `tenures` (public ones) the offices, those held on the day `today` as titles too."""
    held = [tenure.office.title for tenure in tenures if tenure.covers(today)]
    return told(
        _type="Person",
        _id=lasting(one, "person"),
        url=absolute(one.get_absolute_url()),
        name=one.name,
        jobTitle=held,
        memberOf=[_role(tenure) for tenure in tenures],
    )


def _role(tenure):
    ended = tenure.ended_on  # a coming end may be under embargo
    return told(
        _type="OrganizationRole",
        roleName=tenure.office.title,
        startDate=tenure.held_from and tenure.held_from.isoformat(),
        endDate=ended and ended.isoformat(),
    )


def theme(one):
    """A theme as a term of the taxonomy; where it is an IPTC Media Topic, the same as that."""
    topic = MEDIA_TOPIC.fullmatch(one.media_topic)
    return told(
        _type="DefinedTerm",
        _id=lasting(one, "theme"),
        url=absolute(one.get_absolute_url()),
        name=one.name,
        sameAs=topic and f"http://cv.iptc.org/newscodes/mediatopic/{topic[1]}",
        inDefinedTermSet={"@id": lasting("themes", "themes")},
    )


def event(one):
    return told(
        _type="Event",
        _id=lasting(one, "event"),
        url=absolute(one.get_absolute_url()),
        name=one.title,
        startDate=one.starts_on.isoformat(),
        endDate=one.last_day.isoformat(),
        keywords="" if one.kind == EventKind.OTHER else one.get_kind_display(),
        location=one.place and {"@type": "Place", "name": one.place},
        superEvent=one.series and {"@id": lasting(one.series, "series")},
    )


def series(one):
    return told(
        _type="EventSeries",
        _id=lasting(one, "series"),
        url=absolute(one.get_absolute_url()),
        name=one.title,
        description=one.description,
    )


def release_id(release):
    return f"{absolute(release.get_absolute_url())}#release"


def translated(release):
    """A live translation, as the release beside it speaks of it."""
    return told(_type="NewsArticle", _id=release_id(release), inLanguage=release.language)


def release_in_short(edition):
    """A live edition's release, by its headline."""
    release = edition.release
    return told(
        _type="NewsArticle",
        _id=release_id(release),
        url=absolute(release.get_absolute_url()),
        headline=edition.title,
        inLanguage=release.language,
    )


def corrections(shown, history):
    """The corrections among the editions that the public has seen, told on the page `history` (a path)."""
    return [
        told(
            _type="CorrectionComment",
            text=edition.change_note,
            datePublished=instant(edition.shown_from),
            url=f"{absolute(history)}#edition-{number}",
        )
        for number, edition in enumerate(shown, 1)
        if edition.change_kind == ChangeKind.CORRECTION and not edition.redacted_at
    ]


def photo(use):
    """A photo as an edition uses it, in the widest of the plainest format that pages show; None without renditions."""
    rows = sorted(use.photo.renditions.all(), key=lambda row: (row.mime == "image/jpeg", row.width <= 1920, row.width))
    if not rows:
        return None
    best = rows[-1]
    best.photo = use.photo
    return told(
        _type="ImageObject",
        contentUrl=absolute(best.get_absolute_url()),
        width=best.width,
        height=best.height,
        caption=use.caption or use.alt,
        creditText=use.credit,
    )


def statement_type(version):
    """Verbatim words are a Quotation. What is reported, wholly or in part, is a Claim: the words are the newsroom's."""
    return "Quotation" if version.mode == Mode.DIRECT else "Claim"


def statement_id(version):
    with override(version.edition.release.language):
        return f"{absolute(version.statement.get_absolute_url())}#statement"


def statement_in_short(version):
    return told(_type=statement_type(version), _id=statement_id(version), creator=_speaker(version))


def statement(version, themes, aligned):
    """A live statement in its release; `aligned` are the live versions that say the same in other languages."""
    release = version.edition.release
    verbatim = statement_type(version) == "Quotation"
    place = {"@id": release_id(release)}
    return statement_in_short(version) | told(
        url=statement_id(version).partition("#")[0],
        text=version.quote,
        inLanguage=release.language,
        dateCreated=release.address_date.isoformat(),
        spokenByCharacter=_speaker(version) if verbatim else None,
        creditText="" if version.speaker else version.speaker_name,
        appearance=None if verbatim else place,
        isPartOf=place,
        about=[{"@id": lasting(one, "theme")} for one in themes],
        workTranslation=[told(_type=statement_type(one), _id=statement_id(one)) for one in aligned],
    )


def _speaker(version):
    return version.speaker and {"@id": lasting(version.speaker, "person")}


def breadcrumbs(address, steps):
    """The way to a page: `steps` are (name, path) from the home page on."""
    return told(
        _type="BreadcrumbList",
        _id=f"{address}#breadcrumbs",
        itemListElement=[
            {"@type": "ListItem", "position": place, "name": str(name), "item": absolute(path)}
            for place, (name, path) in enumerate(steps, 1)
        ],
    )


def instant(at):
    """An aware instant in the newsroom's zone (RFC 3339), to the second."""
    return localtime(at).isoformat(timespec="seconds")
