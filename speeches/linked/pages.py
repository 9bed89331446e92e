"""What each type of page says of itself: its graph, and how it looks where it is shared."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from speeches.text import truncate

from . import nodes

_LOCALES = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}
"""Languages as Open Graph writes them: with a territory. One that is not here goes unsaid."""
_DESCRIBED = 200
"""Characters of a description."""
_TOLD = 30
"""Releases named by the page of an event."""


@dataclass
class Page:
    """A page as its head tells machines of it; addresses are absolute.

    `type` is that of the Open Graph, `article` what it wants to know of an article, as (property, value), `others` the
    further languages in which the page can be read.
    """

    title: str
    address: str
    image: str
    description: str
    type: str = "website"
    article: list = field(default_factory=list)
    others: list = field(default_factory=list)
    graph: list = field(default_factory=list)

    @property
    def script(self):
        return nodes.script(self.graph)

    @property
    def locale(self):
        return _LOCALES.get(get_language(), "")

    @property
    def other_locales(self):
        return [_LOCALES[code] for code in self.others if code in _LOCALES]


def _home():
    return (_("Home"), reverse("home"))


def _list(name):
    label = {"archive": _("Releases"), "events": _("Events"), "themes": _("Themes"), "people": _("People")}[name]
    return (label, reverse(name))


def page(request, steps, *, path="", kind="WebPage", main=None, more=(), description="", others=None, **shared):
    """A page at the end of `steps`, (name, path) below the home page; `main` is the node of what it is about.

    `path` is where it is, where that is not the path that was asked for.

    `kind` is its type of WebPage, `more` are further nodes; `others` the other languages in which there is the same,
    by default all; `shared` are fields of `Page`.
    """
    steps = [_home(), *steps]
    title = str(steps[-1][0])
    address = nodes.absolute(path or request.path)
    crumbs = nodes.breadcrumbs(address, steps)
    node = nodes.told(
        _type=kind,
        _id=address,
        name=title,
        inLanguage=get_language(),
        isPartOf={"@id": nodes.lasting("home", "website")},
        breadcrumb=nodes.ref(crumbs),
        mainEntity=main and nodes.ref(main),
    )
    if others is None:
        others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    described = " ".join(str(description or settings.NEWSROOM["about"]).split())
    return Page(
        title=title,
        address=address,
        description=truncate(described, _DESCRIBED),
        others=others,
        graph=[node, crumbs, *([main] if main else []), *more],
        **{"image": nodes.absolute(reverse("share_image"))} | shared,
    )


def home_page(request):
    """The home page: the site with its search, and the newsroom."""
    found = page(request, [], main=nodes.website(get_language()), more=[nodes.newsroom()])
    found.title = str(settings.NEWSROOM["name"])
    found.graph[0]["name"] = found.title
    return found


def list_page(request, name, steps=(), title=""):
    """A list, by the name of its view, and what lies below it, as (name, path); shared as `title`, where it has one."""
    found = page(request, [_list(name), *steps], kind="CollectionPage")
    found.title = title or found.title
    return found


def release_page(request, edition, shown, *, siblings, statements, photos, themes, lead):
    """A live release: `shown` are its editions that the public has seen, `siblings` its live translations."""
    release = edition.release
    path, address = release.get_absolute_url(), nodes.absolute(release.get_absolute_url())
    image = f"{address}share.png"
    newsroom = nodes.newsroom()
    event = release.event
    about = [*([nodes.event(event)] if event else []), *map(nodes.theme, themes)]
    if event and event.series:
        about.append(nodes.series(event.series))
    speakers = {version.speaker_id: version.speaker for version in statements if version.speaker}
    published = nodes.instant(release.published_at)
    # The date line of an import may lie years before its text was shown here, and of one edition nothing was changed.
    changed = nodes.instant(max(shown[-1].shown_from, release.published_at)) if len(shown) > 1 else published
    pictures = [picture for use in photos if (picture := nodes.photo(use))]
    main = nodes.told(
        _type="NewsArticle",
        _id=nodes.release_id(release),
        url=address,
        mainEntityOfPage={"@id": address},
        headline=edition.title,
        description=lead,
        articleSection=release.get_kind_display(),
        dateline=edition.dateline,
        inLanguage=release.language,
        datePublished=published,
        dateModified=changed,
        version=len(shown),
        author=nodes.ref(newsroom),
        publisher=nodes.ref(newsroom),
        isAccessibleForFree=True,
        image=pictures or image,
        thumbnailUrl=image,
        about=[nodes.ref(node) for node in about if node["@type"] != "EventSeries"],
        correction=nodes.corrections(shown, f"{path}history/"),
        # Each of the other: which of them was written first the site does not tell.
        workTranslation=[nodes.translated(one) for one in siblings],
        hasPart=[nodes.statement_in_short(version) for version in statements],
    )
    article = [("published_time", published), ("modified_time", changed), ("section", release.get_kind_display())]
    return page(
        request,
        [_list("archive"), (edition.title, path)],
        main=main,
        more=[newsroom, *about, *map(nodes.person, speakers.values())],
        description=lead,
        others=[one.language for one in siblings],
        image=image,
        type="article",
        article=[*article, *(("tag", theme.name) for theme in themes)],
    )


def history_page(request, edition, others):
    """The editions of a live release; `others` are the languages of its live translations."""
    steps = [_list("archive"), (edition.title, edition.release.get_absolute_url()), (_("Editions"), request.path)]
    image = f"{nodes.absolute(edition.release.get_absolute_url())}share.png"
    found = page(request, steps, description=edition.title, others=others, image=image)
    found.title = f"{_('Editions')}: {edition.title}"
    return found


def statement_page(request, version, *, stands, themes, aligned):
    """A statement; one that stands no more says nothing but where it is found.

    `aligned` are the live versions that say the same in other languages.
    """
    words = truncate(version.quote, 80)
    edition, release = version.edition, version.edition.release
    title = f"{version.who}: {words}" if version.who else words
    steps = [_list("archive"), (edition.title, release.get_absolute_url()), (title, request.path)]
    if not stands:
        return page(request, steps, description=edition.title)
    more = [nodes.release_in_short(edition), *map(nodes.theme, themes)]
    more += [nodes.person(version.speaker)] if version.speaker else []
    image = f"{nodes.absolute(release.get_absolute_url())}share.png"
    main = nodes.statement(version, themes, aligned)
    return page(request, steps, main=main, more=more, description=version.quote, image=image)


def person_page(request, person, tenures, today):
    """A person with the offices, `tenures` that are public; `today` is the day in the newsroom."""
    main = nodes.person(person, tenures, today)
    about = person.about or ", ".join(main.get("jobTitle", []))
    main |= nodes.told(description=person.about, gender={"f": "Female", "m": "Male"}.get(person.gender))
    steps = [_list("people"), (person.name, person.get_absolute_url())]
    description = f"{person.name}: {about}" if about else person.name
    return page(request, steps, kind="ProfilePage", main=main, description=description, type="profile")


def theme_page(request, theme, wider):
    """A theme; `wider` is the one above it of which the public knows."""
    main = nodes.theme(theme) | nodes.told(description=theme.description)
    steps = [_list("themes"), *([(wider.name, wider.get_absolute_url())] if wider else [])]
    return page(request, [*steps, (theme.name, theme.get_absolute_url())], main=main, description=theme.description)


def themes_page(request, themes):
    """The taxonomy."""
    label, path = _list("themes")
    main = nodes.told(
        _type="DefinedTermSet",
        _id=nodes.lasting("themes", "themes"),
        name=label,
        url=nodes.absolute(path),
        hasDefinedTerm=[
            {"@type": "DefinedTerm", "@id": nodes.lasting(theme, "theme"), "name": theme.name} for theme in themes
        ],
    )
    return page(request, [(label, path)], kind="CollectionPage", main=main)


def event_page(request, event, editions):
    """An event with the releases that tell of it, live `editions` in the language of the page."""
    told = [nodes.release_in_short(edition) for edition in editions[:_TOLD]]
    main = nodes.event(event) | nodes.told(subjectOf=[nodes.ref(node) for node in told])
    series = [nodes.series(event.series)] if event.series else []
    steps = [_list("events")]
    if event.series:
        steps.append((event.series.title, event.series.get_absolute_url()))
    description = ", ".join(part for part in (event.title, date_format(event.starts_on), event.place) if part)
    steps.append((event.title, event.get_absolute_url()))
    return page(request, steps, main=main, more=[*series, *told], description=description)


def series_page(request, series, events):
    """A series with those of its public events that the page lists."""
    for event in events:
        event.series = series  # known already: nothing is asked for each
    held = [nodes.event(event) for event in events]
    main = nodes.series(series) | nodes.told(subEvent=[nodes.ref(node) for node in held])
    steps = [_list("events"), (series.title, series.get_absolute_url())]
    return page(request, steps, main=main, more=held, description=series.description or series.title)


def search_page(request):
    return page(request, [(pgettext("page", "Search"), reverse("search"))], kind="SearchResultsPage")


def quote_check_page(request):
    return page(request, [(_("Check a quotation"), reverse("quote_check"))])


def data_page(request):
    return page(request, [(pgettext("downloads", "Data"), reverse("data"))])


def api_docs_page(request):
    """The guide of the interface for programs: its language is not in its path."""
    path = f"{reverse('api_docs')}?language={get_language()}"
    about = _("How programs read releases, statements and events: addresses, parameters and examples.")
    return page(request, [(_("For programs"), path)], path=path, description=about)
