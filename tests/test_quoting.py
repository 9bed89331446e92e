"""Quotations compared with a text: what does not matter, and what always does."""

import pytest

from speeches.text.quoting import WIDTH, compare, fold, quotation, shingles

TEXT = "The President said that “the water of the Sarydala – all of it – belongs to 1,500 villages”. He thanked them."
RUSSIAN = "Президент отметил, что «ещё в 2021 году всё было иначе – и вода, и земля». Он поблагодарил участников."
KAZAKH = "Президент су үнемдеу әр өңірдің ортақ ісі екенін айтты. Шаңырақ көтерген жұртқа ғылым қажет."


def found(said, text):
    match = compare(quotation(said), text)
    if match is None:
        return "not-found"
    return "verbatim" if match.verbatim else "close"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("the water of the Sarydala - all of it - belongs", TEXT),
        ('"THE WATER of the   Sarydala all of it"', TEXT),
        ("the water of\nthe Sarydala — all of it", TEXT),
        ("the water of the Sarydala … belongs to 1,500 villages", TEXT),
        ("the water of the Sarydala [...] belongs to 1,500 villages", TEXT),
        ("еще в 2021 году все было иначе", RUSSIAN),
        ("„ЕЩЁ В 2021 ГОДУ ВСЁ БЫЛО ИНАЧЕ — и вода, и земля“", RUSSIAN),
        ("су үнемдеу әр өңірдің ортақ ісі", KAZAKH),
        ("sý únemdeý ár óńirdiń ortaq isi", KAZAKH),
        ("su ünemdeu är öñırdıñ ortaq ısı", KAZAKH),
        ("su unemdeu ar onirdin ortaq isi", KAZAKH),
        ("Şañyraq kötergen jūrtqa ğylym qajet", KAZAKH),
        ("Shańyraq kótergen jurtqa ǵylym qajet", KAZAKH),
    ],
)
def test_word_for_word_whatever_marks_and_spelling(said, text):
    assert found(said, text) == "verbatim"


@pytest.mark.parametrize("text", [TEXT, RUSSIAN, KAZAKH], ids=["en", "ru", "kk"])
def test_one_other_word_is_never_word_for_word(text):
    words = [word for word in text.split() if word != "–"]
    for at in range(len(words)):
        for other in ([], ["тақырып"], ["never"], ["не", words[at]]):
            said = " ".join([*words[:at], *other, *words[at + 1 :]])
            if at in (0, len(words) - 1) and not other:
                continue  # the first or last word left out is a shorter quotation
            assert found(said, text) == "close", said


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("belongs to 1,600 villages", TEXT),
        ("belongs to 15,00 villages", TEXT),
        ("еще в 2012 году все было иначе", RUSSIAN),
        ("villages the water of the Sarydala", TEXT),
        ("belongs to 1,500 villages … the water of the Sarydala", TEXT),
    ],
)
def test_another_number_or_another_order_is_not_word_for_word(said, text):
    assert found(said, text) != "verbatim"


@pytest.mark.parametrize(
    "said",
    [
        "nobody ever said anything of this kind in public",
        "of the that the it to of",
        "бюджет будет увеличен в три раза уже весной",
        "бұл туралы ешкім ештеңе айтқан жоқ деп ойлаймын",
        "",
        "…",
        "!!!",
    ],
)
def test_what_nobody_said_is_not_found(said):
    quoted = quotation(said)
    assert not quoted.parts or all(compare(quoted, text) is None for text in (TEXT, RUSSIAN, KAZAKH))


def test_the_differences_lead_from_the_quotation_to_the_text():
    said = "the water of the Irtysh all of it belongs to 1,500 villages"
    match = compare(quotation(said), TEXT)
    assert [change.text.strip() for change in match.changes[0] if change.op == "delete"] == ["Irtysh"]
    assert [change.text.strip(" –") for change in match.changes[0] if change.op == "insert"] == ["Sarydala"]
    start, end = match.spans[0]
    assert TEXT[start:end].startswith("the water") and TEXT[start:end].endswith("villages")


def test_spans_are_those_of_the_text():
    match = compare(quotation("ещё в 2021 году … и земля"), RUSSIAN)
    assert [RUSSIAN[start:end] for start, end in match.spans] == ["ещё в 2021 году", "и земля"]


def test_a_shingle_for_each_few_words_the_same_in_every_spelling():
    cyrillic, latin = fold("су үнемдеу әр өңірдің ортақ ісі"), fold("su ünemdeu är öñırdıñ ortaq ısı")
    assert shingles(cyrillic) == shingles(latin)
    assert len(shingles(cyrillic)) == len(cyrillic) - WIDTH + 1
    assert all(-(2**31) <= value < 2**31 for value in shingles(fold(TEXT)))
    assert shingles(fold("two words")) == []
