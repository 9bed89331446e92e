"""`makemessages` that knows `_now`, our name for the gettext that translates at once, and guesses nothing.

Needs GNU gettext.
"""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
