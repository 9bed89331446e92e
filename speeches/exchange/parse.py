"""A release from a text file: title, the title again (or not), date line, one line a paragraph. Pure.

What cannot be read without doubt is refused as a whole, with the line that a person has to look at.
"""

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from speeches import text
from speeches.text.characters import INVISIBLE, SPACES

from .dates import EXAMPLES, BadDate, NoDate, language_of_date_line, read_date_line

ENCODINGS = ("utf-8", "cp1251")
MAX_BYTES = 2 * 1024 * 1024
"""A whole file. The longest speeches on record have some 300 KB."""
MAX_LINE = 20_000
MAX_TITLE = 300
MAX_DATELINE = 200

_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")
_BLANK = " " + SPACES + INVISIBLE
_TAG = re.compile(r"<(?:!--|!DOCTYPE\b|\?xml\b|/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,30});")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_CYRILLIC_WORD = re.compile("[А-Яа-яЁё]{3}")
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP, DOCX, ODT",
    b"\xd0\xcf\x11\xe0": "DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "GZIP",
    b"\x7fELF": "ELF",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class BadFile(ValueError):
    """A file that holds no release that can be read without doubt.

    `reason` is one sentence for a person; `line` counts from 1, None where no line is to blame; `name` is the file's.
    As a string it is the one line that a report needs: name:line: reason.
    """

    def __init__(self, reason, line=None, name=""):
        self.reason, self.line, self.name = reason, line, name
        super().__init__(reason)

    def __str__(self):
        place = ":".join(str(part) for part in (self.name, self.line) if part)
        return f"{place}: {self.reason}" if place else self.reason


@dataclass(frozen=True)
class ParsedRelease:
    """A release as its file tells it: text in NFC, one string a paragraph.

    `dateline` is the date line as printed and `date` the day that it names, `place` the place before it or ''.
    `spans` are the paragraphs' places in `source`, the decoded file as it stands (code points, end-exclusive; a byte
    order mark counts as one). `notes` are sentences about what was odd and yet clear. `date_at` and `title_at` are
    lines, counted from 1.
    """

    title: str
    date: datetime.date
    dateline: str
    place: str
    paragraphs: tuple[str, ...]
    language: str
    spans: tuple[tuple[int, int], ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    title_at: int = 1
    date_at: int = 1

    @property
    def body(self):
        """The paragraphs as the HTML of a body."""
        return text.html_from_paragraphs(self.paragraphs)

    @property
    def sha256(self):
        """SHA-256 (hex) of what the release says; the same whatever encoding, line ends or spaces the file has."""
        return said_hash(self.title, self.dateline, "\n\n".join(self.paragraphs))


def said_hash(title: str, dateline: str, plain_text: str) -> str:
    """SHA-256 (hex) of what an imported text says, to tell a changed one."""
    return hashlib.sha256("\n".join((title, dateline, plain_text)).encode()).hexdigest()


@dataclass(frozen=True)
class _Line:
    number: int
    start: int
    end: int
    words: str


def parse(data: bytes, *, language: str, encoding: str = "utf-8", name: str = "") -> ParsedRelease:
    """The release that a file with the content `data` holds. Raises BadFile, which tells the file's `name`.

    `language` (en, ru or kk) decides in which forms the date line is read; `encoding` is one of ENCODINGS.
    """
    try:
        return _parse(data, language, encoding)
    except BadFile as error:
        error.name = name
        raise


def _parse(data, language, encoding):
    source = decode(data, encoding)
    lines = _lines(source)
    if not lines:
        raise BadFile(_("The file holds nothing but white space."))
    _refuse_characters(source)
    _refuse_markup(lines)
    notes = []
    title, rest = _title(lines, language, notes)
    if not rest:
        raise BadFile(_("The file ends after the title; a date line such as “%s” must follow.") % EXAMPLES[language])
    dated, day = rest[0], _date_line(rest[0], language)
    if day.weekday is not None and day.weekday != day.date.weekday():
        notes.append(_("The weekday in the date line is not that of %(date)s.") % {"date": day.date.isoformat()})
    paragraphs = rest[1:]
    if not paragraphs:
        raise BadFile(_("No paragraph follows the date line."), dated.number)
    _refuse_second_date(paragraphs[0], language)
    for line in paragraphs:
        if len(line.words) > MAX_LINE:
            raise _too_long(line.number)
    if len(text.html_from_paragraphs([line.words for line in paragraphs])) > text.MAX_BODY:
        raise BadFile(_("The text has more than %d characters with its markup.") % text.MAX_BODY)
    return ParsedRelease(
        title=title.words,
        date=day.date,
        dateline=dated.words,
        place=day.place,
        paragraphs=tuple(line.words for line in paragraphs),
        language=language,
        spans=tuple((line.start, line.end) for line in paragraphs),
        source=source,
        notes=tuple(notes),
        title_at=title.number,
        date_at=dated.number,
    )


def decode(data: bytes, encoding: str) -> str:
    """The text of a file with a byte order mark or without, as it stands. Raises BadFile."""
    if not data:
        raise BadFile(_("The file is empty."))
    if len(data) > MAX_BYTES:
        last = data.rfind(b"\n", 0, MAX_BYTES) + 1
        if MAX_BYTES - last > MAX_LINE * 4:
            raise _too_long(_line_of(data, last))
        raise BadFile(_("The file is larger than %d KiB: that is not one release.") % (MAX_BYTES // 1024))
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise BadFile(_("This is no plain text but another kind of file (%s).") % kind)
    nul = data.find(b"\0")
    if data.startswith(_UTF16) or (nul >= 0 and _looks_like_utf16(data)):
        raise BadFile(_("The text is in UTF-16. Save it as UTF-8."))
    if nul >= 0:
        raise BadFile(_("Binary data: a NUL byte at offset %d.") % nul, _line_of(data, nul))
    return _decode_cp1251(data) if encoding == "cp1251" else _decode_utf8(data)


def _decode_utf8(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        if error.reason == "unexpected end of data":
            reason = _("The file is cut off in the middle of a character, at byte %d.") % error.start
            raise BadFile(reason, line) from None
        if _reads_as_cp1251(data):
            reason = _("Byte %(at)d is not UTF-8; the text seems to be in CP1251: declare that encoding.")
        else:
            reason = _("Byte %(at)d (0x%(byte)02X) is not UTF-8.")
        raise BadFile(reason % {"at": error.start, "byte": data[error.start]}, line) from None


def _decode_cp1251(data):
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            raise BadFile(_("The text is in UTF-8, not in CP1251 as declared."))
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as error:
        reason = _("Byte %(at)d (0x%(byte)02X) stands for nothing in CP1251.")
        raise BadFile(reason % {"at": error.start, "byte": data[error.start]}, _line_of(data, error.start)) from None


def _reads_as_cp1251(data):
    """Whether nearly all of the bytes beyond ASCII are Russian letters in CP1251, and some make a word."""
    foreign = bytes(byte for byte in data if byte > 127).decode("cp1251", "replace")
    words = _CYRILLIC_WORD.search(data.decode("cp1251", "replace"))
    return bool(words) and len(_CYRILLIC.findall(foreign)) > 0.8 * len(foreign)


def _looks_like_utf16(data):
    """Whether about every second byte, and no other, is NUL or the high byte of a Cyrillic letter: UTF-16, no mark."""
    head = data[:2000]
    fewer, more = sorted(sum(byte in (0, 4) for byte in head[parity::2]) for parity in (0, 1))
    return more > 0.4 * len(head) > 8 * fewer


def _line_of(data, offset):
    """The line (from 1) of a byte; CR, LF and CRLF end one."""
    head = data[:offset]
    return 1 + head.count(b"\n") + head.count(b"\r") - head.count(b"\r\n")


def _too_long(line):
    reason = _("The line is longer than %d characters: a paragraph is missing its line breaks.")
    return BadFile(reason % MAX_LINE, line)


def _lines(source):
    """The lines of the file that are not blank, normalised, with their numbers and places in `source`."""
    lines, start, number = [], 0, 1
    while start <= len(source):
        match = _BREAK.search(source, start)
        end = match.start() if match else len(source)
        raw = source[start:end]
        words = text.normalise_line(raw)
        if words:
            shown = raw.strip(_BLANK)
            first = start + raw.index(shown)
            lines.append(_Line(number, first, first + len(shown), words))
        if match is None:
            break
        start = match.end()
        number += 1
    return lines


def _refuse_characters(source):
    problems = text.problem_characters(source)
    if problems:
        first = problems[0]
        line = 1 + len(_BREAK.findall(source, 0, first.index))
        if first.codepoint == "U+FFFD":
            raise BadFile(_("A character was lost in an earlier conversion (U+FFFD stands in its place)."), line)
        reason = _("The character %(codepoint)s (%(name)s) must not stand in a text.")
        raise BadFile(reason % {"codepoint": first.codepoint, "name": first.name}, line)


def _refuse_markup(lines):
    for line in lines:
        found = _TAG.search(line.words) or _ENTITY.search(line.words)
        if found:
            reason = _("Markup in a plain text: “%s”.") % text.truncate(found.group(), 40)
            raise BadFile(reason, line.number)


def _title(lines, language, notes):
    """The title's line and the lines after it, its repetition left out."""
    title, rest = lines[0], lines[1:]
    if language_of_date_line(title.words, with_place=False):
        raise BadFile(_("The title is missing: the file begins with a date line."), title.number)
    if len(title.words) > MAX_TITLE:
        reason = _("The title has %(has)d characters; at most %(limit)d are allowed.")
        raise BadFile(reason % {"has": len(title.words), "limit": MAX_TITLE}, title.number)
    if not any(unicodedata.category(character).startswith("L") for character in title.words):
        raise BadFile(_("The title is missing: “%s” has no letter.") % text.truncate(title.words, 40), title.number)
    if rest and rest[0].words.casefold() == title.words.casefold():
        if rest[0].words != title.words:
            notes.append(_("The title is repeated with other capitals; the first is kept."))
        rest = rest[1:]
    return title, rest


def _date_line(line, language):
    """The `DateLine` in `line`, which must be one."""
    shown = {"line": text.truncate(line.words, 60), "example": EXAMPLES[language]}
    try:
        day = read_date_line(line.words, language)
    except BadDate as error:
        reason = _("The date line “%(line)s” is wrong: %(why)s.")
        raise BadFile(reason % {**shown, "why": error}, line.number) from None
    except NoDate:
        other = language_of_date_line(line.words)
        if other:
            reason = _(
                "The date line “%(line)s” is in the form of another language (%(other)s) than the text's (%(own)s)."
            )
            raise BadFile(reason % {**shown, "other": other, "own": language}, line.number) from None
        reason = _("No date line: “%(line)s” stands where a date such as “%(example)s” belongs.")
        raise BadFile(reason % shown, line.number) from None
    if len(line.words) > MAX_DATELINE:
        reason = _("The date line has %(has)d characters; at most %(limit)d are allowed.")
        raise BadFile(reason % {"has": len(line.words), "limit": MAX_DATELINE}, line.number)
    return day


def _refuse_second_date(line, language):
    if language_of_date_line(line.words):
        reason = _("A second date line: “%s”. Only one can be the release's.")
        raise BadFile(reason % text.truncate(line.words, 60), line.number)
