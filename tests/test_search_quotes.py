"""The index that finds quotations: when it is written, when it goes, what it finds and how."""

import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from speeches.exchange import public_record
from speeches.exchange.importer import import_files
from speeches.models import Edition, Shingle
from speeches.search import quotes as search
from speeches.text.quoting import compare, quotation
from tests import factories

TEXTS = Path(__file__).parent / "corpus" / "texts"
SAID = "Every village along the river will have clean water before winter."
BODY = f"<p>{SAID}</p>"
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def _candidates(quoted, limit=50):
    return search.candidates(quoted, search.postings(quoted), limit)


def found(words, limit=50):
    return [edition.pk for edition in _candidates(quotation(words), limit)]


def reindex(*args):
    out = StringIO()
    call_command("reindex", *args, stdout=out)
    return out.getvalue()


def test_a_text_is_found_from_the_instant_at_which_it_is_live():
    draft = factories.draft(body=BODY)
    assert not Shingle.objects.exists(), "nothing of a draft is kept"
    assert found(SAID) == []
    live = factories.live(body=BODY)
    assert found(SAID) == [live.pk]
    assert draft.pk not in found(SAID)


def test_what_is_not_live_is_not_found():
    factories.scheduled(body=BODY)
    assert Shingle.objects.exists()
    assert found(SAID) == []
    first = factories.live(body=BODY)
    factories.withdrawn(body=BODY)
    second = factories.corrected(first, body=f"<p>Nothing of the kind. {SAID}</p>")
    assert found(SAID) == [second.pk]


def test_a_redaction_takes_the_words_out_of_the_index():
    factories.redacted(body=BODY)
    assert not Shingle.objects.exists()
    reindex()
    assert not Shingle.objects.exists()


def test_reindexing_gives_the_same_rows_and_fills_what_is_missing():
    live = factories.live(body=BODY)
    before = set(Shingle.objects.values_list("value", "edition"))
    assert reindex() == "1 texts indexed.\n"
    assert set(Shingle.objects.values_list("value", "edition")) == before
    Shingle.objects.all().delete()
    assert any(live.public_id in problem for problem in public_record.verify_database())
    reindex("--missing")
    assert set(Shingle.objects.values_list("value", "edition")) == before
    assert list(public_record.verify_database()) == []
    assert reindex("--missing") == "0 texts indexed.\n"


def test_a_text_of_one_word_needs_no_shingles():
    factories.live(body="<p>Congratulations!</p>")
    assert list(search.unindexed()) == []
    assert found("Congratulations!") == []


def test_what_is_in_very_many_texts_is_found_where_it_stands_whole(monkeypatch):
    monkeypatch.setattr(search, "MOST", 2)
    whole = factories.live(body=BODY)
    for end in ("and honey.", "and bread.", "and milk."):
        factories.live(body=f"<p>Every village along the river. Will have clean water {end}</p>")
    assert whole.pk in found("village along the river will have clean water")
    assert found("along the river") != []
    assert len(found("along the river", limit=1)) == 1
    assert found("along the river", limit=0) == []


def test_of_many_that_say_nearly_the_same_the_one_that_says_it_is_found(monkeypatch):
    monkeypatch.setattr(search, "MOST", 8)
    said = "Saule Ormanova noted that 120 associations have received rooms of their own."
    whole = factories.live(body=f"<p>{said}</p>")
    for _number in range(5):
        factories.live(body=f"<p>{said.replace('Saule Ormanova', 'Aidar Bekmuratov')}</p>")
    for number in range(9):
        factories.live(body=f"<p>Saule Ormanova noted that exports have grown by {number} per cent.</p>")
    assert found(said, limit=2)[0] == whole.pk


def test_the_order_in_which_a_database_joins_what_it_found_makes_no_difference(monkeypatch):
    """What UNION ALL gives has none: PostgreSQL may read its parts at once."""
    monkeypatch.setattr(search, "MOST", 2)
    monkeypatch.setattr(search, "JOINED", 1)
    for first, last in (
        ("Rivers", "north"),
        ("Rivers", "south"),
        ("They", "north"),
        ("Waters", "north"),
        ("Rivers", "east"),
    ):
        factories.live(body=f"<p>{first} flow slowly {last}.</p>")
    postings, answers = search._postings, []
    for turned in (False, True):
        monkeypatch.setattr(search, "_postings", lambda values, turned=turned: sorted(postings(values), reverse=turned))
        answers.append(found("Rivers flow slowly north"))
    assert len(answers[0]) == 5 and answers[0] == answers[1]


def test_three_queries_and_the_index_is_used(django_assert_num_queries):
    edition = factories.live(body=BODY)
    with django_assert_num_queries(3):
        found(SAID)
    Shingle.objects.bulk_create(Shingle(value=value, edition=edition) for value in range(5000))
    plan = search._live(1).values_list("value", "edition_id")[: search.MOST]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # of a few rows it would read the table
            cursor.execute("ANALYZE")  # whatever the tests before left in its statistics
    told = plan.explain()
    assert "shingle_once_in_edition" in told or "speeches_shingle USING COVERING INDEX" in told, told
    assert "SCAN speeches_shingle" not in told.replace("Seq Scan", "SCAN"), told


@pytest.mark.no_cover
def test_a_thousand_quotations():
    """Exact, altered by one word, invented: the first and the last are told without error."""
    list(import_files([str(TEXTS)], language="en", publish=True))
    editions = list(Edition.objects.live().select_related("release").order_by("pk"))
    assert {edition.release.language for edition in editions} == {"en", "ru", "kk"}
    pool = {language: sorted(_words(editions, language)) for language in ("en", "ru", "kk")}
    draw, wrong, altered_close = random.Random(4), [], 0
    for number in range(1000):
        edition = draw.choice(editions)
        words = edition.plain_text.split()
        length = min(draw.randrange(8, 30), len(words))
        start = draw.randrange(len(words) - length + 1)
        said, kind = words[start : start + length], ("exact", "altered", "invented")[number % 3]
        if kind == "altered":
            said[draw.randrange(1, length - 1)] = "zhqwx"
        elif kind == "invented":
            said = draw.choices(pool[edition.release.language], k=length)
        answer = _answer(" ".join(said))
        altered_close += (kind, answer) == ("altered", "close")
        if answer not in {"exact": ("verbatim",), "altered": ("close", "not-found"), "invented": ("not-found",)}[kind]:
            wrong.append((kind, answer, " ".join(said)))
    assert wrong == []
    assert altered_close >= 325, f"only {altered_close} of 333 that were altered by one word are close"


def _words(editions, language):
    return {word for edition in editions if edition.release.language == language for word in edition.plain_text.split()}


def _answer(words):
    quoted = quotation(words)
    matches = [compare(quoted, edition.plain_text) for edition in _candidates(quoted)]
    matches = [match for match in matches if match]
    if any(match.verbatim for match in matches):
        return "verbatim"
    return "close" if matches else "not-found"
