"""What a reader of a release may want to read next."""

from collections import Counter

from speeches.models import Edition, Event, StatementVersion
from speeches.states import StatementStatus

MOST = 5
_LOOKED_AT = 30
"""How many live editions, those made last, are looked at for each thing that they may share."""
_ASKED_FOR = 5
"""Of how many themes, and of how many speakers."""
_SAID = "statement_versions"
_SAME_EVENT, _SAME_SERIES, _SAME_THEME, _SAME_SPEAKER = 8, 4, 2, 1


def related(edition, at=None):
    """Live editions of other releases in the language of `edition`, at most MOST, the nearest first.

    Near is what shares the event, the series and themes (the weights above, which add up), and speakers where that is
    not enough; among equals the newest. What they share is asked for one thing after the other, since an index gives
    the editions of one in the order in which they were made: each query ends after a few, however many there are.
    `at` as for `Edition.objects.live`. Raises FutureInstant.
    """
    release, event = edition.release, edition.release.event
    others = Edition.objects.live(at).filter(release__language=release.language).exclude(release=release)
    points = Counter()

    def share(weight, order="pk", **thing):
        found = others.filter(**thing).order_by(f"-{order}").values_list("pk", flat=True)
        # One that says much has a row for each statement.
        points.update(dict.fromkeys(found.distinct()[:_LOOKED_AT], weight))

    if event:
        share(_SAME_EVENT, release__event=event)
        if event.series_id:
            share(_SAME_SERIES, release__event__in=Event.objects.filter(series=event.series_id))
    for use in edition.edition_themes.all()[:_ASKED_FOR]:
        share(_SAME_THEME, "edition_themes__content_object_id", edition_themes__tag=use.tag_id)
    if len(points) < MOST:
        said = StatementVersion.objects.live(at).filter(edition=edition, speaker__isnull=False)
        for speaker in said.order_by("speaker").values_list("speaker", flat=True).distinct()[:_ASKED_FOR]:
            accepted = {f"{_SAID}__speaker": speaker, f"{_SAID}__status": StatementStatus.ACCEPTED}
            share(_SAME_SPEAKER, f"{_SAID}__edition_id", **accepted)
    near = [pk for pk, _points in points.most_common(4 * MOST)]
    shown = others.filter(pk__in=near).order_by("-release__published_at", "-release__pk").select_related("release")
    return sorted(shown.only("title", "release"), key=lambda one: -points[one.pk])[:MOST]
