"""Writing files so that nothing is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_BESIDE = ".*.tmp"
_LONGEST_STEM = 60


def replace_file(path: Path, content: str | bytes) -> None:
    """Write beside, then replace: whoever looks, even after a crash, finds the old file or the new one, whole.

    Args:
        path: where to; folders on the way are made.
        content: text is written as UTF-8, with ``?`` for what UTF-8 does not have.

    Raises:
        OSError: where it cannot be written. Nothing is left beside the old file then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(_BESIDE.replace("*", path.name[:_LONGEST_STEM]))  # a name may have 255 bytes
    try:
        with beside.open("wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def move_aside(directory: Path, aside: Path) -> None:
    """Move a directory out of the way, where it is there; what stood at ``aside`` is removed."""
    if directory.exists():
        shutil.rmtree(aside, ignore_errors=True)
        directory.rename(aside)


def move_back(aside: Path, directory: Path) -> None:
    """Undo ``move_aside`` where nothing has taken the directory's place; otherwise remove what it was."""
    if not aside.exists():
        return
    if directory.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(directory)


def remove_unfinished(directory: Path) -> None:
    """Remove what ``replace_file`` was writing in this directory when its process was killed.

    Nobody else may be writing there at the time.
    """
    for beside in directory.glob(_BESIDE):
        beside.unlink(missing_ok=True)
