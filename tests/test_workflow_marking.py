"""The verbs of statements: two people, nothing stale, nothing rejected comes back."""

from datetime import date

import pytest

from speeches import workflow
from speeches.models import AuditEntry, Edition, Statement, StatementVersion
from speeches.workflow import marking
from speeches.workflow.speakers import Directory
from tests import factories
from tests.checks import audited, refused
from tests.factories import fresh
from tests.marking import CANAL, NAMED, SPRING, accept, accepted, mark_of, marked, passage, proposed, seen, suggested

pytestmark = pytest.mark.django_db

# --- Suggesting ---


def test_suggestions_name_speaker_cue_pattern_and_themes():
    person, theme = factories.person(), factories.theme()
    edition = factories.live(themes=[theme])
    with audited(("suggest_statements", "writer", "approved", "approved")):
        made = marking.suggest(edition, factories.user("writer"), themes_of=lambda words: [theme])
    assert len(made) == 2
    first = fresh(made[0])
    assert (first.speaker, first.status, list(first.themes.all())) == (person, "suggested", [theme])
    assert first.cue and first.pattern and first.proposed_by is None
    assert not StatementVersion.objects.live().exists()
    with audited():
        assert marking.suggest(edition, actor="import_releases") == []


def test_what_was_rejected_in_any_edition_is_not_suggested_again():
    edition = factories.live()
    made = marking.suggest(edition, factories.user("writer"))
    marking.reject(edition, factories.user("writer"), seen(made[0]))
    later = factories.next_draft(edition)
    assert len(marking.suggest(later, factories.user("writer"))) == 1
    assert not marking.suggest(edition, factories.user("writer"))


def test_nothing_is_suggested_where_nothing_is_said(monkeypatch):
    writer = factories.user("writer")
    assert marking.suggest(factories.draft(body=""), writer) == []
    assert marking.suggest(factories.draft(body="<p>The hall was full.</p>"), writer) == []
    monkeypatch.setattr("speeches.workflow.marking.suggesting.LANGUAGES", ())
    assert marking.suggest(factories.draft(), writer) == []
    monkeypatch.setattr("speeches.workflow.marking.common.LANGUAGES", ())
    assert len(marking.sentences_of(factories.draft())) == 2


def test_nobody_suggests_without_a_name_or_in_what_is_closed():
    edition, withdrawn, administrator = factories.live(), factories.withdrawn(), factories.user("administrator")
    with refused("permission"):
        marking.suggest(edition, administrator)
    with refused("state"):
        marking.suggest(withdrawn, actor="import_releases")


# --- People ---


def test_people_are_known_by_their_names_and_offices_on_the_day():
    person = factories.person(aliases="A. Bekmuratov\n", name_ru="Айдар Бекмуратов", gender="m")
    office = factories.office(title="President of Sarydala", aliases="the President")
    factories.tenure(person, office, held_from=date(2020, 1, 1), held_until=date(2024, 12, 31))
    other = factories.person("zhanar-tokenova")
    factories.tenure(other, office, held_from=date(2025, 1, 1))
    then, now = date(2021, 5, 1), date(2025, 5, 1)
    english = Directory("en")
    known = {one.name: one for one in english.known_on(then)}
    assert known["Aidar Bekmuratov"].titles == ("President of Sarydala", "the President")
    assert known["Aidar Bekmuratov"].gender == "m" and known["Zhanar Tokenova"].titles == ()
    assert english.called("A. Bekmuratov", then) == english.called("aidar  BEKMURATOV", now) == person
    assert english.called("The President", then) == person and english.called("President", now) == other
    assert Directory("ru").called("Айдар Бекмуратов", then) == person
    for name in ("", "Somebody", "Minister"):
        assert english.called(name, then) is None
    namesake = factories.person("aidar-bekmuratov-2", name="Aidar Bekmuratov")
    assert Directory("en").called("Aidar Bekmuratov", then) is None and namesake


# --- Proposing and accepting ---


def test_a_second_person_accepts():
    edition = factories.live()
    version, other = suggested(edition), suggested(edition, SPRING)
    with audited(("propose_statements", "reviewer", "approved", "approved")):
        marking.propose(edition, factories.user("reviewer"), seen(version, other))
    assert fresh(version).proposed_by == factories.user("reviewer")
    with refused("own", "own"):
        accept(edition, version, other)
    with refused("permission"):
        accept(edition, version, by="writer")
    with audited("accept_statements"):
        accept(edition, version, by="publisher")
    assert list(StatementVersion.objects.live()) == [version]
    assert AuditEntry.objects.first().details["statements"] == [version.statement.public_id]


def test_what_cannot_be_put_forward_or_accepted():
    edition = factories.live()
    writer, reviewer = factories.user("writer"), factories.user("reviewer")
    nameless, said = suggested(edition, speaker_name=""), accepted(edition, SPRING)
    with refused("speaker"):
        marking.propose(edition, writer, seen(nameless))
    with refused("status"):
        marking.propose(edition, writer, seen(said))
    with refused("status"):
        marking.accept(edition, reviewer, seen(said))
    with refused("none"):
        marking.propose(edition, writer, {})
    with refused("changed"):
        marking.propose(edition, writer, {nameless.public_id: "other"})
    with refused("changed"):
        marking.propose(edition, writer, {"nobody": "x"} | seen(nameless))
    with refused("permission"):
        marking.propose(edition, factories.user("outsider"), seen(nameless))
    writer.is_active = False
    with refused("permission"):
        marking.propose(edition, writer, seen(nameless))


@pytest.mark.parametrize("make", [factories.draft, factories.in_review, factories.scheduled, factories.superseded])
def test_statements_are_a_layer_of_their_own(make):
    edition = make()
    before = edition.content_hash()
    accept(edition, marked(edition))
    assert Edition.objects.get(pk=edition.pk).content_hash() == before


@pytest.mark.parametrize("make", [factories.withdrawn, factories.discarded, factories.redacted])
def test_nothing_is_marked_in_what_is_closed(make):
    edition = make()
    with refused("state"):
        marking.mark(edition, factories.user("writer"), 0, 5, seen="", **NAMED)


# --- Marking and adjusting ---


def test_words_are_marked_by_hand():
    edition, theme, person = factories.live(), factories.theme(), factories.person()
    suggested(edition, "the canal")
    start, end, text_hash = passage(edition, f" {CANAL}")
    version = marking.mark(
        edition, factories.user("writer"), start, end, seen=text_hash, speaker=person, cue=" noted ", themes=[theme]
    )
    assert (version.quote, version.cue, version.mode, version.who) == (CANAL, "noted", "indirect", person.name)
    assert fresh(version).status == "proposed" and Statement.objects.count() == 1, "the suggestion beneath is gone"


def test_what_cannot_be_marked():
    edition, writer = factories.live(), factories.user("writer")
    accepted(edition)
    start, end, text_hash = passage(edition, SPRING)
    for span in ((start, end, "0" * 64), (end, start, text_hash), (0, 99999, text_hash), (74, 76, text_hash)):
        with refused("passage"):
            marking.mark(edition, writer, span[0], span[1], seen=span[2], **NAMED)
    with refused("overlap"):
        marked(edition, "every village")
    with refused("speaker"):
        marked(edition, SPRING, speaker_name=" ")
    with refused("length"):
        marked(edition, SPRING, cue="c" * 101)


def test_a_change_of_an_accepted_statement_waits_beside_it():
    edition, theme = factories.live(), factories.theme()
    version = accepted(edition, themes=[theme])
    change = marking.adjust(version, factories.user("writer"), mark_of(version), cue="noted that", themes=[])
    assert change.replaces == version and fresh(version).cue == "" and fresh(version).status == "accepted"
    again = marking.adjust(version, factories.user("writer"), mark_of(version), speaker_name="Zhanar")
    assert again.pk == change.pk
    writer = factories.user("writer")
    writer.groups.add(factories.group(factories.ROLES["reviewer"]))
    writer = type(writer).objects.get(pk=writer.pk)
    with refused("own"):
        marking.accept(edition, writer, seen(version))
    accept(edition, version)
    now = fresh(version)
    assert (now.cue, now.who, now.status, list(now.themes.all())) == ("noted that", "Zhanar", "accepted", [])
    assert StatementVersion.objects.count() == 1


def test_a_change_is_rejected_and_the_accepted_one_stays():
    edition = factories.live()
    version = accepted(edition)
    marking.adjust(version, factories.user("writer"), mark_of(version), passage=passage(edition, "every village"))
    marking.reject(edition, factories.user("reviewer"), seen(version))
    assert fresh(version).status == "accepted" and fresh(version).quote == CANAL
    assert StatementVersion.objects.count() == 1


def test_a_suggestion_that_is_adjusted_becomes_a_proposal():
    edition = factories.live()
    version = suggested(edition)
    suggested(edition, SPRING)
    marking.adjust(version, factories.user("writer"), mark_of(version), passage=passage(edition, "every village"))
    assert (fresh(version).quote, fresh(version).status) == ("every village", "proposed")
    other = accepted(edition, "of the steppe")
    with refused("overlap"):
        marking.adjust(version, factories.user("writer"), mark_of(version), passage=passage(edition, other.quote))


def test_rejected_ones_are_not_adjusted_and_only_lost_ones_looked_at_again():
    edition, writer = factories.live(), factories.user("writer")
    gone, said = factories.statement(edition, CANAL, status="rejected", **NAMED), accepted(edition, SPRING)
    with refused("status"):
        marking.adjust(gone, writer, mark_of(gone), cue="x")
    with refused("status"):
        marking.look_again(said, writer, mark_of(said))
    with refused("status"):
        marking.split(gone, writer, mark_of(gone), gone.start + 3)


def test_a_lost_passage_is_confirmed_or_selected_anew():
    edition, writer = factories.live(), factories.user("writer")
    version = accepted(edition, status="needs_review")
    marking.look_again(version, writer, mark_of(version))
    assert fresh(version).status == "proposed"
    lost = accepted(edition, SPRING, status="needs_review", score=0)
    with refused("passage"):
        marking.look_again(lost, writer, mark_of(lost))
    marking.look_again(lost, writer, mark_of(lost), passage=passage(edition, "the work will go on"))
    assert (fresh(lost).quote, fresh(lost).score) == ("the work will go on", 100)


# --- Splitting and joining ---


def test_a_statement_is_split_and_the_halves_joined_again():
    edition, theme = factories.live(), factories.theme()
    version = proposed(edition, cue="reaches", themes=[theme])
    first, second = marking.split(version, factories.user("writer"), mark_of(version), passage(edition, "every")[0])
    assert (first.quote, second.quote) == ("the canal reaches", "every village of the steppe")
    assert (first.statement, first.cue, second.cue) == (version.statement, "reaches", "")
    assert list(second.themes.all()) == [theme] and second.statement != first.statement
    row = marking.join(second, first, factories.user("writer"), [mark_of(second), mark_of(first)])
    assert (row.quote, row.pk, row.statement) == (CANAL, first.pk, first.statement)
    assert Statement.objects.get(pk=second.statement_id).led_to == first.statement
    assert fresh(second).status == "rejected"


def test_an_accepted_statement_is_split_by_two_people():
    edition = factories.live()
    version = accepted(edition)
    _first, second = marking.split(version, factories.user("writer"), mark_of(version), passage(edition, "every")[0])
    assert [one.quote for one in StatementVersion.objects.live()] == [CANAL]
    with refused("overlap"):
        accept(edition, second)
    accept(edition, version, second)
    halves = [one.quote for one in StatementVersion.objects.live()]
    assert halves == ["the canal reaches", "every village of the steppe"]


def test_accepted_statements_are_joined_by_two_people_and_the_second_leads_on():
    edition = factories.live()
    first = accepted(edition, "the canal reaches", mode="direct")
    second = accepted(edition, "every village of the steppe", cue="said")
    marking.adjust(second, factories.user("writer"), mark_of(second), cue="noted")
    marking.join(first, second, factories.user("writer"), [mark_of(first), mark_of(second)])
    assert StatementVersion.objects.live().count() == 2
    accept(edition, first)
    (version,) = StatementVersion.objects.live()
    assert (version.quote, version.mode, version.cue) == (CANAL, "mixed", "said")
    assert Statement.objects.get(pk=second.statement_id).led_to == first.statement
    assert not StatementVersion.objects.exclude(replaces=None).exists()


def test_the_accepted_one_of_two_stays_whichever_comes_first():
    edition = factories.live()
    first, second = proposed(edition, "the canal reaches"), accepted(edition, "every village of the steppe")
    row = marking.join(first, second, factories.user("writer"), [mark_of(first), mark_of(second)])
    assert row.replaces == second and fresh(first).status == "proposed"
    accepted_now = accept(edition, first, second)
    assert [one.quote for one in accepted_now] == [CANAL] and fresh(first).status == "rejected"


def test_what_is_suggested_within_an_accepted_passage_goes():
    edition = factories.live()
    version = proposed(edition)
    suggested(edition, "every village")
    accept(edition, version)
    assert StatementVersion.objects.count() == 1


def test_what_cannot_be_joined_or_split():
    edition, writer = factories.live(), factories.user("writer")
    first, second = proposed(edition, "the canal"), proposed(edition, "every village")
    both = [mark_of(first), mark_of(second)]
    with refused("apart"):
        marking.join(first, second, writer, both)
    with refused("status"):
        marking.join(first, first, writer, [both[0]] * 2)
    other = proposed(edition, "of the steppe", speaker_name="Zhanar")
    with refused("speaker"):
        marking.join(second, other, writer, [both[1], mark_of(other)])
    for at in (0, first.start, first.start - 1, first.end, 9999):
        with refused("passage"):
            marking.split(first, writer, both[0], at)
    nameless = suggested(edition, SPRING, speaker_name="")
    with refused("speaker"):
        marking.split(nameless, writer, mark_of(nameless), nameless.start + 4)


# --- Rejecting and taking off ---


def test_a_rejection_is_undone_by_proposing_again():
    edition, writer = factories.live(), factories.user("writer")
    version = suggested(edition)
    marking.reject(edition, writer, seen(version), reason="Not a statement.")
    assert AuditEntry.objects.first().comment == "Not a statement."
    suggested(edition, "the canal")
    marking.propose(edition, writer, seen(version))
    assert fresh(version).status == "proposed" and StatementVersion.objects.count() == 1
    gone = factories.statement(edition, SPRING, status="rejected", **NAMED)
    with refused("status"):
        marking.reject(edition, writer, seen(version, gone))
    gone.quote = "What nobody said"
    gone.save()
    with refused("passage"):
        marking.propose(edition, writer, seen(gone))


def test_what_is_public_is_taken_off_with_a_reason():
    edition = factories.live()
    version = accepted(edition)
    later = factories.next_draft(edition)
    marking.adjust(version, factories.user("writer"), mark_of(version), cue="x")
    change = seen(version)
    marking.reject(edition, factories.user("reviewer"), change)
    with refused("public"):
        marking.reject(edition, factories.user("reviewer"), seen(version))
    with refused("reason"):
        marking.take_off(version, factories.user("reviewer"), mark_of(version), reason=" ")
    with refused("permission"):
        marking.take_off(version, factories.user("writer"), mark_of(version), reason="No.")
    marking.adjust(version, factories.user("writer"), mark_of(version), cue="x")
    marking.take_off(version, factories.user("reviewer"), mark_of(version), reason="Somebody else said it.")
    statement = Statement.objects.get(pk=version.statement_id)
    assert statement.taken_off_at and statement.taken_off_reason == "Somebody else said it."
    assert {one.status for one in StatementVersion.objects.all()} == {"rejected"}
    assert later.statement_versions.get().status == "rejected"
    with refused("status"):
        marking.take_off(version, factories.user("reviewer"), mark_of(version), reason="Again.")
    marking.propose(edition, factories.user("writer"), seen(version))
    assert Statement.objects.get(pk=version.statement_id).taken_off_at, "until a second person accepts"
    accept(edition, version)
    assert Statement.objects.get(pk=version.statement_id).taken_off_at is None


def test_a_correction_leaves_a_statement_out():
    first = factories.live()
    version = accepted(first)
    draft = factories.next_draft(first)
    own = draft.statement_versions.get()
    with refused("permission"):
        marking.reject(draft, factories.user("writer"), seen(own))
    marking.reject(draft, factories.user("reviewer"), seen(own))
    second = factories.approved(workflow.submit(draft, factories.user("writer")))
    assert not StatementVersion.objects.live().exists() and second.statement_versions.get().status == "rejected"
    assert fresh(version).status == "accepted"


def test_a_place_between_words_splits_as_well_as_the_word_behind_it():
    edition = factories.live()
    version = proposed(edition)
    at = passage(edition, "every")[0] - 1
    first, second = marking.split(version, factories.user("writer"), mark_of(version), at)
    assert (first.quote, second.quote) == ("the canal reaches", "every village of the steppe")


def test_a_place_outside_it_splits_no_statement():
    edition = factories.live(body="<p>Aidar Bekmuratov noted that the canal reaches every village of the steppe</p>")
    version = proposed(edition)
    assert edition.plain_text.endswith(CANAL)
    for at in (-1, 0, version.start, version.end, 10**8):
        with refused("passage"):
            marking.split(version, factories.user("writer"), mark_of(version), at)
