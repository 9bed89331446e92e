"""The crawler: every public route, with every identifier that anybody could try.

A new public route joins by one line in ROUTES: a function from `Things` to paths. A route that is not here fails
`test_every_public_route_is_registered`.
"""

import os
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

TABLES = ("csv", "jsonl")
METHODS = ("get", "head", "options", "post", "put", "delete")
ENDS = 3
"""Paths at either end of a route that are asked by every method: things that are live stand first, hidden ones last."""
SAMPLE = 1 if os.environ.get("LEAKS") == "all" else 3
"""Of the paths with a query one in so many is asked in the languages after the first (`bin/slow/leaks`: each)."""
PRIVATE_NAMESPACES = ("admin",)
CHANGING_HEADERS = ("Date",)
OTHER_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES[1:])
FEEDS = ("atom", "rss", "json")
FILES = ("/photos/", "/attachments/")
OTHER_WISHES = {
    "stale, part": {
        "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT",
        "If-None-Match": '"x"',
        "Range": "bytes=0-9",
        "Accept": "application/json, image/webp",
        "Accept-Language": "kk",
    },
}


@dataclass
class Things:
    """Identifiers of things, live and hidden, as somebody who guesses would try them."""

    releases: list = field(default_factory=list)
    """(year, month, day, slug)"""
    release_ids: list = field(default_factory=list)
    edition_ids: list = field(default_factory=list)
    events: list = field(default_factory=list)
    series: list = field(default_factory=list)
    themes: list = field(default_factory=list)
    people: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    """(public_id, width, format)"""
    release_photos: list = field(default_factory=list)
    """(a row of `releases`, public_id of a photo of it)"""
    attachments: list = field(default_factory=list)
    """(public_id, name)"""
    review_tokens: list = field(default_factory=list)
    """Forged, expired and revoked ones, and the ids of links without a signature."""
    review_photos: list = field(default_factory=list)
    """(token, public_id, width, format) of the edition of the link"""
    review_attachments: list = field(default_factory=list)
    """(token, public_id, name)"""
    words: list = field(default_factory=list)
    quotations: list = field(default_factory=list)
    """Words of texts, live and hidden."""
    old_paths: list = field(default_factory=list)


def _named(name, args_list=((),)):
    return [reverse(name, args=args) for args in args_list]


def _chosen(name, slugs, key, values):
    """A page, and with each filter in turn the first of them, which are live, and the last, which are not."""
    asked = [f"?{key}={value}" for value in (*values[:4], *values[-4:])]
    years = [f"?year={year}" for year in (2023, 2026, 2027)]
    plain = _named(name, [(slug,) for slug in slugs])
    return plain + [path + query for path in plain[:2] for query in (*asked, *years)]


def _slugs(kind):
    return lambda things: [(slug,) for slug in getattr(things, kind)]


def _by_slug(things):
    """(name of the filter, slugs to choose by it)"""
    return {"theme": things.themes, "person": things.people, "event": things.events, "series": things.series}.items()


def _archive_queries(things):
    yield {}
    for key, slugs in _by_slug(things):
        yield from ({key: slug} for slug in slugs)
    dates = set()
    for year, month, day, _slug in things.releases:
        dates.add(f"{year:04}-{month:02}-{day:02}")
    yield from ({"since": one, "until": one} for one in sorted(dates))
    yield from ({"q": word} for word in things.words)
    yield from ({"page": page} for page in ("2", "x"))
    yield {"kind": "press-release"}
    # Places before and after all there is, and in the midst of it.
    for way, day in (("before", "0001-01-01"), ("after", "9999-12-31"), ("after", max(dates, default="2026-11-23"))):
        yield {way: f"{day}.0.{'2' * 12}"}
    instants = ("2026-11-23T09:01Z", "2026-11-23T09:05Z", "2026-11-23T09:10Z", "2026-11-23T10:30Z")
    yield from ({"as_of": instant} for instant in instants)
    yield from ({"theme": slug, "as_of": instants[1]} for slug in (*things.themes[:2], *things.themes[-4:]))


def _periods(name, depth):
    """Years, months or days of releases, live and hidden, and the first of them by filters and as of an instant."""

    def paths(things):
        plain = _named(name, sorted({release[:depth] for release in things.releases} | {(2027, 1, 1)[:depth]}))
        asked = [f"?{key}={slugs[place]}" for key, slugs in _by_slug(things) for place in (0, -1) if slugs]
        return plain + [path + query for path in plain[:1] for query in (*asked, "?as_of=2026-11-23T09:05Z")]

    return paths


def _asked(things):
    """What somebody would search for who guesses at what is hidden, and the beginnings of it."""
    told = [*things.words, *(word[:5] for word in things.words)]
    return [
        *told,
        *(" ".join(one.split()[:3]) for one in (*things.quotations[:1], *things.quotations[-3:])),
        "canal",
        "ca",
    ]


def _searches(things):
    yield {}
    for one in _asked(things):
        yield {"q": one}
        yield {"q": f"canal -{one.split()[0]}"}
        yield {"q": one, "what": "statements", "order": "date"}
    for what in ("releases", "statements"):
        for order in ("relevance", "date"):
            yield {"q": "canal", "what": what, "order": order, "page": "2"}
        for key, slugs in (("theme", things.themes), ("person", things.people), ("series", things.series)):
            yield from ({"q": "canal", "what": what, key: slug} for slug in (*slugs[:2], *slugs[-2:]))


INSTANTS = ("2026-11-23T09:01Z", "2026-11-23T09:05Z", "2026-11-23T10:30Z")
"""Of the first things that are live, of hidden ones, and one to come, of which something is scheduled for (as_of)."""


def _then(make, first=None):
    """Paths, and each as it stood; of those with an instant as many of the first and the last as `first` says."""

    def made(things):
        plain = make(things)
        chosen = plain if first is None else dict.fromkeys((*plain[:first], *plain[-first:]))
        dated = [f"{path}{'&' if '?' in path else '?'}as_of={at}" for path in chosen for at in INSTANTS]
        return [*plain, *dated]

    return made


def _with_queries(name, queries):
    return lambda things: [reverse(name) + (f"?{urlencode(query)}" if query else "") for query in queries(things)]


def _address(release, suffix=""):
    year, month, day, slug = release
    return f"{reverse('archive')}{year:04}/{month:02}/{day:02}/{slug}/{suffix}"


def _addresses(suffix=""):
    return lambda things: [_address(release, suffix) for release in things.releases]


def _press_photos(things):
    """Photos at their own releases, at the first release, which is live, and at the last, which is not; and at every
    release the first photo, which is live, and the last, which is not."""
    releases, photos = things.releases, list(dict.fromkeys(photo[0] for photo in things.photos))
    asked = [*things.release_photos, *product((*releases[:1], *releases[-1:]), photos)]
    asked += product(releases, (*photos[:1], *photos[-1:]))
    return [_address(release, f"photos/{photo}.jpg") for release, photo in asked]


def _slug_queries(things):
    """Each filter with the first slugs, which are live, and the last, which are not."""
    for key, slugs in _by_slug(things):
        yield from ({key: slug} for slug in dict.fromkeys((*slugs[:3], *slugs[-4:])))


def _api_lists(things):
    """What a list for programs is asked for: languages, filters, fields, instants, and pages at every hidden place."""
    yield from ({"language": code} for code, _name in settings.LANGUAGES)
    yield from _slug_queries(things)
    for year, month, day, _slug in (*things.releases[:1], *things.releases[-1:]):
        yield {"since": f"{year:04}-{month:02}-{day:02}", "until": f"{year:04}-{month:02}-{day:02}"}
    yield from ({"kind": "press-release", "limit": "1"}, {"fields": "id"}, {"unknown": "1"}, {"limit": "0"})
    yield from ({"as_of": instant} for instant in INSTANTS)
    yield from ({"theme": slug, "as_of": INSTANTS[1]} for slug in (*things.themes[:1], *things.themes[-2:]))


def _api_places(*ends):
    """A list from each place that its rows, live or hidden, may have; `ends` are the last parts of a place."""
    days = (date(2026, 11, 23), date(2026, 11, 24), date(2027, 1, 1))
    return [{"after": f"{day.toordinal()}.1800000000000000.{end}"} for day in days for end in ends]


def _api_list(name, *ends):
    return _with_queries(name, lambda things: [{}, *_api_lists(things), *_api_places(*ends)])


def _api_by_slug(name, kind):
    """A list by slugs, also from each of them on."""
    return _with_queries(
        name,
        lambda things: [{}, {"language": "kk", "limit": "1"}, *({"after": one} for one in getattr(things, kind)[-6:])],
    )


def _api_events(things):
    yield from (
        {},
        {"language": "ru", "limit": "1"},
        {"kind": "other"},
        {"since": "2026-11-20"},
        {"until": "2026-11-20"},
    )
    yield from ({"series": slug} for slug in (*things.series[:2], *things.series[-4:]))
    yield from ({"after": f"{date(2026, 12, 2).toordinal()}.{slug}"} for slug in things.events[-3:])


def _api_searches(things):
    for query in _searches(things):
        if "q" in query:
            yield query | {"limit": "2"}


def _in_languages(make):
    """Paths, and the first and the last of them in another language."""

    def made(things):
        plain = make(things)
        chosen = dict.fromkeys((*plain[:2], *plain[-2:]))
        return [*plain, *(f"{path}{'&' if '?' in path else '?'}language=kk" for path in chosen)]

    return made


def _api_one(name, kind):
    return _in_languages(lambda things: _named(name, [(one,) for one in getattr(things, kind)]))


LOCALISED = {
    "home": lambda things: _named("home"),
    "archive": _then(_with_queries("archive", _archive_queries), 6),
    "archive_year": _periods("archive_year", 1),
    "archive_month": _periods("archive_month", 2),
    "archive_day": _periods("archive_day", 3),
    "release": _then(_addresses()),
    "history": _then(_addresses("history/")),
    "beside": lambda things: [
        path for code, _name in settings.LANGUAGES for path in _addresses(f"beside/{code}/")(things)
    ],
    "cite_release": _then(
        lambda things: [path for end in ("bib", "ris", "json") for path in _addresses(f"cite.{end}")(things)], 3
    ),
    "release_ninjs": _addresses("ninjs.json"),
    "press_photo": _press_photos,
    "share_image": lambda things: _named("share_image"),
    "release_share_image": _addresses("share.png"),
    "events": lambda things: _named("events"),
    "event": lambda things: _named("event", _slugs("events")(things)),
    "event_calendar": lambda things: _named("event_calendar", _slugs("events")(things)),
    "event_ninjs": lambda things: _named("event_ninjs", _slugs("events")(things)),
    "events_calendar": lambda things: _named("events_calendar"),
    "series": lambda things: _chosen("series", things.series, "theme", things.themes),
    "series_calendar": lambda things: _named("series_calendar", _slugs("series")(things)),
    "data": lambda things: _named("data"),
    "data_file": lambda things: _named(
        "data_file", product(("releases", "statements"), sorted({one[0] for one in things.releases} | {2027}), TABLES)
    ),
    "themes": lambda things: _named("themes"),
    "people": lambda things: _named("people"),
    "theme": _then(lambda things: _chosen("theme", things.themes, "by", things.people), 4),
    "person": _then(lambda things: _chosen("person", things.people, "by", things.themes), 4),
    "search": _with_queries("search", _searches),
    "suggest": _with_queries("suggest", lambda things: [{}, *({"q": one} for one in _asked(things))]),
    "quote_check": _with_queries("quote_check", lambda things: [{}, *({"q": one} for one in things.quotations)]),
    "statement": _then(lambda things: _named("statement", _slugs("statements")(things))),
    "feed": lambda things: [
        path + query
        for path in _named("feed", [(end,) for end in FEEDS])
        for query in ("", f"?after=9999-12-31.0.{'2' * 12}", f"?after=2026-11-23.0.{'2' * 12}")
    ],
    **{
        f"{kind}_feed": lambda things, kind=kind, of=of: _named(
            f"{kind}_feed", [(slug, end) for slug in getattr(things, of) for end in FEEDS]
        )
        for kind, of in (("theme", "themes"), ("person", "people"), ("series", "series"))
    },
    "cite": _then(
        lambda things: _named("cite", [(one, end) for one in things.statements for end in ("bib", "ris", "json")]), 3
    ),
}
PLAIN = {
    "root": lambda things: ["/"],
    "photo": _then(lambda things: _named("photo", things.photos)),
    "attachment": _then(lambda things: _named("attachment", things.attachments)),
    "robots": lambda things: _named("robots"),
    "healthz": lambda things: _named("healthz"),
    "security": lambda things: _named("security"),
    "sitemap": lambda things: _named("sitemap"),
    "sitemap_pages": lambda things: _named("sitemap_pages"),
    "sitemap_records": lambda things: _named(
        "sitemap_records", [(kind, page) for kind in ("events", "series", "people", "themes") for page in (1, 2)]
    ),
    "sitemap_releases": lambda things: _named(
        "sitemap_releases",
        [(*month, page) for month in sorted({release[:2] for release in things.releases}) for page in (1, 2)]
        + [(2027, 1, 1)],
    ),
    "news_sitemap": lambda things: _named("news_sitemap"),
    "review": lambda things: _named("review", [(token,) for token in things.review_tokens]),
    "review_photo": lambda things: _named("review_photo", things.review_photos),
    "review_attachment": lambda things: _named("review_attachment", things.review_attachments),
    "review_nothing": lambda things: [
        "/review",
        "/review/",
        *(f"/review/{token}" for token in things.review_tokens[:3]),
    ],
    "api_root": lambda things: _named("api_root"),
    "api_also_root": lambda things: ["/api/v1", "/api/v1/docs/"],
    "api_docs": lambda things: [f"{reverse('api_docs')}?language={code}" for code, _name in settings.LANGUAGES],
    "api_openapi": lambda things: _named("api_openapi"),
    "api_nothing": lambda things: ["/api", "/api/", "/api/v2/releases", "/api/v1/releases/", "/api/v1/drafts"],
    "api_releases": _api_list("api_releases", "2" * 12),
    "api_release": _then(_api_one("api_release", "release_ids"), 4),
    "api_editions": _then(_api_one("api_editions", "release_ids"), 4),
    "api_edition": _api_one("api_edition", "edition_ids"),
    "api_photos": _api_list("api_photos", f"{'2' * 12}.{'2' * 12}"),
    "api_photo": _in_languages(
        lambda things: _named("api_photo", [(one,) for one in dict.fromkeys(photo[0] for photo in things.photos)])
    ),
    "api_statements": _api_list("api_statements", f"{'2' * 12}.{'2' * 12}"),
    "api_statement": _then(_api_one("api_statement", "statements"), 4),
    "api_events": _with_queries("api_events", _api_events),
    "api_event": _api_one("api_event", "events"),
    "api_series_list": _api_by_slug("api_series_list", "series"),
    "api_series": _api_one("api_series", "series"),
    "api_people": _api_by_slug("api_people", "people"),
    "api_person": _then(_api_one("api_person", "people"), 3),
    "api_themes": _api_by_slug("api_themes", "themes"),
    "api_theme": _then(_api_one("api_theme", "themes"), 3),
    "api_search": _with_queries("api_search", _api_searches),
    "api_quote_check": _with_queries("api_quote_check", lambda things: [{"q": one} for one in things.quotations]),
}
ROUTES = {**LOCALISED, **PLAIN}
PARTS = (*(code for code, _name in settings.LANGUAGES), "plain")
"""Of what the crawl consists: the pages of each language, and what has no language in its address."""
POSTED = {"quote_check": lambda things: [{"q": one} for one in things.quotations]}
"""What is posted to a public route that answers it: forms, sent as a browser does."""


def public_names(resolver=None):
    """The names of all public routes; an unnamed one appears as its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in PRIVATE_NAMESPACES:
                yield from public_names(entry)
        elif isinstance(entry, URLPattern):
            yield entry.name or f"unnamed: {entry.pattern}"


def paths(things, part):
    """{path: whether it is among the first or the last of its route} of every path to try of one of PARTS."""
    routes, found = PLAIN if part == "plain" else LOCALISED, {}
    language = settings.LANGUAGE_CODE if part == "plain" else part
    with translation.override(language):
        for make in routes.values():
            made = list(dict.fromkeys(make(things)))
            bare = [path for path in made if "?" not in path]
            asked = [path for path in made if "?" in path]
            # Queries name the same things in every language: after the first, some are asked for in each of the others.
            if part in OTHER_LANGUAGES:
                asked = asked[OTHER_LANGUAGES.index(part) % SAMPLE :: SAMPLE]
            found |= dict.fromkeys([*bare, *asked], False) | dict.fromkeys([*bare[:ENDS], *bare[-ENDS:]], True)
    if part == "plain":
        found |= dict.fromkeys([*things.old_paths, *(f"/media/{name}" for _id, name in things.attachments)], True)
    return found


def nothing_at(client, part):
    """How the site answers people, and programs, in a part of the crawl, of what never was: (status, headers, body)."""
    path = f"/{settings.LANGUAGE_CODE if part == 'plain' else part}/themes/that-never-was/"
    return plain(client.get(path)), plain(client.get(f"{path}feeds/releases.atom"))


def crawl(client, things, part, methods=METHODS, passed_over=()):
    """{(method, path, variant): (status, headers, body)} of all in a part; those without a query also again with the
    validators received: validators are made of the answer, whatever was asked.

    `passed_over` are paths that are not asked.
    """
    answers = {}
    tried = {path: end for path, end in paths(things, part).items() if path not in passed_over}
    for (path, end), method in product(tried.items(), methods):
        elsewhere = part in OTHER_LANGUAGES
        if method != "get" and ("?" in path or not end):
            continue  # HEAD is a GET without its body; others are refused before query and things are read
        if method not in ("get", "head") and elsewhere:
            continue
        response = getattr(client, method)(path)
        answers[method, path, ""] = plain(response)
        if method != "get":
            continue
        for sent, received in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            if received in response.headers and "?" not in path:
                again = client.get(path, headers={sent: response.headers[received]})
                answers[method, path, sent] = plain(again)
        asked = not elsewhere and "?" not in path and (response.status_code != 404 or path.startswith(FILES))
        for variant, headers in OTHER_WISHES.items() if asked else ():
            answers[method, path, variant] = plain(client.get(path, headers=headers))
    if "post" in methods and part != "plain":
        for name, forms in POSTED.items():
            with translation.override(part):
                path = reverse(name)
            for sent in map(urlencode, forms(things)):
                answer = client.post(path, sent, content_type="application/x-www-form-urlencoded")
                answers["post", path, sent] = plain(answer)
    return answers


def plain(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in CHANGING_HEADERS}
    return response.status_code, headers, body


def spellings(token):
    """The byte strings under which a token could come out."""
    plain = {token, token.lower(), token.upper(), quote(token), token.replace("-", "_")}
    return [form.encode() for form in plain]
