"""The cue of a sentence: the verb or phrase by which the text gives somebody's words."""

from dataclasses import dataclass

from ..document import Sentence
from ..flow import Cue
from ..labels import DIRECT, INDIRECT, MIXED
from ..people import Person
from .listed import listed
from .lists import NOT_A_COMPLEMENT
from .mentions import Mention, noun_of
from .tokens import DASHES, Word
from .verbs import ABOUT, BARE, CLAUSE, FORMS, IMPERSONAL, INFINITIVE, OBJECT, SOURCE_NOUNS, Form
from .who import People

_MARKERS = frozenset(
    listed(
        """
что чтобы как какой какая какие каким какую насколько почему когда где куда откуда сколько кто кого чем чего ли
зачем который которая которые которого которой которых если будто
"""
    )
)
_SUBORDINATE = frozenset(
    listed(
        """
что чтобы который которая которые которого которой которому которым которых где когда почему если поскольку так
потому чей чья чье чьи ибо хотя куда откуда зачем
"""
    )
)
_NOUNS_OF_SPEECH = frozenset("слова словам словами заявление заявления тезис мысль мнение напоминание призыв".split())
_OF_WHAT = (["о", "том", ",", "что"], ["о", "том", ",", "как"], ["относительно", "того", ",", "что"])
_OPEN, _CLOSE = frozenset('«“„"'), frozenset('»”"')
_MORE = 0.5  # how much more of the content a later verb must carry to be the cue
_BACK, _AHEAD = 40, 26  # words looked at before and after a verb
_LINKS = frozenset(
    listed(
        """
также тоже еще вновь лично особо отдельно и но а далее затем в частности при этом кроме того
"""
    )
)


@dataclass(slots=True)
class _Found:
    """A cue in the making: how much it tells of the content (the more the better), and where it is."""

    weight: float
    at: int
    speaker: Person
    words: tuple[int, int]
    pattern: str
    direct: bool = False


class Sentences:
    """Finds the cue of one sentence after another; who spoke last is told by `last`."""

    def __init__(self, people: People):
        self.people = people

    def cue(self, sentence: Sentence, words: list[Word], found: list[Mention], last: Person | None) -> Cue | None:
        """The best cue of a sentence."""
        best: _Found | None = None
        for at, word in enumerate(words):
            if word.inside:
                continue
            candidate = self._transcript(words, at, found) or self._source(words, at, found)
            candidate = candidate or self._words_of(words, at, found) or self._excerpt(words, at, found)
            if not candidate and (form := FORMS.get(word.low)):
                candidate = self._verb(words, at, form, found, last, sentence)
            if candidate and (best is None or candidate.weight > best.weight + _MORE):
                best = candidate
        if not best:
            return None
        start, end = best.words
        told = sentence.words[words[start].start : words[end - 1].end]
        return Cue(best.speaker, told, self._mode(sentence, words, best), best.pattern)

    def _transcript(self, words: list[Word], at: int, found: list[Mention]) -> _Found | None:
        """«А. Бекмуратов: …» at the beginning of a sentence."""
        if at or not found or found[0].start or found[0].pronoun or found[0].end + 1 >= len(words):
            return None
        mention = found[0]
        if words[mention.end].text != ":" or mention.end > 8 or (mention.noun and mention.case != "n"):
            return None
        speaker = self.people.whom(mention)
        end = mention.end if mention.end < 4 else 3
        return _Found(4.5, at, speaker, (0, end), "speaker and colon", True) if speaker else None

    def _excerpt(self, words: list[Word], at: int, found: list[Mention]) -> _Found | None:
        """«Из выступления Президента:»."""
        if at or words[0].low != "из" or words[-1].text != ":" or not found or found[-1].end < len(words) - 1:
            return None
        speaker = self.people.whom(found[-1])
        return _Found(1.2, at, speaker, (0, min(3, len(words) - 1)), "excerpt", True) if speaker else None

    def _words_of(self, words: list[Word], at: int, found: list[Mention]) -> _Found | None:
        """«Слова Президента о том, что …»."""
        if words[at].low not in _NOUNS_OF_SPEECH:
            return None
        mention = next((m for m in found if m.start in (at + 1, at + 2) and not m.case.isupper()), None)
        if not mention or [w.low for w in words[mention.end : mention.end + 4]] not in _OF_WHAT:
            return None
        speaker = self.people.whom(mention)
        return _Found(1.2, at, speaker, (at, at + 1), "words of somebody", False) if speaker else None

    def _source(self, words: list[Word], at: int, found: list[Mention]) -> _Found | None:
        """«По словам …», «по его мнению», «с точки зрения …», «на взгляд …»."""
        low = words[at].low
        if low not in ("по", "на", "со", "согласно", "с"):
            return None
        end = at + 1
        while end < min(len(words), at + 4) and words[end].low not in SOURCE_NOUNS:
            if low == "с" and words[end].low == "точки" and end + 1 < len(words) and words[end + 1].low == "зрения":
                break
            end += 1
        else:
            if end >= len(words) or end >= at + 4:
                return None
        between = words[at + 1 : end]
        if any(not w.text[0].isalpha() for w in between):
            return None
        phrase = end + 1
        if low == "с":
            phrase = end + 2
        mention = next((m for m in found if at < m.start < end and m.pronoun), None)
        if mention is None:
            mention = next((m for m in found if m.start in (phrase, phrase + 1) and not m.pronoun), None)
            if mention and mention.start == phrase + 1 and words[phrase].text[0].isalpha() and words[phrase].capital:
                mention = None
        if mention is None or mention.case.isupper() or (low == "по" and words[end].low in ("взгляд", "слов")):
            return None
        speaker = self.people.whom(mention)
        if not speaker:
            return None
        return _Found(3.5, at, speaker, (at, min(phrase, at + 3)), "according to somebody")

    def _verb(self, words, at, form: Form, found, last, sentence) -> _Found | None:
        """A verb with its subject and content."""
        if form.agrees == "g":
            if at and words[at - 1].text not in "," and at > 2:
                return None
        aside = self._aside(words, at, form, found)
        frame = self._frame(words, at, form, aside, sentence)
        if not frame:
            return None
        weight, width, pattern, direct = frame
        if not aside and self._is_subordinate(words, at, found):
            return None
        speaker = self._subject(words, at, form, found, last, aside)
        if not speaker:
            return None
        if form.agrees == "g":
            weight, pattern = (1.5, "participle and clause") if weight >= 2 else (0.5, "participle and object")
        if form.agrees in "mf":
            speaker.gender = speaker.gender or form.agrees
        start = at - 1 if at and words[at - 1].low == "как" and aside else at
        return _Found(weight, at, speaker, (start, start + width + (at - start)), pattern, direct)

    def _aside(self, words, at, form: Form, found) -> str:
        """Whether the verb tells the speaker by the way: "after" a quotation, "between" commas, "as" with «как»."""
        before = words[at - 1] if at else None
        if before is None or form.agrees == "g":
            return ""
        if before.low == "как" and (at == 1 or not words[at - 2].text[0].isalpha() or words[at - 2].low in ("и", "а")):
            return "as"
        if before.text in DASHES and at > 1:
            return "after"
        back = at - 1
        # «…, – с улыбкой добавил он»; «…, Президент подчеркнул.» is no aside.
        for step in range(1, 7):
            if at - step < 0:
                return ""
            word = words[at - step]
            if word.text in DASHES and at - step > 0 and words[at - step - 1].text in ',!?…»".':
                return "after"
            if not word.text[0].isalpha():
                break
        if words[back].text == "," and back > 0 and self._ends_soon(words, at, found):
            return "between"
        return ""

    @staticmethod
    def _ends_soon(words, at, found) -> bool:
        """Whether verb and subject are all that stands until the next comma or the end."""
        subject = next((m for m in found if at < m.start <= at + 3), None)
        if subject is None or not all(word.text[0].isalpha() for word in words[at + 1 : subject.start]):
            return False
        for step in range(subject.end, min(len(words), subject.end + 6)):
            mark = words[step].text
            if mark in ",.–—!;…":
                return not (mark == "," and step + 1 < len(words) and words[step + 1].low in _MARKERS)
        return subject.end >= len(words)

    def _frame(self, words, at, form: Form, aside, sentence) -> tuple[float, int, str, bool] | None:
        """(weight, words of the cue, pattern, whether a quotation) of what follows the verb."""
        frames, nouns = form.frames, form.nouns
        says = frames & {CLAUSE, ABOUT, "quote", INFINITIVE} or "light" in frames
        if aside == "after":
            return (
                (5, self._light(words, at, nouns), "quotation, speaker after", True)
                if says or OBJECT in frames
                else None
            )
        if aside == "as":
            return (4, 1, "as somebody said", False) if CLAUSE in frames else None
        if "quote" in frames and not frames & {CLAUSE, "light"}:
            return None
        clause = self._clause(words, at)
        if clause == "colon" and says:
            quoted = any(w.text in _OPEN for w in words[at + 1 : at + _AHEAD])
            return 4, 1, "colon", quoted or sentence.left_open
        if aside == "between" and CLAUSE in frames and not form.state:
            return 3.2, 1, "said by the way", False
        if aside == "between" and form.state:
            return 3.2, 1, "thought by the way", False
        if "light" in frames and (width := self._light(words, at, nouns)) > 1:
            if "внимание" in nouns and words[at + width - 1].low == "внимание":
                if at + width < len(words) and words[at + width].low == "на":
                    return 2.6, width + 1, "verb and noun", False
                return 2.5, width, "verb and noun", False
            return (3 if clause == "clause" else 2.5), width if width < 4 else 1, "verb and noun", False
        if "light" in frames and self._light_before(words, at, nouns):
            return 2.2, 1, "noun and verb", False
        if clause == "clause" and CLAUSE in frames:
            return 3, 1, "verb and clause", False
        if clause == "clause" and INFINITIVE in frames:
            return 3, 1, "verb and clause", False
        if "on" in frames and (place := self._next(words, at, ("на",))) is not None and place - at < 4:
            if place == at + 1:
                after = words[place + 1].low if place + 1 < len(words) else ""
                return 2.5, 3 if after in ("необходимость", "важность", "недопустимость") else 2, "verb and «на»", False
            return 2.5, 1, "verb and «на»", False
        if INFINITIVE in frames and self._infinitive(words, at):
            return 2.4, 1, "verb and infinitive", False
        if (ABOUT in frames or INFINITIVE in frames) and self._about(words, at):
            near = words[at + 1].low in ("о", "об", "обо", "про")
            return 2.3, 2 if near else 1, "verb and «о»", False
        if frames & {OBJECT, INFINITIVE} and self._object(words, at):
            return 2.1, 1, "verb and object", False
        if "state" in frames and at + 1 < len(words) and words[at + 1].low in ("в", "с", "за"):
            return 2, 1, "is sure of", False
        if BARE in frames and self._object(words, at):
            return 1, 1, "act of speech", False
        if (
            frames & {CLAUSE}
            and at > 0
            and any(w.low in ("об", "это", "так", "этом") for w in words[max(0, at - 3) : at])
        ):
            return 1, 1, "this is what somebody said", False
        if self._quoted_before(words, at, sentence) and CLAUSE in frames:
            return 4, 1, "quotation, speaker after", True
        return None

    @staticmethod
    def _quoted_before(words, at, sentence) -> bool:
        return at > 1 and words[at - 1].text in "»”" and (words[0].text in "«“" or sentence.opened)

    def _clause(self, words, at) -> str:
        """Whether a clause or a colon follows in the same clause."""
        for step in range(at + 1, min(len(words), at + _AHEAD)):
            word = words[step]
            if word.inside:
                continue
            if word.text == ":":
                return "colon"
            if word.text in _OPEN and step == at + 1:
                return ""
            if word.text in ".;!?":
                return ""
            if word.text == ",":
                following = [w.low for w in words[step + 1 : step + 5]]
                if not following:
                    return ""
                if following[0] in _MARKERS and not following[0].startswith("котор"):
                    return "clause"
                if "ли" in following[1:]:
                    return "clause"
                if following[0] in ("на", "в", "о", "для", "по", "из", "с", "от", "благодаря") and len(following) > 1:
                    if following[1].startswith(("как", "что", "чем", "кого", "ког")):
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

    @staticmethod
    def _next(words, at, lows) -> int | None:
        for step in range(at + 1, min(len(words), at + 6)):
            if words[step].low in lows:
                return step
            if not words[step].text[0].isalpha():
                return None
        return None

    @staticmethod
    def _light(words, at, nouns) -> int:
        """How many words verb and noun of «выразил уверенность» are; 1 where the noun is further off or lacking."""
        for step in range(at + 1, min(len(words), at + 9)):
            low = words[step].low
            if low in nouns:
                return step - at + 1
            if not words[step].text[0].isalpha():
                return 1
        return 1

    @staticmethod
    def _light_before(words, at, nouns) -> bool:
        """Whether the noun stands before: «Особое внимание Президент обратил на …»."""
        return bool(nouns) and any(word.low in nouns for word in words[max(0, at - 8) : at])

    @staticmethod
    def _infinitive(words, at) -> bool:
        depth = 0
        for step in range(at + 1, min(len(words), at + _AHEAD)):
            word = words[step]
            depth += word.text in _OPEN
            depth -= word.text in _CLOSE
            if word.text in ".;:!?" or (word.low in FORMS and words[step - 1].low in ("и", "но")):
                return False
            if word.inside or word.capital:
                continue
            if word.low.endswith(("ть", "ться", "чь", "чься")) and not word.low.endswith(
                ("ость", "ность", "асть", "есть")
            ):
                if word.low not in (
                    "пять",
                    "шесть",
                    "девять",
                    "десять",
                    "двадцать",
                    "тридцать",
                    "область",
                    "память",
                    "часть",
                ):
                    return True
            if word.low.endswith(("ести", "йти", "ойтись", "езти", "расти", "йтись")) and word.low not in (
                "чести",
                "вести",
            ):
                return True
        return False

    @staticmethod
    def _about(words, at) -> bool:
        for step in range(at + 1, min(len(words), at + 9)):
            if words[step].low in ("о", "об", "обо", "про"):
                return True
            if not words[step].text[0].isalpha() or words[step].low in FORMS:
                return False
        return False

    @staticmethod
    def _object(words, at) -> bool:
        """Whether something stands after the verb that may be its object."""
        following = words[at + 1 : at + 4]
        return bool(following) and (following[0].text[0].isalnum() or following[0].text in _OPEN)

    def _is_subordinate(self, words, at, found) -> bool:
        """Whether the verb and its subject stand in a clause that «что», «который» … opens."""
        start = at
        for mention in reversed(found):
            if mention.end <= at and at - mention.end < 4:
                start = mention.start
                break
        for step in range(start - 1, max(-1, start - _BACK), -1):
            if words[step].text == "," or step == 0:
                after = words[step + 1].low if step else words[0].low
                if after in ("который", "которая") and step + 2 < len(words) and at - step < 5:
                    return False
                if after in _SUBORDINATE:
                    return True
                return (
                    step > 0 and after in ("на", "в", "о", "для", "с", "по") and words[step + 2].low.startswith("котор")
                )
            if words[step].text in ";:":
                return False
        return False

    def _subject(self, words, at, form: Form, found, last, aside) -> Person | None:
        """Who is the subject of the verb at `at`."""
        after = [m for m in found if m.start > at and m.start - at <= 4]
        before = [m for m in found if m.end <= at]
        if aside or (after and not self._has_subject_before(words, at, before, form)):
            for mention in after:
                if all(w.text[0].isalpha() for w in words[at + 1 : mention.start]) and self._fits(mention, form):
                    if self._joined(words, mention, found) and form.agrees != "p":
                        return None
                    if person := self.people.whom(mention):
                        return person
                    return None
        if aside in ("after", "between", "as"):
            near = [m for m in before if at - m.end < 5 and self._fits(m, form)]
            if near and not any(w.text in DASHES or w.text in ",»" for w in words[near[-1].end : at]):
                return self.people.whom(near[-1])
            unnamed = (
                at + 1 < len(words) and words[at + 1].text[0].isalpha() and words[at + 1].low not in NOT_A_COMPLEMENT
            )
            return (
                None
                if unnamed or form.agrees == "p"
                else last
                if last and (form.agrees == "s" or last.gender in ("", form.agrees))
                else None
            )
        for mention in reversed(before):
            if at - mention.end > _BACK:
                break
            if self._fits(mention, form) and not self._cut(words, mention, at, form):
                return self.people.whom(mention)
        if form.agrees == "g":
            for mention in found:
                if mention.start > at and self._fits(mention, Form("", frozenset())):
                    return self.people.whom(mention)
        if (
            form.agrees in "mfs"
            and self._dropped(words, at)
            and last
            and (form.agrees == "s" or last.gender in ("", form.agrees))
        ):
            return last
        return None

    def _has_subject_before(self, words, at, before, form) -> bool:
        return any(self._fits(m, form) and not self._cut(words, m, at, form) for m in before[-4:])

    def _fits(self, mention: Mention, form: Form) -> bool:
        """Whether the mention is in the nominative and agrees with the verb."""
        if mention.pronoun:
            pronoun = mention.pronoun
            return pronoun.case == "n" and (form.agrees in ("", "s", "g") or pronoun.gender == form.agrees)
        if form.agrees == "p":
            return False
        if mention.name:
            person = self.people.register.find(mention.name)
            if not person or not self.people.nominative(mention, person):
                return False
            return form.agrees not in ("m", "f") or person.gender in ("", form.agrees)
        return mention.case == "n"

    @staticmethod
    def _joined(words, mention, found) -> bool:
        """Whether another person follows with «и»: two subjects."""
        return False

    @staticmethod
    def _cut(words, mention: Mention, at: int, form: Form) -> bool:
        """Whether something between subject and verb parts them: a new clause, an infinitive, another subject."""
        commas = 0
        for step in range(mention.end, at):
            word = words[step]
            if word.inside:
                continue
            if word.text in ";:" or (word.text in DASHES and not commas):
                return True
            if word.text == ",":
                commas += 1
            if word.low in _SUBORDINATE and words[step - 1].text == "," and not word.low.startswith("котор"):
                joined = words[at - 1].low in ("и", "но", "а") or words[at - 2].low in ("и", "но", "а")
                if not joined and form.agrees != "g":
                    return True
        return False

    @staticmethod
    def _dropped(words, at) -> bool:
        """Whether nothing stands before the verb that could be its subject."""
        if at == 0:
            return True
        return at < 7 and all(w.low in _LINKS or w.text == "," for w in words[:at])

    def _mode(self, sentence: Sentence, words: list[Word], best: _Found) -> str:
        """Direct where the quotation is all that is told; mixed where words are quoted within a report."""
        if best.direct:
            return DIRECT
        if best.pattern == "said by the way" and (words[0].text in _OPEN or sentence.opened):
            return DIRECT
        start = None
        for at, word in enumerate(words):
            if word.text in _OPEN and start is None:
                start = at + 1
            elif word.text in _CLOSE and start is not None:
                quoted = words[start:at]
                if len(quoted) > 2 and (not quoted[0].capital or len(quoted) > 7):
                    return MIXED
                start = None
        if start is not None and sentence.left_open and len(words) - start > 3:
            return MIXED
        return INDIRECT


def impersonal(words: list[Word]) -> bool:
    """Whether the sentence tells that something was said, and not by whom."""
    return any(word.low in IMPERSONAL and not word.inside for word in words[:40])


__all__ = ["Sentences", "impersonal", "noun_of"]
