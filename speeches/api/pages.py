"""Pages of a list by the place where the last one ended (see `views.keyset`)."""

import datetime
import re

from django.utils.translation import gettext as _

from speeches.search import native
from speeches.views.keyset import beyond

from .serving import address_of, wrong

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
# How each kind of key is written: every text of the form is a value that both databases hold.
_DAY = ("[1-9][0-9]{5}", lambda day: day.toordinal(), lambda text: datetime.date.fromordinal(int(text)))
_AT = ("-?[0-9]{1,16}", lambda at: (at - _EPOCH) // _MICROSECOND, lambda text: _EPOCH + int(text) * _MICROSECOND)
_ID = ("[2-9a-z]{12}", str, str)
_SLUG = ("[-a-zA-Z0-9_]{1,120}", str, str)


# Orders in which no two rows are alike: names ("-name": greatest first) with the kind of each; a slug comes last.
RELEASES = {"-release__address_date": _DAY, "-release__published_at": _AT, "-release__public_id": _ID}
_BELOW = {name.replace("-", "-edition__"): kind for name, kind in RELEASES.items()}
STATEMENTS = _BELOW | {"statement__public_id": _ID}
PHOTOS = _BELOW | {"photo__public_id": _ID}
EVENTS = {"-starts_on": _DAY, "slug": _SLUG}
BY_SLUG = {"slug": _SLUG}


def _page(keyset, rows, asked):
    """(numbers of the rows of the page that `asked`, with limit and after, wants; where the next begins or None).

    Slugs are compared by their bytes, so that the order is the same on every database. Raises Refused for a place that
    is none.
    """
    names, kinds, order = [name.removeprefix("-") for name in keyset], list(keyset.values()), list(keyset)
    if kinds[-1] is _SLUG:
        rows, order[-1] = rows.alias(own_slug=native.bytewise("slug")), "own_slug"
    if asked.after:
        found = re.fullmatch(r"\.".join(f"({form})" for form, _write, _read in kinds), asked.after)
        if not found:
            raise wrong("after", _("This is no place in the list. Take it from the address in “next”."))
        values = [read(text) for (_f, _w, read), text in zip(kinds, found.groups(), strict=True)]
        rows = rows.filter(beyond(order, values))
    found = list(rows.order_by(*order).values_list("pk", *names)[: asked.limit + 1])
    keys = [row[0] for row in found[: asked.limit]]
    if len(found) <= asked.limit:
        return keys, None
    last = zip(kinds, found[asked.limit - 1][1:], strict=True)
    return keys, ".".join(str(write(value)) for (_form, write, _read), value in last)


def listed(request, asked, keyset, rows, tell):
    """A page of `rows`: {items, next}. `tell` gives the items of a list of numbers, in any order, as {number: item}."""
    keys, after = _page(keyset, rows, asked)
    items = tell(keys)
    following = address_of(request, after=after) if after else None
    return {"items": [items[key] for key in keys if key in items], "next": following}
