"""What a student's folder is called."""

from __future__ import annotations

import unicodedata

_NO_FOLDER = '/\\:*?"<>|[]{}'


def as_folder(student: str) -> str:
    """A student's id that is one plain folder name, and no pattern to nbgrader; empty where nothing is left of it.

    Different ids can give the same folder: whoever makes folders looks for that.
    """
    name = unicodedata.normalize("NFC", student)
    name = "".join("_" if c in _NO_FOLDER or unicodedata.category(c)[0] == "C" else c for c in name)
    # A folder's name has room for 255 bytes, of which an emoji takes four.
    return name.strip(" .-_")[:80].encode()[:200].decode(errors="ignore").strip(" .-_")
