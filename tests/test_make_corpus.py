"""`make_corpus`: a newsroom for load tests that keeps every rule of a real one."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from speeches import guards, text
from speeches.exchange import public_record
from speeches.models import AuditEntry, Edition, Event, Release, Showing, StatementVersion, Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dev(settings):
    settings.DEBUG = True


def make(releases, **options):
    out = StringIO()
    call_command("make_corpus", releases=releases, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def told():
    """What a corpus says, without the numbers of its rows."""
    return list(
        Edition.objects.order_by("public_id").values_list(
            "public_id", "release__public_id", "release__slug", "body", "seal__sha256", "seal__public_id"
        )
    )


def test_all_releases_are_public_in_three_languages_and_the_record_is_whole():
    assert "31 releases" in make(31)
    live = Edition.objects.live()
    assert live.count() == Release.objects.count() == 31
    assert {release.language for release in Release.objects.all()} == {"en", "ru", "kk"}
    assert list(public_record.verify_database()) == [] and guards.missing() == []
    assert all(edition.body and edition.themes.exists() for edition in live)
    assert Event.objects.live().exists() and Theme.objects.live().exists()
    assert AuditEntry.objects.count() == Showing.objects.count() == 31


def test_texts_are_clean_and_statements_stand_in_them():
    make(12)
    for edition in Edition.objects.all():
        assert edition.body == text.sanitise(edition.body)
        assert edition.plain_text == text.plain_text(edition.body)
        assert not set("{}") & set(edition.body + edition.title + edition.dateline)
    versions = StatementVersion.objects.live().select_related("edition", "speaker").prefetch_related("themes")
    assert versions.count() > 24
    for version in versions:
        assert version.edition.plain_text[version.start : version.end] == version.quote
        assert version.cue in version.quote and version.speaker and version.themes.all()


def test_language_versions_belong_together():
    make(6)
    for group in set(Release.objects.values_list("translation_group", flat=True)):
        versions = Release.objects.filter(translation_group=group)
        assert versions.count() == 3
        assert len(set(versions.values_list("event", "published_at"))) == 1


def test_the_same_seed_gives_the_same_corpus_and_another_another():
    with transaction.atomic():
        make(7, seed=5)
        first = told()
        transaction.set_rollback(True)
    make(7, seed=5)
    assert told() == first
    make(7, seed=6)
    assert Release.objects.count() == 14


def test_a_corpus_is_not_made_twice():
    make(3)
    with pytest.raises(CommandError, match="another --seed"):
        make(3)
    assert Release.objects.count() == 3


def test_a_published_text_cannot_be_changed_afterwards():
    make(1)
    with pytest.raises(IntegrityError):
        Edition.objects.update(title="Forged")


def test_refused_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        make(1)
    assert not Release.objects.exists()
    make(1, force=True)
    assert Release.objects.count() == 1


@pytest.mark.parametrize("number", [0, -5])
def test_a_number_that_is_none(number):
    with pytest.raises(CommandError, match="from 1 to"):
        make(number)
