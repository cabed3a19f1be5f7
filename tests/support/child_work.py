"""What a bounded child is asked to do in tests."""

from __future__ import annotations

import os
import re
import signal
from typing import Any

_KEPT: list[bytearray] = []


def plain(data: Any) -> tuple[Any, int]:
    return data, os.getpid()


def slow_in_c() -> None:
    re.match("(a|aa)+$", "a" * 60 + "b")


def slow_in_python() -> None:
    while True:
        try:
            for _ in iter(int, 1):
                pass
        except BaseException:  # noqa: S112 (what must not help)
            continue


def too_much() -> int:
    return len([bytearray(1 << 20) for _ in range(1 << 20)])


def kept(size: int) -> int:
    _KEPT.append(bytearray(size))
    return len(_KEPT)


def died() -> None:
    os._exit(3)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wrong() -> None:
    raise ValueError("wrong")


def nested(depth: int = 0) -> int:
    return nested(depth + 1)
