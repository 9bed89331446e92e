"""Finding texts. With `guards` the only module that knows which database it is."""

from speeches.models import Edition


def candidates(quoted, limit=50):
    """The live editions in which the `Quotation` may stand, the likeliest first, at most `limit`."""
    return list(Edition.objects.live().select_related("release")[:limit])
