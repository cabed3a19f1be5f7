"""Which system calls a kernel in a sandbox is refused: the list, and the filter that is made of it.

Sources: seccomp(2), seccomp_rule_add(3) of libseccomp, bpf(4).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial

from gdcourse.kernels.sandbox import Tier
from gdcourse.kernels.system_calls import (
    CLONE_FILES,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_PARENT,
    CLONE_THREAD,
    PR_SET_CHILD_SUBREAPER,
    PR_SET_THP_DISABLE,
    call,
)

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
try:
    _seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True) if sys.platform == "linux" else None
except OSError:
    _seccomp = None

# What no course needs: other processes' memory, mounts and namespaces, memory that nobody counts or that is counted for
# all that a user runs, the kernel's inside.
_REFUSED = """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise migrate_pages move_pages get_robust_list
    mount umount umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick
    mount_setattr quotactl_fd
    memfd_create memfd_secret vmsplice shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semtimedop semctl
    mq_open mq_unlink mbind set_mempolicy
    inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
    add_key request_key keyctl bpf perf_event_open userfaultfd io_setup io_uring_setup io_uring_enter io_uring_register
    init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl
    open_by_handle_at name_to_handle_at syslog personality lookup_dcookie vhangup
    setdomainname sethostname settimeofday clock_settime clock_adjtime adjtimex iopl ioperm
    sched_setaffinity sched_setattr sched_setscheduler sched_setparam ioprio_set setpriority
    landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp
""".split()  # noqa: SIM905
# What namespaces would hold back, and Landlock does not see: sockets (a pair of streams is what multiprocessing and
# asyncio need), descriptors under way, the owner and attributes of other people's files, a session's own share of the
# processor.
_REFUSED_WITHOUT_NAMESPACES = """
    socket bind connect listen accept accept4 sendmsg sendmmsg
    chown lchown fchown fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
""".split()  # noqa: SIM905
# What somebody has written down about a file: of one that is shown, or whose path is known, anybody may read it, and
# neither Landlock nor the right to open decides.
_ATTRIBUTES = "getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr".split()  # noqa: SIM905
# Each signal that waits by number, and each timer, is one of those that Linux lets a user have. What sends signals, and
# which of its arguments is the number.
_SIGNAL_ARGUMENTS = {
    "kill": 1, "tkill": 1, "tgkill": 2, "rt_sigqueueinfo": 1, "rt_tgsigqueueinfo": 2, "pidfd_send_signal": 1,
}  # fmt: skip
_CLOCKS = ("clock_gettime", "clock_nanosleep")
# Programs and Python's own copying of files give up where these fail, and nothing of a course depends on them.
_PRETENDED_WITHOUT_NAMESPACES = "chmod fchmod fchmodat utime utimes utimensat futimesat setsid".split()  # noqa: SIM905
_ALLOW, EPERM, ENOSYS, _EOPNOTSUPP = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x00050000 | 95
_EAGAIN, _EINVAL = 0x00050000 | 11, 0x00050000 | 22
_PRETEND = 0x00050000  # nothing is done, and no error told
_NOT_EQUAL, _LESS, MASKED_EQUAL, _GREATER = 1, 2, 7, 6
_LOW_HALF = 0xFFFFFFFF
_CLOCK_OF_A_PROCESS, _OF_A_THREAD = 1 << 31, 1 << 2  # of linux/posix-timers_types.h: the rest is the number, inverted
# Numbers are the same everywhere since 424. What came later than futex_waitv (449) this list has not looked at, and the
# C library does without: to it the kernel is an older one.
_FIRST_UNKNOWN = 450
_LIMIT_OF_CORES = 4  # RLIMIT_CORE of asm-generic/resource.h
_LAST_KNOWN_COMMAND, _LAST_KNOWN_OPTION = 1034, 66  # of fcntl(2) and prctl(2)
# Those of them that are refused, for a libseccomp that is older than they.
_NUMBERS = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "clone3": 435, "close_range": 436,
    "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "quotactl_fd": 443,
    "landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446, "memfd_secret": 447,
}  # fmt: skip
_CLOSE_RANGE_UNSHARE = 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


class Comparison(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def has_seccomp() -> bool:
    return _seccomp is not None


def refuse_system_calls(tier: Tier) -> None:
    """Refuse, in this process and all it starts, the system calls that a course has no use for.

    Its privileges have to be dropped before.

    Args:
        tier: of the sandbox that the process is in: without namespaces more has to be refused.

    Raises:
        OSError: where libseccomp is not installed, or the kernel refuses the filter.
    """
    for instructions in (_refuse_unknown(), seccomp_filter(tier)):
        install(instructions)


def install(instructions: bytes) -> None:
    """Put this process, and all it starts, under a filter. Its privileges have to be dropped before.

    Raises:
        OSError: where the kernel refuses the filter.
    """
    filled = ctypes.byref(program(instructions))
    call("prctl", _PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), filled, 0, 0)


def program(instructions: bytes) -> ctypes.Structure:
    """``struct sock_fprog``: a filter as seccomp(2) takes it."""
    return _Program(len(instructions) // 8, instructions)


def number_of(name: str) -> int:
    """The number of a system call on this machine, negative where it, or libseccomp, has none."""
    found = int(_seccomp.seccomp_syscall_resolve_name(name.encode())) if _seccomp is not None else -1
    return _NUMBERS.get(name, found) if found == -1 else found


def _refuse_unknown() -> bytes:
    """A filter of its own, since the library's has no word for all numbers from one on: ``ENOSYS`` for those."""
    load_number, at_least, end = 0x20, 0x35, 0x06  # BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JGE, BPF_RET
    return b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in (
            (load_number, 0, 0, 0),
            (at_least, 0, 1, _FIRST_UNKNOWN),
            (end, 0, 0, ENOSYS),
            (end, 0, 0, _ALLOW),
        )
    )


def _refuse_what_namespaces_would_hold(refuse: Refuse) -> None:
    for name in _REFUSED_WITHOUT_NAMESPACES:
        refuse(name)
    for name in _ATTRIBUTES:
        refuse(name, _EOPNOTSUPP)  # as on a file system that has none, which who copies files puts up with
    for name in _PRETENDED_WITHOUT_NAMESPACES:
        refuse(name, _PRETEND)
    # A pair of datagram sockets can send to a path (sendto(2)): streams and SOCK_SEQPACKET cannot.
    for kind in (2, 3, 4, 6, 10):
        refuse("socketpair", EPERM, Comparison(1, MASKED_EQUAL, 0xF, kind))
    refuse("socketpair", EPERM, Comparison(0, _NOT_EQUAL, 1, 0))
    # SO_PASSCRED, SO_PASSSEC, SO_PASSPIDFD: who sends with one of them is given an abstract name (unix(7), autobind).
    for option in (16, 34, 76):
        refuse("setsockopt", EPERM, Comparison(1, MASKED_EQUAL, _LOW_HALF, 1),
               Comparison(2, MASKED_EQUAL, _LOW_HALF, option))  # fmt: skip
    # What waits for a clock of another process's has that process look at it (timer_create(2), clock_nanosleep(2)). The
    # clock of who asks has the number 0, inverted.
    for bit in range(3, 31):
        of_another = _CLOCK_OF_A_PROCESS | _OF_A_THREAD | 1 << bit
        for name in _CLOCKS:
            refuse(name, _EINVAL, Comparison(0, MASKED_EQUAL, of_another, _CLOCK_OF_A_PROCESS))
    # Where submissions share a user id, one could have all that their user may have waiting. Who finds no timers takes
    # alarm(2); a signal of those that queue (32 and 33 are the C library's own) finds the queue full.
    refuse("timer_create", ENOSYS)
    for name, argument in _SIGNAL_ARGUMENTS.items():
        for queued in (64, *(32 | 1 << bit for bit in range(1, 5))):
            refuse(name, _EAGAIN, Comparison(argument, MASKED_EQUAL, queued, queued))
    # Limits of other processes of the same user.
    refuse("prlimit64", EPERM, Comparison(0, _NOT_EQUAL, 0, 0), Comparison(2, _NOT_EQUAL, 0, 0))
    # The requests of terminals and FIO…; what is below or above changes sockets, attributes and file systems. TIOCSCTTY
    # and TIOCCONS take a terminal that is another's.
    refuse("ioctl", EPERM, Comparison(1, _LESS, 0x5400, 0))
    refuse("ioctl", EPERM, Comparison(1, _GREATER, 0x54FF, 0))
    for request in (0x540E, 0x541D):
        refuse("ioctl", EPERM, Comparison(1, MASKED_EQUAL, _LOW_HALF, request))
    # PR_SET_DUMPABLE, PR_SET_MM and PR_SCHED_CORE: whoever watches has to see what a process takes.
    for option in (4, 35, 62):
        refuse("prctl", EPERM, Comparison(0, MASKED_EQUAL, _LOW_HALF, option))
    refuse("fallocate", _EOPNOTSUPP)  # fills a disk faster than anybody looks; the C library writes zeros instead


Refuse = Callable[..., None]
"""``refuse(name, action, *comparisons)``: a call, what comes instead of it, and the arguments that it is for."""


@cache
def seccomp_filter(tier: Tier) -> bytes:
    """The filter as instructions of eight bytes (bpf(4)). To make it takes milliseconds; a copy comes with every fork.

    Raises:
        OSError: where libseccomp is not installed, or does not make it.
    """
    return filter_of(partial(_refuse_in_a_sandbox, tier))


def _refuse_in_a_sandbox(tier: Tier, refuse: Refuse) -> None:
    for name in _REFUSED:
        refuse(name)
    # A filter cannot look behind clone3's pointer; told that there is none, the C library takes clone.
    refuse("clone3", ENOSYS)
    # A child that is another's (CLONE_PARENT, and PR_SET_CHILD_SUBREAPER below): whose it is tells what is kept for it.
    for flag in (CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_PARENT):
        refuse("clone", EPERM, Comparison(0, MASKED_EQUAL, flag, flag))
    # A thread with descriptors of its own: whoever looks at its process does not see what they hold.
    refuse("clone", EPERM, Comparison(0, MASKED_EQUAL, CLONE_THREAD | CLONE_FILES, CLONE_THREAD))
    refuse("close_range", EPERM, Comparison(2, MASKED_EQUAL, _CLOSE_RANGE_UNSHARE, _CLOSE_RANGE_UNSHARE))
    # Shared memory without a name stays when it is no longer mapped, and then counts as nobody's.
    refuse("mmap", EPERM, Comparison(3, MASKED_EQUAL, 0x21, 0x21))  # MAP_SHARED | MAP_ANONYMOUS
    # SO_SNDBUF and SO_RCVBUF: what waits in a socket is memory of the system's. A filter of a socket (SO_ATTACH_FILTER,
    # SO_ATTACH_BPF, the two for groups of ports) is memory of all users'.
    for option in (7, 8, 26, 50, 51, 52):
        refuse("setsockopt", _PRETEND, Comparison(1, MASKED_EQUAL, _LOW_HALF, 1),
               Comparison(2, MASKED_EQUAL, _LOW_HALF, option))  # fmt: skip
    # F_SETLK, F_SETLKW and those of open files: each lock is memory of the system's, and a file may have any number.
    for command in (6, 7, 37, 38):
        refuse("fcntl", _PRETEND, Comparison(1, MASKED_EQUAL, _LOW_HALF, command))
    refuse("flock", _PRETEND)  # a file that is shown to a sandbox is shown to others
    # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ: signals to whoever, a lease that stops others
    # who open the file, larger pipes.
    for command in (8, 10, 15, 1024, 1026, 1031):
        refuse("fcntl", EPERM, Comparison(1, MASKED_EQUAL, _LOW_HALF, command))
    # What came later than F_GET_SEALS: leases by another name, say (F_SETDELEG).
    refuse("fcntl", _EINVAL, Comparison(1, _GREATER, _LAST_KNOWN_COMMAND, 0))
    # What came later than PR_GET_MDWE, and the few with large numbers: a table of futexes, names of memory.
    refuse("prctl", _EINVAL, Comparison(0, _GREATER, _LAST_KNOWN_OPTION, 0))
    # A pipe or a socket that holds one byte of a file keeps all pages that were made for it together, up to megabytes,
    # and the file may be gone. Programs read and write instead.
    for name in ("splice", "tee", "sendfile"):
        refuse(name, _EINVAL)
    # MAP_HUGETLB: pages that the machine has set aside for somebody are counted apart.
    refuse("mmap", EPERM, Comparison(3, MASKED_EQUAL, 0x40000, 0x40000))
    # PR_SET_SECCOMP, like seccomp above: filters are compiled into memory that there is little of for all of a machine.
    for option in (_PR_SET_SECCOMP, PR_SET_THP_DISABLE, PR_SET_CHILD_SUBREAPER):
        refuse("prctl", EPERM, Comparison(0, MASKED_EQUAL, _LOW_HALF, option))
    # TIOCSTI and TIOCLINUX put characters into a terminal.
    for request in (0x5412, 0x541C):
        refuse("ioctl", EPERM, Comparison(1, MASKED_EQUAL, _LOW_HALF, request))
    # RLIMIT_CORE: a limit of 0 says nothing to a program that cores are piped to, which gets all that the process has
    # in memory (core(5)); it stays at 1.
    refuse("setrlimit", _PRETEND, Comparison(0, MASKED_EQUAL, _LOW_HALF, _LIMIT_OF_CORES))
    refuse("prlimit64", _PRETEND, Comparison(1, MASKED_EQUAL, _LOW_HALF, _LIMIT_OF_CORES),
           Comparison(2, _NOT_EQUAL, 0, 0))  # fmt: skip
    if tier == "namespaces":
        # AF_UNIX, AF_INET and AF_INET6 end at the network namespace; others, AF_VSOCK say, do not. libzmq lists the
        # interfaces and aborts where it may not: of AF_NETLINK (16), the routing protocol (0) stays.
        refuse("socket", EPERM, Comparison(0, MASKED_EQUAL, _LOW_HALF, 16), Comparison(2, _GREATER, 0, 0))
        for family in (*range(3, 10), *range(11, 16), *range(17, 64)):
            refuse("socket", EPERM, Comparison(0, MASKED_EQUAL, _LOW_HALF, family))
        refuse("socket", EPERM, Comparison(0, _GREATER, 63, 0))
    else:
        _refuse_what_namespaces_would_hold(refuse)


def filter_of(rules: Callable[[Refuse], None]) -> bytes:
    """A filter that allows all but what ``rules`` refuse: they are called with what takes a rule.

    Raises:
        OSError: where libseccomp is not installed, or does not make it.
    """
    if _seccomp is None:
        raise OSError("libseccomp.so.2 is not installed")
    _seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(_seccomp.seccomp_init(ctypes.c_uint32(_ALLOW)))

    def refuse(name: str, action: int = EPERM, *comparisons: Comparison) -> None:
        number = number_of(name)
        if number < -1:  # another architecture's call; below -1 there is a number that is translated or ignored
            return
        if number == -1:  # a call that this libseccomp does not know
            return
        array = (Comparison * len(comparisons))(*comparisons)
        result = _seccomp.seccomp_rule_add_array(
            context, ctypes.c_uint32(action), ctypes.c_int(number), ctypes.c_uint(len(comparisons)), array
        )
        if result < 0:
            raise OSError(-result, f"seccomp, {name}: {os.strerror(-result)}")

    rules(refuse)
    with tempfile.TemporaryFile() as file:  # not os.memfd_create, which a Python built for an older system lacks
        result = _seccomp.seccomp_export_bpf(context, ctypes.c_int(file.fileno()))
        file.seek(0)
        instructions = file.read()
    _seccomp.seccomp_release(context)
    if result < 0:
        raise OSError(-result, f"seccomp_export_bpf: {os.strerror(-result)}")
    return instructions
