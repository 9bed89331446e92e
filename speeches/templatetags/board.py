"""What the first page of the desk needs."""

from django import template

from speeches.admin import board as boards

register = template.Library()
register.filter(boards.shelves)


@register.simple_tag(takes_context=True)
def board(context):
    """The board of whoever asks, with the week that the address names."""
    request = context["request"]
    return boards.board(request.user, request.GET.get("week", ""))
