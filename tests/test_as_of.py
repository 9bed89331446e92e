"""Time travel: pages as they stood at an instant, and the history of a release."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from speeches import clock, instants, workflow
from speeches.models import Redirect, Statement
from speeches.states import StatementStatus
from tests import factories
from tests.public import LANGUAGES, asked, body_of

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(milliseconds=1)
WORDS = "the canal reaches every village of the steppe"


def links(page):
    """The addresses to which the main part of a page leads."""
    return [
        address.replace("&amp;", "&")
        for address in re.findall(r'href="([^"]*)"', page.split("<main")[1].split("</main")[0])
    ]


def test_the_citation_of_a_release_is_of_the_edition_that_stood(client, db, frozen):
    first = factories.live(title="The canal is 90 km long")
    frozen.shift(HOUR)
    factories.corrected(first, title="The canal is 95 km long", change_note="The length was wrong.")
    for end in ("bib", "ris", "json"):
        path = f"{first.release.get_absolute_url()}cite.{end}"
        was, stands = asked(client, path, NOW), client.get(path).content.decode()
        assert "90 km" in was and "as_of=2026-05-04T12:00:00Z" in was and "as_of" not in stands
        assert "95 km" in stands and "95 km" in asked(client, path, NOW + HOUR)
        asked(client, path, NOW - TICK, 404)
    there = f"/api/v1/releases/{first.release.public_id}"
    was, stands = (client.get(there + query).json()["citations"] for query in ("?as_of=2026-05-04T12:00:00Z", ""))
    assert "edition 1" in was["text"] and "edition 2" in stands["text"]
    assert was["bib"].endswith("cite.bib?as_of=2026-05-04T12:00:00Z") and stands["bib"].endswith("cite.bib")


def test_each_edition_is_reached_from_the_history_to_the_millisecond(client, db, frozen):
    frozen.move_to(NOW + timedelta(milliseconds=123), tick=False)
    first = factories.live(title="The canal is 90 km long")
    frozen.shift(HOUR)
    second = factories.corrected(first, title="The canal is 95 km long", change_note="The length was wrong.")
    frozen.shift(HOUR)
    factories.corrected(second, title="The canal is 97 km long", change_note="It was wrong again.")
    frozen.shift(HOUR)
    address = first.release.get_absolute_url()
    history = client.get(f"{address}history/").content.decode()
    whole = [link for link in links(history) if link.startswith(f"{address}?as_of=")]
    assert whole == [f"{address}?as_of=2026-05-04T13:00:00.123Z", f"{address}?as_of=2026-05-04T12:00:00.123Z"]
    page = client.get(whole[1]).content.decode()
    assert "<h1>The canal is 90 km long</h1>" in page
    assert "Changes since publication" not in page and "history/" not in page
    page = client.get(whole[0]).content.decode()
    assert "<h1>The canal is 95 km long</h1>" in page
    assert "The length was wrong." in page and "It was wrong again." not in page
    past = client.get(f"{address}history/?as_of=2026-05-04T14:00:00Z").content.decode()
    assert "95 km" in past and "97 km" not in past and "It was wrong again." not in past and "Edition 3" not in past
    asked(client, first.release, NOW, 404)
    asked(client, f"{address}history/", NOW, 404)
    assert asked(client, first.release, NOW, 404) == asked(client, first.release, NOW, 404)


def test_a_page_of_the_past_is_marked_and_kept_out_of_search_engines(client, db, frozen):
    shared = {"translation_group": "canal"}
    edition = factories.live(**shared)
    factories.live(language="ru", **shared)
    factories.statement(edition, WORDS, speaker=factories.person(), themes=[factories.theme()])
    frozen.shift(HOUR)
    version = edition.statement_versions.get()
    pages = [edition.release, version, version.speaker, version.themes.get(), "/en/releases/"]
    for thing in (*pages, f"{edition.release.get_absolute_url()}history/"):
        path = thing if isinstance(thing, str) else thing.get_absolute_url()
        answer = client.get(f"{path}?as_of=2026-05-04T12:30:00Z")
        page = answer.content.decode()
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert page.count('<meta name="robots" content="noindex">') == 1
        assert "4 May 2026, 17:30" in page and "(Astana time)" in page
        assert f'<a href="{path}" rel="nofollow">See it as it stands now</a>' in page
        assert 'rel="alternate" hreflang' not in page
        assert page.count(f'<link rel="canonical" href="http://127.0.0.1:8000{path}">') == 1, path
        assert page.startswith("<!doctype html>") and "<title>4 May 2026, 17:30 · " in page
        now = client.get(path)
        assert "X-Robots-Tag" not in now.headers and 'class="as-of"' not in now.content.decode()
        assert answer.headers["Cache-Control"] == now.headers["Cache-Control"] == "max-age=0, must-revalidate"
        assert answer.headers.get("Vary") == now.headers.get("Vary")
        again = client.get(f"{path}?as_of=2026-05-04T12:30:00Z", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and not again.content
        head = client.head(f"{path}?as_of=2026-05-04T12:30:00Z")
        assert head.headers["ETag"] == answer.headers["ETag"] != now.headers["ETag"] and not head.content


def test_one_can_walk_the_past(client, db, frozen):
    """Archive, release, theme, person, statement, citation, other language: each link keeps the instant."""
    theme, speaker = factories.theme(), factories.person()
    shared = {"translation_group": "canal", "themes": [theme]}
    edition = factories.live(title="First words", **shared)
    factories.live(language="ru", **shared)
    version = factories.statement(edition, WORDS, speaker=speaker, themes=[theme])
    frozen.shift(HOUR)
    factories.corrected(edition, title="Second words", body="<p>Nothing of it is left.</p>", themes=[])
    instant, seen = "2026-05-04T12:30:00Z", set()
    waiting = [f"/en/releases/?as_of={instant}"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if path.startswith(("/photos", "/attachments")) or "cite." in path:
            continue
        assert "Second words" not in answer.content.decode(), path
        waiting += {link.split("#")[0] for link in links(answer.content.decode()) if "as_of=" in link} - {
            *seen,
            *waiting,
        }
        waiting = [link if link.startswith("/") else path.split("?")[0] + link for link in waiting if link]
    walked = {path.split("?")[0] for path in seen}
    for thing in (edition.release, version, theme, speaker):
        assert thing.get_absolute_url() in walked
    assert any(path.endswith("cite.bib") for path in walked) and any(
        path.startswith("/ru/releases/2026") for path in walked
    )
    assert all(f"as_of={instant}" in path for path in seen)


def test_a_theme_that_nothing_carries_any_more_has_its_page_of_then(client, db, frozen):
    theme = factories.theme()
    edition = factories.live(themes=[theme])
    frozen.shift(HOUR)
    factories.corrected(edition, themes=[])
    assert client.get(theme.get_absolute_url()).status_code == 404
    page = asked(client, theme, NOW)
    assert edition.title in page and "There is no such page now." in page and 'rel="canonical"' not in page
    asked(client, theme, NOW - TICK, 404)
    assert client.get(f"{theme.get_absolute_url()}?as_of=2026-05-04T13:00:00Z").status_code == 404


def test_files_of_an_earlier_edition_are_there_at_its_instant_alone(client, db, frozen):
    photo, attachment = factories.photo(), factories.attachment()
    edition = factories.live(
        photos=[{"photo": photo, "alt": "A canal"}], attachments=[{"attachment": attachment, "title": "The decree"}]
    )
    frozen.shift(HOUR)
    newer = factories.corrected(edition, photos=[], attachments=[])
    page = asked(client, edition.release, NOW)
    for path in (photo.renditions.get().get_absolute_url(), attachment.get_absolute_url()):
        assert f"{path}?as_of=2026-05-04T12:00:00Z" in page
        assert client.get(path).status_code == 404
        answer = client.get(f"{path}?as_of=2026-05-04T12:00:00Z")
        assert body_of(answer) and answer.headers["X-Robots-Tag"] == "noindex"
        assert client.get(f"{path}?as_of=2026-05-04T13:00:00Z").status_code == 404
    frozen.shift(HOUR)
    workflow.withdraw(newer, factories.user("publisher"), reason="Not ours.")
    for path in (photo.renditions.get().get_absolute_url(), attachment.get_absolute_url()):
        assert client.get(f"{path}?as_of=2026-05-04T12:00:00Z").status_code == 404


def test_a_statement_is_told_as_it_stood(client, db, frozen):
    frozen.shift(-HOUR)
    edition = factories.live()
    frozen.shift(HOUR)
    version = factories.statement(edition, WORDS)
    newer = factories.corrected(edition, body="<p>Nothing of this is left.</p>", change_note="He never said so.")
    frozen.shift(HOUR)
    assert "The text has changed since" in client.get(version.get_absolute_url()).content.decode()
    page = asked(client, version, NOW - TICK)
    assert "The text has changed since" not in page and "He never said so." not in page
    assert f"http://127.0.0.1:8000{version.get_absolute_url()}?as_of=2026-05-04T11:59:59.999Z" in page
    assert "The text has changed since" in asked(client, version, NOW)
    asked(client, version, NOW - HOUR - TICK, 404)
    assert "as_of=" in asked(client, f"{version.get_absolute_url()}cite.bib", NOW - TICK)
    later = factories.statement(newer, "Nothing of this")
    asked(client, later, NOW)
    asked(client, later, NOW - TICK, 404)
    version.statement.versions.update(status=StatementStatus.REJECTED)
    Statement.objects.filter(pk=version.statement_id).update(
        taken_off_at=clock.now(), taken_off_reason="Not his words."
    )
    page = asked(client, version, NOW - TICK, 410)
    assert "Not his words." in page and WORDS not in page and 'class="as-of"' not in page


def test_what_was_withdrawn_answers_with_its_notice_whatever_instant_is_asked_for(client, db, frozen):
    edition = factories.live(title="Unheard of figures", themes=[factories.theme()])
    version = factories.statement(edition, WORDS, speaker=factories.person())
    frozen.shift(HOUR)
    workflow.withdraw(edition, factories.user("publisher"), reason="Not confirmed.")
    frozen.shift(HOUR)
    for thing in (edition.release, f"{edition.release.get_absolute_url()}history/", version):
        for at in (NOW - HOUR, NOW, NOW + HOUR, clock.now()):
            page = asked(client, thing, at, 410)
            assert "Not confirmed." in page and "Unheard" not in page and 'class="as-of"' not in page
    assert "Unheard" not in asked(client, "/en/releases/", NOW)
    asked(client, "/en/themes/water/", NOW, 404)
    asked(client, version.speaker, NOW, 404)


def test_a_withdrawal_that_was_taken_back_stands_at_its_time_and_in_the_history(client, db, frozen):
    edition = factories.live(title="Figures")
    version = factories.statement(edition, WORDS)
    frozen.shift(HOUR)
    workflow.withdraw(edition, factories.user("publisher"), reason="Not confirmed.")
    frozen.shift(HOUR)
    factories.reinstated(edition)
    for thing in (edition.release, version):
        page = asked(client, thing, NOW + HOUR, 410)
        assert "Not confirmed." in page and "4 May 2026, 18:00" in page and 'class="as-of"' in page
        for at in (NOW, NOW + HOUR - TICK, NOW + 2 * HOUR):
            asked(client, thing, at)
    address = f"{edition.release.get_absolute_url()}history/"
    history = client.get(address).content.decode()
    assert "Withdrawn for a time" in history and "Not confirmed." in history
    assert history.count("Edition 1") == 1
    assert "Not confirmed." not in asked(client, address, NOW)
    assert "Not confirmed." in asked(client, address, NOW + 2 * HOUR)


def test_a_removed_edition_answers_410_at_its_time_and_never_shows_again(client, db, frozen):
    edition = factories.live(title="Zhanar, a minor", slug="figures")
    version = factories.statement(edition, WORDS)
    frozen.shift(HOUR)
    factories.corrected(edition, title="A minor", change_note="A name was taken out.")
    frozen.shift(HOUR)
    edition.refresh_from_db()
    workflow.propose(edition, "redact", factories.user("administrator"), reason="Court.")
    workflow.redact(edition, factories.user("administrator", "administrator2"), reason="Court.")
    page = asked(client, edition.release, NOW, 410)
    assert "removed for legal reasons" in page and "Zhanar" not in page
    assert "Zhanar" not in asked(client, f"{edition.release.get_absolute_url()}history/", NOW, 410)
    assert "A minor" in asked(client, edition.release, NOW + HOUR)
    assert client.get(f"{version.get_absolute_url()}?as_of=2026-05-04T12:00:00Z").status_code in (404, 410)
    history = client.get(f"{edition.release.get_absolute_url()}history/").content.decode()
    assert "cannot be compared" in history and "removed for legal reasons" in history and "Zhanar" not in history
    assert links(history).count(f"{edition.release.get_absolute_url()}?as_of=2026-05-04T12:00:00Z") == 0


def test_an_old_address_keeps_the_instant(client, db, frozen):
    edition = factories.live()
    Redirect.objects.create(path="/en/releases/2020/01/01/old/", release=edition.release)
    frozen.shift(HOUR)
    answer = client.get("/en/releases/2020/01/01/old/?as_of=2026-05-04T12:00:00Z")
    assert answer.headers["Location"] == f"{edition.release.get_absolute_url()}?as_of=2026-05-04T12:00:00Z"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_speaks_the_language_of_the_page(client, db, frozen, language):
    frozen.shift(HOUR)
    page = asked(client, f"/{language}/releases/", NOW)
    with translation.override(language):
        said = translation.gettext("See it as it stands now")
    assert said in page and "%(" not in page


# The history


def test_the_history_tells_what_else_changed(client, db, frozen):
    factories.live(themes=[factories.theme("land")])  # else the public would know of it no more
    photos = [factories.photo(), factories.photo()]
    decree = factories.attachment()
    edition = factories.live(
        themes=[factories.theme("water"), factories.theme("land")],
        photos=[{"photo": photos[0], "alt": "A canal", "caption": "The canal"}],
        attachments=[{"attachment": decree, "title": "The decree"}],
        links=[{"url": "https://video.example/1", "title": "The session"}],
        press_contact="Call 1",
    )
    frozen.shift(HOUR)
    factories.corrected(
        edition,
        title=edition.title,
        themes=[factories.theme("water"), factories.theme("energy")],
        photos=[
            {"photo": photos[1], "alt": "A dam"},
            {"photo": photos[0], "alt": "A canal", "caption": "The old canal"},
        ],
        attachments=[{"attachment": decree, "title": "The decree, signed"}],
        links=[],
        press_contact="Call 2",
        change_note="The photos were mixed up.",
    )
    page = re.sub(
        r'<span class="visually-hidden">.*?</span>',
        "",
        client.get(f"{edition.release.get_absolute_url()}history/").content.decode(),
    )
    for words in (
        "<del>Land</del>",
        "<ins>Energy</ins>",
        "<ins>A dam</ins>",
        "The <ins>old </ins>canal",
        "The decree<ins>, signed</ins>",
        "<del>The session</del>",
        "Call <del>1</del><ins>2</ins>",
        "The photos were mixed up.",
        edition.seal.sha256,
    ):
        assert words in page, words
    for name in ("writer", "reviewer", "publisher"):
        assert f">{name}<" not in page and f"by {name}" not in page


def test_pages_of_the_past_ask_the_same_of_few_editions_as_of_many(client, db, frozen):
    edition = factories.live(themes=[factories.theme()], photos=[{"photo": factories.photo(), "alt": "A canal"}])
    version, counts = factories.statement(edition, WORDS, speaker=factories.person(), themes=[factories.theme()]), {}
    frozen.shift(HOUR)
    newest = factories.corrected(edition)
    for more in (0, 5):
        for _number in range(more):
            frozen.shift(HOUR)
            newest = factories.corrected(newest, themes=[factories.theme(f"theme-{_number}")], title=f"Title {_number}")
            factories.live(themes=[factories.theme()])
        frozen.shift(HOUR)
        at = instants.written(clock.now())
        address = edition.release.get_absolute_url()
        things = (address, f"{address}history/", version.get_absolute_url(), "/en/themes/water/")
        for path in things:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{path}?as_of={at}").status_code == 200
            counts.setdefault(path, []).append(len(queries))
    assert all(few >= many for few, many in counts.values()), counts
