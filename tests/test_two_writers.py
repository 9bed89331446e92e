"""Two people write in one draft at once: what the merge page proposes, and that nothing is lost."""

import html
import os
import random
import re
import sys

import pytest

from speeches.models import Buffer
from tests import factories
from tests.desk import field, page_of, posted, sign_in, text_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def the_form(page):
    """What a browser would post from the page, without files."""
    names = ("title", "summary", "dateline", "body", "press_contact", "notes_to_editors", "boilerplate")
    data = {name: html.unescape(field(page, name)) for name in names}
    for name in ("seen_hash", "seen_marks", "began_hash"):
        if found := re.search(f'name="{name}" value="([^"]*)"', page):
            data[name] = found[1]
    for name, value in re.findall(r'name="(take_\w+)" value="(\w+)"[^>]*checked', page):
        data[name] = value
    prefixes = ("photos", "attachments", "links")
    data |= {f"{prefix}-{name}_FORMS": 0 for prefix in prefixes for name in ("TOTAL", "INITIAL")}
    return data


def test_fields_that_only_one_of_two_changed_are_merged_as_the_page_proposes():
    edition, writer, publisher = factories.draft(), sign_in("writer"), sign_in("publisher")
    mine = the_form(text_of(writer.get(page_of(edition)))) | {"title": "My title", "summary": "My summary"}
    theme, photo = factories.theme(), factories.photo()
    rows = [{"key": photo.public_id, "alt": "A canal", "focal_x": "10"}]
    theirs = posted(edition, dateline="Their line", summary="Their summary", themes=[theme.slug], photos=rows)
    assert publisher.post(page_of(edition), theirs).status_code == 302
    page = text_of(writer.post(page_of(edition), mine))
    assert page.count("both of you changed it") == 1, "the summary"
    again = the_form(page)
    assert (again["take_title"], again["take_dateline"], again["take_summary"]) == ("mine", "theirs", "mine")
    assert (again["take_themes"], again["take_photos"]) == ("theirs", "theirs")
    assert Buffer.objects.get(user=writer.user).content["title"] == ["My title"]
    assert writer.post(page_of(edition), again).status_code == 302
    saved = fresh(edition)
    assert (saved.title, saved.dateline, saved.summary) == ("My title", "Their line", "My summary")
    assert list(saved.themes.all()) == [theme] and saved.edition_photos.get().focal_x == 10


SAVES = int(os.environ.get("TYPING_SAVES", "20"))


def test_two_writers_saving_at_random_lose_nothing():
    sys.stdout.write(f"{SAVES} saves, {two_writers(SAVES, seed=1)} clashes, nothing lost\n")


def two_writers(saves, seed):
    """Each adds words of its own to fields at random, and saves with what the page gave; gives the clashes met.

    A word that was accepted stands in the text at the end: where both changed a field, the writer puts both together.
    """
    chance = random.Random(seed)
    edition = factories.draft(title="T", body="<p>Body</p>")
    writers = [sign_in("writer"), sign_in("publisher")]
    pages = [text_of(writer.get(page_of(edition))) for writer in writers]
    accepted, clashes, number = set(), 0, 0
    for turn in range(saves):
        who = chance.randrange(2)
        data, own = the_form(pages[who]), set()
        for name in chance.sample(("title", "summary", "dateline", "body", "press_contact"), chance.randint(1, 3)):
            number += 1
            word = f"w{number}"
            own.add(word)
            data[name] = data[name].replace("</p>", f" {word}</p>") if name == "body" else f"{data[name]} {word}"
        # The title and the dateline are short: old words are struck out on purpose, and are not expected any more.
        for name, most in (("title", 40), ("dateline", 30), ("summary", 100)):
            kept = data[name].split()
            if len(kept) > most:
                accepted.difference_update(kept[:-most])
                data[name] = " ".join(kept[-most:])
        answer = writers[who].post(page_of(edition), data)
        while answer.status_code == 200:
            clashes += 1
            page = text_of(answer)
            assert "saved this draft after you had opened it" in page
            data = merged(page, fresh(edition))
            answer = writers[who].post(page_of(edition), data)
        assert answer.status_code == 302
        accepted |= own
        pages[who] = text_of(writers[who].get(page_of(edition)))
        saved = fresh(edition)
        there = set(
            re.findall(
                r"w\d+", " ".join((saved.title, saved.summary, saved.dateline, saved.plain_text, saved.press_contact))
            )
        )
        assert accepted <= there, f"turn {turn}: lost {accepted - there}"
    assert clashes > saves // 6
    assert not Buffer.objects.exists()
    return clashes


def merged(page, theirs):
    """The form of a merge page as a careful writer posts it: where both changed a field, both texts together."""
    data = the_form(page)
    for part in page.split('data-choice="')[1:]:
        name = part.split('"')[0]
        if "both of you changed it" in part.split("</fieldset>")[0] and data[f"take_{name}"] == "mine":
            mine, saved = re.findall(r"w\d+", data[name]), getattr(theirs, name)
            missing = " ".join(word for word in mine if word not in re.findall(r"w\d+", saved))
            data[name] = saved.replace("</p>", f" {missing}</p>") if name == "body" else f"{saved} {missing}"
    return data
