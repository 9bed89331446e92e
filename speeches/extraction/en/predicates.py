"""What somebody does that is saying: verbs with what they need after them, states, attitudes. Each gives a `Hit`."""

from dataclasses import dataclass, replace

from .mentions import Mention
from .tokens import QUOTE, Tokens
from .verbs import FORMS, PARTICIPLE, PAST, PLAIN, PRESENT, verb_of
from .words import ADVERBS, FUNCTION, NEEDS, OBJECTS, STATES, WEAK, listed

_AUXILIARIES = frozenset(listed("did does do not cannot can could to"))
_NOUNS = frozenset(("express", "voice", "convey"))
"""Verbs whose object is a feeling or an opinion."""
_FEELINGS = frozenset(
    listed("""
    confidence hope gratitude concern conviction condolences thanks regret readiness satisfaction interest appreciation
    support opinion view certainty belief willingness doubt surprise congratulations sympathy solidarity commitment
    disappointment optimism outrage indignation dissatisfaction pleasure pride respect wish desire intention doubts
    concerns hopes wishes views opinions greetings
    """)
)
_IMPRESSIONS = frozenset(listed("opinion opinions view views impressions experience experiences thoughts plans"))
_NOT = ("n't", "n’t")
_PROPOSED = frozenset(listed("idea proposal initiative suggestion offer plan"))


@dataclass(slots=True)
class Hit:
    """A pattern found: the mention that speaks, the words `start` to `end` of the cue, the pattern's name."""

    who: Mention
    start: int
    end: int
    pattern: str
    weak: bool = False


def predicate(words: Tokens, mention: Mention, place: int) -> Hit | None:
    """The cue that begins with the verb at `place`, if that is one."""
    low = words.word(place)
    if low in ("is", "was", "remains", "remained", "feels", "felt"):
        return _state(words, mention, place)
    verb = verb_of(low, PRESENT, PAST)
    helped = words.low[max(mention.end, place - 4) : place]
    if not verb and not {"has", "had", "have"}.isdisjoint(helped):
        verb = verb_of(low, PARTICIPLE)
    shortened = any(word.endswith(_NOT) for word in helped)
    if low in PLAIN and (shortened or not _AUXILIARIES.isdisjoint(helped)):
        verb = low
    if not verb:
        return None
    if "not" in helped and place > mention.end + 1 and words.word(place - 2) in _AUXILIARIES:
        hit = _positive(words, mention, place, verb)
        return hit and (replace(hit, start=place - 2) if hit.end == hit.start + 1 else hit)
    return _positive(words, mention, place, verb)


def _positive(words: Tokens, mention: Mention, place: int, verb: str) -> Hit | None:
    """The cue that begins with `verb` at `place`."""
    if words.word(mention.start - 1) == "," and words.word(place + 1) in (",", ".", ""):
        return Hit(mention, place, place + 1, "somebody says")
    if verb in WEAK:
        return _attitude(words, mention, place, verb)
    if verb in _NOUNS:
        return _expressed(words, mention, place)
    end = _needed(words, place, verb)
    return Hit(mention, place, end, "somebody says") if end else None


def past_adverbs(words: Tokens, place: int) -> int:
    while place < len(words):
        low = words.low[place]
        negated = low == "not" and words.word(place - 1) in _AUXILIARIES
        if low in ("could", "can") and words.word(place + 1) in ("not", "only"):
            place += 2
        elif (
            negated
            or low in ("do", "cannot")
            or low.endswith(_NOT)
            or low in ADVERBS
            or (low.endswith("ly") and low not in ("reply", "imply", "apply", "rely"))
        ):
            place += 1
        elif low == "in" and words.word(place + 1) in ("particular", "turn", "addition", "conclusion", "response"):
            place += 2
        elif low == "at" and words.word(place + 1) == "the" and words.word(place + 2) in ("same", "end"):
            place += 4
        elif low == "would" and words.word(place + 1) == "like" and words.word(place + 2) == "to":
            place += 3
        else:
            break
    return place


def _state(words: Tokens, mention: Mention, place: int) -> Hit | None:
    at = place + 1
    while words.word(at) in ("also", "firmly", "absolutely", "still", "deeply", "very", "quite", "always", "fully"):
        at += 1
    low, after = words.word(at), words.word(at + 1)
    if low == "of" and after in ("the", "this") and words.word(at + 2) in ("opinion", "view", "mind"):
        return Hit(mention, at, at + 3, "somebody is sure")
    if low in STATES and after == ":":
        return Hit(mention, place, at + 1, "somebody is sure")
    if low in STATES and after == "," and words.word(mention.start - 1) == ",":
        return Hit(mention, place, at + 1, "somebody is sure")
    if low in STATES and after in ("that", "of", "about", "in", "the", "to", "for", "with", "there", "he", "she"):
        if after == "to" and (verb := words.word(at + 2)) and f"{verb}s" in FORMS:
            return Hit(mention, at + 2, at + 3, "somebody is sure")
        if low in ("pleased", "glad", "proud", "clear") and after in ("with", "in", "about"):
            return None
        return Hit(mention, place, at + 1, "somebody is sure")
    return None


def _attitude(words: Tokens, mention: Mention, place: int, verb: str) -> Hit | None:
    strong = joined_later(words, mention, place + 1)
    if strong:
        return strong
    end, following = place + 1, words.low[place + 1 : place + 30]
    if verb in ("like", "love", "dislike"):
        fine = not _PROPOSED.isdisjoint(following[:4])
    elif verb == "thank":
        fine = any(word in ("for", "on", "upon") for word in following)
    elif verb == "welcome":
        fine = (
            bool(following)
            and following[0] in ("the", "this", "that", "its", "their", "efforts", "progress")
            and not any(word in ("guests", "participants", "guest", "delegation", "audience") for word in following[:6])
        )
    elif verb in ("agree", "share"):
        if verb == "agree" and following[:1] == ["to"]:
            return None
        if verb == "share" and following[:1] == ["this"]:
            return Hit(mention, place, place + 3, "somebody's attitude")
        if verb == "share" and following[1:2] and following[1] in _IMPRESSIONS and "." in following[2:3]:
            return None
        fine = bool(following)
        if verb == "agree" and not (following and following[0] in ("with", "that", "on", ",", ".", "and")):
            fine = False
        return Hit(mention, place, end, "somebody says") if fine else None
    elif verb in ("support", "back", "endorse", "favour", "favor", "praise"):
        fine = bool(following)
    elif verb == "find":
        fine = following[:1] in (["it"], ["this"], ["such"])
    elif verb in ("approve", "accept"):
        fine = any(word in ("idea", "proposal", "initiative", "suggestion", "view") for word in following[:4])
    else:
        fine = False
    return Hit(mention, place, end, "somebody's attitude", weak=True) if fine else None


def _expressed(words: Tokens, mention: Mention, place: int) -> Hit | None:
    for at in range(place + 1, min(len(words), place + 9)):
        low = words.low[at]
        if low in _FEELINGS:
            end = at + 1 if at - place <= 2 else place + 1
            return Hit(mention, place, end, "expressed confidence, hope, thanks")
        if low == "the" and words.word(at + 1) in _FEELINGS:
            return Hit(mention, place, at + 2, "expressed confidence, hope, thanks")
        if not low[0].isalpha() and low != ",":
            break
    if words.word(place) in ("convey", "conveys", "conveyed"):
        return None
    return Hit(mention, place, place + 1, "expressed confidence, hope, thanks")


def _needed(words: Tokens, place: int, verb: str) -> int:
    """Where the cue ends that begins with `verb` at `place`; 0 where what the verb needs does not follow."""
    after = past_adverbs(words, place + 1)
    rest = " ".join(words.low[after : after + 4]) + " "
    if verb == "call":
        for word in ("on", "for", "upon"):
            if words.word(after) == word:
                return after + 1
        return place + 1 if rest.strip() else 0
    if _before_quote(words, place) and verb in ("begin", "go", "reply"):
        return after + 1 if verb == "go" and words.word(after) == "on" else place + 1
    if verb == "address":
        return _asked(words, after)
    if verb == "put" and any(word[0].isdigit() for word in words.low[after : after + 8]):
        return place + 1 if "at" in words.low[after : after + 7] else 0
    if verb == "begin" and words.word(after) in ("his", "her", "the"):
        after += 2
        rest = " ".join(words.low[after : after + 4]) + " "
    if verb == "begin":
        needs = next((need for need in NEEDS["begin"] if rest.startswith(need)), "")
        return place + 3 if needs else 0
    if _before_quote(words, place) and verb not in ("give", "make", "draw", "pay", "set"):
        return after + 1 if verb in ("sum", "point") and words.word(after) in ("up", "out") else place + 1
    needs = NEEDS.get(verb, ())
    if not needs:
        return place + 1 if verb not in ("stand", "take", "come") else 0
    for need in needs:
        if rest.startswith(need + " "):
            return _end_of(words, place, after, need, verb)
    if verb in OBJECTS:
        for at in range(after, min(len(words), after + 5)):
            if words.low[at] in OBJECTS[verb]:
                return min(at + 1, place + 3)
            if words.low[at] in ("that", "with", "by", "at", "in", ","):
                break
        return 0
    if verb in (
        "see",
        "share",
        "view",
        "regard",
        "charge",
        "direct",
        "update",
        "brief",
        "assign",
        "list",
        "detail",
        "order",
    ):
        return place + 1 if words.word(after)[:1].isalpha() and words.word(after) not in ("in", "at", "on") else 0
    return 0


def _asked(words: Tokens, place: int) -> int:
    """“addressed the teachers with a request”: the end of the noun that tells what was asked."""
    for at in range(place, min(len(words) - 2, place + 12)):
        if words.low[at] == "with" and words.low[at + 1] in ("a", "an", "the"):
            for noun in (at + 2, at + 3):
                if words.word(noun) in ("request", "appeal", "call", "plea", "proposal", "question", "demand", "words"):
                    return noun + 1
    return 0


def _end_of(words: Tokens, place: int, after: int, need: str, verb: str) -> int:
    """The cue is the verb with the words it needs, as far as they make one notion."""
    count = len(need.split())
    if verb in ("draw", "pay", "attach"):
        return after + count + (1 if verb == "draw" and words.word(after + count) == "to" and count == 1 else 0)
    if verb in (
        "set",
        "give",
        "make",
        "raise",
        "put",
        "point",
        "touch",
        "sum",
        "lay",
        "bring",
        "take",
        "rule",
        "spell",
        "chime",
        "go",
    ):
        if need.split()[-1] in ("a", "the", "number"):
            return place + 1
        return min(after + count, place + 3)
    if verb == "speak":
        return after + min(count, 2)
    if verb in ("talk", "focus", "refer", "allude"):
        return after + 1
    return place + 1


def _before_quote(words: Tokens, place: int) -> bool:
    """Whether the verb ends a remark after a quotation, or introduces one."""
    if words.word(place + 1) in (":", ",") and words.word(place + 2) == QUOTE:
        return True
    return words.word(0) == QUOTE and place < 12


def joined_later(words: Tokens, mention: Mention, place: int) -> Hit | None:
    """“… visited the school and noted that”: a verb of saying joined to another one of the same subject."""
    if not words.word(place) or not words.word(place)[0].isalpha():
        return None
    for at in range(place, min(len(words) - 1, place + 40)):
        low = words.low[at]
        if low in ("that", ";", "which", "who", "where", "whether") and at > place:
            return None
        if low in ("and", "but"):
            after = past_adverbs(words, at + 1)
            follows = words.word(after + 1)
            verb = verb_of(words.word(after), PAST, PRESENT)
            if not verb or verb in WEAK or not follows or not follows[0].isalpha():
                continue
            if verb in _NOUNS:
                return _expressed(words, mention, after)
            if follows in FUNCTION or words.capital(after + 1) or verb in ("instruct", "order", "task"):
                end = _needed(words, after, verb)
                if end:
                    return Hit(mention, after, end, "does something and says")
    return None
