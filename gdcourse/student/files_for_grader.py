"""Show a grader the files that cells have written, from inside the student's kernel: a few, and not large ones."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

MIME = "application/vnd.gdcourse.files+json"
MOST_FILES = 20
MOST_BYTES = 2 << 20  # of all of them together
_MOST_SEEN = 1000


def publish(known: list[str]) -> None:
    """Show the files of the working directory, but for those ``known``, as one display message of type ``MIME``.

    Its content is a dict: path, with slashes → bytes in base64. Where there is nothing to show, nothing is shown.
    """
    from IPython.display import publish_display_data

    found: dict[str, str] = {}
    room, seen = MOST_BYTES, 0
    for folder, folders, names in os.walk("."):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        for name in sorted(names):
            seen += 1
            path = Path(folder, name)
            if name.startswith(".") or path.as_posix() in known:
                continue
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode) or about.st_size > room:
                continue
            found[path.as_posix()] = base64.b64encode(path.read_bytes()[: about.st_size]).decode()
            room -= about.st_size
            if len(found) == MOST_FILES:
                folders.clear()
                break
        if seen > _MOST_SEEN or len(found) == MOST_FILES:
            break
    if found:
        publish_display_data({MIME: found})
