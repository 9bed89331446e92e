"""Which types of pages a served site has, found by following its links, so that what is new is measured too."""

from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection
from ipaddress import ip_network
from itertools import cycle
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation

from tests.pages import Links

OF_A_QUERY = 6
"""Pages with the same names in their query that are followed: there may be any number of filters."""
WORDS = {"en": "the development of", "ru": "развития нашей страны", "kk": "еліміздің дамуы"}
ASKED = ("quote_check", "search")
"""Pages that answer a question (?q=), to which no link leads."""
NOT_PAGES = ("/static/", "/admin/", "/photos/", "/attachments/", "/review")


@dataclass(frozen=True)
class Page:
    path: str
    type: str
    language: str
    status: int
    size: int
    """Bytes of its HTML, not compressed."""
    html: str
    indexed: bool
    """Whether search engines may keep it."""


class Reader:
    """Asks a server, as a client of Django does; one connection, no cookies, no redirects followed.

    Each request is of another reader, behind a proxy (`tests.production`): nobody asks for so many pages in a minute.
    """

    def __init__(self, address):
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.readers = map(str, cycle(ip_network("198.18.0.0/15").hosts()))  # RFC 2544, for measurements

    def get(self, path):
        """(status, headers, body) of a path."""
        self.connection.request("GET", path, headers={"X-Forwarded-For": next(self.readers)})
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()


def _view(path):
    """(name of the view, language, names in the query) of a path; a language that is asked for is no question."""
    parts = urlsplit(path)
    asked = parse_qs(parts.query, keep_blank_values=True)
    first = parts.path.split("/")[1]
    language = first if first in dict(settings.LANGUAGES) else asked.pop("language", [settings.LANGUAGE_CODE])[0]
    with translation.override(language):
        try:
            name = resolve(parts.path).url_name
        except Resolver404:
            name = ""
    return name, language, tuple(sorted(asked))


def _is_page(path):
    """Whether a link may lead to a page: of the interface for programs only its guide is one, in a language."""
    if path.startswith("/api"):
        return path.startswith(f"{reverse('api_docs')}?language=")
    return not path.startswith(NOT_PAGES)


def type_of(path, status, html):
    """What makes a page one of its own type: its view, what it answers, whether it was asked, whether it has photos."""
    if status == 404:
        return "not found"
    name, _language, asked = _view(path)
    told = [name.replace("_", " ")]
    if name == "release" and status == 200:
        told.append("with photos" if "/photos/" in html.partition("<main")[2] else "without photos")
    told += ["as of"] if "as_of" in asked else ["asked"] if set(asked) - {"page"} else []
    told += [str(status)] if status != 200 else []
    return ", ".join(told)


def _begin():
    yield "/"
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield reverse("home")
            yield f"{reverse('events')}nothing/"
            for name in ASKED:
                try:
                    yield f"{reverse(name)}?{urlencode({'q': WORDS.get(language, 'a')})}"
                except NoReverseMatch:
                    continue


def pages(address, also=(), most=None, languages=None):
    """Yields every page that links lead to at `address`, each once, errors among them; of those with a query some.

    `also` are paths to begin at besides; `most`, where given, bounds the pages of one view and language, and only pages
    in `languages`, where given, are asked for.
    """
    reader, waiting = Reader(address), list(dict.fromkeys((*_begin(), *also)))
    seen, of_a_query, of_a_view = set(waiting), Counter(), Counter()
    while waiting:
        path = waiting.pop(0)
        if languages and _view(path)[1] not in languages:
            continue
        if most and path not in also:
            of_a_view[view := _view(path)] += 1
            if of_a_view[view] > most:
                continue
        status, headers, body = reader.get(path)
        if status in (301, 302):
            links = [headers["Location"]]
        elif headers["Content-Type"].startswith("text/html"):
            html = body.decode()
            page_type, language = type_of(path, status, html), _view(path)[1]
            indexed = "noindex" not in html.partition("<body")[0] and "noindex" not in headers.get("X-Robots-Tag", "")
            yield Page(path, page_type, language, status, len(body), html, indexed)
            links = Links(html).found
        else:
            continue
        for link in links:
            target = urlsplit(urljoin(f"{address}{path}", link))
            wanted = target.path + (f"?{target.query}" if target.query else "")
            if f"{target.scheme}://{target.netloc}" != address or not _is_page(wanted) or wanted in seen:
                continue
            if target.query:
                of_a_query[view := _view(wanted)] += 1
                if of_a_query[view] > OF_A_QUERY:
                    continue
            seen.add(wanted)
            waiting.append(wanted)


def one_of_each(found):
    """Of every type and language the page with most HTML, sorted by type and language."""
    best = {}
    for page in found:
        if page.size > best.setdefault((page.type, page.language), page).size:
            best[page.type, page.language] = page
    return [best[key] for key in sorted(best)]
