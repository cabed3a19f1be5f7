"""Groups of processes that a submission is told of, and that Linux does not know.

To Linux all of a submission is one group, which none of it can leave: so one signal ends all of it at once, and no
process that is just starting another is missed. Shells and ``timeout`` make groups of their own, though, to end what is
in them and not themselves; Python's ``process_group`` does too. Who has made which is written down here instead.
"""

from __future__ import annotations

import errno

from gdcourse.kernels.process_tree import Process, ProcessTree

_MOST_KEPT = 512


class PretendedGroups:
    """Which group each process of a submission is in, as setpgid(2) and getpgid(2) have it.

    A process is in the group that it was put into, else in that of the nearest process above it that was put into one.
    """

    def __init__(self, first: int, tree: ProcessTree) -> None:
        """
        Args:
            first: the submission's first process, whose group the others are in from the beginning.
            tree: all of the submission.
        """
        self._first, self._tree = first, tree
        self._groups: dict[Process, int] = {}

    def of(self, pid: int) -> int:
        """The group of a process.

        Raises:
            ProcessLookupError: where it is not of the submission.
        """
        line = self._tree.line(pid)
        if not line:
            raise ProcessLookupError(errno.ESRCH, "not of this submission")
        return self._of(line)

    def members(self, group: int) -> list[int]:
        """The processes that are in a group now; of those that end meanwhile, any."""
        return [pid for pid in self._tree.processes() if (line := self._tree.line(pid)) and self._of(line) == group]

    def _of(self, line: list[Process]) -> int:
        return next((self._groups[process] for process in line if process in self._groups), self._first)

    def put(self, asker: int, pid: int, group: int) -> None:
        """What ``setpgid(pid, group)`` of ``asker`` does.

        Raises:
            OSError: where Linux would refuse it.
        """
        pid = pid or asker
        group = group or pid
        line = self._tree.line(pid)
        if asker not in [process.pid for process in line[:2]]:
            raise ProcessLookupError(errno.ESRCH, "neither itself nor a child")
        if pid == self._first or (group != pid and not self.members(group)):
            raise PermissionError(errno.EPERM, "no such group in this submission")
        if len(self._groups) >= _MOST_KEPT:
            self._groups = {p: group for p, group in self._groups.items() if p in self._tree.line(p.pid)[:1]}
        self._groups[line[0]] = group
