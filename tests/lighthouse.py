"""Lighthouse, in its mobile profile, over one page of every type in every language, served as production does.

    python -m tests.lighthouse LIGHTHOUSE [--quick] [--only TYPE] [--language CODE]

LIGHTHOUSE is its program. Prints a line a page and ends with 1 where a page is beyond a bound. `--quick`: one run of
each type in one language; otherwise the median of three, each figure by itself.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

RUNS = 3
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-extensions"
)
FAULTS = ("NO_NAVSTART", "NO_FCP", "PROTOCOL_TIMEOUT")
"""Of the browser, not of the page, which is then asked for again."""
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The least of each category, of 100."""
BOUNDS = {"lcp": 1000, "cls": 0.02, "kilobytes": 100, "scripts": 1}
"""The most: milliseconds, layout shift, kilobytes (1,000 bytes) transferred without photos, scripts."""


def passed_over(page):
    """Audits that say nothing of a page: that one is no search result which is not meant to be, or is an error."""
    if page.status != 200:
        return ["is-crawlable", "http-status-code", "meta-description", "errors-in-console"]
    return [] if page.indexed else ["is-crawlable"]


def measure(program, address, page):
    """One run: the figures by name, and the audits that are not whole, by category."""
    command = [program, f"{address}{page.path}", "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}", "--ignore-status-code"]
    command += [f"--skip-audits={','.join(passed_over(page))}"] if passed_over(page) else []
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or "chromium"}
    for _attempt in range(3):
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if not any(code in done.stderr for code in FAULTS):
            break
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed at {page.path}:\n{done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    if told.get("runtimeError"):
        raise RuntimeError(f"Lighthouse failed at {page.path}: {told['runtimeError']['message']}")
    audits = told["audits"]
    asked = audits["network-requests"]["details"]["items"]
    plain = [one for one in asked if not one["url"].startswith(f"{address}/photos/")]
    figures = {name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES}
    figures |= {
        "lcp": audits["largest-contentful-paint"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "kilobytes": sum(one.get("transferSize", 0) for one in plain) / 1000,
        "scripts": sum(one.get("resourceType") == "Script" for one in asked),
    }
    return figures, list(_failing(told))


def _failing(told):
    for name in CATEGORIES:
        for part in told["categories"][name]["auditRefs"]:
            audit = told["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                details = (audit.get("details") or {}).get("items") or []
                where = json.dumps(details[:1], ensure_ascii=False)[:200] if name != "performance" else ""
                yield f"{name}: {part['id']} {audit.get('displayValue', '')} {where}".rstrip()


def beyond(figures, page):
    """The names of the figures of a page that are beyond their bounds."""
    low = [name for name, least in CATEGORIES.items() if figures[name] < least]
    return low + [name for name, most in BOUNDS.items() if figures[name] > most]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", help="part of the name of a type")
    parser.add_argument("--language")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from tests import page_types, production

    say = sys.stdout.write
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        production.prepare(folder)
        with production.serving(folder) as address:
            found = page_types.one_of_each(page_types.pages(address, production.unlinked(folder)))
            language = options.language or ("kk" if options.quick else None)
            found = [page for page in found if language in (None, page.language) and (options.only or "") in page.type]
            say(f"{len(found)} pages, {1 if options.quick else RUNS} runs of each\n")
            say(f"{'page':26} {'':3} perf a11y best  seo  LCP ms    CLS      kB scripts\n")
            for page in found:
                runs = [measure(options.program, address, page) for _ in range(1 if options.quick else RUNS)]
                figures = {key: median(run[0][key] for run in runs) for key in runs[0][0]}
                wrong = beyond(figures, page)
                failed += bool(wrong)
                scores = "".join(f" {figures[key]:4.0f}" for key in CATEGORIES)
                sizes = "{lcp:7.0f} {cls:6.3f} {kilobytes:7.1f} {scripts:7.0f}".format(**figures)
                told = f"  {', '.join(wrong)}: {page.path}" if wrong else ""
                say(f"{page.type:26} {page.language:3}{scores} {sizes}{told}\n")
                if wrong:
                    lines = sorted({line for run in runs for line in run[1]})
                    say("".join(f"    {line}\n" for line in lines))
                sys.stdout.flush()
    say(f"{failed} of {len(found)} pages beyond a bound.\n" if failed else "All pages within the bounds.\n")
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
