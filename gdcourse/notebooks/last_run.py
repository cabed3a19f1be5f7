"""Whether a notebook's stored outputs are those of its code. No notebook format says so, so who runs one notes it.

It is the author's own: what it is a digest of holds solutions, so no student gets it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from nbformat import NotebookNode

_ABOUT, _RAN = "gdcourse", "ran"


def note_run(notebook: NotebookNode) -> None:
    """Note that the stored outputs are those of the code that stands there."""
    notebook.metadata[_ABOUT] = {**_about(notebook), _RAN: _digest(notebook)}


def forget_run(notebook: NotebookNode) -> None:
    """Take that out again."""
    left = {name: value for name, value in _about(notebook).items() if name != _RAN}
    notebook.metadata.pop(_ABOUT, None)
    if left:
        notebook.metadata[_ABOUT] = left


def has_changed_since_run(notebook: NotebookNode) -> bool:
    """Whether code has changed since the outputs were stored, comments aside; no, where nobody noted what it was."""
    noted = _about(notebook).get(_RAN)
    return noted is not None and noted != _digest(notebook)


def _about(notebook: NotebookNode) -> dict[str, Any]:
    about = notebook.metadata.get(_ABOUT)
    return dict(about) if isinstance(about, dict) else {}


def _digest(notebook: NotebookNode) -> str:
    """Of all cells in one: of a single short answer, a digest would tell which it is."""
    code = [_without_comments(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(code).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _without_comments(source: str) -> str:
    lines = (line.rstrip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))
