"""Re-execute notebooks, and write them so that a diff shows only what changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from gdcourse.atomic_write import replace_file
from gdcourse.authoring import messages
from gdcourse.kernels.environment_variables import without_habits
from gdcourse.kernels.notebook_client import KERNELSPEC, run_notebook
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import what_is_asked
from gdcourse.notebooks.last_run import note_run
from gdcourse.untrusted_text import legible

TIMEOUT_SECONDS = 600


class NotRefreshedError(Exception):
    """A notebook did not run to its end as its author means it to. The message says where, in sentences."""


def refresh(path: Path) -> bool:
    """Run a notebook from its first cell to its last and store the outputs. Returns whether the file changed.

    Raises:
        NotRefreshedError: where a cell fails, or a solution does not pass its check; the file then stays as it was.
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    # Stored outputs speak both languages, whatever the author's own setting, and know nothing of the author's guesses.
    environment = {**without_habits(os.environ), "GDCOURSE_LANG": "both", "GDCOURSE_PROGRESS": "off"}
    try:
        run_notebook(
            notebook,
            path.parent,
            TIMEOUT_SECONDS,
            environment,
            record_timing=False,
            coalesce_streams=True,
            allow_errors=True,
        )
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotRefreshedError(f"{path}: {error}") from error
    if found := list(_failures(notebook)):
        raise NotRefreshedError("\n".join(str(text.format(path=path)) for text in found))
    note_run(notebook)
    after = nbformat.writes(normalised(notebook)) + "\n"
    if after == before:
        return False
    replace_file(path, after)
    return True


def _failures(notebook: NotebookNode) -> Iterator[Text]:
    """Every check that was not passed, and the first cell that failed otherwise: those behind it may fail for it."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or "raises-exception" in cell.metadata.get("tags", ()):
            continue
        for output in cell.outputs:
            if output.output_type != "error":
                continue
            asked = what_is_asked(cell.source)
            if output.ename != "CheckFailed" or asked is None:
                values = {"number": number, "error": _in_each_language(output.ename, output.evalue)}
                yield messages.CELL_ENDED_IN_ERROR.format(path="{path}", **values)
                return
            said = output.evalue.split("\n\n")
            told = Text(legible(said[0], 300), legible(said[-1], 300))
            yield messages.WRONG_IN_NOTEBOOK.format(path="{path}", exercise=asked[0], said=told)


def _in_each_language(name: str, told: str) -> Text:
    """An error as a notebook that speaks both languages tells it: ours as ``Text`` writes it, anybody's else whole."""
    lines = told.splitlines()
    halves = lines[: len(lines) // 2], lines[len(lines) // 2 :]
    is_korean = [[re.search("[가-힣]", line) is not None for line in half] for half in halves]
    if len(halves[0]) != len(halves[1]) or not all(is_korean[0]) or any(is_korean[1]):
        halves = lines, lines
    return Text(*(legible(f"{name}: {' '.join(half)}", 300) for half in halves))


def normalised(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what differs from run to run and from machine to machine."""
    about = {name: value for name, value in notebook.metadata.items() if name == "gdcourse"}
    notebook.metadata = NotebookNode(**about, kernelspec=KERNELSPEC, language_info={"name": "python"})
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in ("nbgrader", "tags")})
    nbformat.validate(notebook)
    return notebook
