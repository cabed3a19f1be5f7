"""What everything in a sandbox uses together, read from the sandbox's own ``/proc``, and which limit that passes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from gdcourse.kernels.sandbox import Resources

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
# What the system may keep in the buffers of a socket that nobody reads; what it really keeps, it tells nobody. The
# sandbox does not let buffers be made larger, but those of TCP grow by themselves (tcp(7), tcp_rmem and tcp_wmem).
_SOCKET_KIB, _FREE_SOCKETS = 256, 128
_TCP_KIB, _FREE_TCP = 8192, 16


class Meter:
    """Reads what is used, again and again: some of it can only be seen in passing."""

    def __init__(self, limits: Resources) -> None:
        self._limits = limits
        self._ticks: dict[tuple[str, str], int] = {}
        self._ticks_of_the_gone = 0

    def excess(self, wall_seconds: float) -> str | None:
        """Which limit everything in the sandbox has together passed, if any."""
        if wall_seconds > self._limits.wall_seconds:
            return "time"
        memory = tables = with_children = processes = 0
        alive: dict[tuple[str, str], int] = {}
        for process, values in _processes():
            try:
                fields = (process / "stat").read_bytes().rpartition(b")")[2].split()
            except OSError:
                continue  # it has ended since
            memory += sum(values.get(key, 0) for key in ("RssAnon", "RssShmem", "VmSwap"))
            tables += values.get("VmPTE", 0)
            processes += values["Threads"]
            own, children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))  # proc(5)
            with_children += own + children
            alive[process.name, fields[19].decode()] = own  # a number and a start: no other process has both
        outside = tables + _socket_memory()
        limit = self._limits.memory // 1024
        # That sum counts a page once for each process that shares it after a fork; to share it out takes longer.
        if memory + outside > limit and _proportional_memory() + outside > limit:
            return "memory"
        if max(with_children, self._ticks_in_all(alive)) > self._limits.cpu_seconds * _TICKS_PER_SECOND:
            return "cpu"
        return "processes" if processes > 2 * self._limits.processes else None

    def _ticks_in_all(self, alive: dict[tuple[str, str], int]) -> int:
        """Processor time of the living and of all that were seen: who ignores its children gets none of theirs."""
        self._ticks_of_the_gone += sum(ticks for key, ticks in self._ticks.items() if key not in alive)
        self._ticks = alive
        return self._ticks_of_the_gone + sum(alive.values())


def _processes() -> Iterator[tuple[Path, dict[str, int]]]:
    """Every process, with those lines of its ``status`` that begin with a number."""
    for process in _PROC.glob("[0-9]*"):
        values: dict[str, int] = {}
        for lines in _told(process, "status"):
            # A process chooses its own name, of bytes that need not be text.
            pairs = (line.partition(b":\t")[::2] for line in lines)
            numbers = ((name, value.split()) for name, value in pairs if name != b"Name")
            values |= {name.decode(): int(words[0]) for name, words in numbers if words and words[0].isdigit()}
            if "RssAnon" in values or values["Threads"] <= 1:
                break
        if values:
            yield process, values


def _told(process: Path, name: str) -> Iterator[list[bytes]]:
    """The lines of a process's file, then those of its threads', as far as they are still there.

    One whose main thread has ended tells of itself no more what memory the others have.
    """
    with contextlib.suppress(OSError):
        yield (process / name).read_bytes().splitlines()
    with contextlib.suppress(OSError):
        for thread in (process / "task").iterdir():
            with contextlib.suppress(OSError):
                yield (thread / name).read_bytes().splitlines()


def _proportional_memory() -> int:
    """KiB of memory in use, shared pages shared out (``Pss_Anon`` and ``Pss_Shmem``, proc(5))."""
    total = 0
    for process in _PROC.glob("[0-9]*"):
        values = (line.split() for line in next(_told(process, "smaps_rollup"), []))
        total += sum(int(v[1]) for v in values if v[0] in (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:"))
    return total


def _socket_memory() -> int:
    """KiB that the system may keep for the sockets of this network namespace, but for the few that every kernel has."""
    used = tcp = 0
    for name in ("sockstat", "sockstat6"):
        try:
            text = (_PROC / "1" / "net" / name).read_text()
        except OSError:
            continue  # the first process has ended, or there is no IPv6
        for line in text.splitlines():
            words = line.split()
            used += int(words[2]) if words[0] == "sockets:" else 0
            tcp += int(words[2]) if words[0] in ("TCP:", "TCP6:") else 0
    return max(0, used - _FREE_SOCKETS) * _SOCKET_KIB + max(0, tcp - _FREE_TCP) * _TCP_KIB
