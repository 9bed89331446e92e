"""`demo` in a newsroom that is empty or has something of its own."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from speeches.management.commands.demo import FIXTURES
from speeches.models import (
    Release,
    StatementVersion,
    Theme,
)
from tests import factories
from tests.demo import demo, small


@pytest.fixture
def dev(monkeypatch):
    small(monkeypatch)


@pytest.mark.django_db
def test_refused_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        demo()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_newsroom_in_use_keeps_its_own_and_nothing_is_half_loaded(dev):
    """A release of the newsroom's own stands at an address of the demo."""
    seed = json.loads((FIXTURES / "releases.json").read_text(encoding="utf-8"))
    fields = next(row["fields"] for row in seed if row["model"] == "speeches.release")
    factories.live(slug=fields["slug"], language=fields["language"], published_at=fields["published_at"])
    with pytest.raises(CommandError, match="load it into an empty one"):
        demo()
    assert Release.objects.count() == 1 and not Theme.objects.exists() and not User.objects.filter(username="admin")


@pytest.mark.django_db
@pytest.mark.once
def test_a_vocabulary_of_ones_own_is_kept_and_completed(dev):
    factories.theme("water", name="Water and rivers")
    demo()
    assert Theme.objects.get(slug="water").name == "Water and rivers"
    assert Theme.objects.count() == 20


@pytest.mark.django_db
@pytest.mark.once
def test_a_new_seed_gets_its_statements_by_two_people_once(dev, tmp_path, monkeypatch):
    seed = tmp_path / "seeds" / "canal.txt"
    seed.parent.mkdir()
    said = "President Aidar Bekmuratov noted that the canal reaches every village."
    seed.write_text(f"The canal is filled\n\n27 April 2023\n\n{said}\n", encoding="utf-8")
    monkeypatch.setattr("speeches.management.commands.demo.SEEDS", seed.parent)
    for _time in range(2):
        demo()
        version = StatementVersion.objects.get(edition__title="The canal is filled")
        assert (version.status, version.proposed_by.username, version.decided_by.username) == (
            "accepted",
            "writer",
            "reviewer",
        )
