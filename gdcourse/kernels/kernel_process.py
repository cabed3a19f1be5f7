"""The owner's side of a kernel under a warden, and of the template that kernels are forked from."""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

from gdcourse import matplotlib_folder
from gdcourse.kernels import system_calls
from gdcourse.kernels.environment_variables import THREADS, for_imports, for_sandbox, same_imports, without_habits
from gdcourse.kernels.sandbox import IsolationUnavailableError, Sandbox
from gdcourse.kernels.warden import MAX_MESSAGE

PROVISIONER = "gdcourse-warm"  # what Jupyter knows the provisioner by, an entry point
TEMPLATE_VARIABLE = "GDCOURSE_TEMPLATE"
SOCKET_NAME, DIRECT_SOCKET_NAME = "template", "direct"
_TEMPLATE_SECONDS = 120.0
_START_SECONDS = 60.0
"""Longer than a warden gives itself for a sandbox; its Python starts within that on a busy machine, too."""
_STARTED_WITH = without_habits(os.environ)

_OWNED: WeakSet[socket.socket] = WeakSet()
"""Our ends of the sockets whose end is the end of a kernel or of a template."""


class KernelProcess:
    """A kernel under its warden. Looks like ``subprocess.Popen`` to those who only poll, wait and send signals.

    Attributes:
        pid: of the warden's child.
        returncode: ``None`` as long as it runs.
        reason: why the warden ended it, where it did: ``"memory"``, ``"cpu"``, ``"time"``, ``"processes"``.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, sandboxed: bool = False) -> None:
        """Wait until the kernel is there.

        Args:
            connection: to its warden.
            sandboxed: whether it is to be in a sandbox.

        Raises:
            IsolationUnavailableError: where the sandbox has not been built, or nothing has been heard of it in time.
            ChildProcessError: where there is no kernel for another reason.
        """
        self._connection = connection
        _OWNED.add(connection)
        self.returncode: int | None = None
        self.reason: str | None = None
        connection.settimeout(_START_SECONDS)
        try:
            message = self._receive()
        except TimeoutError:
            place = "isolation: " if sandboxed else ""
            message = {"reason": f"{place}the warden has said nothing for {_START_SECONDS:g} s"}
        if "started" not in message:
            connection.close()
            reason = str(message.get("reason"))
            error = IsolationUnavailableError if reason.startswith("isolation: ") else ChildProcessError
            raise error(reason.removeprefix("isolation: "))
        self.pid = int(message["started"])
        connection.setblocking(False)

    def fileno(self) -> int:
        """Readable once the kernel has ended."""
        return self._connection.fileno()

    def _receive(self) -> dict[str, Any]:
        data = self._connection.recv(MAX_MESSAGE)
        # A warden says how it ended, unless something has killed it.
        message: dict[str, Any] = json.loads(data) if data else {"exit": 128 + signal.SIGKILL, "reason": "killed"}
        return message

    def poll(self) -> int | None:
        if self.returncode is None:
            try:
                message = self._receive()
            except BlockingIOError:
                return None
            except OSError:
                message = {"exit": 128 + signal.SIGKILL, "reason": "killed"}
            self.returncode, self.reason = int(message["exit"]), message["reason"]
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self.poll()
            except TimeoutError:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from None
            finally:
                if self.returncode is None:
                    self._connection.setblocking(False)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            try:
                self._connection.send(json.dumps({"signal": number}).encode())
            except OSError:
                return  # it has ended meanwhile, which is all that a signal could bring about

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


DIRECT_KERNEL = [sys.executable, "-m", "gdcourse.kernels.start_direct_kernel"]
_KERNELS = (DIRECT_KERNEL, [sys.executable, "-m", "ipykernel_launcher"])


def start_direct(
    environment: dict[str, str], cwd: str, sandbox: Sandbox | None, warm: bool = True
) -> tuple[KernelProcess | subprocess.Popen[bytes], socket.socket]:
    """A kernel as ``gdcourse.kernels.direct_kernel`` describes it, and our end of the socket that it talks through.

    Where a fork is not to be had, or fails, it starts in the ordinary way; one that is to be in a sandbox starts in a
    sandbox or not at all.

    Args:
        warm: whether to fork from the template.

    Raises:
        IsolationUnavailableError: where a sandbox is asked for, and this machine does not let this user build one.
    """
    ours, theirs = socket.socketpair()
    if sandbox is None:
        environment = without_habits(environment) | THREADS
    else:
        environment = for_sandbox(environment, sandbox.home, sandbox.temporary)
    try:
        with theirs:
            return _start_direct(environment, cwd, sandbox, warm, theirs), ours
    except BaseException:
        ours.close()
        raise


def _start_direct(
    environment: dict[str, str], cwd: str, sandbox: Sandbox | None, warm: bool, channel: socket.socket
) -> KernelProcess | subprocess.Popen[bytes]:
    if sys.platform != "linux":
        return _start_alone(DIRECT_KERNEL, environment, cwd, channel)
    if warm:
        try:
            return Template.shared().start(DIRECT_KERNEL, environment, cwd, sandbox, channel)
        except (TemplateUnavailableError, ChildProcessError) as reason:
            logging.getLogger(__name__).info("No warm kernel: %s", reason)
    return start_cold(DIRECT_KERNEL, environment, cwd, sandbox, channel)


def _start_alone(
    command: list[str], environment: dict[str, str], cwd: str, channel: socket.socket
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (a module of this package)
        [*command, str(channel.fileno())],
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env=environment,
        pass_fds=[channel.fileno()],
        start_new_session=True,
    )


def start_cold(
    command: list[str],
    environment: dict[str, str],
    cwd: str,
    sandbox: Sandbox | None,
    channel: socket.socket | None = None,
) -> KernelProcess:
    """Start ``command`` under a warden in a fresh Python process.

    Where there is a ``channel``, the command finds the number of its descriptor as its first argument.

    Raises:
        IsolationUnavailableError: where a sandbox is asked for, and this machine does not let this user build one.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = _start_module("gdcourse.kernels.warden", theirs, environment)
    threading.Thread(target=process.wait, daemon=True).start()
    _request(ours, command, environment, cwd, sandbox, channel)
    return KernelProcess(ours, sandbox is not None)


def _start_module(
    module: str, standard_input: socket.socket, environment: dict[str, str], *arguments: str
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(  # noqa: S603 (a module of this package)
        command,
        stdin=standard_input.fileno(),
        stdout=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        start_new_session=True,
    )
    system_calls.unbound_memory(process.pid)
    return process


def _request(
    connection: socket.socket,
    command: list[str],
    environment: dict[str, str],
    cwd: str,
    sandbox: Sandbox | None,
    channel: socket.socket | None,
) -> None:
    request = {
        "command": command,
        "environment": environment,
        "cwd": cwd,
        "sandbox": sandbox.as_json() if sandbox else None,
    }
    socket.send_fds(connection, [json.dumps(request).encode()], [channel.fileno()] if channel else [])


class TemplateUnavailableError(RuntimeError):
    """There is no template to fork from: kernels have to be started in the ordinary way."""


class Template:
    """A process that has imported what the course imports, and forks a kernel for each request.

    It serves at a socket in a directory of its own, so that several processes of one user share it: those that start
    after it find the directory in the environment variable ``GDCOURSE_TEMPLATE``.
    """

    _shared: Template | None = None
    _gone: ClassVar[set[Path]] = set()  # those that have not answered this process
    _lock = threading.Lock()

    def __init__(self, directory: Path) -> None:
        """The template that serves in ``directory``.

        Raises:
            TemplateUnavailableError: where there is none.
        """
        self.directory = directory
        self._pid = os.getpid()
        deadline = time.monotonic() + _TEMPLATE_SECONDS
        try:
            self.environment = json.loads((directory / "environment.json").read_text())
            while not (directory / SOCKET_NAME).exists() and directory.exists() and time.monotonic() < deadline:
                time.sleep(0.01)  # it has been started, and is still importing
            _connect(directory / SOCKET_NAME).close()
        except (OSError, ValueError) as error:
            raise TemplateUnavailableError(str(error)) from error

    @classmethod
    def shared(cls) -> Template:
        """The template that this process uses: the one that its environment names, or one that is started now.

        One that was started with other variables than this process, of those that imports depend on, would refuse to
        fork its kernels: then it needs one of its own.

        Raises:
            TemplateUnavailableError: where it does not come up.
        """
        with cls._lock:
            if cls._shared is None or cls._shared._pid != os.getpid():
                named = os.environ.get(TEMPLATE_VARIABLE)
                with contextlib.suppress(TemplateUnavailableError):  # the one that is named is gone
                    if named and Path(named) not in cls._gone:
                        found = cls(Path(named))
                        if same_imports(_STARTED_WITH, found.environment, sandboxed=True):
                            cls._shared = found
                            return found
                cls._shared = cls.launch()
            return cls._shared

    @classmethod
    def launch(cls) -> Template:
        """Start a template; it ends with this process.

        Raises:
            TemplateUnavailableError: where it does not come up.
        """
        directory, come_up = cls._begin()
        come_up()
        return cls(directory)

    @classmethod
    def begin(cls) -> Path:
        """Start a template, and do not wait for it. Whoever opens its directory does, and learns if it has failed."""
        directory, come_up = cls._begin()

        def see() -> None:
            with contextlib.suppress(TemplateUnavailableError):
                come_up()

        threading.Thread(target=see, daemon=True).start()
        return directory

    @classmethod
    def _begin(cls) -> tuple[Path, Callable[[], None]]:
        """A template's directory, and what waits until it is up; where it does not come up, the directory goes."""
        directory = Path(tempfile.mkdtemp(prefix="gdt-"))
        # What the template starts with can be read by every kernel: nothing of the grader's own goes in.
        environment = for_imports(without_habits(os.environ))
        (directory / "environment.json").write_text(json.dumps(environment))
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        _OWNED.add(ours)
        quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # debugpy would complain on standard error
        if matplotlib_folder.is_missing(environment):
            quiet[matplotlib_folder.VARIABLE] = str(directory / "matplotlib")
        with theirs:
            process = _start_module("gdcourse.kernels.fork_server", theirs, environment | quiet, str(directory))

        def end(owner: int = os.getpid()) -> None:
            if os.getpid() == owner:
                ours.close()
                process.kill()  # it may still be importing; kernels do not hang on it
                process.wait()
                shutil.rmtree(directory, ignore_errors=True)

        def come_up() -> None:
            ours.settimeout(_TEMPLATE_SECONDS)
            try:
                answer = ours.recv(MAX_MESSAGE)
            except OSError as error:
                answer = str(error).encode()
            if answer != b"ready":
                end()
                raise TemplateUnavailableError(answer.decode("utf-8", "replace") or "the template has ended")

        atexit.register(end)
        return directory, come_up

    def start(
        self,
        command: list[str],
        environment: dict[str, str],
        cwd: str,
        sandbox: Sandbox | None = None,
        channel: socket.socket | None = None,
    ) -> KernelProcess:
        """Fork a kernel: ``command`` is what an ordinary start would run.

        Raises:
            TemplateUnavailableError: where this command or environment needs an ordinary start.
            IsolationUnavailableError: where a sandbox is asked for, and this machine does not let this user build one.
        """
        if command[:3] not in _KERNELS:
            raise TemplateUnavailableError(f"not a kernel of this Python: {command[:3]}")
        if not same_imports(environment, self.environment, sandbox is not None):
            raise TemplateUnavailableError("environment variables that imports depend on differ")
        try:
            name = DIRECT_SOCKET_NAME if command[:3] == DIRECT_KERNEL else SOCKET_NAME
            connection = _connect(self.directory / name)
            _request(connection, command, environment, cwd, sandbox, channel)
        except OSError as error:
            with Template._lock:
                Template._shared = None  # it is gone: whoever asks next gets another one, named or not
                Template._gone.add(self.directory)
            raise TemplateUnavailableError(str(error)) from error
        return KernelProcess(connection, sandbox is not None)


def _connect(place: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.connect(str(place))
    except OSError:
        connection.close()
        raise
    return connection


def _own_nothing() -> None:
    """In a child that was forked: what the parent has started is the parent's, and ends with it."""
    for connection in list(_OWNED):
        connection.close()
    Template._lock = threading.Lock()  # a thread that the child does not have may hold the other one
    Template._shared = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_own_nothing)
