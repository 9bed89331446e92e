"""What a search over the corpus has to find, query by query: `search_pairs/<language>.json`.

"releases" names for each query the texts (files of the corpus, by name) that have all of it and nothing that it
excludes, all others must not be found; "statements" the sentences, by the number of the annotations ("file#12"). They
were found in the texts by regular expressions for the forms of each word, not by stems.
"""

import json
import re
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from django.core.management import call_command
from django.db import transaction

from speeches import search
from speeches.models import Edition, ImportSource
from speeches.text.queries import parse
from tests import factories

ROOT = Path(__file__).parent
LANGUAGES = ("en", "ru", "kk")
PAIRS = {
    language: json.loads((ROOT / "search_pairs" / f"{language}.json").read_text("utf-8")) for language in LANGUAGES
}
RESPELLED = json.loads((ROOT / "search_pairs" / "kk-respelled.json").read_text("utf-8"))
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """The corpus as published releases, with every attributed sentence as a statement.

    {id of the release: name of the text} and {id of the version: "name#sentence"}.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_releases", ROOT / "corpus" / "texts", standing="published", json=True, stdout=_Nothing())
        names = {source.release_id: Path(source.path).stem for source in ImportSource.objects.all()}
        yield names, _said(names)
        transaction.set_rollback(True)


class _Nothing:
    def write(self, text):
        return len(text)


def _said(names):
    editions = {
        (one.release.language, names[one.release_id]): one for one in Edition.objects.live().select_related("release")
    }
    said = {}
    for language in LANGUAGES:
        for text in json.loads((ROOT / "corpus" / f"annotations-{language}.json").read_text("utf-8")):
            name = Path(text["file"]).stem
            edition = editions[language, name]
            for sentence in text["sentences"]:
                if sentence["label"] == "A" and sentence["speaker"]:
                    version = factories.statement(edition, sentence["text"], speaker_name=sentence["speaker"])
                    search.index_statement(version)
                    said[version.pk] = f"{name}#{sentence['n']}"
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_finds_the_releases_that_have_all_of_it(corpus, language):
    names, _said = corpus
    wrong = {}
    for typed, expected in PAIRS[language]["releases"].items():
        page = search.releases(parse(typed, language), size=50)
        found = {names[edition.release_id] for edition in page.results}
        if found != set(expected) or page.total != len(expected):
            wrong[typed] = {"missing": set(expected) - found, "wrong": found - set(expected)}
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_finds_the_statements_that_have_all_of_it(corpus, language):
    _names, said = corpus
    wrong = {}
    for typed, expected in PAIRS[language]["statements"].items():
        page = search.statements(parse(typed, language), size=200)
        found = {said[version.pk] for version in page.results}
        if found != set(expected) or page.total != len(expected):
            wrong[typed] = {"missing": set(expected) - found, "wrong": found - set(expected)}
    assert not wrong


@pytest.mark.parametrize("way", RESPELLED)
def test_a_kazakh_query_in_other_letters_is_offered_as_it_is_meant(corpus, client, settings, way):
    settings.LIMITS = {}
    wrong = {}
    for typed, meant in RESPELLED[way].items():
        assert not search.releases(parse(typed, "kk")).total, f"{typed} finds something by itself"
        page = client.get("/kk/search/", {"q": typed}).content.decode()
        offers = page.partition('class="plain offers"')[2].partition("</ul>")[0]
        offered = [unquote_plus(words) for words in re.findall(r'href="/kk/search/\?q=([^"&]*)"', offers)]
        page = search.releases(parse(offered[0], "kk"), size=50) if offered else None
        found = page and {corpus[0][edition.release_id] for edition in page.results}
        if found != set(PAIRS["kk"]["releases"][meant]):
            wrong[typed] = offered
    assert not wrong and len(RESPELLED[way]) > 10


def test_only_what_finds_nothing_is_respelled(corpus, client):
    for language, typed in (("kk", "өзен"), ("kk", "өзен бюджет"), ("ru", "озен"), ("en", "ozen")):
        page = client.get(f"/{language}/search/", {"q": typed}).content.decode()
        assert "өзен<" not in page.partition('class="plain offers"')[2].partition("</ul>")[0], (language, typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_queries_and_some_that_find_nothing(language):
    pairs = PAIRS[language]["releases"]
    assert len(pairs) >= 65
    assert sum(not expected for expected in pairs.values()) >= 5
    assert sum(bool(parse(typed, language).excluded) for typed in pairs) >= 3
    assert sum(len(term.stems) > 1 for typed in pairs for term in parse(typed, language).wanted) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_date_order_is_by_the_date_line_and_a_title_says_more_than_a_body(corpus, language):
    typed = {"en": "rivers", "ru": "реки", "kk": "өзендер"}[language]
    by_date = search.releases(parse(typed, language), order="date").results
    dates = [edition.release.published_at for edition in by_date]
    assert dates == sorted(dates, reverse=True)
    first = search.releases(parse(typed, language)).results[0]
    assert corpus[0][first.release_id] in {
        "decree-on-the-year-of-steppe-rivers",
        "ukaz-o-gode-stepnyh-rek",
        "dala-ozenderi-zhyly-turaly-zharlyq",
    }
