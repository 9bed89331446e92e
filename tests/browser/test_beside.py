"""A release beside another of its language versions: passages that light up together, with scripts and without."""

import pytest
from playwright.sync_api import expect

from speeches import workflow
from tests.aligned import versions

from .conftest import follow, in_looks, status
from .test_alignment import LOOKS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def reader(request, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def ground(page, name):
    return page.locator(f"#s-{name}").evaluate("one => getComputedStyle(one).backgroundColor")


def test_a_passage_lights_up_with_its_counterpart(reader):
    said = versions("en", "ru")
    release = said["en"][0].edition.release
    workflow.align_statements(release, "test")
    reader.goto(f"{release.get_absolute_url()}beside/ru/")
    here, there, other = said["en"][1], said["ru"][1], said["ru"][2]
    here, there, other = (version.statement.public_id for version in (here, there, other))
    quiet = ground(reader, there)
    reader.focus(f"#s-{here}")
    assert ground(reader, there) != quiet == ground(reader, other)
    reader.focus(".heads a >> nth=0")
    assert ground(reader, there) == quiet
    reader.hover(f"#s-{there}")
    assert ground(reader, here) != quiet
    reader.keyboard.press("Tab")
    boxes = [reader.locator(f"#s-{name}").bounding_box() for name in (here, there)]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    reader.set_viewport_size({"width": 360, "height": 800})
    boxes = [reader.locator(f"#s-{name}").bounding_box() for name in (here, there)]
    assert boxes[0]["y"] < boxes[1]["y"]


def test_the_page_is_accessible_in_every_language_and_reached_from_each(visitor, complaints):
    said = versions("en", "ru", "kk")
    workflow.align_statements(said["en"][0].edition.release, "test")
    for turn, (language, other) in enumerate((("en", "ru"), ("ru", "kk"), ("kk", "en"))):
        release = said[language][0].edition.release
        assert status(visitor, release.get_absolute_url(), complaints) == 200
        follow(visitor, f".also a[href$='/beside/{other}/']")
        expect(visitor.locator(f".heads h2[lang={other}]")).to_have_count(1)
        assert not in_looks(visitor, turn, LOOKS)
        follow(visitor, ".heads a >> nth=0")
        assert visitor.url.endswith(release.get_absolute_url())
    address = f"{said['en'][0].edition.release.get_absolute_url()}beside/ru/"
    assert status(visitor, address.replace("/ru/", "/xx/"), complaints) == 404
