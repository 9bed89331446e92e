"""Finding texts. `native` alone of it knows which database it is.

`quotes` finds where a quotation may stand, `find` what readers search for, `suggest` what they may be about to
type; `index` writes what the three read.
"""

from .find import Page, releases, statements
from .index import (
    BATCH,
    forget,
    forget_named,
    forget_statement,
    index,
    index_all_names,
    index_named,
    index_names,
    index_sealed,
    index_statement,
    sealed,
    spoken,
    unindexed,
)
from .quotes import candidates, earlier, near, postings
from .suggest import Suggestion, names, suggestions

__all__ = [
    "BATCH",
    "Page",
    "Suggestion",
    "candidates",
    "earlier",
    "forget",
    "forget_named",
    "forget_statement",
    "index",
    "index_all_names",
    "index_named",
    "index_names",
    "index_sealed",
    "index_statement",
    "names",
    "near",
    "postings",
    "releases",
    "sealed",
    "spoken",
    "statements",
    "suggestions",
    "unindexed",
]
