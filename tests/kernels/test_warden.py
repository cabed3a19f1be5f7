"""What the process that stands over a kernel does when things happen while it looks."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from gdcourse.kernels import kernel_process, warden
from gdcourse.kernels.sandbox import IsolationUnavailableError

_PAUSE_SECONDS, _LOOKS = 0.01, 2000


class _LooksLong:
    """A kernel that is looked at until somebody calls, or for twenty seconds."""

    def __init__(self, child: int) -> None:
        self.child = child
        self.calls: list[bool] = []

    def signal(self, number: int) -> None:
        """Nobody sends one here."""

    def end(self) -> None:
        """It ends by itself."""

    def excess(self, wall_seconds: float, called: Callable[[], bool]) -> str | None:
        self.calls.append(next((True for _ in range(_LOOKS) if called() or time.sleep(_PAUSE_SECONDS)), False))
        return None


@pytest.mark.parametrize("owner_is_there", [True, False])
@pytest.mark.parametrize("has_pidfd", [True, False])
def test_a_look_ends_when_what_is_looked_at_has_ended(
    owner_is_there: bool, has_pidfd: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looks until all stands still would wait for an agent that is no longer there to stop it."""
    if not has_pidfd:  # as in a Python that was built for an older system
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    end, owner = socket.socketpair()
    if not owner_is_there:
        owner.close()
    going, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(going, 1)
        time.sleep(0.2)
        os._exit(7)
    os.close(going)
    os.close(go)
    guarded = _LooksLong(child)
    assert warden._watch(end, guarded) == (7, None)
    assert guarded.calls[-1]
    owner.close()
    end.close()


def _told_of(start: Callable[[], None], tmp_path: Path) -> tuple[dict[str, object], bytes]:
    """How a kernel without a sandbox ends, by its warden; and what came through the socket that it talks through."""
    end, owner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kernels, ours = socket.socketpair()
    child = os.fork()
    if child == 0:
        warden.stand_over(end, None, str(tmp_path), start, kernels)
    end.close()
    kernels.close()
    with owner, ours:
        assert "started" in json.loads(owner.recv(warden.MAX_MESSAGE))
        ended = json.loads(owner.recv(warden.MAX_MESSAGE))
        os.waitpid(child, 0)
        return ended, ours.recv(1 << 16)


def test_a_kernel_that_fails_when_it_starts_says_why_at_its_socket(tmp_path: Path) -> None:
    def start() -> None:
        raise OSError("no room\nfor it")

    ended, said = _told_of(start, tmp_path)
    assert ended == {"exit": 126, "reason": None}
    assert json.loads(said) == {"type": "failed", "parent": None, "content": {"reason": "OSError: no room\nfor it"}}


def test_a_program_that_is_not_there_is_named_by_who_should_have_become_it(tmp_path: Path) -> None:
    _, said = _told_of(lambda: os.execvpe("no-such-program", ["no-such-program"], {}), tmp_path)  # noqa: S606
    assert "FileNotFoundError" in json.loads(said)["content"]["reason"]


@pytest.mark.parametrize("owner_is_there", [True, False])
def test_a_sandbox_that_is_not_built_in_time_is_given_up_and_ended(
    owner_is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warden, "_BUILD_SECONDS", 0.2 if owner_is_there else 60.0)
    end, owner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if not owner_is_there:
        owner.close()
    ended = []

    def wait_for_ever(_: int) -> NoReturn:
        while True:
            signal.pause()

    def kill(child: int) -> None:
        os.kill(child, signal.SIGKILL)
        ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    began = time.monotonic()
    with end, owner, pytest.raises(IsolationUnavailableError, match="not built" if owner_is_there else "nobody"):
        warden._start_keeper(wait_for_ever, end, kill)
    assert time.monotonic() - began < 20
    assert ended == [-signal.SIGKILL]


@pytest.mark.parametrize(("sandboxed", "error"), [(True, IsolationUnavailableError), (False, ChildProcessError)])
def test_a_warden_that_says_nothing_is_not_waited_for_without_end(
    sandboxed: bool, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_process, "_START_SECONDS", 0.1)
    ours, silent = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with silent, pytest.raises(error, match="said nothing"):
        kernel_process.KernelProcess(ours, sandboxed)
    assert ours.fileno() == -1
