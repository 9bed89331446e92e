"""What every public template knows."""

from django.conf import settings


def newsroom(request):
    """The institution (settings.NEWSROOM) and the site's address."""
    return {"newsroom": settings.NEWSROOM, "site_url": settings.SITE_URL}
