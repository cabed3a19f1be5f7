"""Writing files so that nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = ".*.tmp"


def replace_file(path: Path, content: str | bytes) -> None:
    """Write beside, then replace: whoever looks, even after a crash, finds the old file or the new one, whole.

    Args:
        path: where to; folders on the way are made.
        content: text is written as UTF-8, with ``?`` for what UTF-8 does not have.

    Raises:
        OSError: where it cannot be written. Nothing is left beside the old file then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(_BESIDE.replace("*", path.name))
    try:
        with beside.open("wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def remove_unfinished(directory: Path) -> None:
    """Remove what ``replace_file`` was writing in this directory when its process was killed.

    Nobody else may be writing there at the time.
    """
    for beside in directory.glob(_BESIDE):
        beside.unlink(missing_ok=True)
