"""What the desk says beside a text: places still to be filled, and doubts about a minor change."""

from django import template

from speeches import changing

register = template.Library()
register.simple_tag(changing.doubts, name="doubts_of")
register.simple_tag(changing.places_left, name="places_of")
