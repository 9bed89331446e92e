"""When something goes live, in a sentence for people: in which languages, on which day, at what time of which zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from speeches import clock
from speeches.instants import zone
from speeches.models import Showing

NIGHT = (23, 6)
"""From which hour until which an instant is asked about: few mean it."""
NEAR = timedelta(minutes=5)
"""How close two instants of the newsroom may come before it is told."""

_WEEKDAYS = (
    pgettext_lazy("when", "on Monday"),
    pgettext_lazy("when", "on Tuesday"),
    pgettext_lazy("when", "on Wednesday"),
    pgettext_lazy("when", "on Thursday"),
    pgettext_lazy("when", "on Friday"),
    pgettext_lazy("when", "on Saturday"),
    pgettext_lazy("when", "on Sunday"),
)
_LANGUAGES = {
    "en": pgettext_lazy("in a language", "English"),
    "ru": pgettext_lazy("in a language", "Russian"),
    "kk": pgettext_lazy("in a language", "Kazakh"),
}


def offset(at):
    """How far the newsroom's zone is from UTC at `at`: "UTC+5", "UTC−3:30"."""
    minutes = round(_there(at).utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def _there(at):
    return timezone.localtime(at, ZoneInfo(settings.TIME_ZONE))


def in_languages(codes):
    """ "in English, Russian and Kazakh", in the order of the settings, each once; "" for none."""
    wanted = set(codes)
    names = [str(_LANGUAGES.get(code, name)) for code, name in settings.LANGUAGES if code in wanted]
    if not names:
        return ""
    listed = names[0]
    if len(names) > 1:
        several = pgettext("languages", "%(first)s and %(last)s")
        listed = several % {"first": ", ".join(names[:-1]), "last": names[-1]}
    return ngettext("in %(languages)s", "in %(languages)s", len(names)) % {"languages": listed}


def span(seconds):
    """A stretch of time in one or two units, as "2 days 3 hours"; what is less than that is left out.

    Said after "in" and before "ago": an accusative where a language has one.
    """
    seconds = max(0, int(seconds))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = []
    if days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    if hours and days < 7:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if minutes and not days:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    if not parts:
        parts.append(ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds})
    return " ".join(parts[:2])


def day(at):
    """The day of an instant in the newsroom's zone, with the year where it is another one than now."""
    there = _there(at)
    this_year = there.year == _there(clock.now()).year
    return date_format(there, "j E" if this_year else "DATE_FORMAT")


def _told(at):
    there = _there(at)
    return {
        "weekday": _WEEKDAYS[there.weekday()],
        "day": day(at),
        "time": f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}",
        "zone": zone(),
    }


def moment(at):
    """An instant without a verb: "on Friday 27 November at 10:00 Astana time"."""
    return pgettext("when", "%(weekday)s %(day)s at %(time)s %(zone)s") % _told(at)


def sentence(at, languages):
    """What will be seen, or was: "Goes live in English on Friday 27 November at 10:00 Astana time, in 3 hours."

    `at` is aware; None says that it happens at once. `languages` are codes.
    """
    said = {"languages": in_languages(languages)}
    if at is None:
        return capfirst(_("Goes live %(languages)s at once, the moment you press the button.") % said)
    seconds = (at - clock.now()).total_seconds()
    said |= _told(at) | {"span": span(abs(seconds))}
    if seconds > 0:
        return capfirst(_("Goes live %(languages)s %(weekday)s %(day)s at %(time)s %(zone)s, in %(span)s.") % said)
    if seconds > -60:
        return capfirst(_("Is live %(languages)s now, since %(time)s %(zone)s.") % said)
    return capfirst(_("Went live %(languages)s %(weekday)s %(day)s at %(time)s %(zone)s, %(span)s ago.") % said)


def cautions(at, editions=()):
    """What should make somebody look twice at an instant (aware; None: now), as sentences; nothing is forbidden.

    `editions` are those that are to go live at it: they are no neighbours of themselves.
    """
    found, at = [], at or clock.now()
    there = _there(at)
    if there.hour >= NIGHT[0] or there.hour < NIGHT[1]:
        found.append(_("That is at night: %(time)s.") % {"time": f"{there:%H:%M}"})
    near = Showing.objects.planned().filter(edition__isnull=False, shown_from__range=(at - NEAR, at + NEAR))
    near = near.exclude(edition__in=[edition.pk for edition in editions]).select_related("edition__release")
    for showing in near.order_by("shown_from", "pk")[:3]:
        other = showing.edition
        told = {"title": other, "language": in_languages([other.release.language])}
        told["time"] = f"{_there(showing.shown_from):%H:%M}"
        found.append(_("“%(title)s” goes live %(language)s at %(time)s too.") % told)
    return found


def planned(edition):
    """When a scheduled edition goes live (aware), or None for any other."""
    showings = edition.release.showings.all()
    return next((s.shown_from for s in showings if s.edition_id == edition.pk and s.shown_from > clock.now()), None)


def went(edition):
    """When an edition was first shown to readers (aware), or None."""
    begun = (s.shown_from for s in edition.release.showings.all() if s.edition_id == edition.pk)
    return min((at for at in begun if at <= clock.now()), default=None)


def done(edition):
    """What to say after an approval or a move: the sentence of the instant that was given."""
    at = planned(edition) or went(edition)
    return sentence(at, [edition.release.language]) if at else ""


def shown(at, editions):
    """What a page says of an instant (aware; None: at once) for `editions`: a dict for the template when.html."""
    return {
        "sentence": sentence(at, [edition.release.language for edition in editions]),
        "offset": offset(at or clock.now()),
        "cautions": cautions(at, editions),
    }


def initial(verb, at):
    """What the form of a verb begins with: who moves what is planned for `at` begins from there, not from "now"."""
    return {"when": "at", "at": at} if verb == "reschedule" and at else {}
