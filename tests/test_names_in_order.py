"""Names stand in the order of what a reader sees, also where some are not translated (and are NULL to a database)."""

import re

import pytest
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db
NAMES = {  # in English, Russian, Kazakh
    "owls": ("Owls", None, None),
    "water": ("Water", "Вода", "Су"),
    "fields": ("Fields", None, "Егін"),
    "air": ("Air", None, None),
    "grain": ("Grain", "Зерно", "Астық"),
}
SEEN = {
    "en": ["Air", "Fields", "Grain", "Owls", "Water"],
    "ru": ["Air", "Owls", "Вода", "Егін", "Зерно"],
}


@pytest.fixture
def edition():
    themes = [factories.theme(slug, name_en=en, name_ru=ru, name_kk=kk) for slug, (en, ru, kk) in NAMES.items()]
    edition = factories.live(language="ru", themes=themes)
    factories.statement(edition, "According to him", speaker=factories.person("a"), themes=themes)
    return edition


def shown(page, element, language):
    """The names, in their order, among the texts of all such elements of a page."""
    texts = re.findall(rf"<{element}\b.*?>(.*?)</{element}>", page, re.S)
    names = (re.sub(r"<[^>]+>|\(\d+\)", "", found).strip() for found in texts)
    return [name for name in names if name in SEEN[language]]


@pytest.mark.parametrize("language", SEEN)
def test_themes_of_the_search_page_stand_by_the_name_that_is_shown(client, edition, language):
    page = client.get(f"/{language}/search/").content.decode()
    assert shown(page, "option", language) == shown(page, "li", language) == SEEN[language]


def test_themes_of_the_archive_and_of_a_statement_stand_so_too(client, edition):
    assert shown(client.get("/ru/releases/").content.decode(), "option", "ru") == SEEN["ru"]
    with translation.override("ru"):
        address = edition.statement_versions.get().statement.get_absolute_url()
    assert shown(client.get(address).content.decode(), "li", "ru") == SEEN["ru"]
