"""Every type of public page as production serves the demo: what a first visit transfers, its faces, every look of it.

The browser tells over the DevTools Protocol what it asked for, what that weighed and with which fonts it drew. Without
LOOKS=all (`bin/slow/looks`) the Kazakh pages are visited, in the narrowest window with the largest text.
"""

import pytest

from tests import page_types, production
from tests.lighthouse import BOUNDS

from .conftest import ALL_LOOKS, EVERY_LOOK, Complaints, Look, faults, look_at

pytestmark = [pytest.mark.once, pytest.mark.no_cover]

LANGUAGES = ("en", "ru", "kk") if ALL_LOOKS else ("kk",)
WIDTHS = {"en": 1280, "ru": 768, "kk": 360}
"""Of the window of a first visit, in CSS pixels, by the language of the page."""
LOOKS = (*EVERY_LOOK, Look(percent=200), Look(320, percent=200)) if ALL_LOOKS else (Look(320, "dark", percent=200),)
OF_A_VIEW = 4
"""Pages of one view and language whose links are followed: types are many, pages of one type are more."""
BLOCKING = "script[src]:not([defer], [async], [type=module]), script:not([src], [type$=json])"
SHIFTS = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
DRAWN = "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"
CODE = ("CODE", "PRE", "KBD")
"""Elements that stand in a face of the reader's with letters of one width."""


class Visit:
    """A first visit to a page, with nothing in the cache."""

    def __init__(self, browser, address, page):
        self.address, self.page = address, page
        size = {"width": WIDTHS[page.language], "height": 900}
        self.context = browser.new_context(base_url=address, locale=page.language, viewport=size)
        self.context.add_init_script(SHIFTS)
        self.tab, self.complaints = self.context.new_page(), Complaints()
        self.complaints.watch(self.tab)
        self.answers, self.sizes = {}, {}
        self.devtools = self.context.new_cdp_session(self.tab)
        self.devtools.on("Network.responseReceived", self._answered)
        self.devtools.on("Network.loadingFinished", self._finished)
        self.devtools.send("Network.enable")
        self.status = self.tab.goto(page.path).status
        self.devtools.send("Runtime.evaluate", {"expression": DRAWN, "awaitPromise": True})

    def _answered(self, told):
        self.answers[told["requestId"]] = told["response"]["url"], told["type"]

    def _finished(self, told):
        self.sizes[told["requestId"]] = told["encodedDataLength"]

    def faults(self):
        """What is beyond a bound, a line each."""
        # The browser draws its own icons in fields from addresses that hold them.
        asked = [(*told, self.sizes.get(key, 0)) for key, told in self.answers.items() if told[0][:5] != "data:"]
        plain = [one for one in asked if not one[0].startswith(f"{self.address}/photos/")]
        kilobytes = sum(size for _url, _type, size in plain) / 1000
        if not 10 < kilobytes <= BOUNDS["kilobytes"]:
            yield f"{kilobytes:.1f} kB without photos: {sorted(plain, key=lambda one: -one[2])[:8]}"
        scripts = [url for url, kind, _size in asked if kind == "Script"]
        if len(scripts) > BOUNDS["scripts"]:
            yield f"scripts: {scripts}"
        if self.tab.locator(BLOCKING).count():
            yield "a script that the page waits for"
        yield from (f"asks another: {url}" for url, _kind, _size in asked if not url.startswith(f"{self.address}/"))
        # With the faces here: where they come after the first paint, as on a busy machine, a line may break otherwise.
        self.tab.reload()
        self.devtools.send("Runtime.evaluate", {"expression": DRAWN, "awaitPromise": True})
        shift = self.tab.evaluate("window.shift")
        if shift >= BOUNDS["cls"]:
            yield f"layout shifts by {shift:.3f}"
        if self.status != self.page.status:
            yield f"answers {self.status}"
        yield from (said for said in self.complaints if f"status of {self.page.status}" not in said)

    def foreign_faces(self):
        """Of every font that is not ours and in which something stands, a line: which, and where."""
        devtools, found = self.devtools, {}
        devtools.send("DOM.enable")
        devtools.send("CSS.enable")
        for node in _with_text(devtools.send("DOM.getDocument", {"depth": -1})["root"]):
            of_code = {font["familyName"] for one in node.get("children", ()) for font in self.fonts_of_code(one)}
            for font in self.fonts_of(node):
                if not font["isCustomFont"] and font["familyName"] not in found | dict.fromkeys(of_code):
                    html = devtools.send("DOM.getOuterHTML", {"nodeId": node["nodeId"]})["outerHTML"]
                    found[font["familyName"]] = f"stands in {font['familyName']}: {html[:200]}"
        return found.values()

    def fonts_of(self, node):
        """The fonts of an element and of what stands in it."""
        return self.devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]

    def fonts_of_code(self, node):
        """The fonts of an element that is code; none of another."""
        return self.fonts_of(node) if node["nodeName"] in CODE else []

    def looks(self):
        """What axe finds, and whether the page is wider than the window, in each of LOOKS; a line each."""
        for look in LOOKS:
            look_at(self.tab, look)
            yield from (f"{' '.join(map(str, look))} %: {fault}" for fault in faults(self.tab))

    def close(self):
        self.context.close()


def _with_text(node):
    """The nodes at and below `node` that hold text of their own: elements, pseudo-elements, parts of fields."""
    if node["nodeName"] in CODE:
        return
    below = [*node.get("children", ()), *node.get("pseudoElements", ()), *node.get("shadowRoots", ())]
    if "pseudoType" in node or any(one["nodeType"] == 3 and one["nodeValue"].strip() for one in below):
        yield node
    for one in below:
        yield from _with_text(one)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(address, [one page of each type and language]) of a server with the demo."""
    folder = tmp_path_factory.mktemp("served")
    production.prepare(folder, small=True)
    with production.serving(folder) as address:
        found = page_types.pages(address, production.unlinked(folder), OF_A_VIEW, LANGUAGES)
        yield address, page_types.one_of_each(found)


def test_every_type_of_page_is_light_ours_and_for_everybody(browser, served):
    address, found = served
    wrong, types = [], {page.type for page in found}
    for page in found:
        visit = Visit(browser, address, page)
        told = [*visit.faults(), *visit.foreign_faces(), *visit.looks()]
        wrong += [f"{page.type}, {page.path}: {fault}" for fault in told]
        visit.close()
    print(f"{len(found)} pages of {len(types)} types, {len(LOOKS)} looks, {len(wrong)} faults")  # noqa: T201
    assert {
        "api docs",
        "home",
        "archive",
        "release, with photos",
        "release, 410",
        "search, asked",
        "not found",
    } <= types
    assert not wrong, "\n".join(wrong)


def test_the_faces_have_the_hyphen_that_does_not_break(browser, served):
    """Source Serif 4 comes without it; `bin/fonts` gives it that of U+2010."""
    address, found = served
    visit = Visit(browser, address, next(page for page in found if page.type == "release, without photos"))
    typed = "Қазақ\u2011тілі \u2010 \u2011"
    for where in ("h1", ".body p", ".meta"):
        visit.tab.evaluate(f"typed => {{ document.querySelector('{where}').textContent = typed }}", typed)
    visit.tab.evaluate("document.fonts.ready.then(() => true)")
    assert not list(visit.foreign_faces())
    visit.close()
