"""What a photo for the press says of itself."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from speeches.photo_notes import Notes, with_notes

pytestmark = pytest.mark.once
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"


def jpeg():
    stream = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(stream, "jpeg")
    return stream.getvalue()


def notes(**fields):
    given = {
        "headline": "Water for the steppe",
        "caption": "Сарыөзен <өзені> & “арна”",
        "alt": "A river",
        "credit": "Photo: Dana Serikova",
        "source": "Press Service of the President",
        "day": "2025-10-07",
        "url": "https://press.example/kk/releases/2025/10/07/su/",
        "language": "kk",
    }
    return Notes(**given | fields)


def read(data):
    packet = Image.open(BytesIO(data)).info["xmp"]
    return ElementTree.fromstring(packet.decode().strip("\0"))


def test_a_reader_finds_what_was_written_and_the_same_pixels():
    plain = jpeg()
    noted = with_notes(plain, notes())
    found = read(noted)
    [description] = found.iter(f"{DC}description")
    assert [item.text for item in description.iter(f"{RDF}li")] == [notes().caption] * 2
    [creator] = found.iter(f"{DC}creator")
    assert [item.text for item in creator.iter(f"{RDF}li")] == ["Photo: Dana Serikova"]
    assert [item.text for item in found.iter(f"{PHOTOSHOP}Source")] == ["Press Service of the President"]
    assert Image.open(BytesIO(noted)).tobytes() == Image.open(BytesIO(plain)).tobytes()
    assert with_notes(plain, notes()) == noted


def test_what_is_not_said_is_not_there():
    noted = with_notes(jpeg(), notes(credit="", caption=""))
    assert b"dc:creator" not in noted and b"dc:description" not in noted


@settings(max_examples=50)
@given(st.text(max_size=40) | st.text(alphabet="<&\"'\0\x0b\ufffe\ud800😀қ", max_size=9000))
def test_no_caption_breaks_the_file(words):
    noted = with_notes(jpeg(), notes(caption=words, credit=words, headline=words, alt=words))
    read(noted)
    Image.open(BytesIO(noted)).load()


def test_what_is_no_jpeg_is_refused():
    with pytest.raises(ValueError):
        with_notes(b"\x89PNG", notes())
