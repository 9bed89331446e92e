"""What the desk tells of two editions: words, formatting, pictures, statements, and the line at the head."""

import pytest
from django.urls import reverse

from speeches import text, workflow
from speeches.admin import bodies, comparing
from tests import factories
from tests.desk import sign_in, text_of

pytestmark = pytest.mark.django_db


def told(rows):
    """Rows in short: "-old-", "+new+", "~formatted~[note]", "{note of the row}"."""
    signs = {"equal": "", "insert": "+", "delete": "-", "format": "~"}
    return [
        "".join(f"{{{note}}}" for note in row.notes)
        + "".join(
            f"{signs[part.op]}{part.text}{signs[part.op]}" + (f"[{part.note}]" if part.note else "")
            for part in row.parts
        )
        for row in rows
    ]


BODIES = {
    "a word": ("<p>The canal is open.</p>", "<p>The canal is deep.</p>", ["The canal is -open-+deep+."]),
    "a paragraph in between": (
        "<p>One.</p><p>Two.</p>",
        "<p>One.</p><p>New.</p><p>Two.</p>",
        ["One.", "+New.+", "Two."],
    ),
    "a paragraph at the end": ("<p>One.</p>", "<p>One.</p><p>Two.</p>", ["One.", "+Two.+"]),
    "a paragraph gone": ("<p>One.</p><p>Two.</p>", "<p>Two.</p>", ["-One.-", "Two."]),
    "another paragraph": ("<p>All of it.</p>", "<p>Quite different words here.</p>", None),
    "a heading lower": ("<h2>Water</h2>", "<h3>Water</h3>", ["{Heading → Subheading}Water"]),
    "a paragraph made an item": ("<p>Water</p>", "<ul><li>Water</li></ul>", ["{Paragraph → Bullet}Water"]),
    "bold": ("<p>So deep</p>", "<p>So <strong>deep</strong></p>", ["So ~deep~[now bold]"]),
    "another target": (
        '<p>See <a href="https://a.example/">it</a></p>',
        '<p>See <a href="https://b.example/">it</a></p>',
        ["See ~it~[link: https://a.example/ → https://b.example/]"],
    ),
    "a link less": ('<p><a href="/a">it</a></p>', "<p>it</p>", ["~it~[no longer a link to /a]"]),
    "a new link": ("<p>See</p>", '<p>See <a href="/a">it</a></p>', ["See+ ++it+[/a]"]),
    "a paragraph parted": ("<p>One. Two.</p>", "<p>One.</p><p>Two.</p>", None),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_is_compared_with_its_formatting(kind):
    old, new, expected = BODIES[kind]
    rows = bodies.rows(old, new)
    if expected is not None:
        assert told(rows) == expected
    assert any(row.changed for row in rows)
    for side, html in (("old", old), ("new", new)):
        words = "".join(part.text for row in rows for part in getattr(row, side))
        assert "".join(words.replace("¶", "").split()) == "".join(text.plain_text(html).split())


def test_a_rewritten_paragraph_stands_beside_the_one_it_replaces():
    (row,) = bodies.rows("<p>Rain fell all week</p>", "<p>Nobody knows yet why</p>")
    assert ([p.op for p in row.old], [p.op for p in row.new]) == (["delete"], ["insert"])


def pair(**changes):
    first = factories.live(title="The canal is open", themes=[factories.theme("water")], **changes.pop("first", {}))
    content = {"title": first.title} | changes
    return first, factories.next_draft(first, **content)


def sections(first, second):
    return {section.name: section for section in comparing.compare(first, second).sections}


def test_pictures_are_told_one_by_one():
    kept, gone, new, other = (factories.photo(name=f"{name}.png") for name in ("kept", "gone", "new", "other"))
    before = [{"photo": kept, "alt": "A canal"}, {"photo": gone, "alt": "Gone"}, {"photo": other, "alt": "Other"}]
    after = [
        {"photo": other, "alt": "Other"},
        {"photo": kept, "alt": "A deep canal", "credit": "Drawing", "focal_x": 10},
        {"photo": new, "alt": "New"},
    ]
    first, second = pair(first={"photos": before}, photos=after)
    items = {item.name: item for item in sections(first, second)["photos"].items}
    assert {name: item.what for name, item in items.items() if name in ("gone.png", "new.png")} == {
        "gone.png": ["removed"],
        "new.png": ["added"],
    }
    assert [label for label, _parts in items["kept.png"].changes] == ["Alternative text", "Credit", "Focal point"]
    moved = [name for name, item in items.items() if "moved" in item.what]
    assert moved in (["kept.png"], ["other.png"]), "one of the two changed places, not both"


def test_documents_links_and_themes_are_told():
    decree = factories.attachment(name="decree.pdf")
    first, second = pair(
        first={"attachments": [{"attachment": decree, "title": "Decree"}]},
        attachments=[{"attachment": decree, "title": "The decree"}],
        links=[{"url": "https://video.example/1", "title": "Recording"}],
        themes=[factories.theme("steppe")],
    )
    found = sections(first, second)
    assert found["attachments"].items[0].what == ["changed"]
    assert (found["links"].items[0].what, found["links"].items[0].name) == (["added"], "https://video.example/1")
    assert [(item.name, item.what) for item in found["themes"].items] == [("Water", ["removed"]), ("Steppe", ["added"])]


def test_statements_are_told_between_any_editions():
    first = factories.live()
    speaker = factories.person()
    version = factories.statement(first, "the work will go on in spring", speaker=None, speaker_name="Somebody")
    draft = factories.next_draft(first, body=first.body)
    assert "statements" not in sections(first, draft), "a draft begins with those of its origin"
    workflow.marking.reject(
        draft,
        factories.user("reviewer"),
        {v.public_id: workflow.marking.mark_of(v) for v in draft.statement_versions.all()},
    )
    assert sections(first, draft)["statements"].items[0].what == ["removed"]
    draft.statement_versions.update(status="accepted")
    second = factories.approved(workflow.submit(draft, factories.user("writer")))
    carried = second.statement_versions.get(statement=version.statement)
    carried.speaker = speaker
    carried.save()
    (item,) = sections(first, second)["statements"].items
    assert (item.what, [label for label, _parts in item.changes]) == (["changed"], ["Speaker"])
    carried.delete()
    assert sections(first, second)["statements"].items[0].what == ["removed"]


def test_the_line_at_the_head_counts():
    photo = {"photo": factories.photo(), "alt": "A canal"}
    body = factories.BODY.replace("every village", "each village").replace("in spring", "in a spring")
    first, second = pair(body=body, photos=[photo], change_note="")
    line = comparing.compare(first, second).summary
    assert line == "2 passages changed, 2 words added, 1 word removed; Photos: 1 added"
    assert not comparing.compare(first, first)
    assert comparing.compare(first, first).summary == ""


def address(release, **query):
    return reverse("admin:release_compare", args=[release.pk], query=query)


def test_the_page_compares_the_newest_with_the_live_one_and_any_two():
    first = factories.live(title="The canal is open")
    second = factories.corrected(first, title="The canal is deep")
    third = factories.next_draft(second, title="The canal is wide")
    reviewer = sign_in("reviewer")
    context = reviewer.get(address(first.release)).context
    assert (context["old"].pk, context["new"].pk) == (second.pk, third.pk)
    context = reviewer.get(address(first.release, old=third.public_id, new=first.public_id)).context
    assert (context["old"].pk, context["new"].pk) == (third.pk, first.pk)
    page = text_of(reviewer.get(address(first.release, new=first.public_id)))
    assert f"?old={first.public_id}&amp;new={second.public_id}" in page, "swapped"


def test_a_release_with_one_edition_and_equal_editions_say_so():
    reviewer, edition = sign_in("reviewer"), factories.live()
    assert "nothing to compare it with" in text_of(reviewer.get(address(edition.release)))
    second = factories.next_draft(edition, title=edition.title, change_note="")
    page = text_of(reviewer.get(address(edition.release, old=edition.public_id, new=second.public_id)))
    assert "No difference." in page


@pytest.mark.parametrize("role", ("writer", "reviewer", "publisher", "administrator", "outsider"))
def test_who_may_read_editions_may_compare(role):
    first, _second = pair()
    response = sign_in(role).get(address(first.release))
    assert response.status_code == (403 if role == "outsider" else 200)


@pytest.mark.parametrize("query", ({"old": "nothere"}, {"new": "\x00"}, {"old": "9" * 400}))
def test_an_edition_of_another_release_or_none_is_not_found(query):
    first, _second = pair()
    stranger = factories.live()
    reviewer = sign_in("reviewer")
    assert reviewer.get(address(first.release, **query)).status_code == 404
    assert reviewer.get(address(first.release, old=stranger.public_id)).status_code == 404


def test_odd_addresses_do_no_harm():
    first, _second = pair()
    reviewer = sign_in("reviewer")
    assert reviewer.get(address(first.release, view="<script>", all="x")).context["view"] == "inline"
    assert reviewer.get(f"/admin/speeches/release/{'9' * 30}/compare/").status_code == 404
    assert reviewer.get("/admin/speeches/release/0/compare/").status_code == 404


def test_unchanged_paragraphs_fold_and_can_all_be_shown():
    same = "".join(f"<p>Paragraph {number} stays as it is.</p>" for number in range(9))
    first, _second = pair(first={"body": f"<p>Old.</p>{same}"}, body=f"<p>New.</p>{same}")
    reviewer = sign_in("reviewer")
    assert "8 paragraphs without a change" in text_of(reviewer.get(address(first.release)))
    whole = text_of(reviewer.get(address(first.release, all="1", view="side")))
    assert "without a change" not in whole and "Paragraph 8 stays" in whole


def test_what_editions_say_is_escaped():
    first, _second = pair(title="<script>alert(1)</script>", summary="<b>bold</b>")
    page = text_of(sign_in("reviewer").get(address(first.release)))
    assert "<script>alert" not in page and "&lt;b&gt;" in page


def test_a_comparison_costs_the_same_however_much_there_is(django_assert_max_num_queries):
    few, _draft = pair()
    photos = [{"photo": factories.photo(), "alt": "A"} for _number in range(6)]
    links = [{"url": f"https://video.example/{number}", "title": "R"} for number in range(6)]
    themes = [factories.theme(f"theme-{number}") for number in range(6)]
    many, _draft = pair(photos=photos, links=links, themes=themes)
    reviewer = sign_in("reviewer")
    counted = []
    for release in (few.release, few.release, many.release):
        with django_assert_max_num_queries(25) as queries:
            reviewer.get(address(release))
        counted.append(len(queries))
    assert counted[1] == counted[2]
