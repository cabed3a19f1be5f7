"""What the process that stands over a kernel does when things happen while it looks."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable

import pytest

from gdcourse.kernels import warden

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
def test_a_look_ends_when_what_is_looked_at_has_ended(owner_is_there: bool) -> None:
    """Who looks until all stands still would wait for an agent that is no longer there to stop it."""
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
