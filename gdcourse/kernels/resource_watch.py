"""What everything in a sandbox uses together, as ``/proc`` tells it, and which limit that passes.

A look takes milliseconds, in which processes come and go, and files change their names and places. One that has met
with such things counts for nothing: everything is stopped then, and looked at once more while it stands still.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat as stat_bits
import time
from collections.abc import Callable, Collection, Iterator
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
# A file of /proc that is open keeps what was last read of it: of "maps" a line, as long as the deepest path is.
_LISTING_KIB, _FREE_LISTINGS = 65536, 8
# What Linux remembers of each piece of a process's address space, of which there may be 65,530 (vm.max_map_count): by
# itself, and for each process that it was forked from, whose pages it may still share (anon_vma_chain of mm/rmap.c).
_MAP_BYTES, _FORK_BYTES = 224, 64
_LOOK_SECONDS = 4.0
"""Processor time that one look may take: what 256 processes forked from a kernel take, three times over."""
_LOOKS_BETWEEN_FILES = 4
"""What is open and what is written is looked at every fourth time only: who has much of it makes a look long."""
_LOOKS_BETWEEN_MAPS = 3 * _LOOKS_BETWEEN_FILES
# A symbolic link whose target is too long for its inode has a block of its own, and on ext4 the system waits for the
# disk when it goes: 64,000 of them take minutes to clear up.
_LONG_LINK_BYTES = 1 << 18
_PIECE, _LONGEST_LINE = 1 << 16, 1 << 15
"""Of "maps": a path that a program can name has 4,096 bytes, and each may be told in four."""
_LONGEST_PATH, _MOST_ANCHORS = 400, 400
_EXITING = 4  # PF_EXITING of linux/sched.h, among the flags in stat: its files are being closed, and not shown
_LOOKS_IN_VAIN = 3
"""A process is out of sight for a moment while it becomes another program (execve(2)): no longer than that."""
_STILL_SECONDS = 10.0
"""Who is stopped stands still once it has had its turn, and the system has done what it was asked for."""
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.001, 0.016
_CLOCK_REALTIME_COARSE = 5  # of linux/time.h: what a folder's times are taken from; they are never earlier


def everybody() -> list[int]:
    """Every process that ``/proc`` shows: inside of a process namespace, those that are in it."""
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()]


def _never() -> bool:
    return False


class _HiddenError(Exception):
    """Something cannot be looked at, or not within the time that a look has."""


class _RestlessError(Exception):
    """Something goes on though it was stopped."""


class _CalledAwayError(Exception):
    """Somebody wants something of the process that looks."""


class Meter:
    """Reads what is used, again and again: some of it can only be seen in passing."""

    def __init__(
        self,
        limits: Resources,
        keeper: int,
        halt: Callable[[bool], None],
        processes: Callable[[], list[int]] = everybody,
        scratch: Path | None = None,
        missed: Callable[[], bool] = _never,
    ) -> None:
        """
        Args:
            limits: what may be used.
            keeper: the process in the sandbox that is ours, and hides what it has.
            halt: stops all others in it (``True``), sooner or later, or lets them go on (``False``).
            processes: those that are there now.
            scratch: the directory whose files have to be counted, where no file system of its own bounds them. There
                is no network namespace either then.
            missed: whether some have ended before ``processes`` could tell that they belong here.
        """
        self._limits, self._keeper, self._processes, self._scratch = limits, keeper, processes, scratch
        self._halt = halt
        self._missed = missed
        self._ticks: dict[tuple[int, str], int] = {}
        self._ticks_of_the_gone = 0
        self._looks = self._unseen = self._restless = 0
        self._moving = self._may_be_starting = False
        self._held = _Held()
        self._mapped = _Mapped(b"")
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
        self._called = called
        try:
            return self._excess()
        except _CalledAwayError:
            self._looks -= 1
            return None
        except _HiddenError:
            return "hidden"

    def _excess(self) -> str | None:
        turn, long_turn = (self._looks % looks == 1 for looks in (_LOOKS_BETWEEN_FILES, _LOOKS_BETWEEN_MAPS))
        found = self._look(files=turn, maps=long_turn)
        # Those that were missed may be anybody's on this machine, where many come and go.
        missed = self._missed() and (long_turn or found in ("memory", "disk"))
        again = missed or (self._moving and (turn or found in ("memory", "disk")))
        # Who is just starting a program has its memory twice, to a look that does not know who waits.
        again = again or (found == "memory" and self._may_be_starting)
        if again:
            try:
                found, self._restless = self._look_while_all_stands_still(), 0
            except _RestlessError:
                found, self._restless = None, self._restless + 1
            self._moving = False
        if turn:
            self._unseen = self._unseen + 1 if self._held.unseen else 0
        if not found and max(self._unseen, self._restless) >= _LOOKS_IN_VAIN:
            raise _HiddenError
        return found

    def _look_while_all_stands_still(self) -> str | None:
        """Stop everything, look, and let it go on.

        Raises:
            _RestlessError: where somebody does not stand still, or is woken by another.
        """
        deadline, pause = time.monotonic() + _STILL_SECONDS, _PAUSE_SECONDS
        stopped: set[str] = set()
        try:
            while time.monotonic() < deadline:
                self._halt(True)
                before = self._runs()
                states = {thread: run[0].split()[1] for thread, run in before.items()}
                if any(states.get(thread, b"T") not in b"TZX" for thread in stopped):
                    break
                stopped = {thread for thread, state in states.items() if state == b"T"}
                if b"R" not in states.values():
                    waiting = {int(Path(thread).parts[-3]) for thread, state in states.items() if state == b"D"}
                    found = self._look(files=True, maps=True, waiting=waiting)
                    if self._runs() == before:
                        return found
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        finally:
            self._halt(False)
        raise _RestlessError

    def _runs(self) -> dict[str, list[bytes]]:
        """Each thread's state, and how often it has had the processor.

        Where that is the same twice, and none has it or waits for it, none has done anything in between.
        """
        runs: dict[str, list[bytes]] = {}
        for pid in self._processes():
            for thread in _threads(pid) if pid != self._keeper else []:
                self._mind_the_time()
                with contextlib.suppress(OSError):  # it has ended
                    lines = Path(thread, "status").read_bytes().splitlines()
                    runs[thread] = [line for line in lines if line.startswith((b"State:", b"volun", b"nonvolun"))]
        return runs

    def _look(self, files: bool, maps: bool, waiting: Collection[int] = ()) -> str | None:
        """One look, which tells by ``_moving`` if something may have escaped it.

        Args:
            files: whether at what is open and what is written, too.
            maps: whether at what address spaces are made of, too.
            waiting: the processes that wait and cannot be stopped, where all stands still.
        """
        self._end = time.thread_time() + _LOOK_SECONDS
        began = time.clock_gettime_ns(_CLOCK_REALTIME_COARSE)
        tables = with_children = threads = 0
        alive: dict[tuple[int, str], int] = {}
        held = self._held = _Held() if files else self._held
        pids = self._processes()
        resident: dict[int, int] = {}
        forks = _Forks(self._keeper)
        for pid in pids:
            self._mind_the_time()
            values = status(pid)
            try:
                fields = _stat(f"{_PROC}/{pid}")
            except OSError:
                self._moving = True
                continue
            resident[pid] = _resident(values)
            forks.add(pid, parent=int(fields[1]), start=int(fields[19]))
            if fields[0] in b"ZX" and (pid, fields[19].decode()) not in self._ticks:
                self._moving = True  # it has come and gone since the last look
            tables += values.get("VmPTE", 0)
            threads += values.get("Threads", 0)
            own, children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))  # proc(5)
            with_children += own + children
            alive[pid, fields[19].decode()] = own  # a number and a start: no other process has both
            if pid == self._keeper or not files:
                continue
            if not _is_leaving(fields):
                self._look_at_descriptors(f"{_PROC}/{pid}", held)
            elif values.get("Threads", 0) > 1:  # its first thread has ended, the others may have what it had
                for thread in _threads(pid):
                    with contextlib.suppress(OSError):
                        if not _is_leaving(_stat(thread)):
                            self._look_at_descriptors(thread, held)
        if maps:
            self._mapped = self._look_at_maps(pids, forks)
        if max(with_children, self._ticks_in_all(alive)) > self._limits.cpu_seconds * _TICKS_PER_SECOND:
            return "cpu"
        if threads > 2 * self._limits.processes:
            return "processes"
        outside = tables + self._mapped.kib() + held.kib() + (held.socket_kib() if self._scratch else _socket_memory())
        limit = self._limits.memory // 1024
        # That sum counts a page once for each process that shares it after a fork; to share it out takes longer.
        if sum(resident.values()) + outside > limit:
            self._may_be_starting = bool(forks.starting(resident, resident))
            for pid in forks.starting(waiting, resident):
                del resident[pid]
            if self._share_out(resident) + outside > limit:
                return "memory"
        if files and self._scratch and self._disk_is_full(self._scratch, held, maps, began):
            return "disk"
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
        # A program's own file is there as long as it runs, mapped or not.
        for place in (f"{process}/exe", *(f"{folder}/{name}" for name in names)):
            self._mind_the_time()
            with contextlib.suppress(OSError):
                held.add(place, _link(place))

    def _share_out(self, resident: dict[int, int]) -> int:
        """KiB of memory in use, shared pages shared out (``Pss_Anon`` and ``Pss_Shmem``, proc(5)).

        The whole of it, where that cannot be read of a process. The keeper has only what it had before the fork.

        Args:
            resident: what each process has, those that share a page have it each.
        """
        names = (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")
        shared_out = 0
        for pid in (pid for pid, kib in resident.items() if kib and pid != self._keeper):
            self._mind_the_time()
            found = [line.split() for line in next(_told(pid, "smaps_rollup"), [])]
            if found:
                shared_out += sum(int(words[1]) for words in found if words[0] in names)
            elif "RssAnon" in (values := status(pid)):
                shared_out += _resident(values)
            else:
                self._moving = True
        return shared_out

    def _disk_is_full(self, scratch: Path, held: _Held, maps: bool, began: int) -> bool:
        room = self._limits.scratch - held.unlinked_bytes()
        if maps:
            room -= len(self._mapped.unlinked) * self._limits.file
        files = held.unlinked_files()
        for entry in self._entries(scratch, held, began):
            try:
                room -= _disk_bytes(entry.stat(follow_symlinks=False))
            except FileNotFoundError:
                self._moving = True
            files += 1
            if room < 0 or files > self._limits.files:
                return True
        return room < 0 or files > self._limits.files

    def _entries(self, scratch: Path, held: _Held, began: int) -> Iterator[os.DirEntry[str]]:
        """Everything in the directory, however deep: a path has a greatest length, so new ones begin on the way.

        What is moved meanwhile to where was looked already comes from where was not yet: there it shows.

        Args:
            scratch: the directory.
            held: is told where a folder may not be looked into.
            began: when the look began.
        """
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
                    self._moving = True
                    continue
                try:
                    if len(path) > _LONGEST_PATH:
                        if len(anchors) > _MOST_ANCHORS:
                            raise _HiddenError
                        anchors.append(os.dup(folder))
                        anchor, path = anchors[-1], "."
                    with os.scandir(folder) as listed:
                        entries = list(itertools.islice(listed, self._limits.files + 1))
                    self._moving |= os.fstat(folder).st_ctime_ns >= began
                    for entry in entries:
                        yield entry
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append((anchor, f"{path}/{entry.name}"))
                finally:
                    os.close(folder)
        finally:
            for anchor in anchors:
                os.close(anchor)

    def _look_at_maps(self, pids: list[int], forks: _Forks) -> _Mapped:
        mapped = _Mapped(os.path.realpath(self._scratch).encode() if self._scratch else b"")
        for pid in pids:
            if pid == self._keeper:
                continue
            # Piece by piece: how long it is, the submission decides.
            with contextlib.suppress(OSError), open(f"{_PROC}/{pid}/maps", "rb", buffering=0) as file:
                rest = b""
                while piece := file.read(_PIECE):
                    self._mind_the_time()
                    told = rest + piece
                    if max(map(len, told.split(b"\n"))) > _LONGEST_LINE:
                        raise _HiddenError
                    lines, end, rest = told.rpartition(b"\n")
                    mapped.add(lines + end, forks.behind(pid))
        return mapped


class _Held:
    """What the system keeps for open files."""

    def __init__(self) -> None:
        self._pipes: set[str] = set()
        self._sockets: set[str] = set()
        self._epolls = self._listings = 0
        self.unseen = False
        self._unlinked: dict[tuple[int, int], int] = {}

    def add(self, place: str, link: str) -> None:
        if link.startswith("pipe:"):
            self._pipes.add(link)
        elif link.startswith("socket:"):
            self._sockets.add(link)
        elif link == "anon_inode:[eventpoll]":
            self._epolls += 1
        elif link.startswith("/proc/"):
            # The link's mode says what the file was opened for (proc(5)); what was opened for nothing keeps nothing.
            self._listings += bool(os.lstat(place).st_mode & stat_bits.S_IRUSR)
        elif link.endswith(" (deleted)"):
            status = os.stat(place)
            self._unlinked[status.st_dev, status.st_ino] = status.st_blocks * 512

    def kib(self) -> int:
        pipes, epolls = max(0, len(self._pipes) - _FREE_PIPES), max(0, self._epolls - _FREE_EPOLLS)
        listings = max(0, self._listings - _FREE_LISTINGS)
        return pipes * _PIPE_KIB + epolls * _EPOLL_KIB + listings * _LISTING_KIB

    def socket_kib(self) -> int:
        return max(0, len(self._sockets) - _FREE_SOCKETS) * _SOCKET_KIB

    def unlinked_bytes(self) -> int:
        return sum(self._unlinked.values())

    def unlinked_files(self) -> int:
        return len(self._unlinked)


class _Mapped:
    """What the processes' address spaces are made of.

    Attributes:
        unlinked: files that are there as long as they are mapped, and in no directory: nothing says how large.
    """

    def __init__(self, scratch: bytes) -> None:
        self._bytes = 0
        self._scratch = scratch
        self.unlinked: set[bytes] = set()

    def add(self, maps: bytes, forks: int) -> None:
        """Count some lines of a process's ``maps``, which has been forked so many times since the first."""
        self._bytes += maps.count(b"\n") * (_MAP_BYTES + forks * _FORK_BYTES)
        if self._scratch and b" (deleted)\n" in maps:
            lines = (line for line in maps.splitlines() if line.endswith(b"(deleted)") and self._scratch in line)
            self.unlinked.update(line.split()[4] for line in lines)

    def kib(self) -> int:
        return self._bytes // 1024


class _Forks:
    """Who was forked from whom, as far as they are there."""

    def __init__(self, keeper: int) -> None:
        self._keeper = keeper
        self._parents: dict[int, int] = {}
        self._first = (0, 0)

    def add(self, pid: int, parent: int, start: int) -> None:
        self._parents[pid] = parent
        if parent == self._keeper and (not self._first[1] or (start, pid) < self._first):
            self._first = start, pid  # the kernel; what its processes leave behind comes to the keeper, too

    def starting(self, waiting: Collection[int], resident: dict[int, int]) -> list[int]:
        """Those who have their parent's memory, all of it and not a copy, until they are another program (vfork(2)).

        Their parent waits for them so long, and nothing but its end ends that: where it does, it has one such child.

        Args:
            waiting: who waits so.
            resident: what each process has, of which the two have the same.
        """
        children = {parent: pid for pid, parent in self._parents.items() if resident[pid] == resident.get(parent)}
        return [children[pid] for pid in waiting if pid in children]

    def behind(self, pid: int) -> int:
        """How many forks lie between the kernel and a process at most.

        Where one in between has ended, nobody knows; but of those that have no other child any more nothing is kept, so
        there are no more than there are processes.
        """
        forks = 0
        while pid != self._first[1] and forks < len(self._parents):
            pid = self._parents.get(pid, 0)
            forks = forks + 1 if pid else len(self._parents)
        return forks


def _disk_bytes(status: os.stat_result) -> int:
    """What a file counts for: its blocks, and a link that has one for more, since its end costs more."""
    is_long_link = stat_bits.S_ISLNK(status.st_mode) and status.st_blocks > 0
    return max(status.st_blocks * 512, _LONG_LINK_BYTES * is_long_link)


def _stat(process: str) -> list[bytes]:
    """What is in its ``stat`` behind the name (proc(5)), which may hold anything."""
    return Path(process, "stat").read_bytes().rpartition(b")")[2].split()


def _link(place: str) -> str:
    """Where what is open lies; if that is too deep to be told, at least whether it is in any folder still."""
    try:
        return os.readlink(place)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        return "" if os.stat(place).st_nlink else " (deleted)"


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
