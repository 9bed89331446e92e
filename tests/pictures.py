"""Takes the pictures of docs/ from a demo that was just loaded and is being served: those of the desk from `bin/run`,
those of the public site as production serves it, since with DEBUG on errors have pages of Django's.

    PORT=8001 bin/run & python -m tests.pictures http://127.0.0.1:8001 docs/images --only at-the-desk
    python -m tests.production FOLDER     # prints an address; SECRET_KEY has to be set for the next
    python -m tests.pictures ADDRESS docs/images --only site

Each picture is taken in light and, as NAME-dark, in dark. Those of the public site are taken on a screen and, as
NAME-phone, on a telephone; some in Russian and Kazakh too. `--all` takes, for people who judge the looks, every page at
two widths from its head to its foot, those of the desk in three languages. The site is closed for a moment, to take
the page that readers see then; so run it where the server runs.
"""

import argparse
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.chromium import FLAGS

PASSWORD = "sarydala-demo"
CANAL = "The first stage of the Qaratau canal is filled"
CALL = "Telephone conversation with President of Lormia Elena Varga"
SCREEN, PHONE = (1280, 860), (390, 844)
SITE_SCREEN, SITE_PHONE = (1280, 1000), (360, 900)
RESERVOIRS = "/en/releases/2025/10/07/reservoirs-made-ready-for-winter/"
COUNCIL = "xiv-session-of-the-council-of-the-peoples-of-sarydala"
MANAGE = [sys.executable, Path(__file__).resolve().parent.parent / "manage.py"]


class Taker:
    """A browser in one look: `role` signed in, or nobody."""

    def __init__(self, browser, url, scheme, size=SCREEN, language="en"):
        self.url, self.contexts, self.pages = url, [], {}
        self.browser, self.look = browser, {"color_scheme": scheme, "locale": language, "timezone_id": "Asia/Almaty"}
        self.size = {"width": size[0], "height": size[1]}

    def page(self, role):
        if role not in self.pages:
            context = self.browser.new_context(
                base_url=self.url, viewport=self.size, device_scale_factor=1, reduced_motion="reduce", **self.look
            )
            self.contexts.append(context)
            page = self.pages[role] = context.new_page()
            if role:
                page.goto("/admin/login/?next=/admin/")
                page.fill("#id_username", role)
                page.fill("#id_password", PASSWORD)
                page.click("[type=submit]:not([name=language])")
                page.wait_for_url("**/admin/")
        return self.pages[role]

    def close(self):
        for context in self.contexts:
            context.close()


def edition(page, title):
    """Opens the page of the edition with this title, from the list."""
    page.goto(f"/admin/speeches/release/?q={title.split()[-1]}")
    page.click(f"#result_list a:has-text('{title}')")
    page.wait_for_load_state("load")
    page.click(".edition-title a >> nth=0")
    page.wait_for_load_state("load")
    if page.locator("[data-django-prose-editor-configurable]").count():
        page.wait_for_selector(".ProseMirror[contenteditable=true]")
        page.wait_for_timeout(400)


def desk(take):
    page = take.page("reviewer")
    page.goto("/admin/")
    return page


def form(take):
    page = take.page("writer")
    edition(page, CALL)
    return page


def preview(take):
    page = form(take)
    page.click("[data-preview-toggle]")
    page.wait_for_timeout(2000)
    return page


def compare(take):
    page = take.page("reviewer")
    page.goto("/admin/speeches/release/?q=reservoirs-made-ready-for-winter")
    page.click("#result_list tbody a >> nth=0")
    page.click("a:has-text('Compare editions')")
    page.wait_for_load_state("load")
    return page


def schedule(take):
    page = take.page("reviewer")
    edition(page, CANAL)
    page.click(".verbs a.verb:has-text('Approve')")
    page.check("input[name=when][value=at]")
    page.fill("input[name=at_0]", "2026-12-04")
    page.fill("input[name=at_1]", "10:00")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1200)
    return page


def review_link(take):
    page = take.page("writer")
    edition(page, CANAL)
    address = page.locator("input[readonly][value*='/review/']").first.input_value()
    guest = take.page("")
    guest.goto(address[address.index("/review/") :])
    return guest


def at(path):
    """A picture of the public page at `path`."""

    def shown(take):
        page = take.page("")
        page.goto(path)
        return page

    return shown


def past(take):
    page = at(f"{RESERVOIRS}history/")(take)
    page.click("#edition-1 a[href*=as_of]")
    page.wait_for_load_state("load")
    return page


def statement(take):
    page = at(f"/en/releases/2024/04/26/{COUNCIL}/")(take)
    page.goto(page.locator("a[href*='/statements/']").first.get_attribute("href"))
    return page


def closed(take):
    subprocess.run([*MANAGE, "maintenance", "on", "--until", "14:30"], check=True, stdout=subprocess.DEVNULL)
    try:
        return at("/en/")(take)
    finally:
        subprocess.run([*MANAGE, "maintenance", "off"], check=True, stdout=subprocess.DEVNULL)


DESK = {
    "desk": desk,
    "desk-form": form,
    "desk-preview": preview,
    "desk-compare": compare,
    "desk-schedule": schedule,
    "review-link": review_link,
}
SITE = {
    "home": at("/en/"),
    "home-ru": at("/ru/"),
    "home-kk": at("/kk/"),
    "archive": at("/en/releases/"),
    "archive-filtered": at("/en/releases/?theme=water&person=saule-ormanova"),
    "release": at(RESERVOIRS),
    "release-kk": at("/kk/releases/2024/04/26/sarydala-halyqtary-kenesinin-xiv-sessiyasy/"),
    "history": at(f"{RESERVOIRS}history/"),
    "past": past,
    "beside": at(f"{RESERVOIRS}beside/kk/"),
    "event": at(f"/en/events/{COUNCIL}/"),
    "events": at("/en/events/"),
    "series": at("/en/series/sessions-of-the-council-of-the-peoples-of-sarydala/"),
    "sessions": at("/en/series/sessions-of-the-council-of-the-peoples-of-sarydala/?theme=state-language"),
    "person": at("/en/people/aidar-bekmuratov/"),
    "people": at("/en/people/"),
    "theme": at("/en/themes/water/"),
    "theme-ru": at("/ru/themes/water/"),
    "themes": at("/en/themes/"),
    "statement": statement,
    "search": at("/en/search/?q=reservoirs"),
    "quote-check": at("/en/quote-check/?q=every+cubic+metre+must+reach+the+field+in+spring"),
    "quote-check-earlier": at("/en/quote-check/?q=the+reservoirs+hold+1.2+billion+cubic+metres+of+water"),
    "not-found": at("/en/releases/2025/10/07/reservoirs/"),
    "withdrawn": at("/en/releases/2025/10/14/dates-of-the-sixth-steppe-games/"),
    "closed": closed,
}
PICTURES = DESK | SITE
GROUPS = {"at-the-desk": DESK, "site": SITE}


def write(shot, path):
    """Writes the bytes of a PNG small: of the desk as a PNG of 256 colours, of the site as WebP."""
    image = Image.open(BytesIO(shot)).convert("RGB")
    if path.suffix == ".png":
        image = image.quantize(256, dither=Image.Dither.NONE)
    image.save(path, optimize=True) if path.suffix == ".png" else image.save(path, quality=45, method=6)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every language, width and colour scheme")
    parser.add_argument("--only", nargs="*", choices=(*PICTURES, *GROUPS), default=list(GROUPS), metavar="NAME")
    given = parser.parse_args()
    names = [name for asked in given.only for name in GROUPS.get(asked, [asked])]
    given.folder.mkdir(parents=True, exist_ok=True)
    failed, others = [], ("en", "ru", "kk") if given.all else ("en",)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in ("light", "dark"):
            for name in names:
                sizes = {"": SITE_SCREEN, "-phone": SITE_PHONE} if name in SITE else {"": SCREEN}
                if name == "review-link":
                    sizes = {"": PHONE}
                if given.all:
                    sizes = {"": SCREEN, "-phone": PHONE}
                for end, size in sizes.items():
                    for language in ("en",) if name in SITE else others:
                        take = Taker(browser, given.url, scheme, size, language)
                        told = f"{name}{f'-{language}' if given.all else ''}{end}{'-dark' * (scheme == 'dark')}"
                        try:
                            page = PICTURES[name](take)
                            page.wait_for_load_state("networkidle")
                            shot = page.screenshot(full_page=given.all)
                            write(shot, given.folder / f"{told}.{'webp' if name in SITE else 'png'}")
                        except Exception as error:  # noqa: BLE001 - the others are still wanted
                            failed.append(f"{told}: {str(error).splitlines()[0]}")
                        take.close()
        browser.close()
    sys.stdout.write("".join(f"{line}\n" for line in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
