"""Verbs that conflict: what a worker of `tests.stress` does, and the rounds in which it does so."""

import time
from collections import Counter

# What a worker does. Each takes what the round made (public ids) and the worker's number; gives the number of audit
# rows that its success must have written.


def _edition(key):
    from speeches.models import Edition

    return Edition.objects.select_related("release").get(public_id=key)


def _bundle(key):
    from speeches.models import Bundle

    return Bundle.objects.get(public_id=key)


def _user(role, number):
    from django.contrib.auth.models import User

    return User.objects.get(username=f"{role}{number}")


def approve(number, edition, seen, **_):
    from speeches import workflow

    workflow.approve(_edition(edition), _user("reviewer", number), seen)
    return 1


def request_changes(number, edition, **_):
    from speeches import workflow

    workflow.request_changes(_edition(edition), _user("reviewer", number), reason="Too long.")
    return 1


def submit(number, edition, **_):
    from speeches import workflow

    workflow.submit(_edition(edition), _user("writer", number))
    return 1


def discard(number, edition, **_):
    from speeches import workflow

    workflow.discard(_edition(edition), _user("publisher", number))
    return 1


def publish(number, edition, seen, **_):
    from speeches import workflow

    workflow.publish_without_review(_edition(edition), _user("publisher", number), seen, reason="Now.")
    return 1


def save(number, edition, seen, **_):
    from speeches import workflow

    content = {"title": f"By writer{number}", "summary": f"By writer{number}"}
    workflow.save(_edition(edition), _user("writer", number), content, seen_hash=seen)
    return 1


def start(number, edition, **_):
    from speeches import workflow

    workflow.start_edition(_edition(edition), _user("writer", number))
    return 1


def go_now(number, successor, **_):
    from speeches import workflow

    workflow.reschedule(_edition(successor), _user("publisher", number), at=None)
    return 1


def unschedule(number, successor, **_):
    from speeches import workflow

    workflow.unschedule(_edition(successor), _user("reviewer", number), reason="Not yet.")
    return 1


def withdraw(number, edition, **_):
    from speeches import workflow
    from speeches.models import AuditEntry

    withdrawn = workflow.withdraw(_edition(edition), _user("publisher", number), reason="Sent by mistake.")
    entry = AuditEntry.objects.get(verb="withdraw", subject_key=withdrawn.public_id)
    return 1 + len(entry.details["cancelled"])


def withdraw_other(number, other, **_):
    return withdraw(number, other)


def propose(number, edition, **_):
    from speeches import workflow

    workflow.propose(_edition(edition), "redact", _user("administrator", number), reason="Order of a court.")
    return 1


def redact(number, edition, **_):
    from speeches import workflow

    workflow.redact(_edition(edition), _user("administrator", number), reason="Order of a court.")
    return 1


def reinstate(number, edition, **_):
    from speeches import workflow

    workflow.reinstate(_edition(edition), _user("publisher", number), reason="Right after all.")
    return 1


def look_after(number, edition, **_):
    from speeches import workflow

    workflow.look_after(_edition(edition), _user("reviewer", number))
    return 1


def amend(number, releases, slug, **_):
    from speeches import workflow
    from speeches.models import Release

    release = Release.objects.get(public_id=releases[number % len(releases)])
    workflow.amend(release, _user("publisher", number), slug=slug, reason="A nicer address.")
    return 1


def bring_in(number, slug, **_):
    from speeches import clock, workflow

    content = {"title": "Rain", "body": "<p>It rained.</p>"}
    source = (f"{slug}.txt", "0" * 64)
    workflow.import_published(
        f"import{number}", language="en", slug=slug, published_at=clock.now(), content=content, source=source
    )
    return 1


def gather(number, editions, **_):
    """Makes a bundle of the same editions as everybody else, every second one in the opposite order."""
    from speeches import workflow

    members = [_edition(key) for key in editions]
    workflow.create_bundle(_user("writer", number), f"Bundle {number}", members if number % 2 else members[::-1])
    return 1 + len(members)


def join_many(number, editions, bundles, **_):
    """Puts the same editions as everybody else into a bundle of one's own, every second one in the opposite order."""
    from speeches import workflow

    members = [_edition(key) for key in editions]
    mine = _bundle(bundles[number])
    workflow.join_bundle(mine, members if number % 2 else members[::-1], _user("writer", number))
    return len(members)


def approve_bundle(number, bundle, hashes, **_):
    from speeches import workflow

    workflow.approve_bundle(_bundle(bundle), _user("reviewer", number), hashes)
    return len(hashes)


def move_old_bundle(number, old_bundle, **_):
    from speeches import workflow

    workflow.reschedule_bundle(_bundle(old_bundle), _user("publisher", number), at=None)
    return 0


# The rounds: what is made before, who does what, and what may come of it (successes by action -> right or wrong).


def _one(wins):
    return sum(wins.values()) == 1


def _of_edition(edition, **more):
    return {"edition": edition.public_id, "seen": edition.content_hash(), **more}


def _with_successor():
    from tests import factories

    first = factories.live()
    return _of_edition(first, successor=factories.next_scheduled(first).public_id)


def _withdrawn_and_asked():
    from speeches import workflow
    from tests import factories

    edition = factories.withdrawn()
    workflow.propose(edition, "reinstate", factories.user("publisher"), reason="Right after all.")
    return _of_edition(edition)


def _asked_to_redact():
    from speeches import workflow
    from tests import factories

    edition = factories.live()
    workflow.propose(edition, "redact", factories.user("administrator"), reason="Order of a court.")
    return _of_edition(edition)


def _published_alone():
    from speeches import workflow
    from tests import factories

    edition = factories.draft()
    workflow.publish_without_review(edition, factories.user("publisher"), edition.content_hash(), reason="Now.")
    return _of_edition(edition)


def _an_address_for_many():
    from tests import factories

    releases = [factories.live().release.public_id for _ in range(8)]
    return {"releases": releases, "slug": f"wanted-{releases[0]}"}


def _some_in_review():
    from tests import factories

    return {"editions": [factories.in_review().public_id for _ in range(4)]}


def _bundles_for_all():
    from tests import factories

    return _some_in_review() | {"bundles": [factories.bundle().public_id for _ in range(8)]}


def _two_bundles():
    """A bundle that is live, and one of corrections of the same releases, in the opposite order."""
    from speeches import workflow
    from tests import factories

    editions = [factories.in_review() for _ in range(2)]
    old = factories.bundle(*editions)
    hashes = {edition.public_id: edition.content_hash() for edition in editions}
    workflow.approve_bundle(old, factories.user("reviewer"), hashes)
    fresh = [_edition(edition.public_id) for edition in editions]
    corrections = [workflow.submit(factories.next_draft(edition), factories.user("writer")) for edition in fresh]
    bundle = factories.bundle(*corrections[::-1])
    return {
        "edition": editions[0].public_id,
        "other": editions[1].public_id,
        "old_bundle": old.public_id,
        "bundle": bundle.public_id,
        "hashes": {edition.public_id: edition.content_hash() for edition in corrections},
    }


def _bundle_or_withdrawals(wins):
    withdrawn = {wins["withdraw"], wins["withdraw_other"]}
    return wins == Counter(approve_bundle=1) or (not wins["approve_bundle"] and 1 in withdrawn <= {0, 1})


def rounds():
    from tests import factories

    def of(make):
        return lambda: _of_edition(make())

    return {
        "approve or approve": (of(factories.in_review), [approve], _one),
        "approve or ask for changes": (of(factories.in_review), [approve, request_changes], _one),
        "save or save": (of(factories.draft), [save], _one),
        "start an edition": (of(factories.live), [start], _one),
        "go live now or withdraw": (_with_successor, [go_now, withdraw], _one),
        "go live now or take off the plan": (_with_successor, [go_now, unschedule], _one),
        "approve a bundle or withdraw its members": (
            _two_bundles,
            [approve_bundle, move_old_bundle, withdraw, withdraw_other],
            _bundle_or_withdrawals,
        ),
        "gather in opposite order": (_some_in_review, [gather], _one),
        "join in opposite order": (_bundles_for_all, [join_many], _one),
        "discard or submit": (
            of(factories.draft),
            [discard, submit],
            lambda wins: wins["discard"] == 1 and wins["submit"] <= 1,
        ),
        "publish alone or discard": (of(factories.draft), [publish, discard], _one),
        "redact or withdraw": (
            _asked_to_redact,
            [redact, withdraw],
            lambda wins: wins["redact"] == 1 and wins["withdraw"] <= 1,
        ),
        "one address for many": (_an_address_for_many, [amend], _one),
        "import one file": (lambda: {"slug": f"imported-{time.time_ns()}"}, [bring_in], _one),
        "reinstate or reinstate": (_withdrawn_and_asked, [reinstate], _one),
        "ask for a redaction": (of(factories.live), [propose], _one),
        "look or look": (_published_alone, [look_after], _one),
    }
