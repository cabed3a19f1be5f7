"""The files that a submission's cells wrote, beside the graded notebook: a person who grades sees the picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from gdcourse.atomic_write import replace_file


def write_kept_files(notebook: Path, kept: Mapping[str, bytes]) -> None:
    """Put ``kept``, by name, beside a graded notebook, in place of what an earlier grading of it had put there.

    Raises:
        OSError: where something cannot be written.
    """
    listed = notebook.with_name(f".{notebook.stem}.kept.json")
    for name in _names_in(listed):
        if name not in kept:
            (notebook.parent / name).unlink(missing_ok=True)
    if kept:
        replace_file(listed, json.dumps(sorted(kept)))
    else:
        listed.unlink(missing_ok=True)
    for name, content in kept.items():
        replace_file(notebook.parent / name, content)


def _names_in(listed: Path) -> list[str]:
    try:
        return [str(name) for name in json.loads(listed.read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []
