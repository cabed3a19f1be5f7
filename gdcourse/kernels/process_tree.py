"""Which processes a process has started, and they in turn, where no process namespace tells."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable


class ProcessTree:
    """Everything below one process, which has to adopt orphans: then nothing that is below it can ever leave.

    To look again and again costs little: of a process that has turned out to be another's nothing is read as long as
    its number is there. (Numbers come round; that takes as many new processes as there are numbers.)

    Attributes:
        missed: whether some had ended at the last look before they could be placed: whose they were, nobody knows.
    """

    def __init__(self, root: int, others: Iterable[int] = ()) -> None:
        """
        Args:
            root: the process.
            others: those that are known not to be below it, since they were there before it had started any.
        """
        self._root = root
        self.missed = False
        self._others = set(others) - {root}

    def processes(self) -> list[int]:
        """The numbers of the processes that are there now, the root left out, those that wait to be collected too."""
        listed = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self._others &= listed
        self.missed = False
        below = {self._root}
        for pid in listed - self._others:
            self._place(pid, below)
        return sorted(below - {self._root})

    def holds(self, pid: int) -> bool:
        """Whether a process is below the root now."""
        self._others.clear()
        below = {self._root}
        self._place(pid, below)
        return pid != self._root and pid in below

    def _place(self, pid: int, below: set[int]) -> None:
        path: list[int] = []
        patience = 100  # /proc may show a process and not its parent (hidepid, proc(5)): then it is another user's
        while pid not in below:
            path.append(pid)
            parent = _parent(pid)
            if parent is None and len(path) == 1:
                self.missed = True  # it has ended
                return
            if parent is None and patience:
                patience -= 1
                pid = path[0]  # its parent has ended: read again, it tells who has adopted it
                path = []
            elif not parent or parent in self._others:
                self._others.update(path)
                return
            else:
                pid = parent
        below.update(path)


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


def _parent(pid: int) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None
