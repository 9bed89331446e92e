"""The forms of the English verbs of saying: from a word of the text to the verb and what form it is."""

from .words import IRREGULAR, SPEECH, WEAK

PRESENT, PAST, PARTICIPLE, GERUND = "present", "past", "participle", "-ing"


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "ed"


def _gerund(verb: str, past: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "oe")):
        return verb[:-1] + "ing"
    doubled = len(verb) > 2 and past.startswith(verb + verb[-1]) and past.endswith("ed")
    return verb + (verb[-1] if doubled else "") + "ing"


def _forms() -> dict[str, tuple[str, frozenset[str]]]:
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for verb in dict.fromkeys((*SPEECH, *sorted(WEAK))):
        irregular = IRREGULAR.get(verb, "").split()
        past = irregular or [_past(verb)]
        found[_third(verb)] = verb, frozenset({PRESENT})
        gerund = {"begin": "beginning", "set": "setting", "put": "putting", "bid": "bidding"}.get(verb)
        found[gerund or _gerund(verb, past[0])] = verb, frozenset({GERUND})
        if len(irregular) == 2 and irregular[1] not in ("labeled", "signaled", "counseled", "dwelled"):
            found[past[0]] = verb, frozenset({PAST})
            found[past[1]] = verb, frozenset({PARTICIPLE})
        else:
            for form in past:
                found[form] = verb, frozenset({PAST, PARTICIPLE})
    return found


PLAIN = frozenset((*SPEECH, *WEAK))
"""The verbs in their plain form, as after "did not"."""

FORMS = _forms()
"""Form → (verb, the kinds of form that it may be)."""


def verb_of(word: str, *kinds: str) -> str:
    """The verb of saying of which `word` is a form of one of these `kinds`; "" if there is none."""
    verb, these = FORMS.get(word, ("", frozenset()))
    return verb if these.intersection(kinds) else ""
