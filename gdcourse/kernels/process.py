"""The owner's side of a kernel under a warden, and of the template that kernels are forked from."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from gdcourse.kernels.environments import for_imports, same_imports
from gdcourse.kernels.sandbox import IsolationUnavailableError, Sandbox
from gdcourse.kernels.warden import MAX_MESSAGE

_TEMPLATE_SECONDS = 120.0


class KernelProcess:
    """A kernel under its warden. Looks like ``subprocess.Popen`` to those who only poll, wait and send signals.

    Attributes:
        pid: of the warden's child.
        returncode: ``None`` as long as it runs.
        reason: why the warden ended it, where it did: ``"memory"``, ``"cpu"``, ``"time"``, ``"processes"``.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        """Raises ``IsolationUnavailableError`` or ``ChildProcessError`` where there is no kernel to stand over."""
        self._connection = connection
        self.returncode: int | None = None
        self.reason: str | None = None
        connection.settimeout(_TEMPLATE_SECONDS)
        message = self._receive()
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

    def _order(self, order: dict[str, Any]) -> None:
        if self.poll() is None:
            try:
                self._connection.send(json.dumps(order).encode())
            except OSError:
                return  # it has ended meanwhile, which is all that a signal could bring about

    def send_signal(self, number: int) -> None:
        self._order({"signal": number})

    def seal(self) -> None:
        """From now on nothing can be made or removed where the kernel's sockets are."""
        self._order({"seal": True})

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def start_cold(command: list[str], environment: dict[str, str], cwd: str, sandbox: Sandbox | None) -> KernelProcess:
    """Start ``command`` under a warden in a fresh Python process.

    Raises:
        IsolationUnavailableError: where a sandbox is asked for, and this machine does not let this user build one.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    module = [sys.executable, "-P", "-m", "gdcourse.kernels.warden"]
    with theirs:
        process = subprocess.Popen(
            module, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment, start_new_session=True
        )
    threading.Thread(target=process.wait, daemon=True).start()
    _send(ours, command, environment, cwd, sandbox)
    return KernelProcess(ours)


def _send(
    connection: socket.socket,
    command: list[str],
    environment: dict[str, str],
    cwd: str,
    sandbox: Sandbox | None,
    descriptors: tuple[int, ...] = (),
) -> None:
    request = {
        "command": command,
        "environment": environment,
        "cwd": cwd,
        "sandbox": sandbox.as_json() if sandbox else None,
    }
    socket.send_fds(connection, [json.dumps(request).encode()], descriptors)


class TemplateUnavailableError(RuntimeError):
    """There is no template to fork from: kernels have to be started in the ordinary way."""


class Template:
    """A process that has imported what the course imports, and forks a kernel for each request."""

    _shared: Template | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        """Start a template and wait until it is ready.

        Raises:
            TemplateUnavailableError: where it does not come up.
        """
        self._pid = os.getpid()
        self._sending = threading.Lock()
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # What the template starts with can be read by every kernel: nothing of the grader's own goes in.
        self.environment = for_imports(os.environ)
        quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # debugpy would complain on standard error
        command = [sys.executable, "-P", "-m", "gdcourse.kernels.template"]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env=self.environment | quiet,
                start_new_session=True,
            )
        self._connection.settimeout(_TEMPLATE_SECONDS)
        try:
            answer = self._connection.recv(MAX_MESSAGE)
        except OSError as error:
            answer = str(error).encode()
        if answer != b"ready":
            self.close()
            raise TemplateUnavailableError(answer.decode("utf-8", "replace") or "the template has ended")
        atexit.register(self.close)

    @classmethod
    def shared(cls) -> Template:
        """This process's template; started at the first call."""
        with cls._lock:
            if cls._shared is None or not cls._shared.alive:
                cls._shared = cls()
            return cls._shared

    @property
    def alive(self) -> bool:
        return self._pid == os.getpid() and self._process.poll() is None

    def start(
        self, command: list[str], environment: dict[str, str], cwd: str, sandbox: Sandbox | None
    ) -> KernelProcess:
        """Fork a kernel: ``command`` is what an ordinary start would run.

        Raises:
            TemplateUnavailableError: where this command or environment needs an ordinary start.
            IsolationUnavailableError: where a sandbox is asked for, and this machine does not let this user build one.
        """
        if command[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
            raise TemplateUnavailableError(f"not a kernel of this Python: {command[:3]}")
        if not same_imports(environment, self.environment, sandbox is not None):
            raise TemplateUnavailableError("environment variables that imports depend on differ")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                with self._sending:
                    _send(self._connection, command, environment, cwd, sandbox, (theirs.fileno(),))
            except OSError as error:
                ours.close()
                raise TemplateUnavailableError(str(error)) from error
        return KernelProcess(ours)

    def close(self) -> None:
        """End the template; kernels that it has forked go on."""
        if self._pid == os.getpid():
            self._connection.close()
            self._process.wait()

