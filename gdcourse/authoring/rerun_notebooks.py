"""Re-execute notebooks, and write them so that a diff shows only what changed."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from gdcourse.atomic_write import replace_file
from gdcourse.kernels.environment_variables import without_habits
from gdcourse.kernels.notebook_client import KERNELSPEC, run_notebook
from gdcourse.notebooks.cell_text import what_is_asked

TIMEOUT_SECONDS = 600


def refresh(path: Path) -> bool:
    """Run a notebook from its first cell to its last and store the outputs. Returns whether the file changed.

    Raises:
        nbclient.exceptions.CellExecutionError: where a cell fails; the file then stays as it was.
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    # Stored outputs speak both languages, whatever the author's own setting, and know nothing of the author's guesses.
    environment = {**without_habits(os.environ), "GDCOURSE_LANG": "both", "GDCOURSE_PROGRESS": "off"}
    run_notebook(notebook, path.parent, TIMEOUT_SECONDS, environment, record_timing=False, coalesce_streams=True)
    after = nbformat.writes(normalised(notebook)) + "\n"
    if after == before:
        return False
    replace_file(path, after)
    return True


def checks_not_passed(path: Path) -> list[str]:
    """The ids of the graded checks of a notebook whose stored outputs do not say ✓: its solutions are not right."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not nbgrader.get("grade") or what_is_asked(cell.source) is None:
            continue
        said = "".join(str(output.get("data", {}).get("text/plain", "")) for output in cell.outputs)
        if not said.startswith("✓"):
            found.append(str(nbgrader.get("grade_id")))
    return found


def normalised(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what differs from run to run and from machine to machine."""
    notebook.metadata = NotebookNode(kernelspec=KERNELSPEC, language_info={"name": "python"})
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in ("nbgrader", "tags")})
    nbformat.validate(notebook)
    return notebook
