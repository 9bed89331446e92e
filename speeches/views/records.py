"""Themes and people: the lists of both, and what their pages show beside the timeline."""

from itertools import groupby

from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import get_language

from speeches import linked, text
from speeches.models import Edition, Person, Theme

from .around import releases_by, statements_by, with_offices_now
from .common import by_name, live_editions, live_statements, page_of, public, told_of

_QUOTED, _NARROWER = 5, 40
"""Releases on the page of a person; narrower themes on that of a theme."""
_PEOPLE = 60
"""On a page of the list."""


@public
def themes(request):
    """All public themes as a tree, with what there is on each in the language of the page."""
    found = by_name(Theme.objects.live())
    count_themes(found)
    context = {"tree": tree(found), "linked": linked.themes_page(request, found)}
    return render(request, "public/themes.html", context)


def count_themes(themes, at=None):
    """Gives each of many themes `releases_told` and `statements_told`: how many there are in the page's language.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    # Of all at once: whoever names them reads the rows of what carries each.
    releases, statements = releases_by("edition_themes__tag", at), statements_by("themes", at)
    for theme in themes:
        theme.releases_told, theme.statements_told = releases.get(theme.pk, 0), statements.get(theme.pk, 0)


def tree(themes):
    """[(theme, branches of the narrower ones)], in the order of `themes`; one whose wider is not there is a root."""
    keys, below = {theme.pk for theme in themes}, {}
    for theme in themes:
        below.setdefault(theme.parent_id if theme.parent_id in keys else None, []).append(theme)

    def branches(key):
        return [(theme, branches(theme.pk)) for theme in below.get(key, ())]

    return branches(None)


@public
def people(request):
    """All public people: those in office today, the most quoted first; then the others by name."""
    found = with_offices_now(Person.objects.live())
    numbers = statements_by("speaker")
    for person in found:
        person.statements_told = numbers.get(person.pk, 0)
    found.sort(key=lambda one: (not one.offices, -one.statements_told * bool(one.offices), text.alphabetical(one.name)))
    page = page_of(request, found, size=_PEOPLE)
    groups = [(in_office, list(some)) for in_office, some in groupby(page, key=lambda one: bool(one.offices))]
    context = {"page": page, "groups": groups, "linked": linked.list_page(request, "people")}
    return render(request, "public/people.html", context)


def around_person(person, ends, at=None):
    """The first and the latest statement of a person and the releases that quote it, in the language of the page.

    `ends` are the date lines of the first and the latest release in which the person spoke, () where there is none.
    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    spoken = Edition.objects.live(at).filter(release__language=get_language(), release__published_at__in=ends)
    spoken = list(spoken.values_list("pk", flat=True))  # by keys, which lead to a few of what the person said
    said = list(live_statements(at=at).filter(speaker=person, edition__in=spoken).prefetch_related(None))
    return {
        "first": next((one for one in said if one.edition.release.published_at == ends[0]), None),
        "latest": next(iter(said), None),
        "quoting": live_editions(at=at).quoting(person)[:_QUOTED],
    }


def around_theme(theme, at=None):
    """The wider theme (None where the public knows of none) and the narrower ones with their counts.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    narrower = by_name(Theme.objects.live(at).filter(parent=theme))[:_NARROWER]
    if narrower:
        told = told_of(get_language(), at, themes__in=narrower).values_list("themes")
        numbers = dict(told.annotate(Count("pk")).order_by())
        for one in narrower:
            one.statements_told = numbers.get(one.pk, 0)
    return {"wider": Theme.objects.live(at).filter(pk=theme.parent_id).first(), "narrower": narrower}
