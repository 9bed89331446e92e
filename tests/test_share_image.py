"""The pictures of shared pages: what stands on them, in every alphabet, and who gets them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from speeches import share_image, workflow
from speeches.models import Redirect
from speeches.share_image import HEIGHT, WIDTH, Card, draw, wrapped
from speeches.views.sharing import card
from tests import factories
from tests.public import LANGUAGES

cache = caches["pictures"]

KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
LATIN_KAZAKH = "AaÄäBbDdEeFfGgĞğHhIıİiJjKkLlMmNnŊŋOoÖöPpQqRrSsŞşTtUuŪūÜüVvYyZz"
LONG = "Қазақстанның халықаралық ынтымақтастығындағы өнеркәсіптендірілмегендіктеріңізден"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def shown(title="Water for the steppe", newsroom="Press Service", note="27 April 2023", **fields):
    """A card as the site makes it."""
    made = card(title, newsroom, note)
    return Card(**{**made.__dict__, **fields})


def picture(made):
    return Image.open(BytesIO(draw(made))).convert("RGB")


def ink(image):
    """The box around what is written between head and foot: (left, top, right, bottom), None where nothing is."""
    room = image.crop((0, 160, WIDTH, 530)).convert("L")
    return room.point(lambda value: 255 if value < 140 else 0).getbbox()


def near(one, hexadecimal):
    wanted = tuple(int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(a - b) <= 3 for a, b in zip(one, wanted, strict=True))


def test_the_picture_is_of_the_institution():
    image = picture(shown(paper="#fdfcf9", bar="#224400", gold="#aa6600"))
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert near(image.getpixel((5, 5)), "#fdfcf9") and near(image.getpixel((5, 625)), "#224400")
    assert near(image.getpixel((5, 543)), "#aa6600")
    with_emblem, without = (image, picture(shown(paper="#fdfcf9", emblem=b"")))
    assert not near(with_emblem.getpixel((120, 104)), "#fdfcf9")
    assert near(without.getpixel((120, 65)), "#fdfcf9")


@pytest.mark.parametrize("letters", [KAZAKH, LATIN_KAZAKH, "«№“”—₸ŁóÐễ"])
@pytest.mark.parametrize("faces", ["faces", "small"])
def test_every_letter_has_a_shape_of_its_own(letters, faces):
    files = getattr(shown(), faces)
    drawn = {}
    for letter in letters:
        path = share_image._face_of(letter, files)
        assert path, f"no face has {letter}"
        mask = share_image._font(path, 40).getmask(letter)
        drawn.setdefault((mask.size, bytes(mask)), []).append(letter)
    # Latin and Cyrillic look-alikes apart, none stands for another.
    assert not [same for same in drawn.values() if len(same) > 1]


def test_a_kazakh_headline_is_not_the_russian_one_next_to_it():
    assert draw(shown("Халқы")) != draw(shown("Халкы"))


def test_signs_that_no_face_has_leave_no_box():
    assert draw(shown("Water 水🙂\u202e for all\u200d")) == draw(shown("Water for all"))
    assert draw(shown("Ｗater")) == draw(shown("Water"))


@pytest.mark.parametrize("title", ["Water", LONG, f"{LONG} {LONG} {LONG}"[:300], "Щ" * 300, "a " * 150, ""])
def test_a_headline_of_any_length_stands_whole_within_the_margins(title):
    size, lines = share_image._fitted(title, shown().faces)
    assert " ".join(lines).split() == title.split()
    box = ink(picture(shown(title)))
    if title:
        assert box[0] >= 66 and box[2] <= WIDTH - 66
        assert box[1] > 0 and box[3] < 370, "head or foot are touched"
    assert size >= (100 if title == "Water" else 3)


@pytest.mark.parametrize(
    "newsroom", ["Министерство иностранных дел и внешнеэкономических связей Республики " * 2, LONG]
)
def test_a_long_name_of_the_institution_stands_whole(newsroom):
    image = picture(shown("Water", newsroom))
    right = image.crop((WIDTH - 60, 0, WIDTH, 530))
    assert len(right.getcolors()) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("“Visit” of 25 May – CD", ["english", "cyrillic", "english", "cyrillic"]),
        ("XIV сессия «Тіл» – 2024", ["cyrillic"]),
        ("Łódź, 25", ["latin", "english", "latin", "cyrillic"]),
    ],
)
def test_a_word_is_set_in_one_face_where_one_has_all_of_it(text, parts):
    runs = share_image._runs(text, shown().faces)
    assert [Path(path).stem.rpartition("-")[2] for path, _part in runs] == parts
    assert "".join(part for _path, part in runs) == text


def test_no_line_begins_with_a_dash():
    words = share_image._words("The canal – the longest — of all", shown().faces)
    assert words == ["The", "canal\u00a0–", "the", "longest\u00a0—", "of", "all"]


_WORD = some.text(some.characters(codec="latin-1", categories=["L"]), min_size=1, max_size=30)


@given(some.lists(_WORD, max_size=60), some.integers(1, 60))
def test_lines_hold_whole_words_and_no_line_is_too_wide(words, room):
    lines = wrapped(words, room, len)
    if lines is None:
        assert max(map(len, words)) > room
        return
    assert " ".join(lines).split(" ") == (words or [""])
    assert all(len(line) <= room for line in lines)
    greedy = 1
    used = -1
    for word in words:
        greedy, used = (greedy + 1, len(word)) if used + 1 + len(word) > room else (greedy, used + 1 + len(word))
    assert len(lines) == (greedy if words else 0)


def test_lines_are_of_about_one_length():
    assert wrapped(["aaaa"] * 5, 20, len) == ["aaaa aaaa aaaa", "aaaa aaaa"]


def test_the_name_of_what_is_kept_follows_all_that_is_shown(settings):
    plain = shown().key()
    assert plain == shown().key() and len(plain) == 64
    others = [shown("Other"), shown(note="28 April 2023"), shown(newsroom="Other"), shown(gold="#000000")]
    others += [shown(emblem=b""), shown(site="other.example")]
    assert len({plain, *(one.key() for one in others)}) == 7
    assert shown(faces=tuple(f"/elsewhere/{Path(path).name}" for path in shown().faces)).key() == plain


def test_an_emblem_that_is_not_there_is_told_at_start(settings):
    assert not [one for one in run_checks() if one.id == "newsroom.E001"]
    settings.NEWSROOM = django_settings.NEWSROOM | {"emblem_picture": "nowhere.png"}
    assert [one for one in run_checks() if one.id == "newsroom.E001"]


# Over the web


def address(edition):
    return f"{edition.release.get_absolute_url()}share.png"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_live_release_has_a_picture_in_its_language(client, language):
    edition = factories.live(language=language, title="Су")
    answer = client.get(address(edition))
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert answer.headers["Cache-Control"] == "max-age=0, must-revalidate"
    with translation.override(language):
        general = client.get(reverse("share_image"))
    assert general.status_code == 200 and general.content != answer.content


@pytest.mark.django_db
def test_an_unchanged_picture_is_neither_drawn_nor_sent_again(client):
    edition = factories.live()
    first = client.get(address(edition))
    etag = first.headers["ETag"]
    key = share_image.kept_as(edition.release.public_id)
    name, kept = cache.get(key)
    assert kept == first.content
    cache.set(key, (name, b"what is kept"))
    assert client.get(address(edition)).content == b"what is kept"
    cache.clear()
    again = client.get(address(edition), headers={"If-None-Match": etag})
    assert again.status_code == 304 and not again.content and cache.get(key) is None
    assert client.head(address(edition)).headers["ETag"] == etag


@pytest.mark.django_db(transaction=True)
def test_a_redaction_takes_the_headline_out_of_the_cache_too(client):
    edition = factories.live(title="A name that a court took away")
    assert client.get(address(edition)).status_code == 200
    kept = share_image.kept_as(edition.release.public_id)
    assert cache.get(kept)
    workflow.propose(edition, "redact", factories.user("administrator"), reason="Order of a court.")
    workflow.redact(edition, factories.user("administrator", "administrator2"), reason="Order of a court.")
    assert cache.get(kept) is None


@pytest.mark.django_db
def test_a_correction_changes_the_picture_once_it_is_live(client):
    edition = factories.live()
    before = client.get(address(edition)).headers["ETag"]
    factories.next_scheduled(edition, title="Not to be told yet")
    assert client.get(address(edition)).headers["ETag"] == before
    other = factories.live(title="First")
    shown_first = client.get(address(other)).headers["ETag"]
    factories.corrected(other, title="Second")
    assert client.get(address(other)).headers["ETag"] != shown_first


@pytest.mark.django_db
def test_what_is_not_public_has_no_picture(client):
    nowhere = "/en/releases/2023/04/07/nothing-here/share.png"
    missing = client.get(nowhere)
    assert missing.status_code == 404
    hidden = factories.scheduled(slug="hidden")
    answer = client.get(address(hidden))
    assert answer.status_code == 404
    assert answer.content.replace(b"/share.png", b"") == client.get("/en/nothing/").content.replace(b"/share.png", b"")
    gone = factories.live(title="To be withdrawn")
    assert client.get(address(gone)).status_code == 200
    workflow.withdraw(gone, factories.user("publisher"), reason="Wrong place.")
    answer = client.get(address(gone))
    assert answer.status_code == 410 and b"Wrong place." in answer.content and b"To be withdrawn" not in answer.content


@pytest.mark.django_db
def test_an_old_address_leads_on_and_another_language_has_none(client):
    edition = factories.live(slug="canal")
    Redirect.objects.create(path="/en/releases/2020/01/01/old/", release=edition.release)
    answer = client.get("/en/releases/2020/01/01/old/share.png")
    assert answer.status_code == 301 and answer.headers["Location"] == address(edition)
    assert client.get(address(edition).replace("/en/", "/kk/")).status_code == 404


@pytest.mark.django_db
def test_who_asks_too_often_waits(client, settings):
    settings.LIMITS = {"share-image": 2}
    edition = factories.live()
    assert [client.get(address(edition)).status_code for _time in range(3)] == [200, 200, 429]
    assert client.get(edition.release.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_picture_takes_the_same_queries_whatever_it_shows(client, django_assert_max_num_queries):
    edition = factories.live(event=factories.event(), themes=[factories.theme(), factories.theme("two")])
    with django_assert_max_num_queries(5):
        assert client.get(address(edition)).status_code == 200
