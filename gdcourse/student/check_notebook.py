"""Run a student's assignment notebook from top to bottom, and see which exercises are solved."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from gdcourse.judging.exercise import Exercise, Unit
from gdcourse.kernels.environment_variables import THREADS, without_habits
from gdcourse.kernels.notebook_client import run_notebook
from gdcourse.language import Text
from gdcourse.notebooks.reading import new_cell
from gdcourse.student import messages
from gdcourse.student.progress import MEMORY_MIME, MIME
from gdcourse.student.where_answers_stand import GivenCells, as_graded

_AT_LEAST = 120
"""Seconds for a cell: what takes longer than grading gives it is told with what it took."""
_LEAVING_ENDS_NOTHING = "get_ipython().unobserve_all('exit_now')"  # as in grading


@dataclass(frozen=True)
class Standing:
    """How one exercise stands: ✓ ◐ ✗ or ·, the points so far, and the sentence that goes with it."""

    exercise: Exercise
    mark: str
    score: float
    message: Text


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        standings: in the order of the unit.
        stopped: why the run ended early, if it did.
        seconds: what each cell of the notebook took.
        memory: bytes that the kernel has had in use at most, up to the last check; 0 where nobody knows.
        given_as_well: the positions of changed cells behind which the given text was run as well.
    """

    unit: Unit
    standings: tuple[Standing, ...]
    stopped: Text | None
    seconds: tuple[float, ...] = ()
    memory: int = 0
    given_as_well: tuple[int, ...] = ()

    @property
    def all_stand(self) -> bool:
        return self.stopped is None and all(standing.mark == "✓" for standing in self.standings)


def run(
    notebook: NotebookNode, unit: Unit, directory: Path, given: GivenCells | None = None, cell_seconds: int = 0
) -> Outcome:
    """Run the notebook in a kernel of its own, and see what its check cells say. The notebook's file stays as it is.

    Args:
        notebook: as it is; outputs are put into its cells.
        unit: of which it is.
        directory: where it works.
        given: what became of the code that was given; it is put right as in grading.
        cell_seconds: what a cell is given in grading.
    """
    given = given or GivenCells()
    cells = [new_cell("code", _LEAVING_ENDS_NOTHING)]
    for cell, asked in as_graded(notebook.cells, unit, given):
        if asked is not None:
            # A student may have called something else `check`, which grading does not mind.
            cell = new_cell("code", f"from gdcourse import check\n{cell.source}")
        cells.append(cell)
        if asked is not None:
            # After each check, so that a kernel that dies later does not take the earlier verdicts with it.
            cells.append(new_cell("code", "__import__('gdcourse.student.progress').student.progress.publish()"))
    ran = NotebookNode({**notebook, "cells": cells})
    stopped = None
    # As many threads as in grading: what takes too long there is to take long here.
    environment = without_habits(os.environ) | THREADS
    environment.pop("NBGRADER_EXECUTION", None)
    timed_out = {"ename": "TimeoutError", "evalue": "", "traceback": []}
    try:
        run_notebook(
            ran,
            directory,
            max(_AT_LEAST, cell_seconds),
            environment,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout=timed_out,
        )
    except DeadKernelError:
        stopped = messages.KERNEL_GONE
    published = [o.data for cell in ran.cells for o in cell.get("outputs", []) if MIME in o.get("data", {})]
    last = published[-1] if published else {}
    verdicts = {verdict["exercise"]: verdict for verdict in last.get(MIME, [])}
    standings = tuple(_standing(exercise, verdicts.get(exercise.id)) for exercise in unit.exercises)
    seconds = tuple(_seconds(cell) for cell in notebook.cells)
    failed = [p for p in given.changed if any(o.output_type == "error" for o in notebook.cells[p].outputs)]
    as_well = tuple(sorted({*failed, *given.makes_less(notebook.cells)}))
    return Outcome(unit, standings, stopped, seconds, last.get(MEMORY_MIME, 0), as_well)


def _seconds(cell: NotebookNode) -> float:
    """What a cell took, by the times that nbclient has noted; nothing where it was not run to its end."""
    times = cell.metadata.get("execution", {})
    if "iopub.execute_input" not in times or "shell.execute_reply" not in times:
        return 0.0
    begun, ended = (datetime.fromisoformat(times[name]) for name in ("iopub.execute_input", "shell.execute_reply"))
    return (ended - begun).total_seconds()


def _standing(exercise: Exercise, verdict: dict[str, Any] | None) -> Standing:
    if verdict is None:
        return Standing(exercise, "·", 0.0, messages.NOT_REACHED)
    return Standing(exercise, verdict["mark"], verdict["score"] or 0.0, Text(**verdict["message"]))
