"""The one door: what the public sees is a function of the database and the clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Count

from speeches import clock, workflow
from speeches.models import (
    Attachment,
    Edition,
    Event,
    EventSeries,
    FutureInstant,
    Office,
    Person,
    Photo,
    Release,
    Seal,
    Showing,
    Statement,
    StatementVersion,
    Theme,
)
from speeches.states import Standing, State, StatementStatus
from tests import factories
from tests.checks import everything

pytestmark = pytest.mark.django_db

DOORS = (
    Edition,
    Release,
    Showing,
    Statement,
    StatementVersion,
    Photo,
    Attachment,
    Person,
    Office,
    Event,
    EventSeries,
    Theme,
)
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(milliseconds=1)
CANAL, SPRING = "the canal reaches every village of the steppe", "the work will go on in spring"


def everything_about(number=1):
    """The fields of an edition that is the only one to carry a thing of every kind."""
    return {
        "event": factories.event(series=factories.series(f"series-{number}")),
        "themes": [factories.theme(f"theme-{number}")],
        "photos": [{"photo": factories.photo(), "alt": "A canal"}],
        "attachments": [{"attachment": factories.attachment(), "title": "The decree"}],
    }


def annotate(edition, **fields):
    speaker = factories.person(f"person-{edition.pk}")
    factories.tenure(speaker, factories.office(f"office-{edition.pk}"))
    return factories.statement(edition, CANAL, speaker=speaker, **fields)


def seen(at=None):
    """How many of each kind the public sees at `at`."""
    return {model.__name__: model.objects.live(at).count() for model in DOORS}


ONE_OF_EACH = {model.__name__: 1 for model in DOORS}
NOTHING = dict.fromkeys(ONE_OF_EACH, 0)


def corrected_without_parts(**fields):
    """The first edition of a release whose correction no longer carries what it carried."""
    edition = factories.live(**fields)
    annotate(edition)
    body = "<p>Nothing of the kind was ever said.</p>"
    factories.corrected(edition, themes=[], photos=[], attachments=[], body=body)
    return edition


# The embargo


def test_an_embargo_lifts_by_the_clock_alone():
    with time_machine.travel(NOON - HOUR, tick=False):
        annotate(factories.scheduled(at=NOON, **everything_about()))
    before = everything()
    for instant in (NOON - HOUR, NOON - TICK):
        with time_machine.travel(instant, tick=False):
            assert seen() == NOTHING
    for instant in (NOON, NOON + TICK, NOON + 9999 * HOUR):
        with time_machine.travel(instant, tick=False):
            assert seen() == ONE_OF_EACH
    assert everything() == before


def test_a_correction_takes_over_at_its_instant():
    with time_machine.travel(NOON - 2 * HOUR, tick=False):
        first = factories.live(themes=[factories.theme("old")])
    with time_machine.travel(NOON - HOUR, tick=False):
        second = factories.next_scheduled(first, at=NOON, themes=[factories.theme("new")])
    for instant, edition, theme in ((NOON - TICK, first, "old"), (NOON, second, "new")):
        with time_machine.travel(instant, tick=False):
            assert Edition.objects.live().get() == edition
            assert Theme.objects.live().get().slug == theme


@pytest.mark.parametrize("make", [factories.draft, factories.in_review, factories.discarded, factories.scheduled])
def test_what_is_not_live_shows_through_no_door(make):
    edition = make(**everything_about())
    if edition.state != State.APPROVED:
        annotate(edition)
    assert seen() == NOTHING
    assert not Edition.objects.shown().exists()


@pytest.mark.parametrize("make", [factories.withdrawn, factories.redacted])
def test_what_was_taken_back_shows_through_no_door(make):
    make(**everything_about())
    assert seen() == NOTHING | {"Showing": 1}, "only the notice stands"
    assert Showing.objects.live().get() == Showing.objects.notices().get()
    assert not Edition.objects.shown().exists()


def test_what_a_correction_left_out_is_only_history():
    edition = corrected_without_parts(**everything_about())
    wanted = NOTHING | {"Edition": 1, "Release": 1, "Showing": 1, "Event": 1, "EventSeries": 1}
    assert seen() == wanted
    assert edition in Edition.objects.shown()


def test_only_accepted_statements_are_public():
    edition = factories.live()
    for status in (StatementStatus.SUGGESTED, StatementStatus.REJECTED, StatementStatus.NEEDS_REVIEW):
        annotate(edition, status=status, themes=[factories.theme(f"of-{status}")])
    said = factories.statement(edition, SPRING, themes=[factories.theme("spring")], speaker=factories.person("known"))
    assert StatementVersion.objects.live().get() == said
    assert Statement.objects.live().get() == said.statement
    assert Person.objects.live().get() == said.speaker and Theme.objects.live().get().slug == "spring"
    assert not Office.objects.live().exists()


def test_things_shared_with_a_live_edition_are_public_and_counted_once():
    shared = everything_about()
    editions = [factories.live(**shared), factories.live(**shared), factories.draft(**shared)]
    factories.scheduled(**shared)
    speaker = factories.person()
    for edition in editions[:2]:
        factories.statement(edition, CANAL, speaker=speaker)
        factories.statement(edition, SPRING, speaker=speaker)
    assert seen() == NOTHING | {
        "Edition": 2,
        "Release": 2,
        "Showing": 2,
        "Statement": 4,
        "StatementVersion": 4,
        "Photo": 1,
        "Attachment": 1,
        "Person": 1,
        "Event": 1,
        "EventSeries": 1,
        "Theme": 1,
    }


# Asked for the past


def test_the_site_can_be_asked_how_it_stood():
    with time_machine.travel(NOON, tick=False):
        first = factories.live(**everything_about(1))
        annotate(first)
    with time_machine.travel(NOON + HOUR, tick=False):
        body = "<p>Nothing of the kind was ever said.</p>"
        second = factories.corrected(first, body=body, themes=[], photos=[], attachments=[])
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        for asked, edition in (
            (NOON - TICK, None),
            (NOON, first),
            (NOON + HOUR - TICK, first),
            (NOON + HOUR, second),
            (NOON + 3 * HOUR, second),
            (None, second),
        ):
            assert Edition.objects.live(asked).first() == edition, asked
        assert seen(NOON) == ONE_OF_EACH
        assert seen(NOON - TICK) == NOTHING
        assert first.standing(NOON) == Standing.LIVE and first.standing() == Standing.SUPERSEDED
        assert second.standing(NOON) == Standing.SCHEDULED


@pytest.mark.parametrize("model", DOORS)
def test_the_future_is_not_told(model):
    with time_machine.travel(NOON, tick=False):
        factories.scheduled(at=NOON + HOUR)
        assert not model.objects.live(NOON).exists()
        with pytest.raises(FutureInstant) as caught:
            model.objects.live(NOON + TICK)
        assert str(caught.value)


def test_withdrawn_text_never_comes_back_by_asking_for_the_past():
    with time_machine.travel(NOON, tick=False):
        first = factories.live(**everything_about())
        annotate(first)
    with time_machine.travel(NOON + HOUR, tick=False):
        second = factories.corrected(first)
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        workflow.withdraw(second, factories.user("publisher"), reason="Sent by mistake.")
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        for asked in (NOON, NOON + HOUR, NOON + 2 * HOUR - TICK):
            assert seen(asked) == NOTHING, asked
        assert seen(NOON + 2 * HOUR) == NOTHING | {"Showing": 1}
        assert not Edition.objects.shown().exists()
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        factories.reinstated(second)
    with time_machine.travel(NOON + 5 * HOUR, tick=False):
        assert Edition.objects.live(NOON).get() == first
        assert Edition.objects.live(NOON + 2 * HOUR - TICK).get() == second == Edition.objects.live().get()
        assert not Edition.objects.live(NOON + 3 * HOUR).exists(), "then a notice stood there"
        assert set(Edition.objects.shown()) == {first, second}


def test_redacted_text_never_comes_back():
    with time_machine.travel(NOON, tick=False):
        first = factories.live()
    with time_machine.travel(NOON + HOUR, tick=False):
        second = factories.corrected(first)
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        workflow.propose(first, "redact", factories.user("administrator"), reason="Personal data.")
        workflow.redact(first, factories.user("administrator", "administrator2"), reason="Personal data.")
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        assert not Edition.objects.live(NOON).exists()
        assert not Showing.objects.live(NOON).exists()
        assert Edition.objects.live().get() == second
        tombstone = Edition.objects.shown().get(pk=first.pk)
        assert (tombstone.title, tombstone.plain_text) == ("", "")


def test_history_holds_each_edition_once_and_no_coming_one():
    first = factories.reinstated(factories.withdrawn())
    second = factories.corrected(first)
    third = factories.next_scheduled(second)
    assert sorted(Edition.objects.shown().values_list("pk", flat=True)) == [first.pk, second.pk]
    assert third not in Edition.objects.shown()


def test_planned_is_what_will_stand():
    with time_machine.travel(NOON, tick=False):
        edition = factories.scheduled(at=NOON + HOUR)
        assert not Edition.objects.planned(NOON + HOUR - TICK).exists()
        assert Edition.objects.planned(NOON + HOUR).get() == edition
        assert Showing.objects.planned().get().edition == edition
    with time_machine.travel(NOON + HOUR, tick=False):
        assert not Showing.objects.planned().exists()


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Person, factories.person),
        (Event, factories.event),
        (EventSeries, factories.series),
        (Theme, factories.theme),
    ],
)
def test_what_is_announced_is_public_from_that_instant(model, make):
    make("announced", announced_from=NOON)
    make("silent")
    for now, wanted in ((NOON - TICK, []), (NOON, ["announced"])):
        with time_machine.travel(now, tick=False):
            assert [row.slug for row in model.objects.live()] == wanted
    with time_machine.travel(NOON + HOUR, tick=False):
        assert not model.objects.live(NOON - TICK).exists()


def test_a_series_is_public_with_its_first_public_event():
    factories.event("session", series=factories.series(), announced_from=NOON)
    with time_machine.travel(NOON - TICK, tick=False):
        assert not EventSeries.objects.live().exists()
    with time_machine.travel(NOON, tick=False):
        assert EventSeries.objects.live().exists()


# What it costs


def test_asking_for_now_does_not_pay_for_the_past():
    """`live()` reads one showing for each edition; only a past instant has to be compared with the present."""
    assert str(Edition.objects.live().query).count('JOIN "speeches_showing"') == 1
    assert str(Edition.objects.live(clock.now()).query).count('JOIN "speeches_showing"') == 2


def crowd(number):
    """`number` live releases, each with one superseded edition and a statement, by bulk insert."""
    event, speaker, theme = factories.event(), factories.person(), factories.theme()
    day = timedelta(days=1)
    releases = Release.objects.bulk_create(
        Release(
            language=("en", "ru", "kk")[index % 3],
            slug=f"crowd-{index}",
            event=event if index % 50 == 0 else None,
            published_at=NOON - index * HOUR,
            address_date=(NOON - index * day).date(),
        )
        for index in range(number)
    )
    fields = {"title": "Crowd", "body": "<p>Crowd</p>", "plain_text": "Crowd", "state": State.APPROVED}
    old = Edition.objects.bulk_create(Edition(release=release, **fields) for release in releases)
    new = Edition.objects.bulk_create(Edition(release=release, **fields) for release in releases)
    for edition in new[::40]:
        edition.themes.add(theme)
    Seal.objects.bulk_create(Seal(edition=edition, sha256="0" * 64) for edition in (*old, *new))
    begin, turn = NOON - 9000 * HOUR, NOON - 8000 * HOUR
    Showing.objects.bulk_create(
        Showing(release=edition.release, edition=edition, shown_from=begin, shown_until=turn) for edition in old
    )
    Showing.objects.bulk_create(Showing(release=edition.release, edition=edition, shown_from=turn) for edition in new)
    statements = Statement.objects.bulk_create(Statement(release=edition.release) for edition in new)
    StatementVersion.objects.bulk_create(
        StatementVersion(
            statement=statement,
            edition=edition,
            speaker=speaker if index % 40 == 0 else None,
            quote="Crowd",
            start=0,
            end=5,
            status=StatementStatus.ACCEPTED,
        )
        for index, (statement, edition) in enumerate(zip(statements, new, strict=True))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # at this size it reads small tables whole where an index would do
            cursor.execute("SET LOCAL enable_seqscan = off")
    return event, speaker, theme, new


def full_scans(queryset):
    """The big tables that the database would read from end to end for the queryset."""
    plan = queryset.explain()
    tables = ("speeches_showing", "speeches_edition", "speeches_release", "speeches_statementversion")
    aliases = {f"T{number}" for number in range(3, 9)} | {f"U{number}" for number in range(9)}
    found = set()
    for line in plan.splitlines():
        words = line.replace("(", " ").replace('"', " ").split()
        if connection.vendor == "sqlite" and "SCAN" in words and "USING" not in words:
            found |= {word for word in words if word in tables or word in aliases}
        elif "Seq" in words and "Scan" in words:
            found |= {word for word in words if word in tables}
    return found, plan


def test_pages_read_by_index_however_large_the_archive():
    with time_machine.travel(NOON, tick=False):
        event, speaker, theme, editions = crowd(2000)
        asked = editions[700]
        said = Statement.objects.get(release=asked.release)
        archive = Edition.objects.live().filter(release__language="ru")
        pages = {
            "one release": Edition.objects.live().filter(
                release__language=asked.release.language,
                release__address_date=asked.release.address_date,
                release__slug=asked.release.slug,
            ),
            "archive": archive.order_by("-release__published_at", "-release__pk")[:20],
            "an event": Edition.objects.live().filter(release__event=event, release__language="en"),
            "a theme": Edition.objects.live().filter(edition_themes__tag=theme),
            "a person": StatementVersion.objects.live().filter(speaker=speaker),
            "one release in the past": Edition.objects.live(NOON - 8500 * HOUR).filter(release=asked.release),
            "history": Edition.objects.shown().filter(release=asked.release),
            "notices": Showing.objects.notices().filter(release=asked.release),
            "a statement": Statement.objects.known().filter(public_id=said.public_id),
            "a withdrawn statement": Statement.objects.withdrawn().filter(release=asked.release),
            "the life of a statement": StatementVersion.objects.seen().filter(statement__release=asked.release),
            "a person by year": StatementVersion.objects.live()
            .filter(speaker=speaker)
            .values_list("edition__release__address_date__year")
            .annotate(Count("pk"))
            .order_by(),
        }
        assert full_scans(Edition.objects.filter(summary="by no index"))[0] == {"speeches_edition"}
        for name, queryset in pages.items():
            scanned, plan = full_scans(queryset)
            assert not scanned, f"{name}: {scanned}\n{plan}"
