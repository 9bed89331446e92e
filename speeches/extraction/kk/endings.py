"""Endings of Kazakh: cases and possessives of nouns, finite forms and converbs of verbs, by vowel harmony."""

from functools import lru_cache

from .lists import listed

NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, LOCATIVE, ABLATIVE, INSTRUMENTAL = listed("nom gen dat acc loc abl ins")

_ENDINGS = {
    GENITIVE: "ның нің дың дің тың тің",
    DATIVE: "ға ге қа ке на не а е",
    ACCUSATIVE: "ны ні ды ді ты ті н",
    LOCATIVE: "да де та те нда нде",
    ABLATIVE: "дан ден тан тен нан нен",
    INSTRUMENTAL: "мен бен пен менен",
}
CASES = {"": NOMINATIVE} | {ending: case for case, endings in _ENDINGS.items() for ending in endings.split()}
_LONGEST = max(map(len, CASES))

_BACK, _FRONT = "аоұыяюёу", "әөүіеэи"
_VOWELS = _BACK + _FRONT
_VOICELESS = "пфкқтсшщчцхһбвгд"
_SOFTER = {"п": "б", "к": "г", "қ": "ғ"}
# Endings that a name may be freed from on sight, and how long the name must then be at least; the locative and the
# ablative look too much like the ends of names (Фарида, Сұлтан).
_SURE = {"ның нің дың дің тың тің": 2, "ға ге қа ке": 3, "ны ні": 4, "ды ді ты ті мен бен пен": 4}
_TRUSTED = {ending: least for endings, least in _SURE.items() for ending in endings.split()}
SURNAMES = listed("""
    ов ев ёв ин ова ева ёва ина ский ская цкий ұлы улы қызы кызы ович евич овна евна дзе швили ян
    """)
_LIKE_ACCUSATIVES = listed("берді балды келді гелді болды тұрды")  # names made of verbs: Құдайберді
FIRM = listed("ов ев ёв ова ева ёва ский ская ұлы қызы")  # ends of surnames that no first name has
PATRONYMICS = listed("ұлы улы қызы кызы ович евич ич овна евна оглы")


def cases(word: str):
    """(stem, case) for every ending that `word` (lower case) may have, the longest last."""
    for length in range(min(_LONGEST, len(word) - 2) + 1):
        ending = word[len(word) - length :]
        if ending in CASES:
            yield word[: len(word) - length], CASES[ending]


def possessives(noun: str) -> list[str]:
    """Forms of `noun` with the possessive of the third person: министр → министрі, төраға → төрағасы."""
    if noun[-1] in _VOWELS:
        return [noun + "сы", noun + "сі"]
    softened = noun[:-1] + _SOFTER.get(noun[-1], noun[-1])
    return [softened + "ы", softened + "і"]


def ours(noun: str) -> list[str]:
    """Forms with "our": президент → президентіміз."""
    if noun[-1] in _VOWELS:
        return [noun + "мыз", noun + "міз"]
    softened = noun[:-1] + _SOFTER.get(noun[-1], noun[-1])
    return [softened + "ымыз", softened + "іміз"]


def plurals(noun: str) -> list[str]:
    """Plural forms: депутат → депутаттар, журналист → журналистер."""
    endings = listed("лар лер дар дер тар тер ар ер" if noun.endswith("ст") else "лар лер дар дер тар тер")
    return [noun + ending for ending in endings]


def is_back(stem: str) -> bool:
    """Whether endings after `stem` have back vowels."""
    return next((letter in _BACK for letter in reversed(stem) if letter in _VOWELS), True)


@lru_cache(maxsize=1024)
def finite(stem: str) -> tuple[str, ...]:
    """Third-person forms that end a sentence: айт → айтты, айтады, айтқан, айтыпты."""
    back, vowel, voiceless = is_back(stem), stem[-1] in _VOWELS, stem[-1] in _VOICELESS
    past = ("т" if voiceless else "д") + ("ы" if back else "і")
    perfect = ("қ" if voiceless else "ғ") + "ан" if back else ("к" if voiceless else "г") + "ен"
    present = ("йды" if back else "йді") if vowel else ("ады" if back else "еді")
    if stem[-1] == "й":
        stem_of_present, present = stem[:-1], "яды" if back else "еді"
    else:
        stem_of_present = _soften(stem, present)
    future = "мақ" if back else "мек"
    return (
        stem + past,
        stem_of_present + present,
        stem + perfect,
        converb(stem) + ("ты" if back else "ті"),
        stem + future,
    )


@lru_cache(maxsize=1024)
def converb(stem: str) -> str:
    """айт → айтып, сана → санап, өт → өтіп."""
    if stem[-1] in _VOWELS:
        return stem + "п"
    ending = "ып" if is_back(stem) else "іп"
    return _soften(stem, ending) + ending


def likeness(stem: str) -> tuple[str, ...]:
    """ "As … said": айт → айтқандай."""
    perfect = finite(stem)[2]
    return (perfect + ("дай" if is_back(stem) else "дей"),)


def _soften(stem: str, ending: str) -> str:
    return stem[:-1] + _SOFTER.get(stem[-1], stem[-1]) if ending[0] in _VOWELS else stem


def bare_names(word: str) -> list[str]:
    """What the name `word` may be in the nominative, the likeliest first, `word` itself last."""
    if word.casefold().endswith((*SURNAMES, *_LIKE_ACCUSATIVES)):
        return [word]
    found = []
    for length in range(min(_LONGEST, len(word) - 2), 0, -1):
        ending, name = word[len(word) - length :], word[: len(word) - length]
        if ending.casefold() not in CASES:
            continue
        if name.casefold().endswith(SURNAMES):
            found.insert(0, name)
        elif len(name) >= _TRUSTED.get(ending, 99):
            found.append(name)
    return [*found, word]


def case_of(word: str, name: str) -> str:
    """The case in which `word` is the nominative `name`."""
    return CASES.get(word[len(name) :].casefold(), NOMINATIVE)
