"""Writes every public page of a newsroom to a folder, for checkers that read files.

    python -m tests.pages FOLDER

Begins at the root and follows every link within the site, in every language; of lists that only filter, the first
page. An answer that is not 200 (or 410, a withdrawal) is said and makes the exit code 1.
"""

import os
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

MOST = 5000


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag in ("a", "link") and address:
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


def main(folder):
    import logging

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # the 404 below is meant
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written, wrong = 0, []
    for path, response in crawl(Client()):
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
