"""docs/staff.md does what it says: each of its commands is run, in order, and prints what stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

DOC = settings.BASE_DIR / "docs" / "staff.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ID = re.compile(r"\b[2-9a-hjkmnp-z]{12}\b")


def steps(text):
    """[(command, what it prints)] of all blocks of a page."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _line, output = part.partition("\n")
            found.append((command, output))
    return found


def run(commands, folder):
    """What each command prints in one shell, in a folder that looks like the project's to it."""
    for name in ("manage.py", "seeds", "fixtures"):
        (folder / name).symlink_to(settings.BASE_DIR / name)
    outside = {key: value for key, value in os.environ.items() if key not in ("MEDIA_ROOT", "DATABASE_URL")}
    here = {
        "DATABASE_URL": f"sqlite:///{folder / 'newsroom.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "DEBUG": "1",
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    mark = "=== end of a command ==="
    script = "".join(f"{command} 2>&1 || echo failed\necho '{mark}'\n" for command in commands)
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=outside | here, capture_output=True, text=True)
    assert not done.stderr
    return [output.removeprefix("\n") for output in done.stdout.split(f"{mark}\n")[:-1]]


@pytest.mark.once
def test_every_command_prints_what_the_page_says(tmp_path):
    told = steps(DOC.read_text(encoding="utf-8"))
    assert len(told) > 12
    printed = run([command for command, _output in told], tmp_path)
    assert len(printed) == len(told)
    for (command, output), real in zip(told, printed, strict=True):
        assert ID.sub("…", real) == ID.sub("…", output), command
