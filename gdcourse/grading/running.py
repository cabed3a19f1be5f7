"""Run a restored submission in a kernel, and ask the questions where the check cells stand."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from traitlets.config import Config

from gdcourse import messages
from gdcourse.exercise import Case
from gdcourse.kernels import kernel_config
from gdcourse.language import Text
from gdcourse.probing import MIME

SECRET_VARIABLE = "GDCOURSE_SECRET"  # noqa: S105 (the name of a variable)
_TIMED_OUT = "CellTimeoutError"


@dataclass(frozen=True)
class Limits:
    """What one submission may take, in seconds."""

    cell_seconds: int = 30
    notebook_seconds: int = 300


@dataclass(frozen=True)
class Question:
    """What to ask of the student's kernel: the name of the work, and the cases to try it on."""

    exercise_id: str
    name: str
    cases: list[Case]

    @property
    def request(self) -> str:
        """The one line that the kernel runs in place of the check cell. It carries inputs, and nothing else."""
        cases = json.dumps(json.dumps(self.cases))
        return f"__import__('gdcourse.probing').probing.publish({self.exercise_id!r}, {cases}, lambda: {self.name})"


@dataclass
class Run:
    """What came of running a notebook.

    Attributes:
        answers: by ``grade_id`` of a question, the JSON that the kernel answered.
        failures: by ``grade_id`` of a question, why there is no answer.
        reached: how many cells were run to their end.
        stopped: why the run ended before the last cell, where it did.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, Text] = field(default_factory=dict)
    reached: int = 0
    stopped: Text | None = None


def run(notebook: NotebookNode, questions: Mapping[str, Question], limits: Limits, files: Mapping[str, bytes]) -> Run:
    """Run every cell of ``notebook`` in order, and ask ``questions`` where their check cells stand.

    The notebook's outputs are filled in; a check cell that belongs to a question gets none here. The kernel works in
    a directory of its own, which holds ``files`` and is removed afterwards.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gdcourse-", ignore_cleanup_errors=True) as scratch,
        kernel_config() as config,
    ):
        for name, content in files.items():
            path = Path(scratch, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        environment = {k: v for k, v in os.environ.items() if k != SECRET_VARIABLE}
        client = _SubmissionClient(notebook, questions, limits, scratch, config)
        try:
            client.execute(env=environment)
        except DeadKernelError:
            client.run.stopped = messages.KERNEL_DIED.format(cell=client.run.reached + 1)
        except _OutOfTime:
            client.run.stopped = messages.NOTEBOOK_TIMED_OUT.format(seconds=limits.notebook_seconds)
        return client.run


class _OutOfTime(Exception):
    pass


class _SubmissionClient(NotebookClient):
    """A notebook client that asks questions instead of running check cells."""

    def __init__(
        self,
        notebook: NotebookNode,
        questions: Mapping[str, Question],
        limits: Limits,
        scratch: str,
        config: Config,
    ) -> None:
        super().__init__(
            notebook,
            timeout=limits.cell_seconds,
            config=config,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout={"ename": _TIMED_OUT, "evalue": "", "traceback": []},
            kernel_manager_class=AsyncKernelManager,
            kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "python3"),
            record_timing=False,
            store_widget_state=False,
            resources={"metadata": {"path": scratch}},
        )
        self.questions = questions
        self.limits = limits
        self.run = Run()
        self._deadline: float | None = None

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        # The clock starts with the first cell: the start of the kernel is not the student's time.
        self._deadline = self._deadline or time.monotonic() + self.limits.notebook_seconds
        if time.monotonic() > self._deadline:
            raise _OutOfTime
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id in self.questions:
            asked = new_code_cell(self.questions[grade_id].request)
            await super().async_execute_cell(asked, cell_index, store_history=False)
            self._take_answer(grade_id, asked.outputs)
            # nbclient has put the cell that it ran into the notebook.
            self.nb.cells[cell_index] = cell
        else:
            await super().async_execute_cell(cell, cell_index, execution_count, store_history)
        self.run.reached = cell_index + 1
        return cell

    def _take_answer(self, grade_id: str, outputs: list[NotebookNode]) -> None:
        for output in outputs:
            if output.output_type == "display_data" and MIME in output.data:
                self.run.answers[grade_id] = output.data[MIME]
                return
            if output.output_type == "error" and output.ename == _TIMED_OUT:
                self.run.failures[grade_id] = messages.CELL_TIMED_OUT.format(seconds=self.limits.cell_seconds)
                return
        self.run.failures[grade_id] = messages.NO_ANSWERS

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        reply = await super()._async_handle_timeout(timeout, cell)
        if cell is not None:
            # nbclient puts this reply nowhere, and a cell without an error would look as if it had passed.
            cell.outputs.append(NotebookNode(self.error_on_timeout or {}, output_type="error"))
        return reply
