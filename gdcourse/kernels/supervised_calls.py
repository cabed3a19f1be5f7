"""Signals and groups of a submission's processes, asked of its agent one by one (seccomp_unotify(2)).

Landlock keeps signals inside from its version 6 on. Where it is older, and the submission has no user id of its own,
Linux holds each signal back until the agent has seen whom it is for. The agent sends those that stay inside itself, so
that nothing can change between the look and the signal.

The agent itself reaches the submission, and nobody else, as a group of processes. So that none leaves it, groups that
the submission makes are pretended (``pretended_groups``). To start a process nobody is asked: a call that waits for an
answer ends with ``EINTR`` when a signal comes that its program handles, which shells do not expect of ``fork``.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import socket
import struct
from functools import cache
from pathlib import Path

from gdcourse.kernels import refused_system_calls
from gdcourse.kernels.pretended_groups import PretendedGroups
from gdcourse.kernels.process_tree import ProcessTree
from gdcourse.kernels.refused_system_calls import EPERM, Refuse
from gdcourse.kernels.system_calls import numbered_call

OLDEST_LANDLOCK = 3
"""What comes with Linux 6.2: files are not cut either, and who waits for an answer is not woken by the signal asked for
(5.19, SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV), which would ask for it anew each time."""

_SIGNALS = ("kill", "tkill", "tgkill")
_GROUPS = ("setpgid", "getpgid", "getpgrp")
# Their arguments lie in memory, or name a descriptor of whoever asks.
_OTHER_SIGNALS = ("rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")
_ASK = 0x7FC00000  # SECCOMP_RET_USER_NOTIF
_SET_MODE_FILTER, _NEW_LISTENER, _WAIT_KILLABLE = 1, 1 << 3, 1 << 5
_RECEIVE, _SEND = 0xC0502100, 0xC0182101  # SECCOMP_IOCTL_NOTIF_RECV, SECCOMP_IOCTL_NOTIF_SEND
_ASKED = struct.Struct("=QIIiIQ6Q")  # struct seccomp_notif: id, thread, flags; number, architecture, place, arguments
_ANSWER = struct.Struct("=QqiI")  # struct seccomp_notif_resp: id, value, error, flags
_GO_ON = 1  # SECCOMP_USER_NOTIF_FLAG_CONTINUE
_PIDFD_SEND_SIGNAL, _PIDFD_OPEN = 424, 434
_MOST_SIGNALS = 64


def _rules(refuse: Refuse) -> None:
    for name in (*_SIGNALS, *_GROUPS):
        refuse(name, _ASK)
    for name in _OTHER_SIGNALS:
        refuse(name, EPERM)


@cache
def supervising_filter() -> bytes:
    """The filter, which takes milliseconds to make; a copy comes with every fork.

    Raises:
        OSError: where libseccomp is not installed, or older than such filters (2.5).
    """
    return refused_system_calls.filter_of(_rules)


def ask(agent: socket.socket) -> None:
    """Ask for signals and groups, in this process and all it starts, at the other end of ``agent``, which is closed.

    Raises:
        OSError: where the kernel refuses the filter: it is too old, or somebody else is being asked already.
    """
    program = refused_system_calls.program(supervising_filter())
    flags = ctypes.c_ulong(_NEW_LISTENER | _WAIT_KILLABLE)
    number = refused_system_calls.number_of("seccomp")
    listener = numbered_call(number, ctypes.c_ulong(_SET_MODE_FILTER), flags, ctypes.byref(program))
    with agent:
        socket.send_fds(agent, [b"!"], [listener])
    os.close(listener)


class Supervisor:
    """The agent's side: who of a submission asks for what, and the answers."""

    def __init__(self, asking: socket.socket, kernel: int) -> None:
        """Wait until the process at the other end asks, and close this one.

        Args:
            asking: the other end is the kernel's.
            kernel: its number.

        Raises:
            OSError: where it has ended before.
        """
        with asking:
            _, descriptors, *_ = socket.recv_fds(asking, 1, 1)
        if not descriptors:
            raise OSError("the kernel has ended before it could ask")
        self._listener = descriptors[0]
        self._names = {refused_system_calls.number_of(name): name for name in (*_SIGNALS, *_GROUPS)}
        self._tree = ProcessTree(os.getpid())
        self._groups = PretendedGroups(kernel, self._tree)

    def fileno(self) -> int:
        """Readable when somebody asks."""
        return self._listener

    def close(self) -> None:
        """Listen no more: whoever asks, or waits for an answer, is told that there is no such call."""
        os.close(self._listener)

    def answer(self) -> None:
        """Receive one question and answer it."""
        import fcntl  # Windows has none

        asked = bytearray(_ASKED.size)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, asked)
        except OSError:
            return  # who asked has ended
        identity, thread, _, number, _, _, *arguments = _ASKED.unpack(asked)
        value, error, flags = 0, 0, 0
        try:
            answer = self._do(self._names[number], thread, [ctypes.c_int(a & 0xFFFFFFFF).value for a in arguments])
            value, flags = (0, _GO_ON) if answer is None else (answer, 0)
        except OSError as refused:
            error = -(refused.errno or errno.EPERM)
        with contextlib.suppress(OSError):  # who asked has ended, by this signal perhaps
            fcntl.ioctl(self._listener, _SEND, _ANSWER.pack(identity, value, error, flags))

    def _do(self, name: str, thread: int, arguments: list[int]) -> int | None:
        """What a thread asks for, and what its call returns; ``None`` where it may do it itself.

        Raises:
            OSError: what its call fails with.
        """
        asker = _process_of(thread)
        whom, number = arguments[:2]
        if name == "getpgrp":
            return self._groups.of(asker)
        if name == "getpgid":
            return self._groups.of(whom or asker)
        if name == "setpgid":
            self._groups.put(asker, whom, number)
        # To itself it sends it itself: the C library asks of some signals who has sent them (setuid(2), "C
        # library/kernel differences"). Nobody else gets that number while it waits.
        elif name != "tkill" and whom == asker:
            return None
        elif name == "kill":
            self._kill(asker, whom, number)
        elif name == "tgkill" or not Path(f"/proc/{asker}/task/{whom}").exists():
            raise PermissionError(errno.EPERM, "a thread of another process")
        else:
            # Of the asker, which waits: whoever has the thread's number by now.
            numbered_call(refused_system_calls.number_of("tgkill"), *map(ctypes.c_int, (asker, whom, number)))
        return 0

    def _kill(self, asker: int, whom: int, number: int) -> None:
        """To a process, a group (``-whom``, the asker's own for 0), or all but the asker (-1): kill(2)."""
        if whom > 0:
            self._send(whom, number)
            return
        if whom == -1:
            chosen = [pid for pid in self._tree.processes() if pid != asker]
        else:
            members = self._groups.members(-whom or self._groups.of(asker))
            chosen = sorted(members, key=lambda pid: pid == asker)
            if not chosen:
                raise ProcessLookupError(errno.ESRCH, "no such group in this submission")
        for pid in chosen:
            with contextlib.suppress(OSError):  # it has ended
                self._send(pid, number)

    def _send(self, pid: int, number: int) -> None:
        """Send a signal to a process of the submission, and to no other that bears its number later."""
        descriptor = numbered_call(_PIDFD_OPEN, ctypes.c_int(pid), ctypes.c_uint(0))
        try:
            if not self._tree.line(pid):
                raise PermissionError(errno.EPERM, "not of this submission")
            numbered_call(_PIDFD_SEND_SIGNAL, ctypes.c_int(descriptor), ctypes.c_int(number), None, ctypes.c_uint(0))
        finally:
            os.close(descriptor)


def _process_of(thread: int) -> int:
    try:
        lines = Path(f"/proc/{thread}/status").read_bytes().splitlines()
    except OSError:
        raise ProcessLookupError(errno.ESRCH, "who asked has ended") from None
    return next(int(line.split()[1]) for line in lines if line.startswith(b"Tgid:"))
