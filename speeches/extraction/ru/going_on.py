"""Whether a sentence without a cue goes on with the words of the speaker before, or is narration."""

from ..people import Person
from .cues import impersonal
from .listed import listed
from .mentions import Mention
from .tokens import Word
from .verbs import FORMS
from .who import People

# Past tense of what happens at an event: whoever is the subject, it is told by the reporter.
_EVENTS = frozenset(
    listed(
        """
состоялся состоялась состоялось состоялись прошел прошла прошло прошли осмотрел осмотрела посетил посетила вручил
вручила возложил возложила обсудили подписали подписан подписано подписаны обменялись договорились побеседовал
побеседовала пообщался пообщалась ознакомился ознакомилась завершился завершилась завершилось завершились началась
начался началось продолжились продолжилось выступили прибыл прибыла удостоен удостоена удостоены присвоено вручены
вручена награждены награжден сопровождался сопровождалось присутствовали участвовали участвует заслушали рассмотрели
возвратился возвратилась направился направилась вылетел вылетела отбыл отбыла проследовал проследовала раздались
пожал пожала поздравил поздравила почтил почтила продемонстрировали показали почтили сфотографировались представили
возложен взят взяты сфотографировался условились согласуют отправился отправилась выступил выступила провел провела
встретился встретилась приняли принял приняла принято принята приняты
"""
    )
)
_COLLECTIVE = frozenset(
    listed(
        """
стороны собеседники участники гости лидеры президенты главы министры присутствующие собравшиеся делегации депутаты
журналисты эксперты переговоры заседание встреча беседа совещание визит мероприятие церемония форум поездка сессия
саммит приглашение концерт выставка брифинг
"""
    )
)
_DOCUMENTS = frozenset(
    listed(
        """
документ документе докладе доклад заявки аккредитация контроль вопрос пресс-служба сообщении
"""
    )
)
_PROCEDURE = frozenset(
    listed(
        """
затем далее вечером утром днем после позднее позже напомним справочно накануне ранее
"""
    )
)
_DURING = (
    ("в", "ходе"), ("в", "завершение"), ("в", "рамках"), ("по", "итогам"), ("по", "окончании"), ("во", "время"),
    ("в", "мероприятии"), ("в", "заседании"), ("в", "совещании"), ("в", "церемонии"), ("на", "церемонии"),
    ("на", "полях"), ("в", "программе"), ("в", "заключение"), ("по", "завершении"), ("в", "сообщении"),
    ("на", "заседании"),
)  # fmt: skip
_ENDS = frozenset(("завершение", "заключение", "программе", "сообщении"))
_OCCASIONS = tuple(
    listed(
        """
встреч заседани совещани переговор визит мероприяти церемони форум сесси бесед поездк брифинг концерт саммит дискусси
разговор съезд конференц обсужд посещени осмотр выставк собрани обход
"""
    )
)
_GIVEN = ("прием", "обед", "ужин", "завтрак", "концерт", "поручени", "указани", "задани", "задач", "старт")
_LINKS = {
    "addition": ["кроме", "также", "помимо", "наряду", "более", "вдобавок"],
    "contrast": ["однако", "вместе", "но", "тем", "впрочем", "между"],
    "consequence": ["поэтому", "следовательно", "тем", "таким", "итак", "значит", "именно", "отсюда", "благодаря"],
    "example": ["например", "так", "частности", "среди", "прежде"],
}
_OUGHT = frozenset(
    listed(
        """
должен должна должно должны следует необходимо нужно надо предстоит важно необходима необходим необходимы нельзя
недопустимо требуется требуют требует пора стоит целесообразно обязаны обязан
"""
    )
)
_WE = frozenset(
    listed(
        """
мы наш наша наше наши нашей нашего нас нам нашу нашем нашими наших я мой
"""
    )
)


_DID = ("ил", "ал", "ел", "ял", "ла", "лся", "лась")


LINKED = frozenset(
    ("goes on: what ought to be", "goes on: «we»", *(f"goes on: {name}" for name in _LINKS), "goes on: what will be")
)


class Judge:
    """Weighs a sentence without a cue."""

    def __init__(self, people: People):
        self.people = people

    def why(self, words: list[Word], found: list[Mention], speaker: Person) -> str:
        """The name of the rule by which the words of `speaker` go on; "" for narration."""
        lows = [word.low for word in words[:60] if not word.inside]
        if not lows or self._narrates(words, lows, found, speaker):
            return ""
        if not _OUGHT.isdisjoint(lows):
            return "goes on: what ought to be"
        if not _WE.isdisjoint(lows):
            return "goes on: «we»"
        for name, links in _LINKS.items():
            if lows[0] in links or (lows[0] == "в" and lows[1:2] == ["частности"] and name == "example"):
                return f"goes on: {name}"
        if any(low in ("будет", "будут") for low in lows):
            return "goes on: what will be"
        if any(low[:1].isdigit() for low in lows):
            return "goes on: figures"
        return "goes on"

    def _narrates(self, words: list[Word], lows: list[str], found: list[Mention], speaker: Person) -> bool:
        events = [low for low in lows if low in _EVENTS]
        if impersonal(words) or any(
            low in FORMS and FORMS[low].agrees == "p" and low not in ("довольны", "готовы", "рады") for low in lows
        ):
            return True
        if lows[0] in ("напомним", "отметим", "справочно"):
            return True
        if "сторона" in lows[:3] and any(low in FORMS for low in lows[:5]):
            return True
        if lows[0] == "по" and any(low in ("поручению", "указанию", "инициативе", "распоряжению") for low in lows[1:3]):
            return True
        if lows[0] in _DOCUMENTS or _during(lows) or _ceremony(lows):
            return True
        if lows[:3] in (["в", "тот", "же"], ["в", "этот", "же"]) and self._acts(found, lows):
            return True
        if lows[0] in _COLLECTIVE and not (_OUGHT & set(lows)) and (events or _past(lows)):
            return True
        if lows[0] in _PROCEDURE and (events or _past(lows[:12])):
            return True
        if self._was_shown(words, found):
            return True
        if self._somebody_did(words, found):
            return True
        if events and self._acts(found, lows):
            return True
        return bool(events) and lows[0] not in ("кроме", "так", "в") and _WE.isdisjoint(lows)

    def _was_shown(self, words: list[Word], found: list[Mention]) -> bool:
        """Whether the sentence begins with somebody to whom something was done: «Президенту показали …»."""
        if not found or found[0].start > 1 or found[0].pronoun or self._acts(found[:1], []):
            return False
        if not found[0].noun and not self.people.register.find(found[0].name):
            return False
        after = words[found[0].end : found[0].end + 3]
        return any(word.low.endswith(("ли", "лен", "лена", "лены", "ено", "ены")) for word in after)

    def _somebody_did(self, words: list[Word], found: list[Mention]) -> bool:
        """Whether the sentence begins with somebody, not a pronoun, and with what they did."""
        if not found or found[0].start > 3 or found[0].pronoun:
            return False
        after = words[found[0].end : found[0].end + 5]
        return self._acts(found[:1], []) and any(word.low.endswith(_DID) and not word.inside for word in after)

    def _acts(self, found: list[Mention], lows: list[str]) -> bool:
        """Whether somebody in the nominative is the one who acted."""
        return any(
            (m.case == "n" and not m.pronoun) or (m.name and not m.noun and (p := self.people.register.find(m.name))
            and self.people.nominative(m, p)) for m in found
        )  # fmt: skip


def _ceremony(lows: list[str]) -> bool:
    """Whether the sentence tells of applause, of a dinner given, or of an order that nobody is named for."""
    if any(low.startswith("аплодисмент") for low in lows):
        return True
    if "слово" in lows and not {"взял", "взяла", "предоставлено", "предоставили", "получил", "получила"}.isdisjoint(
        lows
    ):
        return True
    if any(low.startswith("телеграмм") for low in lows) and any(low.startswith(("поступ", "пришл")) for low in lows):
        return True
    for at, low in enumerate(lows[:40]):
        if low in ("дан", "дано", "даны", "дана", "поставлена", "поставлены", "поставлен"):
            near = lows[max(0, at - 4) : at + 5]
            if any(word.startswith(_GIVEN) for word in near):
                return True
    return False


def _during(lows: list[str]) -> bool:
    """Whether the sentence begins with «по итогам встречи», «в завершение» or the like."""
    if tuple(lows[:2]) not in _DURING:
        return False
    return lows[1] in _ENDS or any(low.startswith(_OCCASIONS) for low in lows[1:7])


def _past(lows: list[str]) -> bool:
    return any(low.endswith(("ли", "ло", "лся", "лась", "лись", "ла", "ны", "но")) and len(low) > 4 for low in lows)
