"""The one place where the application reads the clock."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_stopped_at = ContextVar("stopped_at", default=None)


def now():
    """The present instant, aware and in UTC, to the millisecond: finer ones do not survive a fixture in JSON."""
    stopped_at = _stopped_at.get()
    if stopped_at:
        return stopped_at
    instant = timezone.now()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@contextmanager
def stopped():
    """Within it the clock stands still: what a verb checks, changes and records happens at one instant."""
    token = _stopped_at.set(now())
    try:
        yield
    finally:
        _stopped_at.reset(token)
