"""Letters of another alphabet that look the same: the words are found, and the answer says which are written so."""

import pytest
from django.urls import reverse

from speeches.quotes import check_quote
from speeches.text.lookalikes import by_alphabet, lookalikes
from speeches.text.quoting import quotation
from tests import factories

WORDS = "the canal reaches every village of the steppe"
ODD = WORDS.replace("canal", "cаnal")  # with a Cyrillic а
EACH = [
    ("the cаnal reaches", "The canal reaches", ["cаnal"]),
    ("THE CАNAL REACHES", "the canal reaches", ["CАNAL"]),
    ("read а book today", "Read a book today", ["а"]),
    ("вода дошлa до села", "Вода дошла до села", ["дошлa"]),
    ("а вода дошла a село ждёт", "А вода дошла, а село ждёт", ["a"]),
    ("бiр ауылға су келді", "Бір ауылға су келді", ["бiр"]),
    ("the cаnal and the cаnal", "the canal and the canal", ["cаnal"]),
]
RIGHT = [
    ("the canal reaches", "the cаnal reaches"),  # the text is odd, not the quotation
    ("the cаnal reaches", "the CАNAL reaches"),  # both are
    ("qala men aýyl", "Қала мен ауыл"),  # another alphabet as such
    ("Су мен aýyl және halyq бар", "Су мен ауыл және халық бар"),
    ("COVIDтен кейін су келді", "COVIDтен кейін су келді"),
    ("витамин C нужен всем", "Витамин C нужен всем"),
    ("the cаbin reaches", "the canal reaches"),  # not that word at all
    ("the café opened today", "the cafe opened today"),
]


@pytest.mark.parametrize(("said", "text", "words"), EACH)
def test_the_words_are_told_as_they_were_typed(said, text, words):
    assert list(lookalikes(quotation(said), [text])) == words


@pytest.mark.parametrize(("said", "text"), RIGHT)
def test_what_is_rightly_so_is_not(said, text):
    assert lookalikes(quotation(said), [text]) == ()


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("cаnаl", [("c", False), ("а", True), ("n", False), ("а", True), ("l", False)]),
        ("бiр", [("б", False), ("i", True), ("р", False)]),
        ("а", [("а", True)]),
    ],
)
def test_the_other_letters_of_a_word_are_those_of_which_it_has_fewer(said, pieces):
    assert by_alphabet(said) == pieces


@pytest.mark.django_db
class TestAnswer:
    def asked(self, client, words):
        return client.get(reverse("quote_check"), {"q": words}).content.decode()

    def test_it_is_no_plain_verbatim(self, client):
        factories.live()
        page = self.asked(client, ODD)
        assert ">Looks the same, other letters</h2>" in page and "c<mark>а</mark>nal" in page
        assert f"<mark>{WORDS}</mark>" in page and ">Verbatim</h2>" not in page
        (place,) = client.get("/api/v1/quote-check", {"q": ODD}).json()["places"]
        assert place["letters"] == ["cаnal"]
        page = self.asked(client, WORDS)
        assert ">Verbatim</h2>" in page and "other letters in the quotation" not in page
        assert client.get("/api/v1/quote-check", {"q": WORDS}).json()["places"][0]["letters"] == []

    def test_where_one_of_two_releases_has_the_letters_it_is_verbatim(self, client):
        factories.live()
        factories.live(body=f"<p>{ODD}</p>")
        page = self.asked(client, ODD)
        assert ">Verbatim</h2>" in page and "c<mark>а</mark>nal" in page

    def test_it_is_told_beside_words_left_out_and_of_close_and_earlier_words(self, client):
        edition = factories.live()
        page = self.asked(client, "the cаnal reaches … of the steppe")
        assert ">Looks the same, other letters</h2>" in page and "may change the sense" in page
        answer = check_quote(ODD.replace("village", "town"))
        assert answer.kind == "close" and answer.places[0].letters == ("cаnal",)
        factories.corrected(edition, body="<p>Quite another text stands here now.</p>")
        page = self.asked(client, ODD)
        assert 'class="verdict earlier"' in page and "c<mark>а</mark>nal" in page
