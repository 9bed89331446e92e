"""What other programs put on the clipboard, and what stays of it: {what: (HTML, cleaned HTML)}.

Written after what they write, shortened: Word 365 for the desktop, Word for the web, Google Docs, LibreOffice Writer, an
e-mail in Outlook on the web, pages of news sites.
"""

_BULLET = (
    "<![if !supportLists]><span lang=EN-US style='font-family:Symbol;mso-fareast-font-family:Symbol'>"
    "<span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
)


def _word(*paragraphs, style=""):
    """A page as Word for the desktop writes it: name spaces, its own style sheet, a fragment between comments."""
    return (
        "<html xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office' "
        "xmlns:w='urn:schemas-microsoft-com:office:word' xmlns='http://www.w3.org/TR/REC-html40'><head>"
        "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><meta name=Generator content='Microsoft Word 15'>"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        f"<style><!-- @font-face {{font-family:Wingdings;}} p.MsoNormal {{margin:0cm;font-size:11.0pt}} {style} --></style>"
        "</head><body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->"
        + "\r\n\r\n".join(paragraphs)
        + "<!--EndFragment--></body></html>"
    )


def _item(text, bullet="·", level=1, list_="l0", lfo="lfo1"):
    style = f"margin-left:{36 * level}.0pt;text-indent:-18.0pt;mso-list:{list_} level{level} {lfo}"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{_BULLET.format(bullet)}<span lang=EN-US>{text}<o:p></o:p></span></p>"


def _online(text, level, listid="1", tag="ul"):
    return (
        f"<div class='ListContainerWrapper SCXW1 BCX8'><{tag} role='list' class='BulletListStyle1 SCXW1'>"
        f"<li data-leveltext='' data-font='Symbol' data-listid='{listid}' aria-setsize='-1' data-aria-posinset='1' "
        f"data-aria-level='{level}' role='listitem' class='OutlineElement Ltr SCXW1'><p class='Paragraph SCXW1' paraid='1'>"
        f"<span data-contrast='auto' class='TextRun SCXW1'><span class='NormalTextRun SCXW1'>{text}</span></span>"
        f"<span class='EOP SCXW1' data-ccp-props='{{&quot;201341983&quot;:0}}'>&nbsp;</span></p></li></{tag}></div>"
    )


def _google(html):
    return f"<meta charset='utf-8'><b style=\"font-weight:normal;\" id=\"docs-internal-guid-5f3e\">{html}</b>"


CLIPBOARDS = {
    "Word: bullets of three levels": (
        _word(
            _item("First"),
            _item("Under the first", "o", 2),
            _item("Deepest", "§", 3),
            _item("Second <b style='mso-bidi-font-weight:normal'>in bold</b>"),
            "<p class=MsoNormal><span lang=EN-US>After the list.<o:p></o:p></span></p>",
        ),
        "<ul><li><p>First</p><ul><li><p>Under the first</p><ul><li><p>Deepest</p></li></ul></li></ul></li>"
        "<li><p>Second <strong>in bold</strong></p></li></ul><p>After the list.</p>",
    ),
    "Word: numbers, letters within, and a second list": (
        _word(
            _item("One", "1."),
            _item("Letter", "a)", 2),
            _item("Another letter", "b)", 2),
            _item("Two", "2."),
            _item("One again", "1.", list_="l1", lfo="lfo2"),
        ),
        "<ol><li><p>One</p><ol><li><p>Letter</p></li><li><p>Another letter</p></li></ol></li><li><p>Two</p></li></ol>"
        "<ol><li><p>One again</p></li></ol>",
    ),
    "Word: Cyrillic letters and bullets under numbers": (
        _word(_item("Бірінші", "1)"), _item("пункт", "–", 2), _item("Второй", "2)"), _item("а", "а)", 2)),
        "<ol><li><p>Бірінші</p><ul><li><p>пункт</p></li></ul></li><li><p>Второй</p><ol><li><p>а</p></li></ol></li></ol>",
    ),
    "Word: markers only in conditional comments": (
        _word(
            "<p class=MsoListParagraph style='mso-list:l3 level1 lfo4'><!--[if !supportLists]><span>1.</span><![endif]-->Numbered</p>",
            "<p class=MsoListParagraph style='mso-list:l4 level1 lfo5'><!--[if !supportLists]><span>·</span><![endif]-->Dotted</p>",
            style="@list l3:level1 {mso-level-tab-stop:none;} @list l4:level1 {mso-level-number-format:bullet;mso-level-text:\uf0b7;}",
        ),
        "<ol><li><p>Numbered</p></li></ol><ul><li><p>Dotted</p></li></ul>",
    ),
    "Word: headings, a title and a numbered heading": (
        _word(
            "<p class=MsoTitle><span lang=EN-US>The title<o:p></o:p></span></p>",
            "<h2 style='mso-list:l0 level1 lfo1'>" + _BULLET.format("2.") + "<b>The canal</b><o:p></o:p></h2>",
            "<h4>Its locks</h4>",
            "<p class=MsoNormal>Text.</p>",
        ),
        "<h2>The title</h2><h2>2. The canal</h2><h3>Its locks</h3><p>Text.</p>",
    ),
    "Word: several headings of the first level are sections": (
        _word("<h1>One</h1>", "<h2>Below one</h2>", "<h1>Two</h1>"),
        "<h2>One</h2><h3>Below one</h3><h2>Two</h2>",
    ),
    "Word: a table with a repeated head and joined cells": (
        _word(
            "<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>"
            "<thead><tr style='mso-yfti-irow:0'><td width=301 valign=top style='width:225.4pt'><p class=MsoNormal><b>Year<o:p></o:p></b></p></td>"
            "<td><p class=MsoNormal><b>Canals</b></p></td></tr></thead>"
            "<tr><td colspan=2><p class=MsoNormal>Steppe</p></td></tr>"
            "<tr><td><p class=MsoNormal>2025</p></td><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr></table>"
        ),
        "<table><tbody><tr><th><p>Year</p></th><th><p>Canals</p></th></tr><tr><td colspan=\"2\"><p>Steppe</p></td></tr>"
        "<tr><td><p>2025</p></td><td><p></p></td></tr></tbody></table>",
    ),
    "Word: comments, tracked changes, footnotes, hidden text and pictures": (
        _word(
            "<p class=MsoNormal><a style='mso-comment-reference:AB_1;mso-comment-date:20260427T1000'>Five</a>"
            "<span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[AB1]</a>"
            "<span style='mso-special-character:comment'>&nbsp;</span></span></span> "
            "<del cite='mailto:A' datetime='2026-04-27T10:00'>six </del><ins cite='mailto:A'>new </ins>canals"
            "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>"
            "<span style='display:none;mso-hide:all'>hidden</span>."
            "<!--[if gte vml 1]><v:shape><v:imagedata src='file:///c:/x.png'/></v:shape><![endif]--><img src='file:///C:/x.png'></p>",
            "<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Really five?</p></div></div>",
            "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>Report.</p></div></div>",
        ),
        "<p>Five new canals.</p>",
    ),
    "Word: links, line breaks, spaces and empty paragraphs": (
        _word(
            "<p class=MsoNormal>Read <a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org&amp;data=05'>"
            "<span style='color:blue'>here</span></a>&nbsp;&nbsp; or\r\nwrite <a href='mailto:press@example.org'>to us</a>"
            "<br>\r\n5&nbsp;mln<span style='mso-spacerun:yes'>   </span>tenge, see <a href='#_Toc1'>below</a>.</p>",
            "<p class=MsoNormal><o:p>&nbsp;</o:p></p>",
            "<p class=MsoQuote><i>Quoted.</i></p>",
        ),
        '<p>Read <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org&amp;data=05">here</a> or write '
        '<a href="mailto:press@example.org">to us</a><br>5&nbsp;mln tenge, see below.</p><blockquote><p><em>Quoted.</em></p></blockquote>',
    ),
    "Word for the web: a list of lists": (
        "<div class='OutlineElement Ltr SCXW1'><p class='Paragraph SCXW1' role='heading' aria-level='2'><span class='TextRun SCXW1'>Plans</span>"
        "<span class='EOP SCXW1'>&nbsp;</span></p></div>"
        + _online("First", 1) + _online("Under it", 2) + _online("Second", 1) + _online("Number", 1, "2", "ol"),
        "<h2>Plans</h2><ul><li><p>First</p><ul><li><p>Under it</p></li></ul></li><li><p>Second</p></li></ul>"
        "<ol><li><p>Number</p></li></ol>",
    ),
    "Word for the web: a table, a line break, a link": (
        "<div class='OutlineElement Ltr'><p class='Paragraph'><span class='TextRun' style='font-weight:bold'>Bold</span><span class='LineBreakBlob'>"
        "<span class='BlobObject'>&nbsp;</span><br></span><a class='Hyperlink' href='https://example.org/' target='_blank'><span class='TextRun Underlined'>site</span></a></p></div>"
        "<div class='OutlineElement Ltr'><div class='TableContainer'><table class='Table Ltr' border='1'><tbody><tr role='row'><td role='columnheader' class='FirstRow'>"
        "<div class='TableCellContent'><div class='OutlineElement'><p class='Paragraph'>A</p></div></div></td><td><div><p>B</p></div></td></tr></tbody></table></div></div>",
        '<p><strong>Bold</strong><br><a href="https://example.org/">site</a></p>'
        "<table><tbody><tr><td><p>A</p></td><td><p>B</p></td></tr></tbody></table>",
    ),
    "Google Docs: styles instead of elements": (
        _google(
            '<h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-weight:400;white-space:pre-wrap;">Title</span></h1>'
            '<p dir="ltr"><span style="font-weight:700;">Bold</span><span style="font-weight:400;"> and </span><span style="font-style:italic;">italic</span>'
            '<span style="font-size:0.6em;vertical-align:super;">2</span> '
            '<a href="https://example.org/a?b=1&amp;c=2" style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">link</span></a></p>'
            '<br /><br /><p dir="ltr"><span style="text-decoration:line-through;">gone</span><span> kept</span></p>'
        ),
        "<h2>Title</h2><p><strong>Bold</strong> and <em>italic</em><sup>2</sup> "
        '<a href="https://example.org/a?b=1&amp;c=2">link</a></p><p>kept</p>',
    ),
    "Google Docs: a list that stands directly in a list": (
        _google(
            '<ul style="margin-top:0"><li dir="ltr" aria-level="1" style="list-style-type:disc"><p dir="ltr" role="presentation"><span>One</span></p></li>'
            '<ul><li dir="ltr" aria-level="2"><p role="presentation"><span>Under</span></p></li></ul>'
            '<li dir="ltr" aria-level="1"><p role="presentation"><span>Two</span></p></li></ul>'
            '<ol><li aria-level="1"><p><span>Number</span></p></li></ol>'
        ),
        "<ul><li><p>One</p><ul><li><p>Under</p></li></ul></li><li><p>Two</p></li></ul><ol><li><p>Number</p></li></ol>",
    ),
    "LibreOffice: fonts, a footnote, a list": (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>'
        '<title></title><meta name="generator" content="LibreOffice 7.4"/><style type="text/css">p { line-height: 115% }</style></head><body lang="en-GB" dir="ltr">'
        '<h3 class="western">Heading</h3><p align="left" style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3" style="font-size: 12pt"><b>Bold</b> <u>underlined</u></font></font>'
        '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><ol><li><p>One</p><ul><li><p>Dot</p></ul><li><p>Two</p></ol>'
        '<p><br/>\n\n</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>The note.</p></div></body></html>',
        "<h3>Heading</h3><p><strong>Bold</strong> underlined</p><ol><li><p>One</p><ul><li><p>Dot</p></li></ul></li><li><p>Two</p></li></ol>",
    ),
    "A news site: figures, scripts, advertisements, relative links": (
        "<article class='story'><nav><a href='/'>Home</a></nav><h1>Canal opened</h1><figure><img src='https://cdn.example/x.jpg'><figcaption>Photo: agency</figcaption></figure>"
        "<p class='lead'>The canal <a href='/tags/canal'>reaches</a> the <a href='https://example.org/village'>village</a>.</p><script>track()</script>"
        "<div><div>Words in a div.</div><button>Share</button></div><blockquote class='pull'>He said so.</blockquote>"
        "<iframe src='https://ads.example'></iframe><svg><text>Logo</text></svg><p>One<br><br>Two<br>still two</p></article>",
        '<h2>Canal opened</h2><p>The canal reaches the <a href="https://example.org/village">village</a>.</p><p>Words in a div.</p>'
        "<blockquote><p>He said so.</p></blockquote><p>One</p><p>Two<br>still two</p>",
    ),
    "An e-mail: quotations in quotations, tables for the layout": (
        "<table role='presentation'><tr><td><div>Dear colleagues,</div></td></tr></table>"
        "<blockquote>1<blockquote>2<blockquote>3<blockquote>4</blockquote></blockquote></blockquote></blockquote>",
        "<p>Dear colleagues,</p><blockquote><p>1</p><blockquote><p>2</p><blockquote><p>3</p><p>4</p></blockquote></blockquote></blockquote>",
    ),
    "An e-mail that kept Word's class but not its list": (
        "<p class='x_MsoNormal'>List:</p><p class='x_MsoListParagraph' style='margin-left:36pt'><span>·<span>&nbsp;&nbsp;&nbsp; </span></span>Dot</p>"
        "<p class='x_MsoListParagraph' style='margin-left:72pt'>o<span>&nbsp;&nbsp; </span>Circle</p><p class='x_MsoListParagraph' style='margin-left:36pt'>No marker here</p>",
        "<p>List:</p><ul><li><p>Dot</p><ul><li><p>Circle</p></li></ul></li></ul><p>No marker here</p>",
    ),
    "A PDF: bullets as characters": (
        "<p>• One of two</p><p>•\u00a0Two</p><p>§ 5 of the law stays.</p><p>1. So does a number.</p>",
        "<ul><li><p>One of two</p></li><li><p>Two</p></li></ul><p>§ 5 of the law stays.</p><p>1. So does a number.</p>",
    ),
    "Addresses that run something, and characters that nobody sees": (
        "<p onclick='x()'><a href='javascript:alert(1)'>click</a> <a href=' java\tscript:alert(1)'>me</a> <a href='data:text/html,x'>or</a> "
        "<a href='HTTPS://example.org/a b'>this</a>\u200b \u202epay\u00ad \ufeffnow</p>",
        '<p>click me or <a href="HTTPS://example.org/a%20b">this</a> pay now</p>',
    ),
    "A word": ("<meta charset='utf-8'><span style='color:red'>word</span>", "<p>word</p>"),
    "Nothing": ("<p>&nbsp;</p><div><br></div><!-- x --><img src=x>", ""),
}
