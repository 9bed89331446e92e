"""Pasting: what other programs put on the clipboard, cleaned by the desk's own module in a real browser."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from speeches import text
from speeches.models import Edition
from tests import factories

from .conftest import faults, follow
from .pages import A_MOMENT, EDITOR, press_in_editor, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

CLIPBOARDS = json.loads(Path(__file__).with_name("clipboards.json").read_text(encoding="utf-8"))
"""{what: {"html": as it is put on the clipboard, "clean": what stays}}: shortened, after what Word 365 for the desktop,
Word for the web, Google Docs, LibreOffice Writer, Outlook on the web, a reader of PDF and news sites write."""
CLEAN = "async (samples) => { const { clean } = await import('/static/desk/paste.js'); return samples.map(clean); }"
PASTE = """(editor, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_every_clipboard_is_cleaned_to_what_a_release_may_hold(visitor):
    visitor.goto("/en/")
    cleaned = visitor.evaluate(CLEAN, [one["html"] for one in CLIPBOARDS.values()])
    again = visitor.evaluate(CLEAN, cleaned)
    assert len(CLIPBOARDS) > 15
    for what, found, twice in zip(CLIPBOARDS, cleaned, again, strict=True):
        assert found == CLIPBOARDS[what]["clean"], what
        assert twice == found, f"{what}: cleaned again it is another"
        kept = text.sanitise(found).replace(' rel="noopener"', "")
        assert kept == found.replace("<p></p>", ""), f"{what}: the server keeps all of it"


def test_what_cleaning_gives_is_safe_whatever_comes(visitor):
    visitor.goto("/en/")
    wild = [
        "<a href='https://x\" onmouseover=alert(1)'>x</a>",
        "<table><td colspan='\"><script>alert(1)</script>' rowspan=-1>x<td>y</table>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<svg><p><style><!--</style><img src=x onerror=alert(1)>-->",
        "&lt;img src=x onerror=alert(1)&gt;",
        "<p style='mso-list:l0 level999999999 lfo1'>deep</p>",
        "<li>stray</li><td>cell</td>",
        "<div>" * 400 + "deep" + "</div>" * 400,
    ]
    for html, found in zip(wild, visitor.evaluate(CLEAN, wild), strict=True):
        kept = text.sanitise(found).replace(' rel="noopener"', "")
        assert kept == found.replace("<p></p>", ""), html
    assert not visitor.evaluate("performance.getEntriesByType('resource').some((one) => one.name.endsWith('/x'))")


def test_what_is_pasted_from_word_is_saved_clean(desk):
    edition = factories.draft(body="<p>Before.</p>")
    page = desk("writer")
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    press_in_editor(page, "Control+A")
    for what in ("Word: bullets of three levels", "Word: a table with a repeated head and joined cells"):
        page.eval_on_selector(EDITOR, PASTE, CLIPBOARDS[what]["html"])
        page.keyboard.press("Control+End")
        page.evaluate(A_MOMENT)
    assert not faults(page)
    follow(page, "input[value='Save']")
    saved = Edition.objects.get().body
    assert saved.startswith(CLIPBOARDS["Word: bullets of three levels"]["clean"].split("<p>After")[0])
    assert "<th><p>Year</p></th>" in saved and '<td colspan="2"><p>Steppe</p></td>' in saved
    assert "·" not in saved and "Before" not in saved


def test_a_word_is_pasted_into_its_sentence_and_what_is_copied_here_stays_as_it_is(desk):
    edition = factories.draft(body="<p>The canal.</p><ul><li><p>One</p></li></ul>")
    page = desk("writer")
    settled(page, reverse("admin:edition", args=[edition.public_id]))
    press_in_editor(page, "Home", at=f"{EDITOR} p >> nth=0")
    page.eval_on_selector(EDITOR, PASTE, "<meta charset='utf-8'><b>Behold</b> ")
    page.eval_on_selector(EDITOR, PASTE, '<p data-pm-slice="1 1 []">twice <em>here</em> </p>')
    follow(page, "input[value='Save']")
    assert Edition.objects.get().body.startswith("<p><strong>Behold</strong>")
    assert "twice <em>here</em> The canal.</p>" in Edition.objects.get().body
