"""The whole workflow at random: all verbs, users and jumps of the clock, against a model that knows only the rules.

The model is a list of what stands at each address from when on. It is kept by hand from what the verbs reported, and
never asks the newsroom's own code what is public.
"""

import os
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from speeches import clock, workflow
from speeches.models import AuditEntry, Bundle, Edition, Proposal, Release, Seal, Showing
from speeches.states import OPEN, VERBS, Standing, State
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TICK, HOUR = timedelta(milliseconds=1), timedelta(hours=1)
LATER = (None, None, timedelta(0), timedelta(minutes=5), HOUR, timedelta(days=1))
USERS = [f"{role}{number}" for role in factories.ROLES for number in (1, 2)] + ["outsider"]
WRITERS, REVIEWERS, PUBLISHERS = ("writer", "publisher"), ("reviewer", "publisher"), ("publisher",)
OF_TWO_PEOPLE = {"reinstate": PUBLISHERS, "redact": ("administrator",)}
FOUND_OUT_LATE = {"instant", "address", "asked"}
"""Refusals that `blockers` cannot foretell, since only the attempt itself meets them."""

Stand = namedtuple("Stand", "since edition")
"""What stands at an address from an instant on: the id of an edition, or None for a notice."""


def now():
    return clock.now()


def of(*standings):
    """Editions that stand so now, in a fixed order."""
    editions = Edition.objects.select_related("release").order_by("pk")
    return [edition for edition in editions if edition.standing() in standings]


def there_is(*standings):
    return precondition(lambda self: of(*standings))


class Newsroom(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(START, tick=False)
        self.traveller = self.travel.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.users = {name: factories.user(name.rstrip("12"), name) for name in USERS}
        self.stands, self.wrote, self.submitted, self.sealed, self.rows = {}, {}, {}, {}, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.travel.stop()

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed):
        """Something in every standing, so that no verb has to wait for luck; `seed` decides all that is drawn."""
        self.random = Random(seed)
        writer, reviewer, publisher = (self.users[name] for name in ("writer1", "reviewer1", "publisher1"))
        content, editions = {"title": "The canal", "body": factories.BODY}, []
        for number in range(6):
            edition = workflow.create(writer, language="en", slug=f"canal-{number}", content=content)
            self.wrote[edition.pk] = {writer}
            editions.append(edition)
        for edition in editions[1:]:
            workflow.submit(edition, writer)
            self.submitted[edition.pk] = writer
        for edition, at in ((editions[3], None), (editions[4], None), (editions[5], now() + HOUR)):
            self.approved(edition, edition.content_hash(), at or now())
            workflow.approve(edition, reviewer, self.sealed[edition.pk], at=at)
        workflow.create_bundle(writer, "Together", editions[1:3])
        self.rows = 6 + 5 + 3 + 3
        self.traveller.shift(TICK)
        workflow.withdraw(editions[4], publisher, reason="Sent by mistake.")
        self.put(editions[4], now(), None)
        workflow.propose(editions[4], "reinstate", publisher, reason="It was right.")
        workflow.propose(editions[3], "redact", self.users["administrator1"], reason="Order of a court.")
        self.rows += 1 + 2
        self.traveller.shift(TICK)

    # --- the model ---

    def put(self, edition, since, shown):
        """`shown` (an id, or None for a notice) stands at the address of `edition` from `since` on."""
        self.stands.setdefault(edition.release_id, []).append(Stand(since, shown))

    def cancel(self, edition, began):
        """What had not begun at `began` will not stand; gives the ids of the editions."""
        stands = self.stands.get(edition.release_id, ())
        self.stands[edition.release_id] = [stand for stand in stands if stand.since <= began]
        return [stand.edition for stand in stands if stand.since > began]

    def approved(self, edition, seen, since):
        self.sealed[edition.pk] = seen
        self.put(edition, since, edition.pk)

    def taken_off(self, edition, draft, began):
        """`draft`, the work of the same people, took the place of `edition`."""
        assert self.cancel(edition, began) == [edition.pk]
        self.wrote[draft.pk] = set(self.wrote[edition.pk])

    def standing_at(self, release, at):
        """The `Stand` that covers `at`, or None."""
        begun = [stand for stand in self.stands.get(release, ()) if stand.since <= at]
        return begun[-1] if begun else None

    # --- trying a verb ---

    def somebody(self, roles):
        """Somebody of one of `roles`, and now and then anybody."""
        fitting = [name for name in USERS if name.rstrip("12") in roles]
        return self.users[self.random.choice(fitting if self.random.random() < 0.85 else USERS)]

    def instant(self):
        delta = self.random.choice(LATER)
        return None if delta is None else now() + delta

    def attempt(self, verb, edition, user, *args, rows=1, **given):
        """What the verb gives, or None where it was refused; then nothing may have changed.

        Without an `edition`, `args` are all that the verb takes. What a verb of the table refuses must have been
        foretold by `blockers`; its success adds `rows` to the audit trail.
        """
        asked = {name: given[name] for name in ("at", "reason", "seen_hash") if name in given}
        if args and verb in ("approve", "publish_without_review"):
            asked["seen_hash"] = args[0]
        foretold = workflow.blockers(edition, verb, user, **asked) if verb in VERBS else None
        state = edition and Edition.objects.get(pk=edition.pk).state
        subject = (edition, user) if edition else ()
        try:
            with transaction.atomic():
                done = getattr(workflow, verb)(*subject, *args, **given)
        except workflow.Refused as refused:
            assert refused.reasons and all(reason.message for reason in refused.reasons)
            late = set(refused.codes) <= FOUND_OUT_LATE or verb not in VERBS
            assert foretold or late, f"{verb}: {refused.codes} was not foretold"
            assert edition is None or Edition.objects.get(pk=edition.pk).state == state
            assert AuditEntry.objects.count() == self.rows, f"{verb} was refused and left an audit row"
            return None
        assert not foretold, f"{verb} was done against {foretold}"
        self.rows += rows
        self.traveller.shift(TICK)
        return done

    # --- writers ---

    @rule()
    def create(self):
        user, language = self.somebody(WRITERS), self.random.choice(("en", "ru", "kk"))
        content = {"title": f"Release {self.rows}", "body": factories.BODY}
        made = {"language": language, "slug": f"release-{self.rows}", "content": content}
        edition = self.attempt("create", None, user, user, **made)
        if edition:
            self.wrote[edition.pk] = {user}

    @there_is(Standing.DRAFT)
    @rule()
    def save(self):
        edition, user = self.random.choice(of(Standing.DRAFT)), self.somebody(WRITERS)
        seen = self.random.choice((edition.content_hash(),) * 4 + ("0" * 64,))
        content = {"title": f"Title {self.rows}", "change_kind": "update", "change_note": "More is known."}
        if self.attempt("save", edition, user, content, seen_hash=seen):
            self.wrote[edition.pk].add(user)

    @there_is(Standing.DRAFT)
    @rule()
    def submit(self):
        edition, user = self.random.choice(of(Standing.DRAFT)), self.somebody(WRITERS)
        if self.attempt("submit", edition, user):
            self.submitted[edition.pk] = user

    @there_is(Standing.LIVE)
    @rule()
    def start_edition(self):
        edition, user = self.random.choice(of(Standing.LIVE)), self.somebody(WRITERS)
        draft = self.attempt("start_edition", edition, user)
        if draft:
            self.wrote[draft.pk] = set()

    @there_is(*OPEN)
    @rule()
    def discard(self):
        edition, user = self.random.choice(of(*OPEN)), self.somebody(WRITERS)
        if self.attempt("discard", edition, user):
            own = user in self.wrote[edition.pk] or edition.created_by == user
            assert own or "publisher" in user.username

    @rule()
    def amend(self):
        release, user = self.random.choice(Release.objects.order_by("pk")), self.somebody(WRITERS)
        self.attempt("amend", None, user, release, user, slug=f"moved-{self.rows}", reason="A better address.")

    # --- reviewers and publishers ---

    @there_is(Standing.IN_REVIEW)
    @rule()
    def request_changes(self):
        edition, user = self.random.choice(of(Standing.IN_REVIEW)), self.somebody(REVIEWERS)
        self.attempt("request_changes", edition, user, reason=self.random.choice(("Too long.", "Too short.", " ")))

    @there_is(Standing.IN_REVIEW)
    @rule()
    def approve(self):
        edition, user = self.random.choice(of(Standing.IN_REVIEW)), self.somebody(REVIEWERS)
        seen = self.random.choice((edition.content_hash(),) * 4 + ("0" * 64,))
        at, began = self.instant(), now()
        if self.attempt("approve", edition, user, seen, at=at):
            assert user not in self.wrote[edition.pk] and user != self.submitted[edition.pk], "approved one's own"
            self.approved(edition, seen, at or began)

    @there_is(*OPEN)
    @rule()
    def publish_without_review(self):
        edition, user = self.random.choice(of(*OPEN)), self.somebody(PUBLISHERS)
        seen, at, began = edition.content_hash(), self.instant(), now()
        if self.attempt("publish_without_review", edition, user, seen, reason="Now.", at=at):
            self.approved(edition, seen, at or began)

    @precondition(lambda self: Edition.objects.exclude(unreviewed=None).exists())
    @rule()
    def look_after(self):
        flagged = Edition.objects.exclude(unreviewed=None).select_related("release", "unreviewed").order_by("pk")
        edition, user = self.random.choice(flagged), self.somebody(REVIEWERS)
        by, looked = edition.unreviewed.by, edition.unreviewed.looked_by
        if self.attempt("look_after", edition, user):
            assert by != user and looked is None

    @there_is(Standing.SCHEDULED)
    @rule()
    def reschedule(self):
        edition, user = self.random.choice(of(Standing.SCHEDULED)), self.somebody(PUBLISHERS)
        at, began = self.instant(), now()
        if self.attempt("reschedule", edition, user, at=at):
            assert self.cancel(edition, began) == [edition.pk]
            self.put(edition, at or began, edition.pk)

    @there_is(Standing.SCHEDULED)
    @rule()
    def unschedule(self):
        edition, user, began = self.random.choice(of(Standing.SCHEDULED)), self.somebody(REVIEWERS), now()
        draft = self.attempt("unschedule", edition, user, reason="Not yet.")
        if draft:
            self.taken_off(edition, draft, began)

    @there_is(Standing.LIVE)
    @rule()
    def withdraw(self):
        edition, user, began = self.random.choice(of(Standing.LIVE)), self.somebody(PUBLISHERS), now()
        if self.attempt("withdraw", edition, user, reason="Sent by mistake."):
            self.rows += len(self.cancel(edition, began))
            self.put(edition, began, None)

    @rule()
    def propose(self):
        verb = self.random.choice(sorted(OF_TWO_PEOPLE))
        fitting = of(*VERBS[verb].source) or of(*Standing)
        edition, user = self.random.choice(fitting), self.somebody(OF_TWO_PEOPLE[verb])
        open_before = edition.proposals.filter(verb=verb, outcome="").exists()
        if self.attempt("propose", None, user, edition, verb, user, reason="It was wrong."):
            assert not open_before

    @precondition(lambda self: Proposal.objects.filter(outcome="").exists())
    @rule()
    def decide(self):
        asked = Proposal.objects.filter(outcome="").select_related("edition__release", "by").order_by("pk")
        proposal = self.random.choice(asked)
        edition, verb, began = proposal.edition, proposal.verb, now()
        user, was = self.somebody(OF_TWO_PEOPLE[verb]), edition.standing()
        if self.random.random() < 0.1:
            self.attempt("decline", None, user, proposal, user, reason="No.")
        elif self.attempt(verb, edition, user, reason="Agreed."):
            assert user != proposal.by, "one person alone did what needs two"
            if verb == "reinstate":
                self.put(edition, began, edition.pk)
                return
            self.sealed.pop(edition.pk, None)
            if was in (Standing.LIVE, Standing.SCHEDULED):
                self.rows += len(self.cancel(edition, began))
            if was == Standing.LIVE:
                self.put(edition, began, None)

    @rule()
    def anything_where_it_does_not_belong(self):
        edition, user = self.random.choice(of(*Standing)), self.users[self.random.choice(USERS)]
        verb = self.random.choice(("approve", "submit", "withdraw", "reschedule", "unschedule", "discard", "reinstate"))
        if workflow.blockers(edition, verb, user):
            args = (edition.content_hash(),) if verb == "approve" else ()
            given = {"reason": "For no reason."} if "reason" in VERBS[verb].wants else {}
            given |= {"at": None} if "at" in VERBS[verb].wants else {}
            assert self.attempt(verb, edition, user, *args, **given) is None

    # --- bundles ---

    @precondition(lambda self: len(of(*OPEN)) > 1)
    @rule()
    def bundle(self):
        free, user = of(*OPEN), self.somebody(WRITERS)
        members = self.random.sample(free, min(len(free), self.random.randint(1, 3)))
        self.attempt("create_bundle", None, user, user, "Together", members, rows=1 + len(members))

    @precondition(lambda self: Bundle.objects.exists())
    @rule()
    def act_on_bundle(self):
        bundle, user = self.random.choice(Bundle.objects.order_by("pk")), self.somebody(REVIEWERS)
        members = list(bundle.editions.select_related("release"))
        seen = {edition.public_id: edition.content_hash() for edition in members}
        at, began = self.instant(), now()
        verb, args, given = self.random.choice(
            (
                ("approve_bundle", (seen,), {"at": at}),
                ("reschedule_bundle", (), {"at": at}),
                ("unschedule_bundle", (), {"reason": "Not yet."}),
            )
        )
        if not self.attempt(verb, None, user, bundle, user, *args, rows=len(members), **given):
            return
        for edition in members:
            if verb == "approve_bundle":
                assert user not in self.wrote[edition.pk] and user != self.submitted[edition.pk], "approved one's own"
                self.approved(edition, seen[edition.public_id], at or began)
            elif verb == "reschedule_bundle":
                assert self.cancel(edition, began) == [edition.pk]
                self.put(edition, at or began, edition.pk)
            else:
                self.taken_off(edition, Edition.objects.get(release=edition.release_id, state=State.DRAFT), began)

    @precondition(lambda self: Edition.objects.exclude(bundle_member=None).exists())
    @rule()
    def leave_bundle(self):
        members = Edition.objects.exclude(bundle_member=None).select_related("release").order_by("pk")
        edition, user, began = self.random.choice(members), self.somebody(WRITERS), now()
        was = edition.standing()
        left = self.attempt("leave_bundle", edition, user, reason="It goes alone.")
        if left and was == Standing.SCHEDULED:
            self.taken_off(edition, left, began)

    @rule()
    def time_passes(self):
        self.traveller.shift(self.random.choice((TICK, timedelta(minutes=5), HOUR - TICK, HOUR, timedelta(days=2))))

    # --- what always holds ---

    @invariant()
    def the_audit_trail_is_complete(self):
        assert AuditEntry.objects.count() == self.rows

    @invariant()
    def the_public_sees_what_stands(self):
        at = now()
        standing = {release: self.standing_at(release, at) for release in self.stands}
        wanted = {stand.edition for stand in standing.values() if stand and stand.edition}
        assert set(Edition.objects.live().values_list("pk", flat=True)) == wanted
        notices = {release for release, stand in standing.items() if stand and stand.edition is None}
        assert set(Showing.objects.notices().values_list("release", flat=True)) == notices

    @invariant()
    def the_past_is_what_it_was_but_for_what_was_taken_back(self):
        instants = {stand.since for stands in self.stands.values() for stand in stands if stand.since <= now()}
        redacted = set(Edition.objects.exclude(redacted_at=None).values_list("pk", flat=True))
        for at in sorted(instants)[-4:]:
            wanted = set()
            for release in self.stands:
                then, today = self.standing_at(release, at), self.standing_at(release, now())
                if then and then.edition and today.edition:
                    wanted.add(then.edition)
            assert set(Edition.objects.live(at).values_list("pk", flat=True)) == wanted - redacted

    @invariant()
    def exactly_one_showing_covers_any_instant_from_the_first_on(self):
        for release in Release.objects.prefetch_related("showings"):
            showings = sorted(release.showings.all(), key=lambda showing: showing.shown_from)
            assert [Stand(one.shown_from, one.edition_id) for one in showings] == self.stands.get(release.pk, [])
            begins = [showing.shown_from for showing in showings]
            assert [showing.shown_until for showing in showings] == [*begins[1:], None][: len(begins)]

    @invariant()
    def sealed_text_is_what_was_approved(self):
        seals = dict(Seal.objects.values_list("edition", "sha256"))
        for edition in Edition.objects.filter(pk__in=self.sealed).select_related("release"):
            assert edition.content_hash() == seals[edition.pk] == self.sealed[edition.pk]

    @invariant()
    def at_most_one_edition_of_a_release_is_worked_on(self):
        for release in Release.objects.prefetch_related("editions"):
            assert sum(edition.state in OPEN for edition in release.editions.all()) <= 1


def test_whatever_anybody_does_the_rules_hold():
    """`MACHINE_EXAMPLES` and `MACHINE_STEPS` ask for more, as `bin/check full` does."""
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=int(os.environ.get("MACHINE_EXAMPLES", "8")),
            stateful_step_count=int(os.environ.get("MACHINE_STEPS", "50")),
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
