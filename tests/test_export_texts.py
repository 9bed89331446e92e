"""Releases out as text files and in again: the same records, and a plain word about what a text does not carry."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from speeches.exchange import texts
from speeches.models import Edition, ImportSource, Release
from tests import factories
from tests.test_roundtrip import FILES, RELEASES, make_accounts, rows

pytestmark = pytest.mark.django_db


def export(folder, **given):
    out = StringIO()
    call_command("export_releases", str(folder), stdout=out, **given)
    return out.getvalue()


def back(*paths, **given):
    """Imports; gives (outcomes by the name of the file, the report)."""
    out = StringIO()
    call_command("import_releases", *map(str, paths), stdout=out, stderr=StringIO(), **{"statements": False} | given)
    return out.getvalue()


def report(folder):
    with open(Path(folder) / texts.REPORT, encoding="utf-8", newline="") as file:
        return {row["release"]: row for row in csv.DictReader(file)}


def the_demo():
    call_command("loaddata", *FILES, verbosity=0)
    make_accounts()
    call_command("loaddata", RELEASES, verbosity=0)


def told(edition):
    release = edition.release
    paragraphs = [line for line in edition.plain_text.splitlines() if line.strip()]
    names = (release.public_id, release.get_absolute_url(), release.translation_group)
    return (*names, edition.title, edition.dateline, paragraphs)


def live():
    return sorted(told(edition) for edition in Edition.objects.live().select_related("release"))


def test_the_demo_comes_back_into_an_empty_newsroom_as_the_same_records(tmp_path):
    with transaction.atomic():
        the_demo()
        before = live()
        export(tmp_path / "out")
        lost = {release: row["not carried"].split() for release, row in report(tmp_path / "out").items()}
        transaction.set_rollback(True)
    assert not Release.objects.exists()
    call_command("loaddata", *FILES, verbosity=0)
    back(tmp_path / "out", standing="published")
    after = live()
    assert len(before) > 40 and len(after) == len(before)
    for was, now in zip(before, after, strict=True):
        if "dateline" in lost[was[0]]:
            was, now = (*was[:4], *was[5:]), (*now[:4], *now[5:])
        assert now == was
    assert Release.objects.exclude(translation_group="").count() > 10


def test_where_the_releases_are_already_nothing_changes(tmp_path):
    the_demo()
    factories.live(dateline="", title="No date line")
    factories.live(dateline="Altynqala, in spring", body="<h2>Head</h2><ul><li>one</li><li>two</li></ul><p>a<br>b</p>")
    factories.draft(title="A draft")
    export(tmp_path / "out", drafts=True)
    before = rows()
    assert " 0 created" in back(tmp_path / "out") and rows() == before
    assert "0 changed, 0 failed" in back(tmp_path / "out")


def test_a_text_that_was_worked_on_elsewhere_is_a_draft_beside_the_live_one(tmp_path):
    edition = factories.live(dateline="Altynqala, in spring", body="<p>One.</p><p>Two.</p>")
    export(tmp_path / "out")
    (path,) = (tmp_path / "out").rglob("*.txt")
    path.write_text(path.read_text(encoding="utf-8").replace("Two.", "Two and three."), encoding="utf-8")
    back(tmp_path / "out")
    begun = edition.release.open_edition()
    assert (begun.based_on, begun.plain_text) == (edition, "One.\n\nTwo and three.")
    assert begun.dateline == "Altynqala, in spring"
    assert not ImportSource.objects.exists()
    assert "0 created, 1 unchanged" in back(tmp_path / "out")
    assert Edition.objects.count() == 2


def test_a_file_whose_name_means_a_release_in_another_language_is_refused(tmp_path):
    factories.live(language="kk", dateline="")
    export(tmp_path / "out")
    (tmp_path / "out" / "kk").rename(tmp_path / "out" / "en")
    with pytest.raises(CommandError):
        back(tmp_path / "out")
    assert Edition.objects.count() == 1


def test_the_report_tells_what_no_text_carries(tmp_path):
    photo = {"photo": factories.photo(), "alt": "A canal"}
    rich = factories.live(
        summary="Short.", body="<h2>Head</h2><p><b>One</b></p>", kind="speech", photos=[photo], dateline="In spring"
    )
    factories.statement(rich, "One")
    plain = factories.live(dateline="27 April 2023", published_at=None, body="<p>One.</p>")
    export(tmp_path / "out")
    found = report(tmp_path / "out")
    lost = "dateline markup summary photos kind statements"
    assert found[rich.release.public_id]["not carried"] == lost
    assert found[plain.release.public_id]["not carried"] == "dateline", "that is another day than the release's"


def test_what_cannot_be_read_back_is_not_written(tmp_path):
    edition = factories.live(title="April 27, 2023")
    told = export(tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.txt")) and ": 0; not written: 1." in told
    row = report(tmp_path / "out")[edition.release.public_id]
    assert row["file"] == "" and "title is missing" in row["not written"]


def test_drafts_and_what_is_withdrawn_only_where_they_are_asked_for(tmp_path):
    public = factories.live()
    factories.next_draft(public)
    hidden = [factories.draft(), factories.scheduled(), factories.withdrawn()]
    factories.discarded()
    export(tmp_path / "public")
    assert set(report(tmp_path / "public")) == {public.release.public_id}
    export(tmp_path / "all", drafts=True)
    found = report(tmp_path / "all")
    assert set(found) == {one.release.public_id for one in (public, *hidden)}
    assert found[public.release.public_id]["edition"] == public.public_id, "what is live goes before a draft beside it"
    assert {row["standing"] for row in found.values()} == {"live", "draft", "scheduled", "withdrawn"}


def test_releases_are_chosen_by_language_day_theme_and_id(tmp_path, settings):
    from datetime import UTC, datetime

    settings.TIME_ZONE = "Asia/Almaty"
    theme = factories.theme()
    night = factories.live(published_at=datetime(2023, 4, 26, 20, tzinfo=UTC), themes=[theme]).release
    other = factories.live(published_at=datetime(2023, 4, 28, 6, tzinfo=UTC), language="ru").release
    for number, (given, wanted) in enumerate(
        (
            ({"language": "ru"}, {other}),
            ({"since": "2023-04-27", "until": "2023-04-27"}, {night}),
            ({"theme": "water"}, {night}),
            ({"ids": [other.public_id]}, {other}),
            ({"since": "2023-04-28"}, {other}),
        )
    ):
        arguments = [
            part
            for key, value in given.items()
            for part in (f"--{key}", *([value] if isinstance(value, str) else value))
        ]
        call_command("export_releases", str(tmp_path / str(number)), *arguments, stdout=StringIO())
        assert set(report(tmp_path / str(number))) == {release.public_id for release in wanted}, given


@pytest.mark.parametrize("given", ({"theme": "nothing"}, {"ids": ["nothing"]}))
def test_what_is_not_there_is_said(tmp_path, given):
    with pytest.raises(CommandError, match="nothing"):
        export(tmp_path / "out", **given)


def test_nothing_is_written_over(tmp_path):
    factories.live()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("Kept")
    (tmp_path / "out.zip").write_text("Kept")
    for name in ("out", "out.zip", "out/kept.txt"):
        with pytest.raises(CommandError):
            export(tmp_path / name)
    assert (tmp_path / "out" / "kept.txt").read_text() == (tmp_path / "out.zip").read_text() == "Kept"


@pytest.mark.parametrize(
    ("name", "means"),
    (
        ("2023/04/27/canal.abcdefghjkmn.txt", texts.Named("canal", "abcdefghjkmn", "")),
        ("canal.abcdefghjkmn.import-1f.txt", texts.Named("canal", "abcdefghjkmn", "import-1f")),
        ("000_0f3ce302d9e1b6eb.txt", None),
        ("canal.abcdefghijkl.txt", None),
        ("Канал.abcdefghjkmn.txt", None),
    ),
)
def test_names_of_exported_files_are_told_from_others(name, means):
    assert texts.named(name) == means


def test_a_day_that_is_none_is_named_with_what_is_expected(tmp_path):
    for option in ("--since", "--until"):
        with pytest.raises(CommandError, match=r"'2023-13-01' is no day: say year-month-day, such as 2023-01-31\."):
            call_command("export_releases", str(tmp_path / "out"), f"{option}=2023-13-01")
    assert not (tmp_path / "out").exists()
