"""Says which messages of the site lack a translation. Exits 1 when one does."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main():
    """Looks through locale/*/LC_MESSAGES/*.po; prints file, line and message."""
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    missing = []
    for path in catalogues:
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and (entry.fuzzy or not entry.translated()):
                missing.append(f"{path.relative_to(ROOT)}:{entry.linenum}: {entry.msgid!r}")
    languages = {path.parts[-3] for path in catalogues}
    missing += [f"locale/{language}: there is no catalogue" for language in sorted({"ru", "kk"} - languages)]
    sys.stdout.write("".join(f"{line}\n" for line in missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
