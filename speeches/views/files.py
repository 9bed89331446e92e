"""Photos and attachments, served while something live uses them, or, with ?as_of=, used them then."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from speeches.models import Attachment, Photo
from speeches.ranges import file_response

from .common import dated, public

_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@public
@dated
def photo(request, public_id, width, format):
    """A rendition of a photo, by width in pixels and format (avif, webp, jpeg)."""
    there = get_object_or_404(Photo.objects.live(request.as_of), public_id=public_id)
    rendition = get_object_or_404(there.renditions, width=width, mime=f"image/{format}")
    return _file(request, rendition, rendition.mime)


@public
@dated
def attachment(request, public_id, name):
    """An attachment, to be saved under its name."""
    there = get_object_or_404(Attachment.objects.live(request.as_of), public_id=public_id)
    if there.name != name:
        raise Http404
    return _file(request, there, there.mime, as_attachment=True, filename=there.name)


def _file(request, stored, mime, **how):
    """The file of a row with `sha256`, which is its ETag (RFC 9110, section 8.8.3)."""
    etag = quote_etag(stored.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = file_response(request, stored.file.open("rb"), etag=etag, content_type=mime, **how)
        except OSError as error:
            raise Http404 from error
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response
