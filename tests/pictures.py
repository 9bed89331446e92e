"""Takes the pictures of docs/ from a demo that was just loaded and is being served.

    PORT=8001 bin/run & python -m tests.pictures http://127.0.0.1:8001 docs/images

Each picture is taken in light and, as NAME-dark.png, in dark. `--all FOLDER` takes, for people who judge the looks,
every page in three languages, two widths and two colour schemes.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_FLAGS

PASSWORD = "sarydala-demo"
CANAL = "The first stage of the Qaratau canal is filled"
CALL = "Telephone conversation with President of Lormia Elena Varga"
SCREEN, PHONE = (1280, 860), (390, 844)


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


PICTURES = {
    "desk": desk,
    "desk-form": form,
    "desk-preview": preview,
    "desk-compare": compare,
    "desk-schedule": schedule,
    "review-link": review_link,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every language, width and colour scheme")
    parser.add_argument("--only", nargs="*", choices=PICTURES, default=list(PICTURES))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        for scheme in ("light", "dark"):
            for language in ("en", "ru", "kk") if given.all else ("en",):
                for size in (SCREEN, PHONE) if given.all else (None,):
                    for name in given.only:
                        chosen = size or (PHONE if name == "review-link" else SCREEN)
                        take = Taker(browser, given.url, scheme, chosen, language)
                        end = f"-{language}-{chosen[0]}" if given.all else ""
                        try:
                            page = PICTURES[name](take)
                            page.screenshot(
                                path=given.folder / f"{name}{end}{'-dark' * (scheme == 'dark')}.png",
                                full_page=given.all,
                            )
                        except Exception as error:  # noqa: BLE001 - the others are still wanted
                            failed.append(f"{name}{end} {scheme}: {str(error).splitlines()[0]}")
                        take.close()
        browser.close()
    sys.stdout.write("".join(f"{line}\n" for line in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
