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


class Keyset:
    """An order in which no two rows are alike: `keys` are names ("-name": greatest first) with the kind of each.

    Slugs are compared by their bytes, so that the order is the same on every database.
    """

    def __init__(self, *keys):
        self.order = [name for name, _kind in keys]
        self.names = [name.removeprefix("-") for name in self.order]
        self.kinds = [kind for _name, kind in keys]
        self.token = re.compile(r"\.".join(f"({form})" for form, _write, _read in self.kinds))

    def page(self, rows, asked):
        """(numbers of the rows of the page that `asked`, with limit and after, wants; where the next begins or None).

        Raises Refused for a place that is none.
        """
        plain = {}
        for name, kind in zip(self.names, self.kinds, strict=True):
            plain[name] = f"own_{name}" if kind is _SLUG else name
            if kind is _SLUG:
                rows = rows.alias(**{plain[name]: native.bytewise(name)})
        order = [f"-{plain[n]}" if o != n else plain[n] for o, n in zip(self.order, self.names, strict=True)]
        if asked.after:
            found = self.token.fullmatch(asked.after)
            if not found:
                raise wrong("after", _("This is no place in the list. Take it from the address in “next”."))
            values = [read(text) for (_f, _w, read), text in zip(self.kinds, found.groups(), strict=True)]
            rows = rows.filter(beyond(order, values))
        found = list(rows.order_by(*order).values_list("pk", *self.names)[: asked.limit + 1])
        keys = [row[0] for row in found[: asked.limit]]
        if len(found) <= asked.limit:
            return keys, None
        last = zip(self.kinds, found[asked.limit - 1][1:], strict=True)
        return keys, ".".join(str(write(value)) for (_form, write, _read), value in last)


_PLACE = (("-%srelease__address_date", _DAY), ("-%srelease__published_at", _AT), ("-%srelease__public_id", _ID))


def _of_release(path, *further):
    return Keyset(*((name % path, kind) for name, kind in _PLACE), *further)


RELEASES = _of_release("")
STATEMENTS = _of_release("edition__", ("statement__public_id", _ID))
PHOTOS = _of_release("edition__", ("photo__public_id", _ID))
EVENTS = Keyset(("-starts_on", _DAY), ("slug", _SLUG))
BY_SLUG = Keyset(("slug", _SLUG))


def listed(request, asked, keyset, rows, tell):
    """A page of `rows`: {items, next}. `tell` gives the items of a list of numbers, in any order, as {number: item}."""
    keys, after = keyset.page(rows, asked)
    items = tell(keys)
    following = address_of(request, after=after) if after else None
    return {"items": [items[key] for key in keys if key in items], "next": following}
