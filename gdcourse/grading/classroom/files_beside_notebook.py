"""What a student handed in beside the notebook: modules that answers import, data that they read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gdcourse.notebooks.default_limits import MOST_BYTES_BESIDE, MOST_FILES_BESIDE
from gdcourse.notebooks.files_of_tools import FILES_OF_TOOLS

LEFT_BY_TOOLS = frozenset({
    ".git", ".hg", ".svn", ".venv", "site-packages", "node_modules", ".ipynb_checkpoints", "__pycache__", "__MACOSX",
    ".idea", ".vscode", ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache",
})  # fmt: skip
"""Folders of which nothing is a student's own work, and which may hold thousands of files."""


def files_beside(notebook: Path) -> dict[str, bytes]:
    """The files in the folder of a notebook and below, by their paths from there, up to a bound.

    Other notebooks, hidden files and links are left out.
    """
    found: dict[str, bytes] = {}
    room = MOST_BYTES_BESIDE
    for path in _files(notebook.parent):
        try:
            size = path.stat().st_size
            if size > room or len(found) >= MOST_FILES_BESIDE:
                continue
            found[path.relative_to(notebook.parent).as_posix()] = path.read_bytes()
        except (OSError, UnicodeError):
            continue  # it cannot be read, and is missing in the run as it is missing here
        room -= size
    return found


def _files(folder: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and name not in LEFT_BY_TOOLS)
        for name in sorted(names):
            path = Path(directory, name)
            hidden = name.startswith(".") or name in FILES_OF_TOOLS or name.lower().endswith(".ipynb")
            if not hidden and path.is_file() and not path.is_symlink():
                yield path
