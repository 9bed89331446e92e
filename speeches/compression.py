"""Public answers, compressed on their way (RFC 9110, section 8.4)."""

import gzip

from django.utils.cache import patch_vary_headers

LEAST = 500
"""Bytes below which an answer fits into one packet anyway."""
KINDS = ("text/", "application/json", "application/feed+json", "application/atom+xml", "application/rss+xml")
KINDS += ("application/xml", "application/ld+json", "application/x-research-info-systems", "image/svg+xml")


def takes_gzip(header):
    """Whether an Accept-Encoding allows gzip (RFC 9110, section 12.5.3); what is not well-formed does not."""
    wishes = {}
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        try:
            wishes[coding.strip()] = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            wishes[coding.strip()] = 0
    return wishes.get("gzip", wishes.get("*", 0)) > 0


def may_be_compressed(response):
    """Whether an answer comes in two codings; it then says so with `Vary`, in whichever of them it is sent."""
    may = not response.streaming and response.headers.get("Content-Type", "").startswith(KINDS)
    if may:
        patch_vary_headers(response, ["Accept-Encoding"])
    return may


def compress(request, response):
    """Compresses what `may_be_compressed`, where the reader takes it.

    Only for answers without secrets: no form token, nothing about who asks. Beside a secret, words that come from the
    address would let somebody who sees lengths guess it (BREACH), so the desk and review links are sent as they are.
    The same page gives the same bytes. A validator of both codings must be a weak one (RFC 9110, section 8.8.3.3).
    """
    plain = response.content
    if len(plain) >= LEAST and takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(plain, compresslevel=6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
