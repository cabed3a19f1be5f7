"""Run a restored submission in a kernel, and ask the questions where the check cells stand."""

from __future__ import annotations

import json
import math
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from gdcourse.grading.submission import messages
from gdcourse.grading.submission.files_written import kept_files
from gdcourse.grading.submission.instructors_cells import as_python, is_locked
from gdcourse.grading.submission.isolation import Isolation, best_tier, student_package
from gdcourse.grading.submission.kernel_conversation import (
    Conversation,
    KernelGoneError,
    NonsenseError,
    as_count,
    as_output,
    merged,
)
from gdcourse.grading.submission.limits import Limits
from gdcourse.grading.submission.processor_wait import processor_wait
from gdcourse.judging.exercise import Case
from gdcourse.judging.messages import NO_ANSWERS
from gdcourse.kernels.kernel_process import KernelProcess, start_direct
from gdcourse.kernels.sandbox import MIB, TIERS, Sandbox, temporary_directory
from gdcourse.language import Text
from gdcourse.notebooks.cell_text import names_bound
from gdcourse.notebooks.reading import new_cell
from gdcourse.student.answers_for_grader import MIME
from gdcourse.student.files_for_grader import MIME as FILES

# What a notebook says of its language after it has run, for those who colour its code.
_LANGUAGE_INFO = {
    "name": "python",
    "pygments_lexer": "ipython3",
    "file_extension": ".py",
    "mimetype": "text/x-python",
}
SECRET_VARIABLE = "GDCOURSE_SECRET"  # noqa: S105 (the name of a variable)
TIMED_OUT = "CellTimeoutError"
_NO_END = "Error"  # of a cell that did not run to its end, where it does not show why
_READY_SECONDS = 60
_LONGEST_REASON = 200
_PATIENCE_SECONDS = 5
_INTERRUPTS = 2  # in that time: the second for what goes on in spite of the first
_SETTLE_SECONDS = 0.2
_MOST_WAITING = 0.2  # of a limit: the part that a kernel may have waited for the processor
_SOME_OUTPUT = 16 << 10  # of every cell, even where the cells before it have used up what the notebook has


@dataclass(frozen=True)
class Question:
    """What to ask of the student's kernel: the name of the work, and the cases to try it on."""

    exercise_id: str
    name: str
    cases: list[Case]

    @property
    def request(self) -> str:
        """The expression that the kernel evaluates in place of the check cell. It carries inputs, and nothing else."""
        publish = "__import__('gdcourse.student.answers_for_grader').student.answers_for_grader.publish"
        cases = json.dumps(json.dumps(self.cases))
        return f"{publish}({self.exercise_id!r}, {cases}, lambda: {self.name})"


@dataclass(frozen=True)
class Ending:
    """How a cell with an instructor's code ended, learned from its run and not from what it shows.

    Attributes:
        passed: it ran to its end.
        number: what its last line gave, where that is a number.
    """

    passed: bool
    number: float | None = None


@dataclass
class Run:
    """What came of running a notebook.

    Attributes:
        endings: by ``grade_id`` of a locked cell that is no question to a kernel, how it ended.
        answers: by ``grade_id`` of a question, the JSON that the kernel answered.
        failures: by ``grade_id`` of a question, why there is no answer.
        reached: how many cells were run to their end.
        stopped: why the run ended before the last cell, where it did.
        kept: by name, files that its cells wrote and that are kept beside it.
        further: by ``grade_id`` of a question, the JSON that the kernel answered to further cases.
        doubtful: whether the machine, and not the student, may be why something took too long or was lost.
    """

    endings: dict[str, Ending] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, Text] = field(default_factory=dict)
    reached: int = 0
    stopped: Text | None = None
    kept: dict[str, bytes] = field(default_factory=dict)
    further: dict[str, Any] = field(default_factory=dict)
    doubtful: bool = False


def run(
    notebook: NotebookNode,
    questions: Mapping[str, Question],
    limits: Limits,
    files: Mapping[str, bytes],
    isolation: Isolation,
    given: Mapping[int, str] | None = None,
    idle: Collection[int] = (),
    further_cases: Callable[[str, Any], list[Case]] = lambda grade_id, answers: [],
) -> Run:
    """Run every cell of ``notebook`` in order, and ask ``questions`` where their check cells stand.

    Args:
        notebook: is run, and gets the outputs.
        questions: by the ``grade_id`` of their check cells.
        limits: what it may take.
        files: lie beside it.
        isolation: where it runs.
        given: by position of a cell that a student has changed, the text that the instructor gave. It is run as well
            where the student's fails, or makes less: a failure costs itself, and not all that comes after it.
        idle: the positions of cells that are not run.
        further_cases: what to try the work of a question on as well, given its answers, when all else is done.

    The notebook's outputs are filled in; a check cell that belongs to a question gets none here. The kernel works in
    a directory of its own, which holds ``files`` and is removed afterwards.

    Raises:
        IsolationUnavailableError: where isolation is on, and this machine does not let this user build a sandbox.
    """
    with temporary_directory() as directory:
        tier = best_tier(isolation.tier) if isolation.on else TIERS[0]
        sandbox = Sandbox(directory, str(student_package()), isolation.hidden, limits.resources, tier)
        sandbox.make_directories()
        for name, content in files.items():
            path = Path(sandbox.files, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        environment = {k: v for k, v in os.environ.items() if k != SECRET_VARIABLE}
        environment["IPYTHONDIR"] = f"{directory}/ipython"  # without a sandbox it would be the grader's own
        environment["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader does: an instructor's cell may ask
        process, channel = start_direct(environment, str(sandbox.files), sandbox if isolation.on else None)
        with channel:
            running = _Running(notebook, questions, limits, process, channel, given or {}, frozenset(idle))
            try:
                running.go()
                running.look_for_files(files)
                running.try_further(further_cases)
            except _StoppedError as stop:
                running.run.stopped = stop.reason
            except KernelGoneError:
                running.run.stopped = running.cause_of_death()
            except Exception as error:
                # A kernel that student code has taken over can say anything: it ends this run, and only it.
                running.run.stopped = messages.KERNEL_ASTRAY.format(
                    cell=running.run.reached + 1, reason=f"{type(error).__name__}: {str(error)[:200]}"
                )
            finally:
                _end(process)
        return running.run


def _end(process: KernelProcess | subprocess.Popen[bytes]) -> None:
    """Whatever has happened: the kernel ends, and with it all that it started."""
    process.kill()
    process.wait()


class _StoppedError(Exception):
    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class _Running:
    """One notebook in one kernel, which is believed nothing."""

    def __init__(
        self,
        notebook: NotebookNode,
        questions: Mapping[str, Question],
        limits: Limits,
        process: KernelProcess | subprocess.Popen[bytes],
        channel: socket.socket,
        given: Mapping[int, str],
        idle: frozenset[int],
    ) -> None:
        self.notebook, self.questions, self.limits = notebook, questions, limits
        self.given, self.idle = given, idle
        self.process = process
        self.kernel = Conversation(channel, lambda: process.poll() is not None)
        self.run = Run()
        self._output_left = limits.output
        self._notebook_output_left = limits.notebook_output
        self._shown: dict[str, list[NotebookNode]] = {}  # by display_id
        self._interrupted = False

    def cause_of_death(self) -> Text:
        """Why the kernel is no more, for the student."""
        cell = self.run.reached + 1
        self._wait_for_its_end()
        reason = getattr(self.process, "reason", None)
        if reason == "memory":
            return messages.OUT_OF_MEMORY.format(cell=cell, limit=self.limits.memory // MIB)
        if reason == "processes":
            return messages.TOO_MANY_PROCESSES.format(cell=cell)
        if reason == "disk":
            limits = self.limits.resources
            return messages.SCRATCH_IS_FULL.format(cell=cell, limit=limits.scratch // MIB, files=limits.files)
        if reason == "hidden":
            return messages.CANNOT_BE_WATCHED.format(cell=cell)
        if reason in ("cpu", "time"):
            return messages.NOTEBOOK_TIMED_OUT.format(seconds=self.limits.notebook_seconds)
        if reason not in (None, "killed"):
            self.run.doubtful = True
            return messages.WATCH_FAILED.format(cell=cell, reason=reason[:_LONGEST_REASON])
        # Where memory is short, Linux ends whoever has most of it.
        self.run.doubtful |= self.process.returncode in (128 + signal.SIGKILL, -signal.SIGKILL)
        return messages.KERNEL_DIED.format(cell=cell)

    def go(self) -> None:
        """Run the cells.

        Raises:
            KernelGoneError: where the kernel has ended.
            NonsenseError: where it says hardly anything else than nonsense.
        """
        self.notebook.metadata["language_info"] = from_dict(_LANGUAGE_INFO)
        self._wait_until_ready()
        # The clock starts with the first cell: the start of the kernel is not the student's time.
        deadline = time.monotonic() + self.limits.notebook_seconds
        waited = processor_wait(self.process.pid)
        for index, cell in enumerate(self.notebook.cells):
            if time.monotonic() > deadline:
                self._doubt(waited, self.limits.notebook_seconds)
                raise _StoppedError(messages.NOTEBOOK_TIMED_OUT.format(seconds=self.limits.notebook_seconds))
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if grade_id in self.questions:
                asked = new_cell("code", "")
                self._output_left = self.limits.output  # an answer has its own room, whatever the cells before it said
                self._execute(index, {"expression": self.questions[grade_id].request}, asked)
                self._take_answer(grade_id, asked.outputs)
            elif cell.cell_type == "code" and cell.source.strip() and index not in self.idle:
                room = max(_SOME_OUTPUT, min(self.limits.output, self._notebook_output_left))
                self._output_left = room
                if is_locked(cell):
                    self.run.endings[grade_id] = self._run_instructors(index, cell)
                else:
                    self._execute(index, {"cell": cell.source}, cell)
                cell.outputs = merged(cell.outputs)
                spent = room - max(0, self._output_left)
                self._notebook_output_left = max(0, self._notebook_output_left - spent)
                self._run_as_given(index, cell)
            self.run.reached = index + 1

    def look_for_files(self, given: Collection[str]) -> None:
        """Ask for the files that the cells have written; an answer is as good as none."""
        asked = new_cell("code", "")
        self._output_left = self.limits.output
        publish = "__import__('gdcourse.student.files_for_grader').student.files_for_grader.publish"
        self._execute(len(self.notebook.cells), {"expression": f"{publish}({sorted(given)!r})"}, asked)
        told = next((o.data[FILES] for o in asked.outputs if o.output_type == "display_data" and FILES in o.data), None)
        self.run.kept = kept_files(told, given)

    def try_further(self, cases_of: Callable[[str, Any], list[Case]]) -> None:
        """Try works on further cases, for nothing that counts: whatever the kernel does now, the run stands."""
        doubtful = self.run.doubtful
        try:
            for grade_id, answers in self.run.answers.items():
                cases = cases_of(grade_id, answers)
                asked = new_cell("code", "")
                self._output_left = self.limits.output
                question = {"expression": replace(self.questions[grade_id], cases=cases).request}
                if not cases:
                    continue
                if self._execute(len(self.notebook.cells), question, asked, f"{grade_id} further") is None:
                    break  # one that does not end is enough
                for found in _published(asked.outputs):
                    self.run.further[grade_id] = found
        except (_StoppedError, KernelGoneError):
            pass  # of the others nothing more is known, which is what `further` says
        finally:
            self.run.doubtful = doubtful

    def _run_instructors(self, index: int, cell: NotebookNode) -> Ending:
        """Run a cell that the instructor wrote, which is to do what it says whatever others have changed."""
        reply = self._execute(index, _as_it_stands(cell.source), cell)
        if reply is None:
            return Ending(False)
        if reply["status"] != "ok" and not any(output.output_type == "error" for output in cell.outputs):
            cell.outputs.append(from_dict({"output_type": "error", "ename": _NO_END, "evalue": "", "traceback": []}))
        number = reply.get("number")
        return Ending(reply["status"] == "ok", None if number is None else float(number))

    def _run_as_given(self, index: int, cell: NotebookNode) -> None:
        """Run the instructor's own version of a cell as well, where the student's did not do what it was there for."""
        source = self.given.get(index)
        if source is None:
            return
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed or not names_bound(source) <= names_bound(cell.source):
            self._output_left = self.limits.output
            self._execute(index, _as_it_stands(source), new_cell("code", ""), f"{index} as given")
            text = f"{messages.AS_GIVEN}\n"
            cell.outputs.append(from_dict({"output_type": "stream", "name": "stderr", "text": text}))

    def _wait_until_ready(self) -> None:
        """Raises ``_StoppedError`` where it does not become ready: no cell has run, so the submission is not why."""
        deadline, why = time.monotonic() + _READY_SECONDS, ""
        try:
            while (message := self.kernel.next_message(deadline))["type"] != "ready":
                if message["type"] == "failed":  # what else it has to say of its own start is no output
                    why = str(message["content"].get("reason"))[:_LONGEST_REASON]
            return
        except TimeoutError:
            why = why or f"not ready after {_READY_SECONDS} s"
        except (KernelGoneError, NonsenseError):
            self._wait_for_its_end()
            why = why or str(getattr(self.process, "reason", None) or f"exit code {self.process.returncode}")
        self.run.doubtful = True
        raise _StoppedError(messages.KERNEL_NOT_READY.format(reason=why))

    def _wait_for_its_end(self) -> None:
        try:
            self.process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            _end(self.process)  # it has only closed its end of the socket

    def _execute(
        self, index: int, wanted: dict[str, Any], cell: NotebookNode, request: str = ""
    ) -> dict[str, Any] | None:
        """Have something run in the kernel, and put what it shows into ``cell``.

        Returns:
            What the kernel replied; ``None`` where it had to be interrupted.
        """
        cell.outputs = []
        request, deadline = request or str(index), time.monotonic() + self.limits.cell_seconds
        waited = processor_wait(self.process.pid)
        self.kernel.ask({"id": request, **wanted}, deadline)
        timed_out = clear_next = False
        last = math.inf
        while True:
            try:
                message = self.kernel.next_message(deadline)
            except TimeoutError:
                if time.monotonic() > last:
                    raise _StoppedError(messages.KERNEL_STUCK.format(cell=index + 1)) from None
                if not timed_out:
                    self._doubt(waited, self.limits.cell_seconds)
                    timed_out, last = True, time.monotonic() + _PATIENCE_SECONDS
                # Twice: figures that a cell has left are drawn behind its end, however it ended.
                deadline = time.monotonic() + _PATIENCE_SECONDS / _INTERRUPTS
                self.process.send_signal(signal.SIGINT)
                self._interrupted = True
                continue
            kind, content = message["type"], message["content"]
            if message["parent"] != request and kind != "too long":
                continue  # of an earlier cell, which left something running
            if kind == "execute_reply":
                if content.get("key") != wanted.get("key"):
                    continue  # said by somebody else in the kernel's process
                break
            if not self._has_room(message, cell) or (timed_out and kind == "error"):
                continue
            if kind == "clear_output":
                clear_next = bool(content.get("wait"))
                if not clear_next:
                    self._clear(cell)
                continue
            if kind != "update_display_data" and clear_next:
                self._clear(cell)
                clear_next = False
            self._show(kind, content, cell)
        cell.execution_count = as_count(content.get("execution_count"))
        if self._interrupted:
            time.sleep(_SETTLE_SECONDS)  # the signal may come after the end of the cell; the next one is not to get it
            self._interrupted = False
        if timed_out:
            cell.outputs.append(from_dict({"output_type": "error", "ename": TIMED_OUT, "evalue": "", "traceback": []}))
            return None
        return content

    def _doubt(self, waited_before: float, limit: float) -> None:
        """Where a limit has been met: a kernel that had to wait for the processor might have kept to it."""
        self.run.doubtful |= processor_wait(self.process.pid) - waited_before > _MOST_WAITING * limit

    def _show(self, kind: str, content: dict[str, Any], cell: NotebookNode) -> None:
        display_id = _display_id(content)
        try:
            if kind == "update_display_data":
                update = as_output("display_data", content)
                for output in self._shown.get(display_id or "", ()):
                    output.data, output.metadata = update.data, update.metadata
                return
            output = as_output(kind, content)
        except ValueError:
            return  # what Jupyter's protocol does not know is left out
        cell.outputs.append(output)
        if display_id is not None and kind == "display_data":
            self._shown.setdefault(display_id, []).append(output)

    def _clear(self, cell: NotebookNode) -> None:
        gone = set(map(id, cell.outputs))
        cell.outputs = []
        for display_id, outputs in self._shown.items():
            self._shown[display_id] = [output for output in outputs if id(output) not in gone]

    def _has_room(self, message: dict[str, Any], cell: NotebookNode) -> bool:
        """Count what a message holds, and interrupt the cell where that is more than there is room for."""
        # An update is put into every output that has its display_id.
        copies = 1 + len(self._shown.get(_display_id(message["content"]) or "", ()))
        before, self._output_left = self._output_left, self._output_left - message["size"] * copies
        if self._output_left >= 0:
            return True
        if before >= 0:
            used_up = self._notebook_output_left < self.limits.output
            which = messages.TOO_MUCH_OUTPUT_IN_ALL if used_up else messages.TOO_MUCH_OUTPUT
            limit = self.limits.notebook_output if used_up else self.limits.output
            text = f"{which.format(limit=limit // MIB)}\n"
            cell.outputs.append(from_dict({"output_type": "stream", "name": "stderr", "text": text}))
            self.process.send_signal(signal.SIGINT)
            self._interrupted = True
        return False

    def _take_answer(self, grade_id: str, outputs: list[NotebookNode]) -> None:
        for output in outputs:
            for answers in _published([output]):
                self.run.answers[grade_id] = answers
                return
            if output.output_type == "error" and output.ename == TIMED_OUT:
                self.run.failures[grade_id] = messages.CELL_TIMED_OUT.format(seconds=self.limits.cell_seconds)
                return
        self.run.failures[grade_id] = NO_ANSWERS


def _published(outputs: list[NotebookNode]) -> list[Any]:
    """The answers among outputs."""
    return [o.data[MIME] for o in outputs if o.output_type == "display_data" and MIME in o.data][:1]


def _as_it_stands(source: str) -> dict[str, Any]:
    """A request to run an instructor's code; only a reply with its key is a reply to it."""
    return {"instructors": as_python(source), "quiet": source.rstrip().endswith(";"), "key": secrets.token_hex(16)}


def _display_id(content: dict[str, Any]) -> str | None:
    transient = content.get("transient")
    found = transient.get("display_id") if isinstance(transient, dict) else None
    return found if isinstance(found, str) else None
