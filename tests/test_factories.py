"""Each factory gives what its name says, as the verbs leave it."""

import pytest

from speeches.models import Edition
from speeches.states import Standing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "standing"),
    [
        (factories.draft, Standing.DRAFT),
        (factories.in_review, Standing.IN_REVIEW),
        (factories.scheduled, Standing.SCHEDULED),
        (factories.live, Standing.LIVE),
        (factories.superseded, Standing.SUPERSEDED),
        (factories.withdrawn, Standing.WITHDRAWN),
        (factories.discarded, Standing.DISCARDED),
    ],
)
def test_an_edition_stands_where_the_factory_says(make, standing):
    edition = Edition.objects.get(pk=make().pk)
    assert edition.standing() == standing


def test_things_of_all_kinds_hang_on_an_edition():
    photo, attachment, theme = factories.photo(), factories.attachment(), factories.theme()
    event = factories.event(series=factories.series(), ordinal=32)
    edition = factories.live(
        event=event,
        themes=[theme],
        photos=[{"photo": photo, "alt": "A canal"}],
        attachments=[{"attachment": attachment, "title": "The decree"}],
    )
    speaker = factories.person()
    factories.tenure(speaker, factories.office())
    version = factories.statement(edition, "the canal reaches every village of the steppe", speaker=speaker)
    assert edition.plain_text[version.start : version.end] == version.quote
    for door in (photo, attachment, theme, event, event.series, speaker, version, version.statement):
        assert type(door).objects.live().filter(pk=door.pk).exists(), door
    assert photo.file.read() and photo.renditions.get().file.read() and attachment.file.read()


def test_the_second_of_two_people_is_another():
    assert factories.user("writer") == factories.user("writer")
    assert factories.user("writer", "writer2") != factories.user("writer")
    assert not factories.user("outsider").has_perm("speeches.write_edition")
    edition = factories.reinstated(factories.withdrawn())
    assert Edition.objects.get(pk=edition.pk).standing() == Standing.LIVE
    assert not Edition.objects.get(pk=factories.redacted().pk).title
