"""What `manage.py check` says of the settings of the institution beside Django's own checks."""

import datetime
import re

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from speeches import clock

_SOON = datetime.timedelta(days=30)


@register(Tags.security)
def security_txt(app_configs, **others):
    """That /.well-known/security.txt can be written, and holds for another month (RFC 9116, section 2.5)."""
    told = settings.NEWSROOM.get("security")
    if told is None:
        return []
    where = 'NEWSROOM["security"]'
    wrong = [one for one in told.get("contacts", []) if not re.fullmatch(r"(mailto:|tel:|https://)\S+", one)]
    if wrong or not told.get("contacts"):
        hint = "Give addresses that begin with mailto:, tel: or https:."
        return [Error(f'{where}: "contacts" names nobody, or is wrong: {wrong}', hint=hint, id="newsroom.E001")]
    try:
        left = datetime.datetime.fromisoformat(told["expires"]) - clock.now()
    except (KeyError, TypeError, ValueError):
        hint = "Give an instant with its zone, such as 2027-10-31T00:00:00Z."
        return [Error(f'{where}: "expires" is no instant.', hint=hint, id="newsroom.E002")]
    if left < _SOON:
        hint = "See whether the contacts still hold, and move the date, by less than a year."
        return [Warning(f"{where} expires on {told['expires']}.", hint=hint, id="newsroom.W001")]
    return []
