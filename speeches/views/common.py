"""What the public pages share."""

import re
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.forms import DateField
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from speeches import clock, compression, instants, problems, text
from speeches.cors import shared
from speeches.models import Edition, EditionPhoto, EditionTheme, FutureInstant, StatementVersion, Theme
from speeches.models.base import checked_instant
from speeches.search import native
from speeches.text.characters import BIDI_CONTROLS

PAGE_SIZE = 20
_SLUG = re.compile(r"[-\w]{1,200}")
CACHE_CONTROL = "max-age=0, must-revalidate"
"""A constant: an answer that counted down to something would tell that something is coming."""


def public(view, allowed=require_safe):
    """A page that anybody may read, as the site stands at one instant: GET and HEAD only, revalidated at each use.

    `allowed` is the decorator that tells the methods, where a page answers another one. That too changes nothing, and
    its answer is kept nowhere. What does not say `answers_as_of` (see `dated`) knows only now: asked for an instant it
    answers 400, since nobody shall take for the past what stands today.
    """

    of_method = allowed(view if hasattr(view, "answers_as_of") else of_now(view))

    @wraps(view)
    def answer(request, *args, **kwargs):
        with clock.stopped():
            response = of_method(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") and response.status_code != 405:
            response.headers["Cache-Control"] = "no-store"
            return response
        return finished(request, response)

    answer.csrf_exempt = True  # whatever the method, a page is read and nothing is changed
    return answer


def of_now(view):
    """A page that knows only now: asked for an instant it answers 400."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if any(request.GET.getlist("as_of")):
            return refused(request, _("This page is only to be had as it stands now"), only_now=True)
        return view(request, *args, **kwargs)

    answer.answers_as_of = True
    return answer


def refused(request, why, **context):
    """The answer (400) to what makes no sense, with a sentence; `context` is for the page that people see."""
    if problems.of_program(request):
        return problems.problem(400, why)
    return render(request, "400.html", {"why": why, **context}, status=400)


def for_programs(view):
    """A public page that is read by programs, those in pages of other sites among them (CORS).

    Its errors are problems (RFC 9457), in the language of the address.
    """
    made = shared(public(view, allowed=problems.require_readable))
    made.for_programs = True
    return made


def finished(request, response):
    """A public answer as it is sent: how long it holds, its validator, compressed where the reader takes that."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    both = compression.may_be_compressed(response)
    if response.status_code == 200 and not response.streaming and not response.has_header("ETag"):
        set_response_etag(response)  # here, because Django's middleware gives none to HEAD (RFC 9110, 9.3.2)
        # Weak: it stands for the page, compressed or not (RFC 9110, 8.8.3.3).
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
    if response.status_code == 200 and response.has_header("ETag"):
        changed = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        etag = response.headers["ETag"]
        response = get_conditional_response(request, etag=etag, last_modified=changed, response=response)
    return compression.compress(request, response) if both and response.status_code != 304 else response


def dated(view):
    """Below `public`: a page that can be asked how it stood at an instant, by ?as_of= (RFC 3339, such as
    2024-05-01T10:00:00Z).

    The view finds it as `request.as_of`: aware, or None where the page of now was asked for; a view that answers with
    the page of now all the same sets it to None. An instant that has not come, or is none, answers 400. What stood then
    is marked (`parts/as_of.html`) and kept out of search engines. A form asks by `stood_on` and `stood_at`, a date and
    a time of the newsroom's zone (`parts/as_of_form.html`), and is led to the address with that instant.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        request.as_of = None
        try:
            if "stood_on" in request.GET:
                return redirect(_form_led_to(request))
            asked = request.as_of = instant_asked(request.GET.getlist("as_of"))
        except (FutureInstant, ValueError) as error:
            return refused(request, str(error))
        response = view(request, *args, **kwargs)
        if asked:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    answer.answers_as_of = True
    return answer


def instant_asked(given):
    """The aware instant that the values `given` of ?as_of= name, None for none.

    Raises ValueError with a sentence for the reader, and FutureInstant for one that has not come.
    """
    given = [value for value in given if value]
    if len(given) > 1:
        raise ValueError(_("The address names several instants. Leave one."))
    return checked_instant(instants.read(given[0])) if given else None


def _form_led_to(request):
    query = request.GET.copy()
    day, hour = (query.pop(name, [""])[-1] for name in ("stood_on", "stood_at"))
    query.pop("as_of", None)
    path = f"{request.path}?{query.urlencode()}" if query else request.path
    return instants.with_instant(path, checked_instant(instants.read_local(day, hour)) if day or hour else None)


def then(request, path):
    """The address `path` at the instant of the page that `request` asks for, where that is not now."""
    return instants.with_instant(path, getattr(request, "as_of", None))


_DROPPED = dict.fromkeys(map(ord, ["\0", *BIDI_CONTROLS]))


def authority():
    """The name in ids, for ever, whatever the site is called now: press.example.org (`settings.TAG_AUTHORITY`)."""
    return settings.TAG_AUTHORITY.partition(",")[0].rpartition("@")[2]


def tag_uri(what):
    """A tag URI (RFC 4151): the same for ever, whatever becomes of address and text."""
    return f"tag:{settings.TAG_AUTHORITY}:{what}"


def typed(data, name="q"):
    """What a reader typed, in request.GET or POST, without what would break the page or a database; "" for nothing."""
    return data.get(name, "").encode("utf-8", "replace").decode().translate(_DROPPED).strip()


_OF_PAGE = object()


def live_editions(language=_OF_PAGE, at=None):
    """Live editions in `language` (None: in all), newest date line first, with what a list shows of them.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    photos = Prefetch(
        "edition_photos", EditionPhoto.objects.select_related("photo").prefetch_related("photo__renditions")
    )
    editions = Edition.objects.live(at)
    if language:
        editions = editions.filter(release__language=get_language() if language is _OF_PAGE else language)
    editions = editions.select_related("release__event").prefetch_related(_themes(), photos)
    return editions.order_by("-release__published_at", "-release__pk")


def _themes(**known):
    # By bytes, as elsewhere: without an order each database gives its own, and with it another validator.
    return Prefetch(
        "edition_themes",
        EditionTheme.objects.filter(**known).select_related("tag").order_by(native.bytewise("tag__slug")),
    )


def themes_of(editions, at=None):
    """Fetches the themes of editions that the public may read as history: `edition_themes` of each are those that
    the public knows of at `at` (aware; None: now). One that nothing live carries any more is named nowhere."""
    prefetch_related_objects(editions, _themes(tag__in=Theme.objects.live(at)))


def by_name(things):
    """Themes or people as a list in the order of their names in the language of the page, as a reader sees them.

    A database cannot sort so: a name that is not translated is shown in another language.
    """
    return sorted(things, key=lambda thing: (text.alphabetical(thing.name), thing.slug))


def live_statements(language=None, at=None):
    """Live statements in a language (default: that of the page), newest release first, with what a list shows.

    `at` is the instant of the page (aware; None: now). Raises FutureInstant.
    """
    versions = StatementVersion.objects.live(at).filter(edition__release__language=language or get_language())
    versions = versions.select_related("statement", "speaker", "edition__release").prefetch_related("themes")
    # A sort would carry the whole texts along.
    versions = versions.defer(
        *(f"edition__{name}" for name in ("body", "plain_text", "notes_to_editors", "boilerplate"))
    )
    return versions.order_by("-edition__release__published_at", "-edition_id", "start")


def told_of(language=None, at=None, **about):
    """Live statements about one thing ({"speaker": person}), to be counted or put in order: see `live_by_index`.

    In one language, or (None) in all; `at` as for `live_statements`.
    """
    versions = StatementVersion.objects.live_by_index(at).filter(**about)
    return versions.filter(language=language) if language else versions


NEWEST_SAID = ("-published_at", "-edition_id", "start")
"""The order of `live_statements`, for `told_of`."""


def in_order(things, keys):
    """Those of `things`, a queryset, that have these keys, in the order of the keys."""
    found = things.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def page_of(request, things, count=None, size=PAGE_SIZE):
    """The page of `things` that ?page= asks for; a number out of bounds gives the nearest page, no number the first.

    `count` is how many there are, where that is known. What was asked for instead is `missed` of the page.
    """
    paginator = Paginator(things, size)
    if count is not None:
        paginator.count = count
    page = paginator.page(min(page_number(request), paginator.num_pages))
    page.missed = missed(request, page.number)
    return page


def page_number(request):
    """The number, from 1, that ?page= gives; 1 for what is none."""
    try:
        return max(int(request.GET.get("page", 1)), 1)
    except ValueError:
        return 1


def missed(request, number):
    """What ?page= asks for, where the page is another: `number`; else ""."""
    asked = typed(request.GET, "page")
    return "" if asked in ("", str(number)) else text.truncate(asked, 60)


def passed_over(found, at=None):
    """What a reader is told of the filters `found` that the address names and that choose nothing (at `at`).

    Of days the form itself says what is wrong with them.
    """
    fields = {name: found.form.fields[name] for name in found.filters if name not in found.chosen}
    asked = {name: typed(found.data, name) for name, field in fields.items() if not isinstance(field, DateField)}
    models = {name: getattr(fields[name], "queryset", None) for name in asked}
    return [
        text.truncate(value, 60) if models[name] is None else named(models[name].model, value, at)
        for name, value in asked.items()
        if value
    ]


def named(model, slug, at=None):
    """What a reader is told of a slug that chose nothing: the name, where the public knows the thing (at `at`)."""
    there = model.objects.live(at).filter(slug=slug).first() if _SLUG.fullmatch(slug) else None
    return there.name if there else text.truncate(slug, 60)
