"""Run a restored submission in a kernel, and ask the questions where the check cells stand."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output

from gdcourse import messages
from gdcourse.exercise import Case
from gdcourse.grading.submission import new_cell
from gdcourse.grading.wary import WaryClient, merged
from gdcourse.kernels.process import start_cold
from gdcourse.kernels.provisioner import WarmProvisioner
from gdcourse.kernels.sandbox import MIB, IsolationUnavailableError, Resources, Sandbox, layers, stage_package
from gdcourse.language import Text
from gdcourse.probing import MIME

SECRET_VARIABLE = "GDCOURSE_SECRET"  # noqa: S105 (the name of a variable)
_TIMED_OUT = "CellTimeoutError"
_MAX_MESSAGE = 8 * MIB
_READY_SECONDS = 60
_PATIENCE_SECONDS = 5
_SOME_OUTPUT = 16 << 10  # of every cell, even where the cells before it have used up what the notebook has


@dataclass(frozen=True)
class Limits:
    """What one submission may take.

    Attributes:
        cell_seconds: wall time of one cell, after which it is interrupted.
        notebook_seconds: wall and processor time of the whole notebook.
        memory: bytes of memory in use.
        output: bytes of output of one cell; what comes after is dropped, and the cell interrupted.
        notebook_output: bytes of output of all cells together: a notebook may have thousands.
    """

    cell_seconds: int = 30
    notebook_seconds: int = 300
    memory: int = 3072 * MIB
    output: int = 4 * MIB
    notebook_output: int = 32 * MIB

    @property
    def resources(self) -> Resources:
        # The warden's clock also runs while the kernel starts; it is there for when the client's has failed.
        wall = self.notebook_seconds + self.cell_seconds + 60
        return Resources(memory=self.memory, cpu_seconds=2 * self.notebook_seconds, wall_seconds=wall)


@dataclass(frozen=True)
class Isolation:
    """Where submissions run: in a sandbox, or, where ``on`` is false, with all that the grader's user may do.

    Attributes:
        hidden: paths that no submission may see, wherever they lie.
    """

    on: bool = True
    hidden: tuple[str, ...] = ()


def probe_isolation() -> str:
    """Build a sandbox, run nothing in it, and name the layers that it has.

    Raises:
        IsolationUnavailableError: where this machine does not let this user build one.
    """
    if sys.platform != "linux":
        raise IsolationUnavailableError(f"{sys.platform} has no namespaces")
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        sandbox = Sandbox(directory, str(student_package()))
        sandbox.make_directories()
        process = start_cold([sys.executable, "-S", "-c", ""], {}, "/", sandbox)
        if process.wait(_READY_SECONDS) != 0:
            raise IsolationUnavailableError(f"a program in the sandbox ended with {process.returncode}")
    return " · ".join(["namespaces", *layers(), "rlimits", "memory watch"])


@cache
def student_package() -> Path:
    """A copy of the package as students have it, for as long as this process lives."""
    if _shared_package is not None:
        return _shared_package
    directory = tempfile.mkdtemp(prefix="gdcourse-students-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return stage_package(Path(directory))


_shared_package: Path | None = None


def share_package(package: Path) -> None:
    """Use the copy that another process has made, and will remove: this one may be killed before it could."""
    global _shared_package
    _shared_package = package


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


def run(
    notebook: NotebookNode,
    questions: Mapping[str, Question],
    limits: Limits,
    files: Mapping[str, bytes],
    isolation: Isolation,
) -> Run:
    """Run every cell of ``notebook`` in order, and ask ``questions`` where their check cells stand.

    The notebook's outputs are filled in; a check cell that belongs to a question gets none here. The kernel works in
    a directory of its own, which holds ``files`` and is removed afterwards.

    Raises:
        IsolationUnavailableError: where isolation is on, and this machine does not let this user build a sandbox.
    """
    with tempfile.TemporaryDirectory(prefix="gdk-", ignore_cleanup_errors=True) as directory:
        sandbox = Sandbox(directory, str(student_package()), isolation.hidden, limits.resources)
        sandbox.make_directories()
        for name, content in files.items():
            path = Path(sandbox.files, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        context = zmq.asyncio.Context()
        context.maxmsgsize = _MAX_MESSAGE
        context.rcvhwm = 16  # what waits unread is this process's memory
        context.reconnect_ivl = 5  # milliseconds until the next look for a kernel that is not there yet
        client = _SubmissionClient(notebook, questions, limits, sandbox, isolation.on, context)
        environment = {k: v for k, v in os.environ.items() if k != SECRET_VARIABLE}
        try:
            client.execute(env=environment)
        except IsolationUnavailableError:
            raise
        except _StoppedError as stop:
            client.run.stopped = stop.reason
        except DeadKernelError:
            client.run.stopped = client.cause_of_death()
        except Exception as error:
            # A kernel that student code has taken over can say anything to the client: it ends this run, and only it.
            client.run.stopped = messages.KERNEL_ASTRAY.format(
                cell=client.run.reached + 1, reason=f"{type(error).__name__}: {str(error)[:200]}"
            )
        finally:
            client.end()
            context.destroy(linger=0)
        return client.run


class _StoppedError(Exception):
    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class _SubmissionClient(NotebookClient):
    """A notebook client that asks questions instead of running check cells, and believes the kernel nothing."""

    def __init__(
        self,
        notebook: NotebookNode,
        questions: Mapping[str, Question],
        limits: Limits,
        sandbox: Sandbox,
        isolated: bool,
        context: zmq.asyncio.Context,
    ) -> None:
        kernel_name = notebook.metadata.get("kernelspec", {}).get("name", "python3")
        manager = AsyncKernelManager(kernel_name=kernel_name, context=context, kernel_id=sandbox.root.parent.name)
        manager.transport, manager.ip = "ipc", str(sandbox.sockets / "s")
        self.provisioner = WarmProvisioner(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
        self.provisioner.sandbox = sandbox if isolated else None
        manager.provisioner = self.provisioner
        super().__init__(
            notebook,
            km=manager,
            timeout=limits.cell_seconds,
            allow_errors=True,
            interrupt_on_timeout=True,
            error_on_timeout={"ename": _TIMED_OUT, "evalue": "", "traceback": []},
            record_timing=False,
            store_widget_state=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(sandbox.files)}},
        )
        self.owns_km = True
        self.questions = questions
        self.limits = limits
        self.run = Run()
        self._manager = manager
        self._deadline: float | None = None
        self._output_left = limits.output
        self._notebook_output_left = limits.notebook_output
        self._timed_out = False

    def end(self) -> None:
        """Whatever has happened: the kernel ends, and with it all that it started."""
        process = self.provisioner.process
        if process is not None:
            process.kill()
            process.wait()
        self._manager.cleanup_connection_file()

    def cause_of_death(self) -> Text:
        """Why the kernel is no more, for the student."""
        process, cell = self.provisioner.process, self.run.reached + 1
        if process is not None:
            process.wait()
        reason = getattr(process, "reason", None)
        if reason == "memory":
            return messages.OUT_OF_MEMORY.format(cell=cell, limit=self.limits.memory // MIB)
        if reason == "processes":
            return messages.TOO_MANY_PROCESSES.format(cell=cell)
        if reason in ("cpu", "time"):
            return messages.NOTEBOOK_TIMED_OUT.format(seconds=self.limits.notebook_seconds)
        return messages.KERNEL_DIED.format(cell=cell)

    async def _async_cleanup_kernel(self) -> None:
        # Nobody says goodbye to a kernel that may not listen, or waits for it.
        if self.provisioner.process is not None:
            self.provisioner.process.kill()
        client: WaryClient | None = getattr(self, "kc", None)
        if client is not None:
            client.stop_channels()
            self.kc = None

    async def async_start_new_kernel_client(self) -> Any:
        # jupyter_client waits in steps of 0.2 s and more; a warm kernel is there in less.
        self._manager.client_class = f"{WaryClient.__module__}.{WaryClient.__name__}"
        self.kc = client = self._manager.client(context=self._manager.context)
        client.start_channels(stdin=False, hb=False)
        deadline = time.monotonic() + _READY_SECONDS
        # What a kernel publishes first greets a new subscriber (JEP 65): from then on nothing is missed.
        while not await self._publishes(0.5):
            if self.provisioner.process is None or self.provisioner.process.poll() is not None:
                raise DeadKernelError("The kernel died while starting")
            if time.monotonic() > deadline:
                raise TimeoutError("The kernel did not get ready")
        self.provisioner.seal()
        client.allow_stdin = False
        return client

    async def _publishes(self, seconds: float) -> bool:
        assert self.kc is not None
        try:
            await self.kc.iopub_channel.get_msg(timeout=seconds)
        except Empty:
            return False
        return True

    async def _answers(self, seconds: float) -> bool:
        """Whether the kernel answers within ``seconds``, and what it publishes arrives."""
        assert self.kc is not None
        request = self.kc.kernel_info()
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            deadline = time.monotonic() + seconds
            while True:
                try:
                    message = await channel.get_msg(timeout=max(0.0, deadline - time.monotonic()))
                except Empty:
                    return False
                if message["parent_header"].get("msg_id") == request:
                    break
        return True

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        # The clock starts with the first cell: the start of the kernel is not the student's time.
        self._deadline = self._deadline or time.monotonic() + self.limits.notebook_seconds
        if time.monotonic() > self._deadline:
            raise _StoppedError(messages.NOTEBOOK_TIMED_OUT.format(seconds=self.limits.notebook_seconds))
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        asked_here = grade_id in self.questions  # an answer has its own room, whatever the cells before it said
        given = (
            self.limits.output if asked_here else max(_SOME_OUTPUT, min(self.limits.output, self._notebook_output_left))
        )
        self._output_left, self._timed_out = given, False
        if asked_here:
            asked = new_cell("code", self.questions[grade_id].request)
            try:
                await super().async_execute_cell(asked, cell_index, store_history=False)
            finally:
                # nbclient has put the cell that it ran into the notebook.
                self.nb.cells[cell_index] = cell
            self._take_answer(grade_id, asked.outputs)
        else:
            await super().async_execute_cell(cell, cell_index, execution_count, store_history)
            if cell.cell_type == "code":
                cell.outputs = merged(cell.outputs)
        if not asked_here:
            self._notebook_output_left = max(0, self._notebook_output_left - (given - max(0, self._output_left)))
        self.run.reached = cell_index + 1
        if self._timed_out and not await self._answers(_PATIENCE_SECONDS):
            raise _StoppedError(messages.KERNEL_STUCK.format(cell=cell_index + 1))
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

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        content = msg["content"]
        if "execution_count" in content and not _is_count(content["execution_count"]):
            content["execution_count"] = None  # templates put it into pages as it is
        size = _size(content) * (1 + self._shown_elsewhere(content))
        before, self._output_left = self._output_left, self._output_left - size
        if self._output_left >= 0 or msg.get("msg_type") == "status":
            try:
                return super().process_message(msg, cell, cell_index)
            except CellExecutionComplete:
                raise
            except Exception as error:
                self.log.info("A message that Jupyter's protocol does not know is left out: %s", error)
                return None
        if before >= 0:
            used_up = self._notebook_output_left < self.limits.output
            which = messages.TOO_MUCH_OUTPUT_IN_ALL if used_up else messages.TOO_MUCH_OUTPUT
            limit = self.limits.notebook_output if used_up else self.limits.output
            text = which.format(limit=limit // MIB)
            cell.outputs.append(new_output("stream", name="stderr", text=f"{text}\n"))
            self._interruption = asyncio.ensure_future(self._manager.interrupt_kernel())
        return None

    def _shown_elsewhere(self, content: dict[str, Any]) -> int:
        """How many outputs have the ``display_id`` of a message: what it says is put into each of them."""
        transient = content.get("transient")
        display_id = transient.get("display_id") if isinstance(transient, dict) else None
        return sum(map(len, self._display_id_map.get(display_id, {}).values())) if isinstance(display_id, str) else 0

    def handle_comm_msg(self, outs: Any, msg: dict[str, Any], cell_index: int) -> None:
        """Widgets need a person: nothing that they say is followed."""

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        self._timed_out = True
        reply = await super()._async_handle_timeout(timeout, cell)
        if cell is not None:
            # nbclient puts this reply nowhere, and a cell without an error would look as if it had passed.
            cell.outputs.append(NotebookNode(self.error_on_timeout or {}, output_type="error"))
        return reply


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _size(content: Any) -> int:
    """About how many bytes of text there are in a message, however it is built."""
    size, waiting = 0, [content]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        size += len(part) if isinstance(part, str) else 8
    return size
