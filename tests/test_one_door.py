"""Nothing else in public code reads editions, or what hangs on them, than their doors."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

import speeches
from speeches import urls
from tests.one_door import ACCESSORS, DOORLESS, DOORS, offences, template_offences

APP = Path(speeches.__file__).parent
PUBLIC = ("views", "feeds", "sitemaps", "api", "templatetags", "context_processors", "filters", "calendars", "linked")
"""Modules and packages of the application from which the public is served."""

BY_LINK = {
    "guests": "what one named person may read before it is public, by a signed link; see tests/test_guests_leaks"
}
"""Modules that show what is not public, and why that is right. They read nothing but what hangs on the link."""


def public_modules():
    for name in (*PUBLIC, *BY_LINK):
        yield from (path for path in (APP / f"{name}.py",) if path.exists())
        yield from (APP / name).rglob("*.py")


def public_templates():
    folders = [settings.BASE_DIR / "templates", APP / "templates"]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if "admin" not in path.parts:
            yield path


def test_public_modules_read_through_the_door_only():
    paths = list(public_modules())
    assert APP / "views.py" in paths or (APP / "views").is_dir(), "the walk has lost the views"
    found = [(str(path.relative_to(APP)), line, what) for path in paths for line, what in offences(path.read_text())]
    asks_whether_the_database_answers = [("views/site.py", "raw SQL: cursor()")]
    found = [row for row in found if (row[0], row[2]) not in asks_whether_the_database_answers]
    assert not found


def test_every_address_outside_the_admin_is_answered_by_a_module_of_the_walk():
    answering = {pattern.callback.__module__.split(".")[1] for pattern in (*urls.plain, *urls.localised)}
    assert answering <= set(PUBLIC) | set(BY_LINK)
    assert set(BY_LINK) <= answering, "an exception that nobody needs"


def test_public_templates_read_through_the_door_only():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}: {what}"
        for path in public_templates()
        for line, what in template_offences(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_every_model_is_known_to_the_walk():
    models = {model.__name__ for model in apps.get_app_config("speeches").get_models()}
    assert models - {"AuditEntry"} <= set(DOORS) | DOORLESS, "a new model needs a door, or a place among the doorless"
    for name, doors in DOORS.items():
        for door in doors:
            assert callable(getattr(apps.get_model("speeches", name).objects, door))


def test_every_accessor_to_rows_of_all_states_is_known_to_the_walk():
    """A new foreign key to or from an edition brings an accessor that a page could read."""
    parts = {
        "edition_themes",
        "edition_photos",
        "edition_attachments",
        "edition_links",
        "contributions",
    }  # of a live edition: public
    harmless = {"redirects", "renditions", "tenures", "members", "themes"}
    names = set()
    for model in apps.get_app_config("speeches").get_models():
        for relation in model._meta.related_objects:
            if relation.get_accessor_name() and relation.one_to_many:
                names.add(relation.get_accessor_name())
    unknown = names - ACCESSORS - parts - harmless - {"notices"}
    assert not unknown, unknown


@pytest.mark.parametrize(
    "source",
    [
        "Edition.objects.all()",
        "Edition.objects.filter(state='draft')",
        "Edition.objects.open()",
        "models.Edition.objects.get(pk=1)",
        "rows = Edition.objects",
        "from .models import Edition as E\nE.objects.all()",
        "Edition.objects.planned(at)",
        "Edition.objects.live().planned(at)",
        "Edition._base_manager.all()",
        "type(edition)._default_manager.all()",
        "release.editions.all()",
        "release.editions",
        "theme.editions.order_by('pk')",
        "release.edition_set.all()",
        "release.showings.all()",
        "edition.based_on.title",
        "release.open_edition()",
        "showing.shown_until",
        "Release.objects.all()",
        "Release.objects.get(pk=1)",
        "StatementVersion.objects.filter(status='accepted')",
        "Statement.objects.get(public_id=key)",
        "statement.versions.first()",
        "person.statement_versions.filter(status='accepted')",
        "event.releases.all()",
        "series.events.count()",
        "theme.children.all()",
        "photo.uses.first()",
        *(f"{name}.objects.get(slug=slug)" for name in ("Photo", "Attachment", "Person", "Office", "Event", "Theme")),
        "EventSeries.objects.filter(slug=slug)",
        "Showing.objects.filter(release=release)",
        "Showing.objects.planned()",
        "Redirect.objects.get(path=path).release",
        "Rendition.objects.get(photo__public_id=key)",
        "EditionPhoto.objects.filter(photo=photo)",
        "get_object_or_404(Edition, pk=1)",
        "get_object_or_404(models.Photo, pk=1)",
        "get_list_or_404(Theme)",
        "class Archive(DateView):\n    model = Edition",
        "ReleaseFilter(request.GET)",
        "rows = EditionTheme.objects.select_related('tag')",
        "apps.get_model('speeches', 'Edition').objects.all()",
        "getattr(release, 'editions').all()",
        "Edition.objects.live().raw('SELECT 1')",
        "Edition.objects.live().extra(where=['1=1'])",
        "connection.cursor()",
        "Edition.objects.live().annotate(x=RawSQL('1', []))",
        "Event.objects.live().filter(releases__language='en')",
        "Theme.objects.live().annotate(number=Count('editions'))",
        "Release.objects.live().prefetch_related('editions')",
        "Release.objects.live().values('showings__shown_until')",
    ],
)
def test_an_offender_planted_in_a_module_is_found(source):
    assert offences(f"def view(request):\n    pass\n\n{source}\n")


@pytest.mark.parametrize(
    "source",
    [
        "Edition.objects.live().filter(release__language='en')",
        "Edition.objects.live(at).filter(edition_themes__tag=theme).order_by('-release__published_at')",
        "Edition.objects.shown().filter(release=release)",
        "release.editions.shown()",
        "event.releases.live()",
        "get_object_or_404(Edition.objects.live(), release__slug=slug)",
        "get_object_or_404(Photo.objects.live(), public_id=key)",
        "Rendition.objects.get(photo__in=Photo.objects.live(), width=320)",
        "Redirect.objects.filter(path=path, release__in=Release.objects.live()).first()",
        "Showing.objects.notices().filter(release__slug=slug)",
        "Showing.objects.live(at)",
        "ReleaseFilter(request.GET, queryset=Edition.objects.live())",
        "themes = Prefetch('edition_themes', EditionTheme.objects.select_related('tag'))",
        "class Archive(ListView):\n    def get_queryset(self):\n        return Edition.objects.live()",
        "path('events/', views.events, name='events')",
        "{'events': events, 'releases': releases}",
        "edition.release.event.series",
    ],
)
def test_what_goes_through_the_door_is_left_in_peace(source):
    assert offences(source) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ release.editions.count }}",
        "{% for edition in release.editions.all %}",
        "{% for old in release.edition_set.all %}",
        "{{ release.showings.last.shown_from }}",
        "{{ showing.shown_until|date }}",
        "{% for event in series.events.all %}",
        "{% if event.releases.exists %}",
        "{{ edition.based_on.title }}",
        "{{ statement.versions.first.quote }}",
        "{% with theme.children.all as children %}",
    ],
)
def test_an_offender_planted_in_a_template_is_found(text):
    assert template_offences(f"<p>\n{text}</p>")[0][0] == 2


def test_a_template_that_shows_what_the_view_gave_is_left_in_peace():
    text = "{% for edition in editions %}{{ edition.title }}{% endfor %} editions.all {{ release.get_absolute_url }}"
    assert template_offences(text) == []
