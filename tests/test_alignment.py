"""Statements of language versions beside each other: what the machine dares to say, and what people decide."""

import json
import random

import pytest

from speeches import workflow
from speeches.models import AuditEntry, Statement, StatementVersion
from speeches.states import StatementStatus
from speeches.text.alignment import CERTAIN, Unit, align
from tests import extraction, factories
from tests.aligned import SAID, by, statement_of, versions


def groups_of_corpus():
    """{(translation group, language): the statements an annotator marked}; the same number in every language."""
    found = {}
    for language in ("en", "ru", "kk"):
        records = json.loads((extraction.CORPUS / f"annotations-{language}.json").read_text(encoding="utf-8"))
        for record, (_name, source, _title, spans, sentences) in zip(
            records, extraction.read(extraction.CORPUS, language), strict=True
        ):
            if record["translation_group"]:
                passages = extraction.join(extraction.annotated(source, spans, sentences))
                speakers = list(dict.fromkeys(passage.speaker for passage in passages))
                found[record["translation_group"], language] = [
                    Unit(
                        source[one.start : one.end],
                        language,
                        speakers.index(one.speaker),
                        one.paragraph,
                        one.mode == "direct",
                    )
                    for one in passages
                ]
    return found


def measured(drop, times):
    """Counts of (certain and right, certain and wrong, to be found), with a share of the statements dropped."""
    rng, groups = random.Random(1), groups_of_corpus()
    right = wrong = there = 0
    for group in sorted({name for name, _language in groups}):
        for one, other in (("en", "ru"), ("ru", "kk"), ("en", "kk")):
            for _time in range(times):
                left = [item for item in enumerate(groups[group, one]) if rng.random() >= drop]
                rest = [item for item in enumerate(groups[group, other]) if rng.random() >= drop]
                there += len({number for number, _unit in left} & {number for number, _unit in rest})
                for i, j, score in align([unit for _n, unit in left], [unit for _n, unit in rest]):
                    if score >= CERTAIN:
                        right, wrong = right + (left[i][0] == rest[j][0]), wrong + (left[i][0] != rest[j][0])
    return right, wrong, there


@pytest.mark.once
def test_whole_translations_are_aligned_without_an_error():
    right, wrong, there = measured(0, 1)
    assert wrong == 0
    assert right / there >= 0.94


@pytest.mark.once
def test_where_statements_are_missing_what_is_certain_is_right():
    right, wrong, _there = measured(0.15, 40)
    assert right / (right + wrong) >= 0.98


def rows(*found):
    """The rows as they are stored: for each, the places in the languages of `found`, in order of the first."""
    stored = dict(Statement.objects.values_list("pk", "alignment"))
    return [[stored[version.statement_id] for version in versions] for versions in found]


@pytest.mark.django_db
def test_the_machine_aligns_all_languages_and_says_so_once():
    said = versions("en", "ru", "kk")
    assert len(workflow.align_statements(said["ru"][0].edition.release, "test")) == 9
    first, *others = rows(*said.values())
    assert first == [version.statement.public_id for version in said["en"]]
    assert others == [first, first]
    assert AuditEntry.objects.filter(verb="align_statements").count() == 3
    assert workflow.align_statements(said["en"][0].edition.release, "test") == []
    assert AuditEntry.objects.filter(verb="align_statements").count() == 3


@pytest.mark.django_db
def test_what_is_rejected_leaves_its_row():
    said = versions("en", "ru")
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    StatementVersion.objects.filter(pk=said["ru"][0].pk).update(status=StatementStatus.REJECTED)
    workflow.align_statements(release, "test")
    assert statement_of(said["en"][0]).alignment == statement_of(said["ru"][0]).alignment == ""
    assert statement_of(said["en"][1]).alignment == statement_of(said["ru"][1]).alignment != ""


@pytest.mark.django_db
def test_a_release_of_its_own_has_no_rows():
    said = versions("en", group="")
    assert workflow.align_statements(said["en"][0].edition.release, "test") == []


@pytest.mark.django_db
def test_what_a_person_decides_stays():
    said, writer = versions("en", "ru"), factories.user("writer")
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    workflow.set_apart(said["en"][2].statement, writer)
    workflow.put_together([said["en"][0].statement, said["ru"][1].statement], writer)
    workflow.align_statements(release, "test")
    assert statement_of(said["en"][2]).alignment == "" and by(said["en"][2]) == writer
    assert statement_of(said["en"][0]).alignment == statement_of(said["ru"][1]).alignment != ""
    assert by(said["en"][0]) == by(said["ru"][1]) == writer
    assert workflow.align_statements(release, "test") == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["outsider", "administrator"])
def test_only_who_writes_or_reviews_corrects(role):
    said = versions("en", "ru")
    pair = [said["en"][0].statement, said["ru"][0].statement]
    with pytest.raises(workflow.Refused) as refused:
        workflow.put_together(pair, factories.user(role))
    assert refused.value.codes == ["permission"]


@pytest.mark.django_db
def test_refusals_of_putting_together():
    said, reviewer = versions("en", "ru"), factories.user("reviewer")
    stranger = factories.statement(factories.live(), "According to him").statement
    en, ru = said["en"][0].statement, said["ru"][0].statement
    for chosen, code in (([en], "two"), ([en, stranger], "group"), ([en, said["en"][1].statement], "language")):
        with pytest.raises(workflow.Refused) as refused:
            workflow.put_together(chosen, reviewer)
        assert refused.value.codes == [code]
    StatementVersion.objects.filter(statement=ru).update(status=StatementStatus.REJECTED)
    with pytest.raises(workflow.Refused) as refused:
        workflow.put_together([en, ru], reviewer)
    assert refused.value.codes == ["gone"]


@pytest.mark.django_db
def test_a_correction_is_refused_where_two_take_one_or_the_page_is_old():
    said, writer = versions("en", "ru"), factories.user("writer")
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    seen = workflow.compare(release).sha256
    en, ru = ([version.statement for version in said[code]] for code in ("en", "ru"))
    for given in (
        {"together": [(en[0], ru[1])]},
        {"together": [(en[0], ru[2]), (en[1], ru[2])]},
        {"together": [(en[0], ru[0])], "apart": [(en[0], ru[0].release)]},
    ):
        with pytest.raises(workflow.Refused) as refused:
            workflow.correct_alignment(release, writer, seen, **given)
        assert refused.value.codes == ["clash"]
    workflow.correct_alignment(release, writer, seen, together=[(en[0], ru[1]), (en[1], ru[0])])
    assert statement_of(said["en"][0]).alignment == statement_of(said["ru"][1]).alignment
    with pytest.raises(workflow.Refused) as refused:
        workflow.correct_alignment(release, writer, seen, apart=[(en[0], ru[0].release)])
    assert refused.value.codes == ["changed"]


@pytest.mark.django_db
def test_counterparts_pass_the_door(django_assert_num_queries):
    said = versions("en", "kk")
    hidden = factories.scheduled(
        language="ru", slug="canals", translation_group="canals", body=f"<p>{SAID['ru'][0]}.</p>"
    )
    factories.statement(hidden, SAID["ru"][0], speaker=factories.person("aidar"))
    workflow.align_statements(hidden.release, "test")
    statement = statement_of(said["en"][0])
    assert statement.alignment
    with django_assert_num_queries(2):
        assert [version.pk for version in statement.counterparts()] == [said["kk"][0].pk]
    workflow.reschedule(hidden, factories.user("publisher"), at=None)
    shown = [version.edition.language for version in statement_of(said["en"][0]).counterparts()]
    assert shown == ["ru", "kk"]


@pytest.mark.django_db
def test_a_row_takes_in_the_third_language_and_keeps_who_decided():
    said, writer = versions("en", "ru", "kk"), factories.user("writer")
    en, ru, kk = ([version.statement for version in said[code]] for code in ("en", "ru", "kk"))
    workflow.put_together([ru[0], kk[0]], writer)
    workflow.put_together([en[0], ru[0]], writer)
    workflow.put_together([en[0], ru[0]], writer)  # said already
    assert len({statement_of(said[code][0]).alignment for code in said}) == 1
    assert by(said["kk"][0]) == writer
    assert AuditEntry.objects.filter(verb="put_together").count() == 4
    workflow.put_together([en[0], ru[1]], writer)
    assert (
        statement_of(said["kk"][0]).alignment
        == statement_of(said["en"][0]).alignment
        == statement_of(said["ru"][1]).alignment
    )
    assert by(said["ru"][0]) is None


@pytest.mark.django_db
def test_a_row_of_four_languages_loses_no_more_than_it_must(settings):
    """What is pushed out of a row as two stays two, under a name of its own."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "German")]
    said, writer = versions("en", "ru", "kk"), factories.user("writer")
    said["de"] = [factories.statement(factories.live(language="de", translation_group="canals"), "According to him")]
    row = [said[code][0].statement for code in ("ru", "kk", "de")]
    workflow.put_together(row[1:], writer)
    workflow.put_together([said["en"][0].statement, said["kk"][1].statement, said["ru"][0].statement], writer)
    workflow.set_apart(said["ru"][0].statement, writer)
    assert statement_of(said["kk"][0]).alignment == statement_of(said["de"][0]).alignment != ""


@pytest.mark.django_db
def test_a_decision_can_be_opened_again():
    said, writer = versions("en", "ru", "kk"), factories.user("writer")
    release, ru = said["en"][0].edition.release, said["ru"][0].edition.release
    en = [version.statement for version in said["en"]]

    def correct(**given):
        workflow.correct_alignment(release, writer, workflow.compare(release).sha256, **given)

    workflow.align_statements(release, "test")
    correct(apart=[(en[0], ru)])
    assert (
        by(said["ru"][0]) == writer and statement_of(said["en"][0]).alignment == statement_of(said["kk"][0]).alignment
    )
    correct(opened=[(en[0], ru), (said["ru"][0].statement, release)])
    assert by(said["en"][0]) is None and statement_of(said["en"][0]).alignment == statement_of(said["ru"][0]).alignment
    workflow.put_together([version.statement for version in (said["en"][1], said["ru"][1], said["kk"][1])], writer)
    correct(opened=[(en[1], ru)])
    assert by(said["ru"][1]) is None and by(said["en"][1]) == writer
    correct()


@pytest.mark.django_db
def test_what_is_only_likely_is_not_stored_and_sources_come_first():
    speaker, writer = factories.person("aidar"), factories.user("writer")
    source = factories.live(language="ru", translation_group="g", body="<p>Вода чистая и тёплая.</p><p>Снег лежит.</p>")
    draft = workflow.start_translation(source, writer, "en")
    body = "<p>Pure water.</p><p>Snow lies here.</p><p>The wind blows.</p>"
    draft = workflow.save(draft, writer, {"body": body}, seen_hash=draft.content_hash())
    for edition, words in (
        (source, ("Вода чистая и тёплая", "Снег лежит")),
        (draft, ("Pure water", "Snow lies here", "The wind blows")),
    ):
        for quote in words:
            factories.statement(edition, quote, speaker=speaker)
    compared = workflow.compare(source.release)
    assert [release.language for release in compared.releases] == ["ru", "en"]
    assert any(not certain for row in compared.rows for _one, _other, certain in row.links)
    assert workflow.align_statements(source.release, writer) == []


@pytest.mark.django_db
def test_one_statement_with_two_answers_is_a_clash():
    said, writer = versions("en", "ru"), factories.user("writer")
    release, ru = said["en"][0].edition.release, [version.statement for version in said["ru"]]
    seen = workflow.compare(release).sha256
    with pytest.raises(workflow.Refused) as refused:
        workflow.correct_alignment(
            release, writer, seen, together=[(said["en"][0].statement, ru[0])], opened=[(ru[0], release)]
        )
    assert refused.value.codes == ["clash"]


@pytest.mark.django_db
def test_two_that_take_one_open_statement_are_named():
    said, writer = versions("en", "ru"), factories.user("writer")
    release, (ru, *_rest) = said["en"][0].edition.release, (version.statement for version in said["ru"])
    pairs = [(version.statement, ru) for version in said["en"][:2]]
    with pytest.raises(workflow.Refused) as refused:
        workflow.correct_alignment(release, writer, workflow.compare(release).sha256, together=pairs)
    assert all(words in str(refused.value) for words in (*SAID["en"][:2], SAID["ru"][0]))


@pytest.mark.django_db
def test_what_is_set_apart_leaves_the_other_rows_as_they_were():
    plain = {
        "en": ["The first school is open", "Water is near every house", "The roads will be mended"],
        "ru": ["Первая школа уже открыта", "Вода есть у каждого дома", "Дороги будут починены"],
        "kk": ["Алғашқы мектеп ашылды", "Су әр үйдің жанында бар", "Жолдар жөнделетін болады"],
    }
    said, speaker, writer = {}, factories.person("aidar"), factories.user("writer")
    for language, sentences in plain.items():
        body = f"<p>{'. '.join(sentences)}.</p>"
        edition = factories.live(language=language, slug="schools", translation_group="schools", body=body)
        said[language] = [factories.statement(edition, words, speaker=speaker) for words in sentences]
    release, russian = (said[code][0].edition.release for code in ("en", "ru"))
    workflow.align_statements(release, "test")
    before = rows(*said.values())
    assert before[0] == before[1] == before[2] and "" not in before[0]
    seen = workflow.compare(release).sha256
    workflow.correct_alignment(release, writer, seen, apart=[(said["en"][1].statement, russian)])
    english, in_russian, kazakh = rows(*said.values())
    assert in_russian == [english[0], "", english[2]] and english == kazakh == before[0]
    assert workflow.align_statements(release, "test") == []


def test_what_may_be_left_over_is_left_over_for_a_reason():
    units = [Unit(words, "en", "A") for words in ("One plain sentence", "Two plain sentences", "Six plain sentences")]

    def certain(*given):
        return [score >= CERTAIN for _i, _j, score in align(units, units[:2], *given)]

    assert certain([0, 1, 2], 1) == [True, True]
    for given in ((), ([2], 0), ([], 1)):
        assert certain(*given) != [True, True]
