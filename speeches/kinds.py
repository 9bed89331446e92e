"""Kinds of documents that readers are offered: pure, bytes and a name in, a type or a reason against it out."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MAX_DOCUMENT, MAX_RECORDING = 50 * MEGABYTE, 100 * MEGABYTE
"""Bytes that a document and a recording may have: an hour of speech as MP3 has about 60 MB."""


class Kind(NamedTuple):
    """A kind of file: `mime` is sent to readers, `fits(data)` says whether the bytes are of that kind."""

    mime: str
    fits: Callable[[bytes], bool]

    @property
    def limit(self):
        """Bytes that such a file may have."""
        return MAX_RECORDING if self.mime.startswith("audio/") else MAX_DOCUMENT


def _begins(*signatures):
    return lambda data: data.startswith(signatures)


def _is_package(member):
    """A ZIP with `member` in it and no macros (ISO/IEC 29500-2; OpenDocument 1.3, part 2)."""

    def fits(data):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                names = package.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False
        return member in names and not any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names)

    return fits


def _is_odt(data):
    return b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200] and _is_package("content.xml")(data)


_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|script|svg|\?xml|iframe)\b", re.IGNORECASE | re.DOTALL
)


def _is_text(data):
    """Text in UTF-8 that no browser could take for a page."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data and not _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf"))


def _is_mp3(data):
    # An ID3 tag, or the sync word of a frame of MPEG audio, layer III (ISO/IEC 11172-3, 2.4.1.3).
    return data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2)


def _is_m4a(data):
    # ISO/IEC 14496-12: a file type box first; a film would have a handler for a video track.
    return data[4:8] == b"ftyp" and not re.search(rb"hdlr.{8}vide", data, re.DOTALL)


def _is_ogg(data):
    # RFC 3533: the first page tells what the stream holds.
    return data.startswith(b"OggS") and any(
        mark in data[:100] for mark in (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
    )


def _is_wav(data):
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE"


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".pdf": Kind("application/pdf", _begins(b"%PDF-")),
    ".docx": Kind(f"{_OFFICE}.wordprocessingml.document", _is_package("word/document.xml")),
    ".xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _is_package("xl/workbook.xml")),
    ".odt": Kind("application/vnd.oasis.opendocument.text", _is_odt),
    ".txt": Kind("text/plain", _is_text),
    ".csv": Kind("text/csv", _is_text),
    ".mp3": Kind("audio/mpeg", _is_mp3),
    ".m4a": Kind("audio/mp4", _is_m4a),
    ".ogg": Kind("audio/ogg", _is_ogg),
    ".opus": Kind("audio/ogg", _is_ogg),
    ".wav": Kind("audio/wav", _is_wav),
}
"""What an attachment may be, by the ending of its name. Never HTML or SVG: a browser would run what is in them."""
ACCEPTED = ",".join(KINDS)
"""The same for the `accept` of a file input."""


def ending_of(name):
    """The ending of a file name, in small letters and with its dot; "" without one."""
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def fault(name, size):
    """What stands against a file, told from name and bytes alone, as a sentence; "" where nothing does."""
    ending = ending_of(name)
    if ending not in KINDS:
        allowed = ", ".join(sorted(KINDS))
        return _("%(name)s: this kind of file is not offered to readers. Use: %(allowed)s.") % {
            "name": name,
            "allowed": allowed,
        }
    if size == 0:
        return _("%(name)s: the file is empty.") % {"name": name}
    if size > KINDS[ending].limit:
        return _("%(name)s: the file is larger than %(limit)d MB.") % {
            "name": name,
            "limit": KINDS[ending].limit // MEGABYTE,
        }
    return ""


def fault_inside(name, data):
    """What stands against the content of a file that has no `fault`, as a sentence; "" where nothing does."""
    ending = ending_of(name)
    if KINDS[ending].fits(data):
        return ""
    if KINDS[ending].fits is _is_text:
        return _("%(name)s: this is no plain text. Save it as text in UTF-8.") % {"name": name}
    return _("%(name)s: the content is not what the ending %(ending)s says.") % {"name": name, "ending": ending}
