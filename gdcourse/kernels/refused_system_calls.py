"""Which system calls a kernel in a sandbox is refused: the list, and the filter that is made of it.

Sources: seccomp(2), seccomp_rule_add(3) of libseccomp, bpf(4).
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from functools import cache

from gdcourse.kernels.system_calls import CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, call

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
try:
    _seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True) if sys.platform == "linux" else None
except OSError:
    _seccomp = None

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


def refuse_system_calls() -> None:
    """Refuse, in this process and all it starts, the system calls that a course has no use for.

    Its privileges have to be dropped before.

    Raises:
        OSError: where libseccomp is not installed, or the kernel refuses the filter.
    """
    instructions = seccomp_filter()
    program = _Program(len(instructions) // 8, instructions)
    call("prctl", _PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(program), 0, 0)


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
