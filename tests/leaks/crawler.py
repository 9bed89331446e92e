"""The crawler: every public route, with every identifier that anybody could try.

A new public route joins by one line in ROUTES: a function from `Things` to paths. A route that is not here fails
`test_every_public_route_is_registered`.
"""

from dataclasses import dataclass, field
from itertools import product
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

METHODS = ("get", "head", "options", "post", "put", "delete")
PRIVATE_NAMESPACES = ("admin",)
CHANGING_HEADERS = ("Date",)
OTHER_LANGUAGES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES[1:])
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
    events: list = field(default_factory=list)
    series: list = field(default_factory=list)
    themes: list = field(default_factory=list)
    people: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    """(public_id, width, format)"""
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


def _archive_queries(things):
    yield {}
    for key, slugs in (
        ("theme", things.themes),
        ("person", things.people),
        ("event", things.events),
        ("series", things.series),
    ):
        yield from ({key: slug} for slug in slugs)
    dates = set()
    for year, month, day, _slug in things.releases:
        date = f"{year:04}-{month:02}-{day:02}"
        dates.add(date)
    yield from ({"since": date, "until": date} for date in sorted(dates))
    yield from ({"q": word} for word in things.words)
    yield from ({"page": page} for page in ("2", "0", "x", "999999"))
    yield {"kind": "press-release"}


def _with_queries(name, queries):
    return lambda things: [reverse(name) + (f"?{urlencode(query)}" if query else "") for query in queries(things)]


def _addresses(suffix=""):
    def paths(things):
        base = reverse("archive")
        return [f"{base}{y:04}/{m:02}/{d:02}/{slug}/{suffix}" for y, m, d, slug in things.releases]

    return paths


LOCALISED = {
    "home": lambda things: _named("home"),
    "archive": _with_queries("archive", _archive_queries),
    "release": _addresses(),
    "history": _addresses("history/"),
    "beside": lambda things: [
        path for code, _name in settings.LANGUAGES for path in _addresses(f"beside/{code}/")(things)
    ],
    "events": lambda things: _named("events"),
    "event": lambda things: _named("event", _slugs("events")(things)),
    "series": lambda things: _chosen("series", things.series, "theme", things.themes),
    "themes": lambda things: _named("themes"),
    "theme": lambda things: _chosen("theme", things.themes, "by", things.people),
    "person": lambda things: _chosen("person", things.people, "by", things.themes),
    "quote_check": _with_queries("quote_check", lambda things: [{}, *({"q": one} for one in things.quotations)]),
    "statement": lambda things: _named("statement", _slugs("statements")(things)),
    "cite": lambda things: _named("cite", [(one, end) for one in things.statements for end in ("bib", "ris", "json")]),
}
PLAIN = {
    "root": lambda things: ["/"],
    "photo": lambda things: _named("photo", things.photos),
    "attachment": lambda things: _named("attachment", things.attachments),
    "robots": lambda things: _named("robots"),
    "healthz": lambda things: _named("healthz"),
    "review": lambda things: _named("review", [(token,) for token in things.review_tokens]),
    "review_photo": lambda things: _named("review_photo", things.review_photos),
    "review_attachment": lambda things: _named("review_attachment", things.review_attachments),
    "review_nothing": lambda things: [
        "/review",
        "/review/",
        *(f"/review/{token}" for token in things.review_tokens[:3]),
    ],
}
ROUTES = {**LOCALISED, **PLAIN}


def public_names(resolver=None):
    """The names of all public routes; an unnamed one appears as its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in PRIVATE_NAMESPACES:
                yield from public_names(entry)
        elif isinstance(entry, URLPattern):
            yield entry.name or f"unnamed: {entry.pattern}"


def paths(things):
    """Every path to try, each once."""
    found = []
    for number, (code, _name) in enumerate(settings.LANGUAGES):
        with translation.override(code):
            for name, make in LOCALISED.items():
                made = make(things)
                # A filter names the same things in every language: after the first, each is asked for in one more.
                found += made[number - 1 :: 2] if number and name == "archive" else made
    for make in PLAIN.values():
        found += make(things)
    found += things.old_paths
    found += [f"/media/{name}" for _id, name in things.attachments]
    return list(dict.fromkeys(found))


def crawl(client, things, methods=METHODS):
    """{(method, path, variant): (status, headers, body)} of everything; also again with the validators received."""
    answers = {}
    for path, method in product(paths(things), methods):
        elsewhere = path.startswith(OTHER_LANGUAGES)
        if method != "get" and ("?" in path or (method != "head" and elsewhere)):
            continue  # refused before query and language are read: asked once
        response = getattr(client, method)(path)
        answers[method, path, ""] = _plain(response)
        if method != "get":
            continue
        for sent, received in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            if received in response.headers and not (elsewhere and "?" in path):
                again = client.get(path, headers={sent: response.headers[received]})
                answers[method, path, sent] = _plain(again)
        asked = not elsewhere and "?" not in path and (response.status_code != 404 or path.startswith(FILES))
        for variant, headers in OTHER_WISHES.items() if asked else ():
            answers[method, path, variant] = _plain(client.get(path, headers=headers))
    return answers


def _plain(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in CHANGING_HEADERS}
    return response.status_code, headers, body


def spellings(token):
    """The byte strings under which a token could come out."""
    plain = {token, token.lower(), token.upper(), quote(token), token.replace("-", "_")}
    return [form.encode() for form in plain]
