"""Citations of a statement or a release: a line of text, BibTeX, RIS and CSL-JSON. Pure, and the same on every day.

No date of access is given: Chicago 17 (14.12) wants none where a date of publication is known, and a citation that
told when it was read would differ from one request to the next.
"""

import json
import re
from dataclasses import dataclass
from datetime import date

from speeches.text import normalise_line, transliterate, truncate

DIRECT, INDIRECT, MIXED = "direct", "indirect", "mixed"
_TITLE = 160
"""Characters of the words that stand as a title; all of them stand in the abstract."""
_LINE = 400
"""Characters of the words in a line of plain text."""
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ұлы|улы|қызы|кызы|v[iy]ch|vna|uly|qyzy|kyzy)$", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """A person's name in two parts; one that cannot be parted stands whole in `family`."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Source:
    """What is cited: the words of a statement, who said them, and the release in which they stand; or a release.

    A release as a whole has no `words`, `mode` and `author`: its publisher speaks, and its title is what is cited.
    `words`, `title`, `publisher`, `event` and `themes` are in `language`, that of the release; so is `kind`, except
    where a line of plain text is wanted in another language. `edition` counts from 1, None where there is but one.
    `changed` says that the text has been changed since that edition.
    """

    id: str
    words: str
    url: str
    mode: str
    title: str
    kind: str
    publisher: str
    date: date
    language: str
    author: Name | None = None
    event: str = ""
    themes: tuple[str, ...] = ()
    edition: int | None = None
    changed: bool = False

    @property
    def whole(self) -> bool:
        """Whether a release is cited, not a statement in it."""
        return not self.words


def split_name(name: str, known: tuple[str, ...] | list[str] = ()) -> Name:
    """The family and given name in `name`; `known` are other forms of it, such as the family name alone.

    A known form that ends (or, failing that, begins) the name is the family name. Else a patronymic tells which
    order the name has; else the family name is the last word, with particles in small letters before it.
    """
    words = normalise_line(name).split()
    if len(words) < 2:
        return Name(" ".join(words))
    forms = sorted({tuple(form.split()) for form in known if 0 < len(form.split()) < len(words)}, key=len)
    for form in forms:
        if tuple(words[-len(form) :]) == form and not (len(words) > 2 and _PATRONYMIC.search(form[-1])):
            return _parted(words, len(words) - len(form), len(words))
    for form in forms:
        if tuple(words[: len(form)]) == form:
            return _parted(words, 0, len(form))
    if len(words) > 2 and _PATRONYMIC.search(words[-1]):
        return _parted(words, 0, 1)
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return _parted(words, first, len(words))


def _parted(words: list[str], first: int, last: int) -> Name:
    return Name(" ".join(words[first:last]), " ".join(words[:first] + words[last:]))


def initials(given: str) -> str:
    """ "Касым-Жомарт Кемелевич" → "К.-Ж. К."."""
    return " ".join(
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in given.split() if word.strip("-")
    )


# A line of plain text


def plain(source: Source, language: str) -> str:
    """The citation as one line, as a bibliography in `language` has it: by GOST R 7.0.5–2008 for Russian and Kazakh,
    else in the manner of the Chicago Manual of Style (17th edition, bibliography).
    """
    return _gost(source, language) if language in _GOST else _chicago(source)


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _chicago(source: Source) -> str:
    if source.whole:
        title = _closed(_requoted(_line(source.title), "“”", "‘’"), ".?!…")
        edition = f", edition {source.edition}" if source.edition else ""
        day = f"{_MONTHS[source.date.month - 1]} {source.date.day}, {source.date.year}"
        return f"{_closed(_line(source.publisher), '.')} “{title}” {source.kind}{edition}. {day}. {source.url}."
    author = source.author
    who = f"{author.family}, {author.given}" if author and author.given else author.family if author else ""
    words = _closed(_requoted(_told(source, _LINE), "“”", "‘’"), ".?!…")
    title = _requoted(_line(source.title), "“”", "‘’")
    comma = "" if title[-1:] in "?!" else ","
    parts = [
        _closed(who, ".") if who else "",
        f"“{words}”",
        {INDIRECT: "Reported speech.", MIXED: "Partly reported speech."}.get(source.mode, ""),
        f"In “{title}{comma}” {_lowered(source.kind)}{f', edition {source.edition}' if source.edition else ''}.",
        f"{_line(source.publisher)}, {_MONTHS[source.date.month - 1]} {source.date.day}, {source.date.year}.",
        f"{source.url}.",
    ]
    return " ".join(part for part in parts if part)


_GOST = {
    "ru": {INDIRECT: "косвенная речь", MIXED: "косвенная и прямая речь", "edition": "редакция {}"},
    "kk": {INDIRECT: "төлеу сөз", MIXED: "төл сөз бен төлеу сөз", "edition": "{}-нұсқа"},
}


def _gost(source: Source, language: str) -> str:
    says = _GOST[language]
    if source.whole:
        edition = f". {says['edition'].format(source.edition).capitalize()}" if source.edition else ""
        title = f"{_line(source.title)} : {_lowered(source.kind)} / {_line(source.publisher)}{edition}"
        return f"{title}. {source.date:%d.%m.%Y}. URL: {source.url}"
    author = source.author
    who = f"{author.family} {initials(author.given)}".strip() if author else ""
    words = _requoted(_told(source, _LINE), "«»", "„“")
    mode = f" [{says[source.mode]}]" if source.mode in says else ""
    edition = f", {says['edition'].format(source.edition)}" if source.edition else ""
    parts = [
        who,
        f"«{words}»{mode} // {_line(source.title)} : {_lowered(source.kind)}{edition} / {_line(source.publisher)}.",
        f"{source.date:%d.%m.%Y}.",
        f"URL: {source.url}",
    ]
    return " ".join(part for part in parts if part)


def _line(words: str) -> str:
    return normalise_line(words)


def _told(source: Source, limit: int) -> str:
    return truncate(_line(source.words), limit)


def _closed(words: str, marks: str) -> str:
    """`words` with a full stop, unless it ends with one of `marks`, within closing quotation marks too."""
    return words if words.rstrip("”’»\"'“)")[-1:] in tuple(marks) else f"{words}."


def _lowered(kind: str) -> str:
    """A kind of release in the middle of a line: "press release"; an abbreviation keeps its capitals."""
    return kind if kind[1:2].isupper() else kind[:1].lower() + kind[1:]


_QUOTES = {"“": 0, "«": 0, "„": 0, "”": 1, "»": 1}


def _requoted(words: str, outer: str, inner: str) -> str:
    """`words` as they stand within the marks `outer`: their own marks become `inner`, closing ones told by place."""
    told = []
    for index, mark in enumerate(words):
        if mark in '"“”«»„':
            after = words[index - 1 : index] if index else " "
            side = _QUOTES.get(mark)
            if side is None or (mark == "“" and "„" in words):
                side = int(not (after.isspace() or after in "([«“„—–-"))
            mark = inner[side]
        told.append(mark)
    return "".join(told)


# Files for reference managers


_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # a bare \{ would count as a brace in the search for the end of the field
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "$&#%_"},
}
_BIBTEX_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_BABEL = {"en": "english", "ru": "russian", "kk": "kazakh"}


def bibtex(source: Source) -> str:
    """One BibTeX entry, which BibLaTeX reads as well: UTF-8, with LaTeX's own characters escaped."""
    fields = {
        "author": _bibtex_author(_author(source)),
        "title": f"{{{_tex(_title(source))}}}",
        "howpublished": _tex(source.kind)
        if source.whole
        else f"{{{_tex(_line(source.title))}}}, {_tex(_lowered(source.kind))}",
        "publisher": f"{{{_tex(_line(source.publisher))}}}",
        "year": str(source.date.year),
        "date": source.date.isoformat(),
        "url": source.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "language": source.language,
        "langid": _BABEL.get(source.language, ""),
        "eventtitle": f"{{{_tex(_line(source.event))}}}" if source.event else "",
        "keywords": ", ".join(_tex(_line(theme).replace(",", " ")) for theme in source.themes),
        "abstract": _tex(_line(source.words)),
        "note": _tex(_note(source)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    lines.append(f"  month = {_BIBTEX_MONTHS[source.date.month - 1]},")  # a macro: no braces
    return f"@misc{{{key(source)},\n" + "\n".join(lines) + "\n}\n"


def _title(source: Source) -> str:
    return _line(source.title) if source.whole else _told(source, _TITLE)


def _author(source: Source) -> Name | None:
    """Who is cited: of a release its publisher, a name that is not to be parted."""
    return Name(_line(source.publisher)) if source.whole else source.author


def key(source: Source) -> str:
    """The name of the entry: ASCII letters and digits, the lasting id at its end."""
    family = transliterate(source.author.family, source.language) if source.author else ""
    kind = "release" if source.whole else "statement"
    return f"{re.sub('[^a-z]', '', family.lower())[:40] or kind}{source.date.year}-{source.id}"


def _tex(words: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in words)


def _bibtex_author(author: Name | None) -> str:
    if author is None:
        return ""
    if not author.given:
        return f"{{{_tex(author.family)}}}"
    # A comma or an "and" inside a name would part it.
    held = [
        f"{{{_tex(part)}}}" if re.search(r",|\band\b", part, re.IGNORECASE) or part[:1].islower() else _tex(part)
        for part in (author.family, author.given)
    ]
    return ", ".join(held)


_NOTES = {
    "en": {
        DIRECT: "Direct quotation",
        INDIRECT: "Reported speech",
        MIXED: "Partly reported speech",
        "edition": "edition {} of the release",
        "changed": "the text has been changed since",
    },
    "ru": {
        DIRECT: "Прямая речь",
        INDIRECT: "Косвенная речь",
        MIXED: "Косвенная и прямая речь",
        "edition": "редакция {} релиза",
        "changed": "впоследствии текст изменён",
    },
    "kk": {
        DIRECT: "Төл сөз",
        INDIRECT: "Төлеу сөз",
        MIXED: "Төл сөз бен төлеу сөз",
        "edition": "хабарламаның {}-нұсқасы",
        "changed": "мәтін кейін өзгертілген",
    },
}
"""Of a citation's file, by the language of what is cited."""


def _note(source: Source) -> str:
    """What a reader of a bibliography should know, in the language of what is cited: how it is told, and where."""
    says = _NOTES.get(source.language, _NOTES["en"])
    parts = [
        says.get(source.mode, ""),
        says["edition"].format(source.edition) if source.edition else "",
        says["changed"] if source.changed else "",
    ]
    told = "; ".join(part for part in parts if part)
    return told[:1].upper() + told[1:]


def ris(source: Source) -> str:
    """One RIS record (the format of Research Information Systems): a field a line, CRLF, UTF-8."""
    author = _author(source)
    fields = [
        ("TY", "ELEC"),
        ("ID", key(source)),
        ("AU", f"{_without_commas(author.family)}, {author.given}" if author and author.given else ""),
        ("AU", author.family if author and not author.given else ""),
        ("TI", _title(source)),
        ("T2", "" if source.whole else source.title),
        ("M3", source.kind),
        ("PB", source.publisher),
        ("PY", f"{source.date.year:04}"),
        ("DA", f"{source.date:%Y/%m/%d}/"),
        ("UR", source.url),
        ("LA", source.language),
        ("AB", source.words),
        *(("KW", theme) for theme in source.themes),
        ("N1", source.event),
        ("N1", _note(source)),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if _line(value) or tag == "ER"]
    return "\r\n".join(lines) + "\r\n"


def _without_commas(family: str) -> str:
    return family.replace(",", "")


def csl(source: Source) -> list[dict]:
    """The items of a CSL-JSON file (CSL 1.0.2, "csl-data.json"): one, of the type webpage."""
    author = _author(source)
    day = source.date
    item = {
        "id": key(source),
        "type": "webpage",
        "title": _title(source),
        "container-title": "" if source.whole else _line(source.title),
        "genre": _line(source.kind),
        "publisher": _line(source.publisher),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": source.url,
        "language": source.language,
        "abstract": _line(source.words),
        "note": _note(source),
    }
    item = {name: value for name, value in item.items() if value}
    if author and _line(author.family):
        name = {"family": author.family, "given": author.given} if author.given else {"literal": author.family}
        item["author"] = [name]
    if source.event:
        item["event-title"] = _line(source.event)
    if source.themes:
        item["keyword"] = ", ".join(_line(theme).replace(",", " ") for theme in source.themes)
    return [item]


def csl_json(source: Source) -> str:
    return json.dumps(csl(source), ensure_ascii=False, indent=2) + "\n"


FORMATS = {
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}
"""By the end of a file's name: what writes it, and its media type."""
