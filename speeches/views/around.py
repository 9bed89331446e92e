"""What stands around a record on its page: how much there is of it in the language of the page, and who speaks."""

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import get_language

from speeches import clock
from speeches.models import Edition, Release, StatementVersion, Tenure


def today():
    """The day in the newsroom at the instant of the page."""
    return localdate(clock.now())


def releases_by(field, at=None, **among):
    """{value of `field`: how many live releases have it}, of editions in the language of the page and `among` these.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    found = Edition.objects.live(at).filter(release__language=get_language(), **among)
    return dict(found.values_list(field).annotate(Count("pk")).order_by())


def statements_by(field, at=None, **among):
    """{value of `field`: how many live statements have it}, as `releases_by`."""
    found = StatementVersion.objects.live(at).filter(edition__release__language=get_language(), **among)
    return dict(found.values_list(field).annotate(Count("pk")).order_by())


def counted_events(events):
    """The events of a list, each with `releases_told` and `statements_told`, as many as there are in its language."""
    events = list(events)
    releases = releases_by("release__event", release__event__in=events) if events else {}
    statements = statements_by("edition__release__event", edition__release__event__in=events) if releases else {}
    for event in events:
        event.releases_told, event.statements_told = releases.get(event.pk, 0), statements.get(event.pk, 0)
    return events


def live_versions(releases, at=None):
    """{translation group: its live releases, by language} of the groups of some releases: one query at most.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    groups = {release.translation_group for release in releases} - {""}
    versions = {}
    if groups:
        # The exclusion says nothing new, but the index of groups holds no other.
        found = Release.objects.live(at).filter(translation_group__in=groups).exclude(translation_group="")
        for release in sorted(found, key=lambda one: one.language):
            versions.setdefault(release.translation_group, []).append(release)
    return versions


def tenures_of(people):
    """{person's key: [public tenure with its office, the newest first]} of `people` (keys)."""
    held = {}
    if people:
        for tenure in Tenure.objects.live().filter(person__in=people).select_related("office"):
            held.setdefault(tenure.person_id, []).append(tenure)
    return held


def with_offices(versions):
    """The statements of a list, each with `offices`: those that its speaker held on the day of the release."""
    versions, now = list(versions), today()
    held = tenures_of({version.speaker_id for version in versions} - {None})
    for version in versions:
        day = min(version.edition.release.address_date, now)  # an end that is to come says nothing
        version.offices = [one.office for one in held.get(version.speaker_id, ()) if one.covers(day)]
    return versions


def with_offices_now(people):
    """The people of a list, each with `offices`, those held today, and `former`, the last one where there is none."""
    people, day = list(people), today()
    held = tenures_of([person.pk for person in people])
    for person in people:
        tenures = held.get(person.pk, [])
        person.offices = [one.office for one in tenures if one.covers(day)]
        person.former = next((one.office for one in tenures if one.ended_on), None) if not person.offices else None
    return people
