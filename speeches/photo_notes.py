"""What a photo for the press says of itself: caption, credit and source, inside the JPEG. Pure: bytes in, bytes out.

XMP (ISO 16684-1) in an APP1 segment (XMP Specification Part 3, section 1.1.3), in the properties of the IPTC Photo
Metadata Standard that agencies read. The pixels are not touched.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from speeches.text import truncate

_MARK = b"http://ns.adobe.com/xap/1.0/\0"
_LONGEST = 2000
"""Characters of a property: a segment holds 65,533 bytes, and a character of XML may take six and more of them."""
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}


@dataclass(frozen=True)
class Notes:
    """What is written: texts in `language` (BCP 47); `day` as YYYY-MM-DD; `url` is the page that shows the photo."""

    headline: str
    caption: str
    alt: str
    credit: str
    source: str
    day: str
    url: str
    language: str


def with_notes(jpeg: bytes, notes: Notes) -> bytes:
    """The JPEG with `notes` in it, the same bytes for the same input. Raises ValueError for what is no JPEG."""
    if not jpeg.startswith(b"\xff\xd8\xff"):
        raise ValueError("no JPEG")
    packet = _MARK + _packet(notes).encode()
    segment = b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet
    # Behind JFIF's own segment, which has to come first (JFIF 1.02).
    place = 2
    if jpeg[3] == 0xE0:
        place += 2 + int.from_bytes(jpeg[4:6], "big")
    return jpeg[:place] + segment + jpeg[place:]


def _packet(notes):
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _SPACES.items())
    parts = [
        _in_language("dc:description", notes.caption, notes.language),
        _in_language("dc:rights", notes.credit, notes.language),
        _in_language("Iptc4xmpCore:AltTextAccessibility", notes.alt, notes.language),
        _plain("photoshop:Headline", notes.headline),
        _plain("photoshop:Credit", notes.credit),
        _plain("photoshop:Source", notes.source),
        _plain("photoshop:DateCreated", notes.day),
        _plain("xmpRights:WebStatement", notes.url),
    ]
    if notes.credit:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{_text(notes.credit)}</rdf:li></rdf:Seq></dc:creator>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    )


def _text(value):
    """`value` as XML 1.0 takes it: cut, escaped, without characters that it cannot hold."""
    held = "".join(one for one in value if one in "\t\n\r" or one >= " " and one not in "\ufffe\uffff")
    held = held.encode("utf-8", "ignore").decode()  # lone surrogates
    return escape(truncate(held, _LONGEST))


def _plain(name, value):
    return f"<{name}>{_text(value)}</{name}>" if value else ""


def _in_language(name, value, language):
    if not value:
        return ""
    items = "".join(f"<rdf:li xml:lang={quoteattr(code)}>{_text(value)}</rdf:li>" for code in ("x-default", language))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
