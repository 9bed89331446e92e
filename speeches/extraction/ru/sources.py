"""Cues without an active verb of speech: «по словам …», a colon, a letter, a feeling, a passive with its agent."""

from dataclasses import dataclass

from ..document import Sentence
from ..people import Person
from .frames import OPEN
from .listed import listed
from .mentions import Mention
from .tokens import Word
from .verbs import FORMS, SOURCE_NOUNS
from .who import People

_NOUNS_OF_SPEECH = frozenset(listed("слова словам словами заявление заявления тезис мысль мнение напоминание призыв"))
_ACCOUNTS = frozenset(listed("доклада слов рассказа отчета ответа заявления выступления речи сообщения пояснений"))
_OF_WHAT = (["о", "том", ",", "что"], ["о", "том", ",", "как"], ["относительно", "того", ",", "что"])
_LETTERS = tuple(
    listed("телеграмм послани письм обращени поздравлени соболезновани приветстви реч выступлени интервью статье")
)
_REPORTS = frozenset(listed("говорится сказано отмечается подчеркивается сообщается указывается пишется"))
_FEELINGS = tuple(
    listed(
        "озабоченност обеспокоенност беспокойств тревог возмущени недовольств удовлетворени сомнени нарекани опасени"
    )
)
_WITH_INSTRUMENTAL = frozenset(listed("с со перед между над под за рядом вместе"))
_CONTENTS = frozenset(
    listed(
        """
поручение поручения указание указания задание задания оценка рекомендация рекомендации задача задачи цель цели вопрос
вопросы внимание акцент предложение предложения заявление разъяснение
"""
    )
)
_PASSIVES = tuple(
    listed(
        """
отмечен подчеркнут указан заявлен сообщен поручен предложен рекомендован высказан выражен поставлен дан даны обозначен
озвучен поддержан одобрен обращен уделен инициирован анонсирован подтвержден акцентирован сформулирован определен
выдвинут сделан отмечал подчеркивал указывал высказывал выражал предлагал поручал ставил давал
"""
    )
)


@dataclass(slots=True)
class Found:
    """A cue in the making: how much it tells of the content (the more the better), and where it is."""

    weight: float
    at: int
    speaker: Person
    words: tuple[int, int]
    pattern: str
    direct: bool = False


def source(people: People, words: list[Word], at: int, found: list[Mention], sentence: Sentence) -> Found | None:
    """The cue that begins at the word `at`, if there is one of these."""
    for rule in (_transcript, _according, _words_of, _excerpt, _same_opinion, _feeling):
        if told := rule(people, words, at, found):
            return told
    letter = _letter(people, words, at, found, sentence)
    return letter or _agent(people, words, at, found) or _follows(people, words, at, found)


def _transcript(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«А. Бекмуратов: …» at the beginning of a sentence."""
    if at or not found or found[0].start or found[0].pronoun or found[0].end + 1 >= len(words):
        return None
    mention = found[0]
    if words[mention.end].text != ":" or mention.end > 8 or (mention.noun and mention.case != "n"):
        return None
    speaker = people.whom(mention)
    end = mention.end if mention.end < 4 else 3
    return Found(4.5, at, speaker, (0, end), "speaker and colon", True) if speaker else None


def _excerpt(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Из выступления Президента:»."""
    if at or words[0].low != "из" or not found or found[0].end >= len(words) or words[found[0].end].text != ":":
        return None
    speaker = people.whom(found[0])
    return Found(1.2, at, speaker, (0, min(3, len(words) - 1)), "excerpt", True) if speaker else None


def _words_of(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Слова Президента о том, что …»."""
    if words[at].low not in _NOUNS_OF_SPEECH:
        return None
    mention = next((m for m in found if m.start in (at + 1, at + 2) and not m.case.isupper()), None)
    if not mention or [w.low for w in words[mention.end : mention.end + 4]] not in _OF_WHAT:
        return None
    speaker = people.whom(mention)
    return Found(1.2, at, speaker, (at, at + 1), "words of somebody", False) if speaker else None


def _follows(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Из его доклада следует, что …»."""
    if words[at].low not in ("следует", "следовало", "явствует") or at > 12 or words[0].low != "из":
        return None
    if [word.low for word in words[at + 1 : at + 3]] != [",", "что"]:
        return None
    account = next((place for place in (1, 2) if words[place].low in _ACCOUNTS), 0)
    mention = next((m for m in found if account and m.start in (account - 1, account + 1) and m.end <= at), None)
    speaker = people.whom(mention) if mention and mention.case in ("g", "") else None
    return speaker and Found(2.6, at, speaker, (account, account + 1), "follows from somebody's words")


def _according(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
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
    speaker = people.whom(mention)
    if not speaker:
        return None
    return Found(3.5, at, speaker, (at, min(phrase, at + 3)), "according to somebody")


def _letter(people: People, words: list[Word], at: int, found: list[Mention], sentence: Sentence) -> Found | None:
    """«…, – говорится в телеграмме Главы государства»; «В письме Президента отмечается, что …»."""
    if words[at].low not in _REPORTS:
        return None
    for place in (*range(at + 1, min(at + 5, len(words))), *range(max(0, at - 8), at)):
        if words[place].low.startswith(_LETTERS) and words[place - 1].low in ("в", "во", "своем", "своей", "его"):
            mention = next((m for m in found if place < m.start <= place + 2), None)
            direct = words[0].text in OPEN or sentence.opened
            if not mention and direct and people.register.recent:
                speaker = people.register.recent[0]
            elif not mention or mention.case not in ("g", "") or mention.pronoun or mention.end > at > place:
                return None
            else:
                speaker = people.whom(mention)
            end = place + 1 if at < place < at + 4 else at + 1
            return speaker and Found(4 if direct else 2.5, at, speaker, (at, end), "in somebody's letter", direct)
    return None


def _same_opinion(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Такого же мнения и аким столицы»: no verb."""
    if words[at].low != "мнения" or at > 3 or any(word.low in FORMS for word in words):
        return None
    if words[0].low not in ("того", "такого", "иного", "другого", "противоположного", "аналогичного", "схожего"):
        return None
    mention = next((m for m in found if m.start > at and m.start - at < 4 and not m.case.isupper()), None)
    speaker = people.whom(mention) if mention else None
    return speaker and Found(2, at, speaker, (0, at + 1), "of the same opinion")


def _feeling(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Озабоченность у Президента вызывает …»."""
    if not words[at].low.startswith(("вызва", "вызыва")):
        return None
    near = range(max(0, at - 8), min(len(words), at + 6))
    if not any(words[place].low.startswith(_FEELINGS) for place in near):
        return None
    for mention in found:
        if mention.start in near and mention.start and words[mention.start - 1].low == "у":
            speaker = people.whom(mention)
            return speaker and Found(2, at, speaker, (at, at + 1), "what somebody feels")
    return None


def _agent(people: People, words: list[Word], at: int, found: list[Mention]) -> Found | None:
    """«Президентом поставлена задача …»: a passive with its agent in the instrumental."""
    stem = words[at].low.rstrip("аоысь")
    if stem not in _PASSIVES and words[at].low not in _PASSIVES:
        return None
    imperfect = words[at].low.endswith(("лся", "лась", "лось", "лись"))
    if words[at].low.endswith(("л", "ла", "ло", "ли")) and not imperfect:
        return None
    for mention in found:
        if abs(mention.start - at) > 8 or mention.pronoun or mention.case.isupper():
            continue
        before = words[mention.start - 1].low if mention.start else ""
        if any(word.text == "," for word in words[min(at, mention.end) : max(at, mention.start)]):
            continue  # «закон, подписанный Президентом, одобрен»
        if before in _WITH_INSTRUMENTAL or not _instrumental(mention):
            continue
        noun = words[at + 1].low if at + 1 < len(words) else ""
        if words[at].low.startswith(("дан", "давал", "ставил", "поставлен", "сделан", "уделен", "обращен")):
            near = [word.low for word in words[max(0, at - 4) : at + 4]]
            if not any(low in _CONTENTS for low in near):
                return None
        speaker = people.whom(mention)
        width = 2 if noun in _CONTENTS else 1
        return speaker and Found(2.2, at, speaker, (at, at + width), "said by somebody")
    return None


def _instrumental(mention: Mention) -> bool:
    if mention.case:
        return mention.case == "i"
    last = mention.name[-1].casefold() if mention.name else ""
    return last.endswith(("овым", "евым", "иным", "ыным", "ским", "цким", "овой", "евой", "иной", "ской"))
