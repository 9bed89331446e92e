"""What a release is about: event, series, ordinal, speakers and themes, among those that the newsroom knows. Pure.

Names are found in any of their inflected forms: words are the same when they differ only by an ending that the
language has. Nothing is guessed: what is named but not known, or could mean two things, is told.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from .ordinals import ordinal_at, ordinal_before

MAX_THEMES = 5
LEAST_WEIGHT, LEAST_SHARE = 2, 0.15
"""A theme is proposed from this weight on, and from this share of the heaviest. Tried on the corpus of 36 releases:
three proposals in four are right, and four of five right themes are proposed."""
NEAR = datetime.timedelta(days=3)
"""How far from the date line an event may lie that is not named by its number in the title."""
SAME_DAY_SHARE = 0.7
"""How much of an event's title must stand in a release of its day that does not name it word for word."""

_WORD = re.compile(r"\d+(?:-?[^\W\d_]+)?|[^\W\d_]+(?:[-'’‑][^\W\d_]+)*")
_KK_NUMBERED = re.compile(r"(\d{1,3})-([^\W\d_]{4,})")
_ENDINGS = {
    "en": re.compile(r"(?:['’]?s|es|e|y|ies|e?d|ing|ions?)?", re.ASCII),
    "ru": re.compile(
        r"(?:[аяыиуюоеёьй]|[оеё][йюмв]|[еи]ю|[аяыи]м|[аяыи]ми|[аяыи]х|[ыи][йе]|[ая]я|[ое]е|[ое]го|[ое]му|[ую]ю"
        r"|и[яиюйе]|и[еяё][йм]|ия[мх]|иями|ь[яеюё]|ь[еёя][йм])?"
    ),
    "kk": re.compile(
        r"(?:[лдт][ае]р)?(?:[ыі]?[мң]|[сц]?[ыі]|[ыі]?м[ыі]з)?"
        r"(?:[ндт][ыі]ң|[ғқ]а|[гк]е|н?[ае]|[ндт][ыі]|н|н?[дт][ае]|н?[дтн][ае]н|[мбп]ен)?(?:ғы|гі)?"
    ),
}


class KnownName(NamedTuple):
    """Something that the newsroom knows, by its slug and every name that texts in one language give it."""

    slug: str
    names: tuple[str, ...]


class KnownEvent(NamedTuple):
    slug: str
    title: str
    series: str
    ordinal: int | None
    starts_on: datetime.date
    ends_on: datetime.date | None


class KnownTenure(NamedTuple):
    office: str
    person: str
    held_from: datetime.date | None
    held_until: datetime.date | None


@dataclass(frozen=True)
class Recognised:
    """What was recognised, as slugs ('' and None: nothing), themes with the weight of their terms, the heaviest
    first, and in `missed` a sentence for each thing that was not.
    """

    event: str = ""
    series: str = ""
    ordinal: int | None = None
    speakers: tuple[str, ...] = ()
    themes: tuple[tuple[str, int], ...] = ()
    missed: tuple[str, ...] = ()


class _Hit(NamedTuple):
    start: int
    end: int
    slugs: tuple[str, ...]
    ordinal: int | None = None


def same_word(one: str, other: str, language: str) -> bool:
    """Whether two words in lower case are the same but for an ending: "сессия" and "сессией"."""
    if one == other:
        return True
    kept = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    kept = min(len(one), len(other)) if kept is None else kept
    endings = _ENDINGS[language]
    return kept >= 3 and bool(endings.fullmatch(one, kept) and endings.fullmatch(other, kept))


def tokens(passage: str, language: str) -> list[str]:
    """The words of a passage as they stand; a Kazakh "14-сессия" gives the number and the noun."""
    words = []
    for word in _WORD.findall(passage):
        numbered = _KK_NUMBERED.fullmatch(word) if language == "kk" else None
        if numbered and not ordinal_at([word], 0, language):
            words += [f"{numbered[1]}-ші", numbered[2]]
        else:
            words.append(word)
    return words


class Phrases:
    """Names of several words, found in a text in any inflection, with an ordinal before or among their words.

    With `stems` a word of a name, of four letters or more, also stands for every word that begins with it.
    """

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]], language: str, stems: bool = False):
        self.language, self.stems = language, stems
        slugs = defaultdict(dict)
        for slug, names in named:
            for name in names:
                words = tuple(word.lower() for word in tokens(name, language))
                if words:
                    slugs[words][slug] = None
        self._starting = defaultdict(list)
        for words in sorted(slugs, key=lambda words: (-len(words), words)):
            self._starting[words[0][:3]].append((words, tuple(slugs[words])))

    def find(self, words: list[str]) -> list[_Hit]:
        """The names in a text of `words`, in order; where two overlap, the longer."""
        lower = [word.lower() for word in words]
        hits = []
        for start, word in enumerate(lower):
            for phrase, slugs in self._starting.get(word[:3], ()):
                matched = self._match(words, lower, start, phrase)
                if matched:
                    end, ordinal = matched
                    before = ordinal_before(words, start, self.language)
                    if ordinal is None and before:
                        ordinal = before[0]
                    hits.append(_Hit(start, end, slugs, ordinal))
        kept = []
        for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
            rival = next((other for other in kept if hit.start < other.end and other.start < hit.end), None)
            if rival is None:
                kept.append(hit)
            elif rival[:2] == hit[:2]:
                kept[kept.index(rival)] = rival._replace(slugs=tuple(dict.fromkeys(rival.slugs + hit.slugs)))
        return sorted(kept)

    def _match(self, words, lower, start, phrase):
        at, ordinal = start, None
        for number, wanted in enumerate(phrase):
            if at < len(lower) and self._same(lower[at], wanted):
                at += 1
                continue
            found = ordinal_at(words, at, self.language) if number and at < len(words) else None
            at += found[1] if found else 0
            if not found or at >= len(lower) or not self._same(lower[at], wanted):
                return None
            ordinal = found[0]
            at += 1
        return at, ordinal

    def _same(self, word, wanted):
        begins = self.stems and len(wanted) > 3 and word.startswith(wanted)
        return begins or same_word(word, wanted, self.language)


@dataclass
class Known:
    """What a newsroom knows, with its names in one language; build it once for many texts."""

    language: str
    people: Iterable[KnownName] = ()
    offices: Iterable[KnownName] = ()
    tenures: Iterable[KnownTenure] = ()
    series: Iterable[KnownName] = ()
    events: Iterable[KnownEvent] = ()
    themes: Iterable[KnownName] = ()
    _phrases: dict = field(default_factory=dict, init=False)

    def __post_init__(self):
        language = self.language
        self._phrases = {
            "people": Phrases(self.people, language),
            "offices": Phrases(self.offices, language),
            "series": Phrases(self.series, language),
            "events": Phrases(((event.slug, [event.title]) for event in self.events), language),
            "themes": Phrases(self.themes, language, stems=True),
        }
        self.event_by_slug = {event.slug: event for event in self.events}
        self.numbered = {(event.series, event.ordinal): event for event in self.events if event.ordinal is not None}
        self.of_series = defaultdict(list)
        for event in self.events:
            self.of_series[event.series].append(event)
        self.on_day = defaultdict(list)
        for event in self.events:
            self.on_day[event.starts_on].append(event)

    def find(self, kind, words):
        return self._phrases[kind].find(words)


def recognise(title: str, paragraphs: Iterable[str], date: datetime.date, known: Known) -> Recognised:
    """What a release of `date` says it is about: event and speakers by title and first paragraph, themes by all."""
    paragraphs = list(paragraphs)
    parts = [tokens(passage, known.language) for passage in (title, *paragraphs[:1])]
    missed = []
    event, series, ordinal = _event(parts, date, known, missed)
    speakers = _speakers(parts, date, known, missed)
    themes = _themes(title, paragraphs, known)
    if not themes:
        missed.append(_("No theme: no term of any stands in the text."))
    return Recognised(event, series, ordinal, speakers, themes, tuple(missed))


def _event(parts, date, known, missed):
    """(event, series, ordinal); what is named in the title goes before the first paragraph."""
    series, told = "", []
    for words, is_title in zip(parts, (True, False), strict=False):
        hits = known.find("series", words)
        for hit in hits:
            for slug in hit.slugs if hit.ordinal is not None else ():
                event = known.numbered.get((slug, hit.ordinal))
                if event and (is_title or _near(event, date)):
                    return event.slug, slug, hit.ordinal
                if not event:
                    shown = " ".join(words[max(0, hit.start - 1) : hit.end])
                    told.append(
                        _("“%(name)s”: no event %(number)d in the series %(series)s.")
                        % {"name": shown, "number": hit.ordinal, "series": slug}
                    )
                    if is_title:
                        missed += told
                        return "", slug, hit.ordinal
        named = [known.event_by_slug[slug] for hit in known.find("events", words) for slug in hit.slugs]
        meant = [event for hit in hits for slug in hit.slugs for event in known.of_series[slug]]
        for candidates in (named, meant if is_title else ()):
            near = {event.slug: event for event in candidates if _near(event, date)}
            if len(near) == 1:
                (event,) = near.values()
                return event.slug, event.series, event.ordinal
        if hits and not series and is_title:
            series = hits[0].slugs[0]
        told += _unknown_ordinals(words, hits, known.language)
    event = _same_day(parts, date, known)
    if event:
        return event.slug, event.series, event.ordinal
    missed += dict.fromkeys(told)
    if series:
        missed.append(
            _("The series %(series)s is named, but no event of it is known at that date.") % {"series": series}
        )
    else:
        missed.append(_("No event: neither title nor first paragraph names one that is known at that date."))
    return "", series, None


def _near(event, date):
    return event.starts_on - NEAR <= date <= (event.ends_on or event.starts_on) + NEAR


def _same_day(parts, date, known):
    """The one event of the day most of whose title's words stand in title or first paragraph, or None."""
    words = {word.lower() for part in parts for word in part}
    found = []
    for event in known.on_day[date]:
        wanted = [word.lower() for word in tokens(event.title, known.language) if len(word) > 3]
        there = sum(any(same_word(word, other, known.language) for other in words) for word in wanted)
        if len(wanted) > 1 and there >= SAME_DAY_SHARE * len(wanted):
            found.append(event)
    return found[0] if len(found) == 1 else None


def _unknown_ordinals(words, hits, language):
    """Sentences about things that are counted in the text and belong to no known series."""
    told = []
    for at in range(len(words) - 1):
        number = ordinal_at(words, at, language)
        # A lone "I" is a pronoun, and a number in words or small letters counts all sorts of things.
        if not number or words[at] == "I" or not (words[at][0].isdigit() or words[at].isupper()):
            continue
        if not any(hit.start - 2 <= at < hit.end for hit in hits):
            shown = " ".join(words[at : at + 4])
            told.append(_("“%(name)s …”: no known series.") % {"name": shown})
    return told


def _speakers(parts, date, known, missed):
    """Slugs of the people who are named, or meant by an office that they held on the day, in order."""
    speakers, doubtful = {}, []
    for words in parts:
        people = known.find("people", words)
        for hit in people:
            if len(hit.slugs) == 1:
                speakers[hit.slugs[0]] = None
            else:
                doubtful.append(hit.slugs)
        for hit in known.find("offices", words):
            if not _stands_alone(hit, words, people):
                continue
            holders = {
                tenure.person
                for tenure in known.tenures
                if tenure.office in hit.slugs
                and (tenure.held_from is None or tenure.held_from <= date)
                and (tenure.held_until is None or date <= tenure.held_until)
            }
            if len(holders) == 1:
                speakers[holders.pop()] = None
            elif holders and not holders & set(speakers):
                doubtful.append(sorted(holders))
    for slugs in doubtful:
        if not set(slugs) & set(speakers):
            missed.append(_("Speaker not certain: it may be %(people)s.") % {"people": ", ".join(slugs)})
    if not speakers and not doubtful:
        missed.append(_("No speaker: neither title nor first paragraph names a person who is known."))
    return tuple(speakers)


def _stands_alone(hit, words, people):
    """Whether a title stands for its holder: not beside a name, nor as part of a longer title such as another's."""
    if any(person.start == hit.end or person.end == hit.start for person in people):
        return False
    following = words[hit.end] if hit.end < len(words) else ""
    before = words[hit.start - 1] if hit.start > 1 else ""
    return following != "of" and not following[:1].isupper() and not before[:1].isupper()


def _themes(title, paragraphs, known):
    """At most MAX_THEMES (slug, weight): a term counts once where it stands, in the title three times."""
    weights = defaultdict(int)
    for passage, weight in ((title, 3), *((paragraph, 1) for paragraph in paragraphs)):
        for hit in known.find("themes", tokens(passage, known.language)):
            for slug in hit.slugs:
                weights[slug] += weight
    least = max(LEAST_WEIGHT, LEAST_SHARE * max(weights.values(), default=0))
    heavy = [(slug, weight) for slug, weight in weights.items() if weight >= least]
    return tuple(sorted(heavy, key=lambda item: (-item[1], item[0]))[:MAX_THEMES])
