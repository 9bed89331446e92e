"""When something goes live, in a plain sentence, and what it warns of."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from speeches import clock
from speeches.admin import when
from tests import factories
from tests.desk import sign_in, text_of, verb_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
"""A Wednesday, 07:00 in Astana."""
FRIDAY = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
ALL = ("kk", "en", "ru")
SAID = {
    "en": (
        "Goes live in English, Russian and Kazakh on Friday 27 November at 10:00 Astana time, in 2 days 3 hours.",
        "Went live in Kazakh on Tuesday 24 November at 06:39 Astana time, 1 day ago.",
        "Goes live in English and Russian on Wednesday 25 November at 07:00:21 Astana time, in 21 seconds.",
    ),
    "ru": (
        "Выйдет на английском, русском и казахском языках в пятницу, 27 ноября, в 10:00 по времени Астаны, "
        "через 2 дня 3 часа.",
        "Вышло на казахском языке во вторник, 24 ноября, в 06:39 по времени Астаны, 1 день назад.",
        "Выйдет на английском и русском языках в среду, 25 ноября, в 07:00:21 по времени Астаны, через 21 секунду.",
    ),
    "kk": (
        "27 қараша, жұма күні, сағат 10:00, Астана уақытымен ағылшын, орыс және қазақ тілдерінде жарияланады; "
        "оған 2 күн 3 сағат қалды.",
        "24 қараша, сейсенбі күні, сағат 06:39, Астана уақытымен қазақ тілінде жарияланды; содан бері 1 күн өтті.",
        "25 қараша, сәрсенбі күні, сағат 07:00:21, Астана уақытымен ағылшын және орыс тілдерінде жарияланады; "
        "оған 21 секунд қалды.",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_the_sentence_in_three_languages(language):
    with override(language), time_machine.travel(NOW, tick=False):
        said = (
            when.sentence(FRIDAY, ALL),
            when.sentence(NOW - timedelta(days=1, minutes=21), ["kk"]),
            when.sentence(NOW + timedelta(seconds=21), ["en", "ru", "en"]),
        )
    assert said == SAID[language]


@pytest.mark.parametrize(
    ("seconds", "said"),
    (
        (0, "0 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (3600 + 60 * 59 + 59, "1 hour 59 minutes"),
        (86400, "1 day"),
        (86400 + 59, "1 day"),
        (2 * 86400 + 3 * 3600 + 59 * 60, "2 days 3 hours"),
        (7 * 86400 + 3 * 3600, "7 days"),
        (400 * 86400, "400 days"),
    ),
)
def test_a_span_has_at_most_two_units(seconds, said):
    assert when.span(seconds) == said


def test_at_once_another_year_and_a_zone_without_a_name(settings):
    with time_machine.travel(NOW, tick=False):
        assert when.sentence(None, ["ru"]) == "Goes live in Russian at once, the moment you press the button."
        assert "on Friday 1 January 2027 at 00:30 Astana time" in when.sentence(
            datetime(2026, 12, 31, 19, 30, tzinfo=UTC), ["en"]
        )
        settings.TIME_ZONE = "America/St_Johns"
        assert "at 01:30 St Johns time" in when.sentence(FRIDAY, ["en"])
        assert when.offset(FRIDAY) == "UTC−3:30"


def test_no_bad_time_of_day_passes_without_a_word():
    with time_machine.travel(NOW, tick=False):
        for hour, warned in ((22, False), (23, True), (2, True), (5, True), (6, False), (14, False)):
            at = datetime(2026, 11, 27, hour, 30, tzinfo=UTC) - timedelta(hours=5)
            assert bool(when.cautions(at)) == warned, hour


def test_what_goes_live_at_nearly_the_same_time_is_told(django_assert_num_queries):
    at = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
    with time_machine.travel(NOW, tick=False) as moment:
        near = factories.scheduled(at + timedelta(minutes=4), language="ru", title="Near")
        factories.scheduled(at + timedelta(minutes=6), title="Far")
        with django_assert_num_queries(1):
            assert when.cautions(at) == ["“Near” goes live in Russian at 10:04 too."]
        assert when.cautions(at, [near]) == []
        moment.move_to(at + timedelta(minutes=7))
        assert when.cautions(None) == [], "what is live already is no neighbour"


def asked(edition=None, bundle=None, verb="approve", **typed):
    which = {"edition": edition.public_id} if edition else {"bundle": bundle.public_id}
    return reverse("admin:forecast"), {"verb": verb, **which, **typed}


def later(**ahead):
    at = clock.now() + timedelta(**ahead)
    there = at.astimezone(when.ZoneInfo("Asia/Almaty"))
    return {"when": "at", "at_0": f"{there:%Y-%m-%d}", "at_1": f"{there:%H:%M}"}


@time_machine.travel(NOW, tick=False)
def test_the_sentence_follows_what_is_typed():
    edition, desk = factories.in_review(), sign_in("reviewer")
    for typed, said in (
        ({"when": "now"}, "Goes live in English at once"),
        (later(days=2, hours=3), "on Friday 27 November at 10:00 Astana time, in 2 days 3 hours."),
        (later(days=2, hours=3), "(UTC+5)"),
        (later(hours=20), "That is at night: 03:00."),
        (later(hours=-3), "This time has passed"),
        ({"when": "at"}, "Say on which day and at what time."),
        ({"when": "at", "at_0": "2026-11-30"}, "Enter a valid time"),
        ({"when": "at", "at_0": "\x00", "at_1": "9" * 40}, "Enter a valid date"),
        ({}, "This field is required"),
    ):
        response = desk.get(*asked(edition, **typed))
        assert response.status_code == 200 and said in text_of(response), typed
        assert ("Goes live" in text_of(response)) == (said.startswith(("Goes", "on", "(", "That"))), typed


@time_machine.travel(NOW, tick=False)
def test_all_languages_of_a_bundle_are_named_and_no_neighbours():
    bundle = factories.bundle(*[factories.in_review(language=code, translation_group="x") for code in ALL])
    page = text_of(sign_in("reviewer").get(*asked(bundle=bundle, **later(days=2, hours=3))))
    assert SAID["en"][0] in page and "<li>" not in page


@pytest.mark.parametrize(
    ("role", "status"), (("writer", 200), ("reviewer", 200), ("publisher", 200), ("outsider", 403))
)
def test_who_may_ask(role, status):
    edition = factories.in_review()
    assert sign_in(role).get(*asked(edition, when="now")).status_code == status


@pytest.mark.parametrize(
    "wrong",
    ({"verb": "withdraw"}, {"verb": ""}, {"edition": "nothere"}, {"edition": "\x00"}, {"bundle": "9" * 99}),
    ids=str,
)
def test_what_has_no_instant_has_no_forecast(wrong):
    address, data = asked(factories.in_review(), when="now")
    assert sign_in("reviewer").get(address, data | wrong).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_page_of_a_verb_says_it_and_so_does_the_answer():
    edition = factories.in_review()
    reviewer, publisher = sign_in("reviewer"), sign_in("publisher")
    assert "Goes live in English at once" in text_of(reviewer.get(verb_of(edition, "approve")))
    typed = {"seen_hash": edition.content_hash(), **later(days=2, hours=3)}
    said = "Goes live in English on Friday 27 November at 10:00 Astana time, in 2 days 3 hours."
    assert said in text_of(reviewer.post(verb_of(edition, "approve"), typed, follow=True))
    page = text_of(publisher.get(verb_of(edition, "reschedule")))
    assert said in page and 'value="2026-11-27"' in page, "whoever moves an instant begins from it, not from now"
    answer = text_of(publisher.post(verb_of(edition, "reschedule"), {"when": "now"}, follow=True))
    assert "Is live in English now, since 07:00 Astana time." in answer
