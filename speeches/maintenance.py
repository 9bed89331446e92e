"""While the newsroom is being worked on: one page for everybody, which asks nothing of the database."""

import datetime
import json
from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from speeches import clock, problems

RETRY_AFTER = 300
"""Seconds after which to come again, where no end is told."""
OPEN = ("/healthz", "/static/")


def on(until=None):
    """Shows the page from now on, on this machine; `until` (aware) is when readers are told to come again."""
    Path(settings.MAINTENANCE_FILE).write_text(json.dumps({"until": until.isoformat() if until else None}))


def off():
    """Ends it; gives whether it was on."""
    file = Path(settings.MAINTENANCE_FILE)
    was = file.exists()
    file.unlink(missing_ok=True)
    return was


def _until():
    """(whether the page is shown, the instant that was told or None)."""
    try:
        told = json.loads(Path(settings.MAINTENANCE_FILE).read_text())["until"]
        return True, told and datetime.datetime.fromisoformat(told)
    except FileNotFoundError:
        return False, None
    except (OSError, ValueError, KeyError, TypeError):  # made by hand, with anything in it
        return True, None


def middleware(get_response):
    """Answers 503 with `Retry-After` (RFC 9110, sections 10.2.3 and 15.6.4) instead of the site while it is on.

    Below what chooses the language and sets the headers, above everything that asks the database.
    """

    def answer(request):
        shown, until = _until()
        if not shown or request.path_info.startswith(OPEN):
            return get_response(request)
        seconds = until and (until - clock.now()).total_seconds()
        coming = seconds is not None and seconds > 0
        if problems.of_program(request):
            response = problems.problem(503)
        else:
            response = render(request, "503.html", {"until": until if coming else None}, status=503)
        response.headers["Retry-After"] = str(max(1, round(seconds)) if coming else RETRY_AFTER)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer
