"""The colours of an institution, as a style sheet of custom properties, and its source hash for the CSP.

It stands in the head of each public page, so that it costs no request; the hash (W3C CSP Level 3, section 2.3.1) lets
that one style through, and does not change from answer to answer as a nonce would.
"""

import re
from base64 import b64encode
from hashlib import sha256

from django.core.exceptions import ImproperlyConfigured

NAMES = ("accent", "on-accent", "bar", "on-bar", "gold")
"""What an institution chooses: links and buttons, what stands on them, the band of sections, what stands on it, and
the colour of rules and marks."""
PAPER = {"light": "#fdfcf9", "dark": "#14181b"}
"""The ground of the page (static/site.css), on which links and marks must be seen."""
CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def style(colours):
    """The style sheet of `colours`: {"light": {name: "#rrggbb"}, "dark": …}, each with all of NAMES.

    Raises ImproperlyConfigured for a colour that is missing, unknown, no colour, or cannot be read on its ground.
    """
    for scheme in PAPER:
        _check(scheme, colours.get(scheme) or {})
    light, dark = (f":root{{{_properties(colours[scheme])}}}" for scheme in PAPER)
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"


def source_hash(text):
    """The CSP source that allows an inline style of this text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def contrast(one, other):
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _properties(chosen):
    return ";".join(f"--{name}:{chosen[name].lower()}" for name in NAMES)


def _check(scheme, chosen):
    where = f"NEWSROOM['colours']['{scheme}']"
    for name in sorted({*chosen} ^ {*NAMES}):
        raise ImproperlyConfigured(f"{where}: {name!r} is {'unknown' if name in chosen else 'missing'}.")
    for name, colour in chosen.items():
        if not isinstance(colour, str) or not _HEX.fullmatch(colour):
            raise ImproperlyConfigured(f"{where}['{name}'] = {colour!r}: write a colour as #rrggbb.")
    for name, ground in (("accent", None), ("gold", None), ("on-accent", "accent"), ("on-bar", "bar")):
        ratio = contrast(chosen[name], chosen[ground] if ground else PAPER[scheme])
        if ratio < CONTRAST:
            raise ImproperlyConfigured(
                f"{where}['{name}'] = {chosen[name]!r} has a contrast of {ratio:.1f} on "
                f"{f'{ground} ' + chosen[ground] if ground else 'the page'}; text needs {CONTRAST}."
            )


def _luminance(colour):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
