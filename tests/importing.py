"""What tests of imports share: files, and the command with its report."""

import io
import json
from pathlib import Path

from django.core.management import CommandError, call_command

TITLE = "The canal reached the steppe"
GOOD = f"{TITLE}\n\n{TITLE}\n\nApril 27, 2023\n\nThe first water came.\n\nThe second came later.\n"
CHANGED = GOOD.replace("The second came later.", "The second came in May.")
RUSSIAN = "Канал дошёл до степи\n\n27 апреля 2023 года\n\nПришла первая вода.\n"


def write(path, content=GOOD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(*paths, fails=False, **options):
    """Runs the command and gives its report; `fails` says whether it should end with an error."""
    out, err = io.StringIO(), io.StringIO()
    arguments = {"json": True, **options}
    try:
        call_command("import_releases", *map(str, paths), stdout=out, stderr=err, **arguments)
    except CommandError as error:
        assert fails, out.getvalue()
        assert error.returncode == 1
    else:
        assert not fails, out.getvalue()
    assert not err.getvalue()
    return json.loads(out.getvalue()) if arguments["json"] else out.getvalue()


def statuses(report):
    return {Path(told["file"]).name: told["status"] for told in report["files"]}


def only(report):
    (told,) = report["files"]
    return told


def rows():
    """Every row of the database, to compare."""
    out = io.StringIO()
    call_command("dumpdata", exclude=["contenttypes", "auth.permission"], stdout=out)
    return out.getvalue()
