"""A body taken apart by its plain text: blocks, formats, and marks that lose no character."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from speeches.text import plain_text, sanitise
from speeches.text.passages import blocks, formats, laid_out

BODY = sanitise(
    "<h2>Water</h2>\n<p>A <strong>deep</strong>  &amp; <a href='https://a.example/?a=1&amp;b'>long&nbsp;canal</a></p>"
    "<ul><li>one<br>two</li><li><p>three</p><ol><li>four</li></ol></li></ul>"
    "<table><tr><th>Year</th><td>2026 🌊</td></tr></table><blockquote>Said</blockquote><a href='/q'><p>in</p></a>tail"
)
PIECE = re.compile(r'<i data-at="(\d+)" data-to="(\d+)" data-over="([\d ]*)">(.*?)</i>', re.DOTALL)
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def bodies(draw):
    """Sanitised bodies, nested as editors and pasted pages nest them."""
    tags = st.sampled_from(["p", "h2", "ul", "ol", "li", "strong", "em", "a href='/x'", "blockquote", "td", "br", ""])
    parts = draw(st.lists(st.tuples(tags, TEXT, st.booleans()), max_size=8))
    html = ""
    for tag, words, closed in parts:
        name = tag.split(" ")[0]
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        html += f"<{tag}>{escaped}" + (f"</{name}>" if closed and name not in ("br", "") else "") if tag else escaped
    return sanitise(html)


def wrapped(html, spans):
    return laid_out(
        html,
        spans,
        lambda start, end, over: (
            f'<i data-at="{start}" data-to="{end}" data-over="{" ".join(map(str, over))}">',
            "</i>",
        ),
        lambda block: f"<b>{block.start}</b>",
    )


def test_blocks_are_the_paragraphs_of_the_plain_text():
    text = plain_text(BODY)
    assert [text[block.start : block.end] for block in blocks(BODY)] == text.split("\n\n")


def test_formats_tell_block_inline_and_link_of_every_character():
    text, found = plain_text(BODY), formats(BODY)
    assert len(found) == len(text)

    def at(words):
        return found[text.index(words)]

    assert at("Water") == ("h2", (), "")
    assert at("deep") == ("p", ("strong",), "")
    assert at("long") == ("p", (), "https://a.example/?a=1&b")
    assert (at("two").block, at("four").block) == ("ul1", "ol2")
    assert (at("Year").block, at("2026").block, at("Said").block) == ("head", "cell", "quote")
    assert found[text.index("\n\n")] is None


def test_a_note_stands_at_the_end_of_its_block_and_never_in_a_link():
    html = wrapped(BODY, [])
    assert re.search(r"</i></a><b>7</b></p>", html)
    assert re.search(r"two</i><b>\d+</b></li>", html)
    for link in re.findall(r"<a .*?</a>", html):
        assert "<b>" not in link
    assert len(re.findall("<b>", html)) == len(blocks(BODY))


def test_spans_may_overlap_and_cut_tags():
    text = plain_text(BODY)
    spans = [(text.index("A"), text.index("canal")), (text.index("deep"), text.index("long") + 2)]
    covered = ["", ""]
    for at, to, over, _words in PIECE.findall(wrapped(BODY, spans)):
        for index in map(int, over.split()):
            covered[index] += text[int(at) : int(to)]
    assert covered == [text[start:end] for start, end in spans]


@settings(max_examples=50, deadline=None)
@given(bodies(), st.data())
def test_every_piece_has_as_many_characters_as_it_says_and_nothing_is_lost(html, data):
    text = plain_text(html)
    place = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(place, place), max_size=3))]
    marked = wrapped(html, [span for span in spans if span[0] < span[1]])
    reached = 0
    for at, to, _over, words in PIECE.findall(marked):
        at, to = int(at), int(to)
        assert at >= reached and not text[reached:at].strip(), "only white space stands outside the pieces"
        assert len(unescape(words)) == to - at, "the browser counts what the plain text counts"
        reached = to
    assert not text[reached:].strip()
    assert re.sub(r"<i data-at[^>]*>|</i>|<b>\d+</b>", "", marked) == html
    assert "\n\n".join(text[block.start : block.end] for block in blocks(html)) == text
