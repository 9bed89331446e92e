"""Writes every public page of a newsroom to a folder, and of its desk a few of each kind, for checkers that read files.

    python -m tests.pages FOLDER

Begins at the root and follows every link within the site, in every language; then, signed in as a superuser, at the
desk; last what no link leads to: the pages of guests, of many releases at once, and the desk in its other languages. An
answer that is not 200 (or 410, a withdrawal) is said and makes the exit code 1.
"""

import os
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin, urlsplit

MOST, OF_A_KIND = 5000, 3
"""Pages in all, and at the desk of one view."""


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("src" if tag == "iframe" else "href")
        if tag in ("a", "link", "iframe") and address:
            self.found.append(address)


def crawl(client, begin="/"):
    """Yields (path, response) of every page that links lead to from `begin`, each once; at most MOST."""
    waiting, seen = [begin], {begin}
    while waiting and len(seen) <= MOST:
        path = waiting.pop(0)
        response = client.get(path)
        yield path, response
        if response.status_code in (301, 302):
            found = [response.headers["Location"]]
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            found = Links(response.content.decode()).found
        else:
            found = []
        for address in found:
            target = urlsplit(urljoin(f"http://testserver{path}", address))
            wanted = target.path + (f"?{target.query}" if target.query else "")
            ours = target.netloc in ("testserver", "127.0.0.1:8000") and not wanted.startswith(("/static/", "/admin/"))
            if ours and wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)


def at_the_desk(client):
    """Yields (path, response) of pages of the desk that links lead to: OF_A_KIND of every view, files left aside."""
    from django.urls import resolve

    waiting, seen, kinds = ["/admin/"], set(), Counter()
    while waiting:
        path = waiting.pop(0)
        match = resolve(path.split("?")[0])
        kind = f"{match.view_name} {match.kwargs.get('verb', '')}"
        if path in seen or kinds[kind] >= OF_A_KIND or "logout" in kind:
            continue
        seen.add(path)
        response = client.get(path)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        kinds[kind] += 1
        yield path, response
        for address in Links(response.content.decode()).found:
            target = urlsplit(urljoin(f"http://testserver{path}", address))
            if target.netloc == "testserver" and target.path.startswith("/admin/"):
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))


def without_links(client, user):
    """Yields (path, response) of pages that no link leads to: of guests, and of `user`, signed in at `client`."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from speeches.models import Edition, Profile, Release, ReviewLink
    from speeches.states import State
    from speeches.workflow.guests import address_of

    for link in ReviewLink.objects.all()[:OF_A_KIND]:
        yield address_of(link), Client().get(address_of(link))
    named = "&".join(f"r={key}" for key in Release.objects.order_by("-pk").values_list("pk", flat=True)[:12])
    for verb in ("submit", "approve", "reschedule", "themes"):
        path = f"{reverse('admin:release_many', args=[verb])}?{named}"
        yield path, client.get(path)
    paths = [reverse("admin:index"), reverse("admin:speeches_release_changelist")]
    for state, verb in ((State.DRAFT, "submit"), (State.IN_REVIEW, "approve")):
        for edition in Edition.objects.filter(state=state)[:OF_A_KIND]:
            paths.append(reverse("admin:edition", args=[edition.public_id]))
            paths.append(reverse("admin:edition_preview", args=[edition.public_id]))
            paths.append(reverse("admin:edition_verb", args=[edition.public_id, verb]))
            paths.append(reverse("admin:release_compare", args=[edition.release_id]))
    for language, _name in settings.LANGUAGES:
        Profile.objects.update_or_create(user=user, defaults={"language": language})
        for path in paths:
            yield path, client.get(path)


def superuser():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get_or_create(
        username="inspector", defaults={"is_staff": True, "is_superuser": True}
    )[0]


def main(folder):
    import logging

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS, settings.LIMITS = ["*"], {}
    logging.getLogger("django.request").setLevel(logging.ERROR)  # the 404 below is meant
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written, wrong = 0, []
    desk = Client()
    inspector = superuser()
    desk.force_login(inspector)
    for path, response in chain(crawl(Client()), at_the_desk(desk), without_links(desk, inspector)):
        if response.status_code not in (200, 301, 302, 410):
            wrong.append(f"{path}: {response.status_code}")
        elif response.status_code in (200, 410) and response.headers["Content-Type"].startswith("text/html"):
            written += 1
            name = f"{written:04}{path.split('?')[0].replace('/', '_')}"[:150]
            (folder / f"{name}.html").write_bytes(response.content)
    for language in settings.LANGUAGES:
        page = Client().get(f"/{language[0]}/events/nothing/")
        (folder / f"404_{language[0]}.html").write_bytes(page.content)
    sys.stdout.write(f"{written} pages written to {folder}\n" + "".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
