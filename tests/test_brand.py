"""The institution's colours: checked at start, let through by the CSP, on every page."""

from copy import deepcopy

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import brand


def colours(scheme="light", **changes):
    chosen = deepcopy(settings.NEWSROOM["colours"])
    chosen[scheme] |= changes
    return {name: {key: value for key, value in of.items() if value} for name, of in chosen.items()}


def test_contrast_is_that_of_the_recommendation():
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"accent": "#fafafa"}, "['light']['accent'] = '#fafafa' has a contrast of 1"),
        ({"on-bar": "#0b4f6d"}, "on bar #0b4f6c; text needs 4.5"),
        ({"gold": "red"}, "['gold'] = 'red': write a colour as #rrggbb"),
        ({"gold": "#8a5f12}body{display:none"}, "write a colour as #rrggbb"),
        ({"bar": None}, "'bar' is missing"),
        ({"shine": "#ffffff"}, "'shine' is unknown"),
    ],
)
def test_a_colour_that_cannot_be_used_is_refused_at_start(changed, says):
    with pytest.raises(ImproperlyConfigured) as refused:
        brand.style(colours(**changed))
    assert says in str(refused.value)


@pytest.mark.django_db
def test_every_page_carries_the_colours_and_its_policy_lets_them_through(client):
    answer = client.get("/en/")
    style = f"<style>{settings.BRAND_STYLE}</style>"
    assert style in answer.content.decode()
    assert brand.source_hash(settings.BRAND_STYLE) in answer.headers["Content-Security-Policy"]
    assert client.get("/en/").headers["ETag"] == answer.headers["ETag"]
