"""Kazakh words cut to their stems by a list of endings; no library does it.

An ending goes where the sounds allow it: its vowel agrees with the last vowel before it, its first letter with the
last letter. Endings are taken off in any order, the longest first, until none is left. Where known roots are on the
way, the longest of them is the stem; so short words, and words that end like an ending, stay whole. What makes new
words (ауыл, ауылдық) is left on.

Endings after Kazakh grammar, "Қазақ грамматикасы" (Astana, 2002), and the complete set of endings of U. Tukeyev
(CSE, 2015).
"""

from collections.abc import Iterator
from functools import lru_cache

_ROOTS_ONLY, _VERBS_ONLY = 98, 99
_BACK, _FRONT = "аоұыяёю", "әөүіеэ"
_BOTH = "иу"  # agree with either: тарихқа, министрге, келуге, баруға
_KINDS = {
    **dict.fromkeys("аәеёиоөұүыіэюя", "v"),
    **dict.fromkeys("рй", "l"),
    "у": "u",  # in жауға a consonant, in суға a vowel
    "л": "L",
    **dict.fromkeys("мнң", "n"),
    **dict.fromkeys("зж", "z"),
    **dict.fromkeys("пфкқтсшщчцхһбвгғд", "h"),
}
_VOICED, _CONSONANT, _ANY = "vulLnz", "ulLnzh", "vulLnzh"

# Endings, kinds of letters before them, and how many letters have to stay.
_ENDINGS = (
    ("лар лер", "vul", 2),
    ("дар дер", "Lnz", 3),
    ("тар тер", "h", 3),
    # cases
    ("ның нің", "vun", 2),
    ("дың дің", "ulLz", 2),
    ("тың тің", "h", 2),
    ("ға ге", _VOICED, 3),
    ("қа ке", "h", 3),
    ("ны ні", "v", 3),
    ("ды ді", _VOICED, 3),
    ("ты ті", "h", 3),
    ("да де", _VOICED, 3),
    ("та те", "h", 3),
    ("дан ден", "vulLz", 3),
    ("нан нен", "n", 3),
    ("тан тен", "h", 3),
    ("мен", "vulLn", 3),
    ("бен", "z", 3),
    ("пен", "h", 3),
    # possessives, and the cases after that of the third person
    ("ы і", _CONSONANT, 3),
    ("сы сі", "vu", 3),
    ("ын ін ына іне ында інде ынан інен ындағы індегі", _CONSONANT, 3),
    ("сын сін сына сіне сында сінде сынан сінен сындағы сіндегі", "vu", 3),
    ("ым ім ың ің", _CONSONANT, 4),
    ("м ң", "v", 4),
    ("ымыз іміз ыңыз іңіз", _CONSONANT, 3),
    ("мыз міз ңыз ңіз", "v", 3),
    ("ыма іме ыңа іңе", _CONSONANT, 3),
    # made of cases
    ("дағы дегі", _VOICED, 3),
    ("тағы тегі", "h", 3),
    ("ша ше", _ANY, 4),
    ("ынша інше", _CONSONANT, 3),
    ("дай дей", _VOICED, 4),
    ("тай тей", "h", 4),
    # verbs: tenses, participles, converbs, moods
    ("ған ген ғалы гелі ғанша генше", _VOICED, 3),
    ("қан кен қалы келі қанша кенше", "h", 3),
    ("ғаны гені", _VOICED, 3),
    ("қаны кені", "h", 3),
    ("ады еді айық ейік", _CONSONANT, 3),
    ("йтын йтін йды йді йық йік", "vu", 3),
    ("ып іп", _CONSONANT, 3),
    ("п", "v", 3),
    ("у", _CONSONANT, 3),
    ("у", "v", 4),
    ("са се", _ANY, 4),
    ("сын сін", "ulLnzh", 3),
    ("дым дім", _VOICED, 3),
    ("тым тім", "h", 3),
    ("маған меген мады меді майды мейді майтын мейтін мау меу май мей мас мес маса месе", "vulL", 3),
    ("баған беген бады беді байды бейді байтын бейтін бау беу бай бей бас бес баса бесе", "nz", 3),
    ("паған пеген пады педі пайды пейді пайтын пейтін пау пеу пай пей пас пес паса песе", "h", 3),
    # comparison
    ("рақ рек", "v", 4),
    ("ырақ ірек", _CONSONANT, 3),
    # only on the way to a known root: айтатын, but мемлекетін
    ("атын етін а е", _CONSONANT, _VERBS_ONLY),
    ("й", "v", _VERBS_ONLY),
    ("ғы гі қы кі", _ANY, _ROOTS_ONLY),
)
_RULES: dict[str, list[tuple[str, int]]] = {}
for _endings, _kinds, _letters in _ENDINGS:
    for _ending in _endings.split():
        _RULES.setdefault(_ending, []).append((_kinds, _letters))
_LONGEST = max(map(len, _RULES))
_AFTER_VOWELS = frozenset(
    _ending
    for _ending in _RULES
    if _ending[0] in "смң" and _ending not in ("са", "се") and _RULES[_ending][0][0] in ("v", "vu")
)
_VOWEL_STEMS = ("шы", "ші", "нды", "нді")
_NEGATIVE = ("мас", "мес", "бас", "бес", "пас", "пес")
# Ends of stems that lose their last letter: none can tell өзен-і from өзе-ні and кеңес-і from кеңе-сі in any word, and
# журналист has журналистер in the plural.
_UNSURE = ("ан", "ен", "он", "ас", "ес", "ист")
_EITHER = frozenset(("мен", "бен", "пен"))  # the instrumental knows no harmony
_SOFTENERS = str.maketrans("", "", "ьъ")  # медаль, медалі
_FIRM = str.maketrans("бгғ", "пкқ")
# й and а vowel are written as one letter: қояды, қою.
_IOTATED = {"яды": "й", "ятын": "й", "ю": "й", "юға": "й", "юды": "й", "юы": "й", "йып": "й"}

_VERBS = """
азай азайт айнал айт айтыл айыпта айқында ал алаңда алмас алын апар арала арт арттыр ас ат ата атал аттан аудар
аударыл ауыстыр аш ашыл аяқта аяқтал аңғарт байланыс байқа бар бас баста бастал басқар баянда баяндал бағала бақыла
бекіт бекітіл белгіле бер беріл бол болжа босатыл біл білдір білдіріл бұйыр бөл бөлін газдандыр дайында дайындал
дамы дамыт де дәлелде ек енгіз енгізіл ер ес есепте ескерт ескір ет етіл жабыл жаз жазыл жалғастыр жария жарияла
жариялан жаса жасал жасыр жат жаңарт же жет жеткіз жең жина жинал жой жойыл жолдан жоспарла жоспарлан жоғал жібер
жіберіл жүздес жүкте жүктел жүр жүргіз жүргізіл жұмса жөнел зертте игер кездес кел келтір келтіріл келіс кет кешір
кір кіріс күт көзде көздел көр көрсет көрсетіл көрін көтер көтеріл көшір мадақта марапатта марапаттал мойында
міндетте мәлімде мәлімдел нақтыла ойла орнат орында орындал отыр оқы пайдалан раста ратификацияла сайла сайлан сал
салын салыстыр сана сат сақта сақтал сақтан сезін сен сендір сой суар сызыл сыйла сына сүйен сұра сөйле сөйлес табыл
тазала талқыла талқылан тамашала таны таныс таныстыр таныстырыл тап тапсыр тапсырыл тарат тарт тартыл таста
тасымалда тағайындал таңда тексер теңе тоз тол толықтыр тоқтал тоқтат тудыр тыңда тіле тірке тіркел түзет түй түс
түсін түсіндір түсір тұжырымда тұр төле төлен уағдалас хабарла хабарлан шағымдан шақыр шақырыл шегеле шеш шешіл шыда
шығар шығарыл шық ізде ірікте іс іш қабылда қабылдан қайтала қайтар қайтарыл қал қамт қамты қара қарал қарастыр
қаржыландыр қатыс қозға қозғал қой қойыл қолдан қолданыл қорға қос қосыл қуатта қызық қысқар қысқарт құпта құр
құрастыр құрыл құттықта үйрен үйрет үнде үнемде ұйымдастыр ұста ұсын ұсыныл ұш әзірле әңгімеле өзгер өзгерт өзгертіл
өкін өл өс өт өте өткіз өткізіл өтіл өңде
"""
_NOUNS = """
адам азамат ай айналым алты алтын ана апта ара арал арна арнай арқа аса астан ат атау ауа аудан аударма ақ ақпан
ақпарат бала барша баса бастама басылым басым басқа бағдарлама бизнес биыл былтыр бюджет білім бірдей біреу бірлік
бірнеше бүгін бұл бөлік дала денсаулық депутат дербес дерек деңгей достық екен екеу екі ел емес ертегі есе есеп ескі
есім еңбек жазба жарты жас жауап жағдай жақын желтоқсан жер жеті жиын жол жолдау жоғары жыл жылдам жылқы жүлде жүрек
жұмыс жәрдем жөндеу заман зардап ие инвестор интернет кабинет кедергі кезең келісім кен керек кешен кеңес кеңсе
комитет курс кітап күміс күн кәсіп кәсіпорын көктем көлем көрме көрші лауазым мазмұн маман мамыр марафон маусым
мақсат мейман мекен мектеп мемлекет мерзім миллион міндет мүмкін мүше мұндай мәдениет наурыз науқан науқас нысан
нүкте нұсқа облыс ой ол он орган орда орден орман орталық осы осындай от отан отбасы отырыс оқушы оқырман пайда
пресс пікір пікірталас регион резиденция сан сапар сауда сағат себеп серпін серіктес сонда сондай соғыс су сурет
сыйлық сәйкес сәуір сөйлем табан талап тамаша тамыз тапсырма тарап тақырып телефон топ топтама топырақ ту тікелей
тұлға тұрғын тәртіп төмен төраға университет факультет форум хабарлама шалғай шақырым шаңырақ шекара шешім шығын
шілде іс ғылым қазан қазір қайта қала қалам қарар қараша қаржы қатар қатынас қаңтар қойма қолдау қорытынды қоғам қуат
қызмет қыркүйек қырық құжат құрам құрмет үзінді үй үкімет үлгі үш ұл әдебиет әдемі әділет әзір әке әкім әл әлем
әлеумет әрекет әріп әріптес әңгіме өз өзен өкіл өлшем өнім өте өтінім
"""
_LOST = """
халқ халық; орн орын; мойн мойын; ерн ерін; мұрн мұрын; қойн қойын; қарн қарын; көрк көрік; мүлк мүлік; ерк ерік;
бөрк бөрік; құлқ құлық; ауз ауыз; даус дауыс; аул ауыл; әрп әріп; кейп кейіп; мәтн мәтін; ғұмр ғұмыр; пішн пішін
"""
VERBS = frozenset(_VERBS.split())
_SOFT = frozenset(("медал", "фестивал", "картоп", "портфел"))  # their ь is gone before endings with front vowels
ROOTS = VERBS | _SOFT | frozenset(_NOUNS.split())
LOST = dict(pair.split() for pair in _LOST.split(";"))
"""Stems that have lost a vowel before an ending, and how they are without it: халқы is of халық."""


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The stem of a word in lower case Cyrillic; one without any ending of the list is given back as it is."""
    word = word.translate(_SOFTENERS)
    known = [form for form in _reachable(word) if form in ROOTS]
    if known:
        return max(known, key=len)
    form = word
    while shorter := next(_without_ending(form), None):
        form = shorter
    return form[:-1] if len(form) > 4 and form.endswith(_UNSURE) else form


def _reachable(word: str) -> set[str]:
    """All that is left of `word` when endings are taken off in every way."""
    found, waiting = set(), [word]
    while waiting:
        form = waiting.pop()
        if form not in found:
            found.add(form)
            waiting += _without_ending(form)
    return found


def _without_ending(word: str) -> Iterator[str]:
    """`word` without each ending that it may have, the longest ending first."""
    for length in range(min(_LONGEST, len(word) - 1), 0, -1):
        ending, rest = word[-length:], word[:-length]
        if rest + _IOTATED.get(ending, "-") in VERBS:
            yield rest + _IOTATED[ending]
        kind = _KINDS.get(rest[-1], "?")
        bare = LOST.get(rest) or rest[:-1] + rest[-1].translate(_FIRM)
        if not any(kind in kinds and _may_stay(bare, least) for kinds, least in _RULES.get(ending, ())):
            continue
        if ending in _AFTER_VOWELS and rest.endswith(("ы", "і")) and not rest.endswith(_VOWEL_STEMS):
            if rest not in ROOTS:
                continue  # жұмыс-ы, not жұмы-сы
        elif ending in "ыі" and rest.endswith(_NEGATIVE) and rest not in ROOTS:
            continue  # бастама-сы, not бастамас-ы
        if _agree(rest, ending) or bare in _SOFT:
            yield bare


def _may_stay(form: str, least: int) -> bool:
    return len(form) >= least or form in (VERBS if least == _VERBS_ONLY else ROOTS)


def _agree(rest: str, ending: str) -> bool:
    if ending in _EITHER:
        return True
    vowel = next((letter for letter in ending if letter in _BACK or letter in _FRONT), "")
    before = next((letter for letter in reversed(rest) if letter in _BACK + _FRONT + _BOTH), "")
    return not vowel or before in _BOTH or (vowel in _BACK) == (before in _BACK)
