"""What stands in for /dev/shm in a sandbox that has none, so that multiprocessing and DataLoader work all the same.

Semaphores are pipes, named shared memory is a file in the directory for temporary files, and tensors travel through
pipes by value. Processes that are forked have all of it; one that is started afresh (``spawn``) has not.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import struct
import tempfile
import termios
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

_SEMAPHORE = 1  # the other kind, 0, is a lock that its owner may take again


class PipeSemaphore:
    """What ``_multiprocessing.SemLock`` is, with a byte in a pipe for each time that it can be taken."""

    SEM_VALUE_MAX = 32767  # what fits into a pipe, and as many as macOS has

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        """
        Args:
            kind: of semaphore, as in ``multiprocessing.synchronize``.
            value: what it begins with. A pipe is small where its user has many (pipe(7), pipe-user-pages-soft), and
                they may be others': the semaphore then begins with as much as there is room for, at least 4096.
            maxvalue: what it can hold.
            name: ignored, as ``unlink`` is.

        Raises:
            ValueError: where it would begin with more than it can hold.
            OSError: without descriptors.
        """
        if not 0 <= value <= maxvalue <= self.SEM_VALUE_MAX:
            raise ValueError("invalid value")
        self.kind, self.maxvalue, self.name = kind, maxvalue, None
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._without_room = value - os.write(self._write, bytes(value)) if value else 0
        self._held = 0
        self._owner: int | None = None

    @property
    def handle(self) -> int:
        return self._read

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        if self.kind != _SEMAPHORE and self._is_mine():
            self._held += 1
            return True
        end = None if timeout is None else time.monotonic() + max(0.0, timeout)
        while True:
            try:
                os.read(self._read, 1)
                break
            except BlockingIOError:
                left = 0.0 if not block else None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    return False
                select.select([self._read], [], [], left)
        self._held += 1
        self._owner = threading.get_ident()
        return True

    def release(self) -> None:
        if self.kind != _SEMAPHORE:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._held > 1:
                self._held -= 1
                return
        elif self._get_value() >= self.maxvalue:
            raise ValueError("semaphore or lock released too many times")
        os.write(self._write, b"!")
        self._held -= 1

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _count(self) -> int:
        return self._held

    def _is_mine(self) -> bool:
        return self._held > 0 and self._owner == threading.get_ident()

    def _get_value(self) -> int:
        return self._left() + self._without_room

    def _left(self) -> int:
        return int(struct.unpack("i", fcntl.ioctl(self._read, termios.FIONREAD, bytes(4)))[0])

    def _is_zero(self) -> bool:
        return self._left() == 0

    def _after_fork(self) -> None:
        self._held = 0

    def __del__(self) -> None:
        for descriptor in (getattr(self, "_read", -1), getattr(self, "_write", -1)):
            if descriptor >= 0:
                os.close(descriptor)


def _place(name: str) -> str:
    return str(Path(tempfile.gettempdir(), "shared-" + name.strip("/").replace("/", "_")))


def _shm_open(name: str, flags: int, mode: int = 0o777) -> int:
    return os.open(_place(name), flags | os.O_CLOEXEC, mode)


def _shm_unlink(name: str) -> None:
    Path(_place(name)).unlink()


def stand_in() -> None:
    """Put them into this process, and into all that it forks."""
    import multiprocessing.heap
    import multiprocessing.synchronize

    semaphores, memory = import_module("_multiprocessing"), import_module("_posixshmem")
    for module, name, found in (
        (semaphores, "SemLock", PipeSemaphore),
        (multiprocessing.synchronize, "SEM_VALUE_MAX", PipeSemaphore.SEM_VALUE_MAX),
        (memory, "shm_open", _shm_open),
        (memory, "shm_unlink", _shm_unlink),
        (multiprocessing.heap.Arena, "_dir_candidates", []),
    ):
        setattr(module, name, found)
    _send_tensors_by_value()


def _send_tensors_by_value() -> None:
    from multiprocessing.reduction import ForkingPickler

    import torch
    import torch.multiprocessing.reductions

    def by_value(tensor: Any) -> tuple[Any, ...]:
        return pickle.loads, (pickle.dumps(tensor),)

    for kind in (torch.Tensor, torch.nn.Parameter, torch.UntypedStorage, torch.storage.TypedStorage):
        ForkingPickler.register(kind, by_value)

    def new_storage(cls: type[torch.UntypedStorage], size: int, *, device: str = "cpu") -> torch.UntypedStorage:
        return cls(size, device=device)

    # What a DataLoader's worker puts a batch into.
    setattr(torch.UntypedStorage, "_new_shared", classmethod(new_storage))  # noqa: B010 (a name that mypy knows otherwise)
