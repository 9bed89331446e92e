"""In which language a public page speaks, and where it leads in the others."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from tests import factories
from tests.public import LANGUAGES, everything_live, text_of, titles

pytestmark = pytest.mark.django_db


def test_releases_stand_in_their_own_language_and_lists_show_only_that(client):
    for code in LANGUAGES:
        factories.live(language=code, title=f"Words in {code}")
    for code in LANGUAGES:
        for path in (f"/{code}/", f"/{code}/releases/"):
            assert titles(text_of(client, path)) == [f"Words in {code}"], path


def test_the_switch_leads_to_live_translations_and_hreflang_names_only_those(client):
    shared = {"translation_group": "canal"}
    english = factories.live(language="en", **shared)
    russian = factories.live(language="ru", **shared)
    kazakh = factories.scheduled(language="kk", **shared)
    page = text_of(client, english.release.get_absolute_url())
    named = re.findall(r'<link rel="alternate" hreflang="(..)" href="[^"]*?(/[^/"]*/releases/[^"]*)"', page)
    assert dict(named) == {"en": english.release.get_absolute_url(), "ru": russian.release.get_absolute_url()}
    page = page.partition("</nav>")[0]  # below, the release says as well in which languages it is
    assert f'<a href="{russian.release.get_absolute_url()}" lang="ru" hreflang="ru">Русский</a>' in page
    assert '<a href="/kk/releases/" lang="kk" hreflang="kk">Қазақша <small>аудармасы әзірге жоқ</small></a>' in page
    assert kazakh.release.slug not in page
    alone = text_of(client, factories.live().release.get_absolute_url())
    assert 'rel="alternate" hreflang' not in alone


def test_the_switch_keeps_the_filters_of_the_archive(client):
    everything_live()
    page = text_of(client, "/en/releases/?theme=theme-1")
    assert '<a href="/ru/releases/?theme=theme-1" lang="ru" hreflang="ru">' in page


def test_records_have_a_page_in_every_language(client):
    edition = everything_live()
    version = edition.statement_versions.get()
    records = (edition.release.event, edition.release.event.series, edition.themes.get(), version.speaker)
    for thing in (*records, version):
        for code in LANGUAGES:
            with translation.override(code):
                path = thing.get_absolute_url()
            page = text_of(client, path)
            assert f'<html lang="{code}">' in page
            for other in LANGUAGES if thing in records else ():
                with translation.override(other):
                    assert f'hreflang="{other}" href="http://127.0.0.1:8000{thing.get_absolute_url()}"' in page


def test_a_statement_read_in_another_language_keeps_the_language_of_its_words(client):
    edition = everything_live(title="The canal is open")
    version = edition.statement_versions.get()
    with translation.override("kk"):
        page = text_of(client, version.get_absolute_url())
    assert '<blockquote lang="en"><p>the canal reaches every village' in page
    assert re.search(r'<a href="/en/releases/[^"]*" lang="en" hreflang="en">The canal is open</a>', page)
    assert '<html lang="kk">' in page


def test_an_event_without_a_release_in_this_language_offers_the_others(client):
    edition = everything_live(title="The canal is open")
    with translation.override("kk"):
        page = text_of(client, edition.release.event.get_absolute_url())
    assert '<h3 lang="en"><a href="/en/releases/' in page


@pytest.mark.parametrize(
    ("language", "day", "instant"),
    [
        ("en", "24 November 2026", "24 November 2026, 17:05"),
        ("ru", "24 ноября 2026 г.", "24 ноября 2026 г., 17:05"),
        ("kk", "2026 жылғы 24 қараша", "2026 жылғы 24 қараша, 17:05"),
    ],
)
def test_dates_are_printed_as_each_language_prints_them(client, language, day, instant):
    with time_machine.travel(datetime(2026, 11, 24, 12, 5, tzinfo=UTC), tick=False):
        edition = factories.live(language=language)
        address = edition.release.get_absolute_url()
        assert f'<time datetime="2026-11-24">{day}</time>' in text_of(client, address)
        assert f">{instant}</time>" in text_of(client, f"{address}history/")
