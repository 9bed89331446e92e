"""Words and their stems: what a search takes for one word, and what it does not."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speeches.text.stems import bare, fold, stem, stems, words

LANGUAGES = ("en", "ru", "kk")
SAME = {
    "en": """
    river rivers River's rivers’
    minister ministers minister's
    agree agreed agreeing
    declare declared declaring
    Lormia Lormia's Lormia’s
    naive naïve NAÏVE
    """,
    "ru": """
    река реки рек реками реках реку
    степной степных степная степному
    указ указа указы указом указов
    поручил поручила поручили
    Лормия Лормии Лормию Лормией
    Варга Варги Варгу Варгой Варге
    Елена Елены Елену Еленой Елене
    Сарыдала Сарыдалы Сарыдале Сарыдалу Сарыдалой
    Алтынкала Алтынкалы Алтынкалу Алтынкале
    Астана Астаны Астане Астану Астаной
    Камила Камилы Камиле Камилу Камилой
    Нурлан Нурлана Нурлану Нурланом Нурлане
    Бекмуратов Бекмуратова Бекмуратову Бекмуратовым Бекмуратове
    Орманова Ормановой Орманову
    материал материала материалы материалами материалов
    канал каналы каналов каналу
    план плана планы планов
    учёный ученый учёных ученым
    автомобиль автомобили автомобилей
    """,
    "kk": """
    өзен өзені өзендер өзендердің өзендері өзенге өзеннен өзендеріміздің
    кеңес кеңесі кеңесінің кеңесте кеңестер кеңесінде
    қала қаласы қаласында қалаға қалалар қалалардан қаланың қаламыз
    мектеп мектебі мектептер мектептерге мектебіміздің мектепте
    халық халқы халқының халықтар халыққа халқымыз
    облыс облысы облысының облыста облыстағы облыстарда
    президент президенті президентінің президентпен президентке
    министр министрі министрлер министрлердің министрдің
    журналист журналистер журналистерге журналистің
    мемлекет мемлекеті мемлекетін мемлекетіміздің мемлекетке
    жұмыс жұмысы жұмысын жұмыстар жұмысымен
    мәселе мәселесі мәселесін мәселелер мәселелеріне мәселені
    елші елшісі елшілер елшіге
    қаражат қаражаты қаражаттың
    кітап кітабы кітаптар кітапқа
    тіл тілі тілдің тілдер тілін
    жоба жобасы жобаны жобалар жобасын
    бағдарлама бағдарламасы бағдарламаны бағдарламасын
    жыл жылы жылғы жылдың жылдары
    айт айтты айтады айтқан айтып айтуынша айтатын айтпады
    тапсыр тапсырды тапсырады тапсырған тапсыруды тапсырып
    қабылда қабылдады қабылдайды қабылдаған қабылдау қабылдап
    қой қойды қояды қою қойған
    деп деді дейді деген
    университет университеті университетін университеттер
    Бекмұратов Бекмұратовтың Бекмұратовқа Бекмұратовпен Бекмұратовты
    Варга Варганың Варгамен Варгаға Варганы
    Сарыдала Сарыдаланың Сарыдалада Сарыдалаға Сарыдаладан
    Нұрлан Нұрланның Нұрланға Нұрланмен
    Қаратау Қаратауда Қаратауға Қаратаудың
    Сәуле Сәуленің Сәулеге Сәулемен
    """,
}
APART = {
    "en": "river driver; minister ministry; corruption corridor; farm form; state station",
    "ru": "степь степень; указ указание; река реклама; совет советник; школа школьник; власть область",
    "kk": "ауыл ауылдық; мемлекет мемлекеттік; бала балық; жыл жылқы; қала қал; дала дал; тіл тілші; өз өзен; "
    "есеп есік; айту айналым; қазан қазақ; халық халықаралық; біл білім; ата атау; көр көрме; іс іш; бас басқа",
}


def listed(text):
    return [line.split() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("language", "forms"), [(language, forms) for language in LANGUAGES for forms in listed(SAME[language])]
)
def test_forms_of_one_word_have_one_stem(language, forms):
    assert len({stem(form, language) for form in forms}) == 1, {form: stem(form, language) for form in forms}


@pytest.mark.parametrize(
    ("language", "pair"), [(language, pair) for language in LANGUAGES for pair in APART[language].split(";")]
)
def test_different_words_have_different_stems(language, pair):
    one, other = pair.split()
    assert stem(one, language) != stem(other, language)


def test_words_with_their_places():
    text = "The President’s 1,500 e\u0301lite on-line “friends”, 54.6 %"
    found = list(words(text))
    assert [word.text for word in found] == ["the", "presidents", "1500", "elite", "on", "line", "friends", "54", "6"]
    assert [text[word.start : word.end] for word in found][1:3] == ["President’s", "1,500"]
    assert text[found[3].start : found[3].end] == "e\u0301lite"


@pytest.mark.parametrize("number", ["1500", "1 500", "1\u00a0500", "1\u202f500", "1,500"])
def test_a_number_in_groups_of_three_is_one_word(number):
    assert stems(f"about {number} teachers", "en") == ["about", "1500", "teacher"]


def test_numbers_that_only_stand_side_by_side_stay_apart():
    assert stems("2024, 2025 and 12 20", "en") == ["2024", "2025", "and", "12", "20"]


def test_a_quotation_mark_after_a_word_is_not_of_the_word():
    text = "‘A show trial,’ he said"
    last = list(words(text))[2]
    assert text[last.start : last.end] == "trial"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ёлка", "елка"),
        ("ЕЛКА", "елка"),
        ("за\u0301мок", "замок"),
        ("и\u0306", "й"),
        ("Қала", "қала"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ﬁrst", "first"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("cоrruption", "corruption"),  # the second letter is Cyrillic
        ("рoссия", "россия"),  # the second letter is Latin
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


def test_kazakh_letters_can_be_typed_without_their_marks():
    assert bare(fold("Қаратау өңірі")) == "каратауонири"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="no stems in “fr”"):
        stem("maison", "fr")


def test_the_corpus_loses_no_word_and_no_place():
    paths = sorted((Path(__file__).parent / "corpus" / "texts").rglob("*.txt"))
    assert len(paths) > 30
    for path in paths:
        text, language, reached = path.read_text(encoding="utf-8"), path.parent.name, 0
        for word in words(text):
            assert reached <= word.start < word.end <= len(text)
            assert fold(text[word.start : word.end]) == word.text
            assert stem(word.text, language)
            reached = word.end


@given(st.text(st.characters(), max_size=80), st.sampled_from(LANGUAGES))
def test_stems_are_letters_and_digits_whatever_is_typed(text, language):
    for one in stems(text, language):
        assert one
        assert one.isalnum()
        assert one == one.casefold()
        assert len(one) <= 70


@given(st.text("аәбвгғдежзийкқлмнңопрстуұүфхһцчшщъыіьэюя", min_size=1, max_size=70))
def test_any_kazakh_letters_have_a_stem(word):
    assert stem(word, "kk")


@given(st.sampled_from([form for line in listed(SAME["kk"]) for form in line]))
def test_normal_forms_and_case_make_no_difference(word):
    assert stem(unicodedata.normalize("NFD", word).upper(), "kk") == stem(word, "kk")
