"""Markup: what is kept of it, its plain text, and marks laid over it."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speeches import text as t
from tests.prose import anything, quick, written


@st.composite
def markup(draw, depth=3):
    """Markup as people and editors make it: nested, with stray tags, entities and characters between."""
    tags = ["p", "h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "blockquote", "sup", "div", "table", "tr"]
    tags += ["td", "th", "a href='/x?a=1&b=\"2\"'", "a href='javascript:x'", "script", "span class='y'", "pre", "svg"]
    pieces = []
    for _piece in range(draw(st.integers(0, 4))):
        if depth and draw(st.booleans()):
            tag = draw(st.sampled_from(tags))
            end = draw(st.sampled_from(["</" + tag.split()[0] + ">"] * 5 + [""]))
            pieces.append(f"<{tag}>{draw(markup(depth=depth - 1))}{end}")
        else:
            pieces.append(
                draw(st.one_of(anything, st.sampled_from(["<br>", "&amp;", "&nbsp;", "&lt;p&gt;", "<", "<!--"])))
            )
    return "".join(pieces)


EDITORS_OUTPUT = (
    '<h2>One</h2><p>Text <strong>bold <em>both</em></strong> <a href="https://example.org/?a=1&amp;b=2" rel="noopener">'
    "link</a>, H<sub>2</sub>O, m<sup>2</sup><br>next</p><ul><li><p>item</p></li></ul><ol><li><p>item</p></li></ol>"
    '<blockquote><p>words</p></blockquote><h3>Two</h3><table><thead><tr><th colspan="2"><p>head</p></th></tr></thead>'
    '<tbody><tr><td><p>1&nbsp;000</p></td><td rowspan="2"><p>&lt;2</p></td></tr></tbody></table>'
)


def test_what_the_editor_makes_survives():
    assert t.sanitise(EDITORS_OUTPUT) == EDITORS_OUTPUT


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("<p onclick='x()' class=a id=b lang=en title=t style='color:red'>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script><style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<p><a href='javascript:alert(1)'>a</a></p>", '<p>a</p>'),
        ("<p><a href='data:text/html,x'>a</a></p>", '<p>a</p>'),
        ("<p><a href=' JaVa\tscript:x'>a</a></p>", '<p>a</p>'),
        ("<p><a href='/en/' target=_blank>a</a></p>", '<p><a href="/en/" rel="noopener">a</a></p>'),
        ("<p><a href='mailto:a@b.example'>a</a></p>", '<p><a href="mailto:a@b.example" rel="noopener">a</a></p>'),
        ("<p>a<img src=x onerror=y><iframe src=z>b</iframe></p>", "<p>a</p>"),
        ("<h1>a</h1><h5>b</h5>", "<h2>a</h2><h3>b</h3>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<div><p><b>a</b> <i>b</i></p></div>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p></p><p>a</p><p> <br>&nbsp;</p>", "<p>a</p>"),
        ("<p>\ud800и\u0306</p>", "<p>\ufffdй</p>"),
        ("<td>a", "a"),
        ("<p>a < b & c", "<p>a &lt; b &amp; c</p>"),
        ('<table><tr><td colspan="1" rowspan="-3">a</td><td colspan=99999>b</td></tr></table>',
         "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_sanitising(raw, kept):
    assert t.sanitise(raw) == kept


@quick
@given(markup())
@example("<p>\u0338x</p>")
@example("<a><table><a>x</a></table></a>")
@example("<p><strong>e</strong>\u0301</p>")
def test_sanitising_is_idempotent_and_keeps_to_the_list(raw):
    clean = t.sanitise(raw)
    assert t.sanitise(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert set(re.findall("</?([a-z0-9]+)", clean)) <= set(t.ALLOWED)
    assert t.plain_text(t.sanitise(clean)) == t.plain_text(clean)
    for tag in re.findall(r"<[^/>]*>", clean):
        assert re.fullmatch(r'<[a-z0-9]+(?: (?:href|rel|colspan|rowspan)="[^"]*")*>', tag)


@quick
@given(markup())
def test_plain_text_is_in_normal_form(raw):
    plain = t.plain_text(t.sanitise(raw))
    assert t.normalise(plain) == plain
    assert plain == plain.strip(" \n") and "\n\n\n" not in plain


def test_plain_text_has_a_paragraph_for_each_block():
    assert t.plain_text(EDITORS_OUTPUT) == (
        "One\n\nText bold both link, H2O, m2\nnext\n\nitem\n\nitem\n\nwords\n\nTwo\n\nhead\n\n1 000\n\n<2"
    )


def test_plain_text_folds_space_across_tags_and_decodes_once():
    assert t.plain_text("<p> a <em> b </em> c&amp;lt; </p>\n<p>d<br> <br><br>e</p>") == "a b c&lt;\n\nd\n\ne"


@quick
@given(st.lists(written, max_size=5))
def test_paragraphs_become_markup_and_come_back(raw):
    html = t.html_from_paragraphs(raw)
    assert t.sanitise(html) == html
    plain = t.plain_text(html)
    expected = "\n\n".join(part for part in (t.normalise(part).strip("\n ") for part in raw) if part)
    assert plain == re.sub("\n{3,}", "\n\n", expected)
    assert t.plain_text(t.html_from_paragraphs([plain[a:b] for a, b in t.paragraphs(plain)])) == plain


def test_paragraphs_are_escaped():
    assert t.html_from_paragraphs(['a < b & "c"', " ", "d\ne"]) == '<p>a &lt; b &amp; "c"</p>\n<p>d<br>e</p>'
    assert t.html_from_paragraphs(["a\0b\ud800"]) == "<p>ab\ufffd</p>"
    # U+0338 behind a tag would compose with its ">" and destroy it.
    assert t.html_from_paragraphs(["\u0338a=\u0338b\n\u0338c"]) == "<p>a\u2260b<br>c</p>"


def mark(index, piece):
    return (f'<mark id="s{index}">' if piece == 0 else '<mark class="more">'), "</mark>"


def test_annotating_splits_around_tags_and_blocks():
    html = "<p>One <strong>two</strong> three.</p><ul><li>Four &amp; five</li></ul>"
    start = t.plain_text(html).index("two")
    end = t.plain_text(html).index(" five")
    assert t.annotate(html, [(start, end)], mark) == (
        '<p>One <strong><mark id="s0">two</mark></strong><mark class="more"> three.</mark></p>'
        '<ul><li><mark class="more">Four &amp;</mark> five</li></ul>'
    )


def test_annotating_numbers_spans_as_given():
    html = "<p>one two</p>"
    assert t.annotate(html, [(4, 7), (0, 3)], mark) == '<p><mark id="s1">one</mark> <mark id="s0">two</mark></p>'


@pytest.mark.parametrize("spans", [[(0, 4), (3, 6)], [(2, 2)], [(-1, 2)], [(3, 99)], [(5, 2)], [(0, 3), (0, 3)]])
def test_annotating_refuses_impossible_spans(spans):
    with pytest.raises(ValueError, match="span"):
        t.annotate("<p>one two</p>", spans, mark)


def test_annotating_refuses_spans_of_another_text():
    with pytest.raises(ValueError, match="another text"):
        t.annotate("<p>one two</p>", [(0, 3)], mark, text="one three")


def assert_well_formed(html):
    open_tags = []
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", html):
        if name == "br":
            continue
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert open_tags == []


@quick
@given(markup(), st.lists(st.floats(0, 1), max_size=8))
@example("<p>a<em>e</em>\u0301b</p>", [0.0, 0.5, 0.5, 1.0])
def test_marks_change_no_text_and_hold_just_their_span(raw, cuts):
    html = t.sanitise(raw)
    plain = t.plain_text(html)
    cuts = sorted({round(cut * len(plain)) for cut in cuts})
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    marked = t.annotate(html, spans, lambda index, piece: (f'<mark data-n="{index}">', "</mark>"))
    assert t.plain_text(marked) == plain
    assert_well_formed(marked)
    assert re.sub('<mark data-n="[0-9]+">|</mark>', "", marked) == html
    assert not re.search(r"<mark[^>]*>[^<]*<(?!/mark)", marked)
    if unicodedata.is_normalized("NFC", "".join(re.split("<[^>]*>", html))):
        for index, (start, end) in enumerate(spans):
            inside = "".join(re.findall(f'<mark data-n="{index}">(.*?)</mark>', marked, re.DOTALL))
            assert re.sub(r"\s", "", t.plain_text(inside)) == re.sub(r"\s", "", plain[start:end])
