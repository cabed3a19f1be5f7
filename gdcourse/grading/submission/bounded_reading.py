"""Read what a student handed in where the reader stands for the whole class: in a bounded child."""

from __future__ import annotations

import json
from collections.abc import Collection

from nbformat import NotebookNode, from_dict

from gdcourse.grading.submission.bounded_child import OutOfBoundsError, bounded_child
from gdcourse.notebooks.reading import UnreadableNotebookError, grade_id_of, read_notebook

_SECONDS = 20.0


def read_in_child(data: bytes, only: Collection[str] | None = None, longest: int | None = None) -> NotebookNode:
    """``read_notebook``, in a bounded child.

    Args:
        data: the file.
        only: the ``grade_id`` of the cells that are wanted; without it, all.
        longest: letters of a cell that are wanted; without it, all.

    Raises:
        UnreadableNotebookError: where it is no notebook, or takes more than it may.
    """
    wanted = sorted(only) if only is not None else None
    try:
        return from_dict(json.loads(bounded_child().call(cells_as_json, data, wanted, longest, seconds=_SECONDS)))
    except OutOfBoundsError as error:
        raise UnreadableNotebookError(str(error).removeprefix(f"{UnreadableNotebookError.__name__}: ")) from None


def cells_as_json(data: bytes, only: list[str] | None, longest: int | None) -> str:
    """What the child does: one text in place of many objects."""
    notebook = read_notebook(data)
    if only is not None:
        notebook.cells = [cell for cell in notebook.cells if grade_id_of(cell) in only]
    for cell in notebook.cells:
        cell.source = cell.source[:longest]
    return json.dumps(notebook, ensure_ascii=False)
