"""An embargo that cannot leak: with or without hidden things, the public site answers the same, byte for byte."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from speeches import workflow
from speeches.models import Edition, Statement
from tests import factories

from .crawler import METHODS, PLAIN, ROUTES, crawl, public_names, spellings
from .planting import WORD, Planter, Things

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EXPLANATION = "Taken back at the wish of the press service."


def test_every_public_route_is_registered():
    unknown = set(public_names()) - set(ROUTES)
    assert not unknown, f"Register with tests/leaks/crawler.py what the public can reach: {sorted(unknown)}"
    twice = [name for name, times in Counter(public_names()).items() if times > 1]
    assert not twice, f"A second route under a registered name would go by unseen: {twice}"


def test_no_registered_route_is_a_ghost():
    ghosts = set(ROUTES) - set(public_names()) - set(PLAIN)
    assert not ghosts


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def live_site(move):
    """A few live releases, one of them corrected; gives their identifiers and editions."""
    things, editions = Things(), []
    for number, language in enumerate(("en", "en", "ru", "kk")):
        series, theme = factories.series(f"series-{number}"), factories.theme(f"theme-{number}")
        person = factories.person(f"person-{number}")
        photo, attachment = factories.photo(), factories.attachment()
        edition = factories.live(
            language=language,
            slug=f"live-{number}",
            translation_group=f"g{number}",
            event=factories.event(f"event-{number}", series=series, ordinal=number + 1),
            themes=[theme],
            photos=[{"photo": photo, "alt": "A canal"}],
            attachments=[{"attachment": attachment, "title": "Decree"}],
        )
        version = factories.statement(edition, "According to him", speaker=person, themes=[theme])
        day = edition.release.address_date
        things.releases.append((day.year, day.month, day.day, edition.release.slug))
        things.events.append(edition.release.event.slug)
        things.series.append(series.slug)
        things.themes.append(theme.slug)
        things.people.append(person.slug)
        things.statements.append(version.statement.public_id)
        things.quotations.append(edition.plain_text)
        things.photos += [(photo.public_id, row.width, row.format) for row in photo.renditions.all()]
        things.attachments.append((attachment.public_id, attachment.name))
        editions.append(edition)
        move(timedelta(seconds=30))
    return things, editions


def merged(first, second):
    return Things(**{name: getattr(first, name) + getattr(second, name) for name in Things.__dataclass_fields__})


class Rollback(Exception):
    pass


@pytest.mark.no_cover
@pytest.mark.django_db
def test_hidden_things_change_no_answer(frozen):
    client = Client(raise_request_exception=True)
    # What another method is answered is decided before a database is asked; on PostgreSQL it would say no more.
    methods = METHODS if connection.vendor == "sqlite" else ("get",)
    things, live = live_site(frozen.shift)
    hidden_addresses, answers_with = set(), {}
    try:
        with transaction.atomic():
            planter = Planter(frozen.shift)
            planter.draft()
            planter.draft(language="ru", group="g0")  # a translation to come of something live
            planter.in_review(language="kk", group="g0")
            planter.scheduled()
            planter.scheduled(language="ru", after=timedelta(days=1))
            planter.discarded()
            planter.bundled()
            planter.translated()
            planter.scheduled(beside=live[0])  # a correction to come
            planter.draft(beside=live[2])
            planter.appointments(live[0].statement_versions.get().speaker)
            planter.beside(live[0])
            unscheduled = planter.scheduled()
            workflow.unschedule(unscheduled, planter.reviewer, reason=planter.token("reason"))
            withdrawn = planter.withdrawn(EXPLANATION)
            address = withdrawn.release.get_absolute_url()
            old = set(withdrawn.release.redirects.values_list("path", flat=True)) & set(planter.things.old_paths)
            assert old
            hidden_addresses = {address, f"{address}history/"} | old
            for gone in Statement.objects.withdrawn().filter(release=withdrawn.release):
                for code, _name in settings.LANGUAGES:
                    with translation.override(code):
                        path = gone.get_absolute_url()
                    hidden_addresses |= {path, *(f"{path}cite.{end}" for end in ("bib", "ris", "json"))}
            assert len(hidden_addresses) > 20
            hidden_addresses |= {f"{address}beside/{code}/" for code in ("en", "ru", "kk")}
            things = merged(things, planter.things)
            frozen.move_to(NOW + timedelta(minutes=10), tick=False)
            answers_with = crawl(client, things, methods)
            assert_withdrawn(answers_with, hidden_addresses)
            raise Rollback
    except Rollback:
        pass
    assert Edition.objects.count() == len(live)
    answers_without = crawl(client, things, methods)
    assert answers_with.keys() >= answers_without.keys()
    different = [
        key for key, answer in answers_without.items() if key[1] not in hidden_addresses and answers_with[key] != answer
    ]
    assert not different, f"{len(different)} answers betray what is hidden, such as {different[:5]}"
    leaks = [key for key, answer in answers_with.items() if any(form in answer[2] for form in spellings(WORD))]
    leaks = [key for key in leaks if answers_without.get(key) != answers_with[key]]
    assert not leaks, f"Tokens at {leaks[:5]}"
    reached = [key for key, answer in answers_without.items() if answer[0] == 200 and key[0] == "get"]
    assert len(answers_with) > 1200 and len(reached) > 40, "the crawler reaches too little to prove anything"


def assert_withdrawn(answers, addresses):
    """The withdrawn address answers 410 with the explanation, and nothing of what stood there."""
    for (method, path, variant), (status, headers, body) in answers.items():
        if path not in addresses:
            continue
        assert status in (410, 404, 405) or (method == "options" and status == 200), (method, path, variant, status)
        said = body.replace(path.encode(), b"") + str(headers).replace(path, "").encode()
        assert not any(form in said for form in spellings(WORD)), (method, path, variant)
    get = {path: answer for (method, path, variant), answer in answers.items() if method == "get" and not variant}
    for address in addresses:
        assert get[address][0] == 410
        assert EXPLANATION.encode() in get[address][2]


@pytest.mark.no_cover
@pytest.mark.django_db
def test_the_planter_plants(frozen):
    """Without this the test above could pass by planting nothing: what is scheduled comes out when its time comes."""
    planter = Planter(frozen.shift)
    edition = planter.scheduled()
    frozen.shift(timedelta(hours=2))
    answers = crawl(Client(), planter.things, methods=("get",))
    address = edition.release.get_absolute_url()
    assert answers["get", address, ""][0] == 200
    page = answers["get", address, ""][2].decode()
    for name in ("title", "dateline", "body", "press_contact", "notes_to_editors", "boilerplate"):
        assert getattr(edition, name).replace("<p>", "").split()[0] in page, name
    assert any(answer[0] == 200 for (_m, path, _v), answer in answers.items() if path.startswith("/photos/"))
    assert any(answer[0] == 200 for (_m, path, _v), answer in answers.items() if path.startswith("/attachments/"))
