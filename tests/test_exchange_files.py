"""Files and folders given to an import: what is found, as what, and what is only told about."""

import os

import pytest

from speeches.exchange.files import MAX_IDENTITY, find_files, printable, read
from speeches.exchange.parse import MAX_BYTES, BadFile


def write(path, data=b"Text."):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(*paths, language="en"):
    return list(find_files(paths, language))


def test_folders_name_the_language_and_are_no_part_of_the_identity(tmp_path):
    for name in ("en/a.txt", "ru/2023/a.txt", "archive/kk/a.txt", "2023/b.txt", "c.txt"):
        write(tmp_path / name)
    assert {(file.identity, file.language) for file in found(tmp_path, language="ru")} == {
        ("a.txt", "en"),
        ("2023/a.txt", "ru"),
        ("archive/a.txt", "kk"),
        ("2023/b.txt", "ru"),
        ("c.txt", "ru"),
    }


def test_a_file_is_the_same_whether_its_folder_or_the_one_above_is_given(tmp_path):
    path = write(tmp_path / "kk" / "a.txt")
    identities = {(file.identity, file.language) for given in (tmp_path, path.parent, path) for file in found(given)}
    assert identities == {("a.txt", "kk")}


def test_a_folder_above_the_given_one_says_nothing_about_the_language(tmp_path):
    write(tmp_path / "ru" / "archive" / "a.txt")
    assert [file.language for file in found(tmp_path / "ru" / "archive")] == ["en"]


def test_files_come_in_the_order_of_names_and_are_shown_as_given(tmp_path, monkeypatch):
    for name in ("b.txt", "a/z.txt", "c.TXT"):
        write(tmp_path / "texts" / name)
    monkeypatch.chdir(tmp_path)
    assert [file.shown for file in found("texts")] == ["texts/a/z.txt", "texts/b.txt", "texts/c.TXT"]
    assert [file.shown for file in found("texts/b.txt")] == ["texts/b.txt"]


def test_names_are_composed_so_that_machines_agree(tmp_path):
    write(tmp_path / "и\u0306.txt")
    assert [file.identity for file in found(tmp_path)] == ["й.txt"]


def test_other_files_are_passed_over(tmp_path):
    for name in ("notes.md", "photo.jpg", ".hidden.txt", ".git/a.txt", "README"):
        write(tmp_path / name)
    told = found(tmp_path)
    assert len(told) == 5
    assert all(file.passed_over and file.problem for file in told)
    assert found(tmp_path / "notes.md")[0].passed_over


def test_what_cannot_be_a_release_is_told(tmp_path):
    root = tmp_path / "texts"
    write(root / "folder.txt" / "inside.txt")
    (root / "nowhere.txt").symlink_to("missing")
    (root / "loop.txt").symlink_to("loop.txt")
    (root / "out.txt").symlink_to(write(tmp_path / "secret.txt"))
    os.mkfifo(root / "pipe.txt")
    told = {file.path.name: file.problem for file in found(root) if not file.passed_over}
    assert told == {
        "folder.txt": "A folder, not a file.",
        "nowhere.txt": "A symbolic link that leads nowhere.",
        "loop.txt": "A symbolic link that leads nowhere.",
        "out.txt": "A symbolic link that leads out of the given folder.",
        "pipe.txt": "Not a file but a device, a pipe or a socket.",
    }
    assert found(tmp_path / "missing")[0].problem == "No such file or folder."


def test_links_inside_are_not_followed(tmp_path):
    write(tmp_path / "a" / "a.txt")
    (tmp_path / "again.txt").symlink_to("a/a.txt")
    (tmp_path / "round").symlink_to(".")
    told = found(tmp_path)
    assert [file.identity for file in told if not file.problem] == ["a/a.txt"]
    assert all(file.passed_over for file in told if file.problem)


def test_a_link_that_is_given_by_name_is_meant(tmp_path):
    (tmp_path / "current.txt").symlink_to(write(tmp_path / "v1" / "text.txt", b"Meant."))
    (file,) = found(tmp_path / "current.txt")
    assert (file.identity, file.problem, read(file.path)) == ("current.txt", "", b"Meant.")


def test_names_that_cannot_be_kept_are_told(tmp_path):
    deep = tmp_path.joinpath(*["folder-with-a-long-name-of-fifty-characters-in-all-50"] * 8)
    write(deep / "a.txt")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Text.")
    told = {file.path.name: file.problem for file in found(tmp_path)}
    assert told == {
        "a.txt": f"The path has more than {MAX_IDENTITY} characters.",
        os.fsdecode(b"caf\xe9.txt"): "The file's name is not UTF-8. Rename it.",
    }


def test_a_name_stays_on_one_line_of_the_report(tmp_path):
    write(tmp_path / "two\nlines\x1b[2J\u202e.txt")
    (file,) = found(tmp_path)
    assert file.shown.endswith(r"two\nlines\x1b[2J\u202e.txt")
    assert printable(os.fsdecode(b"caf\xe9")) == r"caf\udce9"


def test_reading_stops_where_no_release_can_be(tmp_path):
    large = write(tmp_path / "large.txt", b"x" * (MAX_BYTES + 1000))
    assert len(read(large)) == MAX_BYTES + 1


def test_reading_never_waits_for_a_pipe_or_follows_a_link(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(write(tmp_path / "a.txt"))
    for name in ("pipe.txt", "link.txt", "missing.txt", "."):
        with pytest.raises(BadFile):
            read(tmp_path / name)


@pytest.fixture
def nobody():
    """Permissions as an ordinary person has them: root may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_unreadable_files_and_folders_are_told(tmp_path, request):
    write(tmp_path / "closed" / "a.txt")
    secret = write(tmp_path / "secret.txt")
    folder = tmp_path
    while folder != folder.parent and os.stat(folder).st_uid == os.geteuid() and folder.name:
        if not os.stat(folder).st_mode & 0o001:
            folder.chmod(0o755)
        folder = folder.parent
    secret.chmod(0)
    (tmp_path / "closed").chmod(0)
    request.addfinalizer(lambda: (tmp_path / "closed").chmod(0o755))
    request.getfixturevalue("nobody")
    told = found(tmp_path)
    assert [(file.path.name, file.problem) for file in told] == [
        ("closed", "No permission to read it."),
        ("secret.txt", ""),
    ]
    with pytest.raises(BadFile, match="No permission"):
        read(secret)
