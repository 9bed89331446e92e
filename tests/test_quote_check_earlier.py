"""Words of an earlier edition: found also where everybody says something like it."""

from datetime import timedelta

import pytest
import time_machine

from speeches import clock
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
