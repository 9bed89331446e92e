"""How often one reader may ask for what costs: a fixed window over the shared cache. How long who guesses waits."""

import hashlib
import hmac
import logging
import math
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from axes.helpers import get_cool_off
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import ngettext

from speeches import clock, problems

_log = logging.getLogger(__name__)
WINDOW = 60
"""Seconds."""


class Quota(NamedTuple):
    """What one reader may ask: `most` in a window, `left` of it (below 0: too often), `reset`: seconds to the next."""

    most: int
    left: int
    reset: int


def limited(name):
    """Below `public`: a view that one address may ask for `settings.LIMITS[name]` times a minute (0, or no entry:
    without limit).

    Beyond that the answer is 429 with `Retry-After` (RFC 6585, section 4). Nothing is kept but counts under hashes
    that change with the key of the site, and they go with their minute. A cache that does not answer limits nobody.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            return too_often(request, counted(name, request)) or view(request, *args, **kwargs)

        return answer

    return decorate


def too_often(request, quota):
    """The answer where a `quota` is used up, else None."""
    if quota is None or quota.left >= 0:
        return None
    says = ngettext("Try again in %(seconds)s second.", "Try again in %(seconds)s seconds.", quota.reset)
    says %= {"seconds": quota.reset}
    if problems.of_program(request):
        response = problems.problem(429, says)
    else:
        response = render(request, "429.html", {"says": says}, status=429)
    response.headers["Retry-After"] = str(quota.reset)
    return response


def counted(name, request):
    """Counts this request for `name` and gives the Quota of its reader; None where nobody is limited."""
    most = settings.LIMITS.get(name, 0)
    if not most:
        return None
    window, passed = divmod(clock.now().timestamp(), WINDOW)
    key = _key(name, int(window), address_of(request))
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        asked = cache.incr(key)
    except ValueError:  # gone between the two: the cache is full, or was cleared
        return None
    except Exception:  # each kind of cache has errors of its own
        _log.exception("The cache does not answer, so that nobody is limited.")
        return None
    return Quota(most, most - asked, math.ceil(WINDOW - passed))


def locked_out(request, _response=None, _credentials=None):
    """What django-axes answers after too many wrong passwords: 429 with `Retry-After` (RFC 6585, section 4)."""
    wait = get_cool_off(request)
    told = {"most": settings.AXES_FAILURE_LIMIT, "minutes": math.ceil(wait.total_seconds() / 60)}
    response = render(request, "429_sign_in.html", told, status=429)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response


def address_signing_in(request):
    """`address_of` as django-axes keeps it: of a network its first address."""
    return address_of(request).split("/")[0]


def _key(name, window, address):
    told = f"{name} {window} {address}".encode()
    return "limit:" + hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:32]


def address_of(request):
    """Whose request it is: an IPv4 address, or the /64 network of an IPv6 address, of which one line has a whole.

    `X-Forwarded-For` is believed only as far as `settings.TRUSTED_PROXIES` proxies of ours have written it, from the
    right; what stands further left anybody can make up. What is no address counts as the proxy itself.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        told = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else told
    try:
        address = ip_address(told)
    except ValueError:
        return request.META.get("REMOTE_ADDR", "")
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
