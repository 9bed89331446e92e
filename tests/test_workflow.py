"""The table of transitions: who may do what from where. Each verb in it is tried here with every role."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User

from speeches import clock, states, workflow
from speeches.models import AuditEntry, Edition
from speeches.states import VERBS, State
from tests import factories
from tests.checks import audited, refused

pytestmark = pytest.mark.django_db

SOURCE = Path(states.__file__).parent


def in_another_hour():
    return clock.now() + timedelta(hours=2)


def _published_alone():
    edition = factories.draft()
    other = factories.user("publisher", "publisher0")
    return workflow.publish_without_review(edition, other, edition.content_hash(), reason="The minister speaks now.")


def _proposed(verb, edition, role):
    workflow.propose(edition, verb, factories.user(role, f"{role}0"), reason="As the minister asked.")
    return edition


CONTENT = {"title": "Rain over Altynqala", "body": "<p>It rained.</p>"}


# verb: what it begins with, and the call by a user
TRIED = {
    "create": (lambda: None, lambda _, user: workflow.create(user, language="en", slug="rain", content=CONTENT)),
    "start_edition": (factories.live, workflow.start_edition),
    "save": (factories.draft, lambda it, user: workflow.save(it, user, CONTENT, seen_hash=it.content_hash())),
    "submit": (factories.draft, workflow.submit),
    "request_changes": (factories.in_review, lambda it, user: workflow.request_changes(it, user, reason="Too long.")),
    "approve": (factories.in_review, lambda it, user: workflow.approve(it, user, it.content_hash())),
    "publish_without_review": (
        factories.in_review,
        lambda it, user: workflow.publish_without_review(it, user, it.content_hash(), reason="At once."),
    ),
    "look_after": (_published_alone, workflow.look_after),
    "reschedule": (factories.scheduled, lambda it, user: workflow.reschedule(it, user, at=None)),
    "unschedule": (factories.scheduled, lambda it, user: workflow.unschedule(it, user, reason="Not yet.")),
    "withdraw": (factories.live, lambda it, user: workflow.withdraw(it, user, reason="Sent by mistake.")),
    "reinstate": (
        lambda: _proposed("reinstate", factories.withdrawn(), "publisher"),
        lambda it, user: workflow.reinstate(it, user, reason="Right after all."),
    ),
    "redact": (
        lambda: _proposed("redact", factories.live(), "administrator"),
        lambda it, user: workflow.redact(it, user, reason="Order of a court."),
    ),
    "discard": (factories.draft, workflow.discard),
    "import_published": (
        lambda: None,
        lambda _, user: workflow.import_published(
            user, language="en", slug="old", published_at=clock.now(), content=CONTENT
        ),
    ),
}


def test_every_verb_of_the_table_is_tried():
    assert set(TRIED) == set(VERBS)
    assert {name for name in VERBS if not callable(getattr(workflow, name, None))} == set()


def test_the_groups_of_a_verb_are_those_that_have_its_permission():
    for verb in VERBS.values():
        holders = {group for group, held in states.GROUP_PERMISSIONS.items() if verb.permission in held}
        assert set(verb.groups) == holders, verb.name
        assert verb.permission in states.PERMISSIONS


@pytest.mark.parametrize("role", [*factories.ROLES, "outsider"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_role_may_what_the_table_says_and_nothing_else(verb, role):
    prepare, call = TRIED[verb]
    subject, rule, user = prepare(), VERBS[verb], factories.user(role)
    before = subject.state if subject else ""
    if factories.ROLES.get(role) not in rule.groups:
        with refused("permission"):
            call(subject, user)
        return
    target = rule.target
    after = before if target is None else target
    if verb in ("start_edition",):
        before = ""
    with audited((verb, role, before, after) if verb != "redact" else "redact"):
        done = call(subject, user)
    if verb == "unschedule":  # gives the draft that takes the place
        assert done.state == State.DRAFT
        done = subject
    done = Edition.objects.get(pk=done.pk)
    assert done.state == after
    entry = AuditEntry.objects.latest("pk")
    assert (entry.subject_type, entry.subject_key) == ("edition", done.public_id)
    assert entry.release_key == done.release.public_id


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_does_anything(verb):
    prepare, call = TRIED[verb]
    subject = prepare()
    retired = factories.user("writer", "retired", is_active=False, is_superuser=True)
    for user in (retired, AnonymousUser(), *([None] if verb != "import_published" else [])):
        with refused("permission" if verb == "import_published" else "nobody"):
            call(subject, user)


@pytest.mark.parametrize(
    "make",
    [
        factories.draft,
        factories.in_review,
        factories.scheduled,
        factories.live,
        factories.superseded,
        factories.withdrawn,
        factories.discarded,
    ],
)
def test_a_verb_starts_only_from_the_standings_of_the_table(make):
    edition = Edition.objects.get(pk=make().pk)
    chief = User.objects.create_superuser("chief")
    for name, rule in VERBS.items():
        codes = [reason.code for reason in workflow.blockers(edition, name, chief)]
        assert ("state" in codes) == (edition.standing() not in rule.source), (name, codes)
        _, call = TRIED[name]
        if "state" in codes and name not in ("create", "import_published"):
            with refused("state"):
                call(edition, chief)


def test_a_redacted_edition_is_beyond_every_verb():
    edition = Edition.objects.get(pk=factories.redacted().pk)
    chief = User.objects.create_superuser("chief")
    for name in VERBS:
        codes = {reason.code for reason in workflow.blockers(edition, name, chief)}
        assert codes & {"redacted", "state"}, name
    with refused("redacted"):
        workflow.propose(edition, "redact", chief, reason="Again.")


def test_blockers_ask_only_for_what_is_given():
    """A page lists the lasting reasons before anybody has typed a reason or a time."""
    edition = factories.in_review()
    publisher = factories.user("publisher")
    for verb in ("approve", "publish_without_review", "request_changes"):
        assert workflow.blockers(edition, verb, publisher) == []
    given = {"reason": " ", "seen_hash": "", "at": clock.now().replace(tzinfo=None)}
    asked = workflow.blockers(edition, "publish_without_review", publisher, **given)
    assert [reason.code for reason in asked] == ["reason", "naive", "unseen"]


def test_blockers_change_nothing():
    from tests.checks import everything

    edition = factories.scheduled()
    chief = User.objects.create_superuser("chief")
    before = everything()
    for verb in VERBS:
        workflow.blockers(edition, verb, chief, reason="", at=None, seen_hash="x")
    assert everything() == before


def test_only_the_workflow_assigns_states_seals_and_showings():
    """A transition written a second time elsewhere would be a second door."""
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE)
        if place.parts[0] in ("workflow", "migrations"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            assigned = [target.attr for target in targets if isinstance(target, ast.Attribute)]
            assert "state" not in assigned, f"{place}:{node.lineno} assigns a state"
            if isinstance(node, ast.Call) and place.name != "make_corpus.py":
                called = ast.unparse(node.func)
                made = ("Seal", "Showing", "Seal.objects.create", "Showing.objects.create")
                assert called not in made, f"{place}:{node.lineno} makes {called}"


def test_a_verb_happens_at_one_instant():
    edition = factories.in_review()
    edition = factories.approved(edition)
    showing = edition.showings.get()
    entry = AuditEntry.objects.about(edition).first()
    assert showing.shown_from == edition.seal.sealed_at == entry.at == edition.release.published_at
