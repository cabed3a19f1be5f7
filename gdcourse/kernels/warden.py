"""The process that stands over one kernel: it starts it, passes signals on, watches what it uses, and ends it.

The owner (who wants the kernel) and the warden talk through a socket, one JSON object to a message. The owner says
``{"signal": 2}``; the warden says ``{"started": pid}``, and once ``{"exit": code, "reason": …}``. When the owner's end
closes, for whatever reason, the kernel and all that it started are killed.

Without a sandbox there are two processes, warden and kernel. With one there are three: warden, keeper, kernel. The
keeper sees to it that nothing outlives the kernel: in namespaces it is the first process of the process namespace,
whose end is the end of all in it; without them it is the agent of ``gdcourse.kernels.confined_process``.
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

from gdcourse.kernels import confined_process, namespaces, system_calls
from gdcourse.kernels.failed_start import telling_why
from gdcourse.kernels.process_tree import ProcessTree
from gdcourse.kernels.resource_watch import Meter, everybody
from gdcourse.kernels.sandbox import IsolationUnavailableError, Sandbox
from gdcourse.kernels.supervised_calls import Supervisor

_TICK_SECONDS = 0.05
_AGENT_SECONDS = 1.0
_BUILD_SECONDS = 30.0
"""A sandbox is built in a fiftieth of a second."""
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
    if sandbox is None:
        child = os.fork()
        if child == 0:
            _be_kernel(owner, cwd, start, channel)
        guarded = _Guarded(child)
    elif sandbox.tier == "namespaces":
        guarded = _guard_in_namespaces(owner, sandbox, start, channel)
    else:
        guarded = _guard_process(owner, sandbox, start, channel)
    _close(channel)
    try:
        _say(owner, {"started": guarded.child})
        return _watch(owner, guarded)
    except BaseException:
        # Whatever has gone wrong here, an owner that is gone before it was told included: nothing is left running.
        # Not after a child that has ended: its number may be another process's by then.
        guarded.end()
        raise
    finally:
        guarded.clear_up()


class _Guarded:
    """What runs under this warden, and how it is interrupted and ended: here without a sandbox."""

    meter: Meter | None = None

    def __init__(self, child: int) -> None:
        self.child = child

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child, number)

    def end(self) -> None:
        self.signal(signal.SIGKILL)
        self._kill_child()

    def _kill_child(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)

    def excess(self, wall_seconds: float, called: Callable[[], bool]) -> str | None:
        return self.meter.excess(wall_seconds, called) if self.meter is not None else None

    def clear_up(self) -> None:
        """What is left to do once the child has ended."""


class _GuardedInNamespaces(_Guarded):
    """The child is the first process of the sandbox: all else in it ends with it."""

    def __init__(self, child: int, sandbox: Sandbox) -> None:
        super().__init__(child)
        self.meter = Meter(sandbox.resources, keeper=1, halt=self._halt)

    def signal(self, number: int) -> None:
        if number == signal.SIGINT:
            os.kill(self.child, signal.SIGUSR1)
        else:
            self.end()

    def _halt(self, everything: bool) -> None:
        os.kill(self.child, signal.SIGTSTP if everything else signal.SIGCONT)

    def end(self) -> None:
        self._kill_child()


class _GuardedProcess(_Guarded):
    """The child is the agent: it interrupts the kernel when told to, and ends everything when its orders end."""

    def __init__(self, child: int, sandbox: Sandbox, user: int | None, orders: int, tree: ProcessTree) -> None:
        super().__init__(child)
        self._user, self._orders = user, orders
        self._tree = tree
        self.meter = Meter(sandbox.resources, child, self._halt, tree.processes, sandbox.scratch, lambda: tree.missed)

    def signal(self, number: int) -> None:
        if number == signal.SIGINT:
            self._order(confined_process.INTERRUPT)
        else:
            self.end()

    def _halt(self, everything: bool) -> None:
        self._order(confined_process.HALT if everything else confined_process.GO_ON)

    def _order(self, order: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._orders, order.encode())

    def end(self) -> None:
        if self._orders >= 0:
            os.close(self._orders)
            self._orders = -1
        deadline = time.monotonic() + _AGENT_SECONDS
        while not has_ended(self.child) and time.monotonic() < deadline:
            time.sleep(0.005)
        if not has_ended(self.child):  # stopped, or worse
            confined_process.end_what_is_left(self._user, self._tree, spare=self.child)
            with contextlib.suppress(PermissionError):  # it is another user's, who has been ended above
                self._kill_child()

    def excess(self, wall_seconds: float, called: Callable[[], bool]) -> str | None:
        with confined_process.seen_by(self._user):
            return super().excess(wall_seconds, called)

    def clear_up(self) -> None:
        confined_process.end_what_is_left(self._user, self._tree)


def _guard_in_namespaces(
    owner: socket.socket, sandbox: Sandbox, start: Callable[[], None], channel: socket.socket | None
) -> _Guarded:
    user = namespaces.student_user()
    namespaces.enter_namespaces()
    namespaces.build_root(sandbox, user)

    def be_first(problem_end: int) -> NoReturn:
        system_calls.die_with_parent(signal.SIGKILL)
        owner.close()
        namespaces.enter_root(sandbox.root)
        system_calls.hide_from_peers()
        kernel = os.fork()
        if kernel == 0:
            _enter(sandbox, channel, problem_end)
            namespaces.confine(sandbox.resources, user)
            os.close(problem_end)
            _run(start, channel)
        _close(channel)
        _confine_first(user)
        _silence()
        os.close(problem_end)
        os._exit(_code(namespaces.watch_over(kernel)))

    def end(child: int) -> None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    return _GuardedInNamespaces(_start_keeper(be_first, owner, end), sandbox)


def _guard_process(
    owner: socket.socket, sandbox: Sandbox, start: Callable[[], None], channel: socket.socket | None
) -> _Guarded:
    user = confined_process.prepare(sandbox)
    warden = os.getpid()
    tree = ProcessTree(warden, everybody())
    obeyed, orders = os.pipe()

    def be_agent(problem_end: int) -> NoReturn:
        owner.close()
        os.close(orders)
        confined_process.be_agent(warden, user)
        asked, asking = socket.socketpair() if confined_process.asks(user) else (None, None)
        kernel = os.fork()
        if kernel == 0:
            _enter(sandbox, channel, problem_end, asking)
            confined_process.confine(sandbox, user, warden, asking)
            os.close(problem_end)
            _run(start, channel)
        _close(channel)
        _close(asking)
        _silence()
        os.close(problem_end)
        supervisor = Supervisor(asked, kernel) if asked is not None else None
        os._exit(_code(confined_process.watch_over(kernel, obeyed, supervisor)))

    child = _start_keeper(be_agent, owner, lambda _: confined_process.end_what_is_left(user, tree))
    os.close(obeyed)
    return _GuardedProcess(child, sandbox, user, orders, tree)


def _start_keeper(be_keeper: Callable[[int], NoReturn], owner: socket.socket, end: Callable[[int], None]) -> int:
    """Fork the process between this one and the kernel, and return its number once the kernel is in its sandbox.

    Args:
        be_keeper: what it does; it is given an end of a pipe to say what goes wrong, and closes it where nothing has.
        owner: who wants the kernel, and says nothing before it is there.
        end: ends and collects the process, and all that it has started.

    Raises:
        IsolationUnavailableError: where something goes wrong in the two, they are not done in time, or the owner goes.
    """
    problems, problem_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(problems)
        try:
            be_keeper(problem_end)
        except BaseException as error:
            reason = str(error) if isinstance(error, IsolationUnavailableError) else f"{type(error).__name__}: {error}"
            os.write(problem_end, reason.encode()[:4000])
        finally:
            os._exit(125)
    os.close(problem_end)
    heard: list[Any] = [problems, owner]
    told = select.select(heard, [], [], _BUILD_SECONDS)[0]
    if problems in told:
        problem = os.read(problems, 4096).decode()
    else:
        problem = "nobody waits for it" if told else f"not built within {_BUILD_SECONDS:g} s"
    os.close(problems)
    if problem:
        end(child)
        raise IsolationUnavailableError(problem)
    return child


def _enter(
    sandbox: Sandbox, channel: socket.socket | None, problem_end: int, asking: socket.socket | None = None
) -> None:
    """The first steps of a kernel: a session and a directory of its own, and nothing open that is not its."""
    os.setsid()
    os.chdir(sandbox.work)
    _silence()
    _close_all_but(channel, problem_end, asking)


def _be_kernel(owner: socket.socket, cwd: str, start: Callable[[], None], channel: socket.socket | None) -> NoReturn:
    owner.close()

    def begin() -> None:
        os.setsid()
        system_calls.die_with_parent(signal.SIGKILL)
        os.chdir(cwd)
        start()

    _run(begin, channel)


def _silence() -> None:
    """What a kernel says it says to Jupyter. The grader's own terminal is not for student code to write on."""
    blank = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(blank, standard)
    os.close(blank)


def _run(start: Callable[[], None], channel: socket.socket | None) -> NoReturn:
    try:
        with telling_why(channel):
            start()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(126)


def _confine_first(user: int) -> None:
    if os.geteuid() == 0:
        system_calls.become(user)
    system_calls.drop_privileges()
    system_calls.hide_from_peers()
    system_calls.die_with_parent(signal.SIGKILL)  # a change of user has cleared it


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _watch(owner: socket.socket, guarded: _Guarded) -> tuple[int, str | None]:
    """Until the child ends: do what the owner says, and end it where it takes more than it may."""
    reason = None
    started = time.monotonic()
    listening = True
    end = _pidfd(guarded.child)

    def what_happens(seconds: float) -> list[Any]:
        watched: list[Any] = [*end, owner] if listening else end
        return select.select(watched, [], [], seconds)[0]

    while True:
        pid, status = os.waitpid(guarded.child, os.WNOHANG)
        if pid:
            return _code(status), reason
        if owner in what_happens(_TICK_SECONDS):
            data = owner.recv(MAX_MESSAGE)
            if data:
                guarded.signal(int(json.loads(data)["signal"]))
            else:
                listening = False
                guarded.end()
        if reason is None:
            # A look that has to stop all others first would wait in vain for a keeper that has ended.
            reason = guarded.excess(
                time.monotonic() - started, lambda: bool(what_happens(0)) or has_ended(guarded.child)
            )
            if reason:
                guarded.end()


def _pidfd(child: int) -> list[int]:
    """A file that can be read once ``child`` has ended, where the system has such files."""
    try:
        return [os.pidfd_open(child)]
    except (AttributeError, OSError):  # a Python built for an older system has no name for the call
        return []  # its end is then noticed at the next tick, or while it is looked at


def has_ended(child: int) -> bool:
    """Whether this process's ``child`` has ended; it can still be collected."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _close(channel: socket.socket | None) -> None:
    if channel is not None:
        channel.close()


def _close_all_but(*kept: socket.socket | int | None) -> None:
    """Close every file but the standard three and ``kept``: whatever is open would be open in the kernel too."""
    low = 3
    for descriptor in sorted(one if isinstance(one, int) else one.fileno() for one in kept if one is not None):
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
    if sandbox is not None:
        environment = sandbox.environment(environment)
    if channel is not None:
        channel.set_inheritable(True)
        command = [*command[:3], str(channel.fileno()), *command[3:]]

    def become() -> None:
        os.execvpe(command[0], command, environment)  # noqa: S606

    stand_over(owner, sandbox, request["cwd"], become, channel)


if __name__ == "__main__":
    main()
