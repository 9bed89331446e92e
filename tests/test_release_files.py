"""What readers take away from a release: photos for the press, citations; and what they may read next."""

import json
from io import BytesIO

import bibtexparser
import pytest
import rispy
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from speeches import images, uploads, workflow
from speeches.models import Photo
from speeches.related import related
from speeches.states import StatementStatus
from tests import factories

pytestmark = pytest.mark.django_db


def live_with_photo(photo=None, **use):
    """A live edition that uses a photo of several widths, with a caption and a credit."""
    photo = photo or uploads.store_photo(factories.picture(900, 600, "navy"), "canal.png")
    use = {"photo": photo, "alt": "A canal", "caption": "The canal at dawn", "credit": "Photo: Dana Serikova"} | use
    return factories.live(photos=[use])


def address(edition, public_id):
    return f"{edition.release.get_absolute_url()}photos/{public_id}.jpg"


@pytest.fixture
def used():
    """A live edition with a photo; gives both."""
    edition = live_with_photo()
    return edition, edition.edition_photos.get().photo


def test_the_press_gets_the_widest_jpeg_with_caption_and_credit_in_it(client, used):
    edition, photo = used
    answer = client.get(address(edition, photo.public_id))
    data = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    image = Image.open(BytesIO(data))
    assert image.width == photo.for_press().width
    told = image.info["xmp"].decode()
    assert "The canal at dawn" in told and "Photo: Dana Serikova" in told
    again = client.get(address(edition, photo.public_id), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    part = client.get(address(edition, photo.public_id), headers={"Range": "bytes=0-9"})
    assert part.status_code == 206 and b"".join(part.streaming_content) == data[:10]
    assert address(edition, photo.public_id) in client.get(edition.release.get_absolute_url()).content.decode()


def test_a_caption_that_is_not_live_is_not_in_the_file(client, used):
    edition, photo = used
    use = {"photo": photo, "alt": "A canal", "caption": "Not yet to be told", "credit": "Photo: Dana Serikova"}
    factories.next_scheduled(edition, photos=[use])
    told = b"".join(client.get(address(edition, photo.public_id)).streaming_content)
    assert b"Not yet to be told" not in told and b"The canal at dawn" in told


def test_a_photo_of_another_release_or_of_none_is_not_there(client, used):
    edition, photo = used
    other = factories.live(title="Without a photo")
    assert client.get(address(other, photo.public_id)).status_code == 404
    assert client.get(address(edition, "aaaabbbbcccc")).status_code == 404
    hidden = factories.photo(name="hidden.png", content=factories.picture(colour="red"))
    assert client.get(address(edition, hidden.public_id)).status_code == 404


def test_after_a_withdrawal_the_notice_answers(client, used):
    edition, photo = used
    workflow.withdraw(edition, factories.user("publisher"), reason="Wrong place.")
    answer = client.get(address(edition, photo.public_id))
    assert answer.status_code == 410
    assert b"canal at dawn" not in answer.content


def test_a_large_photo_has_a_rendition_for_the_press_that_pages_do_not_offer(client):
    stream = BytesIO()
    Image.effect_noise((3600, 1200), 20).convert("RGB").save(stream, "jpeg", quality=30)
    photo = uploads.store_photo(stream.getvalue(), "large.jpg")
    assert photo.for_press().width == images.PRESS
    edition = live_with_photo(photo=photo)
    page = client.get(edition.release.get_absolute_url()).content.decode()
    assert "3200 ×" in page
    assert "/3200.jpeg" not in page
    assert Photo.objects.live().filter(pk=photo.pk).exists()


def test_a_release_is_cited_by_readers_that_are_not_ours(client):
    edition = factories.live(title="Water & salt: 50% more")
    base = edition.release.get_absolute_url()
    [entry] = bibtexparser.parse_string(client.get(f"{base}cite.bib").content.decode()).entries
    assert entry.fields_dict["url"].value.endswith(base)
    [record] = rispy.loads(client.get(f"{base}cite.ris").content.decode())
    assert record["title"] == "Water & salt: 50% more"
    [item] = json.loads(client.get(f"{base}cite.json").content)
    assert item["author"] == [{"literal": "Press Service of the President"}]
    assert item["title"] == "Water & salt: 50% more"
    assert "container-title" not in item
    page = client.get(base).content.decode()
    assert "Press Service of the President. “Water &amp; salt: 50% more.” Press release." in page


def test_the_edition_is_cited_where_there_are_several(client):
    edition = factories.corrected(factories.live(title="Water"), title="Water, corrected")
    base = edition.release.get_absolute_url()
    assert "edition 2 of the release" in client.get(f"{base}cite.bib").content.decode().lower()


def test_what_is_not_live_has_no_citation(client):
    edition = factories.scheduled(title="Tomorrow")
    address = f"{edition.release.get_absolute_url()}cite.bib"
    nowhere = reverse("cite_release", args=[2023, 4, 7, "nothing-here", "bib"])
    assert client.get(address).status_code == client.get(nowhere).status_code == 404


def test_what_is_near_comes_first_and_nothing_that_is_not_live():
    event = factories.event()
    water = factories.theme("water")
    here = factories.live(title="Here", event=event, themes=[water])
    same_event = factories.live(title="Same event", event=event)
    same_theme = factories.live(title="Same theme", themes=[water])
    factories.live(title="Nothing in common")
    factories.scheduled(title="Coming", event=event)
    factories.withdrawn(title="Gone", themes=[water])
    factories.live(title="In Russian", language="ru", event=event)
    here = type(here).objects.live().select_related("release__event").get(pk=here.pk)
    with CaptureQueriesContext(connection) as asked:
        found = related(here)
    assert found == [same_event, same_theme]
    assert len(asked) <= 6


def test_the_same_event_comes_first_however_many_sessions_its_series_had_since(monkeypatch):
    monkeypatch.setattr("speeches.related._LOOKED_AT", 2)
    series = factories.series()
    first, *later = (factories.event(slug=f"session-{number}", series=series) for number in range(4))
    here, same_event = factories.live(title="Here", event=first), factories.live(title="Same event", event=first)
    sessions = [factories.live(title=event.slug, event=event) for event in later]
    assert related(here) == [same_event, *reversed(sessions[1:])]


def test_every_speaker_counts_where_nothing_else_is_near():
    first, second = factories.person("first-speaker"), factories.person("second-speaker")
    here = factories.live(title="Here", body="".join(f"<p>Words {number}.</p>" for number in range(6)))
    for number in range(6):
        factories.statement(here, f"Words {number}", speaker=first if number < 5 else second)
    there, elsewhere = (factories.live(title=title, body="<p>He said so.</p>") for title in ("There", "Elsewhere"))
    factories.statement(there, "said so", speaker=second)
    factories.statement(elsewhere, "said so", speaker=second, status=StatementStatus.SUGGESTED)
    assert related(here) == [there]
