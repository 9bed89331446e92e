"""What stood when, at random: publications, corrections, withdrawals, returns and redactions, against a plain model.

The model is a list of what happened, written here; it asks nothing of the newsroom's own queries.
"""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from speeches import clock, instants, workflow
from speeches.models import Edition
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

EXAMPLES = int(os.environ.get("AS_OF_EXAMPLES", "4"))
START, TICK = datetime(2026, 5, 4, 12, 0, tzinfo=UTC), timedelta(milliseconds=1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "correct", "correct", "withdraw", "reinstate", "redact"]),
        st.integers(0, 1),  # which release
        st.integers(0, 9),  # which of its editions, for a redaction
        st.sampled_from([1, 77, 1000, 90_000_123]),  # milliseconds until the next step
    ),
    min_size=3,
    max_size=8,
)


class Model:
    """Of each release what happened: (instant, token of an edition or None for a notice), and which were redacted."""

    def __init__(self):
        self.happened, self.redacted, self.tokens = {0: [], 1: []}, set(), 0

    def token(self):
        self.tokens += 1
        return f"wording{self.tokens}x"

    def stands(self, release, at=None):
        """The last of what happened by `at`, as (instant, token), or None."""
        return next((one for one in reversed(self.happened[release]) if at is None or one[0] <= at), None)

    def shown(self, release, at):
        """(status, token or None) of the page of a release as it stood at `at`."""
        now, then = self.stands(release), self.stands(release, at)
        if now is None:
            return 404, None
        if now[1] is None:
            return 410, None
        if then is None:
            return 404, None
        if then[1] is None or then[1] in self.redacted:
            return 410, None
        return 200, then[1]


def act(model, editions, addresses, step):
    """Does a step where the rules allow it."""
    verb, number, which, _wait = step
    stands = model.stands(number)
    live = stands and stands[1]
    body = None
    if verb in ("publish", "correct"):
        token = model.token()
        body = f"<p>Somebody noted that {token} flows. It goes on.</p>"
    if verb == "publish" and stands is None:
        # One that is shown carries a theme of its own token's number; a statement lies over it.
        fields = {"title": token, "body": body, "themes": [factories.theme(f"of-{number}")], "slug": f"canal-{number}"}
        editions[token] = factories.live(**fields)
        addresses[number] = editions[token].release.get_absolute_url()
    elif verb == "correct" and live:
        themes = [factories.theme(f"of-{number}")] if which % 3 else []
        editions[token] = factories.corrected(editions[live], title=token, body=body, themes=themes)
    elif verb == "withdraw" and live:
        workflow.withdraw(editions[live], factories.user("publisher"), reason="It was not ours.")
        model.happened[number].append((clock.now(), None))
        return
    elif verb == "reinstate" and stands and not live:
        last = next(token for _at, token in reversed(model.happened[number]) if token)
        if last not in model.redacted:
            factories.reinstated(editions[last])
            model.happened[number].append((clock.now(), last))
        return
    elif verb == "redact":
        tokens = [token for _at, token in model.happened[number] if token and token not in model.redacted]
        if tokens:
            gone = tokens[which % len(tokens)]
            edition = Edition.objects.get(pk=editions[gone].pk)
            workflow.propose(edition, "redact", factories.user("administrator"), reason="Court.")
            workflow.redact(edition, factories.user("administrator", "administrator2"), reason="Court.")
            model.redacted.add(gone)
            if live == gone:
                model.happened[number].append((clock.now(), None))
        return
    else:
        return
    version = factories.statement(editions[token], token, speaker=factories.person())
    version.themes.set(editions[token].themes.all())
    model.happened[number].append((clock.now(), token))


RELATED = re.compile(r'<section class="box" aria-labelledby="related">.*?</section>', re.DOTALL)


def tokens_in(answer):
    """The wordings on a page; what is near to a release names others, which have pages of their own here."""
    return set(re.findall(r"wording\d+x", RELATED.sub("", answer.content.decode())))


def check(client, model, addresses, at):
    """Whether every page of `at` is what the model says, and names nothing else."""
    query = f"?as_of={instants.written(at)}"
    seen = {}
    for number, address in addresses.items():
        status, token = seen[number] = model.shown(number, at)
        answer = client.get(address + query)
        assert answer.status_code == status, (number, at)
        told = {token} if token else set()
        first = {one for since, one in model.happened[number] if one and since <= at} - model.redacted
        assert tokens_in(answer) == told, (number, at)
        answer = client.get(f"{address}history/{query}")
        assert answer.status_code == status
        assert told <= tokens_in(answer) <= (first if token else set()), (number, at)
        version = client.get(f"/en/themes/of-{number}/{query}")
        assert tokens_in(version) == (told if version.status_code == 200 else set())
    live = {token for _status, token in seen.values() if token}
    assert tokens_in(client.get(f"/en/releases/{query}")) == live
    speaker = client.get(f"/en/people/{factories.person().slug}/{query}")
    assert speaker.status_code == (200 if live else 404)
    assert tokens_in(speaker) == live


def check_statements(client, model, statements, at):
    """A statement of each edition is there while, and after, its edition stood; of what was taken back it never is."""
    query = f"?as_of={instants.written(at)}"
    for token, (number, path) in statements.items():
        answer = client.get(path + query)
        begun = [since for since, one in model.happened[number] if one == token and since <= at]
        status, standing = model.shown(number, at)
        if token in model.redacted or not begun or status != 200:
            assert answer.status_code != 200, (token, at)
            assert not tokens_in(answer), (token, at)
        else:
            assert answer.status_code == 200, (token, at)
            assert tokens_in(answer) <= {one for since, one in model.happened[number] if one and since <= at}
            assert ("The text has changed since" in answer.content.decode()) == (standing != token), (token, at)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 10,
    database=None,
    phases=[Phase.generate, Phase.shrink] if EXAMPLES > 10 else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_every_page_of_an_instant_is_what_a_plain_model_says(steps):
    client, model, editions, addresses, statements = Client(), Model(), {}, {}, {}
    with time_machine.travel(START, tick=False) as traveller, transaction.atomic():
        for step in [("publish", 0, 0, 1000), ("publish", 1, 0, 77), *steps]:
            act(model, editions, addresses, step)
            traveller.shift(timedelta(milliseconds=step[3]))
        for number, happened in model.happened.items():
            for _at, token in happened:
                version = token and editions[token].statement_versions.filter(quote=token).first()
                if version:
                    statements[token] = number, version.statement.get_absolute_url()
        boundaries = {at for happened in model.happened.values() for at, _token in happened}
        for at in sorted({START - TICK, clock.now(), *boundaries, *(at - TICK for at in boundaries)}):
            check(client, model, addresses, at)
            check_statements(client, model, statements, at)
        transaction.set_rollback(True)
