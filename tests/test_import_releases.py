"""Importing text files: what is created, what is unchanged, and what is refused with its line and reason."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.timezone import get_default_timezone

from speeches import workflow
from speeches.exchange import importer
from speeches.exchange.parse import said_hash
from speeches.models import AuditEntry, Edition, Release, StatementVersion
from tests import factories
from tests.importing import CHANGED, GOOD, RUSSIAN, TITLE, only, rows, run, statuses, write

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parent / "corpus" / "texts"

SEEDS = settings.BASE_DIR / "seeds"


@pytest.fixture
def fixtures():
    for name in ("themes", "people", "events"):
        call_command("loaddata", settings.BASE_DIR / "fixtures" / f"{name}.json", verbosity=0)


def test_an_archive_is_shown_from_the_instant_of_import_under_its_own_date(folder):
    write(folder / "a.txt")
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        told = only(run(folder, standing="published"))
    edition = Edition.objects.live().get()
    release = edition.release
    assert told["status"] == "created"
    assert told["address"] == "/en/releases/2023/04/27/the-canal-reached-the-steppe/"
    assert release.get_absolute_url() == told["address"]
    assert (told["release"], told["edition"]) == (release.public_id, edition.public_id)
    assert release.published_at == datetime(2023, 4, 27, tzinfo=get_default_timezone())
    assert release.showings.get().shown_from == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert (edition.title, edition.dateline) == (TITLE, "April 27, 2023")
    assert edition.plain_text == "The first water came.\n\nThe second came later."
    assert edition.seal.sha256 == edition.content_hash()
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("import_published", "import_releases")]


def test_a_draft_waits_for_people(folder):
    write(folder / "a.txt")
    told = only(run(folder))
    edition = Edition.objects.get()
    assert (told["status"], told["address"]) == ("created", "")
    assert edition.state == "draft"
    assert not Edition.objects.live().exists()
    assert edition.release.source.path == "a.txt"
    assert list(AuditEntry.objects.values_list("verb", "actor")) == [("create", "import_releases")]
    writer, reviewer = factories.user("writer"), factories.user("reviewer")
    workflow.submit(edition, writer)
    workflow.approve(edition, reviewer, edition.content_hash())
    assert Edition.objects.live().get() == edition
    assert Release.objects.get().get_absolute_url().startswith("/en/releases/2023/04/27/")


def test_the_whole_corpus_and_the_seed_import_and_a_second_import_changes_nothing(fixtures):
    first = run(CORPUS, SEEDS, standing="published")
    assert first["totals"] == {"created": 37, "unchanged": 0, "changed": 0, "failed": 0, "passed-over": 0, "files": 37}
    assert Edition.objects.live().count() == 37
    for edition in Edition.objects.live().select_related("release__source"):
        assert said_hash(edition.title, edition.dateline, edition.plain_text) == edition.release.source.sha256
    seed = Release.objects.get(source__path=next(SEEDS.glob("*.txt")).name)
    assert seed.event.slug == "xxxii-session-of-the-assembly-of-the-people-of-kazakhstan"
    assert seed.editions.get().themes.count() >= 3
    xiv = Release.objects.filter(event__slug="xiv-session-of-the-council-of-the-peoples-of-sarydala")
    assert sorted(xiv.values_list("language", flat=True)) == ["en", "kk", "ru"]
    before = rows()
    second = run(CORPUS, SEEDS, standing="published")
    assert second["totals"]["unchanged"] == second["totals"]["files"] == 37
    assert run(CORPUS, SEEDS)["totals"]["unchanged"] == 37
    assert rows() == before


def test_a_dry_run_tells_all_and_writes_nothing(folder, fixtures):
    write(folder / "known.txt")
    run(folder, standing="published")
    write(folder / "known.txt", CHANGED)
    write(folder / "new.txt", GOOD.replace("canal", "railway"))
    write(folder / "rival.txt", GOOD.replace("water", "train"))
    write(folder / "bad.txt", "No date")
    before = rows()
    report = run(folder, standing="published", dry_run=True, fails=True)
    assert rows() == before
    assert statuses(report) == {
        "bad.txt": "failed",
        "known.txt": "changed",
        "new.txt": "created",
        "rival.txt": "failed",
    }
    assert report["dry_run"] is True
    real = run(folder, standing="published", fails=True)
    assert statuses(real) == statuses(report)
    assert [told["reasons"] for told in real["files"]] == [told["reasons"] for told in report["files"]]


def test_a_dry_run_sees_two_files_of_one_address(folder):
    write(folder / "a.txt")
    write(folder / "b.txt", CHANGED)
    dry = run(folder, standing="published", dry_run=True, fails=True)
    assert statuses(dry) == statuses(run(folder, standing="published", fails=True))
    assert statuses(dry) == {"a.txt": "created", "b.txt": "failed"}
    assert "the address “the-canal-reached-the-steppe”" in dry["files"][1]["reasons"][0]["message"]


def test_the_folder_says_the_language_and_one_path_makes_translations(folder):
    write(folder / "en" / "canal.txt")
    write(folder / "ru" / "canal.txt", RUSSIAN)
    write(folder / "ru" / "other.txt", RUSSIAN.replace("27 апреля", "28 апреля"))
    write(folder / "en" / "other.txt", GOOD.replace("canal", "railway"))
    report = run(folder, standing="published")
    english, russian = (Release.objects.get(language=code, source__path="canal.txt") for code in ("en", "ru"))
    assert english.translation_group == russian.translation_group != ""
    groups = Release.objects.filter(source__path="other.txt").values_list("translation_group", flat=True)
    assert len(set(groups)) == 2
    (noted,) = [told for told in report["files"] if told["notes"]]
    assert "not taken for its translation" in noted["notes"][0]


def test_the_given_language_holds_where_no_folder_says_it(folder):
    write(folder / "a.txt", RUSSIAN)
    assert statuses(run(folder, fails=True)) == {"a.txt": "failed"}
    assert only(run(folder, language="ru"))["language"] == "ru"


def test_cp1251_is_read_when_declared(folder):
    write(folder / "ru" / "a.txt", RUSSIAN.encode("cp1251"))
    assert "CP1251" in only(run(folder, fails=True))["reasons"][0]["message"]
    run(folder, encoding="cp1251")
    assert Edition.objects.get().title == "Канал дошёл до степи"


def test_bad_files_are_told_with_their_line_and_harm_no_other(folder):
    bad = {
        "empty": b"",
        "blank": b" \n\n",
        "binary": b"Title\0\0\n",
        "cut": RUSSIAN.encode().rstrip()[:-2],
        "latin": GOOD.replace("canal", "caf\xe9").encode("latin-1"),
        "utf16": GOOD.encode("utf-16"),
        "untitled": b"April 27, 2023\n\nText.\n",
        "undated": b"A title\n\nText.\n",
        "impossible": GOOD.replace("April 27", "February 31").encode(),
        "future": GOOD.replace("2023", "2199").encode(),
        "bare": f"{TITLE}\n\nApril 27, 2023\n".encode(),
        "long-line": b"Title\n\nApril 27, 2023\n\n" + b"word " * 2_000_000,
        "long-title": b"T" + b" word" * 100 + b"\n\nApril 27, 2023\n\nText.\n",
        "markup": GOOD.replace("first", "<b>first</b>").encode(),
        "control": GOOD.replace("first", "fi\x07rst").encode(),
        "bidi": GOOD.replace("first", "fi\u202erst").encode(),
        "two-dates": GOOD.replace("The first", "April 28, 2023\n\nThe first").encode(),
        "foreign-date": GOOD.replace("April 27, 2023", "27 апреля 2023 года").encode(),
        "pdf": b"%PDF-1.7\n",
    }
    for name, content in bad.items():
        write(folder / f"{name}.txt", content)
    (folder / "directory.txt").mkdir()
    (folder / "dangling.txt").symlink_to("missing")
    (folder / "outside.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.txt")
    write(folder / "first.txt")
    write(folder / "zlast.txt", GOOD.replace("canal", "railway"))
    report = run(folder, standing="published", fails=True)
    told = statuses(report)
    assert (told.pop("first.txt"), told.pop("zlast.txt")) == ("created", "created")
    assert set(told.values()) == {"failed"}
    assert len(told) == len(bad) + 4
    for file in report["files"]:
        if file["status"] == "failed":
            ((line, message),) = [tuple(reason.values()) for reason in file["reasons"]]
            assert message.endswith((".", "”.")), message
            assert line is None or 1 <= line <= 10
    lines = {Path(file["file"]).stem: file["reasons"][0]["line"] for file in report["files"] if file["reasons"]}
    assert (lines["future"], lines["impossible"], lines["markup"], lines["long-line"]) == (5, 5, 7, 5)
    assert Release.objects.count() == 2


def test_a_future_date_is_good_for_a_draft(folder):
    write(folder / "a.txt", GOOD.replace("2023", "2199"))
    assert only(run(folder))["status"] == "created"


def test_two_files_of_one_identity_are_told(tmp_path):
    write(tmp_path / "one" / "a.txt")
    write(tmp_path / "two" / "a.txt", CHANGED)
    report = run(tmp_path / "one", tmp_path / "two", fails=True)
    assert [told["status"] for told in report["files"]] == ["created", "failed"]
    assert "came earlier in this import" in report["files"][1]["reasons"][0]["message"]
    assert Edition.objects.count() == 1


def test_a_missing_path_fails_and_the_others_are_imported(folder):
    write(folder / "a.txt")
    report = run(folder / "missing", folder, fails=True)
    assert [told["status"] for told in report["files"]] == ["failed", "created"]


def test_a_title_without_letters_for_an_address_takes_the_file_name(folder):
    write(folder / "greeting.txt", GOOD.replace(TITLE, "祝辞"))
    run(folder, standing="published")
    assert Release.objects.get().slug == "greeting"
    write(folder / "祝.txt", GOOD.replace(TITLE, "祝辞"))
    assert "No address" in run(folder, fails=True)["files"][1]["reasons"][0]["message"]


def test_event_and_themes_are_set_and_told(folder):
    series = factories.series("council", title_en="Sessions of the Council", aliases_en="session of the Council")
    event = factories.event("council-14", series=series, ordinal=14, starts_on="2023-04-27")
    factories.theme("water", terms_en="canal\nwater")
    factories.person("aidar-bekmuratov", name_en="Aidar Bekmuratov")
    write(folder / "a.txt", GOOD.replace(TITLE, "Aidar Bekmuratov at the XIV session of the Council, on the canal"))
    told = only(run(folder, standing="published"))
    edition = Edition.objects.live().get()
    assert edition.release.event == event
    assert [theme.slug for theme in edition.themes.all()] == ["water"]
    assert told["recognised"] == {
        "event": "council-14",
        "series": "council",
        "ordinal": 14,
        "speakers": ["aidar-bekmuratov"],
    }
    assert told["themes"] == [{"theme": "water", "weight": 4}]
    assert told["not_recognised"] == []


def test_names_of_another_language_do_not_stand_in(folder):
    factories.theme("water", name_en="Water", terms_en="canal")
    with translation.override("ru"):
        known = importer.load_known("ru")
    assert known.themes[0].names == ()


def test_the_report_for_people(folder, fixtures):
    write(folder / "a.txt", GOOD.replace(TITLE, "Aidar Bekmuratov opened the V Steppe Games"))
    write(folder / "b.txt", "A title\n\nText.\n")
    write(folder / "c.md")
    out = run(folder, standing="published", fails=True, json=False)
    assert (
        f"created      {folder / 'a.txt'} → /en/releases/2023/04/27/aidar-bekmuratov-opened-the-v-steppe-games/\n"
        in out
    )
    assert "event: opening-of-the-fifth-steppe-games (5); speakers: aidar-bekmuratov; themes proposed: sport (" in out
    assert f"failed       {folder / 'b.txt'}:3: No date line: “Text.” stands where a date such as" in out
    assert "c.md" not in out
    assert out.endswith("3 files: 1 created, 0 unchanged, 0 changed, 1 failed, 1 passed-over.\n")
    assert "c.md: Not a .txt file." in run(folder, fails=True, json=False, verbosity=2)
    assert "Dry run: nothing is written." in run(folder, fails=True, json=False, dry_run=True)


def test_what_is_not_recognised_is_told(folder):
    write(folder / "a.txt", GOOD.replace(TITLE, "Somebody opened the V Steppe Games"))
    out = run(folder, json=False)
    assert "not recognised: “V Steppe Games …”: no known series." in out
    assert "not recognised: No speaker" in out


def test_an_empty_path_is_not_the_current_folder():
    (told,) = run("", fails=True)["files"]
    assert (told["status"], told["reasons"][0]["message"]) == ("failed", "An empty path: name a file or a folder.")
    for command in (["backup", ""], ["restore", ""], ["record", "export", ""], ["record", "verify", ""]):
        with pytest.raises(CommandError, match="the path is empty"):
            call_command(*command)


def test_a_link_to_itself_is_told(tmp_path):
    link = tmp_path / "self.txt"
    link.symlink_to(link)
    (told,) = run(link, fails=True)["files"]
    assert told["reasons"][0]["message"] == "A symbolic link that leads nowhere."


def test_a_file_that_is_named_and_passed_over_is_explained(folder):
    write(folder / "notes.md")
    assert "notes.md: Not a .txt file." in run(folder / "notes.md", json=False)
    assert "notes.md" not in run(folder, json=False)


def test_a_name_that_is_not_utf8_makes_no_broken_json(folder):
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(GOOD)
    write(folder / "good.txt")
    report = run(folder, fails=True)
    assert json.dumps(report, ensure_ascii=False).encode()
    assert [told["status"] for told in report["files"]] == ["failed", "created"]


def test_a_text_that_the_desk_could_not_save_is_refused(folder):
    write(folder / "long.txt", GOOD + "word\n" * 60_000)
    (told,) = run(folder, fails=True)["files"]
    assert "more than 500000 characters" in told["reasons"][0]["message"]


def test_only_russian_words_are_taken_for_cp1251(folder):
    write(folder / "ru" / "a.txt", RUSSIAN.encode("cp1251"))
    write(folder / "b.txt", GOOD.replace("came.", "came to the Café Zoé.").encode("latin-1"))
    first, second = (told["reasons"][0]["message"] for told in run(folder, fails=True)["files"])
    assert "declare that encoding" in second and "CP1251" not in first


def test_import_counts_its_queries(folder, django_assert_max_num_queries):
    for number in range(12):
        write(folder / f"{number}.txt", GOOD.replace("canal", f"canal {number}"))
    run(folder, standing="published")
    with django_assert_max_num_queries(12 + 15):
        assert run(folder, standing="published")["totals"]["unchanged"] == 12


def test_statements_are_suggested_and_counted(tmp_path, capsys):
    factories.person()
    path = tmp_path / "canal.txt"
    said = "Aidar Bekmuratov noted that the canal reaches every village. He stressed that the work goes on."
    path.write_text(f"The canal is filled\n\n27 April 2023\n\n{said}\n", encoding="utf-8")
    call_command("import_releases", str(path), "--dry-run")
    assert not StatementVersion.objects.exists() and "statements suggested" not in capsys.readouterr().out
    call_command("import_releases", str(path), "--as", "published")
    assert "2 statements suggested" in capsys.readouterr().out
    versions = StatementVersion.objects.all()
    assert {version.status for version in versions} == {"suggested"}
    assert {version.speaker.slug for version in versions} == {"aidar-bekmuratov"}
    path.write_text(f"The canal is filled\n\n27 April 2023\n\n{said} He added: “It is deep.”\n", encoding="utf-8")
    call_command("import_releases", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["files"][0]["statements"] == 3
    assert Edition.objects.filter(statement_versions__in=versions).count() == 5


def test_an_import_without_statements_and_one_that_they_cannot_stop(tmp_path, monkeypatch):
    for name in ("one", "two"):
        said = f"Aidar Bekmuratov noted that the canal {name} reaches every village."
        (tmp_path / f"{name}.txt").write_text(f"The canal {name}\n\n27 April 2023\n\n{said}\n", encoding="utf-8")
    call_command("import_releases", str(tmp_path / "one.txt"), "--no-statements", verbosity=0)

    def stumble(*given, **named):
        raise RuntimeError("a pattern that stumbles")

    monkeypatch.setattr("speeches.workflow.marking.suggesting.extract", stumble)
    call_command("import_releases", str(tmp_path / "two.txt"), verbosity=0)
    assert Edition.objects.count() == 2 and not StatementVersion.objects.exists()
