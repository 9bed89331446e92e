"""What a reader of a release may want to read next."""

from collections import Counter

from django.db.models import Q

from speeches.models import Edition, StatementVersion

MOST = 5
_LOOKED_AT = 30
"""The newest live releases that are looked at for each thing that they may share."""
_SAME_EVENT, _SAME_SERIES, _SAME_THEME, _SAME_SPEAKER = 8, 4, 2, 1


def related(edition, at=None):
    """Live editions of other releases in the language of `edition`, at most MOST, the nearest first.

    Near is what shares the event, else the series, themes and speakers (the weights above); among equals the newest.
    Five queries at most, each bounded. `at` as for `Edition.objects.live`. Raises FutureInstant.
    """
    release = edition.release
    others = Edition.objects.live(at).filter(release__language=release.language).exclude(release=release)
    newest = others.order_by("-release__published_at", "-release__pk")
    points = Counter()
    event = release.event
    if event:
        near = Q(release__event=event)
        if event.series_id:
            near |= Q(release__event__series=event.series_id)
        for pk, found in newest.filter(near).values_list("pk", "release__event")[:_LOOKED_AT]:
            points[pk] += _SAME_EVENT if found == event.pk else _SAME_SERIES
    themes = [use.tag_id for use in edition.edition_themes.all()]
    if themes:
        found = newest.filter(edition_themes__tag__in=themes).values_list("pk", flat=True)
        points.update({pk: _SAME_THEME * times for pk, times in Counter(found[: 2 * _LOOKED_AT]).items()})
    said = StatementVersion.objects.live(at)
    speakers = said.filter(edition=edition, speaker__isnull=False).values_list("speaker", flat=True).distinct()[:5]
    if speakers := list(speakers):
        spoken = said.filter(speaker__in=speakers, edition__release__language=release.language)
        spoken = spoken.exclude(edition=edition).order_by("-edition__release__published_at", "-edition__release__pk")
        points.update(dict.fromkeys(spoken.values_list("edition", flat=True)[: 4 * _LOOKED_AT], _SAME_SPEAKER))
    shown = newest.filter(pk__in=[pk for pk, _points in points.most_common(4 * MOST)]).select_related("release")
    shown = shown.only("title", "release")
    return sorted(shown, key=lambda one: -points[one.pk])[:MOST]
