"""Writing files so that nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: str | bytes) -> None:
    """Write beside, then replace: whoever looks, even after a crash, finds the old file or the new one, whole.

    Args:
        path: where to; folders on the way are made.
        content: text is written as UTF-8, with ``?`` for what UTF-8 does not have.

    Raises:
        OSError: where it cannot be written. Nothing is left beside the old file then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
