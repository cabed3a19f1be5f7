"""What everything in a sandbox uses together, as ``/proc`` tells it, and which limit that passes."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gdcourse.kernels.sandbox import Resources

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
# What the system may keep in the buffers of a socket that nobody reads; what it really keeps, it tells nobody. The
# sandbox does not let buffers be made larger, but those of TCP grow by themselves (tcp(7), tcp_rmem and tcp_wmem).
_SOCKET_KIB, _FREE_SOCKETS = 256, 128
_TCP_KIB, _FREE_TCP = 8192, 16
# A pipe holds 16 pages (pipe(7)); one epoll has at most as many watches, of about 200 bytes, as there are descriptors.
_PIPE_KIB, _FREE_PIPES = 64, 128
_EPOLL_KIB, _FREE_EPOLLS = 128, 32
# What Linux remembers of each piece of a process's address space, of which there may be 65,530 (vm.max_map_count).
_MAP_BYTES = 224
_LOOK_SECONDS = 4.0
"""Processor time that one look may take: what 256 processes forked from a kernel take, three times over."""
_LOOKS_BETWEEN_FILES = 4
"""What is open and what is written is looked at every fourth time only: who has much of it makes a look long."""
_LOOKS_BETWEEN_MAPS = 3 * _LOOKS_BETWEEN_FILES
_LONGEST_PATH, _MOST_ANCHORS = 400, 400
_EXITING = 4  # PF_EXITING of linux/sched.h, among the flags in stat: its files are being closed, and not shown
_LOOKS_IN_DOUBT = 8
"""So many looks in which only those that have ended before their pages were shared out make it more than the limit. Who
hands its memory on from process to process has no look without such; of anybody else one look tells the truth."""
_LOOKS_AGAIN = 3
_LOOKS_IN_VAIN = 3
"""A process is out of sight for a moment while it becomes another program (execve(2)): no longer than that."""


def everybody() -> list[int]:
    """Every process that ``/proc`` shows: inside of a process namespace, those that are in it."""
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()]


def _never() -> bool:
    return False


class _HiddenError(Exception):
    """Something cannot be looked at, or not within the time that a look has."""


class _CalledAwayError(Exception):
    """Somebody wants something of the process that looks."""


class Meter:
    """Reads what is used, again and again: some of it can only be seen in passing."""

    def __init__(
        self,
        limits: Resources,
        keeper: int,
        processes: Callable[[], list[int]] = everybody,
        scratch: Path | None = None,
        missed: Callable[[], bool] = _never,
    ) -> None:
        """
        Args:
            limits: what may be used.
            keeper: the process in the sandbox that is ours, and hides what it has.
            processes: those that are there now.
            scratch: the directory whose files have to be counted, where no file system of its own bounds them. There
                is no network namespace either then.
            missed: whether some have ended before ``processes`` could tell that they belong here.
        """
        self._limits, self._keeper, self._processes, self._scratch = limits, keeper, processes, scratch
        self._missed = missed
        self._ticks: dict[tuple[int, str], int] = {}
        self._ticks_of_the_gone = 0
        self._looks = self._in_vain = self._in_doubt = 0
        self._held = _Held()
        self._mapped = _Mapped()
        self._end = 0.0
        self._called: Callable[[], bool] = _never

    def excess(self, wall_seconds: float, called: Callable[[], bool] = _never) -> str | None:
        """Which limit everything in the sandbox has together passed, if any.

        ``"time"``, ``"memory"``, ``"cpu"``, ``"processes"``, ``"disk"``; ``"hidden"`` where it cannot be told.

        Args:
            wall_seconds: since the start.
            called: whether something else is to be done now. Then this look ends, finds nothing, and is made up for by
                the next: one at hundreds of processes that never wait takes as long as all of them have their turn.
        """
        if wall_seconds > self._limits.wall_seconds:
            return "time"
        self._looks += 1
        self._end = time.thread_time() + _LOOK_SECONDS
        self._called = called
        try:
            return self._excess()
        except _CalledAwayError:
            self._looks -= 1
            return None
        except _HiddenError:
            return "hidden"

    def _excess(self) -> str | None:
        tables = with_children = threads = 0
        alive: dict[tuple[int, str], int] = {}
        again = self._looks % _LOOKS_BETWEEN_FILES == 1
        held = self._held = _Held() if again else self._held
        pids = self._processes()
        taken = _Taken(missed=self._missed())
        taken.begin_list()
        for pid in pids:
            self._mind_the_time()
            values = status(pid)
            try:
                fields = _stat(f"{_PROC}/{pid}")
            except OSError:
                taken.add(pid, values)
                taken.missed = True
                continue
            taken.add(pid, values)
            if fields[0] in b"ZX" and (pid, fields[19].decode()) not in self._ticks:
                taken.missed = True  # it has come and gone since the last look
            tables += values.get("VmPTE", 0)
            threads += values.get("Threads", 0)
            own, children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))  # proc(5)
            with_children += own + children
            alive[pid, fields[19].decode()] = own  # a number and a start: no other process has both
            if pid == self._keeper or not again:
                continue
            if not _is_leaving(fields):
                self._look_at_descriptors(f"{_PROC}/{pid}", held)
            elif values.get("Threads", 0) > 1:  # its first thread has ended, the others may have what it had
                for thread in _threads(pid):
                    with contextlib.suppress(OSError):
                        if not _is_leaving(_stat(thread)):
                            self._look_at_descriptors(thread, held)
        if self._looks % _LOOKS_BETWEEN_MAPS == 1:
            self._mapped = self._look_at_maps(pids)
        if max(with_children, self._ticks_in_all(alive)) > self._limits.cpu_seconds * _TICKS_PER_SECOND:
            return "cpu"
        if threads > 2 * self._limits.processes:
            return "processes"
        if taken.missed:
            self._look_again(pids, taken)
        outside = tables + self._mapped.kib() + held.kib() + (held.socket_kib() if self._scratch else _socket_memory())
        limit = self._limits.memory // 1024
        # That sum counts a page once for each process that shares it after a fork; to share it out takes longer.
        if taken.kib() + outside > limit:
            if self._share_out(taken) + outside > limit:
                return "memory"
            if taken.most_at_once() + outside > limit:
                self._in_doubt += 1
            if self._in_doubt >= _LOOKS_IN_DOUBT:
                return "memory"
        if not taken.missed:
            self._in_doubt = 0
        if again and self._scratch and self._disk_is_full(self._scratch, pids, held):
            return "disk"
        if again:
            self._in_vain = self._in_vain + 1 if held.unseen else 0
        if self._in_vain >= _LOOKS_IN_VAIN:
            raise _HiddenError
        return None

    def _mind_the_time(self) -> None:
        if time.thread_time() > self._end:
            raise _HiddenError
        if self._called():
            raise _CalledAwayError

    def _ticks_in_all(self, alive: dict[tuple[int, str], int]) -> int:
        """Processor time of the living and of all that were seen: who ignores its children gets none of theirs."""
        self._ticks_of_the_gone += sum(ticks for key, ticks in self._ticks.items() if key not in alive)
        self._ticks = alive
        return self._ticks_of_the_gone + sum(alive.values())

    def _look_at_descriptors(self, process: str, held: _Held) -> None:
        folder = f"{process}/fd"
        try:
            names = os.listdir(folder)
        except PermissionError:
            held.unseen = True  # it has executed a file that cannot be read (prctl(2), PR_SET_DUMPABLE)
            return
        except OSError:
            return  # it has ended since
        for name in names:
            self._mind_the_time()
            with contextlib.suppress(OSError):
                held.add(f"{folder}/{name}", os.readlink(f"{folder}/{name}"))

    def _look_again(self, pids: list[int], taken: _Taken) -> None:
        """At those that have come since, the newest first: one of them may have what the ended have left to it."""
        seen = set(pids)
        for _ in range(_LOOKS_AGAIN):
            taken.begin_list()
            for pid in sorted(set(self._processes()) - seen, reverse=True):
                self._mind_the_time()
                seen.add(pid)
                taken.add(pid, status(pid))

    def _share_out(self, taken: _Taken) -> int:
        """KiB of memory in use, shared pages shared out (``Pss_Anon`` and ``Pss_Shmem``, proc(5)).

        The whole of it, where that cannot be read of a process. The keeper has only what it had before the fork.
        """
        names = (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")
        for pid in taken.pids():
            self._mind_the_time()
            if pid == self._keeper:
                taken.shared_out[pid] = 0
                continue
            found = [line.split() for line in next(_told(pid, "smaps_rollup"), [])]
            if found:
                taken.shared_out[pid] = sum(int(words[1]) for words in found if words[0] in names)
            elif "RssAnon" in (values := status(pid)):
                taken.shared_out[pid] = _resident(values)
            else:
                taken.missed = True
        return sum(taken.shared_out.values())

    def _disk_is_full(self, scratch: Path, pids: list[int], held: _Held) -> bool:
        room = self._limits.scratch - held.unlinked_bytes()
        if self._looks % _LOOKS_BETWEEN_MAPS == 1:
            room -= len(self._mapped.unlinked) * self._limits.file
        for count, entry in enumerate(self._entries(scratch, held), 1):
            with contextlib.suppress(FileNotFoundError):
                room -= entry.stat(follow_symlinks=False).st_blocks * 512
            if room < 0 or count > self._limits.files:
                return True
        return room < 0

    def _entries(self, scratch: Path, held: _Held) -> Iterator[os.DirEntry[str]]:
        """Everything in the directory, however deep: a path has a greatest length, so new ones begin on the way."""
        anchors = [os.open(scratch, os.O_PATH)]
        try:
            waiting = [(anchors[0], ".")]
            while waiting:
                anchor, path = waiting.pop()
                self._mind_the_time()
                try:
                    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=anchor)
                except PermissionError:
                    held.unseen = True
                    continue
                except OSError:
                    continue  # it is gone since
                try:
                    if len(path) > _LONGEST_PATH:
                        if len(anchors) > _MOST_ANCHORS:
                            raise _HiddenError
                        anchors.append(os.dup(folder))
                        anchor, path = anchors[-1], "."
                    with os.scandir(folder) as found:
                        for entry in found:
                            yield entry
                            if entry.is_dir(follow_symlinks=False):
                                waiting.append((anchor, f"{path}/{entry.name}"))
                finally:
                    os.close(folder)
        finally:
            for anchor in anchors:
                os.close(anchor)

    def _look_at_maps(self, pids: list[int]) -> _Mapped:
        mapped = _Mapped()
        scratch = os.path.realpath(self._scratch).encode() if self._scratch else b""
        for pid in pids:
            self._mind_the_time()
            if pid == self._keeper:
                continue
            with contextlib.suppress(OSError):
                mapped.add((_PROC / str(pid) / "maps").read_bytes(), scratch)
        return mapped


class _Taken:
    """The memory of the processes of one look, where those that share a page have it each.

    Attributes:
        missed: whether there were others, of which nothing could be seen.
        shared_out: what is theirs of it, page by page shared out, of those that are still there.
    """

    def __init__(self, missed: bool) -> None:
        self._kib: dict[int, int] = {}
        self._parents: dict[int, int] = {}
        self._lists: list[list[int]] = []
        self.missed = missed
        self.shared_out: dict[int, int] = {}

    def begin_list(self) -> None:
        """What is added from here on was there at once."""
        self._lists.append([])

    def add(self, pid: int, values: dict[str, int]) -> None:
        self._kib[pid], self._parents[pid] = _resident(values), values.get("PPid", 0)
        self._lists[-1].append(pid)

    def pids(self) -> list[int]:
        """Those that had any."""
        return [pid for pid, kib in self._kib.items() if kib]

    def kib(self) -> int:
        return sum(self._kib.values())

    def most_at_once(self) -> int:
        """KiB that were in use at once, as far as is known: who has ended since may have had all of it alone.

        But for what a parent has that is still there. What two lists show may have gone from the one to the other.
        """
        most = living = 0
        for pids in self._lists:
            living += sum(self.shared_out.get(pid, 0) for pid in pids)
            ended = [pid for pid in pids if pid not in self.shared_out]
            most = max(most, living + sum(map(self._without_the_parents, ended)))
        return most

    def _without_the_parents(self, pid: int) -> int:
        parent = self._parents[pid]
        return max(0, self._kib[pid] - (self._kib[parent] if parent in self.shared_out else 0))


class _Held:
    """What the system keeps for open files."""

    def __init__(self) -> None:
        self._pipes: set[str] = set()
        self._sockets: set[str] = set()
        self._epolls = 0
        self.unseen = False
        self._unlinked: dict[tuple[int, int], int] = {}

    def add(self, place: str, link: str) -> None:
        if link.startswith("pipe:"):
            self._pipes.add(link)
        elif link.startswith("socket:"):
            self._sockets.add(link)
        elif link == "anon_inode:[eventpoll]":
            self._epolls += 1
        elif link.endswith(" (deleted)"):
            status = os.stat(place)
            self._unlinked[status.st_dev, status.st_ino] = status.st_blocks * 512

    def kib(self) -> int:
        pipes, epolls = max(0, len(self._pipes) - _FREE_PIPES), max(0, self._epolls - _FREE_EPOLLS)
        return pipes * _PIPE_KIB + epolls * _EPOLL_KIB

    def socket_kib(self) -> int:
        return max(0, len(self._sockets) - _FREE_SOCKETS) * _SOCKET_KIB

    def unlinked_bytes(self) -> int:
        return sum(self._unlinked.values())


class _Mapped:
    """What the processes' address spaces are made of.

    Attributes:
        unlinked: files that are there as long as they are mapped, and in no directory: nothing says how large.
    """

    def __init__(self) -> None:
        self._pieces = 0
        self.unlinked: set[bytes] = set()

    def add(self, maps: bytes, scratch: bytes) -> None:
        self._pieces += maps.count(b"\n")
        if scratch and b" (deleted)\n" in maps:
            lines = (line for line in maps.splitlines() if line.endswith(b"(deleted)") and scratch in line)
            self.unlinked.update(line.split()[4] for line in lines)

    def kib(self) -> int:
        return self._pieces * _MAP_BYTES // 1024


def _stat(process: str) -> list[bytes]:
    """What is in its ``stat`` behind the name (proc(5)), which may hold anything."""
    return Path(process, "stat").read_bytes().rpartition(b")")[2].split()


def _resident(values: dict[str, int]) -> int:
    """KiB of memory that a process has by its ``status``."""
    return sum(values.get(key, 0) for key in ("RssAnon", "RssShmem", "VmSwap"))


def threads(pid: int) -> int:
    """How many threads a process has; 0 where it has ended."""
    with contextlib.suppress(OSError):
        return int(_stat(f"{_PROC}/{pid}")[17])
    return 0


def _is_leaving(stat: list[bytes]) -> bool:
    return stat[0] in b"ZX" or bool(int(stat[6]) & _EXITING)


def _threads(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return [f"{_PROC}/{pid}/task/{name}" for name in os.listdir(f"{_PROC}/{pid}/task")]
    return []


def status(pid: int) -> dict[str, int]:
    """Those lines of a process's ``status`` that begin with a number; none where it has ended."""
    values: dict[str, int] = {}
    for lines in _told(pid, "status"):
        # A process chooses its own name, of bytes that need not be text.
        pairs = (line.partition(b":\t")[::2] for line in lines)
        numbers = ((name, value.split()) for name, value in pairs if name != b"Name")
        values |= {name.decode(): int(words[0]) for name, words in numbers if words and words[0].isdigit()}
        if "RssAnon" in values or values["Threads"] <= 1:
            break
    return values


def _told(pid: int, name: str) -> Iterator[list[bytes]]:
    """The lines of a process's file, then those of its threads', as far as they are still there.

    One whose main thread has ended tells of itself no more what memory the others have.
    """
    process = _PROC / str(pid)
    with contextlib.suppress(OSError):
        yield (process / name).read_bytes().splitlines()
    with contextlib.suppress(OSError):
        for thread in (process / "task").iterdir():
            with contextlib.suppress(OSError):
                yield (thread / name).read_bytes().splitlines()


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
