"""Words of an earlier edition: found also where everybody says something like it, and whatever happens meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from speeches import clock, workflow
from speeches.quotes import check_quote
from speeches.search import quotes as search
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "Every village along the river will have clean water before winter"
OTHER = "<p>Quite another text stands here now, and no more.</p>"


def replaced():
    """The first edition of a release, of which a correction without its words is live."""
    with time_machine.travel(clock.now() - timedelta(days=2)):
        first = factories.live(body=f"<p>{SAID}.</p>")
    factories.corrected(first, body=OTHER)
    return first


def test_they_are_found_where_each_three_of_them_stand_in_many_live_texts(monkeypatch):
    monkeypatch.setattr(search, "MOST", 3)
    first = replaced()
    for _number in range(4):
        factories.live(
            body="<p>Every village along the river will have.</p><p>River will have clean water before winter.</p>"
        )
    held = search.postings(search.quoting.quotation(SAID))
    assert {len(editions) for editions in held.values()} == {3}, "none of them is rare"
    answer = check_quote(SAID)
    assert answer.kind == "earlier" and [place.edition for place in answer.places] == [first]
    assert check_quote(f"{SAID} and spring").kind != "earlier"


@pytest.mark.parametrize("before", range(7))
def test_a_release_that_is_withdrawn_during_the_check_is_told_with_its_place_or_not_at_all(before):
    edition = replaced().release.editions.order_by("pk").last()
    asked = 0

    def meanwhile(execute, *query):
        nonlocal asked
        asked += 1
        if asked == before + 1:
            workflow.withdraw(edition, factories.user("publisher"), reason="Published by mistake.")
        return execute(*query)

    factories.user("publisher")
    with connection.execute_wrapper(meanwhile):
        answer = check_quote(SAID)
    assert (answer.kind, len(answer.places)) in {("earlier", 1), ("not-found", 0)}
    assert check_quote(SAID).kind == ("not-found" if asked > before else "earlier")


def test_of_several_releases_those_that_stay_are_told_when_one_is_withdrawn_during_the_check():
    gone, *others = (replaced() for _number in range(3))
    last = gone.release.editions.order_by("pk").last()

    asked = []

    def meanwhile(execute, *query):
        asked.append(query)
        if len(asked) == 3:
            workflow.withdraw(last, factories.user("publisher"), reason="Published by mistake.")
        return execute(*query)

    with connection.execute_wrapper(meanwhile):
        answer = check_quote(SAID, limit=2)
    assert answer.kind == "earlier" and {place.edition for place in answer.places} == set(others) and not answer.more
