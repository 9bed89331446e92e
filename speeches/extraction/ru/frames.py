"""What a verb of speech takes: a clause, a quotation, «о …», «на …», an infinitive, a noun that belongs to it."""

from ..document import Sentence
from .listed import listed
from .lists import NOT_A_COMPLEMENT
from .tokens import Word
from .verbs import ABOUT, BARE, CLAUSE, FORMS, INFINITIVE, OBJECT, Form

OPEN, CLOSE = frozenset('«“„"'), frozenset('»”"')
MARKERS = frozenset(
    listed(
        """
что чтобы как какой какая какие каким какую насколько почему когда где куда откуда сколько кто кого чем чего ли
зачем который которая которые которого которой которых если будто
"""
    )
)
_AHEAD = 26  # words looked at after a verb
_PREPOSITIONS = frozenset(listed("на в о для по из с от благодаря"))
_ASKING = ("как", "что", "чем", "кого", "ког")
_LIKE_INFINITIVES = tuple(
    listed("ость асть есть пять шесть девять десять дцать область память путь суть смерть речь ночь дочь помощь печать")
)


def frame(
    words: list[Word], at: int, form: Form, aside: str, sentence: Sentence
) -> tuple[float, int, str, bool] | None:
    """(weight, words of the cue, pattern, whether a quotation) of what follows the verb."""
    frames, nouns = form.frames, form.nouns
    says = frames & {CLAUSE, ABOUT, "quote", INFINITIVE} or "light" in frames
    if aside == "after":
        return (5, _light(words, at, nouns), "quotation, speaker after", True) if says or OBJECT in frames else None
    if aside == "as":
        return (4, 1, "as somebody said", False) if CLAUSE in frames else None
    if "quote" in frames and not frames & {CLAUSE, "light"}:
        return None
    clause = _clause(words, at)
    if clause == "colon" and says:
        quoted = any(w.text in OPEN for w in words[at + 1 : at + _AHEAD])
        width = _light(words, at, nouns)
        return 4, width if width < 3 else 1, "colon", quoted or sentence.left_open
    if aside == "between" and CLAUSE in frames and not form.state:
        return 3.2, 1, "said by the way", False
    if aside == "between" and form.state:
        return 3.2, 1, "thought by the way", False
    if "light" in frames and (width := _light(words, at, nouns)) > 1:
        if "внимание" in nouns and words[at + width - 1].low == "внимание":
            if at + width < len(words) and words[at + width].low == "на":
                return 2.6, width + 1, "verb and noun", False
            return 2.5, width, "verb and noun", False
        return (3 if clause == "clause" else 2.5), width if width < 4 else 1, "verb and noun", False
    if "light" in frames and _light_before(words, at, nouns):
        return 2.2, 1, "noun and verb", False
    if clause == "clause" and CLAUSE in frames:
        return 3, 1, "verb and clause", False
    if clause == "clause" and INFINITIVE in frames:
        return 3, 1, "verb and clause", False
    if "on" in frames and (place := _next(words, at, ("на",))) is not None and place - at < 4:
        if place == at + 1:
            after = words[place + 1].low if place + 1 < len(words) else ""
            return 2.5, 3 if after in ("необходимость", "важность", "недопустимость") else 2, "verb and «на»", False
        return 2.5, 1, "verb and «на»", False
    if INFINITIVE in frames and _infinitive(words, at):
        return 2.4, 1, "verb and infinitive", False
    if (ABOUT in frames or INFINITIVE in frames) and _about(words, at):
        near = words[at + 1].low in ("о", "об", "обо", "про")
        return 2.3, 2 if near else 1, "verb and «о»", False
    if frames & {OBJECT, INFINITIVE} and _object(words, at):
        return 2.1, 1, "verb and object", False
    if "state" in frames and not {"этим", "этому", "этом", "тем", "том"}.isdisjoint(
        w.low for w in words[max(0, at - 3) : at]
    ):
        return 2, 1, "is sure of", False
    if "state" in frames and at + 1 < len(words) and words[at + 1].low in ("в", "с", "за"):
        return 2, 1, "is sure of", False
    if BARE in frames and _object(words, at):
        return 1, 1, "act of speech", False
    if frames & {OBJECT, BARE} and _object_before(words, at):
        return 1, 1, "object and verb", False
    if frames & {CLAUSE} and at > 0 and any(w.low in ("об", "это", "так", "этом") for w in words[max(0, at - 3) : at]):
        return 1, 1, "this is what somebody said", False
    if _quoted_before(words, at, sentence) and CLAUSE in frames:
        return 4, 1, "quotation, speaker after", True
    return None


def _quoted_before(words, at, sentence) -> bool:
    return at > 1 and words[at - 1].text in "»”" and (words[0].text in "«“" or sentence.opened)


def _clause(words, at) -> str:
    """Whether a clause or a colon follows in the same clause."""
    for step in range(at + 1, min(len(words), at + _AHEAD)):
        word = words[step]
        if word.inside:
            continue
        if word.text == ":":
            return "colon"
        if word.text in OPEN and step == at + 1:
            return ""
        if word.text in ".;!?":
            return ""
        if word.text == ",":
            following = [w.low for w in words[step + 1 : step + 5]]
            if not following:
                return ""
            if following[0] in MARKERS and not following[0].startswith("котор"):
                return "clause"
            if "ли" in following[1:]:
                return "clause"
            if following[0] in _PREPOSITIONS and following[1:] and following[1].startswith(_ASKING):
                return "clause"
            if following[0].startswith("котор"):
                return ""
            if any(w in FORMS for w in following[:2]) and following[0] not in ("и", "а"):
                return ""
            if len(following) > 1 and following[0] in ("и", "а", "но") and following[1] in FORMS:
                return ""
        elif step > at + 1 and word.low in FORMS and words[step - 1].low in ("и", "но"):
            return ""
    return ""


def _next(words, at, lows) -> int | None:
    for step in range(at + 1, min(len(words), at + 6)):
        if words[step].low in lows:
            return step
        if not words[step].text[0].isalpha():
            return None
    return None


def _light(words, at, nouns) -> int:
    """How many words verb and noun of «выразил уверенность» are; 1 where the noun is further off or lacking."""
    for step in range(at + 1, min(len(words), at + 9)):
        low = words[step].low
        if low in nouns:
            return step - at + 1
        if not words[step].text[0].isalpha():
            return 1
    return 1


def _light_before(words, at, nouns) -> bool:
    """Whether the noun stands before: «Особое внимание Президент обратил на …»."""
    return bool(nouns) and any(word.low in nouns for word in words[max(0, at - 8) : at])


def _infinitive(words, at) -> bool:
    depth = 0
    for step in range(at + 1, min(len(words), at + _AHEAD)):
        word = words[step]
        depth += word.text in OPEN
        depth -= word.text in CLOSE
        if word.text in ".;:!?" or (word.low in FORMS and words[step - 1].low in ("и", "но")):
            return False
        if word.inside or word.capital:
            continue
        if word.low.endswith(("ть", "ться", "чь", "чься")) and not word.low.endswith(_LIKE_INFINITIVES):
            return True
        if word.low.endswith(("ести", "йти", "ойтись", "езти", "расти", "йтись")) and word.low not in (
            "чести",
            "вести",
        ):
            return True
    return False


def _about(words, at) -> bool:
    for step in range(at + 1, min(len(words), at + 9)):
        if words[step].low in ("о", "об", "обо", "про"):
            return True
        if not words[step].text[0].isalpha() or words[step].low in FORMS:
            return False
    return False


def _object_before(words, at) -> bool:
    """Whether the sentence ends with the verb and its object stands before: «Сейтов эту новость опроверг»."""
    if at < 2 or (at + 1 < len(words) and words[at + 1].text not in ".!…,"):
        return False
    word = words[at - 1]
    return word.text[0].isalpha() and not word.capital and len(word.low) > 3 and word.low not in NOT_A_COMPLEMENT and (
        word.low.endswith(("у", "ю", "ие", "ия", "ы", "и", "ость", "а", "я")) and word.low not in FORMS
    )  # fmt: skip


def _object(words, at) -> bool:
    """Whether something stands after the verb that may be its object."""
    following = words[at + 1 : at + 4]
    return bool(following) and (following[0].text[0].isalnum() or following[0].text in OPEN)
