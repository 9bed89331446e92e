"""What every public template knows."""

from django.conf import settings
from django.utils.safestring import mark_safe


def newsroom(request):
    """The institution (settings.NEWSROOM), its colours as a style sheet, and the site's address."""
    # Safe: made of settings that are checked at start, see newsroom/brand.py.
    return {
        "newsroom": settings.NEWSROOM,
        "brand_style": mark_safe(settings.BRAND_STYLE),  # noqa: S308
        "site_url": settings.SITE_URL,
    }
