"""The patterns of English that give somebody's words a speaker, each with its name."""

from dataclasses import replace

from ..labels import DIRECT, INDIRECT, MIXED
from .mentions import Mention
from .predicates import Hit, joined_later, past_adverbs, predicate
from .tokens import QUOTE, Tokens
from .verbs import FORMS, GERUND, PARTICIPLE, PAST, PRESENT, verb_of
from .words import FUNCTION, OPINIONS, STANDS, WEAK, listed

_BE = frozenset(listed("is was are were be been being"))
_NOT_SUBJECT = frozenset(
    listed("""
    to of with by for from at on after between against about into under over near towards toward upon around behind
    without through during before since until when because if that which whom whether how why what than whose where
    via per including like unlike both in
    """)
)
_PARENTHESIS = 45  # words between two commas
_FAR = 80  # words between somebody and "noting that"
_PHRASE = 9  # words of "of the newspaper …" between a name and its verb
_LETTERS = frozenset(
    listed("telegram message letter address statement greeting greetings appeal post reply tweet speech note article")
)
_REPORTS = frozenset(
    listed("report reports estimate estimates words information calculations forecast forecasts statement assessment")
)


def find_cue(words: Tokens, people: list[Mention]) -> Hit | None:
    """The cue of a sentence, or None. Of several the first, but a verb of saying goes before an attitude."""
    for pattern in (_label, _according, _opinion, _letter):
        if hit := pattern(words, people):
            return hit
    weak = None
    for mention in _joined(words, people):
        hit = _subject(words, mention) or _inverted(words, mention) or _agent(words, mention)
        if hit and not hit.weak:
            return hit
        weak = weak or hit
    if weak:
        return weak
    for pattern in (_saying, _relative):
        for mention in people:
            if hit := pattern(words, mention):
                return hit
    return None


def _joined(words: Tokens, people: list[Mention]) -> list[Mention]:
    """The mentions, of "A and B" as one the first, so that what both say is the first one's."""
    found: list[Mention] = []
    for mention in people:
        first = found[-1] if found else None
        both = first and not first.possessive and words.word(first.end) == "and" and mention.start == first.end + 1
        verb = words.word(past_adverbs(words, mention.end)) if both else ""
        if verb_of(verb, PAST) or verb and f"{verb}s" in FORMS:
            found[-1] = replace(first, end=mention.end)
        else:
            found.append(mention)
    return found


def _letter(words: Tokens, people: list[Mention]) -> Hit | None:
    """“…,” reads the President's telegram; the telegram of the President says: “…”"""
    begins = {mention.start: mention for mention in people}
    ends = {mention.end: mention for mention in people}
    for place in range(1, len(words)):
        if words.low[place] not in ("reads", "read", "says", "said"):
            continue
        quoted = words.word(0) == QUOTE
        owner = begins.get(place + 1) if quoted else None
        if owner and owner.possessive and _LETTERS.intersection(words.low[owner.end : owner.end + 4]):
            return Hit(owner, place, place + 1, "somebody's letter says")
        by = next((at for at in range(place + 2, place + 5) if words.word(at) in ("of", "by", "from")), 0)
        if quoted and by and by + 1 in begins and _LETTERS.intersection(words.low[place:by]):
            return Hit(begins[by + 1], place, place + 1, "somebody's letter says")
        if not quoted and not (words.word(place + 1) in (":", ",") and words.word(place + 2) == QUOTE):
            continue
        writer = ends.get(place)
        before = words.low[max(0, writer.start - 4) : writer.start] if writer else []
        if before and before[-1] in ("of", "from", "by") and _LETTERS.intersection(before):
            return Hit(writer, place, place + 1, "somebody's letter says")
        owner = next((ends[at] for at in range(place - 1, max(0, place - 4), -1) if at in ends), None)
        if owner and owner.possessive and _LETTERS.intersection(words.low[owner.end : place]):
            return Hit(owner, place, place + 1, "somebody's letter says")
    return None


def _label(words: Tokens, people: list[Mention]) -> Hit | None:
    """“Elena Varga: …” as in the record of a talk."""
    if not people or people[0].start or words.word(people[0].end) != ":":
        return None
    first = people[0]
    if not first.name or len(words) - first.end < 3:
        return None
    start = first.name_from or first.start
    return Hit(first, start, min(start + 3, first.end), "speaker before a colon")


def _according(words: Tokens, people: list[Mention]) -> Hit | None:
    for mention in people:
        told = words.word(mention.start - 1) == "to" and words.word(mention.start - 2) == "according"
        end = mention.end
        if told and (not mention.possessive or words.word(end) in _REPORTS or words.word(end + 1) in _REPORTS):
            return Hit(mention, mention.start - 2, mention.start, "according to")
        of = words.low[max(0, mention.start - 5) : mention.start]
        if of[-1:] in (["of"], ["from"], ["by"]) and "according" in of and not _REPORTS.isdisjoint(of):
            start = mention.start - len(of) + of.index("according")
            return Hit(mention, start, start + 2, "according to")
    return None


def _opinion(words: Tokens, people: list[Mention]) -> Hit | None:
    """“In his words”, “in the opinion of the minister”, “from Varga's point of view”, “by her own account”."""
    for place, low in enumerate(words.low):
        if low == "point" and words.word(place + 1) == "of" and words.word(place + 2) == "view":
            end = place + 3
            noun = place
        elif low in OPINIONS or low in STANDS:
            end, noun = place + 1, place
        else:
            continue
        start = noun - 1
        while start > 0 and words.low[start] in ("own", "firm", "personal", "deep", "considered", "humble", "expert"):
            start -= 1
        owner = next((m for m in people if m.end == start + 1 and m.possessive), None)
        pronoun = {"his": "m", "her": "f"}.get(words.word(start))
        before = start - 1 if pronoun else (owner.start - 1 if owner else start - 1)
        introduced = words.word(before) in ("in", "by", "to", "from") and words.word(before - 1) != "response"
        stated = words.word(before) in ("is", "was") and words.word(end) == "that"
        if owner and words.word(end) in ("is", "was") and words.word(end + 1) in ("that", "clear", "firm", ":"):
            return Hit(owner, noun, end, "in somebody's opinion")
        if low in STANDS:
            continue
        if pronoun and (introduced or stated):
            who = Mention(start, start + 1, pronoun=pronoun)
            first = before if introduced and end - before <= 3 else noun
            if low == "words" and words.word(end) in ("about", "on"):
                continue
            return Hit(who, first, end, "in somebody's opinion")
        if owner and introduced:
            return Hit(owner, noun, end, "in somebody's opinion")
        of = next((m for m in people if m.start == end + 1), None) if words.word(end) == "of" else None
        if (
            of
            and not of.possessive
            and words.word(start) == "the"
            and words.word(start - 1) in ("in", "by", "to", "from")
        ):
            return Hit(of, start - 1, end, "in somebody's opinion")
    return None


def _subject(words: Tokens, mention: Mention) -> Hit | None:
    """Somebody, then a verb of saying: “the Minister noted”, “Varga, who spoke next, is convinced that”."""
    if mention.possessive or mention.pronoun and words.low[mention.start] in ("him", "her"):
        return None
    if not _may_be_subject(words, mention.start):
        return None
    place = _past_phrase(words, mention.end)
    apposed = words.word(mention.start - 1) == "," and words.word(place) == ","
    if apposed and (hit := predicate(words, mention, past_adverbs(words, place + 1))):
        return hit
    for _parenthesis in range(3):
        at = past_adverbs(words, place)
        if hit := predicate(words, mention, at):
            return hit
        if words.word(at) != "," and words.word(at) not in ("(", "–", "—"):
            return joined_later(words, mention, at)
        closing = _closing(words, at)
        if not closing:
            return None
        place = closing + 1
    return None


def _may_be_subject(words: Tokens, start: int) -> bool:
    before = words.word(start - 1)
    if not before or not before[0].isalnum():
        return True
    if before in ("as", "while", "and", "but", "so", "then", "however", "though", "although", "also", "yet", "whereas"):
        return True
    if before in _NOT_SUBJECT or before in FORMS:
        return False
    if words.word(start) in ("he", "she"):
        return True
    return before in FUNCTION or before.endswith("ly") or start <= 3


def _past_phrase(words: Tokens, place: int) -> int:
    """Past “of the newspaper X” or “at the meeting” between a name and a verb of saying; else `place`."""
    if words.word(place) not in ("of", "from", "at", "in", "with", "for", "during", "on", "after"):
        return place
    for at in range(place + 1, min(len(words), place + _PHRASE)):
        low = words.low[at]
        if verb_of(low, PRESENT, PAST) and not words.capital(at) and words.word(at + 1) not in ("of", "for"):
            return at
        if not low[0].isalnum() and low != QUOTE:
            return place
        if low in FUNCTION and low not in ("of", "the", "and", "for", "at", "in", "a", "an", "his", "her", "this"):
            return place
    return place


def _closing(words: Tokens, opening: int) -> int:
    """The comma (bracket, dash) that ends the parenthesis opened at `opening`; 0 where there is none."""
    mark = {"(": ")", "–": "–", "—": "—"}.get(words.low[opening], ",")
    for place in range(opening + 1, min(len(words), opening + _PARENTHESIS)):
        if words.low[place] == mark:
            return place
    return 0


def _inverted(words: Tokens, mention: Mention) -> Hit | None:
    """“…,” said the President; “as noted by” is an agent."""
    if mention.possessive:
        return None
    place = mention.start - 1
    while (
        mention.name and place > mention.start - 4 and words.word(place) not in FUNCTION and words.word(place).isalpha()
    ):
        if words.low[place] in FORMS:
            break
        place -= 1
    verb = verb_of(words.word(place), PAST, PRESENT)
    if not verb and (farther := _said_somewhere(words, mention.start - 2)):
        return Hit(mention, farther, farther + 1, "quotation, speaker after")
    if not verb or verb in ("see", "make", "give", "set", "pay", "draw", "put"):
        return None
    before = words.word(place - 1)
    if before not in (QUOTE, ",", "as", "–", "—", "-", "so", "thus"):
        return None
    if before == "," and not (words.word(place - 2) == QUOTE or words.word(mention.end) in (",", ".", "", ":")):
        return None
    return Hit(mention, place, place + 1, "quotation, speaker after" if QUOTE in words.low[:place] else "says somebody")


def _said_somewhere(words: Tokens, last: int) -> int:
    """The verb of “…,” said in his speech the President, which ends no farther back than `last`; 0 without one."""
    for place in range(last, max(0, last - 6), -1):
        if not words.low[place][0].isalpha():
            return 0
        if verb_of(words.low[place], PAST, PRESENT):
            return place if words.word(place - 1) in (QUOTE, ",", "–", "—", "-") and QUOTE in words.low[:place] else 0
    return 0


def _agent(words: Tokens, mention: Mention) -> Hit | None:
    """“It was noted by the President that”, “attention was paid by the President to”, “as noted by”."""
    if mention.possessive or words.word(mention.start - 1) != "by":
        return None
    place = mention.start - 2
    while place > 0 and words.low[place].endswith("ly"):
        place -= 1
    verb = verb_of(words.word(place), PARTICIPLE)
    if not verb or verb in ("brief", "accept", "receive", "see", "make", "take", "bring", "lay", "begin"):
        return None
    before = words.word(place - 1)
    if before in _BE or words.word(place - 2) in _BE:
        if verb == "pay":
            return (
                Hit(mention, place - 2, place + 1, "said by somebody") if words.word(place - 2) == "attention" else None
            )
        if verb in (
            "give",
            "draw",
            "set",
            "put",
            "raise",
            "touch",
            "express",
            "voice",
            "name",
            "call",
            "direct",
            "address",
        ):
            subject = " ".join(words.low[max(0, place - 6) : place])
            if verb not in ("express", "voice", "raise") and not any(
                word in subject for word in ("instruction", "attention", "task", "importance", "emphasis")
            ):
                return None
        return Hit(mention, place, place + 1, "said by somebody")
    if before == "as":
        return Hit(mention, place, place + 1, "said by somebody")
    return None


def _saying(words: Tokens, mention: Mention) -> Hit | None:
    """“Varga opened the talks, noting that …”: a verb of saying in -ing after what somebody does."""
    if mention.possessive or not _may_be_subject(words, mention.start):
        return None
    for place in range(mention.end + 1, min(len(words) - 1, mention.end + _FAR)):
        if words.low[place - 1] in (",", "while"):
            verb = verb_of(words.low[place], GERUND)
            follows = words.low[place + 1]
            pressed = verb in ("stress", "emphasise", "emphasize", "note", "underline") and follows in ("the", "it")
            if verb and verb not in WEAK and (follows == "that" or pressed):
                return Hit(mention, place, place + 1, "does something, saying")
    return None


def _relative(words: Tokens, mention: Mention) -> Hit | None:
    """“The floor was given to the rector, who said that”: somebody who speaks in a relative clause only."""
    place = mention.end
    if words.word(place) == ",":
        place += 1
    if mention.pronoun or mention.possessive or words.word(place) != "who":
        return None
    at = past_adverbs(words, place + 1)
    speaker = replace(mention, end=place + 1)
    hit = predicate(words, speaker, at) or joined_later(words, speaker, at)
    return hit and not hit.weak and replace(hit, who=mention, pattern="somebody, who says") or None


def mode_of(words: Tokens, hit: Hit, opened: bool) -> str:
    """Whether the words are told (indirect), quoted (direct), or told with a quotation in them (mixed)."""
    if hit.pattern == "speaker before a colon":
        return DIRECT
    spoken = [(place, said) for place, said in words.quotes.items() if not _is_name(words, place, said)]
    if not spoken:
        return DIRECT if hit.pattern == "somebody says" and _announces(words, hit) else INDIRECT
    place, said = spoken[0]
    if place < hit.start:
        outer = [word for word in words.low[:place] if word[0].isalnum()]
        return DIRECT if opened or not outer else MIXED
    introduced = words.word(place - 1) in (":", ",") and said[:1].isupper()
    if introduced and place - hit.end < 12 and not any(word in ("that", "as") for word in words.low[hit.end : place]):
        return DIRECT if hit.pattern not in ("according to", "in somebody's opinion") else MIXED
    return MIXED


def _announces(words: Tokens, hit: Hit) -> bool:
    """Whether the sentence ends with a colon soon after a verb of saying, so that somebody's own words follow."""
    if words.word(len(words) - 1) != ":" or len(words) - hit.end > 4 or words.word(len(words) - 2) == "to":
        return False
    return verb_of(words.low[hit.start], PAST, PRESENT) not in ("instruct", "task", "order", "set")


def _is_name(words: Tokens, place: int, said: str) -> bool:
    """Whether a quotation is the name of something: capitals, after a noun."""
    before = words.word(place - 1)
    if place == 0 or before in (",", ":", "–", "—") or (said[:1].islower()):
        return False
    return before[:1].isalnum() and len(said.split()) < 12 and before not in ("that", "said")
