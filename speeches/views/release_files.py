"""What readers take away from a release: its citation as a file, and photos for the press."""

import hashlib
from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from speeches import citations
from speeches.photo_notes import Notes, with_notes
from speeches.ranges import file_response

from .common import dated, for_programs, live_editions, public
from .releases import at_address, nothing_at, source_of

_SANDBOX = "default-src 'none'; sandbox"


@for_programs
@dated
def cite_release(request, year, month, day, slug, format):
    """The citation of a release, as it stands or stood, as a file for reference managers."""
    edition, answer = live_at(request, year, month, day, slug, f"cite.{format}")
    if answer:
        return answer
    write, mime = citations.FORMATS[format]
    at = request.as_of
    return HttpResponse(
        write(source_of(edition, edition.release.shown_editions(at), at=at)),
        content_type=f"{mime}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="release-{edition.release.public_id}.{format}"'},
    )


@public
def press_photo(request, year, month, day, slug, public_id):
    """A photo of a live release in the size for the press, with the caption and credit of this release in the file."""
    edition, answer = live_at(request, year, month, day, slug, f"photos/{public_id}.jpg")
    if answer:
        return answer
    use = next((use for use in edition.edition_photos.all() if use.photo.public_id == public_id), None)
    rendition = use and use.photo.for_press()
    if not rendition:
        raise Http404
    release = edition.release
    notes = Notes(
        headline=edition.title,
        caption=use.caption,
        alt=use.alt,
        credit=use.credit,
        source=str(settings.NEWSROOM["name"]),
        day=f"{release.address_date:%Y-%m-%d}",
        url=f"{settings.SITE_URL}{release.get_absolute_url()}",
        language=release.language,
    )
    try:
        with rendition.file.open("rb") as file:
            data = with_notes(file.read(), notes)
    except (OSError, ValueError) as error:
        raise Http404 from error
    etag = quote_etag(hashlib.sha256(data).hexdigest())
    response = get_conditional_response(request, etag=etag)
    if response is None:
        name = f"{slug[:60]}-{public_id}.jpg"
        stored = BytesIO(data)
        stored.size = len(data)
        response = file_response(
            request, stored, etag=etag, content_type="image/jpeg", as_attachment=True, filename=name
        )
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def live_at(request, year, month, day, slug, below):
    """(edition at the address that is live at the instant of the page, None), or (None, what answers in its place).

    Raises Http404.
    """
    there = at_address(year, month, day, slug)
    edition = live_editions(at=getattr(request, "as_of", None)).filter(release=there).first() if there else None
    if edition is None:
        return None, nothing_at(request, there, request.path.removesuffix(below), below)
    return edition, None
