"""An ipykernel that talks through one socket, line by line, in place of Jupyter's five: for who runs notebooks unseen.

The shell, its magics, displays and errors are ipykernel's own; what is left out is what a person at a screen needs:
ZeroMQ and its threads, signatures, completion, the debugger. One line is one JSON object. The owner asks for a cell, or
for an expression, which is no cell: it has no number, and nothing that hangs on cells sees it; or for code of an
instructor, to which nothing that other cells have changed is to happen (see ``gdcourse.kernels.instructors_code``)::

    {"id": "7", "cell": "1 + 1"}
    {"id": "8", "expression": "print(_)"}
    {"id": "9", "instructors": "assert _ == 2", "quiet": false, "key": "nobody guesses this"}

and the kernel says ``{"type", "parent", "content"}``: first ``"ready"``, or ``"failed"`` and the reason
(``gdcourse.kernels.failed_start``), then what Jupyter's messages of that type hold
(``stream``, ``display_data``, ``update_display_data``, ``execute_result``, ``error``, ``clear_output``), with the id of
the request as ``parent``, and at its end ``execute_reply``. That to an instructor's code holds its ``status``, as
``number`` what its last line gave, where it is one, and the ``key``, which is told to nothing else in the kernel. An
end of the socket is the end of the kernel. Interrupt it with SIGINT.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from types import SimpleNamespace
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.error import UsageError
from IPython.core.profiledir import ProfileDir
from IPython.paths import get_ipython_dir
from IPython.utils.path import get_home_dir
from jupyter_client.session import Session, extract_header, json_packer
from traitlets import observe

from gdcourse.kernels import instructors_code, without_sessions, without_shared_memory
from gdcourse.kernels.sandbox import TIER_VARIABLE

_TOLD = ("stream", "display_data", "update_display_data", "execute_result", "error", "clear_output", "execute_reply")
_MOST_HELD = 1 << 16  # characters that a stream holds back
_HELD_SECONDS = 0.2  # and for how long, as in ipykernel


class _LineSession(Session):
    """What ipykernel sends its messages with: here each is a line on one socket, whatever channel it is for."""

    channel: socket.socket

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._renew_lock()
        os.register_at_fork(after_in_child=self._renew_lock)  # a thread that is gone in the child may have held it

    def _renew_lock(self) -> None:
        self._lock = threading.RLock()
        self._torn = False

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, *_: Any, **__: Any) -> Any:
        if isinstance(msg_or_type, dict):
            kind, content, parent = msg_or_type["msg_type"], msg_or_type["content"], msg_or_type["parent_header"]
        else:
            kind, parent = msg_or_type, extract_header(parent) if parent else {}
        if kind in _TOLD:
            self.tell(kind, parent.get("msg_id"), content)
        return {"msg_type": kind, "content": content}

    def tell(self, kind: str, parent: str | None, content: Any) -> None:
        line = json_packer({"type": kind, "parent": parent, "content": content}) + b"\n"
        with self._lock:
            if self._torn:  # an interrupt has cut the line before: what follows is to be read all the same
                line = b"\n" + line
            self._torn = True
            self.channel.sendall(line)
            self._torn = False


class _Stream(io.TextIOBase):
    """Standard output or error: what Python writes to it, and what anybody writes to its file descriptor."""

    encoding = "UTF-8"

    def __init__(self, session: _LineSession, name: str, descriptor: int) -> None:
        self.name = name
        self._session, self._descriptor = session, descriptor
        self._parent: str | None = None
        self._seen = 0
        # Not a pipe, which would need a thread that reads it.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the stream)
        os.dup2(self._file.fileno(), descriptor)
        self._begin()
        os.register_at_fork(after_in_child=self._begin)  # what the parent holds is the parent's to say

    def _begin(self) -> None:
        self._lock = threading.RLock()
        self._parts: list[str] = []
        self._held = 0
        self._writing = threading.Event()
        self._flusher: threading.Thread | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def set_parent(self, parent: dict[str, Any]) -> None:
        self.flush()
        self._parent = parent["header"]["msg_id"]

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            self._parts.append(text)
            self._held += len(text)
            if self._held > _MOST_HELD:
                self.flush()
            else:
                self._flush_soon()
        return len(text)

    def _flush_soon(self) -> None:
        if self._flusher is None:
            self._flusher = threading.Thread(target=self._keep_flushing, daemon=True)
            self._flusher.start()
        self._writing.set()

    def _keep_flushing(self) -> None:
        while True:
            self._writing.wait()
            self._writing.clear()
            sleep(_HELD_SECONDS)
            self.flush()

    def flush(self) -> None:
        with self._lock:
            written = os.fstat(self._file.fileno()).st_size
            if written < self._seen:  # somebody has opened /dev/stdout to write, which begins the file anew
                self._seen = 0
            if written > self._seen:
                found = os.pread(self._file.fileno(), written - self._seen, self._seen)
                self._parts.append(found.decode(errors="replace"))
                self._seen = written
            text = "".join(self._parts)
            self._parts, self._held = [], 0
            if text:
                self._session.tell("stream", self._parent, {"name": self.name, "text": text})


class _Kernel(IPythonKernel):
    """ipykernel's kernel, without the thread that its shell's socket has."""

    _execute_sleep = 0.0

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        # Whether a cell with await can be interrupted depends on being in the thread that this one was started from.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())

    async def answer(self, request: dict[str, Any]) -> None:
        """Run a cell, or evaluate an expression; the last thing that is sent is the reply."""
        try:
            await self._answered(request)
        except KeyboardInterrupt:  # between the end of the cell and here; a second reply is passed over
            self.session.tell("execute_reply", request["id"], {"status": "aborted"})
            self.post_handler_hook()

    async def _answered(self, request: dict[str, Any]) -> None:
        parent = self.parent_of(request["id"], {"code": request.get("cell"), "stop_on_error": False})
        self.pre_handler_hook()
        try:
            self.set_parent([], parent)
            if "cell" in request:
                await self.execute_request(None, [], parent)
            else:
                self._evaluate(request["expression"])
                self.session.tell("execute_reply", request["id"], {"status": "ok"})
        except (Exception, KeyboardInterrupt):
            # Of a cell's own errors ipykernel has told. What comes here is an interrupt at the last moment, and what a
            # cell has done to the shell, or to what stands for standard output.
            self.session.tell("execute_reply", request["id"], {"status": "aborted"})
        finally:
            self.post_handler_hook()

    @contextmanager
    def _cancel_on_sigint(self, future: asyncio.Future[Any]) -> Iterator[None]:
        """While a cell with ``await`` runs, an interrupt ends what runs, or else what the cell waits for.

        ipykernel's own asks Tornado's loop, which is not here, and lets a cell compute on that has awaited something.
        """
        loop, ours = asyncio.get_running_loop(), asyncio.current_task()

        def interrupt(*_: object) -> None:
            running = asyncio.current_task(loop)
            if running is future:
                raise KeyboardInterrupt
            loop.call_soon_threadsafe(future.cancel)
            if running not in (None, ours):  # a task that the cell has made: anything else would end the loop
                raise asyncio.CancelledError

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def parent_of(self, request_id: str, content: dict[str, Any]) -> dict[str, Any]:
        """A request as ipykernel knows it."""
        header = self.session.msg_header("execute_request") | {"msg_id": request_id}
        return {"header": header, "msg_id": request_id, "metadata": {}, "content": content}

    def _evaluate(self, expression: str) -> None:
        try:
            eval(expression, self.shell.user_ns)  # noqa: S307 (the owner's)
        finally:
            self.finish()

    def finish(self) -> None:
        """Show what has not been shown yet: figures that were left open are not the next cell's."""
        self.shell.events.trigger("post_execute")
        sys.stdout.flush()
        sys.stderr.flush()


class _Profile(ProfileDir):
    """IPython's directories, by their names only: nothing is in them, and to remove them takes time."""

    @observe("location")
    def _location_changed(self, change: Any) -> None:
        for name in ("security", "log", "startup", "pid", "static"):
            setattr(self, f"{name}_dir", str(Path(change["new"], name)))

    def _mkdir(self, path: str, mode: int | None = None) -> bool:
        return False

    def check_startup_dir(self, change: Any = None) -> None:
        """Put nothing there: older ones of IPython do, whether there is such a directory or not."""


class DirectKernelApp(IPKernelApp):
    """ipykernel's application, without ZeroMQ, connection file, command line and anybody's configuration.

    To make a shell takes as long as many a notebook. It is made before the fork (``prepare``), and told afterwards
    where it is (``begin``).
    """

    def prepare(self) -> None:
        """Make the shell. No thread, no socket, no stream."""
        # What it has to say of itself is no output of a cell. Not a logger that others know: to set that one's level,
        # Python goes through all loggers, and after a fork through that many pages of memory.
        self.log = logging.Logger(self.name, logging.CRITICAL)
        self.config.HistoryManager.enabled = False
        self.init_pdb()
        self.session = _LineSession(parent=self)
        self.kernel = _Kernel.instance(
            parent=self, session=self.session, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns
        )
        self.init_path()
        self.init_shell()
        self.init_extensions()
        assert self.shell is not None
        # Who leaves the shell (`quit()`, a restart) would end the loop a moment later, in some cell that runs by then.
        self.shell.unobserve_all("exit_now")
        self._draw_in_window, self.shell.enable_matplotlib = self.shell.enable_matplotlib, self._draw_inline
        self.shell.user_ns_hidden.update(self.shell.user_ns)  # of init_code, which has no code to run here
        self._instructors = instructors_code.prepare(self.kernel)
        # After a fork, to ask each of the 2,600 modules would be to copy the memory that they are in.
        names = [name for name in sys.modules if name.partition(".")[0] == "gdcourse"]
        self._packages = {name: sys.modules[name] for name in names if hasattr(sys.modules[name], "__path__")}

    def _draw_inline(self, gui: str | None = None) -> Any:
        """What ``%matplotlib`` does, also where somebody has asked for a window or a widget that is not to be had."""
        try:
            return self._draw_in_window(gui)
        except (ImportError, RuntimeError, UsageError):
            return self._draw_in_window("inline")

    def begin(self, channel: socket.socket) -> None:
        """Be a kernel that talks through ``channel``: here, in this process, with its files and its environment."""
        if os.environ.get(TIER_VARIABLE) == "process":
            self._live_without_namespaces()
        self.session.channel = channel
        sys.stdout = _Stream(self.session, "stdout", 1)
        sys.stderr = _Stream(self.session, "stderr", 2)
        self.patch_io()
        self.init_signal()
        self.init_gui_pylab()
        self._look_around()

    def _live_without_namespaces(self) -> None:
        """Find the package where it can be read, and do without /dev/shm, sessions and terminals."""
        where = os.environ["PYTHONPATH"].partition(os.pathsep)[0]
        for name, module in self._packages.items():
            module.__path__ = [str(Path(where, *name.split(".")))]
        without_shared_memory.stand_in()
        without_sessions.stand_in()
        shell = self.kernel.shell

        def system(command: str) -> None:
            # What a program writes comes to the same file as what a print writes past sys.stdout: it is in order when
            # neither is held back.
            sys.stdout.flush()
            sys.stderr.flush()
            shell.system_raw(command)
            sys.stdout.flush()
            sys.stderr.flush()

        shell.system = system

    def _look_around(self) -> None:
        """What the shell has noted of the process that it was made in, as it is in this one."""
        self.ipython_dir = get_ipython_dir()
        self.profile_dir = _Profile(parent=self, location=str(Path(self.ipython_dir, "profile_default")))
        shell, kernel, here = self.kernel.shell, self.kernel, Path.cwd()
        shell.ipython_dir, shell.home_dir, shell.starting_dir = self.ipython_dir, get_home_dir(), str(here)
        shell.profile_dir = kernel.profile_dir = self.profile_dir
        shell.history_manager.dir_hist[:] = [here]
        shell.init_environment()
        shell.init_virtualenv()
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        shell._orig_sys_module_state |= {"stdout": sys.stdout, "stderr": sys.stderr}

    def start(self) -> None:
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            served = loop.create_task(self._serve())
            served.add_done_callback(lambda _: loop.stop())
            while not served.done():  # a cell may stop the loop as well: that is not the end of what is asked
                loop.run_forever()
            served.result()

    async def _serve(self) -> None:
        self.kernel.start()
        self._instructors.begin()
        answer_instructor = self._instructors_answer()
        # What reads a request is bound before any cell has run: nobody is to come between an instructor and a reply.
        parse: Callable[[str, int], tuple[dict[str, Any], int]] = vars(json.JSONDecoder())["scan_once"]
        self.session.tell("ready", None, {})
        async for line in _lines(self.session.channel):
            request, _ = parse(line.decode(), 0)
            if "instructors" in request:
                await answer_instructor(request)
            else:
                await self.kernel.answer(request)

    def _instructors_answer(self) -> Callable[[dict[str, Any]], Awaitable[None]]:
        kernel, run, session, getpid = self.kernel, self._instructors.run, self.session, os.getpid
        send, lock, here, everything, whole, kind_of = (
            session.channel.sendall, session._lock, os.getpid(), BaseException, int, type,
        )  # fmt: skip

        async def answer(request: dict[str, Any]) -> None:
            status, number, count = "aborted", None, None
            try:
                kernel.pre_handler_hook()
                kernel.set_parent([], kernel.parent_of(request["id"], {}))
                ended, number = await run(request["instructors"], request["quiet"])
                status = "ok" if ended else "error"
                kernel.finish()
                count = kernel.shell.execution_count - 1
            except everything:
                count = None  # an interrupt at the last moment, or what a cell has done to the kernel
            if getpid() != here:
                return  # a process that a student's code has made of this one says nothing for it
            said = [f'"status": "{status}", "key": "{request["key"]}"']
            if number is not None:
                said.append(f'"number": "{number}"')
            if kind_of(count) is whole:
                said.append(f'"execution_count": {count}')
            line = f'{{"type": "execute_reply", "parent": "{request["id"]}", "content": {{{", ".join(said)}}}}}\n'
            with lock:
                send((f"\n{line}" if session._torn else line).encode())

        return answer


async def _lines(channel: socket.socket) -> AsyncIterator[bytes]:
    # Not asyncio's streams: the socket has to block who writes to it.
    readable, waiting, receive = asyncio.Event(), b"", channel.recv
    asyncio.get_running_loop().add_reader(channel, readable.set)
    while True:
        await readable.wait()
        readable.clear()
        data = receive(1 << 16)
        if not data:
            return
        *lines, waiting = (waiting + data).split(b"\n")
        for line in lines:
            yield line


def leave_working_directory() -> None:
    """Look for no modules where this process was started: ``python -m`` does, ipykernel_launcher does not."""
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]


def run(channel: socket.socket) -> None:
    """Be such a kernel in a process of its own (see ``gdcourse.kernels.start_direct_kernel``), to the end."""
    leave_working_directory()
    app = DirectKernelApp.instance()
    app.prepare()
    app.begin(channel)
    app.start()
