"""The process that stands over one kernel: it starts it, passes signals on, watches what it uses, and ends it.

The owner (who wants the kernel) and the warden talk through a socket, one JSON object to a message. The owner says
``{"signal": 2}``; the warden says ``{"started": pid}``, and once ``{"exit": code, "reason": …}``. When the owner's end
closes, for whatever reason, the kernel and all that it started are killed.

Without a sandbox there are two processes, warden and kernel. With one there are three: the warden, the first process of
the new process namespace, whose end is the end of every process in it, and the kernel.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from gdcourse.kernels import system_calls
from gdcourse.kernels.resource_watch import Meter
from gdcourse.kernels.sandbox import (
    WORK,
    IsolationUnavailableError,
    Sandbox,
    become,
    build_root,
    confine,
    enter_namespaces,
    enter_root,
    student_user,
)

_TICK_SECONDS = 0.05
MAX_MESSAGE = 1 << 18


def owner_at_standard_input() -> socket.socket:
    """The owner's socket, which this process was started with; standard input is empty from here on."""
    owner = socket.socket(fileno=os.dup(0))
    blank = os.open(os.devnull, os.O_RDWR)
    os.dup2(blank, 0)
    os.close(blank)
    return owner


def receive_request(owner: socket.socket) -> tuple[dict[str, Any] | None, socket.socket | None]:
    """What the owner wants, ``None`` where it has gone; and the kernel's end of a socket, where it is to have one."""
    data, descriptors, *_ = socket.recv_fds(owner, MAX_MESSAGE, 1)
    channel = socket.socket(fileno=descriptors[0]) if descriptors else None
    if channel is not None:
        channel.set_inheritable(False)  # programs that the kernel starts are not to have it
    return json.loads(data) if data else None, channel


def stand_over(
    owner: socket.socket,
    sandbox: Sandbox | None,
    cwd: str,
    start: Callable[[], None],
    channel: socket.socket | None = None,
) -> NoReturn:
    """Run ``start`` in a process of its own, and stand over it until it ends. Ends this process.

    This process has to have one thread, and nothing to lose: it is a fresh one, or the child of a template.
    ``channel`` is what the kernel, and nobody else here, is to have open.
    """
    try:
        code, reason = _stand_over(owner, sandbox, cwd, start, channel)
    except IsolationUnavailableError as error:
        code, reason = 125, f"isolation: {error}"
    except Exception as error:
        code, reason = 125, f"{type(error).__name__}: {error}"
    with contextlib.suppress(OSError):  # an owner that is gone does not want to know
        _say(owner, {"exit": code, "reason": reason})
    os._exit(0)


def _say(owner: socket.socket, message: dict[str, Any]) -> None:
    owner.sendall(json.dumps(message).encode())


def _stand_over(
    owner: socket.socket, sandbox: Sandbox | None, cwd: str, start: Callable[[], None], channel: socket.socket | None
) -> tuple[int, str | None]:
    _close_all_but(owner, channel)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if os.getsid(0) != os.getpid():
        os.setsid()
    user = student_user()
    if sandbox is not None:
        enter_namespaces()
        build_root(sandbox, user)
        # Whatever goes wrong in the two processes below comes up through this pipe.
        problems, problem_end = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(problems)
            _be_first(owner, sandbox, user, start, channel, problem_end)
        os.close(problem_end)
        _close(channel)
        problem = os.read(problems, 4096).decode()
        os.close(problems)
        if problem:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise IsolationUnavailableError(problem)
    else:
        child = os.fork()
        if child == 0:
            _be_kernel(owner, cwd, start)
        _close(channel)
    try:
        _say(owner, {"started": child})
        return _watch(owner, child, sandbox)
    except BaseException:
        # Whatever has gone wrong here, an owner that is gone before it was told included: nothing is left running.
        # Not after a child that has ended: its number may be another process's by then.
        _kill(child, sandbox)
        raise


def _be_kernel(owner: socket.socket, cwd: str, start: Callable[[], None]) -> NoReturn:
    try:
        owner.close()
        os.setsid()
        system_calls.die_with_parent(signal.SIGKILL)
        os.chdir(cwd)
        start()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(126)


def _be_first(
    owner: socket.socket,
    sandbox: Sandbox,
    user: int,
    start: Callable[[], None],
    channel: socket.socket | None,
    problem_end: int,
) -> NoReturn:
    """Process 1 of the sandbox: prepare it, start the kernel, collect the dead, and end when the kernel ends."""
    try:
        system_calls.die_with_parent(signal.SIGKILL)
        owner.close()
        enter_root(sandbox.root)
        system_calls.hide_from_peers()
        kernel = os.fork()
        if kernel == 0:
            os.setsid()
            os.chdir(WORK)
            confine(sandbox.resources, user)
            _silence()
            _close_all_but(channel)
            _run(start)
        _close(channel)
        _confine_first(user)
        _silence()
        os.close(problem_end)
    except BaseException as error:
        os.write(problem_end, f"{type(error).__name__}: {error}".encode()[:4000])
        os._exit(125)
    signal.signal(signal.SIGUSR1, lambda *_: _interrupt(kernel))
    while True:
        pid, status = os.wait()
        if pid == kernel:
            os._exit(_code(status))


def _silence() -> None:
    """What a kernel says it says to Jupyter. The grader's own terminal is not for student code to write on."""
    blank = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(blank, standard)
    os.close(blank)


def _run(start: Callable[[], None]) -> NoReturn:
    try:
        start()
    finally:
        os._exit(0)


def _confine_first(user: int) -> None:
    become(user)
    system_calls.drop_privileges()
    system_calls.hide_from_peers()
    system_calls.die_with_parent(signal.SIGKILL)  # a change of user has cleared it


def _interrupt(kernel: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(kernel, signal.SIGINT)


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _watch(owner: socket.socket, child: int, sandbox: Sandbox | None) -> tuple[int, str | None]:
    """Until ``child`` ends: do what the owner says, and end it where it takes more than it may."""
    reason = None
    started = time.monotonic()
    listening = True
    meter = Meter(sandbox.resources) if sandbox is not None else None
    end = _pidfd(child)
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return _code(status), reason
        watched: list[Any] = [*end, owner] if listening else end
        ready, _, _ = select.select(watched, [], [], _TICK_SECONDS)
        if owner in ready:
            data = owner.recv(MAX_MESSAGE)
            if data:
                _obey(json.loads(data), child, sandbox)
            else:
                listening = False
                _kill(child, sandbox)
        if meter is not None and reason is None:
            reason = meter.excess(time.monotonic() - started)
            if reason:
                _kill(child, sandbox)


def _pidfd(child: int) -> list[int]:
    """A file that can be read once ``child`` has ended, where the system has such files."""
    try:
        return [os.pidfd_open(child)]
    except (AttributeError, OSError):  # a Python built for an older system has no name for the call
        return []  # its end is then noticed at the next tick


def _obey(order: dict[str, Any], child: int, sandbox: Sandbox | None) -> None:
    number = int(order["signal"])
    if number == signal.SIGINT and sandbox is not None:
        os.kill(child, signal.SIGUSR1)
    elif number == signal.SIGINT or (sandbox is None and number != signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, number)
    else:
        _kill(child, sandbox)


def _kill(child: int, sandbox: Sandbox | None) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sandbox is None:
            os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)


def _close(channel: socket.socket | None) -> None:
    if channel is not None:
        channel.close()


def _close_all_but(*kept: socket.socket | None) -> None:
    """Close every file but the standard three and ``kept``: whatever is open would be open in the kernel too."""
    low = 3
    for descriptor in sorted(one.fileno() for one in kept if one is not None):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))


def main() -> None:
    """Start a program under a warden: the owner's socket is standard input, its first message says what to start."""
    owner = owner_at_standard_input()
    request, channel = receive_request(owner)
    if request is None:
        return
    sandbox = Sandbox.from_json(request["sandbox"]) if request["sandbox"] else None
    command, environment = request["command"], request["environment"]
    if channel is not None:
        channel.set_inheritable(True)
        command = [*command[:3], str(channel.fileno()), *command[3:]]

    def become() -> None:
        os.execvpe(command[0], command, environment)  # noqa: S606

    stand_over(owner, sandbox, request["cwd"], become, channel)


if __name__ == "__main__":
    main()
