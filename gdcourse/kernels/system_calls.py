"""The system calls that a sandbox is made of, and that Python does not offer: namespaces, mounts, privileges, memory.

Every function raises ``OSError`` where the kernel refuses. Sources: namespaces(7), mount(2), pivot_root(2),
capabilities(7), prctl(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
CLONE_FILES, CLONE_PARENT, CLONE_THREAD = 0x00000400, 0x00008000, 0x00010000
NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 1, 4, 38, 24
PR_SET_CHILD_SUBREAPER, PR_SET_THP_DISABLE = 36, 41
CAP_SETGID, CAP_SETUID = 6, 7
_MADV_COLLAPSE = 25
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}
_CAPSET = {"x86_64": 126, "aarch64": 91, "riscv64": 91, "ppc64le": 184, "s390x": 185}

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call(name: str, *arguments: object) -> int:
    if _libc is None:
        raise OSError("only Linux has namespaces")
    result: int = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def numbered_call(number: int, *arguments: object) -> int:
    return call("syscall", ctypes.c_long(number), *arguments)


def _number(table: Mapping[str, int]) -> int:
    machine = os.uname().machine
    if machine not in table:
        raise OSError(f"the numbers of system calls on {machine} are not known")
    return table[machine]


def unshare(flags: int) -> None:
    call("unshare", ctypes.c_int(flags))


def mount(source: str, target: str | Path, kind: str = "", flags: int = 0, options: str = "") -> None:
    call(
        "mount",
        source.encode(),
        str(target).encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )


def bind(source: str | Path, target: str | Path) -> None:
    """Show ``source`` at ``target``, without set-user-id programs and devices. A bind is made read-only afterwards."""
    mount(str(source), target, flags=MS_BIND | MS_REC)
    seal(target)


def seal(target: str | Path) -> None:
    """Make what is mounted at ``target`` read-only, without set-user-id programs."""
    # Flags that the mount below has are locked in a user namespace: to leave one out would be refused.
    found = os.statvfs(target).f_flag
    locked = found & (MS_NOEXEC | MS_RDONLY)
    times = (1024 if found & os.ST_NOATIME else 0) | (2048 if found & os.ST_NODIRATIME else 0)
    times |= (1 << 21) if found & os.ST_RELATIME else 0
    flags = MS_BIND | MS_REMOUNT | MS_NOSUID | MS_RDONLY | locked | times
    mount("none", target, flags=flags)


def unmount(target: str | Path) -> None:
    call("umount2", str(target).encode(), ctypes.c_int(MNT_DETACH))


def pivot_root(new: str | Path) -> None:
    """Make ``new`` the root of every process in this mount namespace, and let go of the old one."""
    os.chdir(new)
    # The old root is put on top of the new one and taken off again (pivot_root(2), "pivot_root(".", ".")").
    numbered_call(_number(_PIVOT_ROOT), b".", b".")
    unmount(".")
    os.chdir("/")


_ALL_PAGES, _DATA_PAGES = 0, 5  # of statm, proc(5)


def address_space() -> int:
    """Bytes of address space that this process has; 0 where there is no ``/proc`` to tell."""
    return _bytes_of(_ALL_PAGES)


def data_space() -> int:
    """Bytes of it that are this process's own to write, used or not: what ``RLIMIT_DATA`` bounds."""
    return _bytes_of(_DATA_PAGES)


def _bytes_of(pages: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[pages]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def bound_memory(room: int) -> None:
    """Let this process take ``room`` bytes of address space above what it has; processes that it starts, too."""
    import resource  # absent on Windows, as all else that is called here

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + room, most))


def unbound_memory(pid: int) -> None:
    """Let a process that was started by a bounded one take what it needs: torch maps far more than it uses."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, (most, most))


def use_huge_pages() -> None:
    """Put this process's memory into huge pages, as far as the kernel does that: a fork then has few pages to copy.

    A child that writes still gets a copy of 4 KiB, not of the whole (madvise(2), MADV_COLLAPSE; Linux 6.1).
    """
    try:
        size = int(Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size").read_text())
    except OSError:
        return  # this kernel has none
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, rights = line.split(maxsplit=2)[:2]
        if rights != "rw-p":
            continue
        start, end = (int(address, 16) for address in span.split("-"))
        for address in range(-(-start // size) * size, end - size + 1, size):
            with contextlib.suppress(OSError):  # a page that stays as it is costs time, and nothing else
                call("madvise", ctypes.c_void_p(address), ctypes.c_size_t(size), ctypes.c_int(_MADV_COLLAPSE))


def use_no_huge_pages() -> None:
    """Let this process and all it starts have no huge pages but those that it has.

    Who gives one back but for a piece keeps all of it until the machine is short of memory, and is charged for that
    piece alone (Documentation/admin-guide/mm/transhuge.rst).
    """
    call("prctl", PR_SET_THP_DISABLE, ctypes.c_ulong(1), 0, 0, 0)


def loopback_up() -> None:
    """Switch on this network namespace's own loopback interface (netdevice(7))."""
    import fcntl  # Windows has none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 1)  # ifr_name, ifr_flags = IFF_UP
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


def die_with_parent(signal_number: int) -> None:
    call("prctl", _PR_SET_PDEATHSIG, ctypes.c_ulong(signal_number), 0, 0, 0)


def hide_from_peers() -> None:
    """Let no process of the same user read this one's memory, environment or files through /proc or ptrace."""
    call("prctl", _PR_SET_DUMPABLE, ctypes.c_ulong(0), 0, 0, 0)


def show_to_peers() -> None:
    """Let processes of the same user read this one's files in /proc, as an ordinary process does."""
    call("prctl", _PR_SET_DUMPABLE, ctypes.c_ulong(1), 0, 0, 0)


def adopt_orphans() -> None:
    """Be the parent of what this process's children, and theirs, leave behind."""
    call("prctl", PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)


def be_the_first_to_go() -> None:
    """Where the machine runs out of memory, let the system end this process and what it starts before any other."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def has_capabilities(*numbers: int) -> bool:
    status = Path("/proc/self/status").read_text(errors="replace")
    effective = int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)
    return all(effective >> number & 1 for number in numbers)


def become(user: int) -> None:
    """Be ``user``, in the group of the same number and in no other, from here on. It needs the privilege."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def give(path: Path, user: int) -> None:
    """Make everything at ``path`` the user's, and the group's of the same number."""
    os.chown(path, user, user)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(f"{folder}/{name}", user, user, follow_symlinks=False)


def drop_privileges() -> None:
    """Give up every capability, for good."""
    call("prctl", _PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0)
    for capability in range(64):
        try:
            call("prctl", _PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
        except OSError:
            break  # past the last capability, or not allowed to drop: no_new_privs holds all the same
    header = struct.pack("=Ii", 0x20080522, 0)
    numbered_call(_number(_CAPSET), header, bytes(24))
