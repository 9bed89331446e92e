"""A folder as a ZIP file."""

import zipfile
from pathlib import Path


def pack(folder, out):
    """Writes all files below `folder` (a Path) into the binary file `out` as a ZIP, in the order of their names."""
    folder = Path(folder)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
