"""Which processes a process has started, and they in turn, where no process namespace tells."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from typing import NamedTuple

_PATIENCE = 100


class Process(NamedTuple):
    """A process: no other has both its number and its start (proc(5))."""

    pid: int
    start: int


class ProcessTree:
    """Everything below one process, which has to adopt orphans: then nothing that is below it can ever leave.

    To look again and again costs little: of a process that has turned out to be another's nothing is read as long as
    its number is there. (Numbers come round; that takes as many new processes as there are numbers.)

    Attributes:
        missed: whether some had ended at the last look before they could be placed: whose they were, nobody knows.
        groups: the groups of processes that those of the last look were in, some of which may have ended since.
    """

    def __init__(self, root: int, others: Iterable[int] = ()) -> None:
        """
        Args:
            root: the process.
            others: those that are known not to be below it, since they were there before it had started any.
        """
        self._root = root
        self.missed = False
        self.groups: set[int] = set()
        self._others = set(others) - {root}

    def processes(self) -> list[int]:
        """The numbers of the processes that are there now, the root left out, those that wait to be collected too."""
        listed = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self._others &= listed
        self.missed = False
        self.groups = set()
        below = {self._root}
        for pid in listed - self._others:
            self._place(pid, below)
        return sorted(below - {self._root})

    def line(self, pid: int) -> list[Process]:
        """A process, its parent, and so on up to the root, which is left out; empty where it is not below that.

        Numbers are given anew while this looks. A parent's is not as long as it is the parent: what is the same the
        second time has been so in between.
        """
        for _ in range(_PATIENCE):
            found = self._line(pid)
            if found == self._line(pid):
                return found
        return []

    def _line(self, pid: int) -> list[Process]:
        line = []
        while pid != self._root:
            told = _told(pid)
            if told is None:
                return []
            line.append(Process(pid, told.start))
            pid = told.parent
        return line

    def _place(self, pid: int, below: set[int]) -> None:
        path: dict[int, int] = {}
        patience = (
            _PATIENCE  # /proc may show a process and not its parent (hidepid, proc(5)): then it is another user's
        )
        while pid not in below:
            told = _told(pid)
            path[pid] = told.group if told else 0
            parent = told.parent if told else None
            if parent is None and len(path) == 1:
                self.missed = True  # it has ended
                return
            if parent is None and patience:
                patience -= 1
                pid = next(iter(path))  # its parent has ended: read again, it tells who has adopted it
                path = {}
            elif not parent or parent in self._others:
                self._others.update(path)
                return
            else:
                pid = parent
        below.update(path)
        self.groups.update(path.values())


def collect(child: int) -> int | None:
    """The status of a child of this process where it has ended. Whoever else has ended here is collected too."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child:
                return status
            if pid == 0:
                break
    return None


class _Told(NamedTuple):
    parent: int
    group: int
    start: int


def _told(pid: int) -> _Told | None:
    """What ``stat`` tells of a process; nothing where there is none."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return _Told(int(fields[1]), int(fields[2]), int(fields[19]))
    except (OSError, ValueError, IndexError):
        return None
