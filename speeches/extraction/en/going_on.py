"""Whether a sentence of English without a cue goes on with the words of the speaker before it, or narrates.

An ordered list of rules, each with its name; the first that fits decides. Without any the words go on: in a paragraph
that somebody's words began, narration shows itself by what it tells of.
"""

from .mentions import Mention
from .tokens import Tokens
from .verbs import FORMS, PARTICIPLE, verb_of
from .words import DOCUMENTS, GROUPS, listed

EVENTS = frozenset(
    listed("""
    meeting session ceremony visit event forum conference briefing talks negotiations exhibition trip congress summit
    celebration concert discussion conversation plenary parade performance reception dinner games festival consultations
    contest competition tournament anthem seminar roundtable gathering march procession opening programme program
    agenda invitation floor consultation hearing tour
    """)
)
_ACTS = frozenset(
    listed("""
    signed adopted awarded presented accepted handed visited met laid inspected discussed attended joined greeted held
    toured examined watched planted unveiled bestowed viewed arrived departed left flew returned travelled traveled
    opened closed ended exchanged reviewed listened heard congratulated thanked received honoured honored
    decorated observed posed shook boarded landed headed accompanied gathered performed sang danced hosted chaired
    took delivered convened conducted launched familiarised familiarized acquainted paid saw went spoke talked
    """)
)
_ACTS_DONE = frozenset(
    listed("""
    held signed adopted awarded presented accepted given handed opened closed attended scheduled timed created
    established conferred bestowed broadcast streamed shown dedicated instructed tasked ordered discussed considered
    reviewed exchanged observed received read approved launched set concluded raised
    """)
)
_RUNS = frozenset(listed("began started lasted continued concluded featured brought was were ended"))
_SAYS_ITSELF = frozenset(
    listed("""
    notes says states stipulates enters calls enter reads provides contains covers stresses emphasises reflects came
    shows show showed suggests indicates found available accessible published posted attached
    """)
)
_IS_TO = frozenset(listed("be scheduled to planned last take continue run"))
_RECORDS = frozenset(listed("recording video photographs photos footage transcript broadcast text documents list"))
_CEREMONIAL = EVENTS | DOCUMENTS | frozenset(listed("award awards medals orders group prizes"))
_AFTER = (
    "after the", "following the", "at the end of the", "at the conclusion of the", "in the evening", "in the morning",
    "in the afternoon", "on the same day", "the same day", "on the instructions", "on the instruction", "during the",
    "as part of", "on the sidelines", "at the meeting", "upon completion", "at the initiative",
    "at the invitation", "then the", "prior to", "before the meeting", "later in the day", "in conclusion, the",
    "within the framework", "at the close", "upon arrival", "earlier in the day",
)  # fmt: skip
_ROOM = frozenset(listed("hall audience room crowd present gathering public spectators those"))
_WORDS = frozenset(
    listed("proposal proposals idea initiative suggestion invitation words offer speech address remark request remarks")
)
_MET = frozenset(
    listed("met welcomed accepted supported greeted received endorsed approved unanimously warmly gratefully followed")
)
_ANAPHORS = (
    "it ", "they ", "this ", "these ", "that is", "such ", "its ", "their ", "those ", "we ", "our ", "most of",
    "some of", "many of", "all of them", "both of", "among them", "half of",
)  # fmt: skip
_CONNECTIVES = (
    "in particular", "thus", "in addition", "therefore", "however", "yet", "moreover", "at the same time", "besides",
    "for example", "for instance", "since then", "as a result", "first of all", "firstly", "secondly", "thirdly",
    "furthermore", "consequently", "accordingly", "also", "but", "and ", "because", "so ", "hence", "that is why",
    "in this regard", "in this connection", "to this end", "to that end", "for this", "as such", "indeed", "in fact",
    "otherwise", "meanwhile", "in other words", "in general", "overall", "above all", "especially", "on the one hand",
    "on the other hand", "nevertheless", "nonetheless", "there is", "there are", "there was", "there were", "not only",
)  # fmt: skip
_OBLIGING = frozenset(listed("should must need needs necessary ought cannot essential vital important crucial"))
_BE = frozenset(listed("is was are were be been being"))


def goes_on(words: Tokens, people: list[Mention]) -> tuple[bool, str]:
    """(whether the words go on, the name of the rule that decided)."""
    start = " ".join(words.low[:6])
    if rule := _narrated_anyhow(words, start):
        return False, rule
    if start.startswith(_CONNECTIVES):
        return True, "goes on with a connective"
    if any(low in _OBLIGING for low in words.low[:14]):
        return True, "says what should be"
    subject = words.low[:8]
    if rule := _event(words, start) or _met(words) or _act(words, people) or _document(words):
        return False, rule
    if start.startswith(_ANAPHORS):
        return True, "goes on with this, it or they"
    if "will" in subject:
        return True, "says what will be"
    return True, "goes on"


def _narrated_anyhow(words: Tokens, start: str) -> str:
    """Passives of reporting: “It was noted that”, “The Government was instructed to”."""
    for place, low in enumerate(words.low[:20]):
        if low in _BE and words.low[place - 1] not in ("which", "that", "who"):
            at = place + 1
            while words.word(at) in ("also", "further", "separately", "been", "then", "again"):
                at += 1
            verb = verb_of(words.word(at), PARTICIPLE)
            if verb in (
                "note",
                "state",
                "emphasise",
                "emphasize",
                "stress",
                "announce",
                "report",
                "instruct",
                "task",
                "say",
                "underline",
                "recall",
                "point",
                "mention",
                "inform",
                "order",
                "highlight",
                "add",
            ) and words.word(at + 1) in ("that", "to", "at", "out", "during", "in", ".", "with", "on", "by"):
                return "passive of reporting"
    if start.startswith(("on the instructions", "on the instruction")):
        return "on instructions"
    return ""


def _met(words: Tokens) -> str:
    """What others do with the words: “The proposal was met with appreciation”, “The hall responded with applause”."""
    for place, low in enumerate(words.low[:6]):
        room = low in _ROOM and place < 3 and words.low[0] in ("the", "this", "those", "all", "these")
        if room and _verb_after(words, place + 1).endswith(("ed", "rose", "stood", "gave", "met")):
            return "the hall answers"
        if low in _WORDS and words.word(place + 1) in ("was", "were", "found", "received"):
            after = words.word(place + 2)
            if after in _MET or words.word(place + 1) != "was" and after in ("support", "approval", "broad", "full"):
                return "the words are met"
    return ""


def _event(words: Tokens, start: str) -> str:
    """An event as the subject, or a time of the proceedings with somebody's act."""
    for place, low in enumerate(words.low[:12]):
        if low in ("in", "at", "of", "on", "to", "for", "by", "with", "from", "that", "which"):
            if place:
                break
            continue
        if low in EVENTS:
            for at in range(place + 1, min(len(words), place + 14)):
                after = words.low[at]
                if after in _ACTS or after in _ACTS_DONE or after in _RUNS:
                    return "tells of the event"
                if after in ("will", "is") and words.word(at + 1) in _IS_TO:
                    return "tells of the event"
            break
    if start.startswith(_AFTER):
        for at, low in enumerate(words.low):
            if (low in _ACTS and words.word(at - 1) not in _BE) or (low in _ACTS_DONE and words.word(at - 1) in _BE):
                return "tells of the proceedings"
    return ""


def _act(words: Tokens, people: list[Mention]) -> str:
    """Somebody or a group does something in the past; something is ceremonially done."""
    for place, low in enumerate(words.low[:10]):
        if low in GROUPS and words.word(place - 1) not in ("of", "for", "to", "with", "by"):
            after = _verb_after(words, place + 1)
            if after in _ACTS or after.endswith("ed"):
                return "a group acts"
    for mention in people[:2]:
        if mention.start > 8 or mention.possessive:
            continue
        after = _verb_after(words, mention.end)
        if after in _ACTS or (after.endswith("ed") and after not in FORMS and not mention.pronoun):
            return "somebody acts"
    for at, low in enumerate(words.low[:25]):
        done = low in _ACTS_DONE and words.word(at - 1) in ("was", "were", "gratefully")
        if done and words.low[0] not in ("it", "they") and _CEREMONIAL.intersection(words.low[:at]):
            return "something is ceremonially done"
    return ""


def _verb_after(words: Tokens, place: int) -> str:
    for at in range(place, min(len(words), place + 5)):
        low = words.low[at]
        if low in ("therefore", "already", "just", "since", "now"):
            continue
        if low in ("also", "then", "both", "later", "has", "have", "had", "and") or low.endswith("ly"):
            continue
        return low
    return ""


def _document(words: Tokens) -> str:
    """A document as the subject with what documents do."""
    for place, low in enumerate(words.low[:9]):
        if low in ("in", "of", "to", "that", "which", "by", "at") and place:
            return ""
        if low in (DOCUMENTS | _RECORDS) and place and words.low[0] in ("the", "a", "an", "this", "said"):
            for at in range(place + 1, min(len(words), place + 12)):
                if words.low[at] in _SAYS_ITSELF:
                    return "tells of a document"
    return ""
