"""The index of the search: when it is written, when words go from it, what it finds, and in which order."""

from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from speeches import clock, search
from speeches.filters import ReleaseFilter
from speeches.models import Edition, IndexedName, IndexedStatement, IndexedText, StatementVersion
from speeches.search import find
from speeches.states import StatementStatus
from speeches.text.queries import parse
from speeches.workflow import marking
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "Every village along the river will have clean water before winter."


def found(words, language="en", **asked):
    return [one.title for one in search.releases(parse(words, language), **asked).results]


def said(words, language="en", **asked):
    return [one.quote for one in search.statements(parse(words, language), **asked).results]


def text(title, body="<p>Nothing.</p>", **fields):
    return factories.live(title=title, body=body, **fields)


def rows():
    models = (IndexedText, IndexedStatement, IndexedName)
    return {model: sorted(map(str, model.objects.values_list(*model.FIELDS))) for model in models}


# When


def test_a_text_is_found_from_the_instant_at_which_it_is_live():
    draft = factories.draft(title="Cranes come back")
    assert not IndexedText.objects.exists(), "nothing of a draft is kept"
    factories.scheduled(title="Cranes will come back")
    assert IndexedText.objects.count() == 1
    assert found("cranes") == []
    text("A crane came back")
    assert found("cranes") == ["A crane came back"]
    assert draft.title not in found("cranes")


def test_what_was_withdrawn_or_superseded_is_not_found():
    factories.withdrawn(title="Herons come back")
    first = text("Cranes come back")
    factories.corrected(first, title="Storks come back")
    assert found("come back") == ["Storks come back"]
    assert found("herons") == found("cranes") == []


def test_a_redaction_takes_the_words_out_of_the_file():
    factories.redacted(title="Qyzylqum", body="<p>Zhanarbek spoke.</p>")
    assert not IndexedText.objects.exists() and not IndexedName.objects.filter(kind="edition").exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model in (IndexedText, IndexedName):
                cursor.execute(f"SELECT block FROM {model._meta.db_table}_fts_data")
                held = b"".join(block for (block,) in cursor.fetchall())
                assert b"yzylqum" not in held and b"hanarbek" not in held
    call_command("reindex", verbosity=0)
    assert not IndexedText.objects.exists()


def test_a_statement_is_found_while_it_is_accepted_in_a_sealed_text():
    draft = factories.draft(body=f"<p>{SAID}</p>")
    factories.statement(draft, SAID)
    assert not IndexedStatement.objects.exists(), "nothing of a draft is kept"
    live = text("Water", f"<p>{SAID}</p>")
    version = factories.statement(live, SAID, status=StatementStatus.SUGGESTED)
    assert said("villages") == []
    version.status = StatementStatus.ACCEPTED
    version.save()
    assert said("villages") == [SAID]
    version.status = StatementStatus.REJECTED
    version.save()
    assert not IndexedStatement.objects.exists()


def test_a_statement_that_was_taken_off_leaves_the_index():
    live = text("Water", f"<p>{SAID}</p>")
    version = factories.statement(live, SAID, speaker_name="Saule Ormanova")
    version = StatementVersion.objects.get(pk=version.pk)
    marking.take_off(version, factories.user("publisher"), marking.mark_of(version), reason="Another minister said it.")
    assert said("villages") == [] and not IndexedStatement.objects.exists()


def test_statements_are_found_by_who_said_them_also_after_a_change_of_the_name():
    saule = factories.person("saule-ormanova", name_en="Saule Ormanova", name_ru="Сауле Орманова")
    factories.statement(text("Water", f"<p>{SAID}</p>"), SAID, speaker=saule)
    assert said("Ormanova village") == [SAID]
    assert said("Bekmuratova") == []
    saule.name_en = "Saule Bekmuratova"
    saule.save()
    assert said("Bekmuratova village") == [SAID]
    assert said("Ormanova") == []


def test_reindexing_gives_the_same_rows_and_fills_what_is_missing():
    saule = factories.person("saule-ormanova", name_en="Saule Ormanova")
    factories.statement(text("Water", f"<p>{SAID}</p>"), SAID, speaker=saule)
    text("Bread")
    before, out = rows(), StringIO()
    call_command("reindex", stdout=out)
    assert out.getvalue() == "2 texts indexed.\n" and rows() == before
    IndexedText.objects.filter(edition__title="Bread").delete()
    IndexedStatement.objects.all().delete()
    IndexedName.objects.all().delete()
    assert len(list(search.unindexed())) == 2
    call_command("reindex", "--missing", verbosity=0)
    assert rows() == before and list(search.unindexed()) == []
    assert found("water") == ["Water"] and said("village") == [SAID]


def test_a_newsroom_that_is_migrated_finds_what_it_had():
    saule = factories.person("saule-ormanova", name_en="Saule Ormanova", aliases_en="Mrs Ormanova\nthe Premier")
    uses = [{"photo": factories.photo(), "alt": "A crane", "caption": "Reeds"}]
    factories.statement(text("Water", f"<p>{SAID}</p>", photos=uses), SAID, speaker=saule)
    text("Су", language="kk", event=factories.event("forum", title_ru="Форум"), themes=[factories.theme("water")])
    factories.redacted()
    before = rows()
    for model in before:
        model.objects.all().delete()
    migration = import_module("speeches.migrations.0005_search")
    migration.index_what_is_there(apps, SimpleNamespace(connection=connection))
    assert rows() == before
    assert list(search.unindexed()) == []


# What


def test_every_field_is_searched_and_photos_too():
    photo = factories.photo()
    use = {"photo": photo, "alt": "A crane over the delta", "caption": "Reeds at dawn"}
    text("One", "<p>Of bread.</p>", summary="About salt.", photos=[use])
    for words in ("one", "breads", "salt", "cranes", "reeds", "bread salt crane"):
        assert found(words) == ["One"], words
    assert found("one honey") == []


def test_a_phrase_stands_in_one_field_and_in_this_order():
    text("Clean water", "<p>For every village.</p>", summary="Before winter.")
    assert found('"clean waters"') == ["Clean water"]
    for words in ('"water clean"', '"water before"', '"winter for every"'):
        assert found(words) == [], words
    assert found("clean -winter") == found('clean -"every village"') == []
    assert found('clean -"village every" -bread') == ["Clean water"]


def test_a_phrase_is_found_at_the_end_of_a_very_long_text():
    """PostgreSQL's own places of words end at the 16,383rd, and at the 256th of one word."""
    text("Address", f"<p>{'the many words ' * 6000}of the river.</p>")
    assert found('"of the river"') == ["Address"]
    assert found('"the river of"') == []


def test_operators_of_the_databases_are_words():
    text("Bread AND honey OR salt NOT near")
    assert (
        found("bread AND honey")
        == found("NEAR(bread honey)")
        == found("bread* & honey!")
        == ["Bread AND honey OR salt NOT near"]
    )
    for words in ("'", "\\", '"', "a:*", "''':*", "\\' | x", "{title}: bread", "bread'; --", "\0", "bread\0", "\ud800"):
        search.releases(parse(words, "en"))
        search.statements(parse(words, "en"))
        search.suggestions(words, "en")


def test_each_language_finds_its_own():
    text("Aktau 2030")
    text("Актау 2030", language="ru")
    assert found("2030") == ["Aktau 2030"]
    assert found("2030", "ru") == ["Актау 2030"]
    assert found("2030", "kk") == []


def test_the_filters_of_the_archive_narrow_what_is_found():
    water = factories.theme("water")
    text("Water one", themes=[water])
    text("Water two")
    narrowed = ReleaseFilter({"theme": "water"}, queryset=Edition.objects.live()).qs
    assert found("water", editions=narrowed) == ["Water one"]
    assert sorted(found("water")) == ["Water one", "Water two"]


# In which order


def test_what_is_about_it_comes_before_what_mentions_it():
    days = [clock.now().replace(year=2020 + number) for number in range(4)]
    text("Bridges", "<p>And of steppe water.</p>", published_at=days[3])
    text("Bread", summary="Of steppe water.", published_at=days[2])
    text("Steppe water", published_at=days[0])
    text("Water of every steppe", published_at=days[1])
    assert found("steppe water") == ["Steppe water", "Water of every steppe", "Bread", "Bridges"]
    assert found("steppe water", order="date") == ["Bridges", "Bread", "Water of every steppe", "Steppe water"]


def test_a_rare_word_in_the_title_weighs_more_than_one_that_all_have():
    day = clock.now().replace(year=2020)
    text("The President spoke of salt", "<p>In the evening.</p>", published_at=day)
    for number in range(4):
        text(f"The President spoke again, {number}", "<p>Of salt and of bread.</p>")
    assert found("president salt")[0] == "The President spoke of salt"


def test_equal_ones_come_newest_first_and_pages_neither_repeat_nor_lose(monkeypatch):
    day = clock.now().replace(year=2020, month=1, day=1)
    for number in range(1, 8):
        text(f"Water {number}", published_at=day.replace(day=number))
    for order in ("relevance", "date"):
        pages = [search.releases(parse("water", "en"), order=order, page=page, size=3) for page in (1, 2, 3)]
        titles = [one.title for page in pages for one in page.results]
        assert titles == [f"Water {number}" for number in range(7, 0, -1)]
        assert [(page.previous, page.number, page.next) for page in pages] == [(None, 1, 2), (1, 2, 3), (2, 3, None)]
        assert {(page.total, page.more, page.pages) for page in pages} == {(7, False, 3)}
        assert search.releases(parse("water", "en"), order=order, page=99, size=3).number == 3
    monkeypatch.setattr(find, "MOST", 5)
    page = search.releases(parse("water", "en"), size=3, page=99)
    assert (page.total, page.more, page.pages) == (5, True, 2)
    assert [one.title for one in page.results] == ["Water 4", "Water 3"], "of too many the newest"


# Suggestions


def suggested(typed, language="en", **asked):
    return [(one.kind, one.text) for one in search.suggestions(typed, language, **asked)]


def test_suggestions_are_live_titles_and_names_by_the_beginning_of_a_word():
    saule = factories.person("saule-ormanova", name_en="Saule Ormanova", name_ru="Сауле Орманова")
    factories.person("orman-hidden", name_en="Orman Hidden")
    theme = factories.theme("forests", name_en="Ormandy forests")
    factories.theme("hidden", name_en="Ormand hidden")
    event = factories.event("forum", title_en="Ormanbek forum")
    factories.event("hidden-forum", title_en="Ormanbek hidden forum")
    live = factories.live(title="On the Orman road", body=f"<p>{SAID}</p>", themes=[theme], event=event)
    factories.statement(live, SAID, speaker=saule)
    factories.scheduled(title="Orman under embargo")
    factories.draft(title="Orman in draft")
    wanted = [
        ("person", "Saule Ormanova"),
        ("theme", "Ormandy forests"),
        ("event", "Ormanbek forum"),
        ("release", "On the Orman road"),
    ]
    assert suggested("ORM") == wanted
    assert suggested("road orm") == [("release", "On the Orman road")]
    assert suggested("saule o", "ru") == [] and suggested("сауле о", "ru") == [("person", "Сауле Орманова")]
    assert suggested("o") == suggested("") == suggested("!?") == suggested("rman") == []
    addresses = [one.address for one in search.suggestions("orm", "en")]
    assert addresses[-1] == live.release.get_absolute_url() and all(one.startswith("/en/") for one in addresses)


def test_suggestions_do_not_ask_for_marks_case_or_yo():
    text("Қазақстан халқы Ассамблеясы", language="kk")
    text("Ещё о воде", language="ru")
    assert suggested("казак", "kk") == suggested("ҚАЗАҚ", "kk") == [("release", "Қазақстан халқы Ассамблеясы")]
    assert suggested("ЕЩЕ", "ru") == [("release", "Ещё о воде")]


def test_a_name_that_is_gone_is_suggested_no_more():
    factories.theme("forests", name_en="Ormandy forests", announced_from=clock.now()).delete()
    assert not IndexedName.objects.filter(kind="theme").exists()
