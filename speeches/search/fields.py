"""Texts → what the index holds of them. A field is its stems in order, between spaces: " water steppe ".

Asks nothing of a row but its fields, so that a migration can use it too.
"""

from django.conf import settings

from speeches.text.stems import bare, stems, words

_ROOM = 800_000  # bytes of different stems in a row; PostgreSQL refuses a tsvector of 1 MB


def of_edition(edition):
    """{field of IndexedText: its stems}, of an edition with its release and photos."""
    language = edition.release.language
    captions = [said for use in edition.edition_photos.all() for said in (use.caption, use.alt)]
    given = {
        "title": edition.title,
        "summary": edition.summary,
        "captions": "\n".join(captions),
        "body": edition.plain_text,
    }
    return _joined({name: _stems(value, language) for name, value in given.items()})


def of_version(version):
    """{field of IndexedStatement: its stems}, of a version with its speaker and the release of its edition."""
    language = version.edition.release.language
    return _joined({"speaker": _names(version, language), "words": _stems(version.quote, language)})


def _stems(value, language):
    """The stems, or the words themselves in a language that has none yet: nothing may stop a seal."""
    try:
        return stems(value, language)
    except ValueError:
        return [word.text for word in words(value)]


def _names(version, language):
    """The stems of the speaker's names in the language of the text, each name once."""
    names = [version.speaker_name]
    if version.speaker_id:
        aliases = getattr(version.speaker, f"aliases_{language}", "") or ""
        names = [called(version.speaker, "name", language), *aliases.splitlines()]
    found = dict.fromkeys(tuple(_stems(name, language)) for name in names)
    return [stem for name in found for stem in name]


def called(thing, field, language):
    """The translated `field` of a thing in a language, else in the next that it has; "" where it has none."""
    others = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    for code in (language, *others.get(language, ()), *others["default"]):
        if value := getattr(thing, f"{field}_{code}", ""):
            return value
    return ""


def of_name(value):
    """A name or a title for suggestions: whole words, whatever their case and the marks of Kazakh letters."""
    return _joined({"words": [bare(word.text) for word in words(value)]})


def _joined(fields):
    """Each field as it is stored; of a text with extremely many different words, what the database can hold."""
    seen, room = set(), _ROOM
    for name, found in fields.items():
        for number, stem in enumerate(found):
            if stem not in seen:
                seen.add(stem)
                room -= len(stem.encode())
            if room < 0:
                fields[name] = found[:number]
                break
    return {name: f" {' '.join(found)} " if found else " " for name, found in fields.items()}
