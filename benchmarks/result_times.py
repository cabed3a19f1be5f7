"""What a result costs, from when results are told: they are recorded together, and told together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from gdcourse.grading.classroom.gradebook_recording import Result

_APART = 0.01
"""Seconds between the last result of one group and the first of the next, at least: recording lies between them."""


class ResultTimes:
    """What some clocks show at each result of a class.

    Args:
        clocks: that show seconds. The first is always the wall's.

    Attributes:
        mib: the memory of this process, at every hundredth result.
    """

    def __init__(self, *clocks: Callable[[], float]) -> None:
        self._clocks = (time.perf_counter, *clocks)
        self.shown: list[tuple[float, ...]] = []
        self.mib: list[float] = []

    def note(self, result: Result) -> None:
        """To be called with each result."""
        self.shown.append(tuple(clock() for clock in self._clocks))
        if len(self.shown) % 100 == 0:
            self.mib.append(_resident_mib())

    def each(self, skipped: float = 0.0) -> tuple[float, ...]:
        """Seconds for one result, by clock: from the end of a group to the end of the last.

        The first group is left out, and with it what is paid once whatever the size of a class.

        Args:
            skipped: the part of all results that is left out at least.

        Raises:
            ValueError: where there is one group alone.
        """
        ends = [n for n, (shown, following) in enumerate(zip(self.shown, self.shown[1:], strict=False), start=1)
                if following[0] - shown[0] > _APART and n >= skipped * len(self.shown)]  # fmt: skip
        if not ends:
            raise ValueError("all results were told together: nothing lies between them")
        first, last = self.shown[ends[0] - 1], self.shown[-1]
        count = len(self.shown) - ends[0]
        return tuple((end - begin) / count for begin, end in zip(first, last, strict=True))


def _resident_mib() -> float:
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
