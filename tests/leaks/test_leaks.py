"""An embargo that cannot leak: with or without hidden things, the public site answers the same, byte for byte."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date

from speeches import workflow
from speeches.models import Edition, Showing, Statement
from tests import factories

from .crawler import (
    INSTANTS,
    METHODS,
    OTHER_LANGUAGES,
    PARTS,
    PLAIN,
    ROUTES,
    crawl,
    nothing_at,
    paths,
    public_names,
    spellings,
)
from .planting import WORD, Planter, Things

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EXPLANATION = "Taken back at the wish of the press service."
LEAST = dict.fromkeys(PARTS, (1200, 40)) | {"plain": (200, 20)}
"""Of each part of the crawl: more answers than this, and more pages that are there."""


def test_every_public_route_is_registered():
    unknown = set(public_names()) - set(ROUTES)
    assert not unknown, f"Register with tests/leaks/crawler.py what the public can reach: {sorted(unknown)}"
    twice = [name for name, times in Counter(public_names()).items() if times > 1]
    assert not twice, f"A second route under a registered name would go by unseen: {twice}"


def test_no_registered_route_is_a_ghost():
    ghosts = set(ROUTES) - set(public_names()) - set(PLAIN)
    assert not ghosts


CORRECTED = "The canal was to be ninety kilometres long and three metres deep."


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
            body=factories.BODY + (f"<p>{CORRECTED}</p>" if number == 1 else ""),
            event=factories.event(f"event-{number}", series=series, ordinal=number + 1),
            themes=[theme],
            photos=[{"photo": photo, "alt": "A canal"}],
            attachments=[{"attachment": attachment, "title": "Decree"}],
        )
        if number == 1:
            things.quotations += [CORRECTED, edition.title]
            move(timedelta(seconds=1))
            edition = factories.corrected(edition, body=factories.BODY)
        version = factories.statement(edition, "According to him", speaker=person, themes=[theme])
        day = edition.release.address_date
        things.releases.append((day.year, day.month, day.day, edition.release.slug))
        things.release_ids.append(edition.release.public_id)
        things.edition_ids.append(edition.public_id)
        things.events.append(edition.release.event.slug)
        things.series.append(series.slug)
        things.themes.append(theme.slug)
        things.people.append(person.slug)
        things.statements.append(version.statement.public_id)
        things.quotations += [edition.plain_text, edition.title]
        things.photos += [(photo.public_id, row.width, row.format) for row in photo.renditions.all()]
        things.release_photos.append((things.releases[-1], photo.public_id))
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
@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=pytest.mark.once if part in OTHER_LANGUAGES else ()) for part in PARTS]
)
def test_hidden_things_change_no_answer(frozen, part):
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
            planter.kin(live[0].release.event, live[0].themes.get())
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
                hidden_addresses.add(reverse("api_statement", args=[gone.public_id]))
            for name in ("api_release", "api_editions"):
                hidden_addresses.add(reverse(name, args=[withdrawn.release.public_id]))
            hidden_addresses |= {f"{path}?language=kk" for path in hidden_addresses if path.startswith("/api/")}
            assert len(hidden_addresses) > 20
            hidden_addresses |= {f"{address}beside/{code}/" for code in ("en", "ru", "kk")}
            taken_along = ["share.png", "ninjs.json", *(f"cite.{end}" for end in ("bib", "ris", "json"))]
            taken_along += [f"photos/{row[0]}.jpg" for row in (*things.photos, *planter.things.photos)]
            hidden_addresses |= {f"{base}{below}" for base in (address, *old) for below in taken_along}
            hidden_addresses |= {
                f"{path}{'&' if '?' in path else '?'}as_of={at}" for path in hidden_addresses for at in INSTANTS[:2]
            }
            things = merged(things, planter.things)
            frozen.move_to(NOW + timedelta(minutes=10), tick=False)
            answers_with = crawl(client, things, part, methods)
            withdrawn_at = http_date(Showing.objects.notices().get().shown_from.timestamp())
            assert_withdrawn(answers_with, hidden_addresses)
            raise Rollback
    except Rollback:
        pass
    assert Edition.objects.count() == len(live) + 1, "one of them is corrected"
    # What was answered byte for byte as of what never was betrays nothing, and need not be asked again.
    nothing = nothing_at(client, part)
    assert {status for status, _headers, _body in nothing} == {404}
    open_ = {key[1] for key, answer in answers_with.items() if not is_the_same(key[0], answer, nothing)}
    shut = {key[1] for key in answers_with} - open_
    answers_without = crawl(client, things, part, methods, passed_over=shut)
    assert answers_with.keys() >= answers_without.keys()
    moved = assert_told_of_nothing_else(answers_with, answers_without, withdrawn_at)
    assert moved or part != "en", "the withdrawal is told to nobody"
    different = [
        key
        for key, answer in answers_without.items()
        if key[1] not in hidden_addresses
        and without_withdrawals(key[1], answers_with[key]) != without_withdrawals(key[1], answer)
    ]
    assert not different, f"{len(different)} answers betray what is hidden, such as {different[:5]}"
    leaks = [key for key, answer in answers_with.items() if any(form in answer[2] for form in spellings(WORD))]
    leaks = [key for key in leaks if answers_without.get(key) != answers_with[key]]
    assert not leaks, f"Tokens at {leaks[:5]}"
    reached = [key for key, answer in answers_without.items() if answer[0] == 200 and key[0] == "get"]
    asked, found = LEAST[part]
    assert len(answers_with) > asked and len(reached) > found, "the crawler reaches too little to prove anything"


def is_the_same(method, answer, nothing):
    """Whether an answer to a method is that to a GET of what never was; HEAD is answered without the body."""
    return answer in nothing if method == "get" else method == "head" and answer in [(*one[:2], b"") for one in nothing]


def tells_of_withdrawals(path):
    """Whether an answer may tell programs that something was withdrawn, of which everybody may know."""
    return "/feeds/" in path or "sitemap" in path


def without_withdrawals(path, answer):
    """An answer without what it tells of withdrawals: the Atom feed of all by name, others by their Last-Modified."""
    if not tells_of_withdrawals(path):
        return answer
    status, headers, body = answer
    told = {"Last-Modified"}
    if "/en/feeds/releases.atom" in path:
        told |= {"ETag", "Content-Length"}
        body = re.sub(rb"<at:deleted-entry .*?</at:deleted-entry>", b"", body)
    return status, {name: value for name, value in headers.items() if name not in told}, body


def assert_told_of_nothing_else(answers_with, answers_without, withdrawn_at):
    """Where something hidden moves a Last-Modified, it is to the instant of the withdrawal. Gives how many moved."""
    moved = 0
    for key, (_status, headers, _body) in answers_without.items():
        now, then = answers_with[key][1].get("Last-Modified"), headers.get("Last-Modified")
        if tells_of_withdrawals(key[1]) and now != then:
            moved += 1
            assert now == withdrawn_at, (key, now, then)
    return moved


def assert_withdrawn(answers, addresses):
    """The withdrawn address answers 410 with the explanation, and nothing of what stood there."""
    for (method, path, variant), (status, headers, body) in answers.items():
        if path not in addresses:
            continue
        told = status in (410, 404, 405) or (method == "options" and status in (200, 204))
        assert told, (method, path, variant, status)
        said = body.replace(path.encode(), b"") + str(headers).replace(path, "").encode()
        assert not any(form in said for form in spellings(WORD)), (method, path, variant)
    get = {path: answer for (method, path, variant), answer in answers.items() if method == "get" and not variant}
    asked = addresses & get.keys()
    assert asked, "no withdrawn address was asked for"
    for address in asked:
        assert get[address][0] == 410
        assert EXPLANATION.encode() in get[address][2]


@pytest.mark.no_cover
@pytest.mark.django_db
def test_the_planter_plants(frozen):
    """Without this the test above could pass by planting nothing: what is scheduled comes out when its time comes."""
    planter = Planter(frozen.shift)
    edition = planter.scheduled()
    frozen.shift(timedelta(hours=2))
    answers = {}
    for part in ("en", "plain"):
        queries = {path for path in paths(planter.things, part) if "?" in path}
        answers |= crawl(Client(), planter.things, part, methods=("get",), passed_over=queries)
    address = edition.release.get_absolute_url()
    assert answers["get", address, ""][0] == 200
    page = answers["get", address, ""][2].decode()
    for name in ("title", "dateline", "body", "press_contact", "notes_to_editors", "boilerplate"):
        assert getattr(edition, name).replace("<p>", "").split()[0] in page, name
    assert any(answer[0] == 200 for (_m, path, _v), answer in answers.items() if path.startswith("/photos/"))
    assert any(answer[0] == 200 for (_m, path, _v), answer in answers.items() if path.startswith("/attachments/"))


@pytest.mark.no_cover
@pytest.mark.django_db
def test_a_theme_that_nothing_live_carries_any_more_is_named_nowhere_now(frozen):
    theme = factories.theme(WORD, name=WORD, description=WORD, media_topic="medtop:20000593")
    first = factories.live(slug="canal", themes=[theme, factories.theme()])
    frozen.shift(timedelta(minutes=1))
    corrected = factories.corrected(first, themes=[factories.theme()])
    things = Things(themes=[WORD], release_ids=[first.release.public_id])
    things.edition_ids = [first.public_id, corrected.public_id]
    things.releases = [(2026, 11, 23, "canal")]
    frozen.shift(timedelta(minutes=10))
    for part in ("en", "plain"):
        answers = crawl(Client(), things, part, methods=("get",))
        named = [key for key, answer in answers.items() if WORD.encode() in answer[2] and WORD not in key[1]]
        assert not named, named
        assert any(answer[0] == 200 for key, answer in answers.items() if "history" in key[1] or "edition" in key[1])
