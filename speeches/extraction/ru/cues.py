"""The cue of a sentence: the verb or phrase by which the text gives somebody's words."""

from ..document import Sentence
from ..flow import Cue
from ..labels import DIRECT, INDIRECT, MIXED
from ..people import Person
from .frames import CLOSE, MARKERS, OPEN, frame
from .listed import listed
from .lists import NOT_A_COMPLEMENT, ORGANISATION
from .mentions import Mention
from .sources import Found, source
from .tokens import DASHES, Word
from .verbs import CLAUSE, FORMS, IMPERSONAL, Form
from .who import People

_SUBORDINATE = frozenset(
    listed(
        """
что чтобы который которая которые которого которой которому которым которых где когда почему если поскольку так
потому чей чья чье чьи ибо хотя куда откуда зачем
"""
    )
)
_ADJECTIVES = ("ый", "ий", "ой", "ая", "яя")
_NOUNS = tuple("бвгджзйклмнпрстфхцчшщьая")
_NOBODIES = (
    *ORGANISATION,
    *listed(
        """
газет редакци делегаци сторон пресс телеканал портал сайт журнал документ указ издани администраци напослед вслух
шепот хором полушут вдруг вслед опят сквоз полусерьезн
"""
    ),
)
_MORE = 0.5  # how much more of the content a later verb must carry to be the cue
_BACK = 40  # words looked at before a verb
_ENDS_OF_SPEECH = frozenset(',!?…»”"')
_LINKS = frozenset(
    listed(
        """
также тоже еще вновь лично особо отдельно и но а далее затем в частности при этом кроме того
"""
    )
)


class Sentences:
    """Finds the cue of one sentence after another; who spoke last is told by `last`."""

    def __init__(self, people: People):
        self.people = people

    def cue(self, sentence: Sentence, words: list[Word], found: list[Mention], last: Person | None) -> Cue | None:
        """The best cue of a sentence."""
        best: Found | None = None
        for at, word in enumerate(words):
            if word.inside:
                continue
            candidate = source(self.people, words, at, found, sentence)
            if not candidate and (form := FORMS.get(word.low) or _any_verb(words, at, found)):
                candidate = self._verb(words, at, form, found, last, sentence)
            if candidate and (best is None or candidate.weight > best.weight + _MORE):
                best = candidate
        if not best:
            return None
        start, end = best.words
        told = sentence.words[words[start].start : words[end - 1].end]
        return Cue(best.speaker, told, self._mode(sentence, words, best), best.pattern)

    def _verb(self, words, at, form: Form, found, last, sentence) -> Found | None:
        """A verb with its subject and content."""
        if form.agrees == "g" and at > 2 and words[at - 1].text != ",":
            return None
        aside = self._aside(words, at, form, found)
        taken = frame(words, at, form, aside, sentence)
        if not taken:
            return None
        weight, width, pattern, direct = taken
        if not aside and self._is_subordinate(words, at, found):
            return None
        speaker = self._subject(words, at, form, found, last, aside)
        if not speaker:
            return None
        if form.agrees == "g":
            weight, pattern = (
                (1.6 if weight > 2.4 else 1.4, "participle and clause")
                if weight >= 2
                else (0.5, "participle and object")
            )
        if form.agrees in "mf":
            speaker.gender = speaker.gender or form.agrees
        start = next((place for place in (at - 1, at - 2) if place >= 0 and words[place].low == "как"), at)
        start = start if aside == "as" else at
        return Found(weight, at, speaker, (start, start + width + (at - start)), pattern, direct)

    def _aside(self, words, at, form: Form, found) -> str:
        """Whether the verb tells the speaker by the way: "after" a quotation, "between" commas, "as" with «как»."""
        before = words[at - 1] if at else None
        if before is None or form.agrees == "g":
            return ""
        if before.low == "как" and (at == 1 or not words[at - 2].text[0].isalpha() or words[at - 2].low in ("и", "а")):
            return "as"
        subject = next((m for m in found if m.end == at), None)
        at_how = subject.start - 1 if subject else -1
        if at_how >= 0 and words[at_how].low == "как" and (at_how == 0 or not words[at_how - 1].text[0].isalpha()):
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
        subject = next((m for m in found if at < m.start <= at + 3 and m.case in ("", "n")), None)
        if subject is None or not all(word.text[0].isalpha() for word in words[at + 1 : subject.start]):
            return False
        for step in range(subject.end, min(len(words), subject.end + 6)):
            mark = words[step].text
            if mark in ",.–—!;…":
                return not (mark == "," and step + 1 < len(words) and words[step + 1].low in MARKERS)
        return subject.end >= len(words)

    def _is_subordinate(self, words, at, found) -> bool:
        """Whether the verb and its subject stand in a clause that «что», «который» … opens."""
        start = at
        for mention in reversed(found):
            if mention.end <= at and all(word.text[0].isalpha() for word in words[mention.end : at]):
                start = mention.start
                break
        for step in range(start - 1, max(-1, start - _BACK), -1):
            if words[step].text == "," or step == 0:
                after = words[step + 1].low if step else words[0].low
                if after in ("который", "которая") and step + 2 < len(words) and at - step < 5:
                    return False
                if at - step < 6 and start == at and _tells_of_an_occasion(words, step + 1):
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
        after = [m for m in found if m.start > at and m.start - at <= (10 if aside or at == 0 else 4)]
        before = [m for m in found if m.end <= at]
        if aside or (after and not self._has_subject_before(words, at, before, form)):
            for mention in after:
                if self._fits(mention, form) and _unbroken(words, at + 1, mention.start):
                    if self._joined(words, mention, found) and form.agrees != "p":
                        return None
                    if person := self.people.whom(mention):
                        return person
                    return None
        if aside in ("after", "between", "as"):
            near = [m for m in before if at - m.end < 5 and self._fits(m, form)]
            if near and not any(w.text in DASHES or w.text in ",»" for w in words[near[-1].end : at]):
                return self.people.whom(near[-1])
            if aside == "after" and form.agrees != "p" and (role := _role_after(words, at + 1)):
                return self.people.whom(role)
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
            if word.low in _SUBORDINATE and words[step - 1].text == "," and not word.low.startswith(("котор", "где")):
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

    def _mode(self, sentence: Sentence, words: list[Word], best: Found) -> str:
        """Direct where the quotation is all that is told; mixed where words are quoted within a report."""
        if best.direct:
            return DIRECT
        if best.pattern == "said by the way" and (words[0].text in OPEN or sentence.opened):
            return DIRECT
        start = None
        for at, word in enumerate(words):
            if word.text in OPEN and start is None:
                start = at + 1
            elif word.text in CLOSE and start is not None:
                quoted = words[start:at]
                if len(quoted) > 2 and (not quoted[0].capital or len(quoted) > 7):
                    return MIXED
                start = None
        if start is not None and sentence.left_open and len(words) - start > 3:
            return MIXED
        return INDIRECT


def _any_verb(words: list[Word], at: int, found: list[Mention]) -> Form | None:
    """An unlisted verb between what was said and its speaker: «…», – выдохнула она; «…, – не скрывал волнения X»."""
    dash = at - 2 if at > 3 and words[at - 1].low == "не" else at - 1
    if dash < 2 or words[dash].text not in DASHES or words[dash - 1].text not in _ENDS_OF_SPEECH:
        return None
    closed = any(word.text in CLOSE for word in words[max(0, dash - 2) : dash])
    near = (m for m in found if 0 < m.start - at < 5 and m.case in ("", "n"))
    if not closed and not any(_unbroken(words, at, mention.start) for mention in near):
        return None
    endings = {"ла": "f", "лась": "f", "л": "m", "лся": "m", "ет": "s", "ит": "s", "ется": "s", "ится": "s"}
    agrees = next((told for ending, told in endings.items() if words[at].low.endswith(ending)), "")
    return Form(agrees, frozenset({CLAUSE})) if agrees and len(words[at].low) > 3 else None


def _role_after(words: list[Word], at: int) -> Mention | None:
    """A noun in the nominative that may be a role, though it is not listed: «…, – вздыхает лесничий»."""
    for place in range(at, min(at + 3, len(words))):
        word = words[place]
        if not word.low.isalpha() or word.capital or word.low in NOT_A_COMPLEMENT or word.low in FORMS:
            return None
        if word.low.endswith(_ADJECTIVES) and place + 1 < len(words) and words[place + 1].text[0].isalpha():
            continue
        noun = len(word.low) > 3 and word.low.endswith(_NOUNS) and not word.low.startswith(_NOBODIES)
        return Mention(place, place + 1, word.low, "n", title=word.text) if noun else None
    return None


def _tells_of_an_occasion(words: list[Word], at: int) -> bool:
    """Whether a clause begins in which the subject of the sentence may speak: «…, где заявил», «…, в ходе которой»."""
    lows = [word.low for word in words[at : at + 3]]
    return lows[0] == "где" or (lows[0] in ("на", "в", "во") and any(low.startswith("котор") for low in lows[1:]))


def _unbroken(words: list[Word], start: int, end: int) -> bool:
    """Whether verb and subject belong together: words only between, or a gerund between commas («…, прощаясь, …»)."""
    at = start
    while at < end:
        if words[at].text == "," and at + 1 < end and words[at + 1].low.endswith(("я", "в", "вшись", "ясь")):
            at = next((step for step in range(at + 2, end) if words[step].text == ","), end)
            if at == end:
                return False
        elif not words[at].text[0].isalpha() and not (
            words[at].inside or words[at].text in OPEN or words[at].text in CLOSE
        ):
            return False
        at += 1
    return True


def impersonal(words: list[Word]) -> bool:
    """Whether the sentence tells that something was said, and not by whom."""
    return any(word.low in IMPERSONAL and not word.inside for word in words[:40])
