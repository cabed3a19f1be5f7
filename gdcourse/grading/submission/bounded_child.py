"""A process that reads, converts and renders what students wrote: bounded in memory, in time and in what it gives back.

Few lines can grow into gigabytes or hours in whoever reads them, in a parser as in a converter, and nobody knows all
the ways. So none of it happens in the process that stands for the whole class: it asks a child, which ends where a
bound is reached. Then one text is lost, and a new child takes the next.

The child runs this package's own functions, on plain data, and gives plain data back. It is no sandbox: what students
wrote is read there and never run.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from multiprocessing.context import ForkProcess
from typing import Any, Protocol

from gdcourse.faster_imports import skip_iri_grammar
from gdcourse.kernels import system_calls
from gdcourse.kernels.sandbox import PACKAGE

ROOM = 2 << 30
"""Bytes that a process may take for what a student wrote or a kernel sends, above what it has when it starts."""
MOST_OUT = 160 << 20
"""Bytes that one call may give back: an archive of one person's, unpacked, is the largest."""
SECONDS = 5.0
"""Processor time of one call, unless it is told otherwise. What students write takes a few milliseconds."""
_WALL = 12
"""How many times longer by the clock on the wall: the machine may be busy with something else."""
_START_SECONDS = 60
_ENDED_FROM_OUTSIDE = [-getattr(signal, name) for name in ("SIGKILL", "SIGTERM") if hasattr(signal, name)]
"""Exit codes of a child that somebody else ended, or the machine: no text is the cause of that."""


class OutOfBoundsError(Exception):
    """What a student wrote takes more than it may, or cannot be read at all. The message says which, for people."""


class BoundedChild:
    """A child process that answers one call after the other, and is replaced where it has ended.

    Args:
        room: bytes that the child may take, above what it has when it starts.

    Attributes:
        used: seconds of processor time that the calls so far have taken.
    """

    def __init__(self, room: int = ROOM) -> None:
        self.used = 0.0
        self._room = room
        self._process: _Process | None = None
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS) -> Any:
        """``function(*arguments)``, computed in the child.

        Args:
            function: of a module of this package, by its name there.
            arguments: plain data.
            seconds: processor time that it may take.

        Raises:
            OutOfBoundsError: where it takes more memory, time or bytes than it may, or raises anything.
        """
        request = pickle.dumps((f"{function.__module__}:{function.__qualname__}", arguments, seconds), 5)
        with self._lock:
            state, answer, used, stays = self._answer(request, seconds)
            self.used += used
            if not stays:
                self._end()
        if state != "done":
            raise OutOfBoundsError(answer)
        return answer

    def _answer(self, request: bytes, seconds: float, again: bool = True) -> Any:
        """What a child says to this: once more, a new one, where the one that was there has been ended from outside."""
        connection = self._connection or self._start()
        try:
            connection.send_bytes(request)
            if not connection.poll(_START_SECONDS + _WALL * seconds):
                raise OutOfBoundsError(f"> {seconds:.3g} s")
            return _plain(connection.recv_bytes(MOST_OUT + 1024))
        except (OSError, EOFError):
            code = self._end(patience=_START_SECONDS)
            if again and code in _ENDED_FROM_OUTSIDE:
                return self._answer(request, seconds, again=False)
            self.used += seconds
            raise OutOfBoundsError(_cause(code, seconds, self._room)) from None
        except OutOfBoundsError:
            self.used += seconds
            self._end()
            raise

    def close(self) -> None:
        with self._lock:
            self._end()

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        self._process = _forked(ours, theirs, self._room) if _may_fork() else _spawned(theirs, self._room)
        theirs.close()
        self._connection = ours
        return ours

    def _end(self, patience: float = 0.5) -> int | None:
        """End the child, and say how it ended. One that is at its end may take so many seconds for it."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        # Where it has ended by itself, the reason is its own.
        if process.wait_for(patience) is None:
            process.kill()
        return process.wait_for(None)


class _Process(Protocol):
    def kill(self) -> None: ...

    def wait_for(self, seconds: float | None) -> int | None: ...


class _Spawned(subprocess.Popen[bytes]):
    def wait_for(self, seconds: float | None) -> int | None:
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


class _Forked(ForkProcess):
    def wait_for(self, seconds: float | None) -> int | None:
        self.join(seconds)
        return self.exitcode


def _may_fork() -> bool:
    """Whether a copy of this process works: a second thread could hold a lock at that moment, for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(ours: Connection, theirs: Connection, room: int) -> _Process:
    """A child that has its imports from this process: they take most of a second."""
    process = _Forked(target=_serve_as_copy, args=(ours, theirs, room), daemon=True)
    process.start()
    return process


def _serve_as_copy(ours: Connection, theirs: Connection, room: int) -> None:
    ours.close()
    gc.freeze()  # what the parent has is the parent's to clear away
    for name in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(name, signal.SIG_DFL)
    serve(theirs.fileno(), room)
    os._exit(0)


def _spawned(theirs: Connection, room: int) -> _Process:
    own = str(PACKAGE.parent)
    return _Spawned(
        [sys.executable, "-c", f"from {__name__} import serve; serve({theirs.fileno()}, {room})"],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",  # not in the directory of a course, whose files Python would import before its own
        env={**os.environ, "PYTHONPATH": os.pathsep.join([own, *filter(None, [os.environ.get("PYTHONPATH")])])},
    )


_shared: dict[int, BoundedChild] = {}


def bounded_child() -> BoundedChild:
    """The child of this process, started when it is first asked."""
    if os.getpid() not in _shared:  # after a fork the parent's child is the parent's
        _shared.clear()
        _shared[os.getpid()] = BoundedChild()
        atexit.register(_shared[os.getpid()].close)
    return _shared[os.getpid()]


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise OutOfBoundsError(f"{module}.{name}")


def _plain(data: bytes) -> Any:
    """Data without any class: nothing that a parser in the child could be brought to make runs here."""
    return _PlainUnpickler(io.BytesIO(data)).load()


def serve(descriptor: int, room: int) -> None:
    """Answer calls from the other end of this connection, until it is closed or a bound is reached.

    Args:
        descriptor: of the connection.
        room: bytes that this process may take, above what it has now.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    skip_iri_grammar()
    connection = Connection(descriptor)
    least = system_calls.address_space()
    if sys.platform == "linux":
        system_calls.bound_memory(room)
    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            return
        name, arguments, seconds = pickle.loads(request)  # noqa: S301 (the parent's)
        module, _, function = name.partition(":")
        work = getattr(import_module(module), function)  # imports are no work of the text's
        began = time.process_time()
        # Of processor time, and it ends the process: a parser that is at work in C looks at nothing else.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        state, answer = "done", None
        try:
            answer = work(*arguments)
        except BaseException as error:
            state, answer = "failed", _in_words(error, room)
        used = time.process_time() - began
        stays = system_calls.address_space() - least < room // 2
        try:
            data = pickle.dumps((state, answer, used, stays), 5)
            if len(data) > MOST_OUT:
                raise OutOfBoundsError(_too_much(MOST_OUT))
        except BaseException as error:
            data = pickle.dumps(("failed", _in_words(error, room), used, stays), 5)
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send_bytes(data)
        del arguments, answer, data, request
        if not stays:
            return


def _cause(code: int | None, seconds: float, room: int) -> str:
    """Why a child ended before it could say anything: ``code`` is its exit code, a signal's number below zero."""
    if code == -signal.SIGPROF:
        return f"> {seconds:.3g} s"
    if code is not None and code in _ENDED_FROM_OUTSIDE:
        return signal.Signals(-code).name
    return _too_much(room)  # what is in the middle of C code when there is no more memory can raise nothing


def _too_much(size: int) -> str:
    return f"> {size >> 20} MiB"


def _in_words(error: BaseException, room: int) -> str:
    if isinstance(error, MemoryError):
        return _too_much(room)
    with contextlib.suppress(Exception):
        return f"{type(error).__name__}: {str(error)[:200]}"
    return type(error).__name__
