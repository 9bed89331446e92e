"""Files and folders given to an import: which are read, as what, and which are not. No models, nothing is written."""

import argparse
import os
import stat
import unicodedata
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from .dates import EXAMPLES
from .parse import MAX_BYTES, BadFile

ENDING = ".txt"
LANGUAGES = tuple(EXAMPLES)
MAX_IDENTITY = 400


class FoundFile(NamedTuple):
    """A file to be imported, or told about.

    `shown` is its name in reports; `identity`, together with `language`, is what it stays from one import to the
    next: the path below the given folder with `/` between the names, in NFC, without the folder that names the
    language. `problem` says why it cannot be read ('' if it can); `passed_over` that it is nothing to import.
    """

    path: Path
    shown: str
    identity: str
    language: str
    problem: str = ""
    passed_over: bool = False
    named: bool = False
    """Whether it was given by its own name, not found in a folder."""


class _Place(NamedTuple):
    """A folder on the way: where it is, how it is shown, the parts of the identity so far, the language in it."""

    path: Path
    shown: str
    parts: tuple[str, ...]
    language: str


def find_files(paths, language):
    """Yields a FoundFile for everything at or below `paths` (str or Path), in the order of names.

    A folder named `en`, `ru` or `kk`, the given one or one below it, sets the language; elsewhere it is `language`.
    Links are not followed. Only one folder's names are in memory at a time.
    """
    for given in paths:
        if not str(given):
            yield FoundFile(Path(), "''", "", language, _("An empty path: name a file or a folder."))
            continue
        given = Path(given)
        shown = printable(given)
        if not os.path.lexists(given):
            yield FoundFile(given, shown, "", language, _("No such file or folder."))
        elif given.is_symlink() and not given.exists():
            yield FoundFile(given, shown, "", language, _("A symbolic link that leads nowhere."))
        elif given.is_dir():
            root = given.resolve()
            yield from _below(_Place(root, shown, (), _language_of(root.name) or language), root)
        else:
            # A file that is given by name may be a link: who names it means what it leads to.
            real = given.resolve()
            parent = given.parent.resolve()
            place = _Place(parent, printable(given.parent), (), _language_of(parent.name) or language)
            found = _look_at(given.name, place, real.parent)
            if given.is_symlink() and real.is_file():
                found = _file(real, shown, (given.name,), place.language)
            yield found._replace(shown=shown, named=True)


def _language_of(name):
    return name.lower() if name.lower() in LANGUAGES else ""


def _below(place, root):
    folders = [iter(_names(place))]
    places = [place]
    while folders:
        here = places[-1]
        name = next(folders[-1], None)
        if name is None:
            folders.pop()
            places.pop()
        elif isinstance(name, OSError):
            yield FoundFile(here.path, here.shown, "", here.language, _reason(name))
        else:
            found = _look_at(name, here, root)
            if isinstance(found, _Place):
                places.append(found)
                folders.append(iter(_names(found)))
            else:
                yield found


def _names(place):
    try:
        return sorted(os.listdir(place.path))
    except OSError as error:
        return [error]


def _look_at(name, place, root):
    """The FoundFile for an entry of a folder, or a _Place for a folder to go down into."""
    path = place.path / name
    shown = os.path.join(place.shown, printable(name))
    wanted = name.lower().endswith(ENDING)
    told = FoundFile(path, shown, "", place.language)
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return told._replace(problem=_reason(error))
    if name.startswith("."):
        return told._replace(problem=_("Hidden."), passed_over=True)
    if stat.S_ISDIR(mode):
        if wanted:
            return told._replace(problem=_("A folder, not a file."))
        language = _language_of(name)
        parts = place.parts if language else (*place.parts, name)
        return _Place(path, shown, parts, language or place.language)
    if not wanted:
        return told._replace(problem=_("Not a %s file.") % ENDING, passed_over=True)
    if stat.S_ISLNK(mode):
        return _link(told, root)
    if not stat.S_ISREG(mode):
        return told._replace(problem=_("Not a file but a device, a pipe or a socket."))
    return _file(path, shown, (*place.parts, name), place.language)


def _link(told, root):
    try:
        target = told.path.resolve(strict=True)
    except (OSError, RuntimeError):
        return told._replace(problem=_("A symbolic link that leads nowhere."))
    if not target.is_relative_to(root):
        return told._replace(problem=_("A symbolic link that leads out of the given folder."))
    return told._replace(problem=_("A symbolic link to something that is looked at itself."), passed_over=True)


def _file(path, shown, parts, language):
    identity = unicodedata.normalize("NFC", "/".join(parts))
    problem = ""
    if not _is_utf8(identity):
        problem = _("The file's name is not UTF-8. Rename it.")
    elif len(identity) > MAX_IDENTITY:
        problem = _("The path has more than %d characters.") % MAX_IDENTITY
    return FoundFile(path, shown, identity, language, problem)


def path_argument(value: str) -> Path:
    """The path that a command was given. An empty one, as from an unset variable, would mean the current folder."""
    if not value:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(value)


def read(path: Path) -> bytes:
    """The content of a regular file, at most one byte more than a release may have. Raises BadFile."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise BadFile(_("Not a file but a device, a pipe or a socket."))
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(_reason(error)) from None


def _reason(error):
    if isinstance(error, PermissionError):
        return _("No permission to read it.")
    if isinstance(error, FileNotFoundError):
        return _("No such file or folder.")
    return _("It cannot be read: %s.") % (error.strerror or error)


def _is_utf8(name):
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(name) -> str:
    """A file name for one line of a report: what cannot be printed in it is shown as an escape."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()
        for character in str(name)
    )
