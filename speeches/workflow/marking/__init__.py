"""The verbs of statements: a layer over the text, reviewed by a second person, that never touches what is sealed.

A pattern suggests; a person proposes, or marks words; a second person accepts. Each verb takes the edition, the user
and, for every version that it is about, the mark of what its page showed (`mark_of`): what was changed since is
refused. Each is one transaction, audited, and raises `Refused` with nothing changed.
"""

from .common import closed, mark_of, may_decide, may_propose, sentences_of
from .deciding import accept, propose, reject, take_off
from .shaping import adjust, join, look_again, mark, split
from .suggesting import day_of, suggest

__all__ = [
    "accept",
    "adjust",
    "closed",
    "day_of",
    "join",
    "look_again",
    "mark",
    "mark_of",
    "may_decide",
    "may_propose",
    "propose",
    "reject",
    "sentences_of",
    "split",
    "suggest",
    "take_off",
]
