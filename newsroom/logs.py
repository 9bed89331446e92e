"""What is kept out of the logs."""

import logging
import re

_TOKEN = re.compile(r"(/review/)[^/\s\"']+")


class WithoutTokens(logging.Filter):
    """Takes the token out of the addresses of review links: whoever has the address reads the text."""

    def filter(self, record):
        try:
            told = record.getMessage()
        except (TypeError, ValueError):
            return True  # the handler reports it
        if "/review/" in told:
            record.msg, record.args = _TOKEN.sub(r"\1…", told), ()
        return True
