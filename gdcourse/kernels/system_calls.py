"""The system calls that a sandbox is made of, and that Python does not offer: namespaces, mounts, Landlock, seccomp.

Every function raises ``OSError`` where the kernel refuses. Sources: namespaces(7), mount(2), pivot_root(2),
capabilities(7), landlock(7) and Documentation/userspace-api/landlock.rst, seccomp(2) and seccomp_rule_add(3) of
libseccomp.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 1, 4, 38, 24
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_MADV_COLLAPSE = 25
# Landlock's calls have the same numbers on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT = 444, 445, 446
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}
_CAPSET = {"x86_64": 126, "aarch64": 91, "riscv64": 91, "ppc64le": 184, "s390x": 185}

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
try:
    _seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True) if sys.platform == "linux" else None
except OSError:
    _seccomp = None


def _call(name: str, *arguments: object) -> int:
    if _libc is None:
        raise OSError("only Linux has namespaces")
    result: int = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def _syscall(number: int, *arguments: object) -> int:
    return _call("syscall", ctypes.c_long(number), *arguments)


def _number(table: Mapping[str, int]) -> int:
    machine = os.uname().machine
    if machine not in table:
        raise OSError(f"the numbers of system calls on {machine} are not known")
    return table[machine]


def unshare(flags: int) -> None:
    _call("unshare", ctypes.c_int(flags))


def mount(source: str, target: str | Path, kind: str = "", flags: int = 0, options: str = "") -> None:
    _call(
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
    _call("umount2", str(target).encode(), ctypes.c_int(MNT_DETACH))


def pivot_root(new: str | Path) -> None:
    """Make ``new`` the root of every process in this mount namespace, and let go of the old one."""
    os.chdir(new)
    # The old root is put on top of the new one and taken off again (pivot_root(2), "pivot_root(".", ".")").
    _syscall(_number(_PIVOT_ROOT), b".", b".")
    unmount(".")
    os.chdir("/")


def bound_memory(room: int) -> None:
    """Let this process take ``room`` bytes of address space above what it has; processes that it starts, too."""
    import resource  # absent on Windows, as all else that is called here

    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + room, most))


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
                _call("madvise", ctypes.c_void_p(address), ctypes.c_size_t(size), ctypes.c_int(_MADV_COLLAPSE))


def loopback_up() -> None:
    """Switch on this network namespace's own loopback interface (netdevice(7))."""
    import fcntl  # Windows has none

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 1)  # ifr_name, ifr_flags = IFF_UP
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


def die_with_parent(signal_number: int) -> None:
    _call("prctl", _PR_SET_PDEATHSIG, ctypes.c_ulong(signal_number), 0, 0, 0)


def hide_from_peers() -> None:
    """Let no process of the same user read this one's memory, environment or files through /proc or ptrace."""
    _call("prctl", _PR_SET_DUMPABLE, ctypes.c_ulong(0), 0, 0, 0)


def drop_privileges() -> None:
    """Give up every capability, for good."""
    _call("prctl", _PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0)
    for capability in range(64):
        try:
            _call("prctl", _PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
        except OSError:
            break  # past the last capability, or not allowed to drop: no_new_privs holds all the same
    header = struct.pack("=Ii", 0x20080522, 0)
    _syscall(_number(_CAPSET), header, bytes(24))


# Landlock: rights by name, in the order of their bits, with the version of its interface that brought them.
_RIGHTS = [
    ("execute", 1), ("write_file", 1), ("read_file", 1), ("read_dir", 1), ("remove_dir", 1), ("remove_file", 1),
    ("make_char", 1), ("make_dir", 1), ("make_reg", 1), ("make_sock", 1), ("make_fifo", 1), ("make_block", 1),
    ("make_sym", 1), ("refer", 2), ("truncate", 3), ("ioctl_dev", 5),
]  # fmt: skip
READ = ("execute", "read_file", "read_dir")
WRITE = tuple(name for name, _ in _RIGHTS if name not in ("make_char", "make_block"))
DEVICE = ("read_file", "read_dir", "write_file", "ioctl_dev", "truncate")


def landlock_version() -> int:
    """The version of the kernel's Landlock interface, 0 where there is none."""
    try:
        return _syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def landlock(rules: Mapping[str, tuple[str, ...]]) -> None:
    """Let this process and all it starts touch no file but those of ``rules``: path → rights.

    Raises:
        OSError: where the kernel has no Landlock.
    """
    version = landlock_version()
    bits = {name: 1 << bit for bit, (name, since) in enumerate(_RIGHTS) if since <= version}
    handled = sum(bits.values())
    # scoped (abstract sockets, signals) came with version 6. The network is the network namespace's business.
    size, scoped = (24, 3) if version >= 6 else (8, 0)
    attributes = struct.pack("=QQQ", handled, 0, scoped)[:size]
    ruleset = _syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    files_only = bits["execute"] | bits["write_file"] | bits["read_file"]
    files_only |= bits.get("truncate", 0) | bits.get("ioctl_dev", 0)
    for path, rights in rules.items():
        wanted = sum(bits[name] for name in rights if name in bits)
        if not Path(path).is_dir():
            wanted &= files_only
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", wanted, descriptor)
        _syscall(_LANDLOCK_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0))
        os.close(descriptor)
    _syscall(_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)


# What no course needs: other processes' memory, mounts and namespaces, memory that nobody counts, the kernel's inside.
_REFUSED = """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise
    mount umount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick
    mount_setattr
    memfd_create memfd_secret vmsplice shmget shmat shmctl msgget semget
    add_key request_key keyctl bpf perf_event_open userfaultfd io_setup io_uring_setup io_uring_enter io_uring_register
    init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl
    open_by_handle_at name_to_handle_at syslog personality fanotify_init lookup_dcookie vhangup
    setdomainname sethostname settimeofday clock_settime clock_adjtime adjtimex iopl ioperm
    sched_setaffinity sched_setattr ioprio_set setpriority
    landlock_create_ruleset landlock_add_rule landlock_restrict_self
""".split()  # noqa: SIM905
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38
_PRETEND = 0x00050000  # nothing is done, and no error told
_MASKED_EQUAL, _GREATER = 7, 6


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


class _Comparison(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def has_seccomp() -> bool:
    return _seccomp is not None


def seccomp() -> None:
    """Refuse, in this process and all it starts, the system calls that a course has no use for.

    Its privileges have to be dropped before.

    Raises:
        OSError: where libseccomp is not installed, or the kernel refuses the filter.
    """
    instructions = seccomp_filter()
    program = _Program(len(instructions) // 8, instructions)
    _call("prctl", _PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(program), 0, 0)


@cache
def seccomp_filter() -> bytes:
    """The filter as instructions of eight bytes (bpf(4)). To make it takes milliseconds; a copy comes with every fork.

    Raises:
        OSError: where libseccomp is not installed, or does not make it.
    """
    if _seccomp is None:
        raise OSError("libseccomp.so.2 is not installed")
    _seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(_seccomp.seccomp_init(ctypes.c_uint32(_ALLOW)))

    def refuse(name: str, action: int = _EPERM, *comparisons: _Comparison) -> None:
        number = _seccomp.seccomp_syscall_resolve_name(name.encode())
        if number < -1:  # another architecture's call; below -1 there is a number that is translated or ignored
            return
        if number == -1:  # a call that this libseccomp does not know
            return
        rules = (_Comparison * len(comparisons))(*comparisons)
        result = _seccomp.seccomp_rule_add_array(
            context, ctypes.c_uint32(action), ctypes.c_int(number), ctypes.c_uint(len(comparisons)), rules
        )
        if result < 0:
            raise OSError(-result, f"seccomp, {name}: {os.strerror(-result)}")

    for name in _REFUSED:
        refuse(name)
    # A filter cannot look behind clone3's pointer; told that there is none, the C library takes clone.
    refuse("clone3", _ENOSYS)
    for flag in (CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET):
        refuse("clone", _EPERM, _Comparison(0, _MASKED_EQUAL, flag, flag))
    # Shared memory without a name stays when it is no longer mapped, and then counts as nobody's.
    refuse("mmap", _EPERM, _Comparison(3, _MASKED_EQUAL, 0x21, 0x21))  # MAP_SHARED | MAP_ANONYMOUS
    # AF_UNIX, AF_INET and AF_INET6 end at the network namespace; others, AF_VSOCK say, do not. libzmq lists the
    # interfaces and aborts where it may not: of AF_NETLINK (16), the routing protocol (0) stays.
    refuse("socket", _EPERM, _Comparison(0, _MASKED_EQUAL, 0xFFFFFFFF, 16), _Comparison(2, _GREATER, 0, 0))
    for family in (*range(3, 10), *range(11, 16), *range(17, 64)):
        refuse("socket", _EPERM, _Comparison(0, _MASKED_EQUAL, 0xFFFFFFFF, family))
    refuse("socket", _EPERM, _Comparison(0, _GREATER, 63, 0))
    # SO_SNDBUF and SO_RCVBUF: what waits in a socket is memory of the system's.
    for option in (7, 8):
        refuse("setsockopt", _PRETEND, _Comparison(1, _MASKED_EQUAL, 0xFFFFFFFF, 1),
               _Comparison(2, _MASKED_EQUAL, 0xFFFFFFFF, option))  # fmt: skip
    # F_SETLK, F_SETLKW and those of open files: each lock is memory of the system's, and a file may have any number.
    for command in (6, 7, 37, 38):
        refuse("fcntl", _PRETEND, _Comparison(1, _MASKED_EQUAL, 0xFFFFFFFF, command))
    # TIOCSTI and TIOCLINUX put characters into a terminal.
    for request in (0x5412, 0x541C):
        refuse("ioctl", _EPERM, _Comparison(1, _MASKED_EQUAL, 0xFFFFFFFF, request))
    with tempfile.TemporaryFile() as file:  # not os.memfd_create, which a Python built for an older system lacks
        result = _seccomp.seccomp_export_bpf(context, ctypes.c_int(file.fileno()))
        file.seek(0)
        instructions = file.read()
    _seccomp.seccomp_release(context)
    if result < 0:
        raise OSError(-result, f"seccomp_export_bpf: {os.strerror(-result)}")
    return instructions
