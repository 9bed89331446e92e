"""Importing in a process of its own: its status and streams, and two at once."""

import json
import os
import pty
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.importing import GOOD, RUSSIAN, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def empty_newsroom(tmp_path_factory):
    """The file of a database with tables and nothing in them: migrated once."""
    path = tmp_path_factory.mktemp("newsroom") / "db.sqlite3"
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", "migrate", "-v0"], env=environment, check=True)
    return path


@pytest.fixture
def manage(tmp_path, request):
    """Runs manage.py in a process of its own, on an empty newsroom of its own in SQLite, whatever the tests run on."""
    if connection.vendor != "sqlite":
        pytest.skip("the process has a database of its own, in SQLite: once is enough")
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}

    def start(*arguments, **options):
        command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        return subprocess.Popen(command, env=environment | options.pop("env", {}), text=True, **options)

    def finish(*arguments, **options):
        process = start(*arguments, **options)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    finish.start = start
    shutil.copy(request.getfixturevalue("empty_newsroom"), tmp_path / "db.sqlite3")
    return finish


def test_as_a_process_of_its_own_status_and_streams_tell(folder, manage):
    """The exit status tells failures; on a terminal standard error has a bar, and standard output stays clean."""
    write(folder / "a.txt")
    good = manage("import_releases", folder, "--as", "published")
    assert (good.returncode, good.stderr) == (0, "")
    write(folder / "b.txt", "Bad")
    bad = manage("import_releases", folder, "--json")
    assert bad.returncode == 1
    assert bad.stderr == "CommandError: 1 of 2 files could not be imported.\n"
    assert json.loads(bad.stdout)["totals"]["failed"] == 1
    assert manage("import_releases", folder, "--as", "draft", "--language", "xx").returncode == 2
    leader, follower = pty.openpty()
    shown = manage("import_releases", folder, "--json", stderr=follower)
    os.close(follower)
    assert "] 1/2 " in os.read(leader, 10_000).decode()
    os.close(leader)
    assert json.loads(shown.stdout)["totals"]["unchanged"] == 1


@pytest.mark.parametrize("command", [("import_releases",), ("record", "verify")])
def test_a_newsroom_without_tables_is_told_in_a_line(folder, manage, tmp_path, command):
    (tmp_path / "db.sqlite3").unlink()
    write(folder / "a.txt")
    bad = manage(*command, *([folder] if len(command) == 1 else []))
    assert bad.returncode == 1
    assert "manage.py migrate" in bad.stderr and "Traceback" not in bad.stderr


def test_a_report_that_nobody_reads_ends_the_import_in_a_line(folder, manage):
    for number in range(3):
        write(folder / f"{number}.txt", GOOD.replace("canal", f"canal {number}"))
    with open("/dev/full", "w") as full:
        bad = manage("import_releases", folder, stdout=full)
    assert bad.returncode == 1
    assert bad.stderr.startswith("CommandError: The report could not be written (No space left on device)")
    assert "Traceback" not in bad.stderr
    assert manage("import_releases", folder).returncode == 0


def test_an_output_that_lacks_letters_loses_none(folder, manage):
    write(folder / "ru" / "канал.txt", RUSSIAN)
    told = manage("import_releases", folder, env={"PYTHONIOENCODING": "ascii"})
    assert told.returncode == 0, told.stderr
    assert "\\u043a" in told.stdout


def test_two_imports_at_once_bring_each_file_once(folder, manage):
    for number in range(40):
        write(folder / f"{number}.txt", GOOD.replace("canal", f"canal {number}"))
    both = [manage.start("import_releases", folder, "--as", "published", "--json") for _process in range(2)]
    reports = [json.loads(process.communicate(timeout=60)[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [report["totals"]["failed"] for report in reports] == [0, 0]
    assert sum(report["totals"]["created"] for report in reports) == 40
    assert sum(report["totals"]["unchanged"] for report in reports) == 40
