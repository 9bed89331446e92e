"""The demo as production serves it, with everything of its own in one folder: database, media, collected statics.

python -m tests.production FOLDER     # prepares it and serves it until Ctrl-C
"""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SMALL = """
from speeches import images
images.WIDTHS, images.FORMATS, images.PRESS = (320,), ("webp", "jpeg"), 320
"""
FILL = """
import os
from django.core.management import call_command
from speeches.models import Release, Showing
call_command("migrate", verbosity=0)
with open(os.devnull, "w") as nothing:
    call_command("demo", stdout=nothing)
for release in Release.objects.filter(pk__in=Showing.objects.filter(edition=None).values("release")):
    print(release.get_absolute_url())
"""
SERVER = ("--workers", "2", "--threads", "4", "--limit-request-line", "8190", "--log-level", "warning")
"""How gunicorn is started; with threads, a connection is kept and used again."""


def _environment(folder, **more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore:SQLite",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "DEMO": "1",
        "TRUSTED_PROXIES": "1",
        "SECRET_KEY": "of-a-server-that-nobody-else-reaches-0123456789abcdefghijklmnop",
        **more,
    }


def _run(folder, *command, **more):
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=_environment(folder, **more), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def prepare(folder, small=False):
    """Fills `folder` (a Path) with the demo; takes half a minute. Where it is filled already, nothing is done.

    `small`: with photos in one small size alone.
    """
    if (folder / "prepared").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    _run(folder, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    script = f"{SMALL if small else ''}{FILL}"
    told = _run(folder, "manage.py", "shell", "--no-imports", "--command", script, DEBUG="1")
    (folder / "prepared").write_text(told)


def unlinked(folder):
    """Addresses of pages to which no link leads: of withdrawn releases."""
    return (folder / "prepared").read_text().split()


@contextmanager
def serving(folder):
    """Serves what `prepare` has made; gives the address without a slash at its end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *SERVER, "--bind", f"fd://{listening.fileno()}", "newsroom.wsgi"],
            cwd=ROOT,
            env=_environment(folder, SITE_URL=address),
            pass_fds=[listening.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            # The socket listens already: this waits until a worker answers.
            urllib.request.urlopen(f"{address}/healthz", timeout=60).close()
            yield address
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
    with serving(Path(sys.argv[1])) as at:
        sys.stdout.write(f"{at}/\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            sys.stdin.read()
