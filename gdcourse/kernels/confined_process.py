"""A sandbox without namespaces: an ordinary process that Landlock, seccomp, limits and an agent hold.

Three processes stand in a row. The *warden* is the grader's. The *agent* is under rules of Landlock that keep signals
inside, and nothing else: one ``kill(-1)`` of it ends everything that the submission has started, wherever it has
hidden, and reaches nobody else. The *kernel* is its child, under a second set of rules (files, TCP) and a seccomp
filter.

A grader who may change user ids gives each sandbox one of its own, and what Linux counts by user or decides by user
then keeps submissions apart. One who may not shares the id with what runs in the sandbox: signals have to be kept
inside, by Landlock from its version 6 on, by the agent where it is older (``supervised_calls``).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gdcourse.kernels import landlock, refused_system_calls, supervised_calls, system_calls
from gdcourse.kernels.process_tree import ProcessTree
from gdcourse.kernels.resource_watch import everybody, threads
from gdcourse.kernels.sandbox import (
    DEVICES,
    NOT_FOR_STUDENTS,
    PACKAGE,
    IsolationUnavailableError,
    Sandbox,
    limit_resources,
    system_paths,
)

# What numpy, torch, psutil and programs ask of the machine, and a process of itself: no folder, since most of what is
# in them is about other processes and the machine's sockets.
_PROC = ("cpuinfo", "meminfo", "stat", "uptime", "loadavg", "filesystems", "sys/vm/overcommit_memory")
_OWN_PROC = ("stat", "status", "statm", "maps", "cmdline", "limits")
# Where there is room for so many, the ids that a namespace's sandboxes have; in a container, the upper half of its own.
_FIRST_USER = 0x3000_0000
_PAUSE_SECONDS = 0.01
INTERRUPT, HALT, GO_ON = "!", "h", "g"
"""What a warden orders its agent to do."""


def obstacle(version: int, seccomp: bool, own_user: bool) -> str | None:
    """Why such a sandbox would not hold on this machine, if it would not.

    Args:
        version: of Landlock's interface, 0 where there is none.
        seccomp: whether there is seccomp.
        own_user: whether each submission gets a user id of its own.
    """
    if not seccomp:
        return "libseccomp.so.2 is not installed"
    if not version:
        return "no Landlock"
    if not own_user and version < supervised_calls.OLDEST_LANDLOCK:
        return f"Landlock {version} without user ids to give: {supervised_calls.OLDEST_LANDLOCK} would be needed"
    return None


def asks(user: int | None) -> bool:
    """Whether a submission has to ask its agent for signals: nothing else would keep them inside."""
    return user is None and landlock.landlock_version() < landlock.SIGNALS_VERSION


def submission_user() -> int | None:
    """The user and group id for one submission, which nobody else has; ``None`` where this process may not give any.

    Raises:
        IsolationUnavailableError: where it is root, and may not.
    """
    if os.geteuid() != 0:
        return None
    first, count = _spare_ids()
    if count <= 0 or not system_calls.has_capabilities(system_calls.CAP_SETUID, system_calls.CAP_SETGID):
        # Limits on the number of processes do not bind root, and every file of the grader is root's own.
        raise IsolationUnavailableError("root without the right to change user ids (CAP_SETUID, CAP_SETGID)")
    taken = {_owner(pid) for pid in everybody()}
    user = first + os.getpid() % count
    while user in taken:
        user = first + (user - first + 1) % count
    return user


def _owner(pid: int) -> int:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}").stat().st_uid
    return -1


def _spare_ids() -> tuple[int, int]:
    """The first of the ids to give, and how many there are (user_namespaces(7))."""
    spans = []
    for name in ("uid_map", "gid_map"):
        lines = [list(map(int, line.split())) for line in Path("/proc/self", name).read_text().splitlines()]
        inside, _, count = max(lines, key=lambda line: line[2], default=[0, 0, 0])
        spans.append((inside, inside + count))
    low, high = max(a for a, _ in spans), min(b for _, b in spans)
    first = _FIRST_USER if high > _FIRST_USER + (1 << 22) else max(low, high // 2)
    return first, min(high, first + (1 << 22)) - first


def prepare(sandbox: Sandbox) -> int | None:
    """In the warden: choose the submission's user, make its directory, and get ready to adopt what it leaves behind.

    Raises:
        IsolationUnavailableError: where such a sandbox would not hold, or its directory cannot be made.
    """
    user = submission_user()
    reason = obstacle(landlock.landlock_version(), refused_system_calls.has_seccomp(), user is not None)
    if reason:
        raise IsolationUnavailableError(reason)
    _build_scratch(sandbox, user)
    system_calls.adopt_orphans()
    return user


def _build_scratch(sandbox: Sandbox, user: int | None) -> None:
    try:
        Path(sandbox.temporary).mkdir(parents=True)
        sandbox.files.rename(sandbox.work)
        if user is not None:
            Path(sandbox.directory).chmod(0o711)
            system_calls.give(sandbox.scratch, user)
    except OSError as error:
        raise IsolationUnavailableError(str(error)) from error


def be_agent(warden: int, user: int | None) -> None:
    """Become the process that ends everything: of the submission's user, with signals kept inside.

    Raises:
        IsolationUnavailableError: where the warden could be reached from here.
    """
    if user is not None:
        system_calls.become(user)
    system_calls.adopt_orphans()
    system_calls.drop_privileges()
    if landlock.landlock_version() >= landlock.SIGNALS_VERSION:
        landlock.keep_signals_inside()
    system_calls.hide_from_peers()
    if not asks(user):
        _prove_that_signals_stay_inside(warden)


def _prove_that_signals_stay_inside(warden: int) -> None:
    with contextlib.suppress(PermissionError):
        os.kill(warden, 0)
        raise IsolationUnavailableError("signals reach the grader")


def confine(sandbox: Sandbox, user: int | None, warden: int, agent: socket.socket | None) -> None:
    """The last steps, in the process that is to run student code: limits, files, system calls.

    Args:
        sandbox: what it is shown, and may use.
        user: the submission's own, if it has one.
        warden: whom no signal must reach.
        agent: who has to be asked for signals, if anybody has.

    Raises:
        IsolationUnavailableError: where something that Python needs cannot be read from here, or a signal gets out.
        OSError: where Landlock or seccomp is not to be had.
    """
    system_calls.show_to_peers()  # the warden has to see what it takes
    system_calls.be_the_first_to_go()
    system_calls.use_no_huge_pages()
    for path in (sys.prefix, sys.base_prefix, sandbox.package, sandbox.work):
        if not os.access(path, os.R_OK | os.X_OK):
            raise IsolationUnavailableError(f"{path} cannot be read by user {os.getuid()}")
    others = 0 if user is not None else _processes_of_user()  # a limit on processes is one for all of a user's
    limit_resources(sandbox.resources, others + sandbox.resources.processes)
    rules = readable_files(sandbox)
    own = {f"/proc/self/{name}": landlock.READ for name in _OWN_PROC}
    landlock.allow_files(rules | own | {str(sandbox.scratch): landlock.WRITE}, tcp=False)
    if agent is not None:
        supervised_calls.ask(agent)
    _prove_that_signals_stay_inside(warden)
    refused_system_calls.refuse_system_calls("process")


def readable_files(sandbox: Sandbox) -> dict[str, tuple[str, ...]]:
    """What is shown: path → Landlock's rights.

    What is given with a folder cannot be taken away in it again, so a folder that holds something hidden is given piece
    by piece. What Python needs is shown even inside of what is hidden: a course may hold its own environment.
    """
    hidden = {os.path.realpath(path) for path in (*sandbox.hidden, str(PACKAGE))}
    rules: dict[str, tuple[str, ...]] = {}
    for path in system_paths():
        rules |= _without(os.path.realpath(path), hidden)
    rules |= dict.fromkeys(DEVICES, landlock.DEVICE)
    rules |= {f"/proc/{name}": landlock.READ for name in _PROC if os.access(f"/proc/{name}", os.R_OK)}
    # What was imported before the fork came from here: messages about errors show its lines, unless it is the grader's
    # alone. What is imported from now on comes from the copy.
    readable = os.access(PACKAGE, os.R_OK | os.X_OK)
    source = (str(path) for path in PACKAGE.iterdir() if path.name not in NOT_FOR_STUDENTS) if readable else ()
    rules |= {path: landlock.READ_WITHOUT_LISTING for path in source if os.access(path, os.R_OK)}
    return rules | {str(Path(sandbox.package).parent): landlock.READ}


def _without(path: str, hidden: set[str]) -> dict[str, tuple[str, ...]]:
    if path in hidden:
        return {}
    inside = [other for other in hidden if other.startswith(f"{path.rstrip('/')}/")]
    if not inside:
        return {path: landlock.READ}
    rules: dict[str, tuple[str, ...]] = {}
    for entry in os.scandir(path):
        if not entry.is_symlink():
            rules |= _without(entry.path, hidden)
    # Python looks for modules by listing folders; of what is hidden in this one, names can be listed too.
    return rules | {path: ("read_dir",)} if inside == [str(PACKAGE)] else rules


def _processes_of_user() -> int:
    return sum(threads(pid) for pid in everybody() if _owner(pid) == os.getuid())


def watch_over(kernel: int, orders: int, supervisor: supervised_calls.Supervisor | None) -> int:
    """The agent's work: until the kernel ends, or the warden's end of ``orders`` closes, do what it is told to.

    Everything that the submission has started is ended then. Returns the kernel's status (``os.waitpid``).

    A signal to all of it at once misses nobody: who is just starting another process takes that one along
    (``copy_process`` of kernel/fork.c).

    Args:
        kernel: the process.
        orders: a pipe.
        supervisor: answers what the submission asks, where it has to.
    """
    # The number of a group is nobody else's until its first process has ended and been collected, which is last here.
    everybody = -kernel if supervisor else -1
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    halted = False
    while _has_others(kernel):
        # Who asks while all is stopped waits for an answer: nobody wakes another.
        awaited: list[Any] = [orders, woken] if supervisor is None or halted else [orders, woken, supervisor]
        ready, _, _ = select.select(awaited, [], [])
        if woken in ready:
            os.read(woken, 4096)
        if supervisor is not None and supervisor in ready:
            supervisor.answer()
        if orders in ready:
            given = os.read(orders, 64)
            if not given:
                break
            for order in map(chr, given):
                if order == INTERRUPT:
                    os.kill(kernel, signal.SIGINT)
                else:
                    halted = order == HALT
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(everybody, signal.SIGSTOP if halted else signal.SIGCONT)
    if supervisor:
        supervisor.close()
    with contextlib.suppress(ProcessLookupError):
        os.kill(everybody, signal.SIGKILL)
    ended: int = signal.SIGKILL
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, 0)
            if pid == kernel:
                ended = status
    return ended


def end_what_is_left(user: int | None, tree: ProcessTree, spare: int = 0) -> None:
    """In the warden, which has adopted them: end one by one what is left of a submission after an agent that has not.

    Args:
        user: the submission's own, if it has one.
        tree: everything below this process.
        spare: the agent, if it is there. Once it has ended too, what is left is for another call.
    """
    while _has_others(spare):
        left = [pid for pid in tree.processes() if pid != spare]
        if not left:
            return
        if user is not None and _fork() == 0:
            try:
                system_calls.become(user)
                os.kill(-1, signal.SIGKILL)
            finally:
                os._exit(0)
        # Groups first: of those no process that is just being started is missed, however short each one's life.
        for whom in (*(-group for group in tree.groups - {0, os.getpgrp()}), *left):
            with contextlib.suppress(OSError):  # it has ended, or is another user's, whom the child above has met
                os.kill(whom, signal.SIGKILL)
        time.sleep(_PAUSE_SECONDS)


def _has_others(spare: int) -> bool:
    """Collect this process's children that have ended, until ``spare`` has; whether there may be others."""
    with contextlib.suppress(ChildProcessError):
        while found := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if found.si_pid == spare:
                return False
            os.waitpid(found.si_pid, 0)
        return True
    return False


@contextlib.contextmanager
def seen_by(user: int | None) -> Iterator[None]:
    """Look at the submission's processes as its user does: root without ``CAP_SYS_PTRACE`` may not."""
    if user is None:
        yield
        return
    os.setegid(user)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def _fork() -> int | None:
    with contextlib.suppress(OSError):
        return os.fork()
    return None
