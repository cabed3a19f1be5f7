"""A look at what is used, and how it ends early."""

from __future__ import annotations

import os
import sys

import pytest

from gdcourse.kernels.resource_watch import Meter
from gdcourse.kernels.sandbox import Resources

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


def test_a_look_ends_when_its_owner_calls_and_the_next_one_finds_what_there_is() -> None:
    seen = []

    def processes() -> list[int]:
        return [os.getpid()] * 3

    def called() -> bool:
        seen.append(1)
        return len(seen) == 2

    meter = Meter(Resources(memory=1, cpu_seconds=10**6), keeper=1, processes=processes)
    assert meter.excess(0.0, called) is None
    assert len(seen) == 2, "it looks no further"
    assert meter.excess(0.0, called) == "memory"
