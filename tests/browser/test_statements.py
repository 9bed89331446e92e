"""Statements at the desk in a real browser: from an import to a permalink that lasts, by keys alone, by two people."""

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from speeches import workflow
from speeches.models import Edition, StatementVersion
from speeches.workflow import marking
from tests import factories
from tests.browser.conftest import Look, accessible, follow, in_looks, status

CANAL = "the canal reaches every village of the steppe"
RELEASE = """The canal is filled

27 April 2023

Aidar Bekmuratov noted that the canal reaches every village of the steppe. In particular, twelve villages have water.

According to him, the work will go on in spring.
"""


def page_of(edition, query=""):
    return reverse("admin:edition_statements", args=[edition.public_id]) + query


def suggested(edition):
    return marking.suggest(edition, factories.user("writer"))


def focused(page):
    return page.evaluate("document.activeElement.closest('[data-card]')?.id ?? document.activeElement.id")


def test_from_an_import_to_a_permalink_that_outlives_a_correction(desk, visitor, complaints, tmp_path):
    person = factories.person()
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "canal.txt").write_text(RELEASE, encoding="utf-8")
    call_command("import_releases", str(tmp_path), verbosity=0)
    edition = Edition.objects.get()
    writer, reviewer = desk("writer"), desk("reviewer")
    writer.goto(page_of(edition))
    accessible(writer)
    follow(writer, "text=Propose all 2 suggestions")
    follow_on = workflow.save(
        edition, factories.user("writer"), {"summary": "It is full."}, seen_hash=edition.content_hash()
    )
    workflow.submit(follow_on, factories.user("writer"))
    reviewer.goto(page_of(edition))
    follow(reviewer, "text=Accept all 2 proposals")
    accessible(reviewer)
    edition = factories.approved(Edition.objects.get())
    said = StatementVersion.objects.live().order_by("start").first()
    assert said.speaker == person and said.proposed_by.username == "writer" and said.decided_by.username == "reviewer"
    visitor.goto(edition.release.get_absolute_url())
    assert "the canal reaches" in visitor.inner_text(f"#s-{said.statement.public_id}")
    permalink = said.get_absolute_url()
    assert status(visitor, permalink, complaints) == 200
    corrected = factories.corrected(edition, body=edition.body.replace("spring", "summer"))
    assert StatementVersion.objects.live().get(statement=said.statement).edition == corrected
    assert status(visitor, permalink, complaints) == 200
    assert "the canal reaches" in visitor.inner_text("main")


def test_all_by_keys(desk):
    edition = factories.live()
    first, second = suggested(edition)
    page = desk("writer")
    page.goto(page_of(edition))
    page.keyboard.press("?")
    expect(page.locator("#keys-help[open]")).to_have_count(1)
    page.keyboard.press("j")
    assert focused(page) == f"v-{first.public_id}"
    assert page.locator("mark.here").first.inner_text().startswith("Aidar Bekmuratov noted")
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("a")
    first.refresh_from_db()
    assert first.status == "proposed" and focused(page) == f"v-{second.public_id}"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("e")
    assert focused(page) == f"v-{second.public_id}"
    page.fill("#id_st_cue", "jark")
    page.keyboard.press("j")  # while typing a letter is a letter
    assert page.input_value("#id_st_cue") == "jarkj"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    second.refresh_from_db()
    assert (second.cue, second.status) == ("jarkj", "proposed") and focused(page) == f"v-{second.public_id}"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("s")
    page.keyboard.press("Escape")
    page.goto(page_of(edition, f"#v-{second.public_id}"))
    page.reload()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("r")
    second.refresh_from_db()
    assert second.status == "rejected"
    page.keyboard.press("?")
    page.uncheck("#st-keys")
    page.goto(reverse("admin:statement_queue"))
    page.goto(page_of(edition))
    page.keyboard.press("j")
    assert not focused(page), "the keys are off, also after the page is opened again"


def test_neighbours_are_joined_and_shown_in_the_text_by_keys(desk):
    edition = factories.live()
    fields = {"status": "suggested", "speaker_name": "Aidar Bekmuratov"}
    first, second = (
        factories.statement(edition, words, **fields) for words in ("the canal reaches", "every village of the steppe")
    )
    page = desk("writer")
    page.set_viewport_size({"width": 400, "height": 500})
    page.goto(page_of(edition))
    page.keyboard.press("j")
    page.keyboard.press("t")
    place = page.locator(f"mark[data-statements='{first.public_id}']")
    assert page.url.endswith(f"#m-{first.public_id}")
    assert 0 <= place.bounding_box()["y"] < 500
    assert focused(page) == f"v-{first.public_id}", "the keys go on from the statement that is shown"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("m")
    first.refresh_from_db()
    assert (first.quote, first.status) == (CANAL, "proposed")
    assert not StatementVersion.objects.filter(pk=second.pk).exists() and focused(page) == f"v-{first.public_id}"
    page.keyboard.press("m")
    assert StatementVersion.objects.get() == first, "nothing stands beside it"


def test_words_are_selected_by_mouse(desk):
    edition = factories.live()
    said, _other = suggested(edition)
    page = desk("writer")
    page.goto(page_of(edition, f"?edit={said.public_id}"))
    select(page, CANAL)
    page.click("text=Take this passage")
    assert page.input_value("#id_st_begins") == str(edition.plain_text.index(CANAL))
    follow(page, "form[data-writing] button[value=write]")
    said.refresh_from_db()
    assert (said.quote, said.status) == (CANAL, "proposed")
    select(page, "Aidar Bekmuratov")
    follow(page, "text=Mark as a statement")
    page.fill("#id_st_speaker_name", "The chronicler")
    accessible(page)
    follow(page, "form[data-writing] button[value=write]")
    assert StatementVersion.objects.get(speaker_name="The chronicler").quote == "Aidar Bekmuratov"


def select(page, words, until=None):
    """Selects words in the text, up to the end of other words where they are given, as dragging the mouse does."""
    page.evaluate(
        """([words, until]) => {
          const body = document.querySelector(".body.marked");
          const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
          let whole = "";
          const nodes = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            nodes.push([whole.length, node]);
            whole += node.data;
          }
          const at = (place) => nodes.findLast(([start]) => start <= place);
          const [start, end] = [whole.indexOf(words), whole.indexOf(until) + until.length - 1];
          const range = document.createRange();
          range.setStart(at(start)[1], start - at(start)[0]);
          range.setEnd(at(end)[1], end - at(end)[0] + 1);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [words, until or words],
    )
    page.wait_for_selector(".take-here:visible")


def test_two_people_at_once(desk):
    edition = factories.live()
    said, _other = suggested(edition)
    one, two = desk("writer"), desk("writer", "writer2")
    for page in (one, two):
        page.goto(page_of(edition))
    follow(one, f"#v-{said.public_id} button[value=propose]")
    follow(two, f"#v-{said.public_id} button[value=reject]")
    assert "changed by somebody else" in two.inner_text(".messagelist")
    said.refresh_from_db()
    assert said.status == "proposed"


def test_without_javascript(desk, browser, live_server):
    edition = factories.live()
    signed_in = desk("writer").context.storage_state()
    context = browser.new_context(base_url=live_server.url, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of(edition))
    follow(page, "a.say >> nth=1")
    page.fill("#id_st_speaker_name", "Aidar Bekmuratov")
    follow(page, "form[data-writing] button[value=write]")
    said = StatementVersion.objects.get()
    assert said.quote == "According to him, the work will go on in spring."
    follow(page, f"#v-{said.public_id} [data-key=s]")
    follow(page, "button[value=split]")
    assert StatementVersion.objects.count() == 2
    follow(page, "button[value=join]")
    said.refresh_from_db()
    assert said.quote == "According to him, the work will go on in spring."
    context.close()


def test_both_looks_and_a_telephone_hold_no_barrier(desk):
    edition = factories.live()
    said, other = suggested(edition)
    marking.propose(edition, factories.user("writer"), {said.public_id: marking.mark_of(said)})
    page = desk("reviewer")
    asked = [page_of(edition, query) for query in ("", f"?edit={other.public_id}", f"?split={said.public_id}")]
    for turn, address in enumerate((*asked, reverse("admin:statement_queue"))):
        page.goto(address)
        assert not in_looks(page, turn, (Look(360), Look(1280, "dark"), Look(forced="active")))
